"""When the actions of a package are carried out, and by whom: as the package dates them, else as a roadmap does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.pathways.targets import ActionTiming, Owner
    from newind.policy.schema import Package, Shock

LEVELS: dict[str, Owner] = {"national": "ministry"}
"""Who carries out an action of a level of government, where the roadmap does not say; other levels are ``local``."""


@dataclass(frozen=True)
class ActionSchedule:
    """When an action of the package, or a family of them, is carried out.

    Parameters
    ----------
    name : str
        Family, or id of the action.
    start, full : int
        First year, and the first in which it is in force in full.
    until : int or None
        Last year.
    owners : tuple of str
        Who carries it out; empty where nobody says.
    levers : tuple of str
        What it moves.
    """

    name: str
    start: int
    full: int
    until: int | None
    owners: tuple[str, ...]
    levers: tuple[str, ...]


def groups(package: Package) -> tuple[str, ...]:
    """Return what the shocks of a package are counted with, in order: actions, else families."""
    return tuple(dict.fromkeys(s.group for s in package.shocks))


def left_out(package: Package, group: str) -> Package:
    """Return a package without the shocks of one group."""
    return package.model_copy(update={"shocks": tuple(s for s in package.shocks if s.group != group)})


def date_shocks(package: Package, timings: Mapping[str, ActionTiming]) -> Package:
    """Return a package whose shocks without a start are dated as a roadmap says."""
    return package.model_copy(update={"shocks": tuple(_date_shock(s, timings.get(s.group)) for s in package.shocks)})


def _date_shock(shock: Shock, timing: ActionTiming | None) -> Shock:
    if timing is None or timing.start is None or shock.start is not None:
        return shock
    given = {"start": timing.start, "phase_in": shock.phase_in or timing.phase_in, "until": timing.until}
    return shock.model_copy(update=given)


def action_of(name: str, package: Package, first_year: int, timings: Mapping[str, ActionTiming]) -> ActionSchedule:
    """Return when the shocks of one group are in force; `first_year` is that of those without a start."""
    shocks = [s for s in package.shocks if s.group == name]
    starts = [first_year if s.start is None else s.start for s in shocks]
    ends = [s.until for s in shocks]
    return ActionSchedule(
        name,
        min(starts),
        max(first + s.phase_in for first, s in zip(starts, shocks, strict=True)),
        None if None in ends else max(e for e in ends if e is not None),
        timings[name].owners if name in timings and timings[name].owners else _owners(name, shocks),
        tuple(dict.fromkeys(s.lever for s in shocks)),
    )


def _owners(name: str, shocks: list[Shock]) -> tuple[str, ...]:
    """Return who carries out an action that comes with newind, by its level of government; nobody for a family."""
    from newind.policy.actions import action, names

    if not any(s.action == name for s in shocks) or name not in names():
        return ()
    return (LEVELS.get(action(name).level, "local"),)
