"""Effects of more recycling in an industry, its neighbours or a whole region, in accounts that keep demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.green.circular import LAYERS, at_industry, circularity, largest_user, place, users, virgin_goods
from newind.charts.proofs import Bars, ChartRow
from newind.errors import DataError, offenders
from newind.kernels.circular import scrap_cap, substitution
from newind.kernels.quotients import ratio
from newind.measures.shared import by_region
from newind.messages import list_languages, message, message_group
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, BoolArray

TOP = 12
NEEDS = "needs your data"
ITEMS: dict[str, Text] = message_group("green.recycling.items")
"""Outcomes of a scenario that are reported."""
NOTE = message("green.recycling.note")


@dataclass(frozen=True, eq=False)
class RecyclingScenario:
    """An economy before and after more recycled goods take the place of virgin ones.

    Attributes
    ----------
    region : str
    year : int
    layer : {"industry", "cluster", "region"}
    industry : str
        At the centre of the layer.
    users : tuple of str
        Industries of the layer that buy recycled and virgin goods now.
    virgin : tuple of str
    asked, rate : float
        Share of virgin goods to be replaced, and what the supply of scrap allows.
    price : float
        Value of recycled input that replaces one of virgin input.
    industries : tuple of str
    output, output_after, value_added, value_added_after : (S,) array, money
    totals : dict of str to (before, after)
        By key of :data:`ITEMS`; NaN where the accounts do not know.
    spans : dict of str to (low, high)
        Of the change, over the range of the price; the change itself where the price is given, NaN where an end of the
        range would take all value added of a user.
    units : dict of str to str
    note : Text
    status : str
    """

    region: str
    year: int
    layer: str
    industry: str
    users: tuple[str, ...]
    virgin: tuple[str, ...]
    asked: float
    rate: float
    price: float
    industries: tuple[str, ...]
    output: Array
    output_after: Array
    value_added: Array
    value_added_after: Array
    totals: dict[str, tuple[float, float]]
    spans: dict[str, tuple[float, float]]
    units: dict[str, str]
    note: Text
    status: str = "simulated"

    @property
    def capped(self) -> bool:
        """Whether the supply of scrap holds the rate below what was asked."""
        return self.rate < self.asked

    def change(self, item: str) -> float:
        """Return the change of an item in its unit, NaN where the accounts do not know."""
        before, after = self.totals[item]
        return after - before

    def table(self) -> pd.DataFrame:
        """Return ``before``, ``after`` and ``change`` by item, with ``low`` and ``high``, the range over the price.

        The status is "needs your data" where the accounts do not know.
        """
        import pandas as pd

        rows = [
            {
                "region": self.region, "year": self.year, "layer": self.layer, "item": item,
                **{f"label_{lang}": label[lang] for lang in list_languages()},
                "before": before, "after": after, "change": after - before,
                "low": self.spans[item][0], "high": self.spans[item][1], "unit": self.units[item],
                "asked": self.asked, "rate": self.rate, "status": self.status if np.isfinite(before) else NEEDS,
            }
            for item, label in ITEMS.items()
            for before, after in [self.totals[item]]
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def by_industry(self) -> pd.DataFrame:
        """Return a row an industry: output and value added before and after."""
        import pandas as pd

        return pd.DataFrame(
            {
                "region": self.region, "year": self.year, "layer": self.layer, "industry": self.industries,
                "output": self.output, "output_after": self.output_after,
                "output_change": ratio(self.output_after, self.output) - 1, "value_added": self.value_added,
                "value_added_after": self.value_added_after, "unit": self.units["value_added"], "status": self.status,
            }
        )  # fmt: skip

    def chart(self) -> Bars:
        """Return the largest changes of output as data of a chart, money."""
        change = self.output_after - self.output
        order = np.argsort(-np.abs(change), kind="stable")[:TOP]
        rows = tuple(ChartRow(self.industries[i], float(change[i])) for i in order if change[i] != 0)
        return Bars(rows, "", self.units["value_added"])


def recycling_scenario(
    w: Accounts,
    region: str,
    rate: float,
    layer: str = "industry",
    industry: str | None = None,
    virgin: Sequence[str] | None = None,
    price: float | None = None,
) -> RecyclingScenario:
    """Return what replacing a share of virgin by recycled goods does to materials, emissions, jobs and value added.

    Parameters
    ----------
    w : Accounts
        With a recycling industry.
    region : str
    rate : float in [0, 1]
        Share of the virgin goods that users of the layer replace.
    layer : {"industry", "cluster", "region"}
        One industry; with it those of the region that make 5 % of its purchases or of its sales to industries; all.
    industry : str, optional
        The one; by default the largest user of recycled goods that uses virgin ones as well.
    virgin : sequence of str, optional
        Industries whose goods are replaced; ores and other minerals by default.
    price : float, optional
        Value of recycled input per virgin one (parameter ``recycling_price``); users' value added takes the difference.

    Returns
    -------
    RecyclingScenario

    Raises
    ------
    DataError
        Where no recycling industry stands apart ("needs your data"), for a rate outside 0 to 1, a price that is none or
        would take all value added of a user, and a layer in which nobody buys both kinds of goods.
    UnknownNameError
        For a region, layer or industry that there is not.

    Notes
    -----
    ``a (1 - rho)`` of virgin goods, ``+ rho a q`` of recycled ones by their present origin, ``rho a (q - 1)`` less
    value added; output is ``(I - A_rr)^-1`` times what is not sold to industries of the region, which stays.

    References
    ----------
    Nakamura & Kondo (2002), Journal of Industrial Ecology 6(1), 39. Donati and others (2020), Resources, Conservation
    and Recycling 152, 104508.
    """
    q = _price(price)
    if not 0 <= rate <= 1:
        raise DataError(f"recycling rate is {rate:g}. Give the share that is replaced, from 0 to 1.")
    r, at = place(w, region)
    goods = virgin_goods(w, virgin)
    centre = largest_user(w, r, at, goods) if industry is None else at_industry(w, industry)
    inside = users(w, r, layer, centre)
    A = w.A4[:, :, r, :]
    taking = inside & (A[:, at].sum(axis=0) > 0) & (A[:, goods].sum(axis=(0, 1)) > 0)
    if not taking.any():
        raise DataError(
            f"{region}: nobody in layer {layer!r} of {w.industries[centre]} buys recycled and virgin goods."
        )
    case = _RecyclingCase(w, r, at, goods, inside, rate, circularity(w, region, virgin).cap)
    part, output, value, totals = case.at_price(q)
    units = {item: w.satellites[item].unit if item in w.satellites else "" for item in ("co2", "employment")}
    return RecyclingScenario(
        region, w.year, layer, w.industries[centre], tuple(c for c, t in zip(w.industries, taking, strict=True) if t),
        tuple(w.industries[k] for k in goods), rate, rate * part, q, w.industries, by_region(w, w.x)[r], output,
        by_region(w, w.value_added)[r], value, totals, _spans(case, totals, price),
        {item: units.get(item, w.unit) for item in ITEMS}, NOTE,
    )  # fmt: skip


def recycling_layers(w: Accounts, region: str, rate: float, industry: str | None = None) -> pd.DataFrame:
    """Return one rate in all three layers, as `RecyclingScenario.table` of each, one below the other.

    Raises
    ------
    DataError, UnknownNameError
        As `recycling_scenario`.
    """
    import pandas as pd

    found = [recycling_scenario(w, region, rate, layer, industry).table() for layer in LAYERS]
    return pd.concat(found, ignore_index=True)


@dataclass(frozen=True, eq=False)
class _RecyclingCase:
    """Replacement of a scenario: product, place and users; arguments of `substitution` but the price, and the cap."""

    w: Accounts
    r: int
    at: int
    goods: list[int]
    inside: BoolArray
    rate: float
    cap: float

    def at_price(self, q: float) -> tuple[float, Array, Array, dict[str, tuple[float, float]]]:
        """Return the part of the rate that scrap allows, output, value added, and totals."""
        w, r = self.w, self.r
        A, x = w.A4[:, :, r, :], by_region(w, w.x)[r]
        wish = np.asarray(self.rate * np.outer(np.isin(np.arange(w.S), self.goods), self.inside), dtype=np.float64)
        inputs, added = substitution(A, wish, self.at, q)
        part = scrap_cap(float((inputs[:, self.at].sum(axis=0) * x).sum()), self.cap)
        inputs, added = inputs * part, added * part
        output, value = _solve_output(w, r, A[r] + inputs[r], added, x)
        return part, output, value, _totals(w, r, self.at, self.goods, (A, A + inputs), (x, output), value)


def _spans(
    case: _RecyclingCase, totals: dict[str, tuple[float, float]], price: float | None
) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest change of each item over the range of the price, the middle among them."""
    found = {item: [after - before] for item, (before, after) in totals.items()}
    stated = parameter("recycling_price").range
    for q in stated if price is None and stated is not None else ():
        try:
            others = case.at_price(q)[-1]
        except DataError:  # an end that would take all value added
            others = dict.fromkeys(totals, (np.nan, np.nan))
        for item, (before, after) in others.items():
            found[item].append(after - before)
    return {item: (float(np.min(v)), float(np.max(v))) for item, v in found.items()}


def _price(price: float | None) -> float:
    q = float(parameter("recycling_price").value or 1.0) if price is None else price
    if not (np.isfinite(q) and q > 0):
        raise DataError(f"price of recycled goods is {q:g}. Give their value per virgin one, above zero.")
    return q


def _solve_output(w: Accounts, r: int, A: Array, added: Array, x: Array) -> tuple[Array, Array]:
    """Return output and value added of a region's industries with new input coefficients; (S,) each.

    Raises
    ------
    DataError
        Where recycled input takes all value added of a user.
    """
    v = by_region(w, w.v)[r]
    over = (added < 0) & (v + added <= 0)
    if over.any():
        named = offenders([w.industries[k] for k in np.flatnonzero(over)])
        raise DataError(
            f"recycled input would take all value added of its users: {named}. Lower the rate or the price."
        )
    final = x - w.A4[r, :, r, :] @ x
    output = np.asarray(np.linalg.solve(np.eye(w.S) - A, final), dtype=np.float64)
    return output, np.asarray((v + added) * output)


def _totals(
    w: Accounts, r: int, at: int, goods: list[int], A: tuple[Array, Array], x: tuple[Array, Array], value: Array
) -> dict[str, tuple[float, float]]:
    """Return the outcomes of the economy, before and after."""
    elsewhere = np.arange(w.R) != r

    def compare_inputs(k: list[int], rows: Array | slice) -> tuple[float, float]:
        before, after = (float((a[rows][:, k] @ out).sum()) for a, out in zip(A, x, strict=True))
        return before, after

    def compare_outputs(k: list[int]) -> tuple[float, float]:
        return float(x[0][k].sum()), float(x[1][k].sum())

    return {
        "virgin_use": compare_inputs(goods, slice(None)),
        "virgin_output": compare_outputs(goods),
        "virgin_imports": compare_inputs(goods, elsewhere),
        "recycled_use": compare_inputs([at], slice(None)),
        "recycled_output": compare_outputs([at]),
        "value_added": (float(by_region(w, w.value_added)[r].sum()), float(value.sum())),
        "co2": _pressure(w, r, "co2", x),
        "employment": _pressure(w, r, "employment", x),
    }


def _pressure(w: Accounts, r: int, name: str, x: tuple[Array, Array]) -> tuple[float, float]:
    """Return what industries emit or employ before and after, NaN where it is not known for each."""
    if name not in w.satellites:
        return float("nan"), float("nan")
    known = by_region(w, w.satellites[name].values)[r]
    scaled = known * np.nan_to_num(ratio(x[1], x[0]))
    return float(known.sum()), float(scaled.sum())
