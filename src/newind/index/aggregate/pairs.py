"""Comparison of units in pairs: no strength makes up for a weakness, only the number of wins counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

TIE = 1e-12
"""Distance from one half within which a comparison of two units is a draw: sums of weights are not exact."""


def outranking(X: Array, w: Array, against: Array | None = None) -> Array:
    """Return the weight of the indicators in which one unit is ahead of another.

    Parameters
    ----------
    X : (N, J) array
        Scores, higher is better; NaN is missing.
    w : (J,) array, >= 0
        Weights on any scale.
    against : (M, J) array, optional
        Units to compare with; X itself where left out.

    Returns
    -------
    (N, M) array in [0, 1]
        Entry (i, k): share of weight in which i is ahead of k, draws counted half, over the indicators that both have;
        NaN where they share none. The diagonal is 0 where X is compared with itself, as in COINr's ``outrankMatrix``;
        otherwise entries (i, k) and (k, i) sum to 1.

    References
    ----------
    Munda and Nardo (2009), Applied Economics 41(12), 1513.

    Examples
    --------
    >>> outranking(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([1.0, 1.0]))
    array([[0.  , 0.75],
           [0.25, 0.  ]])
    """
    share = _ahead(X, w, X if against is None else against)
    if against is None:
        np.fill_diagonal(share, 0.0)
    return share


def _ahead(X: Array, w: Array, others: Array) -> Array:
    """Return the (N, M) share of weight, indicator by indicator to keep memory small."""
    won, shared = np.zeros((len(X), len(others))), np.zeros((len(X), len(others)))
    for x, y, weight in zip(X.T, others.T, w, strict=True):
        both = ~(np.isnan(x)[:, None] | np.isnan(y))
        won += weight * ((x[:, None] > y) + 0.5 * (x[:, None] == y))
        shared += weight * both
    return np.asarray(np.divide(won, shared, out=np.full(won.shape, np.nan), where=shared > 0))


def copeland(X: Array, w: Array, against: Array | None = None) -> Array:
    """Return Copeland scores: how many units a unit outranks, less those that outrank it.

    Parameters
    ----------
    X : (N, J) array
        Scores, higher is better; NaN is missing.
    w : (J,) array, >= 0
        Weights on any scale.
    against : (M, J) array, optional
        Fixed units to compare with, so that scores do not move with the sample; X itself where left out.

    Returns
    -------
    (N,) array, whole numbers in [−M, M]
        Draws and pairs that share no indicator count 0; NaN for a unit that can be compared with none.

    References
    ----------
    Copeland (1951), A reasonable social welfare function, University of Michigan.

    Examples
    --------
    >>> copeland(np.array([[3.0, 3.0], [2.0, 1.0], [1.0, 2.0]]), np.array([2.0, 1.0]))
    array([ 2.,  0., -2.])
    """
    lead = _ahead(X, w, X if against is None else against) - 0.5
    known = ~np.isnan(lead)
    points = np.where(known & (np.abs(lead) > TIE), np.sign(lead), 0.0).sum(axis=1)
    return np.where(known.any(axis=1), points, np.nan)
