from newind.analyses.green.charge_simulated import beside_equilibrium as beside_equilibrium
from newind.analyses.green.charges import (
    border_charge_effects as border_charge_effects,
    carbon_price_effects as carbon_price_effects,
    embodied_charge_effects as embodied_charge_effects,
)
from newind.analyses.green.circular import circularity as circularity
from newind.analyses.green.decomposition import carbon_change as carbon_change
from newind.analyses.green.energy import power_mix as power_mix
from newind.analyses.green.energy_effect import mix_effect as mix_effect
from newind.analyses.green.energy_scenario import mix_scenario as mix_scenario
from newind.analyses.green.footprints import embodied_trade as embodied_trade, footprint as footprint
from newind.analyses.green.kaya_identity import kaya as kaya
from newind.analyses.green.paths import emission_paths as emission_paths
from newind.analyses.green.recycling import (
    recycling_layers as recycling_layers,
    recycling_scenario as recycling_scenario,
)
from newind.analyses.green.regional_payments import compensation as compensation
from newind.analyses.green.sharing import divide_target as divide_target
from newind.analyses.green.sharing_parts import parts_of_accounts as parts_of_accounts, read_parts as read_parts
from newind.analyses.green.sharing_target import Target as Target
