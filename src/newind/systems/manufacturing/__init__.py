"""System 2: manufacturing, its weight, its technology, and its ties with services and the digital economy."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "expected_share": "newind.systems.manufacturing.expected",
    "expected_pattern": "newind.systems.manufacturing.expected_fit",
    "productivity_growth": "newind.systems.manufacturing.shiftshare",
    "industrial_investment": "newind.systems.manufacturing.investment",
    "digital_content": "newind.systems.manufacturing.digital",
    "digital_change": "newind.systems.manufacturing.digital_effects",
    "digital_linkages": "newind.systems.manufacturing.digital_links",
    "service_content": "newind.systems.manufacturing.servicing",
    "chain_position": "newind.systems.manufacturing.position",
    "smile_curve": "newind.systems.manufacturing.smile",
    "chain_income": "newind.systems.manufacturing.chainincome",
    "firm_concentration": "newind.systems.manufacturing.concentrated",
    "sophistication_history": "newind.systems.manufacturing.sophistication",
}
"""Public names and the modules that define them; a module is imported when its name is first used."""

__all__ = [
    "chain_income",
    "chain_position",
    "digital_change",
    "digital_content",
    "digital_linkages",
    "expected_pattern",
    "expected_share",
    "firm_concentration",
    "industrial_investment",
    "productivity_growth",
    "service_content",
    "smile_curve",
    "sophistication_history",
]

if TYPE_CHECKING:
    from newind.systems.manufacturing.chainincome import chain_income
    from newind.systems.manufacturing.concentrated import firm_concentration
    from newind.systems.manufacturing.digital import digital_content
    from newind.systems.manufacturing.digital_effects import digital_change
    from newind.systems.manufacturing.digital_links import digital_linkages
    from newind.systems.manufacturing.expected import expected_share
    from newind.systems.manufacturing.expected_fit import expected_pattern
    from newind.systems.manufacturing.investment import industrial_investment
    from newind.systems.manufacturing.position import chain_position
    from newind.systems.manufacturing.servicing import service_content
    from newind.systems.manufacturing.shiftshare import productivity_growth
    from newind.systems.manufacturing.smile import smile_curve
    from newind.systems.manufacturing.sophistication import sophistication_history


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
