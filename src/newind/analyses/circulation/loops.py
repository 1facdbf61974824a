"""How demand at home and abroad feed each other: whose demand a region works for, and what more of it brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.circulation.dual import find_closed_region, of_database
from newind.errors import DataError
from newind.kernels import feedback
from newind.kernels.quotients import per_output, ratio
from newind.measures import shared
from newind.measures.exports import compute_output_by_demand
from newind.measures.shared import amounts, by_region
from newind.messages import NOTHING, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray


EFFECTS: dict[str, Text] = message_group("circulation.spending.effects")
"""Effects of a unit more of final demand."""
DEMANDS: dict[str, Text] = message_group("circulation.spending.demands")
LABOUR = "labour_compensation"
HOUSEHOLDS = "consumption_households"
NO_LABOUR = message("circulation.spending.no_labour")
NO_HOUSEHOLDS = message("circulation.spending.no_households")


@dataclass(frozen=True, eq=False)
class Spending:
    """Effects of a unit more of each demand (:data:`DEMANDS`), with the spending of labour income.

    Attributes
    ----------
    earned : Earned
        By region and demand.
    through : (3,) array
        Value added at home that industries abroad call for along chains.
    there : (3,) bool array
        Whether there is any such demand.
    share : (R,) array
        Part of more labour income that is spent; NaN where it is unknown.
    known : (R,) bool array
        Whether labour income is known.
    note : dict
        Why spending is not counted for the region, in ``en`` and ``zh``; empty where it is.
    status : str
        ``estimated`` where the accounts or labour income are, else ``observed``.
    """

    earned: feedback.IncomeMultipliers
    through: Array
    there: BoolArray
    share: Array
    known: BoolArray
    note: Text
    status: str

    def effects(self, r: int, k: int) -> dict[str, tuple[float, float]]:
        """Return each effect without and with spending; NaN without such demand, or where spending is not known.

        The part by way of other economies is what industries abroad call for at home, with spending also what
        households abroad do.
        """
        abroad, e = np.arange(len(self.share)) != r, self.earned
        direct, total, spent = e.direct[:, k], e.total[:, k], e.spent[:, k]
        found = {
            "home_value_added": (direct[r], total[r]),
            "foreign_value_added": (direct[abroad].sum(), total[abroad].sum()),
            "home_demand": (0.0, spent[r]),
            "foreign_demand": (0.0, spent[abroad].sum()),
            "by_way_of_abroad": (self.through[k], self.through[k] + e.induced[r, abroad, k].sum()),
        }
        low, high = (1.0 if known else np.nan for known in (self.there[k], self.there[k] and not self.note["en"]))
        return {name: (float(a * low), float(b * high)) for name, (a, b) in found.items()}

    def compute_known_share(self, r: int, k: int) -> float:
        """Return the share of value added abroad that is earned where labour income is known; NaN where none is."""
        value = np.delete(self.earned.direct[:, k], r)
        return float(ratio(value[np.delete(self.known, r)].sum(), value.sum()))


def demand_multipliers(w: Accounts, r: int, consumed: float | None = None) -> Spending:
    """Return what a unit more of each demand brings a region, by its position.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    r : int
    consumed : float in [0, 1], optional
        Part of more labour income that is spent; see :func:`spending_share`.

    Raises
    ------
    DataError
        If households would earn at least what they spend, round after round.
    """
    labour, share = labour_income(w), spending_share(w, consumed)
    known = np.asarray(np.isfinite(labour).all(axis=1))
    per_unit = per_output(np.where(known[:, None], labour, 0.0).ravel(), w.x)
    baskets, demand = feedback.shares_of(household_demand(w)), _demands(w, r)
    earned = feedback.compute_induced_income(w.v, per_unit, w.LU, baskets, np.nan_to_num(share), demand)
    own = by_region(w, w.v)[r] @ shared.domestic_leontief(w)[r] @ demand.reshape(w.R, w.S, -1)[r]
    there, note = np.asarray(demand.any(axis=0)), _missing(w, bool(known[r]))
    return Spending(earned, earned.direct[r] - own, there, share, known, note, _status(w))


def _demands(w: Accounts, r: int) -> Array:
    """Return the composition of each demand of which there is a unit more; (n, 3)."""
    abroad = w.Yr.sum(axis=1) - w.Yr[:, r]
    finished_here = np.where(np.arange(w.n) // w.S == r, abroad, 0.0)
    return feedback.shares_of(np.column_stack([w.Yr[:, r], abroad, finished_here]))


def _missing(w: Accounts, known: bool) -> Text:
    if not household_demand(w).any():
        return NO_HOUSEHOLDS
    return NOTHING if known else NO_LABOUR


def _status(w: Accounts) -> str:
    labour = w.satellites[LABOUR].status if LABOUR in w.satellites else w.status
    return "estimated" if "estimated" in (w.status, labour) else w.status


@memo
def labour_income(w: Accounts) -> Array:
    """Labour compensation by region and industry; (R, S), money, NaN where unknown."""
    return amounts(w, LABOUR) if LABOUR in w.satellites else np.full((w.R, w.S), np.nan)


@memo
def household_demand(w: Accounts) -> Array:
    """Final consumption of households of each region; (n, R), money, all 0 where the accounts do not show it."""
    from newind.accounts.classification import demand_role

    own = np.array([demand_role(d) == HOUSEHOLDS for d in w.demand])
    return np.asarray(w.Y.reshape(w.n, w.R, w.D)[:, :, own].sum(axis=2))


def spending_share(w: Accounts, consumed: float | None = None) -> Array:
    """Return the part of more labour income that households of each region spend; (R,) in [0, 1], NaN where unknown.

    Parameters
    ----------
    w : Accounts
    consumed : float, optional
        The part, where it is assumed; else what households consume over labour income, at most 1.
    """
    income, spent = labour_income(w).sum(axis=1), household_demand(w).sum(axis=0)
    known = np.isfinite(income) & (spent > 0)
    share = ratio(spent, income) if consumed is None else np.full(w.R, consumed)
    return np.where(known, np.minimum(share, 1.0), np.nan)


Row: TypeAlias = tuple[object, ...]
SERVED: dict[str, Text] = message_group("circulation.loops.served")
"""Parts of what a region makes, by the final demand that it ends in."""
MEASURES: dict[str, Text] = message_group("circulation.loops.measures")
COLUMNS = (
    "year", "region", "measure", "industry", "part", "partner", *list_columns("label"), "value", "share", "unit",
    "status",
)  # fmt: skip
MULTIPLIERS = (
    "year", "region", "demand", "effect", *list_columns("label"), "without", "with_spending", "spent_share", "seen",
    "unit", "status", *list_columns("note"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class DemandFeedback:
    """Whose final demand a region works for, and what one more unit of it brings, by year.

    Attributes
    ----------
    region : str
    years : tuple of int
    accounts : tuple of Accounts
        Of each year.
    served : tuple of DemandServed
        Output of the region's industries by the demand that it ends in, of each year.
    earned : tuple of Spending
        What a unit more of demand at home and abroad brings, of each year.
    """

    region: str
    years: tuple[int, ...]
    accounts: tuple[Accounts, ...]
    served: tuple[feedback.OutputByDestination, ...]
    earned: tuple[Spending, ...]

    def table(self, measure: str = "value_added") -> pd.DataFrame:
        """Return whose demand the region works for: a row a year and part, and a partner for demand abroad.

        Rows without a partner are the parts, their ``share`` sums to 1; rows with one share out the part ``abroad``.

        Raises
        ------
        DataError
            For a measure other than value added and output.
        """
        return self._frame(measure, total=True)

    def by_industry(self, measure: str = "value_added") -> pd.DataFrame:
        """Return the parts by industry: a row a year, industry and part, ``share`` of the industry.

        Raises
        ------
        DataError
            For a measure other than value added and output.
        """
        return self._frame(measure, total=False)

    def multipliers(self) -> pd.DataFrame:
        """Return what a unit more of final demand brings: a row a year, demand and effect.

        ``without`` counts chains only; ``with_spending`` adds that ``spent_share`` of the labour income is spent again,
        where it is known (NaN otherwise, with a ``note``). Both are a range. ``seen`` is the share of the value added
        abroad that is earned where labour income is known: elsewhere nothing is spent.
        """
        import pandas as pd

        return pd.DataFrame(self.multiplier_rows(), columns=list(MULTIPLIERS))

    def multiplier_rows(self) -> list[dict[str, Any]]:
        """Return the rows of `multipliers` as plain data."""
        pairs = zip(self.accounts, self.earned, strict=True)
        return [dict(zip(MULTIPLIERS, row, strict=True)) for w, earned in pairs for row in self._effects(w, earned)]

    def _frame(self, measure: str, *, total: bool) -> pd.DataFrame:
        import pandas as pd

        if measure not in MEASURES:
            raise DataError(f"no measure {measure!r}. Measures are {' and '.join(MEASURES)}.")
        rows = [
            row
            for w, split in zip(self.accounts, self.served, strict=True)
            for row in self._list_rows(w, split, measure)
        ]
        picked = [row for row in rows if (row[3] is None) == total]
        return pd.DataFrame(picked, columns=list(COLUMNS))

    def _list_rows(self, w: Accounts, made: feedback.OutputByDestination, measure: str) -> Iterator[Row]:
        r = w.regions.index(self.region)
        split = made.times(by_region(w, w.v)[r]) if measure == "value_added" else made
        parts = np.stack([split.within, split.returned, split.in_imports, split.abroad.sum(axis=1)])
        for industry, money, whole in _columns(w, parts, split.total):
            for k, (part, label) in enumerate(SERVED.items()):
                said = (w.year, self.region, measure, industry, part, None, *label.values())
                yield *said, money[k], float(ratio(money[k], whole)), w.unit, w.status
        yield from self._partners(w, split, measure)

    def _partners(self, w: Accounts, split: feedback.OutputByDestination, measure: str) -> Iterator[Row]:
        money, whole, label = split.abroad.sum(axis=0), split.total.sum(), SERVED["abroad"]
        for p, partner in enumerate(w.regions.codes):
            if partner != self.region:
                said = (w.year, self.region, measure, None, "abroad", partner, *label.values())
                yield *said, money[p], float(ratio(money[p], whole)), w.unit, w.status

    def _effects(self, w: Accounts, earned: Spending) -> Iterator[Row]:
        r = w.regions.index(self.region)
        for k, demand in enumerate(DEMANDS):
            for effect, (low, high) in earned.effects(r, k).items():
                label = EFFECTS[effect]
                said = (w.year, self.region, demand, effect, *label.values(), low, high)
                yield (
                    *said,
                    earned.share[r],
                    earned.compute_known_share(r, k),
                    "1",
                    earned.status,
                    *earned.note.values(),
                )


def _columns(w: Accounts, parts: Array, total: Array) -> Iterator[tuple[str | None, Array, float]]:
    """Yield the parts of all industries together, then of each; (4,) and what they sum to."""
    yield None, parts.sum(axis=1), float(total.sum())
    for i, industry in enumerate(w.industries):
        yield industry, parts[:, i], float(total[i])


def demand_feedback(w: Accounts | Panel, region: str, consumed: float | None = None) -> DemandFeedback:
    """Tell whose final demand a region works for, and how demand at home and abroad feed each other.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel of several databases the last one is taken.
    region : str
        Code of the region.
    consumed : float in [0, 1], optional
        Part of more labour income that households spend, the same everywhere. Where left out, of each region what its
        households consume over its labour income, at most all of it: an average that stands for what comes on top.

    Returns
    -------
    DemandFeedback
        The split of value added and output, and multipliers with and without the spending of labour income. More demand
        has the composition of what there is: at home that of the region, abroad that of all others together, and of
        these what they buy of the region's final products.

    Raises
    ------
    DataError
        For accounts with a boundary, or a part that is not between 0 and 1.
    UnknownNameError
        For a region that is not there, with the nearest.

    References
    ----------
    Miller (1966), Papers of the Regional Science Association 17, 105. Miyazawa (1976), Input-Output Analysis and the
    Structure of Income Distribution.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = demand_feedback(load("world", year=2009), "CHN").table().set_index("part")
    >>> found[found["partner"].isna()]["share"].round(4).to_dict()
    {'within': 0.7878, 'returned': 0.0029, 'in_imports': 0.0015, 'abroad': 0.2079}
    """
    if consumed is not None and not 0 <= consumed <= 1:
        raise DataError(f"consumed is {consumed}: the part of labour income that is spent lies between 0 and 1.")
    every = of_database(w)
    r = find_closed_region(every[0], region)
    served = tuple(_compute_demand_origin(one, r) for one in every)
    earned = tuple(demand_multipliers(one, r, consumed) for one in every)
    return DemandFeedback(region, tuple(one.year for one in every), every, served, earned)


def _compute_demand_origin(w: Accounts, r: int) -> feedback.OutputByDestination:
    return feedback.split_output_by_demand(compute_output_by_demand(w), w.LU, shared.domestic_leontief(w)[r], w.Y3, r)
