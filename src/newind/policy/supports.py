"""What of a package is support under the WTO's rules on subsidies: the actions that it names, and bare levers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.policy.actions import action, actions
from newind.policy.levers import levers
from newind.policy.register import Action, Register
from newind.policy.sliders import sliders

if TYPE_CHECKING:
    from newind.policy.schema import Package, Shock

NO_TIES = {"export": "no", "local_content": "no"}
"""Assumptions on a bare lever: support without a tie to exports or local content; an export subsidy is one."""


def as_action(k: int, shock: Shock) -> Action | None:
    """Return a shock, by its place in a package, as the measure that it stands for; None where it is no support."""
    support = sliders().get(shock.lever, {}).get("support")
    size = shock.value - 1 if shock.mode == "scale" else shock.value
    if support is None or size * support["sign"] <= 0:
        return None
    return Action(
        id=f"shock-{k}", label=levers()[shock.lever].label, clause=levers()[shock.lever].clause, family="industrial",
        instrument=support["instrument"], stage=support["stage"], recipient=support["recipient"],
        eligible="all" if shock.industry == "*" else "sector", regions=shock.region, industries=shock.industry,
        conditions=NO_TIES if support["stage"] != "export" else {}, sources=[{"title": "scenario"}],
    )  # fmt: skip


def supports(package: Package) -> Register:
    """Return what a package does as measures: actions that it names, and other shocks that are support.

    Examples
    --------
    >>> from newind.policy.packages import package
    >>> supports(package("carbon-market")).ids
    ('carbon-market-extension', 'green-finance', 'heavy-industry-upgrade')
    """
    known = set(actions().ids)
    named = dict.fromkeys(s.action for s in package.shocks if s.action in known)
    bare = [as_action(k, s) for k, s in enumerate(package.shocks) if s.action not in known]
    return Register([*(action(id) for id in named), *(a for a in bare if a is not None)], name=package.name)
