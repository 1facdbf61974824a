"""RAS, GRAS and multi-regional GRAS: totals met, zeros and signs kept, nothing depends on order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.errors import ConvergenceError
from newind.kernels.balance import BalanceError, BlockSums, gras, mrgras, ras
from newind.kernels.scaling import multiplier

FREE = np.full((1, 1), np.nan)
GROUPS = np.array([0, 0, 1, 1])
"""Two regions of two industries."""


def nothing(k: int) -> np.ndarray:
    return np.full(k, np.nan)


def block_totals(X: np.ndarray, row_groups: np.ndarray, column_groups: np.ndarray) -> np.ndarray:
    """Sums of blocks by another route than the kernel's."""
    rows = np.eye(row_groups.max() + 1)[row_groups]
    columns = np.eye(column_groups.max() + 1)[column_groups]
    return rows.T @ X @ columns


@st.composite
def pairs(draw, negative=True):
    """A table and a later one with the same zeros and signs, groups of rows and of columns (every group occurs)."""
    P, Q, n, m = (draw(st.integers(*limits)) for limits in ((1, 3), (1, 4), (3, 7), (4, 8)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    X = rng.lognormal(0, 1.5, (n, m)) * (rng.random((n, m)) < draw(st.sampled_from([0.5, 0.8, 1.0])))
    if negative:
        X[rng.random((n, m)) < draw(st.sampled_from([0.0, 0.1, 0.4]))] *= -1
    later = X * rng.uniform(0.5, 2.0, (n, m))
    row_groups = rng.permutation(np.r_[np.arange(P), rng.integers(0, P, n - P)])
    column_groups = rng.permutation(np.r_[np.arange(Q), rng.integers(0, Q, m - Q)])
    return X, later, row_groups, column_groups


@given(pairs())
def test_every_total_is_met_and_zeros_and_signs_stay(drawn):
    X, later, p, q = drawn
    blocks = block_totals(later, p, q)
    out = mrgras(X, later.sum(axis=1), later.sum(axis=0), blocks, p, q)
    scale = max(np.abs(later.sum(axis=1)).sum(), np.abs(later.sum(axis=0)).sum(), np.abs(blocks).sum())
    assert_allclose(out.values.sum(axis=1), later.sum(axis=1), rtol=0, atol=1e-9 * scale)
    assert_allclose(out.values.sum(axis=0), later.sum(axis=0), rtol=0, atol=1e-9 * scale)
    assert_allclose(block_totals(out.values, p, q), blocks, rtol=0, atol=1e-9 * scale)
    assert_array_equal(np.sign(out.values), np.sign(X))
    assert out.residual <= 1e-9


@given(pairs())
def test_a_table_that_meets_its_totals_is_returned_as_it_is(drawn):
    """The objective as corrected in 2007: no change is the least change."""
    X, _, p, q = drawn
    out = mrgras(X, X.sum(axis=1), X.sum(axis=0), block_totals(X, p, q), p, q)
    assert_allclose(out.values, X, rtol=1e-7, atol=1e-12)


@given(pairs(), st.integers(0, 2**32 - 1))
def test_order_does_not_matter(drawn, seed):
    X, later, p, q = drawn
    rng = np.random.default_rng(seed)
    i, j = rng.permutation(len(p)), rng.permutation(len(q))
    blocks = block_totals(later, p, q)
    one = mrgras(X, later.sum(axis=1), later.sum(axis=0), blocks, p, q, tol=1e-12)
    other = mrgras(X[np.ix_(i, j)], later.sum(axis=1)[i], later.sum(axis=0)[j], blocks, p[i], q[j], tol=1e-12)
    assert_allclose(other.values, one.values[np.ix_(i, j)], rtol=1e-6, atol=1e-9 * np.abs(X).sum())


@given(pairs(negative=False))
def test_without_negative_cells_it_is_ras(drawn):
    """Against the textbook: rows, then columns, again and again."""
    X, later, _, _ = drawn
    rows, columns = later.sum(axis=1), later.sum(axis=0)
    plain = X.copy()
    for _ in range(1500):
        before = plain.copy()
        plain *= np.divide(rows, plain.sum(axis=1), out=np.ones_like(rows), where=rows > 0)[:, None]
        plain *= np.divide(columns, plain.sum(axis=0), out=np.ones_like(columns), where=columns > 0)
        if np.array_equal(plain, before):  # and so it stays
            break
    for method in (ras, gras):
        assert_allclose(method(X, rows, columns, 1e-12).values, plain, rtol=1e-6, atol=1e-9 * X.sum())


@given(pairs())
def test_what_is_given_is_not_changed(drawn):
    X, later, p, q = drawn
    before = X.copy()
    mrgras(X, later.sum(axis=1), later.sum(axis=0), block_totals(later, p, q), p, q)
    assert_array_equal(X, before)


@given(pairs())
def test_the_solution_is_the_nearest(drawn):
    """Any other table with the same totals is further away by ``Σ |x| z ln(z / e)``."""
    X, later, p, q = drawn
    out = mrgras(X, later.sum(axis=1), later.sum(axis=0), block_totals(later, p, q), p, q, tol=1e-12).values
    for share in (1.0, 0.5, 0.1):
        assert distance(X, out) <= distance(X, out + share * (later - out)) + 1e-9 * np.abs(X).sum()


def distance(X: np.ndarray, new: np.ndarray) -> float:
    z = new[X != 0] / X[X != 0]
    return float((np.abs(X[X != 0]) * z * (np.log(z) - 1)).sum())


def test_on_paper():
    """Two regions of two industries that all trade 1; blocks double, halve or stay, rows and columns follow."""
    blocks = np.array([[8.0, 2.0], [4.0, 6.0]])
    out = mrgras(np.ones((4, 4)), nothing(4), nothing(4), blocks, GROUPS, GROUPS)
    assert_allclose(out.values, np.repeat(np.repeat(blocks / 4, 2, axis=0), 2, axis=1))
    assert_allclose(out.values[:2, :2], 2.0)
    rows = np.array([2.0, 8.0, 5.0, 5.0])
    out = mrgras(np.ones((4, 4)), rows, nothing(4), blocks, GROUPS, GROUPS)
    assert_allclose(out.values[0], [0.8, 0.8, 0.2, 0.2], rtol=1e-8)
    assert_allclose(out.values[1], [3.2, 3.2, 0.8, 0.8], rtol=1e-8)


def test_signed_row_on_paper():
    """r·6 − 2/r = 4 at r = 1; = −4 at r = 1/3; = 11 at r = 2."""
    X = np.array([[4.0, 2.0, -2.0]])
    for total, r in ((4.0, 1.0), (-4.0, 1 / 3), (11.0, 2.0)):
        assert_allclose(gras(X, np.array([total]), nothing(3)).values, [[4 * r, 2 * r, -2 / r]], rtol=1e-9)


def test_sums_of_blocks_on_paper():
    """Each region's exports to the other double, what stays at home is free and stays as it is."""
    exports = BlockSums(np.array([[-1, 0], [1, -1]]), np.array([8.0, np.nan]))
    out = mrgras(np.ones((4, 4)), nothing(4), nothing(4), np.full((2, 2), np.nan), GROUPS, GROUPS, [exports])
    assert_allclose(out.values, [[1, 1, 2, 2]] * 2 + [[1, 1, 1, 1]] * 2)


def test_free_totals_change_nothing():
    X = np.array([[1.0, -2.0], [0.0, 3.0]])
    out = gras(X, nothing(2), nothing(2))
    assert_array_equal(out.values, X)
    assert (out.iterations, out.residual) == (1, 0.0)


def test_totals_of_zero_empty_what_has_one_sign_and_keep_what_has_two():
    X = np.array([[1.0, 2.0, 0.0], [-1.0, 0.0, 0.0], [4.0, -1.0, 3.0]])
    out = gras(X, np.array([0.0, 0.0, 0.0]), nothing(3))
    assert_array_equal(out.values[:2], 0.0)
    assert_allclose(out.values[2].sum(), 0.0, atol=1e-9)
    assert_array_equal(np.sign(out.values[2]), np.sign(X[2]))


def test_a_block_of_zero_is_emptied_and_its_rows_follow():
    out = mrgras(
        np.ones((4, 4)), np.full(4, 4.0), nothing(4), np.array([[0.0, np.nan], [np.nan, np.nan]]), GROUPS, GROUPS
    )
    assert_array_equal(out.values[:2], [[0, 0, 2, 2]] * 2)


@pytest.mark.parametrize(
    ("p", "n", "u", "r"),
    [(2.0, 0.0, 4.0, 2.0), (0.0, 2.0, -1.0, 2.0), (3.0, 2.0, 1.0, 1.0), (4.0, 1.0, 0.0, 0.5), (0.0, 0.0, 0.0, 1.0)],
)
def test_multiplier(p, n, u, r):
    assert multiplier(np.array([p]), np.array([n]), np.array([u])) == pytest.approx([r])


def test_multiplier_keeps_its_digits():
    """A large negative total with few negative cells: u + sqrt(u² + 4pn) would cancel to zero."""
    assert multiplier(np.array([1.0]), np.array([1.0]), np.array([-1e9])) == pytest.approx([1e-9], rel=1e-12)


# ---- what cannot be met
def refused(*args, **options) -> BalanceError:
    with pytest.raises(ConvergenceError) as caught:
        mrgras(*args, **options)
    assert isinstance(caught.value, BalanceError)
    return caught.value


def test_different_sums_are_refused():
    error = refused(
        np.ones((2, 2)), np.array([3.0, 7.0]), np.array([4.0, 7.0]), FREE, np.zeros(2, int), np.zeros(2, int)
    )
    assert "rows and columns add up to different totals" in str(error)
    assert [(m.kind, m.by) for m in error.misses] == [("sum of rows against columns", 1.0)]


@pytest.mark.parametrize(("cells", "total"), [([0.0, 0.0], 3.0), ([1.0, 2.0], -3.0), ([-1.0, -2.0], 3.0)])
def test_a_total_without_a_cell_of_its_sign_is_refused(cells, total):
    """The position is the one in the table that was given, whatever the groups."""
    X = np.array([[1.0, 1.0], cells, [1.0, 1.0]])
    rows = np.array([np.nan, total, np.nan])
    error = refused(X, rows, nothing(2), np.full((2, 1), np.nan), np.array([1, 1, 0]), np.zeros(2, int))
    assert "no cell has the sign of the target: 1 missed, first row 1 by" in str(error)
    assert [(m.kind, m.index, m.by) for m in error.misses] == [("row", 1, -total)]


def test_a_block_larger_than_its_rows_is_named():
    blocks = np.array([[9.0, np.nan], [np.nan, np.nan]])
    error = refused(np.ones((4, 4)), np.full(4, 4.0), np.full(4, 4.0), blocks, GROUPS, GROUPS)
    assert "totals contradict each other: 1 missed, first block 0 by -1" in str(error)


def test_blocks_that_do_not_add_up_to_their_rows_are_named():
    blocks = np.array([[4.0, 3.0], [np.nan, np.nan]])
    error = refused(np.ones((4, 4)), np.full(4, 4.0), nothing(4), blocks, GROUPS, GROUPS)
    assert [(m.kind, m.index, round(m.by, 6)) for m in error.misses] == [("rows of group", 0, -1.0)]


def test_exports_above_what_others_buy_are_named():
    exports = BlockSums(np.array([[-1, 0], [1, -1]]), np.array([12.0, np.nan]))
    error = refused(
        np.ones((4, 4)), np.full(4, 4.0), np.full(4, 4.0), np.full((2, 2), np.nan), GROUPS, GROUPS, [exports]
    )
    assert [(m.kind, m.index, round(m.by, 6)) for m in error.misses] == [("sum 0", 0, -4.0)]


def test_zeros_that_leave_no_way_stop_without_a_result():
    """Signs and sums agree, but the only cell of row 0 stands in column 0, which needs less."""
    X = np.array([[1.0, 0.0], [1.0, 1.0]])
    error = refused(X, np.array([5.0, 5.0]), np.array([3.0, 7.0]), FREE, np.zeros(2, int), np.zeros(2, int))
    assert "balancing stopped after" in str(error)
    assert {m.kind for m in error.misses} <= {"row", "column"}


@given(pairs(), st.sampled_from([1.05, 3.0]))
def test_contradictions_never_return_a_table(drawn, factor):
    """One block too large for rows and columns that are all known."""
    X, later, p, q = drawn
    blocks = block_totals(later, p, q) * np.where(np.arange(p.max() + 1) == 0, factor, 1.0)[:, None]
    if abs(blocks.sum() - later.sum()) > 1e-3 * np.abs(later).sum():
        refused(X, later.sum(axis=1), later.sum(axis=0), blocks, p, q)
