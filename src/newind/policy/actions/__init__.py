"""Actions that come with newind: one YAML file each, coded from section 4 of the paper in our own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from newind.datafiles import list_yaml, read_yaml
from newind.errors import tell, unknown
from newind.messages import message
from newind.policy.register import Register
from newind.policy.registerfile import parse_action
from newind.policy.yaml_file import read_placed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.policy.register import Action

LABEL = message("policy.actions.label")


@dataclass(frozen=True)
class Sentence:
    """A sentence of section 4, or a pathway of the abstract, and what codes it.

    Parameters
    ----------
    id : str
        Clause and number of the sentence in its paragraph, such as ``4.trade.3``.
    topic : mapping
        What it is about, in our own words, in ``en`` and ``zh``.
    actions : tuple of str
        Ids of the actions that code it.
    reason : mapping
        Why there is no action, in ``en`` and ``zh``, where there is none.
    """

    id: str
    topic: Mapping[str, str]
    actions: tuple[str, ...] = ()
    reason: Mapping[str, str] = field(default_factory=dict)


def names() -> tuple[str, ...]:
    """Return the ids of the actions, in order."""
    return tuple(name for name in list_yaml(__name__) if not name.startswith("_"))


@cache
def actions() -> Register:
    """Return the register of all actions that come with newind, by id.

    Examples
    --------
    >>> actions()["export-rebate-solar"].tax.rebate
    0.09
    """
    return Register([action(name) for name in names()], name="newind", label=LABEL)


@cache
def action(id: str) -> Action:
    """Return an action that comes with newind; only its own file is read.

    Raises
    ------
    UnknownNameError
        With the nearest id.

    Examples
    --------
    >>> action("data-sharing").family
    'market'
    """
    if id not in names():
        raise unknown("action", id, names(), tell("policy.actions"))
    return parse_action(read_placed(__name__, f"{id}.yaml"), f"{id}.yaml")


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence of section 4 and every pathway of the abstract, in order, with what codes it.

    Examples
    --------
    >>> [s.actions for s in sentences() if s.id == "4.environment.3"]
    [('green-finance',)]
    """
    found = read_yaml(__name__, "_sentences.yaml").items()
    return tuple(Sentence(id, e["topic"], tuple(e.get("actions", ())), e.get("reason", {})) for id, e in found)
