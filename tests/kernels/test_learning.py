"""Learning, choice and deployment: identities that hold for any figures."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.learning import deployment, gross_additions, learning_exponent, logit_shares, wright

rates = st.floats(-0.1, 0.6)
K = 4


@given(rates, st.floats(1.0, 500.0), st.floats(1.0, 100.0))
def test_a_doubling_lowers_cost_by_the_learning_rate(rate, cost, experience):
    now, twice = wright(cost, [experience, 2 * experience], rate)
    assert_allclose(twice / now, 1 - rate)
    assert_allclose(wright(cost, 1.0, rate), cost)
    assert_allclose(2.0 ** -learning_exponent(rate), 1 - rate)


@given(st.lists(st.floats(0, 1), min_size=K, max_size=K), st.lists(st.floats(-500, 500), min_size=K, max_size=K))
def test_shares_sum_to_one_and_fall_with_own_cost(weights, cost):
    w = np.array(weights) + np.array([0.1, 0, 0, 0])
    shares = logit_shares(w, cost, 0.05)
    assert_allclose(shares.sum(), 1.0)
    assert (shares[w == 0] == 0).all()
    dearer = logit_shares(w, np.add(cost, [10.0, 0, 0, 0]), 0.05)
    assert dearer[0] <= shares[0]
    assert_allclose(logit_shares(w, np.full(K, 33.0), 0.05), w / w.sum())  # one cost for all changes nothing


def test_nothing_to_choose_from_has_no_shares():
    assert np.isnan(logit_shares(np.zeros(2), np.zeros(2), 1.0)).all()


def test_what_was_built_is_what_replaced_and_added():
    got = gross_additions(np.array([100.0, 10.0]), np.array([100.0, 5.0]), 5.0, np.array([25.0, 1e9]))
    assert_allclose(got, [100 * (1 - np.exp(-0.2)), 0.0])


def run(charge=0.0, growth=0.03, rate=(0.0, 0.0, 0.2, 0.1), steps=8):
    stock = np.array([[60.0, 20, 10, 10], [50.0, 30, 5, 15]])
    dirty = charge * np.array([1.0, 0.4, 0, 0])
    return stock, deployment(
        stock, stock, stock.sum(axis=0) * 3, np.array([60.0, 70, 50, 40]), np.array(rate),
        np.broadcast_to(np.stack([dirty, 0 * dirty]), (steps, 2, 4)), np.full((steps, 2), growth),
        np.array([40.0, 35, 25, 20]), np.array(0.05),
    )  # fmt: skip


def test_generation_meets_what_is_needed_every_year():
    stock, (made, costs) = run()
    assert_allclose(made.sum(axis=2), stock.sum(axis=1) * 1.03 ** np.arange(9)[:, None])
    assert (made >= 0).all()
    assert_allclose(costs[:, :2], np.broadcast_to([60.0, 70.0], (9, 2)))  # no learning, no change
    assert (np.diff(costs[:, 2]) < 0).all()
    gathered = 3 * stock.sum(axis=0) + made[1:].sum(axis=(0, 1))
    assert_allclose(costs[-1], wright([60.0, 70, 50, 40], gathered / (3 * stock.sum(axis=0)), [0, 0, 0.2, 0.1]))


def test_a_shrinking_place_cuts_in_proportion():
    stock, (made, _) = run(growth=-0.2, steps=1)
    assert_allclose(made.sum(axis=2)[1], 0.8 * stock.sum(axis=1))
    left = stock * np.exp(-1 / np.array([40.0, 35, 25, 20]))
    assert_allclose(made[1] / made[1].sum(axis=1, keepdims=True), left / left.sum(axis=1, keepdims=True))


def test_a_charge_moves_what_is_built_where_it_is_paid():
    dirty = [run(charge=c)[1][0][-1, :, 0] for c in (0.0, 20.0, 80.0)]
    assert dirty[0][0] > dirty[1][0] > dirty[2][0]
    assert dirty[0][1] >= dirty[2][1]  # the other place pays nothing, and learns from more of the clean ones


def test_draws_run_at_once_as_one_by_one():
    """A leading axis of draws gives what each draw gives alone."""
    rng = np.random.default_rng(0)
    rate, stock = rng.uniform(0, 0.3, (3, 4)), np.array([[60.0, 20, 10, 10]])
    args = (np.array([60.0, 70, 50, 40]),)
    charge, growth, life = np.zeros((5, 3, 1, 4)), np.full((5, 3, 1), 0.02), np.full((3, 4), 30.0)
    together, _ = deployment(
        np.broadcast_to(stock, (3, 1, 4)), stock, stock[0], *args, rate, charge, growth, life, np.full(3, 0.1)
    )
    for d in range(3):
        alone, _ = deployment(
            stock, stock, stock[0], *args, rate[d], charge[:, d], growth[:, d], life[d], np.array(0.1)
        )
        assert_allclose(together[:, d], alone)
