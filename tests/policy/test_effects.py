"""What each part of a package adds: exact sums, in up to eight groups and beyond."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.equilibrium.contributions import ALONG, SHAPLEY, integrate_contributions
from newind.policy.effects import PartialIncome, groups_of, part
from newind.testing import REGIONS, Structure, build


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def small():
    return build(Structure(REGIONS[:2], ("c14", "c27", "c30")), 3)


@pytest.fixture(scope="module")
def stranding():
    """Three regions; only USA makes c27, of which CHN needs next to none."""
    w = build(Structure(REGIONS[:3], ("c14", "c27", "c30"), idle=frozenset({(0, 1), (2, 1)})), 1)
    Z, Y = np.array(w.Z), np.array(w.Y)
    Y[4, 5] += (1 - 1e-5) * (Z[4, :3].sum() + Y[4, :5].sum())
    Z[4, :3] *= 1e-5
    Y[4, :5] *= 1e-5
    return w._replace(Z=Z, Y=Y, satellites={}, facts={})


def actions(w, count=9):
    """A package of as many actions as asked for, of many kinds."""
    one, two = w.regions.codes[:2]
    first, second = w.industries[:2]
    made = [
        ("tariff", 0.1, {"region": one, "partner": two}),
        ("tariff", 0.05, {"region": two, "partner": one, "mode": "add"}),
        ("trade_cost", 0.03, {"region": one}),
        ("productivity", 0.01, {"region": one, "industry": first}),
        ("production_subsidy", 0.01, {"region": two, "industry": second}),
        ("consumption_tax", 0.02, {"region": one, "industry": second}),
        ("labour_supply", 0.01, {"region": two}),
        ("capital_cost", -0.02, {"region": one, "industry": first}),
        ("demand_shift", 0.05, {"region": two, "industry": first}),
        ("capital_supply", 0.01, {"region": one}),
    ]
    return ni.Package([ni.Shock(a, v, action=f"action {k}", **m) for k, (a, v, m) in enumerate(made[:count])])


def total(found):
    return sum(found.by_group.values())


def test_groups_are_actions_else_families_in_order():
    p = ni.Package(
        [ni.Shock("tariff", 0.1), ni.Shock("carbon_price", 5, action="market"), ni.Shock("trade_cost", 0.1)],
        name="p",
        financing="output_tax",
    )
    assert groups_of(p) == ("trade", "market")
    assert part(p, ["trade"]) == ni.Package([p.shocks[0], p.shocks[2]], name="p", financing="output_tax")
    assert part(p, []).shocks == ()


def test_up_to_eight_groups_have_shapley_values_that_add_up(world):
    s = ni.simulate(world, ni.package("all-families"))
    assert s.contributions_method == SHAPLEY
    assert set(s.contributions) == {"industrial", "innovation", "trade", "regional", "environment", "market"}
    assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)
    assert s.contributions["market"][0] < -10 * abs(s.contributions["market"][1:]).max()  # its cost; no gain is counted


def test_one_group_has_all_of_it(world):
    s = ni.simulate(world, ni.Shock("tariff", 0.1, region="USA", partner="CHN"))
    assert_allclose(s.contributions["trade"], s.solution.real_income, rtol=0, atol=1e-12)


def test_beyond_eight_groups_parts_add_up_along_the_path(small):
    s = ni.simulate(small, actions(small, 10))
    assert len(s.contributions) == 10
    assert s.contributions_method == ALONG == "integrated along the path (Aumann-Shapley)"
    assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)
    assert not s.attribution.synergies


@pytest.mark.parametrize("horizon", ["short", "long"])
def test_both_ways_of_sharing_nearly_agree_for_small_steps(small, horizon):
    """They differ by how parts work on each other, which is small beside what they do."""
    s = ni.simulate(small, actions(small, 8), horizon)
    along = integrate_contributions(PartialIncome(s, groups_of(s.package)), groups_of(s.package))
    for name, parts in s.contributions.items():
        assert_allclose(along.by_group[name], parts, rtol=0.05, atol=3e-6)


def test_all_in_force_is_the_package_and_none_nothing(small):
    s = ni.simulate(small, actions(small))
    along = PartialIncome(s, groups_of(s.package))
    assert_array_equal(along(dict.fromkeys(along.groups, 1.0)), s.solution.real_income)
    assert_array_equal(along(dict.fromkeys(along.groups, 0.0)), 0.0)


def test_one_group_alone_in_full_is_its_simulation(small):
    """Where groups move figures of their own, the others at zero leave a group as it is by itself."""
    package = actions(small)
    along = PartialIncome(ni.simulate(small, package), groups_of(package))
    for group in ("action 3", "action 6", "action 7"):
        alone = ni.simulate(small, part(package, [group])).solution.real_income
        assert_allclose(along({g: float(g == group) for g in along.groups}), alone, atol=1e-8)


def test_two_that_move_one_figure_share_it_by_what_each_does(small):
    """Tariffs of 2 and 6 points that are added: half of the first and all of the second are 7."""
    one, two = small.regions.codes[:2]
    move = {"region": one, "partner": two, "mode": "add"}
    package = ni.Package([ni.Shock("tariff", 0.02, action="a", **move), ni.Shock("tariff", 0.06, action="b", **move)])
    along = PartialIncome(ni.simulate(small, package), ["a", "b"])
    expected = ni.simulate(small, ni.Shock("tariff", 0.07, **move)).solution.real_income
    assert_allclose(along({"a": 0.5, "b": 1.0}), expected, atol=1e-8)


def test_what_is_cut_off_fades_to_exact_zero(small):
    """A flow cut off in two actions: it is gone when both are in force, and most of it when one is."""
    one, two = small.regions.codes[:2]
    cuts = [ni.Shock("cut_off", 1, region=one, partner=two, industry=i, action=i) for i in small.industries[:2]]
    s = ni.simulate(small, ni.Package([*cuts, ni.Shock("productivity", 0.01, region=one, action="better")]))
    along = PartialIncome(s, groups_of(s.package))
    found = integrate_contributions(along, along.groups)
    assert_allclose(total(found), s.solution.real_income, rtol=0, atol=1e-8)
    for name in s.contributions:
        assert_allclose(found.by_group[name], s.contributions[name], rtol=0.1, atol=1e-5)
    first = ni.simulate(small, cuts[0]).solution.real_income
    assert_allclose(along({small.industries[0]: 1.0, small.industries[1]: 0.0, "better": 0.0}), first, atol=1e-7)


def test_lost_purchases_fade_too(stranding):
    """CHN loses its only supplier of next to nothing; the parts still add up to all of it."""
    cut = ni.Shock("cut_off", 1, region="CHN", partner="USA", industry="c27", action="cut")
    s = ni.simulate(stranding, ni.Package([cut, ni.Shock("productivity", 0.01, region="CHN", action="better")]))
    assert s.solution.problem.lost is not None
    found = integrate_contributions(PartialIncome(s, ["cut", "better"]), ["cut", "better"])
    assert_allclose(total(found), s.solution.real_income, rtol=0, atol=1e-8)
    assert_allclose(found.by_group["better"], s.contributions["better"], rtol=0.05, atol=1e-6)


def test_a_part_that_cannot_stand_alone_is_taken_along_the_path(small):
    """What one part gives only what another takes can pay for; the label tells how it was shared out."""
    give = ni.Shock("production_subsidy", 0.4, region="CHN", action="give")
    take = ni.Shock("consumption_tax", 4.0, region="CHN", action="take")
    with pytest.raises(ni.PolicyError, match="costs regions more"):
        ni.simulate(small, give)
    s = ni.simulate(small, [give, take])
    assert s.contributions_method == ALONG
    assert_allclose(sum(s.contributions.values()), s.solution.real_income, rtol=0, atol=1e-8)


def test_a_single_part_without_an_equilibrium_is_refused_as_it_is(small, monkeypatch):
    s = ni.simulate(small, ni.Shock("tariff", 0.1))

    monkeypatch.setattr(type(s), "rerun_many", lambda _, cases: (ni.PolicyError("ruined") for _ in cases))
    with pytest.raises(ni.PolicyError, match="ruined"):
        s.contributions  # noqa: B018
