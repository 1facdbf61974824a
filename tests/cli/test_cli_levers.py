"""``newind levers``: what a policy can move, and the packages that come with newind."""

from __future__ import annotations

import pytest

import newind as ni
from newind.policy.levers import FAMILIES
from newind.policy.menu import templates


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_lever_and_package_is_listed(run, lang):
    shown = run("levers", "--lang", lang).stdout
    for v in ni.levers():
        assert f"{v.id} " in shown
        assert v.label[lang] in shown
    for p in ni.packages():
        assert f"{p.name} " in shown
        assert p.label[lang] in shown
    for p in templates():
        assert f"{p.name}:… " in shown
        assert p.label[lang].replace("{industry}", "…") in shown
    assert ("bounds" in shown) == (lang == "en")
    assert ("政策组合" in shown) == (lang == "zh")


def test_the_list_as_json(run_json):
    found = run_json("levers")
    assert {v["id"] for v in found["levers"]} == set(ni.levers().ids)
    assert [(p["name"], p["shocks"]) for p in found["packages"]] == [(p.name, len(p.shocks)) for p in ni.packages()]
    assert [p["name"] for p in found["policies"]] == [p.name for p in templates()]


@pytest.mark.parametrize("family", FAMILIES)
def test_levers_of_a_family(run, run_json, family):
    ids = {v.id for v in ni.levers() if v.family == family}
    assert {v["id"] for v in run_json("levers", family)["levers"]} == ids
    assert "all-families" not in run("levers", family).stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_lever_is_explained(run, run_json, lang):
    lever = ni.levers()["land_cost"]
    shown = run("levers", "land_cost", "--lang", lang).stdout
    option = lever.options["share"]
    for text in (lever.note[lang], lever.clause, "-0.9, 5", option.note[lang], option.allowed_values, "(land_share)"):
        assert text in shown
    assert "- {lever: land_cost, value: -0.1, region: CHN, industry: manufacturing, options: {share: 0.05}}" in shown
    found = run_json("levers", "land_cost")["levers"]
    assert found[0]["bounds"] == list(lever.bounds)
    assert found[0]["example"] == lever.example


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_lever_shows_the_evidence_that_it_rests_on(run, run_json, lang):
    shown = run("levers", "rd_subsidy", "--lang", lang).stdout
    found = run_json("levers", "rd_subsidy")["levers"][0]["evidence"]
    assert [row["id"] for row in found] == list(ni.levers()["rd_subsidy"].assumes)
    for p in ni.levers()["rd_subsidy"].evidence:
        low, high = p.range
        for text in (p.id, f"{low:g}, {high:g}", p.source):
            assert text in shown
    assert [row["evidence"] for row in found] == ["B", "B", "A", "C"]
    assert found[1]["without"] == 0.0


def test_a_package_is_shown_as_the_file_that_it_could_be(run, run_json, tmp_path):
    shown = run("levers", "green-turn").stdout
    (tmp_path / "mine.yaml").write_text(shown, encoding="utf-8")
    assert ni.Package.from_yaml(tmp_path / "mine.yaml") == ni.package("green-turn")
    assert run_json("levers", "green-turn")["packages"] == [ni.package("green-turn").to_dict()]


def test_an_unknown_name_suggests_the_nearest(run):
    done = run("levers", "tarif", code=2)
    assert done.stderr.startswith("newind: unknown lever, family or package 'tarif'. Did you mean 'tariff'?")
