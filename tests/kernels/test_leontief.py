"""Every way of solving gives the inverse of textbook algebra, and says so when it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Drawn, economies
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse

from each import check_each
from newind.errors import ConvergenceError, DataError
from newind.kernels import leontief as module, solvers
from newind.kernels.leontief import Leontief, coefficients

METHODS = ("lu", "mixed", "series", "bicgstab")


@given(economies(), st.sampled_from(METHODS), st.booleans())
def test_every_method_multiplies_with_the_inverse(w: Drawn, method: str, as_sparse: bool) -> None:
    A = sparse.csr_array(w.A) if as_sparse else w.A
    solver = Leontief(A, method)
    rhs = np.column_stack([w.x, w.Y])
    assert_allclose(solver.solve(rhs), w.B @ rhs, rtol=1e-8, atol=1e-8)
    assert_allclose(solver.solve_left(rhs.T), rhs.T @ w.B, rtol=1e-8, atol=1e-8)
    assert_allclose(solver.solve(w.x), w.B @ w.x, rtol=1e-8, atol=1e-8)
    assert_allclose(solver.solve_left(w.x), w.x @ w.B, rtol=1e-8, atol=1e-8)
    assert_allclose(solver.inverse(), w.B, rtol=1e-8, atol=1e-8)


@given(economies())
def test_final_demand_calls_for_exactly_the_output_observed(w: Drawn) -> None:
    assert_allclose(w.LU.solve(w.Y.sum(axis=1)), w.x, rtol=1e-9, atol=1e-9)


@given(economies())
def test_inverse_less_identity_is_what_inputs_call_for(w: Drawn) -> None:
    B = w.LU.inverse()
    assert_allclose(B - np.eye(w.n), w.A @ B, rtol=1e-9, atol=1e-9)


@given(economies())
def test_industries_without_output_stay_exact_zeros(w: Drawn) -> None:
    idle = ~w.made
    assert_array_equal(w.A[:, idle], 0)
    assert_array_equal(w.LU.solve(w.Y)[idle], 0)
    assert_array_equal(w.LU.inverse()[:, idle], np.eye(w.n)[:, idle])


def test_sparse_and_dense_flows_give_the_same_coefficients() -> None:
    Z, x = np.array([[1.0, 4.0], [2.0, 0.0]]), np.array([10.0, 0.0])
    got = coefficients(sparse.csr_array(Z), x)
    assert sparse.issparse(got)
    assert_array_equal(got.toarray(), coefficients(Z, x))


@pytest.mark.parametrize("method", METHODS)
def test_more_right_hand_sides_than_a_block_holds(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "BLOCK", 4)
    rng = np.random.default_rng(7)
    A = rng.random((11, 11)) / 15
    rhs = rng.normal(size=(11, 9))
    exact = np.linalg.inv(np.eye(11) - A)
    assert_allclose(Leontief(A, method).solve(rhs), exact @ rhs, rtol=1e-9)
    assert_allclose(Leontief(A, method).solve_left(rhs.T), rhs.T @ exact, rtol=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_long_chains_converge(method: str) -> None:
    """Spectral radius 0.98: the series needs about a thousand terms, the others few steps."""
    rng = np.random.default_rng(11)
    A = rng.random((60, 60)) ** 4
    A *= 0.98 / np.abs(np.linalg.eigvals(A)).max()
    rhs = rng.random((60, 3))
    assert_allclose(Leontief(A, method).solve(rhs), np.linalg.solve(np.eye(60) - A, rhs), rtol=1e-8)


def test_coefficients_and_right_hand_sides_are_left_alone() -> None:
    A, rhs = np.array([[0.2, 0.1], [0.3, 0.1]]), np.array([[1.0, 0.0], [2.0, 5.0]])
    A.flags.writeable = rhs.flags.writeable = False
    for method in METHODS:
        Leontief(A, method).solve(rhs)
        Leontief(A, method).solve_left(rhs)


def test_inverse_is_computed_once_and_cannot_be_written() -> None:
    solver = Leontief(np.array([[0.5]]))
    assert solver.inverse() is solver.inverse()
    with pytest.raises(ValueError, match="read-only"):
        solver.inverse()[0, 0] = 1.0


def test_auto_goes_by_size_and_storage(monkeypatch: pytest.MonkeyPatch) -> None:
    A = np.full((3, 3), 0.1)
    assert Leontief(A).method == "lu"
    assert Leontief(sparse.csr_array(A)).method == "lu"
    monkeypatch.setattr(module, "SMALL", 2)
    assert Leontief(A).method == "mixed"
    assert Leontief(sparse.csr_array(A)).method == "bicgstab"


@pytest.mark.parametrize("method", ["lu", "mixed"])
def test_singular_system_is_refused(method: str) -> None:
    with pytest.raises(DataError, match=r"I - A is singular .* Check that rows sell"):
        Leontief(np.array([[0.5, 0.5], [0.5, 0.5]]), method)


@check_each("method", METHODS)
@check_each("n", range(2, 9))
def test_system_singular_but_for_rounding_is_refused(method: str, n: int) -> None:
    """Every industry's inputs cost its whole output: no value is added anywhere."""
    with pytest.raises((DataError, ConvergenceError)):
        Leontief(np.full((n, n), 1 / n), method)


@pytest.mark.parametrize("method", ["lu", "mixed", "bicgstab"])
def test_unproductive_system_is_refused_although_it_can_be_solved(method: str) -> None:
    A = np.diag([0.2, 1.5, 1.6, 0.1])
    with pytest.raises(DataError, match=r"2 columns of A \(first 1, 2\).*spectral radius of A is 1 or more"):
        Leontief(A, method)


def test_column_above_one_is_accepted_where_the_whole_is_productive() -> None:
    """An industry with negative value added is a fact of real tables, not an error."""
    A = np.array([[0.1, 0.6], [0.0, 0.6]])
    assert_allclose(Leontief(A).solve(np.array([0.0, 1.0])), [5 / 3, 2.5])


def test_series_of_an_unproductive_system_says_where_it_stopped() -> None:
    with pytest.raises(ConvergenceError, match=r"power series stopped after \d+ steps with relative residual .*'lu'"):
        Leontief(np.array([[0.0, 2.0], [0.6, 0.0]]), "series")


def test_bicgstab_stops_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers.BiCGStab, "sweeps", 1)
    monkeypatch.setattr(solvers.BiCGStab, "steps", 2)
    A = np.random.default_rng(3).random((40, 40)) / 42
    with pytest.raises(ConvergenceError, match=r"BiCGSTAB stopped after 2 steps"):
        Leontief(A, "bicgstab").solve(np.eye(40))


def test_refinement_out_of_reach_is_reported() -> None:
    with pytest.raises(ConvergenceError, match="float32"):
        Leontief(np.array([[0.3]]), "mixed", tolerance=-1.0).solve(np.ones(1))


def test_unknown_method_names_the_known_ones() -> None:
    with pytest.raises(DataError, match=r"unknown method 'cholesky'. Use 'auto', 'lu', 'mixed', 'series' or "):
        Leontief(np.array([[0.3]]), "cholesky")
