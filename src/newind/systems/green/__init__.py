"""System 3: the green, low-carbon and circular economy: carbon made and used, what changes it, who bears what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "carbon_change": "newind.systems.green.decomposition",
    "kaya": "newind.systems.green.kaya_identity",
    "footprint": "newind.systems.green.footprints",
    "embodied_trade": "newind.systems.green.embodied",
    "emission_paths": "newind.systems.green.paths",
    "divide_target": "newind.systems.green.sharing",
    "read_parts": "newind.systems.green.sharing_parts",
    "parts_of_accounts": "newind.systems.green.sharing_accounts",
    "Target": "newind.systems.green.sharing_target",
    "embodied_charge_effects": "newind.systems.green.charges",
    "carbon_price_effects": "newind.systems.green.charges",
    "border_charge_effects": "newind.systems.green.charges",
    "beside_equilibrium": "newind.systems.green.charge_simulated",
    "compensation": "newind.systems.green.regional_payments",
    "power_mix": "newind.systems.green.energy",
    "mix_scenario": "newind.systems.green.energy_scenario",
    "mix_effect": "newind.systems.green.energy_effect",
    "circularity": "newind.systems.green.circular",
    "recycling_scenario": "newind.systems.green.recycling",
    "recycling_layers": "newind.systems.green.recycling",
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
    from newind.systems.green.charge_simulated import beside_equilibrium
    from newind.systems.green.charges import border_charge_effects, carbon_price_effects, embodied_charge_effects
    from newind.systems.green.circular import circularity
    from newind.systems.green.decomposition import carbon_change
    from newind.systems.green.embodied import embodied_trade
    from newind.systems.green.energy import power_mix
    from newind.systems.green.energy_effect import mix_effect
    from newind.systems.green.energy_scenario import mix_scenario
    from newind.systems.green.footprints import footprint
    from newind.systems.green.kaya_identity import kaya
    from newind.systems.green.paths import emission_paths
    from newind.systems.green.recycling import recycling_layers, recycling_scenario
    from newind.systems.green.regional_payments import compensation
    from newind.systems.green.sharing import divide_target
    from newind.systems.green.sharing_accounts import parts_of_accounts
    from newind.systems.green.sharing_parts import read_parts
    from newind.systems.green.sharing_target import Target


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
