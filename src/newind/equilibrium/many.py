"""Many equilibria at once: problems of one benchmark, stacked on an axis of their own and solved together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from newind.equilibrium.labels import BOOKS, find_faults
from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.problem import Problem, size, split
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import (
    CAP,
    LARGE,
    MEMORY,
    PATIENCE,
    TOLERANCE,
    Solution,
    find_step,
    solution_at,
)
from newind.equilibrium.system import State
from newind.errors import ConvergenceError, PolicyError
from newind.kernels.anderson import Anderson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.solve import Factors, Model
    from newind.typing import Array, BoolArray

NoEquilibrium: TypeAlias = ConvergenceError | PolicyError
"""Why a problem has no equilibrium, or none that is accepted."""
TOGETHER, APART = 32, 8
"""How many problems are solved at once: more gain nothing, and those with shares of origins of their own take room."""
ROOM = 2e8
"""Bytes that shares of origins may take of problems that are under way together."""
GATHERED = 0.8
"""Share of those that set out below which the rest are stacked anew: that costs about a third of a trial of each."""


def solve_many(models: Sequence[Model], problems: Sequence[Problem]) -> list[Solution | NoEquilibrium]:
    """Find the equilibria of several problems, together where they are of one benchmark.

    Each is what it is alone, to about 1e-10: they share matrix and arithmetic, not steps. A problem that has not
    arrived after the first steps goes on alone, as :func:`newind.equilibrium.path.solve_in_steps` does.

    Parameters
    ----------
    models : sequence of Model
        What steers each problem.
    problems : sequence of Problem
        What is solved, in any order and mixture.

    Returns
    -------
    list of Solution, ConvergenceError or PolicyError
        In the order of the problems: an equilibrium, or why there is none.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.equilibrium.assumptions import Assumptions
    >>> from newind.equilibrium.laboratory import laboratory
    >>> model = laboratory(load("world", year=2011), Assumptions("medium")).model
    >>> problems = [Problem(model.benchmark, model.elasticities, Shocks(labour=np.full(20, d))) for d in (0.01, 0.02)]
    >>> [round(float(s.real_income[0]), 4) for s in solve_many([model, model], problems)]
    [0.0041, 0.0081]
    """
    found: list[Solution | NoEquilibrium | None] = [None] * len(problems)
    for chosen in _batches(problems):
        solved = _solve_together([models[i].factors for i in chosen], [problems[i] for i in chosen])
        for i, solution in zip(chosen, solved, strict=True):
            found[i] = solution
    return [_solve_alone(models[i], problems[i]) if one is None else one for i, one in enumerate(found)]


def _solve_alone(model: Model, problem: Problem) -> Solution | NoEquilibrium:
    try:
        return solve_in_steps(model, problem)
    except (ConvergenceError, PolicyError) as error:
        return error


# ---- which go together
def count_together(b: Benchmark) -> int:
    """Return how many problems of a benchmark may be posed at once, if shares of origins differ between all of them.

    Examples
    --------
    >>> from newind.equilibrium.benchmark import benchmark
    >>> from newind.data.reference import load
    >>> count_together(benchmark(load("world", year=2011)))
    32
    """
    return max(1, min(TOGETHER, int(ROOM / (2 * b.shares.nbytes))))


def _batches(problems: Sequence[Problem]) -> Iterator[list[int]]:
    """Yield the places of problems of one benchmark and with the same kinds of shocks."""
    alike: dict[Any, list[int]] = defaultdict(list)
    for i, problem in enumerate(problems):
        if problem.benchmark.R * problem.benchmark.S <= LARGE:
            alike[_kind(problem)].append(i)
    for places in alike.values():
        first = problems[places[0]]
        most = min(APART, count_together(first.benchmark)) if _has_own_shares(first) else TOGETHER
        for start in range(0, len(places), most):
            if len(chosen := places[start : start + most]) > 1:
                yield chosen


def _kind(problem: Problem) -> tuple[Any, ...]:
    """Return what problems must have in common to be stacked."""
    s = problem.shocks
    given = tuple(name for name in SHOCKS if getattr(s, name) is not None)
    stranded = (problem.lost is None, problem.idle is None)
    return id(problem.benchmark), problem.elasticities.mobile, problem.by_user, s.output_tax, given, stranded


def _has_own_shares(problem: Problem) -> bool:
    return problem.by_user or problem.shocks.origin_taste is not None


# ---- stacked
SHOCKS = tuple(f.name for f in fields(Shocks))


def stack_problems(problems: Sequence[Problem]) -> Problem:
    """Return problems of one kind as one, with an axis of problems in front of responses and shocks.

    What they have in common is held once, with one place on that axis.
    """
    first = problems[0]
    shocks = {name: _stack([getattr(p.shocks, name) for p in problems]) for name in SHOCKS}
    return Problem(
        first.benchmark,
        _stack_elasticities([p.elasticities for p in problems]),
        Shocks(**shocks),
        _stack([p.lost for p in problems]),
        _stack([p.idle for p in problems]),
    )


def _stack_elasticities(given: Sequence[Elasticities]) -> Elasticities:
    names = ("theta", "psi", "sigma", "sigma_v", "sigma_f")
    return replace(given[0], **{name: _stack([getattr(e, name) for e in given]) for name in names})


def _stack(values: Sequence[Any]) -> Any:
    """Return arrays on an axis in front, of one place where all are the same; plain values as they are if so."""
    first = values[0]
    if all(v is first for v in values) or all(np.array_equal(v, first) for v in values[1:]):
        return first[None] if isinstance(first, np.ndarray) else first
    return np.stack(values)


# ---- together
def _solve_together(factors: Sequence[Factors | None], problems: Sequence[Problem]) -> list[Solution | None]:
    """Return the equilibrium of each problem, None of those that must go on alone, to arrive later or be refused.

    Parameters
    ----------
    factors : sequence of tuple or None
        The matrix that steers each.
    problems : sequence of Problem
        Of one kind.
    """
    found: list[Solution | None] = [None] * len(problems)
    places, problem, guess = np.arange(len(problems)), stack_problems(problems), Anderson(MEMORY, CAP)
    b, mobile = problem.benchmark, problem.elasticities.mobile
    x = np.zeros((len(problems), size(b.R, b.S, mobile)))
    on = _can_start(problem, len(x))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a trial far off may overflow, and is left out
        for steps in range(PATIENCE + 1):
            state = State(problem, split(x, b.R, b.S, mobile))
            f = state.residual
            off = np.abs(f).max(axis=-1)
            if not steps:
                on &= ~np.isinf(state.prices.good).any(axis=(-3, -2, -1))
            if (arrived := on & (off < TOLERANCE)).any():
                sound, real = _has_sound_books(state), state.at.income - state.prices.final
                for k in np.flatnonzero(arrived & sound).tolist():
                    at = int(places[k])
                    found[at] = solution_at(problems[at], x[k].copy(), float(off[k]), steps, real[k].copy())
            on &= ~arrived & np.isfinite(off)
            if not on.any():
                break
            x = np.where(on[:, None], guess.step(x, x + _find_steps([factors[i] for i in places.tolist()], f)), x)
            if on.sum() <= GATHERED * on.size:
                places, x = places[on], x[on]
                guess.keep(on)
                problem, on = stack_problems([problems[i] for i in places.tolist()]), np.ones(len(x), dtype=bool)
    return found


def _find_steps(factors: Sequence[Factors | None], f: Array) -> Array:
    """Return the steps that matrices make of residuals, those of one matrix at once; (K, m)."""
    rows: dict[int, list[int]] = defaultdict(list)
    for k, one in enumerate(factors):
        rows[id(one)].append(k)
    steps = np.array(f)
    for chosen in rows.values():
        if (one := factors[chosen[0]]) is not None:
            steps[chosen] = find_step(one, f[chosen])
    return steps


def _can_start(problem: Problem, count: int) -> BoolArray:
    """Return of which problems the trade deficits can be financed by those that trade with who runs them; (K,)."""
    b, links = problem.benchmark, problem.connected_regions
    joined = np.ones((1, b.R)) if links is None else links.astype(float)
    gap = np.abs(joined @ problem.deficit[..., None])[..., 0]
    return np.broadcast_to((gap <= BOOKS * (joined @ b.final)).all(axis=-1), count).copy()


def _has_sound_books(state: State) -> BoolArray:
    """Return in which problems every region has an income and all income has a source; (K,)."""
    broke, gap = find_faults(state)
    return np.asarray(~broke & (gap <= BOOKS))
