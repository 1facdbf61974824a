"""The way from the benchmark to an equilibrium: the shocks scaled from nothing to what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium import chebyshev
from newind.equilibrium.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Model, Solution
    from newind.equilibrium.system import State
    from newind.typing import Array

TOLERANCE = 1e-11
"""Largest difference, in logs, that is left in an equilibrium on the way."""

FROM_BENCHMARK = ("tariff", "rebate", "subsidy", "markup", "deficit")
FROM_ZERO = (
    "purchase_tax", "fuel_carbon", "process_carbon", "border_charge", "embodied_charge", "labour_tax", "capital_tax",
    "land_tax", "labour", "capital", "productivity", "mix",
)  # fmt: skip
AS_LOGS = ("trade_cost", "taste", "origin_taste", "moving_cost")
HELD = ("returned", "land_share", "process_intensity", "migration", "migration_elasticity", "output_tax")
"""What is there from the start, since it does nothing without the other shocks."""


@dataclass(frozen=True, eq=False)
class Path:
    """Equilibria at Chebyshev's points of the scale of the shocks.

    Parameters
    ----------
    times : (T,) array
        Scale of the shocks, from 0 to 1.
    solutions : tuple of Solution
        One at each point.
    """

    times: Array
    solutions: tuple[Solution, ...]

    @property
    def last(self) -> Problem:
        """The problem at the end, which carries the shocks in full."""
        return self.solutions[-1].problem

    @property
    def states(self) -> Iterator[State]:
        """Prices, sales and incomes at each point."""
        return (s.state for s in self.solutions)

    def values(self, measure: Callable[[State], Array]) -> Array:
        """Return a measure at each point; (T, …)."""
        return np.stack([measure(state) for state in self.states])

    def logs(self, measure: Callable[[State], Array]) -> Array:
        """Return a log by industry at each point, carried on to the end where an industry stops there; (T, R, S)."""
        found, idle = self.values(measure), self.last.idle
        if idle is not None and idle.any():
            found[-1, idle] = np.tensordot(chebyshev.onward(self.times.size), found[:-1, idle], 1)
        return found

    def slope(self, values: Array) -> Array:
        """Return the change of values by the scale of the shocks, at each point; (T, …)."""
        return np.asarray(np.tensordot(chebyshev.slopes(self.times.size), values, 1))

    def integral(self, values: Array) -> Array:
        """Return values added up along the way; without the first axis."""
        return np.asarray(np.tensordot(chebyshev.quadrature(self.times.size), values, 1))


class Walk:
    """A path that is refined: what is solved once is kept.

    Parameters
    ----------
    model : Model
        What steers the solves.
    problem : Problem
        Where the path leads.
    """

    def __init__(self, model: Model, problem: Problem) -> None:
        self.model, self.problem = model, without_lost(problem)
        self._solved: dict[float, Solution] = {}

    def path(self, count: int) -> Path:
        """Return the path with a number of points."""
        times = chebyshev.points(count)
        return Path(times, tuple(self._solution(float(t)) for t in times))

    def _solution(self, t: float) -> Solution:
        key = round(t, 12)
        if key not in self._solved:
            self._solved[key] = solve(self.model, part_way(self.problem, t), tolerance=TOLERANCE)
        return self._solved[key]


def part_way(problem: Problem, t: float) -> Problem:
    """Return the problem with its shocks scaled.

    Parameters
    ----------
    problem : Problem
        The problem in full, without lost purchases (:func:`without_lost`).
    t : float in [0, 1]
        Scale. Rates, mark-ups, charges and deficits move linearly, costs and supplies in logs; what is cut off altogether
        moves linearly in the weight of the flow, which ends at exact zero.
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
            changed[name] = _scaled_log(new, t, _exponent(problem, name))
    return replace(problem, shocks=replace(s, **changed), idle=problem.idle if t == 1.0 else None)


def without_lost(problem: Problem) -> Problem:
    """Return a problem in which lost purchases fade along the path: from recipes and tastes, not by their price.

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


def _exponent(problem: Problem, name: str) -> Array | float:
    """Return what turns a log into the log of a weight: the elasticity of the response to it."""
    if name == "trade_cost":
        theta = problem.theta
        return theta if np.ndim(problem.shocks.trade_cost) == 3 else theta[..., None]
    if name == "moving_cost":
        return problem.shocks.migration_elasticity or 1.0
    return 1.0


def _scaled_log(full: Array, t: float, exponent: Array | float) -> Array:
    """Return a log scaled: itself where finite, its weight where infinite."""
    cut = np.isinf(full)
    if not cut.any():
        return np.asarray(t * full)
    fading = np.inf if t == 1.0 else -np.log1p(-t)
    return np.where(cut, np.sign(full) * fading / exponent, t * np.where(cut, 0.0, full))

