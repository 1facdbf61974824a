"""Nests of constant elasticity: the price of a bundle, and what is bundled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.kernels.arrays import namespace

if TYPE_CHECKING:
    from newind.typing import Array

COBB_DOUGLAS, NEARLY = 1e-9, 1e-12
"""Distance of an elasticity from one below which the nest is Cobb-Douglas, and what stands for it beside others."""


def ces(share: Array, price: Array, sigma: Any, axis: int = 0) -> tuple[Array, Array]:
    """Return the log change of a bundle's price, and the new shares of what is bundled.

    Parameters
    ----------
    share : (K, …) array
        Benchmark shares of cost, which sum to 1 (or are all 0) along the axis.
    price : array that broadcasts to the same shape
        Log changes of the prices.
    sigma : float or array that broadcasts to the same shape
        Elasticity of substitution, not negative.
    axis : int
        Of what is bundled.

    Returns
    -------
    tuple of (…) and (K, …) arrays
        Price, 0 where no share is; and shares.

    Notes
    -----
    P^(1 − σ) = Σ s p^(1 − σ), s' = s (p / P)^(1 − σ). Powers are taken less one, so the price is exact near σ = 1, too.

    Examples
    --------
    >>> import numpy as np
    >>> half = np.array([0.5, 0.5])
    >>> price, shares = ces(half, np.log([4.0, 1.0]), 0.0)
    >>> float(np.exp(price).round(6)), shares.round(6)
    (2.5, array([0.8, 0.2]))
    >>> price, shares = ces(half, np.log([4.0, 1.0]), 1.0)
    >>> float(np.exp(price).round(6)), shares
    (2.0, array([0.5, 0.5]))
    """
    e, xp = exponent(sigma), namespace(price)
    if e is None:
        return xp.sum(price * share, axis=axis), share
    shares = share * xp.expm1(e * price)
    more = xp.sum(shares, axis=axis, keepdims=True)
    shares += share
    shares /= 1.0 + more
    return xp.squeeze(xp.log1p(more) / e, axis=axis), shares


def exponent(sigma: Any) -> Any:
    """Return 1 − σ, None where it is zero everywhere; beside others a zero is made too small to make a difference.

    Examples
    --------
    >>> import numpy as np
    >>> exponent(1.0), exponent(0.5), exponent(np.array([0.5, 1.0]))
    (None, 0.5, array([5.e-01, 1.e-12]))
    """
    e = 1.0 - sigma
    if isinstance(e, float):
        return None if abs(e) < COBB_DOUGLAS else e
    xp = namespace(e)
    cobb_douglas = xp.abs(e) < COBB_DOUGLAS
    if xp.all(cobb_douglas):
        return None
    return xp.where(cobb_douglas, NEARLY, e) if xp.any(cobb_douglas) else e


def ces_pair(share: Array, first: Array, second: Array, sigma: Any) -> tuple[Array, Array]:
    """Return the log change of the price of a bundle of two, and the new share of the first.

    Examples
    --------
    >>> import numpy as np
    >>> price, share = ces_pair(np.array([0.5]), np.log([4.0]), np.zeros(1), 0.0)
    >>> np.exp(price).round(6), share.round(6)
    (array([2.5]), array([0.8]))
    """
    e, xp = exponent(sigma), namespace(first)
    if e is None:
        return share * first + (1.0 - share) * second, share
    own, other = xp.expm1(e * first), xp.expm1(e * second)
    more = share * own + (1.0 - share) * other
    return xp.log1p(more) / e, share * (1.0 + own) / (1.0 + more)
