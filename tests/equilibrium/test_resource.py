"""A natural resource that stays in its industry: what it does to supply, to results, and when it does nothing."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from drawn_benchmark import drawn, responses
from newind.accounts.classification import load
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.decomposition import decompose
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.problem import Problem, Unknowns
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from newind.equilibrium.system import State
from newind.errors import DataError, UnknownNameError
from newind.testing import REGIONS, Structure, build

seeds = st.integers(0, 10_000)


def with_resource(e, share):
    return replace(e, resource=np.broadcast_to(np.asarray(share, dtype=float), e.theta.shape).copy())


def moved(b, seed=0):
    g = np.random.default_rng(seed)
    return Shocks(
        productivity=g.normal(0, 0.1, (b.R, b.S)), labour=g.normal(0, 0.1, b.R), capital=g.normal(0, 0.1, (b.R, b.S))
    )


@settings(max_examples=10)
@given(seeds)
def test_without_it_all_is_as_it_was(seed):
    """A share of zero takes the way without any resource: the same to the last digit; its stock is of no matter."""
    b, e = drawn(seed), responses(delta=0.05)
    shocks = moved(b, seed)
    plain = solve(set_up(b, e), shocks)
    none = solve(set_up(b, with_resource(e, 0.0)), replace(shocks, resource=np.full((b.R, b.S), 0.3)))
    assert_allclose(none.x, plain.x, rtol=0, atol=1e-12)
    assert {f.name for f in fields(Shocks)} >= {"resource"}


@settings(max_examples=10)
@given(seeds)
def test_where_all_capital_stays_it_makes_no_difference(seed):
    b, e = drawn(seed), responses(mobile=False)
    plain, with_ = (solve(set_up(b, some), moved(b, seed)).x for some in (e, with_resource(e, 0.5)))
    assert_array_equal(plain, with_)


@settings(max_examples=20)
@given(seeds, st.floats(0.05, 0.9))
def test_supply_at_given_wages_and_returns_has_the_elasticity_of_the_formula(seed, share):
    """(1 − s) / s, s being the part of the resource in output: nothing else in the price of output moves."""
    b = drawn(seed, policies=False)
    e = replace(with_resource(responses(), share), sigma_v=1.0)
    zero, v = np.zeros(b.R), np.full((b.R, b.S), 1e-6)
    state = State(Problem(b, e), Unknowns(zero, zero, zero, np.zeros((b.R, b.S)), v))
    level = np.log(state.prices.level)  # of the numeraire, which the price of nothing here depends on
    part = b.value_added_share * (1 - b.labour_share) * share
    dearer, made = state.prices.border, v - state.prices.border
    assert abs(level) < 1e-5
    assert_allclose((made / dearer)[b.active], ((1 - part) / part)[b.active], rtol=1e-6)


@settings(max_examples=6)
@given(seeds)
def test_what_it_earns_is_income_and_more_of_it_is_supply(seed):
    b = drawn(seed)
    e = with_resource(responses(delta=0.05, eta=0.03, chi=0.4), [0.7, 0.0, 0.3, 0.0])
    tax = np.random.default_rng(seed).uniform(-0.1, 0.2, (b.R, b.S))
    shocks = replace(moved(b, seed), resource=np.full((b.R, b.S), 0.2), capital_tax=tax, land_tax=tax[::-1])
    d = decompose(set_up(b, e), shocks)
    assert d.error < 1e-8
    alone = decompose(set_up(b, e), Shocks(resource=np.full((b.R, b.S), 0.2)))
    assert (alone.components["factor supply"] > 0).all()
    assert_allclose(sum(alone.components.values()), alone.total, rtol=0, atol=1e-8)


def test_nothing_depends_on_the_unit_of_what_there_is():
    """Twice as much labour, capital and resources, and twice the output, at the prices of before."""
    b, twice = drawn(3), np.log(2.0)
    model = set_up(b, with_resource(responses(), [0.7, 0.4, 0.1, 0.0]))
    full = np.full((b.R, b.S), twice)
    s = solve(model, Shocks(labour=full[:, 0], capital=full, resource=full), tolerance=1e-11)
    assert_allclose(s.real_income, twice, rtol=1e-9)
    less = solve(model, Shocks(labour=full[:, 0], capital=full))
    assert (less.real_income < s.real_income).all()


# ---- in the world
w = ni.load("world", year=2011)


@pytest.mark.parametrize("given_", [{"resource_share": s} for s in ("shipped", {"c1": 0.4, "c2": 0.7, "c17": 0.1})])
def test_the_shipped_shares_are_those_of_their_industries(given_):
    e = Assumptions("medium", given_).elasticities(w.industries)
    known = {"c1": 0.4, "c2": 0.7, "c17": 0.1}
    assert e.resource.tolist() == [known.get(i, 0.0) for i in w.industries]
    assert not Assumptions("medium").elasticities(w.industries).resource.any()
    assert not Assumptions("short", given_).elasticities(w.industries).resource.any()


def test_shipped_shares_go_by_groups_of_industries():
    asked = Assumptions("medium", {"resource_share": "shipped"})
    for name, farms, mines, wires in (
        ("wiod56", 3, ["B"], ["D35", "E36"]),
        ("icio50", 3, ["B05", "B06", "B07", "B08", "B09"], ["D", "E"]),
        ("nbs42-2017", 1, ["n02", "n03", "n04", "n05"], ["n24", "n25", "n26"]),
    ):
        codes = tuple(load(name))
        found = dict(zip(codes, asked.elasticities(codes).resource.tolist(), strict=True))
        assert [c for c in codes if found[c] == 0.7] == mines
        assert [c for c in codes if found[c] == 0.1] == wires
        assert sum(found.values()) == pytest.approx(0.4 * farms + 0.7 * len(mines) + 0.1 * len(wires))
        assert asked.list_left_out(codes) == ()


def test_where_no_industry_has_a_resource_the_log_says_so():
    other = build(Structure(REGIONS[:2], ("mining", "b"), inventories=False), 3)
    asked = Assumptions("medium", {"resource_share": "shipped"})
    log = laboratory(other, asked).log
    assert log[-1].startswith("No natural resource is counted in agriculture, utilities")
    assert asked.elasticities(other.industries).resource.tolist() == [0.7, 0.0]
    for quiet in (Assumptions("medium"), Assumptions("short", {"resource_share": "shipped"})):
        assert not any("resource" in said for said in laboratory(other, quiet).log)
    assert not any("resource" in said for said in laboratory(w, asked).log)


def test_support_of_mining_brings_a_third_less_and_keeps_its_sign():
    shock, at = ni.Shock("production_subsidy", 0.05, region="CHN", industry="c2"), w.regions.index("CHN")
    without, with_ = (ni.simulate(w, shock, parameters={"resource_share": s}).welfare[at] for s in (0.0, "shipped"))
    assert 0 < with_ < without
    assert with_ / without == pytest.approx(0.063 / 0.089, abs=0.05)
    assert ni.simulate(w, shock).welfare[at] == without


def test_results_say_which_shares_they_are_of():
    assert Assumptions().to_dict()["resource_share"] == 0.0
    for share in ("shipped", 0.2):
        assert Assumptions("medium", {"resource_share": share}).to_dict()["resource_share"] == share


@pytest.mark.parametrize(
    ("value", "said"), [(1.2, "0 to 0.95"), (-0.1, "0 to 0.95"), ("mine", "'shipped'"), ({"c2": 2.0}, "c2")]
)
def test_what_makes_no_sense_is_refused(value, said):
    with pytest.raises(DataError, match=said):
        Assumptions("medium", {"resource_share": value})


def test_an_industry_that_is_not_there_is_named():
    with pytest.raises(UnknownNameError, match="c99"):
        Assumptions("medium", {"resource_share": {"c99": 0.5}}).elasticities(w.industries)
