"""TOPSIS: how near a unit is to the best of everything and how far from the worst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index.positions import columns
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Ideal:
    """Reference that units are compared with; kept, it scores other units and years the same way, whatever the weights.

    Attributes
    ----------
    norms : (J,) array, > 0; length of each column.
    best : (J,) array; greatest value of each column, relative to its norm.
    worst : (J,) array; least value of each column, relative to its norm.
    """

    norms: Array
    best: Array
    worst: Array


def ideal(X: Array, *, names: Names = None) -> Ideal:
    """Return the norms, the best and the worst of (N, J) scores, over what is there.

    Raises
    ------
    DataError
        For columns that are empty or zero throughout.

    Examples
    --------
    >>> ideal(np.array([[3.0], [4.0]])).best
    array([0.8])
    """
    size = magnitudes(X)
    near = np.ldexp(np.where(np.isnan(X), 0.0, X), -size)
    norms = np.ldexp(np.sqrt((near**2).sum(axis=0)), size)
    if not norms.all():
        found = offenders(columns(norms == 0, names))
        raise DataError(tell("index.topsis_empty", which=found))
    return Ideal(norms, np.fmax.reduce(X, axis=0) / norms, np.fmin.reduce(X, axis=0) / norms)


def topsis(X: Array, w: Array, frozen: Ideal | None = None, *, names: Names = None) -> Array:
    """Return the relative closeness to the ideal.

    Parameters
    ----------
    X : (N, J) array
        Scores, higher is better; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    frozen : Ideal, optional
        :func:`ideal` of a baseline to score against; that of X where left out.
    names : sequence of str, optional
        Names of the columns, for messages.

    Returns
    -------
    (N,) array in [0, 1]
        1 for a unit that is best in everything, 0 for one that is worst; distances run over the columns that the
        unit has. NaN where it has none, or where best and worst are the same.

    Raises
    ------
    DataError
        As :func:`ideal`.

    Notes
    -----
    ``r = x / ‖x_j‖``; ``d± = ‖w (r − r±)‖``; ``C = d⁻ / (d⁺ + d⁻)``. Beyond the best of a baseline nothing is
    lacking, and below its worst nothing is gained: what lies outside counts as at the end.

    References
    ----------
    Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> topsis(np.array([[4.0, 3.0], [3.0, 4.0], [4.0, 4.0], [3.0, 3.0]]), np.array([1.0, 1.0]))
    array([0.5, 0.5, 1. , 0. ])
    """
    anchor = frozen or ideal(X, names=names)
    R = X / anchor.norms
    below = _distance(np.minimum(R - anchor.best, 0.0), w)
    above = _distance(np.maximum(R - anchor.worst, 0.0), w)
    total = below + above
    known = (~np.isnan(X)).any(axis=1) & (total > 0)
    return np.asarray(np.divide(above, total, out=np.full(len(X), np.nan), where=known))


def _distance(D: Array, w: Array) -> Array:
    return np.asarray(np.sqrt(((w * np.where(np.isnan(D), 0.0, D)) ** 2).sum(axis=1)))
