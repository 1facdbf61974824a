"""Structural decomposition against every order of factors written out, without residual, years swapped."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from drawn import economies
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.leontief import Leontief
from newind.kernels.lmdi import YearFactors, every_order, polar_forms


def moment(e, seed, heads):
    """Return the factors of a drawn economy in another year: everything moved a little, by a seed."""
    rng = np.random.default_rng(seed)
    Y = e.Yr * rng.uniform(0.7, 1.4, e.Yr.shape)
    total = Y.sum(axis=0)
    total = np.where(np.abs(total) < 1, 1.0, total)
    people = rng.uniform(1, 2, e.R)
    levels = np.array([total / people, people]) if heads else total[None]
    A = e.A * rng.uniform(0.7, 1.0, e.A.shape)
    return YearFactors(e.f * rng.uniform(0.5, 2, e.n), Leontief(A), Y / total, levels)


def emissions(f, A, composition, *levels):
    """Return emissions by industry and user, the inverse written out."""
    return np.diag(f) @ np.linalg.inv(np.eye(len(f)) - A) @ composition @ np.diag(np.prod(levels, axis=0))


def factors(m):
    return [m.f, m.leontief.A, m.composition, *m.levels]


def along(before, now, order):
    """Return effects when factors change one after the other in an order."""
    state, effects = list(factors(before)), {}
    for k in order:
        last = emissions(*state)
        state[k] = factors(now)[k]
        effects[k] = emissions(*state) - last
    return np.array([effects[k] for k in range(len(state))])


@settings(max_examples=15)
@given(economies(), st.integers(0, 9), st.booleans())
def test_polar_forms_are_the_two_orders(e, seed, heads):
    before, now = moment(e, seed, heads), moment(e, seed + 10, heads)
    k, scale = before.factors, 1e-9 * max(1.0, emissions(*factors(now)).max(), emissions(*factors(before)).max())
    found = polar_forms(before, now)
    assert_allclose(found[0], along(before, now, range(k)), rtol=1e-9, atol=scale)
    assert_allclose(found[1], along(before, now, range(k - 1, -1, -1)), rtol=1e-9, atol=scale)


@settings(max_examples=15)
@given(economies(), st.integers(0, 9))
def test_every_order_is_the_mean_of_all_orders(e, seed):
    before, now = moment(e, seed, False), moment(e, seed + 10, False)
    listed = np.mean([along(before, now, order) for order in permutations(range(4))], axis=0)
    assert_allclose(every_order(before, now), listed, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(listed).max()))


@settings(max_examples=15)
@given(economies(), st.integers(0, 9), st.booleans())
def test_no_residual_and_the_other_sign_with_years_swapped(e, seed, heads):
    before, now = moment(e, seed, heads), moment(e, seed + 10, heads)
    change = emissions(*factors(now)) - emissions(*factors(before))
    level = max(1.0, np.abs(emissions(*factors(now))).max(), np.abs(emissions(*factors(before))).max())
    for effects, back in (
        (polar_forms(before, now).mean(axis=0), polar_forms(now, before).mean(axis=0)),
        (every_order(before, now), every_order(now, before)),
    ):
        assert_allclose(effects.sum(axis=0), change, rtol=1e-12, atol=1e-12 * level)
        assert_allclose(back, -effects, rtol=1e-12, atol=1e-12 * level)


def test_one_factor_that_changes_has_all_of_the_change():
    A, y = np.array([[0.1, 0.2], [0.3, 0.1]]), np.array([[0.4], [0.6]])
    before = YearFactors(np.array([1.0, 2.0]), Leontief(A), y, np.array([[10.0], [3.0]]))
    now = YearFactors(before.f, before.leontief, y, np.array([[10.0], [4.5]]))
    effects = polar_forms(before, now).mean(axis=0).sum(axis=(1, 2))
    assert_allclose(effects[:4], 0.0, atol=1e-15)
    assert effects[4] == pytest.approx(0.5 * emissions(*factors(before)).sum())
