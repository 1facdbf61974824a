"""How units move between classes from year to year, also by the class of the neighbours, and who is a neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, find_duplicates, offenders
from newind.index.panels import numbers, pivot_series, refuse_cells, refuse_missing, years_of
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import pandas as pd

    from newind.typing import Array, IntArray

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


@dataclass(frozen=True, eq=False)
class Transitions:
    """How units move between classes from one year to the next.

    Attributes
    ----------
    limits : (k − 1,) array, upper limit of each class but the highest, unit of the series.
    lag_limits : (m − 1,) array or None, the same for the classes of the neighbours' mean (spatial Markov).
    counts : DataFrame, moves from the class of the row to that of the column (1 is lowest); spatial: rows (lag, class).
    probabilities : DataFrame, counts as shares of their row, which sum to 1; NaN where no unit was in the class.
    steady_state : DataFrame, long-run share of each class, one row (``all``) or a row for each class of the lag; NaN
        where the moves do not lead to one distribution.
    tests : DataFrame, rows LR and Q: statistic, freedom, p of the hypothesis that the regimes have the same
        probabilities. Regimes are the first and the second half of the years, or the classes of the lag.
    """

    limits: Array
    lag_limits: Array | None
    counts: pd.DataFrame
    probabilities: pd.DataFrame
    steady_state: pd.DataFrame
    tests: pd.DataFrame


def class_limits(values: Array, k: int, where: str) -> Array:
    """Return the quantiles that part values into k classes.

    Parameters
    ----------
    values : array
        All units and years, pooled.
    k : int, >= 2
        Number of classes.
    where : str
        What is classed, for messages.

    Returns
    -------
    (k − 1,) array, ascending
        Upper limits; a value on a limit belongs to the lower class.

    Raises
    ------
    DataError
        For fewer than two classes, or so many equal values that quantiles coincide.

    Examples
    --------
    >>> class_limits(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 4, "scores")
    array([2., 3., 4.])
    """
    if k < 2:
        raise DataError(f"{where}: {k} classes. Give at least 2.")
    limits = np.quantile(values, np.arange(1, k) / k)
    if len(np.unique(limits)) < k - 1 or limits[-1] >= np.max(values):
        raise DataError(f"{where}: too many equal values for {k} classes of equal size. Ask for fewer classes.")
    return np.asarray(limits)


def markov(series: pd.Series[Any], k: int = 4) -> Transitions:
    """Return the probabilities of moving between classes from one year to the next.

    Parameters
    ----------
    series : Series
        Index of unit and year, every unit known in every year, years at equal distance. Where all units grow, give
        levels relative to the mean of their year, or the classes show growth rather than moves.
    k : int, >= 2
        Classes, parted by quantiles pooled over all units and years.

    Returns
    -------
    Transitions
        Tested for being the same in the first and the second half of the years.

    Raises
    ------
    DataError
        For missing entries, unequal years, too many equal values, or where giddy is not installed.

    References
    ----------
    Quah (1993), European Economic Review 37, 426. Bickenbach & Bode (2003), International Regional Science Review
    26(3), 363.
    """
    table = complete(series, "Markov")
    years_of(table, "Markov", even=True)
    limits = class_limits(table.to_numpy(), k, "Markov")
    classes = np.searchsorted(limits, table.to_numpy(), side="left")
    giddy = pysal("giddy.markov")
    middle = table.shape[1] // 2
    halves = [_counts(giddy, part, k) for part in (classes[:, : middle + 1], classes[:, middle:])]
    return _transitions(giddy, limits, None, _counts(giddy, classes, k)[None], np.stack(halves))


def _counts(giddy: Any, classes: IntArray, k: int) -> Array:
    return np.asarray(giddy.Markov(classes, classes=np.arange(k), summary=False).transitions)


def spatial_markov(series: pd.Series[Any], neighbours: Neighbours, k: int = 4) -> Transitions:
    """Return the probabilities of moving between classes, by the class of the neighbours' mean in the year before.

    Parameters
    ----------
    series, k
        As in :func:`markov`.
    neighbours : mapping or DataFrame
        As in :func:`moran`.

    Returns
    -------
    Transitions
        Both the units' values and their neighbours' means are parted by their own quantiles, pooled over all years.
        Tested for being the same whatever the neighbours.

    Raises
    ------
    DataError
        As :func:`markov` and :func:`moran`.

    References
    ----------
    Rey (2001), Geographical Analysis 33(3), 195. Bickenbach & Bode (2003), International Regional Science Review
    26(3), 363.
    """
    table, _, weights = prepare_spatial_data(series, neighbours, "spatial Markov")
    years_of(table, "spatial Markov", even=True)
    size = magnitudes(table.to_numpy().ravel())
    near = np.ldexp(table.to_numpy(), -size)
    limits = class_limits(near, k, "spatial Markov")
    lag_limits = class_limits(pysal("libpysal.weights").lag_spatial(weights, near), k, "spatial Markov: lags")
    giddy = pysal("giddy.markov")
    counts = giddy.Spatial_Markov(near, weights, cutoffs=limits, lag_cutoffs=lag_limits).T
    return _transitions(giddy, np.ldexp(limits, size), np.ldexp(lag_limits, size), counts, counts)


def _transitions(giddy: Any, limits: Array, lag_limits: Array | None, counts: Array, regimes: Array) -> Transitions:
    """Return labelled transitions of (m, k, k) counts, m = 1 without lags."""
    import pandas as pd

    m, k, _ = counts.shape
    names = pd.RangeIndex(1, k + 1, name="class")
    lags: list[Any] = ["all"] if lag_limits is None else list(range(1, m + 1))
    both = pd.MultiIndex.from_product([lags, list(names)], names=["lag", "class"])
    rows = names if lag_limits is None else both
    totals = counts.sum(axis=2, keepdims=True)
    P = np.divide(counts, totals, out=np.full(counts.shape, np.nan), where=totals > 0)
    to = names.rename("to")
    return Transitions(
        limits=limits,
        lag_limits=lag_limits,
        counts=pd.DataFrame(counts.reshape(m * k, k).astype(np.int64), index=rows, columns=to),
        probabilities=pd.DataFrame(P.reshape(m * k, k), index=rows, columns=to),
        steady_state=pd.DataFrame([steady_state(p) for p in P], index=pd.Index(lags, name="lag"), columns=names),
        tests=_tests(giddy, regimes),
    )


def steady_state(P: Array) -> Array:
    """Return the distribution that moves lead to in the long run.

    Parameters
    ----------
    P : (k, k) array
        Transition probabilities; NaN in the rows of classes in which no unit was seen.

    Returns
    -------
    (k,) array, sum 1
        0 for classes never seen nor entered; NaN where a class that is entered has no known moves, or where the outcome
        depends on the start.
    """
    seen = ~np.isnan(P).any(axis=1)
    if not seen.any() or (P[seen][:, ~seen] > 0).any():
        return np.full(len(P), np.nan)
    found = np.atleast_2d(pysal("giddy.ergodic").steady_state(P[np.ix_(seen, seen)]))
    if len(found) > 1:
        return np.full(len(P), np.nan)
    shares = np.zeros(len(P))
    shares[seen] = found[0]
    return shares


def _tests(giddy: Any, regimes: Array) -> pd.DataFrame:
    import pandas as pd

    got = giddy.homogeneity(regimes)
    rows = [(got.LR, got.dof, got.LR_p_value), (got.Q, got.dof, got.Q_p_value)]
    table = pd.DataFrame(rows, index=pd.Index(["LR", "Q"], name="test"), columns=["statistic", "freedom", "p"])
    return table.assign(p=table["p"].where(table["freedom"] > 0))
