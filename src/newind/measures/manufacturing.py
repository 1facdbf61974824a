"""Weight and technology of manufacturing, investment, sophistication of exports, and income from value chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import sophistication
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.shared import amounts, by_region, explain_missing_group, mask_boundary_regions, members, sums

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled

TECHNOLOGY = "OECD (2011), ISIC Rev. 3 technology intensity definition"
NO_VALUE = "no value added"


@indicator(
    id="s2.manufacturing_share",
    dims=("region", "industry"),
    clause="3.2.i",
    unit="1",
    better="target",
    formula="Σ_m VA_m / Σ_i VA_i; detail: VA_i / Σ_i VA_i of every industry",
    source="United Nations (2009), System of National Accounts 2008",
)
def manufacturing_share(w: Accounts) -> tuple[Labelled, ...]:
    """Share of manufacturing in value added at current prices; the detail has the share of every industry."""
    total = ratio(sums(w, w.value_added, "manufacturing"), w.gdp)
    every = ratio(by_region(w, w.value_added), w.gdp[:, None])
    return (
        w.label(
            mask_boundary_regions(w, total), "region", missing=explain_missing_group(w, "manufacturing") or NO_VALUE
        ),
        w.label(mask_boundary_regions(w, every), "region", "industry", missing=NO_VALUE),
    )


@indicator(
    id="s2.high_tech_share",
    clause="2.3.quality",
    unit="1",
    better="higher",
    formula="Σ_h VA_h / Σ_m VA_m over high and medium-high technology h and manufacturing m",
    source=TECHNOLOGY,
)
def high_tech_share(w: Accounts) -> Labelled:
    """Share of high and medium-high technology industries in the value added of manufacturing."""
    part, whole = (sums(w, w.value_added, g) for g in ("high-tech", "manufacturing"))
    note = "chemicals, machinery, electrical and optical equipment, transport equipment"
    missing = explain_missing_group(w, "high-tech") or explain_missing_group(w, "manufacturing") or NO_VALUE
    return w.label(mask_boundary_regions(w, ratio(part, whole)), "region", note=note, missing=missing)


@indicator(
    id="s2.industrial_investment",
    dims=("region", "industry"),
    clause="3.2.i",
    unit="1",
    better="none",
    needs=("satellite:investment",),
    formula="Σ_i GFCF_i / Σ_i VA_i over mining, manufacturing and utilities; detail: every industry",
    source="Timmer et al. (2015), Review of International Economics 23(3), 575",
)
def industrial_investment(w: Accounts) -> tuple[Labelled, ...]:
    """Fixed investment of mining, manufacturing and utilities as a share of their value added."""
    invested, va = amounts(w, "investment"), by_region(w, w.value_added)
    missing = "investment is not known"
    return (
        w.label(
            mask_boundary_regions(w, ratio(sums(w, invested, "industry"), sums(w, va, "industry"))),
            "region",
            missing=explain_missing_group(w, "industry") or missing,
        ),
        w.label(mask_boundary_regions(w, ratio(invested, va)), "region", "industry", missing=missing),
    )


@indicator(
    id="s2.export_sophistication",
    clause="2.3.quality",
    unit="USD of 2017, PPP",
    better="higher",
    bounds=(0, None),
    needs=("fact:gdp_ppp", "fact:population", "closed"),
    formula="Σ_j (E_rj/E_r) PRODY_j; PRODY_j = Σ_q [(E_qj/E_q) / Σ_s (E_sj/E_s)] GDP_q/P_q",
    source="Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12(1), 1",
    status="proxy",
)
def export_sophistication(w: Accounts) -> Labelled:
    """Income level of the economies that export what the economy exports."""
    E = shared.exports(w)
    income = ratio(w.facts["gdp_ppp"].values, w.facts["population"].values)
    value = sophistication.expy(E, sophistication.prody(E, income))
    note = f"by {w.S} industries instead of products, services among them; PRODY of the year: incomes move it as well"
    return w.label(value, "region", note=note, missing="no exports, or no income of any exporter")


@indicator(
    id="s2.gvc_income_share",
    clause="3.4.iv",
    unit="1",
    better="none",
    needs=("closed",),
    formula="Σ_m v_r B_rm y_m / Σ_m y_m over final manufactures m of every region, y = world final demand",
    source="Timmer, Los, Stehrer & de Vries (2013), Economic Policy 28(76), 613",
)
def gvc_income_share(w: Accounts) -> Labelled:
    """Share of the value added behind the world's final manufactures that the economy earns, in any industry."""
    made = np.where(members(w, "manufacturing"), w.Yr.sum(axis=1), 0.0)
    income = shared.origin(w) @ made
    return w.label(
        ratio(income, income.sum()),
        "region",
        missing=explain_missing_group(w, "manufacturing") or "no final manufactures",
    )
