"""Parts of inequality add up to the whole, which is computed by its definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from newind.kernels import inequality
from newind.typing import Array, IntArray


@st.composite
def incomes(draw: st.DrawFn) -> tuple[Array, Array, IntArray]:
    """Draw income per head, population and group of a few regions; some have no income."""
    m = draw(st.integers(1, 8))
    y = draw(arrays(np.int64, m, elements=st.integers(0, 50))).astype(float)
    y[0] += 1
    people = draw(arrays(np.int64, m, elements=st.integers(1, 9))).astype(float)
    groups = draw(arrays(np.int64, m, elements=st.integers(0, 3)))
    return y, people, groups


def gini_one_by_one(y: Array, people: Array) -> float:
    """Repeat every region once a head and use the formula for individuals in order."""
    heads = np.sort(np.repeat(y, people.astype(int)))
    m = len(heads)
    return float((2 * np.arange(1, m + 1) - m - 1) @ heads / (m * heads.sum()))


@given(incomes())
def test_gini_equals_that_of_individuals_in_order(drawn: tuple[Array, Array, IntArray]) -> None:
    y, people, _ = drawn
    assert_allclose(inequality.gini(y, people), gini_one_by_one(y, people), atol=1e-12)
    assert_allclose(inequality.gini(y), gini_one_by_one(y, np.ones(len(y))), atol=1e-12)


@given(incomes())
def test_three_parts_add_up_to_gini(drawn: tuple[Array, Array, IntArray]) -> None:
    y, people, groups = drawn
    parts = inequality.dagum(y, groups, people)
    assert_allclose(parts.total, gini_one_by_one(y, people), atol=1e-12)
    assert min(parts.within, parts.net_between, parts.transvariation) >= -1e-12


@given(incomes())
def test_within_part_weighs_the_groups_own_coefficients(drawn: tuple[Array, Array, IntArray]) -> None:
    """G_w is the sum over groups of Gini × population share × income share."""
    y, people, groups = drawn
    expected = 0.0
    for g in np.unique(groups):
        own = groups == g
        if y[own].sum() > 0:
            share = people[own].sum() / people.sum() * (people @ (y * own)) / (people @ y)
            expected += gini_one_by_one(y[own], people[own]) * share
    assert_allclose(inequality.dagum(y, groups, people).within, expected, atol=1e-12)


def test_groups_that_do_not_overlap_leave_no_transvariation() -> None:
    y, groups = np.array([1.0, 2.0, 8.0, 9.0]), np.array([0, 0, 1, 1])
    parts = inequality.dagum(y, groups)
    assert_allclose(parts.transvariation, 0, atol=1e-15)
    assert_allclose(parts.net_between, (8.5 - 1.5) / (2 * 5) / 2)


def test_groups_of_equal_means_have_no_net_difference_between_them() -> None:
    parts = inequality.dagum(np.array([1.0, 9.0, 4.0, 6.0]), np.array([0, 0, 1, 1]))
    assert_allclose(parts.net_between, 0, atol=1e-15)
    assert parts.transvariation > 0.1


def test_gini_of_nothing_is_unknown() -> None:
    assert np.isnan(inequality.gini(np.zeros(3)))


@given(incomes())
def test_theil_is_within_groups_and_between_them(drawn: tuple[Array, Array, IntArray]) -> None:
    head, people, groups = drawn
    y = head * people
    got = inequality.theil(y, people, groups)
    total, within = inequality.theil(y, people).total, 0.0
    for g in np.unique(groups):
        own = groups == g
        if y[own].sum() > 0:
            within += y[own].sum() / y.sum() * inequality.theil(y[own], people[own]).total
    assert_allclose(got.total, total, atol=1e-12)
    assert_allclose(got.within, within, atol=1e-12)
    assert min(got.within, got.between) >= -1e-12


@pytest.mark.parametrize("m", [2, 5])
def test_theil_runs_from_zero_to_the_logarithm_of_the_number_of_members(m: int) -> None:
    people = np.ones(m)
    assert_allclose(inequality.theil(people * 3, people).total, 0, atol=1e-15)
    assert_allclose(inequality.theil(np.eye(m)[0], people).total, np.log(m))
