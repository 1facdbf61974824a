"""Pathways as tables: yearly figures in the columns of a measure, and two pathways side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.errors import DataError, tell
from newind.measures.measure import COLUMNS, measure
from newind.pathways.followed import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from newind.accounts.groups import Selector
    from newind.pathways.pathway import Pathway

PREFIX = "path."
"""Of the ids of yearly figures."""
BEYOND = {
    "observed": "",
    "estimated": "first estimate of growth",
    "projected": "projected growth",
    "assumed": "assumed growth",
}
"""Note on a year by what its growth is based on."""


def yearly_table(p: Pathway, ids: Iterable[str] | str | None, regions: Selector | None) -> pd.DataFrame:
    """Return yearly figures with the package and without, in the columns of :func:`newind.measure`."""
    import pandas as pd

    both = [p] if p.baseline is p else [p, p.baseline]
    if ids is not None:
        return pd.concat([measure(one, ids, regions) for one in both], ignore_index=True)
    return pd.concat([_series(one, regions) for one in both], ignore_index=True)


def _series(p: Pathway, regions: Selector | None) -> pd.DataFrame:
    import pandas as pd

    at = range(len(p.regions)) if regions is None else [int(r) for r in resolve(regions, p.regions.codes)]
    basis = p.base.outlook.basis
    rows = [
        (
            p.name, p.regions[r], None, None, year, PREFIX + name, float(values[t, r]), f"{p.years[0]} = 1",
            "estimated", BEYOND[str(basis[t, r])],
        )
        for name in SERIES
        for values in [p.series(name)]
        for r in at
        for t, year in enumerate(p.years)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def side_by_side(one: Pathway, other: Pathway) -> pd.DataFrame:
    """Return the changes of two pathways against their baselines, and how far they differ, by year and region.

    Raises
    ------
    DataError
        For pathways of other years or regions.
    """
    import pandas as pd

    if one.years != other.years or one.regions.codes != other.regions.codes:
        raise DataError(
            tell(
                "path.apart", first=one.years[0], last=one.years[-1], first2=other.years[0], last2=other.years[-1],
                regions=len(one.regions), regions2=len(other.regions),
            )
        )  # fmt: skip
    codes, T, R = one.regions.codes, len(one.years), len(one.regions)
    frames = []
    for name in SERIES:
        here, there = one.change(name), other.change(name)
        frames.append(
            pd.DataFrame(
                {
                    "year": np.repeat(one.years, R),
                    "region": np.tile(codes, T),
                    "series": name,
                    one.name: here.ravel(),
                    other.name if other.name != one.name else f"{other.name} (2)": there.ravel(),
                    "difference": (here - there).ravel(),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
