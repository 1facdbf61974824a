"""Shares and concentrations against plain loops over the flows."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Drawn, economies
from hypothesis import given
from numpy.testing import assert_allclose

from newind.kernels import dependence, valueadded


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


@given(economies())
def test_direct_import_share_by_user(w: Drawn) -> None:
    got = dependence.direct_import_share(w.Z4)
    for r in range(w.R):
        for j in range(w.S):
            column = w.Z[:, r * w.S + j]
            assert_allclose(got[r, j], ratio(column.sum() - column[w.rows(r)].sum(), column.sum()), atol=1e-12)


@given(economies())
def test_complete_import_share_is_what_is_not_domestic(w: Drawn) -> None:
    got = dependence.complete_import_share(valueadded.origin(w.v, w.LU, w.R), w.R, w.S)
    for r in range(w.R):
        own = w.v[w.rows(r)] @ w.B[w.rows(r), w.rows(r)]
        expected = np.where(w.made[w.rows(r)], 1 - own, np.nan)
        assert_allclose(got[r], expected, rtol=1e-8, atol=1e-9)


@given(economies(signed=False))
def test_complete_import_share_is_a_share(w: Drawn) -> None:
    origin = valueadded.origin(w.v, w.LU, w.R)
    complete = dependence.complete_import_share(origin, w.R, w.S)
    assert ((complete >= -1e-9) | np.isnan(complete)).all()
    assert ((complete <= 1 + 1e-9) | np.isnan(complete)).all()


@given(economies())
def test_supplier_concentration_counts_named_foreign_suppliers(w: Drawn) -> None:
    named = np.arange(w.R) != w.R - 1
    got = dependence.supplier_hhi(w.Z4, named)
    assert got.shape == (w.S, w.R)
    for i in range(w.S):
        for r in range(w.R):
            bought = [w.Z[t * w.S + i, w.rows(r)].sum() for t in range(w.R) if t != r and named[t]]
            total = sum(bought)
            assert_allclose(got[i, r], sum((b / total) ** 2 for b in bought) if total else np.nan, rtol=1e-12)


@given(economies(min_regions=2))
def test_concentration_over_all_suppliers_lies_within_the_bounds(w: Drawn) -> None:
    everyone, named = np.ones(w.R, dtype=bool), np.arange(w.R) != w.R - 1
    left_out = dependence.unnamed_share(w.Z4, named)
    low, high = dependence.hhi_bounds(dependence.supplier_hhi(w.Z4, named), left_out)
    truth = dependence.supplier_hhi(w.Z4, everyone)
    known = ~np.isnan(low)
    assert (low[known] <= truth[known] + 1e-12).all()
    assert (truth[known] <= high[known] + 1e-12).all()


@pytest.mark.parametrize(("values", "expected"), [([5.0], 1.0), ([2.0] * 4, 0.25), ([0.0, 3.0], 1.0), ([0.0], np.nan)])
def test_concentration_of_equal_and_single_parties(values: list[float], expected: float) -> None:
    assert_allclose(dependence.hhi(np.array(values)), expected)


def test_concentration_along_the_first_axis() -> None:
    assert_allclose(dependence.hhi(np.array([[1.0, 4.0], [1.0, 0.0]]), axis=0), [0.5, 1.0])
