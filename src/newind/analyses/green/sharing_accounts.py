"""The industries of an economy as parts of a target: emissions, capacity, potential and importance from accounts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.panel import Panel
from newind.analyses.green.sharing_parts import TargetParts
from newind.errors import DataError, tell
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.green import industry_emissions
from newind.measures.shared import by_region, complete_regions
from newind.messages import message

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.analyses.green.carbon_baseline import CarbonBaseline
    from newind.messages import Text
    from newind.typing import Array, BoolArray

RECENT = 5
"""Years over which recent growth is measured."""
BEST = 0.25
"""Best quarter of economies, by value added: an industry's potential is its distance to it."""
PROXY = message("green.sharing_accounts.potential_is_the_distance", best=BEST)
INDUSTRIES_ONLY = message("green.sharing_accounts.industries_only")
EQUAL_RATES = message("green.sharing_accounts.equal_rates")


def parts_of_accounts(
    w: Accounts | Panel, region: str, year: int | None = None, ahead: CarbonBaseline | None = None
) -> TargetParts:
    """Return the industries of a region as parts.

    Parameters
    ----------
    w : Accounts or Panel
        With CO2 of industries; a panel adds past emissions and growth.
    region : str
    year : int, optional
        The last one with CO2 of the region where left out.
    ahead : CarbonBaseline, optional
        What the region emits without a target (:func:`newind.carbon_baseline`); growth is assumed where left out.

    Returns
    -------
    TargetParts
        Industries that emit, in Mt. ``benchmark`` only where the table has other economies in full, ``cumulative`` and
        growth only of a panel.

    Raises
    ------
    DataError
        Without CO2, in a year without CO2 (naming the last good one), or for a boundary.
    UnknownNameError
        For a region or a year that is not there.
    """
    panel = w if isinstance(w, Panel) else Panel([w])
    last = year_with_co2(panel, region, year)
    t, r = panel[last], panel[last].regions.index(region)
    if not complete_regions(t)[r]:
        raise DataError(f"{region} is only a boundary of the table: its industries are not described. Take another.")
    emissions = industry_emissions(t)[r]
    keep = (emissions > 0) & (by_region(t, t.value_added)[r] > 0)
    past = [y for y in panel.years if y <= last and _has(panel[y], region)]
    figures = {name: values[keep] for name, values in _figures(panel, past, r).items()}
    upto = panel.until(last)
    within = upto.within()
    before = [y for y in within.years if last - RECENT <= y < last and _has(within[y], region)]
    growth = None
    if before:
        earlier = float(np.nansum(industry_emissions(within[before[0]])[r]))
        growth = float(np.log(np.nansum(emissions) / earlier)) / (last - before[0])
    codes = tuple(c for c, k in zip(t.industries, keep, strict=True) if k)
    notes = [INDUSTRIES_ONLY, EQUAL_RATES, *([PROXY] if "benchmark" in figures else [])]
    if "cumulative" in figures:
        both = ((old.last, new[y]) for old, new in pairwise(upto.databases) if (y := old.years[-1]) in new)
        notes += [_seam(*met, r) for met in both if all(_has(one, region) for one in met)]
    if growth is not None and ahead is None:
        notes.append(_of_growth(growth, before[0], last))
    satellite = t.satellite("co2")
    return TargetParts(
        (region,) * len(codes), codes, emissions[keep], figures, last, "Mt", growth,
        "estimated" if "estimated" in (satellite.status, t.status) else "observed",
        "; ".join(s for s in (satellite.source, ahead.source if ahead else "") if s), tuple(notes),
        None if ahead is None else ahead.select_projection(keep),
    )  # fmt: skip


def _of_growth(growth: float, first: int, last: int) -> Text:
    rate = f"{np.expm1(growth):.1%}"
    return message("green.sharing_accounts.of_growth.emissions_of_industries_grew", rate=rate, first=first, last=last)


def _seam(old: Accounts, new: Accounts, r: int) -> Text:
    """Return by how much emissions differ in the year where two databases meet, both of which past emissions add."""
    by = f"{np.nansum(industry_emissions(new)[r]) / np.nansum(industry_emissions(old)[r]) - 1:+.1%}"
    return message("green.sharing_accounts.seam.past_emissions_add_two", year=old.year, by=by)


def _has(w: Accounts, region: str) -> bool:
    if "co2" not in w.satellites:
        return False
    r = w.regions.index(region)
    return bool((np.isfinite(industry_emissions(w)[r]) | (by_region(w, w.x)[r] <= 0)).all())


def year_with_co2(panel: Panel, region: str, year: int | None = None) -> int:
    """Return a year of accounts with CO2 of a region, the last one where none is named.

    Raises
    ------
    DataError, UnknownNameError
        As :func:`parts_of_accounts`.
    """
    good = [y for y in panel.years if _has(panel[y], region)]
    if not good:
        raise DataError(tell("green.no_co2", region=region))
    if year is None:
        return good[-1]
    panel.select(years=year)
    if year not in good:
        raise DataError(tell("green.no_co2_then", region=region, year=year, last=good[-1]))
    return year


def _figures(panel: Panel, past: list[int], r: int) -> dict[str, Array]:
    """Return what criteria look at, by column; (S,) each."""
    w = panel[past[-1]]
    found = {"gdp": by_region(w, w.value_added)[r], "importance": _importance(w, r)}
    if "employment" in w.satellites:
        found["employment"] = by_region(w, w.satellite("employment").values)[r]
    if len(past) > 1:
        found["cumulative"] = np.sum([np.nan_to_num(industry_emissions(panel[y])[r]) for y in past], axis=0)
    if complete_regions(w).sum() > 2:
        found["benchmark"] = best(ratio(industry_emissions(w), by_region(w, w.value_added)), complete_regions(w))
    active = (industry_emissions(w)[r] > 0) & (found["gdp"] > 0)
    return {
        k: v for k, v in found.items() if np.isfinite(v[active]).all() and (k == "benchmark" or (v[active] > 0).all())
    }


def best(intensity: Array, known: BoolArray) -> Array:
    """Return the intensity that the best quarter of the regions reach; (S,), NaN where nobody has the industry."""
    found = np.where(np.isfinite(intensity) & (intensity > 0) & known[:, None], intensity, np.nan)
    empty = np.isnan(found).all(axis=0)
    return np.where(empty, np.nan, np.nanquantile(np.where(empty, 0.0, found), BEST, axis=0))


def _importance(w: Accounts, r: int) -> Array:
    """Return the geometric mean of backward and forward linkages, each relative to the average industry."""
    L, x = shared.domestic_leontief(w), by_region(w, w.x)
    pull, push = linkages.relative(linkages.backward(L), x)[r], linkages.relative(linkages.forward(L, x), x)[r]
    return np.asarray(np.sqrt(pull * push))
