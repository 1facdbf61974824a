"""How many dimensions the parts of an aggregate have: principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.errors import DataError
from newind.index import weights as weighting
from newind.index.analysis.common import figures

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index


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
