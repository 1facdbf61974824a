"""Where the balance of innovation and imitation tips, against a search over all splits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from newind.kernels.research import expected_access, log_gap, switching_probability, switching_ratio

SPLITS = np.linspace(0.001, 0.999, 999)
gaps = st.floats(0.05, 4.0)
shares = st.floats(0.05, 1.0)


def best_split(ratio, gap, access, beta):
    """Share of own innovation that makes technology grow most, found by looking at all splits."""
    growth = SPLITS**beta + ratio * gap * access * (1 - SPLITS) ** beta
    return SPLITS[growth.argmax()]


@given(gaps, shares, st.floats(0.3, 0.8))
def test_at_the_threshold_the_split_is_equal_and_it_tips_around_it(gap, access, beta):
    threshold = float(switching_ratio(np.array(gap), np.array(access)))
    assert best_split(threshold, gap, access, beta) == pytest.approx(0.5, abs=2e-3)
    assert best_split(0.8 * threshold, gap, access, beta) > 0.5
    assert best_split(1.25 * threshold, gap, access, beta) < 0.5


@given(gaps, st.floats(0.0, 0.95), st.floats(0.0, 1.0))
def test_risk_never_favours_imitation(gap, left, probability):
    access = expected_access(np.array(left), probability)
    assert left <= access <= 1
    assert switching_ratio(np.array(gap), access) >= switching_ratio(np.array(gap), np.array(1.0))


@given(gaps, st.floats(0.0, 0.9), st.floats(0.5, 20.0))
def test_the_switching_probability_is_where_the_ratio_meets_its_threshold(gap, left, ratio):
    p = float(switching_probability(ratio, np.array(gap), np.array(left)))
    if np.isnan(p):
        assert switching_ratio(np.array(gap), np.array(left)) < ratio
    elif p > 0:
        access = expected_access(np.array(left), p)
        assert float(switching_ratio(np.array(gap), access)) == pytest.approx(ratio, rel=1e-9)
    else:
        assert switching_ratio(np.array(gap), np.array(1.0)) >= ratio * (1 - 1e-12)


def test_nothing_to_imitate_and_nothing_known():
    assert switching_ratio(np.array([0.0, np.nan, 1.0]), np.array([1.0, 1.0, 0.0])).tolist()[0] == np.inf
    assert np.isnan(switching_ratio(np.array([np.nan]), np.array([1.0]))).all()
    assert np.isnan(switching_probability(2.0, np.array([np.nan]), np.array([0.5]))).all()
    assert log_gap(np.array([2.0, np.nan]), np.array([1.0, 1.0])).tolist()[0] == 0.0
