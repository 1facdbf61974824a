"""Whether the parts of an aggregate measure one thing: Cronbach's alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.index.analysis.common import NORMALISED, check_unit_count, figures
from newind.kernels.quotients import magnitudes

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array


def alpha(X: Array) -> float:
    """Return Cronbach's alpha of some columns.

    Parameters
    ----------
    X : (N, J) array
        Rows with gaps are left out.

    Returns
    -------
    float, at most 1
        NaN for fewer than two columns or complete rows, or where their sum does not vary.

    Notes
    -----
    ``J / (J − 1) · (1 − Σ var(x_j) / var(Σ x_j))``; below zero where columns run against each other.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3), 297.

    Examples
    --------
    >>> alpha(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]))
    1.0
    """
    X = X[np.isfinite(X).all(axis=1)]
    X = np.ldexp(X, -magnitudes(X.ravel()))
    rows, J = X.shape
    if J < 2 or rows < 2:
        return float("nan")
    whole = np.var(X.sum(axis=1), ddof=1)
    return float(J / (J - 1) * (1 - np.var(X, axis=0, ddof=1).sum() / whole)) if whole > 0 else float("nan")


def cronbach(index: Index, stage: str = NORMALISED) -> pd.DataFrame:
    """Return Cronbach's alpha of the parts of each aggregate.

    Parameters
    ----------
    index : Index
    stage : str
        The step whose figures are taken for indicators; for other than the normalised ones only the aggregates right
        above indicators are reported.

    Returns
    -------
    DataFrame
        Columns code, parts (how many), alpha (NaN for a single part).

    Raises
    ------
    DataError
        For fewer than three units.
    UnknownNameError
        For a step that there is not.
    """
    import pandas as pd

    tree, leaves = index.tree, set(index.tree.indicators)
    told = [a for a in tree.aggregates if stage == NORMALISED or leaves.issuperset(tree.children[a])]
    check_unit_count(len(index.stage(stage)), "alphas")
    rows = [(a, len(tree.children[a]), alpha(figures(index, tree.children[a], stage))) for a in told]
    return pd.DataFrame(rows, columns=["code", "parts", "alpha"])
