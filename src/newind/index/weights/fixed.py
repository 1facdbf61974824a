"""Weights that do not look at the data, from judgements in pairs, and one set of weights out of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index.table import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.table import Names
    from newind.typing import Array, BoolArray


def equal(J: int) -> Array:
    """Return the same weight for each of J indicators.

    Raises
    ------
    DataError
        Where there is nothing to weigh.

    Examples
    --------
    >>> equal(4)
    array([0.25, 0.25, 0.25, 0.25])
    """
    if J < 1:
        raise DataError(tell("index.equal_none", n=J))
    return np.full(J, 1.0 / J)


def normalise_weights(w: Array, *, names: Names = None) -> Array:
    """Return weights on any scale as shares of their sum.

    Parameters
    ----------
    w : (J,) array, >= 0
        Weights.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1.

    Raises
    ------
    DataError
        For weights that are negative, missing, infinite or all zero.

    Examples
    --------
    >>> normalise_weights(np.array([1.0, 3.0]))
    array([0.25, 0.75])
    """
    w = np.asarray(w, dtype=np.float64)
    wrong = ~(np.isfinite(w) & (w >= 0))
    if wrong.any():
        found = [f"{names[j] if names else f'w[{j}]'} = {w[j]:g}" for j in np.flatnonzero(wrong).tolist()]
        raise DataError(tell("index.given_below", which=offenders(found)))
    if not w.any():
        raise DataError(tell("index.given_zero", n=w.size))
    return np.asarray(w / w.sum())


def combine_weights(sets: Sequence[Array], *, names: Names = None) -> Array:
    """Combine sets of weights into the one that deviates least from all of them.

    Parameters
    ----------
    sets : sequence of (J,) arrays, >= 0
        Two or more sets, on any scale.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1; lies between the sets.

    Raises
    ------
    DataError
        For fewer than two sets, sets of different lengths, or weights that :func:`normalise_weights` refuses.

    Notes
    -----
    ``min_α Σ_k ‖Σ_l α_l w_l − w_k‖²`` has the first-order conditions ``Σ_l α_l w_k·w_l = w_k·w_k``; as is usual in
    applications, the coefficients are ``|α_k| / Σ|α|``. A coefficient is negative where a set is even (short)
    and another is not; without the absolute value weights could go negative. Sets that depend linearly on each other
    take the solution of least norm.

    References
    ----------
    Lai, Chen, Chen, Wang, Wu and Zhao (2015), Natural Hazards 77, 1243.

    Examples
    --------
    >>> combine_weights([np.array([0.8, 0.2]), np.array([0.2, 0.8])])
    array([0.5, 0.5])
    """
    _check_sets(sets)
    W = np.stack([normalise_weights(w, names=names) for w in sets])
    gram = W @ W.T
    share = np.abs(np.linalg.lstsq(gram, np.diag(gram), rcond=None)[0])
    return np.asarray(share @ W / share.sum())


def _check_sets(sets: Sequence[Array]) -> None:
    if len(sets) < 2:
        raise DataError(tell("index.combined_one", n=len(sets)))
    lengths = [len(w) for w in sets]
    if len(set(lengths)) > 1:
        raise DataError(tell("index.combined_lengths", lengths=lengths))


RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random reciprocal matrices of order 1 to 15 (Saaty 1980)."""
ACCEPTED = 0.1
"""Consistency ratio up to which judgements count as consistent (Saaty 1980)."""
RECIPROCAL = 1e-3
"""How far a_ij × a_ji may be from 1: judgements such as 1/3 are written with few digits."""


@dataclass(frozen=True, eq=False)
class Ahp:
    """Weights by the analytic hierarchy process and how consistent the judgements are.

    Attributes
    ----------
    weights : (J,) array, sums to 1.
    eigenvalue : largest eigenvalue of the matrix, at least J; J where the judgements are consistent.
    consistency_ratio : ``(λ − J) / (J − 1)`` relative to that of random judgements; 0 for J <= 2.
    """

    weights: Array
    eigenvalue: float
    consistency_ratio: float

    @property
    def consistent(self) -> bool:
        """Whether the ratio is at most 0.1; else the judgements should be looked at again."""
        return self.consistency_ratio <= ACCEPTED


def ahp(matrix: Array, *, names: Names = None) -> Ahp:
    """Return weights from a matrix of judgements in pairs.

    Parameters
    ----------
    matrix : (J, J) array, > 0
        ``a_ij``: how many times as important i is as j, usually 1/9 to 9; ``a_ji = 1/a_ij``.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    Ahp
        Principal eigenvector as weights, with the consistency ratio; inconsistent judgements are not refused.

    Raises
    ------
    DataError
        For a matrix that is not square, positive and reciprocal, or larger than the table of random indices (15).

    References
    ----------
    Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill.

    Examples
    --------
    >>> judged = ahp(np.array([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]]))
    >>> judged.weights.round(6), abs(round(judged.consistency_ratio, 9))
    (array([0.6, 0.3, 0.1]), 0.0)
    """
    A = np.asarray(matrix, dtype=np.float64)
    _check_judgements(A, names)
    values, vectors = np.linalg.eig(A)
    top = int(values.real.argmax())
    w = np.abs(vectors[:, top].real)
    return Ahp(w / w.sum(), float(values[top].real), _ratio(float(values[top].real), len(A)))


def _ratio(eigenvalue: float, J: int) -> float:
    random = RANDOM_INDEX[J - 1]
    return max(eigenvalue - J, 0.0) / (J - 1) / random if random else 0.0


def _check_judgements(A: Array, names: Names) -> None:
    if A.ndim != 2 or A.shape[0] != A.shape[1] or not A.size:
        raise DataError(tell("index.ahp_square", shape=A.shape))
    if len(A) > len(RANDOM_INDEX):
        raise DataError(tell("index.ahp_many", n=len(A), most=len(RANDOM_INDEX)))
    positive = np.isfinite(A) & (A > 0)
    _refuse(~positive, "index.ahp_positive", names)
    with np.errstate(invalid="ignore"):
        unequal = np.triu(np.abs(A * A.T - 1.0) > RECIPROCAL)
    _refuse(unequal, "index.ahp_reciprocal", names)


def _refuse(wrong: BoolArray, id: str, names: Names) -> None:
    if wrong.any():
        found = [c.removeprefix("X") if not names else c for c in cells(wrong, names, names)]
        raise DataError(tell(id, which=offenders(found)))
