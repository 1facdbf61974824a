"""Frames and series of units and years for the analyses over time: read strictly, refused in one clear message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, find_duplicates, offenders, suggest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import pandas as pd

    from newind.typing import Array, IntArray

    Groups = Mapping[Hashable, Hashable] | pd.Series[Any]
    People = Mapping[Hashable, float] | pd.Series[Any]


def pivot_series(series: pd.Series[Any], where: str) -> pd.DataFrame:
    """Return a series of units and years as a table.

    Parameters
    ----------
    series : Series
        Index of two levels: unit, then year (or another time that can be put in order). NaN is unknown.
    where : str
        What the series is, for messages.

    Returns
    -------
    DataFrame
        Row a unit, in order of appearance; column a year, ascending; NaN where there is no entry.

    Raises
    ------
    DataError
        For another index, a unit that stands twice in a year, or values that are no finite numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_tuples([("B", 2020), ("A", 2021), ("B", 2019)])
    >>> pivot_series(pd.Series([2.0, 3.0, 1.0], index), "scores").to_numpy().tolist()
    [[1.0, 2.0, nan], [nan, nan, 3.0]]
    """
    levels = series.index.nlevels
    if levels != 2:
        raise DataError(
            f"{where}: the index has {levels} level{'s' * (levels > 1)} where unit and year are needed. "
            "Give a series with an index of two levels, as frame.set_index([unit, year])[name] makes it."
        )
    if twice := find_duplicates(list(series.index)):
        raise DataError(f"{where}: units that stand more than once in a year, {offenders(twice)}. Keep one entry each.")
    values = numbers(series.to_frame(), where).iloc[:, 0]
    table = values.unstack()
    return table.reindex(list(dict.fromkeys(series.index.get_level_values(0)))).sort_index(axis=1)


def years_of(table: pd.DataFrame, where: str, even: bool) -> Array:
    """Return the years of a table as numbers.

    Parameters
    ----------
    table : DataFrame
        Unit × year, as `pivot_series` makes it.
    where : str
        What is computed, for messages.
    even : bool
        Whether the years have to follow at equal distance.

    Returns
    -------
    (T,) array, ascending

    Raises
    ------
    DataError
        For fewer than two years, years that are no numbers, or, where asked, unequal steps.
    """
    if table.columns.dtype.kind not in "iuf" or len(table.columns) < 2:
        raise DataError(
            f"{where}: {len(table.columns)} years, {offenders(list(table.columns))}. "
            "It needs at least two, given as numbers."
        )
    years = table.columns.to_numpy(dtype=np.float64)
    apart = np.diff(years)
    if even and len(np.unique(apart)) > 1:
        uneven = list(table.columns[1:][apart != apart[0]])
        raise DataError(
            f"{where}: years at unequal distance, {offenders(uneven)} after another step than the first. "
            "Give years that follow at equal distance."
        )
    return years


def numbers(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """Return a frame as floats.

    Parameters
    ----------
    frame : DataFrame
    where : str
        What the frame is, for messages.

    Returns
    -------
    DataFrame
        Of floats, NaN where unknown.

    Raises
    ------
    DataError
        For a column that stands twice or holds anything but numbers, or infinite values.
    """
    if twice := find_duplicates(list(frame.columns)):
        raise DataError(f"{where}: columns that stand more than once, {offenders(twice)}. Keep one of each.")
    other = [c for c in frame.columns if frame[c].dtype.kind not in "biuf"]
    if other:
        raise DataError(f"{where}: columns that hold no numbers, {offenders(other)}. Leave them out or convert them.")
    table = frame.astype(np.float64)
    refuse_cells(table, np.isinf(table.to_numpy()), where, "infinite values", "Mark what is unknown as NaN.")
    return table


def refuse_cells(table: pd.DataFrame, wrong: Any, where: str, what: str, remedy: str) -> None:
    """Raise where cells of a table are marked as wrong.

    Raises
    ------
    DataError
        Naming the first cells by row and column.
    """
    rows, columns = np.nonzero(wrong)
    if len(rows):
        cells = [f"{_name(table.index[int(r)])}, {table.columns[int(c)]}" for r, c in zip(rows, columns, strict=True)]
        raise DataError(f"{where}: {what}, {offenders(cells)}. {remedy}")


def _name(label: Hashable) -> str:
    return ", ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def refuse_missing(names: Iterable[Hashable], known: Iterable[Hashable], where: str, remedy: str) -> None:
    """Raise for names that are not among the known ones.

    Raises
    ------
    DataError
        With the first of them, and what the first may have meant.
    """
    there = list(known)
    lacking = [n for n in names if n not in set(there)]
    if lacking:
        raise DataError(f"{where}: not found, {offenders(lacking)}.{suggest(lacking[0], there)} {remedy}")


def weights_of(names: Sequence[str], weights: Mapping[str, float] | pd.Series[Any] | None, where: str) -> Array:
    """Return the weights of elements in their order, equal where none are given.

    Parameters
    ----------
    names : sequence of str
        Elements.
    weights : mapping or Series of weights, optional
        Exactly one for each element, not negative, not all zero; in any scale.
    where : str
        What the weights are for, for messages.

    Returns
    -------
    (J,) array, sum 1

    Raises
    ------
    DataError
        For weights that lack an element, name an unknown one, or cannot be weights.

    Examples
    --------
    >>> weights_of(["a", "b"], {"b": 3.0, "a": 1.0}, "level").tolist()
    [0.25, 0.75]
    """
    if weights is None:
        return np.full(len(names), 1 / len(names))
    given = dict(weights)
    refuse_missing(names, given, f"{where}: weights", "Give a weight for every element.")
    refuse_missing(given, names, f"{where}: elements of the weights", "Weights stand for elements that are used.")
    values = np.array([float(given[n]) for n in names])
    bad = [f"{n} ({v:g})" for n, v in zip(names, values, strict=True) if not (np.isfinite(v) and v >= 0)]
    if bad or values.sum() == 0:
        what = f"negative or not finite, {offenders(bad)}" if bad else "all zero"
        raise DataError(f"{where}: weights are {what}. Give weights of at least zero, one of them above.")
    return np.asarray(values / values.sum())


def people_of(table: pd.DataFrame, population: People | None, where: str) -> Array:
    """Return the population of each unit in each year, 1 where none is given.

    Parameters
    ----------
    table : DataFrame
        Unit × year, as `pivot_series` makes it.
    population : mapping or Series, > 0, optional
        By unit, or a Series by unit and year.
    where : str
        What is computed, for messages.

    Returns
    -------
    (N, T) array, > 0
        NaN where the level is unknown as well.

    Raises
    ------
    DataError
        For units without population, or one that is not positive.
    """
    import pandas as pd

    if population is None:
        return np.ones(table.shape)
    if isinstance(population, pd.Series) and population.index.nlevels > 1:
        people = pivot_series(population, f"{where}: population").reindex(index=table.index, columns=table.columns)
    else:
        given = dict(population)
        refuse_missing(table.index, given, f"{where}: units in the population", "Give the population of every unit.")
        people = pd.DataFrame({year: [float(given[u]) for u in table.index] for year in table.columns}, table.index)
    wrong = table.notna().to_numpy() & ~(people.to_numpy() > 0)
    refuse_cells(people, wrong, f"{where}: population", "not given or not positive", "Give one for every level.")
    return people.where(table.notna()).to_numpy()


def codes_of(units: pd.Index[Any], groups: Groups | None, where: str) -> IntArray:
    """Return the group of each unit as a number, one for all where none is given.

    Parameters
    ----------
    units : Index
    groups : mapping or Series, optional
        Group of each unit.
    where : str
        What is computed, for messages.

    Returns
    -------
    (N,) int array

    Raises
    ------
    DataError
        For units without a group.
    """
    if groups is None:
        return np.zeros(len(units), dtype=np.int64)
    given = dict(groups)
    refuse_missing(units, given, f"{where}: units in the groups", "Give the group of every unit.")
    names = [given[u] for u in units]
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([order[n] for n in names], dtype=np.int64)
