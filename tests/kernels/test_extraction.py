"""Every closed form against the same cut made in the table and the system solved again."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from literal import close
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels import exportterms as et, extraction as ex
from newind.kernels.blocks import by_region
from newind.testing import REGIONS as CODES, Structure, build, economies

WORLDS = economies(max_regions=3, max_industries=3, satellites=False)


def lost(w, A, y=None):
    """Return what value added of each region falls by with other coefficients or final demand; (R,)."""
    y = w.Y.sum(axis=1) if y is None else y
    left = np.linalg.solve(np.eye(w.n) - A, y)
    return (w.v * (w.x - left)).reshape(w.R, w.S).sum(axis=1)


def carried(w):
    return et.value_added_content(w.v, w.B, w.R)


@given(WORLDS)
def test_extraction_of_every_industry(w):
    by_origin = carried(w).reshape(w.R, w.n)
    total = ex.total_extraction(by_origin, w.B, w.x)
    backward = ex.backward_extraction(by_origin, by_region(w.v, w.R), w.B, w.x)
    for j in range(w.n):
        gone, idle = w.A.copy(), w.A.copy()
        gone[j], gone[:, j], idle[:, j] = 0.0, 0.0, 0.0
        y = w.Y.sum(axis=1)
        y[j] = 0.0
        assert_allclose(total[:, j], lost(w, gone, y), **close(w))
        assert_allclose(backward[:, j], lost(w, idle), **close(w))
    assert_allclose(ex.total_extraction(w.v @ w.B, w.B, w.x), total.sum(axis=0), **close(w))
    assert_allclose(ex.backward_extraction(w.v @ w.B, w.v, w.B, w.x), backward.sum(axis=0), **close(w))


@given(WORLDS)
def test_cut_of_one_supplier_to_all_industries_of_a_region(w):
    sales = ex.lost_sales_to_regions(w.A, w.B, w.x, w.R)
    for j in range(w.n):
        for r in range(w.R):
            A = w.A.copy()
            A[j, r * w.S : (r + 1) * w.S] = 0.0
            assert_allclose(carried(w).reshape(w.R, w.n)[:, j] * sales[j, r], lost(w, A), **close(w))


@given(WORLDS)
def test_cut_of_all_inputs_that_a_region_buys_from_another(w):
    got = ex.losses(carried(w), ex.lost_sales_between_regions(w.A4, w.B, w.x))
    for s in range(w.R):
        for r in range(w.R):
            A4 = w.A4.copy()
            A4[s, :, r] = 0.0
            assert_allclose(got[:, s, r], lost(w, A4.reshape(w.n, w.n)), **close(w))


def test_buyer_loses_nothing_where_the_supplier_needs_nothing_of_it():
    """USA buys nothing abroad: however much CHN needs of it, the measure is zero for CHN."""
    w = build(Structure(CODES[:2], ("c1", "c3")), seed=3, satellites=False)
    A4 = w.A4.copy()
    A4[0, :, 1] = 0.0
    B = np.linalg.inv(np.eye(w.n) - A4.reshape(w.n, w.n))
    x = B @ w.Y.sum(axis=1)
    v = 1 - A4.reshape(w.n, w.n).sum(axis=0)
    got = ex.losses(et.value_added_content(v, B, 2), ex.lost_sales_between_regions(A4, B, x))
    assert_array_equal(got[0, 1, 0], 0.0)
    assert got[1, 1, 0] > 0


def test_feedback_grows_as_the_supplier_depends_on_the_buyer():
    """One industry each: USA sells 0.3 of CHN's output; the more of CHN stands behind it, the more CHN loses."""
    found = []
    for need in (0.1, 0.2, 0.4):
        A = np.array([[0.0, need], [0.3, 0.0]])
        B = np.linalg.inv(np.eye(2) - A)
        x = B @ np.array([100.0, 100.0])
        pairs = ex.lost_sales_between_regions(A.reshape(2, 1, 2, 1), B, x)
        found.append(ex.losses(et.value_added_content(1 - A.sum(axis=0), B, 2), pairs)[0, 1, 0])
    assert found == sorted(found)
    assert found[0] > 0
