"""The smallest corrections that make totals agree."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import sparse

from newind.kernels.balance import CERTAIN, mrgras, smallest_corrections

ANY = np.array([0.0, np.inf])


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5))
def test_totals_that_agree_need_no_correction(seed, equations, unknowns):
    rng = np.random.default_rng(seed)
    lhs = (rng.random((equations, unknowns)) < 0.5).astype(float)
    found = smallest_corrections(sparse.csr_array(lhs), lhs @ rng.random(unknowns), np.tile(ANY, (unknowns, 1)))
    assert_allclose(found, 0.0, atol=CERTAIN)


def test_the_one_total_that_all_others_contradict_is_corrected():
    """b1 + b2 = 5, b1 = 2, b2 = 3, and b1 + b2 = 9 once more."""
    lhs = sparse.csr_array(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]))
    assert_allclose(smallest_corrections(lhs, np.array([5.0, 2.0, 3.0, 9.0]), np.tile(ANY, (2, 1))), [0, 0, 0, -4.0])


def test_of_two_that_contradict_the_larger_is_named():
    lhs = sparse.csr_array(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]))
    assert_allclose(smallest_corrections(lhs, np.array([6.0, 2.0, 3.0]), np.tile(ANY, (2, 1))), [-1.0, 0, 0])


def test_a_block_without_negative_cells_cannot_be_negative():
    """b1 + b2 = 2 and b1 = 3 would need b2 = −1."""
    lhs = sparse.csr_array(np.array([[1.0, 1.0], [1.0, 0.0]]))
    assert_allclose(smallest_corrections(lhs, np.array([2.0, 3.0]), np.tile(ANY, (2, 1))), [0.0, -1.0])
    free = np.array([ANY, [-np.inf, np.inf]])
    assert_allclose(smallest_corrections(lhs, np.array([2.0, 3.0]), free), 0.0, atol=1e-12)


def test_many_small_blocks_that_agree_are_no_contradiction():
    """The solver may miss every block by a little; over thousands of blocks that must not look like a wrong total."""
    rng = np.random.default_rng(0)
    P, Q = 200, 20
    truth = np.exp(rng.normal(0.0, 4.0, (2 * P, 2 * Q)))
    rows = np.where(np.arange(2 * P) % 4 < 2, np.nan, truth.sum(axis=1))
    blocks = truth.reshape(P, 2, Q, 2).sum(axis=(1, 3))
    start = truth * np.exp(rng.normal(0.0, 0.3, truth.shape))
    made = mrgras(start, rows, truth.sum(axis=0), blocks, np.repeat(np.arange(P), 2), np.repeat(np.arange(Q), 2))
    assert made.residual <= 1e-9
