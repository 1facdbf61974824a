"""Growth of labour productivity: within industries, and what the move of labour between them adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.charts.proofs import ChartRow, Waterfall
from newind.errors import DataError, unknown
from newind.frozen import Frozen
from newind.kernels.quotients import ratio
from newind.kernels.shiftshare import ShiftShare, shift_share
from newind.measures.shared import amounts, positions
from newind.messages import list_columns, list_languages, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array

VOLUME = "value_added_volume"
LABOUR = {"hour": "hours", "worker": "employment"}
"""Satellite that productivity is divided by, by unit of labour."""
UNITS = {"hour": "USD of 1995/hour", "worker": "USD of 1995/worker"}
PARTS: dict[str, Text] = message_group("manufacturing.shiftshare.parts")
GROUPS: dict[str, Text] = message_group("manufacturing.shiftshare.groups")
"""Groups of industries, in this order; each industry is in one."""
OTHER: Text = message("manufacturing.shiftshare.other")
NOTE = message("manufacturing.shiftshare.note")
COLUMNS = (
    "region", "from", "to", "per", "level", "code", *list_columns("label"), "part", "value", "share", "unit", "status",
    *list_columns("note"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class ProductivityGrowth(Frozen):
    """The change of labour productivity of a region between two years, by industry (S) and part.

    Attributes
    ----------
    region, per : str
    years : (first, last)
    industries : tuple of str
    group : tuple of str
        Group of each industry, a key of ``GROUPS`` or ``other``.
    value, labour : (2, S) arrays
        Value added in USD of 1995, and hours or persons, of both years.
    parts : ShiftShare
        By industry, USD of 1995 per hour or worker.
    published : float
        Growth of real GDP over the same years in the Penn World Table (a ratio less 1), NaN where unknown; for China it
        is below that of the national accounts.
    status : str
    """

    region: str
    per: str
    years: tuple[int, int]
    industries: tuple[str, ...]
    group: tuple[str, ...]
    value: Array
    labour: Array
    parts: ShiftShare
    published: float
    status: str

    @property
    def levels(self) -> Array:
        """Aggregate productivity before and after; (2,)."""
        return np.asarray(self.value.sum(axis=1) / self.labour.sum(axis=1))

    @property
    def growth(self) -> float:
        """Growth of value added as summed here, a ratio less 1, to be read beside `published`."""
        before, after = self.value.sum(axis=1)
        return float(after / before - 1)

    @property
    def unit(self) -> str:
        """USD of 1995 per hour or worker."""
        return UNITS[self.per]

    def groups(self) -> ShiftShare:
        """Return the parts summed over the industries of each group; what moves within a group is in them."""
        inside = np.array([[g == name for g in self.group] for name in self._names()], dtype=np.float64)
        return ShiftShare(inside @ self.parts.within, inside @ self.parts.static, inside @ self.parts.dynamic)

    def between_groups(self) -> ShiftShare:
        """Return the split with each group taken as one industry: what moves within a group is growth within it."""
        inside = np.array([[g == name for g in self.group] for name in self._names()], dtype=np.float64)
        return shift_share(self.value @ inside.T, self.labour @ inside.T)

    def table(self) -> pd.DataFrame:
        """Return the parts for the economy, by group and by industry: ``share`` is of the aggregate's change."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(COLUMNS))

    def chart(self) -> Waterfall:
        """Return the change as steps: growth within each group, then the two moves of labour."""
        found, before, after = self.groups(), *map(float, self.levels)
        steps = [ChartRow(n, float(v), label=self._label(n)) for n, v in zip(self._names(), found.within, strict=True)]
        moves = [ChartRow(n, float(getattr(found, n).sum()), label=PARTS[n]) for n in ("static", "dynamic")]
        first, last = (message("language.lone_year", year=y) for y in self.years)
        return Waterfall(before, (*steps, *moves), after, self.unit, (first, last))

    def _names(self) -> tuple[str, ...]:
        return tuple(name for name in (*GROUPS, "other") if name in self.group)

    def _label(self, name: str) -> Text:
        return GROUPS.get(name, OTHER)

    def _rows(self) -> Iterator[tuple[object, ...]]:
        whole, change = message("manufacturing.shiftshare.rows.economy"), self.parts.total
        total = ShiftShare(*(np.array([getattr(self.parts, p).sum()]) for p in PARTS))
        codes = [dict.fromkeys(list_languages(), code) for code in self.industries]
        levels = (
            ("economy", [self.region], [whole], total),
            ("group", self._names(), [self._label(n) for n in self._names()], self.groups()),
            ("industry", self.industries, codes, self.parts),
        )
        for level, names, labels, parts in levels:
            for k, (name, label) in enumerate(zip(names, labels, strict=True)):
                for part in PARTS:
                    value = float(getattr(parts, part)[k])
                    said = (self.region, *self.years, self.per, level, name, *label.values(), part, value)
                    yield *said, float(ratio(value, change)), self.unit, self.status, *NOTE.values()


def productivity_growth(
    w: Panel, region: str, years: tuple[int, int] | None = None, per: str = "hour"
) -> ProductivityGrowth:
    """Split the growth of a region's labour productivity into growth within industries and moves of labour.

    Parameters
    ----------
    w : Panel
        Accounts of several years with volumes of value added and hours (or persons engaged).
    region : str
        Code of an economy.
    years : (first, last), optional
        Of one database; by default the first and last of the latest that has what is needed.
    per : {"hour", "worker"}

    Returns
    -------
    ProductivityGrowth
        Exact: all parts add up to the change of the aggregate, which is the sum of industries at prices of 1995.

    Raises
    ------
    DataError
        For years without volumes or labour, naming the last one that has them, and for fewer than two years.
    UnknownNameError
        For a region or ``per`` that is not there.

    References
    ----------
    Fabricant (1942), Employment in Manufacturing, 1899-1939, NBER. McMillan & Rodrik (2011), NBER Working Paper 17143.
    de Vries, Timmer & de Vries (2015), Journal of Development Studies 51(6), 674.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = productivity_growth(load("world").select(years=[1995, 2009]), "CHN")
    >>> bool(abs(found.parts.total - (found.levels[1] - found.levels[0])) < 1e-9)
    True
    """
    if per not in LABOUR:
        raise unknown("labour", per, LABOUR, "Productivity is per 'hour' or 'worker'.")
    if not isinstance(w, Panel):
        raise DataError(f"growth of productivity needs a Panel of two years or more, not {type(w).__name__}.")
    r = w.regions.index(region)
    first, last = _select_accounts(w, r, years, per)
    chosen = first.year, last.year
    value, labour = (np.array([amounts(one, name)[r] for one in (first, last)]) for name in (VOLUME, LABOUR[per]))
    _check(region, chosen, w.industries, value, labour)
    return ProductivityGrowth(
        region=region,
        per=per,
        years=chosen,
        industries=w.industries,
        group=group_industries(first),
        value=readonly(value),
        labour=readonly(labour),
        parts=shift_share(value, labour),
        published=_compute_gdp_growth(first, last, r),
        status=_status(first, last, per),
    )


def group_industries(w: Accounts) -> tuple[str, ...]:
    """Return the group of each industry: a key of ``GROUPS``, or ``other``."""
    names = np.full(w.S, "other", dtype=object)
    wide = (("industry", "mining"), ("services", "other-services"))
    narrow = ((n, n) for n in GROUPS if n not in ("mining", "other-services"))
    for group, name in (*wide, *narrow):
        names[positions(w, group)] = name
    return tuple(str(name) for name in names)


def has_figures(w: Accounts, r: int, per: str) -> bool:
    """Return whether volumes and labour of every industry of a region are known in a year."""
    names = (VOLUME, LABOUR[per])
    return all(n in w.satellites for n in names) and all(np.isfinite(amounts(w, n)[r]).all() for n in names)


def _select_accounts(w: Panel, r: int, years: tuple[int, int] | None, per: str) -> tuple[Accounts, Accounts]:
    """Return accounts of two years of one database, refusing those without figures."""
    known, region = [one.year for one in w if has_figures(one, r, per)], w.regions.codes[r]
    what = f"volumes of value added and {LABOUR[per]}"
    if not known:
        raise DataError(f"no growth of productivity for {region}: no year has {what} of all its industries.")
    last = f"The last year with both is {known[-1]}, the first {known[0]}."
    if lost := [y for y in years or () if y not in known]:
        raise DataError(f"no growth of productivity for {region}: {lost[0]} has no {what}. {last}")
    panel = w.within(*(years or (None, None)), has=lambda one: has_figures(one, r, per))
    if years is None:
        same = [one.year for one in panel if has_figures(one, r, per)] or known[-1:]
        years = same[0], same[-1]
    if years[0] >= years[1]:
        raise DataError(f"no growth of productivity for {region} from {years[0]} to {years[1]}: give two years. {last}")
    return panel[years[0]], panel[years[1]]


def _check(region: str, years: tuple[int, int], industries: tuple[str, ...], value: Array, labour: Array) -> None:
    """Refuse industries that make value without labour: their productivity is not known."""
    bad = [f"{industries[i]} in {years[t]}" for t, i in np.argwhere((labour <= 0) & (value != 0))]
    if bad:
        raise DataError(
            f"no growth of productivity for {region}: value added without labour in {', '.join(bad[:3])}. Aggregate "
            "these industries with others."
        )


def _compute_gdp_growth(first: Accounts, last: Accounts, r: int) -> float:
    facts = [one.facts["gdp_volume"].values[r] if "gdp_volume" in one.facts else np.nan for one in (first, last)]
    return float(ratio(facts[1], facts[0]) - 1)


def _status(first: Accounts, last: Accounts, per: str) -> str:
    found = {one.satellites[name].status for one in (first, last) for name in (VOLUME, LABOUR[per])}
    return "observed" if found == {"observed"} and first.status == last.status == "observed" else "estimated"
