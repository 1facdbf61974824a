"""Weights by how much an indicator tells: the entropy method and CRITIC."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, tell
from newind.index.weights.checks import complete, correlations, non_negative, varying
from newind.kernels.quotients import mean_and_deviation

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array

SAME = 1e-12
"""One minus a correlation below which two indicators say the same."""


def entropy(X: Array, *, names: Names = None) -> Array:
    """Return weights by the entropy method: the less evenly an indicator is spread over the units, the more it counts.

    Parameters
    ----------
    X : (N, J) array, >= 0
        Normalised table; it is not shifted, and 0 ln 0 = 0.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1. The same whatever positive factor a column is multiplied by.

    Raises
    ------
    DataError
        For gaps, negative values, constant columns, or fewer than two units.

    Notes
    -----
    ``p_ij = x_ij / Σ_i x_ij``, ``e_j = −Σ_i p_ij ln p_ij / ln N``, ``w_j = (1 − e_j) / Σ_j (1 − e_j)``.

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, 379.
    Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])   # e = 0 and ln 2 / ln 4
    >>> entropy(X).round(6)
    array([0.666667, 0.333333])
    """
    complete(X, "entropy", names, least=2)
    non_negative(X, "entropy", names)
    varying(X, "entropy", names)
    p = X / X.sum(axis=0)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    told = np.maximum(1.0 + (p * logs).sum(axis=0) / np.log(len(X)), 0.0)
    return np.asarray(told / told.sum())


def critic(X: Array, *, names: Names = None) -> Array:
    """Return CRITIC weights: what varies between units and is not said by other indicators counts more.

    Parameters
    ----------
    X : (N, J) array
        Normalised table; the method is meant for columns brought to the same range by min-max.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1; 1 for a single indicator. After min-max the same whatever the columns' units were.

    Raises
    ------
    DataError
        For gaps, constant columns, fewer than three units, or indicators that all say the same.

    Notes
    -----
    ``C_j = σ_j Σ_k (1 − r_jk)``, ``w_j = C_j / Σ C``; whether σ divides by N or N − 1 makes no difference.

    References
    ----------
    Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7), 763.

    Examples
    --------
    >>> X = np.array([[0.0, 0.0, 1.0], [0.5, 0.5, 0.5], [1.0, 1.0, 0.0]])   # Σ(1 − r) = 2, 2, 4
    >>> critic(X)
    array([0.25, 0.25, 0.5 ])
    """
    conflict = (1.0 - correlations(X, "CRITIC", names)).sum(axis=1)
    if len(conflict) == 1:
        return np.ones(1)
    if conflict.max() <= SAME * len(conflict):
        raise DataError(tell("index.critic", n=len(conflict)))
    told = mean_and_deviation(X)[1] * np.maximum(conflict, 0.0)
    return np.asarray(told / told.sum())
