"""People first: what work earns, how much of it there is, and who shares in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import valueadded
from newind.kernels.quotients import per_output, ratio
from newind.measures.grouped import amounts, explain_missing_group, sums
from newind.measures.registry import indicator
from newind.measures.shared import by_region, mask_boundary_regions
from newind.measures.units import NOT_USD, million_usd

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
