"""Domestic and international circulation over the years: what value added serves, and what is used at home holds.

The domestic part alone does not measure self-reliance: it counts what reaches home users without crossing a border, and
says nothing of the foreign value in what they use. Both sides are given, and the foreign value beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.charts.proofs import AreaStack
from newind.errors import DataError, join_items, tell
from newind.frozen import Frozen
from newind.kernels import chains
from newind.kernels.quotients import ratio
from newind.measures import shared, zh
from newind.measures.exports import circulation, home_value, inventories_note, value_in_products
from newind.messages import NOTHING, complete_text, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array, BoolArray

FORWARD: dict[str, Text] = message_group("circulation.dual.forward")
"""Parts of value added, by what it serves."""
BACKWARD: dict[str, Text] = message_group("circulation.dual.backward")
"""Parts of what an economy finishes, by how its value came there."""
SIDES = {"forward": FORWARD, "backward": BACKWARD}
CAVEAT: Text = message("circulation.dual.caveat")
STOCKS_NOTE = message("circulation.dual.stocks")
COLUMNS = (
    "year", "region", "side", "industry", "part", *list_columns("label"), "value", "share", "unit", "status",
)  # fmt: skip
FOREIGN = (
    "year", "region", "partner", "industry", "named", "value", "share", "unit", "status", *list_columns("note"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class DualCirculation(Frozen):
    """How value added of a region circulates at home and abroad, by year (T), part (4) and industry (S); money.

    Attributes
    ----------
    region : str
    years : tuple of int
    industries, partners : tuple of str
        Codes; partners are all regions, the own one among them.
    named : (R,) bool array
        False for partners that are aggregates.
    unit : str
    status : tuple of str
        Of the accounts of each year.
    forward : (T, 4, S) array
        Value added of each industry by part of :data:`FORWARD`; sums to value added.
    backward : (T, 4, S) array
        Final products of each industry by part of :data:`BACKWARD`; sums to final products sold.
    origins : (T, R) array
        Value added in what the region finally uses, by origin.
    products : (T, 2, S) array
        Value added in the products that it finally uses, all and foreign; changes in inventories left out.
    inventories : str
        Which categories of final demand are set aside as changes in inventories, and which are not recognised.
    """

    region: str
    years: tuple[int, ...]
    industries: tuple[str, ...]
    partners: tuple[str, ...]
    named: BoolArray
    unit: str
    status: tuple[str, ...]
    forward: Array
    backward: Array
    origins: Array
    products: Array
    inventories: str

    @property
    def note(self) -> Text:
        """Note for readers, in ``en`` and ``zh``: the domestic part alone does not measure self-reliance."""
        return message("circulation.dual.with_stocks", caveat=CAVEAT, stocks=STOCKS_NOTE)

    def shares(self, side: str = "forward") -> Array:
        """Return each part as a share of GDP, or of final production; (T, 4), rows sum to 1.

        Raises
        ------
        DataError
            For a side that does not exist.
        """
        money = self._money(side).sum(axis=2)
        return ratio(money, money.sum(axis=1, keepdims=True))

    @property
    def foreign_share(self) -> Array:
        """Foreign part of the value in what is finally used at home; (T,) in [0, 1], NaN without use."""
        own = self.origins[:, self.partners.index(self.region)]
        return 1.0 - ratio(own, self.origins.sum(axis=1))

    def table(self) -> pd.DataFrame:
        """Return both sides by year: a row a part, ``share`` of GDP or of final production; ``industry`` is empty."""
        return self._frame(row for side in SIDES for row in self._rows(side, None))

    def by_industry(self, side: str = "forward") -> pd.DataFrame:
        """Return one side by industry: a row a year, industry and part, ``share`` of the industry.

        Raises
        ------
        DataError
            For a side that does not exist.
        """
        return self._frame(row for i in range(len(self.industries)) for row in self._rows(side, i))

    def foreign_value(self) -> pd.DataFrame:
        """Return the foreign value in what is used at home: by origin (``industry`` empty), then by product."""
        import pandas as pd

        return pd.DataFrame([*self._by_origin(), *self._by_product()], columns=list(FOREIGN))

    def chart(self, side: str = "forward") -> AreaStack:
        """Return the parts over the years as data of a chart: shares, from the domestic part at the bottom upwards."""
        labels, shares = SIDES.get(side, {}), self.shares(side)
        series = {part: tuple(map(float, shares[:, k])) for k, part in enumerate(labels)}
        return AreaStack(self.years, series, "1", dict(labels))

    def _money(self, side: str) -> Array:
        if side not in SIDES:
            raise DataError(f"circulation has no side {side!r}. Sides are {' and '.join(SIDES)}.")
        return self.forward if side == "forward" else self.backward

    def _rows(self, side: str, i: int | None) -> Iterator[tuple[object, ...]]:
        money = self._money(side)
        picked = money.sum(axis=2) if i is None else money[:, :, i]
        shares, industry = ratio(picked, picked.sum(axis=1, keepdims=True)), None if i is None else self.industries[i]
        for t, year in enumerate(self.years):
            for k, (part, label) in enumerate(SIDES[side].items()):
                said = (year, self.region, side, industry, part, *label.values())
                yield *said, picked[t, k], shares[t, k], self.unit, self.status[t]

    def _frame(self, rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(list(rows), columns=list(COLUMNS))

    def _by_origin(self) -> Iterator[tuple[object, ...]]:
        shares = ratio(self.origins, self.origins.sum(axis=1, keepdims=True))
        for t, year in enumerate(self.years):
            for p, partner in enumerate(self.partners):
                if partner != self.region:
                    said = (year, self.region, partner, None, bool(self.named[p]))
                    yield *said, self.origins[t, p], shares[t, p], self.unit, self.status[t], *NOTHING.values()

    def _by_product(self) -> Iterator[tuple[object, ...]]:
        shares = ratio(self.products[:, 1], self.products[:, 0])
        note = complete_text({"zh": zh.note(self.inventories)}, self.inventories)
        for t, year in enumerate(self.years):
            for i, industry in enumerate(self.industries):
                said = (year, self.region, None, industry, True, self.products[t, 1, i], shares[t, i])
                yield *said, self.unit, self.status[t], *note.values()


def dual_circulation(w: Accounts | Panel, region: str) -> DualCirculation:
    """Split what a region makes and uses by circulation, for each year there is.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel of several databases the last one is taken.
    region : str
        Code of the region.

    Returns
    -------
    DualCirculation
        Shares of GDP and of final production by year and industry, and the foreign value in what is used at home.

    Raises
    ------
    DataError
        For accounts with a boundary, where inputs and final products sold to it are not distinguished.
    UnknownNameError
        For a region that is not there, with the nearest.

    References
    ----------
    Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23222.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = dual_circulation(load("world", year=2011), "CHN")
    >>> found.shares().round(3).tolist()
    [[0.781, 0.1, 0.077, 0.043]]
    """
    every = of_database(w)
    r, first = find_closed_region(every[0], region), every[0]
    return DualCirculation(
        region=region,
        years=tuple(one.year for one in every),
        industries=first.industries,
        partners=first.regions.codes,
        named=first.regions.named,
        unit=first.unit,
        status=tuple(one.status for one in every),
        forward=_freeze_array([_stack(forward(one), r) for one in every]),
        backward=_freeze_array([_stack(backward(one), r) for one in every]),
        origins=_freeze_array([home_value(one)[r] for one in every]),
        products=_freeze_array([[part[r] for part in value_in_products(one)] for one in every]),
        inventories=inventories_note(first),
    )


def each_year(w: Accounts | Panel) -> tuple[Accounts, ...]:
    """Return the accounts of every year.

    Raises
    ------
    DataError
        For what is neither accounts nor a panel.
    """
    if not isinstance(w, Accounts | Panel):
        raise DataError(f"circulation needs Accounts or a Panel, not {type(w).__name__}. newind.load returns them.")
    return (w,) if isinstance(w, Accounts) else tuple(w)


def of_database(w: Accounts | Panel) -> tuple[Accounts, ...]:
    """Return the accounts of every year as `each_year` does; of several databases only those of the last one."""
    return each_year(w.within() if isinstance(w, Panel) else w)


def find_closed_region(w: Accounts, region: str) -> int:
    """Return the position of a region of closed accounts.

    Raises
    ------
    DataError
        For accounts with a boundary.
    UnknownNameError
        For a region that is not there.
    """
    r = w.regions.index(region)
    if w.boundary:
        raise DataError(tell("name.inputs_abroad", year=w.year, boundary=join_items(w.boundary)))
    return r


@memo
def forward(w: Accounts) -> chains.ChainParts:
    """Value added by the chains it enters; (R, S) each, money."""
    return chains.forward_chains(circulation(w), w.v, shared.domestic_leontief(w), w.A4, w.Y3)


@memo
def backward(w: Accounts) -> chains.ChainParts:
    """Final products by the chains that their value comes through; (R, S) each, money."""
    return chains.backward_chains(w.v, w.LU, shared.domestic_leontief(w), w.A4, w.Y3)


def _freeze_array(years: list[Array] | list[list[Array]]) -> Array:
    return readonly(np.array(years))


def _stack(parts: chains.ChainParts, r: int) -> Array:
    return np.stack([getattr(parts, name)[r] for name in FORWARD])
