"""Describe one unit by an index: its strengths, its weaknesses, its scores and ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.index.analysis.common import NORMALISED, check_name
from newind.index.batch import ranks
from newind.index.normalise import orient_values
from newind.index.table import OBSERVED

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index
    from newind.index.table import TableRows
    from newind.typing import Array, BoolArray


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
