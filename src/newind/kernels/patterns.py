"""Patterns of industrialisation: the share of a sector by population and income, both and their squares in logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.regression import least_squares

if TYPE_CHECKING:
    from newind.kernels.regression import Fit
    from newind.typing import Array

TERMS = ("population", "population_squared", "income", "income_squared")
"""Terms of the equation in this order, in logs; period effects follow."""


@dataclass(frozen=True)
class TurningPoint:
    """Income at which a share is highest (or lowest), with its interval; NaN where the square of income is 0."""

    income: float
    low: float
    high: float
    highest: bool


def terms(population: Array, income: Array) -> Array:
    """Return the regressors of the equation.

    Parameters
    ----------
    population : (...) array, million persons, > 0
    income : (...) array, money per head, > 0

    Returns
    -------
    (..., 4) array
        ``ln P, (ln P)², ln Y, (ln Y)²``.
    """
    p, y = np.log(population), np.log(income)
    return np.stack([p, p**2, y, y**2], axis=-1)


def fit_pooled_shares(share: Array, z: Array) -> Fit:
    """Fit shares of economies on their size and income with an effect for each period.

    Parameters
    ----------
    share : (N, T) array
        Share of the sector by economy and period.
    z : (N, T, 4) array
        From :func:`terms`.

    Returns
    -------
    Fit
        4 coefficients, then T period effects; errors clustered by economy.

    References
    ----------
    Rodrik (2016), Journal of Economic Growth 21(1), 1; Chenery & Syrquin (1975), Patterns of Development 1950-1970.
    """
    N, T = share.shape
    X = np.concatenate([z, np.broadcast_to(np.eye(T), (N, T, T))], axis=2)
    return least_squares(share.ravel(), X.reshape(N * T, -1), np.repeat(np.arange(N), T))


def within(share: Array, z: Array) -> Fit:
    """Fit the same with an effect for each economy, so that only what changes in each of them counts.

    Parameters
    ----------
    share, z : as in :func:`fit_pooled_shares`

    Returns
    -------
    Fit
        4 coefficients, then the effects of periods 2 to T against the first; ``r_squared`` is of what changes within
        economies.

    References
    ----------
    Rodrik (2016), Journal of Economic Growth 21(1), 1.
    """
    N, T = share.shape
    X = np.concatenate([z, np.broadcast_to(np.eye(T)[:, 1:], (N, T, T - 1))], axis=2)
    y, X = share - share.mean(axis=1, keepdims=True), X - X.mean(axis=1, keepdims=True)
    return least_squares(y.ravel(), X.reshape(N * T, -1), np.repeat(np.arange(N), T), absorbed=N)


def predict_values(x: Array, coefficients: Array, covariance: Array) -> tuple[Array, Array]:
    """Return what an equation gives, and the standard error of it.

    Parameters
    ----------
    x : (..., K) array
        Regressors, or their differences from those of a known figure.
    coefficients : (K,) array
    covariance : (K, K) array

    Returns
    -------
    value, error : (...) arrays
    """
    variance = np.einsum("...i,ij,...j->...", x, covariance, x)
    return np.asarray(x @ coefficients), np.sqrt(np.clip(variance, 0.0, None))


def turning_point(coefficients: Array, covariance: Array, quantile: float) -> TurningPoint:
    """Return the income at which the share turns, by the delta method in logs.

    Parameters
    ----------
    coefficients : (K,) array
        As of :func:`fit_pooled_shares`.
    covariance : (K, K) array
    quantile : float
        Errors on each side of the interval, about 2.

    Notes
    -----
    ``ln Y* = −b / 2c`` with b of income and c of its square; its variance is ``g' V g``, ``g = (−1/2c, b/2c²)``. Where
    c is not clearly other than 0 the interval covers every income that there is: nothing turns.

    Examples
    --------
    >>> found = turning_point(np.array([0.0, 0.0, 2.0, -0.1]), np.zeros((4, 4)), 2.0)
    >>> round(float(np.log(found.income)), 6), found.highest
    (10.0, True)
    """
    b, c = float(coefficients[2]), float(coefficients[3])
    if c == 0:
        return TurningPoint(np.nan, np.nan, np.nan, highest=False)
    slope = np.array([-1 / (2 * c), b / (2 * c**2)])
    error = float(np.sqrt(max(slope @ covariance[2:4, 2:4] @ slope, 0.0)))
    middle = -b / (2 * c)
    with np.errstate(over="ignore"):
        low, at, high = np.exp([middle - quantile * error, middle, middle + quantile * error])
    return TurningPoint(float(at), float(low), float(high), highest=c < 0)
