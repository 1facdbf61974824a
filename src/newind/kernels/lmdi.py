"""Index decomposition by logarithmic mean weights (LMDI-I): exact, with zeros taken at their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.typing import Array


def logarithmic_mean(a: ArrayLike, b: ArrayLike) -> Array:
    """Return the logarithmic mean of two non-negative figures.

    Parameters
    ----------
    a, b : arrays that broadcast to one shape
        Not negative.

    Returns
    -------
    array of that shape
        ``(a - b) / ln(a / b)``, ``a`` where both are equal, 0 where either is zero.

    References
    ----------
    Törnqvist, Vartia & Vartia (1985), The American Statistician 39(1), 43. Ang (2004), Energy Policy 32(9), 1131.

    Examples
    --------
    >>> logarithmic_mean([1.0, 2.0, 0.0], [1.0, 1.0, 5.0]).round(6)
    array([1.      , 1.442695, 0.      ])
    """
    p, q = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    low, high = np.asarray(np.minimum(p, q)), np.asarray(np.maximum(p, q))
    some = low > 0
    relative = np.divide(high - low, low, out=np.zeros(low.shape), where=some)
    mean = np.divide(high - low, np.log1p(relative), out=high.copy(), where=relative > 0)
    return np.asarray(np.where(some, mean, 0.0))


def additive(before: Array, now: Array) -> Array:
    """Split the change of a sum of products into what each factor brings.

    Parameters
    ----------
    before, now : (k, ...) arrays
        Factors of each part; a part is the product over the first axis. A factor may be negative if it keeps its sign.

    Returns
    -------
    (k, ...) array, unit of the product
        Effects by factor and part; summed over factors they are the change of each part.

    Raises
    ------
    DataError
        For factors that change their sign or are not known, with the first ones.

    Notes
    -----
    ``L(E1, E0) ln(x1 / x0)``. A part that is zero in one year only: factors that are zero there share its whole change
    evenly, the others have no effect; a part that is zero in both years has no effects. These are the limits as zeros
    are approached together (the eight cases of Ang & Liu; several zeros at once as in Wood & Lenzen).

    References
    ----------
    Ang (2005), Energy Policy 33(7), 867. Ang & Liu (2007), Energy Policy 35(1), 238. Wood & Lenzen (2006), Energy
    Policy 34(12), 1326.

    Examples
    --------
    >>> import numpy as np
    >>> additive(np.array([[2.0], [3.0]]), np.array([[4.0], [1.5]])).round(4).ravel()
    array([ 4.1589, -4.1589])
    >>> additive(np.array([[0.0], [3.0]]), np.array([[4.0], [1.5]])).ravel()
    array([6., 0.])
    """
    x0, x1 = np.asarray(before, dtype=np.float64), np.asarray(now, dtype=np.float64)
    _check(x0, x1)
    whole0, whole1 = (np.asarray(np.prod(x, axis=0)) for x in (x0, x1))
    both = (whole0 != 0) & (whole1 != 0)
    growth = np.log(np.divide(x1, x0, out=np.ones(x0.shape), where=both & (x0 != 0)))
    mean = np.sign(whole0) * logarithmic_mean(np.abs(whole1), np.abs(whole0))
    zeros = np.where(whole0 == 0, x0 == 0, x1 == 0).astype(np.float64)
    shares = zeros / np.maximum(zeros.sum(axis=0), 1.0)
    return np.asarray(np.where(both, mean * growth, (whole1 - whole0) * shares))


def multiplicative(before: Array, now: Array) -> Array:
    """Split the quotient of a sum of products in two years into indices by factor.

    Parameters
    ----------
    before, now : (k, m) arrays
        Factors of each part.

    Returns
    -------
    (k,) array
        Indices whose product is the sum now over the sum before; NaN where either sum is not positive.

    Raises
    ------
    DataError
        For factors that change their sign or are not known.

    Notes
    -----
    ``exp(Σ_i L(E1_i, E0_i) / L(E1, E0) ln(x1_i / x0_i))``: the additive effect over the logarithmic mean of the sums.

    References
    ----------
    Ang (2005), Energy Policy 33(7), 867.

    Examples
    --------
    >>> import numpy as np
    >>> multiplicative(np.array([[2.0], [3.0]]), np.array([[4.0], [1.5]])).round(9)
    array([2. , 0.5])
    """
    effects = additive(before, now).reshape(len(before), -1).sum(axis=1)
    sums = [float(np.prod(x, axis=0).sum()) for x in (before, now)]
    if min(sums) <= 0:
        return np.full(len(effects), np.nan)
    return np.asarray(np.exp(effects / logarithmic_mean(*sums)))


def _check(x0: Array, x1: Array) -> None:
    wrong = ~np.isfinite(x0) | ~np.isfinite(x1) | (x0 * x1 < 0)
    if wrong.any():
        cells = [", ".join(map(str, at)) for at in np.argwhere(wrong)]
        raise DataError(
            f"index decomposition: factors that are unknown or change their sign at {offenders(cells)} (factor, part). "
            "Leave these parts out, or put them together with others."
        )
