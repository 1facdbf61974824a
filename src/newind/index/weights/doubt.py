"""Weights that each unit would choose for itself: the benefit of the doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import ConvergenceError, DataError, offenders, tell
from newind.index.table import columns, rows
from newind.index.weights.information import complete, non_negative

if TYPE_CHECKING:
    from newind.index.table import Names
    from newind.typing import Array

SLACK = 1e-9
"""How far sums of bounds may be from 1 by rounding."""


@dataclass(frozen=True, eq=False)
class BenefitOfTheDoubt:
    """Scores under the weights that are best for each unit.

    Attributes
    ----------
    scores : (N,) array, >= 0; 1 at the frontier, above it only beyond a fixed one; 0 for a unit that has nothing.
    weights : (N, J) array, >= 0; multipliers, in reciprocal units of the columns: ``scores = Σ_j w_ij x_ij``.
    shares : (N, J) array in [0, 1]; share of each indicator in the score, sums to 1 over j; NaN where the score is 0.
    """

    scores: Array
    weights: Array
    shares: Array


def benefit_of_the_doubt(
    X: Array,
    lower: Array | None = None,
    upper: Array | None = None,
    *,
    frontier: Array | None = None,
    names: Names = None,
    units: Names = None,
) -> BenefitOfTheDoubt:
    """Score each unit with the weights that suit it best, and under which no unit exceeds 1.

    Parameters
    ----------
    X : (N, J) array, >= 0
        Normalised table.
    lower, upper : (J,) array or float in [0, 1], optional
        Bounds on the share of each indicator in the unit's score.
    frontier : (M, J) array, >= 0, optional
        Fixed units that none may exceed 1 under anybody's weights, so that scores do not move with the sample (a unit
        beyond them scores above 1); X itself where left out.
    names, units : sequence of str, optional
        Names of indicators and units, for messages.

    Returns
    -------
    BenefitOfTheDoubt
        Best weights need not be unique; scores are.

    Raises
    ------
    DataError
        For gaps, negative values, columns of zeros, bounds that cannot hold, or units whose zeros contradict them.
    ConvergenceError
        Where the linear program is not solved.

    Notes
    -----
    For each unit k: ``max Σ_j w_j x_kj`` subject to ``Σ_j w_j x_ij <= 1`` for all i, ``w >= 0`` and
    ``lower_j <= w_j x_kj / Σ w x_k <= upper_j``.

    References
    ----------
    Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82, 111.

    Examples
    --------
    >>> benefit_of_the_doubt(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]])).scores.round(6)   # 2/5 + 2/5
    array([1. , 1. , 0.8])
    """
    base = X if frontier is None else frontier
    for table in (X, base):
        complete(table, "benefit of the doubt", names)
        non_negative(table, "benefit of the doubt", names)
    low, high = _bounds(base, lower, upper, names)
    _check_units(X, low, high, units)
    top = base.max(axis=0)
    scaled = X / top
    W = np.stack([_best(row, base / top, low, high, k) for k, row in enumerate(scaled)])
    parts = W * scaled
    scores = parts.sum(axis=1)
    shares = np.divide(parts, scores[:, None], out=np.full_like(parts, np.nan), where=scores[:, None] > 0)
    return BenefitOfTheDoubt(scores, W / top, shares)


def _bounds(X: Array, lower: Array | None, upper: Array | None, names: Names) -> tuple[Array, Array]:
    """Return bounds for every column, refusing columns of zeros and bounds that no shares can meet."""
    empty = ~(X > 0).any(axis=0)
    if empty.any():
        raise DataError(tell("index.doubt_zeros", which=offenders(columns(empty, names))))
    low = np.broadcast_to(np.float64(0.0) if lower is None else lower, X.shape[1:])
    high = np.broadcast_to(np.float64(1.0) if upper is None else upper, X.shape[1:])
    if not ((low >= 0) & (low <= high) & (high <= 1)).all() or low.sum() > 1 + SLACK or high.sum() < 1 - SLACK:
        raise DataError(tell("index.doubt_bounds", low=low.sum(), high=high.sum()))
    return low, high


def _check_units(X: Array, low: Array, high: Array, units: Names) -> None:
    """Refuse units that are zero where a share is demanded, or where the other shares may not fill the score."""
    free = not low.any() and bool((high >= 1).all())
    stuck = ((X == 0) & (low > 0)).any(axis=1) | (((X > 0) * high).sum(axis=1) < 1 - SLACK)
    if not free and stuck.any():
        found = offenders(rows(stuck, units))
        raise DataError(tell("index.doubt_units", which=found))


def _best(x: Array, base: Array, low: Array, high: Array, k: int) -> Array:
    """Return the (J,) weights that are best for a unit, the k-th, under which none of the base exceeds 1."""
    from scipy.optimize import linprog

    own = np.diag(x)
    at_most = np.vstack([base, low[:, None] * x - own, own - high[:, None] * x])
    limits = np.concatenate([np.ones(len(base)), np.zeros(2 * x.size)])
    solved = linprog(-x, A_ub=at_most, b_ub=limits, method="highs")
    if solved.status != 0:
        raise ConvergenceError(tell("index.doubt_failed", k=k, error=solved.message))
    return np.maximum(np.asarray(solved.x, dtype=np.float64), 0.0)
