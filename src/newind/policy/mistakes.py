"""Report mistakes in a policy or another description: what pydantic found, in words, and several at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.errors import BilingualMessage, NewindError, PolicyError, join_items, sentences, suggest, tell, within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel, ValidationError

MOST = 3
"""Mistakes that are reported one by one."""
KINDS = ("float", "int", "string", "finite", "tuple")
"""Pydantic's types that have a name of their own in the catalogue: the first part of the name of its errors."""

BOUNDS = ("ge", "le", "gt", "lt", "min_length", "max_length")
"""Bounds of values and of lists."""


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Parameters
    ----------
    path : tuple of str and int
        Keys and positions that lead to it, from the whole package or from a shock.
    text : str
        What is wrong, and what would be right.
    at_key : bool
        Whether the key is wrong rather than its value.
    """

    path: tuple[str | int, ...]
    text: str
    at_key: bool = False


def mistakes(error: ValidationError, keys: Callable[[tuple[str | int, ...]], Sequence[str]]) -> list[Mistake]:
    """Return what pydantic found, in the order in which it stands.

    Parameters
    ----------
    error : ValidationError
        What it raised.
    keys : callable
        From the path of a mapping to the keys that it may have.
    """
    return [_mistake(found, keys) for found in error.errors(include_url=False)]


def refuse(
    found: Sequence[Mistake],
    place: Callable[[Mistake], str],
    whole: str,
    error: type[NewindError] = PolicyError,
) -> NewindError:
    """Return the error that tells the first mistakes with their places, and how many there are.

    Parameters
    ----------
    found : sequence of Mistake
        At least one.
    place : callable
        From a mistake to where it is.
    whole : str
        The file or the object that they are in.
    error : type
        Which error to return.
    """
    told = [within(place(m), m.text) for m in found[:MOST]]
    if len(found) == 1:
        return error(told[0])
    several = "policy.several_first" if len(found) > MOST else "policy.several"
    return error(sentences([tell(several, n=len(found), whole=whole, most=MOST), *told], "\n"))


def _mistake(found: Any, keys: Callable[[tuple[str | int, ...]], Sequence[str]]) -> Mistake:
    path, kind, given = tuple(found["loc"]), found["type"], found["input"]
    if kind == "policy":
        return Mistake((*path, *found["ctx"]["at"]), found["ctx"]["text"], found["ctx"]["at_key"])
    if kind == "extra_forbidden":
        known = keys(path[:-1])
        return Mistake(
            path, tell("policy.key", key=path[-1], near=suggest(path[-1], known), known=join_items(known)), True
        )
    if kind == "missing" and isinstance(path[-1], int):
        return Mistake(
            path[:-1], tell("policy.more_values", called=_format_key(path[:-1]), n=path[-1], given=_short(given))
        )
    if kind == "missing":
        return Mistake(path[:-1], tell("policy.missing", key=path[-1]))
    return Mistake(path, _wrong(found, _format_key(path), kind, given))


def _format_key(path: tuple[str | int, ...]) -> str:
    return path[-1] if path and isinstance(path[-1], str) else tell("policy.it")


def _wrong(found: Any, called: str, kind: str, given: object) -> str:
    """Say what a value must be, and what it is."""
    if kind == "literal_error":
        allowed = found["ctx"]["expected"]
        names = re.findall("'(.+?)'", allowed)
        either = BilingualMessage(allowed, "、".join(f"“{n}”" for n in names))
        return tell("policy.must_be", called=called, allowed=either, given=_short(given), near=suggest(given, names))
    for bound in BOUNDS:
        if (limit := found.get("ctx", {}).get(bound)) is not None:
            return tell("policy.must", called=called, bound=tell(f"must.{bound}"), limit=limit, given=_short(given))
    what = kind.partition("_")[0]
    allowed = tell(f"must.{what if what in KINDS else 'mapping'}")
    return tell("policy.must_be", called=called, allowed=allowed, given=_short(given), near="")


def _short(given: object, most: int = 40) -> str:
    text = repr(given)
    return text if len(text) <= most else f"{text[:most]}…"


def keys_of(root: type[BaseModel], parts: dict[str, type[BaseModel]]) -> Callable[..., Sequence[str]]:
    """Return the function that tells which keys the mapping at a path may have."""

    def keys(path: tuple[str | int, ...]) -> Sequence[str]:
        model = parts.get(str(path[0]), root) if path else root
        return tuple(model.model_fields)

    return keys
