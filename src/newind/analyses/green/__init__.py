"""System 3: the green, low-carbon and circular economy: carbon made and used, what changes it, who bears what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "carbon_change": "newind.analyses.green.decomposition",
    "kaya": "newind.analyses.green.kaya_identity",
    "footprint": "newind.analyses.green.footprints",
    "embodied_trade": "newind.analyses.green.embodied",
    "emission_paths": "newind.analyses.green.paths",
    "divide_target": "newind.analyses.green.sharing",
    "read_parts": "newind.analyses.green.sharing_parts",
    "parts_of_accounts": "newind.analyses.green.sharing_accounts",
    "Target": "newind.analyses.green.sharing_target",
    "embodied_charge_effects": "newind.analyses.green.charges",
    "carbon_price_effects": "newind.analyses.green.charges",
    "border_charge_effects": "newind.analyses.green.charges",
    "beside_equilibrium": "newind.analyses.green.charge_simulated",
    "compensation": "newind.analyses.green.regional_payments",
    "power_mix": "newind.analyses.green.energy",
    "mix_scenario": "newind.analyses.green.energy_scenario",
    "mix_effect": "newind.analyses.green.energy_effect",
    "circularity": "newind.analyses.green.circular",
    "recycling_scenario": "newind.analyses.green.recycling",
    "recycling_layers": "newind.analyses.green.recycling",
}
"""Public names and the modules that define them; a module is imported when its name is first used."""

__all__ = [
    "Target",
    "beside_equilibrium",
    "border_charge_effects",
    "carbon_change",
    "carbon_price_effects",
    "circularity",
    "compensation",
    "divide_target",
    "embodied_charge_effects",
    "embodied_trade",
    "emission_paths",
    "footprint",
    "kaya",
    "mix_effect",
    "mix_scenario",
    "parts_of_accounts",
    "power_mix",
    "read_parts",
    "recycling_layers",
    "recycling_scenario",
]

if TYPE_CHECKING:
    from newind.analyses.green.charge_simulated import beside_equilibrium
    from newind.analyses.green.charges import border_charge_effects, carbon_price_effects, embodied_charge_effects
    from newind.analyses.green.circular import circularity
    from newind.analyses.green.decomposition import carbon_change
    from newind.analyses.green.embodied import embodied_trade
    from newind.analyses.green.energy import power_mix
    from newind.analyses.green.energy_effect import mix_effect
    from newind.analyses.green.energy_scenario import mix_scenario
    from newind.analyses.green.footprints import footprint
    from newind.analyses.green.kaya_identity import kaya
    from newind.analyses.green.paths import emission_paths
    from newind.analyses.green.recycling import recycling_layers, recycling_scenario
    from newind.analyses.green.regional_payments import compensation
    from newind.analyses.green.sharing import divide_target
    from newind.analyses.green.sharing_accounts import parts_of_accounts
    from newind.analyses.green.sharing_parts import read_parts
    from newind.analyses.green.sharing_target import Target


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
