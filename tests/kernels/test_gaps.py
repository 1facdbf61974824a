"""Gaps in value added per worker and per head: exact parts, checked by hand and on drawn regions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.shiftshare import gap

POSITIVE = st.floats(0.1, 100.0)


def regions(size: int) -> st.SearchStrategy[np.ndarray]:
    return st.lists(POSITIVE, min_size=size, max_size=size).map(np.array)


@given(regions(4), regions(4), regions(4), regions(4))
def test_parts_per_worker_are_the_mean_of_the_polar_forms(value, labour, other, theirs):
    s, t = labour / labour.sum(), theirs / theirs.sum()
    q, p = value / labour, other / theirs
    found = gap(value, labour, other, theirs)
    assert_allclose(found.structure, ((s - t) * q + (s - t) * p) / 2, rtol=1e-9, atol=1e-12)
    assert_allclose(found.productivity, ((q - p) * s + (q - p) * t) / 2, rtol=1e-9, atol=1e-12)
    assert_allclose(found.total, value.sum() / labour.sum() - other.sum() / theirs.sum(), rtol=1e-9, atol=1e-9)
    assert found.participation == 0


@given(regions(3), regions(3), regions(3), regions(3), st.tuples(st.floats(400, 900), st.floats(400, 900)))
def test_parts_per_head_add_up_and_change_sign_with_the_sides(value, labour, other, theirs, people):
    found = gap(value, labour, other, theirs, people)
    back = gap(other, theirs, value, labour, people[::-1])
    expected = value.sum() / people[0] - other.sum() / people[1]
    assert_allclose(found.total, expected, rtol=1e-9, atol=1e-9)
    assert_allclose(found.structure, -back.structure, rtol=1e-9, atol=1e-12)
    assert_allclose(found.productivity, -back.productivity, rtol=1e-9, atol=1e-12)
    assert_allclose(found.participation, -back.participation, rtol=1e-9, atol=1e-12)


@given(regions(3), regions(3))
def test_the_same_region_has_no_gap(value, labour):
    found = gap(value, labour, value, labour, (500.0, 500.0))
    assert_allclose((found.total, found.participation), 0.0, atol=1e-12)


def test_an_industry_that_is_absent_is_structure():
    """Nobody works in the second industry here: it makes 2 x 1/2 there, all of it structure."""
    found = gap(np.array([10.0, 0.0]), np.array([1.0, 0.0]), np.array([10.0, 2.0]), np.array([1.0, 1.0]))
    assert_allclose(found.productivity, 0.0)
    assert_allclose(found.structure, [0.5 * 10, -0.5 * 2])
    assert_allclose(found.total, 10 - 6)


def test_value_without_workers_stays_in_the_sum():
    found = gap(np.array([10.0, 3.0]), np.array([2.0, 0.0]), np.array([8.0, 0.0]), np.array([2.0, 0.0]))
    assert_allclose(found.total, 13 / 2 - 8 / 2)
    assert_allclose(found.productivity[1], 1.5)


def test_participation_by_hand():
    """Both make 10 per worker; half the people work here, a quarter there."""
    found = gap(np.array([100.0]), np.array([10.0]), np.array([100.0]), np.array([10.0]), (20.0, 40.0))
    assert_allclose((found.participation, found.total), 10 * 0.25)


@pytest.mark.parametrize("unknown", [np.array([1.0, np.nan]), np.zeros(2)])
def test_without_labour_there_is_no_gap(unknown):
    assert np.isnan(gap(np.ones(2), unknown, np.ones(2), np.ones(2)).total)
