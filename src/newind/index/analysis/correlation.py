"""Correlations of elements and those to look at, influence beside weight, and whether parts measure one thing."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.errors import DataError, unknown
from newind.kernels.quotients import magnitudes, near_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array


LEAST = 3
"""Units without which a correlation says nothing."""
NORMALISED = "normalise"


def figures(index: Index, codes: Sequence[str], stage: str = NORMALISED) -> Array:
    """Return the figures of elements, (N, J): indicators as a step left them, aggregates as they are scored.

    Parameters
    ----------
    index : Index
    codes : sequence of str
        Elements of the index; indicators only, where the stage is not the normalised one.
    stage : str

    Raises
    ------
    UnknownNameError
        For a step that the recipe does not have, or a code that has no figures there.
    """
    if stage == NORMALISED:
        for code in codes:
            check_name(code, "element", index.tree.by_code)
        return np.stack([index.built.scores[code] for code in codes], axis=1)
    index.stage(stage)
    table = index.stages[stage]
    for code in codes:
        check_name(code, "indicator", table.codes)
    return np.stack([table.column(code) for code in codes], axis=1)


def check_name(name: str, kind: str, names: Iterable[str]) -> str:
    """Return a name that exists.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    listed = list(dict.fromkeys(names))
    if name not in listed:
        shown = ", ".join(listed[:20]) + (f" and {len(listed) - 20} more" if len(listed) > 20 else "")
        raise unknown(kind, name, listed, f"Known are {shown}.")
    return name


def check_unit_count(units: int, what: str, least: int = LEAST) -> None:
    """Raise where there are too few units for a question.

    Raises
    ------
    DataError
    """
    if units < least:
        raise DataError(f"{what} need at least {least} units, there are {units}. Bring more units.")


def at_level(index: Index, level: int) -> tuple[str, ...]:
    """Return the elements of a level.

    Raises
    ------
    DataError
        For a level that the tree does not have.
    """
    found: tuple[str, ...] = index.tree.at(level)
    if not found:
        top = index.tree.level[index.tree.top]
        raise DataError(f"no element at level {level}. Levels go from 1 (indicators) to {top} ({index.tree.top}).")
    return found


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


Measure = Literal["r2", "ratio"]
MEASURES = ("r2", "ratio")
DEGREE = 3
"""Degree of the polynomial that estimates the mean of an aggregate given a part."""


def correlation_ratio(x: Array, y: Array) -> float:
    """Return how much of the variance of a composite is gone once an element is known.

    Parameters
    ----------
    x, y : (N,) arrays
        The element and the composite.

    Returns
    -------
    float in [0, 1]
        NaN for fewer than six units that have both, or where one of them does not vary.

    Notes
    -----
    ``Var E[y | x] / Var y`` with the conditional mean told by a cubic: the squared correlation, and what is bent.

    References
    ----------
    Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176(3), 609.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 9)
    >>> round(correlation_ratio(x, x**2), 6), round(correlation(x, x**2) ** 2, 6)
    (1.0, 0.0)
    """
    both = np.isfinite(x) & np.isfinite(y)
    x, y = near_one(x[both]), near_one(y[both])
    if len(x) < DEGREE + 3 or not (np.ptp(x) > 0 and np.ptp(y) > 0):
        return float("nan")
    terms = np.vander((x - x.mean()) / x.std(), DEGREE + 1)
    left = y - terms @ np.linalg.lstsq(terms, y, rcond=None)[0]
    return float(np.clip(1 - left @ left / ((y - y.mean()) @ (y - y.mean())), 0.0, 1.0))


def effective_weights(index: Index, measure: Measure = "r2") -> pd.DataFrame:
    """Return what each element weighs, and what it matters for its parent and for the index.

    Parameters
    ----------
    index : Index
    measure : {"r2", "ratio"}
        Importance by the squared correlation or by the correlation ratio, which also sees what is bent.

    Returns
    -------
    DataFrame
        A row an element but the top: level, parent; weight among its siblings and effective weight in the index (the
        product of the weights up to the top); correlation with the parent and with the index; importance, the measure
        for the parent as a share among siblings, and ratio, importance / weight: above 1 an element matters more than
        it weighs; the same for the index as importance_index, a share among elements of its level, and ratio_index.
        NaN where something does not vary, or the weight is zero.

    Raises
    ------
    DataError
        For fewer than three units.
    UnknownNameError
        For a measure that there is not.
    """
    if measure not in MEASURES:
        raise unknown("measure", measure, MEASURES, f"Measures are {', '.join(MEASURES)}.")
    check_unit_count(len(index.scores), "importances")
    tree, scores = index.tree, index.built.scores
    found: pd.DataFrame = index.weights.drop(tree.top)
    parents, levels = list(found["parent"]), list(found["level"])
    found["correlation"] = [correlation(scores[c], scores[p]) for c, p in zip(found.index, parents, strict=True)]
    found["correlation_index"] = [correlation(scores[c], scores[tree.top]) for c in found.index]
    of_parent = [strength(scores, c, p, measure) for c, p in zip(found.index, parents, strict=True)]
    found["importance"] = shares(np.array(of_parent), parents)
    found["ratio"] = _ratio(found["importance"].to_numpy(), found["weight"].to_numpy())
    of_index = [strength(scores, c, tree.top, measure) for c in found.index]
    found["importance_index"] = shares(np.array(of_index), levels)
    found["ratio_index"] = _ratio(found["importance_index"].to_numpy(), shares(found["effective"].to_numpy(), levels))
    return found


def strength(scores: Mapping[str, Array], part: str, whole: str, measure: Measure) -> float:
    """Return how much of the variance of a whole goes with a part, in [0, 1]."""
    x, y = scores[part], scores[whole]
    return correlation(x, y) ** 2 if measure == "r2" else correlation_ratio(x, y)


def shares(values: Array, groups: Sequence[object]) -> Array:
    """Return values as shares of the sum of their group.

    Examples
    --------
    >>> shares(np.array([1.0, 3.0, 5.0]), ["a", "a", "b"])
    array([0.25, 0.75, 1.  ])
    """
    found = np.full(len(values), np.nan)
    for group in dict.fromkeys(groups):
        rows = np.array([g == group for g in groups])
        total = np.nansum(values[rows])
        found[rows] = values[rows] / total if total > 0 else np.nan
    return found


def _ratio(importance: Array, weight: Array) -> Array:
    return np.asarray(np.divide(importance, weight, out=np.full(len(weight), np.nan), where=weight > 0))


def alpha(X: Array) -> float:
    """Return Cronbach's alpha of some columns.

    Parameters
    ----------
    X : (N, J) array
        Rows with gaps are left out.

    Returns
    -------
    float, at most 1
        NaN for fewer than two columns or complete rows, or where their sum does not vary.

    Notes
    -----
    ``J / (J − 1) · (1 − Σ var(x_j) / var(Σ x_j))``; below zero where columns run against each other.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3), 297.

    Examples
    --------
    >>> alpha(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]))
    1.0
    """
    X = X[np.isfinite(X).all(axis=1)]
    X = np.ldexp(X, -magnitudes(X.ravel()))
    rows, J = X.shape
    if J < 2 or rows < 2:
        return float("nan")
    whole = np.var(X.sum(axis=1), ddof=1)
    return float(J / (J - 1) * (1 - np.var(X, axis=0, ddof=1).sum() / whole)) if whole > 0 else float("nan")


def cronbach(index: Index, stage: str = NORMALISED) -> pd.DataFrame:
    """Return Cronbach's alpha of the parts of each aggregate.

    Parameters
    ----------
    index : Index
    stage : str
        The step whose figures are taken for indicators; for other than the normalised ones only the aggregates right
        above indicators are reported.

    Returns
    -------
    DataFrame
        Columns code, parts (how many), alpha (NaN for a single part).

    Raises
    ------
    DataError
        For fewer than three units.
    UnknownNameError
        For a step that there is not.
    """
    import pandas as pd

    tree, leaves = index.tree, set(index.tree.indicators)
    told = [a for a in tree.aggregates if stage == NORMALISED or leaves.issuperset(tree.children[a])]
    check_unit_count(len(index.stage(stage)), "alphas")
    rows = [(a, len(tree.children[a]), alpha(figures(index, tree.children[a], stage))) for a in told]
    return pd.DataFrame(rows, columns=["code", "parts", "alpha"])
