"""Who could replace a supplier of an input: how much they have to sell, how expensive they are, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.panel import Panel
from newind.analyses.losses import HORIZONS, NAN, Cut, Span
from newind.analyses.science.purchases import Purchases, check_industry
from newind.analyses.science.relative_costs import RelativeValues, price_gap, price_level, relative, unit_labour_cost
from newind.analyses.science.reliance import check_horizons
from newind.analyses.science.replacer import HOME, NOT_NAMED, OTHER, UNKNOWN, Replacer, Replacers
from newind.analyses.science.taking_over import SupplierTakeover, taking_over
from newind.equilibrium.assumptions import Assumptions
from newind.errors import DataError, join_items, noun, tell
from newind.kernels.quotients import ratio
from newind.measures.estimated import SUPPLIERS, refuse_estimated_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray, IntArray


def replacers(
    w: Accounts | Panel,
    region: str,
    input: str,
    supplier: str,
    industry: str | None = None,
    horizons: Sequence[str] = HORIZONS,
    parameters: Mapping[str, Any] | None = None,
) -> Replacers:
    """Find who could replace a supplier of an input of an economy, or of an industry of it, and at what cost.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts. Of a panel the last year; earlier ones serve for labour costs that the last year lacks.
    region : str
        Code of the economy that buys.
    input : str
        Industry whose product is bought.
    supplier : str
        Code of the economy that is lost.
    industry : str, optional
        A using industry; all of them and final users where left out.
    horizons : sequence of {"short", "medium", "long"}
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.

    Returns
    -------
    Replacers
        Every other economy that makes the product, and the economy itself; aggregates as one line, not named.

    Raises
    ------
    DataError
        For a table with a boundary or with estimated flows between economies, an aggregate, an economy as its own
        supplier, or a supplier that sells nothing of the input.
    UnknownNameError
        For names that the accounts lack, with the nearest one.

    Notes
    -----
    In the model what a user bought from the lost supplier falls to the others in proportion to what they sell to it,
    corrected by prices; nobody who sells nothing to it now begins to, and capacity is that of the industry as a whole.
    How expensive a supplier is can be measured in three ways, none of them a price: what market shares say at the trade
    elasticity, the price level of GDP, and labour costs per unit of value added.

    References
    ----------
    Eaton & Kortum (2002), Econometrica 70(5), 1741.
    """
    years = tuple(w[y] for y in reversed(w.years)) if isinstance(w, Panel) else (w,)
    now, given = years[0], dict(parameters or {})
    refuse_estimated_blocks(now, SUPPLIERS)
    chosen = (horizons,) if isinstance(horizons, str) else tuple(horizons)
    check_horizons(chosen)
    p = Purchases(now, region, industry or "")
    s, k = _find_positions(p, input, supplier)
    cut = Cut(region, (supplier,), (input,), users=(industry,) if industry else ())
    found = taking_over(now, cut, chosen, given)
    return Replacers(
        region=region, industry=industry or "", input=input, supplier=supplier, year=now.year, unit=now.unit,
        status=p.status, lost=float(p.bought[s, k]), lost_share=float(p.share[s, k]),
        replacers=_rank_replacers(_SellerData.from_purchases(p, years, s, k, given), found),
        price=found.price, loss=found.loss, parameters=given,
    )  # fmt: skip


def _find_positions(p: Purchases, input: str, supplier: str) -> tuple[int, int]:
    """Return the positions of the supplier and the input, refusing what cannot be lost."""
    check_industry(p.w, input, "input")
    s, k = p.w.regions.index(supplier), p.w.industries.index(input)
    if not p.w.regions.named[s]:
        raise DataError(tell("name.aggregate_supplier", supplier=supplier))
    if s == p.r:
        raise DataError(tell("name.own_supplier", supplier=supplier))
    if not p.by_user[s, k].any():
        sellers = [c for c, sold in zip(p.w.regions, p.bought[:, k] * p.named, strict=True) if sold > 0]
        raise DataError(
            tell(
                "name.sells_none",
                supplier=supplier,
                input=input,
                users=p.industry or noun("users"),
                region=p.region,
                year=p.w.year,
                sellers=join_items(sellers) if sellers else noun("none"),
            )
        )
    return s, k


@dataclass(frozen=True, eq=False)
class _SellerData:
    """Data on every region as a seller of product k; (R,) each, gaps (3, R)."""

    p: Purchases
    s: int
    k: int
    output: Array
    exports: Array
    elsewhere: Array
    gaps: Array
    price_level: RelativeValues
    labour_cost: RelativeValues

    @classmethod
    def from_purchases(
        cls, p: Purchases, years: Sequence[Accounts], s: int, k: int, given: Mapping[str, Any]
    ) -> _SellerData:
        """Collect them."""
        w = p.w
        sold = w.Z4[:, k].sum(axis=2) + w.Y3[:, k]
        exports = sold.sum(axis=1) - np.diag(sold)
        return cls(
            p=p, s=s, k=k, output=sold.sum(axis=1), exports=exports,
            elsewhere=exports - np.where(p.foreign, sold[:, p.r], 0.0),
            gaps=_gaps(p.by_user[:, k].sum(axis=1), s, w.industries, k, given),
            price_level=relative(((y.year, price_level(y)) for y in years), s),
            labour_cost=relative(((y.year, unit_labour_cost(y, w.industries[k])) for y in years), s),
        )  # fmt: skip


def _gaps(sold: Array, s: int, industries: Sequence[str], k: int, given: Mapping[str, Any]) -> Array:
    """Return price gaps at the highest, the central and the lowest elasticity of the medium horizon; (3, R)."""
    assumed = Assumptions("medium", given)
    central = float(assumed.elasticities(industries).theta[k])
    low, high = (central, central) if "trade_elasticity" in given else assumed.range("trade_elasticity")
    found = np.array([price_gap(sold, s, theta) for theta in (high, central, low)])
    return np.stack([found.min(axis=0), found[1], found.max(axis=0)])


def _rank_replacers(facts: _SellerData, found: SupplierTakeover) -> tuple[Replacer, ...]:
    """Return those who make the product, who gains most first, what is not named last."""
    p, middle = facts.p, list(found.price)[len(found.price) // 2]
    one = [i for i in range(p.w.R) if i != facts.s and (p.named[i] or i == p.r) and facts.output[i] > 0]
    lines = [_line(facts, found, HOME if i == p.r else OTHER, np.arange(p.w.R) == i) for i in one]
    lines.sort(key=lambda x: (_last(-x.gain[middle].middle), -x.sells, x.economy))
    rest = p.foreign & ~p.named & (facts.output > 0)
    return tuple([*lines, _line(facts, found, NOT_NAMED, rest)] if rest.any() else lines)


def _last(value: float) -> float:
    """Return a value that sorts last where it is not known."""
    return value if value == value else np.inf


def _line(facts: _SellerData, found: SupplierTakeover, level: str, who: BoolArray) -> Replacer:
    """Return what is known about one region, or about aggregates together."""
    p, k = facts.p, facts.k
    i = None if level == NOT_NAMED else int(np.flatnonzero(who)[0])
    elsewhere = float(facts.elsewhere[who].sum())
    return Replacer(
        level=level, economy="" if i is None else p.w.regions[i],
        sells=float(p.bought[who, k].sum()), share=float(p.share[who, k].sum()),
        output=float(facts.output[who].sum()), exports=float(facts.exports[who].sum()),
        elsewhere=elsewhere, spare=float(ratio(max(elsewhere, 0.0), max(p.bought[facts.s, k], 0.0))),
        gap=UNKNOWN if i is None else Span(*facts.gaps[:, i].tolist()),
        price_level=_at(facts.price_level.values, i), price_level_year=_year(facts.price_level.years, i),
        unit_labour_cost=_at(facts.labour_cost.values, i), unit_labour_cost_year=_year(facts.labour_cost.years, i),
        gain=found.gain(who),
    )  # fmt: skip


def _at(values: Array, i: int | None) -> float:
    return NAN if i is None else float(values[i])


def _year(years: IntArray, i: int | None) -> int:
    return 0 if i is None else int(years[i])
