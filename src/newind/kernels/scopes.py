"""A region, the other regions of its country, and abroad: sums of flows between regions over the three."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray


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
