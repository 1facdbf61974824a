"""System 1: what an economy depends on, what replaces it, whose research it uses, and how well it innovates."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "dependence_list": "newind.analyses.science.reliance",
    "replacers": "newind.analyses.science.alternatives",
    "replacement": "newind.analyses.science.substitution",
    "innovation_mix": "newind.analyses.science.mix",
    "research_chain": "newind.analyses.science.chain",
    "innovation_capacity": "newind.analyses.science.capacity",
    "research_effect": "newind.analyses.science.research_support",
    "product_screen": "newind.analyses.science.products",
    "read_products": "newind.data.readers.products",
    "product_template": "newind.data.product_layouts",
    "example_products": "newind.data.product_drawing",
    "Cut": "newind.analyses.losses",
    "loss_ranges": "newind.analyses.losses",
}
"""Public names and the modules that define them; a module is imported when its name is first used."""

__all__ = [
    "Cut",
    "dependence_list",
    "example_products",
    "innovation_capacity",
    "innovation_mix",
    "loss_ranges",
    "product_screen",
    "product_template",
    "read_products",
    "replacement",
    "replacers",
    "research_chain",
    "research_effect",
]

if TYPE_CHECKING:
    from newind.analyses.losses import Cut, loss_ranges
    from newind.analyses.science.alternatives import replacers
    from newind.analyses.science.capacity import innovation_capacity
    from newind.analyses.science.chain import research_chain
    from newind.analyses.science.mix import innovation_mix
    from newind.analyses.science.products import product_screen
    from newind.analyses.science.reliance import dependence_list
    from newind.analyses.science.research_support import research_effect
    from newind.analyses.science.substitution import replacement
    from newind.data.product_drawing import example_products
    from newind.data.product_layouts import product_template
    from newind.data.readers.products import read_products


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
