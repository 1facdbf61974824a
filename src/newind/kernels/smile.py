"""How far from its final product value is added in a chain, and how what is earned runs along that distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array, IntArray

SIGNIFICANT = 0.05
"""Probability of slopes as large by chance alone below which they count."""
TAIL = 0.05
"""Share of the weights at each end that does not count as being along the curve."""
MIN_MEMBERS, MIN_CLUSTERS = 5, 4
"""Members and economies below which no curve is fitted."""


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
    """A weighted quadratic along the distance, with errors from leaving out one cluster at a time.

    Attributes
    ----------
    curvature, error, p : float
        Coefficient of the squared distance, its standard error, and the probability of one as large if it were 0.
    turning : float
        Distance at which the curve turns; NaN for a straight line.
    span : tuple of float
        Distances between which all but :data:`TAIL` of the weights at each end lie.
    ends : tuple of two float
        Slope of the curve at each end of the span.
    ends_p : float
        Probability that chance makes the less certain of the two, each in its direction: the test of a U shape.
    slope, slope_p : float
        Of the straight line, and the probability of one as steep by chance.
    verdict : {"smile", "frown", "rising", "falling", "none"}
        Smile: it falls at the near end and rises at the far end, both significantly; frown: the reverse. Otherwise
        rising or falling with the distance from the final product where the straight line is significant, else none.
    places, heights, low, high : (m,) arrays
        The curve along the span, and its 95 % band at each place.
    members, clusters : int
        Data that the fit is based on.
    effective : float
        Number of equally large clusters that would be as concentrated as these; few decide the curve.
    """

    curvature: float
    error: float
    p: float
    turning: float
    span: tuple[float, float]
    ends: tuple[float, float]
    ends_p: float
    slope: float
    slope_p: float
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
        None for fewer than :data:`MIN_MEMBERS` members or :data:`MIN_CLUSTERS` economies, or for fewer than three
        different distances.

    Notes
    -----
    Weighted least squares; the verdict is that of :func:`judge`. Errors come from leaving out each economy in turn
    (:func:`jackknife_estimates`), since the economy where the chain ends usually has most of the weight. t has (number
    of economies − 1) degrees of freedom.

    References
    ----------
    MacKinnon, Nielsen & Webb (2023), Journal of Econometrics 232(2), 272. Lind & Mehlum (2010), Oxford Bulletin of
    Economics and Statistics 72(1), 109. Ye, Meng & Wei (2015), IDE Discussion Paper 530, fit a local polynomial
    weighted by value added in place of the quadratic.
    """
    known = np.isfinite(distance) & np.isfinite(height) & (weights > 0)
    d, h, w, economy = distance[known], height[known], weights[known], clusters[known]
    groups = np.unique(economy)
    if len(d) < MIN_MEMBERS or len(groups) < MIN_CLUSTERS or len(np.unique(np.round(d, 9))) < 3:
        return None
    w, groups_weight = w / w.mean(), np.array([w[economy == g].sum() for g in groups])
    centre, span, freedom = float(d @ w / w.sum()), weighted_span(d, w), len(groups) - 1
    line, spread = jackknife_estimates(h, _powers(d - centre)[:, :2], w, economy)
    b, variance = jackknife_estimates(h, _powers(d - centre), w, economy)
    places = np.linspace(*span, points)
    P = _powers(places - centre)
    heights, errors = P @ b, np.sqrt(np.einsum("mi,ij,mj->m", P, variance, P))
    error = float(np.sqrt(variance[2, 2]))
    p, slope_p = (p_value(float(c[-1]), float(np.sqrt(V[-1, -1])), freedom) for c, V in ((b, variance), (line, spread)))
    turning = centre - float(b[1] / (2 * b[2])) if b[2] else float("nan")
    ends, ends_p = u_test(b, variance, np.array(span) - centre, freedom)
    half = _quantile(freedom) * errors
    return Smile(
        curvature=float(b[2]),
        error=error,
        p=p,
        turning=turning,
        span=span,
        ends=ends,
        ends_p=ends_p,
        slope=float(line[1]),
        slope_p=slope_p,
        verdict=judge(ends, ends_p, float(line[1]), slope_p),
        places=places,
        heights=heights,
        low=heights - half,
        high=heights + half,
        members=len(d),
        clusters=len(groups),
        effective=effective_number(groups_weight),
    )


def jackknife_estimates(h: Array, X: Array, w: Array, clusters: IntArray) -> tuple[Array, Array]:
    """Return weighted least squares and the variance of its estimates by leaving out one cluster at a time.

    Parameters
    ----------
    h : (N,) array
        What is explained.
    X : (N, K) array
        Regressors.
    w : (N,) array, > 0
        Weights.
    clusters : (N,) int array
        At least two different ones.

    Returns
    -------
    estimates : (K,) array
    variance : (K, K) array
        ``(G − 1)/G Σ_g (b_(g) − b)(b_(g) − b)'``. Unlike the usual sandwich it grows where one cluster decides the fit.

    References
    ----------
    MacKinnon, Nielsen & Webb (2023), Journal of Econometrics 232(2), 272.
    """
    groups = np.unique(clusters)
    member = (clusters[None, :] == groups[:, None]) * w
    squares = np.einsum("gn,ni,nj->gij", member, X, X, optimize=True)
    products = np.einsum("gn,ni,n->gi", member, X, h, optimize=True)
    b = np.linalg.pinv(squares.sum(axis=0), hermitian=True) @ products.sum(axis=0)
    left = np.linalg.pinv(squares.sum(axis=0) - squares, hermitian=True)
    away = np.einsum("gij,gj->gi", left, products.sum(axis=0) - products) - b
    return np.asarray(b), np.asarray((len(groups) - 1) / len(groups) * away.T @ away)


def p_value(estimate: float, error: float, freedom: int) -> float:
    """Return the probability of an estimate as large if the true value were 0: 0 without an error, 1 for 0 ± 0."""
    from scipy.special import stdtr

    if error == 0:
        return float(estimate == 0)
    return float(2 * stdtr(freedom, -abs(estimate) / error))


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def u_test(b: Array, variance: Array, at: Array, freedom: int) -> tuple[tuple[float, float], float]:
    """Return the slopes of a quadratic at two places, and whether their signs are more than chance.

    Parameters
    ----------
    b, variance : (3,) and (3, 3) arrays
        Constant, slope and curvature, and their variance.
    at : (2,) array
        Places, measured from where the constant is.
    freedom : int
        Degrees of freedom of t.

    Returns
    -------
    slopes : tuple of two float
    p : float
        The larger of the one-sided probabilities of the two.

    References
    ----------
    Lind & Mehlum (2010), Oxford Bulletin of Economics and Statistics 72(1), 109.

    Examples
    --------
    >>> u_test(np.array([0.0, 0.0, 1.0]), np.zeros((3, 3)), np.array([-1.0, 2.0]), 10)
    ((-2.0, 4.0), 0.0)
    """
    contrast = np.column_stack([np.zeros(2), np.ones(2), 2 * at])
    near, far = map(float, contrast @ b)
    errors = np.sqrt(np.einsum("mi,ij,mj->m", contrast, variance, contrast))
    p = max(p_value(slope, float(error), freedom) for slope, error in zip((near, far), errors, strict=True)) / 2
    return (near, far), p


def judge(ends: tuple[float, float], ends_p: float, slope: float, slope_p: float) -> str:
    """Return what a curve is, from its slopes at both ends and that of the straight line.

    Examples
    --------
    >>> judge((-1.0, 1.0), 0.01, 0.2, 0.5), judge((1.0, 2.0), 0.01, 1.5, 0.01), judge((-1.0, 1.0), 0.2, 0.2, 0.5)
    ('smile', 'rising', 'none')
    """
    near, far = ends
    if ends_p < SIGNIFICANT and near * far < 0:
        return "smile" if far > 0 else "frown"
    if slope_p < SIGNIFICANT and slope:
        return "rising" if slope > 0 else "falling"
    return "none"


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
