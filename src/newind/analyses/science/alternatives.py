"""Who could replace a supplier of an input, at what relative cost, and who takes over in the model when it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.panel import Panel
from newind.analyses.losses import (
    HORIZONS,
    NAN,
    RESOURCE,
    Cut,
    Loss,
    Span,
    choose_horizon,
    corners,
    first_quarters,
    span_of,
)
from newind.analyses.science.purchases import Purchases, check_industry
from newind.analyses.science.reliance import check_horizons
from newind.analyses.science.replacer import HOME, NOT_NAMED, OTHER, UNKNOWN, Replacer, Replacers
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.counterfactual import flows_after
from newind.errors import DataError, join_items, noun, tell
from newind.kernels.quotients import ratio
from newind.measures.bounds import SUPPLIERS, refuse_estimated_blocks
from newind.measures.shared import amounts, by_region, unreadable
from newind.policy.simulate import Simulation, simulate_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.many import NoEquilibrium
    from newind.typing import Array, BoolArray, IntArray


PAY, PPP = "labour_compensation", "gdp_ppp_current"
LEAST = 0.001
"""Share of a market from which it says something about prices: tables are rounded to a million."""


@dataclass(frozen=True, eq=False)
class RelativeValues:
    """A figure of each region relative to that of one of them, with the year that it is of.

    Parameters
    ----------
    values : (R,) array, > 0
        1 for the region itself; NaN where it cannot be computed.
    years : (R,) int array
        Latest year in which both figures are known; 0 where there is none.
    """

    values: Array
    years: IntArray


def price_level(w: Accounts) -> Array:
    """Return the price level of GDP, at the exchange rate over purchasing-power parity; (R,), NaN where unknown."""
    if PPP not in w.facts or unreadable(w, "fact", PPP):
        return np.full(w.R, np.nan)
    return ratio(w.gdp, w.facts[PPP].values)


def unit_labour_cost(w: Accounts, industry: str) -> Array:
    """Return labour compensation per unit of value added of an industry at purchasing power; (R,), NaN where unknown.

    The price level is that of GDP: how expensive the industry's own product is, is not known. A proxy.
    """
    if PAY not in w.satellites or unreadable(w, "satellite", PAY):
        return np.full(w.R, np.nan)
    k = w.industries.index(industry)
    paid = ratio(amounts(w, PAY)[:, k], by_region(w, w.value_added)[:, k])
    known = np.where(paid > 0, paid, np.nan)
    return np.asarray(known * price_level(w))


def relative(found: Iterable[tuple[int, Array]], r: int) -> RelativeValues:
    """Return figures relative to those of region r, of the latest year in which both are known.

    Parameters
    ----------
    found : iterable of (year, (R,) array)
        Latest year first.
    r : int

    Examples
    --------
    >>> both = relative([(2011, np.array([np.nan, 2.0, 4.0])), (2009, np.array([1.0, 2.0, 2.0]))], 1)
    >>> both.values, both.years
    (array([0.5, 1. , 2. ]), array([2009, 2011, 2011]))
    """
    values, years = np.empty(0), np.empty(0, dtype=np.int64)
    for year, figures in found:
        against = ratio(figures, figures[r])
        if not values.size:
            values, years = np.full(against.shape, np.nan), np.zeros(against.shape, dtype=np.int64)
        new = np.isnan(values) & np.isfinite(against)
        values, years = np.where(new, against, values), np.where(new, year, years)
    return RelativeValues(values, years)


def price_gap(sold: Array, r: int, elasticity: float) -> Array:
    """Return how much more expensive than region r each region is in a market, by the market shares.

    Parameters
    ----------
    sold : (R,) array, money
        What each region sells in the market.
    r : int
    elasticity : float
        Trade elasticity of the product.

    Returns
    -------
    (R,) array, > -1
        ``(sold_r / sold_i)^(1/θ) - 1``; NaN where one of them sells less than 0.1 % of what is bought there. It is what
        buyers see: trade costs, quality and the number of varieties are in it, so that a small economy looks expensive.

    References
    ----------
    Eaton & Kortum (2002), Econometrica 70(5), 1741.

    Examples
    --------
    >>> price_gap(np.array([16.0, 1.0, 0.0]), 0, 4.0)
    array([ 0.,  1., nan])
    """
    told = np.where((sold > 0) & (sold >= LEAST * sold.sum()), sold, np.nan)
    times = ratio(told[r], told)
    return np.asarray(times ** (1.0 / elasticity) - 1.0)


@dataclass(frozen=True, eq=False)
class SupplierTakeover:
    """Effects of losing a supplier at each horizon, as ranges over the plausible elasticities.

    Parameters
    ----------
    loss : Loss
        Of real income.
    price : dict of str to Span
        Rise of the price of the input for who buys it, against the price of all final demand of the economy, as a
        fraction; by horizon.
    gains : dict of str to (C, R) array
        Change of each region's share in what is bought of the product, by case; the first has central elasticities.
    """

    loss: Loss
    price: dict[str, Span]
    gains: dict[str, Array]

    def gain(self, who: BoolArray) -> dict[str, Span]:
        """Return the change of the share of some regions together, by horizon."""
        return {h: span_of(cases[:, who].sum(axis=1).tolist()) for h, cases in self.gains.items()}


@dataclass(frozen=True, eq=False)
class _SupplierLoss:
    """One equilibrium: loss of real income, rise of the price of the input, change of shares (R,)."""

    loss: float
    price: float
    gain: Array


def taking_over(w: Accounts, cut: Cut, horizons: Sequence[str], parameters: dict[str, Any]) -> SupplierTakeover:
    """Return who takes over what a cut of one input takes away.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    cut : Cut
        One product of one supplier; all users or one.
    horizons : sequence of {"short", "medium", "long"}
    parameters : dict
        In place of shipped parameters; what is given is not varied.

    Returns
    -------
    SupplierTakeover
        NaN where no equilibrium was found, which ``loss.failed`` tells.
    """
    failed: list[str] = []
    asked = [(h, {**parameters, **c}) for h in horizons for c in corners(h, parameters)]
    cases: dict[str, list[_SupplierLoss]] = {h: [] for h in horizons}
    for (h, given), solved in zip(
        asked, simulate_many(w, ((cut.package, h, {**RESOURCE, **p}) for h, p in asked)), strict=True
    ):
        cases[h].append(_take_loss(w, cut, solved))
        if not isinstance(solved, Simulation):
            failed.append(f"{h}, {given}: {solved}")
    return SupplierTakeover(
        loss=Loss(
            cut,
            {h: span_of([c.loss for c in found]) for h, found in cases.items()},
            tuple(failed),
            first_quarters(w, [cut])[0],
        ),
        price={h: span_of([c.price for c in found]) for h, found in cases.items()},
        gains={h: np.array([c.gain for c in found]) for h, found in cases.items()},
    )


def _take_loss(w: Accounts, cut: Cut, solved: Simulation | NoEquilibrium) -> _SupplierLoss:
    """Return one case, NaN where it has no equilibrium."""
    if not isinstance(solved, Simulation):
        return _SupplierLoss(NAN, NAN, np.full(w.R, NAN))
    r = w.regions.index(cut.region)
    return _SupplierLoss(-float(solved.welfare[r]), price_rise(solved, cut), share_gain(solved, cut))


def price_rise(solved: Simulation, cut: Cut) -> float:
    """Return by how much the price of an input rises for its buyers, against the price of all final demand; a fraction.

    The mean over users by what they spent; users whose purchases are given up for want of any supplier do not count.
    """
    w, prices = solved.baseline, solved.solution.state.prices
    r, k = w.regions.index(cut.region), w.industries.index(cut.industries[0])
    users = [w.industries.index(u) for u in cut.users] or slice(None)
    spent, paid = solved.laboratory.benchmark.spend[k, r][users], prices.prices_by_user[k, r][users]
    bought = (spent > 0) & np.isfinite(paid)
    level = float(ratio((spent * np.exp(np.where(bought, paid, 0.0)))[bought].sum(), spent[bought].sum()))
    return level / float(np.exp(prices.final[r])) - 1.0


def share_gain(solved: Simulation, cut: Cut) -> Array:
    """Return the change of each region's share in what is bought of a product, at producers' prices; (R,)."""
    w = solved.baseline
    user = cut.users[0] if cut.users else ""
    k = w.industries.index(cut.industries[0])
    Z, final = flows_after(solved.solution)
    r, S = w.regions.index(cut.region), w.S
    inputs = Z.reshape(w.R, S, w.R, S)[:, k, r]
    after = inputs[:, w.industries.index(user)] if user else inputs.sum(axis=1) + final[:, k, r]
    before = Purchases(w, cut.region, user).bought[:, k]
    return ratio(after, after.sum()) - ratio(before, before.sum())


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
    p, middle = facts.p, choose_horizon(found.price)
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
        gap=UNKNOWN if i is None or level == HOME else Span(*facts.gaps[:, i].tolist()),
        price_level=_at(facts.price_level.values, i), price_level_year=_year(facts.price_level.years, i),
        unit_labour_cost=_at(facts.labour_cost.values, i), unit_labour_cost_year=_year(facts.labour_cost.years, i),
        gain=found.gain(who),
    )  # fmt: skip


def _at(values: Array, i: int | None) -> float:
    return NAN if i is None else float(values[i])


def _year(years: IntArray, i: int | None) -> int:
    return 0 if i is None else int(years[i])
