"""Many equilibria at once: problems of one benchmark, stacked on an axis of their own and solved together."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.solve import LARGE, TOLERANCE, Solution, Trial, iterate
from newind.equilibrium.stacking import FILLED, SHOCKS
from newind.errors import ConvergenceError, NewindError, PolicyError, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newind.equilibrium.observing import Observer
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Model
    from newind.kernels.anderson import Anderson
    from newind.typing import Array

logger = logging.getLogger(__name__)
NoEquilibrium: TypeAlias = ConvergenceError | PolicyError
"""Why a problem has no equilibrium, or none that is accepted."""
TOGETHER, APART, POSED = 32, 8, 4
"""How many problems are solved at once, as more gain nothing; how many with shares of origins of their own, which take
room; how many times as many are posed at once."""
CELLS = 8e5
"""Purchases of problems that are solved at once: with more, the figures of a pass leave the caches of a processor."""
ROOM = 2e8
"""Bytes that shares of origins may take of problems that are under way together."""


def solve_many(
    models: Sequence[Model],
    problems: Sequence[Problem],
    starts: Sequence[Array | None] | None = None,
    guesses: Sequence[Anderson] | None = None,
    observe: Observer | None = None,
    tolerance: float = TOLERANCE,
    library: Any = np,
) -> list[Solution | NoEquilibrium]:
    """Find the equilibria of several problems, together where they are of one benchmark.

    Each is what it is alone, to about 1e-10: they share matrix and arithmetic, not steps. A problem that has not
    arrived after the first steps goes on alone, as :func:`newind.equilibrium.path.solve_in_steps` does.

    Parameters
    ----------
    models : sequence of Model
        What steers each problem.
    problems : sequence of Problem
        What is solved, in any order and mixture.
    starts : sequence of (m,) array or None, optional
        First trials of the unknowns; no change by default.
    guesses : sequence of Anderson, optional
        What steps have taught on problems close by, one for each problem; they learn from the steps taken here.
    observe : Observer, optional
        From equilibria to the `figures` of the solutions, for problems of its benchmark.
    tolerance : float
        Largest difference allowed, in logs.
    library : module
        Array library that the equations are computed with: NumPy, or another that keeps to the array API standard;
        with JAX, ``jax_enable_x64`` must be on.

    Returns
    -------
    list of Solution, ConvergenceError or PolicyError
        In the order of the problems: an equilibrium, or why there is none.

    Examples
    --------
    >>> import numpy as np
    >>> from newind.data.reference import load
    >>> from newind.equilibrium.assumptions import Assumptions
    >>> from newind.equilibrium.laboratory import laboratory
    >>> from newind.equilibrium.problem import Problem
    >>> from newind.equilibrium.shocks import Shocks
    >>> model = laboratory(load("world", year=2011), Assumptions("medium")).model
    >>> problems = [Problem(model.benchmark, model.elasticities, Shocks(labour=np.full(20, d))) for d in (0.01, 0.02)]
    >>> [round(float(s.real_income[0]), 4) for s in solve_many([model, model], problems)]
    [0.0041, 0.0081]
    """
    nothing = [None] * len(problems)
    together = zip(models, problems, starts or nothing, guesses or nothing, strict=True)
    return _answer([Asked(*one, observe, tolerance, library) for one in together])


@dataclass(frozen=True, eq=False)
class Asked:
    """An equilibrium that is asked for.

    Parameters
    ----------
    model, problem, start, guess, observe, tolerance, library
        As of :func:`solve_many`.
    """

    model: Model
    problem: Problem
    start: Array | None
    guess: Anderson | None
    observe: Observer | None = None
    tolerance: float = TOLERANCE
    library: Any = np


def _answer(asked: Sequence[Asked]) -> list[Solution | NoEquilibrium]:
    """Return the equilibria that are asked for, in their order."""
    found: list[Any] = [None] * len(asked)
    for chosen in _batches(asked):
        for i, one in zip(chosen, _iterate([asked[i] for i in chosen]), strict=True):
            found[i] = _solve_alone(asked[i], one) if isinstance(one, Trial) else one
    return found


def _iterate(asked: Sequence[Asked]) -> Sequence[Solution | Trial | NoEquilibrium]:
    """Take the first steps of problems together, of half as many where memory does not suffice."""
    models, problems, starts = ([getattr(a, name) for a in asked] for name in ("model", "problem", "start"))
    guesses, first = [a.guess for a in asked if a.guess is not None], asked[0]
    alike = {"tolerance": first.tolerance, "library": first.library}
    try:
        return iterate(models, problems, starts, guesses or None, first.observe, **alike)
    except MemoryError:
        if len(asked) == 1:
            return [_lack_memory(asked[0].problem)]
        half = len(asked) // 2
        logger.warning("memory does not suffice for %d problems at once: solved %d by %d", len(asked), half, half)
        return [*_iterate(asked[:half]), *_iterate(asked[half:])]


def _solve_alone(one: Asked, trial: Trial) -> Solution | NoEquilibrium:
    """Return the equilibrium of a problem that has not arrived, or why there is none."""
    try:
        found = solve_in_steps(one.model, one.problem, trial, fresh=one.start is None, tolerance=one.tolerance)
    except (ConvergenceError, PolicyError) as error:
        return error
    except MemoryError:
        return _lack_memory(one.problem)
    return found if one.observe is None else replace(found, figures=one.observe(found.state))


def _lack_memory(problem: Problem) -> ConvergenceError:
    b = problem.benchmark
    return ConvergenceError(tell("model.memory", regions=b.R, industries=b.S))


# ---- which go together
def count_together(problem: Problem) -> int:
    """Return how many problems of a kind are posed at once: fewer where shares of origins differ between all of them.

    Examples
    --------
    >>> from newind.equilibrium.benchmark import benchmark
    >>> from newind.equilibrium.assumptions import Assumptions
    >>> from newind.equilibrium.problem import Problem
    >>> from newind.data.reference import load
    >>> w = load("world", year=2011)
    >>> count_together(Problem(benchmark(w), Assumptions().elasticities(w.industries)))
    128
    """
    room = int(ROOM / (2 * problem.benchmark.shares.nbytes)) if _has_own_shares(problem) else POSED * TOGETHER
    return max(1, min(POSED * TOGETHER, room))


def _batches(asked: Sequence[Asked]) -> Iterator[list[int]]:
    """Yield the places of problems of one benchmark and with the same kinds of shocks, those of one matrix together."""
    alike: dict[Any, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, one in enumerate(asked):
        alike[_kind(one)][id(one.model.factors)].append(i)
    for by_matrix in alike.values():
        places = [i for same in by_matrix.values() for i in same]
        most = _count_at_once(asked[places[0]].problem)
        yield from (places[start : start + most] for start in range(0, len(places), most))


def _count_at_once(problem: Problem) -> int:
    """Return how many problems of a kind are solved at once."""
    b = problem.benchmark
    if b.R * b.S > LARGE:
        return 1
    if _has_own_shares(problem):
        return min(APART, count_together(problem))
    return max(1, min(TOGETHER, int(CELLS / b.spend.size)))


def _kind(one: Asked) -> tuple[Any, ...]:
    """Return what problems must have in common to be solved together."""
    problem, s = one.problem, one.problem.shocks
    given = tuple(name for name in SHOCKS if name not in FILLED and getattr(s, name) is not None)
    said = tuple(getattr(problem, name) is None for name in ("lost", "idle", "product"))
    apart = None if problem.users is None else id(problem.users.of)
    stacked = id(problem.benchmark), apart, problem.elasticities.mobile, problem.by_user, s.output_tax, given, said
    return (
        *stacked,
        problem.has_newcomers,
        problem.has_selection,
        one.guess is None,
        one.observe,
        one.tolerance,
        one.library,
    )


def _has_own_shares(problem: Problem) -> bool:
    return problem.by_user or (problem.has_newcomers and not problem.benchmark.common)


# ---- computations that ask for equilibria as they go
A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")


Steps: TypeAlias = Generator[Asked, Solution, T]
"""A computation that yields what it asks for, is sent the solution (or thrown the error), and returns its result."""


def solve_in_lockstep(computations: Sequence[Steps[T]]) -> list[T | NewindError]:
    """Run computations beside each other, so that the equilibria that they ask for are solved together.

    Parameters and results as of :func:`run_in_lockstep`.
    """
    return run_in_lockstep(computations, _answer)


def run_in_lockstep(
    computations: Sequence[Generator[A, B, T]], answer: Callable[[list[A]], Iterable[B | NoEquilibrium]]
) -> list[T | NewindError]:
    """Run computations beside each other, answering together what all of them ask for.

    Parameters
    ----------
    computations : sequence of generators
        Not begun. Each yields what it asks for, and is sent the answer, or thrown the error.
    answer : callable
        From what is asked to the answers, or why there is none.

    Returns
    -------
    list
        What each returns, or the error that it ended with.

    Examples
    --------
    >>> def ask(x):
    ...     return x + (yield x) + (yield 10 * x)
    >>> run_in_lockstep([ask(1), ask(2)], lambda asked: print(asked) or [a / 2 for a in asked])
    [1, 2]
    [10, 20]
    [6.5, 13.0]
    """
    found: list[Any] = [None] * len(computations)
    asked: dict[int, A] = {}

    def go_on(i: int, move: Callable[[], A]) -> None:
        asked.pop(i, None)
        try:
            asked[i] = move()
        except StopIteration as end:
            found[i] = end.value
        except NewindError as error:
            found[i] = error

    for i, one in enumerate(computations):
        go_on(i, partial(next, one))
    while asked:
        for i, told in list(zip(asked, answer(list(asked.values())), strict=True)):
            one = computations[i]
            go_on(i, partial(one.throw, told) if isinstance(told, Exception) else partial(one.send, told))
    return found
