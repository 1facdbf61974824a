"""From shocks to the equilibrium: Anderson's acceleration of Newton-like steps with one factorised matrix."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from newind.equilibrium.jacobian import jacobian
from newind.equilibrium.problem import Problem
from newind.equilibrium.system import State
from newind.equilibrium.unknowns import size, split
from newind.errors import ConvergenceError
from newind.kernels.anderson import Anderson

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.elasticities import Elasticities
    from newind.equilibrium.shocks import Shocks
    from newind.typing import Array

TOLERANCE = 1e-9
PATIENCE = 20
"""Iterations after which the matrix is built anew at the best trial."""
REBUILDS = 6
LARGE = 8000
"""Industries of all regions above which no matrix is built and the iteration is accelerated plainly."""
MEMORY, CAP = 10, 2.0

logger = logging.getLogger(__name__)
Step = "Callable[[Array], Array]"


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
        """What was solved."""
        return self.state.problem

    @property
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
        LU factors of the derivative at the benchmark; None for large economies.
    """

    benchmark: Benchmark
    elasticities: Elasticities
    factors: tuple[Array, Array] | None

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
    problem = Problem(benchmark, elasticities)
    if benchmark.R * benchmark.S > LARGE:
        return Model(benchmark, elasticities, None)
    return Model(benchmark, elasticities, _factorised(_state(problem, np.zeros(_size(problem)))))


def solve(
    model: Model,
    problem: Problem | Shocks,
    *,
    tolerance: float = TOLERANCE,
    most: int = 140,
    start: Array | None = None,
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

    Raises
    ------
    ConvergenceError
        With residual, iterations and the market furthest off.
    """
    given = problem if isinstance(problem, Problem) else Problem(model.benchmark, model.elasticities, problem)
    loop = _Loop(given, model.factors, np.zeros(_size(given)) if start is None else start)
    for iteration in range(1, most + 1):
        state = loop.state
        if loop.off < tolerance:
            return Solution(state, loop.x, loop.off, iteration - 1)
        if iteration % PATIENCE == 0 and not loop.rebuild():
            break
        loop.advance()
    raise _failed(loop, min(iteration, most))


class _Loop:
    """The state of an iteration: trial, how far off, and the best so far."""

    def __init__(self, problem: Problem, factors: tuple[Array, Array] | None, start: Array) -> None:
        self.problem, self.factors = problem, factors
        self.guess, self.rebuilds = Anderson(MEMORY, CAP), 0
        self.best, self.best_off = start, np.inf
        self._try(self.best)

    def _try(self, x: Array) -> None:
        self.x = x
        self.state = _state(self.problem, x)
        self.f = self.state.residual
        off = float(np.abs(self.f).max())
        self.off = off if np.isfinite(off) else np.inf
        if self.off < self.best_off:
            self.best, self.best_off = x, self.off

    def advance(self) -> None:
        if not np.isfinite(self.off):
            self.guess.clear()
            self._try(0.5 * (self.best + self.x))
            return
        step = self.f if self.factors is None else -lu_solve(self.factors, self.f.astype(np.float32), check_finite=False)
        self._try(self.guess.step(self.x, self.x + step))

    def rebuild(self) -> bool:
        if self.factors is None:
            return True
        self.rebuilds += 1
        if self.rebuilds > REBUILDS:
            return False
        logger.info("no convergence yet (%.1e): the derivative is built anew", self.best_off)
        self._try(self.best)
        self.factors = _factorised(self.state)
        self.guess.clear()
        return True


def _size(problem: Problem) -> int:
    return size(problem.benchmark.R, problem.benchmark.S, problem.elasticities.mobile)


def _state(problem: Problem, x: Array) -> State:
    b = problem.benchmark
    return State(problem, split(x, b.R, b.S, problem.elasticities.mobile))


def _factorised(state: State) -> tuple[Array, Array]:
    lu, pivots = lu_factor(jacobian(state), overwrite_a=True, check_finite=False)
    return lu, pivots


def _failed(loop: _Loop, iterations: int) -> ConvergenceError:
    state = _state(loop.problem, loop.best)
    return ConvergenceError(
        f"no equilibrium found in {iterations} iterations: residual {loop.best_off:.1e}, furthest off is "
        f"{_market(state, int(np.nanargmax(np.abs(state.residual))))}. "
        "Try a smaller shock, a longer horizon or a lower scale elasticity."
    )


def _market(state: State, at: int) -> str:
    """Name the equation at a place of the residual."""
    b = state.problem.benchmark
    kinds = ["labour of", *(["capital of"] if state.at.r is not None else []), "income of"]
    if at < len(kinds) * b.R:
        return f"{kinds[at // b.R]} {b.regions[at % b.R] if b.regions else at % b.R}"
    place = at - len(kinds) * b.R
    kind = "price of" if place < b.R * b.S else "sales of"
    n, s = divmod(place % (b.R * b.S), b.S)
    region, industry = (b.regions[n], b.industries[s]) if b.regions and b.industries else (n, s)
    return f"{kind} {region} {industry}"


def rebased(model: Model, deficit: Array | None = None) -> Benchmark:
    """Return the benchmark with other trade deficits (zero by default), everything else as it was.

    Parameters
    ----------
    model : Model
        Where to start.
    deficit : (R,) array, optional
        Deficits that sum to zero.
    """
    from newind.equilibrium.result import new_benchmark
    from newind.equilibrium.shocks import Shocks

    wanted = np.zeros(model.benchmark.R) if deficit is None else deficit
    solution = solve(model, Shocks(deficit=wanted), tolerance=1e-12)
    return replace(new_benchmark(solution), log=(*model.benchmark.log, "trade deficits were set to zero first"))
