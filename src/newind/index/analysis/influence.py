"""Compare the weight of elements with their influence: nominal and effective weights, importance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.errors import unknown
from newind.index.analysis.common import check_unit_count
from newind.index.analysis.correlation import correlation
from newind.kernels.quotients import near_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array

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
