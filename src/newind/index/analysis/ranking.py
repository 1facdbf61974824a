"""Tables of results: units in the order of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newind.errors import unknown
from newind.index.analysis.common import NORMALISED, check_name

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index

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

    from newind.index.batch import ranks

    labels = apart.astype(str).agg("/".join, axis=1) if len(apart.columns) else pd.Series("", index=apart.index)
    number = np.unique(labels.to_numpy(dtype=object), return_inverse=True)[1].astype(np.int64)
    found = ranks(scores.to_numpy(dtype=np.float64), number)
    return pd.DataFrame(found, index=scores.index, columns=scores.columns).astype("Int64")
