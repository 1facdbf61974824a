"""Carbon made at home, carbon behind what is used, and what each is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels import carbon, quotients
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.shared import (
    NOT_USD,
    by_region,
    home_note,
    kilotonnes,
    mask_boundary_regions,
    million_usd,
    millions,
    notes,
)

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

HOUSEHOLDS = "totals include what households emit themselves"
BY_PRODUCT = "by product used, below zero where stocks are run down; without households' own"
AT_PARTNER = "emitted in the partner; at home with households' own"
NO_CO2 = "CO2 is not known for every industry"
LOWER = "a lower bound: what is emitted elsewhere for the inputs bought in is not counted"
NOMINAL = "at prices of the year: compare regions within a year, not years"


@memo
def industry_emissions(w: Accounts) -> Array:
    """CO2 of industries; (R, S), Mt."""
    return by_region(w, w.satellite("co2").values) * kilotonnes(w, "co2") / 1e3


@memo
def household_emissions(w: Accounts) -> Array:
    """CO2 of final users themselves; (R,), Mt."""
    return w.final("co2") * kilotonnes(w, "co2") / 1e3


@memo
def per_output(w: Accounts) -> Array:
    """CO2 per unit of output; (n,), Mt per unit of the accounts' money, 0 where there is no output."""
    return quotients.per_output(industry_emissions(w).ravel(), w.x)


@memo
def along_chain(w: Accounts) -> Array:
    """CO2 along the chain of a unit of final demand for each product; (n,), Mt per unit of money."""
    return carbon.total_intensity(per_output(w), w.LU)


@memo
def flows(w: Accounts) -> Array:
    """CO2 by emitting region and the region whose final demand calls for it; (R, R), Mt, without households' own."""
    return carbon.bilateral(per_output(w), w.LU, w.Yr, w.R)


@indicator(
    id="s3.carbon_production",
    dims=("region", "industry"),
    clause="2.3.green",
    unit="Mt",
    better="none",
    bounds=(0, None),
    needs=("satellite:co2",),
    formula="Σ F + F_Y",
    source="Peters (2008), Ecological Economics 65, 13",
)
def carbon_production(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 that industries and households of an economy emit."""
    total = carbon.production(industry_emissions(w).ravel(), household_emissions(w))
    return (
        w.label(total, "region", missing=NO_CO2, note=HOUSEHOLDS),
        w.label(industry_emissions(w), "region", "industry", missing=NO_CO2),
    )


@indicator(
    id="s3.carbon_consumption",
    dims=("region", "industry", "partner"),
    clause="3.3.iii",
    unit="Mt",
    better="none",
    needs=("satellite:co2", "closed"),
    formula="f B Y_r + F_Y; by partner f_p B_p Y_r",
    source="Peters (2008), Ecological Economics 65, 13",
)
def carbon_consumption(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 emitted anywhere for what an economy finally uses, by product and by where it is emitted."""
    by_origin = flows(w).T + np.diag(household_emissions(w))
    products = (along_chain(w)[:, None] * w.Yr).reshape(w.R, w.S, w.R).sum(axis=0).T
    return (
        w.label(by_origin.sum(axis=1), "region", missing=NO_CO2, note=HOUSEHOLDS),
        w.label(by_origin, "region", "partner", missing=NO_CO2, note=AT_PARTNER),
        w.label(products, "region", "industry", missing=NO_CO2, note=BY_PRODUCT),
    )


@indicator(
    id="s3.carbon_intensity",
    dims=("region", "industry"),
    clause="2.2.iv",
    unit="kg/USD 1995",
    better="lower",
    bounds=(0, None),
    needs=("satellite:co2", "satellite:output_volume"),
    formula="(Σ F + F_Y) / volume of total output; by industry F / x at prices of 1995",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 10; deflators of the WIOD 2013 accounts",
)
def carbon_intensity(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 per unit of output in volumes: total by the publisher's index of output, industries at prices of 1995.

    Accounts without such an index (the fact ``output_volume``) use the sum of their industries.
    """
    active = by_region(w, w.x) > 0
    volume = np.where(active, by_region(w, w.satellite("output_volume").values), 0.0)
    tonnes = np.where(active, industry_emissions(w), 0.0) * 1e3
    missing = f"no output at prices of 1995, or no CO2, in {w.year}"
    published = w.facts["output_volume"].values if "output_volume" in w.facts else volume.sum(axis=1)
    total = (industry_emissions(w).sum(axis=1) + household_emissions(w)) * 1e3
    return (
        w.label(ratio(total, published), "region", missing=missing, note=HOUSEHOLDS),
        w.label(ratio(tonnes, volume), "region", "industry", missing=missing),
    )


@indicator(
    id="s3.carbon_per_gdp",
    clause="2.2.iv",
    unit="kg/PPP USD 2017",
    better="lower",
    bounds=(0, None),
    needs=("satellite:co2", "fact:gdp_ppp"),
    formula="(Σ F + F_Y) / GDP at purchasing-power parities of 2017",
    source="Feenstra, Inklaar & Timmer (2015), American Economic Review 105(10), 3150 (Penn World Table: rgdpo)",
)
def carbon_per_gdp(w: Accounts) -> Labelled:
    """CO2 of industries and households per unit of real GDP, comparable between economies and years."""
    total = (industry_emissions(w).sum(axis=1) + household_emissions(w)) * 1e3
    note = "GDP at chained purchasing-power parities of 2017; includes what households emit themselves"
    missing = "no real GDP, or no CO2, of this economy"
    return w.label(ratio(total, w.facts["gdp_ppp"].values), "region", note=note, missing=missing)


@indicator(
    id="s3.carbon_total_intensity",
    dims=("region", "industry"),
    clause="2.3.green",
    unit="kg/USD",
    better="lower",
    bounds=(0, None),
    needs=("satellite:co2", "closed"),
    formula="f B; total weighted by final sales",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 10",
)
def carbon_total_intensity(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 along the whole chain, at home and abroad, of a dollar of an economy's final products."""
    sold = by_region(w, w.Yr.sum(axis=1))
    chain = by_region(w, along_chain(w))
    per_dollar = 1e3 / million_usd(w.unit)
    note = "per USD of the year: compare economies within a year, not years"
    missing = NO_CO2 if np.isfinite(per_dollar) else NOT_USD
    return (
        w.label(ratio((chain * sold).sum(axis=1), sold.sum(axis=1)) * per_dollar, "region", note=note, missing=missing),
        w.label(np.where(by_region(w, w.x) > 0, chain, np.nan) * per_dollar, "region", "industry", note=note,
                missing="no output" if np.isfinite(per_dollar) else NOT_USD),
    )  # fmt: skip


@indicator(
    id="s3.net_carbon_exports",
    dims=("region", "partner"),
    clause="3.3.i",
    unit="Mt",
    better="none",
    needs=("satellite:co2", "closed"),
    formula="Σ_p (f_r B Y_p − f_p B Y_r)",
    source="Peters (2008), Ecological Economics 65, 13",
)
def net_carbon_exports(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 emitted for others less CO2 that others emit for the economy, in all and by partner."""
    return (
        w.label(carbon.net_exports(flows(w)), "region", missing=NO_CO2),
        w.label(flows(w) - flows(w).T, "region", "partner", missing=NO_CO2),
    )


@indicator(
    id="s3.carbon_per_person",
    clause="3.3.iii",
    unit="t",
    better="none",
    bounds=(0, None),
    needs=("satellite:co2", "fact:population", "closed"),
    formula="(f B Y_r + F_Y) / population",
    source="Peters (2008), Ecological Economics 65, 13",
)
def carbon_per_person(w: Accounts) -> Labelled:
    """CO2 emitted anywhere for what an economy finally uses, per inhabitant."""
    total = flows(w).sum(axis=0) + household_emissions(w)
    missing = "no population, or no CO2, of this economy"
    return w.label(ratio(total, w.facts["population"].values), "region", note=HOUSEHOLDS, missing=missing)


def _per_money(w: Accounts, per_output: Array, weight: Array, note: str) -> tuple[Labelled, ...]:
    """Label CO2 per unit of output, (R, S) Mt per unit of the accounts' money, as kg per unit of its currency."""
    kg = 1e3 / millions(w.unit)
    total = ratio((per_output * weight).sum(axis=1), weight.sum(axis=1)) * kg
    every = np.where(by_region(w, w.x) > 0, per_output, np.nan) * kg
    note = notes(note, NOMINAL)
    return (
        w.label(mask_boundary_regions(w, total), "region", note=note, missing=NO_CO2),
        w.label(mask_boundary_regions(w, every), "region", "industry", note=note, missing=NO_CO2),
    )


@indicator(
    id="s3.carbon_direct",
    dims=("region", "industry"),
    clause="2.3.green",
    unit="kg/money",
    better="lower",
    bounds=(0, None),
    needs=("satellite:co2",),
    formula="F_i / x_i; total Σ F / Σ x",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 10",
)
def carbon_direct(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 that an industry emits itself per unit of output at current prices."""
    return _per_money(w, by_region(w, per_output(w)), by_region(w, w.x), "")


@indicator(
    id="s3.carbon_own_chain",
    dims=("region", "industry"),
    clause="2.3.green",
    unit="kg/money",
    better="lower",
    bounds=(0, None),
    needs=("satellite:co2",),
    formula="f_s L_s; total weighted by sales to final users and to other regions",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 10",
)
def carbon_own_chain(w: Accounts) -> tuple[Labelled, ...]:
    """CO2 that a region's own industries emit along the chain of a unit of what they sell: a lower bound.

    What is emitted for bought-in inputs is left out, as tables with a boundary do not know it.
    """
    chain = np.einsum("ri,rij->rj", by_region(w, per_output(w)), shared.domestic_leontief(w))
    own = np.arange(w.R)
    leaving = np.maximum(shared.exports(w) + w.Y3[own, :, own], 0.0)
    return _per_money(w, chain, leaving, notes(LOWER, home_note(w)))
