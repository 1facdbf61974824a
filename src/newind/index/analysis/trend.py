"""How figures and scores of units changed over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.index.analysis.common import check_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array


def growth(values: Array, years: Array) -> float:
    """Return the compound annual growth rate between the first and the last known value.

    Parameters
    ----------
    values, years : (T,) arrays
        NaN where unknown.

    Returns
    -------
    float, above -1
        NaN unless two values are known and both are above zero.

    Examples
    --------
    >>> round(growth(np.array([100.0, np.nan, 121.0]), np.array([2018, 2019, 2020])), 6)
    0.1
    """
    there = np.flatnonzero(np.isfinite(values))
    if len(there) < 2 or not (values[there[0]] > 0 and values[there[-1]] > 0):
        return float("nan")
    first, last = there[0], there[-1]
    return float((values[last] / values[first]) ** (1 / (years[last] - years[first])) - 1)


def median_slope(values: Array, years: Array) -> float:
    """Return the median of the slopes between all pairs of years, which a single outlier does not move.

    Parameters
    ----------
    values, years : (T,) arrays
        NaN where unknown; no year twice.

    Returns
    -------
    float
        In units a year; NaN unless two values are known.

    References
    ----------
    Sen (1968), Journal of the American Statistical Association 63(324), 1379.

    Examples
    --------
    >>> median_slope(np.array([1.0, 2.0, 3.0, 40.0]), np.array([2018, 2019, 2020, 2021]))   # 1, 1, 1, 13, 19, 37
    7.0
    """
    there = np.isfinite(values)
    if there.sum() < 2:
        return float("nan")
    i, j = np.triu_indices(int(there.sum()), 1)
    y, t = values[there], years[there]
    return float(np.median((y[j] - y[i]) / (t[j] - t[i])))


def trends(index: Index, stage: str | None = None, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Return how figures or scores of each unit changed over the years.

    Parameters
    ----------
    index : Index
        Of a panel.
    stage : str, optional
        The step whose figures are taken, such as ``raw``; scores where left out.
    codes : sequence of str, optional
        Elements; the aggregates for scores and the indicators for a step where left out.

    Returns
    -------
    DataFrame
        Columns unit, code (and scenario, where there are any), growth (compound rate a year between the first and the
        latest known year; NaN unless both values are above zero), slope (median of the slopes between all pairs of
        years), available (share of the panel's years that are known), first, latest (years).

    Raises
    ------
    DataError
        For figures of a single year.
    UnknownNameError
        For a step or a code that there is not.
    """
    import pandas as pd

    table = index.scores if stage is None else index.stage(stage)
    if "time" not in table.index.names:
        raise DataError("trends need figures of two years at least; these are of one. Build the index on a panel.")
    chosen = [c for c in table if stage is not None or c not in index.tree.indicators] if codes is None else codes
    for code in chosen:
        check_name(str(code), "element", table.columns)
    span = len(set(table.index.get_level_values("time")))
    apart = [name for name in table.index.names if name != "time"]
    rows = []
    for key, part in table[list(chosen)].groupby(level=apart, sort=False):
        ordered = part.sort_index(level="time")
        years = ordered.index.get_level_values("time").to_numpy(dtype=np.float64)
        rows += [(*key, c, *_compute_trend(ordered[c].to_numpy(), years, span)) for c in chosen]
    found = pd.DataFrame(rows, columns=[*apart, "code", "growth", "slope", "available", "first", "latest"])
    return found.astype({"first": "Int64", "latest": "Int64"})


def _compute_trend(values: Array, years: Array, span: int) -> tuple[float, float, float, float, float]:
    there = years[np.isfinite(values)]
    ends = (there.min(), there.max()) if len(there) else (np.nan, np.nan)
    return growth(values, years), median_slope(values, years), len(there) / span, *ends
