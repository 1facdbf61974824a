"""RAS, GRAS and multi-regional GRAS: totals met, zeros and signs kept, nothing depends on order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.errors import ConvergenceError
from newind.kernels.balance import BalanceError, BlockSums, gras, mrgras, ras
from newind.kernels.scaling import multiplier

FREE = np.full((1, 1), np.nan)
GROUPS = np.array([0, 0, 1, 1])
"""Two regions of two industries."""


def nothing(k: int) -> np.ndarray:
    return np.full(k, np.nan)


def block_totals(X: np.ndarray, row_groups: np.ndarray, column_groups: np.ndarray) -> np.ndarray:
    """Sums of blocks by another route than the kernel's."""
    rows = np.eye(row_groups.max() + 1)[row_groups]
    columns = np.eye(column_groups.max() + 1)[column_groups]
    return rows.T @ X @ columns


@st.composite
def pairs(draw, negative=True):
    """A table and a later one with the same zeros and signs, groups of rows and of columns (every group occurs)."""
    P, Q, n, m = (draw(st.integers(*limits)) for limits in ((1, 3), (1, 4), (3, 7), (4, 8)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    X = rng.lognormal(0, 1.5, (n, m)) * (rng.random((n, m)) < draw(st.sampled_from([0.5, 0.8, 1.0])))
    if negative:
        X[rng.random((n, m)) < draw(st.sampled_from([0.0, 0.1, 0.4]))] *= -1
    later = X * rng.uniform(0.5, 2.0, (n, m))
    row_groups = rng.permutation(np.r_[np.arange(P), rng.integers(0, P, n - P)])
    column_groups = rng.permutation(np.r_[np.arange(Q), rng.integers(0, Q, m - Q)])
    return X, later, row_groups, column_groups


@given(pairs())
def test_every_total_is_met_and_zeros_and_signs_stay(drawn):
    X, later, p, q = drawn
    blocks = block_totals(later, p, q)
    out = mrgras(X, later.sum(axis=1), later.sum(axis=0), blocks, p, q)
    scale = max(np.abs(later.sum(axis=1)).sum(), np.abs(later.sum(axis=0)).sum(), np.abs(blocks).sum())
    assert_allclose(out.values.sum(axis=1), later.sum(axis=1), rtol=0, atol=1e-9 * scale)
    assert_allclose(out.values.sum(axis=0), later.sum(axis=0), rtol=0, atol=1e-9 * scale)
    assert_allclose(block_totals(out.values, p, q), blocks, rtol=0, atol=1e-9 * scale)
    assert_array_equal(np.sign(out.values), np.sign(X))
    assert out.residual <= 1e-9


@given(pairs())
def test_a_table_that_meets_its_totals_is_returned_as_it_is(drawn):
    """The objective as corrected in 2007: no change is the least change."""
    X, _, p, q = drawn
    out = mrgras(X, X.sum(axis=1), X.sum(axis=0), block_totals(X, p, q), p, q)
    assert_allclose(out.values, X, rtol=1e-7, atol=1e-12)
