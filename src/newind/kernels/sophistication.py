"""How rich the economies are that export what an economy exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array


def export_shares(E: Array) -> Array:
    """Return the share of each product in a region's exports.

    Parameters
    ----------
    E : (R, S) array, million USD
        Exports; negative cells (returns) count as zero.

    Returns
    -------
    (R, S) array in [0, 1]
        NaN for a region that exports nothing.
    """
    sold = np.maximum(E, 0.0)
    return ratio(sold, sold.sum(axis=1, keepdims=True))


def prody(E: Array, income: Array) -> Array:
    """Return the income level that goes with exporting each product.

    Parameters
    ----------
    E : (R, S) array, million USD
        Exports.
    income : (R,) array
        Income per head, in purchasing power; regions with NaN are left out.

    Returns
    -------
    (S,) array, unit of `income`
        Mean income of the exporters by revealed comparative advantage: a region's weight is the product's share
        in its own exports. NaN for a product that no region of known income exports.

    References
    ----------
    Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12(1), 1.

    Examples
    --------
    >>> import numpy as np
    >>> prody(np.array([[1.0, 1.0], [0.0, 8.0]]), np.array([10.0, 40.0]))
    array([10., 30.])
    """
    shares = export_shares(E)
    known = np.isfinite(income) & np.isfinite(shares).all(axis=1)
    return ratio(income[known] @ shares[known], shares[known].sum(axis=0))


def expy(E: Array, prody: Array) -> Array:
    """Return the income level that goes with a region's basket of exports.

    Parameters
    ----------
    E : (R, S) array, million USD
        Exports.
    prody : (S,) array
        From :func:`prody`; products with NaN are left out.

    Returns
    -------
    (R,) array, unit of `prody`
        NaN for a region that exports nothing.

    References
    ----------
    Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12(1), 1.

    Examples
    --------
    >>> import numpy as np
    >>> expy(np.array([[1.0, 3.0]]), np.array([10.0, 30.0]))
    array([25.])
    """
    known = np.isfinite(prody)
    if not known.any():
        return np.full(len(E), np.nan)
    return np.asarray(export_shares(E[:, known]) @ prody[known])
