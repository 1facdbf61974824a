"""Memory that is freed and asked for again at once: kept by the process instead of given back each time."""

from __future__ import annotations

import ctypes
from functools import cache

KEPT = 1 << 26
"""Bytes that a process may keep: 64 MiB, more than which takes no less time."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Numbers of the options in malloc.h of the GNU C library."""


@cache
def keep_freed_memory() -> bool:
    """Let arrays of some 100 kB be made of memory that is at hand; return whether this C library can be told so.

    The GNU library gives blocks of that size back to the system and gets fresh pages for the next array, which takes
    longer than what is computed in them. Elsewhere nothing changes.

    References
    ----------
    mallopt(3), Linux programmer's manual.

    Examples
    --------
    >>> keep_freed_memory() in (True, False)
    True
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(M_MMAP_THRESHOLD, KEPT // 2) and mallopt(M_TRIM_THRESHOLD, KEPT))
