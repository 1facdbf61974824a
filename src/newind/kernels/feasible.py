"""Find totals of a table that contradict each other before anything is balanced: a linear programme over its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from newind.kernels.totals import BalanceError, BalanceTargets, BlockSums, Miss

if TYPE_CHECKING:
    from newind.kernels.scaling import SignPartition
    from newind.typing import Array, IntArray

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
