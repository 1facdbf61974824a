"""What one region's own table says of circulation, against plain inverses and identities on drawn tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels.crossing import RegionFlows, outside_first, value_added_by_destination, value_added_by_origin


def drawn(seed: int, S: int = 4, idle: bool = False, stocks: bool = False) -> RegionFlows:
    """Return a region that adds value in every industry, with three scopes."""
    rng = np.random.default_rng(seed)
    inputs = rng.uniform(0.0, 4.0, (3, S, S)) * np.array([3.0, 1.0, 0.5])[:, None, None]
    final = rng.uniform(1.0, 9.0, (3, S))
    sales = np.vstack([np.zeros(S), rng.uniform(0.0, 9.0, (2, S))])
    if idle:
        inputs[0, 0], inputs[:, :, 0], final[0, 0], sales[:, 0] = 0.0, 0.0, 0.0, 0.0
    used = np.arange(S) >= int(idle)
    final[0] += used * inputs.sum(axis=(0, 1)) * 1.3
    if stocks:
        final[:, -1] *= -0.01
    return RegionFlows(inputs, final, sales)


TABLES = st.builds(drawn, st.integers(0, 2**16), st.integers(2, 6), st.booleans())


def plain(c: RegionFlows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return output, value added per unit and the own inverse, cell by cell."""
    S = c.final.shape[1]
    x = np.array([c.inputs[0, i].sum() + c.final[0, i] + c.sales[1:, i].sum() for i in range(S)])
    A, v = np.zeros((S, S)), np.zeros(S)
    for j in range(S):
        if x[j] > 0:
            A[:, j] = c.inputs[0, :, j] / x[j]
            v[j] = 1 - c.inputs[:, :, j].sum() / x[j]
    return x, v, np.linalg.inv(np.eye(S) - A)


@given(TABLES)
def test_value_sold_is_what_the_inverse_says(c):
    x, v, L = plain(c)
    for k, demand in enumerate((c.final[0], c.sales[1], c.sales[2])):
        assert_allclose(value_added_by_destination(c)[k], v * (L @ demand), rtol=1e-9, atol=1e-9)
    assert_allclose(value_added_by_destination(c).sum(axis=0), v * x, rtol=1e-9, atol=1e-9)
    assert_allclose(c.value_added, v * x, rtol=1e-9, atol=1e-9)


@given(TABLES)
def test_value_used_is_what_the_inverse_says_and_adds_up_to_final_use(c):
    x, v, L = plain(c)
    got = value_added_by_origin(c)
    for j in range(len(x)):
        made = L[:, j] * c.final[0, j]
        per = np.divide(c.inputs, x, out=np.zeros_like(c.inputs), where=x > 0).sum(axis=1)
        assert_allclose(got[0, j], v @ made, rtol=1e-9, atol=1e-9)
        assert_allclose(got[1:, j], per[1:] @ made + c.final[1:, j], rtol=1e-9, atol=1e-9)
    assert_allclose(got.sum(axis=0), c.final.sum(axis=0), rtol=1e-9, atol=1e-9)


@given(TABLES)
def test_own_value_in_own_use_is_the_same_from_both_sides(c):
    assert_allclose(value_added_by_origin(c)[0].sum(), value_added_by_destination(c)[0].sum(), rtol=1e-9)


@pytest.mark.parametrize("stocks", [False, True])
@given(seed=st.integers(0, 2**16), industries=st.booleans())
def test_splits_keep_every_sum_that_a_table_states(stocks, seed, industries):
    c = drawn(seed, stocks=stocks)
    other = outside_first(c, industries=industries)
    assert_allclose(other.uses, c.uses, rtol=1e-9, atol=1e-9)
    assert_allclose(other.inputs.sum(axis=0), c.inputs.sum(axis=0), rtol=1e-9)
    assert_allclose(other.final.sum(axis=0), c.final.sum(axis=0), rtol=1e-9, atol=1e-9)
    assert_allclose(other.x, c.x, rtol=1e-9)
    assert other.inputs.min() >= -1e-9


@given(TABLES)
def test_value_sold_outside_lies_between_both_splits(c):
    """The inverse grows with own inputs: industries that get imports first leave the least value for outside."""
    least, most = (value_added_by_destination(outside_first(c, industries=first))[1:] for first in (True, False))
    alike = value_added_by_destination(proportional(c))[1:]
    assert (least <= alike + 1e-9).all()
    assert (alike <= most + 1e-9).all()


def proportional(c: RegionFlows) -> RegionFlows:
    """Return the table in which all users of a product have the same shares by origin."""
    share = c.uses / c.uses.sum(axis=0)
    return RegionFlows(share[:, :, None] * c.inputs.sum(axis=0), share * c.final.sum(axis=0), c.sales)


def test_one_industry_by_hand():
    """Output 100, own inputs 50, inputs from outside 10, own final use 30, 5 from outside, 20 sold: v 0.4, L 2."""
    c = RegionFlows(np.array([[[50.0]], [[10.0]]]), np.array([[30.0], [5.0]]), np.array([[0.0], [20.0]]))
    assert_allclose(c.x, 100.0)
    assert_allclose(value_added_by_destination(c).ravel(), [0.4 * 2 * 30, 0.4 * 2 * 20])
    assert_allclose(value_added_by_origin(c).ravel(), [24.0, 5 + 0.1 * 2 * 30])
    first = outside_first(c, industries=True)
    assert_allclose((first.inputs[1, 0, 0], first.final[1, 0]), (15.0, 0.0))
    last = outside_first(c, industries=False)
    assert_allclose((last.inputs[1, 0, 0], last.final[1, 0]), (0.0, 15.0))
