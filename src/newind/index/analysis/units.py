"""Units by an index: in order, one described, strengths and weaknesses, changes over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.errors import DataError, unknown
from newind.index.analysis.correlation import NORMALISED, check_name
from newind.index.choices import ranks
from newind.index.normalise import orient_values
from newind.index.table import OBSERVED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.index.table import TableRows
    from newind.typing import Array, BoolArray


Show = Literal["scores", "ranks"]
SHOWN = ("scores", "ranks")
DEPTHS = ("aggregates", "full")


def results(
    index: Index,
    level: Literal["aggregates", "full"] = "aggregates",
    show: Show = "scores",
    group: str | None = None,
) -> pd.DataFrame:
    """Return the units in the order of the index.

    Parameters
    ----------
    index : Index
    level : {"aggregates", "full"}
        Whether indicators are shown.
    show : {"scores", "ranks"}
    group : str, optional
        Column of groups (kind ``group`` in the specification): units are ranked within each, and the groups come one
        after the other.

    Returns
    -------
    DataFrame
        A row a unit (and year, and scenario, each ranked apart), the first in front: the group, where there is one;
        rank, where scores are shown; then the index and what is below.

    Raises
    ------
    UnknownNameError
        For a level, a column of groups or something to show that there is not.
    """
    import pandas as pd

    check_name(level, "level of results", DEPTHS)
    check_name(show, "kind of results", SHOWN)
    tree = index.tree
    codes = [c for c in tree.display_codes if level == "full" or c not in tree.indicators]
    names = [str(name) for name in index.scores.index.names if name != "unit"]
    apart = pd.DataFrame({n: index.scores.index.get_level_values(n) for n in names}, index=index.scores.index)
    if group is not None:
        apart.insert(len(apart.columns), group, list(_groups(index, group)))
    ranks = _ranks(index.scores[codes], apart)
    shown = index.scores[codes] if show == "scores" else ranks
    first = apart[[group]] if group is not None else apart[[]]
    lead = first.assign(rank=ranks[tree.top]) if show == "scores" else first
    order = apart.assign(rank=ranks[tree.top]).reset_index(drop=True).sort_values([*apart.columns, "rank"]).index
    return pd.concat([lead, shown], axis=1).iloc[order]


def _groups(index: Index, group: str) -> tuple[str, ...]:
    rows = index.stages[NORMALISED].rows
    if group not in rows.groups:
        there = ", ".join(rows.groups) or "none; give the column the kind 'group' in the specification"
        raise unknown("column of groups", group, rows.groups, f"Columns of groups: {there}.")
    return rows.groups[group]


def _ranks(scores: pd.DataFrame, apart: pd.DataFrame) -> pd.DataFrame:
    """Return ranks of scores among rows that agree in some columns."""
    import numpy as np
    import pandas as pd

    from newind.index.choices import ranks

    labels = apart.astype(str).agg("/".join, axis=1) if len(apart.columns) else pd.Series("", index=apart.index)
    number = np.unique(labels.to_numpy(dtype=object), return_inverse=True)[1].astype(np.int64)
    found = ranks(scores.to_numpy(dtype=np.float64), number)
    return pd.DataFrame(found, index=scores.index, columns=scores.columns).astype("Int64")


def strengths(
    index: Index, unit: str, n: int = 5, *, stage: str = "raw", year: int | None = None, lang: str = "en"
) -> pd.DataFrame:
    """Return the indicators in which a unit ranks highest.

    Parameters
    ----------
    index : Index
    unit : str
    n : int, at least 1
        How many indicators.
    stage : str
        The step whose figures are ranked, in the direction of what is better; ``raw`` are those given.
    year : int, optional
        Of a panel; the latest where left out. Ranks are within the year.
    lang : {"en", "zh"}

    Returns
    -------
    DataFrame
        The best first: code, name, parent, rank (1 the best, ties at the better rank), of (units known), shared
        (units with this rank), value, unit (that it is measured in).

    Raises
    ------
    DataError
        For less than one indicator.
    UnknownNameError
        For a unit, a year or a step that there is not.
    """
    return _ends(index, unit, n, stage, year, lang, best=True)


def weaknesses(
    index: Index, unit: str, n: int = 5, *, stage: str = "raw", year: int | None = None, lang: str = "en"
) -> pd.DataFrame:
    """Return the indicators in which a unit ranks lowest; the last first. As :func:`strengths` otherwise."""
    return _ends(index, unit, n, stage, year, lang, best=False)


def _ends(index: Index, unit: str, n: int, stage: str, year: int | None, lang: str, *, best: bool) -> pd.DataFrame:
    if n < 1:
        raise DataError(f"{n} indicators asked for. Ask for one at least.")
    index.stage(stage)
    table = index.stages[stage]
    at = row(table.rows, unit, year)
    X = table.values if stage == NORMALISED else orient_values(table.values, index.spec.indicator_elements)
    near = find_comparable_rows(table.rows, at)
    found = _tabulate_ranks(index, table.codes, ranks(X[near]), int(near[:at].sum()), lang)
    found["value"] = table.values[at]
    found["unit"] = [index.tree.by_code[c].unit for c in table.codes]
    return found.dropna(subset="rank").sort_values("rank", ascending=best, kind="stable").head(n).reset_index(drop=True)


def profile(index: Index, unit: str, *, year: int | None = None, lang: str = "en") -> pd.DataFrame:
    """Return the scores and ranks of a unit, from the index down to the indicators.

    Parameters
    ----------
    index : Index
    unit : str
    year : int, optional
        Of a panel; the latest in which the unit is scored where left out. Ranks are within the year.
    lang : {"en", "zh"}

    Returns
    -------
    DataFrame
        Columns code, name, level, parent, score, rank, of (units scored), shared (units with this rank), mean (score
        of the units beside it).

    Raises
    ------
    UnknownNameError
        For a unit or a year that is not scored.
    """
    rows, codes = index.stages[NORMALISED].rows, index.tree.display_codes
    at = row(rows, unit, year)
    X = np.stack([index.built.scores[c] for c in codes], axis=1)
    near = find_comparable_rows(rows, at)
    found = _tabulate_ranks(index, codes, ranks(X[near]), int(near[:at].sum()), lang)
    found.insert(2, "level", [index.tree.level[c] for c in codes])
    found.insert(4, "score", X[at])
    return found.assign(mean=_means(X[near]))


def _tabulate_ranks(index: Index, codes: tuple[str, ...], R: Array, own: int, lang: str) -> pd.DataFrame:
    """Return what ranks, (N, J), say of one row: a row an element."""
    import pandas as pd

    told = {"rank": R[own], "of": np.isfinite(R).sum(axis=0), "shared": (R[own] == R).sum(axis=0)}
    found = pd.DataFrame(told).astype("Int64")
    found.insert(0, "code", list(codes))
    found.insert(1, "name", [index.spec.label(c, lang) for c in codes])
    found.insert(2, "parent", [index.tree.by_code[c].parent for c in codes])
    return found


def _means(X: Array) -> Array:
    known_values = np.isfinite(X)
    count = known_values.sum(axis=0)
    total = np.where(known_values, X, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.full(X.shape[1], np.nan), where=count > 0))


def row(rows: TableRows, unit: str, year: int | None = None) -> int:
    """Return the row of a unit, in a year or its latest; the observed one where there are scenarios.

    Raises
    ------
    UnknownNameError
        For a unit, or a year of it, that there is not.
    """
    check_name(unit, "unit", rows.units)
    own = [k for k, u in enumerate(rows.units) if u == unit]
    years = {rows.times[k] for k in own}
    when = max(years) if year is None else int(check_name(str(year), "year", map(str, sorted(years))))
    there = [k for k in own if rows.times[k] == when]
    return min(there, key=lambda k: rows.scenarios[k] != OBSERVED)


def find_comparable_rows(rows: TableRows, at: int) -> BoolArray:
    """Return which rows a row is ranked among: those of its year and scenario, (N,)."""
    scenario = np.array([s == rows.scenarios[at] for s in rows.scenarios])
    return np.asarray((rows.years == rows.times[at]) & scenario)


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
