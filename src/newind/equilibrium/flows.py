"""Purchases at an equilibrium by origin and kind of user, and the part that more expensive delivery takes from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.equilibrium.prices import ArrivalPrices
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.shockpath import ShockPath
    from newind.equilibrium.system import State
    from newind.typing import Array


def tilt(problem: Problem) -> Array:
    """Return the factor of preference shifts for origins on benchmark shares of final users [k, n, i]; (S, R, R)."""
    taste, before = problem.shocks.origin_taste, problem.benchmark.shares[..., -1]
    if taste is None:
        return np.ones_like(before)
    weight = np.exp(taste)
    held = np.nan_to_num(ratio(before.sum(axis=2), (before * weight).sum(axis=2)))
    return np.asarray(weight * held[:, :, None])


def per_share(state: State) -> Array:
    """Return purchases of a good over the sum that weights of origins share out [k, n, u]; (S, R, S + 1 or 1)."""
    net, total = state.sales.net, state.prices.sum
    users = net if total.shape[2] > 1 else net.sum(axis=2, keepdims=True)
    return np.divide(users, total, out=np.zeros_like(users), where=total > 0)


def compute_landed_spending(state: State, shares: Array) -> Array:
    """Return what users pay landed, by origin, if benchmark shares were others [k, n, i, u]; (S, R, R, S + 1 or 1)."""
    flows = shares * state.prices.weight[..., None] * per_share(state)[:, :, None, :]
    if state.prices.final_weight is not None:
        flows[..., -1] = compute_final_spending(state, shares[..., -1])
    return np.asarray(flows)


def compute_final_spending(state: State, shares: Array) -> Array:
    """Return the same for final users alone [k, n, i]; all users where they have the same shares; (S, R, R)."""
    prices = state.prices
    weight = prices.weight if prices.final_weight is None else prices.final_weight
    return np.asarray(weight * shares * per_share(state)[:, :, None, -1])


def compute_shipments(state: State) -> tuple[Array, Array]:
    """Return what is shipped to industries, and to final users where charges distinguish them; units of the benchmark.

    Returns
    -------
    tuple of (S, R, R) arrays
        Quantities [k, n, i] at the border of the buyer, what melts on the way included.
    """
    prices, landed = state.prices, state.sales.landed
    final = np.zeros_like(landed)
    if prices.final_weight is not None:
        final = compute_final_spending(state, state.problem.shares[..., -1])
    return (landed - final) / _price(state, prices.landed), final / _price(state, prices.final_landed)


def landed_flows(state: State) -> tuple[Array, Array]:
    """Return what industries and final users pay landed, and the log prices before costs of delivery.

    Returns
    -------
    tuple of (2, S, R, R) arrays
        Industries first, final users second, where charges distinguish them; all first where not.
    """
    prices, landed = state.prices, state.sales.landed
    final = np.zeros_like(landed)
    if prices.final_weight is not None:
        final = compute_final_spending(state, state.problem.shares[..., -1])
    logs = np.log([_price(state, prices.landed), _price(state, prices.final_landed)])
    return np.stack([landed - final, final]), logs


def _price(state: State, landed: ArrivalPrices) -> Array:
    """Return landed prices before costs of delivery, charges included [k, n, i]; (S, R, R)."""
    if landed.price is not None:
        return landed.price
    return np.asarray(state.problem.delivery * np.exp(state.at.q.T)[:, None, :])


# ---- the cost of delivery
def delivery(path: ShockPath) -> Array:
    """Return what changes of the cost of delivery bring: − value of a flow landed × change of the log cost; (T, R)."""
    cost = path.last.shocks.trade_cost
    if cost is None:
        return np.zeros((path.times.size, path.last.benchmark.R))
    value = _by_flow if cost.ndim == 3 else _by_user
    found = [value(state, cost, t) for state, t in zip(path.states, path.times.tolist(), strict=True)]
    return np.asarray(-path.speed[:, None] * np.stack(found))


def _by_flow(state: State, cost: Array, t: float) -> Array:
    """Return value × change of the log cost, where all users bear the same; (R,).

    Notes
    -----
    A flow that is cut off has the weight K = 1 − t, so −x dln K / θ = x / K / θ, finite to the end; θ is that of
    trade costs.
    """
    cut, landed = np.isinf(cost), state.sales.landed
    found = landed * np.where(cut, 0.0, cost)
    if cut.any():
        found[cut] = ((landed / (1.0 - t) if t < 1.0 else _compute_reopened_flows(state)) / state.problem.iceberg)[cut]
    return np.asarray(found.sum(axis=(0, 2)))


def _compute_reopened_flows(state: State) -> Array:
    """Return what would be paid landed for flows if none were cut off, at the prices that are; (S, R, R)."""
    p, prices, per = state.problem, state.prices, np.array(per_share(state))
    found = np.zeros_like(state.sales.landed)
    if prices.final_weight is not None:
        found += _price(state, prices.final_landed) ** -p.theta * p.shares[..., -1] * per[:, :, None, -1]
        per[:, :, -1] = 0.0
    return np.asarray(found + _price(state, prices.landed) ** -p.theta * np.matmul(p.shares, per[..., None])[..., 0])


def _by_user(state: State, cost: Array, t: float) -> Array:
    """Return value × change of the log cost, where users bear their own; (R,)."""
    p, cut = state.problem, np.isinf(cost)
    found = compute_landed_spending(state, p.shares) * np.where(cut, 0.0, cost)
    if cut.any():
        shares = p.shares / (1.0 - t) if t < 1.0 else _compute_reopened_shares(p, cut)
        found = np.where(cut, compute_landed_spending(state, shares) / p.iceberg[..., None], found)
    return np.asarray(found.sum(axis=(0, 2, 3)))


def _compute_reopened_shares(p: Problem, cut: Array) -> Array:
    """Return benchmark shares where flows are cut off, with preference shifts; (S, R, R, S + 1)."""
    shares = np.where(cut, p.benchmark.shares, 0.0)
    shares[..., -1] *= tilt(p)
    return shares
