"""Growth accounting: what output grows by beyond its inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array


def log_change(before: Array, now: Array) -> Array:
    """Return the change of a logarithm.

    Parameters
    ----------
    before, now : arrays of one shape

    Returns
    -------
    array
        ``ln(now / before)``; NaN where either is not positive or unknown.

    Examples
    --------
    >>> import numpy as np
    >>> log_change(np.array([1.0, 0.0]), np.array([np.e, 1.0]))
    array([ 1., nan])
    """
    some = (before > 0) & (now > 0)
    quotient = np.divide(now, before, out=np.ones(np.shape(now)), where=some)
    return np.where(some, np.log(quotient), np.nan)


def tornqvist(x0: Array, q0: Array, x1: Array, q1: Array) -> float:
    """Return the growth of a volume over industries by the Törnqvist index.

    Parameters
    ----------
    x0, x1 : (S,) arrays, million USD
        Values before and now.
    q0, q1 : (S,) arrays
        Volumes before and now, each industry in a unit of its own.

    Returns
    -------
    float, log points
        Mean of the industries' growth, weighted by their shares in value as means of both years; industries without
        value or volume in either year are left out, 0 where none is left.

    References
    ----------
    Törnqvist (1936), Bank of Finland Monthly Bulletin 10, 1. Diewert (1976), Journal of Econometrics 4(2), 115.

    Examples
    --------
    >>> import numpy as np
    >>> even = np.array([1.0, 1.0])
    >>> round(float(np.exp(tornqvist(even, even, even, np.array([4.0, 1.0])))), 6)
    2.0
    """
    active = (x0 > 0) & (x1 > 0) & (q0 > 0) & (q1 > 0)
    shares = (x0[active] / x0[active].sum() + x1[active] / x1[active].sum()) / 2
    return float(shares @ np.log(q1[active] / q0[active]))


def tfp_growth(output: Array, labour: Array, capital: Array, labour_share: Array) -> Array:
    """Return the growth of total factor productivity by the Törnqvist index.

    Parameters
    ----------
    output, labour, capital : arrays of one shape
        Log changes of the volumes of value added, labour and capital.
    labour_share : array
        Labour's share of value added, the mean of both years.

    Returns
    -------
    array, log points
        ``Δln Y - s Δln L - (1 - s) Δln K``; NaN where the share is not between 0 and 1, or anything is unknown.

    References
    ----------
    Jorgenson & Griliches (1967), Review of Economic Studies 34(3), 249. Caves, Christensen & Diewert (1982), Economic
    Journal 92, 73.

    Examples
    --------
    >>> import numpy as np
    >>> tfp_growth(np.array([0.10]), np.array([0.02]), np.array([0.12]), np.array([0.5])).round(6)
    array([0.03])
    """
    s = np.where((labour_share >= 0) & (labour_share <= 1), labour_share, np.nan)
    return np.asarray(output - s * labour - (1 - s) * capital)
