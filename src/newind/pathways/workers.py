"""The same work for many cases, in several processes; here, where these cannot be had."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

C = TypeVar("C")
R = TypeVar("R")

FEWEST = 100
"""Cases for each process, below which starting it costs more than it saves."""
_kept: dict[str, Any] = {}
"""What a process does with each case."""


def mapped(
    prepare: Callable[[], Callable[[C], R]], cases: Sequence[C], processes: int = 1, each: int = 1
) -> list[R]:
    """Return what comes of each case, in order.

    Parameters
    ----------
    prepare : callable
        Called once a process (it must pickle): returns the function of a case. What cases raise is raised here.
    cases : sequence
        What it is called with.
    processes : int
        How many to start, each with one BLAS thread; fewer for few cases, none where they cannot be started.
    each : int
        How many times the work of a single solve a case is.

    Examples
    --------
    >>> mapped(lambda: abs, [-1, 2])
    [1, 2]
    """
    many = min(processes, each * len(cases) // FEWEST)
    if many > 1:
        try:
            with ProcessPoolExecutor(many, get_context("spawn"), _begin, (pickle.dumps(prepare),)) as pool:
                return list(pool.map(_one, cases, chunksize=max(1, len(cases) // (8 * many))))
        except (BrokenProcessPool, OSError, pickle.PicklingError, AttributeError):
            pass  # as where a script has no guard for its main program: done here instead
    work = prepare()
    return [work(case) for case in cases]


def _begin(prepared: bytes) -> None:
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    _kept["threads"] = threadpool_limits(1, user_api="blas")
    _kept["work"] = pickle.loads(prepared)()


def _one(case: Any) -> Any:
    return _kept["work"](case)
