"""Actions that come with newind: one YAML file each, coded from section 4 of the paper in our own words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from newind.policy.register import Action, Register
from newind.policy.registerfile import parse_action

LABEL = {"en": "Policies of section 4 of the paper", "zh": "论文第四部分的政策"}


def names() -> tuple[str, ...]:
    """Return the ids of the actions, in order."""
    found = (f.name for f in files(__name__).iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in found if n.endswith(".yaml") and not n.startswith("_")))


@cache
def actions() -> Register:
    """Return the register of all actions that come with newind, by id."""
    return Register([_action(name) for name in names()], name="newind", label=LABEL)


def _action(name: str) -> Action:
    file = f"{name}.yaml"
    return parse_action(files(__name__).joinpath(file).read_text(encoding="utf-8"), file)
