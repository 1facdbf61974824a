"""Changes of real income at each point of a path, by cause; derived in :mod:`newind.equilibrium.decomposition`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.flows import compute_final_spending, compute_shipments, delivery, landed_flows, tilt
from newind.equilibrium.nests import COBB_DOUGLAS

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.equilibrium.shockpath import ShockPath
    from newind.equilibrium.system import State
    from newind.typing import Array


def wedges(along: PathValues) -> dict[str, Array]:
    """Return what each instrument but tariffs, and mark-ups, bring in units of income; (T, R) each."""
    return {**_on_output(along), **_on_purchases(along), **_on_charges(along), **_on_factors(along)}


def _on_output(along: PathValues) -> dict[str, Array]:
    """Return what comes of output whose price is not its cost."""
    rates = [_output_rates(state) for state in along.path.states]
    found = {name: (np.stack([r[name] for r in rates]) * along.output_change).sum(axis=2) for name in rates[0]}
    rebate = along.path.values(lambda s: s.problem.rebate / (1.0 - s.problem.rebate))
    return {**found, "export rebates": -(rebate * along.sales_flows.shipped).sum(axis=(1, 2))}


def _output_rates(state: State) -> dict[str, Array]:
    """Return what parts sales have beyond costs, per unit of cost; (R, S) each.

    Notes
    -----
    sold = cost + profits + carbon charges − subsidies − carbon returned + tax on output. The parts follow from rates,
    so they hold for industries that stop, too.
    """
    p, carbon = state.problem, state.prices.carbon
    charge = np.zeros_like(p.markup) if carbon is None else carbon
    claims = p.markup * (1.0 + charge)
    kept = state.output_after_tax_share[:, None]
    return {
        "mark-ups": (p.markup - 1.0) * (1.0 + charge),
        "carbon on output": charge,
        "production subsidies": -claims * p.subsidy,
        "carbon returned": -claims * state.returned_rate,
        "tax on output": claims * (1.0 - kept) / (state.receipts_rate * kept),
    }


def _on_purchases(along: PathValues) -> dict[str, Array]:
    """Return what comes of taxes and carbon charges on what users buy."""
    path, shocks = along.path, along.path.last.shocks
    nothing = np.zeros_like(along.income)
    if shocks.purchase_tax is None and shocks.fuel_carbon is None:
        return {"purchase taxes": nothing, "carbon on fuels": nothing}
    net = path.values(lambda s: s.sales.net) / along.income[:, None, :, None]
    price = path.values(lambda s: s.prices.good) - path.income[:, None, :, None]
    more = path.slope(net) - net * path.slope(price)
    tax = nothing if shocks.purchase_tax is None else (path.values(_tax_rate) * more).sum(axis=(1, 3))
    carbon = nothing if shocks.fuel_carbon is None else (path.values(_fuel_rate) * more).sum(axis=(1, 3))
    return {"purchase taxes": tax, "carbon on fuels": carbon}


def _tax_rate(state: State) -> Array:
    return np.asarray(state.problem.shocks.purchase_tax)


def _fuel_rate(state: State) -> Array:
    """Return carbon charges per unit of what goods cost landed [k, n, u]; (S, R, S + 1)."""
    charge = np.asarray(state.problem.shocks.fuel_carbon)
    return np.asarray(state.prices.level * charge * np.exp(-state.prices.good))


def _on_charges(along: PathValues) -> dict[str, Array]:
    """Return what comes of charges per unit at the border and on final sales."""
    path, shocks = along.path, along.path.last.shocks
    nothing = np.zeros_like(along.income)
    if shocks.border_charge is None and shocks.embodied_charge is None:
        return {"border charges": nothing, "embodied charges": nothing}
    pairs = [compute_shipments(state) for state in path.states]
    others, final = (path.slope(np.stack(part)) for part in zip(*pairs, strict=True))
    border = nothing if shocks.border_charge is None else _charge(along, "border_charge", others + final)
    embodied = nothing if shocks.embodied_charge is None else _charge(along, "embodied_charge", final)
    return {"border charges": border, "embodied charges": embodied}


def _charge(along: PathValues, name: str, more: Array) -> Array:
    rate = along.path.values(lambda s: s.prices.level * getattr(s.problem.shocks, name))
    return np.asarray((rate * more).sum(axis=(1, 3)) / along.income)


def _on_factors(along: PathValues) -> dict[str, Array]:
    """Return what comes of taxes on labour, capital and land, as these move between industries that pay other rates."""
    path, shocks = along.path, along.path.last.shocks
    found = np.zeros_like(along.income)
    if shocks.labour_tax is None and shocks.capital_tax is None and shocks.land_tax is None:
        return {"factor taxes": found}
    unit = path.income[:, :, None]
    paid = path.values(lambda s: s.sales.value_added) / along.income[:, :, None]
    more = path.slope(paid)
    for part, tax, earned in zip(*_factor_parts(path), strict=True):
        price = path.slope(earned + np.log(tax) - unit)
        found += (part * (1.0 - 1.0 / tax) * (more - paid * price)).sum(axis=2)
    return {"factor taxes": found}


def _factor_parts(path: ShockPath) -> tuple[list[Array], list[Array], list[Array]]:
    """Return parts of value added, 1 + tax rates and log prices of labour, other capital, land and natural resources.

    (T, R, S) each; what resources earn is taxed as what other capital and land of their industry do.
    """
    p = path.last
    beta, land = p.benchmark.labour_share, p.land_share
    taxes = [path.values(partial(_factor_tax, which=k)) for k in range(3)]
    wage = path.values(lambda s: s.at.w[:, None])
    rent = path.logs(_rent)
    moving = (1.0 - beta) * p.moving_share
    parts, prices = [beta, moving * (1.0 - land), moving * land], [wage, rent, rent]
    if p.resource_share is not None:
        parts.append((1.0 - beta) * p.resource_share)
        taxes.append(path.values(lambda s: 1.0 / s.problem.capital_after_tax_share))
        prices.append(path.logs(_resource_rent))
    return parts, taxes, prices


def _factor_tax(state: State, which: int) -> Array:
    return state.problem.factor_taxes[which]


def _rent(state: State) -> Array:
    """Return the log change of what a unit of capital earns; (R, S)."""
    p, at = state.problem, state.at
    if at.r is not None:
        return np.broadcast_to(at.r[:, None], at.v.shape).copy()
    supply = p.shocks.capital
    return np.asarray(at.v + np.log(p.capital_after_tax_share) - (0.0 if supply is None else supply))


def _resource_rent(state: State) -> Array:
    """Return the log change of what a unit of a natural resource earns; (R, S)."""
    stock = state.problem.shocks.resource
    return np.asarray(state.at.v + np.log(state.problem.capital_after_tax_share) - (0.0 if stock is None else stock))


@dataclass(frozen=True, eq=False)
class PathValues:
    """Values that several causes need at each point of a path, with prices; a region's are in units of its own income.

    Parameters
    ----------
    path : ShockPath
        Equilibria on the way.
    """

    path: ShockPath

    @cached_property
    def income(self) -> Array:
        """Income of each region; (T, R)."""
        return np.asarray(self.path.last.benchmark.final * np.exp(self.path.income))

    @cached_property
    def purchase_flows(self) -> BorderTrade:
        """Purchases of regions from each other, in units of buyers."""
        return self._flows(lambda by_region: by_region[:, None, :, None])

    @cached_property
    def sales_flows(self) -> BorderTrade:
        """Sales of regions to each other, in units of sellers."""
        return self._flows(lambda by_region: by_region[:, None, None, :])

    def _flows(self, spread: Callable[[Array], Array]) -> BorderTrade:
        value = self._border / spread(self.income)
        price = self.path.slope(self._border_price - spread(self.path.income))
        return BorderTrade(value, price, self.path.slope(value) - value * price)

    @cached_property
    def _border(self) -> Array:
        return self.path.values(lambda s: s.sales.border)

    @cached_property
    def _border_price(self) -> Array:
        rebate = self.path.values(lambda s: np.log1p(-s.problem.rebate))
        return self.path.logs(lambda s: s.at.q).transpose(0, 2, 1)[:, :, None, :] + rebate

    @cached_property
    def varieties(self) -> Array:
        """What more varieties take off the log price of an industry's goods; (T, R, S)."""
        delta = self.path.last.elasticities.delta
        if not self.path.last.has_scale:
            return np.zeros((self.path.times.size, self.path.last.benchmark.R, delta.shape[-1]))
        return np.asarray(delta * self.path.slope(self.path.logs(_varieties)))

    @cached_property
    def cost(self) -> Array:
        """Payments of industries to value added and inputs; (T, R, S)."""
        return self.path.values(lambda s: s.sales.cost) / self.income[:, :, None]

    @cached_property
    def output_change(self) -> Array:
        """Value of the change of output at unit cost; (T, R, S)."""
        unit = self.path.logs(_unit_cost) - self.path.income[:, :, None]
        return np.asarray(self.path.slope(self.cost) - self.cost * self.path.slope(unit))


@dataclass(frozen=True, eq=False)
class BorderTrade:
    """Trade at the border of the seller [k, n, i]; (T, S, R, R) each.

    Parameters
    ----------
    value : array
        At border prices.
    price : array
        Change of the log price, rebates taken off.
    shipped : array
        Value of the change of what is shipped.
    """

    value: Array
    price: Array
    shipped: Array


def rates(path: ShockPath) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the change of log real income at each point, by cause, and its part from wedges by instrument.

    Returns
    -------
    causes, by_instrument : dict of (T, R) array
        The second adds up to the cause of other distortions.
    """
    along = PathValues(path)
    by_instrument = wedges(along)
    terms, transfers = terms_of_trade(along)
    causes = {
        "terms of trade": terms,
        "trade volume": trade_volume(along),
        "other wedges": np.asarray(sum(by_instrument.values())),
        "technology": technology(along),
        "trade cost": delivery(path) / along.income,
        "factor supply": factor_supply(path) / along.income,
        "relocation and variety": relocation(along),
        "transfers": transfers,
        "taste": taste(along),
    }
    return causes, by_instrument


def terms_of_trade(along: PathValues) -> tuple[Array, Array]:
    """Return what prices of exports against those of imports bring, and what a deficit adds; (T, R) each.

    Notes
    -----
    Prices are those at producers' cost: what more varieties take off a price is no loss of who sells them. With exports
    E and imports M at the border, ToT = Σ E dln p − Σ M dln p, prices in units of world value added, which deficits are
    tied to. So what one region gains another loses.
    """
    sold, bought = _abroad(along.sales_flows.value), _abroad(along.purchase_flows.value)
    saved = along.varieties.transpose(0, 2, 1)[:, :, None, :]
    dearer_sold = (sold * (along.sales_flows.price + saved)).sum(axis=(1, 2))
    dearer_bought = (bought * (along.purchase_flows.price + saved)).sum(axis=(1, 3))
    deficit = bought.sum(axis=(1, 3)) - sold.sum(axis=(1, 2))
    unit = along.path.slope(along.path.income)
    return dearer_sold - dearer_bought - deficit * unit, along.path.slope(deficit) + deficit * unit


def trade_volume(along: PathValues) -> Array:
    """Return what more trade behind tariffs brings: tariff × change of what is shipped; (T, R)."""
    rate = along.path.values(lambda s: s.problem.tariff)
    return np.asarray((rate * along.purchase_flows.shipped).sum(axis=(1, 3)))


def technology(along: PathValues) -> Array:
    """Return what higher productivity and other recipes save; (T, R)."""
    shocks = along.path.last.shocks
    found = np.zeros_like(along.income)
    if shocks.productivity is not None:
        found += along.path.speed[:, None] * (along.cost * shocks.productivity).sum(axis=2)
    return found if shocks.mix is None else found - _recipes(along)


def factor_supply(path: ShockPath) -> Array:
    """Return what more labour, capital and natural resources earn; (T, R)."""
    found = path.values(lambda s: s.labour) * path.slope(path.values(lambda s: s.labour_supply))
    last, earned = path.last, path.values(lambda s: s.capital)
    if last.resource_share is not None and last.shocks.resource is not None:
        found = found + path.speed[:, None] * (earned * last.resource_share * last.shocks.resource).sum(axis=2)
    given = last.shocks.capital
    if given is None:
        return np.asarray(found)
    if not last.elasticities.mobile:
        return np.asarray(found + path.speed[:, None] * (earned * given).sum(axis=2))
    supply = path.values(lambda s: np.log((s.problem.capital_income * s.problem.moving_share).sum(axis=1)))
    return np.asarray(found + (earned * last.moving_share).sum(axis=2) * path.slope(supply))


def relocation(along: PathValues) -> Array:
    """Return what more varieties bring, made at home for use at home or abroad, and what larger markets do; (T, R).

    An industry's varieties save its buyers what they take off its price: those of exports are counted where they go.
    """
    problem = along.path.last
    found = np.zeros_like(along.income)
    if problem.has_scale:
        saved = along.varieties.transpose(0, 2, 1)[:, :, None, :]
        made = (along.cost * along.varieties).sum(axis=2)
        sold = (_abroad(along.sales_flows.value) * saved).sum(axis=(1, 2))
        found += made - sold + (_abroad(along.purchase_flows.value) * saved).sum(axis=(1, 3))
    return found + selection(along.path) / along.income if problem.has_selection else found


def selection(path: ShockPath) -> Array:
    """Return what is saved as more varieties are sold in markets that are larger in real terms; (T, R).

    Notes
    -----
    Σ_k η (E dln E − Σ x dln p), E being what is spent on a good landed, x its parts by origin and p their prices before
    trade costs: the number of varieties sold follows the size of the market over what it takes to enter.
    """
    flows = [landed_flows(state) for state in path.states]
    value, price = (np.stack([f[k] for f in flows]) for k in (0, 1))
    larger = path.slope(value.sum(axis=(-1, -4)))  # E dln E is dE
    dearer = (value * path.slope(price)).sum(axis=(-1, -4))
    eta = path.last.elasticities.eta[:, None]
    return np.asarray((eta * (larger - dearer)).sum(axis=1))


def taste(along: PathValues) -> Array:
    """Return what other weights in final demand do to the price of it; (T, R)."""
    path, shocks = along.path, along.path.last.shocks
    found = np.zeros_like(along.income)
    if shocks.taste is not None:
        weight = path.slope(path.values(lambda s: s.problem.final_shares))
        found -= (weight * path.values(_final_leverage)).sum(axis=1)
    if shocks.origin_taste is not None:
        tilted = path.slope(path.values(lambda s: tilt(s.problem)))
        found += (tilted * path.values(_origin_leverage)).sum(axis=(1, 3)) / along.income
    return found


# ---- pieces
def _abroad(flows: Array) -> Array:
    return np.asarray(flows * (1.0 - np.eye(flows.shape[-1])))


def _unit_cost(state: State) -> Array:
    """Return the log change of what a unit costs producers, with what more varieties take off; (R, S)."""
    gained, cost = state.problem.shocks.productivity, state.prices.cost
    cost = cost if gained is None else cost - gained
    made = state.prices.varieties
    return np.asarray(cost if made is None else cost - state.problem.elasticities.delta * made)


def _varieties(state: State) -> Array:
    assert state.prices.varieties is not None
    return state.prices.varieties


def _leverage(price: Array, bundle: Array, sigma: float) -> Array:
    """Return the derivative of a bundle's log price by the benchmark share of what has a log price."""
    e = 1.0 - sigma
    return price if abs(e) < COBB_DOUGLAS else np.asarray(np.expm1(e * price) / e * np.exp(-e * bundle))


def _final_leverage(state: State) -> Array:
    return _leverage(state.prices.prices_by_user[:, :, -1], state.prices.final, state.problem.elasticities.sigma_f)


def _origin_leverage(state: State) -> Array:
    """Return what a heavier weight of an origin saves final users, whose price of a good falls with it; (S, R, R)."""
    p = state.problem
    shares = p.benchmark.shares[..., -1]
    cost = p.shocks.trade_cost
    if cost is not None and cost.ndim == 4:
        shares = shares * np.exp(-p.iceberg * cost[..., -1])
    return compute_final_spending(state, shares) / p.iceberg


def _recipes(along: PathValues) -> Array:
    """Return what other shares of inputs and value added cost; (T, R)."""
    path = along.path
    own = path.slope(path.values(lambda s: s.problem.value_added_share)) * path.values(_own_leverage)
    goods = path.slope(path.values(lambda s: s.problem.input_shares)) * path.values(_input_leverage)
    inputs = path.values(lambda s: s.sales.spend[:, :, :-1].sum(axis=0)) / along.income[:, :, None]
    return np.asarray((along.cost * own).sum(axis=2) + (inputs * goods.sum(axis=1)).sum(axis=2))


def _own_leverage(state: State) -> Array:
    prices, sigma = state.prices, state.problem.elasticities.sigma_v
    of_own, of_inputs = (_leverage(x, prices.cost, sigma) for x in (prices.value_added, prices.inputs))
    return np.asarray(of_own - of_inputs)


def _input_leverage(state: State) -> Array:
    return _leverage(state.prices.prices_by_user[:, :, :-1], state.prices.inputs, state.problem.elasticities.sigma)
