"""One baseline of CO2: a division starts from that of the pathway and the roadmap, or says that its own is another."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_target import ASSUMED, Target
from newind.pathways import baseline as paths
from newind.pathways.aims import budget_of
from newind.pathways.carbon_baseline import (
    APART,
    carbon_baseline,
    explain_baseline,
    parts_ahead,
    read_target_parameters,
)
from newind.pathways.defaults import UNTIL
from newind.pathways.growthpath import FURTHEST, RECENT, growth_path

HANZI = re.compile(r"[\u4e00-\u9fff]")
RISING, FALLING = {2035: "-10%", 2060: "-90%"}, {2060: "-90%"}


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def known(world):
    """Return the path, its baseline and the parts of two economies, one whose emissions rise and one whose fall."""
    made = {}
    for region in ("CHN", "DEU"):
        p = ni.pathway(world, None, UNTIL, parameters=read_target_parameters(region))
        made[region] = (p, carbon_baseline(world, region), parts_ahead(world, region))
    return made


def divided(parts, **how):
    first, _ = parts.start
    rises = parts.growth_to(2030) > 0
    return divide_target(parts, Target(2030 if rises else first, RISING if rises else FALLING, **how))


def test_a_division_has_the_baseline_of_the_pathway_and_of_the_roadmap(world, known):
    """In each year that both have, industry by industry; with what households emit it is the path's total."""
    for region, (p, whole, parts) in known.items():
        found = divided(parts)
        r, first = p.regions.index(region), found.years[0]
        assert first == p.base.growth.seen["co2"][r] > world.year
        at, kept = p.years.index(first), [world.industries.index(c) for c in found.parts.industries]
        made = p.followed.emissions[at:, r] / 1e3
        assert_allclose(found.path.reference[:, : len(made)], made[:, kept].T, rtol=1e-9)
        assert (
            parts.ahead.high == whole.high == budget_of(p.baseline).total_peak[r]
        )  # one baseline, one year of its high
        assert_allclose(whole.total[: len(p.years)], p.followed.emissions[:, r].sum(axis=1) / 1e3, rtol=1e-9)
        assert_allclose(whole.total[: len(p.years)] / whole.total[0], p.series("co2")[:, r], rtol=1e-9)
        assert_allclose(found.path.reference.sum(axis=0), whole.emissions.sum(axis=0)[at : at + len(found.years)])
        assert (found.path.total <= found.path.reference.sum(axis=0) * 1.005).all()
    road = ni.roadmap(world, "CHN", until=2028).path
    made = road.baseline.followed.emissions[:, road.regions.index("CHN")].sum(axis=1) / 1e3
    assert_allclose(known["CHN"][1].total[: len(made)], made, rtol=1e-9)


def test_beyond_the_pathway_it_goes_on_as_is_stated(world, known):
    p, found, _ = known["CHN"]
    product = growth_path(world, FURTHEST, p.prospects).product[:, p.regions.index("CHN")]
    steps = np.diff(np.log(found.total) - product)
    end = found.years.index(found.followed)
    assert (found.years[0], found.followed, found.years[-1]) == (2011, UNTIL, FURTHEST)
    assert_allclose(steps[end:], steps[end - RECENT : end].mean(), rtol=1e-9)
    mix = found.emissions / found.total
    assert_allclose(mix[:, end:], np.broadcast_to(mix[:, [end]], mix[:, end:].shape), rtol=1e-12)


def test_a_pathway_that_is_known_is_not_followed_again(world, monkeypatch):
    ni.pathway(world)

    def again(*_, **__):
        raise AssertionError("the years were followed again")

    monkeypatch.setattr(paths, "follow_growth", again)
    assert carbon_baseline(world, "USA").total.all()


def test_the_basis_is_a_sentence_in_both_languages_beside_division_and_path(known):
    for region, (p, whole, parts) in known.items():
        assert divided(parts).notes[0] == whole.basis
        assert explain_baseline(p, region) == whole.beside
        for said in (whole.basis, whole.beside):
            assert whole.less["en"] in said["en"]
            assert whole.less["zh"] in said["zh"]
            assert HANZI.search(said["zh"])
            assert not HANZI.search(said["en"])


def test_a_path_under_other_assumptions_says_which(world):
    for region, how, named in (("CHN", {"parameters": {"product": "penn"}}, "product"),
                               ("DEU", {"parameters": {"energy_saving": 0.5}}, "energy_saving"),
                               ("DEU", {"horizon": "short"}, "horizon"),
                               ("DEU", {"scenario": "trade-war"}, "scenario")):  # fmt: skip
        said = explain_baseline(ni.pathway(world, None, 2012, **how), region)
        assert all(ASSUMED[named][lang] in said[lang] for lang in ("en", "zh"))
        assert "other assumptions" in said["en"]
    assert (
        "same baseline"
        in explain_baseline(ni.pathway(world, None, 2012, parameters={"diffusion_imports": 0.2}), "DEU")["en"]
    )


def test_growth_or_a_base_of_ones_own_is_another_baseline_and_says_so(known):
    parts = known["CHN"][2]
    for how, growth in (({"growth": 0.02}, "2.0%"), ({"growth": 0.01, "base": (2025, 12_000.0)}, "1.0%")):
        found = divide_target(parts, Target(2030, RISING, **how))
        assert found.years[0] == how.get("base", (parts.year, 0))[0]
        assert "not that of pathways" in found.notes[0]["en"]
        assert f"grows by {growth} a year" in found.notes[0]["en"]
        assert f"初始年均增速{growth}" in found.notes[0]["zh"]


def test_a_province_has_a_basis_of_its_own_and_says_so():
    w = ni.load("china-2017").last
    co2 = np.where(w.x > 0, w.x, 0.0) * 1e-3
    w = w._replace(satellites={**w.satellites, "co2": ni.Satellite(co2, unit="kt")})
    parts = parts_ahead(w, "CN-GD")
    assert parts.ahead is None
    found = divide_target(parts, Target(2030, RISING, growth=0.01))
    text = {lang: " ".join(n[lang] for n in found.notes) for lang in ("en", "zh")}
    assert "CN-GD is a province: it has no pathway of its own" in text["en"]
    assert "CN-GD为省级地区，没有自己的路径" in text["zh"]
    assert f"it starts from {parts.emissions.sum():,.4g} Mt in 2017 and grows by 1.0% a year" in text["en"]
    with pytest.raises(ni.DataError, match="no pathway of its own"):
        carbon_baseline(w, "CN-GD")
    assert "levels of one year are not comparable" in APART["en"]


def test_a_table_that_is_large_keeps_a_basis_of_its_own(world, known, monkeypatch):
    monkeypatch.setattr("newind.pathways.carbon_baseline.LARGEST", 500)
    parts = parts_ahead(world, "DEU")
    assert parts.ahead is None
    assert "520 rows" in parts.notes[0]["en"]
    assert "520行" in parts.notes[0]["zh"]
    assert explain_baseline(known["DEU"][0], "DEU") == APART


def test_a_target_above_the_baseline_asks_nobody_to_cut(known):
    parts = known["DEU"][2]
    first, base = parts.start
    found = divide_target(parts, Target(first, {2040: base}, top=base), {"capacity": 1.0}, order="together")
    reference = found.path.reference
    assert (found.path.total[1:] > reference.sum(axis=0)[1:]).all()
    assert_allclose(found.paths, reference * found.path.total / reference.sum(axis=0), rtol=1e-9)
    assert "above the baseline" in " ".join(n["en"] for n in found.notes)


def test_an_economy_whose_baseline_falls_leaves_the_first_year_as_the_baseline_does(known):
    found = divided(known["DEU"][2])
    total, reference = found.path.total, found.path.reference.sum(axis=0)
    assert (np.diff(total) < 0).all()
    assert_allclose(total[1] - total[0], reference[1] - reference[0], rtol=0.1)
    free = found.path.budget
    again = divided(known["DEU"][2], budget=0.97 * free)
    assert_allclose(again.path.budget, 0.97 * free, rtol=1e-9)
