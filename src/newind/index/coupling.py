"""How far parts of the index develop together, and what keeps each unit from the top."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.datafiles import read_yaml
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.index.panels import numbers, refuse_cells, refuse_missing, weights_of
from newind.kernels import coupling as kernel
from newind.kernels.coupling import by_group, obstacle
from newind.messages import list_languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.kernels.coupling import Method
    from newind.typing import Array

    Weights = Mapping[str, float] | pd.Series[Any]


@cache
def grade_names() -> tuple[dict[str, Any], ...]:
    """Return the ten grades of coordination, ascending: ``from`` (lowest degree), and the name in ``en`` and ``zh``.

    Examples
    --------
    >>> grade_names()[9]["from"], grade_names()[9]["zh"]
    (0.9, '优质协调')
    """
    return tuple(read_yaml("newind.index", "coupling.yaml"))


def coordination(
    scores: pd.DataFrame | Index,
    parts: Sequence[str],
    weights: Weights | None = None,
    method: Method = "adjusted",
    scale: float = 100.0,
) -> pd.DataFrame:
    """Return coupling, level, coordination degree and its grade for each row.

    Parameters
    ----------
    scores : DataFrame or Index
        Row a unit, or a unit in a year; column an element, higher is better, 0 to `scale`. Of an index its scores.
    parts : sequence of str
        The elements whose coordination is measured, two or more.
    weights : mapping or Series, optional
        Weight of each part in the level T; equal where left out.
    method : {"adjusted", "standard", "rescaled"}
        Formula, as in :func:`newind.kernels.coupling.coupling`. ``rescaled`` stretches each part to 0.01-0.99 over all
        rows given (so results depend on the sample, and `scale` does not matter); it is there to match other software.
    scale : float, > 0
        Score at the top.

    Returns
    -------
    DataFrame
        Rows as in `scores`; columns C, T, D in [0, 1], grade_en, grade_zh. A row with an unknown part is unknown in
        all; a row of zeros has T = D = 0 and no C.

    Raises
    ------
    DataError
        For fewer than two parts, unknown ones, scores outside 0 to `scale`, or a part that ``rescaled`` finds the same
        in all rows.
    UnknownNameError
        For another method.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"s1": [80.0, 50.0], "s2": [20.0, 50.0]}, index=["A", "B"])
    >>> got = coordination(scores, ["s1", "s2"])
    >>> got.D.round(4).tolist(), got.grade_en.tolist()
    ([0.3976, 0.7071], ['mild imbalance', 'intermediate coordination'])
    """
    if method not in kernel.METHODS:
        raise unknown("method of coordination", method, kernel.METHODS, f"It is one of {', '.join(kernel.METHODS)}.")
    given = scores_of(scores)
    names = _parts(given, parts)
    table = numbers(given[names], "coordination")
    alpha = weights_of(names, weights, "coordination")
    if method == "rescaled":
        _check_variation(table)
        return _tabulate_coupling(kernel.coupling(table.to_numpy(), alpha, method), table.index)
    values = unit_scores(table, scale, "coordination", " or use method='rescaled'")
    return _tabulate_coupling(kernel.coupling(values, alpha, method), table.index)


def scores_of(scores: pd.DataFrame | Index) -> pd.DataFrame:
    """Return a table of scores, that of an index where one is given."""
    from newind.index.index import Index

    return scores.scores if isinstance(scores, Index) else scores


def _parts(scores: pd.DataFrame, parts: Sequence[str]) -> list[str]:
    names = [parts] if isinstance(parts, str) else list(parts)
    if twice := find_duplicates(names):
        raise DataError(f"coordination: parts that stand more than once, {offenders(twice)}. Name each once.")
    if len(names) < 2:
        raise DataError(f"coordination: {len(names)} part where at least 2 are needed. Name the parts to be compared.")
    refuse_missing(names, scores.columns, "coordination: parts", "Parts are columns of the scores.")
    return names


def unit_scores(table: pd.DataFrame, scale: float, where: str, otherwise: str = "") -> Array:
    """Return scores divided by their scale.

    Parameters
    ----------
    table : DataFrame, 0 to `scale`
    scale : float, > 0
        Score at the top.
    where, otherwise : str
        What the scores are for, and another remedy, for messages.

    Returns
    -------
    (N, J) array in [0, 1]
        NaN where unknown.

    Raises
    ------
    DataError
        For a scale that is not positive, or scores outside of it, naming the first.
    """
    if not (np.isfinite(scale) and scale > 0):
        raise DataError(f"{where}: scale is {scale:g}. Give the score at the top, such as 100 or 1.")
    values = table.to_numpy()
    slack = 1e-9 * scale
    refuse_cells(
        table,
        (values < -slack) | (values > scale + slack),
        where,
        f"scores outside 0 to {scale:g}",
        f"Normalise them by min-max or goalposts, give their top as scale{otherwise}.",
    )
    return np.clip(values / scale, 0.0, 1.0)


def _check_variation(table: pd.DataFrame) -> None:
    same = [c for c in table.columns if table[c].nunique() < 2]
    if same:
        raise DataError(
            f"coordination: parts that are the same in all rows, {offenders(same)}, cannot be rescaled. "
            "Leave them out, add rows, or use method='adjusted'."
        )


def _tabulate_coupling(got: kernel.Coupling, index: pd.Index[Any]) -> pd.DataFrame:
    import pandas as pd

    names = grade_names()
    grade = kernel.grades(got.D, np.array([g["from"] for g in names]))
    words = {f"grade_{lang}": [names[g][lang] if g >= 0 else None for g in grade] for lang in list_languages()}
    return pd.DataFrame({"C": got.C, "T": got.T, "D": got.D, **words}, index=index)


def obstacles(
    scores: pd.DataFrame | Index, weights: Weights, groups: Mapping[str, str] | None = None, scale: float = 100.0
) -> pd.DataFrame:
    """Return the share of each element in what each row lacks to the top.

    Parameters
    ----------
    scores : DataFrame or Index
        Row a unit, or a unit in a year; column an element, normalised so that higher is better, 0 to `scale`.
    weights : mapping or Series
        Weight of each element in the index (the product of weights along the tree), in any scale. Elements of `scores`
        without a weight are refused: leave their columns out.
    groups : mapping of str to str, optional
        Pillar of each element; where given, shares are summed by pillar.
    scale : float, > 0
        Score at the top.

    Returns
    -------
    DataFrame
        Long: the levels of the rows' index (``unit`` where it has no name), element (or pillar), obstacle in [0, 1],
        rank (1 is the largest obstacle; equal ones share the lower number). Shares of a row sum to 1; they and their
        ranks are NaN where a score is unknown, or where the row is at the top in everything.

    Raises
    ------
    DataError
        For weights or groups that do not fit the elements, or scores outside 0 to `scale`.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"a": [50.0], "b": [90.0]}, index=pd.Index(["X"], name="unit"))
    >>> obstacles(scores, {"a": 1.0, "b": 1.0}).round(4).to_numpy().tolist()
    [['X', 'a', 0.8333, 1.0], ['X', 'b', 0.1667, 2.0]]
    """
    names = list(scores_of(scores).columns)
    table = numbers(scores_of(scores), "obstacles")
    w = weights_of(names, weights, "obstacles")
    shares = obstacle(unit_scores(table, scale, "obstacles"), w)
    if groups is None:
        return _long(shares, names, table.index, "element")
    refuse_missing(names, groups, "obstacles: elements in the groups", "Give the pillar of every element.")
    pillars = list(dict.fromkeys(groups[n] for n in names))
    codes = np.array([pillars.index(groups[n]) for n in names], dtype=np.int64)
    return _long(by_group(shares, codes), pillars, table.index, "pillar")


def _long(shares: Array, names: list[str], index: pd.Index[Any], column: str) -> pd.DataFrame:
    import pandas as pd

    rows = index.set_names([n or f"unit{i or ''}" for i, n in enumerate(index.names)]).to_frame(index=False)
    long = rows.loc[rows.index.repeat(len(names))].reset_index(drop=True)
    long[column] = names * len(rows)
    long["obstacle"] = shares.ravel()
    ranks = pd.DataFrame(shares).rank(axis=1, ascending=False, method="min")
    return long.assign(rank=ranks.to_numpy().ravel())
