"""Productivity growth taken apart: by hand, against the formula written out, and exact whatever comes or goes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.shiftshare import shift_share


def drawn(seed, S, idle):
    rng = np.random.default_rng(seed)
    value, labour = rng.lognormal(size=(2, S)) * 10, rng.lognormal(size=(2, S))
    for t, i in idle:
        if i % S:
            value[t, i % S] = labour[t, i % S] = 0.0
    return value, labour


places = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 5)), max_size=4)


def test_by_hand():
    """Half of the labour leaves an industry that makes 1 for one that makes 3; then that one makes 4."""
    value, labour = np.array([[10.0, 30.0], [5.0, 60.0]]), np.array([[10.0, 10.0], [5.0, 15.0]])
    found = shift_share(value, labour)
    assert_allclose(found.within, [0, 0.5])
    assert_allclose(found.static, [(1 - 2) * -0.25, (3 - 2) * 0.25])
    assert_allclose(found.dynamic, [(0 - 1.25) * -0.25, (1 - 1.25) * 0.25])
    assert_allclose(found.total, 3.25 - 2)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), places)
def test_parts_add_up_exactly(seed, S, idle):
    value, labour = drawn(seed, S, idle)
    before, after = value.sum(axis=1) / labour.sum(axis=1)
    assert_allclose(shift_share(value, labour).total, after - before, rtol=1e-12, atol=1e-12 * after)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_sums_are_those_of_the_usual_formula(seed, S):
    value, labour = drawn(seed, S, [])
    h, p = labour / labour.sum(axis=1, keepdims=True), value / labour
    found = shift_share(value, labour)
    for part, usual in (
        (found.within, sum(h[0, i] * (p[1, i] - p[0, i]) for i in range(S))),
        (found.static, sum(p[0, i] * (h[1, i] - h[0, i]) for i in range(S))),
        (found.dynamic, sum((p[1, i] - p[0, i]) * (h[1, i] - h[0, i]) for i in range(S))),
    ):
        assert_allclose(part.sum(), usual, rtol=1e-9, atol=1e-9 * p.max())


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_without_moves_of_labour_all_growth_is_within(seed, S):
    value, labour = drawn(seed, S, [])
    labour[1] = 3 * labour[0]
    found = shift_share(value, labour)
    assert_allclose([*found.static, *found.dynamic], 0, atol=1e-12 * value.max())


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_the_unit_of_labour_and_the_order_of_industries_change_nothing(seed, S):
    value, labour = drawn(seed, S, [])
    first, second = shift_share(value, labour), shift_share(value[:, ::-1], labour[:, ::-1] * 8)
    for part in ("within", "static", "dynamic"):
        assert_allclose(getattr(first, part), 8 * getattr(second, part)[::-1], rtol=1e-9, atol=1e-9 * value.max())
