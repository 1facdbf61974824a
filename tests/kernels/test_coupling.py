"""Coupling, level and coordination by their definitions and against computed figures; shares of what is lacking."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels.coupling import METHODS, Method, by_group, coupling, grades, obstacle, scale_subsystems
from newind.typing import Array

PLAIN: tuple[Method, ...] = ("adjusted", "standard")


@st.composite
def subsystems(draw: st.DrawFn, lowest: int = 0) -> Array:
    """Draw levels of two to five subsystems in hundredths, some at zero or at the top."""
    shape = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    return draw(arrays(np.int64, shape, elements=st.integers(lowest, 100))) / 100


def by_definition(u: list[float]) -> tuple[float, float]:
    """Return adjusted and standard coupling of one row, term by term."""
    n, product, pairs = len(u), 1.0, list(combinations(u, 2))
    for v in u:
        product *= v / max(u)
    apart = sum(abs(a - b) for a, b in pairs) / len(pairs)
    standard = n * float(np.prod(u)) ** (1 / n) / sum(u)
    return float(np.sqrt((1 - apart) * product ** (1 / (n - 1)))), standard


@given(subsystems(lowest=1))
def test_degrees_follow_their_definitions(U: Array) -> None:
    expected = np.array([by_definition(row.tolist()) for row in U])
    assert_allclose(coupling(U).C, expected[:, 0], atol=1e-12)
    assert_allclose(coupling(U, method="standard").C, expected[:, 1], atol=1e-12)


def test_computed_example_in_both_forms(shared: Path) -> None:
    """Six units of three subsystems; the adjusted form weighs them 0.4, 0.3, 0.3, the standard form equally."""
    table = pd.read_parquet(shared / "indices" / "asem" / "ccd_example_expected.parquet")
    U = table[["s1", "s2", "s3"]].to_numpy()
    standard, adjusted = coupling(U, method="standard"), coupling(U, np.array([0.4, 0.3, 0.3]))
    for got, prefix in ((standard, ""), (adjusted, "adj.")):
        assert_allclose(got.C, table[f"{prefix}coupling"], rtol=1e-12)
        assert_allclose(got.T, table[f"{prefix}coord"], rtol=1e-12)
        assert_allclose(got.D, table[f"{prefix}coupling_coord"], rtol=1e-12)


@given(subsystems(), st.sampled_from(PLAIN))
def test_all_three_lie_between_zero_and_one(U: Array, method: Method) -> None:
    got = coupling(U, method=method)
    assert_array_equal(np.isnan(got.C), (U == 0).all(axis=1))
    for values in (got.C[~np.isnan(got.C)], got.T, got.D):
        assert ((values >= 0) & (values <= 1)).all()
    assert (got.D[(U == 0).any(axis=1)] == 0).all()


@given(subsystems(), st.sampled_from(PLAIN), st.randoms(use_true_random=False))
def test_the_order_of_subsystems_does_not_matter(U: Array, method: Method, random) -> None:
    order = list(range(U.shape[1]))
    random.shuffle(order)
    weights = np.arange(1.0, U.shape[1] + 1)
    one, other = coupling(U, weights, method), coupling(U[:, order], weights[order], method)
    for a, b in ((one.C, other.C), (one.T, other.T), (one.D, other.D)):
        assert_allclose(a, b, atol=1e-12)


@given(st.integers(2, 6), st.floats(0.001, 1), st.sampled_from(PLAIN))
def test_equal_subsystems_are_fully_coupled(n: int, level: float, method: Method) -> None:
    got = coupling(np.full((1, n), level), method=method)
    assert_allclose([got.C[0], got.T[0], got.D[0]], [1, level, np.sqrt(level)], rtol=1e-12)


@given(subsystems(lowest=1), st.floats(0.05, 0.95))
def test_standard_coordination_grows_with_the_scale(U: Array, factor: float) -> None:
    whole, part = coupling(U, method="standard"), coupling(factor * U, method="standard")
    assert_allclose(part.C, whole.C, rtol=1e-9)
    assert_allclose(part.D, whole.D * np.sqrt(factor), rtol=1e-9)


@given(subsystems(lowest=1), st.floats(0.05, 0.95))
def test_adjusted_coordination_grows_with_the_scale_while_subsystems_are_near(U: Array, factor: float) -> None:
    near = np.array([np.mean([abs(a - b) for a, b in combinations(row, 2)]) <= 2 / 3 for row in U])
    assert (coupling(factor * U).D[near] <= coupling(U).D[near] * (1 + 1e-9)).all()


def test_adjusted_coordination_can_fall_with_the_scale_where_subsystems_are_far_apart() -> None:
    """0.99 apart at the full scale, 0.66 at two thirds of it: the smaller one is better coordinated."""
    far = np.array([[1.0, 0.01]])
    assert coupling(far * 2 / 3).D[0] > coupling(far).D[0]


def test_unknown_subsystems_leave_the_row_unknown() -> None:
    U = np.array([[0.5, np.nan], [0.5, 0.5]])
    for method in PLAIN:
        got = coupling(U, np.array([1.0, 0.0]), method)
        for values in (got.C, got.T, got.D):
            assert_array_equal(np.isnan(values), [True, False])


def test_weights_count_by_their_proportions() -> None:
    U = np.array([[0.2, 0.8]])
    assert_allclose(coupling(U, np.array([3.0, 1.0])).T, [0.35])
    assert_allclose(coupling(U, np.array([0.75, 0.25])).T, [0.35])


@given(subsystems(lowest=1), st.floats(0.5, 40), st.floats(-3, 3))
def test_rescaled_form_depends_on_the_order_in_the_sample_only(U: Array, factor: float, shift: float) -> None:
    sample = np.vstack([U, np.zeros(U.shape[1]), np.full(U.shape[1], 1.2)])
    one, other = coupling(sample, method="rescaled"), coupling(factor * sample + shift, method="rescaled")
    assert_allclose(one.D, other.D, atol=1e-9)
    assert_allclose(one.T[-2:], [0.01, 0.99], atol=1e-12)
    assert_allclose(one.C, coupling(scale_subsystems(sample), method="standard").C, rtol=1e-12)


def test_rescaling_leaves_the_unknown_out_and_needs_variation() -> None:
    got = scale_subsystems(np.array([[1.0, 5.0], [np.nan, 5.0], [3.0, 5.0]]))
    assert_allclose(got[:, 0], [0.01, np.nan, 0.99])
    assert np.isnan(got[:, 1]).all()


def test_grades_are_a_tenth_wide_and_closed_below() -> None:
    limits = np.arange(10) / 10
    assert grades(limits, limits).tolist() == list(range(10))
    assert grades(np.nextafter(limits[1:], 0), limits).tolist() == list(range(9))
    assert grades(np.array([1.0, np.nan]), limits).tolist() == [9, -1]


def test_methods_are_those_of_the_type() -> None:
    assert get_args(Method) == METHODS


@given(subsystems(), st.data())
def test_obstacles_share_out_what_is_lacking(x: Array, data: st.DataObject) -> None:
    weights = data.draw(arrays(np.int64, x.shape[1], elements=st.integers(0, 9))) / 10
    shares = obstacle(x, weights)
    top = ((1 - x) * weights == 0).all(axis=1)
    assert_array_equal(np.isnan(shares).all(axis=1), top)
    assert_allclose(shares[~top].sum(axis=1), 1, rtol=1e-12)
    assert (shares[~top] >= 0).all()
    assert_allclose(obstacle(x, weights * 7), shares, atol=1e-12)
    groups = np.arange(x.shape[1]) % 2
    sums = np.stack([shares[:, groups == g].sum(axis=1) for g in (0, 1)], axis=1)
    assert_allclose(by_group(shares, groups)[~top], sums[~top])


def test_obstacles_of_a_row_with_an_unknown_score_are_unknown() -> None:
    assert np.isnan(obstacle(np.array([[0.5, np.nan]]), np.array([1.0, 1.0]))).all()
