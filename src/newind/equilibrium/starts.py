"""Other starting points: whether an equilibrium is the only one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.solve import TOLERANCE, solve
from newind.equilibrium.unknowns import size
from newind.errors import ConvergenceError

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Model, Solution
    from newind.typing import Array

STARTS, SPREAD = 4, 1.0
"""How many starting points, and how far apart they are, in logs of industries' sizes."""
SAME = 1e-5
"""Largest difference of the unknowns, in logs, between equilibria that count as one."""


@dataclass(frozen=True, eq=False)
class StartComparison:
    """Where other starting points lead.

    Parameters
    ----------
    solutions : tuple of Solution
        One for each that converged.
    failed : int
        How many did not.
    """

    solutions: tuple[Solution, ...]
    failed: int

    def select_other_solutions(self, solution: Solution) -> list[Solution]:
        """Return those that differ from a solution."""
        return [other for other in self.solutions if np.abs(other.x - solution.x).max() > SAME]


def multi_start(
    model: Model, problem: Problem, starts: int | Array = STARTS, *, tolerance: float = TOLERANCE
) -> StartComparison:
    """Solve a problem from other starting points.

    Parameters
    ----------
    model : Model
        What steers.
    problem : Problem
        What is solved.
    starts : int or (count, m) array
        How many, industries' sizes drawn by a fixed seed; or the points themselves.
    tolerance : float
        Of each solve.
    """
    points = sample_starts(problem, starts) if isinstance(starts, int) else starts
    solutions = []
    with np.errstate(all="ignore"):
        for start in points:
            try:
                solutions.append(solve(model, problem, tolerance=tolerance, start=start))
            except ConvergenceError:
                continue
    return StartComparison(tuple(solutions), len(points) - len(solutions))


def sample_starts(problem: Problem, count: int = STARTS, spread: float = SPREAD) -> Array:
    """Return starting points at which industries have other sizes than in the benchmark; (count, m)."""
    b = problem.benchmark
    points = np.zeros((count, size(b.R, b.S, problem.elasticities.mobile)))
    sizes = np.random.default_rng(0).normal(0.0, spread, (count, b.R, b.S))
    points[:, -b.R * b.S :] = (sizes * problem.active).reshape(count, -1)
    return points
