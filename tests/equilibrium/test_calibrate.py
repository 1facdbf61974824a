"""The benchmark is the accounts seen by the model: same output, trade, tariffs and emissions."""

from __future__ import annotations

import numpy as np
import pytest
from economy import elasticities, footings, tariffs
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.accounts.accounts import Accounts
from newind.data.reference import load
from newind.equilibrium.calibrate import FLOOR, build_benchmark, fold
from newind.equilibrium.shocks import NONE
from newind.equilibrium.solve import set_up, solve
from newind.errors import DataError
from newind.testing import economies

HALF = {(R, S): np.full((R, S), 0.5) for R in range(1, 7) for S in range(1, 9)}


@given(footings())
def test_output_trade_and_income_are_those_of_the_accounts(f):
    w, b = f.accounts, f.benchmark
    x, big = w.x.reshape(w.R, w.S), 1e-12 * w.x.max()
    assert_allclose(b.output, x, rtol=1e-12, atol=big)
    trade = w.Z4.sum(axis=3) + w.Y3[:, :, :]
    assert_allclose(b.border.transpose(2, 0, 1), trade, rtol=1e-9, atol=big)
    imports, exports = (trade.sum(axis=k).sum() if k is None else trade.sum(axis=k) for k in ((0, 1), (1, 2)))
    assert_allclose(b.deficit, imports - exports, atol=1e-9 * w.x.sum())
    assert_allclose(b.deficit.sum(), 0, atol=1e-9 * w.x.sum())
    assert (b.value_added[b.active] > 0).all()
    assert (b.value_added >= (FLOOR - 1e-9) * x).all()
    paid = (w.Z4 * f.tariff.transpose(2, 0, 1)[..., None]).sum(axis=(0, 1))
    assert_allclose(b.value_added, w.value_added.reshape(w.R, w.S) - paid, atol=1e-9 * w.x.max())


@given(footings())
def test_shares_sum_to_one_where_something_is_bought_and_lie_as_the_solver_wants_them(f):
    b = f.benchmark
    bought = b.spend.sum(axis=2, keepdims=True) > 0 if b.common else b.spend > 0
    assert_allclose(b.shares.sum(axis=2), bought.astype(float), atol=1e-12)
    assert b.shares.flags.c_contiguous
    assert b.shares.dtype == np.float64


@given(footings())
def test_the_benchmark_is_an_equilibrium(f):
    solution = solve(set_up(f.benchmark, f.model.elasticities), NONE)
    assert solution.iterations == 0
    assert solution.residual < 1e-11


@given(economies(min_regions=2), st.floats(1.0, 1.5))
def test_mark_ups_are_lowered_where_they_would_leave_no_value_added(w, markup):
    a = fold(w).accounts
    b = build_benchmark(a, labour_share=HALF[a.R, a.S], markup=np.full((a.R, a.S), markup))
    assert (b.value_added[b.active] > 0).all()
    assert (b.markup >= 1).all()
    assert (b.markup <= markup).all()
    lowered = b.active & (b.markup < markup)
    assert_allclose(b.value_added[lowered] / b.output[lowered], FLOOR, rtol=0.51)
    assert any("mark-ups were lowered" in said for said in b.log) == bool(lowered.any())
    assert_allclose(b.deficit.sum(), 0, atol=1e-9 * a.x.sum())


@given(economies(min_regions=2))
def test_subsidies_and_rebates_come_off_what_buyers_pay(w):
    a = fold(w).accounts
    subsidy, rebate = np.full((a.R, a.S), 0.05), np.full((a.S, a.R, a.R), 0.02)
    rebate[:, np.arange(a.R), np.arange(a.R)] = 0.0
    b = build_benchmark(a, labour_share=HALF[a.R, a.S], subsidy=subsidy, rebate=rebate)
    x = a.x.reshape(a.R, a.S)
    assert_allclose(b.output, x, rtol=1e-12, atol=1e-12 * x.max())
    given_back = (b.border * rebate / (1 - rebate)).sum() + (x * subsidy).sum()
    assert_allclose(b.net_revenue.sum(), -given_back)
    assert_allclose(b.deficit.sum(), 0, atol=1e-9 * x.sum())
    assert set_up(b, elasticities(a.S)).benchmark is b


def plain(**changes) -> Accounts:
    base = {
        "Z": np.eye(2),
        "Y": np.full((2, 2), 3.0),
        "regions": ["CHN", "USA"],
        "industries": ["a"],
        "demand": ["use"],
    }
    return Accounts(**base | changes, year=2008)


def test_tariffs_that_eat_up_value_added_are_refused():
    w = plain(Z=[[0, 5], [5, 0]])
    with pytest.raises(
        DataError, match=r"no value added after inputs and tariffs in 'CHN\.a', 'USA\.a'.*fold\(w, tariff"
    ):
        build_benchmark(w, labour_share=HALF[2, 1], tariff=np.full((1, 2, 2), 1.5))


@pytest.mark.parametrize("share", [1.2, -0.1, np.nan])
def test_shares_of_labour_must_be_shares(share):
    with pytest.raises(DataError, match=r"shares of labour outside \[0, 1\] in industries 'USA\.a'"):
        build_benchmark(plain(), labour_share=np.array([[0.5], [share]]))


def test_a_region_needs_labour():
    with pytest.raises(DataError, match="no labour income in regions 'CHN'"):
        build_benchmark(plain(), labour_share=np.array([[0.0], [0.5]]))


def test_a_boundary_is_refused():
    china = load("china", year=2017)
    with pytest.raises(DataError, match="boundary"):
        build_benchmark(china, labour_share=np.full((china.R, china.S), 0.5))


@pytest.mark.parametrize("year", [1995, 2008, 2011])
def test_the_shipped_world_becomes_a_benchmark(year):
    w = load("world", year=year)
    rates = tariffs(w)
    a = fold(w, tariff=rates).accounts
    b = build_benchmark(a, labour_share=np.full((w.R, w.S), 0.5), tariff=rates)
    assert_allclose(b.output.ravel(), a.x, rtol=1e-12)
    assert (b.fuel_emissions is None) == (year == 1995)


def test_too_many_shares_by_user_are_refused_with_the_way_out(monkeypatch):
    w = load("world", year=2011)
    monkeypatch.setattr("newind.equilibrium.calibrate.MOST", 1000)
    given = {"labour_share": np.full((w.R, w.S), 0.5)}
    with pytest.raises(DataError, match=r"20 regions × 26 industries .* need 280,800 figures.*shares='common'"):
        build_benchmark(fold(w).accounts, **given)
    assert build_benchmark(fold(w, shares="common").accounts, shares="common", **given).common
