"""People and quality first: what work earns and who shares in it, how much value output and work make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import growth, valueadded
from newind.kernels.quotients import per_output, ratio
from newind.measures.registry import indicator
from newind.measures.shared import (
    NOT_USD,
    amounts,
    by_region,
    explain_missing_group,
    mask_boundary_regions,
    million_usd,
    sums,
)

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array


SEA = "Timmer et al. (2015), Review of International Economics 23(3), 575"
AS_PUBLISHED = "compensation of employees as the table has it"
ABOVE_ONE = "above one where it exceeds value added"
SELF_EMPLOYED = "income of the self-employed is imputed; value added includes net taxes on inputs"
CURRENT = "current USD at market exchange rates: compare economies within a year, not years"
NO_LABOUR = "labour compensation is not known for every industry"
NO_JOBS = "employment is not known for every industry"


@indicator(
    id="people.labour_share",
    dims=("region", "industry"),
    clause="2.3.people",
    unit="1",
    better="higher",
    bounds=(0, None),
    needs=("satellite:labour_compensation",),
    formula="LAB_r / VA_r",
    source=SEA,
)
def labour_share(w: Accounts) -> tuple[Labelled, ...]:
    """Labour compensation, with that of the self-employed, as a share of value added."""
    lab, va = amounts(w, "labour_compensation"), by_region(w, w.value_added)
    note = SELF_EMPLOYED if w.closed else AS_PUBLISHED
    return (
        w.label(mask_boundary_regions(w, ratio(sums(w, lab), sums(w, va))), "region", note=note, missing=NO_LABOUR),
        w.label(
            mask_boundary_regions(w, np.where(va > 0, ratio(lab, va), np.nan)),
            "region",
            "industry",
            note=f"{note}; {ABOVE_ONE}",
            missing="labour compensation is not known, or value added is not positive",
        ),
    )


@indicator(
    id="people.labour_income_per_worker",
    dims=("region", "industry"),
    clause="2.3.people",
    unit="USD/person",
    better="higher",
    bounds=(0, None),
    needs=("satellite:labour_compensation", "satellite:employment"),
    formula="LAB_r / EMP_r",
    source=SEA,
)
def labour_income_per_worker(w: Accounts) -> tuple[Labelled, ...]:
    """Labour compensation per person engaged, in current USD."""
    income = amounts(w, "labour_compensation") * million_usd(w.unit) * 1e6
    persons = amounts(w, "employment")
    missing = "labour compensation or employment is not known" if np.isfinite(million_usd(w.unit)) else NOT_USD
    return (
        w.label(
            mask_boundary_regions(w, ratio(sums(w, income), sums(w, persons))), "region", note=CURRENT, missing=missing
        ),
        w.label(mask_boundary_regions(w, ratio(income, persons)), "region", "industry", note=CURRENT, missing=missing),
    )


@indicator(
    id="people.employment_content",
    dims=("region", "industry"),
    clause="2.3.people",
    unit="persons/M.USD",
    better="none",
    bounds=(0, None),
    needs=("satellite:employment",),
    formula="Σ_j e_r B_rj y_j / Σ_j y_j over products j of region r; e = EMP/x, y = final demand of all users",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 6",
)
def employment_content(w: Accounts) -> tuple[Labelled, ...]:
    """Jobs at home behind a million USD of final demand, from anywhere, for the economy's products."""
    own = by_region(w, _jobs_at_home(w)) / million_usd(w.unit)
    y = by_region(w, w.Yr.sum(axis=1))
    missing = NO_JOBS if np.isfinite(million_usd(w.unit)) else NOT_USD
    made = by_region(w, w.x) > 0
    return (
        w.label(
            mask_boundary_regions(w, ratio((own * y).sum(axis=1), y.sum(axis=1))),
            "region",
            note=CURRENT,
            missing=missing,
        ),
        w.label(
            mask_boundary_regions(w, np.where(made, own, np.nan)), "region", "industry", note=CURRENT, missing=missing
        ),
    )


def _jobs_at_home(w: Accounts) -> Array:
    """Return persons in the product's own region per unit of final demand for it; (n,), NaN for unknown regions."""
    persons = amounts(w, "employment")
    known = np.asarray(np.isfinite(persons).all(axis=1))
    jobs = per_output(np.nan_to_num(persons).ravel(), w.x)
    found = valueadded.origin(jobs, w.LU, w.R).reshape(w.R, w.R, w.S)
    own = found[np.arange(w.R), np.arange(w.R)]
    return np.where(known[:, None], own, np.nan).ravel()


@indicator(
    id="people.high_skill_share",
    dims=("region", "industry"),
    clause="2.3.people",
    unit="1",
    better="higher",
    bounds=(0, 1),
    needs=("satellite:hours_high", "satellite:hours_medium", "satellite:hours_low"),
    formula="H_high / (H_high + H_medium + H_low)",
    source=SEA,
)
def high_skill_share(w: Accounts) -> tuple[Labelled, ...]:
    """Share of hours worked by persons with tertiary education."""
    high = amounts(w, "hours_high")
    hours = high + amounts(w, "hours_medium") + amounts(w, "hours_low")
    note, missing = "high skill: tertiary education (ISCED 5 and 6)", "hours by skill are not known"
    return (
        w.label(mask_boundary_regions(w, ratio(sums(w, high), sums(w, hours))), "region", note=note, missing=missing),
        w.label(mask_boundary_regions(w, ratio(high, hours)), "region", "industry", note=note, missing=missing),
    )


@indicator(
    id="people.urbanisation",
    clause="2.3.people",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("fact:urbanisation",),
    formula="urban population / population",
    source="United Nations (2018), World Urbanization Prospects; World Bank indicator SP.URB.TOTL.IN.ZS",
)
def urbanisation(w: Accounts) -> Labelled:
    """Share of the population that lives in urban areas, by national definition."""
    note = "urban areas by national definitions: changes compare better than levels"
    return w.label(w.facts["urbanisation"].values, "region", note=note, missing="no figure for this economy")


@indicator(
    id="people.agriculture_gap",
    clause="2.3.people",
    unit="1",
    display="ratio",
    better="higher",
    bounds=(0, None),
    needs=("satellite:employment",),
    formula="(VA_a / EMP_a) / (VA_-a / EMP_-a)",
    source="Gollin, Lagakos & Waugh (2014), Quarterly Journal of Economics 129(2), 939",
)
def agriculture_gap(w: Accounts) -> Labelled:
    """Value added per person in agriculture over that in all other industries; 1 where there is no gap."""
    va, persons = by_region(w, w.value_added), amounts(w, "employment")
    farm, jobs = sums(w, va, "agriculture"), sums(w, persons, "agriculture")
    other = ratio(sums(w, va) - farm, sums(w, persons) - jobs)
    note = "persons, not hours: part-time farm work makes the gap look wider"
    return w.label(
        mask_boundary_regions(w, ratio(ratio(farm, jobs), other)),
        "region",
        note=note,
        missing=explain_missing_group(w, "agriculture") or NO_JOBS,
    )


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
