"""How far from its final product value is added in a chain, and how what is earned runs along that distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio
from newind.kernels.regression import least_squares

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array, IntArray

SIGNIFICANT = 0.05
"""Probability of a curvature as large by chance alone below which it counts as one."""
TAIL = 0.05
"""Share of the weights at each end that does not count as being along the curve."""
MIN_MEMBERS = 5
"""Members below which no curve is fitted."""


def chain_distance(leontief: Leontief, y: Array) -> tuple[Array, Array]:
    """Return the output that final products call for, and how many stages before them it is made on average.

    Parameters
    ----------
    leontief : Leontief
        The factorised system of n industries.
    y : (n,) array, million USD
        Final products at the end of the chain, not negative.

    Returns
    -------
    output : (n,) array, million USD
        ``B y``.
    distance : (n,) array, stages, >= 1
        1 for what the finishing industries add themselves, 2 for their direct suppliers, …; the mean over all paths by
        the output they carry. NaN for an industry that is not in the chain.

    Notes
    -----
    ``Σ_k (k + 1) (A^k y)_i / Σ_k (A^k y)_i = (B B y)_i / (B y)_i``: two solves with one factorisation. Since value
    added per unit of output is the same on all paths, this is the distance of the industry's value added as well.

    References
    ----------
    Ye, Meng & Wei (2015), IDE Discussion Paper 530. Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23261.

    Examples
    --------
    >>> from newind.kernels.leontief import Leontief
    >>> chain_distance(Leontief(np.array([[0.0, 0.5], [0.0, 0.0]])), np.array([0.0, 10.0]))
    (array([ 5., 10.]), array([2., 1.]))
    """
    output = leontief.solve(y)
    return output, np.where(output > 0, ratio(leontief.solve(output), output), np.nan)


@dataclass(frozen=True, eq=False)
class Smile:
    """A weighted quadratic along the distance, with errors correlated within clusters.

    Attributes
    ----------
    curvature, error, p : float
        Coefficient of the squared distance, its standard error, and the probability of one as large if it were 0.
    turning : float
        Distance at which the curve turns; NaN for a straight line.
    span : tuple of float
        Distances between which all but :data:`TAIL` of the weights at each end lie.
    verdict : {"smile", "frown", "bent", "none"}
        Smile and frown: a significant curvature whose turning point is inside the span. Bent: significant, but the
        curve rises or falls along all of it. None: no curvature that chance could not make.
    places, heights, low, high : (m,) arrays
        The curve along the span, and its 95 % band at each place.
    members, clusters : int
        What the fit rests on.
    effective : float
        Number of equally large clusters that would be as concentrated as these; few make the errors too small.
    """

    curvature: float
    error: float
    p: float
    turning: float
    span: tuple[float, float]
    verdict: str
    places: Array
    heights: Array
    low: Array
    high: Array
    members: int
    clusters: int
    effective: float


def fit_smile(distance: Array, height: Array, weights: Array, clusters: IntArray, points: int = 25) -> Smile | None:
    """Fit a quadratic in the distance, weighted, and judge whether it is a smile.

    Parameters
    ----------
    distance, height : (N,) arrays
        Members with NaN in either are left out.
    weights : (N,) array
        Value added in the chain; members without a positive one are left out.
    clusters : (N,) int array
        Economy of each member: errors may be correlated within it, as its level of wages is common to its industries.
    points : int
        Places of the curve.

    Returns
    -------
    Smile or None
        None for fewer than :data:`MIN_MEMBERS` members, for fewer than four economies, or for fewer than three
        different distances.

    Notes
    -----
    Weighted least squares; t has (number of economies − 1) degrees of freedom. The error of the curve at a place is
    that of the constant after moving the origin of distances there.

    References
    ----------
    Arellano (1987), Oxford Bulletin of Economics and Statistics 49(4), 431. Ye, Meng & Wei (2015), IDE Discussion Paper
    530, fit a local polynomial weighted by value added in its place.
    """
    from scipy.special import stdtrit

    known = np.isfinite(distance) & np.isfinite(height) & (weights > 0)
    d, h, w, economy = distance[known], height[known], weights[known], clusters[known]
    groups = np.unique(economy)
    if len(d) < MIN_MEMBERS or len(groups) < 4 or len(np.unique(np.round(d, 9))) < 3:
        return None
    root, span = np.sqrt(w / w.mean()), weighted_span(d, w)
    places = np.linspace(*span, points)
    fits = [least_squares(h * root, _powers(d - at) * root[:, None], economy) for at in places]
    heights, errors = (np.array([getattr(f, name)[0] for f in fits]) for name in ("coefficients", "errors"))
    half = float(stdtrit(fits[0].freedom, 0.975)) * errors
    first = fits[0]
    _, slope, curvature = map(float, first.coefficients)
    turning = span[0] - slope / (2 * curvature) if curvature else float("nan")
    return Smile(
        curvature=curvature,
        error=float(first.errors[2]),
        p=float(first.p[2]),
        turning=turning,
        span=span,
        verdict=judge(curvature, float(first.p[2]), turning, span),
        places=places,
        heights=heights,
        low=heights - half,
        high=heights + half,
        members=len(d),
        clusters=len(groups),
        effective=effective_number(np.array([w[economy == g].sum() for g in groups])),
    )


def judge(curvature: float, p: float, turning: float, span: tuple[float, float]) -> str:
    """Return what a curve is: smile, frown, bent or none.

    Examples
    --------
    >>> judge(1.0, 0.01, 2.0, (1.0, 4.0)), judge(1.0, 0.01, 5.0, (1.0, 4.0)), judge(1.0, 0.2, 2.0, (1.0, 4.0))
    ('smile', 'bent', 'none')
    """
    if not p < SIGNIFICANT or not np.isfinite(turning):
        return "none"
    if not span[0] < turning < span[1]:
        return "bent"
    return "smile" if curvature > 0 else "frown"


def weighted_span(values: Array, weights: Array) -> tuple[float, float]:
    """Return between which values all but :data:`TAIL` of the weights at each end lie.

    Examples
    --------
    >>> weighted_span(np.array([1.0, 2.0, 9.0]), np.array([50.0, 49.0, 1.0]))
    (1.0, 2.0)
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    low, high = (int(np.searchsorted(reached, at)) for at in (TAIL, 1 - TAIL))
    return float(values[order][low]), float(values[order][min(high, len(order) - 1)])


def effective_number(weights: Array) -> float:
    """Return the number of equal parts that would be as concentrated: ``(Σw)² / Σw²``.

    Examples
    --------
    >>> effective_number(np.array([1.0, 1.0])), effective_number(np.array([1.0, 0.0]))
    (2.0, 1.0)
    """
    return float(weights.sum() ** 2 / (weights @ weights))


def _powers(d: Array) -> Array:
    return np.column_stack([np.ones_like(d), d, d**2])
