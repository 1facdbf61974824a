"""The way from the benchmark to an equilibrium: shocks scaled from nothing to what they are, large ones in steps."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.cutoffs import refuse_endless_prices
from newind.equilibrium.problem import Problem
from newind.equilibrium.solve import (
    LARGE,
    MOST as LONG,
    TOLERANCE,
    Solution,
    search_on,
    solution_at,
    solve,
)
from newind.equilibrium.steering import factorise_jacobian
from newind.errors import ConvergenceError

if TYPE_CHECKING:
    from newind.equilibrium.solve import Model, Trial
    from newind.typing import Array


FROM_BENCHMARK = ("tariff", "rebate", "subsidy", "markup", "deficit")
FROM_ZERO = (
    "purchase_tax", "fuel_carbon", "process_carbon", "border_charge", "embodied_charge", "labour_tax", "capital_tax",
    "land_tax", "labour", "capital", "resource", "productivity", "mix",
)  # fmt: skip
AS_LOGS = ("trade_cost", "taste", "origin_taste", "moving_cost")
HELD = ("returned", "land_share", "process_intensity", "migration", "migration_elasticity", "output_tax")
"""Shocks that are there from the start, since they do nothing without the others."""


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
    users = problem.users
    if users is not None:
        users = replace(users, people=t * users.people, investment=t * users.investment)
    return replace(problem, shocks=replace(s, **changed), idle=idle, product=product, users=users)


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


def _exponent(problem: Problem, name: str) -> Array | float:
    """Return what turns a log into the log of a weight: the elasticity of the response to it."""
    if name == "trade_cost":
        theta = problem.iceberg
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


def solve_in_steps(
    model: Model, problem: Problem, trial: Trial | None = None, *, fresh: bool = True, tolerance: float = TOLERANCE
) -> Solution:
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
    tolerance : float
        Largest difference allowed, in logs.

    Raises
    ------
    ConvergenceError
        That of the first solve, when the steps do not get there either.
    """
    refuse_endless_prices(problem)
    large = problem.benchmark.R * problem.benchmark.S > LARGE
    most = LONG if large else MOST
    try:
        if trial is None:
            return solve(model, problem, most=most, tolerance=tolerance)
        return search_on(model, problem, trial, most=most, tolerance=tolerance)
    except ConvergenceError as error:
        if not fresh:
            return solve_in_steps(model, problem, tolerance=tolerance)
        if large:
            raise
        logger.info("%s; the shocks are tried in steps", error)
        found = _solve_along_path(model, problem, tolerance) or _solve_by_damping(model, problem, tolerance)
        if found is None:
            raise
        return found


def _solve_along_path(model: Model, problem: Problem, tolerance: float = TOLERANCE) -> Solution | None:
    """Return the equilibrium at the end of the path, None where it is not reached."""
    fading = fade_lost_purchases(problem)
    at, step, start = 0.0, STEP, None
    steered, trials = model, 0
    while at < 1.0:
        ahead = min(1.0, at + step)
        try:
            found = _one(steered, problem if ahead == 1.0 else part_way(fading, ahead), start, tolerance)
        except ConvergenceError:
            step /= 2.0
            if step < LEAST:
                return None
            continue
        at, start, trials = ahead, found.x, trials + found.iterations
        steered = replace(model, factors=factorise_jacobian(found.state))
    return replace(found, iterations=trials)


def _solve_by_damping(model: Model, problem: Problem, tolerance: float = TOLERANCE) -> Solution | None:
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
        found = _one(steered, problem, trial.x, tolerance)
    except ConvergenceError:
        return None
    return replace(found, iterations=APPROACH + found.iterations)


def _one(model: Model, problem: Problem, start: Array | None, tolerance: float) -> Solution:
    return solve(model, problem, start=start, most=MOST_OF_STEP, tolerance=tolerance)
