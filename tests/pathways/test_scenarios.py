"""Worlds in which packages are tried: the baseline lives in them, too, and mistakes in their files are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import newind as ni
from newind.errors import PolicyError, UnknownNameError, in_chinese
from newind.parameters import parameter
from newind.pathways.pathway import Pathway, pathway
from newind.pathways.scenarios import Scenario, names, scenario, scenarios
from newind.pathways.search import search
from newind.pathways.searching import CandidatePackage, package_at, prepare_search
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False)
UNTIL = 2029
TARIFF = Shock("tariff", 0.2, "add", region="USA", partner="CHN", start=2027)
WORLD = Scenario(Package([TARIFF], name="tariffs"))
BETTER = Package([Shock("productivity", 0.02, region="CHN", industry="c14")], name="better")


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


@pytest.fixture(scope="module")
def inside(economy: ni.Accounts) -> Pathway:
    return pathway(economy, BETTER, UNTIL, scenario=WORLD)


def test_every_shipped_scenario_is_told_in_both_languages() -> None:
    assert names() == tuple(s.name for s in scenarios())
    assert set(names()) == {
        "answer-in-kind",
        "economies-of-scale",
        "fast-learning",
        "slow-world",
        "technology-cut-off",
        "trade-war",
    }
    for one in scenarios():
        assert set(one.package.label) == set(one.package.note) == {"en", "zh"}
        assert one.package.shocks or one.parameters or one.response
        assert one.package.sources or one.status == "assumed"
        assert Scenario.from_dict(one.to_dict()).hash == one.hash


def test_only_what_can_happen_on_accounts_is_offered_for_them(economy: ni.Accounts) -> None:
    assert scenarios(economy) == scenarios()
    alone = economy.aggregate(regions={"CHN": ["CHN"], "ROW": "*"})
    assert [s.name for s in scenarios(alone)] == ["answer-in-kind", "economies-of-scale", "fast-learning", "slow-world"]


@pytest.mark.parametrize("name", names())
def test_shipped_scenarios_can_be_followed(economy: ni.Accounts, name: str) -> None:
    found = pathway(economy, BETTER, 2027, scenario=name)
    assert found.change("gdp")[-1, 0] > 0.001
    assert found.to_dict()["scenario"]["package"]["name"] == name


def test_partners_answer_in_a_scenario_that_says_so(economy: ni.Accounts) -> None:
    """As they do in an outlook that says so; a package that is nothing to answer is as without the scenario."""
    higher = Package([Shock("tariff", 0.2, "add", region="CHN")], name="higher")
    own, answered = (pathway(economy, higher, 2027, scenario=s) for s in (None, "answer-in-kind"))
    asked = pathway(economy, higher, outlook=own.outlook.replace(response="mirror"))
    assert answered.outlook.hash == asked.outlook.hash != own.outlook.hash
    assert_array_equal(answered.change("real_income"), asked.change("real_income"))
    assert answered.change("real_income")[-1, 0] < own.change("real_income")[-1, 0]
    plain, same = (pathway(economy, BETTER, 2027, scenario=s) for s in (None, "answer-in-kind"))
    assert_array_equal(plain.change("real_income"), same.change("real_income"))


def test_a_market_structure_of_a_scenario_leaves_the_verdict_to_the_whole_family(economy: ni.Accounts) -> None:
    """What a user gives is not varied; a scenario is one case of many."""
    given = {"phi": 0.5, "chi": 0.0}
    inside, own = (
        pathway(economy, BETTER, 2027, scenario=s, parameters=p)
        for s, p in (("economies-of-scale", None), (None, given))
    )
    assert_array_equal(inside.change("gdp"), own.change("gdp"))
    assert not set(inside._judged_by) & set(given)
    assert set(given) <= set(own._judged_by)


def test_a_case_of_a_search_is_a_path_in_that_scenario(economy: ni.Accounts) -> None:
    lower = Package([Shock("tariff", 0.1, "add", region="CHN")], name="dearer")
    at = economy.regions.index("CHN")
    for name in ("trade-war", "answer-in-kind", "economies-of-scale"):
        found = search(economy, "CHN", "gdp", [lower], until=UNTIL, evaluations=2, cases=[scenario(name)], reasons=0)
        figures = prepare_search(economy, found.request)({"dearer": 0.5, "case": name})
        package = package_at(found.choices, found.request, CandidatePackage({"dearer": 0.5}))
        path = pathway(economy, package, UNTIL, scenario=name)
        assert figures["gdp"] == pytest.approx(path.change("gdp")[-1, at], abs=1e-12)


def test_the_baseline_lives_in_the_same_world(economy: ni.Accounts, inside: Pathway) -> None:
    """It is the path of what happens, as if that were a package."""
    alone = pathway(economy, WORLD.package, UNTIL)
    assert np.allclose(inside.baseline.series("gdp"), alone.series("gdp"), rtol=1e-9)
    assert inside.baseline.name == "baseline"
    assert np.abs(inside.baseline.change()).max() == 0.0
    assert np.abs(alone.change()[-1]).max() > 1e-3


def test_the_path_is_that_of_both_together(economy: ni.Accounts, inside: Pathway) -> None:
    both = pathway(economy, BETTER + WORLD.package, UNTIL)
    assert np.allclose(inside.series("real_income"), both.series("real_income"), rtol=1e-9)
    gain = both.series("real_income") / pathway(economy, WORLD.package, UNTIL).series("real_income") - 1
    assert np.allclose(inside.change(), gain, atol=1e-9)


def test_a_world_without_events_is_no_world(economy: ni.Accounts) -> None:
    still = pathway(economy, BETTER, UNTIL, scenario=Scenario(Package(name="still")))
    assert np.array_equal(still.change(), pathway(economy, BETTER, UNTIL).change())


def test_what_happens_after_the_last_year_changes_nothing(economy: ni.Accounts) -> None:
    late = Scenario(Package([TARIFF.model_copy(update={"start": 2050})], name="late"))
    found = pathway(economy, BETTER, UNTIL, scenario=late)
    assert np.allclose(found.change(), pathway(economy, BETTER, UNTIL).change())


def test_parameters_are_ends_of_ranges_and_give_way_to_what_a_user_says(economy: ni.Accounts) -> None:
    slow = pathway(economy, None, 2035, scenario="slow-world")
    assert slow.prospects.value("frontier_growth") == parameter("frontier_growth").range[0]
    assert (slow.series("gdp")[-1] < pathway(economy, None, 2035).series("gdp")[-1]).all()
    told = pathway(economy, None, UNTIL, parameters={"frontier_growth": 0.012}, scenario="slow-world")
    assert told.prospects.value("frontier_growth") == 0.012
    assert told.prospects.value("convergence_speed") == parameter("convergence_speed").range[0]


def test_the_world_without_it_is_the_usual_one(economy: ni.Accounts, inside: Pathway) -> None:
    usual = pathway(economy, None, UNTIL)
    assert np.allclose(inside.calm.series("gdp"), usual.series("gdp"), rtol=1e-9)
    slow = pathway(economy, None, UNTIL, parameters={"discount_rate": 0.01}, scenario="slow-world")
    assert set(slow.calm.given) == {"discount_rate"}
    assert np.allclose(slow.calm.series("gdp"), usual.series("gdp"), rtol=1e-9)


def test_mechanisms_still_add_up_to_the_change(inside: Pathway) -> None:
    assert np.allclose(sum(inside.mechanisms.values()), inside.change(), atol=1e-12)


def test_the_world_goes_on_in_what_is_asked_again(inside: Pathway) -> None:
    again = inside.rerun(trade_elasticity=2.0)
    assert again.scenario is WORLD
    assert repr(again).startswith("Pathway('better' in tariffs, 2008-2029")


def test_a_contradiction_with_the_package_is_told(economy: ni.Accounts) -> None:
    cut = Shock("cut_off", 0.5, region="CHN", partner="USA", start=2026)
    with pytest.raises(PolicyError, match="cut_off"):
        pathway(economy, Shock("cut_off", 1.0, region="CHN", partner="USA"), UNTIL, scenario=Scenario(Package([cut])))


def test_an_event_needs_a_year() -> None:
    with pytest.raises(PolicyError, match=r"w: shock 1 \(tariff\) has no start") as told:
        Scenario(Package([Shock("tariff", 0.1, region="USA")], name="w"))
    assert "没有起始年份" in in_chinese(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parameters: {frontier_grwth: low}", "w.yaml: unknown parameter 'frontier_grwth'"),
        ("parameters: {frontier_growth: lowest}", "w.yaml:1:31: 'lowest' is neither a number nor low or high"),
        ("shocks: [{lever: tariff, value: 0.1, region: USA}]", r"w.yaml:1:10: shock 1 \(tariff\) has no start"),
        ("shocks: [{lever: tarif, value: 0.1, start: 2026}]", "w.yaml:1:18: unknown lever 'tarif'"),
        ("status: known", "w.yaml:1:9: "),
        ("[1, 2]", "w.yaml:1:1: not a scenario"),
    ],
)
def test_mistakes_in_a_file_are_told_with_their_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=said):
        scenario(str(file))


def test_unknown_names_suggest_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown scenario 'trade-wa'. Did you mean 'trade-war'\?") as told:
        scenario("trade-wa")
    assert "没有名为“trade-wa”的情景" in in_chinese(told.value)
    with pytest.raises(PolicyError, match=r"none.yaml: cannot be read"):
        scenario("none.yaml")
