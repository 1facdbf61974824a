"""Large shocks in steps: where the way from the benchmark is too far for one solve."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.path import fade_lost_purchases, part_way
from newind.equilibrium.solve import LARGE, Solution, factorise_jacobian, solution_at, solve
from newind.errors import ConvergenceError

if TYPE_CHECKING:
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Model
    from newind.typing import Array

STEP, LEAST = 0.25, 0.05
"""First step along the path, and the smallest that is tried."""
MOST, MOST_OF_STEP = 100, 40
"""Iterations before the shocks are tried in steps, and of a step before it is halved: most that take more lead nowhere.
"""

APPROACH, DAMPING = 80, 0.7
"""Plain steps before a derivative is taken, and the part of each that is gone: they find the way where an income nearly
vanishes and derivatives taken far from it lead astray."""

logger = logging.getLogger(__name__)


def solve_in_steps(model: Model, problem: Problem) -> Solution:
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

    Raises
    ------
    ConvergenceError
        That of the first solve, when the steps do not get there either.
    """
    if problem.benchmark.R * problem.benchmark.S > LARGE:
        return solve(model, problem)
    try:
        return solve(model, problem, most=MOST)
    except ConvergenceError as error:
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
    trial = solution_at(problem, np.zeros(model.size), np.nan, 0)
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
