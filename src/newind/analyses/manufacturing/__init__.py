"""System 2: manufacturing, its weight, its technology, and its ties with services and the digital economy."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "expected_share": "newind.analyses.manufacturing.expected",
    "expected_pattern": "newind.analyses.manufacturing.expected_fit",
    "productivity_growth": "newind.analyses.manufacturing.shiftshare",
    "industrial_investment": "newind.analyses.manufacturing.investment",
    "digital_content": "newind.analyses.manufacturing.digital",
    "digital_change": "newind.analyses.manufacturing.digital_effects",
    "digital_linkages": "newind.analyses.manufacturing.digital_links",
    "service_content": "newind.analyses.manufacturing.servicing",
    "chain_position": "newind.analyses.manufacturing.position",
    "smile_curve": "newind.analyses.manufacturing.smile",
    "chain_income": "newind.analyses.manufacturing.chainincome",
    "firm_concentration": "newind.analyses.manufacturing.concentrated",
    "sophistication_history": "newind.analyses.manufacturing.sophistication",
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
    from newind.analyses.manufacturing.chainincome import chain_income
    from newind.analyses.manufacturing.concentrated import firm_concentration
    from newind.analyses.manufacturing.digital import digital_content
    from newind.analyses.manufacturing.digital_effects import digital_change
    from newind.analyses.manufacturing.digital_links import digital_linkages
    from newind.analyses.manufacturing.expected import expected_share
    from newind.analyses.manufacturing.expected_fit import expected_pattern
    from newind.analyses.manufacturing.investment import industrial_investment
    from newind.analyses.manufacturing.position import chain_position
    from newind.analyses.manufacturing.servicing import service_content
    from newind.analyses.manufacturing.shiftshare import productivity_growth
    from newind.analyses.manufacturing.smile import smile_curve
    from newind.analyses.manufacturing.sophistication import sophistication_history


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
