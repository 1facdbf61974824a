"""The first pass: prices that costs lead to at a trial of the unknowns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.benchmark import meet_shares
from newind.equilibrium.nests import ces, ces_pair
from newind.equilibrium.problem import widen
from newind.equilibrium.users import find_purchases
from newind.kernels.arrays import join_last, namespace

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem, Unknowns
    from newind.equilibrium.system import State
    from newind.equilibrium.users import FinalPurchases
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class ArrivalPrices:
    """Prices of goods where they arrive.

    Parameters
    ----------
    weight : (S, R, R) array
        Landed price to the power of minus the trade elasticity [k, n, i]; 0 where cut off.
    price : (S, R, R) array or None
        Landed price before trade costs, where a charge per unit is in it.
    """

    weight: Array
    price: Array | None


@dataclass(frozen=True, eq=False)
class Prices:
    """Log changes of prices at a trial, and the shares that follow.

    Parameters
    ----------
    level : float
        World value added against the benchmark.
    landed, final_landed : ArrivalPrices
        What goods cost industries and final users; the same but for charges on embodied carbon.
    sum : (S, R, S + 1 or 1) array
        Benchmark shares times weights, added over origins; 1 where nothing is bought that anybody delivers.
    good : (S, R, S + 1 or 1) array
        Price of a good [k, n, u] before what users pay on top; infinite without suppliers.
    user : (S, R, S + 1 or 1) array
        What a user pays for it, with one column where all users pay the same.
    kept : (S, R, S + 1 or 1) array or None
        Of it, the share that goods cost landed, before taxes and carbon charges; None where there are none.
    inputs : (R, S) array
        Price of an industry's inputs.
    final : (R,) array
        Price of final demand.
    value_added : (R, S) array
        Price of value added.
    cost : (R, S) array
        Price of the bundle that an industry produces with, before the change of productivity is counted.
    varieties : (R, S) array or None
        Log change of the number of varieties; None without economies of scale.
    border : (R, S) array
        What producers receive for a unit, mark-up and carbon charges included.
    carbon : (R, S) array or None
        Charges on output in shares of cost.
    input_shares, final_shares : (S, R, S) and (S, R) arrays
        Shares of goods in inputs and in final demand.
    value_added_share : (R, S) array
        Share of value added in cost.
    origins : (S, R, R) array or None
        Weights of origins for all final users together [k, n, i], where each has its own.
    apart : UsersApart or None
        What final users buy, where they are apart and that was kept.
    """

    level: Any
    landed: ArrivalPrices
    final_landed: ArrivalPrices
    sum: Array
    good: Array
    user: Array
    kept: Array | None
    inputs: Array
    final: Array
    value_added: Array
    cost: Array
    varieties: Array | None
    border: Array
    carbon: Array | None
    input_shares: Array
    final_shares: Array
    value_added_share: Array
    origins: Array | None = None
    apart: UsersApart | None = None

    @property
    def weight(self) -> Array:
        """Landed price to the power of minus the trade elasticity [k, n, i]; (S, R, R)."""
        return self.landed.weight

    @property
    def final_weight(self) -> Array | None:
        """The same for final users; None where it is the same."""
        return None if self.final_landed is self.landed else self.final_landed.weight

    def final_origins(self, p: Problem) -> Array:
        """Return the weights of origins for final users [k, n, i]; (S, R, R)."""
        return p.final_origins if self.origins is None else self.origins

    @cached_property
    def prices_by_user(self) -> Array:
        """Price of a good to a user [k, n, u]; (S, R, S + 1)."""
        return np.broadcast_to(self.user, (*self.user.shape[:-1], self.user.shape[-3] + 1))


def find_prices(p: Problem, at: Unknowns) -> Prices:
    """Find the prices that costs lead to."""
    e = p.elasticities
    level = world_level(p, at)
    landed, final_landed = find_landed_prices(p, at, level)
    total = over_origins(p, landed, final_landed)
    good = price_of_goods(p, at, total)
    user, kept = what_users_pay(p, good, level)
    inputs, input_shares = ces(p.input_shares, user if user.shape[-1] == 1 else user[..., :-1], widen(e.sigma, 3), -3)
    apart = None if p.users is None else find_apart(p, at, user[..., -1], final_landed, level)
    if apart is None:
        final, final_shares = ces(p.final_shares, user[..., -1], widen(e.sigma_f, 2), -2)
    else:
        final, final_shares = apart.bought.price, apart.bought.shares
        if apart.together is not None:
            all_of = apart.together
            total, good = join_last(total[..., :-1], all_of.sum), join_last(good[..., :-1], all_of.good)
            user = good if kept is None else join_last(user[..., :-1], all_of.user)
            kept = None if kept is None or all_of.kept is None else join_last(kept[..., :-1], all_of.kept)
    value_added = price_of_value_added(p, at)
    cost, own = ces_pair(p.value_added_share, value_added, inputs, widen(e.sigma_v, 2))
    unit = price_of_bundle(p, at, cost)
    varieties = count_varieties(p, at, value_added, unit, own)
    border, carbon = price_of_output(p, unit, varieties, level)
    return Prices(
        level,
        landed,
        final_landed,
        total,
        good,
        user,
        kept,
        inputs,
        final,
        value_added,
        cost,
        varieties,
        border,
        carbon,
        input_shares,
        final_shares,
        own,
        None if apart is None or apart.together is None else apart.together.origins,
        apart,
    )


@dataclass(frozen=True, eq=False)
class CombinedUsers:
    """What stands for all final users together where each has origins of its own; as of `Prices`, (S, R) each.

    Parameters
    ----------
    origins : (S, R, R) array
        Weights of origins that lead to what all of them buy [k, n, i].
    sum, good, user, kept : (S, R) array
        The last is None without taxes and charges.
    per : (S, R, 3) array
        Final spending over sums of weights [k, n, f]: times the user's share of an origin, what is bought of it.
    """

    origins: Array
    sum: Array
    good: Array
    user: Array
    kept: Array | None
    per: Array


@dataclass(frozen=True, eq=False)
class UsersApart:
    """What households, governments and investors buy; together where each has origins of its own."""

    bought: FinalPurchases
    together: CombinedUsers | None = None


def find_apart(p: Problem, at: Unknowns, price: Array, landed: ArrivalPrices, level: Any) -> UsersApart:
    """Return what final users buy who are apart, from log changes of prices (S, R) where they pay the same."""
    origins, xp = p.origins_by_user, namespace(price)
    if origins is None:
        return UsersApart(find_purchases(p, at.income, price[..., None, :, :]))
    total = meet_shares(landed.weight, origins)
    total = total if p.unwanted is None else total + p.unwanted
    paid, kept = what_users_pay(p, price_of_goods(p, at, total), level, final=True)
    bought = find_purchases(p, at.income, xp.moveaxis(paid, -1, -3))
    spent = xp.moveaxis(bought.spending, -3, -1)
    net = spent if kept is None else spent * kept
    per = net / total
    whole, volume = bought.shares if kept is None else xp.sum(net, axis=-1), xp.vecdot(spent, xp.exp(-paid))
    some, sum_ = whole > 0, xp.sum(per, axis=-1)
    together = xp.where(some, whole, 1.0) / xp.where(some, sum_, 1.0)
    weights = meet_shares(per / xp.where(some, sum_, 1.0)[..., None], p.users_by_origin)
    user = xp.log(xp.where(some, bought.shares, 1.0) / xp.where(some, volume, 1.0))
    if kept is None:
        return UsersApart(bought, CombinedUsers(weights, together, user, user, None, per))
    good = price_of_goods(p, at, together[..., None])[..., 0]
    left = xp.where(some, whole / xp.where(some, bought.shares, 1.0), 1.0)
    return UsersApart(bought, CombinedUsers(weights, together, good, user, left, per))


def world_level(p: Problem, at: Unknowns) -> Any:
    """Return world value added against the benchmark, the numeraire; one number, or one a problem."""
    xp = namespace(at.v)
    return xp.sum(p.value_added * xp.exp(at.v), axis=(-2, -1)) / xp.sum(p.benchmark.value_added)


def find_landed_prices(p: Problem, at: Unknowns, level: Any) -> tuple[ArrivalPrices, ArrivalPrices]:
    """Return what goods cost industries and final users; one object where it is the same."""
    border, embodied, level = p.shocks.border_charge, p.shocks.embodied_charge, widen(level, 3)
    landed = compute_landed_price(p, at, None if border is None else level * border)
    if embodied is None:
        return landed, landed
    return landed, compute_landed_price(p, at, level * (embodied if border is None else border + embodied))


def compute_landed_price(p: Problem, at: Unknowns, charge: Array | None) -> ArrivalPrices:
    """Return what goods cost with a charge per unit [k, n, i]."""
    xp = namespace(at.q)
    q = xp.matrix_transpose(at.q)
    if charge is None:
        return ArrivalPrices(p.delivery_weight * xp.exp(-p.theta[..., 0] * q)[..., None, :], None)
    price = p.delivery * xp.exp(q)[..., None, :] + charge
    weight = xp.exp(-p.theta * xp.log(price))
    return ArrivalPrices(weight if p.trade_cost_weight is None else weight * p.trade_cost_weight, price)


def over_origins(p: Problem, landed: ArrivalPrices, final_landed: ArrivalPrices) -> Array:
    """Return benchmark shares times weights, added over origins; (S, R, S + 1 or 1)."""
    total = meet_shares(landed.weight, p.user_shares)
    if final_landed is not landed or p.shocks.origin_taste is not None:
        final = namespace(total).vecdot(final_landed.weight, p.final_origins)
        total = join_last(total[..., :-1], final)
    return total if p.undelivered is None else total + p.undelivered


def price_of_goods(p: Problem, at: Unknowns, total: Array) -> Array:
    """Return log changes of prices of goods: 0 where nothing is bought, infinite where nobody delivers.

    More varieties are sold in a larger market, so that the price falls with what all its users spend on the good.
    """
    with np.errstate(divide="ignore"):
        price = namespace(total).log(total) / -p.iceberg
    return price if at.market is None else price - p.elasticities.eta[..., None, None] * at.market[..., None]


def what_users_pay(p: Problem, good: Array, level: Any, *, final: bool = False) -> tuple[Array, Array | None]:
    """Return log changes of what users pay for goods, and the share of it that these cost landed.

    Both (S, R, S + 1 or 1), or a column for each final user where `final`; taxes and carbon charges are included, and
    the share is None where there are none.
    """
    xp, tax, carbon = namespace(good), p.shocks.purchase_tax, p.shocks.fuel_carbon
    if final:
        tax, carbon = (None if one is None else one[..., -1:] for one in (tax, carbon))
    if carbon is None:
        return (good, None) if tax is None else (good + xp.log1p(tax), 1.0 / (1.0 + tax))
    landed = xp.exp(good)
    paid = (landed if tax is None else landed * (1.0 + tax)) + widen(level, 3) * carbon
    return xp.log(paid), landed / paid


def price_of_value_added(p: Problem, at: Unknowns) -> Array:
    """Return log changes of the price of value added; (R, S).

    A natural resource earns its part of what the industry pays for capital, so that its price is that payment over its
    stock, which `Problem.factor_price` counts.
    """
    beta, part = p.benchmark.labour_share, p.resource_share
    if at.r is None:
        capital = at.v
    else:
        capital = at.r[..., None] if part is None else (1.0 - part) * at.r[..., None] + part * at.v
    return p.factor_price + beta * at.w[..., None] + (1.0 - beta) * capital


def price_of_bundle(p: Problem, at: Unknowns, cost: Array) -> Array:
    """Return log changes of what it costs to produce a unit of a variety, at the productivity of then; (R, S)."""
    unit = cost if p.shocks.productivity is None else cost - p.shocks.productivity
    return unit if at.gain is None else unit - at.gain[..., None]


def count_varieties(p: Problem, at: Unknowns, value_added: Array, unit: Array, own: Array) -> Array | None:
    """Return log changes of numbers of varieties: payments of an industry over the price of entry; (R, S).

    None without economies of scale. Entry uses value added, the bundle, or both, as `chi` says.
    """
    if not p.has_scale:
        return None
    xp, chi = namespace(at.v), widen(p.elasticities.chi, 2)
    paid = at.v - xp.log(xp.where(p.active, own / p.benchmark.value_added_share, 1.0))
    return paid - chi * value_added - (1.0 - chi) * unit


def price_of_output(p: Problem, unit: Array, varieties: Array | None, level: Any) -> tuple[Array, Array | None]:
    """Return log changes of what producers must receive for a unit, and carbon charges in shares of cost; (R, S)."""
    if varieties is not None:
        unit = unit - p.elasticities.delta[..., None, :] * varieties
    price = unit + p.markup_change
    if p.shocks.process_carbon is None:
        return price, None
    xp = namespace(price)
    carbon = widen(level, 2) * p.shocks.process_carbon * p.benchmark.markup * xp.exp(-unit)
    return price + xp.log1p(carbon), carbon


def find_state_apart(state: State) -> UsersApart:
    """Return what final users buy in a state, where they are apart."""
    p, prices = state.problem, state.prices
    if prices.apart is not None:
        return prices.apart
    return find_apart(p, state.at, prices.user[..., -1], prices.final_landed, prices.level)
