"""Market structures: where they are the same, what scale adds, and where equilibria stop being regular."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from drawn_benchmark import drawn, responses
from each import check_each
from newind.equilibrium import regularity
from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.regularity import find_room, find_sign, is_regular
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from newind.equilibrium.structure import FAMILY, LEFT_OUT, list_elasticity_sets, list_members

THETA, KAPPA = 4.0, 1.2
SIGMA = (1.0 + THETA) / KAPPA
STRUCTURES = {
    "armington": (0.0, 0.0, 0.0),
    "krugman": (1.0 / THETA, 0.0, 0.0),
    "two tiers": (0.6 / THETA, 0.0, 1.0),
    "melitz": (1.0 / THETA, (1.0 - 1.0 / KAPPA) / (SIGMA - 1.0), 0.0),
}


def one_sector(regions=3, seed=0):
    """Return regions with one industry, one factor, no inputs and balanced trade."""
    rng = np.random.default_rng(seed)
    flows = rng.uniform(0.2, 1.0, (regions, regions)) + 3.0 * np.eye(regions)
    flows = flows + flows.T  # what a region buys abroad is what it sells there
    spend = np.zeros((1, regions, 2))
    spend[0, :, 1] = flows.sum(axis=1)
    none = np.zeros((1, regions, regions))
    rates = {"markup": np.ones((regions, 1)), "subsidy": np.zeros((regions, 1))}
    shares = (flows / flows.sum(axis=1, keepdims=True))[None, :, :, None]
    return Benchmark(shares, spend, np.ones((regions, 1)), tariff=none, rebate=none, **rates)


def in_structure(delta, eta, chi, mobile=True):
    return Elasticities(np.array([THETA]), 1.0, 1.0, 1.0, np.array([delta]), mobile, np.array([eta]), chi)


@check_each("name", STRUCTURES)
def test_with_one_sector_and_one_factor_gains_follow_from_the_share_of_home_goods(name):
    """Arkolakis, Costinot & Rodríguez-Clare (2012): dln W = − dln λ / θ for shocks abroad, in every structure."""
    b, e = one_sector(), in_structure(*STRUCTURES[name])
    cost = 0.3 * (1.0 - np.eye(3)) * np.array([1.0, 2.0, -0.5])[None, :, None]
    s = solve(set_up(b, e), Shocks(trade_cost=cost), tolerance=1e-13)
    home = np.diagonal(s.state.sales.landed[0]) / s.state.sales.landed[0].sum(axis=1)
    before = np.diagonal(b.shares[0, :, :, 0])
    assert_allclose(s.real_income, -np.log(home / before) / e.iceberg[0], rtol=0, atol=1e-11)
    assert np.abs(s.real_income).min() > 1e-3


def test_scale_does_not_matter_with_one_sector():
    """The number of varieties follows labour, which stays."""
    b, cost = one_sector(), 0.2 * (1.0 - np.eye(3))[None]
    responses_ = (in_structure(*STRUCTURES[name]) for name in ("armington", "krugman", "two tiers"))
    found = [solve(set_up(b, e), Shocks(trade_cost=cost), tolerance=1e-12).real_income for e in responses_]
    assert_allclose(found, [found[0]] * len(found), rtol=0, atol=1e-10)


@check_each("name", STRUCTURES)
def test_a_closed_economy_grows_by_its_size_and_scale(name):
    """With nobody to trade with, real income is size to the power of one and the scale elasticity, and of selection."""
    b = one_sector(regions=1)
    delta, eta, chi = STRUCTURES[name]
    s = solve(set_up(b, in_structure(delta, eta, chi)), Shocks(labour=np.array([0.1])), tolerance=1e-12)
    # P = c M^-δ(1 + η) E^-η with E and M in units of the wage: W = L M^δ(1 + η) (E/w)^η
    assert_allclose(s.real_income, 0.1 * (1.0 + delta * (1.0 + eta) + eta), rtol=0, atol=1e-11)


@settings(max_examples=10)
@given(seed=st.integers(0, 1000), common=st.booleans(), mobile=st.booleans())
def test_without_scale_entry_does_not_matter(seed, common, mobile):
    b = drawn(seed, common=common)
    shocks = Shocks(productivity=np.full((b.R, b.S), 0.05) * np.arange(b.S))
    plain, other = (solve(set_up(b, responses(mobile, chi=chi)), shocks, tolerance=1e-12) for chi in (0.0, 1.0))
    assert_allclose(plain.x, other.x, rtol=0, atol=0)


@pytest.mark.parametrize("mobile", [True, False])
def test_to_first_order_scale_in_value_added_is_scale_in_output_with_entry_in_value_added(mobile):
    """An elasticity ψ of the price of value added to its volume is δ = ψ times the share of value added, with χ = 1."""
    b, tiny = drawn(2, policies=False), 1e-5
    psi = 0.04
    cost_shares = b.value_added_share
    shocks = Shocks(productivity=tiny * np.arange(1, 1 + b.R * b.S).reshape(b.R, b.S) / (b.R * b.S))
    e = responses(mobile, delta=psi * float(cost_shares.mean()), chi=1.0)
    s = solve(set_up(b, e), shocks, tolerance=1e-14)
    volume = s.state.at.v - s.state.prices.value_added
    made = s.state.prices.varieties
    assert made is not None
    # ln M = ln C − ln V differs from the volume of value added by substitution between value added and inputs alone
    own = np.log(s.state.prices.value_added_share / b.value_added_share)
    assert_allclose(made, volume - own, rtol=0, atol=1e-15)


# ---- regular equilibria
def test_the_sign_of_a_determinant():
    rng = np.random.default_rng(0)
    from scipy.linalg import lu_factor

    for n in range(1, 8):
        A = rng.normal(size=(n, n))
        assert find_sign(lu_factor(A)) == np.sign(np.linalg.det(A))


def test_without_inputs_scale_may_go_up_to_its_bound():
    """Kucheryavyy, Lyn & Rodríguez-Clare (2023): one over the trade elasticity, where trade is almost free."""
    shares = (
        np.full((2, 2, 2, 1), 0.5) + 0.002 * np.array([1.0, -1.0])[:, None, None, None] * np.eye(2)[None, :, :, None]
    )
    spend = np.zeros((2, 2, 3))
    spend[..., 2] = 1.0
    none, rates = np.zeros((2, 2, 2)), {"markup": np.ones((2, 2)), "subsidy": np.zeros((2, 2))}
    b = Benchmark(shares / shares.sum(axis=2, keepdims=True), spend, np.ones((2, 2)), tariff=none, rebate=none, **rates)
    e = Elasticities(np.full(2, THETA), 1.0, 1.0, 1.0, np.full(2, 0.5 / THETA), True)
    assert 1.0 <= 0.5 * find_room(b, e) < 1.05


def test_the_sign_turns_where_the_bound_is():
    b, e = drawn(1, policies=False), responses()
    room = find_room(b, replace(e, delta=1.0 / e.theta))
    for share, regular in ((0.98, True), (1.02, False)):
        scaled = replace(e, delta=share * room / e.theta)
        model = set_up(b, scaled)
        assert is_regular(solve(model, Shocks(), tolerance=1e-12), model) is regular


def test_the_sign_is_looked_at_on_the_way_of_the_shocks(monkeypatch):
    """At the benchmark, at the equilibrium and in between, in steps of an eighth; one that turns is enough."""
    b, e = drawn(1, policies=False), responses()
    model = set_up(b, replace(e, delta=0.5 / e.theta))
    found = solve(model, Shocks(labour=np.full(b.R, 0.1)))
    seen = []

    def tell_sign(state, turned):
        labour = state.problem.shocks.labour
        seen.append(0.0 if labour is None else float(labour[0]))
        return -1 if turned and 0 < seen[-1] < 0.05 else 1

    for turned in (False, True):
        monkeypatch.setattr(regularity, "_sign_at", partial(tell_sign, turned=turned))
        assert is_regular(found, model) is not turned
        if not turned:
            assert_allclose(sorted(seen), 0.1 * np.arange(9) / 8)


# ---- the family
def test_the_family_has_every_set_of_elasticities_with_every_kind_of_structure():
    industries = tuple(f"c{k}" for k in range(1, 31))
    members = list_members(industries)
    assert len(members) >= 54
    assert len({repr(m) for m in members}) == len(members)
    *sets, estimated = list_elasticity_sets(industries)
    for theta in sets:
        every = [{"trade_elasticity": theta, **structure} for structure in FAMILY]
        assert [m for m in members if m["trade_elasticity"] == theta] == [m for m in every if m not in LEFT_OUT]
    assert {m["chi"] for m in members if m["trade_elasticity"] == estimated} == {0.0, 1.0}
