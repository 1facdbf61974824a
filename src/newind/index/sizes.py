"""How large the economies of accounts are: what an audit holds indicators against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.panel import Panel


def sizes(w: Accounts | Panel) -> pd.DataFrame:
    """Return the size of each economy in each year, for :func:`newind.index.audit.audit`.

    Parameters
    ----------
    w : Accounts or Panel

    Returns
    -------
    DataFrame
        Index unit and time; columns ``GDP`` (in the money of the accounts) and, where the accounts have it,
        ``population`` (persons). NaN where unknown; regions that only close a table are left out.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = sizes(load("world", year=2009))
    >>> found["population"].idxmax()[0], found["GDP"].idxmax()[0]
    ('CHN', 'USA')
    """
    import pandas as pd

    return pd.concat([_of_year(one) for one in ([w] if isinstance(w, Accounts) else w)])


def _of_year(w: Accounts) -> pd.DataFrame:
    import pandas as pd

    columns = {"GDP": w.gdp}
    if "population" in w.facts:
        columns["population"] = w.facts["population"].values
    index = pd.MultiIndex.from_arrays([list(w.regions), [w.year] * w.R], names=["unit", "time"])
    inside = ~np.isin(np.array(list(w.regions)), w.boundary)
    return pd.DataFrame(columns, index=index)[inside]
