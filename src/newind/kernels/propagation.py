"""Day by day: how a shortage travels along supply chains when inventories buffer it and nothing else gives way.

The adaptive regional input-output model with inventories. Prices and recipes are fixed and nobody finds a supplier that
is new to him: industries hold stocks of each input, order what they use and what their stocks lack, produce what is
asked of them as far as capacity and stocks allow, and ration buyers in proportion to what they ordered.

Everything is computed as a difference from usual times, so that an economy that nothing happens to stays where it is to
the last bit, and small shocks lose no digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.propagation_parts import DayResult, DayState, ProductionCourse, holdings, today, usual
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.kernels.propagation_parts import DailyNetwork, Disruption, InventoryRules, InventoryTargets, Network
    from newind.typing import Array

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
    order = _split(net, now, state) if rules.reorder else state.order
    asked = _relative_demand(net, now, state.weight, order)
    extra = _extra(rules, state, asked)
    wanted = np.minimum(asked, extra * now.whole)
    limits = state.stock / held.floor
    made = np.minimum(wanted, limits.min(axis=0).reshape(net.output.shape[::-1]).T)
    served = np.divide(made, asked, out=np.ones_like(made), where=asked > 0)
    arrived = order * _input_coverage(net, now, state.weight * served)
    k = made.T.ravel()
    stock = state.stock + (arrived - k)
    gap = np.maximum(held.target * wanted.T.ravel() - stock, 0.0)
    weight = extra * now.whole if rules.reorder else state.weight
    limiting = np.where(made < wanted, 0, NONE).T.ravel() + (made < wanted).T.ravel() * limits.argmin(axis=0)
    day = DayResult(made, arrived, np.einsum("sr,srq->sq", served, now.Y), limiting)
    return DayState(stock, k + held.pace * gap, weight, extra, made), day


def _to_suppliers(Z: Array, users: Array) -> Array:
    """Add up over users; (S, n) to (S, R)."""
    return np.asarray(np.matmul(Z, users[:, :, None])[:, :, 0])


def _to_users(Z: Array, suppliers: Array) -> Array:
    """Add up over suppliers; (S, R) to (S, n)."""
    return np.asarray(np.matmul(suppliers[:, None, :], Z)[:, 0, :])


def _input_coverage(net: Network, now: DailyNetwork, suppliers: Array) -> Array:
    """Return the share of its usual purchases that each user's suppliers cover, each weighted as given; (S, n).

    As a difference from 1 where little is missing, so that nothing missing gives 1 exactly; else directly, so that a
    small rest keeps its digits.
    """
    missing = (_to_users(now.Z, 1.0 - suppliers) + now.unbought) / net.unit
    much = missing > 0.5
    return np.where(much, _to_users(now.Z, suppliers) / net.unit, 1.0 - missing) if much.any() else 1.0 - missing


def _split(net: Network, now: DailyNetwork, state: DayState) -> Array:
    """Return what is ordered of a supplier of weight 1, relative to what is usual, if orders follow weights; (S, n)."""
    reach = _input_coverage(net, now, state.weight)
    return np.divide(state.order, reach, out=np.zeros_like(reach), where=reach > NOTHING)


def _relative_demand(net: Network, now: DailyNetwork, weight: Array, order: Array) -> Array:
    """Return what is asked of each industry, relative to its usual output; 1 where it has none; (S, R)."""
    inputs = weight * (net.intermediate_sales - now.unsold + _to_suppliers(now.Z, order - 1.0))
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

    >>> from newind.kernels.propagation_parts import Disruption, InventoryRules, network
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
    held = holdings(net, rules)
    state, days, lowest, now, before = usual(net, held), [], [], None, np.nan
    for share in disruption.path:
        if now is None or share != before:
            now, before = today(net, disruption, float(share)), share
        state, day = advance(net, rules, held, now, state)
        days.append(day)
        lowest.append(ratio(state.stock, held.target).min(axis=0, initial=np.inf, where=held.target > 0))
    return _course(days, lowest)


def _course(days: list[DayResult], lowest: list[Array]) -> ProductionCourse:
    stock = np.array(lowest)
    return ProductionCourse(
        made=np.array([d.made.T.ravel() for d in days]),
        bought=np.array([d.bought.sum(axis=0) for d in days]),
        limiting=np.array([d.limiting for d in days]),
        stock=np.where(np.isfinite(stock), stock, np.nan),
    )


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
