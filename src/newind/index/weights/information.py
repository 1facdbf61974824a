"""Weights from the data: by how much an indicator tells, by principal components; requirements on a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import ConvergenceError, DataError, offenders, tell
from newind.index.table import columns
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from newind.index.table import Names
    from newind.typing import Array, BoolArray


FLAT = 1e-12
"""Largest spread relative to the largest value at which a column counts as constant."""


def complete(X: Array, method: str, names: Names = None, *, least: int = 1) -> None:
    """Refuse a table with gaps or too few units.

    Raises
    ------
    DataError
        Names the columns with gaps, or says how many units there are and are needed.
    """
    if X.shape[-2] < least:
        raise DataError(tell("index.weights_units", method=method, least=least, n=X.shape[-2]))
    gaps = _in_columns(~np.isfinite(X))
    if gaps.any():
        found = offenders(columns(gaps, names))
        raise DataError(tell("index.weights_gaps", method=method, which=found))


def varying(X: Array, method: str, names: Names = None) -> None:
    """Refuse columns in which all units are the same.

    Raises
    ------
    DataError
        Names the columns.
    """
    flat = _in_columns(np.ptp(X, axis=-2, keepdims=True) <= FLAT * np.abs(X).max(axis=-2, keepdims=True))
    if flat.any():
        found = offenders(columns(flat, names))
        raise DataError(tell("index.weights_flat", method=method, which=found))


def non_negative(X: Array, method: str, names: Names = None) -> None:
    """Refuse columns with negative values.

    Raises
    ------
    DataError
        Names the columns.
    """
    below = _in_columns(X < 0)
    if below.any():
        found = offenders(columns(below, names))
        raise DataError(tell("index.weights_below", method=method, which=found))


def _in_columns(mask: BoolArray) -> BoolArray:
    """Return the columns of which a mask (…, N, J) marks a value, in any table; (J,)."""
    return np.asarray(mask.reshape(-1, mask.shape[-1]).any(axis=0))


def correlations(X: Array, method: str, names: Names = None) -> Array:
    """Return the (J, J) correlation matrix of a table that has one.

    Raises
    ------
    DataError
        For gaps, fewer than three units, or constant columns.
    """
    return _correlate(X, method, names)[0]


def _correlate(X: Array, method: str, names: Names) -> tuple[Array, Array]:
    """Return the correlations (…, J, J) and standard deviations (…, J) of tables; errors as of `correlations`."""
    complete(X, method, names, least=3)
    varying(X, method, names)
    size = magnitudes(np.moveaxis(X, -2, 0))
    away = np.ldexp(X, -size[..., None, :])
    away -= away.mean(axis=-2, keepdims=True)
    C = away.swapaxes(-1, -2) @ away / (X.shape[-2] - 1)
    deviation = np.sqrt(np.diagonal(C, axis1=-2, axis2=-1))
    correlation = np.clip(C / deviation[..., :, None] / deviation[..., None, :], -1.0, 1.0)
    return correlation, np.ldexp(deviation, size)


SAME = 1e-12
"""One minus a correlation below which two indicators say the same."""


def entropy(X: Array, *, names: Names = None) -> Array:
    """Return weights by the entropy method: the less evenly an indicator is spread over the units, the more it counts.

    Parameters
    ----------
    X : (…, N, J) array, >= 0
        Normalised table, or several; it is not shifted, and 0 ln 0 = 0.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (…, J) array in [0, 1]
        Sums to 1. The same whatever positive factor a column is multiplied by.

    Raises
    ------
    DataError
        For gaps, negative values, constant columns, or fewer than two units.

    Notes
    -----
    ``p_ij = x_ij / Σ_i x_ij``, ``e_j = −Σ_i p_ij ln p_ij / ln N``, ``w_j = (1 − e_j) / Σ_j (1 − e_j)``.

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, 379.
    Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])   # e = 0 and ln 2 / ln 4
    >>> entropy(X).round(6)
    array([0.666667, 0.333333])
    """
    complete(X, "entropy", names, least=2)
    non_negative(X, "entropy", names)
    varying(X, "entropy", names)
    p = X / X.sum(axis=-2, keepdims=True)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    divergence = np.maximum(1.0 + (p * logs).sum(axis=-2) / np.log(X.shape[-2]), 0.0)
    return np.asarray(divergence / divergence.sum(axis=-1, keepdims=True))


def critic(X: Array, *, names: Names = None) -> Array:
    """Return CRITIC weights: what varies between units and is not said by other indicators counts more.

    Parameters
    ----------
    X : (…, N, J) array
        Normalised table, or several; the method is meant for columns brought to the same range by min-max.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (…, J) array in [0, 1]
        Sums to 1; 1 for a single indicator. After min-max the same whatever the columns' units were.

    Raises
    ------
    DataError
        For gaps, constant columns, fewer than three units, or indicators that all say the same.

    Notes
    -----
    ``C_j = σ_j Σ_k (1 − r_jk)``, ``w_j = C_j / Σ C``; whether σ divides by N or N − 1 makes no difference.

    References
    ----------
    Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22(7), 763.

    Examples
    --------
    >>> X = np.array([[0.0, 0.0, 1.0], [0.5, 0.5, 0.5], [1.0, 1.0, 0.0]])   # Σ(1 − r) = 2, 2, 4
    >>> critic(X)
    array([0.25, 0.25, 0.5 ])
    """
    correlation, deviation = _correlate(X, "CRITIC", names)
    conflict = (1.0 - correlation).sum(axis=-1)
    J = conflict.shape[-1]
    if J == 1:
        return np.ones_like(conflict)
    if (conflict.max(axis=-1) <= SAME * J).any():
        raise DataError(tell("index.critic", n=J))
    information = deviation * np.maximum(conflict, 0.0)
    return np.asarray(information / information.sum(axis=-1, keepdims=True))


EIGENVALUE, SINGLE_SHARE, JOINT_SHARE = 1.0, 0.1, 0.6
"""Factors are kept with an eigenvalue and a share of variance above these, and more until they jointly explain this."""


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of the correlation matrix, the largest first.

    Attributes
    ----------
    variance : (K,) array, >= 0; eigenvalues, which sum to the number of indicators.
    vectors : (J, K) array; eigenvectors of length 1, each turned so that its entries sum to at least 0.
    """

    variance: Array
    vectors: Array

    @property
    def share(self) -> Array:
        """(K,) array: share of each component in the variance of all."""
        return np.asarray(self.variance / self.variance.sum())

    @property
    def loadings(self) -> Array:
        """(J, K) array: correlation of indicator and component."""
        return np.asarray(self.vectors * np.sqrt(self.variance))


def components(X: Array, *, names: Names = None) -> Components:
    """Return the principal components of standardised indicators.

    Parameters
    ----------
    X : (N, J) array
        Normalised table.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Raises
    ------
    DataError
        For gaps, constant columns, or fewer than three units.

    Notes
    -----
    The sign of an eigenvector is arbitrary (R's ``prcomp`` leaves it to LAPACK); here the entries sum to at least 0.

    Examples
    --------
    >>> components(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])).share.round(6)
    array([1., 0.])
    """
    values, vectors = np.linalg.eigh(correlations(X, "PCA", names))
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    return Components(values, vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0))


def first_component(X: Array, *, names: Names = None) -> Array:
    """Return the first eigenvector of the correlation matrix, as COINr's ``get_PCA`` gives it: no weights in our sense.

    Returns
    -------
    (J,) array in [−1, 1]
        Has length 1, entries can be negative: such an indicator runs against the first component, and a weight made
        of it would punish what is good. Use :func:`pca` for weights.

    Raises
    ------
    DataError
        As :func:`components`.

    Examples
    --------
    >>> first_component(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])).round(6)
    array([0.707107, 0.707107])
    """
    return components(X, names=names).vectors[:, 0]


def pca(X: Array, *, factors: int | None = None, names: Names = None) -> Array:
    """Return weights from rotated principal components.

    Parameters
    ----------
    X : (N, J) array
        Normalised table.
    factors : int, optional
        How many components to keep. Where left out, those with an eigenvalue above 1 and more than 10 % of the
        variance, and further ones until they explain more than 60 %.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1. Says which indicators carry the common variation, not which are important.

    Raises
    ------
    DataError
        As :func:`components`, or for a number of factors that does not exist.
    ConvergenceError
        Where the rotation does not settle.

    Notes
    -----
    The loadings are rotated by varimax. Each indicator belongs to the factor f on which it loads most; its weight is
    the square of its loading as a share of the variance of f, times the share of f in the variance of all factors kept,
    rescaled to sum to 1.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, p. 89-91.
    Nicoletti, Scarpetta and Boylaud (2000), OECD Economics Department Working Papers 226.

    Examples
    --------
    >>> pca(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    array([0.5, 0.5])
    """
    found = components(X, names=names)
    kept = count_components(found) if factors is None else factors
    if not 1 <= kept <= len(found.variance):
        raise DataError(tell("index.factors", kept=kept, most=len(found.variance)))
    return weights_from_loadings(varimax(found.loadings[:, :kept]))


def count_components(found: Components) -> int:
    """Return how many components the rule of the OECD and JRC Handbook (2008, p. 89) keeps, at least one."""
    large = int(((found.variance > EIGENVALUE) & (found.share > SINGLE_SHARE)).sum())
    joint = int((np.cumsum(found.share) <= JOINT_SHARE).sum()) + 1
    return max(large, min(joint, len(found.share)))


def weights_from_loadings(loadings: Array) -> Array:
    """Return weights from (J, K) rotated loadings: squared, on the factor of each indicator, relative to all variance.

    Examples
    --------
    >>> weights_from_loadings(np.array([[0.8, 0.0], [0.6, 0.0], [0.0, 1.0]]))
    array([0.32, 0.18, 0.5 ])
    """
    own = (loadings**2).max(axis=1)  # the variance of the factor cancels: (l²/V_f) · (V_f/V) = l²/V
    return np.asarray(own / own.sum())


def varimax(loadings: Array, *, tolerance: float = 1e-10, most: int = 1000) -> Array:
    """Rotate (J, K) loadings so that each indicator loads on few factors (rows scaled to length 1 while rotating).

    Raises
    ------
    ConvergenceError
        Where factors are still turned by more than ``tolerance`` (radian) after ``most`` rounds.

    Notes
    -----
    Two factors at a time, by the angle that is best for the two; steps that follow the slope would stay where they
    start with two indicators, whose unrotated loadings are a minimum of the criterion.

    References
    ----------
    Kaiser (1958), Psychometrika 23(3), 187.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    L = loadings / np.where(length > 0, length, 1.0)
    pairs = list(combinations(range(L.shape[1]), 2))
    for _ in range(most):
        turned = 0.0
        for pair in pairs:
            angle = _angle(*L[:, pair].T)
            cos, sin = np.cos(angle), np.sin(angle)
            L[:, pair] = L[:, pair] @ np.array([[cos, -sin], [sin, cos]])
            turned = max(turned, abs(angle))
        if turned <= tolerance:
            return np.asarray(length * L)
    raise ConvergenceError(tell("index.varimax", most=most))


def _angle(x: Array, y: Array) -> float:
    """Return the angle by which to turn two factors for the greatest variance of their squared loadings."""
    u, v = x**2 - y**2, 2.0 * x * y
    across = 2.0 * (u @ v - u.mean() * v.sum())
    along = u @ u - v @ v - u.mean() * u.sum() + v.mean() * v.sum()
    flat = max(abs(across), abs(along)) <= FLAT * len(x)
    return 0.0 if flat else float(np.arctan2(across, along)) / 4.0
