"""Structural paths: the single chains along which a pressure reaches final demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError

if TYPE_CHECKING:
    from newind.typing import Array, IntArray


@dataclass(frozen=True, eq=False)
class ChainTree:
    """Chains from final products upstream as a tree: parents stand before their children.

    Attributes
    ----------
    cell : (p,) int array
        Industry in which each path ends upstream, where the pressure arises.
    parent : (p,) int array
        Position of the path that it prolongs by one step, -1 for final products.
    tier : (p,) int array
        Steps from the final product: 0 is the industry that makes it.
    own : (p,) array, kt
        Pressure of that industry for this path: ``f_i a_ij … y_k``.
    branch : (p,) array, kt
        ``own`` and that of every path that goes on from here, shown or not: ``(f B)_i a_ij … y_k``.
    """

    cell: IntArray
    parent: IntArray
    tier: IntArray
    own: Array
    branch: Array

    def chain(self, path: int) -> tuple[int, ...]:
        """Return the industries of a path, the emitter first, the final product last."""
        cells = []
        while path >= 0:
            cells.append(int(self.cell[path]))
            path = int(self.parent[path])
        return tuple(cells)


def structural_paths(f: Array, A: Array, y: Array, multiplier: Array, threshold: float, depth: int = 30) -> ChainTree:
    """Find every path whose branch reaches a threshold.

    Parameters
    ----------
    f : (n,) array, kt per unit of output
        Not negative.
    A : (n, n) array
        Input coefficients, not negative.
    y : (n,) array
        Final demand; of negative cells (inventories) the paths are negative.
    multiplier : (n,) array, kt per unit of final demand
        ``f B``, as from ``Leontief.solve_left``: bounds what any prolongation of a path can add.
    threshold : float, kt
        Least size of a branch; positive.
    depth : int
        Most steps upstream.

    Returns
    -------
    ChainTree
        Every path with a branch of at least the threshold and at most ``depth`` steps; so also every path that is
        itself as large.

    Raises
    ------
    DataError
        For negative intensities or coefficients, with which no bound holds, or a threshold that is not positive.

    Notes
    -----
    The branches of a path's prolongations add up to its own branch less its own pressure, so that a branch below the
    threshold hides no path above it. Prolongations of all paths of a tier are found at once, by the share of the
    parent's branch that they carry on.

    References
    ----------
    Defourny & Thorbecke (1984), The Economic Journal 94, 111. Treloar (1997), Economic Systems Research 9(4), 375.
    """
    if not threshold > 0:
        raise DataError(f"paths: the threshold {threshold} is not positive. Take a share of the total, as 1e-4.")
    if f.min() < 0 or A.min() < 0:
        raise DataError("paths: negative intensities or input coefficients have no bound. Take non-negative ones.")
    branch = multiplier * y
    cell = np.flatnonzero(np.abs(branch) >= threshold)
    amount, parent = y[cell], np.full(len(cell), -1)
    tiers = [(cell, parent, f[cell] * amount, branch[cell])]
    columns, start = _InputShares(A, multiplier, threshold, float(np.abs(branch).max(initial=0.0))), 0
    while len(cell) and len(tiers) <= depth:
        at, which = columns.children(cell, np.abs(multiplier[cell] * amount))
        cell, parent, amount = columns.rows[at], which + start, columns.inputs[at] * amount[which]
        start += len(tiers[-1][0])
        tiers.append((cell, parent, f[cell] * amount, multiplier[cell] * amount))
    tier = np.repeat(np.arange(len(tiers)), [len(t[0]) for t in tiers])
    cells, parents, own, branches = (np.concatenate(part) for part in zip(*tiers, strict=True))
    return ChainTree(cells, parents, tier, own, branches)


class _InputShares:
    """Inputs of each industry that can matter, and the share of its branch that each carries."""

    def __init__(self, A: Array, multiplier: Array, threshold: float, largest: float) -> None:
        least = threshold / largest if largest > 0 else np.inf
        self._least = threshold
        carried = A * multiplier[:, None] / np.where(multiplier > 0, multiplier, np.inf)
        column, self.rows = np.nonzero((carried >= least).T)
        self._shares, self.inputs = carried[self.rows, column], A[self.rows, column]
        self._starts = np.searchsorted(column, np.arange(len(multiplier) + 1))

    def children(self, cell: IntArray, branch: Array) -> tuple[IntArray, IntArray]:
        """Return positions of inputs whose branch reaches the threshold, and of the path that each prolongs."""
        length = self._starts[cell + 1] - self._starts[cell]
        which = np.repeat(np.arange(len(cell)), length)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
        at = self._starts[cell][which] + offset
        kept = self._shares[at] * branch[which] >= self._least
        return at[kept], which[kept]


def tiers(f: Array, A: Array, y: Array, count: int) -> Array:
    """Return the pressure of each tier of suppliers, all paths together.

    Parameters
    ----------
    f : (n,) array, kt per unit of output
    A : (n, n) array
    y : (n,) array
    count : int
        How many tiers; the first is the industries that make the final products.

    Returns
    -------
    (count,) array, kt
        ``f A^t y``; over all tiers they add up to ``f B y``.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 2.

    Examples
    --------
    >>> import numpy as np
    >>> tiers(np.array([1.0, 1.0]), np.array([[0.0, 0.5], [0.0, 0.0]]), np.array([0.0, 2.0]), 3)
    array([2., 1., 0.])
    """
    found, output = np.empty(count), y
    for t in range(count):
        found[t] = f @ output
        output = A @ output
    return found
