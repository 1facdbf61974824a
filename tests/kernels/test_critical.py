"""The first quarter: what critical inputs still allow to be made, and what no longer has a buyer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.critical import output_kept, output_wanted, rate_inputs

SEEDS = st.integers(0, 10_000)


def drawn(seed, C=3, S=4):
    """Return missing (C, S, S), home, sold, stock and rating of an economy at random; home and missing within need."""
    rng = np.random.default_rng(seed)
    home = rng.uniform(0, 1, (S, S))
    missing = rng.uniform(0, 1, (C, S, S)) * (1 - home)
    return missing, home, rng.uniform(0, 1, S), rng.uniform(0, 0.5, S), rng.uniform(0, 1, (S, S))


@given(SEEDS)
@settings(max_examples=50)
def test_where_every_input_is_critical_output_is_that_of_leontief(seed):
    """Whether the lowest (stock + supply) / need of the inputs, counted anew, goes through every user at home."""
    missing, home, sold, stock, _ = drawn(seed)
    found = output_kept(missing, home, sold, stock, np.ones_like(home))
    for c, kept in enumerate(found):
        for s in range(len(kept)):
            supplies = [
                stock[k] + 1 - missing[c, k, s] - home[k, s] * (1 - min(kept[k] / sold[k], 1.0))
                for k in range(len(kept))
            ]
            assert kept[s] == pytest.approx(max(min(1.0, *supplies), 0.0), abs=1e-6)


@given(SEEDS)
@settings(max_examples=50)
def test_where_no_input_is_critical_nothing_is_lost(seed):
    missing, home, sold, stock, _ = drawn(seed)
    assert (output_kept(missing, home, sold, stock, np.zeros_like(home)) == 1.0).all()


@given(SEEDS)
@settings(max_examples=50)
def test_larger_stocks_milder_ratings_and_smaller_cuts_lose_no_more(seed):
    missing, home, sold, stock, rating = drawn(seed)
    kept = output_kept(missing, home, sold, stock, rating)
    for milder in (
        output_kept(missing, home, sold, stock + 0.1, rating),
        output_kept(missing, home, sold, stock, 0.8 * rating),
        output_kept(0.7 * missing, home, sold, stock, rating),
        output_kept(missing, 0.0 * home, sold, stock, rating),
    ):
        assert (milder >= kept - 1e-9).all()
    assert ((kept >= 0) & (kept <= 1)).all()


def test_important_inputs_count_by_half():
    critical, important = np.array([[1.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 0.0]])
    cut, none = np.full((1, 1, 3), 0.4), np.zeros((1, 3))
    kept = output_kept(cut, none, np.zeros(1), np.zeros(1), rate_inputs(critical, important, 0.5))
    assert_allclose(kept, [[0.6, 0.8, 1.0]])


def test_what_is_not_made_at_home_is_missed_by_its_users_once_others_have_gone_without():
    """The first makes half for the second and half for export: it must fall below half before the second lacks it."""
    home, sold, rating = np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.0]), np.ones((2, 2))
    for lost, second in ((0.4, 1.0), (0.7, 0.6)):
        missing = np.zeros((1, 2, 2))
        missing[0, 1, 0] = lost
        assert_allclose(output_kept(missing, home, sold, np.zeros(2), rating), [[1 - lost, second]])


def test_orders_that_are_gone_take_those_of_suppliers_with_them():
    """The second sells 2 of 10 to the lost buyer, and buys half of its output from the first."""
    inputs = np.array([[0.0, 0.5], [0.0, 0.0]])
    first, whole = output_wanted(np.array([[0.0, 2.0]]), inputs, np.array([5.0, 10.0]))
    assert_allclose(first, [[1.0, 0.8]])
    assert_allclose(whole, [[0.8, 0.8]])
    assert_allclose(output_wanted(np.zeros((1, 2)), inputs, np.array([5.0, 0.0])), np.ones((2, 1, 2)))
