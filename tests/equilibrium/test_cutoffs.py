"""Cut-offs: exact zeros where little is lost, refusal where more is, and an economy that balances afterwards."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from drawn_benchmark import R, S, drawn, responses
from each import check_each
from newind.equilibrium.cutoffs import (
    compute_remaining_sales,
    cut_off,
    find_least_rise,
    has_supplier,
    refuse_endless_prices,
    settle,
)
from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.problem import Problem, size, split
from newind.equilibrium.sales import new_benchmark
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from newind.equilibrium.system import State
from newind.errors import ConvergenceError, PolicyError

TINY = 1e-5


def cut(*flows):
    """Return the cost of delivery with flows [k, n, i] cut off."""
    cost = np.zeros((S, R, R))
    for at in flows:
        cost[at] = np.inf
    return cost


def sole_supplier(share):
    """Make industry c2 of AAA buy c1 only of BBB, for a share of what it buys."""

    def alter(pi, inputs, final):
        pi[0, 0, :, 1 if pi.shape[3] > 1 else 0] = np.eye(R)[1]
        inputs[0, 0, 1] = share * inputs[:, 0, 1].sum()

    return alter


def sole_buyer(share, via_industry=False):
    """Make AAA alone buy c4 of CCC, for a share of its spending: final demand, or industry c2."""

    def alter(pi, inputs, final):
        pi[3, :, 2] = 0.0
        pi[3] /= pi[3].sum(axis=1, keepdims=True)
        u = 1 if via_industry else S
        pi[3, 0, :, u] *= 1 - share
        pi[3, 0, 2, u] = share

    return alter


def posed(b, cost, **kw):
    return Problem(b, responses(**kw), Shocks(trade_cost=cost))


def balances(s):
    """Check that sales are claims, incomes are spent, and what is cut, lost or idle is exactly zero."""
    p, state = s.problem, s.state
    assert_allclose(state.receipts, state.sales.claims, rtol=1e-8, atol=1e-14)
    assert_allclose(state.income, state.sales.spend[:, :, -1].sum(axis=0), rtol=1e-8)
    assert_allclose(
        state.sales.spend[:, :, :-1].sum(axis=0) + state.sales.value_added, state.sales.cost, rtol=1e-8, atol=1e-14
    )
    assert_allclose(state.sales.landed.sum(axis=2), state.sales.net.sum(axis=2), rtol=1e-8, atol=1e-14)
    assert not state.sales.landed[p.delivery_weight == 0].any()
    if p.lost is not None:
        assert not state.sales.spend[p.lost].any()
    if p.idle is not None:
        for gone in (state.receipts, state.sales.cost, state.sales.value_added):
            assert not gone[p.idle].any()
        assert not state.sales.spend[:, :, :-1][:, p.idle].any()


# ---- nothing to do
@pytest.mark.parametrize("shocks", [Shocks(), Shocks(tariff=np.ones((S, R, R))), Shocks(trade_cost=np.ones((S, R, R)))])
def test_without_a_cut_off_nothing_is_looked_at(shocks):
    p = Problem(drawn(), responses(), shocks)
    assert not cut_off(p)
    assert settle(p) is p
    assert "shares" not in vars(p)
    assert "delivery_weight" not in vars(p)


@pytest.mark.parametrize("common", [False, True])
def test_a_cut_off_that_strands_nobody_changes_nothing(common):
    p = posed(drawn(common=common), cut((0, 0, 1), (1, 2, 0)))
    assert cut_off(p)
    assert settle(p) is p
    balances(solve(set_up(p.benchmark, p.elasticities), p))


# ---- purchases that lose all suppliers
@check_each("mobile", [False, True])
@check_each("seed", range(4))
def test_small_purchases_without_supplier_become_zero(seed, mobile):
    p = settle(posed(drawn(seed, alter=sole_supplier(TINY)), cut((0, 0, 1)), mobile=mobile))
    assert_array_equal(np.argwhere(p.lost), [[0, 0, 1]])
    assert p.idle is None or not p.idle.any()
    assert_allclose(p.input_shares[:, 0, 1].sum(), 1)
    s = solve(set_up(p.benchmark, p.elasticities), p)
    balances(s)
    after = new_benchmark(s)
    assert after.spend[0, 0, 1] == 0
    assert after.output[0, 1] > 0


def test_what_is_lost_is_logged_with_value_and_share():
    b = drawn(alter=sole_supplier(TINY))
    (line,) = settle(posed(b, cut((0, 0, 1)))).log
    cost = b.value_added[0, 1] + b.inputs[0, 1]
    assert "without any supplier" in line
    assert f"c1 bought by AAA c2: {b.spend[0, 0, 1]:.4g}, {100 * b.spend[0, 0, 1] / cost:.2g} % of cost" in line


def test_larger_purchases_without_supplier_are_refused():
    p = posed(drawn(alter=sole_supplier(0.2)), cut((0, 0, 1)))
    with pytest.raises(
        PolicyError, match=r"without any supplier, 0\.1% or more.*c1 bought by AAA c2: .* % of cost.*exempt"
    ):
        settle(p)
    assert settle(p, threshold=0.9).lost.sum() == 1


def test_the_share_of_a_user_counts_all_its_lost_purchases():
    def alter(pi, inputs, final):
        pi[:2, 0, :, 1] = np.eye(R)[1]
        inputs[:2, 0, 1] = 0.01

    p = posed(drawn(alter=alter), cut((0, 0, 1), (1, 0, 1)))
    cost = (p.benchmark.value_added + p.benchmark.inputs)[0, 1]
    both = p.benchmark.spend[:2, 0, 1].sum() / cost
    assert settle(p, threshold=both * 1.001).lost.sum() == 2
    with pytest.raises(PolicyError, match=r"c. bought by AAA c2.*; c. bought by AAA c2"):
        settle(p, threshold=both * 0.999)


def test_only_three_are_named_the_largest_first():
    """Final demand loses all; industries, whose buyers are gone, do not count as users."""
    p = posed(drawn(), np.where(np.arange(R) >= 0, np.inf, 0.0) + cut())
    with pytest.raises(PolicyError, match=f"% of cost and {S * R - 3} more") as error:
        settle(p)
    shares = [float(x) for x in re.findall(r"([\d.]+) % of cost", str(error.value))]
    assert len(shares) == 3
    assert shares == sorted(shares, reverse=True)


def test_final_demand_counts_too():
    def alter(pi, inputs, final):
        pi[2, 1, :, S] = np.eye(R)[0]
        final[2, 1] = TINY

    p = settle(posed(drawn(alter=alter), cut((2, 1, 0))))
    assert_array_equal(np.argwhere(p.lost), [[2, 1, S]])
    balances(solve(set_up(p.benchmark, p.elasticities), p))
    with pytest.raises(PolicyError, match="c3 bought by BBB final demand: "):
        settle(posed(drawn(alter=alter), cut((2, 1, 0))), threshold=1e-9)


def test_a_cut_for_one_user_strands_that_user_alone():
    def alter(pi, inputs, final):
        pi[0, 0] = np.eye(R)[1][:, None]
        inputs[0, 0, 1] = TINY

    cost = np.zeros((S, R, R, S + 1))
    cost[0, 0, 1, 1] = np.inf
    p = settle(posed(drawn(alter=alter), cost))
    assert_array_equal(np.argwhere(p.lost), [[0, 0, 1]])
    balances(solve(set_up(p.benchmark, p.elasticities), p))


def test_common_shares_strand_all_users_of_a_region():
    def alter(pi, inputs, final):
        pi[0, 0, :, 0] = np.eye(R)[1]
        inputs[0, 0] = TINY
        final[0, 0] = TINY

    p = settle(posed(drawn(common=True, alter=alter), cut((0, 0, 1))))
    assert_array_equal(np.argwhere(p.lost)[:, :2], [[0, 0]] * (S + 1))
    balances(solve(set_up(p.benchmark, p.elasticities), p))


def test_a_user_that_loses_all_its_few_inputs_goes_on_with_labour_and_capital():
    def alter(pi, inputs, final):
        pi[:, 0, :, 1] = np.eye(R)[1]
        inputs[:, 0, 1] = TINY

    p = settle(posed(drawn(alter=alter), cut(*((k, 0, 1) for k in range(S)))))
    assert p.lost[:, 0, 1].all()
    balances(solve(set_up(p.benchmark, p.elasticities), p))


def test_what_is_to_replace_another_input_must_be_supplied():
    def alter(pi, inputs, final):
        pi[0, 0] = np.eye(R)[1][:, None]
        inputs[0, 0] = final[0, 0] = TINY
        inputs[0, 0, 1] = 0.0

    mix = np.zeros((S, R, S))
    mix[:2, 0, 1] = 0.01, -0.01
    p = Problem(drawn(alter=alter), responses(), Shocks(trade_cost=cut((0, 0, 1)), mix=mix))
    with pytest.raises(PolicyError, match=r"to replace others without any supplier: c1 bought by AAA c2\. Cut off"):
        settle(p)
    still = replace(p, shocks=replace(p.shocks, trade_cost=cut((0, 1, 2))))
    balances(solve(set_up(p.benchmark, p.elasticities), settle(still)))


# ---- industries that lose all buyers
@pytest.mark.parametrize("mobile", [False, True])
@pytest.mark.parametrize("via_industry", [False, True])
def test_small_industries_without_buyer_stop(mobile, via_industry):
    p = settle(posed(drawn(3, alter=sole_buyer(TINY, via_industry)), cut((3, 0, 2)), mobile=mobile))
    assert_array_equal(np.argwhere(p.idle), [[2, 3]])
    assert not p.lost.any()
    s = solve(set_up(p.benchmark, p.elasticities), p)
    balances(s)
    (line,) = p.log
    assert "without any buyer; they stop" in line
    assert "CCC c4: " in line


def test_larger_industries_without_buyer_are_refused():
    p = posed(drawn(3, alter=sole_buyer(0.3)), cut((3, 0, 2)))
    with pytest.raises(PolicyError, match=r"without any buyer, 0\.1% or more.*CCC c4: .* % of output.*exempt"):
        settle(p)
    assert settle(p, threshold=0.9).idle.sum() == 1


# ---- demand that ends
def only_wanted(share):
    """Make final users alone buy c4, for a share of what they spend."""

    def alter(pi, inputs, final):
        inputs[3] = 0.0
        final[3] = share * final.sum(axis=0)

    return alter


def ended(b, k, mobile=True):
    taste = np.zeros((S, R))
    taste[k] = -np.inf
    return Problem(b, responses(mobile), Shocks(taste=taste))


@pytest.mark.parametrize("mobile", [False, True])
def test_what_nobody_wants_any_more_is_bought_by_industries_alone(mobile):
    p = settle(ended(drawn(), 1, mobile))
    assert p.idle is None
    s = solve(set_up(p.benchmark, p.elasticities), p)
    balances(s)
    assert (s.state.sales.spend[1, :, -1] == 0).all()
    assert (s.state.sales.spend[1, :, :-1] > 0).all()


@pytest.mark.parametrize("mobile", [False, True])
def test_small_industries_that_nobody_wants_any_more_stop(mobile):
    p = settle(ended(drawn(3, alter=only_wanted(TINY)), 3, mobile))
    assert_array_equal(np.argwhere(p.idle), [[0, 3], [1, 3], [2, 3]])
    assert not p.lost.any()
    balances(solve(set_up(p.benchmark, p.elasticities), p))
    assert p.log[0].startswith("Shifts of demand leave industries without any buyer; they stop")


def test_larger_industries_that_nobody_wants_any_more_are_refused():
    with pytest.raises(PolicyError, match=r"^shifts of demand leave industries without any buyer, 0\.1% .*'.* c4: "):
        settle(ended(drawn(3, alter=only_wanted(0.3)), 3))


def test_an_industry_that_stops_strands_those_that_sold_only_to_it():
    """CCC c3 sells only to CCC c4, and to itself; CCC c4 only to AAA, which is cut off."""

    def alter(pi, inputs, final):
        sole_buyer(TINY)(pi, inputs, final)
        pi[2, :, 2] = 0.0
        pi[2] /= pi[2].sum(axis=1, keepdims=True)
        pi[2, 2, :, 2] *= 0.9
        pi[2, 2, 2, 2] = 0.1
        pi[2, 2, :, 3] = np.eye(R)[2]

    p = settle(posed(drawn(3, alter=alter), cut((3, 0, 2))))
    assert_array_equal(np.argwhere(p.idle), [[2, 2], [2, 3]])
    balances(solve(set_up(p.benchmark, p.elasticities), p))


def test_a_stopped_industry_is_not_said_to_lose_suppliers():
    def alter(pi, inputs, final):
        sole_buyer(TINY)(pi, inputs, final)
        pi[0, 2, :, 3] = np.eye(R)[0]

    p = settle(posed(drawn(3, alter=alter), cut((3, 0, 2), (0, 2, 0))))
    assert p.idle[2, 3]
    assert not p.lost.any()


# ---- what has no price
def needs_itself(share, home, others=0.05):
    """Make industry c1 of AAA spend a share of its cost on c1, and buy a share of that at home."""

    def alter(pi, inputs, final):
        inputs[:, 0, 0] = share, others, others, others
        pi[0, 0, :, 0] = home, (1.0 - home) / 2, (1.0 - home) / 2

    return alter


AWAY = cut((0, 0, 1), (0, 0, 2))


def test_prices_rise_at_least_as_far_as_is_said_whatever_the_rest_costs():
    """At any prices and incomes: what industries charge is above what goods of their own region alone make of it."""
    g = np.random.default_rng(0)
    for seed, mobile in product(range(4), (False, True)):
        p = posed(drawn(seed), cut(*((k, 0, i) for k in range(S) for i in (1, 2))), mobile=mobile)
        rise = find_least_rise(p, 0)
        assert np.isfinite(rise).all()
        assert np.isneginf(find_least_rise(p, 1)).all()
        for _ in range(5):
            x = g.normal(0.0, 2.0, size(R, S, mobile))
            state = State(p, split(x, R, S, mobile))
            assert (state.prices.cost[0] > state.at.q[0][:, None] + rise).all()


def test_an_industry_left_to_itself_that_needs_too_much_is_refused_at_once():
    p = posed(drawn(alter=needs_itself(0.6, 0.02)), AWAY)
    assert find_least_rise(p, 0)[0, 0] > 0
    with pytest.raises(ConvergenceError, match=re.escape("'AAA c1'. Cut off less than 1")):
        refuse_endless_prices(p)
    with pytest.raises(ConvergenceError, match="no equilibrium: the cut-off leaves industries"):
        solve_in_steps(set_up(p.benchmark, p.elasticities), p)


def test_two_industries_that_need_each_other_too_much_are_refused():
    def alter(pi, inputs, final):
        inputs[:, 0, :2] = np.array([[0.02, 0.7], [0.7, 0.02], [0.05, 0.05], [0.05, 0.05]])
        pi[:2, 0, :, :2] = np.array([0.02, 0.49, 0.49])[:, None]

    p = posed(drawn(alter=alter), cut(*((k, 0, i) for k in (0, 1) for i in (1, 2))))
    assert (np.diag(find_least_rise(p, 0)) < 0).all()
    with pytest.raises(ConvergenceError, match=re.escape("'AAA c1', 'AAA c2'")):
        refuse_endless_prices(p)


def test_nothing_that_has_an_equilibrium_is_refused_and_nothing_refused_has_one():
    refused = 0
    for share, home in product((0.2, 0.4, 0.6), (0.3, 0.1, 0.01, 0.001)):
        p = posed(drawn(alter=needs_itself(share, home)), AWAY)
        try:
            refuse_endless_prices(p)
        except ConvergenceError:
            refused += 1
            with pytest.raises(ConvergenceError, match="no equilibrium found"):
                solve(set_up(p.benchmark, p.elasticities), p, most=100)
        else:
            balances(solve_in_steps(set_up(p.benchmark, p.elasticities), p))
    assert 3 <= refused <= 9


@pytest.mark.parametrize(
    "more",
    [{"output_tax": True}, {"productivity": np.full((R, S), 2.0)}, {"subsidy": np.full((R, S), 0.9)}],
)
def test_where_something_else_may_pay_for_it_nothing_is_refused(more):
    p = posed(drawn(alter=needs_itself(0.6, 0.02)), AWAY)
    refuse_endless_prices(replace(p, shocks=replace(p.shocks, **more)))
    for easy in ("sigma", "sigma_v"):
        refuse_endless_prices(replace(p, elasticities=replace(p.elasticities, **{easy: 1.0})))


# ---- the parts
@pytest.mark.parametrize("common", [False, True])
def test_without_shocks_all_is_supplied_and_sold(common):
    b = drawn(common=common)
    p = Problem(b, responses())
    assert has_supplier(p).all()
    expected = b.landed.sum(axis=1).T
    assert_allclose(compute_remaining_sales(p, np.ones_like(p.live)), expected)


@pytest.mark.parametrize("seed", range(6))
def test_random_cut_offs_leave_an_economy_that_balances(seed):
    """Sparse economies, a third of the foreign flows cut, any loss allowed: all that is left has supply and buyers."""
    g = np.random.default_rng(seed)

    def alter(pi, inputs, final):
        pi *= (g.random(pi.shape) < 0.5) | np.eye(R, dtype=bool)[None, :, :, None]
        pi /= pi.sum(axis=2, keepdims=True)

    cost = np.where((g.random((S, R, R)) < 0.33) & ~np.eye(R, dtype=bool), np.inf, 0.0)
    p = settle(posed(drawn(seed, alter=alter), cost, mobile=True), threshold=1.0)
    balances(solve(set_up(p.benchmark, p.elasticities), p))


@pytest.mark.parametrize("charges", [("border_charge",), ("embodied_charge",), ("border_charge", "embodied_charge")])
def test_what_is_cut_off_pays_no_charge_per_unit(charges):
    charge = np.full((S, R, R), 0.1) * (1 - np.eye(R))
    p = settle(Problem(drawn(), responses(), Shocks(trade_cost=cut((0, 0, 1)), **dict.fromkeys(charges, charge))))
    s = solve(set_up(p.benchmark, p.elasticities), p)
    balances(s)
    for paid in (s.state.sales.border_charges, s.state.sales.embodied):
        assert paid is None or paid[0, 0, 1] == 0
