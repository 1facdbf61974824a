"""Weights from judgements in pairs: the analytic hierarchy process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index.positions import cells

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array, BoolArray

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
    _check(A, names)
    values, vectors = np.linalg.eig(A)
    top = int(values.real.argmax())
    w = np.abs(vectors[:, top].real)
    return Ahp(w / w.sum(), float(values[top].real), _ratio(float(values[top].real), len(A)))


def _ratio(eigenvalue: float, J: int) -> float:
    random = RANDOM_INDEX[J - 1]
    return max(eigenvalue - J, 0.0) / (J - 1) / random if random else 0.0


def _check(A: Array, names: Names) -> None:
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
