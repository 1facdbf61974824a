"""Two versions of an index: what differs in how they are made, and what that does to scores and ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index.analysis.correlation import correlation

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index


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


def _label(row: object) -> str:
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


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
