"""Remember what has been computed from an immutable object, as long as that object lives."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
V = TypeVar("V")
Ts = TypeVarTuple("Ts")


def memo(function: Callable[[T, *Ts], V]) -> Callable[[T, *Ts], V]:
    """Cache a function of an immutable object, and of further hashable arguments, as long as the object lives.

    The result is shared between callers and must not be modified.

    Examples
    --------
    >>> class Box: pass
    >>> calls = []
    >>> count = memo(lambda box, what="all": calls.append(what) or len(calls))
    >>> box = Box()
    >>> count(box), count(box), count(box, "red"), count(Box()), count(box, "red")
    (1, 1, 2, 3, 2)
    """
    results: WeakKeyDictionary[T, dict[tuple[*Ts], V]] = WeakKeyDictionary()

    @wraps(function)
    def recall_result(subject: T, *how: *Ts) -> V:
        known = results.setdefault(subject, {})
        if how not in known:
            known[how] = function(subject, *how)
        return known[how]

    return recall_result
