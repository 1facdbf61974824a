"""Export sophistication against the definition, economy by economy and product by product."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from newind.kernels.sophistication import export_shares, expy, prody

exports = arrays(np.float64, (4, 3), elements=st.sampled_from([0.0, 0.5, 1.0, 7.0, 40.0]))
incomes = arrays(np.float64, 4, elements=st.floats(1.0, 100.0))


def slow_prody(E, income):
    """Return the mean income of exporters, product by product, weighted by the product's share in their exports."""
    found = []
    for j in range(E.shape[1]):
        weights = {r: row[j] / row.sum() for r, row in enumerate(E) if row.sum() > 0 and np.isfinite(income[r])}
        total = sum(weights.values())
        found.append(sum(w * income[r] for r, w in weights.items()) / total if total else np.nan)
    return np.array(found)


@given(exports, incomes)
def test_prody_is_the_mean_income_of_those_who_specialise(E, income):
    assert_allclose(prody(E, income), slow_prody(E, income), rtol=1e-12)


@given(exports, incomes)
def test_baskets_lie_between_the_poorest_and_the_richest_exporter(E, income):
    got = expy(E, prody(E, income))
    active = E.sum(axis=1) > 0
    assert (np.isfinite(got) == active).all()
    assert (got[active] <= income[active].max(initial=0.0) + 1e-9).all()
    assert (got[active] >= income[active].min(initial=np.inf) - 1e-9).all()


def test_economies_of_unknown_income_are_scored_but_do_not_count():
    E = np.array([[1.0, 1.0], [0.0, 5.0], [2.0, 0.0]])
    value = prody(E, np.array([10.0, 30.0, np.nan]))
    assert_allclose(value, [10.0, (0.5 * 10 + 30) / 1.5])
    assert_allclose(expy(E, value), [np.mean(value), value[1], value[0]])


def test_what_no_economy_of_known_income_exports_is_left_out():
    E = np.array([[1.0, 0.0], [1.0, 1.0]])
    value = prody(E, np.array([10.0, np.nan]))
    assert np.isnan(value[1])
    assert_allclose(expy(E, value), [10.0, 10.0])
    assert np.isnan(expy(E, np.array([np.nan, np.nan]))).all()


def test_returned_goods_are_no_exports():
    assert_allclose(export_shares(np.array([[-3.0, 1.0, 3.0]])), [[0.0, 0.25, 0.75]])
