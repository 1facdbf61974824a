"""Accounts over years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from newind.accounts import validate
from newind.accounts.accounts import Accounts
from newind.aliases import alias
from newind.errors import DataError, UnknownNameError, find_duplicates, offenders

if TYPE_CHECKING:
    from newind.accounts.aggregate import Grouping
    from newind.accounts.groups import Selector
    from newind.accounts.regions import Regions


class Panel:
    """Accounts of several years with the same regions, industries and demand categories.

    Parameters
    ----------
    accounts : iterable of Accounts, or mapping of year to Accounts or to a function that returns them
        The years, in any order; functions are called when a year is first asked for.

    Raises
    ------
    DataError
        For no year at all, a year given twice or for accounts of another one, or labels that differ between years.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> p = load("world").select(years=[2007, 2008])
    >>> [w.year for w in p], p[2008].R
    ([2007, 2008], 20)
    """

    def __init__(self, accounts: Iterable[Accounts] | Mapping[int, Accounts | Callable[[], Accounts]]) -> None:
        self._loaded: dict[int, Accounts] = {}
        self._loaders: dict[int, Callable[[], Accounts]] = {}
        if isinstance(accounts, Mapping):
            self.years: tuple[int, ...] = tuple(sorted(map(validate.year, accounts)))
            for y in self.years:
                self._place(y, accounts[y])
        else:
            given = sorted(_each(accounts), key=lambda w: w.year)
            self.years = tuple(w.year for w in given)
            if twice := find_duplicates(self.years):
                raise DataError(f"years given twice: {offenders(twice)}. A panel has one Accounts a year.")
            for w in given:
                self._keep(w)
        if not self.years:
            raise DataError("a panel needs at least one year.")
        self._owners: dict[int, Panel] = {}

    @classmethod
    def from_panels(cls, *panels: Panel) -> Panel:
        """Return databases one after the other as one panel; a year that two of them have is that of the first.

        Figures of two databases differ where both have a year: a change is taken within one of them (`within`).

        Examples
        --------
        >>> from newind.data.reference import load
        >>> world = load("world")
        >>> [(p.years[0], p.years[-1], p.last.status) for p in world.databases]
        [(1995, 2011, 'observed'), (2011, 2022, 'estimated')]
        """
        owners: dict[int, Panel] = {}
        for panel in panels:
            owners.update({y: panel for y in panel.years if not owners or y > max(owners)})
        joined = cls({y: partial(owner.__getitem__, y) for y, owner in owners.items()})
        joined._owners = owners
        return joined

    @property
    def databases(self) -> tuple[Panel, ...]:
        """Panels of one database each, one after the other; of most panels it is the only one itself."""
        return tuple(dict.fromkeys(self._owners.values())) or (self,)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """First and last year that the panel takes of each of its databases.

        Examples
        --------
        >>> from newind.data.reference import load
        >>> load("world").spans
        ((1995, 2011), (2012, 2022))
        """
        own = [[y for y in self.years if self._owner(y) is p] for p in self.databases]
        return tuple((years[0], years[-1]) for years in own)

    def _owner(self, year: int) -> Panel:
        return self._owners.get(year, self)

    def _place(self, year: int, given: Accounts | Callable[[], Accounts]) -> None:
        if isinstance(given, Accounts):
            self._keep(_of_year(year, given))
        elif callable(given):
            self._loaders[year] = given
        else:
            _each([given])

    def _keep(self, w: Accounts) -> Accounts:
        first = next(iter(self._loaded.values()), w)
        for name in ("regions", "industries", "demand", "unit", "boundary"):
            if getattr(w, name) != getattr(first, name):
                raise DataError(
                    f"{name} of {w.year} differ from those of {first.year}. Aggregate both to the same ones first."
                )
        return self._loaded.setdefault(w.year, w)

    def __getitem__(self, year: int) -> Accounts:
        """Return the accounts of a year.

        Raises
        ------
        UnknownNameError
            Naming the years there are.
        """
        if year not in self._loaded:
            if year not in self._loaders:
                raise UnknownNameError(f"no accounts for {year!r}: this panel has {self._span}.")
            self._keep(_of_year(year, self._loaders[year]()))
        return self._loaded[year]

    def __iter__(self) -> Iterator[Accounts]:
        """Iterate over the accounts in order of years."""
        return (self[y] for y in self.years)

    def __len__(self) -> int:
        """Return how many years there are."""
        return len(self.years)

    def __contains__(self, year: object) -> bool:
        """Tell whether there are accounts for a year."""
        return year in self.years

    @property
    def last(self) -> Accounts:
        """The accounts of the last year."""
        return self[self.years[-1]]

    @property
    def regions(self) -> Regions:
        """Regions of every year."""
        return self._any.regions

    @property
    def industries(self) -> tuple[str, ...]:
        """Industries of every year."""
        return self._any.industries

    @property
    def _span(self) -> str:
        return f"{self.years[0]} to {self.years[-1]}" if len(self) > 1 else str(self.years[0])

    @property
    def _any(self) -> Accounts:
        return next(iter(self._loaded.values())) if self._loaded else self.last

    def within(self, *years: int | None, has: Callable[[Accounts], bool] | None = None) -> Panel:
        """Return the latest database that has all of some years, by default the last: changes are taken within it.

        Parameters
        ----------
        *years : int or None
            None for the first or the last of them is any year before or after the others.
        has : callable, optional
            What the accounts must have, in these years or in any where none is given. Where no database has it: the
            latest with the years, so that a caller can name what they lack.

        Raises
        ------
        DataError
            Where no database has all of them.

        Examples
        --------
        >>> from newind.data.reference import load
        >>> world = load("world")
        >>> world.within().years[0], world.within(1995, 2011).years[-1], world.within(None, 2011).years[0]
        (2011, 2011, 1995)
        """
        given = [y for y in years if y is not None]
        for panel in reversed(self.databases):
            known = [y for y in panel.years if has is None or has(panel[y])]
            apart = None not in years or (known and (years[0] or known[0]) < (years[-1] or known[-1]))
            if known and apart and set(given) <= set(known):
                return panel
        if has or None in years:
            return self.within(*given)
        if gone := [y for y in given if y not in self]:
            raise UnknownNameError(f"no accounts for {offenders(gone)}: this panel has {self._span}.")
        spans = " or ".join(p._span for p in self.databases)
        raise DataError(
            f"{offenders(sorted(given))} are of databases that differ where they meet: a change between them is not "
            f"one of the economy. Take years within {spans}."
        )

    def until(self, year: int | None) -> Panel:
        """Return the years up to one, all where none is given.

        Raises
        ------
        UnknownNameError
            For a year that there is not.
        """
        return self if year is None else self.select(years=[y for y in self.years if y <= self[year].year])

    def step(self, year: int) -> tuple[Accounts, Accounts | None]:
        """Return a year's accounts with those of the year before in the same database, where there are."""
        owner, before = self._owner(year), year - 1
        return self[year], owner[before] if before in owner.years else None

    def select(
        self,
        years: int | Iterable[int] | None = None,
        regions: Selector | None = None,
        industries: Selector | None = None,
    ) -> Panel:
        """Return a panel of some years, with regions and industries selected as in ``Accounts.select``.

        Raises
        ------
        UnknownNameError
            For a year, label or group that does not exist.
        """
        wanted = self.years if years is None else list(years) if isinstance(years, Iterable) else [years]
        if gone := [y for y in wanted if y not in self.years]:
            raise UnknownNameError(f"no accounts for {offenders(gone)}: this panel has {self._span}.")
        if len(self.databases) > 1:
            parts = [p for p in self.databases if any(self._owner(y) is p for y in wanted)]
            kept = [p.select([y for y in p.years if y in wanted], regions, industries) for p in parts]
            return Panel.from_panels(*kept) if len(kept) > 1 else kept[0]
        if regions is None and industries is None:
            return Panel({y: partial(self.__getitem__, y) for y in wanted})
        return Panel(self[y].select(regions, industries) for y in wanted)

    def aggregate(self, regions: Grouping | None = None, industries: Grouping | None = None) -> Panel:
        """Return a panel with every year aggregated as in ``Accounts.aggregate``."""
        if len(self.databases) > 1:
            return Panel.from_panels(*(part.aggregate(regions, industries) for part in self.databases))
        return Panel(w.aggregate(regions, industries) for w in self)

    def __repr__(self) -> str:
        """Say what this is in a line."""
        sizes = f"{len(self.regions)} regions × {len(self.industries)} industries"
        return f"Panel({self.years[0]}-{self.years[-1]}, {len(self)} years, {sizes})"

    def _repr_html_(self) -> str:
        from newind.accounts.html import panel_html

        return panel_html(self)

    joined = alias("from_panels")


def _of_year(year: int, w: Accounts) -> Accounts:
    if w.year != year:
        raise DataError(f"the accounts stored for {year} are those of {w.year}. Build the panel again.")
    return w


def _each(accounts: object) -> list[Accounts]:
    """Return the accounts of an iterable as a list, checked to be accounts."""
    given = list(accounts) if isinstance(accounts, Iterable) else [accounts]
    found = [w for w in given if isinstance(w, Accounts)]
    if wrong := [type(w).__name__ for w in given if not isinstance(w, Accounts)]:
        raise DataError(f"a panel is made of Accounts, not of {offenders(wrong)}. newind.load returns them.")
    return found
