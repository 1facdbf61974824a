"""What support to research does: one budget in all scenarios, ranges that hold, no number where the sign changes."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.analyses.science.research_support import COLUMNS, ScenarioEffect, definition, research_effect
from newind.errors import DataError, PolicyError, UnknownNameError
from newind.measures.shared import positions
from newind.parameters import parameter
from newind.policy.posing import ground_of

SCENARIOS = ("all", "high_tech", "other")
OUTCOMES = ("real_income", "value_added", "high_tech", "research", "cost", "per_cost")


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def china(world):
    return research_effect(world, "CHN")


def subsidy(w, industry="*", paid=0.1, **more):
    return ni.simulate(w, ni.Package([ni.Shock("rd_subsidy", paid, region="CHN", industry=industry)]), **more)


def test_scenarios_cost_the_same(china):
    assert tuple(s.name for s in china.scenarios) == SCENARIOS
    assert [s.effect("cost").middle for s in china.scenarios] == pytest.approx([china.budget] * 3, rel=1e-6)
    assert china["all"].paid == china.size == 0.1
    assert 0.1 < china["high_tech"].paid < china["other"].paid


def test_scenarios_share_out_the_industries(world, china):
    high = {world.industries[int(k)] for k in positions(world, "high-tech")}
    assert set(china["high_tech"].industries) == high
    assert sorted(china["high_tech"].industries + china["other"].industries) == sorted(world.industries)


def test_cost_is_what_the_state_pays_for_research_worked_out_by_hand(world, china):
    """Share paid x research after its response x intensity x value added before; value added moves a little."""
    s = subsidy(world, horizon="long")
    r = s.baseline.regions.index("CHN")
    done = (ground_of(s.laboratory).knowledge[r] * s.laboratory.benchmark.value_added[r]).sum()
    assert done / s.laboratory.benchmark.value_added[r].sum() == pytest.approx(0.0178, abs=1e-4)  # known of China
    assert china.budget == pytest.approx(0.1 / 0.9 * done, rel=0.04)


def test_figures_are_those_of_the_lever(world, china):
    s = subsidy(world, horizon="long")
    r = s.baseline.regions.index("CHN")
    assert china["all"].effect("real_income").middle == pytest.approx(s.welfare[r], rel=1e-9)
    before, after = (w.value_added.reshape(w.R, w.S)[r] for w in (s.baseline, s.accounts))
    assert china["all"].effect("value_added").middle == pytest.approx(after.sum() / before.sum() - 1, rel=1e-9)
    high = positions(world, "high-tech")
    want = after[high].sum() / before[high].sum() - 1
    assert china["all"].effect("high_tech").middle == pytest.approx(want, rel=1e-9)
    gain = s.welfare[r] * s.laboratory.benchmark.final[r]
    assert china["all"].effect("per_cost").middle == pytest.approx(gain / china.budget, rel=1e-6)


def test_research_grows_by_its_response_and_with_value_added(world, china):
    s = subsidy(world, horizon="long")
    r = s.baseline.regions.index("CHN")
    done = ground_of(s.laboratory).knowledge[r]
    before, after = (w.value_added.reshape(w.R, w.S)[r] for w in (s.baseline, s.accounts))
    more = (1 + 0.76 * (0.9**-1 - 1)) ** 0.75  # 24 % relabelled, a quarter of the rest higher wages of researchers
    want = (more * done * after).sum() / (done * before).sum() - 1
    assert china["all"].effect("research").middle == pytest.approx(want, rel=1e-9)


def test_the_range_holds_that_of_the_simulation_and_both_responses_together(world, china):
    s = subsidy(world, horizon="long")
    r = s.baseline.regions.index("CHN")
    known, found = s.range(lambda s: s.welfare), china["all"].effect("real_income")
    assert found.low <= known.low[r] + 1e-12
    assert found.high >= known.high[r] - 1e-12
    ends = {
        name: [
            subsidy(world, horizon="long", parameters={"rd_cost_elasticity": c, "rd_return": o}).welfare[r]
            for c in parameter("rd_cost_elasticity").range
        ]
        for name, o in zip(("low", "high"), parameter("rd_return").range, strict=True)
    }
    assert found.high == pytest.approx(max(ends["high"]), rel=1e-9)
    assert found.low <= min(ends["low"]) + 1e-12
    assert len(china["all"].cases) == len(known.corners) + 4


def test_where_the_sign_changes_there_is_no_headline_number(china):
    table = china.table()
    assert tuple(table) == COLUMNS
    for row in table.itertuples():
        e = china[row.scenario].effect(row.outcome)
        assert row.sure == (e.headline is not None)
        assert row.low <= row.middle <= row.high
        assert row.sure == (row.low > 0 or row.high < 0)
    assert ScenarioEffect(-1.0, 0.5, 1.0).headline is None
    assert ScenarioEffect(-1.0, -0.5, -0.1).headline == -0.5
    assert ScenarioEffect(1e-12, 0.5, 1.0).headline is None
    assert ScenarioEffect(0.1, 0.5, 1.0).headline == 0.5


def test_real_income_of_china_has_no_sure_sign(china):
    """With both responses at their weak end together research costs more than it brings; alone they do not show it."""
    assert not china["all"].effect("real_income").sure
    assert china["all"].effect("research").sure


def test_differences_are_case_by_case(china):
    found = china.difference("high_tech", "all")
    k = OUTCOMES.index("per_cost")
    assert china["high_tech"].cases == china["all"].cases
    gaps = china["high_tech"].values[:, k] - china["all"].values[:, k]
    assert (found.low, found.middle, found.high) == pytest.approx((gaps.min(), gaps[0], gaps.max()))
    assert china.difference("all", "all") == ScenarioEffect(0.0, 0.0, 0.0)


def test_at_the_short_horizon_there_are_costs_and_no_gains(world):
    found = research_effect(world, "CHN", horizon="short")["all"].effect("real_income")
    assert found.high < 0


def test_more_support_costs_more_and_moves_research_more(world, china):
    more = research_effect(world, "CHN", 0.2)
    assert more.budget > 2 * china.budget
    assert more["all"].effect("research").middle > china["all"].effect("research").middle


def test_what_is_given_is_not_varied(world):
    given = {"rd_cost_elasticity": -1.0, "rd_return": 0.5, "rd_relabelled": 0.24, "researcher_supply": 1.0}
    given |= {"scale": 0.0, "trade_elasticity": 5.0}
    found = research_effect(world, "CHN", parameters=given)["all"]
    assert len(found.cases) == 1 + 2 + 2  # central, substitution low and high, split of value added low and high
    assert found.effect("real_income").sure


def test_a_budget_that_cannot_be_spent_has_no_figures_but_a_reason(world):
    found = research_effect(world, "CHN", 0.7)["other"]
    assert np.isnan([found.paid, found.effect("real_income").middle]).all()
    assert found.effect("real_income").headline is None
    assert found.failed == ("no share up to 90% of their research costs as much",)
    assert np.isnan(research_effect(world, "CHN", 0.7).difference("other", "all").middle)


@pytest.mark.parametrize("size", [0.0, -0.1, 0.95, float("nan")])
def test_sizes_out_of_bounds_are_refused(world, size):
    with pytest.raises(
        PolicyError, match=f"rd_subsidy: the state pays a share above 0 and up to 0.9 of research, not {size}"
    ):
        research_effect(world, "CHN", size)


def test_accounts_that_do_not_fit_are_refused(world):
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'. Did you mean 'CHN'\?"):
        research_effect(world, "CHM")
    few = world.aggregate(industries={"c1": ["c1"], "rest": [i for i in world.industries if i != "c1"]})
    with pytest.raises(DataError, match="research_effect: group high-tech: none of its members"):
        research_effect(few, "CHN")
    with pytest.raises(DataError, match="have a boundary"):
        research_effect(ni.load("china", year=2017), "CHN")


def test_unknown_scenarios_and_outcomes_are_refused(china):
    with pytest.raises(UnknownNameError, match=r"unknown scenario 'hightech'. Did you mean 'high_tech'\?"):
        china["hightech"]
    with pytest.raises(UnknownNameError, match=r"unknown outcome 'realincome'. Did you mean 'real_income'\?"):
        china["all"].effect("realincome")


def test_words_are_there_in_both_languages_and_recommend_nothing(china):
    said = definition()
    assert tuple(said["scenarios"]) == SCENARIOS
    assert tuple(said["outcomes"]) == OUTCOMES
    texts = [china[s].label for s in SCENARIOS] + list(said["outcomes"].values()) + list(china.notes)
    for text in texts:
        assert text["en"]
        assert any("一" <= c <= "鿿" for c in text["zh"])
        assert not any(word in text["en"].lower() for word in ("optimal", "recommend", "significant", "forecast"))
        assert not any(word in text["zh"] for word in ("最优", "显著", "卡脖子"))
