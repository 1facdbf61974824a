"""What a quotient is where nothing can be divided by: NaN for a share of nothing, zero per unit of no output."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from newind.kernels.blocks import by_region, diagonal_blocks
from newind.kernels.quotients import per_output, ratio


def test_a_share_of_nothing_or_of_the_unknown_is_not_known():
    assert_array_equal(ratio([1.0, 0.0, 1.0, np.nan], [0.0, 0.0, np.nan, 2.0]), [np.nan] * 4)


def test_a_ratio_spreads_over_rows_and_columns():
    assert_array_equal(ratio([[1.0], [2.0]], [1.0, 4.0]), [[1.0, 0.25], [2.0, 0.5]])
    assert_array_equal(ratio(3.0, 4), 0.75)


def test_per_output_is_zero_without_output_and_unknown_where_the_amount_is():
    got = per_output(np.array([6.0, 5.0, np.nan, np.nan, 1.0]), np.array([3.0, 0.0, 2.0, 0.0, -1e-12]))
    assert_array_equal(got, [2.0, 0.0, np.nan, 0.0, 0.0])


def test_rows_by_region_and_blocks_on_the_diagonal_are_taken_cell_by_cell():
    v = np.arange(1.0, 7.0)
    spread = by_region(v, 3)
    for r in range(3):
        for k in range(6):
            assert spread[r, k] == (v[k] if k // 2 == r else 0.0)
    M4 = np.arange(36.0).reshape(3, 2, 3, 2)
    for r in range(3):
        assert_array_equal(diagonal_blocks(M4)[r], M4.reshape(6, 6)[2 * r : 2 * r + 2, 2 * r : 2 * r + 2])
