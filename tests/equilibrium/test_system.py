"""The equations piece by piece: what shocks do to prices and shares, checked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from model_worlds import Kind, make_benchmark, make_elasticities
from numpy.testing import assert_allclose, assert_array_equal

from newind.equilibrium.nests import ces, ces_pair
from newind.equilibrium.problem import Problem
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import set_up, solve
from newind.equilibrium.system import State, compute_population_change, log_change

ABROAD = 1 - np.eye(3)


def start(b, e, shocks=NONE):
    """Return the first trial."""
    p = Problem(b, e, shocks)
    return State(p, p.split(np.zeros(p.size)))


def example(**kind):
    return make_benchmark(Kind(awkward=False, **kind), 1), make_elasticities(3, 1)


@pytest.mark.parametrize("sigma", [0.0, 0.3, 0.999999, 1.0, 1.7])
def test_a_nest_of_equal_prices_costs_as_much_and_keeps_its_shares(sigma):
    share = np.array([[0.2, 0.0], [0.8, 0.0]])
    price, shares = ces(share, np.full((2, 2), 0.3), sigma)
    assert_allclose(price, [0.3, 0.0], atol=1e-15)
    assert_allclose(shares, share)
    price, own = ces_pair(np.array([0.2]), np.array([0.3]), np.array([0.3]), sigma)
    assert_allclose([price[0], own[0]], [0.3, 0.2])


def test_a_nest_and_a_pair_are_the_same():
    share, price = np.array([0.3, 0.7]), np.array([0.4, -0.2])
    for sigma in (0.2, 1.0, 1.4):
        bundle, shares = ces(share, price, sigma)
        assert_allclose(ces_pair(share[:1], price[:1], price[1:], sigma), [[bundle], [shares[0]]])


def test_a_landed_price_adds_tariffs_rebates_costs_and_charges():
    b, e = example()
    shocks = Shocks(
        tariff=b.tariff + 0.1 * ABROAD,
        rebate=b.rebate + 0.05 * ABROAD,
        trade_cost=np.full((3, 3, 3), np.log(1.2)) * ABROAD,
        border_charge=np.full((3, 3, 3), 0.03) * ABROAD,
    )
    weight = start(b, e, shocks).prices.weight
    for k, n, i in ((0, 1, 2), (2, 0, 1)):
        duty = (1 + b.tariff[k, n, i] + 0.1) / (1 + b.tariff[k, n, i])
        given = (1 - b.rebate[k, n, i] - 0.05) / (1 - b.rebate[k, n, i])
        assert_allclose(weight[k, n, i] ** (-1 / e.theta[k]), 1.2 * (duty * given + 0.03))
        assert_allclose(weight[k, n, n], 1)


@pytest.mark.parametrize("common", [True, False])
def test_charges_on_final_sales_leave_industries_alone(common):
    b, e = example(common=common)
    prices = start(b, e, Shocks(embodied_charge=np.full((3, 3, 3), 0.1))).prices
    assert_allclose(prices.prices_by_user[:, :, :-1], 0, atol=1e-14)
    assert_allclose(prices.prices_by_user[:, :, -1], np.log(1.1))


@pytest.mark.parametrize("common", [True, False])
def test_a_taste_for_origins_moves_final_users_only(common):
    b, e = example(common=common)
    taste = np.zeros((3, 3, 3))
    taste[0, :, 0] = np.log(2)
    p = Problem(b, e, Shocks(origin_taste=taste))
    before = np.broadcast_to(b.shares, p.shares.shape)
    assert_array_equal(p.shares[..., :-1], before[..., :-1])
    assert_allclose(p.shares[..., -1].sum(axis=2), 1)
    odds = p.shares[0, :, 0, -1] / p.shares[0, :, 1, -1]
    assert_allclose(odds, 2 * before[0, :, 0, -1] / before[0, :, 1, -1])


def test_a_price_covers_cost_mark_up_and_carbon():
    b, e = example()
    shocks = Shocks(
        markup=b.markup * 1.1, process_carbon=np.full((3, 3), 0.05), productivity=np.full((3, 3), np.log(1.25))
    )
    price = np.exp(start(b, e, shocks).prices.border)
    assert_allclose(price, 1.1 * b.markup * (0.8 / b.markup + 0.05))


def test_returned_carbon_is_a_share_of_what_was_paid_beside_subsidies_too():
    b, e = example()
    shocks = Shocks(process_carbon=np.full((3, 3), 0.1), returned=np.full((3, 3), 0.6), subsidy=b.subsidy + 0.1)
    s = solve(set_up(b, e), shocks, tolerance=1e-12).state
    assert_allclose(-s.government["carbon returned"], 0.6 * s.process_carbon.sum(axis=1), rtol=1e-10)
    assert_allclose(-s.government["production subsidies"], ((b.subsidy + 0.1) * s.receipts).sum(axis=1), rtol=1e-10)


def test_regions_without_people_stay_without():
    people = np.array([[1.0, 1.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 0.0]])
    change = compute_population_change(people, np.array([0.0, np.log(3.0), 5.0]), 1.0)
    assert_allclose(np.exp(change), [0.5, 3.5 / 3, 1.0])


def test_moving_costs_by_pair_hold_people_back():
    people = np.array([[1.0, 1.0], [1.0, 1.0]])
    free, dear = (
        compute_population_change(people, np.array([0.0, 1.0]) - cost, 2.0)
        for cost in (0.0, np.array([[0.0, 1.0], [0.0, 0.0]]))
    )
    assert free[1] > dear[1] > 0


def test_logs_of_what_is_gone_are_unknown():
    assert_array_equal(log_change(np.array([0.0, -1.0, 1.0]), np.array([1.0, 1.0, 1.0])), [np.nan, np.nan, 0.0])


def test_lost_goods_leave_their_share_to_others():
    b, e = example()
    lost = np.zeros(b.spend.shape, dtype=bool)
    lost[0, 0, 0] = lost[1, 2, -1] = True
    p = Problem(b, e, lost=lost)
    assert_allclose(p.input_shares.sum(axis=0), 1)
    assert_allclose(p.final_shares.sum(axis=0), 1)
    assert p.input_shares[0, 0, 0] == p.final_shares[1, 2] == 0
    assert_allclose(p.input_shares[1, 0, 0] / p.input_shares[2, 0, 0], b.spend[1, 0, 0] / b.spend[2, 0, 0])


def test_a_new_mix_takes_from_value_added_what_inputs_gain():
    b, e = example()
    mix = np.zeros((3, 3, 3))
    mix[0, 1, 2] = 0.05
    p = Problem(b, e, Shocks(mix=mix))
    assert_allclose(p.value_added_share, b.value_added_share - mix.sum(axis=0))
    cost = p.input_shares * (1 - p.value_added_share)
    assert_allclose(cost, b.cost_shares[:, :, :-1] * (1 - b.value_added_share) + mix)


def test_regions_that_trade_are_linked_through_others():
    b, e = example()
    assert Problem(b, e).connected_regions is None
    cost = np.zeros((3, 3, 3))
    cost[:, 0, 1] = cost[:, 1, 0] = np.inf
    assert Problem(b, e, Shocks(trade_cost=cost)).connected_regions is None
    cost[:, 0, 2] = cost[:, 2, 0] = np.inf
    by_user = np.repeat(cost[..., None], 4, axis=3)
    for given in (cost, by_user):
        linked = Problem(b, e, Shocks(trade_cost=given)).connected_regions
        assert linked is not None
        assert linked.astype(int).tolist() == [[1, 0, 0], [0, 1, 1], [0, 1, 1]]


def test_benchmark_rates_hold_where_shocks_say_nothing():
    b, e = example()
    p = Problem(replace(b), e)
    assert p.tariff is b.tariff
    assert p.markup is b.markup
    assert_array_equal(p.delivery_weight, 1)
