"""Quotients where nothing can be divided by, and figures of any magnitude brought near one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.typing import Array, IntArray


def ratio(part: ArrayLike, whole: ArrayLike) -> Array:
    """Return part / whole, NaN where the whole is zero or unknown.

    Parameters
    ----------
    part, whole : arrays that broadcast to one shape

    Returns
    -------
    array of that shape

    Examples
    --------
    >>> ratio([1.0, 1.0], [2.0, 0.0])
    array([0.5, nan])
    """
    a, b = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    return np.asarray(np.divide(a, b, out=np.full(a.shape, np.nan), where=b != 0))


def per_output(values: Array, x: Array) -> Array:
    """Return amounts per unit of output, 0 where there is no output.

    Parameters
    ----------
    values : (n,) array
        Value added, emissions, hours, … of each industry; NaN where unknown.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    (n,) array, unit of `values` per million USD

    Examples
    --------
    >>> import numpy as np
    >>> per_output(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    array([0.25, 0.  ])
    """
    return np.divide(values, x, out=np.zeros_like(x), where=x > 0)


def magnitudes(values: Array) -> IntArray:
    """Return the power of two of the largest value of each column; 0 where there is none.

    Parameters
    ----------
    values : (N, J) array
        NaN where unknown.

    Returns
    -------
    (J,) int array
        Dividing by 2 to that power is exact, so that what is computed from the scaled values keeps every bit.

    Examples
    --------
    >>> magnitudes(np.array([[3.0, 0.0], [-8.5, np.nan]]))
    array([4, 0])
    """
    largest = np.where(np.isfinite(values), np.abs(values), 0.0).max(axis=0, initial=0.0)
    return np.asarray(np.frexp(largest)[1], dtype=int)


def near_one(values: Array) -> Array:
    """Return columns divided by the power of two of their largest value: for what is the same in every unit.

    Parameters
    ----------
    values : (N, J) array
        NaN where unknown.

    Returns
    -------
    (N, J) array in [-1, 1]

    Examples
    --------
    >>> near_one(np.array([[3e300], [1e300]])).round(3).ravel()
    array([0.56 , 0.187])
    """
    return np.ldexp(values, -magnitudes(values))


def mean_and_deviation(values: Array, ddof: int = 0) -> tuple[Array, Array]:
    """Return mean and standard deviation of each column over what is known, whatever their magnitude.

    Parameters
    ----------
    values : (N, J) array
        NaN where unknown.
    ddof : int
        Taken off the number of values in the variance.

    Returns
    -------
    (J,) array, (J,) array

    Examples
    --------
    >>> mean_and_deviation(np.array([[1e300], [3e300]]))[1]
    array([1.e+300])
    """
    size = magnitudes(values)
    near = np.ldexp(values, -size)
    return np.ldexp(np.nanmean(near, axis=0), size), np.ldexp(np.nanstd(near, axis=0, ddof=ddof), size)
