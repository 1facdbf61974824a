"""Whether units come closer to each other, sigma and beta convergence, and how their values are distributed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.patterns import Fit, least_squares
from newind.kernels.quotients import magnitudes, mean_and_deviation, near_one, ratio

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Sigma:
    """Dispersion over units in each year.

    Attributes
    ----------
    count : (T,) int array, units that are known.
    mean : (T,) array, their unweighted mean.
    deviation : (T,) array, >= 0, standard deviation (of a population: divided by the count).
    variation : (T,) array, deviation over mean; NaN where the mean is not positive.
    log_deviation : (T,) array, >= 0, standard deviation of logarithms; NaN where a value is not positive.

    All but the count are NaN in a year in which no unit is known.
    """

    count: IntArray
    mean: Array
    deviation: Array
    variation: Array
    log_deviation: Array


def sigma(Y: Array) -> Sigma:
    """Return the dispersion over units in each year; it falls where there is sigma convergence.

    Parameters
    ----------
    Y : (N, T) array
        Level of each unit in each year; unknown values (NaN) are left out.

    Returns
    -------
    Sigma
        0 in all measures where units are equal.

    References
    ----------
    Barro & Sala-i-Martin (1992), Journal of Political Economy 100(2), 223.

    Examples
    --------
    >>> got = sigma(np.array([[1.0, 2.0], [3.0, 2.0]]))
    >>> got.deviation, got.variation
    (array([1., 0.]), array([0.5, 0. ]))
    """
    known = ~np.isnan(Y)
    mean, deviation = _spread(Y, known)
    positive = known & (Y > 0)
    _, log_deviation = _spread(np.log(Y, out=np.full(Y.shape, np.nan), where=positive), positive)
    return Sigma(
        count=known.sum(axis=0),
        mean=mean,
        deviation=deviation,
        variation=ratio(deviation, np.where(mean > 0, mean, np.nan)),
        log_deviation=np.where((positive == known).all(axis=0), log_deviation, np.nan),
    )


def _spread(Y: Array, known: BoolArray) -> tuple[Array, Array]:
    """Return mean and standard deviation over the known values of each column."""
    count, size = known.sum(axis=0), magnitudes(Y)
    near = np.ldexp(Y, -size)
    mean = ratio(np.where(known, near, 0.0).sum(axis=0), count)
    squares = np.where(known, (near - mean) ** 2, 0.0).sum(axis=0)
    return np.ldexp(mean, size), np.ldexp(np.sqrt(ratio(squares, count)), size)


@dataclass(frozen=True, eq=False)
class Beta:
    """Growth explained by the initial level.

    Attributes
    ----------
    fit : Fit, the first coefficient belongs to the log of the initial level, then come the controls, last the constant
        (none where units have effects of their own).
    interval : float, years over which growth is an average.
    """

    fit: Fit
    interval: float

    @property
    def coefficient(self) -> float:
        """Coefficient of the initial level, per year; negative where units converge."""
        return float(self.fit.coefficients[0])

    @property
    def speed(self) -> float:
        """Speed of convergence a year, ``−ln(1 + b τ) / τ``; NaN where ``1 + b τ`` is not positive (overshooting)."""
        left = self._left
        return float(-np.log(left) / self.interval) if left > 0 else float("nan")

    @property
    def speed_error(self) -> float:
        """Standard error of the speed by the delta method, ``se(b) / (1 + b τ)``."""
        left = self._left
        return float(self.fit.errors[0] / left) if left > 0 else float("nan")

    @property
    def half_life(self) -> float:
        """Years until half of a gap is closed, ``ln 2 / speed``; NaN where there is no convergence."""
        return float(np.log(2) / self.speed) if self.speed > 0 else float("nan")

    @property
    def _left(self) -> float:
        """Part of a gap that is left after the interval."""
        return 1 + self.coefficient * self.interval


def beta(first: Array, last: Array, interval: float, controls: Array | None = None) -> Beta:
    """Return beta convergence across units: average growth explained by the log of the initial level.

    Parameters
    ----------
    first, last : (N,) arrays, > 0
        Levels at the start and the end; units with an unknown value (NaN) anywhere are left out.
    interval : float, > 0
        Years between them, τ.
    controls : (N, K) array, optional
        What else growth may depend on: convergence is conditional on it. Absolute where left out.

    Returns
    -------
    Beta
        ``ln(y_T / y_0) / τ = a + b ln y_0 (+ controls)`` by ordinary least squares, errors of one variance.

    Raises
    ------
    DataError
        For too few units, or regressors that depend on each other.

    Notes
    -----
    b = −(1 − e^{−βτ}) / τ, where β is the speed. A negative b does not show that dispersion falls (Quah 1993): read it
    beside :func:`sigma`.

    References
    ----------
    Barro & Sala-i-Martin (1992), Journal of Political Economy 100(2), 223. Mankiw, Romer & Weil (1992), Quarterly
    Journal of Economics 107(2), 407. Quah (1993), Scandinavian Journal of Economics 95(4), 427.

    Examples
    --------
    >>> start = np.array([1.0, 4.0, 16.0])
    >>> round(beta(start, 4.0 * np.sqrt(start / 4.0), interval=10.0).half_life, 6)  # gaps in logs halve in ten years
    10.0
    """
    growth = np.log(last / first) / interval
    columns = [np.log(first), *([] if controls is None else controls.T), np.ones(len(first))]
    X = np.column_stack(columns)
    known = ~np.isnan(X).any(axis=1) & ~np.isnan(growth)
    return Beta(least_squares(growth[known], X[known]), interval)


def panel_beta(Y: Array, interval: float = 1.0, controls: Array | None = None, year_effects: bool = True) -> Beta:
    """Return beta convergence within units: growth from year to year with an effect for each unit.

    Parameters
    ----------
    Y : (N, T) array, > 0
        Level of each unit in years that follow at equal distance; steps with an unknown value (NaN) are left out.
    interval : float, > 0
        Years between two columns.
    controls : (N, T, K) array, optional
        What else growth may depend on, at the start of each step.
    year_effects : bool
        Whether each year has an effect common to all units.

    Returns
    -------
    Beta
        ``ln(y_{t+τ} / y_t) / τ = a_i (+ a_t) + b ln y_t (+ controls)``; errors clustered by unit; R² within units,
        effects of years counted as explained.

    Raises
    ------
    DataError
        For too few observations or units, or regressors that depend on each other.

    Notes
    -----
    Each unit converges to its own level, so b is conditional by construction and larger in size than across units. In a
    short panel it is biased towards convergence (Nickell 1981), the more the fewer years there are.

    References
    ----------
    Islam (1995), Quarterly Journal of Economics 110(4), 1127. Nickell (1981), Econometrica 49(6), 1417.

    Examples
    --------
    >>> gaps = np.array([[4.0], [-2.0]]) * 0.5 ** np.arange(4)  # two units, each halves the gap to its own level a year
    >>> round(panel_beta(np.exp(np.array([[1.0], [3.0]]) + gaps), year_effects=False).half_life, 6)
    1.0
    """
    growth = np.log(Y[:, 1:] / Y[:, :-1]) / interval
    levels = [np.log(Y[:, :-1]), *([] if controls is None else np.moveaxis(controls[:, :-1], 2, 0))]
    stacked = np.stack(levels, axis=2)
    known = ~np.isnan(growth) & ~np.isnan(stacked).any(axis=2)
    unit, year = np.nonzero(known & (known.sum(axis=1, keepdims=True) > 1))
    X = stacked[unit, year]
    if year_effects:
        X = np.column_stack([X, year[:, None] == np.unique(year)[1:]])
    y = _within(growth[unit, year][:, None], unit)[:, 0]
    return Beta(least_squares(y, _within(X, unit), clusters=unit, absorbed=1), interval)


def _within(X: Array, unit: IntArray) -> Array:
    """Return columns as deviations from the mean of each unit."""
    codes = np.unique(unit, return_inverse=True)[1]
    member = np.eye(int(codes.max(initial=0)) + 1)[codes]
    return np.asarray(X - member @ ratio(member.T @ X, member.sum(axis=0)[:, None]))


POINTS = 512
MARGIN = 3.0
"""Bandwidths by which a grid reaches beyond the lowest and the highest value."""


@dataclass(frozen=True, eq=False)
class Density:
    """A density on a grid.

    Attributes
    ----------
    grid : (P,) array, unit of the values.
    density : (P,) array, >= 0, per unit of the values.
    bandwidth : float, standard deviation of the kernel, unit of the values.
    modes : int, >= 1, number of peaks on the grid.
    """

    grid: Array
    density: Array
    bandwidth: float
    modes: int


def bandwidth(values: Array) -> float:
    """Return Scott's bandwidth.

    Parameters
    ----------
    values : (m,) array, m >= 2

    Returns
    -------
    float, unit of the values
        Standard deviation (of a sample) × m^(−1/5); 0 where values are equal.

    References
    ----------
    Scott (1992), Multivariate Density Estimation.

    Examples
    --------
    >>> round(bandwidth(np.array([1.0, 2.0, 3.0])), 6)  # 1 × 3^(−0.2)
    0.802742
    """
    return float(mean_and_deviation(values, ddof=1)[1] * len(values) ** -0.2)


def common_grid(samples: list[Array], points: int = POINTS, width: float | None = None) -> Array:
    """Return a grid that holds several samples, three of the largest bandwidths beyond their ends.

    Parameters
    ----------
    samples : list of (m,) arrays
    points : int, >= 2
    width : float, > 0, optional
        Bandwidth of all; Scott's of each where left out.

    Returns
    -------
    (points,) array, ascending

    Examples
    --------
    >>> common_grid([np.array([0.0, 1.0]), np.array([4.0, 5.0])], points=2).round(3)
    array([-1.847,  6.847])
    """
    margin = MARGIN * (max(bandwidth(s) for s in samples) if width is None else width)
    return np.linspace(min(s.min() for s in samples) - margin, max(s.max() for s in samples) + margin, points)


def density(values: Array, grid: Array, width: float | None = None) -> Density:
    """Return the density of values by a Gaussian kernel.

    Parameters
    ----------
    values : (m,) array, m >= 2, not all equal
    grid : (P,) array, ascending
        Where the density is wanted.
    width : float, > 0, optional
        Bandwidth; Scott's where left out.

    Returns
    -------
    Density
        Its integral over a grid that reaches far enough is 1.

    References
    ----------
    Silverman (1986), Density Estimation for Statistics and Data Analysis.

    Examples
    --------
    >>> far = density(np.array([0.0, 0.0, 9.0, 9.0]), np.linspace(-3.0, 12.0, 301), width=1.0)
    >>> far.modes, far.density.max().round(4)  # half of the normal density at its peak
    (2, np.float64(0.1995))
    """
    from scipy.stats import gaussian_kde

    h = bandwidth(values) if width is None else width
    size = magnitudes(values)
    estimate = gaussian_kde(near_one(values), bw_method=h / float(mean_and_deviation(values, ddof=1)[1]))
    heights = np.asarray(estimate(np.ldexp(grid, -size)))
    return Density(grid=grid, density=np.ldexp(heights, -size), bandwidth=h, modes=modes(heights))


def modes(heights: Array) -> int:
    """Return the number of peaks of a curve; a plateau that falls on both sides counts once.

    Parameters
    ----------
    heights : (P,) array, >= 0
        A curve on an ascending grid; outside of it the curve counts as lower.

    Returns
    -------
    int, >= 1

    Examples
    --------
    >>> modes(np.array([0.0, 2.0, 2.0, 1.0, 3.0, 0.0]))
    2
    """
    steps = np.diff(np.concatenate([[-np.inf], heights, [-np.inf]]))
    signs = np.sign(steps[steps != 0])
    return int(((signs[:-1] > 0) & (signs[1:] < 0)).sum())
