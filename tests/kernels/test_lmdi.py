"""Index decomposition: worked by hand, exact, and with zeros at the published limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from each import check_each
from newind.errors import DataError
from newind.kernels.lmdi import additive, logarithmic_mean, multiplicative

FIGURES = arrays(np.float64, (2, 3, 4), elements=st.sampled_from([0.0, 0.25, 1.0, 3.0, 1e3]), fill=st.nothing())
POSITIVE = arrays(np.float64, (2, 3, 4), elements=st.floats(1e-3, 1e3), fill=st.nothing())
SMALL = 1e-200


def limit(x0, x1):
    """Return effects with zeros replaced by a tiny figure, as Ang & Liu take their limits."""
    a, b = (np.where(x == 0, SMALL, x) for x in (x0, x1))
    la, lb = np.log(a).sum(axis=0), np.log(b).sum(axis=0)
    mean = np.divide(np.exp(lb) - np.exp(la), lb - la, out=np.exp(la), where=lb != la)
    return mean * np.log(b / a)


@given(FIGURES)
def test_exact_and_at_the_limits_of_small_figures(x):
    effects = additive(*x)
    assert_allclose(effects.sum(axis=0), x[1].prod(axis=0) - x[0].prod(axis=0), rtol=1e-12, atol=1e-12)
    both = (x[0].prod(axis=0) > 0) == (x[1].prod(axis=0) > 0)
    assert_allclose(effects[:, both], limit(*x)[:, both], rtol=1e-9, atol=1e-9)
    near = np.abs(x[1].prod(axis=0) - x[0].prod(axis=0)) * 0.05
    assert (np.abs(effects - limit(*x))[:, ~both] <= near[~both]).all()


@given(POSITIVE)
def test_no_residual_and_the_other_sign_with_years_swapped(x):
    effects, change = additive(*x), x[1].prod(axis=0) - x[0].prod(axis=0)
    assert_allclose(effects.sum(axis=0), change, rtol=1e-12, atol=1e-13 * x.prod(axis=1).max())
    assert_allclose(additive(x[1], x[0]), -effects, rtol=1e-12)
    indices = multiplicative(*x)
    assert_allclose(indices.prod(), x[1].prod(axis=0).sum() / x[0].prod(axis=0).sum(), rtol=1e-12)
    assert_allclose(multiplicative(x[1], x[0]) * indices, 1.0, rtol=1e-12)


ZEROS = {
    "it appears": ([0, 3], [4, 2], [8, 0]),
    "it disappears": ([4, 2], [0, 3], [-8, 0]),
    "it stays away": ([0, 3], [0, 2], [0, 0]),
    "another appears": ([3, 0], [2, 4], [0, 8]),
    "another disappears": ([2, 4], [3, 0], [0, -8]),
    "another stays away": ([3, 0], [2, 0], [0, 0]),
    "one goes as the other comes": ([3, 0], [0, 2], [0, 0]),
    "one comes as the other goes": ([0, 2], [3, 0], [0, 0]),
    "both appear": ([0, 0], [4, 2], [4, 4]),
}
"""The eight cases of Ang & Liu (2007) for two factors, and two zeros at once (Wood & Lenzen 2006)."""


@check_each("case", ZEROS)
def test_zeros_as_published(case):
    before, now, effects = (np.array(v, dtype=float)[:, None] for v in ZEROS[case])
    assert additive(before, now).ravel().tolist() == effects.ravel().tolist()


def test_two_parts_by_hand():
    before, now = np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([[2.0, 2.0], [3.0, 3.0]])
    three, four = 3 / math.log(2), 4 / math.log(3)
    assert_allclose(additive(before, now), [[three * math.log(2), 0], [0, four * math.log(3)]])
    whole = 7 / math.log(12 / 5)
    assert_allclose(multiplicative(before, now), [math.exp(3 / whole), math.exp(4 / whole)])


def test_logarithmic_mean_near_equality():
    near = np.array([1.0, 1.0 + 1e-15, 1.0 + 1e-9, 1.0 + 1e-6])
    assert_allclose(logarithmic_mean(near, 1.0), (near + 1) / 2, rtol=1e-12)


def test_signs_that_change_are_refused():
    with pytest.raises(DataError, match=r"change their sign at '0, 1' \(factor, part\)"):
        additive(np.array([[1.0, 2.0]]), np.array([[1.0, -2.0]]))


def test_unknown_factors_are_refused():
    with pytest.raises(DataError, match="unknown"):
        additive(np.array([[np.nan]]), np.array([[1.0]]))


def test_index_of_nothing_is_not_known():
    assert np.isnan(multiplicative(np.zeros((2, 1)), np.ones((2, 1)))).all()
