"""The recipe of an index: which steps, in which order, with which settings; and changes to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import field_validator, model_validator

from newind.aliases import alias
from newind.errors import DataError, find_duplicates, join_items, tell
from newind.index.elements import Fields
from newind.index.settings import STEPS, Aggregate, Denominate, Impute, Normalise, Screen, Treat, Weight, parse_settings
from newind.policy.checks import mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

StepName = Literal["denominate", "screen", "impute", "treat", "normalise", "weight", "aggregate"]
USUAL: tuple[StepName, ...] = ("denominate", "screen", "impute", "treat", "normalise", "weight", "aggregate")
"""The usual order."""
ALWAYS = ("normalise", "weight", "aggregate")
"""Steps without which there is no index: where a recipe does not name them they take their defaults."""


class Recipe(Fields):
    """Steps in the order in which they are done.

    A mapping of step to settings becomes a recipe, done in the order in which the mapping names the steps; a word in
    place of settings is the method, and nothing (null) in place of settings leaves a step out.

    Examples
    --------
    >>> recipe = Recipe.model_validate({"impute": "mean", "treat": {"max_points": 3}, "aggregate": "geometric"})
    >>> recipe.order
    ('impute', 'treat', 'normalise', 'weight', 'aggregate')
    >>> recipe.aggregate.method
    'geometric'
    """

    order: tuple[StepName, ...] = USUAL
    denominate: Denominate = Denominate()
    screen: Screen = Screen()
    impute: Impute = Impute()
    treat: Treat = Treat()
    normalise: Normalise = Normalise()
    weight: Weight = Weight()
    aggregate: Aggregate = Aggregate()

    @model_validator(mode="before")
    @classmethod
    def _in_order(cls, given: Any) -> Any:
        """Turn a mapping of steps into their order and settings."""
        if not isinstance(given, Mapping):
            return given
        if isinstance(given.get("order"), (list, tuple)) and all(name in STEPS for name in given["order"]):
            steps = {name: _settings(value) for name, value in given.items() if name != "order" and value is not None}
            return {**steps, "order": complete(list(given["order"]))}
        if "order" in given:
            return given
        kept = {name: settings for name, settings in given.items() if settings is not None}
        order = [name for name in kept if name in STEPS]
        return {"order": complete(order)} | {name: _settings(value) for name, value in kept.items()}

    @field_validator("order")
    @classmethod
    def _possible(cls, order: tuple[StepName, ...]) -> tuple[StepName, ...]:
        """Raise for a step that stands twice, or figures that would change after they are on one scale."""
        if twice := find_duplicates(order):
            raise mistake(tell("index.steps_twice", which=join_items(twice)))
        if order[len(order) - len(ALWAYS) :] != ALWAYS:
            raise mistake(tell("index.order_end", order=join_items(order), last=join_items(ALWAYS)))
        return order

    def __iter__(self) -> Iterator[tuple[str, Fields]]:  # type: ignore[override]
        """Iterate over the steps: name and settings."""
        return iter((name, getattr(self, name)) for name in self.order)

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as a mapping that gives it again."""
        return {name: settings.model_dump(mode="json", exclude_defaults=True) for name, settings in self}

    def apply_changes(self, changes: Mapping[str, Any]) -> Recipe:
        """Return the recipe with settings of some steps changed.

        Parameters
        ----------
        changes : mapping of str
            Step → its method, or settings to change (others stay), or None to leave it out. A step that was left
            out is done at its usual place. ``order`` → the names of all steps in a new order.

        Raises
        ------
        DataError
            For a step that cannot be left out, or an order that does not name all.
        """
        if lost := [name for name in ALWAYS if changes.get(name, True) is None]:
            raise DataError(tell("index.always", lost=join_items(lost)))
        order: list[str] = [name for name in self.order if changes.get(name, True) is not None]
        new = [n for n in changes if n in STEPS and n not in order and changes[n] is not None]
        for name in new:
            order.insert(_usual_place(name, order), name)
        given = {name: getattr(self, name).model_dump() for name in order if name not in new}
        for name in (n for n in changes if n in order):
            given[name] = given.get(name, {}) | _mapping(changes[name])
        _check_whole(order, changes.get("order", order))
        odd = {n: changes[n] for n in changes if n not in STEPS and n != "order"}
        return Recipe.model_validate({"order": changes.get("order", order), **given, **odd})

    changed: ClassVar[Any] = alias("apply_changes")


def _check_whole(order: list[str], new: Any) -> None:
    """Raise for a new order that leaves out a step without saying so."""
    if not isinstance(new, (list, tuple)):
        return
    if lost := [name for name in order if name not in new and name not in ALWAYS]:
        raise DataError(tell("index.order", lost=join_items(lost), form=f"{lost[0]}: null"))


def complete(order: list[str]) -> list[str]:
    """Return the names of steps with those that no index can do without, at their usual places."""
    found = list(order)
    for name in ALWAYS:
        if name not in found:
            found.insert(_usual_place(name, found), name)
    return found


def _settings(value: Any) -> Any:
    """Return settings as a mapping where they can be read as one; pydantic tells of others."""
    try:
        return parse_settings(value)
    except ValueError:
        return value


def _mapping(value: Any) -> dict[str, Any]:
    found = _settings(value)
    return found if isinstance(found, dict) else {"method": found}


def _usual_place(name: str, order: list[str]) -> int:
    """Return where a step belongs among others: before the first that usually comes later."""
    usual = list(STEPS)
    later = [k for k, other in enumerate(order) if usual.index(other) > usual.index(name)]
    return later[0] if later else len(order)
