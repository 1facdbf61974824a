"""Measure importance, which differs from nominal weight, and find weights that bring about a wanted one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import ConvergenceError, DataError, join_items, tell
from newind.index.weights.fixed import normalise_weights
from newind.index.weights.information import FLAT, correlations
from newind.kernels.quotients import mean_and_deviation, near_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.index.table import Names
    from newind.typing import Array

    Composite = Callable[[Array], Array]

MEASURES = ("r2", "correlation")
REACHED = 1e-4
"""Largest distance of an importance from the wanted one at which the target counts as reached."""

LARGE = 1e6
"""Distance from the target of weights under which the composite does not vary."""


@dataclass(frozen=True, eq=False)
class OptimalWeights:
    """Non-negative weights whose importances come nearest to the wanted ones.

    Attributes
    ----------
    weights : (J,) array in [0, 1], sums to 1.
    target : (J,) array, sums to 1; importances wanted.
    achieved : (J,) array, sizes sum to 1; importances under the weights, negative for what moves against the rest.
    """

    weights: Array
    target: Array
    achieved: Array

    @property
    def gap(self) -> float:
        """Largest distance of an importance from the wanted one."""
        return float(np.abs(self.achieved - self.target).max())

    @property
    def converged(self) -> bool:
        """Whether the wanted importances are reached; elements in conflict may put them beyond non-negative weights."""
        return self.gap <= REACHED


def importance(X: Array, composite: Array, *, measure: str = "r2") -> Array:
    """Return the share of each element in what moves a composite.

    Parameters
    ----------
    X : (N, J) array
        Elements.
    composite : (N,) array
        Scores made of them.
    measure : {"r2", "correlation"}
        Squared correlation (share of the variance explained by a straight line), or the correlation itself as COINr's
        ``get_opt_weights`` takes it.

    Returns
    -------
    (J,) array
        Sizes sum to 1. An element that moves against the composite counts negative under both measures. NaN where
        the composite does not vary.

    Raises
    ------
    DataError
        For a measure that does not exist.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176(3), 609.

    Examples
    --------
    >>> X = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])    # correlations 2/√5 and 1/√5
    >>> importance(X, X @ np.array([2.0, 1.0])).round(6)
    array([0.8, 0.2])
    """
    if measure not in MEASURES:
        raise DataError(tell("index.importance", measure=measure, known=join_items(MEASURES)))
    if np.ptp(composite) <= FLAT * np.abs(composite).max():
        return np.full(X.shape[1], np.nan)
    X, composite = near_one(X), near_one(composite)
    D, d = X - X.mean(axis=0), composite - composite.mean()
    r = d @ D / np.sqrt((D**2).sum(axis=0) * (d @ d))
    size = r * np.abs(r) if measure == "r2" else r
    return np.asarray(size / np.abs(size).sum())


def optimise_weights(
    X: Array,
    target: Array,
    *,
    measure: str = "r2",
    composite: Composite | None = None,
    names: Names = None,
) -> OptimalWeights:
    """Return the non-negative weights whose importances come nearest to those wanted.

    Parameters
    ----------
    X : (N, J) array
        Elements of the composite.
    target : (J,) array, >= 0
        Importances wanted, on any scale.
    measure : {"r2", "correlation"}
        As in :func:`importance`.
    composite : callable, optional
        From (J,) weights that sum to 1 to (N,) scores; the weighted arithmetic mean where left out.
    names : sequence of str, optional
        Names of the elements, for messages.

    Returns
    -------
    OptimalWeights
        Weights, the importances achieved, and whether they are those wanted.

    Raises
    ------
    DataError
        For gaps, constant columns, fewer than three units, a target of another length or that
        :func:`normalise_weights` refuses.
    ConvergenceError
        Where the search stops short of an optimum or at a composite that does not vary; a target out of reach is
        reported by ``converged`` instead.

    Notes
    -----
    Least squares over the simplex by SLSQP from two starts: the target itself, and for the mean the closed form
    ``w_j σ_j ∝ Σ_k (R⁻¹)_jk ρ_k`` without its negative parts, exact where it has none (ρ: correlations wanted).

    References
    ----------
    Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80, 12.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [1.0, -2.0], [-1.0, 2.0], [-1.0, -2.0]])   # uncorrelated, the second twice as wide
    >>> optimise_weights(X, np.array([0.5, 0.5])).weights.round(6)
    array([0.666667, 0.333333])
    """
    R = correlations(X, "optimised", names)
    if len(target) != len(R):
        raise DataError(tell("index.importances", n=len(target), columns=len(R)))
    wanted = normalise_weights(target, names=names)
    compose = composite or (lambda w: X @ w)

    def compute_importance(w: Array) -> Array:
        return importance(X, compose(w / w.sum()), measure=measure)

    starts = [wanted, _solve_weights(R, mean_and_deviation(X)[1], np.sqrt(wanted) if measure == "r2" else wanted)]
    best = _search(compute_importance, wanted, starts)
    reached = compute_importance(best)
    if not np.isfinite(reached).all():
        raise ConvergenceError(tell("index.cancel"))
    return OptimalWeights(best, wanted, reached)


def _solve_weights(R: Array, spread: Array, rho: Array) -> Array:
    """Return the weights that give the wanted correlations, or, where some are negative, their positive part."""
    w = np.maximum(np.linalg.lstsq(R, rho, rcond=None)[0], 0.0) / spread
    return np.asarray(w / w.sum() if w.any() else rho / rho.sum())


def _search(achieved: Composite, wanted: Array, starts: list[Array]) -> Array:
    """Return the weights with the smallest sum of squared distances found from any start."""
    from scipy.optimize import LinearConstraint, minimize

    def distance(w: Array) -> float:
        far = float(((achieved(np.maximum(w, 0.0)) - wanted) ** 2).sum())
        return far if np.isfinite(far) else LARGE

    simplex, limits = LinearConstraint(np.ones(len(wanted)), 1.0, 1.0), [(0.0, 1.0)] * len(wanted)
    tried = [
        minimize(
            distance, start, method="SLSQP", bounds=limits, constraints=simplex, tol=1e-12, options={"maxiter": 1000}
        )
        for start in starts
    ]
    done = [found for found in tried if found.success]
    if not done:
        raise ConvergenceError(tell("index.stopped", error=tried[0].message))
    w = np.maximum(min(done, key=lambda found: float(found.fun)).x, 0.0)
    return np.asarray(w / w.sum())
