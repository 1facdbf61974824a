"""How units move over the years: dispersion, inequality within and between groups, the shape of the distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, offenders
from newind.index.catchup import Convergence, beta
from newind.index.panels import codes_of, people_of, pivot_series, refuse_cells, refuse_missing
from newind.kernels import convergence as smoothing, inequality
from newind.kernels.convergence import sigma as dispersion
from newind.kernels.quotients import near_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from newind.index.panels import Groups, People
    from newind.typing import Array, IntArray

    Measure = Callable[[Array, Array, IntArray], tuple[float, ...]]

__all__ = ["Convergence", "beta", "dagum", "density", "sigma", "theil"]


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
    points: int = smoothing.POINTS,
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
    grid = smoothing.common_grid(list(samples.values()), points, bandwidth)
    parts = []
    for year, values in samples.items():
        got = smoothing.density(values, grid, bandwidth)
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
