"""Weighted power means, one set of weights at a time or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, noun, offenders, tell
from newind.index.positions import cells
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array, IntArray

NAMED = {1.0: "arithmetic mean", 0.0: "geometric mean", -1.0: "harmonic mean"}


def arithmetic(X: Array, w: Array) -> Array:
    """Return weighted arithmetic means: a weakness is made up for in full by strength elsewhere.

    Parameters
    ----------
    X : (N, J) array
        Scores; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.

    Returns
    -------
    (N,) array
        Between the least and the greatest score of the unit; NaN where none is there.

    Examples
    --------
    >>> arithmetic(np.array([[1.0, 4.0], [np.nan, 4.0]]), np.array([2.0, 1.0]))
    array([2., 4.])
    """
    return power(X, w, 1.0)


def geometric(X: Array, w: Array, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted geometric means: a weakness is made up for in part only.

    Parameters
    ----------
    X : (N, J) array, > 0
        Scores; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N,) array, > 0
        At most the arithmetic mean; NaN where no score is there.

    Raises
    ------
    DataError
        For scores of 0 or less that have a weight.

    Examples
    --------
    >>> geometric(np.array([[1.0, 4.0]]), np.array([1.0, 1.0]))
    array([2.])
    """
    return power(X, w, 0.0, names=names, units=units)


def harmonic(X: Array, w: Array, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted harmonic means: a weakness counts even more than in the geometric mean.

    Parameters
    ----------
    X : (N, J) array, > 0
        Scores; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N,) array, > 0
        At most the geometric mean; NaN where no score is there.

    Raises
    ------
    DataError
        For scores of 0 or less that have a weight.

    Examples
    --------
    >>> harmonic(np.array([[1.0, 3.0]]), np.array([1.0, 1.0]))
    array([1.5])
    """
    return power(X, w, -1.0, names=names, units=units)


def power(X: Array, w: Array, p: float, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted power means.

    Parameters
    ----------
    X : (N, J) array
        Scores: any for p = 1, >= 0 for other p > 0, > 0 for p <= 0; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    p : float
        1 arithmetic, 0 geometric, −1 harmonic; the lower, the more a weakness counts.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N,) array
        ``(Σ w x^p / Σ w)^(1/p)``, grows with p; NaN where no score is there.

    Raises
    ------
    DataError
        For scores outside the range of p that have a weight, or a p that is no number.

    Examples
    --------
    >>> power(np.array([[1.0, 7.0]]), np.array([1.0, 1.0]), 2.0)
    array([5.])
    """
    if w.ndim == 1:
        return quasi_arithmetic(X, w[:, None], p, names=names, units=units)[:, 0]
    used = ~np.isnan(X) & (w > 0)
    values, size = _transform_scores(np.where(used, X, np.nan), p, names, units)
    return np.ldexp(_mean((values * w).sum(axis=1), (used * w).sum(axis=1), p), size)


def quasi_arithmetic(X: Array, W: Array, p: float = 1.0, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted power means under many sets of weights at once.

    Parameters
    ----------
    X : (N, J) array
        Scores, as in :func:`power`.
    W : (J, B) array, >= 0
        A set of weights a column, on any scale.
    p : float
        As in :func:`power`.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N, B) array
        ``power(X, W[:, b], p)`` in column b.

    Raises
    ------
    DataError
        As :func:`power`.

    Examples
    --------
    >>> quasi_arithmetic(np.array([[1.0, 4.0]]), np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), 0)
    array([[1., 2., 4.]])
    """
    weighs = (W > 0).any(axis=1)
    values, size = _transform_scores(np.where(weighs, X, np.nan), p, names, units)
    there = ~np.isnan(X)
    total = W.sum(axis=0) if there.all() else there.astype(np.float64) @ W
    return np.ldexp(_mean(values @ W, total, p), size[:, None])


def _transform_scores(X: Array, p: float, names: Names, units: Names) -> tuple[Array, IntArray]:
    """Return ``x^p`` (ln x for p = 0) with 0 where nothing is there, and the power of two units are divided by."""
    _check(X, p, names, units)
    size = weightiest(X, p)
    near = np.ldexp(X, -size[:, None])
    values = near if p == 1 else np.log(near) if p == 0 else near**p
    return np.where(np.isnan(X), 0.0, values), size


def weightiest(X: Array, p: float) -> IntArray:
    """Return the power of two of the score of each row that counts most in a power mean; 0 for exponents -1 to 1.

    Parameters
    ----------
    X : (N, J) array
        Above zero for exponents below -1; NaN is missing.
    p : float
        The greatest score counts most above 1, the least below -1: divided by it, no score is too large a power.
    """
    if abs(p) <= 1:
        return np.zeros(len(X), dtype=np.int64)
    return magnitudes(X.T) if p > 0 else -magnitudes((1.0 / X).T)


def _mean(total: Array, weight: Array, p: float) -> Array:
    """Return the mean from the weighted sum of transformed scores; NaN where nothing weighs."""
    mean: Array = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    if p == 1:
        return mean
    return np.exp(mean) if p == 0 else np.asarray(mean ** (1.0 / p))


def _check(X: Array, p: float, names: Names, units: Names) -> None:
    """Refuse scores that have no such mean."""
    if not np.isfinite(p):
        raise DataError(tell("index.no_power", p=p))
    if p == 1:
        return
    wrong = X < 0 if p > 0 else X <= 0
    if wrong.any():
        kind = noun(NAMED[p]) if p in NAMED else tell("index.power_mean", p=p)
        least = noun("negative" if p > 0 else "zero or negative")
        raise DataError(tell("index.mean", kind=kind, least=least, which=offenders(cells(wrong, names, units))))
