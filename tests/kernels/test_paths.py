"""Structural paths against every path of small economies written out."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from drawn import economies
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.errors import DataError
from newind.kernels.paths import structural_paths, tiers

DEPTH = 2


def listed(e, y, depth=DEPTH):
    """Return every path up to a depth, emitter first, with its own value and its branch."""
    m = e.f @ e.B
    found = {}
    for steps in range(depth + 1):
        for chain in product(range(e.n), repeat=steps + 1):
            amount = y[chain[-1]]
            for i, j in pairwise(chain):
                amount = amount * e.A[i, j]
            found[chain] = (e.f[chain[0]] * amount, m[chain[0]] * amount)
    return found


@given(economies(signed=False), st.sampled_from([0.3, 0.05, 1e-3]))
def test_every_branch_that_reaches_the_threshold(e, share):
    y = e.Y.sum(axis=1)
    total = float(e.f @ e.B @ y)
    if total <= 0:
        return
    threshold = share * total
    found = structural_paths(e.f, e.A, y, e.LU.solve_left(e.f), threshold, DEPTH)
    expected = {c: v for c, v in listed(e, y).items() if v[1] >= threshold * (1 + 1e-9)}
    chains = {found.chain(p): p for p in range(len(found.cell))}
    assert len(chains) == len(found.cell)
    assert expected.keys() <= chains.keys()
    every = listed(e, y)
    for chain, p in chains.items():
        assert found.tier[p] == len(chain) - 1
        assert found.branch[p] >= threshold * (1 - 1e-9)
        assert_allclose([found.own[p], found.branch[p]], every[chain], rtol=1e-9, atol=1e-12 * total)


@given(economies(signed=False))
def test_a_branch_is_its_own_and_those_that_prolong_it(e):
    y = e.Y.sum(axis=1)
    m = e.LU.solve_left(e.f)
    total = float(m @ y)
    if total <= 0:
        return
    found = structural_paths(e.f, e.A, y, m, 1e-12 * total, 2)
    for p in np.flatnonzero(found.tier < 2):
        below = found.branch[found.parent == p].sum()
        assert_allclose(found.own[p] + below, found.branch[p], rtol=1e-9, atol=1e-9 * total)


@given(economies())
def test_tiers_add_up_to_the_multiplier(e):
    y = e.Y.sum(axis=1)
    found = tiers(e.f, e.A, y, 4)
    output = np.linalg.matrix_power(e.A, 4) @ y
    assert_allclose(found.sum() + e.f @ e.B @ output, e.f @ e.B @ y, rtol=1e-9, atol=1e-9)


def test_stocks_that_run_down_have_negative_paths():
    A = np.array([[0.0, 0.5], [0.0, 0.0]])
    found = structural_paths(np.array([1.0, 0.0]), A, np.array([0.0, -2.0]), np.array([1.0, 0.5]), 0.1)
    assert [found.chain(p) for p in range(2)] == [(1,), (0, 1)]
    assert found.own.tolist() == [0.0, -1.0]


def test_nothing_to_find():
    A = np.zeros((2, 2))
    found = structural_paths(np.ones(2), A, np.zeros(2), np.ones(2), 1.0)
    assert len(found.cell) == 0


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("nan")])
def test_a_threshold_is_positive(threshold):
    with pytest.raises(DataError, match="not positive"):
        structural_paths(np.ones(1), np.zeros((1, 1)), np.ones(1), np.ones(1), threshold)


@pytest.mark.parametrize(("f", "a"), [(-1.0, 0.0), (1.0, -0.1)])
def test_negative_figures_have_no_bound(f, a):
    with pytest.raises(DataError, match="no bound"):
        structural_paths(np.full(1, f), np.full((1, 1), a), np.ones(1), np.ones(1), 0.1)
