"""Nests of constant elasticity of substitution in exact changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

COBB_DOUGLAS = 1e-9
"""Distance of an elasticity from one below which the nest is Cobb-Douglas."""


def ces_price(share: Array, price: Array, sigma: float, axis: int = 0) -> Array:
    """Return the log change of a bundle's price.

    Parameters
    ----------
    share : array
        Benchmark shares of cost, which sum to 1 (or all 0) along the axis.
    price : array of the same shape
        Log changes of the prices.
    sigma : float
        Elasticity of substitution; exact near one, too.
    axis : int
        Axis of what is bundled.

    Returns
    -------
    array
        Without the axis; 0 where no share is.

    Examples
    --------
    >>> half = np.array([0.5, 0.5])
    >>> round(float(ces_price(half, np.log([4.0, 1.0]), 1.0)), 6) == round(float(np.log(2)), 6)
    True
    >>> round(float(np.exp(ces_price(half, np.log([4.0, 1.0]), 0.0))), 6)
    2.5
    """
    e = 1.0 - sigma
    if abs(e) < COBB_DOUGLAS:
        return np.asarray((share * price).sum(axis=axis))
    return np.asarray(np.log1p((share * np.expm1(e * price)).sum(axis=axis)) / e)


def share_change(price: Array, bundle: Array, sigma: float) -> Array:
    """Return the factor by which a share of cost changes: (P / P_bundle)^(1 − σ), from log changes."""
    return np.asarray(np.exp((1.0 - sigma) * (price - bundle)))
