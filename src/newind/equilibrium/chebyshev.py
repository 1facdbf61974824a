"""Functions on [0, 1] known at Chebyshev points: their slopes and their integrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array


def points(count: int) -> Array:
    """Return Chebyshev's points of the second kind on [0, 1], ends included; those of 9 are among those of 17.

    Examples
    --------
    >>> points(3)
    array([0. , 0.5, 1. ])
    """
    return np.asarray(np.sin(0.5 * np.pi * np.arange(count) / (count - 1)) ** 2)


def slopes(count: int) -> Array:
    """Return the matrix from values at the points to slopes of the polynomial through them; (count, count).

    References
    ----------
    Berrut & Trefethen (2004), SIAM Review 46(3), 501: the barycentric form.

    Examples
    --------
    >>> (slopes(5) @ points(5) ** 3).round(12)[-1]
    np.float64(3.0)
    """
    t, weight = points(count), _barycentric(count)
    apart = t[:, None] - t + np.eye(count)
    D = weight / weight[:, None] / apart - np.eye(count)
    np.fill_diagonal(D, 0.0)
    np.fill_diagonal(D, -D.sum(axis=1))
    return D


def quadrature(count: int) -> Array:
    """Return the weights that integrate the polynomial through values at the points; (count,).

    References
    ----------
    Clenshaw & Curtis (1960), Numerische Mathematik 2, 197.

    Examples
    --------
    >>> quadrature(3) * 6
    array([1., 4., 1.])
    """
    degree = np.arange(0, count, 2)
    angle = np.pi * np.arange(count) / (count - 1)
    terms = np.cos(np.outer(angle, degree)) / (1.0 - degree**2.0)
    ends = np.where((degree == 0) | (degree == count - 1), 0.5, 1.0)
    weight = 2.0 * (terms * ends).sum(axis=1) / (count - 1)
    weight[[0, -1]] /= 2.0
    return np.asarray(weight)


def extrapolation_weights(count: int) -> Array:
    """Return the weights of all points but the last that carry a polynomial on to the last; (count - 1,).

    Examples
    --------
    >>> round(float(extrapolation_weights(5) @ points(5)[:-1] ** 2), 12)
    1.0
    """
    weight = _barycentric(count)
    return np.asarray(-weight[:-1] / weight[-1])


def _barycentric(count: int) -> Array:
    weight = (-1.0) ** np.arange(count)
    weight[[0, -1]] /= 2.0
    return np.asarray(weight)
