"""Errors that name the place, the offenders and the remedy.

Everything a user can cause derives from :class:`NewindError`, so ``except NewindError`` is enough at the edge; each
also derives from the built-in error that describes it, so code that knows nothing of newind can still catch it.
"""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")


class NewindError(Exception):
    """Base of every error that newind raises on purpose."""


class DataError(NewindError, ValueError):
    """Raise when figures or labels are not what an operation can work with."""


class PolicyError(NewindError, ValueError):
    """Raise when a policy is contradictory, out of bounds or names what the accounts lack."""


class UnknownNameError(NewindError, KeyError):
    """Raise when a name (economy, industry, indicator, data set) does not exist."""

    def __str__(self) -> str:
        """Return the message as written (a plain KeyError would show it quoted)."""
        return str(self.args[0]) if self.args else ""


class ConvergenceError(NewindError, RuntimeError):
    """Raise when an iterative method stops short of its tolerance."""


def suggest(name: object, names: Iterable[object]) -> str:
    """Return a hint at the nearest known name, or an empty string.

    Examples
    --------
    >>> suggest("CHM", ["CHN", "USA"])
    " Did you mean 'CHN'?"
    >>> suggest("zzz", ["CHN", "USA"])
    ''
    """
    known = [str(n) for n in names]
    folded = {n.casefold(): n for n in known}
    near = get_close_matches(str(name).casefold(), list(folded), n=1, cutoff=0.5)
    return f" Did you mean {folded[near[0]]!r}?" if near else ""


def offenders(items: Sequence[object], limit: int = 3) -> str:
    """Return the first few offenders of a list, and how many there are.

    Examples
    --------
    >>> offenders(["a", "b", "c", "d"])
    "4, first 'a', 'b', 'c'"
    >>> offenders(["a"])
    "1: 'a'"
    """
    shown = ", ".join(repr(str(i)) for i in items[:limit])
    return f"{len(items)}, first {shown}" if len(items) > limit else f"{len(items)}: {shown}"


def repeated(items: Sequence[T]) -> list[T]:
    """Return the items that stand more than once, each once, in order.

    Examples
    --------
    >>> repeated(["b", "a", "b", "c", "a"])
    ['b', 'a']
    """
    return [item for item, times in Counter(items).items() if times > 1]


def unknown(kind: str, name: object, names: Iterable[object], remedy: str) -> UnknownNameError:
    """Build the error for a name that does not exist, with the nearest suggestion and the remedy.

    Examples
    --------
    >>> str(unknown("economy", "CHM", ["CHN", "USA"], "newind data list shows them."))
    "unknown economy 'CHM'. Did you mean 'CHN'? newind data list shows them."
    """
    return UnknownNameError(f"unknown {kind} {name!r}.{suggest(name, names)} {remedy}".rstrip())
