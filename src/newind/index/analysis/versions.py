"""Two versions of an index: what differs and what that does to ranks; an index without each of its elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index import combine
from newind.index.analysis.correlation import check_name, correlation
from newind.index.choices import ranks
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


@dataclass(frozen=True, eq=False)
class Comparison:
    """Differences between two versions of an index.

    Attributes
    ----------
    units : DataFrame
        A row a unit (and year, and scenario) that both score, in the order of the first: score, score_other,
        difference (other less first), rank, rank_other (among the rows that each scores), change (places gained).
    settings : DataFrame
        What differs: setting (a path such as ``recipe.normalise.method`` or ``elements.patents.weight``), this, other;
        None where one of them has no such step or element.
    rank_correlation, score_correlation : float in [-1, 1]
        Spearman's of ranks and Pearson's of scores.
    only_this, only_other : tuple of str
        Rows that only one of them scores.
    """

    units: pd.DataFrame
    settings: pd.DataFrame
    rank_correlation: float
    score_correlation: float
    only_this: tuple[str, ...]
    only_other: tuple[str, ...]

    def most(self, n: int = 5) -> pd.DataFrame:
        """Return the units that move most, in ranks and then in scores."""
        order = (
            self.units[["change", "difference"]]
            .abs()
            .sort_values(["change", "difference"], ascending=False, kind="stable")
        )
        return self.units.loc[order.index].head(n)


def compare(index: Index, other: Index) -> Comparison:
    """Compare two versions of an index.

    Parameters
    ----------
    index, other : Index
        Which score some units in common.

    Returns
    -------
    Comparison

    Raises
    ------
    DataError
        Where they score no unit in common.
    """
    import pandas as pd

    pairs = zip(("", "_other"), (index, other), strict=True)
    both = pd.concat([_tabulate_scores(version).add_suffix(suffix) for suffix, version in pairs], axis=1, join="inner")
    if both.empty:
        first = offenders(list(map(_label, index.scores.index)))
        raise DataError(tell("index.none_common", first=first))
    both["difference"] = both["score_other"] - both["score"]
    both["change"] = both["rank"] - both["rank_other"]
    units = both[["score", "score_other", "difference", "rank", "rank_other", "change"]].sort_values("rank")
    scores = correlation(both["score"].to_numpy(np.float64), both["score_other"].to_numpy(np.float64))
    ranks = correlation(
        both["rank"].to_numpy(np.float64, na_value=np.nan),
        both["rank_other"].to_numpy(np.float64, na_value=np.nan),
        "spearman",
    )
    return Comparison(units, _settings(index, other), ranks, scores, *_apart(index, other))


def _tabulate_scores(index: Index) -> pd.DataFrame:
    import pandas as pd

    top = index.tree.top
    return pd.DataFrame({"score": index.scores[top], "rank": index.ranks[top]})


def _apart(index: Index, other: Index) -> tuple[tuple[str, ...], tuple[str, ...]]:
    here, there = index.scores.index, other.scores.index
    return tuple(map(_label, here[~here.isin(there)])), tuple(map(_label, there[~there.isin(here)]))


def _settings(index: Index, other: Index) -> pd.DataFrame:
    import pandas as pd

    here, there = flat(plain(index, other)), flat(plain(other, index))
    paths = [p for p in dict.fromkeys([*here, *there]) if here.get(p) != there.get(p)]
    return pd.DataFrame(
        {"setting": paths, "this": [here.get(p) for p in paths], "other": [there.get(p) for p in paths]}, dtype=object
    )


def plain(index: Index, other: Index) -> dict[str, Any]:
    """Return a specification as plain data: all settings of its steps, and elements by code.

    Only the kind is reported of an element that the other lacks.
    """
    spec, common = index.spec, {e.code for e in other.spec.elements}
    steps = {name: settings.model_dump(mode="json") for name, settings in spec.recipe}
    elements = {e.code: e.model_dump(mode="json") if e.code in common else e.kind for e in spec.elements}
    return {"id": spec.id, "recipe": {"order": list(spec.recipe.order), **steps}, "elements": elements}


def flat(nested: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return what a nested mapping holds, by paths.

    Examples
    --------
    >>> flat({"recipe": {"impute": {"method": ["mean"]}}})
    {'recipe.impute.method': ['mean']}
    """
    found: dict[str, Any] = {}
    for key, value in nested.items():
        path = f"{above}.{key}" if above else str(key)
        found |= flat(value, path) if isinstance(value, Mapping) and value else {path: value}
    return found
