"""Quotients and what they are where nothing can be divided by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.typing import Array


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
