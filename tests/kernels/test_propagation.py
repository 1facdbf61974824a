"""Shortages day by day: nothing happens without a cause, goods are kept count of, and cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.accounts.accounts import Accounts
from newind.kernels.propagation import (
    Disruption,
    InventoryRules,
    Network,
    advance,
    fading,
    holdings,
    network,
    run,
    today,
    usual,
)
from newind.testing import economies
from newind.typing import Array

DAYS = 60
REACTIONS = st.builds(
    InventoryRules,
    stock=st.sampled_from([3.0, 10.0, 40.0]),
    restoration=st.sampled_from([1.0, 5.0, 30.0]),
    threshold=st.sampled_from([0.0, 0.5, 0.8, 1.0]),
    capacity=st.sampled_from([1.0, 1.25]),
    capacity_days=st.sampled_from([10.0, 365.0]),
    reorder=st.booleans(),
    step=st.sampled_from([1.0, 7.0]),
)


def usual_network(w: Accounts) -> Network:
    return network(w.Z4, np.maximum(w.Y3, 0.0))


def shocked(net: Network, seed: int, share: float = 1.0, lasting: int = 15) -> Disruption:
    """Draw a loss of capacity of some industries, and flows that do not pass."""
    rng = np.random.default_rng(seed)
    n, Q = net.Z.shape[2], net.Y.shape[2]
    lost = share * rng.random(n) * (rng.random(n) < 0.3)
    cuts = [share * (rng.random((n, m)) < 0.1) for m in (n, Q)]
    return Disruption(fading(DAYS, lasting, 10), lost, *cuts)


def still(net: Network) -> Disruption:
    return Disruption(np.zeros(DAYS), np.zeros(net.Z.shape[2]))


@given(economies(), REACTIONS)
def test_nothing_happens_without_a_cause(w, rules):
    """Not even by rounding."""
    net = usual_network(w)
    course = run(net, rules, still(net))
    assert (course.made == 1).all()
    assert (course.limiting == -1).all()
    assert (course.stock[np.isfinite(course.stock)] == 1).all()
    assert_allclose(course.bought, np.tile(net.Y.sum(axis=(0, 1)), (DAYS, 1)), rtol=1e-12)


@given(economies(), REACTIONS, st.integers(0, 1000))
def test_goods_are_neither_lost_nor_made(w, rules, seed):
    """Each day what is made of each product is what final users get and what arrives, and stocks change by what
    arrives less what is used; no stock, order or purchase is negative, and nobody makes more than he can."""
    net, rules = usual_network(w), replace(rules, material=0.0)  # all that is used is held
    disruption, held = shocked(net, seed), holdings(net, rules)
    state = usual(net, held)
    for share in disruption.path:
        now = today(net, held, disruption, float(share))
        after, day = advance(net, rules, held, now, state)
        made = (day.made * net.output).sum(axis=1)
        arrived = np.bincount(held.products, day.arrived * held.take(net.inputs), len(made))
        assert_allclose(made, day.bought.sum(axis=1) + arrived, rtol=1e-9, atol=1e-9)
        change = day.arrived - day.made.T.ravel()[held.users]
        assert_allclose(after.stock - state.stock, change, rtol=1e-9, atol=1e-9)
        assert min(after.stock.min(initial=0.0), after.order.min(initial=0.0), day.made.min()) >= 0
        assert day.bought.min(initial=0.0) >= -1e-9
        assert (day.made <= rules.capacity * now.whole + 1e-12).all()
        state = after


@given(economies(min_regions=2), st.integers(0, 1000))
def test_a_flow_that_is_cut_carries_nothing(w, seed):
    """A supplier cut off from all users but himself makes no more than he uses himself."""
    net = usual_network(w)
    n, Q = w.n, w.R
    j = seed % n
    inputs, final = np.zeros((n, n)), np.zeros((n, Q))
    inputs[j], final[j] = 1.0, 1.0
    course = run(net, InventoryRules(capacity=1.0), Disruption(np.ones(5), np.zeros(n), inputs, final))
    if w.x[j] > 0 and net.output.T.ravel()[j] > 0:
        assert_allclose(course.made[:, j], 0, atol=1e-9)


@given(economies(max_industries=4), st.integers(0, 1000), st.booleans())
def test_the_first_day_is_lost_capacity_itself(w, seed, reorder):
    """Orders and stocks are still the usual ones, so that only those hit make less: exactly what they can."""
    net = usual_network(w)
    hit = Disruption(np.ones(1), shocked(net, seed).lost)
    course = run(net, InventoryRules(reorder=reorder), hit)
    some = net.output.T.ravel() > 0
    assert_allclose(course.made[0][some], 1 - hit.lost[some], rtol=1e-12)


@given(st.integers(0, 1000), REACTIONS)
def test_a_larger_loss_costs_more_along_a_chain(seed, rules):
    """Each industry sells to the next one and to final users only to those of the last: nobody competes for goods."""
    rng = np.random.default_rng(seed)
    net = chain(rng.uniform(1, 10, 4))
    lost = np.array([1.0, 0, 0, 0])
    found = [run(net, rules, Disruption(fading(DAYS, 20), share * lost)).made for share in (0.0, 0.3, 0.6, 1.0)]
    for less, more in pairwise(found):
        assert more[:20].sum() <= less[:20].sum() + 1e-9


@given(st.integers(0, 1000), st.sampled_from([0.5, 0.8]))
def test_larger_stocks_postpone_the_loss(seed, threshold):
    net = chain(np.random.default_rng(seed).uniform(1, 10, 4))
    stop = Disruption(np.ones(DAYS), np.array([1.0, 0, 0, 0]))
    falls = []
    for stock in (4.0, 8.0, 16.0):
        made = run(net, InventoryRules(stock=stock, threshold=threshold, capacity=1.0), stop).made[:, 1]
        falls.append(int(np.argmax(made < 0.99)))
    assert falls == sorted(falls)
    assert falls[0] < falls[2]


def chain(sales: Array) -> Network:
    """Return industries that sell to the next one, the last one to final users; one region."""
    n = len(sales)
    Z = np.zeros((n, n))
    Z[np.arange(n - 1), np.arange(1, n)] = sales[:-1]
    Y = np.zeros((n, 1))
    Y[-1] = sales[-1]
    return network(Z.reshape(1, n, 1, n), Y.reshape(1, n, 1))


@pytest.fixture
def two() -> Network:
    """Two regions, one product: each sells 30 to its own industry, 10 to the other's, and 60 to its final users."""
    Z4 = np.array([[30.0, 10.0], [10.0, 30.0]]).reshape(2, 1, 2, 1)
    return network(Z4, np.diag([60.0, 60.0]).reshape(2, 1, 2))


def cut_to_the_first(days: int, lasting: int) -> Disruption:
    """The second region no longer sells to the first one's industry."""
    return Disruption(fading(days, lasting), np.zeros(2), np.array([[0.0, 0.0], [1.0, 0.0]]))


def test_a_cut_by_hand(two):
    """The first uses 1 day of stock a day and gets 0.75 of it; the second sells 90 of 100.

    Stock 4, threshold 0.5, no gap is ordered. Days 1, 2 …: stock after the day 3.75, 3.5 … as long as stock / 2 ≥ 1.
    The second makes 0.9, so that it orders 0.9 from the next day: the first then sells 30 + 10·0.9 + 60 = 99, the
    second 30·0.9 + 60 = 87; on day 3 they sell 30·0.99 + 10·0.87 + 60 = 98.4 and 30·0.87 + 60 = 86.1; and so on.
    """
    rules = InventoryRules(stock=4.0, restoration=np.inf, threshold=0.5, capacity=1.0)
    course = run(two, rules, cut_to_the_first(4, 4))
    assert_allclose(course.made[:, 0], [1.0, 0.99, 0.984, 0.9813])
    assert_allclose(course.made[:, 1], [0.9, 0.87, 0.861, 0.8583])
    assert_allclose(course.stock[0] * 4, [4 + 0.75 - 1, 4 + 1 - 0.9])


def test_orders_that_follow_capacity_go_past_a_blocked_supplier(two):
    """The first orders all of it at home, from the day on which it is asked to look at capacity."""
    rules = InventoryRules(stock=4.0, restoration=np.inf, threshold=0.5, capacity=1.5, capacity_days=1.0, reorder=True)
    course = run(two, rules, cut_to_the_first(40, 40))
    kept = run(two, replace(rules, reorder=False), cut_to_the_first(40, 40))
    assert course.made[-1, 0] > 1.0
    assert course.stock[-1, 0] > kept.stock[-1, 0]


def test_a_week_is_seven_days(two):
    """Stocks of four weeks and a step of a week give the same numbers as stocks of four days and a step of a day."""
    daily = InventoryRules(stock=4.0, restoration=5.0, threshold=0.5, capacity_days=50.0)
    weekly = InventoryRules(stock=28.0, restoration=35.0, threshold=0.5, capacity_days=350.0, step=7.0)
    a, b = (run(two, r, cut_to_the_first(20, 8)) for r in (daily, weekly))
    assert_allclose(a.made, b.made, rtol=1e-12)


def test_what_never_limits_can_be_cut_for_ever(two):
    rules = InventoryRules(stock=np.inf, capacity=1.0)
    course = run(two, rules, cut_to_the_first(30, 30))
    assert (course.limiting == -1).all()
    assert np.isnan(course.stock).all()
    assert course.made[-1, 0] > 0.95
    immaterial = run(two, InventoryRules(stock=1.0, capacity=1.0, material=0.5), cut_to_the_first(30, 30))
    assert_array_equal(immaterial.made, course.made)


def test_the_input_that_limits_is_named():
    course = run(
        chain(np.array([1.0, 2.0, 3.0])), InventoryRules(stock=2.0), Disruption(np.ones(9), np.array([1.0, 0, 0]))
    )
    assert_array_equal(np.unique(course.limiting[:, 1]), [-1, 0])
    assert course.limiting[-1, 1] == 0
    assert course.limiting[-1, 0] == -1
    assert set(np.unique(course.limiting[:, 2])) <= {-1, 1}


def test_an_economy_recovers_when_gaps_are_closed_as_fast_as_stocks_last(two):
    rules = InventoryRules(stock=10.0, restoration=5.0, threshold=0.8)
    course = run(two, rules, cut_to_the_first(400, 60))
    assert course.made.min() < 0.95
    assert_allclose(course.made[-1], 1, atol=1e-3)


def test_paths():
    assert_array_equal(fading(4, 0), [0, 0, 0, 0])
    assert_allclose(fading(5, 1, 4), [1, 0.75, 0.5, 0.25, 0])
