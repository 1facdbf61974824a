"""Who is a neighbour of whom, as a matrix of weights and as PySAL has it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, find_duplicates, offenders
from newind.index.panels import numbers, pivot_series, refuse_cells, refuse_missing

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import pandas as pd

    from newind.typing import Array

    Neighbours = Mapping[Hashable, Sequence[Hashable]] | pd.DataFrame
WHERE = "neighbours"


def neighbour_weights(neighbours: Neighbours, units: Sequence[Hashable]) -> Array:
    """Return the weight of each neighbour of each unit.

    Parameters
    ----------
    neighbours : mapping or DataFrame
        Unit → the units that count as its neighbours (contiguity, or the nearest, which may be one-sided), or a square
        frame of weights, >= 0, row by row, with 0 on the diagonal.
    units : sequence
        Units wanted, in order. Others are left out, also as neighbours.

    Returns
    -------
    (N, N) array in [0, 1]
        Rows sum to 1, 0 on the diagonal.

    Raises
    ------
    DataError
        For units that are not described, neighbours that are not known, a unit that is its own neighbour, negative
        weights, and units without a neighbour (islands), for which no spatial lag exists.

    Examples
    --------
    >>> neighbour_weights({"A": ["B", "C"], "B": ["A"], "C": ["A"]}, ["A", "B", "C"])
    array([[0. , 0.5, 0.5],
           [1. , 0. , 0. ],
           [1. , 0. , 0. ]])
    """
    W = _build_adjacency(neighbours, units) if isinstance(neighbours, Mapping) else _read_weights(neighbours, units)
    islands = [u for u, total in zip(units, W.sum(axis=1), strict=True) if total == 0]
    if islands:
        raise DataError(
            f"{WHERE}: units without a neighbour among those that are measured, {offenders(islands)}. Name the units "
            "that they are tied to (a strait, the nearest), or leave them out of the series."
        )
    return np.asarray(W / W.sum(axis=1, keepdims=True))


def _build_adjacency(neighbours: Mapping[Hashable, Sequence[Hashable]], units: Sequence[Hashable]) -> Array:
    """Return 1 where a unit lists another."""
    refuse_missing(units, neighbours, f"{WHERE}: units", "List the neighbours of every unit.")
    words = [u for u in units if isinstance(neighbours[u], str)]
    if words:
        raise DataError(f"{WHERE}: a text where a list is needed, {offenders(words)}. Write A: [B, C].")
    named = {n for listed in neighbours.values() for n in listed}
    refuse_missing(sorted(named, key=str), neighbours, f"{WHERE}: names in the lists", "Lists hold its own units.")
    alone = [u for u in units if u in neighbours[u]]
    if alone:
        raise DataError(f"{WHERE}: units that list themselves, {offenders(alone)}. Take them out of their own lists.")
    return np.array([[float(v in set(neighbours[u])) for v in units] for u in units])


def _read_weights(frame: pd.DataFrame, units: Sequence[Hashable]) -> Array:
    """Return the weights of a square frame."""
    if twice := find_duplicates(list(frame.index)):
        raise DataError(f"{WHERE}: rows that stand more than once, {offenders(twice)}. Keep one of each.")
    table = numbers(frame, WHERE)
    refuse_missing(units, table.index, f"{WHERE}: units in the rows", "The frame has a row and a column for each unit.")
    refuse_missing(units, table.columns, f"{WHERE}: units in the columns", "The frame has a row and a column for each.")
    square = table.loc[list(units), list(units)]
    W: Any = square.to_numpy()
    refuse_cells(square, ~(W >= 0), WHERE, "weights that are negative or unknown", "Give 0 where there is no tie.")
    refuse_cells(square, np.diag(np.diag(W) != 0), WHERE, "units tied to themselves", "Set the diagonal to 0.")
    return np.asarray(W)


def complete(series: pd.Series[Any], where: str) -> pd.DataFrame:
    """Return the table of a series in which nothing is missing.

    Parameters
    ----------
    series : Series
        Index of unit and year.
    where : str
        What is computed, for messages.

    Returns
    -------
    DataFrame
        Unit × year.

    Raises
    ------
    DataError
        Naming the first missing entries.
    """
    table = pivot_series(series, where)
    remedy = "Fill them in (impute), or leave out these units or years."
    refuse_cells(table, table.isna().to_numpy(), where, "entries that are missing", remedy)
    return table


def prepare_spatial_data(series: pd.Series[Any], neighbours: Neighbours, where: str) -> tuple[pd.DataFrame, Array, Any]:
    """Return the complete table, the weights of neighbours as a matrix, and the same as libpysal has them.

    Parameters
    ----------
    series, where
        As in :func:`complete`.
    neighbours : mapping or DataFrame
        As in :func:`neighbour_weights`.

    Returns
    -------
    (DataFrame, (N, N) array, libpysal.weights.W)

    Raises
    ------
    DataError
        Also for years in which all units are equal, and where libpysal is not installed.
    """
    table = complete(series, where)
    flat = [year for year in table.columns if table[year].nunique() < 2]
    if flat:
        raise DataError(f"{where}: years in which all units are equal, {offenders(flat)}. Leave them out.")
    W = neighbour_weights(neighbours, list(table.index))
    lists = {i: np.flatnonzero(row).tolist() for i, row in enumerate(W)}
    values = {i: W[i, ties].tolist() for i, ties in lists.items()}
    return table, W, pysal("libpysal.weights").W(lists, values, id_order=list(lists), silence_warnings=True)


def pysal(name: str) -> Any:
    """Import a part of PySAL.

    Raises
    ------
    DataError
        Where it is not installed, with the command that installs it.
    """
    try:
        return import_module(name)
    except ImportError:
        raise DataError(
            f"spatial statistics are computed by {name.partition('.')[0]}, which is not installed: "
            'pip install "newind[spatial]".'
        ) from None
