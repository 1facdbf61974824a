"""Another solver, which shares no code with the first, finds the same equilibrium with every lever on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from model_worlds import Kind, make_benchmark, make_elasticities, shocks_on, worlds
from numpy.testing import assert_allclose
from second_solver import SecondSolver

from newind.equilibrium.shocks import NONE
from newind.equilibrium.solve import set_up, solve

SMALL = st.builds(
    Kind, R=st.integers(2, 3), S=st.integers(2, 3), common=st.booleans(), policies=st.booleans(), awkward=st.booleans()
)


@settings(max_examples=40)
@given(st.data())
def test_both_solvers_agree(data):
    b, e = data.draw(worlds(SMALL))
    shocks = data.draw(shocks_on(b))
    first, second = solve(set_up(b, e), shocks, tolerance=1e-11), SecondSolver(b, e, shocks).solve()
    at, guess = first.state.at, second["guess"]
    assert_allclose(np.exp(at.w), guess.w, rtol=1e-8)
    assert_allclose(np.exp(at.income), guess.income, rtol=1e-8)
    assert_allclose(np.exp(at.q), guess.q, rtol=1e-8)
    assert_allclose(np.exp(first.state.prices.final), second["final"], rtol=1e-8)
    assert_allclose(first.state.sales.producer_sales, second["sold"], rtol=1e-8, atol=1e-14)
    assert_allclose(first.state.sales.spend, second["spend"], rtol=1e-8, atol=1e-14)
    assert_allclose(np.exp(first.real_income), guess.income / second["final"], rtol=1e-8)
    assert_allclose(1 / first.state.output_after_tax_share - 1, guess.rate, rtol=0, atol=1e-8)
    if at.r is not None:
        assert_allclose(np.exp(at.r), guess.r[:, 0], rtol=1e-8)


def test_the_second_solver_rests_where_nothing_changes():
    b, e = make_benchmark(Kind(), 5), make_elasticities(3, 5)
    found = SecondSolver(b, e, NONE).solve()
    assert_allclose(found["guess"].q, 1.0, rtol=1e-10)
    assert_allclose(found["sold"] / np.where(b.output > 0, b.output * (1 - b.subsidy), 1.0), b.active, rtol=1e-10)


def test_the_second_solver_says_when_it_does_not_come_to_rest():
    b, e = make_benchmark(Kind(), 5), make_elasticities(3, 5)
    with pytest.raises(AssertionError, match="did not come to rest"):
        SecondSolver(b, e, NONE).solve(most=2, tolerance=-1.0)
