"""The Mazziotta-Pareto index: the mean less a penalty for being uneven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, noun, offenders, tell
from newind.index.aggregate.means import arithmetic
from newind.index.positions import columns, rows
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array

CENTRE, DEVIATION, HALF_RANGE = 100.0, 10.0, 30.0
"""Where scores lie: mean 100 and deviation 10 (MPI), or 70 to 130 around 100 (adjusted)."""
PENALTIES = {"-": -1.0, "+": 1.0}


@dataclass(frozen=True, eq=False)
class Rescaling:
    """How indicators are brought to the scale of the index; kept, it scores other units and years the same way.

    Attributes
    ----------
    centre : (J,) array; value that becomes 100.
    spread : (J,) array, > 0; distance from it that becomes ``width``.
    width : points that the distance is worth.
    """

    centre: Array
    spread: Array
    width: float

    def __call__(self, X: Array) -> Array:
        """Return (N, J) scores around 100."""
        return CENTRE + self.width * (X - self.centre) / self.spread


def fit_standardisation(X: Array, *, names: Names = None) -> Rescaling:
    """Return the rescaling to mean 100 and standard deviation 10 over these units (the MPI).

    Raises
    ------
    DataError
        For columns that are constant or empty.

    Examples
    --------
    >>> X = np.array([[1.0], [3.0]])
    >>> fit_standardisation(X)(X)
    array([[ 90.],
           [110.]])
    """
    there = ~np.isnan(X)
    count = np.maximum(there.sum(axis=0), 1)
    size = magnitudes(X)
    near = np.ldexp(X, -size)
    middle = np.where(there, near, 0.0).sum(axis=0) / count
    deviation = np.sqrt((np.where(there, near - middle, 0.0) ** 2).sum(axis=0) / count)
    centre, spread = np.ldexp(middle, size), np.ldexp(deviation, size)
    return _usable(Rescaling(centre, spread, DEVIATION), "a standard deviation of 0", names)


def goalposts(low: Array, high: Array, reference: Array | None = None, *, names: Names = None) -> Rescaling:
    """Return the rescaling of goalposts to 70 and 130 (the adjusted index, which compares over time).

    Parameters
    ----------
    low, high : (J,) array
        Least and greatest value over all units and years considered.
    reference : (J,) array, optional
        Value that becomes 100, for instance the average of the base year; half of the range on either side of it
        becomes 70 and 130. The middle of the goalposts where left out.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Raises
    ------
    DataError
        Where low is not below high.

    References
    ----------
    Mazziotta and Pareto (2016), Social Indicators Research 127, 983.

    Examples
    --------
    >>> goalposts(np.array([0.0]), np.array([10.0]))(np.array([[0.0], [5.0], [10.0]])).ravel()
    array([ 70., 100., 130.])
    """
    centre = (low + high) / 2.0 if reference is None else reference
    return _usable(Rescaling(centre, (high - low) / 2.0, HALF_RANGE), "goalposts whose low is not below high", names)


def _usable(scale: Rescaling, what: str, names: Names) -> Rescaling:
    wrong = ~(np.isfinite(scale.centre) & (scale.spread > 0))
    if wrong.any():
        found = offenders(columns(wrong, names))
        raise DataError(tell("index.mpi_columns", what=noun(what), which=found))
    return scale


def mazziotta_pareto(
    X: Array, w: Array | None = None, penalty: str = "-", rescaling: Rescaling | None = None, *, units: Names = None
) -> Array:
    """Return the Mazziotta-Pareto index.

    Parameters
    ----------
    X : (N, J) array
        Indicators, higher is better; NaN is missing.
    w : (J,) or (N, J) array, >= 0, optional
        Weights; equal where left out, as in the original.
    penalty : {"-", "+"}
        ``-`` lowers the score of uneven units, for what should be high; ``+`` raises it, for what should be low.
    rescaling : Rescaling, optional
        :func:`goalposts` for the adjusted index, or one kept from a baseline; :func:`fit_standardisation` where
        left out.
    units : sequence of str, optional
        Names of the units, for messages.

    Returns
    -------
    (N,) array
        ``M ∓ S²/M`` with mean M and standard deviation S of the unit's rescaled indicators; about 100 for an average
        unit, NaN where nothing is there.

    Raises
    ------
    DataError
        For another penalty, columns that :func:`fit_standardisation` refuses, or units with a mean of 0 or less.

    References
    ----------
    De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104, 1.
    Mazziotta and Pareto (2022), Rivista Italiana di Economia Demografia e Statistica 76 (weights).

    Examples
    --------
    >>> scale = goalposts(np.array([0.0, 0.0]), np.array([60.0, 60.0]))    # x + 70
    >>> mazziotta_pareto(np.array([[30.0, 30.0], [20.0, 40.0]]), rescaling=scale)    # 100, 100 − 10²/100
    array([100.,  99.])
    """
    if penalty not in PENALTIES:
        raise DataError(tell("index.mpi_penalty", penalty=penalty))
    Y = (rescaling or fit_standardisation(X))(X)
    weights = np.ones(X.shape[1]) if w is None else w
    mean = arithmetic(Y, weights)
    _check_mean(mean, units)
    variance = arithmetic((Y - mean[:, None]) ** 2, weights)
    return np.asarray(mean + PENALTIES[penalty] * variance / mean)


def _check_mean(mean: Array, units: Names) -> None:
    below = mean <= 0
    if below.any():
        found = offenders(rows(below, units))
        raise DataError(tell("index.mpi_mean", which=found))
