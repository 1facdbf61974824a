"""Mistakes in a policy or another description: what pydantic found, in words, and how several are told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.errors import NewindError, PolicyError, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel, ValidationError

MOST = 3
"""Mistakes that are told one by one."""
KINDS = {"float": "a number", "int": "a whole number", "string": "text", "finite": "a finite number", "tuple": "a list"}
"""What pydantic's types are called, by the first part of the name of its errors."""

BOUNDS = {
    "ge": "be at least", "le": "be at most", "gt": "be above", "lt": "be below",
    "min_length": "have a length of at least", "max_length": "have a length of at most",
}  # fmt: skip
"""How bounds of values and of lists are told."""


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
    told = [f"{place(m)}: {m.text}" for m in found[:MOST]]
    if len(found) == 1:
        return error(told[0])
    first = f", the first {MOST}" if len(found) > MOST else ""
    return error(f"{len(found)} mistakes in {whole}{first}:\n" + "\n".join(told))


def _mistake(found: Any, keys: Callable[[tuple[str | int, ...]], Sequence[str]]) -> Mistake:
    path, kind, given = tuple(found["loc"]), found["type"], found["input"]
    if kind == "policy":
        return Mistake((*path, *found["ctx"]["at"]), found["msg"], found["ctx"]["at_key"])
    if kind == "extra_forbidden":
        known = keys(path[:-1])
        return Mistake(path, f"unknown key {path[-1]!r}.{suggest(path[-1], known)} Keys are {', '.join(known)}.", True)
    if kind == "missing" and isinstance(path[-1], int):
        return Mistake(path[:-1], f"{_called(path[:-1])} must have more than {path[-1]} values, not {_short(given)}.")
    if kind == "missing":
        return Mistake(path[:-1], f"no {path[-1]!r}. It must be given.")
    return Mistake(path, f"{_called(path)} {_wrong(found, kind, given)}")


def _called(path: tuple[str | int, ...]) -> str:
    return path[-1] if path and isinstance(path[-1], str) else "it"


def _wrong(found: Any, kind: str, given: object) -> str:
    """Say what a value must be, and what it is."""
    if kind == "literal_error":
        allowed = found["ctx"]["expected"]
        near = suggest(given, re.findall("'(.+?)'", allowed))
        return f"must be {allowed}, not {_short(given)}.{near}"
    for bound, words in BOUNDS.items():
        if bound in found.get("ctx", {}):
            return f"must {words} {found['ctx'][bound]}, not {_short(given)}."
    return f"must be {KINDS.get(kind.partition('_')[0], 'a mapping of keys to values')}, not {_short(given)}."


def _short(given: object, most: int = 40) -> str:
    text = repr(given)
    return text if len(text) <= most else f"{text[:most]}…"


def keys_of(root: type[BaseModel], parts: dict[str, type[BaseModel]]) -> Callable[..., Sequence[str]]:
    """Return the function that tells which keys the mapping at a path may have."""

    def keys(path: tuple[str | int, ...]) -> Sequence[str]:
        model = parts.get(str(path[0]), root) if path else root
        return tuple(model.model_fields)

    return keys
