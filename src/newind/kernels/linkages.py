"""How strongly an industry pulls its suppliers and pushes its buyers, and what a region specialises in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array


def backward(L: Array) -> Array:
    """Return the output that a unit of final demand for each product calls for in its own region.

    Parameters
    ----------
    L : (R, S, S) array
        Leontief inverse of each region's own block, from :func:`newind.kernels.valueadded.domestic_leontief`.

    Returns
    -------
    (R, S) array, at least 1
        Column sums.

    References
    ----------
    Rasmussen (1957), Studies in Inter-Sectoral Relations. Miller & Blair (2009), Input-Output Analysis, ch. 12.

    Examples
    --------
    >>> import numpy as np
    >>> backward(np.array([[[1.25, 0.5], [0.25, 1.5]]]))
    array([[1.5, 2. ]])
    """
    return np.asarray(L.sum(axis=1))


def forward(L: Array, x: Array) -> Array:
    """Return the output that a unit of primary input of each industry enables in its own region.

    Parameters
    ----------
    L : (R, S, S) array
        Leontief inverse of each region's own block.
    x : (R, S) array, million USD
        Output.

    Returns
    -------
    (R, S) array, at least 1
        Row sums of the Ghosh inverse ``x̂⁻¹ L x̂``; 1 where there is no output.

    References
    ----------
    Ghosh (1958), Economica 25, 58. Miller & Blair (2009), Input-Output Analysis, ch. 12.

    Examples
    --------
    >>> import numpy as np
    >>> forward(np.array([[[1.25, 0.5], [0.25, 1.5]]]), np.array([[10.0, 20.0]]))
    array([[2.25 , 1.625]])
    """
    pushed = (L @ x[:, :, None])[:, :, 0]
    return np.asarray(np.where(x > 0, ratio(pushed, x), 1.0))


def relative(linkages: Array, x: Array) -> Array:
    """Return linkages over their mean in the region, so that the average industry has 1.

    Parameters
    ----------
    linkages : (R, S) array
    x : (R, S) array, million USD
        Output; industries without any do not count.

    Returns
    -------
    (R, S) array
        NaN where there is no output.

    Examples
    --------
    >>> import numpy as np
    >>> relative(np.array([[1.5, 2.5, 1.0]]), np.array([[10.0, 20.0, 0.0]]))
    array([[0.75, 1.25,  nan]])
    """
    active = x > 0
    mean = ratio(np.where(active, linkages, 0.0).sum(axis=1), active.sum(axis=1))
    return np.where(active, ratio(linkages, mean[:, None]), np.nan)


def location_quotients(values: Array, reference: Array) -> Array:
    """Return the share of each industry in a region over its share in the reference.

    Parameters
    ----------
    values : (..., S) array
        Value added, employment … by industry.
    reference : (..., S) array
        The same of what the regions are compared with.

    Returns
    -------
    (..., S) array
        1 where the region is as specialised as the reference; NaN where the reference has none of the industry, or the
        region nothing at all.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 8.

    Examples
    --------
    >>> import numpy as np
    >>> location_quotients(np.array([30.0, 70.0]), np.array([400.0, 600.0]))
    array([0.75      , 1.16666667])
    """
    own = ratio(values, values.sum(axis=-1, keepdims=True))
    return ratio(own, ratio(reference, reference.sum(axis=-1, keepdims=True)))


def specialisation(values: Array, reference: Array) -> Array:
    """Return the mean location quotient of a region, weighted by its own industries.

    Parameters
    ----------
    values, reference : (..., S) arrays
        As in :func:`location_quotients`.

    Returns
    -------
    (...) array, at least 1
        1 where the region has the structure of the reference, the more the further it is from it (for values that are
        not negative); NaN as in :func:`location_quotients`.

    Examples
    --------
    >>> import numpy as np
    >>> specialisation(np.array([30.0, 70.0]), np.array([300.0, 700.0]))
    array(1.)
    >>> float(specialisation(np.array([0.0, 70.0]), np.array([500.0, 500.0])))
    2.0
    """
    own = ratio(values, values.sum(axis=-1, keepdims=True))
    quotients = location_quotients(values, reference)
    known = np.isfinite(quotients)
    mean = np.where(known, own * np.where(known, quotients, 0.0), 0.0).sum(axis=-1)
    return np.asarray(np.where(known.any(axis=-1), mean, np.nan))
