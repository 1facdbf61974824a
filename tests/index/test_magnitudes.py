"""Indices do not depend on the unit of a figure, be it 1e-300 or 1e300 of another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from newind.index.aggregate.distance import ideal
from newind.index.aggregate.penalty import standardised
from newind.index.elements import Element
from newind.index.normalise import fit
from newind.index.settings import Normalise
from newind.index.treat import kurtosis, skewness
from newind.kernels.magnitude import mean_and_deviation

BASE = np.random.default_rng(1).normal(3.0, 1.0, (9, 2))
YEARS = np.zeros(9, dtype=np.int64)
ELEMENTS = [Element(code=c, kind="indicator", direction="higher") for c in "ab"]


def scored(values, method):
    return fit(values, YEARS, ELEMENTS, Normalise(method=method)).apply(values, YEARS)


@pytest.mark.parametrize("method", ["zscore", "minmax", "distance_to_max", "fraction_of_max", "rank"])
@given(power=st.integers(-300, 300))
@settings(max_examples=25)
def test_scores_are_the_same_in_every_unit(method, power):
    values = BASE * np.array([10.0**power, 1.0])
    assert_allclose(scored(values, method), scored(BASE, method), rtol=1e-9, atol=1e-9)


@given(power=st.integers(-300, 300))
@settings(max_examples=25)
def test_deviations_norms_and_moments_follow_the_unit(power):
    unit = 10.0**power
    values = BASE * unit
    mean, deviation = mean_and_deviation(values, ddof=1)
    assert_allclose(mean / unit, BASE.mean(axis=0), rtol=1e-9)
    assert_allclose(deviation / unit, BASE.std(axis=0, ddof=1), rtol=1e-9)
    assert_allclose(ideal(values).norms / unit, np.linalg.norm(BASE, axis=0), rtol=1e-9)
    for moment in (skewness, kurtosis):
        assert_allclose(moment(values), moment(BASE), rtol=1e-9)
    assert_allclose(standardised(values)(values), standardised(BASE)(BASE), rtol=1e-9)
