"""Quantities that several indicators compute from the same accounts, computed once per accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels import valueadded
from newind.kernels.blocks import scopes

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

LOCAL, NATIONAL, FOREIGN = range(3)
"""Positions of the scopes: a region itself, other regions of its country, abroad."""
MIXED = "this table does not distinguish other provinces from the rest of the world"
COUNTRY = "home is the country: other provinces count as home here"
ALONE = "no other region of this country in the table"
BOUGHT = "what is bought from a boundary of the table counts as its value in full"
PROVINCES = "home is the province itself: other provinces count as abroad here"


def by_region(w: Accounts, values: Array) -> Array:
    """Reshape (n,) figures to (R, S)."""
    return np.asarray(values).reshape(w.R, w.S)


def mask_boundary_regions(w: Accounts, values: Array) -> Array:
    """Return figures by region (first axis) with NaN for regions that are only a boundary of the table."""
    return np.where(~complete_regions(w).reshape(-1, *[1] * (values.ndim - 1)), np.nan, values)


@memo
def complete_regions(w: Accounts) -> BoolArray:
    """Return which regions are described in full; (R,)."""
    return ~np.isin(np.array(w.regions.codes), list(w.boundary))


@memo
def scope(w: Accounts) -> BoolArray:
    """Return which regions are a region itself, others of its country, and abroad; (3, R, R)."""
    return scopes(w.regions.country)


@memo
def mask_unknown_scopes(w: Accounts) -> Array:
    """Return 1 where a table tells the scope of a region, else NaN; (3, R).

    The rest of the country is not there where a country has no other region. Outside a province that stands alone its
    country and abroad are one.
    """
    alone = ~scope(w)[NATIONAL].any(axis=1)
    known = np.ones((3, w.R))
    known[NATIONAL, alone] = np.nan
    known[FOREIGN, alone & (np.array(w.regions.kind) == "province")] = np.nan
    return known


@memo
def home(w: Accounts) -> BoolArray:
    """Return which regions (first axis) are of the country of which (second axis); (R, R)."""
    return np.asarray(scope(w)[LOCAL] | scope(w)[NATIONAL])


def of_country(w: Accounts, values: Array) -> Array:
    """Return figures by region (first axis) with NaN where a table does not separate its country from abroad."""
    known = mask_unknown_scopes(w)[FOREIGN].reshape(-1, *[1] * (values.ndim - 1))
    return mask_boundary_regions(w, values * known)


def unknown_scope(w: Accounts, kind: int, otherwise: str) -> str:
    """Return why a figure of a scope is missing: the table does not have it, or the reason given."""
    if kind == NATIONAL:
        return ALONE
    return MIXED if np.isnan(mask_unknown_scopes(w)[kind][complete_regions(w)]).any() else otherwise


@memo
def home_note(w: Accounts) -> str:
    """Return what home is where some regions in full are provinces, else an empty string."""
    kinds = np.array(w.regions.kind)[complete_regions(w)]
    return PROVINCES if (kinds == "province").any() else ""


@memo
def country_note(w: Accounts) -> str:
    """Return what home is in questions of technology where regions in full are provinces, else an empty string."""
    return COUNTRY if home_note(w) else ""


def notes(*parts: str) -> str:
    """Return the notes that say something as one."""
    return "; ".join(p for p in parts if p)


@memo
def exports(w: Accounts) -> Array:
    """Gross exports by exporter and industry; (R, S), money."""
    return valueadded.exports(w.Z4, w.Y3)


@memo
def origin(w: Accounts) -> Array:
    """Value added of each region per unit of final demand for each product; (R, n), columns sum to 1."""
    return valueadded.origin(w.v, w.LU, w.R)


@memo
def compute_absorption(w: Accounts) -> Array:
    """Value added of each industry absorbed by the final demand of each region; (n, R), money."""
    return valueadded.value_added_absorption(w.v, w.LU, w.Yr)


@memo
def domestic_leontief(w: Accounts) -> Array:
    """Leontief inverse of each region's domestic block; (R, S, S)."""
    return valueadded.domestic_leontief(w.A4)


@memo
def export_content(w: Accounts) -> valueadded.ExportContent:
    """Domestic and foreign content of exports by exporter and export product."""
    return valueadded.export_content(w.v, w.B, w.A4, exports(w))
