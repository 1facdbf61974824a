"""Demand with income effects: non-homothetic CES, what is bought per head as people grow richer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.kernels.arrays import namespace

if TYPE_CHECKING:
    from newind.typing import Array

STEPS, NEAR, COBB_DOUGLAS = 60, 1e-6, 1e-9
"""Most steps of Newton, the last one, whose error is of its square, and the distance of an elasticity that is one."""


def demand(share: Array, price: Array, spent: Array, s: Any, e: Array, axis: int = 0) -> tuple[Array, Array]:
    """Return the log change of utility per head, and the new shares of what is bought.

    Parameters
    ----------
    share : (K, …) array
        Benchmark shares of spending, which sum to 1 (or are all 0) along the axis.
    price : array that broadcasts to the same shape
        Log changes of prices.
    spent : (…) array
        Log change of spending per head.
    s : float or array that broadcasts to the same shape
        Elasticity of substitution, not negative; one figure for all goods.
    e : array that broadcasts to the same shape
        Income effects, positive: goods with a larger one than others take more of what is spent as people grow richer.
    axis : int
        Of what is bought.

    Returns
    -------
    tuple of (…) and (K, …) arrays
        Utility, 0 where no share is; and shares.

    Notes
    -----
    E^(1 − s) = Σ ω P^(1 − s) U^((1 − s) e), ω' = ω P^(1 − s) U^((1 − s) e) / E^(1 − s). The log of spending that
    utility takes rises with its log, at the mean of e, and bends one way: Newton's steps come near from one side, for
    all problems at once. Where s is 1 shares stay. Where each e is 1 it is CES, U = E / P.

    References
    ----------
    Comin, Lashkari & Mestieri (2021), Econometrica 89(1), 311; Hanoch (1975), Econometrica 43(3), 395.

    Examples
    --------
    >>> import numpy as np
    >>> half, food = np.array([0.5, 0.5]), np.array([0.5, 1.5])
    >>> utility, shares = demand(half, np.zeros(2), np.log(4.0), 0.5, food)
    >>> float(np.exp(utility).round(3)), shares.round(3)
    (3.614, array([0.345, 0.655]))
    """
    xp, (rest, whole) = namespace(price), _exponents(s, axis)
    mean = xp.sum(share * e, axis=axis)  # spending rises by it with utility, in logs
    bought = mean > 0
    mean = xp.where(bought, mean, 1.0)
    utility = (spent - xp.sum(share * price, axis=axis)) / mean
    if rest is None:
        return utility, share + xp.zeros_like(price)
    price, rise = rest * price, rest * e
    for _ in range(STEPS):
        more = share * xp.expm1(price + rise * xp.expand_dims(utility, axis=axis))
        total = xp.sum(more, axis=axis)
        step = (spent - xp.log1p(total) / whole) * (1.0 + total) / (mean + xp.sum(more * e, axis=axis))
        utility = utility + step
        if not xp.max(xp.abs(step)) > NEAR:
            break
    more = share * xp.expm1(price + rise * xp.expand_dims(utility, axis=axis))
    shares = (share + more) / (1.0 + xp.sum(more, axis=axis, keepdims=True))
    return xp.where(bought, utility, 0.0), shares


def _exponents(s: Any, axis: int) -> tuple[Any, Any]:
    """Return 1 − s for goods and without their axis; None where it is zero, and nearly so where some of it is."""
    rest = 1.0 - s
    if not getattr(rest, "ndim", 0):
        return (None, None) if abs(rest) < COBB_DOUGLAS else (rest, rest)
    xp = namespace(rest)
    rest = xp.where(xp.abs(rest) < COBB_DOUGLAS, COBB_DOUGLAS, rest)
    return rest, xp.squeeze(rest, axis=axis)


def equivalent_variation(share: Array, utility: Array, s: Any, e: Array, axis: int = 0) -> Array:
    """Return the change of spending per head that would have been worth as much at benchmark prices, a ratio less 1.

    (Σ ω U^((1 − s) e))^(1 / (1 − s)) − 1, all shaped as of :func:`demand`.

    Examples
    --------
    >>> import numpy as np
    >>> float(equivalent_variation(np.array([0.5, 0.5]), np.log(1.1), 0.5, np.ones(2)).round(6))
    0.1
    """
    xp, (rest, whole) = namespace(share), _exponents(s, axis)
    if rest is None:
        found: Array = xp.expm1(xp.sum(share * e, axis=axis) * utility)
    else:
        total = xp.sum(share * xp.expm1(rest * e * xp.expand_dims(xp.asarray(utility), axis=axis)), axis=axis)
        found = xp.expm1(xp.log1p(total) / whole)
    return found
