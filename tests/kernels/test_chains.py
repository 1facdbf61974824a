"""Positions satisfy their own recursion; the circulations share out value added."""

from __future__ import annotations

import numpy as np
from drawn import Drawn, economies
from hypothesis import given
from numpy.testing import assert_allclose

from newind.kernels import chains, valueadded


@given(economies())
def test_upstreamness_is_one_stage_more_than_its_buyers(w: Drawn) -> None:
    """Weighted by sales, buyers are one stage nearer to final use: x U = x + Z U."""
    U = chains.upstreamness(w.Z, w.x)
    assert np.isnan(U[~w.made]).all()
    filled = np.nan_to_num(U)
    assert_allclose((w.x * U)[w.made], (w.x + w.Z @ filled)[w.made], rtol=1e-9)
    assert (U[w.made] >= 1 - 1e-9).all()


@given(economies())
def test_downstreamness_is_one_stage_more_than_its_suppliers(w: Drawn) -> None:
    D = chains.downstreamness(w.Z, w.x)
    assert np.isnan(D[~w.made]).all()
    assert_allclose((w.x * D)[w.made], (w.x + np.nan_to_num(D) @ w.Z)[w.made], rtol=1e-9)
    assert (D[w.made] >= 1 - 1e-9).all()


@given(economies())
def test_both_positions_average_to_the_same_by_output(w: Drawn) -> None:
    U, D = chains.positions(w.Z, w.x)
    assert_allclose(np.nansum(w.x * U), np.nansum(w.x * D), rtol=1e-9)


@given(economies())
def test_sales_without_inventories_make_up_output(w: Drawn) -> None:
    use = w.Y.reshape(w.n, w.R, 2)[:, :, 0]
    Z, Y = chains.without_inventories(w.Z, use, w.x, w.inventories)
    sold = w.x - w.inventories > 0
    assert_allclose((Z.sum(axis=1) + Y.sum(axis=1))[sold], w.x[sold], rtol=1e-9)
    assert_allclose(Z[~sold], w.Z[~sold])
    assert_allclose(Z * w.Z.sum(axis=1, keepdims=True), w.Z * Z.sum(axis=1, keepdims=True), rtol=1e-9)


@given(economies())
def test_three_circulations_share_out_value_added(w: Drawn) -> None:
    L = valueadded.domestic_leontief(w.A4)
    parts = chains.circulation(w.v, L, w.Z4, w.Y3)
    assert_allclose(parts.total.ravel(), w.value_added, rtol=1e-9, atol=1e-8)


@given(economies())
def test_domestic_circulation_is_what_an_economy_closed_to_trade_would_add(w: Drawn) -> None:
    parts = chains.circulation(w.v, valueadded.domestic_leontief(w.A4), w.Z4, w.Y3)
    for s in range(w.R):
        own = w.rows(s)
        alone = np.linalg.solve(np.eye(w.S) - w.A[own, own], w.Yr[own, s])
        assert_allclose(parts.domestic[s], w.v[own] * alone, rtol=1e-9, atol=1e-8)


@given(economies(signed=False))
def test_foreign_value_at_home_is_a_share_and_misses_nothing(w: Drawn) -> None:
    absorbed = valueadded.value_added_absorption(w.v, w.LU, w.Yr)
    got = chains.foreign_value_in_home_use(absorbed)
    for s in range(w.R):
        foreign = np.delete(w.v[:, None] * w.B @ w.Yr, np.arange(w.n)[w.rows(s)], axis=0)[:, s].sum()
        spent = w.Yr[:, s].sum()
        if spent == 0:
            assert np.isnan(got[s])
        else:
            assert_allclose(got[s], foreign / spent, rtol=1e-8, atol=1e-9)
            assert -1e-9 <= got[s] <= 1 + 1e-9
