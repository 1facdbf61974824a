"""Obstacles to a composite score: the share of each element in the distance to the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array, IntArray


def obstacle(x: Array, weights: Array) -> Array:
    """Return the obstacle degree of each element.

    Parameters
    ----------
    x : (N, J) array in [0, 1]
        Normalised scores, 1 at the top.
    weights : (J,) array, >= 0
        Weight of each element in the index, in any scale.

    Returns
    -------
    (N, J) array in [0, 1]
        ``w_j (1 − x_j) / Σ_k w_k (1 − x_k)``, rows sum to 1. NaN in rows where a score is unknown, and in rows that are
        at the top in everything that has a weight: nothing stands in their way, so there is nothing to share out.

    References
    ----------
    Lei, Qiu & Liu (2016), Transactions of the Chinese Society of Agricultural Engineering 32(13), 243.

    Examples
    --------
    >>> obstacle(np.array([[0.5, 0.9], [1.0, 1.0]]), np.array([1.0, 5.0])).round(6)  # 0.5 and 0.5 of 1
    array([[0.5, 0.5],
           [nan, nan]])
    """
    missing = weights * (1 - x)
    return ratio(missing, missing.sum(axis=1, keepdims=True))


def by_group(shares: Array, groups: IntArray) -> Array:
    """Return shares summed by group.

    Parameters
    ----------
    shares : (N, J) array
        Obstacle degrees.
    groups : (J,) int array
        Group of each element, 0 to G − 1.

    Returns
    -------
    (N, G) array
        Rows sum to 1, or are NaN as those of `shares` are.

    Examples
    --------
    >>> by_group(np.array([[0.2, 0.3, 0.5]]), np.array([0, 1, 0])).round(6)
    array([[0.7, 0.3]])
    """
    return shares @ np.eye(groups.max() + 1)[groups]
