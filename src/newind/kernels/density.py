"""How values are distributed: smoothed density, its bandwidth and the number of its peaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.magnitude import magnitudes, mean_and_deviation, near_one

if TYPE_CHECKING:
    from newind.typing import Array

POINTS = 512
MARGIN = 3.0
"""Bandwidths by which a grid reaches beyond the lowest and the highest value."""


@dataclass(frozen=True, eq=False)
class Density:
    """A density on a grid.

    Attributes
    ----------
    grid : (P,) array, unit of the values.
    density : (P,) array, >= 0, per unit of the values.
    bandwidth : float, standard deviation of the kernel, unit of the values.
    modes : int, >= 1, number of peaks on the grid.
    """

    grid: Array
    density: Array
    bandwidth: float
    modes: int


def bandwidth(values: Array) -> float:
    """Return Scott's bandwidth.

    Parameters
    ----------
    values : (m,) array, m >= 2

    Returns
    -------
    float, unit of the values
        Standard deviation (of a sample) × m^(−1/5); 0 where values are equal.

    References
    ----------
    Scott (1992), Multivariate Density Estimation.

    Examples
    --------
    >>> round(bandwidth(np.array([1.0, 2.0, 3.0])), 6)  # 1 × 3^(−0.2)
    0.802742
    """
    return float(mean_and_deviation(values, ddof=1)[1] * len(values) ** -0.2)


def common_grid(samples: list[Array], points: int = POINTS, width: float | None = None) -> Array:
    """Return a grid that holds several samples, three of the largest bandwidths beyond their ends.

    Parameters
    ----------
    samples : list of (m,) arrays
    points : int, >= 2
    width : float, > 0, optional
        Bandwidth of all; Scott's of each where left out.

    Returns
    -------
    (points,) array, ascending

    Examples
    --------
    >>> common_grid([np.array([0.0, 1.0]), np.array([4.0, 5.0])], points=2).round(3)
    array([-1.847,  6.847])
    """
    margin = MARGIN * (max(bandwidth(s) for s in samples) if width is None else width)
    return np.linspace(min(s.min() for s in samples) - margin, max(s.max() for s in samples) + margin, points)


def density(values: Array, grid: Array, width: float | None = None) -> Density:
    """Return the density of values by a Gaussian kernel.

    Parameters
    ----------
    values : (m,) array, m >= 2, not all equal
    grid : (P,) array, ascending
        Where the density is wanted.
    width : float, > 0, optional
        Bandwidth; Scott's where left out.

    Returns
    -------
    Density
        Its integral over a grid that reaches far enough is 1.

    References
    ----------
    Silverman (1986), Density Estimation for Statistics and Data Analysis.

    Examples
    --------
    >>> far = density(np.array([0.0, 0.0, 9.0, 9.0]), np.linspace(-3.0, 12.0, 301), width=1.0)
    >>> far.modes, far.density.max().round(4)  # half of the normal density at its peak
    (2, np.float64(0.1995))
    """
    from scipy.stats import gaussian_kde

    h = bandwidth(values) if width is None else width
    size = magnitudes(values)
    estimate = gaussian_kde(near_one(values), bw_method=h / float(mean_and_deviation(values, ddof=1)[1]))
    heights = np.asarray(estimate(np.ldexp(grid, -size)))
    return Density(grid=grid, density=np.ldexp(heights, -size), bandwidth=h, modes=modes(heights))


def modes(heights: Array) -> int:
    """Return the number of peaks of a curve; a plateau that falls on both sides counts once.

    Parameters
    ----------
    heights : (P,) array, >= 0
        A curve on an ascending grid; outside of it the curve counts as lower.

    Returns
    -------
    int, >= 1

    Examples
    --------
    >>> modes(np.array([0.0, 2.0, 2.0, 1.0, 3.0, 0.0]))
    2
    """
    steps = np.diff(np.concatenate([[-np.inf], heights, [-np.inf]]))
    signs = np.sign(steps[steps != 0])
    return int(((signs[:-1] > 0) & (signs[1:] < 0)).sum())
