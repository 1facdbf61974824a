"""How units move over the years: convergence, dispersion, inequality, the shape of the distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, find_duplicates, offenders
from newind.index.panels import codes_of, numbers, people_of, pivot_series, refuse_cells, refuse_missing, years_of
from newind.kernels import convergence as kernel, inequality
from newind.kernels.convergence import sigma as dispersion
from newind.kernels.quotients import near_one

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import pandas as pd

    from newind.index.panels import Groups, People
    from newind.typing import Array, IntArray

    Measure = Callable[[Array, Array, IntArray], tuple[float, ...]]


INITIAL = "log_initial_level"


@dataclass(frozen=True, eq=False)
class Convergence:
    """A test of beta convergence.

    Attributes
    ----------
    model : str, ``absolute``, ``conditional`` or ``panel`` (effects of units and years).
    terms : tuple of str, ``log_initial_level``, then the controls, then ``constant`` (none in a panel).
    beta : kernels.convergence.Beta, the estimate: coefficient, speed, speed_error, half_life (years), fit.
    first, last : first and last year.
    units : int, units used.
    left_out : tuple, units that lack a year or a control.
    """

    model: str
    terms: tuple[str, ...]
    beta: kernel.Beta
    first: Any
    last: Any
    units: int
    left_out: tuple[Hashable, ...]

    def table(self) -> pd.DataFrame:
        """Return the coefficients: row a term; coefficient, standard_error, t, p (two-sided)."""
        import pandas as pd

        fit, k = self.beta.fit, len(self.terms)
        columns = {"coefficient": fit.coefficients, "standard_error": fit.errors, "t": fit.t, "p": fit.p}
        return pd.DataFrame({n: v[:k] for n, v in columns.items()}, index=pd.Index(self.terms, name="term"))

    def summary(self) -> dict[str, Any]:
        """Return the headline as plain data: model, years, units, coefficient, error, p, R², speed, half-life."""
        fit = self.beta.fit
        return {
            "model": self.model, "first": self.first, "last": self.last, "units": self.units,
            "observations": fit.observations, "coefficient": self.beta.coefficient,
            "standard_error": float(fit.errors[0]), "t": float(fit.t[0]), "p": float(fit.p[0]),
            "r_squared": fit.r_squared, "speed": self.beta.speed, "speed_error": self.beta.speed_error,
            "half_life": self.beta.half_life,
        }  # fmt: skip


def beta(series: pd.Series[Any], controls: pd.DataFrame | None = None, panel: bool = False) -> Convergence:
    """Test whether units with a lower level grow faster.

    Parameters
    ----------
    series : Series, > 0
        Index of unit and year.
    controls : DataFrame, optional
        Column a control. Rows are units, or units and years, of which a cross-section takes the first year and a panel
        the start of each step. Absolute convergence where left out, else conditional.
    panel : bool
        False compares average growth between the first and the last year across units. True takes every step, with
        effects of units and years and errors clustered by unit; years must follow at equal distance.

    Returns
    -------
    Convergence
        The speed is per year if years are numbers. Units without the first or the last year, or a control, are left out
        and named in `left_out`.

    Raises
    ------
    DataError
        For levels that are not positive (they have no logarithm), fewer than two years, years that are no numbers or at
        unequal distance, unknown units in the controls, too few units, or controls that depend on each other.

    References
    ----------
    Barro & Sala-i-Martin (1992), Journal of Political Economy 100(2), 223. Islam (1995), Quarterly Journal of Economics
    110(4), 1127.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["A", "B", "C"], [2010, 2020]], names=["unit", "year"])
    >>> got = beta(pd.Series([1.0, 2.0, 4.0, 4.0, 16.0, 8.0], index))  # gaps in logs halve in ten years
    >>> round(got.beta.half_life, 6), got.terms
    (10.0, ('log_initial_level', 'constant'))
    """
    table = pivot_series(series, "beta convergence")
    values = table.to_numpy()
    remedy = "Growth needs positive levels: leave these units out, or move scores away from zero (goalposts)."
    refuse_cells(table, values <= 0, "beta convergence", "levels that are not positive", remedy)
    years = years_of(table, "beta convergence", even=panel)
    extra, names = _controls(controls, table)
    steps = float(years[1] - years[0]) if panel else float(years[-1] - years[0])
    if panel:
        got, used = kernel.panel_beta(values, steps, extra), _find_panel_units(values, extra)
    else:
        start = None if extra is None else extra[:, 0]
        got = kernel.beta(values[:, 0], values[:, -1], steps, start)
        used = _find_complete_units(values[:, [0, -1]], start)
    model = "panel" if panel else "conditional" if names else "absolute"
    terms = (INITIAL, *names, *([] if panel else ["constant"]))
    left_out = tuple(table.index[~used])
    return Convergence(model, terms, got, table.columns[0], table.columns[-1], int(used.sum()), left_out)


def _controls(controls: pd.DataFrame | None, table: pd.DataFrame) -> tuple[Array | None, tuple[str, ...]]:
    """Return controls as (N, T, K) array, the same in all years where they are given by unit, and their names."""
    if controls is None:
        return None, ()
    frame = numbers(controls, "beta convergence: controls")
    names = tuple(str(c) for c in frame.columns)
    where = "beta convergence: units in the controls"
    refuse_missing(table.index, frame.index.get_level_values(0), where, "Give rows for every unit.")
    if frame.index.nlevels > 1:
        parts = [pivot_series(frame[c], f"beta convergence: control {c!r}") for c in frame.columns]
        values = [p.reindex(index=table.index, columns=table.columns).to_numpy() for p in parts]
        return np.stack(values, axis=2), names
    if twice := find_duplicates(list(frame.index)):
        raise DataError(f"{where}: standing more than once, {offenders(twice)}. Keep one row each.")
    by_unit = frame.reindex(table.index).to_numpy()
    return np.repeat(by_unit[:, None], table.shape[1], axis=1), names


def _find_complete_units(levels: Array, controls: Array | None) -> Any:
    """Tell which units have all levels and controls."""
    known = ~np.isnan(levels).any(axis=1)
    return known if controls is None else known & ~np.isnan(controls).any(axis=1)


def _find_panel_units(values: Array, controls: Array | None) -> Any:
    """Tell which units have two complete steps or more."""
    steps = ~np.isnan(values[:, 1:]) & ~np.isnan(values[:, :-1])
    if controls is not None:
        steps &= ~np.isnan(controls[:, :-1]).any(axis=2)
    return steps.sum(axis=1) > 1


def sigma(series: pd.Series[Any]) -> pd.DataFrame:
    """Return the dispersion over units by year.

    Parameters
    ----------
    series : Series
        Index of unit and year; units that are unknown in a year are left out of it, so read `units` beside the rest.

    Returns
    -------
    DataFrame
        Row a year; units, mean, standard_deviation (of a population), variation (deviation over mean; NaN where the
        mean is not positive), log_deviation (of logarithms; NaN where a value is not positive).

    Raises
    ------
    DataError
        For a series that is no table of units and years.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["A", "B"], [2010, 2011]], names=["unit", "year"])
    >>> sigma(pd.Series([1.0, 2.0, 3.0, 2.0], index)).variation.tolist()
    [0.5, 0.0]
    """
    import pandas as pd

    table = pivot_series(series, "sigma convergence")
    got = dispersion(table.to_numpy())
    columns = {
        "units": got.count,
        "mean": got.mean,
        "standard_deviation": got.deviation,
        "variation": got.variation,
        "log_deviation": got.log_deviation,
    }
    return pd.DataFrame(columns, index=table.columns)


def theil(series: pd.Series[Any], population: People | None = None, groups: Groups | None = None) -> pd.DataFrame:
    """Return Theil's index of a level per head by year, within groups and between them.

    Parameters
    ----------
    series : Series, >= 0
        Index of unit and year; income per head, or a score. Units that are unknown in a year are left out of it.
    population : mapping or Series, > 0, optional
        By unit (the same in all years) or by unit and year; every unit counts the same where left out.
    groups : mapping or Series, optional
        Group of each unit; one group where left out.

    Returns
    -------
    DataFrame
        Row a year; units, total, within, between, with within + between = total; parts NaN where all levels are zero.

    Raises
    ------
    DataError
        For negative levels, or units without population or group.

    References
    ----------
    Theil (1967), Economics and Information Theory.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["A", "B"], [2010]], names=["unit", "year"])
    >>> theil(pd.Series([3.0, 1.0], index)).total.round(6).tolist()
    [0.130812]
    """

    def measure(y: Array, people: Array, codes: IntArray) -> tuple[float, ...]:
        got = inequality.theil(near_one(y) * near_one(people), people, codes)
        return got.total, got.within, got.between

    return _by_year(series, population, groups, measure, ("Theil", "total", "within", "between"))


def dagum(series: pd.Series[Any], groups: Groups, population: People | None = None) -> pd.DataFrame:
    """Return the Gini coefficient of a level per head by year, in Dagum's three parts.

    Parameters
    ----------
    series : Series, >= 0
        Index of unit and year; income per head, or a score. Units that are unknown in a year are left out of it.
    groups : mapping or Series
        Group of each unit.
    population : mapping or Series, > 0, optional
        By unit or by unit and year; every unit counts the same where left out.

    Returns
    -------
    DataFrame
        Row a year; units, total (Gini), within, net_between, transvariation, which sum to the total; parts NaN where
        all levels are zero.

    Raises
    ------
    DataError
        For negative levels, or units without population or group.

    References
    ----------
    Dagum (1997), Empirical Economics 22, 515.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["A", "B"], [2010]], names=["unit", "year"])
    >>> dagum(pd.Series([3.0, 1.0], index), {"A": "east", "B": "west"}).net_between.tolist()
    [0.25]
    """

    def measure(y: Array, people: Array, codes: IntArray) -> tuple[float, ...]:
        got = inequality.dagum(near_one(y), codes, people)
        return got.total, got.within, got.net_between, got.transvariation

    columns = ("Dagum", "total", "within", "net_between", "transvariation")
    return _by_year(series, population, groups, measure, columns)


def _by_year(
    series: pd.Series[Any],
    population: People | None,
    groups: Groups | None,
    measure: Measure,
    names: tuple[str, ...],
) -> pd.DataFrame:
    """Measure the known units of each year; names are that of the analysis and those of its parts."""
    import pandas as pd

    where, *columns = names
    table = pivot_series(series, where)
    levels = table.to_numpy()
    refuse_cells(table, levels < 0, where, "negative levels", "Shares of a negative sum mean nothing: leave them out.")
    people, codes = people_of(table, population, where), codes_of(table.index, groups, where)
    rows = []
    for y, p in zip(levels.T, people.T, strict=True):
        known = ~np.isnan(y)
        nothing = (float("nan"),) * len(columns)
        parts = measure(y[known], p[known], codes[known]) if np.nansum(y) > 0 else nothing
        rows.append((int(known.sum()), *parts))
    return pd.DataFrame(rows, index=table.columns, columns=["units", *columns])


def density(
    series: pd.Series[Any],
    years: Sequence[int] | None = None,
    bandwidth: float | None = None,
    points: int = kernel.POINTS,
) -> pd.DataFrame:
    """Return the density of the units' levels in each year, on one grid for all years.

    Parameters
    ----------
    series : Series
        Index of unit and year.
    years : sequence of int, optional
        Years wanted; all where left out.
    bandwidth : float, > 0, optional
        Standard deviation of the Gaussian kernel, the same in all years; Scott's of each year where left out.
    points : int, >= 2
        Points of the grid, which reaches three of the largest bandwidths beyond the lowest and highest level.

    Returns
    -------
    DataFrame
        Long: year, value (unit of the series), density, and for the year as a whole bandwidth, modes (peaks), units.

    Raises
    ------
    DataError
        For years that are not there, or with fewer than two different levels; a bandwidth that is not positive.

    References
    ----------
    Silverman (1986), Density Estimation for Statistics and Data Analysis. Scott (1992), Multivariate Density
    Estimation.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["A", "B", "C"], [2010, 2011]], names=["unit", "year"])
    >>> got = density(pd.Series([1.0, 1.0, 2.0, 2.0, 3.0, 9.0], index), bandwidth=0.5)
    >>> got.groupby("year").modes.first().tolist()
    [1, 2]
    """
    import pandas as pd

    if bandwidth is not None and not bandwidth > 0:
        raise DataError(f"density: bandwidth is {bandwidth:g}. Give one above zero, in the unit of the series.")
    samples = _samples(pivot_series(series, "density"), years)
    grid = kernel.common_grid(list(samples.values()), points, bandwidth)
    parts = []
    for year, values in samples.items():
        got = kernel.density(values, grid, bandwidth)
        about = {"bandwidth": got.bandwidth, "modes": got.modes, "units": len(values)}
        parts.append(pd.DataFrame({"year": year, "value": got.grid, "density": got.density, **about}))
    return pd.concat(parts, ignore_index=True)


def _samples(table: pd.DataFrame, years: Sequence[int] | None) -> dict[Any, Array]:
    """Return the known levels of each year wanted."""
    wanted = list(table.columns) if years is None else list(years)
    refuse_missing(wanted, table.columns, "density: years", "Ask for years of the series.")
    samples = {year: table[year].dropna().to_numpy(dtype=np.float64) for year in wanted}
    flat = [year for year, values in samples.items() if len(np.unique(values)) < 2]
    if flat or not samples:
        what = f"years with fewer than two different levels, {offenders(flat)}" if flat else "no years"
        raise DataError(f"density: {what}. Name years in which units differ.")
    return samples
