"""Compute one case: the same, with the same random numbers, wherever and in whatever order it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newind.errors import NewindError

Function = Callable[[Any, np.random.Generator], Any]
"""From a case, and random numbers of its own, to what comes of it."""
Prepare = Callable[[], Function]
"""Called once a worker (it must pickle): returns the function of a case."""
Chunk = Sequence[tuple[int, Any]]
"""Cases that are done in one go, each with its index."""
TRIES = 2
"""A case that fails is tried once more, then it is reported."""


@dataclass(frozen=True)
class CaseResult:
    """Result of one case.

    Parameters
    ----------
    index : int
        Of the case.
    value : object
        What the function returned; None where it failed.
    error : str or None
        Why it failed.
    seconds : float
        What it took, all tries.
    tries : int
        How often it was tried.
    """

    index: int
    value: Any
    error: str | None = None
    seconds: float = 0.0
    tries: int = 1


def generator(seed: int, index: int) -> np.random.Generator:
    """Return the random numbers of a case, which depend on the seed of the run and the index of the case alone.

    Examples
    --------
    >>> bool(generator(7, 3).random() == generator(7, 3).random() != generator(7, 4).random())
    True
    """
    return np.random.default_rng([seed, index])


def run_case(function: Function, seed: int, index: int, case: Any) -> CaseResult:
    """Return what comes of a case; why it failed, where it failed twice."""
    start, said = time.perf_counter(), ""
    for tries in range(1, TRIES + 1):
        try:
            value = function(case, generator(seed, index))
        except Exception as error:  # noqa: BLE001 - whatever a case raises is reported with it, the others go on
            said = as_text(error)
        else:
            return CaseResult(index, value, None, time.perf_counter() - start, tries)
    return CaseResult(index, None, said, time.perf_counter() - start, TRIES)


def run_chunk(function: Function, seed: int, chunk: Chunk) -> list[CaseResult]:
    """Return what comes of each case of a chunk, in order."""
    return [run_case(function, seed, index, case) for index, case in chunk]


def as_text(error: BaseException) -> str:
    """Return an error as it is reported: what newind raises says all, of others the type is named, too.

    Examples
    --------
    >>> as_text(ZeroDivisionError("division by zero"))
    'ZeroDivisionError: division by zero'
    """
    return str(error) if isinstance(error, NewindError) else f"{type(error).__name__}: {error}"
