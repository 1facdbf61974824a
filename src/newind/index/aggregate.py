"""Aggregation of scores into one, arrays in, arrays out: power means, less a penalty, by distance, in pairs.

Scores are (N, J): a unit a row, an indicator or pillar a column, higher is better; NaN is missing. Weights are (J,), or
(N, J) where each unit has its own, on any scale, none negative. Means and distances take what is there with the weights
made to sum to 1 again; a unit of which nothing (or nothing that weighs) is there gets NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, noun, offenders, tell
from newind.index.table import cells, columns, rows
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from newind.index.table import Names
    from newind.typing import Array, IntArray


NAMED = {1.0: "arithmetic mean", 0.0: "geometric mean", -1.0: "harmonic mean"}


def arithmetic(X: Array, w: Array) -> Array:
    """Return weighted arithmetic means: a weakness is made up for in full by strength elsewhere.

    Parameters
    ----------
    X : (N, J) array
        Scores; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.

    Returns
    -------
    (N,) array
        Between the least and the greatest score of the unit; NaN where none is there.

    Examples
    --------
    >>> arithmetic(np.array([[1.0, 4.0], [np.nan, 4.0]]), np.array([2.0, 1.0]))
    array([2., 4.])
    """
    return power(X, w, 1.0)


def geometric(X: Array, w: Array, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted geometric means: a weakness is made up for in part only.

    Parameters
    ----------
    X : (N, J) array, > 0
        Scores; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N,) array, > 0
        At most the arithmetic mean; NaN where no score is there.

    Raises
    ------
    DataError
        For scores of 0 or less that have a weight.

    Examples
    --------
    >>> geometric(np.array([[1.0, 4.0]]), np.array([1.0, 1.0]))
    array([2.])
    """
    return power(X, w, 0.0, names=names, units=units)


def harmonic(X: Array, w: Array, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted harmonic means: a weakness counts even more than in the geometric mean.

    Parameters
    ----------
    X : (N, J) array, > 0
        Scores; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N,) array, > 0
        At most the geometric mean; NaN where no score is there.

    Raises
    ------
    DataError
        For scores of 0 or less that have a weight.

    Examples
    --------
    >>> harmonic(np.array([[1.0, 3.0]]), np.array([1.0, 1.0]))
    array([1.5])
    """
    return power(X, w, -1.0, names=names, units=units)


def power(X: Array, w: Array, p: float, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted power means.

    Parameters
    ----------
    X : (N, J) array
        Scores: any for p = 1, >= 0 for other p > 0, > 0 for p <= 0; NaN is missing.
    w : (J,) or (N, J) array, >= 0
        Weights on any scale.
    p : float
        1 arithmetic, 0 geometric, −1 harmonic; the lower, the more a weakness counts.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N,) array
        ``(Σ w x^p / Σ w)^(1/p)``, grows with p; NaN where no score is there.

    Raises
    ------
    DataError
        For scores outside the range of p that have a weight, or a p that is no number.

    Examples
    --------
    >>> power(np.array([[1.0, 7.0]]), np.array([1.0, 1.0]), 2.0)
    array([5.])
    """
    if w.ndim == 1:
        return quasi_arithmetic(X, w[:, None], p, names=names, units=units)[:, 0]
    used = ~np.isnan(X) & (w > 0)
    values, size = _transform_scores(np.where(used, X, np.nan), p, names, units)
    return np.ldexp(_mean((values * w).sum(axis=1), (used * w).sum(axis=1), p), size)


def quasi_arithmetic(X: Array, W: Array, p: float = 1.0, *, names: Names = None, units: Names = None) -> Array:
    """Return weighted power means under many sets of weights at once.

    Parameters
    ----------
    X : (N, J) array
        Scores, as in :func:`power`.
    W : (J, B) array, >= 0
        A set of weights a column, on any scale.
    p : float
        As in :func:`power`.
    names, units : sequence of str, optional
        Names of columns and rows, for messages.

    Returns
    -------
    (N, B) array
        ``power(X, W[:, b], p)`` in column b.

    Raises
    ------
    DataError
        As :func:`power`.

    Examples
    --------
    >>> quasi_arithmetic(np.array([[1.0, 4.0]]), np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), 0)
    array([[1., 2., 4.]])
    """
    weighs = (W > 0).any(axis=1)
    values, size = _transform_scores(np.where(weighs, X, np.nan), p, names, units)
    there = ~np.isnan(X)
    total = W.sum(axis=0) if there.all() else there.astype(np.float64) @ W
    return np.ldexp(_mean(values @ W, total, p), size[:, None])


def _transform_scores(X: Array, p: float, names: Names, units: Names) -> tuple[Array, IntArray]:
    """Return ``x^p`` (ln x for p = 0) with 0 where nothing is there, and the power of two units are divided by."""
    _check(X, p, names, units)
    size = weightiest(X, p)
    near = np.ldexp(X, -size[:, None])
    values = near if p == 1 else np.log(near) if p == 0 else near**p
    return np.where(np.isnan(X), 0.0, values), size


def weightiest(X: Array, p: float) -> IntArray:
    """Return the power of two of the score of each row that counts most in a power mean; 0 for exponents -1 to 1.

    Parameters
    ----------
    X : (N, J) array
        Above zero for exponents below -1; NaN is missing.
    p : float
        The greatest score counts most above 1, the least below -1: divided by it, no score is too large a power.
    """
    if abs(p) <= 1:
        return np.zeros(len(X), dtype=np.int64)
    return magnitudes(X.T) if p > 0 else -magnitudes((1.0 / X).T)


def _mean(total: Array, weight: Array, p: float) -> Array:
    """Return the mean from the weighted sum of transformed scores; NaN where nothing weighs."""
    mean: Array = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    if p == 1:
        return mean
    return np.exp(mean) if p == 0 else np.asarray(mean ** (1.0 / p))


def _check(X: Array, p: float, names: Names, units: Names) -> None:
    """Refuse scores that have no such mean."""
    if not np.isfinite(p):
        raise DataError(tell("index.no_power", p=p))
    if p == 1:
        return
    wrong = X < 0 if p > 0 else X <= 0
    if wrong.any():
        kind = noun(NAMED[p]) if p in NAMED else tell("index.power_mean", p=p)
        least = noun("negative" if p > 0 else "zero or negative")
        raise DataError(tell("index.mean", kind=kind, least=least, which=offenders(cells(wrong, names, units))))


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


TIE = 1e-12
"""Distance from one half within which a comparison of two units is a draw: sums of weights are not exact."""


def outranking(X: Array, w: Array, against: Array | None = None) -> Array:
    """Return the weight of the indicators in which one unit is ahead of another.

    Parameters
    ----------
    X : (N, J) array
        Scores, higher is better; NaN is missing.
    w : (J,) array, >= 0
        Weights on any scale.
    against : (M, J) array, optional
        Units to compare with; X itself where left out.

    Returns
    -------
    (N, M) array in [0, 1]
        Entry (i, k): share of weight in which i is ahead of k, draws counted half, over the indicators that both have;
        NaN where they share none. The diagonal is 0 where X is compared with itself, as in COINr's ``outrankMatrix``;
        otherwise entries (i, k) and (k, i) sum to 1.

    References
    ----------
    Munda and Nardo (2009), Applied Economics 41(12), 1513.

    Examples
    --------
    >>> outranking(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([1.0, 1.0]))
    array([[0.  , 0.75],
           [0.25, 0.  ]])
    """
    share = _ahead(X, w, X if against is None else against)
    if against is None:
        np.fill_diagonal(share, 0.0)
    return share


def _ahead(X: Array, w: Array, others: Array) -> Array:
    """Return the (N, M) share of weight, indicator by indicator to keep memory small."""
    won, shared = np.zeros((len(X), len(others))), np.zeros((len(X), len(others)))
    for x, y, weight in zip(X.T, others.T, w, strict=True):
        both = ~(np.isnan(x)[:, None] | np.isnan(y))
        won += weight * ((x[:, None] > y) + 0.5 * (x[:, None] == y))
        shared += weight * both
    return np.asarray(np.divide(won, shared, out=np.full(won.shape, np.nan), where=shared > 0))


def copeland(X: Array, w: Array, against: Array | None = None) -> Array:
    """Return Copeland scores: how many units a unit outranks, less those that outrank it.

    Parameters
    ----------
    X : (N, J) array
        Scores, higher is better; NaN is missing.
    w : (J,) array, >= 0
        Weights on any scale.
    against : (M, J) array, optional
        Fixed units to compare with, so that scores do not move with the sample; X itself where left out.

    Returns
    -------
    (N,) array, whole numbers in [−M, M]
        Draws and pairs that share no indicator count 0; NaN for a unit that can be compared with none.

    References
    ----------
    Copeland (1951), A reasonable social welfare function, University of Michigan.

    Examples
    --------
    >>> copeland(np.array([[3.0, 3.0], [2.0, 1.0], [1.0, 2.0]]), np.array([2.0, 1.0]))
    array([ 2.,  0., -2.])
    """
    lead = _ahead(X, w, X if against is None else against) - 0.5
    known = ~np.isnan(lead)
    points = np.where(known & (np.abs(lead) > TIE), np.sign(lead), 0.0).sum(axis=1)
    return np.where(known.any(axis=1), points, np.nan)
