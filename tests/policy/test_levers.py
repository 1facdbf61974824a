"""The registry of levers is complete, and each file says what it must."""

from __future__ import annotations

import dataclasses
import re

import pytest

import newind as ni
from each import check_each
from newind.datafiles import read_yaml
from newind.equilibrium.shocks import Shocks
from newind.errors import DataError, UnknownNameError
from newind.parameters import parameters
from newind.policy.levers import FAMILIES, MODES, Lever, read
from newind.policy.targets import resolve

IDS = {
    "tariff", "trade_cost", "services_trade_cost", "cut_off", "export_rebate", "production_subsidy", "consumption_tax",
    "markup", "carbon_price", "border_charge", "embodied_charge", "clean_capital_wedge", "labour_cost", "capital_cost",
    "energy_cost", "land_cost", "labour_supply", "capital_supply", "public_capital", "productivity", "rd_subsidy",
    "procurement", "demand_shift", "recycling", "data_sharing", "migration",
}  # fmt: skip
CJK = re.compile(r"[\u4e00-\u9fff]")

every = check_each("lever", ni.levers(), ids=lambda v: v.id)


def test_the_levers_of_the_model_are_there():
    assert set(ni.levers().ids) == IDS


@every
def test_every_lever_is_complete(lever: Lever):
    texts = [lever.label, lever.note, *(o.note for o in lever.options.values())]
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert CJK.search(text["zh"])
        assert text["en"] == text["en"].strip() != ""
        assert not CJK.search(text["en"])
    assert lever.note["en"].endswith(".")
    assert lever.unit in ("1", "USD/t")
    assert lever.bounds[0] < lever.bounds[1]
    assert lever.clause in {c.id for c in ni.clauses()}
    assert set(lever.assumes) <= {p.id for p in parameters()}
    assert lever.within == "" or ni.group(lever.within).kind == "industries"
    assert lever.user in ("*", "final", "industries")
    assert lever.user == "*" or "user" in lever.scope
    assert {bool(CJK.search(w)) for w in lever.words} == {True, False}  # what people call it, in both languages
    assert len(set(lever.words)) == len(lever.words)


@every
def test_what_it_moves_is_in_the_model(lever: Lever):
    assert lever.moves
    assert set(lever.moves) <= {f.name for f in dataclasses.fields(Shocks)}


@every
def test_its_example_works_on_accounts_that_have_what_it_needs(lever: Lever):
    package = ni.Package([ni.Shock(**lever.example)])
    if {"recycling industry", "migration matrix"} & set(lever.needs):
        with pytest.raises(ni.PolicyError, match="unknown label"):
            resolve(package, ni.load("world", year=2011))
    else:
        assert resolve(package, ni.load("world", year=2011))


@every
def test_bounds_hold_in_every_mode(lever: Lever):
    for mode in MODES:
        low, high = lever.limits(mode)
        if mode not in lever.modes:
            with pytest.raises(ni.PolicyError, match=f"mode '{mode}' makes no sense for {lever.id}"):
                ni.Shock(lever.id, high, mode=mode)
            continue
        ni.Shock(lever.id, low, mode=mode)
        ni.Shock(lever.id, high, mode=mode)
        for off in (low - 0.01, high + 0.01):
            with pytest.raises(ni.PolicyError, match=f"out of bounds for {lever.id}"):
                ni.Shock(lever.id, off, mode=mode)


@every
def test_it_is_explained_in_both_languages_with_a_source_or_says_that_none_is_known(lever: Lever):
    told = lever.explanation
    for text in (told.does, told.usual, told.cannot):
        assert set(text) == {"en", "zh"}
        assert all(said.endswith(stop) for said, stop in zip((text["en"], text["zh"]), (".", "。"), strict=True))
    figures = any(c.isdigit() for c in told.usual["en"])
    assert told.source or "No usual size is known" in told.usual["en"]
    assert figures or not told.marks
    for mark in told.marks:
        low, high = lever.limits("add")
        assert low <= mark.value <= high
        assert set(mark.label) == {"en", "zh"}


def test_every_family_of_clause_4_has_a_lever():
    assert {v.family for v in ni.levers()} == set(FAMILIES)
    of_the_paper = [c.id.partition(".")[2] for c in ni.clauses() if c.id.startswith("4.")]
    assert list(FAMILIES)[:6] == of_the_paper


def test_the_registry_is_a_sequence_found_by_id_and_place():
    found = ni.levers()
    assert found["tariff"] is found[found.ids.index("tariff")]
    assert "tariff" in found
    assert found["tariff"] in found
    assert "tarif" not in found
    assert [v.id for v in found[:2]] == list(found.ids[:2])
    assert len(found) == len(found.to_frame()) == len(IDS)
    assert "tariff" in found._repr_html_()
    assert repr(found).startswith(f"Levers({len(IDS)}: border_charge")
    assert repr(found["tariff"]) == "Lever('tariff': Tariff, by region, partner, industry, -0.5 to 10)"


def test_an_unknown_lever_names_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown lever 'tarif'\. Did you mean 'tariff'\?.*newind levers"):
        ni.levers()["tarif"]


@check_each(
    ("change", "named"),
    [
        ({"id": "other"}, "the id is 'other'"),
        ({"label": {"en": "only"}}, "not in en and zh"),
        ({"note": {"en": "only"}}, "not in en and zh"),
        ({"family": "magic"}, "family"),
        ({"scope": ["industry", "region"]}, "scope"),
        ({"scope": ["industry"]}, "scope"),
        ({"modes": ["push"]}, "modes"),
        ({"needs": ["luck"]}, "needs"),
        ({"bounds": [1, 1]}, "bounds"),
        ({"options": {"share": {"bounds": [0, 1], "default": 2}}}, "an option does not take its default"),
        ({"options": {"share": {"bounds": [0, 1], "parameter": "land"}}}, "an option does not take its default"),
        ({"example": {"lever": "tariff", "value": 1}}, "the example is of another lever"),
    ],
)
def test_an_incomplete_file_is_refused(change, named):
    data = read_yaml("newind.policy.levers", "land_cost.yaml") | change
    with pytest.raises(DataError, match=rf"policy/levers/land_cost\.yaml: .*{named}"):
        read("land_cost.yaml", data)
