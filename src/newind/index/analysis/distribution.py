"""Figures of each indicator: how they are distributed, what treatment changed, how many dimensions parts have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.index import weights as weighting
from newind.index.analysis.correlation import figures
from newind.index.treat import BOXCOX, LOG, PLAIN, kurtosis, passes, skewness
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


FORMS = {PLAIN: "", LOG: "log", BOXCOX: "boxcox"}


def treatment(index: Index) -> pd.DataFrame:
    """Return what the treatment of outliers did to each indicator.

    Parameters
    ----------
    index : Index
        Whose recipe treats.

    Returns
    -------
    DataFrame
        A row an indicator: skewness, kurtosis and passed before; points (values winsorised); form (``log``,
        ``boxcox`` or empty) and power (of Box-Cox, NaN for others); skewness_after, kurtosis_after, passed_after.

    Raises
    ------
    UnknownNameError
        For a recipe without the step ``treat``.
    """
    import numpy as np
    import pandas as pd

    index.stage("treat")
    names, limits, done = list(index.stages), index.spec.recipe.treat, index.built.fitted.treated
    assert done is not None  # the recipe treats
    before = index.stages[names[names.index("treat") - 1]]
    after = index.stages["treat"].values
    bounds = limits.max_skew, limits.max_kurtosis
    found = {
        "skewness": skewness(before.values),
        "kurtosis": kurtosis(before.values),
        "passed": passes(before.values, *bounds),
        "points": done.points.astype(int),
        "form": [FORMS[int(form)] for form in done.form],
        "power": np.where(done.form == BOXCOX, done.power, np.nan),
        "skewness_after": skewness(after),
        "kurtosis_after": kurtosis(after),
        "passed_after": passes(after, *bounds),
    }
    return pd.DataFrame(found, index=pd.Index(before.codes, name="code"))


def components(index: Index) -> pd.DataFrame:
    """Return the principal components of the parts of each aggregate.

    Parameters
    ----------
    index : Index

    Returns
    -------
    DataFrame
        A row an aggregate, component and part: code, component (1 the largest), variance (eigenvalue of the
        correlation matrix), share, cumulative (in [0, 1]), part, vector (entry of the eigenvector of length 1, turned
        so that entries sum to at least 0), loading (correlation of part and component).

    Raises
    ------
    DataError
        For gaps, parts that do not vary, or fewer than three units, naming the aggregate.
    """
    import pandas as pd

    return pd.concat([_compute_components(index, code) for code in index.tree.aggregates], ignore_index=True)


def _compute_components(index: Index, code: str) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    parts = index.tree.children[code]
    try:
        found = weighting.components(figures(index, parts), names=parts)
    except DataError as error:
        raise DataError(f"components of {code}: {error}") from None
    J = len(parts)
    return pd.DataFrame(
        {
            "code": code,
            "component": np.repeat(np.arange(1, J + 1), J),
            "variance": np.repeat(found.variance, J),
            "share": np.repeat(found.share, J),
            "cumulative": np.repeat(np.cumsum(found.share), J),
            "part": list(parts) * J,
            "vector": found.vectors.T.ravel(),
            "loading": found.loadings.T.ravel(),
        }
    )
