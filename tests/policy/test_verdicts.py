"""What may be said about the sign of real income, and how partners answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.policy.mirror import mirror
from newind.policy.verdicts import BORNE, HOLDS, NOISE, OTHERS, find_turns, judge

GOODS = [f"c{k}" for k in range(1, 17)]


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


def said(found, mirrored=None, world=0.01, terms=None, **more):
    """What is said of one region from figures in members of the family."""
    values, everyone = np.array(found)[:, None], np.full(len(found), world)
    answered = None if mirrored is None else np.array(mirrored)[:, None]
    return judge(values, answered, everyone, None if terms is None else np.array([terms]), **more)[0]


@pytest.mark.parametrize(
    ("kind", "found", "more"),
    [
        ("holds", [0.01, 0.02], {}),
        ("holds", [-0.01, -0.02], {"world": -0.01}),
        ("holds", [0.01, NOISE / 2, -NOISE / 2], {}),
        ("holds", [0.0, 1e-5], {"world": -0.01}),
        ("others", [0.01, 0.02], {"world": -0.01}),
        ("borne", [-0.01, -0.02], {"world": 0.01}),
        ("holds", [-0.01, 1e-5], {"world": -0.01}),
        ("others", [0.01, 0.02], {"terms": 0.011}),
        ("holds", [0.01, 0.02], {"terms": 0.009}),
        ("holds", [0.01, 0.02], {"world": 1e-5}),
        ("response", [0.01, 0.02], {"mirrored": [0.01, -0.01]}),
        ("response", [0.01, 0.02], {"mirrored": [-0.02, -0.01]}),
        ("holds", [0.01, 0.02], {"mirrored": [0.005, 0.01]}),
        ("others", [0.01, 0.02], {"mirrored": [-0.02, -0.01], "world": -0.01}),
        ("structure", [0.01, -0.01], {"mirrored": [-0.02, -0.01], "world": -0.01}),
        ("none", [0.01, -0.01], {"lacking": True}),
        ("holds", [0.01, 0.02], {"lacking": True}),
    ],
)
def test_the_rule(kind, found, more):
    assert said(found, **more) == kind


def test_a_sign_turns_where_it_first_crosses_zero():
    phi = np.array([0.0, 0.3, 0.5, 0.7])
    assert_allclose(find_turns(phi, np.array([[2.0], [-1.0], [1.0], [2.0]])), [0.2])


# ---- partners
def test_partners_answer_a_tariff_with_the_same_on_the_same_goods(world):
    shock = ni.Shock("tariff", 0.2, "add", region="CHN", partner=["USA", "JPN"], industry="c14", start=2027, phase_in=3)
    (own, answer) = mirror(ni.Package([shock]), world).shocks
    assert own == shock
    same = ("lever", "value", "mode", "industry", "start", "phase_in", "until")
    assert all(getattr(answer, name) == getattr(shock, name) for name in same)
    assert (set(answer.region), answer.partner) == ({"JPN", "USA"}, ("CHN",))


def test_partners_answer_a_subsidy_with_a_duty(world):
    (_, answer) = mirror(ni.Package([ni.Shock("production_subsidy", 0.05, region="CHN", industry="c14")]), world).shocks
    assert (answer.lever, answer.value, answer.mode, answer.partner) == ("tariff", 0.05, "add", ("CHN",))
    assert len(answer.region) == world.R - 1


def test_those_who_move_the_same_lever_do_not_answer(world):
    both = [ni.Shock("tariff", 0.0, region="CHN"), ni.Shock("tariff", 0.0, partner="CHN")]
    assert mirror(ni.Package(both), world) is None
    assert mirror(ni.Package([ni.Shock("tariff", 0.0)]), world) is None


def test_what_is_no_trade_policy_is_not_answered(world):
    shocks = [ni.Shock("productivity", 0.1, region="CHN"), ni.Shock("production_subsidy", -0.05, region="CHN")]
    assert mirror(ni.Package(shocks), world) is None


# ---- published prototypes of the form: terms of trade against scale, for China on the world of 2011
@pytest.mark.parametrize(
    ("shocks", "armington", "scale"),
    [
        ([ni.Shock("tariff", 0.2, "add", region="CHN", industry=GOODS)], 1.28, 0.19),
        ([ni.Shock("production_subsidy", 0.05, region="CHN", industry="manufacturing")], -1.57, 2.55),
        ([ni.Shock("tariff", 0.0, region="CHN")], -0.66, -0.44),
        ([ni.Shock("tariff", 0.0, region="CHN"), ni.Shock("tariff", 0.0, partner="CHN")], 0.07, 0.54),
    ],
)
def test_signs_turn_with_scale_and_entry(world, shocks, armington, scale):
    at = world.regions.index("CHN")
    for given, expected in (({}, armington), ({"phi": 0.5}, scale)):
        s = ni.simulate(world, shocks, parameters=given)
        assert 100 * s.welfare[at] == pytest.approx(expected, abs=0.02)


def test_a_tariff_depends_on_market_structure_and_its_answer_costs(world):
    s = ni.simulate(world, ni.Shock("tariff", 0.2, "add", region="CHN", industry=GOODS))
    found, at = s.range(), world.regions.index("CHN")
    assert found.sign[at] == "structure"
    assert not found.stated[at]
    assert 0.4 < found.verdicts.turns[at] < 0.7
    assert (found.verdicts.mirrored[:, at] < 0).all()
    assert found.verdicts.world[2] < 0


def test_what_holds_is_not_terms_of_trade_alone_nor_against_the_world(world):
    s = ni.simulate(world, ni.Shock("tariff", 0.05, "add", region="USA", industry="c14"))
    found = s.range()
    kinds, terms = found.verdicts.kinds, s.decomposition.components["terms of trade"]
    for r in np.flatnonzero(kinds == HOLDS):
        if abs(found.central[r]) > NOISE:
            assert found.central[r] * found.verdicts.world[1] > 0 or abs(found.verdicts.world[1]) < NOISE
            assert abs(terms[r]) <= abs(found.central[r]) or terms[r] * found.central[r] < 0
    assert ((kinds == OTHERS) | (kinds == BORNE)).any()


# ---- what is printed
@pytest.mark.parametrize("name", [p.name for p in ni.packages()])
def test_no_headline_of_a_shipped_package_breaks_the_rule(name):
    """For each of 20 economies, from what was found in each member of the family and with partners' answers."""
    given = {"markup": 1.1} if name == "fair-competition" else {}
    s = ni.simulate(ni.load("world", year=2022), ni.package(name), parameters=given)
    found = s.range()
    stated = found.stated & (np.abs(found.central) > NOISE)
    headlines = s.carries()["range"]["headline"]
    income = s.laboratory.benchmark.final
    world = np.expm1(np.log1p(found.values) @ income / income.sum())
    for r in np.flatnonzero(stated):
        way = np.sign(found.central[r])
        assert (way * found.values[:, r] > -NOISE).all()
        assert found.verdicts.mirrored is None or (way * found.verdicts.mirrored[:, r] > -NOISE).all()
        assert not (way * world < -NOISE).all()
        if way > 0:
            assert s.decomposition.components["terms of trade"][r] <= np.log1p(found.central[r]) + 1e-8
    silent = [code for code, said in zip(s.baseline.regions.codes, found.stated, strict=True) if not said]
    assert all(headlines[code] is None for code in silent)


def test_what_only_an_assumption_turns_is_no_matter_of_structure():
    """Of three cases the last varies an assumption; where a member lacks, too, nothing may be said."""
    found = np.array([[0.01, 0.01], [0.02, -0.01], [-0.01, 0.02]])
    structures, world = np.array([True, True, False]), np.array([0.01, 0.01, 0.01])
    assert judge(found, None, world, None, structures=structures).tolist() == ["assumed", "structure"]
    assert judge(found, None, world, None, structures=structures, lacking=True).tolist() == ["none", "none"]


def test_a_gain_that_answers_take_away_depends_on_them():
    kinds = judge(np.array([[0.01, 0.0], [0.02, 0.0]]), np.array([[1e-5, 0.0]]), np.zeros(2), None)
    assert kinds.tolist() == ["response", "holds"]


def test_a_loss_is_for_others_only_where_the_world_gains():
    found, terms = np.array([[-0.01], [-0.02]]), np.array([-0.02])
    assert judge(found, None, np.array([-0.01, -0.01]), terms).tolist() == ["holds"]
    assert judge(found, None, np.array([0.01, 0.01]), terms).tolist() == ["borne"]


def test_scale_by_industry_has_a_range_and_no_turn():
    s = ni.simulate(ni.load("world", year=2022), ni.package("opening-up"), parameters={"phi": {"c14": 0.5}})
    assert np.isnan(s.range().verdicts.turns).all()
    assert s.range().verdicts.members == 7
