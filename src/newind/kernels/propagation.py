"""Day by day: how a shortage travels along supply chains when inventories buffer it and nothing else gives way.

The adaptive regional input-output model with inventories. Prices and recipes are fixed and nobody finds a supplier that
is new to him: industries hold stocks of each input, order what they use and what their stocks lack, produce what is
asked of them as far as capacity and stocks allow, and ration buyers in proportion to what they ordered.

Everything is computed as a difference from usual times, so that an economy that nothing happens to stays where it is to
the last bit, and small shocks lose no digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.memory import keep_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.typing import Array, BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Network:
    """Who sells what to whom in usual times.

    Parameters
    ----------
    Z : (S, R, n) array, >= 0, money in any span of time
        Flows by product, supplying region and using industry (n = R S, region-major).
    Y : (S, R, Q) array, >= 0, same unit
        Final demand by product, supplying region and buying region.
    """

    Z: Array
    Y: Array

    @cached_property
    def inputs(self) -> Array:
        """Use of each product by each industry, from anywhere; (S, n)."""
        return np.asarray(self.Z.sum(axis=1))

    @cached_property
    def intermediate_sales(self) -> Array:
        """Sales of each industry to industries; (S, R)."""
        return np.asarray(self.Z.sum(axis=2))

    @cached_property
    def output(self) -> Array:
        """Output of each product by region; (S, R)."""
        return np.asarray(self.intermediate_sales + self.Y.sum(axis=2))

    @cached_property
    def unit(self) -> Array:
        """Use of each product by each industry, 1 where it uses none: a divisor; (S, n)."""
        return np.where(self.inputs > 0, self.inputs, 1.0)


def network(Z4: Array, Y3: Array) -> Network:
    """Arrange flows by product.

    Parameters
    ----------
    Z4 : (R, S, R, S) array, >= 0
    Y3 : (R, S, R) array, >= 0

    Returns
    -------
    Network
    """
    R, S = Z4.shape[:2]
    Z = np.ascontiguousarray(Z4.reshape(R, S, R * S).transpose(1, 0, 2))
    return Network(Z, np.ascontiguousarray(Y3.transpose(1, 0, 2)))


@dataclass(frozen=True, eq=False)
class InventoryRules:
    """How industries hold stocks, and how fast they react.

    Parameters
    ----------
    stock : float or (S,) array, days of usual use, > 0
        Stock that industries aim at of each product, at least a step's use; infinite for products that never limit.
    restoration : float or (S,) array, days, >= 1
        Days in which a gap in stock is to be closed.
    threshold : float in [0, 1] or array that broadcasts to (S, n)
        Production is reduced when a stock falls below this share of its target (psi): it stands for firms within an
        industry that run out before the average does. At least a step's use is kept, so that no stock turns negative.
    capacity : float, >= 1
        Largest production relative to usual capacity that industries can work up to.
    capacity_days : float, days
        Days in which extra capacity is built up and given up.
    reorder : bool
        Whether orders go where capacity is (and past blocked suppliers); else each buyer keeps the usual split.
    material : float in [0, 1)
        Inputs below this share of a user's output never limit it.
    step : float, days
        Length of a step: 1 for days, 7 for weeks.
    """

    stock: float | Array = 90.0
    restoration: float | Array = 60.0
    threshold: float | Array = 0.8
    capacity: float = 1.25
    capacity_days: float = 365.0
    reorder: bool = False
    material: float = 1e-5
    step: float = 1.0


@dataclass(frozen=True, eq=False)
class Disruption:
    """Disruption of production, and on which days how much of it.

    Parameters
    ----------
    path : (T,) array in [0, 1]
        How much of the disruption holds in each step.
    lost : (n,) array in [0, 1]
        Share of capacity that each industry loses where the path is 1.
    inputs : (n, n) array in [0, 1], or None
        Share of each flow between industries that does not pass where the path is 1.
    final : (n, Q) array in [0, 1], or None
        The same for sales to final users.
    """

    path: Array
    lost: Array
    inputs: Array | None = None
    final: Array | None = None


@dataclass(frozen=True, eq=False)
class DailyNetwork:
    """The network of a day: flows that can pass, what is missing of them, and capacity.

    Parameters
    ----------
    Z, Y : arrays as of `Network`
    unsold, unwanted : (S, R) arrays
        What cannot pass to industries and to final users, by supplier.
    unbought : (S, n) array
        What cannot pass, by user.
    whole : (S, R) array in [0, 1]
        Share of usual capacity that is left.
    held : (3, m) array, or None
        Of what is held, where each product has one supplier: `Z`, `unbought`, and what is used in usual times.
    """

    Z: Array
    Y: Array
    unsold: Array
    unwanted: Array
    unbought: Array
    whole: Array
    held: Array | None


@dataclass(frozen=True, eq=False)
class InventoryTargets:
    """Targets that rules mean for each input that a user holds, as it can limit him; (m,) each, users one by one.

    Parameters
    ----------
    products, users : int arrays
        Of each stock.
    target : array, steps of usual use
        Stock aimed at, and held at first.
    floor : array, >= 1
        Stock below which production is reduced.
    pace : array
        Share of a gap that is ordered each step.
    """

    products: IntArray
    users: IntArray
    target: Array
    floor: Array
    pace: Array

    @cached_property
    def firsts(self) -> IntArray:
        """Where the stocks of each user who holds any begin."""
        return np.flatnonzero(np.diff(self.users, prepend=-1))

    def least(self, values: Array, n: int) -> Array:
        """Return the smallest value of each user's stocks, infinite where he holds none; (n,)."""
        found = np.full(n, np.inf)
        if self.firsts.size:
            found[self.users[self.firsts]] = np.minimum.reduceat(values, self.firsts)
        return found

    def first_product(self, chosen: BoolArray, n: int) -> IntArray:
        """Return the first product of each user's stocks that are chosen, -1 where none is; (n,)."""
        found = np.full(n, NONE)
        found[self.users[chosen][::-1]] = self.products[chosen][::-1]
        return found

    def take(self, values: Array) -> Array:
        """Return figures (S, n) of what is held."""
        return np.asarray(values[self.products, self.users])


@dataclass(frozen=True, eq=False)
class DayState:
    """State that a day hands to the next one.

    Parameters
    ----------
    stock : (m,) array, steps of usual use
        What is held, as in `InventoryTargets`.
    order : (m,) array
        What is ordered of each of these inputs, relative to its usual use; of others what was used, `made`.
    weight : (S, R) array
        Relative weight of each supplier in orders.
    extra : (S, R) array, >= 1
        Capacity worked up to, relative to what is usual.
    made : (S, R) array
        Production, relative to what is usual.
    """

    stock: Array
    order: Array
    weight: Array
    extra: Array
    made: Array


@dataclass(frozen=True, eq=False)
class DayResult:
    """Results of a day.

    Parameters
    ----------
    made : (S, R) array
        Production relative to what is usual; 1 where there is none in usual times.
    arrived : (m,) array
        What arrives of each input that is held, relative to its usual use.
    bought : (S, Q) array, unit of the network
        What final users get of each product.
    limiting : (n,) int array
        Input that limits each industry, -1 where demand or capacity does.
    """

    made: Array
    arrived: Array
    bought: Array
    limiting: IntArray


@dataclass(frozen=True, eq=False)
class ProductionCourse:
    """Results of all days.

    Parameters
    ----------
    made : (T, n) array
        Production relative to what is usual.
    bought : (T, Q) array, unit of the network
        What final users of each region get.
    limiting : (T, n) int array
        Input that limits each industry, -1 where none does.
    stock : (T, n) array in [0, inf]
        Smallest stock of an industry relative to its target, among the inputs that can limit it; NaN where none can.
    """

    made: Array
    bought: Array
    limiting: IntArray
    stock: Array = field(repr=False)


def holdings(net: Network, rules: InventoryRules) -> InventoryTargets:
    """Return the stocks that rules ask for."""
    S, n = net.inputs.shape
    wanted = np.maximum(_by_product(rules.stock, S) / rules.step, 1.0)
    use = net.inputs > rules.material * net.output.T.ravel()
    users, products = np.nonzero((use & np.isfinite(wanted) & (net.inputs > 0)).T)
    target = wanted[products, 0]
    floor = np.maximum(np.broadcast_to(rules.threshold, (S, n))[products, users] * target, 1.0)
    pace = np.minimum(rules.step / _by_product(rules.restoration, S), 1.0)[products, 0]
    return InventoryTargets(products, users, target, floor, pace)


def _by_product(value: float | Array, S: int) -> Array:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (S,))[:, None]


def usual(net: Network, held: InventoryTargets) -> DayState:
    """Return the state in which nothing has happened."""
    shape = net.output.shape
    return DayState(held.target, np.ones_like(held.target), np.ones(shape), np.ones(shape), np.ones(shape))


def today(net: Network, held: InventoryTargets, disruption: Disruption, share: float) -> DailyNetwork:
    """Return the network when a share of a disruption holds."""
    S, R, n = net.Z.shape
    Z_out = _missing(net.Z, disruption.inputs, share)
    Y_out = _missing(net.Y, disruption.final, share)
    whole = 1.0 - share * disruption.lost.reshape(R, S).T
    none, Z = np.zeros((S, R)), net.Z if Z_out is None else net.Z - Z_out
    unbought = np.zeros((S, n)) if Z_out is None else Z_out.sum(axis=1)
    return DailyNetwork(
        Z=Z,
        Y=net.Y if Y_out is None else net.Y - Y_out,
        unsold=none if Z_out is None else Z_out.sum(axis=2),
        unwanted=none if Y_out is None else Y_out.sum(axis=2),
        unbought=unbought,
        whole=whole,
        held=np.array([held.take(a) for a in (Z[:, 0], unbought, net.unit)]) if R == 1 else None,
    )


def _missing(flows: Array, cut: Array | None, share: float) -> Array | None:
    """Return what of flows cannot pass, None where all can."""
    if cut is None or share == 0:
        return None
    S, R = flows.shape[:2]
    return np.asarray(share * flows * cut.reshape(R, S, -1).transpose(1, 0, 2))


NOTHING = 1e-9
"""Share of an input's usual suppliers below which nobody is left to order from."""
CALM = 1e-6
"""Unmet share of demand below which extra capacity is given up again."""
NONE = -1
"""Stands for the input that limits an industry where none does."""


def advance(
    net: Network, rules: InventoryRules, held: InventoryTargets, now: DailyNetwork, state: DayState
) -> tuple[DayState, DayResult]:
    """Let a day pass.

    Orders of the day before and final demand reach the suppliers; capacity is worked up where demand exceeds what was
    made the day before; industries make what is asked, within capacity and stocks; buyers get the same share of what
    they ordered; stocks change; what was used and a part of what stocks lack is ordered for the next day.

    Parameters
    ----------
    net : Network
    rules : InventoryRules
    held : InventoryTargets
    now : DailyNetwork
    state : DayState

    Returns
    -------
    tuple of DayState and DayResult

    References
    ----------
    Hallegatte (2008), Risk Analysis 28(3), 779. Hallegatte (2014), Risk Analysis 34(1), 152. Guan et al. (2020), Nature
    Human Behaviour 4, 577.
    """
    order, beyond = _order(net, rules, held, now, state)
    asked = _relative_demand(net, now, state.weight, beyond)
    extra = _extra(rules, state, asked)
    wanted = np.minimum(asked, extra * now.whole)
    limits = state.stock / held.floor
    least = held.least(limits, net.inputs.shape[1])
    made = np.minimum(wanted, least.reshape(net.output.shape[::-1]).T)
    served = np.divide(made, asked, out=np.ones_like(made), where=asked > 0)
    arrived = order * _held_coverage(net, held, now, state.weight * served)
    k = made.T.ravel()
    used = k[held.users]
    stock = state.stock + (arrived - used)
    gap = np.maximum(held.target * wanted.T.ravel()[held.users] - stock, 0.0)
    weight = extra * now.whole if rules.reorder else state.weight
    short = (made < wanted).T.ravel()
    limiting = np.where(short, held.first_product(limits == least[held.users], k.size), NONE)
    day = DayResult(made, arrived, np.einsum("sr,srq->sq", served, now.Y), limiting)
    return DayState(stock, used + held.pace * gap, weight, extra, made), day


def _order(
    net: Network, rules: InventoryRules, held: InventoryTargets, now: DailyNetwork, state: DayState
) -> tuple[Array, Array]:
    """Return what is ordered of each input that is held, and of each supplier beyond what is usual; (m,) and (S, R)."""
    used = state.made.T.ravel()
    if now.held is not None and not rules.reorder:  # where inputs are held by origin few of many are
        others = np.matmul(now.Z[:, 0], used - 1.0)
        more = np.bincount(held.products, now.held[0] * (state.order - used[held.users]), len(others))
        return state.order, (others + more)[:, None]
    order = np.tile(used, (len(net.inputs), 1))
    order[held.products, held.users] = state.order
    if rules.reorder:
        order = _split(net, now, state.weight, order)
    return held.take(order), _to_suppliers(now.Z, order - 1.0)


def _to_suppliers(Z: Array, users: Array) -> Array:
    """Add up over users; (S, n) to (S, R)."""
    return np.asarray(np.matmul(Z, users[:, :, None])[:, :, 0])


def _to_users(Z: Array, suppliers: Array) -> Array:
    """Add up over suppliers; (S, R) to (S, n)."""
    return np.asarray(np.matmul(suppliers[:, None, :], Z)[:, 0, :])


def _input_coverage(net: Network, now: DailyNetwork, suppliers: Array) -> Array:
    """Return the share of its usual purchases that each user's suppliers cover, each weighted as given; (S, n)."""
    return _cover(partial(_to_users, now.Z), suppliers, now.unbought, net.unit)


def _held_coverage(net: Network, held: InventoryTargets, now: DailyNetwork, suppliers: Array) -> Array:
    """Return that share of inputs that are held; (m,)."""
    if now.held is None:
        return held.take(_input_coverage(net, now, suppliers))
    flows, unbought, unit = now.held
    return _cover(lambda share: flows * share, suppliers[held.products, 0], unbought, unit)


def _cover(add: Callable[[Array], Array], suppliers: Array, unbought: Array, unit: Array) -> Array:
    """Return the share of usual purchases that suppliers cover, who are added up by a function.

    As a difference from 1 where little is missing, so that nothing missing gives 1 exactly; else directly, so that a
    small rest keeps its digits.
    """
    missing = (add(1.0 - suppliers) + unbought) / unit
    much = missing > 0.5
    return np.where(much, add(suppliers) / unit, 1.0 - missing) if much.any() else 1.0 - missing


def _split(net: Network, now: DailyNetwork, weight: Array, order: Array) -> Array:
    """Return what is ordered of a supplier of weight 1, relative to what is usual, if orders follow weights; (S, n)."""
    reach = _input_coverage(net, now, weight)
    return np.divide(order, reach, out=np.zeros_like(reach), where=reach > NOTHING)


def _relative_demand(net: Network, now: DailyNetwork, weight: Array, beyond: Array) -> Array:
    """Return what is asked of each industry, relative to its usual output; 1 where it has none; (S, R)."""
    inputs = weight * (net.intermediate_sales - now.unsold + beyond)
    total = np.maximum(net.output + (inputs - net.intermediate_sales) - now.unwanted, 0.0)
    return np.divide(total, net.output, out=np.ones_like(total), where=net.output > 0)


def _extra(rules: InventoryRules, state: DayState, asked: Array) -> Array:
    """Return the capacity worked up to; (S, R), at least 1."""
    short = np.divide(asked - state.made, asked, out=np.zeros_like(asked), where=asked > 0)
    towards = np.where(short > CALM, (rules.capacity - state.extra) * short, 1.0 - state.extra)
    return np.maximum(state.extra + towards * min(rules.step / rules.capacity_days, 1.0), 1.0)


def run(net: Network, rules: InventoryRules, disruption: Disruption) -> ProductionCourse:
    """Follow a disruption from usual times, step by step.

    Parameters
    ----------
    net : Network
    rules : InventoryRules
    disruption : Disruption
        Its path gives the number of steps.

    Returns
    -------
    ProductionCourse

    Examples
    --------
    One region, two industries; the first sells all it makes to the second, which holds four days of it and goes on at
    full speed until half of that is gone. The first stops for three days.

    >>> from newind.kernels.propagation import Disruption, InventoryRules, network
    >>> Z4, Y3 = np.array([0.0, 10, 0, 0]).reshape(1, 2, 1, 2), np.array([0.0, 20]).reshape(1, 2, 1)
    >>> rules = InventoryRules(stock=4.0, restoration=np.inf, threshold=0.5, capacity=1.0)
    >>> path = np.array([1.0, 1, 1, 0, 0])
    >>> run(network(Z4, Y3), rules, Disruption(path, np.array([1.0, 0.0]))).made
    array([[0.  , 1.  ],
           [0.  , 1.  ],
           [0.  , 1.  ],
           [1.  , 0.5 ],
           [0.5 , 0.75]])
    """
    keep_freed_memory()
    held = holdings(net, rules)
    state, made, bought, limiting, lowest, now, before = usual(net, held), [], [], [], [], None, np.nan
    for share in disruption.path:
        if now is None or share != before:
            now, before = today(net, held, disruption, float(share)), share
        state, day = advance(net, rules, held, now, state)
        made.append(day.made.T.ravel())
        bought.append(day.bought.sum(axis=0))
        limiting.append(day.limiting)
        lowest.append(held.least(state.stock / held.target, net.inputs.shape[1]))
    stock = np.array(lowest)
    known = np.where(np.isfinite(stock), stock, np.nan)
    return ProductionCourse(np.array(made), np.array(bought), np.array(limiting), known)


def fading(days: int, lasting: int, recovery: int = 0) -> Array:
    """Return the path of a disruption that starts on the first day and fades in equal steps.

    Parameters
    ----------
    days : int
        Length of the path.
    lasting : int
        Days at full strength.
    recovery : int
        Days from full strength to nothing.

    Returns
    -------
    (days,) array in [0, 1]

    Examples
    --------
    >>> fading(6, 2, 2)
    array([1. , 1. , 0.5, 0. , 0. , 0. ])
    >>> fading(3, 2)
    array([1., 1., 0.])
    """
    since = np.arange(days) - lasting + 1
    return np.asarray(np.clip(1.0 - since / max(recovery, 1), 0.0, 1.0))
