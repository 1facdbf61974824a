"""Quantities that several indicators share: sums over groups, contents of exports, units."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.labelled import Labelled
from newind.accounts.memo import memo
from newind.accounts.units import MONEY, kilotonnes_of, millions
from newind.errors import DataError
from newind.kernels import valueadded
from newind.kernels.blocks import scopes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray, IntArray

__all__ = ["MONEY", "NOT_USD", "format_unit", "kilotonnes", "million_usd", "millions"]


NOT_USD = "the accounts are not in USD"


def million_usd(unit: str) -> float:
    """Return how many million USD one unit of money is, NaN for another currency.

    Examples
    --------
    >>> million_usd("B.USD"), million_usd("M.CNY")
    (1000.0, nan)
    """
    scale, _, currency = unit.rpartition(".")
    return MONEY[scale] if currency == "USD" and scale in MONEY else float("nan")


def format_unit(unit: str, w: Accounts) -> str:
    """Return the unit of an indicator in the currency of accounts: ``kg/money`` is ``kg/CNY`` in a Chinese table."""
    return unit.replace("money", w.unit.rpartition(".")[2])


def kilotonnes(w: Accounts, satellite: str) -> float:
    """Return how many kilotonnes one unit of a satellite is, NaN for a unit that is no mass.

    Parameters
    ----------
    w : Accounts
    satellite : str
        Name; its unit may name the substance, as in ``kt CO2``.
    """
    return kilotonnes_of(w.satellite(satellite).unit)


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


@memo
def own_value_added_in_exports(w: Accounts) -> Array:
    """Domestic value added in exports by exporter and export product; without the inverse of the whole world."""
    return valueadded.domestic_value_added(w.v, valueadded.domestic_leontief(w.A4)) * exports(w)


COUNTS = {"": 1.0, "thousand": 1e3, "10 thousand": 1e4, "million": 1e6}
FACTS = {
    "population": "million persons",
    "persons_engaged": "million persons",
    "gdp_ppp": "M.USD",
    "gdp_ppp_current": "M.USD",
    "gdp_volume": "M.USD",
    "urbanisation": "1",
    "rd_intensity": "1",
}
"""Beginnings of the units of facts; a fact that states another is not computed with."""


def positions(w: Accounts, group: str) -> IntArray:
    """Return the positions of a group among the S industries, none where the accounts do not have it."""
    return _find_positions(group, w.industries)[0]


@lru_cache(maxsize=1024)
def _find_positions(group: str, industries: tuple[str, ...]) -> tuple[IntArray, str]:
    """Return the positions of a group among industries, which are read-only, and why there are none."""
    try:
        found, why = resolve(group, industries), ""
    except DataError as error:
        found, why = np.array([], dtype=np.int64), str(error)
    found.flags.writeable = False
    return found, why


LEAST_OUTPUT = 0.01
"""Least share of a region's output with which an industry, or a group of them, is worth a verdict."""


def material(w: Accounts, region: str, industries: str | Sequence[str]) -> bool:
    """Tell whether industries, or a group, together make at least `LEAST_OUTPUT` of a region's output."""
    made = by_region(w, w.x)[w.regions.index(region)]
    chosen = positions(w, industries) if isinstance(industries, str) else [w.industries.index(i) for i in industries]
    return bool(made[chosen].sum() >= LEAST_OUTPUT * made.sum())


ALL = 0.95
"""Share of output from which an industry is taken to sell all of it to one side: outside the region, or inside."""


def exports_all_output(w: Accounts, region: str, industries: str | Sequence[str]) -> bool:
    """Tell whether a table sends all of the output (95 %) of industries, or of a group, out of a region.

    It then leaves nothing to users there, who buy these products outside in full: what is bought outside is an upper
    bound, and no linkage within the region is known.
    """
    r = w.regions.index(region)
    chosen = positions(w, industries) if isinstance(industries, str) else [w.industries.index(i) for i in industries]
    made, sold = by_region(w, w.x)[r, chosen].sum(), exports(w)[r, chosen].sum()
    return bool(made > 0 and sold >= ALL * made)


def explain_missing_group(w: Accounts, group: str) -> str:
    """Return why a group cannot be found in the accounts, or an empty string."""
    return _find_positions(group, w.industries)[1]


def members(w: Accounts, group: str) -> BoolArray:
    """Return which of the n industries of all regions belong to a group; (n,)."""
    inside = np.zeros((w.R, w.S), dtype=bool)
    inside[:, positions(w, group)] = True
    return inside.ravel()


def sums(w: Accounts, values: Array, group: str = "*") -> Array:
    """Return sums over a group of industries by region; (R,), NaN where the accounts do not have the group.

    Parameters
    ----------
    w : Accounts
    values : (n,) or (R, S) array
    group : str
    """
    chosen = positions(w, group)
    return by_region(w, values)[:, chosen].sum(axis=1) if chosen.size else np.full(w.R, np.nan)


@memo
def content(w: Accounts, group: str) -> Array:
    """Return the value added of a group of industries by region in a unit of final demand for each product; (R, n).

    NaN where the accounts do not have the group.
    """
    chosen = members(w, group)
    return valueadded.origin(w.v, w.LU, w.R, chosen) if chosen.any() else np.full((w.R, w.n), np.nan)


@memo
def compute_inputs_by_buyer(w: Accounts) -> Array:
    """Inputs by selling region, industry and buying region; (R, S, R), money."""
    return np.asarray(w.Z4.sum(axis=3))


def amounts(w: Accounts, name: str) -> Array:
    """Return a satellite by region and industry, (R, S), in plain units.

    Persons and hours are counted one by one, money is in the unit of the accounts, volumes are in USD of their year. An
    industry without output has none where its figure is unknown. NaN for a unit that cannot be converted.
    """
    satellite = w.satellite(name)
    values = np.where(np.isnan(satellite.values) & (w.x == 0), 0.0, satellite.values)
    return by_region(w, values * _factor(satellite.unit, w.unit))


def _factor(unit: str, money: str) -> float:
    """Return how many plain units one unit of a satellite is.

    Examples
    --------
    >>> _factor("thousand persons", "M.USD"), _factor("K.USD", "M.USD"), _factor("M.USD of 1995", "M.USD")
    (1000.0, 0.001, 1000000.0)
    """
    size, _, what = unit.rpartition(" ")
    if what in ("persons", "hours"):
        return COUNTS.get(size, np.nan)
    if " of " in unit:
        return million_usd(unit.split()[0]) * 1e6
    return 1.0 if unit == money else million_usd(unit) / million_usd(money)


def unreadable(w: Accounts, kind: str, name: str) -> str:
    """Return why the unit of a satellite or a fact cannot be used, or an empty string.

    Parameters
    ----------
    w : Accounts
    kind : {"satellite", "fact"}
    name : str
        A name that the accounts have. A fact without a unit (``1``) counts as being in the usual one.
    """
    if kind == "fact":
        unit, wanted = w.facts[name].unit, FACTS.get(name, "")
        return "" if unit == "1" or unit.startswith(wanted) else f"{name} is in {unit!r}: give it in {wanted!r}"
    unit = w.satellite(name).unit
    if name == "co2":
        return "" if np.isfinite(kilotonnes(w, name)) else f"co2 is in {unit!r}: give it in kg, t, kt or Mt"
    if " of " in unit or np.isfinite(_factor(unit, w.unit)):
        return ""
    return f"{name} is in {unit!r}: give it in thousand persons, million hours, or money such as {w.unit}"


def detail(w: Accounts, values: Array, group: str, *, note: str = "", missing: str = "") -> Labelled:
    """Label figures of the industries of a group only, (R, m), by region and industry."""
    codes = tuple(w.industries[int(i)] for i in positions(w, group))
    return Labelled(values, ("region", "industry"), {"region": w.regions.codes, "industry": codes}, note, missing)
