"""Region-major arrays taken apart and put together by region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array


def by_region(values: Array, R: int) -> Array:
    """Spread a row of the accounts into one row a region, zero outside the region's own industries.

    Parameters
    ----------
    values : (n,) array
    R : int

    Returns
    -------
    (R, n) array

    Examples
    --------
    >>> import numpy as np
    >>> by_region(np.array([1.0, 2.0, 3.0, 4.0]), 2)
    array([[1., 2., 0., 0.],
           [0., 0., 3., 4.]])
    """
    spread = np.zeros((R, R, len(values) // R))
    spread[np.arange(R), np.arange(R)] = values.reshape(R, -1)
    return spread.reshape(R, -1)


def diagonal_blocks(M4: Array) -> Array:
    """Return the blocks of a matrix within each region.

    Parameters
    ----------
    M4 : (R, S, R, S) array

    Returns
    -------
    (R, S, S) array
    """
    own = np.arange(len(M4))
    return np.asarray(M4[own, :, own, :])
