"""The way from the benchmark to an equilibrium: the shocks scaled from nothing to what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium import chebyshev
from newind.equilibrium.solve import solve
from newind.equilibrium.system import State
from newind.equilibrium.unknowns import Unknowns

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Model
    from newind.typing import Array, BoolArray, IntArray

TOLERANCE = 1e-11
"""Largest difference, in logs, that is left in an equilibrium on the way."""

BEND = 3
"""Power by which a path slows down at its end where flows are cut off, since what remains then changes fastest."""

FROM_BENCHMARK = ("tariff", "rebate", "subsidy", "markup", "deficit")
FROM_ZERO = (
    "purchase_tax", "fuel_carbon", "process_carbon", "border_charge", "embodied_charge", "labour_tax", "capital_tax",
    "land_tax", "labour", "capital", "productivity", "mix",
)  # fmt: skip
AS_LOGS = ("trade_cost", "taste", "origin_taste", "moving_cost")
HELD = ("returned", "land_share", "process_intensity", "migration", "migration_elasticity", "output_tax")
"""Shocks that are there from the start, since they do nothing without the others."""


@dataclass(frozen=True, eq=False)
class ShockPath:
    """Equilibria at Chebyshev's points of the scale of the shocks.

    Parameters
    ----------
    times : (T,) array
        Scale of the shocks, from 0 to 1.
    speed : (T,) array
        Its change by the place on the way, from 0 to 1, to which slopes and integrals refer.
    states : tuple of State
        Prices, sales and incomes at each point.
    """

    times: Array
    speed: Array
    states: tuple[State, ...]

    @property
    def last(self) -> Problem:
        """The problem at the end, which carries the shocks in full."""
        return self.states[-1].problem

    @cached_property
    def income(self) -> Array:
        """Log change of income of each region; (T, R)."""
        return self.values(lambda s: s.at.income)

    def values(self, measure: Callable[[State], Array]) -> Array:
        """Return a measure at each point; (T, …)."""
        return np.stack([measure(state) for state in self.states])

    def logs(self, measure: Callable[[State], Array]) -> Array:
        """Return a log by industry at each point, carried on to the end where an industry stops there; (T, R, S)."""
        found, idle = self.values(measure), self.last.idle
        if idle is not None and idle.any():
            found[-1, idle] = np.tensordot(chebyshev.extrapolation_weights(self.times.size), found[:-1, idle], 1)
        return found

    def slope(self, values: Array) -> Array:
        """Return the change of values by the place on the way, at each point; (T, …)."""
        return np.asarray(np.tensordot(chebyshev.slopes(self.times.size), values, 1))

    def integral(self, values: Array) -> Array:
        """Return values added up along the way; without the first axis."""
        return np.asarray(np.tensordot(chebyshev.quadrature(self.times.size), values, 1))


class PathSolver:
    """A path that is refined: what is solved once is kept.

    Parameters
    ----------
    model : Model
        What steers the solves.
    problem : Problem
        Where the path leads.
    """

    def __init__(self, model: Model, problem: Problem) -> None:
        self.model, self.problem = model, fade_lost_purchases(problem)
        self._solved: dict[float, State] = {}

    def path(self, count: int) -> ShockPath:
        """Return the path with a number of points; those of 9 are among those of 17."""
        ahead = chebyshev.points(count)[::-1]  # what is left of the way, 1 − s
        bend = BEND if _cuts(self.problem) else 1
        times, speed = 1.0 - ahead**bend, bend * ahead ** (bend - 1.0)
        states = [self._state(float(t)) for t in times]
        return ShockPath(times, speed, (*states[:-1], _complete_last_state(states) if bend > 1 else states[-1]))

    def _state(self, t: float) -> State:
        key = round(1.0 - t, 15)
        if key not in self._solved:
            self._solved[key] = solve(self.model, part_way(self.problem, t), tolerance=TOLERANCE).state
        return self._solved[key]


def _complete_last_state(states: list[State]) -> State:
    """Return the last state, with the prices that the path leads to in parts of the world that trade no more.

    Without trade between them nothing else tells their levels of prices apart.
    """
    state = states[-1]
    parts = _parts(state.sales.border.sum(axis=0) > 0)
    if (parts == parts[0]).all():
        return state
    incomes = np.stack([s.at.income for s in states])
    ahead = chebyshev.extrapolation_weights(len(states)) @ incomes[:-1] - incomes[-1]
    shift = np.array([ahead[parts == part].mean() for part in parts])
    on, at = shift[:, None] * state.problem.active, state.at
    r = None if at.r is None else at.r + shift
    return State(state.problem, Unknowns(at.w + shift, r, at.income + shift, at.q + on, at.v + on))


def _parts(trade: BoolArray) -> IntArray:
    """Return for each region the first of those it trades with, directly or through others; (R,)."""
    joined = (trade | trade.T | np.eye(trade.shape[0], dtype=bool)).astype(float)
    for _ in range(trade.shape[0].bit_length()):
        joined = (joined @ joined > 0).astype(float)
    return np.asarray(joined.argmax(axis=1))


def part_way(problem: Problem, t: float) -> Problem:
    """Return the problem with its shocks scaled.

    Parameters
    ----------
    problem : Problem
        The problem in full, without lost purchases (:func:`fade_lost_purchases`).
    t : float in [0, 1]
        Scale. Rates, mark-ups, charges and deficits move linearly, costs and supplies in logs; what is cut off
        altogether moves linearly in the weight of the flow, which ends at exact zero.
    """
    b, s = problem.benchmark, problem.shocks
    changed: dict[str, Any] = {}
    for name in FROM_BENCHMARK:
        if (new := getattr(s, name)) is not None:
            changed[name] = (1.0 - t) * getattr(b, name) + t * new
    for name in FROM_ZERO:
        if (new := getattr(s, name)) is not None:
            changed[name] = t * new
    for name in AS_LOGS:
        if (new := getattr(s, name)) is not None:
            changed[name] = _scale_log(new, t, _exponent(problem, name))
    return replace(problem, shocks=replace(s, **changed), idle=problem.idle if t == 1.0 else None)


def fade_lost_purchases(problem: Problem) -> Problem:
    """Return a problem in which lost purchases fade along the path: from recipes and preferences, not by their price.

    At the end of the path the equilibrium is that of the problem as given.
    """
    lost = problem.lost
    if lost is None or not lost.any():
        return replace(problem, lost=None)
    b, s = problem.benchmark, problem.shocks
    before = (1.0 - b.value_added_share) * b.cost_shares[:, :, :-1]
    mix = (1.0 - problem.value_added_share) * problem.input_shares - before
    taste = np.zeros_like(b.spend[:, :, -1]) if s.taste is None else s.taste
    cost = s.trade_cost
    if cost is not None:
        by_user = cost if cost.ndim == 4 else cost[..., None]
        cost = np.where(lost[:, :, None, :], 0.0, by_user)
    shocks = replace(s, mix=mix, taste=np.where(lost[:, :, -1], -np.inf, taste), trade_cost=cost)
    return replace(problem, shocks=shocks, lost=None)


def _cuts(problem: Problem) -> bool:
    """Return whether something is cut off altogether."""
    given = (getattr(problem.shocks, name) for name in AS_LOGS)
    return any(bool(np.isinf(log).any()) for log in given if log is not None)


def _exponent(problem: Problem, name: str) -> Array | float:
    """Return what turns a log into the log of a weight: the elasticity of the response to it."""
    if name == "trade_cost":
        theta = problem.theta
        return theta if np.asarray(problem.shocks.trade_cost).ndim == 3 else theta[..., None]
    if name == "moving_cost":
        return problem.shocks.migration_elasticity or 1.0
    return 1.0


def _scale_log(full: Array, t: float, exponent: Array | float) -> Array:
    """Return a log scaled: itself where finite, its weight where infinite."""
    cut = np.isinf(full)
    if not cut.any():
        return np.asarray(t * full)
    fading = np.inf if t == 1.0 else -np.log1p(-t)
    return np.where(cut, np.copysign(fading, full) / exponent, t * np.where(cut, 0.0, full))
