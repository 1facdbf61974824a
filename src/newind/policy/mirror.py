"""How partners may answer a package: with the same tariff, a duty equal to a subsidy, the same tax on exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.policy.schema import Package, Shock
from newind.policy.targets import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.policy.targets import ShockCells

SAME = ("tariff", "export_rebate")
"""Levers that partners turn on who moves them."""
COUNTERED = ("production_subsidy",)
"""Levers that partners answer with a tariff of the same rate on the goods that are helped."""


def mirror(package: Package, w: Accounts) -> Package | None:
    """Return a package with what partners answer; None where they have nothing to answer to.

    Parameters
    ----------
    package : Package
        What a region does. Tariffs and taxes or rebates on exports are turned on it, moved as far on the same goods by
        those it moves them on; a subsidy is answered by a duty of its rate. A partner that moves the same lever itself
        does not answer.
    w : Accounts
        Where regions stand.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = mirror(Package([Shock("tariff", 0.2, "add", region="CHN")]), load("world", 2011))
    >>> found.shocks[-1].partner, len(found.shocks[-1].region), mirror(Package(), load("world", 2011)) is None
    (('CHN',), 19, True)
    """
    targets = [t for t in resolve(package, w) if t.lever.id in (*SAME, *COUNTERED)]
    moving = {name: {int(r) for t in targets if t.lever.id == name for r in t.regions} for name in SAME}
    answers = [a for t in targets if (a := _answer(t, moving, w.regions.codes)) is not None]
    return package.model_copy(update={"shocks": (*package.shocks, *answers)}) if answers else None


def _answer(target: ShockCells, moving: Mapping[str, set[int]], codes: Sequence[str]) -> Shock | None:
    """Return what partners do about one shock; None where nobody has anything to do."""
    shock, actors = target.shock, {int(r) for r in target.regions}
    countered = target.lever.id in COUNTERED
    if countered and (shock.mode == "scale" or shock.value <= 0):
        return None
    others = range(len(codes)) if countered else map(int, target.partners)
    busy = set() if countered else moving[target.lever.id]
    rivals = [codes[r] for r in others if r not in actors | busy]
    if not rivals:
        return None
    said: dict[str, Any] = {"region": rivals, "partner": [codes[r] for r in sorted(actors)]}
    said |= {"lever": "tariff", "mode": "add"} if countered else {"lever": shock.lever, "mode": shock.mode}
    kept = ("value", "industry", "start", "phase_in", "until")
    return Shock(**said, **{name: getattr(shock, name) for name in kept}, family="trade")
