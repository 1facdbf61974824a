"""Gravity: margins, what it is nearest to, and what cannot be; splits below capacities; distances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.errors import ConvergenceError, DataError
from newind.kernels.spatial import EARTH_RADIUS, allocate_within_capacity, decay, gravity, great_circle


def market(seed: int, R: int, K: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw trade that exists, and return its margins and an ease of trade."""
    rng = np.random.default_rng(seed)
    trade = rng.uniform(0, 1, (K, R, R)) * (1 - np.eye(R))
    ease = rng.uniform(0.01, 1, (R, R)) * (1 - np.eye(R))
    return trade.sum(axis=2), trade.sum(axis=1), ease


@given(st.integers(0, 10_000), st.integers(3, 7))
def test_trade_has_its_margins_and_none_with_itself(seed: int, R: int) -> None:
    o, d, ease = market(seed, R)
    t = gravity(o, d, ease)
    assert_allclose(t.sum(axis=2), o, atol=1e-8 * o.sum())
    assert_allclose(t.sum(axis=1), d, atol=1e-8 * o.sum())
    assert (np.diagonal(t, axis1=1, axis2=2) == 0).all()
    assert (t >= 0).all()


@given(st.integers(0, 10_000))
def test_trade_keeps_the_cross_ratios_of_the_ease(seed: int) -> None:
    o, d, ease = market(seed, 5, 1)
    t = gravity(o, d, ease)[0]
    assert_allclose(
        t[0, 2] * t[1, 3] / (t[0, 3] * t[1, 2]), ease[0, 2] * ease[1, 3] / (ease[0, 3] * ease[1, 2]), rtol=1e-6
    )


def test_ease_that_already_fits_is_the_trade() -> None:
    trade = np.array([[0.0, 2.0, 5.0], [1.0, 0.0, 3.0], [4.0, 6.0, 0.0]])
    assert_allclose(gravity(trade.sum(axis=1), trade.sum(axis=0), trade), trade, rtol=1e-9)


def test_one_region_in_all_trade_is_exact() -> None:
    t = gravity(np.array([2.0, 1.0, 1.0]), np.array([2.0, 1.5, 0.5]), decay(np.ones((3, 3)), 1.0))
    assert_allclose(t, [[0, 1.5, 0.5], [1, 0, 0], [1, 0, 0]], atol=1e-12)


def test_two_regions_trade_with_each_other() -> None:
    t = gravity(np.array([2.0, 3.0, 0.0]), np.array([3.0, 2.0, 0.0]), decay(np.ones((3, 3)), 1.0))
    assert_allclose(t, [[0, 2, 0], [3, 0, 0], [0, 0, 0]], atol=1e-12)


def test_no_trade_is_no_trade() -> None:
    assert (gravity(np.zeros((2, 3)), np.zeros((2, 3)), decay(np.ones((3, 3)), 1.0)) == 0).all()


def test_totals_must_agree() -> None:
    with pytest.raises(DataError, match=r"differs in 1 of 1 markets, first 3 and 4. Reconcile them first"):
        gravity(np.array([1.0, 2.0]), np.array([2.0, 2.0]), np.ones((2, 2)))


def test_a_region_cannot_trade_more_than_the_others_take() -> None:
    with pytest.raises(DataError, match=r"more than all others together: 'market 0, region 0'. Part of it stays"):
        gravity(np.array([3.0, 1.0, 0.0]), np.array([2.0, 1.0, 1.0]), decay(np.ones((3, 3)), 1.0))


def test_zeros_that_leave_no_trade_are_said() -> None:
    ease = decay(np.ones((4, 4)), 1.0)
    ease[0, 2:] = 0.0  # region 0 sends 3 and reaches only region 1, which takes 1
    with pytest.raises(ConvergenceError):
        gravity(np.array([3.0, 1.0, 1.0, 1.0]), np.array([1.0, 1.0, 2.0, 2.0]), ease)


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_parts_have_their_total_below_capacity_in_the_old_order_of_shares(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    capacity = rng.uniform(0.1, 5, (3, 6))
    initial = capacity * rng.uniform(0, 1, (3, 6))
    total = share * capacity.sum(axis=1)
    parts = allocate_within_capacity(initial, capacity, total)
    assert_allclose(parts.sum(axis=1), total, rtol=1e-9, atol=1e-12)
    assert (parts <= capacity * (1 + 1e-12)).all()
    assert (parts >= 0).all()
    order = np.argsort(initial / capacity, axis=1)
    assert (np.diff(np.take_along_axis(parts / capacity, order, axis=1), axis=1) >= -1e-9).all()


def test_parts_that_fit_stay() -> None:
    assert_allclose(
        allocate_within_capacity(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array(3.0)), [1, 2], rtol=1e-9
    )


def test_a_total_without_parts_follows_capacity() -> None:
    assert_allclose(allocate_within_capacity(np.zeros(2), np.array([3.0, 1.0]), np.array(2.0)), [1.5, 0.5], rtol=1e-9)


def test_parts_of_zero_open_only_when_the_others_are_full() -> None:
    assert_allclose(
        allocate_within_capacity(np.array([1.0, 0.0]), np.array([2.0, 2.0]), np.array(1.5)), [1.5, 0.0], atol=1e-8
    )
    assert_allclose(
        allocate_within_capacity(np.array([1.0, 0.0]), np.array([2.0, 2.0]), np.array(3.0)), [2.0, 1.0], atol=1e-6
    )


def test_a_total_beyond_capacity_is_refused() -> None:
    with pytest.raises(DataError, match=r"1 totals are beyond what their parts can hold \(9 of 4 in the first"):
        allocate_within_capacity(np.ones(2), np.full(2, 2.0), np.array(9.0))


def test_distances_are_symmetric_and_half_the_globe_at_most() -> None:
    rng = np.random.default_rng(1)
    distance = great_circle(rng.uniform(-90, 90, 20), rng.uniform(-180, 180, 20))
    assert_allclose(distance, distance.T)
    assert (np.diag(distance) == 0).all()
    assert distance.max() <= np.pi * EARTH_RADIUS


def test_no_exponent_is_no_friction() -> None:
    distance = np.array([[0.0, 7.0, 2.0], [7.0, 0.0, 5.0], [2.0, 5.0, 0.0]])
    assert_allclose(decay(distance, 0.0), 1 - np.eye(3))
    assert_allclose(decay(distance, 1.0)[0], [0, 1 / 7, 1 / 2])
