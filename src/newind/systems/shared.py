"""What several indicators compute from the same accounts, computed once per accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels import valueadded

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array


def by_region(w: Accounts, values: Array) -> Array:
    """Reshape (n,) figures to (R, S)."""
    return np.asarray(values).reshape(w.R, w.S)


def inside(w: Accounts, values: Array) -> Array:
    """Return figures by region (first axis) with NaN for regions that are only a boundary of the table."""
    outside = np.isin(np.array(w.regions.codes), list(w.boundary))
    return np.where(outside.reshape(-1, *[1] * (values.ndim - 1)), np.nan, values)


@memo
def exports(w: Accounts) -> Array:
    """Gross exports by exporter and industry; (R, S), money."""
    return valueadded.exports(w.Z4, w.Y3)


@memo
def origin(w: Accounts) -> Array:
    """Value added of each region per unit of final demand for each product; (R, n), columns sum to 1."""
    return valueadded.origin(w.v, w.LU, w.R)


@memo
def absorbed(w: Accounts) -> Array:
    """Value added of each industry absorbed by the final demand of each region; (n, R), money."""
    return valueadded.absorbed(w.v, w.LU, w.Yr)


@memo
def domestic_leontief(w: Accounts) -> Array:
    """Leontief inverse of each region's domestic block; (R, S, S)."""
    return valueadded.domestic_leontief(w.A4)


@memo
def export_content(w: Accounts) -> valueadded.ExportContent:
    """Domestic and foreign content of exports by exporter and export product."""
    return valueadded.export_content(w.v, w.B, w.A4, exports(w))
