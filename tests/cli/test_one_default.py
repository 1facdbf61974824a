"""What a command assumes where nothing is typed is what the function behind it assumes, in Python and in findings."""

from __future__ import annotations

import inspect

import newind as ni
from each import check_each
from newind.analyses.green.charge_inputs import PayoutRule
from newind.measures.registry import analyses
from newind.questions.question import question

PAIRS = [
    ("green.footprint", ni.green.footprint),
    ("green.change", ni.green.carbon_change),
    ("green.kaya", ni.green.kaya),
    ("green.paths", ni.green.emission_paths),
    ("green.charge", ni.green.embodied_charge_effects),
    ("green.charge", ni.green.beside_equilibrium),
    ("green.price", ni.green.carbon_price_effects),
    ("green.border", ni.green.border_charge_effects),
    ("green.compensation", ni.green.compensation),
    ("green.charge", PayoutRule),
    ("green.price", PayoutRule),
    ("green.power", ni.green.power_mix),
    ("green.mix", ni.green.mix_scenario),
    ("green.mix", ni.green.mix_effect),
    ("green.recycling", ni.green.recycling_scenario),
    ("circulation.demand", ni.circulation.demand_feedback),
    ("circulation.division", ni.circulation.value_by_group),
    ("circulation.exports", ni.circulation.export_terms),
    ("circulation.growth", ni.circulation.growth_effects),
    ("circulation.exposure", ni.circulation.exposure),
    ("circulation.joint", ni.circulation.joint_cuts),
    ("circulation.shortage", ni.circulation.propagation),
    ("manufacturing.growth", ni.manufacturing.productivity_growth),
    ("manufacturing.share", ni.manufacturing.expected_share),
    ("manufacturing.digital", ni.manufacturing.digital_content),
    ("manufacturing.digital-change", ni.manufacturing.digital_change),
    ("manufacturing.services", ni.manufacturing.service_content),
    ("manufacturing.concentration", ni.manufacturing.firm_concentration),
    ("science.dependence", ni.science.dependence_list),
    ("science.mix", ni.science.innovation_mix),
    ("science.replace", ni.science.replacement),
    ("science.support", ni.science.research_effect),
    ("science.products", ni.science.product_screen),
]
NAMED = {"chance": "probability", "receipts": "rule", "ratio": "import_ratio"}
"""Options under the name that the function gives them."""
SAID = {"structural": "sda", "value-added": "value_added"}
"""Words of commands for values of the functions."""
UNSAID = (None, "*", ())
"""Nothing stated: the function's own choice."""


def defaults(function) -> dict[str, object]:
    """Return what arguments are where they are left out: of a function, or of a declared question."""
    if isinstance(function, str):
        return {o.attribute: o.default for o in question(function).asked}
    empty = inspect.Parameter.empty
    return {k: p.default for k, p in inspect.signature(function).parameters.items() if p.default is not empty}


def shared(command, function) -> dict[str, tuple[object, object]]:
    """Return what both have a default of, unless the command leaves the choice to the function."""
    typed = {NAMED.get(k, k): SAID.get(v, v) if isinstance(v, str) else v for k, v in defaults(command).items()}
    own = defaults(function)
    return {k: (typed[k], own[k]) for k in typed.keys() & own.keys() if typed[k] not in UNSAID}


@check_each(("command", "function"), PAIRS, ids=lambda f: f if isinstance(f, str) else f.__name__)
def test_a_command_has_the_defaults_of_its_function(command, function):
    different = {k: pair for k, pair in shared(command, function).items() if str(pair[0]) != str(pair[1])}
    assert not different


def test_pairs_share_options_to_compare():
    assert sum(len(shared(*pair)) for pair in PAIRS) >= 30
    assert shared("green.change", ni.green.carbon_change).keys() == {"how", "method", "chained"}


def test_whatever_stands_behind_a_finding_and_assumes_something_is_compared():
    paired = {f"newind.{f.__module__.split('.')[2]}.{f.__name__}" for _, f in PAIRS if inspect.isfunction(f)}
    behind = {a.function for a in analyses().values()}
    assuming = {name for name in behind if any(v not in UNSAID for v in defaults(_named(name)).values())}
    assert assuming - paired == set()


def _named(name: str):
    _, system, function = name.split(".")
    return getattr(getattr(ni, system), function)
