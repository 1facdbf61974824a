"""Own and embodied R&D make up the total; per unit of output nothing is counted twice."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given
from numpy.testing import assert_allclose

from newind.kernels import research


@given(economies())
def test_content_of_output_is_own_research_and_that_of_all_other_industries_it_calls_on(w: Drawn) -> None:
    """Fix the output of one industry at 1 and solve for the rest: its deliveries to itself call for nothing more."""
    got = research.per_output(w.f, w.LU, w.R, w.B.diagonal()).total
    for j in range(w.n):
        others = np.delete(np.arange(w.n), j)
        called = np.linalg.solve(np.eye(w.n - 1) - w.A[np.ix_(others, others)], w.A[others, j])
        assert_allclose(got[j], w.f[j] + w.f[others] @ called, rtol=1e-8, atol=1e-8)
