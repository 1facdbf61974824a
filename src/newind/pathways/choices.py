"""List the actions that a search chooses from, each at a size from nothing to its most, from a year on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newind.errors import DataError, PolicyError, find_duplicates, join_items, tell, unknown
from newind.messages import Text, list_languages
from newind.policy.actions import actions as shipped_actions
from newind.policy.levers import FAMILIES, levers
from newind.policy.packages import names as packages_shipped
from newind.policy.register import Register
from newind.policy.schema import Package, Shock
from newind.policy.screening import screen
from newind.policy.triage import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts

IN_FORCE = ("tariff", "export_rebate", "production_subsidy", "markup")
"""Levers whose rates may be there already, so that part of the way to a new one is not that part of it."""
SHIPPED = "shipped"
"""Name of all actions that come with newind."""
FINE = 6
"""Decimals of a size."""


@dataclass(frozen=True)
class ActionChoice:
    """An action that a search can take at a size.

    Parameters
    ----------
    name : str
        By which it is called.
    package : Package
        What it does at size 1.
    label : mapping
        Name for readers, in ``en`` and ``zh``.
    tag : str
        Of the preliminary WTO classification; empty where none was asked for.
    """

    name: str
    package: Package
    label: Mapping[str, str] = field(default_factory=dict)
    tag: str = ""

    def at(self, size: float, start: int | None = None, phase_in: int = 0) -> list[Shock]:
        """Return its shocks at a size; those without a year of their own begin in `start`, in force in full later.

        Raises
        ------
        PolicyError
            Where a lever cannot be moved so far.
        """
        return [moved for s in self.package.shocks for moved in scale_shock(s, size, start, phase_in)] if size else []

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name, "label": dict(self.label), "tag": self.tag,
            "shocks": [s.to_dict() for s in self.package.shocks],
        }  # fmt: skip

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> ActionChoice:
        """Return what `to_dict` wrote."""
        shocks = [Shock(**s) for s in said["shocks"]]
        return cls(said["name"], Package(shocks, name=said["name"]), said["label"], said["tag"])


def scale_shock(shock: Shock, size: float, start: int | None = None, phase_in: int = 0) -> list[Shock]:
    """Return a shock that goes part of its way, or further.

    Parameters
    ----------
    shock : Shock
        At size 1.
    size : float
        How far it goes.
    start : int, optional
        First year, where it has none of its own.
    phase_in : int
        Years from then until it is in force in full, likewise.

    Raises
    ------
    PolicyError
        Where the lever cannot be moved so far.

    Examples
    --------
    >>> scale_shock(Shock("tariff", 0.5, mode="scale", region="CHN"), 0.5)
    [Shock('tariff', 0.75, mode='scale', region='CHN')]
    >>> [s.mode for s in scale_shock(Shock("tariff", 0.0, region="CHN"), 0.5)]
    ['scale', 'add']
    """
    dated = shock if start is None else shock.dated(start, phase_in)
    said = {**dated.to_dict(), "family": shock.family}
    if size == 1.0:
        return [Shock(**said)]
    if shock.mode == "scale":
        return [Shock(**said | {"value": 1.0 + size * (shock.value - 1.0)})]
    if shock.mode == "set" and shock.lever in IN_FORCE:
        if size > 1.0:
            raise PolicyError(tell("search.beyond", lever=levers()[shock.lever].display_name))
        left = Shock(**said | {"mode": "scale", "value": 1.0 - size})
        return [left, Shock(**said | {"mode": "add", "value": size * shock.value})]
    return [Shock(**said | {"value": size * shock.value})]


def choices_of(
    w: Accounts, actions: Package | Register | Sequence[Package], tags: Iterable[str] | None = None
) -> tuple[ActionChoice, ...]:
    """Return what can be chosen from.

    Parameters
    ----------
    w : Accounts
        Accounts on which it is tried.
    actions : Package, Register or packages
        Parts of one package, each an action or a family of policy; the actions of a register; or whole packages.
    tags : iterable of str, optional
        Of the preliminary WTO classification, that may be taken; for a register.

    Raises
    ------
    DataError
        Where nothing is left to choose from, two are called alike, or tags are asked of what has none.
    UnknownNameError
        For an unknown tag.
    """
    wanted = None if tags is None else list(tags)
    for tag in wanted or ():
        if tag not in TAGS:
            raise unknown("tag", tag, TAGS, tell("search.tags", known=join_items(TAGS)))
    if isinstance(actions, Register):
        found = _of_register(w, actions, wanted)
    elif wanted is not None:
        raise DataError(tell("search.no_tag"))
    else:
        found = _parts(w, actions) if isinstance(actions, Package) else _whole(w, actions)
    if not found:
        raise DataError(tell("search.nothing"))
    if twice := find_duplicates([c.name for c in found]):
        raise DataError(tell("search.twice", name=twice[0]))
    return tuple(found)


def find_actions(names: Sequence[str]) -> Register | None:
    """Return the actions of section 4 that names mean: all of them by ``shipped``, else each; None for other names.

    Examples
    --------
    >>> len(find_actions(["tariff-cuts", "data-sharing"])), find_actions(["opening-up"])
    (2, None)
    """
    if list(names) == [SHIPPED]:
        return shipped_actions()
    if not names or set(names) <= set(packages_shipped()) or not set(names) <= set(shipped_actions().ids):
        return None
    return shipped_actions().select(ids=dict.fromkeys(names))


def compose_package(
    choices: Sequence[ActionChoice], sizes: Sequence[float], starts: Sequence[int | None], name: str, phase_in: int = 0
) -> Package:
    """Return the package of choices at sizes, each from a year on, where it has one, and in force in full later.

    Raises
    ------
    PolicyError
        Where shocks contradict each other, or a lever cannot be moved so far.
    """
    each = zip(choices, sizes, starts, strict=True)
    return Package([s for c, size, start in each for s in c.at(size, start, phase_in)], name=name)


def _of_register(w: Accounts, register: Register, tags: list[str] | None) -> list[ActionChoice]:
    told = screen(register)
    meant = [a for a in register if a.package.select_shocks(w).shocks]
    kept = [a for a in meant if tags is None or told[a.id].tag in tags]
    return [
        ActionChoice(
            a.id, a.package.select_shocks(w), {str(lang): said for lang, said in a.label.items()}, told[a.id].tag
        )
        for a in kept
    ]


def _parts(w: Accounts, package: Package) -> list[ActionChoice]:
    """Return the parts of a package, as its effects are counted."""
    shocks = package.select_shocks(w).shocks
    groups = dict.fromkeys(s.group for s in shocks)
    return [
        ActionChoice(g, Package([s for s in shocks if s.group == g], name=g), dict(FAMILIES.get(g) or _name_plainly(g)))
        for g in groups
    ]


def _name_plainly(name: str) -> Text:
    return dict.fromkeys(list_languages(), name)


def _whole(w: Accounts, packages: Sequence[Package]) -> list[ActionChoice]:
    found = [(p, p.select_shocks(w)) for p in packages]
    return [
        ActionChoice(p.name, meant, _name_plainly(p.name) | {str(lang): said for lang, said in p.label.items() if said})
        for p, meant in found
        if meant.shocks
    ]
