"""Growth accounting against a production function whose productivity is known."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.growth import log_change, tfp_growth

some = st.floats(0.1, 10.0)


@given(some, some, some, some, st.floats(0.0, 1.0), st.floats(0.5, 2.0))
def test_the_residual_of_a_cobb_douglas_economy_is_its_productivity(l0, l1, k0, k1, share, gain):
    def output(productivity, labour, capital):
        return np.array([productivity * labour**share * capital ** (1 - share)])

    changes = [
        log_change(np.asarray(a), np.asarray(b))
        for a, b in (
            (output(1.0, l0, k0), output(gain, l1, k1)),
            (np.array([l0]), np.array([l1])),
            (np.array([k0]), np.array([k1])),
        )
    ]
    assert_allclose(tfp_growth(*changes, np.array([share])), np.log(gain), atol=1e-12)


def test_no_growth_is_stated_where_a_share_or_a_volume_makes_no_sense():
    change = np.array([0.1, 0.1, 0.1, np.nan])
    got = tfp_growth(change, change, change, np.array([1.2, -0.1, np.nan, 0.5]))
    assert np.isnan(got).all()
    assert np.isnan(log_change(np.array([0.0, -1.0, 1.0, np.nan]), np.array([1.0, 1.0, 0.0, 1.0]))).all()
