"""Anderson's acceleration finds limits sooner and never loses them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels.anderson import Anderson


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_a_linear_iteration_is_solved_in_as_many_steps_as_it_has_unknowns(seed, k):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(k, k))
    A *= 0.9 / np.abs(np.linalg.eigvals(A)).max()
    b, x, guess = rng.normal(size=k), np.zeros(k), Anderson(memory=k, cap=np.inf)
    for _ in range(4 * k + 4):
        x = guess.step(x, A @ x + b)
    limit = np.linalg.solve(np.eye(k) - A, b)
    assert_allclose(x, limit, rtol=1e-5, atol=1e-5 * np.abs(limit).max())


def test_the_first_step_is_the_plain_one():
    assert_array_equal(Anderson().step(np.array([1.0]), np.array([3.0])), [3.0])


def test_no_step_is_larger_than_the_cap():
    """The second guess would be 1,000."""
    guess, x = Anderson(cap=2.0), np.array([0.0])
    x = guess.step(x, x * 0.999 + 1)
    assert_allclose(guess.step(x, x * 0.999 + 1), x + 2.0)


def test_a_step_that_is_no_number_is_forgotten():
    guess = Anderson()
    guess.step(np.array([0.0]), np.array([1.0]))
    assert np.isnan(guess.step(np.array([1.0]), np.array([np.nan]))[0])
    assert_array_equal(guess.step(np.array([1.0]), np.array([3.0])), [3.0])


def test_at_the_limit_it_stays():
    guess = Anderson()
    for _ in range(3):
        assert_array_equal(guess.step(np.array([2.0]), np.array([2.0])), [2.0])
