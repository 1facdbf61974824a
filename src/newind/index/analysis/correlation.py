"""Correlations of elements with each other and with denominators, and those that call for a second look."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.errors import unknown
from newind.index.analysis.common import LEAST, NORMALISED, at_level, check_unit_count, figures
from newind.kernels.quotients import near_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array

Method = Literal["pearson", "spearman", "kendall"]
METHODS = ("pearson", "spearman", "kendall")
COLUMNS = ["code", "with", "correlation"]


def correlation(x: Array, y: Array, method: Method = "pearson") -> float:
    """Return the correlation of two columns over the units that have both.

    Parameters
    ----------
    x, y : (N,) arrays
        NaN where unknown.
    method : {"pearson", "spearman", "kendall"}
        Of values, of ranks (ties at their mean rank), or Kendall's tau-b.

    Returns
    -------
    float in [-1, 1]
        NaN for fewer than three such units, or where one column is the same for all of them.

    Examples
    --------
    >>> correlation(np.array([1.0, 2.0, 3.0, np.nan]), np.array([1.0, 4.0, 9.0, 5.0]), "spearman")
    1.0
    """
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < LEAST or not (np.ptp(x) > 0 and np.ptp(y) > 0):
        return float("nan")
    if method == "kendall":
        from scipy.stats import kendalltau

        return float(kendalltau(x, y).statistic)
    if method == "spearman":
        x, y = mean_ranks(x), mean_ranks(y)
    return float(np.clip(np.corrcoef(near_one(x), near_one(y))[0, 1], -1.0, 1.0))


def mean_ranks(x: Array) -> Array:
    """Return ranks from 1, the lowest, with ties at the mean of their places.

    Examples
    --------
    >>> mean_ranks(np.array([3.0, 1.0, 3.0]))
    array([2.5, 1. , 2.5])
    """
    _, at, size = np.unique(x, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(size) - (size - 1) / 2)[at])


def correlations(
    index: Index,
    level: int,
    with_level: int | None = None,
    method: Method = "pearson",
    *,
    parents: bool = False,
    stage: str = NORMALISED,
) -> pd.DataFrame:
    """Return the correlations of the elements of a level with those of another, or with each other.

    Parameters
    ----------
    index : Index
    level : int
        1 for indicators.
    with_level : int, optional
        The same level where left out: each pair once.
    method : {"pearson", "spearman", "kendall"}
    parents : bool
        Only elements with what is above them; within a level, only pairs that share their parent.
    stage : str
        The step whose figures are taken, for indicators with each other.

    Returns
    -------
    DataFrame
        Columns code, with, correlation; NaN where one of the two does not vary.

    Raises
    ------
    DataError
        For a level that there is not, or fewer than three units.
    UnknownNameError
        For a method or a step that there is not.
    """
    if method not in METHODS:
        raise unknown("correlation", method, METHODS, f"Methods are {', '.join(METHODS)}.")
    other = at_level(index, level if with_level is None else with_level)
    pairs = _pairs(index, at_level(index, level), other, parents=parents)
    return _compute_correlations(index, pairs, method, stage)


def _pairs(index: Index, codes: tuple[str, ...], others: tuple[str, ...], *, parents: bool) -> list[tuple[str, str]]:
    tree = index.tree
    if codes == others:
        pairs = list(combinations(codes, 2))
        return [(a, b) for a, b in pairs if not parents or tree.by_code[a].parent == tree.by_code[b].parent]
    return [(a, b) for a in codes for b in others if not parents or a in tree.path(b) or b in tree.path(a)]


def _compute_correlations(index: Index, pairs: list[tuple[str, str]], method: Method, stage: str) -> pd.DataFrame:
    import pandas as pd

    codes = list(dict.fromkeys(code for pair in pairs for code in pair))
    X = figures(index, codes, stage) if codes else np.empty((LEAST, 0))
    check_unit_count(len(X), "correlations")
    column = dict(zip(codes, X.T, strict=True))
    return pd.DataFrame([(a, b, correlation(column[a], column[b], method)) for a, b in pairs], columns=COLUMNS)


def flagged(
    index: Index, high: float = 0.9, low: float = -0.4, weak: float = 0.3, stage: str = NORMALISED
) -> pd.DataFrame:
    """Return correlations that call for a second look.

    Parameters
    ----------
    index : Index
    high : float
        Two indicators below one parent that correlate more than this say the same twice (``high``).
    low : float
        Two that correlate less than this cancel each other in the mean (``negative``).
    weak : float
        An indicator that correlates less than this with the aggregate above it is hardly told by it (``weak``).
    stage : str
        The step whose figures are taken for pairs of indicators; the normalised ones, in which higher is better.

    Returns
    -------
    DataFrame
        Columns parent, code, with, correlation, flag (``high``, ``negative``, ``weak``).

    Raises
    ------
    DataError
        For fewer than three units.
    UnknownNameError
        For a step that there is not.

    References
    ----------
    OECD and JRC (2008), Handbook on constructing composite indicators, step 6.
    """
    import pandas as pd

    siblings = _compute_correlations(index, list(_siblings(index)), "pearson", stage)
    upwards = [(c, index.tree.by_code[c].parent) for c in index.tree.indicators]
    above = _compute_correlations(index, upwards, "pearson", NORMALISED)
    found = pd.concat(
        [
            siblings[siblings["correlation"] > high].assign(flag="high"),
            siblings[siblings["correlation"] < low].assign(flag="negative"),
            above[above["correlation"] < weak].assign(flag="weak"),
        ],
        ignore_index=True,
    )
    found.insert(0, "parent", [index.tree.by_code[c].parent for c in found["code"]])
    return found


def _siblings(index: Index) -> Iterable[tuple[str, str]]:
    """Return the pairs of indicators that share their parent."""
    leaves = set(index.tree.indicators)
    for pillar in index.tree.pillars:
        yield from combinations([c for c in index.tree.children[pillar] if c in leaves], 2)


def denominator_correlations(index: Index, threshold: float = 0.7) -> pd.DataFrame:
    """Return which indicators, as they were given, go with the size of units.

    Parameters
    ----------
    index : Index
    threshold : float in [0, 1]
        Smallest size of a correlation that is shown; 0 for all.

    Returns
    -------
    DataFrame
        Columns code, denominator, correlation, divided (whether the index divides it by just this). Empty where the
        specification names no denominators.

    Raises
    ------
    DataError
        For fewer than three units.
    """
    import pandas as pd

    table = index.stages["raw"]
    check_unit_count(len(table.rows), "correlations")
    rows = [
        (code, name, correlation(table.column(code), below), index.tree.by_code[code].denominator == name)
        for code in table.codes
        for name, below in table.beside.items()
    ]
    found = pd.DataFrame(rows, columns=["code", "denominator", "correlation", "divided"])
    return found[found["correlation"].abs() >= threshold].reset_index(drop=True)
