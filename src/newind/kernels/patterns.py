"""Ordinary least squares with what one needs to judge it, and patterns of industrialisation estimated by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from newind.typing import Array, IntArray


NO_VARIATION = 1e-12
"""Spread of a regressor, as a share of its size, below which it counts as constant."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted linear equation.

    Attributes
    ----------
    coefficients, errors : (K,) arrays, estimates and their standard errors.
    t, p : (K,) arrays, estimate over error, and two-sided probability of one as large if the true value were 0;
        infinite and 0 where the fit leaves no residual, NaN where the estimate is 0 as well.
    r_squared : float in [0, 1], explained share of the variation around the mean; NaN where there is none.
    observations : int, number of rows used.
    freedom : int, degrees of freedom of t.
    covariance : (K, K) array, of the estimates; its diagonal is errors squared.
    deviation : float, standard deviation of the residual.
    """

    coefficients: Array
    errors: Array
    t: Array
    p: Array
    r_squared: float
    observations: int
    freedom: int
    covariance: Array
    deviation: float


def least_squares(y: Array, X: Array, clusters: IntArray | None = None, absorbed: int = 0) -> Fit:
    """Return ordinary least squares.

    Parameters
    ----------
    y : (N,) array
        What is explained.
    X : (N, K) array
        Regressors, the constant among them where there is one.
    clusters : (N,) int array, optional
        Group of each row, within which errors may be correlated; left out, errors are independent and of one variance.
    absorbed : int
        Parameters removed beforehand that count in the small-sample correction of clustered errors.

    Returns
    -------
    Fit
        With clusters t has G − 1 degrees of freedom, and the variance is scaled by
        G/(G − 1) · (N − 1)/(N − K − absorbed).

    Raises
    ------
    DataError
        For no more rows than regressors, a single cluster, or regressors that depend on each other.

    References
    ----------
    Arellano (1987), Oxford Bulletin of Economics and Statistics 49(4), 431.

    Examples
    --------
    >>> X = np.column_stack([[0.0, 1.0, 2.0], np.ones(3)])
    >>> fit = least_squares(np.array([0.0, 1.0, 5.0]), X)
    >>> fit.coefficients.round(6), round(fit.r_squared, 6)
    (array([ 2.5, -0.5]), 0.892857)
    """
    _check(X, clusters, absorbed)
    size = magnitudes(X)
    near = np.ldexp(X, -size)
    inverse = np.asarray(np.linalg.inv(near.T @ near), dtype=np.float64)
    b = np.asarray(np.linalg.lstsq(near, y, rcond=None)[0], dtype=np.float64)
    residual: Array = y - near @ b
    if clusters is None:
        freedom, variance = len(y) - X.shape[1], inverse * (residual @ residual) / (len(y) - X.shape[1])
    else:
        freedom, variance = _cluster_variance(near, residual, inverse, clusters, absorbed)
    errors = np.sqrt(np.clip(np.diag(variance), 0.0, None))
    t, p = _test_estimates(b, errors, freedom)
    left = len(y) - X.shape[1] - absorbed
    deviation = float(np.sqrt(residual @ residual / left))
    with np.errstate(over="ignore"):  # the square of 1e300 is infinite
        covariance = np.ldexp(variance, -np.add.outer(size, size))
    b, errors = np.ldexp(b, -size), np.ldexp(errors, -size)
    return Fit(b, errors, t, p, _r_squared(y, residual), len(y), freedom, covariance, deviation)


def _cluster_variance(
    X: Array, residual: Array, inverse: Array, clusters: IntArray, absorbed: int
) -> tuple[int, Array]:
    """Return degrees of freedom and the variance of estimates whose errors are correlated within clusters."""
    codes = np.unique(clusters, return_inverse=True)[1]
    groups, rows = int(codes.max()) + 1, len(residual)
    scores = np.eye(groups)[codes].T @ (X * residual[:, None])
    scale = groups / (groups - 1) * (rows - 1) / (rows - X.shape[1] - absorbed)
    return groups - 1, scale * inverse @ (scores.T @ scores) @ inverse


def _test_estimates(b: Array, errors: Array, freedom: int) -> tuple[Array, Array]:
    from scipy.special import stdtr

    with np.errstate(divide="ignore", invalid="ignore"):
        t = b / errors
    return t, np.asarray(2 * stdtr(freedom, -np.abs(t)))


def _r_squared(y: Array, residual: Array) -> float:
    around = y - y.mean()
    total = float(around @ around)
    return 1 - float(residual @ residual) / total if total > 0 else float("nan")


def _check(X: Array, clusters: IntArray | None, absorbed: int) -> None:
    rows, columns = X.shape
    if rows <= columns + absorbed:
        raise DataError(
            f"regression: {rows} complete observations for {columns + absorbed} parameters. "
            "Add units or years, or leave out controls."
        )
    if clusters is not None and len(np.unique(clusters)) < 2:
        raise DataError("regression: all observations come from 1 unit. Errors clustered by unit need at least 2.")
    size = np.abs(X).max(axis=0)
    rank = np.linalg.matrix_rank(X / np.where(size > 0, size, 1.0), tol=NO_VARIATION * np.sqrt(rows))
    if rank < columns:
        raise DataError(
            f"regression: {columns} regressors of which only {rank} say something of their own. Leave out those that "
            "are the same for all, or sums of others; convergence needs units that start from different levels."
        )


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
