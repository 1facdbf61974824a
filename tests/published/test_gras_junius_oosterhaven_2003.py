"""The 3 × 4 example with negative cells of GRAS since Junius & Oosterhaven (2003), Economic Systems Research 15.

The solution as printed to nine digits by an R implementation of the method (``doGRAS``), which stops a little short of
full convergence: hence 2e-6.
"""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from newind.kernels.balance import gras

TABLE = np.array([[7.0, 3.0, 5.0, -3.0], [2.0, 9.0, 8.0, 0.0], [-2.0, 0.0, 2.0, 0.0]])
ROWS, COLUMNS = np.array([15.0, 26.0, -1.0]), np.array([9.0, 16.0, 17.0, -2.0])
SOLUTION = np.array([
    [8.424340881, 3.375237362, 5.200422021, -2.000000263],
    [3.000997078, 12.624763744, 10.374239178, 0.0],
    [-2.425339135, 0.0, 1.425339135, 0.0],
])  # fmt: skip


def test_solution() -> None:
    assert_allclose(gras(TABLE, ROWS, COLUMNS, tol=1e-12).values, SOLUTION, atol=2e-6)


def test_the_signs_follow_the_multipliers() -> None:
    """Cells are multiplied where positive, divided where negative: r_i s_j of four cells, one of them negative."""
    z = gras(TABLE, ROWS, COLUMNS, tol=1e-12).values[np.ix_([0, 2], [0, 2])] / TABLE[np.ix_([0, 2], [0, 2])]
    assert_allclose(z[0, 0] * z[1, 1], z[0, 1] / z[1, 0], rtol=1e-9)
