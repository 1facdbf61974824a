"""From shocks to the equilibrium: Anderson's acceleration of Newton-like steps with one factorised matrix."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.labels import (
    BOOKS,
    build_convergence_error,
    check_books,
    check_deficits,
    check_supply,
    find_faults,
)
from newind.equilibrium.problem import Problem, size
from newind.equilibrium.stacking import stack_problems
from newind.equilibrium.steering import Factors, factorise_jacobian
from newind.equilibrium.system import State
from newind.errors import tell
from newind.kernels.anderson import Anderson
from newind.kernels.arrays import Moved, as_numpy, join_last
from newind.kernels.memory import keep_freed_memory
from newind.kernels.threads import enough_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.observing import Observer
    from newind.equilibrium.shocks import Shocks
    from newind.typing import Array, BoolArray

TOLERANCE, MOST = 1e-9, 500
"""Largest difference that is left, in logs, and most iterations."""
PATIENCE, LESS_PATIENCE = 20, 8
"""Iterations after which the matrix is built anew at the best trial, for the first time and again."""
PLAIN = 60
"""Iterations without a matrix, in between."""
TURNS, HALVINGS = 12, 8
"""How often the way is changed, and how often a step that leads up is halved."""
LARGE = 8000
"""Industries of all regions above which no matrix is built and the iteration is accelerated plainly."""
GATHERED = 0.8
"""Share of problems on their way below which they are stacked anew: that costs about a third of a trial of each."""
MEMORY, CAP = 10, 2.0
"""Steps that the acceleration looks back on, and the largest change of an unknown in one step, in logs."""

logger = logging.getLogger(__name__)


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
    figures : mapping of str to array
        What was observed of it, where that was asked for.
    """

    state: State
    x: Array
    residual: float
    iterations: int
    figures: Mapping[str, Array] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """Problem that was solved."""
        return self.state.problem

    @cached_property
    def real_income(self) -> Array:
        """Log change of real income of each region: income over the price of final demand; (R,)."""
        return np.asarray(self.state.at.income - self.state.prices.final)

    @cached_property
    def fiscal_cost(self) -> Array:
        """Fall of governments' net revenue, before a tax on output pays for it; (R,), benchmark money."""
        return self.state.fiscal_cost


@dataclass(frozen=True, eq=False)
class Model:
    """A benchmark with its responses and the matrix that steers every solve from it.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts.
    elasticities : Elasticities
        How it responds.
    factors : Factors or None
        The derivative at the benchmark, factorised; None for large economies.
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
    return Model(benchmark, elasticities, factorise_jacobian(State(problem, problem.split(np.zeros(problem.size)))))


def solve(
    model: Model,
    problem: Problem | Shocks,
    *,
    tolerance: float = TOLERANCE,
    most: int = MOST,
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
    PolicyError
        For purchases without suppliers, and trade deficits of regions that trade with nobody.
    """
    given = problem if isinstance(problem, Problem) else Problem(model.benchmark, model.elasticities, problem)
    (found,) = iterate([model], [given], [start], tolerance=tolerance, most=most)
    return found if isinstance(found, Solution) else search_on(model, given, found, tolerance=tolerance, most=most)


# ---- the first steps, of one problem or of several
@dataclass(frozen=True, eq=False)
class Trial:
    """Where an iteration got to that has not arrived, or of which the books are not in order.

    Parameters
    ----------
    x : (m,) array
        The best unknowns.
    iterations : int
        How many trials it took.
    """

    x: Array
    iterations: int


def iterate(
    models: Sequence[Model],
    problems: Sequence[Problem],
    starts: Sequence[Array | None],
    guesses: Sequence[Anderson] | None = None,
    observe: Observer | None = None,
    *,
    tolerance: float = TOLERANCE,
    most: int = MOST,
    library: Any = np,
) -> list[Solution | Trial]:
    """Take the first steps of problems of one kind together, until each has arrived or patience is at its end.

    They share the arithmetic, not the steps: each arrives where it would alone.

    Parameters
    ----------
    models : sequence of Model
        What steers each.
    problems : sequence of Problem
        Of one benchmark and with the same kinds of shocks.
    starts : sequence of (m,) array or None
        First trials; no change for None.
    guesses : sequence of Anderson, optional
        What steps have taught on a problem close by, with the same matrix; they learn from these steps.
    observe : Observer, optional
        From equilibria to their figures; nothing else is then kept of those found beside others.
    tolerance : float
        Largest difference allowed, in logs.
    most : int
        Most steps, of those that have a matrix no more than their patience.
    library : module
        Array library that the equations are computed with, as of :func:`newind.equilibrium.many.solve_many`.

    Returns
    -------
    list of Solution or Trial
        In the order of the problems.
    """
    batch = _Batch(models, problems, starts, guesses, observe, tolerance, library)
    patience = most if models[0].factors is None else min(most, PATIENCE)
    far_off = np.errstate(over="ignore", invalid="ignore", divide="ignore")  # trials may overflow, and are left out
    with enough_for(problems[0].size), far_off:
        batch.look()
        while batch.on.any() and batch.steps < patience:
            batch.advance()
            batch.look()
    batch.leave(batch.on)
    return batch.found


class _Batch:
    """Problems under way together: their trials, how far off these are, and the best so far."""

    def __init__(
        self,
        models: Sequence[Model],
        problems: Sequence[Problem],
        starts: Sequence[Array | None],
        guesses: Sequence[Anderson] | None,
        observe: Observer | None,
        tolerance: float,
        library: Any,
    ) -> None:
        self.models, self.problems, self.guesses, self.tolerance = models, problems, guesses, tolerance
        self.observe, self.library = observe, library
        self.found: list[Any] = [None] * len(problems)
        self.steps, self.places = 0, np.arange(len(problems))
        self._stack()
        m = problems[0].size
        self.x = np.array([np.zeros(m) if start is None else start for start in starts])
        self.guess = Anderson(MEMORY, CAP) if guesses is None else Anderson.join(guesses, m)
        self.best, self.best_off = self.x, np.full(len(problems), np.inf)
        self.on = np.ones(len(problems), dtype=bool)

    def _stack(self) -> None:
        self.problem = stack_problems([self.problems[i] for i in self.places.tolist()])
        self.moved: Any = self.problem if self.library is np else Moved(self.problem, self.library)

    def look(self) -> None:
        """Try where the problems are: some have arrived, some are nearer, and some cannot go on."""
        x = self.x if len(self.x) > 1 else self.x[0]
        state = State(self.problem, self.problem.split(x))
        tried = state if self.library is np else State(self.moved, self.moved.split(self.library.asarray(x)))
        self.f = np.atleast_2d(as_numpy(tried.residual))
        off = np.abs(self.f).max(axis=-1)
        nearer = off < self.best_off
        self.best, self.best_off = np.where(nearer[:, None], self.x, self.best), np.where(nearer, off, self.best_off)
        if not self.steps:
            self.leave(self.on & ~_can_be_solved(state))
        if (arrived := self.on & (off < self.tolerance)).any():
            sound = arrived & _has_sound_books(state, max(BOOKS, 10 * self.tolerance))
            seen = self.observe(state) if self.observe and sound.any() else {}
            for k in np.flatnonzero(sound).tolist():
                self._arrive(k, state, float(off[k]), seen)
            self.leave(arrived & ~sound)
        self.leave(self.on & ~np.isfinite(off))

    def _arrive(self, k: int, state: State, off: float, seen: Mapping[str, Array]) -> None:
        at, x = int(self.places[k]), self.x[k].copy()
        alone, problem = len(self.x) == 1, self.problems[at]

        def take(values: Array) -> Array:
            return (values if alone else values[k]).copy()

        figures = {name: take(v) for name, v in seen.items()}
        found = Solution(state if alone else State(problem, problem.split(x)), x, off, self.steps, figures)
        income = state.at.income - state.prices.final
        vars(found).update(real_income=take(income), fiscal_cost=take(state.fiscal_cost))
        self.found[at], self.on[k] = found, False
        if self.guesses is not None:
            self.guesses[at].learn_from(self.guess, k)

    def leave(self, chosen: BoolArray) -> None:
        """Let go of problems that have not arrived."""
        for k in np.flatnonzero(chosen).tolist():
            at = int(self.places[k])
            self.found[at] = Trial(self.best[k], self.steps)
            if self.guesses is not None:
                self.guesses[at].clear()
        self.on &= ~chosen

    def advance(self) -> None:
        """Take a step with all that are on their way; the others are forgotten once they are many."""
        asked = [(self.models[i].factors, self.problems[i]) for i in self.places.tolist()]
        step = _find_steps(asked, self.f, self.problem)
        self.x = np.where(self.on[:, None], self.guess.step(self.x, self.x + step), self.x)
        self.steps += 1
        if (on := self.on).sum() <= GATHERED * on.size:
            self.places, self.x, self.best, self.best_off = (
                a[on] for a in (self.places, self.x, self.best, self.best_off)
            )
            self.guess.keep(on)
            self._stack()
            self.on = np.ones(len(self.x), dtype=bool)


def _find_steps(asked: Sequence[tuple[Factors | None, Problem]], f: Array, stacked: Problem) -> Array:
    """Return the steps that matrices make of residuals, those of one matrix at once; (K, m)."""
    rows: dict[int, list[int]] = defaultdict(list)
    for k, (factors, _) in enumerate(asked):
        rows[id(factors)].append(k)
    rest, market, gain = _part_residual(f, stacked)
    steps = np.empty_like(rest)
    for chosen in rows.values():
        steps[chosen] = _step_back(asked[chosen[0]][0], [asked[k][1] for k in chosen], rest[chosen])
    return _join_steps(steps, market, gain, stacked)


def _can_be_solved(state: State) -> BoolArray:
    """Return of which problems all that is bought is delivered, and trade deficits can be financed; (K,)."""
    p, b, links = state.problem, state.problem.benchmark, state.problem.connected_regions
    joined = np.ones((1, b.R)) if links is None else links.astype(float)
    gap = np.abs(joined @ p.deficit[..., None])[..., 0]
    financed = (gap <= BOOKS * (joined @ b.final)).all(axis=-1)
    return np.asarray(financed & ~np.isinf(state.prices.good).any(axis=(-3, -2, -1)))


def _has_sound_books(state: State, most: float) -> BoolArray:
    """Return in which problems every region has an income and all income has a source; (K,)."""
    broke, gap = find_faults(state)
    return np.asarray(~broke & (gap <= most))


# ---- from there on, one alone
def search_on(
    model: Model, problem: Problem, trial: Trial, *, tolerance: float = TOLERANCE, most: int = MOST
) -> Solution:
    """Find the equilibrium of a problem from where its first steps led, with derivatives taken on the way.

    Parameters and errors as of :func:`solve`.
    """
    check_deficits(problem)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a trial far off may overflow, and is refused
        loop = _Loop(problem, model.factors, trial)
        check_supply(loop.state)
        on = loop.off < tolerance or (loop.iterations < most and loop.turn())
        while loop.off >= tolerance:
            if not on or loop.iterations >= most:
                raise build_convergence_error(loop.best, loop.best_off, loop.iterations)
            on = loop.advance()
    check_books(loop.state, loop.off, loop.iterations, max(BOOKS, 10 * tolerance))
    return Solution(loop.state, loop.x, loop.off, loop.iterations)


class _Loop:
    """An iteration: its trial, how far off that is, and the best so far."""

    def __init__(self, problem: Problem, factors: Factors | None, trial: Trial) -> None:
        self.problem = problem
        self.factors = self.model_factors = factors
        self.guess = Anderson(MEMORY, CAP)
        self.iterations, self.turns, self.turned = trial.iterations, 0, trial.iterations
        self.best_off = np.inf
        self._try(trial.x)
        self.best, self.best_x = self.state, trial.x

    def _try(self, x: Array) -> None:
        self.x, self.state = x, State(self.problem, self.problem.split(x))
        self.f = self.state.residual
        off = float(np.abs(self.f).max())
        self.off = off if np.isfinite(off) else np.inf
        if self.off < self.best_off:
            self.best, self.best_x, self.best_off = self.state, x, self.off

    def advance(self) -> bool:
        """Go on; False where there is no way on."""
        if not np.isfinite(self.best_off):
            return False
        if self._stuck:
            return self.turn()
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
        if self.model_factors is None:
            return False
        if self.factors is None:
            return self.iterations - self.turned >= PLAIN
        return self.iterations - self.turned >= LESS_PATIENCE or not np.isfinite(self.off)

    def turn(self) -> bool:
        """Start from the best trial by another way: with a derivative built there, or plainly without one, in turn."""
        if not np.isfinite(self.best_off):
            return False
        self.turns += 1
        if self.model_factors is None or self.turns > TURNS:
            return self.model_factors is None
        self.guess.clear()
        if self.turns % 2:
            self._rebuild()
        else:
            self.factors = None
            self._try(self.best_x)
        self.turned = self.iterations
        return True

    def _step(self, f: Array) -> Array:
        return find_step(self.factors, f, self.problem)

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


def find_step(factors: Factors | None, f: Array, problem: Problem) -> Array:
    """Return the step that a matrix makes of residuals; (m,)."""
    rest, market, gain = _part_residual(f, problem)
    return _join_steps(_step_back(factors, [problem], rest[None])[0], market, gain, problem)


def _step_back(factors: Factors | None, problems: Sequence[Problem], f: Array) -> Array:
    return f if factors is None else factors.step([p.elasticities for p in problems], f)


def _part_residual(f: Array, problem: Problem) -> tuple[Array, Array | None, Array | None]:
    """Return what a matrix makes steps of, how far off sizes of markets are, and the step of productivity."""
    b = problem.benchmark
    core = size(b.R, b.S, problem.elasticities.mobile)
    market = f[..., core : core + b.R * b.S] if problem.has_selection else None
    if problem.product is None:
        return f[..., :core], market, None
    rest, gain = _find_gain(f[..., :core], f[..., -b.R :], problem)
    return rest, market, gain


def _join_steps(step: Array, market: Array | None, gain: Array | None, problem: Problem) -> Array:
    """Return the steps of all unknowns: sizes of markets go where they lead, and as far as their users go besides."""
    steps = [step]
    if market is not None:
        b = problem.benchmark
        before = (2 if problem.elasticities.mobile else 1) * b.R
        paid = step[..., -b.R * b.S :].reshape(*step.shape[:-1], b.R, b.S)
        users = join_last(paid, step[..., before : before + b.R])
        steps.append(market + np.einsum("knu,...nu->...kn", b.user_parts, users).reshape(market.shape))
    if gain is not None:
        steps.append(gain)
    return np.concatenate(steps, axis=-1) if len(steps) > 1 else step


def _find_gain(f: Array, missing: Array, problem: Problem) -> tuple[Array, Array]:
    """Return what is left of residuals once productivity has gone its step, and that step, from GDP that is missing.

    Productivity moves real GDP by output over value added, and costs as far as it goes itself; what is made of more
    factors than there are, and what is sold beyond what is paid for, does not count.

    References
    ----------
    Hulten (1978), Review of Economic Studies 45(3), 511.
    """
    b, known = problem.benchmark, f.shape[-1]
    assert problem.product is not None
    earned, labour = b.value_added.sum(axis=1), (b.value_added * b.labour_share).sum(axis=1)
    capital = (b.value_added * (1.0 - b.labour_share) * problem.moving_share).sum(axis=-1)
    excess = labour * f[..., : b.R]
    if problem.elasticities.mobile:
        excess = excess + capital * f[..., b.R : 2 * b.R]
    unpaid = f[..., known - b.R * b.S : known].reshape(*f.shape[:-1], b.R, b.S)
    short = missing * earned + excess + (b.output * unpaid).sum(axis=-1)
    gain = np.where(np.isnan(problem.product), missing, short / b.output.sum(axis=1))
    rest = np.array(f)
    rest[..., known - 2 * b.R * b.S : known - b.R * b.S] -= np.repeat(gain, b.S, axis=-1)
    return rest, gain


def solution_at(problem: Problem, x: Array, residual: float, iterations: int, **known: Array) -> Solution:
    """Return a solution that was found before from its unknowns, with what else is known of it by name."""
    found = Solution(State(problem, problem.split(x)), x, residual, iterations)
    vars(found).update(known)
    return found


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
    return replace(new_benchmark(solution), log=(*model.benchmark.log, tell("log.balanced")))
