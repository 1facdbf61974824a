"""Compute an index without each of its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.index import combine
from newind.index.analysis.common import check_name
from newind.index.analysis.correlation import correlation
from newind.index.batch import ranks
from newind.index.montecarlo import years_of
from newind.index.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array

MOST = 3
"""Units that are named."""


def removal(index: Index, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Return what the ranks would be without each indicator or pillar.

    Parameters
    ----------
    index : Index
    codes : sequence of str, optional
        Indicators or aggregates (with what is below them); all that leave something where left out.

    Returns
    -------
    DataFrame
        A row an element: level, parent; mean and max of the absolute change of rank, changed (share of units with
        another rank), correlation of ranks (Spearman), moves (the units that move most, with the change: positive
        where the unit would stand higher without the element).

    Raises
    ------
    DataError
        Where nothing would be left, or what is left cannot be weighted or aggregated.
    UnknownNameError
        For a code that there is not.

    Notes
    -----
    Rows that are scored, what was filled in and the scale stay as they are; weights and aggregates are made afresh,
    with the method of the recipe. ``index.replay({"remove": [code]})`` does all steps again.
    """
    import pandas as pd

    tree = index.tree
    for code in codes or ():
        check_name(code, "element", tree.by_code)
    chosen = [c for c in tree.display_codes if _leaves_some(index, c)] if codes is None else list(codes)
    years, labels = years_of(index), [_label(row) for row in index.scores.index]
    before = _ranks(index.built.scores[tree.top], years)
    rows = [
        (c, tree.level[c], tree.by_code[c].parent, *compare_ranks(before, _ranks(without(index, c), years), labels))
        for c in chosen
    ]
    columns = ["code", "level", "parent", "mean", "max", "changed", "correlation", "moves"]
    return pd.DataFrame(rows, columns=columns).set_index("code")


def _label(row: object) -> str:
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


def _leaves_some(index: Index, code: str) -> bool:
    return len(index.tree.leaves(code)) < len(index.tree.indicators)


def without(index: Index, code: str) -> Array:
    """Return the scores of an index without one of its elements, (N,)."""
    spec = index.spec.apply_changes({"remove": [code]})
    table = index.stages["normalise"]
    left = [table.codes.index(c) for c in spec.tree.indicators]
    reduced = Table(table.values[:, left].copy(), spec.tree.indicators, table.rows)
    return combine.fit(reduced, spec)[1][spec.tree.top]


def _ranks(scores: Array, years: np.ndarray[tuple[int], np.dtype[np.int64]] | None) -> Array:
    return ranks(scores[:, None], years)[:, 0]


def compare_ranks(before: Array, after: Array, labels: Sequence[str]) -> tuple[float, float, float, float, str]:
    """Return how ranks differ: mean and largest change, share changed, correlation, and who moves most.

    Examples
    --------
    >>> compare_ranks(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 3.0]), ["a", "b", "c"])[:3]
    (0.6666666666666666, 1.0, 0.6666666666666666)
    >>> compare_ranks(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 3.0]), ["a", "b", "c"])[4]
    'a -1, b +1'
    """
    up = before - after
    size = np.abs(up)
    first = [k for k in np.argsort(-size, kind="stable")[:MOST] if size[k] > 0]
    said = ", ".join(f"{labels[k]} {up[k]:+.0f}" for k in first)
    told = size[np.isfinite(size)]
    if not len(told):
        return np.nan, np.nan, np.nan, np.nan, ""
    return float(told.mean()), float(told.max()), float((told > 0).mean()), correlation(before, after, "spearman"), said
