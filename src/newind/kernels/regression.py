"""Ordinary least squares with what one needs to judge its coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.kernels.magnitude import magnitudes

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
