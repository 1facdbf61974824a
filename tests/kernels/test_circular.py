"""Recycling in place of virgin inputs: columns balance, nothing changes at a rate of zero."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels.circular import find_linked_industries, scrap_cap, substitution


def inputs(seed: int, S: int = 4) -> np.ndarray:
    rng = np.random.default_rng(seed)
    A = rng.uniform(0, 1, (2, S, S)) * (rng.uniform(size=(2, S, S)) > 0.3)
    return A / A.sum(axis=(0, 1)).clip(1e-9) * rng.uniform(0.2, 0.9, S)


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0.5, 2.0))
def test_columns_balance(seed, rate, price):
    A = inputs(seed)
    v = 1 - A.sum(axis=(0, 1))
    change, added = substitution(A, np.full((4, 4), rate), 2, price)
    assert_allclose((A + change).sum(axis=(0, 1)) + v + added, 1.0)
    assert (A + change >= -1e-15).all()
    virgin = change[:, [0, 1, 3]].sum(axis=(0, 1))
    assert_allclose(change[:, 2].sum(axis=0), -price * virgin, atol=1e-12)
    assert_allclose(added, (price - 1) * virgin, atol=1e-12)


@given(st.integers(0, 10_000), st.floats(0.5, 2.0))
def test_no_rate_no_change(seed, price):
    change, added = substitution(inputs(seed), np.zeros((4, 4)), 2, price)
    assert_array_equal(change, 0)
    assert_array_equal(added, 0)


def test_who_buys_nothing_recycled_is_left_out_and_origins_are_kept():
    A = np.zeros((2, 3, 2 + 1))
    A[:, 0, :] = 0.2
    A[0, 2, 0], A[1, 2, 0] = 0.03, 0.01
    change, _ = substitution(A, np.full((3, 3), 0.5), 2)
    assert_array_equal(change[:, :, 1:], 0)
    assert_allclose(change[:, 2, 0], [0.15, 0.05])  # three to one, as it is bought now
    assert_allclose(change[:, 0, 0], [-0.1, -0.1])


def test_the_cap_scales_to_what_there_is():
    assert scrap_cap(40.0, 10.0) * 40.0 == 10.0
    assert scrap_cap(10.0, 10.0) == 1.0
    assert scrap_cap(10.0, 0.0) == 0.0


def test_neighbours_buy_or_sell_enough():
    Z = np.array([[50.0, 96, 0, 0], [0, 0, 0, 0], [97, 0, 0, 0], [3, 0, 0, 0]])
    Z[0, 3] = 4
    assert_array_equal(find_linked_industries(Z, 0, 0.05), [True, True, True, False])
    assert_array_equal(find_linked_industries(Z, 0, 0.03), [True] * 4)
    assert_array_equal(find_linked_industries(np.zeros((2, 2)), 1, 0.05), [False, True])
