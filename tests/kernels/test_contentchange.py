"""Change of content: nothing left over, sign of time, effects in isolation, technology against sourcing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.contentchange import InputChange, content_change, technology_and_sourcing
from newind.kernels.leontief import Leontief


def drawn(seed, R=3, S=3):
    """Return two years of value added by origin, coefficients and shares, with an input used in one year only."""
    rng = np.random.default_rng(seed)
    n = R * S
    A = [rng.uniform(0, 1, (n, n)) * rng.uniform(0.3, 0.8, n) / n for _ in range(2)]
    A[0][1::S, 4] = 0.0
    A[1][2::S, 5] = 0.0
    g = tuple(rng.uniform(0, 0.5, (2, n)) for _ in range(2))
    s = [rng.dirichlet(np.ones(n)) for _ in range(2)]
    return g, A, s


def split(A, R=3, S=3):
    """Return the parts of the change: technology by two groups of buyers, sourcing of all."""
    n, every = R * S, np.ones(R * S, dtype=bool)
    technology, sourcing = (
        part.reshape(n, n) for part in technology_and_sourcing(*(one.reshape(R, S, n) for one in A))
    )
    first = np.arange(n) < S
    return [
        InputChange(technology, every, first),
        InputChange(technology, every, ~first),
        InputChange(sourcing, every, every),
    ]


seeds = st.integers(0, 2**32 - 1)


@given(seeds)
def test_nothing_is_left_over(seed):
    g, A, s = drawn(seed)
    found = content_change(g, tuple(map(Leontief, A)), split(A))
    c = [one @ np.linalg.inv(np.eye(len(B)) - B) for one, B in zip(g, A, strict=True)]
    assert_allclose(found.first, c[0], rtol=1e-12)
    assert_allclose(found.second, c[1], rtol=1e-12)
    value, inputs = found.products()
    assert_allclose(value + inputs.sum(axis=0), c[1] - c[0], atol=1e-14)
    value, inputs, mix = found.bundle(*s)
    assert_allclose(value + inputs.sum(axis=0) + mix.sum(axis=1), c[1] @ s[1] - c[0] @ s[0], atol=1e-14)


@given(seeds)
def test_exchanging_the_years_changes_the_signs(seed):
    g, A, s = drawn(seed)
    there = content_change(g, tuple(map(Leontief, A)), split(A))
    back = content_change(g[::-1], tuple(map(Leontief, A[::-1])), split(A[::-1]))
    for one, other in zip(
        (*there.products(), *there.bundle(*s)), (*back.products(), *back.bundle(*s[::-1])), strict=True
    ):
        assert_allclose(one, -other, atol=1e-14)


@given(seeds)
def test_each_effect_is_the_mean_of_both_polar_forms(seed):
    g, A, s = drawn(seed)
    found = content_change(g, tuple(map(Leontief, A)), split(A))
    B = [np.linalg.inv(np.eye(len(one)) - one) for one in A]
    dg, dB, ds = g[1] - g[0], B[1] - B[0], s[1] - s[0]
    value, inputs, mix = found.bundle(*s)
    assert_allclose(value, (dg @ B[1] @ s[1] + dg @ B[0] @ s[0]) / 2, atol=1e-14)
    assert_allclose(inputs.sum(axis=0), (g[0] @ dB @ s[1] + g[1] @ dB @ s[0]) / 2, atol=1e-14)
    assert_allclose(mix.sum(axis=1), (g[0] @ B[0] @ ds + g[1] @ B[1] @ ds) / 2, atol=1e-14)


@given(seeds)
def test_a_part_that_does_not_change_has_no_effect(seed):
    g, A, s = drawn(seed)
    still = content_change((g[0], g[0]), tuple(map(Leontief, A)), split(A))
    assert_allclose(still.value, 0.0, atol=1e-15)
    same = content_change(g, (Leontief(A[0]), Leontief(A[0])), split([A[0], A[0]]))
    assert_allclose(same.inputs, 0.0, atol=1e-15)
    assert_allclose(same.bundle(s[0], s[0])[2], 0.0, atol=1e-15)


@given(seeds)
def test_technology_keeps_what_is_used_and_sourcing_adds_up_to_nothing(seed):
    _, A, _ = drawn(seed)
    before, after = (one.reshape(3, 3, 9) for one in A)
    technology, sourcing = technology_and_sourcing(before, after)
    assert_allclose(technology + sourcing, after - before, atol=1e-15)
    assert_allclose(sourcing.sum(axis=0), 0.0, atol=1e-15)
    assert_allclose(technology.sum(axis=0), after.sum(axis=0) - before.sum(axis=0), atol=1e-15)
    one_year_only = (before.sum(axis=0) == 0) | (after.sum(axis=0) == 0)
    assert one_year_only.any()
    assert_allclose(sourcing[:, one_year_only], 0.0)
    doubled = technology_and_sourcing(before, 2 * before)
    assert_allclose(doubled[1], 0.0, atol=1e-15)
    assert_allclose(doubled[0], before, atol=1e-15)


def test_only_the_buyers_named_change():
    """A change in the inputs of one product leaves products that do not use it alone."""
    A = np.array([[0.0, 0.2, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.1]])
    B = A + np.array([[0.0, 0.1, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.2]])
    g = (np.array([[0.5, 0.0, 0.3]]),) * 2
    columns = np.array([False, True, False])
    part = InputChange(B - A, np.ones(3, dtype=bool), columns)
    assert content_change(g, (Leontief(A), Leontief(B)), [part]).products()[1][0, 0] == pytest.approx([0.0, 0.05, 0.0])
