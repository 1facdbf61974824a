"""Miller & Blair (2009), Input-Output Analysis, section 2.3: the two-sector example of chapter 2."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from newind.kernels.leontief import Leontief, coefficients

Z = np.array([[150.0, 500.0], [200.0, 100.0]])
FINAL = np.array([350.0, 1700.0])
OUTPUT = np.array([1000.0, 2000.0])


def test_coefficients() -> None:
    assert_allclose(coefficients(Z, OUTPUT), [[0.15, 0.25], [0.20, 0.05]])


def test_leontief_inverse() -> None:
    """Published to four decimals."""
    leontief = Leontief(coefficients(Z, OUTPUT))
    assert_allclose(leontief.inverse(), [[1.2541, 0.3300], [0.2640, 1.1221]], atol=5e-5)
    assert_allclose(leontief.solve(FINAL), OUTPUT, rtol=1e-12)


def test_output_for_a_new_final_demand() -> None:
    """The book's change to (600, 1500) calls for (1247.5, 1841.6)."""
    assert_allclose(Leontief(coefficients(Z, OUTPUT)).solve(np.array([600.0, 1500.0])), [1247.5, 1841.6], atol=0.05)


def test_output_multipliers() -> None:
    """Column sums of the inverse, published as 1.518 and 1.452."""
    multipliers = Leontief(coefficients(Z, OUTPUT)).solve_left(np.ones(2))
    assert_allclose(multipliers, [1.518, 1.452], atol=5e-4)
