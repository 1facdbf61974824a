"""Quality first: how much value each unit of output and of work makes, and how far ahead others are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import growth
from newind.kernels.quotients import ratio
from newind.measures.grouped import amounts, explain_missing_group, sums
from newind.measures.registry import indicator
from newind.measures.shared import by_region, mask_boundary_regions

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

NO_OUTPUT = "no output"
NO_FRONTIER = "no other economy of the table to compare with"
NO_SECTOR_PPP = "not computable: no sector purchasing-power parities"


@indicator(
    id="quality.value_added_rate",
    dims=("region", "industry"),
    clause="2.3.quality",
    unit="1",
    better="higher",
    bounds=(None, 1),
    formula="VA_r / x_r",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 2",
)
def value_added_rate(w: Accounts) -> tuple[Labelled, ...]:
    """Value added as a share of output; it falls where production is split among more stages, too."""
    va, x = by_region(w, w.value_added), by_region(w, w.x)
    return (
        w.label(mask_boundary_regions(w, ratio(sums(w, va), sums(w, x))), "region", missing=NO_OUTPUT),
        w.label(mask_boundary_regions(w, ratio(va, x)), "region", "industry", missing=NO_OUTPUT),
    )


@indicator(
    id="quality.manufacturing_value_added_rate",
    clause="2.3.quality",
    unit="1",
    better="higher",
    bounds=(None, 1),
    formula="Σ_m VA_m / Σ_m x_m",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 2",
)
def manufacturing_value_added_rate(w: Accounts) -> Labelled:
    """Value added of manufacturing as a share of its output."""
    rate = ratio(sums(w, w.value_added, "manufacturing"), sums(w, w.x, "manufacturing"))
    return w.label(
        mask_boundary_regions(w, rate), "region", missing=explain_missing_group(w, "manufacturing") or NO_OUTPUT
    )


@indicator(
    id="quality.labour_productivity",
    dims=("region", "industry"),
    clause="2.3.quality",
    unit="USD of 1995/hour",
    better="higher",
    needs=("satellite:value_added_volume", "satellite:hours"),
    formula="VA_r at prices of 1995 / H_r",
    source="Timmer et al. (2015), Review of International Economics 23(3), 575",
)
def labour_productivity(w: Accounts) -> tuple[Labelled, ...]:
    """Value added at constant prices per hour worked."""
    volume, hours = amounts(w, "value_added_volume"), amounts(w, "hours")
    note = "at exchange rates of 1995: growth compares across economies, levels do not"
    missing = "volumes or hours are not known"
    return (
        w.label(mask_boundary_regions(w, ratio(sums(w, volume), sums(w, hours))), "region", note=note, missing=missing),
        w.label(mask_boundary_regions(w, ratio(volume, hours)), "region", "industry", note=note, missing=missing),
    )


@indicator(
    id="quality.distance_to_frontier",
    dims=("region", "industry"),
    clause="2.3.quality",
    unit="1",
    better="higher",
    bounds=(0, None),
    needs=("fact:gdp_ppp_current", "fact:persons_engaged"),
    formula="(cgdpo_r / emp_r) / max_q (cgdpo_q / emp_q) over named economies q",
    source="Feenstra, Inklaar & Timmer (2015), American Economic Review 105(10), 3150",
)
def distance_to_frontier(w: Accounts) -> tuple[Labelled, ...]:
    """Output per person engaged, at purchasing power, relative to the highest of the named economies."""
    level = ratio(w.facts["gdp_ppp_current"].values, w.facts["persons_engaged"].values)
    named = np.where(w.regions.named, level, np.nan)
    alone = np.isfinite(level).sum() == 1
    known = np.isfinite(named).any() and not alone
    top = int(np.nanargmax(named)) if known else 0
    note = f"frontier: {w.regions[top]}; persons, not hours" if known else ""
    missing = NO_FRONTIER if alone else "purchasing power or employment is not known"
    return (
        w.label(ratio(level, level[top] if known else np.full(w.R, np.nan)), "region", note=note, missing=missing),
        w.label(np.full((w.R, w.S), np.nan), "region", "industry", missing=NO_SECTOR_PPP),
    )


@indicator(
    id="quality.tfp_growth",
    dims=("region", "industry"),
    clause="2.3.quality",
    unit="1",
    digits=2,
    better="higher",
    needs=(
        "satellite:value_added_volume",
        "satellite:hours",
        "satellite:capital_stock",
        "satellite:labour_compensation",
        "panel",
    ),
    formula="Δln VA - s Δln H - (1 - s) Δln K, all in volumes; s = labour share, mean of both years",
    source="Jorgenson & Griliches (1967), Review of Economic Studies 34(3), 249",
)
def tfp_growth(before: Accounts, w: Accounts) -> tuple[Labelled, ...]:
    """Growth of value added since the year before that hours and capital do not account for, in log points."""
    note = "log points a year; hours and the capital stock are not adjusted for quality or use"
    missing = "volumes, hours or capital are not known, or labour's share is not between 0 and 1"
    total = _tfp(*(tuple(sums(v, a) for a in _factors(v)) for v in (before, w)))
    by_industry = _tfp(_factors(before), _factors(w))
    return (
        w.label(mask_boundary_regions(w, total), "region", note=note, missing=missing),
        w.label(mask_boundary_regions(w, by_industry), "region", "industry", note=note, missing=missing),
    )


def _factors(w: Accounts) -> tuple[Array, ...]:
    """Return volume of value added, hours, capital, labour compensation and value added; (R, S) each."""
    names = ("value_added_volume", "hours", "capital_stock", "labour_compensation")
    return (*(amounts(w, name) for name in names), by_region(w, w.value_added))


def _tfp(before: tuple[Array, ...], now: tuple[Array, ...]) -> Array:
    output, labour, capital = (growth.log_change(b, a) for b, a in zip(before[:3], now[:3], strict=True))
    share = (ratio(before[3], before[4]) + ratio(now[3], now[4])) / 2
    return growth.tfp_growth(output, labour, capital, share)
