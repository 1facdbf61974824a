"""Region-major arrays taken apart by region, and flows summed over a region, its country and abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray


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


def scopes(countries: Sequence[str]) -> BoolArray:
    """Return which regions are a region itself, other regions of its country, and abroad.

    Parameters
    ----------
    countries : sequence of R str
        Country that each region belongs to.

    Returns
    -------
    (3, R, R) bool array
        Own, national, foreign; by region and the other region. Each pair is in one of the three.

    Examples
    --------
    >>> scopes(["CHN", "CHN", "ROW"])[1].astype(int)
    array([[0, 1, 0],
           [1, 0, 0],
           [0, 0, 0]])
    """
    country = np.array(countries, dtype=object)
    same, own = country[:, None] == country[None, :], np.eye(len(country), dtype=bool)
    return np.stack([own, same & ~own, ~same])


def by_scope(flows: Array, scope: BoolArray) -> Array:
    """Return flows of each region summed over itself, the rest of its country, and abroad.

    Parameters
    ----------
    flows : (R, R, ...) array
        By region and the other region.
    scope : (3, R, R) bool array
        From :func:`scopes`.

    Returns
    -------
    (3, R, ...) array
        The three sum to the flows summed over the second axis.

    Examples
    --------
    >>> import numpy as np
    >>> by_scope(np.array([[5.0, 2.0, 1.0], [0.0, 6.0, 3.0], [4.0, 0.0, 7.0]]), scopes(["CHN", "CHN", "ROW"]))
    array([[5., 6., 7.],
           [2., 0., 0.],
           [1., 3., 4.]])
    """
    return np.asarray(np.einsum("kro,ro...->kr...", scope.astype(np.float64), flows))
