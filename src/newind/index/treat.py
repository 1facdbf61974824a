"""Outliers: which indicators do not pass, winsorising one value at a time, logarithm and Box-Cox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index.combine import LogEntry
from newind.kernels.quotients import near_one
from newind.messages import Text, message

if TYPE_CHECKING:
    from newind.index.settings import Treat
    from newind.index.table import Table
    from newind.typing import Array, BoolArray, IntArray

LEAST_FOR_KURTOSIS = 4
"""Values without which kurtosis is not defined."""
SHIFT = 0.01
"""Of the range: how far above zero the smallest value is moved before a logarithm is taken."""
PLAIN, LOG, BOXCOX = 0, 1, 2


def skewness(values: Array) -> Array:
    """Return the bias-corrected skewness G1 of each column.

    Parameters
    ----------
    values : (N, J) array
        NaN where unknown.

    Returns
    -------
    (J,) array
        NaN for fewer than three values or a constant column.

    References
    ----------
    Joanes & Gill (1998), The Statistician 47(1), 183.

    Examples
    --------
    >>> skewness(np.array([[1.0], [2.0], [6.0]])).round(4)
    array([1.4579])
    """
    n, m2, m3, _ = _moments(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    return np.where((n > 2) & (m2 > 0), found, np.nan)


def kurtosis(values: Array) -> Array:
    """Return the bias-corrected excess kurtosis G2 of each column.

    Parameters
    ----------
    values : (N, J) array
        NaN where unknown.

    Returns
    -------
    (J,) array
        NaN for fewer than four values or a constant column.

    References
    ----------
    Joanes & Gill (1998), The Statistician 47(1), 183.
    """
    n, m2, _, m4 = _moments(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    return np.where((n >= LEAST_FOR_KURTOSIS) & (m2 > 0), found, np.nan)


def _moments(values: Array) -> tuple[Array, Array, Array, Array]:
    """Return the number of values and the second to fourth central moments of each column."""
    values = near_one(values)  # what is made of the moments is the same in every unit
    known = np.isfinite(values)
    n = known.sum(axis=0).astype(np.float64)
    some = np.maximum(n, 1)
    x = np.where(known, values, 0.0)
    x = np.where(known, x - x.sum(axis=0) / some, 0.0)
    size = np.abs(x).max(axis=0, initial=0.0)
    x = x / np.where(size > 0, size, 1.0)
    square = x * x
    m2 = np.where(size > 0, square.sum(axis=0) / some, 0.0)
    return n, m2, (square * x).sum(axis=0) / some, (square * square).sum(axis=0) / some


def passes(values: Array, max_skew: float, max_kurtosis: float) -> BoolArray:
    """Return which columns pass: those whose skewness or kurtosis is small, and those too short to tell.

    Parameters
    ----------
    values : (N, J) array
    max_skew, max_kurtosis : float

    Returns
    -------
    (J,) bool array
    """
    with np.errstate(invalid="ignore"):
        return ~((np.abs(skewness(values)) > max_skew) & (kurtosis(values) > max_kurtosis))


@dataclass(frozen=True, eq=False)
class ColumnTreatment:
    """How each column is treated, fixed on the baseline.

    Attributes
    ----------
    low, high : (J,) arrays, ends beyond which values are brought in; infinite where none are
    points : (J,) int array, how many values were brought in
    form : (J,) int array, 0 as it is, 1 logarithm, 2 Box-Cox
    origin, span : (J,) arrays, smallest value and range before a logarithm (largest where it is mirrored)
    mirrored : (J,) bool array, whether the long tail is on the left
    power : (J,) array, Box-Cox exponent
    """

    low: Array
    high: Array
    points: Array
    form: Array
    origin: Array
    span: Array
    mirrored: BoolArray
    power: Array

    def apply(self, values: Array, years: IntArray) -> Array:  # noqa: ARG002 - as ByYear
        """Return figures treated as the baseline was; beyond its range a transformed value stays at the end."""
        found = np.clip(values, self.low, self.high)
        for j in np.flatnonzero(self.form):
            sign = -1.0 if self.mirrored[j] else 1.0
            above = np.maximum(sign * (values[:, j] - self.origin[j]), 0.0)
            if self.form[j] == LOG:
                found[:, j] = sign * np.log(above + SHIFT * self.span[j])
            else:
                found[:, j] = sign * _box_cox(above / self.span[j] + SHIFT, float(self.power[j]))
        return np.asarray(found)


@dataclass(frozen=True, eq=False)
class YearlyTreatment:
    """How each column is treated in each year.

    Attributes
    ----------
    parts : year → how its rows are treated
    """

    parts: dict[int, ColumnTreatment]

    @property
    def points(self) -> Array:
        """(J,) how many values were brought in over all years."""
        return np.asarray(sum(part.points for part in self.parts.values()))

    @property
    def form(self) -> Array:
        """(J,) form in the year that has the furthest: 0 as it is, 1 logarithm, 2 Box-Cox."""
        return np.asarray(np.max([part.form for part in self.parts.values()], axis=0))

    @property
    def power(self) -> Array:
        """(J,) mean Box-Cox exponent over the years that have one."""
        powers = np.array([np.where(part.form == BOXCOX, part.power, np.nan) for part in self.parts.values()])
        known = np.isfinite(powers)
        return np.asarray(np.where(known, powers, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))

    def apply(self, values: Array, years: IntArray) -> Array:
        """Return figures treated as those of their year were.

        Raises
        ------
        DataError
            For a year that the index does not know.
        """
        if new := sorted(set(years.tolist()) - set(self.parts)):
            raise DataError(tell("index.untreated", which=offenders(new)))
        found = values.copy()
        for year, part in self.parts.items():
            found[years == year] = part.apply(values[years == year], years[years == year])
        return found


def _box_cox(x: Array, power: float) -> Array:
    """Return Box and Cox's transformation of positive values, shares of the range; the logarithm at power zero."""
    return np.log(x) if power == 0 else (x**power - 1) / power


def winsorise_column(column: Array, settings: Treat) -> tuple[float, float, int, bool]:
    """Bring in the outermost value of a column, one at a time, until it passes.

    Parameters
    ----------
    column : (N,) array
    settings : Treat

    Returns
    -------
    (float, float, int, bool)
        Lowest and highest value that are left (infinite on a side where none was brought in), how many values were
        brought in, whether the column passes now.
    """
    ordered = np.sort(column[np.isfinite(column)])
    low, high = 0, len(ordered) - 1
    now = ordered.copy()
    for points in range(min(settings.max_points, len(ordered) - 2) + 1):
        if passes(now[:, None], settings.max_skew, settings.max_kurtosis)[0]:
            ends = (ordered[low] if low else -np.inf, ordered[high] if high < len(ordered) - 1 else np.inf)
            return float(ends[0]), float(ends[1]), points, True
        if skewness(now[:, None])[0] > 0:
            high -= 1
        else:
            low += 1
        now = np.clip(ordered, ordered[low], ordered[high])
        if not now[-1] > now[0]:
            break
    return -np.inf, np.inf, 0, False


def fit(values: Array, settings: Treat, years: IntArray) -> ColumnTreatment | YearlyTreatment:
    """Return how columns are treated, in all rows together or year by year.

    Parameters
    ----------
    values : (N, J) array
    settings : Treat
    years : (N,) int array

    Raises
    ------
    DataError
        For Box-Cox on a column that is constant.
    """
    if settings.by_year:
        return YearlyTreatment({int(year): fit_rows(values[years == year], settings) for year in np.unique(years)})
    return fit_rows(values, settings)


def fit_rows(values: Array, settings: Treat) -> ColumnTreatment:
    """Return how columns are treated in all rows together."""
    size = values.shape[1]
    low, high, points = np.full(size, -np.inf), np.full(size, np.inf), np.zeros(size)
    form, power = np.zeros(size), np.zeros(size)
    origin, span, mirrored = np.zeros(size), np.ones(size), np.zeros(size, dtype=bool)
    treated = settings.method != "none"
    fails = ~passes(values, settings.max_skew, settings.max_kurtosis) & treated
    for j in np.flatnonzero(fails):
        column: Array = values[:, j]
        way: str = settings.method
        if way == "winsorise":
            low[j], high[j], points[j], enough = winsorise_column(column, settings)
            way = "none" if enough else settings.then
        if way != "none":
            mirrored[j] = skewness(column[:, None])[0] < 0
            origin[j] = np.nanmax(column) if mirrored[j] else np.nanmin(column)
            span[j] = np.nanmax(column) - np.nanmin(column)
            form[j] = LOG if way == "log" else BOXCOX
            power[j] = 0.0 if way == "log" else box_cox_power(column, float(origin[j]), float(span[j]), mirrored[j])
    return ColumnTreatment(low, high, points, form, origin, span, mirrored, power)


def box_cox_power(column: Array, origin: float, span: float, mirrored: bool) -> float:
    """Return the exponent of Box and Cox at the maximum of the likelihood.

    References
    ----------
    Box & Cox (1964), Journal of the Royal Statistical Society B 26(2), 211.
    """
    from scipy.stats import boxcox_normmax

    known = column[np.isfinite(column)]
    x = (origin - known if mirrored else known - origin) / span + SHIFT
    if not np.ptp(x) > 0:
        raise DataError(tell("index.boxcox"))
    return float(boxcox_normmax(x, method="mle"))


def changes(before: Table, fitted: ColumnTreatment | YearlyTreatment, after: Array, settings: Treat) -> list[LogEntry]:
    """Return what the treatment did to each column that it changed, and which still do not pass."""
    done = passes(after, settings.max_skew, settings.max_kurtosis)
    skew, kurt = skewness(after), kurtosis(after)
    found = []
    for j in np.flatnonzero((fitted.points > 0) | (fitted.form > 0) | ~done):
        mark = message(f"index.log.treat.{'passes' if done[j] else 'fails'}")
        state = {"done": _name_treatment(fitted, int(j)), "skew": f"{skew[j]:.2f}", "kurt": f"{kurt[j]:.2f}"}
        count = int((before.values[:, j] != after[:, j])[np.isfinite(before.values[:, j])].sum())
        found.append(LogEntry("treat", before.codes[j], count, message("index.log.treat.line", mark=mark, **state)))
    return found


def _name_treatment(fitted: ColumnTreatment | YearlyTreatment, j: int) -> Text:
    if fitted.form[j] == LOG:
        return message("index.log.treat.log")
    if fitted.form[j] == BOXCOX:
        return message("index.log.treat.boxcox", power=f"{fitted.power[j]:.2f}")
    n = int(fitted.points[j])
    return message("index.log.treat.winsorised", n=n) if n else message("index.log.treat.none")
