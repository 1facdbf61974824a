"""From shocks to the equilibrium: Anderson's acceleration of Newton-like steps with one factorised matrix."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor
from scipy.linalg.lapack import sgetrs

from newind.equilibrium.jacobian import jacobian
from newind.equilibrium.labels import BOOKS, build_convergence_error, check_books, check_deficits, check_supply
from newind.equilibrium.problem import Problem, size, split
from newind.equilibrium.system import State
from newind.kernels.anderson import Anderson
from newind.kernels.memory import keep_freed_memory
from newind.kernels.threads import enough_for

if TYPE_CHECKING:
    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.shocks import Shocks
    from newind.typing import Array

TOLERANCE = 1e-9
PATIENCE, LESS_PATIENCE = 20, 8
"""Iterations after which the matrix is built anew at the best trial, for the first time and again."""
PLAIN = 60
"""Iterations without a matrix, in between."""
TURNS, HALVINGS = 12, 8
"""How often the way is changed, and how often a step that leads up is halved."""
LARGE = 8000
"""Industries of all regions above which no matrix is built and the iteration is accelerated plainly."""
MEMORY, CAP = 10, 2.0
"""Steps that the acceleration looks back on, and the largest change of an unknown in one step, in logs."""
RIDGE = 1e-6
"""Taken off the diagonal, so that the matrix stays regular where an equation happens to have no slope."""

logger = logging.getLogger(__name__)
Factors: TypeAlias = tuple[NDArray[Any], NDArray[np.int32]]


@dataclass(frozen=True, eq=False)
class Solution:
    """An equilibrium.

    Parameters
    ----------
    state : State
        Prices, sales and incomes.
    x : (m,) array
        The unknowns.
    residual : float
        Largest difference left, in logs.
    iterations : int
        How many trials it took.
    """

    state: State
    x: Array
    residual: float
    iterations: int

    @property
    def problem(self) -> Problem:
        """Problem that was solved."""
        return self.state.problem

    @cached_property
    def real_income(self) -> Array:
        """Log change of real income of each region: income over the price of final demand; (R,)."""
        return np.asarray(self.state.at.income - self.state.prices.final)


@dataclass(frozen=True, eq=False)
class Model:
    """A benchmark with its responses and the matrix that steers every solve from it.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts.
    elasticities : Elasticities
        How it responds.
    factors : tuple or None
        LU factors of the transposed derivative at the benchmark; None for large economies.
    """

    benchmark: Benchmark
    elasticities: Elasticities
    factors: Factors | None

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return size(self.benchmark.R, self.benchmark.S, self.elasticities.mobile)


def set_up(benchmark: Benchmark, elasticities: Elasticities) -> Model:
    """Build and factorise the derivative at the benchmark, once for all shocks.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts.
    elasticities : Elasticities
        How it responds.
    """
    keep_freed_memory()
    problem = Problem(benchmark, elasticities)
    if benchmark.R * benchmark.S > LARGE:
        return Model(benchmark, elasticities, None)
    return Model(benchmark, elasticities, factorise_jacobian(_state(problem, np.zeros(_size(problem)))))


def solve(
    model: Model,
    problem: Problem | Shocks,
    *,
    tolerance: float = TOLERANCE,
    most: int = 500,
    start: Array | None = None,
    guess: Anderson | None = None,
) -> Solution:
    """Find the equilibrium of a problem.

    Parameters
    ----------
    model : Model
        What steers; its benchmark and responses are those of shocks given alone.
    problem : Problem or Shocks
        What is solved; elasticities may differ from the model's, the horizon may not.
    tolerance : float
        Largest difference allowed, in logs.
    most : int
        Most iterations.
    start : (m,) array, optional
        First trial of the unknowns; no change by default, so that results do not depend on what was solved before.
    guess : Anderson, optional
        What steps under the same matrix have taught on a problem close by, and are to teach for the next one.

    Raises
    ------
    ConvergenceError
        With residual, iterations and the market furthest off.
    PolicyError
        For purchases without suppliers, and trade deficits of regions that trade with nobody.
    """
    given = problem if isinstance(problem, Problem) else Problem(model.benchmark, model.elasticities, problem)
    check_deficits(given)
    first = np.zeros(_size(given)) if start is None else start
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a trial far off may overflow, and is refused
        loop = _Loop(given, model.factors, first, guess or Anderson(MEMORY, CAP))
        check_supply(loop.state)
        while loop.off >= tolerance:
            if loop.iterations == most or not loop.advance():
                loop.guess.clear()
                raise build_convergence_error(loop.best, loop.best_off, loop.iterations)
    if loop.turns:
        loop.guess.clear()
    check_books(loop.state, loop.off, loop.iterations, max(BOOKS, 10 * tolerance))
    return Solution(loop.state, loop.x, loop.off, loop.iterations)


class _Loop:
    """An iteration: its trial, how far off that is, and the best so far."""

    def __init__(self, problem: Problem, factors: Factors | None, start: Array, guess: Anderson) -> None:
        self.problem = problem
        self.factors = self.model_factors = factors
        self.guess = guess
        self.iterations = self.turns = self.turned = 0
        self.best_off = np.inf
        self._try(start)
        self.best = self.state

    def _try(self, x: Array) -> None:
        self.x, self.state = x, _state(self.problem, x)
        self.f = self.state.residual
        off = float(np.abs(self.f).max())
        self.off = off if np.isfinite(off) else np.inf
        if self.off < self.best_off:
            self.best, self.best_x, self.best_off = self.state, x, self.off

    def advance(self) -> bool:
        """Go on; False where there is no way on."""
        if not np.isfinite(self.best_off):
            return False
        if self.model_factors is not None and self._stuck:
            return self._turn()
        self.iterations += 1
        if np.isfinite(self.off):
            self._try(self.guess.step(self.x, self.x + self._step(self.f)))
        else:
            self.guess.clear()
            self._try(0.5 * (self.best_x + self.x))
        return True

    @property
    def _stuck(self) -> bool:
        """Whether a way has been gone long enough, or leads astray."""
        if self.factors is None:
            return self.iterations - self.turned >= PLAIN
        patience = LESS_PATIENCE if self.turns else PATIENCE
        return self.iterations - self.turned >= patience or not np.isfinite(self.off)

    def _turn(self) -> bool:
        """Start from the best trial by another way: with a derivative built there, or plainly without one, in turn."""
        self.turns += 1
        if self.turns > TURNS:
            return False
        self.guess.clear()
        if self.turns % 2:
            self._rebuild()
        else:
            self.factors = None
            self._try(self.best_x)
        self.turned = self.iterations
        return True

    def _step(self, f: Array) -> Array:
        return f if self.factors is None else find_step(self.factors, f)

    def _rebuild(self) -> None:
        """Build the derivative anew at the best trial and go down from there, by half as far until it is down."""
        x, off = self.best_x, self.best_off
        logger.info("no convergence yet (%.1e): the derivative is built anew", off)
        self.factors = factorise_jacobian(self.best)
        step = self._step(self.best.residual)
        length = min(1.0, CAP / float(np.abs(step).max()))
        for halvings in range(HALVINGS):
            self.iterations += 1
            self._try(x + length * 0.5**halvings * step)
            if self.off < (1.0 - 0.1 * length * 0.5**halvings) * off:
                return


def find_step(factors: Factors, f: Array) -> Array:
    """Return the step that a matrix makes of residuals, of one problem or of several; (m,) or (K, m)."""
    step, _ = sgetrs(*factors, f.astype(np.float32).T, trans=1, overwrite_b=True)
    return np.asarray(-step.T, dtype=np.float64)


def solution_at(
    problem: Problem, x: Array, residual: float, iterations: int, real_income: Array | None = None
) -> Solution:
    """Return a solution that was found before from its unknowns, which are all that needs to be kept of it."""
    found = Solution(_state(problem, x), x, residual, iterations)
    if real_income is not None:
        found.__dict__["real_income"] = real_income
    return found


def _size(problem: Problem) -> int:
    return size(problem.benchmark.R, problem.benchmark.S, problem.elasticities.mobile)


def _state(problem: Problem, x: Array) -> State:
    b = problem.benchmark
    return State(problem, split(x, b.R, b.S, problem.elasticities.mobile))


def factorise_jacobian(state: State) -> Factors:
    """Factorise the transpose, which needs no copy; solves transpose back.

    What is not finite in it steers nowhere, and is noticed there; kernels of BLAS flag what they read beside a small
    matrix, too.
    """
    with np.errstate(all="ignore"):
        J = jacobian(state)
    J[np.diag_indices(len(J))] -= RIDGE
    with enough_for(len(J)):
        return lu_factor(J.T, overwrite_a=True, check_finite=False)


def rebase_benchmark(model: Model, deficit: Array | None = None) -> Benchmark:
    """Return the benchmark with other trade deficits (zero by default), everything else as it was.

    Parameters
    ----------
    model : Model
        Where to start.
    deficit : (R,) array, optional
        Deficits that sum to zero.
    """
    from newind.equilibrium.sales import new_benchmark
    from newind.equilibrium.shocks import Shocks

    wanted = np.zeros(model.benchmark.R) if deficit is None else deficit
    solution = solve(model, Shocks(deficit=wanted), tolerance=1e-12)
    return replace(new_benchmark(solution), log=(*model.benchmark.log, "trade deficits were set to zero first"))
