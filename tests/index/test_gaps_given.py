"""Gaps given what a row has: rows solved together are rows solved one by one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.index import impute
from newind.index.impute import NormalDistribution


@pytest.mark.parametrize("together", [1, 4, 256])
def test_rows_together_are_rows_one_by_one(monkeypatch, together):
    monkeypatch.setattr(impute, "TOGETHER", together)
    rng = np.random.default_rng(7)
    root = rng.normal(size=(5, 5))
    mean, C = rng.normal(size=5), root @ root.T + 0.1 * np.eye(5)
    values = rng.normal(size=(13, 5))
    values[rng.random(values.shape) < 0.3] = np.nan
    values[2] = np.nan
    want, rest = values.copy(), np.zeros((5, 5))
    for row in want:
        gap = np.isnan(row)
        slope = C[np.ix_(gap, ~gap)] @ np.linalg.inv(C[np.ix_(~gap, ~gap)])
        row[gap] = mean[gap] + slope @ (row[~gap] - mean[~gap])
        rest[np.ix_(gap, gap)] += C[np.ix_(gap, gap)] - slope @ C[np.ix_(~gap, gap)]
    found, left = NormalDistribution(mean, C, np.zeros(5), np.ones(5)).compute_conditional_moments(values)
    assert_allclose(found, want, rtol=1e-9)
    assert_allclose(left, rest, rtol=1e-9, atol=1e-12)


def test_rows_without_gaps_stay():
    values = np.arange(6.0).reshape(3, 2)
    found, left = NormalDistribution(np.zeros(2), np.eye(2), np.zeros(2), np.ones(2)).compute_conditional_moments(
        values
    )
    assert (found == values).all()
    assert not left.any()
