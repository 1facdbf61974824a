"""What holds in every economy, whatever is done to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from model_worlds import (
    Kind,
    make_benchmark,
    make_elasticities,
    make_shocks,
    permuted,
    permuted_shocks,
    seeds,
    shocks_on,
    worlds,
)
from numpy.testing import assert_allclose, assert_array_equal

from newind.equilibrium.problem import Problem, size
from newind.equilibrium.sales import new_benchmark
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import rebase_benchmark, set_up, solve
from newind.equilibrium.system import State

TIGHT = 1e-12
CLOSED = st.builds(Kind, R=st.just(1), S=st.integers(1, 4), policies=st.just(False), awkward=st.booleans())
PLAIN = st.builds(Kind, R=st.integers(2, 4), S=st.integers(2, 4), common=st.booleans(), policies=st.just(False))
UNRECORDED = {
    "purchase_tax": None, "fuel_carbon": None, "process_carbon": None, "border_charge": None, "embodied_charge": None,
    "returned": None, "labour_tax": None, "capital_tax": None, "land_tax": None, "land_share": None,
    "output_tax": False,
}  # fmt: skip
"""Levers that a benchmark has no place for."""


def solved(b, e, shocks, **given):
    return solve(set_up(b, e), shocks, **given)


# ---- nothing changes
@given(worlds())
def test_no_shock_changes_nothing(world):
    """The benchmark is an equilibrium to the last digits, and the iteration does not leave it."""
    b, e = world
    s = solved(b, e, NONE, tolerance=1e-12)
    assert s.iterations == 0
    assert not s.x.any()
    assert_allclose(s.state.prices.prices_by_user, 0, atol=1e-12)
    assert_allclose(s.real_income, 0, atol=1e-12)
    assert_allclose(s.state.sales.spend, b.spend, rtol=1e-12, atol=1e-14)
    assert_allclose(s.state.receipts, b.output, rtol=1e-12, atol=1e-14)
    assert_allclose(s.state.income, b.final, rtol=1e-12)
    assert_allclose(sum(s.state.government.values()), b.net_revenue, atol=1e-12)


@given(worlds(), st.booleans())
def test_levers_at_their_benchmark_values_change_nothing(world, output_tax):
    b, e = world
    z = {"tariff": b.tariff, "rebate": b.rebate, "subsidy": b.subsidy, "markup": b.markup, "deficit": b.deficit}
    zeros = make_shocks(b, 1, size=0.0)
    none = {k: np.zeros_like(v) for k, v in vars(zeros).items() if isinstance(v, np.ndarray)}
    shocks = Shocks(**none | z | {"migration": zeros.migration}, migration_elasticity=2.0, output_tax=output_tax)
    assert solved(b, e, shocks, tolerance=1e-12).iterations == 0


# ---- books
@settings(max_examples=60)
@given(st.data())
def test_all_books_close(data):
    """Claims are sales, incomes are spent, budgets and trade balance; Walras' law is not assumed but found."""
    b, e = data.draw(worlds())
    s = solved(b, e, data.draw(shocks_on(b)), tolerance=TIGHT)
    state, sales, p = s.state, s.state.sales, s.problem
    assert_allclose(state.receipts, sales.claims, rtol=1e-10, atol=1e-14)
    assert_allclose(state.prices.level, 1, rtol=1e-10)
    assert_allclose(sales.spend[:, :, -1].sum(axis=0), state.income, rtol=1e-10)
    earned = state.labour + (state.capital + state.profits).sum(axis=1)
    assert_allclose(earned + sum(state.government.values()) + p.deficit, state.income, rtol=1e-10)
    assert_allclose(sales.landed.sum(axis=2), sales.net.sum(axis=2), rtol=1e-12, atol=1e-14)
    abroad = sales.border * (1 - np.eye(b.R))
    assert_allclose(abroad.sum(axis=(0, 2)) - abroad.sum(axis=(0, 1)), p.deficit, atol=1e-10 * b.final.sum())
    assert_allclose(sales.spend[:, :, :-1].sum(axis=0) + sales.value_added, sales.cost, rtol=1e-12, atol=1e-14)
    carbon = state.fuel_carbon.sum(axis=(0, 2)) + state.process_carbon.sum(axis=1)
    assert_allclose(state.government["carbon"], carbon, rtol=1e-12)
    back = (p.shocks.returned * state.carbon_by_industry).sum(axis=1)
    assert_allclose(-state.government["carbon returned"], back, rtol=1e-9, atol=1e-14)
    if p.shocks.output_tax:
        assert_allclose(sum(state.government.values()), b.net_revenue, atol=1e-10)
    else:
        assert_array_equal(state.government["tax on output"], 0)
    assert not sales.landed[p.delivery_weight == 0].any()
    assert not sales.claims[~b.active].any()


# ---- units
@settings(max_examples=30)
@given(st.data())
def test_nothing_depends_on_the_numeraire(data):
    """All nominal unknowns may be any amount higher: only the equation of the level notices, by that amount."""
    b, e = data.draw(worlds())
    p = Problem(b, e, data.draw(shocks_on(b)))
    x = np.random.default_rng(1).normal(0, 0.05, p.size)
    factors, markets = size(b.R, b.S, e.mobile) - 2 * b.R * b.S, np.ones(p.size - size(b.R, b.S, e.mobile))
    moves = np.concatenate([np.ones(factors), np.tile(p.active.ravel(), 2), markets])
    x *= moves
    low, high = (State(p, p.split(x + c * moves)) for c in (0.0, 0.7))
    assert_allclose(high.residual, low.residual - 0.7 * moves, rtol=0, atol=1e-11)
    assert_allclose(high.income, low.income * np.exp(0.7), rtol=1e-11)


@settings(max_examples=30)
@given(st.data(), st.sampled_from([1e-6, 1e6]))
def test_the_unit_of_money_does_not_matter(data, unit):
    b, e = data.draw(worlds())
    shocks = data.draw(shocks_on(b))
    other = replace(b, spend=b.spend * unit)
    a = solved(b, e, shocks, tolerance=TIGHT)
    c = solved(other, e, replace(shocks, deficit=shocks.deficit * unit), tolerance=TIGHT)
    assert_allclose(a.x, c.x, rtol=0, atol=1e-9)


@settings(max_examples=30)
@given(st.data())
def test_the_order_of_regions_and_industries_does_not_matter(data):
    b, e = data.draw(worlds())
    shocks = data.draw(shocks_on(b))
    g = np.random.default_rng(data.draw(seeds))
    regions, industries = g.permutation(b.R), g.permutation(b.S)
    other = replace(
        e, theta=e.theta[industries], delta=e.delta[industries], eta=e.eta[industries], resource=e.resource[industries]
    )
    a = solved(b, e, shocks, tolerance=TIGHT)
    moved = permuted_shocks(shocks, b, regions, industries)
    c = solved(permuted(b, regions, industries), other, moved, tolerance=TIGHT)
    assert_allclose(c.real_income, a.real_income[regions], rtol=0, atol=1e-9)
    assert_allclose(c.state.at.v, a.state.at.v[np.ix_(regions, industries)], rtol=0, atol=1e-9)


# ---- two ways of saying the same
@settings(max_examples=30)
@given(st.data())
def test_common_shares_are_equal_shares_of_all_users(data):
    kind = Kind(R=data.draw(st.integers(2, 3)), S=3, common=True)
    b, e = data.draw(worlds(st.just(kind)))
    shocks = data.draw(shocks_on(b))
    wide = np.where((b.spend > 0)[:, :, None], b.shares, 0.0)
    a, c = solved(b, e, shocks, tolerance=TIGHT), solved(replace(b, shares=wide), e, shocks, tolerance=TIGHT)
    assert_allclose(a.x, c.x, rtol=0, atol=1e-10)


@settings(max_examples=30)
@given(worlds(), seeds)
def test_a_trade_cost_of_every_user_is_one_of_all(world, seed):
    """With charges per unit, taxes and cut-offs beside it."""
    b, e = world
    shocks = make_shocks(b, seed)
    by_user = replace(shocks, trade_cost=np.repeat(shocks.trade_cost[..., None], b.S + 1, axis=3))
    a, c = solved(b, e, shocks, tolerance=TIGHT), solved(b, e, by_user, tolerance=TIGHT)
    assert_allclose(a.x, c.x, rtol=0, atol=1e-10)
    assert_allclose(a.state.sales.landed, c.state.sales.landed, rtol=0, atol=1e-10)


@settings(max_examples=30)
@given(worlds(), seeds)
def test_two_shocks_at_once_are_one_after_the_other(world, seed):
    """An equilibrium makes a benchmark, from which the rest of the way leads to where both lead."""
    b, e = world
    whole = replace(make_shocks(b, seed, mobile_people=False), **UNRECORDED)
    first = replace(whole, productivity=None, labour=None, subsidy=None, markup=None)
    half = solved(b, e, first, tolerance=TIGHT)
    second = Shocks(productivity=whole.productivity, labour=whole.labour, subsidy=whole.subsidy, markup=whole.markup)
    rest = solved(new_benchmark(half), e, second, tolerance=TIGHT)
    both = solved(b, e, whole, tolerance=TIGHT)
    assert_allclose(half.real_income + rest.real_income, both.real_income, rtol=0, atol=1e-9)
    assert_allclose(half.state.at.v + rest.state.at.v, both.state.at.v, rtol=0, atol=1e-9)


@settings(max_examples=30)
@given(worlds(), seeds)
def test_a_new_benchmark_is_an_equilibrium(world, seed):
    b, e = world
    s = solved(b, e, replace(make_shocks(b, seed, by_user=seed % 2 == 1), **UNRECORDED), tolerance=TIGHT)
    new = new_benchmark(s)
    assert_allclose(new.output, s.state.receipts, rtol=1e-10, atol=1e-14)
    assert_allclose(new.value_added, s.state.sales.value_added, rtol=1e-8, atol=1e-11)
    assert_allclose(new.deficit, s.problem.deficit, atol=1e-10 * b.final.sum())
    again = solved(new, e, NONE, tolerance=1e-10)
    assert again.iterations == 0


@settings(max_examples=30)
@given(worlds())
def test_rebasing_leads_back(world):
    b, e = world
    there = rebase_benchmark(set_up(b, e))
    assert_allclose(there.deficit, 0, atol=1e-11 * b.final.sum())
    assert "deficits were set to zero first" in there.log[-1]
    back = rebase_benchmark(set_up(there, e), b.deficit)
    assert_allclose(back.spend, b.spend, rtol=1e-10, atol=1e-11 * b.final.sum())
    assert_allclose(back.shares, b.shares, rtol=1e-10, atol=1e-11)


def test_results_do_not_depend_on_what_was_solved_before():
    b, e = make_benchmark(Kind(), 1), make_elasticities(3, 1)
    model = set_up(b, e)
    first = solve(model, make_shocks(b, 2))
    solve(model, make_shocks(b, 3))
    again = solve(model, make_shocks(b, 2))
    assert_array_equal(first.x, again.x)
    assert_array_equal(first.x, solve(set_up(b, e), make_shocks(b, 2)).x)


# ---- economics
@settings(max_examples=20)
@given(worlds(CLOSED, scale=False), seeds)
def test_hulten(world, seed):
    """In a closed economy without distortions, productivity counts by sales over income (Hulten 1978)."""
    b, e = world
    direction = np.random.default_rng(seed).uniform(-1, 1, (1, b.S))
    model, h = set_up(b, e), 1e-3

    def income(scale):
        return float(solve(model, Shocks(productivity=scale * direction), tolerance=1e-13).real_income[0])

    slope = (8 * (income(h) - income(-h)) - (income(2 * h) - income(-2 * h))) / (12 * h)
    assert_allclose(slope, (direction * b.output).sum() / b.final[0], rtol=0, atol=1e-9)


@settings(max_examples=20)
@given(worlds(CLOSED), st.floats(-0.5, 3.0))
def test_a_uniform_tax_on_consumption_is_neutral_in_a_closed_economy(world, rate):
    b, e = world
    tax = np.zeros(b.spend.shape)
    tax[:, :, -1] = rate
    s = solved(b, e, Shocks(purchase_tax=tax), tolerance=TIGHT)
    assert_allclose(s.real_income, 0, atol=1e-10)
    assert_allclose(s.state.at.v, 0, atol=1e-10)


@settings(max_examples=20)
@given(worlds(), st.floats(-0.2, 1.0))
def test_a_uniform_tax_on_factors_falls_on_factors(world, rate):
    b, e = world
    tax = np.full((b.R, b.S), rate)
    s = solved(b, e, Shocks(labour_tax=tax, capital_tax=tax, land_tax=tax), tolerance=TIGHT)
    at = s.state.at
    assert_allclose(s.real_income, 0, atol=1e-10)
    for price in (at.w, at.r):
        assert price is None or np.allclose(price, -np.log1p(rate), rtol=0, atol=1e-10)


@settings(max_examples=20)
@given(worlds(PLAIN), st.floats(-0.3, 0.5))
def test_a_subsidy_and_an_equal_tax_on_output_cancel(world, rate):
    b, e = world
    s = solved(b, e, Shocks(subsidy=np.full((b.R, b.S), rate), output_tax=True), tolerance=TIGHT)
    assert_allclose(s.x, 0, atol=1e-10)
    assert_allclose(s.state.output_after_tax_share, 1 - rate, rtol=1e-10)


@settings(max_examples=20)
@given(worlds(), seeds)
def test_a_mark_up_and_a_subsidy_that_offsets_it_leave_prices_alone(world, seed):
    """Buyers notice neither: profits are handed over by the government."""
    b, e = world
    up = np.random.default_rng(seed).uniform(1.0, 1.3, (b.R, b.S))
    s = solved(b, e, Shocks(markup=b.markup * up, subsidy=1 - (1 - b.subsidy) / up), tolerance=TIGHT)
    assert_allclose(s.x, 0, atol=1e-10)


@settings(max_examples=20)
@given(worlds(PLAIN), st.floats(0.01, 2.0))
def test_a_tax_on_all_imports_is_one_on_all_exports(world, rate):
    """Lerner (1936): with balanced trade the two do the same."""
    b, e = world
    b = rebase_benchmark(set_up(b, e))
    imports, exports = np.zeros((b.S, b.R, b.R)), np.zeros((b.S, b.R, b.R))
    imports[:, 0, 1:] = rate
    exports[:, 1:, 0] = -rate
    a, c = (solved(b, e, s, tolerance=TIGHT) for s in (Shocks(tariff=imports), Shocks(rebate=exports)))
    assert_allclose(a.real_income, c.real_income, rtol=0, atol=1e-9)


@settings(max_examples=20)
@given(worlds(st.builds(Kind, R=st.integers(2, 3), S=st.integers(2, 3))), seeds)
def test_nests_become_cobb_douglas_as_substitution_goes_to_one(world, seed):
    """From both sides; what differs in the first order cancels between them."""
    b, e = world
    shocks = make_shocks(b, seed)
    x = {d: solved(b, replace(e, sigma=1 + d, sigma_v=1 + d, sigma_f=1 + d), shocks, tolerance=TIGHT).x for d in D}
    assert_allclose(x[1e-5], x[0.0], rtol=0, atol=1e-3)
    assert_allclose((x[1e-5] + x[-1e-5]) / 2, x[0.0], rtol=0, atol=1e-8)
    assert_allclose(x[1e-9 / 2], x[0.0], rtol=0, atol=1e-10)


D = (-1e-5, 0.0, 1e-9 / 2, 1e-5)


@pytest.mark.parametrize("mobile", [True, False])
def test_more_of_everything_everywhere_raises_income_by_as_much(mobile):
    """Twice the labour and capital: twice the real income, at the prices of before."""
    b, e = make_benchmark(Kind(), 7), make_elasticities(3, 7, mobile=mobile, scale=False)
    twice = np.full((3, 3), np.log(2))
    s = solved(b, e, Shocks(labour=twice[0], capital=twice, resource=twice), tolerance=TIGHT)
    assert_allclose(s.real_income, np.log(2), rtol=1e-10)
