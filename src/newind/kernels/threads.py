"""How many threads BLAS has: one for small tables, where several wait for each other; all cores for large ones."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

NAMES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Environment variables that BLAS reads when it is loaded."""
MANY = 2000
"""Industries of all regions from which several threads are faster than one."""
_begun: dict[str, int] = {}
"""Cores of this process, where it began with one thread; other processes, of a pool too, know nothing of it."""


def begin_with_one(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let BLAS, which must not be loaded yet, begin with one thread, unless the environment says how many.

    Parameters
    ----------
    environment : mapping, optional
        That of this process by default.

    Examples
    --------
    >>> said = {"OMP_NUM_THREADS": "4"}
    >>> begin_with_one(said)
    >>> said
    {'OMP_NUM_THREADS': '4'}
    """
    if not any(name in environment for name in NAMES):
        environment.update(dict.fromkeys(NAMES, "1"))
        _begun["cores"] = cores()


@contextmanager
def enough_for(n: int) -> Iterator[None]:
    """Give BLAS all cores meanwhile, where it began with one thread and a matrix is large.

    Parameters
    ----------
    n : int
        Rows of the matrix.

    Examples
    --------
    >>> with enough_for(500):
    ...     pass
    """
    many = _begun.get("cores", 1)
    if n < MANY or many == 1:
        yield
        return
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(many, user_api="blas"):
        yield


def cores() -> int:
    """Return how many cores this process may use.

    Examples
    --------
    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
