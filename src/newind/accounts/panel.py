"""Accounts over years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from newind.accounts.accounts import Accounts
from newind.errors import DataError, UnknownNameError

if TYPE_CHECKING:
    from newind.accounts.aggregate import Grouping
    from newind.accounts.groups import Selector
    from newind.accounts.regions import Regions


class Panel:
    """Accounts of several years with the same regions, industries and demand categories.

    Parameters
    ----------
    accounts : iterable of Accounts, or mapping of year to a function that returns them
        The years, in any order; functions are called when a year is first asked for.

    Raises
    ------
    DataError
        For no year at all, a year given twice, or labels that differ between years.
    """

    def __init__(self, accounts: Iterable[Accounts] | Mapping[int, Callable[[], Accounts]]) -> None:
        self._loaded: dict[int, Accounts] = {}
        self._loaders: dict[int, Callable[[], Accounts]] = {}
        if isinstance(accounts, Mapping):
            self._loaders = {int(y): accounts[y] for y in sorted(accounts)}
            self.years: tuple[int, ...] = tuple(self._loaders)
        else:
            given = sorted(accounts, key=lambda w: w.year)
            self.years = tuple(w.year for w in given)
            twice = sorted({y for y in self.years if self.years.count(y) > 1})
            if twice:
                raise DataError(f"years given twice: {twice[:3]}. A panel has one economy a year.")
            for w in given:
                self._keep(w)
        if not self.years:
            raise DataError("a panel needs at least one year.")

    def _keep(self, w: Accounts) -> Accounts:
        first = next(iter(self._loaded.values()), w)
        for name in ("regions", "industries", "demand", "unit", "boundary"):
            if getattr(w, name) != getattr(first, name):
                raise DataError(f"{name} of {w.year} differ from those of {first.year}. Aggregate both to the same ones first.")
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
                span = f"{self.years[0]} to {self.years[-1]}" if len(self.years) > 1 else str(self.years[0])
                raise UnknownNameError(f"no accounts for {year!r}: this panel has {span}.")
            self._keep(self._loaders[year]())
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
    def _any(self) -> Accounts:
        return next(iter(self._loaded.values())) if self._loaded else self.last

    def select(
        self, years: Iterable[int] | None = None, regions: Selector | None = None, industries: Selector | None = None
    ) -> Panel:
        """Return a panel of some years, with regions and industries selected as in ``Accounts.select``."""
        chosen = [self[y] for y in (self.years if years is None else years)]
        if regions is None and industries is None:
            return Panel(chosen)
        return Panel(w.select(regions, industries) for w in chosen)

    def aggregate(self, regions: Grouping | None = None, industries: Grouping | None = None) -> Panel:
        """Return a panel with every year aggregated as in ``Accounts.aggregate``."""
        return Panel(w.aggregate(regions, industries) for w in self)

    def __repr__(self) -> str:
        """Say what this is in a line."""
        return f"Panel({self.years[0]}-{self.years[-1]}, {len(self)} years, {len(self.regions)} regions × {len(self.industries)} industries)"

    def _repr_html_(self) -> str:
        from newind.accounts.html import panel_html

        return panel_html(self)
