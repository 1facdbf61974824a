"""Weights that do not look at the data: equal ones, and those that somebody gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders, tell

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array


def equal(J: int) -> Array:
    """Return the same weight for each of J indicators.

    Raises
    ------
    DataError
        Where there is nothing to weigh.

    Examples
    --------
    >>> equal(4)
    array([0.25, 0.25, 0.25, 0.25])
    """
    if J < 1:
        raise DataError(tell("index.equal_none", n=J))
    return np.full(J, 1.0 / J)


def normalise_weights(w: Array, *, names: Names = None) -> Array:
    """Return weights on any scale as shares of their sum.

    Parameters
    ----------
    w : (J,) array, >= 0
        Weights.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1.

    Raises
    ------
    DataError
        For weights that are negative, missing, infinite or all zero.

    Examples
    --------
    >>> normalise_weights(np.array([1.0, 3.0]))
    array([0.25, 0.75])
    """
    w = np.asarray(w, dtype=np.float64)
    wrong = ~(np.isfinite(w) & (w >= 0))
    if wrong.any():
        found = [f"{names[j] if names else f'w[{j}]'} = {w[j]:g}" for j in np.flatnonzero(wrong).tolist()]
        raise DataError(tell("index.given_below", which=offenders(found)))
    if not w.any():
        raise DataError(tell("index.given_zero", n=w.size))
    return np.asarray(w / w.sum())
