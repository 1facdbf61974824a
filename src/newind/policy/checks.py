"""Check a shock: its lever decides the values, selectors and options that make sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from newind.errors import BilingualMessage, UnknownNameError, join_items, suggest, tell
from newind.messages import complete, list_languages
from newind.policy.levers import FAMILIES, SELECTORS, Lever, levers

if TYPE_CHECKING:
    from newind.policy.fields import ShockFields

Selector = str | tuple[str, ...]
"""A label, several labels, the name of a group, or ``"*"`` for all."""


def two_sets() -> BilingualMessage:
    """Return what to do when two shocks set one cell."""
    return tell("policy.two_sets_remedy")


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
    raise mistake(tell("policy.selection", value=value))


def words(value: Any) -> Any:
    """Return a text as one in every language, everything else as it is."""
    return dict.fromkeys(list_languages(), value) if isinstance(value, str) else complete(value)


def check_lever(id: str) -> str:
    """Return the id of a lever, or raise with the nearest."""
    try:
        return levers()[id].id
    except UnknownNameError as error:
        raise mistake(str(error)) from None


def check_mode(mode: str, lever: Lever) -> str:
    """Return a mode that the lever allows."""
    if mode in lever.modes:
        return mode
    raise mistake(tell("policy.mode", mode=mode, lever=lever.display_name, modes=join_items(lever.modes)))


def check_bounds(value: float, lever: Lever, mode: str) -> float:
    """Return a value within the bounds of its lever."""
    low, high = lever.limits(mode)
    if low <= value <= high:
        return value
    unit = "" if lever.unit == "1" else f" {lever.unit}"
    raise mistake(
        tell("policy.bounds", value=value, lever=lever.display_name, mode=mode, low=low, high=high, unit=unit)
    )


def in_scope(name: str, value: Selector, lever: Lever) -> Selector:
    """Return a selection that the lever takes."""
    if name in lever.scope or value == "*":
        return value
    raise mistake(tell("policy.scope", lever=lever.display_name, name=name, scope=join_items(lever.scope)), at_key=True)


def check_options(given: Mapping[str, Any], lever: Lever) -> dict[str, Any]:
    """Return options that the lever has, with values that they take."""
    for key, value in given.items():
        if key not in lever.options:
            some = tell("policy.has_options", options=join_items(lever.options))
            has = some if lever.options else tell("policy.no_options")
            raise mistake(
                tell("policy.option", lever=lever.display_name, key=key, near=suggest(key, lever.options), has=has),
                key,
                at_key=True,
            )
        if not lever.options[key].takes(value):
            raise mistake(
                tell(
                    "policy.option_value",
                    key=key,
                    lever=lever.display_name,
                    allowed=lever.options[key].allowed_values,
                    value=value,
                ),
                key,
            )
    return dict(given)


def check_action(id: str, number: int, before: Sequence[str]) -> None:
    """Raise unless an id is that of an action that comes with newind, has shocks, and was not named before."""
    from newind.policy.actions import action

    if id in before:
        raise mistake(tell("policy.action_twice", id=id), number)
    try:
        found = action(id)
    except UnknownNameError as error:
        raise mistake(str(error), number) from None
    if not found.shocks:
        why = BilingualMessage(found.no_shock["en"].rstrip("."), found.no_shock["zh"].rstrip("。"))
        raise mistake(tell("policy.no_shock", id=id, why=why), number)


def check_family(name: str) -> str:
    """Return a family of policy, or raise with the nearest."""
    if name in FAMILIES:
        return name
    raise mistake(tell("policy.family", name=name, near=suggest(name, FAMILIES), families=join_items(FAMILIES)))


def in_order(until: int | None, start: int | None, phase_in: int) -> None:
    """Raise unless a shock ends after it began and was phased in."""
    if until is None:
        return
    if start is None:
        raise mistake(tell("policy.until_alone", until=until))
    if until < start + phase_in:
        whole = tell("policy.phased", start=start, until=start + phase_in)
        reached = whole if phase_in else tell("policy.from", start=start)
        raise mistake(tell("policy.until_early", until=until, reached=reached))


def no_two_sets(shocks: Sequence[ShockFields]) -> None:
    """Raise when two shocks set the same lever where they surely meet, whatever the accounts."""
    numbered = [(i, s) for i, s in enumerate(shocks) if s.mode == "set"]
    for (i, a), (j, b) in combinations(numbered, 2):
        if a.lever == b.lever and _meet(a, b):
            raise mistake(tell("policy.two_sets", lever=b.lever, number=i + 1, remedy=two_sets()), j)


def _meet(a: ShockFields, b: ShockFields) -> bool:
    """Tell whether two selections surely share a cell; groups may share more than their names tell."""
    if a.table and b.table and a.table != b.table:
        return False
    shared = {name: _intersect_selectors(getattr(a, name), getattr(b, name)) for name in SELECTORS}
    lever = levers()[a.lever]
    within = "partner" in lever.scope and not lever.own
    home = within and len(shared["region"]) == 1 and shared["region"] == shared["partner"] != {"*"}
    return all(shared.values()) and not home


def _intersect_selectors(a: Selector, b: Selector) -> set[str]:
    left, right = ({s} if isinstance(s, str) else set(s) for s in (a, b))
    if "*" in left:
        return right
    return left if "*" in right else left & right
