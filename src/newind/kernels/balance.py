"""Make a table meet later totals and stay close to what it was: RAS, GRAS and multi-regional GRAS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.feasible import refuse_contradictions
from newind.kernels.scaling import SignPartition, balance, refuse_different_totals, settle
from newind.kernels.totals import BalanceError, BalanceTargets, BlockSums, Miss

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
