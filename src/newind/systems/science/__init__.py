"""System 1: what an economy depends on, what replaces it, whose research it uses, and how well it innovates."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "dependence_list": "newind.systems.science.reliance",
    "replacers": "newind.systems.science.alternatives",
    "replacement": "newind.systems.science.substitution",
    "innovation_mix": "newind.systems.science.mix",
    "research_chain": "newind.systems.science.chain",
    "innovation_capacity": "newind.systems.science.capacity",
    "research_effect": "newind.systems.science.research_support",
    "product_screen": "newind.systems.science.products",
    "read_products": "newind.accounts.readers.products",
    "product_template": "newind.accounts.product_layouts",
    "example_products": "newind.accounts.product_drawing",
    "Cut": "newind.systems.losses",
    "loss_ranges": "newind.systems.losses",
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
    from newind.accounts.product_drawing import example_products
    from newind.accounts.product_layouts import product_template
    from newind.accounts.readers.products import read_products
    from newind.systems.losses import Cut, loss_ranges
    from newind.systems.science.alternatives import replacers
    from newind.systems.science.capacity import innovation_capacity
    from newind.systems.science.chain import research_chain
    from newind.systems.science.mix import innovation_mix
    from newind.systems.science.products import product_screen
    from newind.systems.science.reliance import dependence_list
    from newind.systems.science.research_support import research_effect
    from newind.systems.science.substitution import replacement


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
