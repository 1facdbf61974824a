"""Shocks and packages built in Python: what they keep, and what they refuse."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

import newind as ni
from each import check_each
from newind.policy.levers import FAMILIES
from newind.policy.packages import desk
from newind.policy.targets import resolve

TWO = [ni.Shock("tariff", 0.1, region="CHN", partner="USA"), ni.Shock("productivity", 0.01, "add", "CHN")]


def test_a_shock_says_what_it_is():
    shock = ni.Shock("tariff", 0.1, region="CHN", partner=["USA", "DEU"], industry="high-tech")
    assert (shock.lever, shock.value, shock.mode) == ("tariff", 0.1, "set")
    assert (shock.region, shock.partner, shock.industry, shock.user) == ("CHN", ("USA", "DEU"), "high-tech", "*")
    assert (shock.start, shock.phase_in, shock.options, shock.where()) == (None, 0, {}, "")
    assert repr(shock) == "Shock('tariff', 0.1, region='CHN', partner=['USA', 'DEU'], industry='high-tech')"
    assert eval(repr(shock), {"Shock": ni.Shock}) == shock
    assert shock == ni.Shock(**shock.to_dict())
    assert shock != ni.Shock("tariff", 0.2, region="CHN")


def test_the_lever_fills_in_what_is_not_given():
    assert ni.Shock("consumption_tax", 0.1).user == "final"
    assert ni.Shock("consumption_tax", 0.1, user="*").user == "*"
    assert ni.Shock("energy_cost", 0.1).user == "industries"
    shock = ni.Shock("carbon_price", 10, options={"coverage": 0.5})
    assert (shock.option("coverage"), shock.option("recycling")) == (0.5, "lump_sum")
    assert ni.Shock("land_cost", 0.1).option("share") is None
    assert (shock.family, shock.group) == ("environment", "environment")
    assert ni.Shock("carbon_price", 10, family="trade").group == "trade"
    assert ni.Shock("carbon_price", 10, family="trade", action="market").group == "market"


def test_numbers_may_come_from_numpy():
    shock = ni.Shock("tariff", np.float32(0.5), start=np.int64(2026), phase_in=np.int32(2))
    assert (type(shock.value), type(shock.start), type(shock.phase_in)) == (float, int, int)
    assert ni.Shock("tariff", 1).value == 1.0


def test_nothing_changes_once_it_is_built():
    with pytest.raises(ValueError, match="frozen"):
        TWO[0].value = 0.2
    with pytest.raises(ValueError, match="frozen"):
        ni.Package(TWO).name = "other"


BAD_SHOCKS = {
    "unknown lever": ({"lever": "tarif"}, r"shock 'tarif': unknown lever 'tarif'\. Did you mean 'tariff'\?"),
    "out of bounds": ({"value": -2}, r"value -2 is out of bounds for tariff \(set\): give -0\.5 to 10\."),
    "text": ({"value": "0.1"}, "value must be a number, not '0.1'"),
    "truth": ({"value": True}, "value must be a number, not True"),
    "nan": ({"value": float("nan")}, "value must be a finite number, not nan"),
    "mode": ({"mode": "sett"}, r"mode must be 'set', 'add' or 'scale', not 'sett'\. Did you mean 'set'\?"),
    "unknown key": ({"regoin": "CHN"}, r"unknown key 'regoin'\. Did you mean 'region'\? Keys are lever"),
    "no selection": ({"region": []}, "a selection must be a label"),
    "selection of numbers": ({"region": [1]}, "a selection must be a label"),
    "selector not taken": ({"user": "final"}, "tariff takes no 'user'. Its selectors are region, partner, industry."),
    "no options": ({"options": {"basis": "direct"}}, "tariff has no option 'basis'. It has no options."),
    "family": ({"family": "trades"}, r"unknown family 'trades'\. Did you mean 'trade'\?"),
    "year": ({"start": 20026}, "start must be at most 2200, not 20026"),
    "year of text": ({"start": "2026"}, "start must be a whole number, not '2026'"),
    "phase": ({"phase_in": -1}, "phase_in must be at least 0, not -1"),
    "no start": ({"until": 2030}, "until 2030 without a start"),
    "date order": ({"start": 2030, "until": 2025}, "until 2025 is too early: the shock starts in 2030"),
    "phased in": ({"start": 2025, "phase_in": 3, "until": 2026}, "starts in 2025 and is phased in until 2028"),
}


@check_each("what", BAD_SHOCKS)
def test_a_shock_that_makes_no_sense_is_refused(what):
    change, message = BAD_SHOCKS[what]
    with pytest.raises(ni.PolicyError, match=message):
        ni.Shock(**{"lever": "tariff", "value": 0.1} | change)
    with pytest.raises(ni.PolicyError, match=r"^shock 2: "):
        ni.Package([{"lever": "markup", "value": 1.1}, {"lever": "tariff", "value": 0.1} | change])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"coverag": 1},
            r"carbon_price has no option 'coverag'\. Did you mean 'coverage'\? Options of it are coverage",
        ),
        ({"coverage": 1.5}, r"coverage of carbon_price must be a number from 0 to 1, not 1\.5"),
        ({"coverage": True}, "coverage of carbon_price must be a number"),
        ({"recycling": "burn"}, "recycling of carbon_price must be lump_sum or output_based, not 'burn'"),
    ],
)
def test_options_are_those_of_the_lever(options, message):
    with pytest.raises(ni.PolicyError, match=message):
        ni.Shock("carbon_price", 10, options=options)


def test_the_first_three_of_many_mistakes_are_told():
    with pytest.raises(ni.PolicyError) as caught:
        ni.Package([{"lever": "tarif", "value": i} for i in range(4)], name="many")
    lines = str(caught.value).splitlines()
    assert lines[0] == "4 mistakes in package 'many', the first 3:"
    assert [line.partition(":")[0] for line in lines[1:]] == ["shock 1", "shock 2", "shock 3"]


def test_a_package_keeps_what_it_is_given():
    package = ni.Package(TWO, name="both", label="Both", sources=[{"title": "own", "date": 2024}])
    assert package.shocks == tuple(TWO)
    assert package.financing == "lump_sum"
    assert package.label == {"en": "Both", "zh": "Both"}
    assert package.sources[0].date == "2024"
    assert repr(package) == str(package) == "Package('both', 2 shocks: tariff, productivity)"
    assert ni.Package(TWO[0]).shocks == (TWO[0],)
    assert ni.Package(iter(TWO)).shocks == tuple(TWO)
    assert ni.Package().shocks == ()
    assert ni.Package([s.to_dict() for s in TWO]) == ni.Package(TWO)


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))])
def test_equality_and_hash_follow_the_content(twin):
    package = ni.Package(TWO, name="both")
    assert twin(package) == package
    assert twin(package).hash == package.hash
    assert len({package, twin(package)}) == len({TWO[0], copy.deepcopy(TWO[0])}) == 1
    for other in (ni.Package(TWO[::-1], name="both"), ni.Package(TWO, name="two"),
                  ni.Package(TWO, name="both", financing="output_tax")):  # fmt: skip
        assert other != package
        assert other.hash != package.hash


def test_packages_add_up():
    a, b = ni.Package(TWO[:1], name="a"), ni.Package(TWO[1:], name="b")
    assert a + b == ni.Package(TWO, name="a + b")
    assert (a + ni.Package()).name == "a"
    with pytest.raises(ni.PolicyError, match="financed by lump_sum and output_tax"):
        a + ni.Package(TWO[1:], financing="output_tax")
    with pytest.raises(ni.PolicyError, match="shock 2: sets tariff where shock 1 does already"):
        a + a


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"shocks": "tariff"}, "package: shocks must be a list, not 'tariff'"),
        ({"shocks": [1]}, "shock 1: it must be a mapping of keys to values, not 1"),
        ({"shocks": [{"lever": "tariff"}]}, "shock 1: no 'value'. It must be given."),
        ({"financing": "debt"}, "package: financing must be 'lump_sum' or 'output_tax', not 'debt'"),
        ({"finance": "debt"}, r"package: unknown key 'finance'\. Did you mean 'financing'\?"),
        ({"sources": [{"titel": "x"}]}, "2 mistakes in package ''"),
        ({"name": 3}, "package: name must be text, not 3"),
    ],
)
def test_a_package_that_makes_no_sense_is_refused(given, message):
    with pytest.raises(ni.PolicyError, match=message):
        ni.Package(**given)


# ---- two shocks that set one cell, told before any accounts are known
MEET = [
    ({}, {"region": "CHN"}),
    ({"region": ["CHN", "USA"]}, {"region": "USA", "partner": "CHN"}),
    ({"region": "rcep", "industry": "c1"}, {"region": "rcep"}),
]
APART = [
    ({"region": "CHN"}, {"region": "USA"}),
    ({"region": "CHN"}, {"partner": "CHN"}),
    ({"region": "CHN", "industry": "c1"}, {"region": "CHN", "industry": ["c2", "c3"]}),
]


@pytest.mark.parametrize(("a", "b"), MEET)
def test_two_values_for_one_cell_are_refused(a, b):
    first = ni.Shock("tariff", 0.1, **a)
    with pytest.raises(ni.PolicyError, match="shock 2: sets tariff where shock 1 does already"):
        ni.Package([first, ni.Shock("tariff", 0.2, **b)])
    ni.Package([first, ni.Shock("tariff", 0.2, "add", **b)])
    ni.Package([first, ni.Shock("trade_cost", 0.2, **b)])


@pytest.mark.parametrize(("a", "b"), APART)
def test_shocks_on_different_cells_are_not(a, b):
    package = ni.Package([ni.Shock("tariff", 0.1, **a), ni.Shock("tariff", 0.2, **b)])
    assert len(resolve(package, ni.load("world", year=2011))) == 2


def test_own_sales_are_a_cell_where_the_lever_counts_them():
    with pytest.raises(ni.PolicyError, match="sets procurement"):
        ni.Package([ni.Shock("procurement", 0.1, region="CHN"), ni.Shock("procurement", 0.2, partner="CHN")])


# ---- packages that come with newind
def test_packages_are_found_by_name():
    names = [p.name for p in ni.packages()]
    assert names == sorted(names)
    assert {"all-families", "green-turn", "lower-costs", "opening-up"} <= set(names)
    assert not set(names) & {*FAMILIES, *ni.levers().ids}  # newind levers NAME would show the other
    with pytest.raises(ni.UnknownNameError, match=r"unknown package 'green'\. Did you mean 'green-turn'\?"):
        ni.package("green")


@check_each("package", ni.packages(), ids=lambda p: p.name)
def test_a_shipped_package_is_complete_and_fits_the_shipped_world(package):
    assert set(package.label) == set(package.note) == {"en", "zh"}
    assert package.clause in ({c.id for c in ni.clauses()} if package.name != desk().together else {""})
    assert package.sources
    w = ni.load("world", year=2011)
    targets = resolve(package, w)
    assert len(targets) == len(package.select_shocks(w).shocks)
    china = w.regions.index("CHN")
    for target in targets:
        assert china in target.regions or china in target.partners or package.name in desk().abroad
    assert any(china in target.regions or china in target.partners for target in targets)


def test_all_families_has_every_family_of_clause_4():
    families = {s.family for s in ni.package("all-families").shocks}
    assert families == {"industrial", "innovation", "trade", "regional", "environment", "market"}
    moved = [s.lever for s in ni.package("green-turn").shocks]
    assert moved == ["carbon_price", "clean_capital_wedge", "embodied_charge"]
    assert ni.package("green-turn").shocks[0].option("coverage") == 0.7
