"""How many threads BLAS has: one for small tables, where several wait for each other; all cores for large ones."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

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
    """Give BLAS one thread meanwhile where a matrix is small, all cores where it is large and it began with one thread.

    What the environment says holds.

    Parameters
    ----------
    n : int
        Rows of the matrix.

    Examples
    --------
    >>> with enough_for(500):
    ...     pass
    """
    many = _threads_for(n)
    if not many:
        yield
        return
    with _blas().limit(limits=many, user_api="blas"):
        yield


def _threads_for(n: int) -> int:
    """Return how many threads a matrix needs, 0 for those that there are."""
    if "cores" in _begun:
        return _begun["cores"] if n >= MANY else 0
    return 0 if n >= MANY or any(name in os.environ for name in NAMES) else 1


@cache
def _blas() -> ThreadpoolController:
    """Return the libraries of linear algebra, all of which must be loaded."""
    import scipy.linalg  # noqa: F401 - it brings one of its own
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


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
