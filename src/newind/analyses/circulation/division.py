"""Who captures the value that demand pays, and how much of it an hour of work: the division of labour by partner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.circulation.dual import each_year, find_closed_region
from newind.analyses.circulation.sides import HOME, DivisionSide, matrix, sides_of
from newind.errors import DataError
from newind.kernels.quotients import per_output, ratio
from newind.language.phrases import join_phrases
from newind.measures.grouped import amounts, explain_missing_group, members
from newind.measures.units import million_usd
from newind.messages import NOTHING, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.circulation.sides import Groups
    from newind.messages import Text
    from newind.typing import Array

DIRECTIONS: dict[str, Text] = message_group("circulation.division.directions")
COLUMNS = (
    "year", "region", "direction", "group", *list_columns("label"), "value", "share", "hours", "value_per_hour",
    "hours_known", "named", "seen_population", "seen_gdp", "unit", "status", *list_columns("note"),
)  # fmt: skip
EXCHANGE = ("year", "region", "group", *list_columns("label"), "region_earns", "group_earns", "quotient", "hours_known")
PRODUCTS = "manufacturing"
HOURS = "hours"
NO_DOLLARS = message("circulation.division.no_dollars")


@dataclass(frozen=True, eq=False)
class FairDivision:
    """Value captured, and hours worked for it, by who pays and who earns; one year.

    Attributes
    ----------
    year : int
        Of the accounts; of a panel the last one in which hours are known for most economies, the region's among them.
    region, products : str
        Code of the region, and the group of products that final demand pays for.
    unit, status : str
        Of the accounts.
    sides : tuple of DivisionSide
        The region (first), groups of partners, others, those not named.
    value : (G, G) array, million USD
        Value added of each side (first axis) in what the final demand of each side (second) pays for the products.
    timed : (G, G) array, million USD
        The part of `value` that is earned where hours are known.
    hours : (G, G) array, hours
        Worked for `timed`.
    """

    year: int
    region: str
    products: str
    unit: str
    status: str
    sides: tuple[DivisionSide, ...]
    value: Array
    timed: Array
    hours: Array

    @property
    def per_hour(self) -> Array:
        """Value added per hour worked, by who earns and who pays; (G, G), USD/hour, NaN where no hours are known."""
        return ratio(self.timed * million_usd(self.unit) * 1e6, self.hours)

    @property
    def hours_known(self) -> Array:
        """Part of the value that is earned where hours are known; (G, G)."""
        return ratio(self.timed, self.value)

    def table(self) -> pd.DataFrame:
        """Return both directions, a row a side.

        ``pays``: of what the region's final demand pays, what each side captures (``share`` sums to 1), per hour of its
        own work. ``earns``: what the region captures of what each side's demand pays (``share`` of all that it
        captures), per hour of the region's work. ``hours`` in million. ``hours_known`` is the part of the value earned
        where hours are known: ``value_per_hour`` is of that part, the rest is not filled in. ``named``, the economies
        that the accounts name; ``seen_population`` and ``seen_gdp``, the part of the whole group that they have.
        """
        import pandas as pd

        rows = [*self._direction("pays", (slice(None), 0)), *self._direction("earns", (0, slice(None)))]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def exchange(self) -> pd.DataFrame:
        """Return, by partner, value per hour of each one's work for the other's demand, USD/hour, and the quotient.

        The ``quotient`` is what an hour of the partner's work for the region brings over what an hour of the region's
        work for the partner does; both are of the part of the value earned where hours are known, ``hours_known`` of
        what the partner earns.
        """
        import pandas as pd

        return pd.DataFrame(self.exchange_rows(), columns=list(EXCHANGE))

    def exchange_rows(self) -> list[dict[str, Any]]:
        """Return the rows of `exchange` as plain data."""
        theirs, mine, known = self.per_hour[:, 0], self.per_hour[0], self.hours_known[:, 0]
        figures = zip(mine, theirs, ratio(theirs, mine), known, strict=True)
        rows = [
            (self.year, self.region, s.code, *s.label.values(), *of)
            for s, of in zip(self.sides, figures, strict=True)
            if s.code != HOME
        ]
        return [dict(zip(EXCHANGE, row, strict=True)) for row in rows]

    def _direction(self, name: str, cells: tuple[slice | int, int | slice]) -> Iterator[tuple[object, ...]]:
        value, hours, rate, known = (a[cells] for a in (self.value, self.hours, self.per_hour, self.hours_known))
        share = ratio(value, value.sum())
        for k, s in enumerate(self.sides):
            worker = s if name == "pays" else self.sides[0]
            note = join_phrases(s.note, self._describe_missing_hours(worker, float(known[k])))
            said = (self.year, self.region, name, s.code, *s.label.values(), value[k], share[k])
            seen = (" ".join(s.named), s.seen_population, s.seen_gdp)
            worked = hours[k] / 1e6 if hours[k] else np.nan
            yield *said, worked, rate[k], known[k], *seen, self.unit, self.status, *note.values()

    def _describe_missing_hours(self, worker: DivisionSide, known: float) -> Text:
        """Return what is not known of the hours of those who earn."""
        if not np.isfinite(million_usd(self.unit)):
            return NO_DOLLARS
        if known == 0:
            return message("circulation.division.describe_missing_hours.no_hours_in", year=self.year)
        if known == known and known < 1 - 1e-9 and len(worker.members) > 1:
            return message("circulation.division.describe_missing_hours.hours_known_for_of", known=known)
        return NOTHING


def value_by_group(w: Accounts | Panel, region: str, groups: Groups = None, products: str = PRODUCTS) -> FairDivision:
    """Return how the value of what demand pays for manufactures is divided between a region and its partners.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel the last year in which hours are known for most economies is taken.
    region : str
        Code of the region; it stands alone and is taken out of the groups that it belongs to.
    groups : sequence of str, mapping of str to str or sequence of str, or str, optional
        Groups of partners that share no economy: names of groups or economies, or lists of economies under a name of
        one's own. Developed and emerging economies where left out. What no group holds is ``other`` or ``unnamed``.
    products : str
        Group of the products that final demand pays for; ``"*"`` for all.

    Returns
    -------
    FairDivision
        Value captured, hours worked and value per hour, and the part of each group that the accounts show.

    Raises
    ------
    DataError
        For accounts with a boundary, groups that share an economy or hold no partner, and where the accounts do not
        have the products.
    UnknownNameError
        For a region, an economy or a group that does not exist, with the nearest name.

    References
    ----------
    Timmer, Los, Stehrer & de Vries (2013), Economic Policy 28(76), 613.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = value_by_group(load("world", year=2009), "CHN", ["developed"]).table()
    >>> found[found["direction"] == "pays"].set_index("group")["share"].round(3).to_dict()
    {'home': 0.716, 'developed': 0.179, 'other': 0.021, 'unnamed': 0.083}
    """
    every = each_year(w)
    r = find_closed_region(every[0], region)
    w = _with_hours(every, r)
    if lacking := explain_missing_group(w, products):
        raise DataError(f"no products to divide the value of: {lacking}")
    sides = sides_of(w, region, groups)
    value, timed, hours = (_aggregate_sides(found, sides) for found in _compute_value_and_hours(w, products))
    return FairDivision(w.year, region, products, w.unit, w.status, sides, value, timed, hours)


def _with_hours(every: tuple[Accounts, ...], r: int) -> Accounts:
    """Return the last year with hours of most economies, the region's among them; the last one where it has none."""
    many = [_has_hours(one).sum() if _has_hours(one)[r] else 0 for one in every]
    return max(zip(many, every, strict=True), key=lambda pair: (pair[0], pair[1].year))[1]


def _hours(w: Accounts) -> Array:
    return amounts(w, HOURS) if HOURS in w.satellites else np.full((w.R, w.S), np.nan)


def _has_hours(w: Accounts) -> Array:
    """Return whether hours of all industries of a region are known; (R,)."""
    return np.asarray(np.isfinite(_hours(w)).all(axis=1))


def _compute_value_and_hours(w: Accounts, products: str) -> tuple[Array, Array, Array]:
    """Return value, value where hours are known, and those hours, by who earns and whose demand pays; (R, R) each."""
    known, paid = _has_hours(w), np.where(members(w, products)[:, None], w.Yr, 0.0)
    made = w.LU.solve(paid)
    worked = per_output(np.where(known[:, None], _hours(w), 0.0).ravel(), w.x)
    value, hours = ((f[:, None] * made).reshape(w.R, w.S, w.R).sum(axis=1) for f in (w.v, worked))
    return value, value * known[:, None], hours


def _aggregate_sides(found: Array, sides: tuple[DivisionSide, ...]) -> Array:
    belongs = matrix(sides, len(found))
    return np.asarray(belongs @ found @ belongs.T)
