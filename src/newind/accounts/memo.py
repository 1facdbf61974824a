"""Remember what has been computed from an immutable object, as long as that object lives."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
V = TypeVar("V")


def memo(function: Callable[[T], V]) -> Callable[[T], V]:
    """Cache a function of one immutable object per object.

    The result is shared between callers and must not be modified.

    Examples
    --------
    >>> class Box: pass
    >>> calls = []
    >>> count = memo(lambda box: calls.append(1) or len(calls))
    >>> box = Box()
    >>> count(box), count(box)
    (1, 1)
    """
    results: WeakKeyDictionary[T, V] = WeakKeyDictionary()

    @wraps(function)
    def remembered(subject: T) -> V:
        try:
            return results[subject]
        except KeyError:
            return results.setdefault(subject, function(subject))

    return remembered
