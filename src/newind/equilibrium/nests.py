"""Nests of constant elasticity of substitution in exact changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

COBB_DOUGLAS = 1e-9
"""Distance of an elasticity from one below which the nest is Cobb-Douglas."""


def ces(share: Array, price: Array, sigma: float) -> tuple[Array, Array]:
    """Return the log change of a bundle's price, and the new shares of what is bundled.

    Parameters
    ----------
    share : (K, …) array
        Benchmark shares of cost, which sum to 1 (or are all 0) along the first axis.
    price : array that broadcasts to the same shape
        Log changes of the prices.
    sigma : float
        Elasticity of substitution, not negative.

    Returns
    -------
    tuple of (…) and (K, …) arrays
        Price, 0 where no share is; and shares.

    Notes
    -----
    P^(1 − σ) = Σ s p^(1 − σ), s' = s (p / P)^(1 − σ). Powers are taken less one, so the price is exact near σ = 1, too.

    Examples
    --------
    >>> half = np.array([0.5, 0.5])
    >>> price, shares = ces(half, np.log([4.0, 1.0]), 0.0)
    >>> float(np.exp(price).round(6)), shares.round(6)
    (2.5, array([0.8, 0.2]))
    >>> price, shares = ces(half, np.log([4.0, 1.0]), 1.0)
    >>> float(np.exp(price).round(6)), shares
    (2.0, array([0.5, 0.5]))
    """
    e = 1.0 - sigma
    if abs(e) < COBB_DOUGLAS:
        return np.asarray((price * share).sum(axis=0)), share
    more = share * np.expm1(e * price)
    total = more.sum(axis=0)
    more += share
    more /= 1.0 + total
    return np.asarray(np.log1p(total) / e), more


def ces_pair(share: Array, first: Array, second: Array, sigma: float) -> tuple[Array, Array]:
    """Return the log change of the price of a bundle of two, and the new share of the first.

    Examples
    --------
    >>> price, share = ces_pair(np.array([0.5]), np.log([4.0]), np.zeros(1), 0.0)
    >>> np.exp(price).round(6), share.round(6)
    (array([2.5]), array([0.8]))
    """
    e = 1.0 - sigma
    if abs(e) < COBB_DOUGLAS:
        return np.asarray(share * first + (1.0 - share) * second), share
    own, other = np.expm1(e * first), np.expm1(e * second)
    total = share * own + (1.0 - share) * other
    return np.asarray(np.log1p(total) / e), np.asarray(share * (1.0 + own) / (1.0 + total))
