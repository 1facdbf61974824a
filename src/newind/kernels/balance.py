"""Make a table meet later totals and stay close to what it was: RAS, GRAS, regions, totals that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from newind.kernels.scaling import (
    BalanceError,
    BalanceTargets,
    BlockSums,
    Miss,
    SignPartition,
    balance,
    refuse_different_totals,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, IntArray

__all__ = ["BalanceError", "BalanceResult", "BlockSums", "Miss", "gras", "mrgras", "ras"]


@dataclass(frozen=True, eq=False)
class BalanceResult:
    """A table that meets its targets.

    Attributes
    ----------
    values : (n, m) array
        The table; zero cells are zero and signs are those of the table it was made from.
    iterations : rounds over all multipliers.
    residual : largest miss of a target, relative to the largest sum of targets of one kind.
    """

    values: Array
    iterations: int
    residual: float


def ras(X: Array, rows: Array, columns: Array, tol: float = 1e-9) -> BalanceResult:
    """Scale rows and columns of a non-negative table to totals.

    Parameters
    ----------
    X : (n, m) array, >= 0
        Table to start from.
    rows, columns : (n,), (m,) array
        Totals to meet, NaN where free.
    tol : float
        Largest miss, relative to the sum of the totals.

    Returns
    -------
    BalanceResult
        ``r_i X_ij s_j``.

    Raises
    ------
    BalanceError
        When no such table exists or the factors do not settle (a ConvergenceError).

    References
    ----------
    Stone (1961), Input-Output and National Accounts; Bacharach (1970), Biproportional Matrices and Input-Output Change.

    Examples
    --------
    >>> import numpy as np
    >>> ras(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([3.0, 7.0]), np.array([4.0, 6.0])).values
    array([[1.2, 1.8],
           [2.8, 4.2]])
    """
    return gras(X, rows, columns, tol)


def gras(X: Array, rows: Array, columns: Array, tol: float = 1e-9) -> BalanceResult:
    """Scale rows and columns of a table with positive and negative cells to totals.

    Parameters
    ----------
    X : (n, m) array
        Table to start from.
    rows, columns : (n,), (m,) array
        Totals to meet, NaN where free; a total may have any sign that its cells have.
    tol : float
        Largest miss, relative to the sum of absolute totals.

    Returns
    -------
    BalanceResult
        ``r_i X_ij s_j`` where positive, ``X_ij / (r_i s_j)`` where negative.

    Raises
    ------
    BalanceError
        When no such table exists or the factors do not settle (a ConvergenceError).

    Notes
    -----
    The table z·X that meets the totals and minimises ``Σ |X_ij| z_ij ln(z_ij / e)``: a table that already meets its
    totals is returned as it is.

    References
    ----------
    Junius & Oosterhaven (2003), Economic Systems Research 15(1), 87; the objective as corrected by Lenzen, Wood &
    Gallego (2007), Economic Systems Research 19(4), 461; rows without positive cells as in Temurshoev, Miller &
    Bouwmeester (2013), Economic Systems Research 25(3), 361.

    Examples
    --------
    >>> import numpy as np
    >>> gras(np.array([[4.0, -1.0]]), np.array([np.nan]), np.array([8.0, -0.5])).values
    array([[ 8. , -0.5]])
    """
    n, m = X.shape
    return mrgras(X, rows, columns, np.full((1, 1), np.nan), np.zeros(n, dtype=int), np.zeros(m, dtype=int), tol=tol)


def mrgras(
    X: Array,
    rows: Array,
    columns: Array,
    blocks: Array,
    block_rows: IntArray,
    block_columns: IntArray,
    sums: Sequence[BlockSums] = (),
    tol: float = 1e-9,
) -> BalanceResult:
    """Scale a table to totals of rows, of columns, of blocks and of sets of blocks, all of them hard.

    Parameters
    ----------
    X : (n, m) array
        Table to start from, of any signs; final demand may stand beside intermediate use.
    rows, columns : (n,), (m,) array
        Totals to meet, NaN where free.
    blocks : (P, Q) array
        Totals of blocks, NaN where free; block (p, q) holds the rows of group p in the columns of group q.
    block_rows, block_columns : (n,), (m,) int array
        Group of each row, below P, and of each column, below Q.
    sums : sequence of BlockSums
        Totals of sets of blocks, such as each region's exports to all others.
    tol : float
        Largest miss, relative to the largest sum of absolute totals of one kind.

    Returns
    -------
    BalanceResult
        ``r_i s_j t_pq X_ij`` where positive, ``X_ij / (r_i s_j t_pq)`` where negative.

    Raises
    ------
    BalanceError
        When totals contradict each other or the signs of their cells, or the factors do not settle
        (a ConvergenceError); ``misses`` names the totals.

    References
    ----------
    Temursho, Oosterhaven & Cardenete (2021), Spatial Economic Analysis 16(3), 271: the method with block totals; sets
    of blocks follow the same derivation.

    Examples
    --------
    >>> import numpy as np
    >>> free = np.full(2, np.nan)
    >>> mrgras(np.ones((2, 2)), free, free, np.array([[2.0, np.nan], [5.0, np.nan]]), np.arange(2), np.arange(2)).values
    array([[2., 1.],
           [5., 1.]])
    """
    every = BlockSums(np.arange(blocks.size).reshape(blocks.shape), blocks.ravel())
    table = SignPartition(X, np.asarray(block_rows), np.asarray(block_columns), blocks.shape)
    targets = table.order_targets(BalanceTargets(rows, columns, (every, *sums)))
    refuse_different_totals(targets, tol)
    settle(table, targets, tol * targets.scale)
    if blocks.size > 1:
        refuse_contradictions(table, targets)
    return BalanceResult(*balance(table, targets, tol))


PREFERENCE = 0.01
"""How much cheaper it is to correct the largest total than a tiny one, so that few totals are named, not many."""
CERTAIN = 1e-6
"""Smallest contradiction that is reported, relative to the scale of the targets."""
PRECISION = 1e-10
"""How far the solver may miss each total: over thousands of blocks its own 1e-7 would add up to a contradiction."""


def refuse_contradictions(table: SignPartition, targets: BalanceTargets) -> None:
    """Refuse totals that no set of blocks can add up to.

    Parameters
    ----------
    table : SignPartition
        Its blocks may be of a sign only that one of their cells has.
    targets : BalanceTargets
        In the order of the table; rows count by group, where every row of a group has a total, and columns likewise.

    Raises
    ------
    BalanceError
        With the smallest corrections (in sum) that would make the totals agree.
    """
    kinds, lhs, rhs = _equations(table, targets)
    if not rhs.size:
        return
    gaps = smallest_corrections(lhs, rhs / targets.scale, _bounds(table)) * targets.scale
    found = [Miss(*kinds[k], float(gaps[k])) for k in np.flatnonzero(np.abs(gaps) > CERTAIN * targets.scale)]
    if found:
        raise BalanceError("totals contradict each other", found)


def smallest_corrections(lhs: sparse.csr_array, rhs: Array, bounds: Array) -> Array:
    """Return d with the least ``Σ |d_k|`` for which ``lhs b = rhs + d`` has a solution within bounds.

    Parameters
    ----------
    lhs : (K, B) sparse array
    rhs : (K,) array
    bounds : (B, 2) array
        Lowest and highest value of each unknown.

    Examples
    --------
    >>> lhs = sparse.csr_array(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]))
    >>> smallest_corrections(lhs, np.array([5.0, 2.0, 3.0, 9.0]), np.array([[0, np.inf], [0, np.inf]]))
    array([ 0.,  0.,  0., -4.])
    """
    from scipy.optimize import linprog

    K, B = lhs.shape
    one = sparse.eye_array(K)
    weight = 1 - PREFERENCE * np.abs(rhs) / max(np.abs(rhs).max(), np.finfo(float).tiny)
    limits = [(float(low), float(high)) for low, high in bounds] + [(0.0, np.inf)] * (2 * K)
    solved = linprog(
        np.r_[np.zeros(B), weight, weight],
        A_eq=sparse.hstack([lhs, -one, one], format="csr"),
        b_eq=rhs,
        bounds=limits,
        options={"primal_feasibility_tolerance": PRECISION, "dual_feasibility_tolerance": PRECISION},
    )
    if solved.x is None:
        raise BalanceError(f"totals could not be compared ({solved.message})", [])
    return np.asarray(solved.x[B : B + K] - solved.x[B + K :] + 0.0)


def _bounds(table: SignPartition) -> Array:
    up = table.sum_column_groups(table.over_rows(table.ones().r)).ravel() > 0
    down = table.negative(table.ones())[2].ravel() > 0
    return np.column_stack([np.where(down, -np.inf, 0.0), np.where(up, np.inf, 0.0)])


def _equations(table: SignPartition, targets: BalanceTargets) -> tuple[list[tuple[str, int]], sparse.csr_array, Array]:
    """Return names, coefficients of blocks and totals of every equation between blocks."""
    P, Q = table.shape
    each = np.arange(P * Q).reshape(P, Q)
    rows = BlockSums(each // Q, _by_group(targets.rows, table.row_groups, P))
    columns = BlockSums(each % Q, _by_group(targets.columns, table.column_groups, Q))
    named = [("rows of group", rows), ("columns of group", columns)]
    named += [(kind, one) for (kind, _), one in zip(targets.each[2:], targets.sums, strict=True)]
    known = [(kind, one, np.flatnonzero(~np.isnan(one.totals))) for kind, one in named]
    kinds = [(kind, int(k)) for kind, _, which in known for k in which]
    lhs = sparse.vstack([_membership(one)[which] for _, one, which in known], format="csr")
    return kinds, lhs, np.concatenate([one.totals[which] for _, one, which in known])


def _membership(one: BlockSums) -> sparse.csr_array:
    counted, K = one.block_sets, len(one.totals)
    inside = np.flatnonzero(counted < K)
    return sparse.csr_array((np.ones(len(inside)), (counted[inside], inside)), shape=(K, len(counted)))


def _by_group(totals: Array, groups: IntArray, count: int) -> Array:
    """Return the sum of totals of each group, NaN where one of them is free."""
    free = np.bincount(groups, np.isnan(totals), count) > 0
    return np.where(free, np.nan, np.bincount(groups, np.nan_to_num(totals), count))
