"""The iteration: that it arrives from afar, on every way it may take, and what it says when it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from model_worlds import Kind, make_benchmark, make_elasticities, make_shocks, worlds
from numpy.testing import assert_allclose, assert_array_equal

from each import check_each
from newind.equilibrium import solve as module
from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.labels import build_convergence_error, check_books, market
from newind.equilibrium.problem import Problem, size, split
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import rebase_benchmark, set_up, solve
from newind.equilibrium.system import State
from newind.errors import ConvergenceError, PolicyError
from wiod_model import make_benchmark as wiod_benchmark, read_folded

HORIZONS = {
    "short": (1.0, 0.2, 0.2, 0.5, False),
    "medium": (3.0, 0.5, 0.5, 0.8, True),
    "long": (5.0, 1.0, 1.0, 1.0, True),
}


def at_horizon(S, horizon):
    theta, sigma, sigma_v, sigma_f, mobile = HORIZONS[horizon]
    return Elasticities(np.full(S, theta), sigma, sigma_v, sigma_f, np.zeros(S), mobile)


def on_all_imports(b, rate):
    return Shocks(tariff=np.broadcast_to(rate * (1 - np.eye(b.R)), b.tariff.shape))


def example(**kind):
    kind = Kind(**kind)
    return make_benchmark(kind, 1), make_elasticities(kind.S, 1)


# ---- it arrives
@pytest.mark.parametrize("horizon", HORIZONS)
@settings(max_examples=15)
@given(worlds())
def test_world_tariffs_of_any_size(horizon, world):
    """On economies drawn at random, without trade deficits."""
    b, e = world[0], at_horizon(world[0].S, horizon)
    model = set_up(rebase_benchmark(set_up(b, e)), e)
    trade = [solve(model, on_all_imports(b, rate)).state.sales.border * (1 - np.eye(b.R)) for rate in (0.5, 2.0, 5.0)]
    assert trade[0].sum() > trade[1].sum() > trade[2].sum() > 0


@pytest.mark.parametrize("horizon", HORIZONS)
def test_world_tariffs_of_any_size_on_wiod_2008(shared, horizon):
    b = wiod_benchmark(read_folded(shared), "user")
    b = replace(b, labour_share=np.full((b.R, b.S), 0.6))
    e = at_horizon(b.S, horizon)
    model = set_up(rebase_benchmark(set_up(b, e)), e)
    for rate in (0.5, 2.0, 5.0):
        s = solve(model, on_all_imports(b, rate))
        assert s.residual < 1e-9
        assert_allclose(s.state.receipts, s.state.sales.claims, rtol=1e-8, atol=1e-6)
        assert_allclose(s.state.income.sum(), s.state.sales.spend[:, :, -1].sum(), rtol=1e-9)


def test_small_shocks_take_few_iterations():
    b, e = example()
    s = solve(set_up(b, e), Shocks(tariff=b.tariff + 0.1 * (1 - np.eye(3))))
    assert s.iterations <= 8
    assert s.residual < 1e-9
    assert s.real_income.shape == (3,)


@pytest.mark.parametrize("common", [True, False])
def test_large_economies_are_solved_without_a_matrix(monkeypatch, common):
    b, e = example(common=common)
    shocks = make_shocks(b, 1)
    usual = solve(set_up(b, e), shocks, tolerance=1e-11)
    monkeypatch.setattr(module, "LARGE", 1)
    model = set_up(b, e)
    assert model.factors is None
    assert_allclose(solve(model, shocks, tolerance=1e-11).x, usual.x, rtol=0, atol=1e-9)


@settings(max_examples=20)
@given(worlds())
def test_a_matrix_built_anew_leads_to_the_same(world):
    b, e = world
    model, shocks = set_up(b, e), make_shocks(b, 3)
    usual = solve(model, shocks, tolerance=1e-11)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PATIENCE", 2)
        patch.setattr(module, "LESS_PATIENCE", 2)
        assert_allclose(solve(model, shocks, tolerance=1e-11).x, usual.x, rtol=0, atol=1e-9)


def test_a_model_of_other_elasticities_steers_as_well():
    b, e = example()
    other = replace(e, theta=1.5 * e.theta, sigma=1.0, delta=np.zeros(3))
    shocks = make_shocks(b, 3)
    own = solve(set_up(b, other), shocks, tolerance=1e-11)
    assert_allclose(solve(set_up(b, e), Problem(b, other, shocks), tolerance=1e-11).x, own.x, rtol=0, atol=1e-9)


def test_a_start_elsewhere_ends_at_the_same_place():
    b, e = example()
    model, shocks = set_up(b, e), make_shocks(b, 3)
    s = solve(model, shocks, tolerance=1e-11)
    near = solve(model, shocks, start=s.x)
    assert near.iterations == 0
    far = solve(model, shocks, start=s.x + 0.3 * np.random.default_rng(1).normal(size=s.x.size), tolerance=1e-11)
    assert_allclose(far.x, s.x, rtol=0, atol=1e-9)


# ---- it does not, and says so
def test_no_convergence_names_residual_iterations_and_market():
    b, e = example()
    said = r"no equilibrium found in 2 iterations: residual \d\.\de-\d\d, furthest off is (price|sales|income|labour)"
    with pytest.raises(ConvergenceError, match=said):
        solve(set_up(b, e), make_shocks(b, 1), most=2)


def test_bills_that_leave_no_income_name_the_region():
    b, e = example()
    subsidy = b.subsidy.copy()
    subsidy[1] = 0.9
    rebate = b.rebate.copy()
    rebate[:, [0, 2], 1] = 0.9
    with pytest.raises(ConvergenceError, match=r"fiscal costs leave no income to 'B'\. Try a smaller shock\."):
        solve(set_up(b, e), Shocks(subsidy=subsidy, rebate=rebate))


def test_purchases_without_suppliers_end_in_an_error_and_not_in_numbers():
    b, e = example(awkward=False)
    cost = np.zeros(b.tariff.shape)
    cost[0, 1] = np.inf
    with pytest.raises(PolicyError, match=r"without any supplier: a bought by B.*leave one supplier"):
        solve(set_up(b, e), Shocks(trade_cost=cost))


def test_what_is_lost_and_who_is_idle_can_be_left_out():
    """A purchase without suppliers, and an industry without buyers."""
    b, e = example(awkward=False, policies=False)
    cost = np.zeros(b.tariff.shape)
    cost[0, 1] = cost[1, :, 2] = np.inf
    lost, idle = np.zeros(b.spend.shape, dtype=bool), np.zeros((b.R, b.S), dtype=bool)
    lost[0, 1] = idle[2, 1] = True
    s = solve(set_up(b, e), Problem(b, e, Shocks(trade_cost=cost), lost=lost, idle=idle), tolerance=1e-11)
    assert not s.state.sales.spend[0, 1].any()
    assert not s.state.sales.claims[2, 1]
    assert not s.state.sales.landed[1, :, 2].any()
    assert_allclose(s.x[-2 * 9 :].reshape(2, 3, 3)[:, 2, 1], 0, atol=1e-10)
    assert_allclose(s.state.receipts, s.state.sales.claims, rtol=1e-9)
    assert_allclose(s.state.sales.spend[:, :, -1].sum(axis=0), s.state.income, rtol=1e-9)


def test_an_industry_that_loses_all_inputs_lives_on_value_added():
    b, e = example(awkward=False)
    lost = np.zeros(b.spend.shape, dtype=bool)
    lost[:, 0, 0] = True
    s = solve(set_up(b, e), Problem(b, e, NONE, lost=lost), tolerance=1e-11)
    assert_array_equal(s.state.prices.value_added_share[0, 0], 1.0)
    assert_allclose(s.state.sales.cost[0, 0], s.state.sales.value_added[0, 0])
    assert_allclose(s.state.sales.spend[:, :, -1].sum(axis=0), s.state.income, rtol=1e-9)


def test_a_new_ingredient_is_bought_where_the_region_buys_it():
    b = make_benchmark(Kind(awkward=False), 3)
    spend, shares = b.spend.copy(), b.shares.copy()
    spend[1, 0, 0] = shares[1, 0, :, 0] = 0.0
    gap = make_benchmark(Kind(awkward=False), 3).spend[1, 0, 0]
    b, e = replace(b, spend=spend, shares=shares), make_elasticities(3, 3)
    assert gap > 0
    b = replace(b, spend=spend)
    mix = np.zeros((3, 3, 3))
    mix[1, 0, 0], mix[2, 0, 0] = 0.02, -0.02
    s = solve(set_up(b, e), Shocks(mix=mix, deficit=b.deficit), tolerance=1e-11)
    assert s.state.sales.spend[1, 0, 0] > 0
    assert_allclose(s.problem.shares[1, 0, :, 0], b.landed[1, 0] / b.landed[1, 0].sum())


def test_deficits_without_trade_are_refused():
    b, e = example(awkward=False)
    cost = np.zeros(b.tariff.shape)
    cost[:, 0, 1:] = cost[:, 1:, 0] = np.inf
    said = r"deficits: those of '.*who trade with nobody else, sum to .* not to zero\. Set trade deficits to zero"
    with pytest.raises(PolicyError, match=said):
        solve(set_up(b, e), Shocks(trade_cost=cost))
    alone = np.array([0.0, 0.01, -0.01])
    s = solve(set_up(b, e), Shocks(trade_cost=cost, deficit=alone))
    assert_allclose(s.state.log_level, 0, atol=1e-9)


def test_deficits_that_do_not_sum_to_zero_are_refused():
    b, e = example()
    with pytest.raises(PolicyError, match=r"deficits: those of 'A', 'B', 'C'"):
        solve(set_up(b, e), Shocks(deficit=np.array([0.1, 0.0, 0.0])))


@check_each(
    ("mobile", "at", "name"),
    [
        (True, 0, "labour of A"), (True, 4, "capital of B"), (True, 8, "income of C"), (True, 9, "price of A a"),
        (True, 17, "price of C c"), (True, 18, "sales of A a"), (True, 22, "sales of B b"), (False, 4, "income of B"),
        (False, 6, "price of A a"),
    ],
)  # fmt: skip
def test_markets_have_names(mobile, at, name):
    b, e = make_benchmark(Kind(), 1), make_elasticities(3, 1, mobile=mobile)
    state = State(Problem(b, e), split(np.zeros(size(3, 3, mobile)), 3, 3, mobile))
    assert market(state, at) == name


def test_what_is_not_finite_is_furthest_off():
    b, e = example()
    x = np.zeros(size(3, 3, True))
    x[12] = np.nan
    with np.errstate(invalid="ignore"):
        error = build_convergence_error(State(Problem(b, e), split(x, 3, 3, True)), np.inf, 7)
    assert "in 7 iterations" in str(error)
    assert "no income to" in str(error) or "no finite residual" in str(error)


def test_books_that_do_not_close_are_reported():
    b, e = example()
    x = np.zeros(size(3, 3, True)) + 0.01
    state = State(Problem(b, e), split(x, 3, 3, True))
    with pytest.raises(ConvergenceError, match=r"do not close: 1\.0e-02 of its income has no source"):
        check_books(state, 0.0, 1, 1e-7)
