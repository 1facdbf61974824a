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


def columns(w: Accounts, industries: str | list[str]) -> Array:
    """Return the positions of an industry, a list or a group among the S industries."""
    from newind.accounts.groups import resolve

    return resolve(industries, w.industries)  # type: ignore[return-value]


@memo
def exports(w: Accounts) -> Array:
    """Gross exports by exporter and industry; (R, S), money."""
    return valueadded.exports(w.Z4, w.Y3)


@memo
def bilateral_exports(w: Accounts) -> Array:
    """Gross exports by exporter, industry and importer; (R, S, R), money."""
    return valueadded.bilateral_exports(w.Z4, w.Y3)


@memo
def origin(w: Accounts) -> Array:
    """Value added of each region per unit of final demand for each product; (R, n), columns sum to 1."""
    return valueadded.origin(w.v, w.LU, w.R)


@memo
def digital_origin(w: Accounts) -> Array:
    """Value added of each region's digital industries per unit of final demand for each product; (R, n)."""
    return valueadded.origin(w.v, w.LU, w.R, w.mask(industries="digital"))


@memo
def services_origin(w: Accounts) -> Array:
    """Value added of each region's services per unit of final demand for each product; (R, n)."""
    return valueadded.origin(w.v, w.LU, w.R, w.mask(industries="services"))


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
