"""System 4: how value circulates at home and abroad, on whom that rests, and who earns what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "export_terms": "newind.systems.circulation.decomposition",
    "dual_circulation": "newind.systems.circulation.dual",
    "demand_feedback": "newind.systems.circulation.loops",
    "feedbacks": "newind.systems.circulation.feedback",
    "exposure": "newind.systems.circulation.exposures",
    "joint_cuts": "newind.systems.circulation.joint",
    "propagation": "newind.systems.circulation.shortrun",
    "Stoppage": "newind.systems.circulation.shortrun",
    "Cut": "newind.systems.losses",
    "loss_ranges": "newind.systems.losses",
    "value_by_group": "newind.systems.circulation.division",
    "growth_effects": "newind.systems.circulation.gains",
    "value_flows": "newind.systems.circulation.valueflows",
    "regions_at_home": "newind.systems.circulation.provinces",
    "own_circulation": "newind.systems.circulation.own",
    "transfer_pairs": "newind.systems.circulation.pairs",
    "tiles": "newind.systems.circulation.tiling",
}
"""Public names and the modules that define them; a module is imported when its name is first used."""

__all__ = [
    "Cut",
    "Stoppage",
    "demand_feedback",
    "dual_circulation",
    "export_terms",
    "exposure",
    "feedbacks",
    "growth_effects",
    "joint_cuts",
    "loss_ranges",
    "own_circulation",
    "propagation",
    "regions_at_home",
    "tiles",
    "transfer_pairs",
    "value_by_group",
    "value_flows",
]

if TYPE_CHECKING:
    from newind.systems.circulation.decomposition import export_terms
    from newind.systems.circulation.division import value_by_group
    from newind.systems.circulation.dual import dual_circulation
    from newind.systems.circulation.exposures import exposure
    from newind.systems.circulation.feedback import feedbacks
    from newind.systems.circulation.gains import growth_effects
    from newind.systems.circulation.joint import joint_cuts
    from newind.systems.circulation.loops import demand_feedback
    from newind.systems.circulation.own import own_circulation
    from newind.systems.circulation.pairs import transfer_pairs
    from newind.systems.circulation.provinces import regions_at_home
    from newind.systems.circulation.shortrun import Stoppage, propagation
    from newind.systems.circulation.tiling import tiles
    from newind.systems.circulation.valueflows import value_flows
    from newind.systems.losses import Cut, loss_ranges


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
