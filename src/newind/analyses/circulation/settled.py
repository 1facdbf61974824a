"""Which estimated figures may be shown: those whose range is not wider than half of them up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.data.multiregion.reconcile import UNSETTLED

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray


def mask_wide_ranges(values: Array, low: Array, high: Array) -> Array:
    """Return figures, NaN where their range exceeds ±50 % of its middle.

    Parameters
    ----------
    values, low, high : arrays of one shape

    Returns
    -------
    array of that shape

    Examples
    --------
    >>> mask_wide_ranges(np.array([1.0, 1.0]), np.array([0.8, 0.4]), np.array([1.2, 1.6]))
    array([ 1., nan])
    """
    return np.where(too_wide(low, high), np.nan, values)


def too_wide(low: Array, high: Array) -> BoolArray:
    """Return where half a range is more than half of its middle.

    Examples
    --------
    >>> too_wide(np.array([0.5, 0.49, 0.0]), np.array([1.5, 1.51, 0.0]))
    array([False,  True, False])
    """
    return np.asarray(high - low > UNSETTLED * np.abs(high + low) * (1 + 1e-12))
