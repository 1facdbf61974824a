"""Describe the distribution of each indicator: centre, spread, form, how much is known and how much is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.index.treat import kurtosis, passes, skewness
from newind.kernels.quotients import magnitudes, near_one

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array

KNOWN, NONZERO, DISTINCT = 0.65, 0.5, 0.5
"""Shares below which an indicator is marked: of units known, of values other than zero, of distinct values."""


def counts(column: Array) -> tuple[int, int, int, int]:
    """Return how many values of a column are known, are not zero, are distinct, and are the most frequent one.

    Parameters
    ----------
    column : (N,) array
        NaN where unknown.

    Examples
    --------
    >>> counts(np.array([0.0, 2.0, 2.0, np.nan]))
    (3, 2, 2, 2)
    """
    known = column[np.isfinite(column)]
    often = np.unique(known, return_counts=True)[1]
    return len(known), int(np.count_nonzero(known)), len(often), int(often.max(initial=0))


def statistics(index: Index, stage: str = "raw") -> pd.DataFrame:
    """Return what the figures of each indicator look like after a step.

    Parameters
    ----------
    index : Index
    stage : str
        The step; ``raw`` for the figures as they were given.

    Returns
    -------
    DataFrame
        A row an indicator: minimum, maximum, mean, median, sd, skewness and excess kurtosis (bias-corrected); known,
        nonzero, distinct, same (counts; ``same`` the most frequent value) and the shares of these (``known_share`` of
        all rows, the others of the known values); marks: outliers (skewness and kurtosis beyond those of the recipe's
        treatment), few_known, many_zeros, few_distinct. NaN where nothing is known.

    Raises
    ------
    UnknownNameError
        For a step that the recipe does not have.
    """
    import pandas as pd

    frame = index.stage(stage)
    frame.columns.name = "code"
    X = frame.to_numpy()
    found = frame.agg(["min", "max", "mean", "median"]).T
    found.columns = pd.Index(["minimum", "maximum", "mean", "median"])
    found["sd"] = np.ldexp(pd.DataFrame(near_one(X)).std().to_numpy(), magnitudes(X))
    found["skewness"], found["kurtosis"] = skewness(X), kurtosis(X)
    found[["known", "nonzero", "distinct", "same"]] = [counts(column) for column in X.T]
    found["known_share"] = found["known"] / len(X)
    for name in ("nonzero", "distinct", "same"):
        found[f"{name}_share"] = found[name] / found["known"]
    limits = index.spec.recipe.treat
    found["outliers"] = ~passes(X, limits.max_skew, limits.max_kurtosis)
    found["few_known"] = found["known_share"] < KNOWN
    found["many_zeros"] = found["nonzero_share"] < NONZERO
    found["few_distinct"] = found["distinct_share"] < DISTINCT
    return found
