"""System 4: how value circulates at home and abroad, on whom that rests, and who earns what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "export_terms": "newind.analyses.circulation.decomposition",
    "dual_circulation": "newind.analyses.circulation.dual",
    "demand_feedback": "newind.analyses.circulation.loops",
    "feedbacks": "newind.analyses.circulation.feedback",
    "exposure": "newind.analyses.circulation.exposures",
    "joint_cuts": "newind.analyses.circulation.joint",
    "propagation": "newind.analyses.circulation.shortrun",
    "Stoppage": "newind.analyses.circulation.shortrun",
    "Cut": "newind.analyses.losses",
    "loss_ranges": "newind.analyses.losses",
    "value_by_group": "newind.analyses.circulation.division",
    "growth_effects": "newind.analyses.circulation.gains",
    "value_flows": "newind.analyses.circulation.valueflows",
    "regions_at_home": "newind.analyses.circulation.provinces",
    "own_circulation": "newind.analyses.circulation.own",
    "transfer_pairs": "newind.analyses.circulation.pairs",
    "tiles": "newind.analyses.circulation.tiling",
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
    from newind.analyses.circulation.decomposition import export_terms
    from newind.analyses.circulation.division import value_by_group
    from newind.analyses.circulation.dual import dual_circulation
    from newind.analyses.circulation.exposures import exposure
    from newind.analyses.circulation.feedback import feedbacks
    from newind.analyses.circulation.gains import growth_effects
    from newind.analyses.circulation.joint import joint_cuts
    from newind.analyses.circulation.loops import demand_feedback
    from newind.analyses.circulation.own import own_circulation
    from newind.analyses.circulation.pairs import transfer_pairs
    from newind.analyses.circulation.provinces import regions_at_home
    from newind.analyses.circulation.shortrun import Stoppage, propagation
    from newind.analyses.circulation.tiling import tiles
    from newind.analyses.circulation.valueflows import value_flows
    from newind.analyses.losses import Cut, loss_ranges


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
