"""Synergy: zero where policies cannot meet, the same in any order, nothing at no intensity; experts beside it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.pathways.comparing import clear
from newind.pathways.synergy import OUTCOMES, judgements, trial_of
from newind.policy.actions import actions
from newind.policy.ranges import corners as corners_of
from newind.testing import REGIONS, Structure, build

INDUSTRIES = ("c14", "c15", "c27", "c30")


def packages(one: str, two: str) -> list[ni.Package]:
    return [
        ni.Package([ni.Shock("productivity", 0.02, region=one, industry="c14")], name="better"),
        ni.Package([ni.Shock("production_subsidy", 0.02, "add", one, industry="c15")], name="support"),
        ni.Package([ni.Shock("consumption_tax", 0.05, "add", two, industry="c27")], name="tax"),
    ]


@pytest.fixture(scope="module")
def small():
    return build(Structure(REGIONS[:2], INDUSTRIES), 3)


@pytest.fixture(scope="module")
def found(small):
    return ni.synergies(small, packages("CHN", "CHN"), "CHN")


# ---- what holds in every economy
@given(seed=st.integers(0, 2**32 - 1), regions=st.integers(2, 3))
@settings(max_examples=4)
def test_policies_of_economies_that_do_not_trade_have_none(seed, regions):
    apart = Structure(REGIONS[:regions], INDUSTRIES[:3], closed=frozenset(range(regions)), inventories=False)
    w = build(apart, seed)
    better, _, tax = packages("CHN", "USA")
    for region in ("CHN", "USA"):
        got = ni.synergies(w, [better, tax], region)
        assert np.nanmax(np.abs(got.alone)) > 1e-6
        assert_allclose(np.nan_to_num(got.synergy[0, 1]), 0, atol=1e-8)


def test_the_order_of_policies_changes_nothing(small, found):
    turned = ni.synergies(small, packages("CHN", "CHN")[::-1], "CHN")
    assert turned.names == found.names[::-1]
    assert_allclose(turned.alone, found.alone[::-1], rtol=0, atol=1e-9)
    assert_allclose(turned.synergy, found.synergy[::-1, ::-1], rtol=0, atol=1e-9)


def test_synergy_is_what_a_pair_does_beyond_the_sum(small, found):
    one, two, _ = packages("CHN", "CHN")
    at = small.regions.index("CHN")
    single = [ni.simulate(small, p).welfare[at] for p in (one, two, one + two)]
    assert found.synergy[0, 1, 0] == pytest.approx(single[2] - single[0] - single[1], abs=1e-12)
    assert abs(found.synergy[0, 1, 0]) > 1e-7
    assert_allclose(found.synergy, found.synergy.transpose(1, 0, 2), rtol=0, atol=1e-15)
    assert np.isnan(found.synergy[np.arange(3), np.arange(3)]).all()
    assert found.matrix().loc["support", "better"] == found.synergy[1, 0, 0]


def test_at_no_intensity_there_is_none(small):
    better, _, tax = packages("CHN", "CHN")
    idle = ni.Package([ni.Shock("production_subsidy", 0.0, "add", "CHN", industry="c15")], name="idle")
    got = ni.synergies(small, [better, idle, tax], "CHN")
    assert_allclose(got.alone[1], 0, atol=1e-9)
    assert_allclose(np.nan_to_num(got.synergy[1]), 0, atol=1e-8)


def test_shares_change_by_a_difference_and_anything_else_by_a_fraction(small):
    from newind.measures.headline import changes

    s = ni.simulate(small, packages("CHN", "CHN")[0])
    got = {c.topic: c for c in changes(s.baseline, s.accounts)}
    assert got["people"].unit == "1"
    assert_array_equal(got["people"].step, got["people"].after - got["people"].before)
    assert got["green"].unit != "1"
    assert_allclose(got["green"].step, got["green"].after / got["green"].before - 1)


# ---- under other assumptions
@pytest.fixture(scope="module")
def ranged(small):
    return ni.synergies(small, packages("CHN", "CHN"), "CHN", ranged=True)


def test_a_range_is_over_the_central_case_and_all_corners(small, found, ranged):
    one, two, _ = packages("CHN", "CHN")
    at = small.regions.index("CHN")
    corners = list(corners_of(ni.simulate(small)))
    assert len(ranged.corners) == len(corners)
    last = [ni.simulate(small, p, parameters=corners[-1]).welfare[at] for p in (one, two, one + two)]
    assert ranged.corners[-1, 0, 1, 0] == pytest.approx(last[2] - last[0] - last[1], abs=1e-10)
    assert_allclose(ranged.synergy, found.synergy, rtol=0, atol=1e-12)
    values = np.concatenate([ranged.synergy[None], ranged.corners])[:, 0, 1]
    assert_array_equal(ranged.span[0][0, 1], values.min(axis=0))
    assert_array_equal(ranged.span[1][0, 1], values.max(axis=0))
    assert (ranged.span[0][0, 1] < ranged.span[1][0, 1]).any()
    for end in found.span:  # no corners: the central case alone
        assert_array_equal(end, found.synergy)


def test_a_sign_is_sure_where_no_corner_has_the_other(ranged):
    low, high = ranged.span
    crossing = (low < 0) & (high > 0)
    assert not ranged.sure[crossing].any()
    assert ranged.sure[0, 1, 0] == (low[0, 1, 0] > 0 or high[0, 1, 0] < 0)
    assert not ranged.sure[np.arange(3), np.arange(3)].any()
    across = replace(ranged, corners=-np.broadcast_to(ranged.synergy, (1, *ranged.synergy.shape)))
    assert not across.sure.any()


# ---- what is told
def test_actions_of_which_the_model_says_nothing_are_left_out():
    w = ni.load("world", year=2011)
    got = ni.synergies(w, actions().select(ids=["anti-monopoly", "data-sharing", "research-grants"]), "CHN")
    assert got.names == ("data-sharing", "research-grants")
    assert "2 policies on CHN, medium: 1 pairs" in repr(got)


def test_a_pair_that_contradicts_itself_is_told_beside_the_rest(small):
    better, support, _ = packages("CHN", "CHN")
    more = ni.Package([ni.Shock("productivity", 0.03, region="CHN", industry="c14")], name="more")
    taxed = ni.Package([ni.Shock("trade_cost", 0.01, region="CHN")], name="taxed", financing="output_tax")
    got = ni.synergies(small, [better, support, more, taxed], "CHN")
    assert set(got.refused) == {("better", "more"), ("better", "taxed"), ("support", "taxed"), ("more", "taxed")}
    assert "sets productivity" in got.refused["better", "more"]
    assert "financed by" in got.refused["better", "taxed"]
    assert np.isnan(got.synergy[0, 2]).all()
    frame = got.to_frame()
    assert len(frame) == 6 * len(OUTCOMES)
    assert frame[frame["first"].eq("better") & frame["second"].eq("more")]["note"].str.contains("sets").all()


def test_the_work_of_a_pair_can_be_sent_to_another_process(small, found):
    work = pickle.loads(pickle.dumps(partial(trial_of, small, tuple(packages("CHN", "CHN")), 0, "medium", None)))()
    assert_allclose(work((0, 1)), found.together[None, 0, 1], rtol=0, atol=1e-12)


# ---- experts
def expert(values: dict[tuple[str, str], object], names=("better", "support", "tax")) -> pd.DataFrame:
    frame = pd.DataFrame(index=list(names), columns=list(names), dtype=object)
    for (a, b), value in values.items():
        frame.loc[a, b] = value
    return frame


def test_signs_that_differ_are_flagged(found):
    sign = 1 if found.matrix().loc["better", "support"] > 0 else -1
    other = 1 if found.matrix().loc["better", "tax"] > 0 else -1
    said = expert({("better", "support"): -2 * sign, ("tax", "better"): 3 * other, ("support", "tax"): 0})
    beside = found.compare_with_experts(said).set_index(["first", "second"])
    assert beside["disagree"].to_dict() == {
        ("better", "support"): True, ("better", "tax"): False, ("support", "tax"): False,
    }  # fmt: skip
    assert beside["expert"].to_list() == [-2 * sign, 3 * other, 0]


def test_a_half_filled_and_a_symmetric_matrix_say_the_same(found):
    half = expert({("better", "support"): "2"})
    both = expert({("better", "support"): 2, ("support", "better"): 2.0})
    assert judgements(half, found.names) == judgements(both, found.names) == {("better", "support"): 2.0}


@pytest.mark.parametrize(
    ("values", "names", "said"),
    [
        ({("better", "tax"): 1, ("tax", "better"): -1}, None, "of better with tax differs from that of tax"),
        ({("better", "tax"): 4}, None, r"better with tax is 4\. Give a number from -3 to 3, or leave it empty"),
        ({("better", "tax"): "much"}, None, "better with tax is 'much'. Give a number"),
        ({}, ("better", "taxes"), "no policies here: taxes. Policies are better, support, tax."),
    ],
)
def test_judgements_that_cannot_be_used_are_refused(found, values, names, said):
    with pytest.raises(ni.DataError, match=said):
        found.compare_with_experts(expert(values, names) if names else expert(values))


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        (lambda p: p[:1], ni.PolicyError, "1 of 1 policies can be simulated: synergy takes at least two"),
        (lambda p: [p[0], p[0]], ni.PolicyError, "packages need names of their own: better"),
        (lambda p: [p[0], ni.Package(p[1].shocks)], ni.PolicyError, "packages need names of their own. Name"),
    ],
)
def test_policies_that_cannot_be_paired_are_refused(small, given, error, said):
    with pytest.raises(error, match=said):
        ni.synergies(small, given(packages("CHN", "CHN")), "CHN")


def test_unknown_names_are_refused(small, found):
    with pytest.raises(ni.UnknownNameError, match="CHM"):
        ni.synergies(small, packages("CHN", "CHN"), "CHM")
    with pytest.raises(ni.DataError, match="outcome 'growth' is not one of real_income, people"):
        found.matrix("growth")


def test_a_range_with_nothing_in_it_at_one_end_is_not_clear():
    assert not clear(0.0, 0.1)
    assert not clear(-0.1, 0.0)
    assert clear(-0.2, -0.1)


def test_policies_for_another_kind_of_table_are_left_out(small):
    there = [ni.Package([ni.Shock("labour_supply", v, region="*")], name=f"more {v}") for v in (0.01, 0.02)]
    away = ni.Package([ni.Shock("labour_supply", 0.01, region="*", table="provinces")], name="away")
    found = ni.synergies(small, [*there, away], small.regions[0])
    assert found.names == ("more 0.01", "more 0.02")
