"""Convergence of series whose rate is known, estimates of another program, densities that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from newind.errors import DataError
from newind.kernels import convergence
from newind.kernels.patterns import least_squares
from newind.typing import Array

LEVELS = np.array([
    [37.90, 40.55, 43.14, 42.86, 41.78, 46.37], [47.15, 50.60, 48.67, 49.07, 47.41, 46.99],
    [38.42, 36.76, 36.88, 38.32, 38.19, 38.86], [12.58, 13.24, 13.35, 13.95, 14.41, 15.17],
    [10.43, 11.68, 11.64, 12.74, 12.86, 12.64], [22.74, 22.92, 23.17, 22.27, 20.67, 21.98],
    [30.04, 32.18, 36.37, 37.26, 36.29, 38.14], [27.73, 28.21, 29.09, 32.05, 35.18, 37.56],
])  # fmt: skip
CONTROL = np.array([
    [-0.87, -0.05, 0.60, -0.21, -0.61, -0.77], [-0.63, -0.67, -0.45, 1.15, -0.80, 0.89],
    [0.42, 0.14, -0.83, -0.46, 1.97, 0.10], [0.54, 0.66, 1.06, -0.24, -0.61, -0.06],
    [-0.26, 0.79, 0.19, 0.24, 0.15, 1.23], [-0.54, -0.48, 0.89, -0.11, 0.36, -0.73],
    [0.02, 0.43, -1.33, -0.69, 0.42, 2.25], [0.46, -0.06, -0.85, 0.39, -2.50, -0.05],
])  # fmt: skip
"""Eight units in six years, drawn once; what statsmodels 0.14 says of them stands in the tests."""


@st.composite
def starts(draw: st.DrawFn) -> Array:
    """Draw different positive levels of three to eight units."""
    drawn = draw(st.lists(st.integers(10, 500), min_size=3, max_size=8, unique=True))
    return np.array(drawn) / 10


@given(starts(), st.floats(0.005, 0.2), st.integers(1, 30))
def test_speed_and_half_life_of_units_that_converge_exactly(start: Array, speed: float, years: int) -> None:
    goal = np.log(20.0)
    last = np.exp(goal + (np.log(start) - goal) * np.exp(-speed * years))
    got = convergence.beta(start, last, float(years))
    assert_allclose(got.speed, speed, rtol=1e-6)
    assert_allclose(got.half_life, np.log(2) / speed, rtol=1e-6)
    assert_allclose(got.coefficient, -(1 - np.exp(-speed * years)) / years, rtol=1e-6)
    assert got.fit.r_squared > 1 - 1e-9


@given(starts(), st.floats(0.02, 0.3))
def test_units_that_converge_to_levels_of_their_own_are_found_by_the_panel(goals: Array, speed: float) -> None:
    gaps = np.resize([1.0, -0.5, 0.7, -1.2], len(goals))
    Y = np.exp(np.log(goals)[:, None] + gaps[:, None] * np.exp(-speed * np.arange(6)))
    got = convergence.panel_beta(Y, year_effects=False)
    assert_allclose(got.speed, speed, rtol=1e-6)
    fewer = convergence.panel_beta(Y[:, ::2], interval=2.0)
    assert_allclose(fewer.speed, speed, rtol=1e-6)


@given(starts(), st.floats(0.1, 100))
def test_the_unit_of_measurement_changes_the_constant_only(start: Array, factor: float) -> None:
    last = start * np.resize([1.1, 1.4, 0.9, 1.2, 1.0], len(start))
    one, other = convergence.beta(start, last, 5.0), convergence.beta(factor * start, factor * last, 5.0)
    assert_allclose(other.coefficient, one.coefficient, atol=1e-9)
    assert_allclose(other.fit.errors[0], one.fit.errors[0], atol=1e-9)


def test_cross_section_with_a_control_as_statsmodels_has_it() -> None:
    got = convergence.beta(LEVELS[:, 0], LEVELS[:, -1], 5.0, CONTROL[:, :1])
    fit = got.fit
    assert_allclose(
        [got.coefficient, fit.errors[0], fit.t[0], fit.p[0], fit.r_squared],
        [-0.01061779703869125, 0.02011017275306658, -0.5279813937487012, 0.6200960062214672, 0.15957903916427196],
        rtol=1e-9,
    )
    assert (fit.observations, fit.freedom) == (8, 5)
    assert_allclose(got.speed_error, fit.errors[0] / (1 + 5 * got.coefficient))


def test_panel_with_errors_clustered_by_unit_as_statsmodels_has_it() -> None:
    """Its least squares with dummies, errors corrected for parameters other than the units' effects."""
    got = convergence.panel_beta(LEVELS, controls=CONTROL[:, :, None])
    fit = got.fit
    assert_allclose([got.coefficient, fit.errors[0]], [-0.4008328568849191, 0.1523149320815602], rtol=1e-9)
    assert (fit.observations, fit.freedom) == (40, 7)
    assert_allclose(fit.p[0], 2 * stats.t.sf(0.4008328568849191 / 0.1523149320815602, 7), rtol=1e-9)


def test_units_with_gaps_are_left_out() -> None:
    holed = LEVELS.copy()
    holed[2, 0], holed[5, 1:] = np.nan, np.nan
    kept = np.delete(LEVELS, [2, 5], axis=0)
    got = convergence.beta(holed[:, 0], holed[:, -1], 5.0)
    assert_allclose(got.coefficient, convergence.beta(kept[:, 0], kept[:, -1], 5.0).coefficient)
    panel = convergence.panel_beta(np.vstack([holed[3:5], holed[5:6], holed[6:]]))
    assert_allclose(panel.coefficient, convergence.panel_beta(np.vstack([LEVELS[3:5], LEVELS[6:]])).coefficient)
    assert panel.fit.observations == 4 * 5


def test_divergence_has_no_half_life_and_overshooting_no_speed() -> None:
    start = np.array([1.0, 2.0, 5.0])
    apart = convergence.beta(start, start**1.5, 10.0)
    assert apart.speed < 0
    assert np.isnan(apart.half_life)
    past = convergence.beta(start, 1 / start, 10.0)
    assert np.isnan([past.speed, past.speed_error, past.half_life]).all()


def test_regressions_that_cannot_be_run_say_why() -> None:
    with pytest.raises(DataError, match=r"2 complete observations for 2 parameters\. Add units"):
        convergence.beta(np.array([1.0, 2.0]), np.array([2.0, 3.0]), 1.0)
    with pytest.raises(DataError, match=r"2 regressors of which only 1 say something of their own"):
        convergence.beta(np.full(4, 2.0), np.array([1.0, 2.0, 3.0, 4.0]), 1.0)
    with pytest.raises(DataError, match="all observations come from 1 unit"):
        convergence.panel_beta(LEVELS[:1], year_effects=False)
    with pytest.raises(DataError, match="0 complete observations"):
        convergence.panel_beta(np.full((3, 4), np.nan))


def test_a_regression_that_explains_nothing_at_all() -> None:
    X = np.column_stack([[0.0, 1.0, 2.0], np.ones(3)])
    fit = least_squares(np.zeros(3), X)
    assert_array_equal(fit.coefficients, 0)
    assert np.isnan(fit.t).all()
    assert np.isnan(fit.r_squared)


@given(arrays(np.int64, (4, 3), elements=st.integers(1, 60)))
def test_dispersion_of_each_year(counts: Array) -> None:
    Y = counts.astype(float)
    got = convergence.sigma(Y)
    assert_allclose(got.deviation, Y.std(axis=0), atol=1e-12)
    assert_allclose(got.variation, Y.std(axis=0) / Y.mean(axis=0), atol=1e-12)
    assert_allclose(got.log_deviation, np.log(Y).std(axis=0), atol=1e-12)
    tenfold = convergence.sigma(10 * Y)
    assert_allclose(tenfold.variation, got.variation, atol=1e-12)
    assert_allclose(tenfold.log_deviation, got.log_deviation, atol=1e-12)


@given(st.floats(0.01, 1000), st.integers(1, 6))
def test_equal_units_have_no_dispersion(level: float, units: int) -> None:
    got = convergence.sigma(np.full((units, 2), level))
    assert_allclose([got.deviation, got.variation, got.log_deviation], 0, atol=1e-12 * level + 1e-12)


def test_dispersion_of_what_is_known() -> None:
    nan = np.nan
    got = convergence.sigma(np.array([[1.0, nan, 0.0, -1.0], [3.0, nan, 2.0, 1.0], [nan, nan, nan, nan]]))
    assert got.count.tolist() == [2, 0, 2, 2]
    assert_allclose(got.deviation, [1, nan, 1, 1])
    assert_allclose(got.variation, [0.5, nan, 1, nan])
    assert_allclose(got.log_deviation, [np.log(3) / 2, nan, nan, nan])


@given(st.lists(st.integers(0, 100), min_size=2, max_size=12).filter(lambda v: len(set(v)) > 1))
def test_density_integrates_to_one_and_is_the_mean_of_normal_densities(drawn: list[int]) -> None:
    values = np.array(drawn, dtype=float)
    grid = convergence.common_grid([values])
    got = convergence.density(values, grid)
    assert_allclose(got.density, stats.norm.pdf(grid[:, None], values, got.bandwidth).mean(axis=1), atol=1e-12)
    assert_allclose(np.trapezoid(got.density, grid), 1, atol=5e-3)
    assert 1 <= got.modes <= len(values)


def test_bandwidth_is_that_of_scipy_and_modes_follow_it() -> None:
    values = np.array([1.0, 2.0, 2.5, 8.0, 9.0, 9.5])
    grid = convergence.common_grid([values])
    own = convergence.density(values, grid)
    assert_allclose(own.bandwidth, np.sqrt(stats.gaussian_kde(values).covariance[0, 0]))
    assert [convergence.density(values, grid, width).modes for width in (0.6, 5.0)] == [2, 1]


def test_every_peak_counts_once() -> None:
    assert convergence.modes(np.array([1.0, 1.0, 1.0])) == 1
    assert convergence.modes(np.array([3.0, 1.0, 2.0, 2.0, 0.0, 0.0, 1.0])) == 3
