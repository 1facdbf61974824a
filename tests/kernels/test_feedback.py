"""Feedback, spillovers and the spending of what is earned, against worlds solved anew."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Drawn, economies
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.errors import DataError
from newind.kernels import feedback
from newind.kernels.leontief import Leontief
from newind.kernels.valueadded import domestic_leontief
from newind.typing import Array

SPENT = st.sampled_from([0.0, 0.5, 0.9])


def served(w: Drawn, r: int) -> feedback.OutputByDestination:
    return feedback.split_output_by_demand(w.LU.solve(w.Yr), w.LU, domestic_leontief(w.A4)[r], w.Y3, r)


def output(A: Array, y: Array) -> Array:
    return np.asarray(np.linalg.solve(np.eye(len(A)) - A, y))


@given(economies())
def test_output_by_the_demand_that_it_serves(w: Drawn) -> None:
    for r in range(w.R):
        own, got = w.rows(r), served(w, r)
        at_home, finished_abroad = np.zeros(w.n), w.Yr[:, r].copy()
        at_home[own], finished_abroad[own] = w.Yr[own, r], 0.0
        within = output(w.A[own, own], w.Yr[own, r])
        assert_allclose(got.within, within, rtol=1e-9, atol=1e-9)
        assert_allclose(got.returned, output(w.A, at_home)[own] - within, rtol=1e-9, atol=1e-8)
        assert_allclose(got.in_imports, output(w.A, finished_abroad)[own], rtol=1e-9, atol=1e-8)
        for s in range(w.R):
            assert_allclose(got.abroad[:, s], 0 if s == r else output(w.A, w.Yr[:, s])[own], rtol=1e-9, atol=1e-8)
        assert_allclose(got.total, w.x[own], rtol=1e-9, atol=1e-8)
        assert_allclose(got.times(w.v[own]).total, w.value_added[own], rtol=1e-9, atol=1e-8)


@given(economies(signed=False, min_regions=2))
def test_feedback_vanishes_when_abroad_buys_no_inputs(w: Drawn) -> None:
    Z = w.Z.copy()
    for r in range(1, w.R):
        Z[w.rows(0), w.rows(r)] = 0
    cut = Drawn(w.R, w.S, Z, w.Y + (w.Z - Z).sum(axis=1)[:, None] * np.eye(w.R * 2)[0], w.emissions, w.household)
    assert_allclose(served(cut, 0).returned, 0, atol=1e-9)
    assert_allclose(served(cut, 0).in_imports, 0, atol=1e-9)
    assert (served(w, 0).returned >= -1e-9).all()


def earned(w: Drawn, labour: Array, share: Array, demand: Array) -> feedback.IncomeMultipliers:
    return feedback.compute_induced_income(w.v, labour, w.LU, baskets(w), share, demand)


def baskets(w: Drawn) -> Array:
    return feedback.shares_of(w.Y[:, ::2])


@given(economies(signed=False), SPENT)
def test_spending_equals_a_table_closed_with_households(w: Drawn, spent: float) -> None:
    """Households as R more industries: they buy their basket and are paid the part of labour income that is spent."""
    labour, share = 0.6 * np.maximum(w.v, 0), np.full(w.R, spent)
    demand = np.column_stack([w.made / w.made.sum(), np.eye(w.n)[0]])
    got, H, own = earned(w, labour, share, demand), baskets(w), np.arange(w.n) // w.S
    closed = np.zeros((w.n + w.R, w.n + w.R))
    closed[: w.n, : w.n], closed[: w.n, w.n :] = w.A, H
    for i in range(w.n):
        closed[w.n + own[i], i] = spent * labour[i]
    both = output(closed, np.vstack([demand, np.zeros((w.R, 2))]))
    value = [[w.v[w.rows(r)] @ both[w.rows(r), k] for k in range(2)] for r in range(w.R)]
    assert_allclose(got.total, value, rtol=1e-9, atol=1e-9)
    assert_allclose(got.spent, both[w.n :], rtol=1e-9, atol=1e-9)
    assert_allclose(got.total.sum(axis=0), demand.sum(axis=0) + (H.sum(axis=0)[:, None] * got.spent).sum(axis=0))


@given(economies(signed=False))
def test_spending_round_by_round(w: Drawn) -> None:
    labour, share = 0.5 * np.maximum(w.v, 0), np.full(w.R, 0.7)
    demand = np.eye(w.n)[:, :1]
    got, H, own = earned(w, labour, share, demand), baskets(w), np.arange(w.n) // w.S
    y, value, spent = demand[:, 0], np.zeros(w.R), np.zeros(w.R)
    for _ in range(400):
        x = w.B @ y
        value += np.bincount(own, w.v * x, w.R)
        again = 0.7 * np.bincount(own, labour * x, w.R)
        spent += again
        y = H @ again
    assert_allclose(got.total[:, 0], value, rtol=1e-9, atol=1e-9)
    assert_allclose(got.spent[:, 0], spent, rtol=1e-9, atol=1e-9)


@given(economies())
def test_nothing_is_induced_where_nothing_is_spent(w: Drawn) -> None:
    demand = np.eye(w.n)[:, :1]
    got = earned(w, np.maximum(w.v, 0), np.zeros(w.R), demand)
    assert_allclose(got.total, got.direct)
    assert_allclose(got.spent, 0)
    assert_allclose(got.direct[:, 0], [(w.v * w.B[:, 0])[w.rows(r)].sum() for r in range(w.R)], rtol=1e-9, atol=1e-9)


def test_spending_all_of_what_is_earned_never_ends() -> None:
    one = np.ones(1)
    with pytest.raises(DataError, match=r"brings 1 times as much labour income again.*smaller share"):
        feedback.compute_induced_income(one, one, Leontief(np.zeros((1, 1))), np.ones((1, 1)), one, np.ones((1, 1)))


def test_shares_of_nothing_are_nothing() -> None:
    assert_allclose(feedback.shares_of(np.array([[0.0, -1.0, 2.0], [0.0, 0.0, 2.0]])), [[0, 0, 0.5], [0, 0, 0.5]])
