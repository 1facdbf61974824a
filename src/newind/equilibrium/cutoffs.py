"""Flows and industries that cut-offs and shifts of demand strand: small ones become zeros, larger ones are refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.benchmark import over_users
from newind.equilibrium.labels import industry_name, money, purchase_name
from newind.errors import BilingualMessage, ConvergenceError, PolicyError, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.problem import Problem
    from newind.typing import Array, BoolArray

THRESHOLD = 0.001
"""Share of a user's cost, or of a region's output, below which what is stranded is left out."""
SURE = 1e-6
"""Rise of a price above itself, in logs, that is no rounding."""


@dataclass(frozen=True, eq=False)
class _CutoffEffects:
    """Users and industries that are left without the other side.

    Parameters
    ----------
    lost : (S, R, S + 1) bool array
        Purchases [k, n, u] that no supplier is left for.
    idle : (R, S) bool array
        Industries that no buyer is left for.
    """

    lost: BoolArray
    idle: BoolArray

    @property
    def count(self) -> int:
        """How many purchases and industries."""
        return int(self.lost.sum() + self.idle.sum())


def settle(problem: Problem, threshold: float = THRESHOLD) -> Problem:
    """Return the problem without the purchases and industries that cut-offs strand.

    A purchase that loses all suppliers is dropped, and its user spends on other goods. An industry that loses all
    buyers stops and buys nothing, which may strand others: those go on that final demand needs, directly or through
    others (two that sell only to each other do not).

    Parameters
    ----------
    problem : Problem
        Benchmark, responses and shocks; returned as it is where nothing is cut off or nothing stranded.
    threshold : float
        Share from which a loss is refused: of a user's cost, all its lost purchases together; of a region's output, all
        its stopped industries together.

    Raises
    ------
    PolicyError
        Naming what is stranded, its value and its share.
    """
    if not (cut_off(problem) or _demand_ends(problem)):
        return problem
    _refuse_newcomers(problem)
    found = _spread(problem)
    if not found.count:
        return problem
    _refuse_lost_purchases(problem, found.lost, threshold)
    _refuse_idle(problem, found.idle, threshold)
    log = (*problem.log, *_describe_stranded_flows(problem, found))
    return replace(problem, lost=found.lost, idle=found.idle, log=log)


def cut_off(problem: Problem) -> bool:
    """Return whether a shock cuts a flow off."""
    cost = problem.shocks.trade_cost
    return cost is not None and bool(np.isinf(cost).any())


def _demand_ends(problem: Problem) -> bool:
    """Return whether final users want nothing any more of a good, or of one from an origin."""
    tastes = (problem.shocks.taste, problem.shocks.origin_taste)
    return any(taste is not None and bool(np.isneginf(taste).any()) for taste in tastes)


def _cause(problem: Problem) -> BilingualMessage:
    """Return what leaves things without the other side."""
    return tell("log.cut_offs") if cut_off(problem) else tell("log.shifts")


def _spread(problem: Problem) -> _CutoffEffects:
    """Find what is stranded: industries that final demand needs no more, and what others cannot buy."""
    bought = problem.live & has_supplier(problem)
    wanted = bought.copy()
    if problem.shocks.taste is not None:
        wanted[:, :, -1] &= ~np.isneginf(problem.shocks.taste)
    working = np.zeros_like(problem.active)
    while not (working == problem.active).all():  # where all work, nobody further is needed
        needed = problem.active & (compute_remaining_sales(problem, wanted & _buying(working)) > 0)
        if (needed == working).all():
            break
        working = needed
    b = problem.benchmark
    return _CutoffEffects((b.spend != 0) & ~bought & _buying(working), b.active & ~working)


def _buying(working: BoolArray) -> BoolArray:
    """Return which users [n, u] still buy: industries that work, and final demand; (R, S + 1)."""
    return np.concatenate([working, np.ones((working.shape[0], 1), dtype=bool)], axis=1)


def has_supplier(problem: Problem) -> BoolArray:
    """Return whether a purchase [k, n, u] has a supplier left; (S, R, S + 1)."""
    left = np.matmul(_open(problem)[:, :, None, :], problem.shares)[:, :, 0, :]
    return np.broadcast_to(left > 0, problem.benchmark.spend.shape)


def compute_remaining_sales(problem: Problem, wanted: BoolArray) -> Array:
    """Return what industries sold at the benchmark to purchases [k, n, u] that are still wanted, where still delivered.

    Returns
    -------
    (R, S) array, money
    """
    spend = np.where(wanted, problem.benchmark.spend, 0.0)
    flows = over_users(problem.shares.swapaxes(-1, -2), spend) * _open(problem)
    return np.asarray(flows.sum(axis=1).T)


def _open(problem: Problem) -> Array:
    """Return 1 where a good can be delivered [k, n, i], 0 where it is cut off for all users; (S, R, R)."""
    return np.asarray((problem.delivery_weight > 0).astype(float))


# ---- what has no price
WEDGES = ("purchase_tax", "subsidy", "productivity", "markup", "fuel_carbon", "process_carbon", "returned")
"""Shocks that change what an industry earns per unit against what its inputs cost, beside trade costs and tariffs."""


def refuse_endless_prices(problem: Problem) -> None:
    """Refuse cut-offs that leave industries to each other's products, of which they need more than there can be.

    Raises
    ------
    ConvergenceError
        Naming the industries, where that can be shown; where it cannot, the solver looks for an equilibrium.

    Notes
    -----
    With p the log change of a price, e = 1 − σ > 0 and f = 1 − σ_v > 0, industry s of a region that buys a share g of
    its inputs from industry k of the region alone, where it bought the share π of them, has at any price of the rest

        p_s ≥ ln(1 − v_s) / f + ln(g_ks) / e − ln(π_ks) / θ + p_k,

    as what other inputs and value added cost is above zero. Where these add up to more than zero on a way from an
    industry back to itself, no price covers its costs.
    """
    b, s, e = problem.benchmark, problem.shocks, problem.elasticities
    found = problem.product is not None or problem.has_scale  # productivity, or more varieties, make cheaper
    if s.trade_cost is None or s.output_tax or found or any(getattr(s, name) is not None for name in WEDGES):
        return
    if e.sigma >= 1.0 or e.sigma_v >= 1.0:
        return
    for n in np.flatnonzero(np.isinf(s.trade_cost).swapaxes(0, 1).reshape(b.R, -1).any(axis=1)).tolist():
        rise = find_least_rise(problem, n)
        for _ in range(b.S.bit_length() if np.isfinite(rise).any() else 0):
            rise = np.maximum(rise, (rise[:, :, None] + rise).max(axis=1))
        if (endless := np.diag(rise) > SURE).any():
            names = [industry_name(b, n, int(k)) for k in np.flatnonzero(endless)]
            raise ConvergenceError(tell("model.endless_price", which=offenders(names)))


def find_least_rise(problem: Problem, n: int) -> Array:
    """Return by how much prices of industries [k, s] change at least above those of goods, in logs; (S, S).

    Minus infinity where an industry does not buy a good of its own region alone.
    """
    e, S = problem.elasticities, problem.benchmark.S
    weights = problem.delivery_weight[:, n, :, None] * problem.shares[:, n, :, :S]
    own = np.broadcast_to(weights[:, n], (S, S))
    share, inputs = problem.input_shares[:, n], 1.0 - problem.value_added_share[n]
    alone = (own > 0) & (weights.sum(axis=1) == weights[:, n]) & (share > 0) & (inputs > 0) & problem.active[n]
    rise = np.full((S, S), -np.inf)
    logs = [np.log(values, out=np.zeros((S, S)), where=alone) for values in (inputs[None, :], share, own)]
    np.copyto(rise, logs[0] / (1.0 - e.sigma_v) + logs[1] / (1.0 - e.sigma) - logs[2] / e.iceberg[:, None], where=alone)
    return rise


# ---- what is refused
def _refuse_newcomers(problem: Problem) -> None:
    """Refuse a package that makes industries buy what it cuts off."""
    b, mix = problem.benchmark, problem.shocks.mix
    if mix is None:
        return
    refused = (mix > 0) & (b.spend[:, :, :-1] == 0) & problem.active & ~has_supplier(problem)[:, :, :-1]
    if refused.any():
        named = [purchase_name(b, k, n, s) for k, n, s in np.argwhere(refused).tolist()]
        raise PolicyError(tell("model.cut_replacing", which=offenders(named)))


def _refuse_lost_purchases(problem: Problem, lost: BoolArray, threshold: float) -> None:
    """Refuse a package that takes from users more than the share of their cost."""
    b = problem.benchmark
    share = _shares_of_cost(b)
    refused = lost & (np.where(lost, share, 0.0).sum(axis=0) >= threshold)
    if refused.any():
        raise PolicyError(tell("model.cut_purchases", threshold=threshold, which=offenders(_purchases(b, refused))))


def _refuse_idle(problem: Problem, idle: BoolArray, threshold: float) -> None:
    """Refuse a package that stops industries of more than the share of their region's output."""
    b = problem.benchmark
    share = _shares_of_output(b)
    refused = idle & (np.where(idle, share, 0.0).sum(axis=1) >= threshold)[:, None]
    if refused.any():
        raise PolicyError(
            tell("model.no_buyer", cause=_cause(problem), threshold=threshold, which=offenders(_industries(b, refused)))
        )


def _shares_of_cost(b: Benchmark) -> Array:
    """Return each purchase in its user's cost [k, n, u]: final demand for final users; (S, R, S + 1)."""
    cost = np.concatenate([b.value_added + b.inputs, b.final[:, None]], axis=1)
    return np.nan_to_num(ratio(b.spend, np.broadcast_to(cost, b.spend.shape)))


def _shares_of_output(b: Benchmark) -> Array:
    """Return each industry in its region's output; (R, S)."""
    return np.nan_to_num(ratio(b.output, b.output.sum(axis=1, keepdims=True)))


# ---- what is said
def _describe_stranded_flows(problem: Problem, found: _CutoffEffects) -> list[str]:
    """Return a line for each kind of thing that became zero."""
    b = problem.benchmark
    lines: list[str] = []
    if found.lost.any():
        size = money(b.spend[found.lost].sum())
        lines.append(tell("log.stranded", size=size, which=offenders(_purchases(b, found.lost))))
    if found.idle.any():
        size, cause = money(b.output[found.idle].sum()), _cause(problem)
        first = BilingualMessage(cause.capitalize(), cause.zh)
        lines.append(tell("log.idle", cause=first, size=size, which=offenders(_industries(b, found.idle))))
    return lines


def _purchases(b: Benchmark, cells: BoolArray) -> list[str]:
    """Name purchases with value and share of the user's cost, the largest share first."""
    share = _shares_of_cost(b)
    return [
        tell(
            "model.share",
            what=purchase_name(b, k, n, u),
            size=money(b.spend[k, n, u]),
            share=100 * share[k, n, u],
            whole=tell("model.of_cost"),
        )
        for k, n, u in _largest_first(cells, share)
    ]


def _industries(b: Benchmark, cells: BoolArray) -> list[str]:
    """Name industries with output and its share of the region's, the largest share first."""
    share = _shares_of_output(b)
    return [
        tell(
            "model.share",
            what=industry_name(b, n, s),
            size=money(b.output[n, s]),
            share=100 * share[n, s],
            whole=tell("model.of_output"),
        )
        for n, s in _largest_first(cells, share)
    ]


def _largest_first(cells: BoolArray, share: Array) -> Array:
    """Return the places of cells, the largest share first."""
    places = np.argwhere(cells)
    return np.asarray(places[np.argsort(-share[cells], kind="stable")])
