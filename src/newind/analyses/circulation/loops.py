"""How demand at home and abroad feed each other: whose demand a region works for, and what more of it brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from newind.analyses.circulation.dual import find_closed_region, of_database
from newind.analyses.circulation.spending import DEMANDS, EFFECTS, Spending, demand_multipliers
from newind.errors import DataError
from newind.kernels import feedback
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exportparts import compute_output_by_demand
from newind.measures.shared import by_region
from newind.messages import list_columns, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array

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
