"""What a shock may say: its lever decides the values, selectors and options that make sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from newind.errors import UnknownNameError, suggest
from newind.policy.levers import FAMILIES, SELECTORS, Lever, levers

if TYPE_CHECKING:
    from newind.policy.fields import ShockFields

Selector = str | tuple[str, ...]
"""A label, several labels, the name of a group, or ``"*"`` for all."""

TWO_SETS = "Keep one of the two, or let one add or scale."
"""What to do when two shocks set one cell."""


def mistake(text: str, *at: str | int, at_key: bool = False) -> PydanticCustomError:
    """Return the error that a validator raises, with where below the field it is."""
    return PydanticCustomError("policy", "{text}", {"text": text, "at": at, "at_key": at_key})


def plain(value: Any) -> Any:
    """Return a scalar of numpy as the Python number that it is, everything else as it is."""
    return value.item() if hasattr(value, "item") and not getattr(value, "shape", ()) else value


def selector(value: Any) -> Selector:
    """Return a selection as text or a tuple of texts."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, Sequence) and not isinstance(value, str) and value and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise mistake(f"a selection must be a label, a list of labels, the name of a group, or '*', not {value!r}.")


def words(value: Any) -> Any:
    """Return a text as one in both languages, everything else as it is."""
    return {"en": value, "zh": value} if isinstance(value, str) else value


def known_lever(id: str) -> str:
    """Return the id of a lever, or raise with the nearest."""
    try:
        return levers()[id].id
    except UnknownNameError as error:
        raise mistake(str(error)) from None


def known_mode(mode: str, lever: Lever) -> str:
    """Return a mode that the lever allows."""
    if mode in lever.modes:
        return mode
    raise mistake(f"mode {mode!r} makes no sense for {lever.id}. It takes {', '.join(lever.modes)}.")


def bounded(value: float, lever: Lever, mode: str) -> float:
    """Return a value within the bounds of its lever."""
    low, high = lever.limits(mode)
    if low <= value <= high:
        return value
    unit = "" if lever.unit == "1" else f" {lever.unit}"
    raise mistake(f"value {value:g} is out of bounds for {lever.id} ({mode}): give {low:g} to {high:g}{unit}.")


def in_scope(name: str, value: Selector, lever: Lever) -> Selector:
    """Return a selection that the lever takes."""
    if name in lever.scope or value == "*":
        return value
    raise mistake(f"{lever.id} takes no {name!r}. Its selectors are {', '.join(lever.scope)}.", at_key=True)


def known_options(given: Mapping[str, Any], lever: Lever) -> dict[str, Any]:
    """Return options that the lever has, with values that they take."""
    for key, value in given.items():
        if key not in lever.options:
            has = f"Options of it are {', '.join(lever.options)}." if lever.options else "It has no options."
            raise mistake(f"{lever.id} has no option {key!r}.{suggest(key, lever.options)} {has}", key, at_key=True)
        if not lever.options[key].takes(value):
            raise mistake(f"{key} of {lever.id} must be {lever.options[key].allowed}, not {value!r}.", key)
    return dict(given)


def known_action(id: str, number: int, before: Sequence[str]) -> None:
    """Raise unless an id is that of an action that comes with newind, has shocks, and was not named before."""
    from newind.policy.actions import action

    if id in before:
        raise mistake(f"action {id!r} is named twice. Name each once.", number)
    try:
        found = action(id)
    except UnknownNameError as error:
        raise mistake(str(error), number) from None
    if not found.shocks:
        why = found.no_shock["en"].rstrip(".")
        raise mistake(f"the model says nothing of action {id!r} ({why}). Leave it out.", number)


def known_family(name: str) -> str:
    """Return a family of policy, or raise with the nearest."""
    if name in FAMILIES:
        return name
    raise mistake(f"unknown family {name!r}.{suggest(name, FAMILIES)} Families are {', '.join(FAMILIES)}.")


def in_order(until: int | None, start: int | None, phase_in: int) -> None:
    """Raise unless a shock ends after it began and was phased in."""
    if until is None:
        return
    if start is None:
        raise mistake(f"until {until} without a start. Give the year in which it starts.")
    if until < start + phase_in:
        reached = f"{start}" + (f" and is phased in until {start + phase_in}" if phase_in else "")
        raise mistake(f"until {until} is too early: the shock starts in {reached}. Dates must follow each other.")


def no_two_sets(shocks: Sequence[ShockFields]) -> None:
    """Raise when two shocks set the same lever where they surely meet, whatever the accounts."""
    numbered = [(i, s) for i, s in enumerate(shocks) if s.mode == "set"]
    for (i, a), (j, b) in combinations(numbered, 2):
        if a.lever == b.lever and _meet(a, b):
            raise mistake(f"sets {b.lever} where shock {i + 1} does already. {TWO_SETS}", j)


def _meet(a: ShockFields, b: ShockFields) -> bool:
    """Tell whether two selections surely share a cell; groups may share more than their names tell."""
    if a.table and b.table and a.table != b.table:
        return False
    shared = {name: _shared(getattr(a, name), getattr(b, name)) for name in SELECTORS}
    lever = levers()[a.lever]
    within = "partner" in lever.scope and not lever.own
    home = within and len(shared["region"]) == 1 and shared["region"] == shared["partner"] != {"*"}
    return all(shared.values()) and not home


def _shared(a: Selector, b: Selector) -> set[str]:
    left, right = ({s} if isinstance(s, str) else set(s) for s in (a, b))
    if "*" in left:
        return right
    return left if "*" in right else left & right
