"""The way from the benchmark to an equilibrium: shocks scaled from nothing to what they are, large ones in steps."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.cutoffs import refuse_endless_prices
from newind.equilibrium.problem import Problem, Unknowns
from newind.equilibrium.solve import LARGE, MOST as LONG, Solution, factorise_jacobian, search_on, solution_at, solve
from newind.equilibrium.system import State
from newind.errors import ConvergenceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.equilibrium.solve import Model, Trial
    from newind.typing import Array, BoolArray, IntArray


def points(count: int) -> Array:
    """Return Chebyshev's points of the second kind on [0, 1], ends included; those of 9 are among those of 17.

    Examples
    --------
    >>> points(3)
    array([0. , 0.5, 1. ])
    """
    return np.asarray(np.sin(0.5 * np.pi * np.arange(count) / (count - 1)) ** 2)


def slopes(count: int) -> Array:
    """Return the matrix from values at the points to slopes of the polynomial through them; (count, count).

    References
    ----------
    Berrut & Trefethen (2004), SIAM Review 46(3), 501: the barycentric form.

    Examples
    --------
    >>> (slopes(5) @ points(5) ** 3).round(12)[-1]
    np.float64(3.0)
    """
    t, weight = points(count), _barycentric(count)
    apart = t[:, None] - t + np.eye(count)
    D = weight / weight[:, None] / apart - np.eye(count)
    np.fill_diagonal(D, 0.0)
    np.fill_diagonal(D, -D.sum(axis=1))
    return D


def quadrature(count: int) -> Array:
    """Return the weights that integrate the polynomial through values at the points; (count,).

    References
    ----------
    Clenshaw & Curtis (1960), Numerische Mathematik 2, 197.

    Examples
    --------
    >>> quadrature(3) * 6
    array([1., 4., 1.])
    """
    degree = np.arange(0, count, 2)
    angle = np.pi * np.arange(count) / (count - 1)
    terms = np.cos(np.outer(angle, degree)) / (1.0 - degree**2.0)
    ends = np.where((degree == 0) | (degree == count - 1), 0.5, 1.0)
    weight = 2.0 * (terms * ends).sum(axis=1) / (count - 1)
    weight[[0, -1]] /= 2.0
    return np.asarray(weight)


def extrapolation_weights(count: int) -> Array:
    """Return the weights of all points but the last that carry a polynomial on to the last; (count - 1,).

    Examples
    --------
    >>> round(float(extrapolation_weights(5) @ points(5)[:-1] ** 2), 12)
    1.0
    """
    weight = _barycentric(count)
    return np.asarray(-weight[:-1] / weight[-1])


def _barycentric(count: int) -> Array:
    weight = (-1.0) ** np.arange(count)
    weight[[0, -1]] /= 2.0
    return np.asarray(weight)


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
            found[-1, idle] = np.tensordot(extrapolation_weights(self.times.size), found[:-1, idle], 1)
        return found

    def slope(self, values: Array) -> Array:
        """Return the change of values by the place on the way, at each point; (T, …)."""
        return np.asarray(np.tensordot(slopes(self.times.size), values, 1))

    def integral(self, values: Array) -> Array:
        """Return values added up along the way; without the first axis."""
        return np.asarray(np.tensordot(quadrature(self.times.size), values, 1))


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
        ahead = points(count)[::-1]  # what is left of the way, 1 − s
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
    ahead = extrapolation_weights(len(states)) @ incomes[:-1] - incomes[-1]
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
    idle, product = problem.idle if t == 1.0 else None, problem.product
    if product is not None:
        before = solution_at(Problem(b, problem.elasticities), np.zeros(problem.size - b.R), 0.0, 0).state.product
        product = product**t * before ** (1.0 - t)
    return replace(problem, shocks=replace(s, **changed), idle=idle, product=product)


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


STEP, LEAST = 0.25, 0.05
"""First step along the path, and the smallest that is tried."""
MOST, MOST_OF_STEP = 100, 40
"""Iterations before the shocks are tried in steps, and of a step before it is halved: most that take more lead nowhere.
"""

APPROACH, DAMPING = 80, 0.7
"""Plain steps before a derivative is taken, and the part of each that is gone: they find the way where an income nearly
vanishes and derivatives taken far from it lead astray."""

logger = logging.getLogger(__name__)


def solve_in_steps(model: Model, problem: Problem, trial: Trial | None = None, *, fresh: bool = True) -> Solution:
    """Find the equilibrium of a problem, along the path of its shocks if one solve does not reach it.

    Each step starts where the last one ended, with the derivative taken there; a step that fails is halved. Where the
    path does not get there, plain damped steps lead near the equilibrium before the derivative is taken. The way is
    always the same, so the result does not depend on what was solved before.

    Parameters
    ----------
    model : Model
        What steers.
    problem : Problem
        What is solved.
    trial : Trial, optional
        Where its first steps led, if they were taken.
    fresh : bool
        Whether these began at no change; if not, they are taken from there, too.

    Raises
    ------
    ConvergenceError
        That of the first solve, when the steps do not get there either.
    """
    refuse_endless_prices(problem)
    large = problem.benchmark.R * problem.benchmark.S > LARGE
    most = LONG if large else MOST
    try:
        return solve(model, problem, most=most) if trial is None else search_on(model, problem, trial, most=most)
    except ConvergenceError as error:
        if not fresh:
            return solve_in_steps(model, problem)
        if large:
            raise
        logger.info("%s; the shocks are tried in steps", error)
        found = _solve_along_path(model, problem) or _solve_by_damping(model, problem)
        if found is None:
            raise
        return found


def _solve_along_path(model: Model, problem: Problem) -> Solution | None:
    """Return the equilibrium at the end of the path, None where it is not reached."""
    fading = fade_lost_purchases(problem)
    at, step, start = 0.0, STEP, None
    steered, trials = model, 0
    while at < 1.0:
        ahead = min(1.0, at + step)
        try:
            found = _one(steered, problem if ahead == 1.0 else part_way(fading, ahead), start)
        except ConvergenceError:
            step /= 2.0
            if step < LEAST:
                return None
            continue
        at, start, trials = ahead, found.x, trials + found.iterations
        steered = replace(model, factors=factorise_jacobian(found.state))
    return replace(found, iterations=trials)


def _solve_by_damping(model: Model, problem: Problem) -> Solution | None:
    """Return the equilibrium near which plain damped steps lead, None where it is not reached."""
    trial = solution_at(problem, np.zeros(problem.size), np.nan, 0)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for k in range(APPROACH):
            step = DAMPING * trial.state.residual
            if not np.isfinite(step).all():
                return None
            trial = solution_at(problem, trial.x + step, np.nan, k + 1)
        if not np.isfinite(trial.state.residual).all():
            return None
        steered = replace(model, factors=factorise_jacobian(trial.state))
    try:
        found = _one(steered, problem, trial.x)
    except ConvergenceError:
        return None
    return replace(found, iterations=APPROACH + found.iterations)


def _one(model: Model, problem: Problem, start: Array | None) -> Solution:
    return solve(model, problem, start=start, most=MOST_OF_STEP)
