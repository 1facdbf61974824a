"""Services and digital industries in what is made and used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.shared import (
    by_region,
    content,
    detail,
    explain_missing_group,
    home_note,
    mask_boundary_regions,
    notes,
    positions,
    sums,
)

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

TIVA = "OECD (2023), Guide to OECD's Trade in Value Added Indicators"
DIGITAL = (
    "digital: electronics (with electrical equipment where not apart), telecommunications (with post where not apart) "
    "and computer services, but for those that are part of business services"
)
WIDE = "upper end: all of renting, computer and other business services counts as digital"
INFORMATION = (
    "information services stand for data, which no account records as an input: telecommunications (with post where "
    "not apart) and computer services, but for those that are part of business services"
)
NO_FINAL = "no final demand"


# ---- digital
@indicator(
    id="s2.digital_value_added",
    dims=("region", "industry", "partner"),
    clause="2.3.digital",
    unit="1",
    better="higher",
    needs=("closed",),
    formula="Σ_{i∈digital} v_i B_i y_r / 1'y_r; by product j Σ_i v_i B_ij; by partner: digital industries of p",
    source=TIVA,
    status="proxy",
)
def digital_value_added(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of digital industries everywhere in what the economy finally uses; by partner where it was earned."""
    used, missing = _compute_content_of_demand(w, "digital"), explain_missing_group(w, "digital") or NO_FINAL
    per_product = by_region(w, np.where(w.x > 0, content(w, "digital").sum(axis=0), np.nan))
    no_output = explain_missing_group(w, "digital") or "no output"
    return (
        w.label(used.sum(axis=0), "region", note=DIGITAL, missing=missing),
        w.label(per_product, "region", "industry", note=DIGITAL, missing=no_output),
        w.label(used.T, "region", "partner", note=DIGITAL, missing=missing),
    )


@indicator(
    id="s2.digital_value_added_domestic",
    clause="2.3.digital",
    unit="1",
    better="higher",
    formula="Σ_{i∈digital of r} v_i B_i y_r / 1'y_r",
    source=TIVA,
    status="proxy",
)
def digital_value_added_domestic(w: Accounts) -> Labelled:
    """Value added of the economy's own digital industries in what it finally uses."""
    own = np.diag(_compute_content_of_demand(w, "digital"))
    note = notes(home_note(w), DIGITAL)
    return w.label(
        mask_boundary_regions(w, own), "region", note=note, missing=explain_missing_group(w, "digital") or NO_FINAL
    )


@indicator(
    id="s2.digital_value_added_wide",
    clause="2.3.digital",
    unit="1",
    better="none",
    needs=("closed",),
    formula="Σ_{i∈digital-wide} v_i B_i y_r / 1'y_r",
    source=TIVA,
    status="proxy",
)
def digital_value_added_wide(w: Accounts) -> Labelled:
    """Digital value added in final demand with all business services counted in: the upper end of the range."""
    used = _compute_content_of_demand(w, "digital-wide").sum(axis=0)
    return w.label(used, "region", note=WIDE, missing=explain_missing_group(w, "digital-wide") or NO_FINAL)


def _compute_content_of_demand(w: Accounts, group: str) -> Array:
    """Return value added of a group by its region (first axis) per unit of each region's final demand; (R, R)."""
    return ratio(content(w, group) @ w.Yr, w.Yr.sum(axis=0))


@indicator(
    id="s2.digital_input_direct",
    dims=("region", "industry"),
    clause="3.2.ii",
    unit="1",
    better="higher",
    bounds=(0, None),
    formula="Σ_{i∈digital} z_ij / x_j; total over all industries j",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 2",
    status="proxy",
)
def digital_input_direct(w: Accounts) -> tuple[Labelled, ...]:
    """Inputs bought from digital industries, at home and abroad, per unit of output."""
    return _input_direct(w, "digital", DIGITAL)


@indicator(
    id="s2.information_input_direct",
    dims=("region", "industry"),
    clause="2.2.ii",
    unit="1",
    digits=2,
    better="none",
    bounds=(0, None),
    formula="Σ_{i∈information} z_ij / x_j; total over all industries j",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 2",
    status="proxy",
)
def information_input_direct(w: Accounts) -> tuple[Labelled, ...]:
    """Inputs bought from information services, per unit of output: how intensively data are used."""
    return _input_direct(w, "information-services", INFORMATION)


@indicator(
    id="s2.information_value_added",
    dims=("region", "industry"),
    clause="2.2.ii",
    unit="1",
    digits=2,
    better="none",
    needs=("closed",),
    formula="Σ_{i∈information} v_i B_ij; total Σ_ij v_i B_ij y_j / Σ_j y_j over products j of r, y = all final demand",
    source=TIVA,
    status="proxy",
)
def information_value_added(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of information services everywhere in a unit of what the economy makes for final use."""
    group = "information-services"
    per_unit, sold = by_region(w, content(w, group).sum(axis=0)), by_region(w, w.Yr.sum(axis=1))
    total, missing = ratio(sums(w, per_unit * sold), sums(w, sold)), explain_missing_group(w, group)
    per_product = np.where(by_region(w, w.x) > 0, per_unit, np.nan)
    return (
        w.label(mask_boundary_regions(w, total), "region", note=INFORMATION, missing=missing or NO_FINAL),
        w.label(
            mask_boundary_regions(w, per_product),
            "region",
            "industry",
            note=INFORMATION,
            missing=missing or "no output",
        ),
    )


def _input_direct(w: Accounts, group: str, note: str) -> tuple[Labelled, ...]:
    """Label inputs bought from a group of industries, at home and abroad, per unit of output: total and detail."""
    chosen, missing = positions(w, group), explain_missing_group(w, group) or "no output"
    spent = w.Z4[:, chosen].sum(axis=(0, 1)) if chosen.size else np.full((w.R, w.S), np.nan)
    x = by_region(w, w.x)
    return (
        w.label(
            mask_boundary_regions(w, ratio(spent.sum(axis=1), x.sum(axis=1))), "region", note=note, missing=missing
        ),
        w.label(mask_boundary_regions(w, ratio(spent, x)), "region", "industry", note=note, missing=missing),
    )


# ---- services in manufacturing
@indicator(
    id="s2.services_in_manufacturing",
    dims=("region", "industry"),
    clause="3.2.iii",
    unit="1",
    better="higher",
    needs=("closed",),
    formula="Σ_{i∈services} Σ_m v_i B_im y_m / Σ_m y_m over manufactures m of region r, y = final demand of all users",
    source=TIVA,
)
def services_in_manufacturing(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of services from everywhere in the final manufactures that the economy makes."""
    return in_manufactures(w, by_region(w, content(w, "services").sum(axis=0)), by_region(w, w.Yr.sum(axis=1)))


@indicator(
    id="s2.services_in_manufacturing_exports",
    dims=("region", "industry"),
    clause="3.2.iii",
    unit="1",
    better="higher",
    needs=("closed",),
    formula="Σ_{i∈services} Σ_m v_i B_im E_rm / Σ_m E_rm over manufactures m",
    source=TIVA,
)
def services_in_manufacturing_exports(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of services from everywhere in the economy's exports of manufactures."""
    return in_manufactures(w, by_region(w, content(w, "services").sum(axis=0)), shared.exports(w))


@indicator(
    id="s2.services_in_manufacturing_exports_foreign",
    dims=("region", "industry"),
    clause="3.2.iii",
    unit="1",
    better="none",
    needs=("closed",),
    formula="Σ_{i∈services, not of r} Σ_m v_i B_im E_rm / Σ_m E_rm over manufactures m",
    source=TIVA,
)
def services_in_manufacturing_exports_foreign(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of foreign services in the economy's exports of manufactures."""
    found, own = content(w, "services").reshape(w.R, w.R, w.S), np.arange(w.R)
    return in_manufactures(w, found.sum(axis=0) - found[own, own], shared.exports(w))


def in_manufactures(
    w: Accounts, per_unit: Array, sold: Array, group: str = "services", note: str = ""
) -> tuple[Labelled, ...]:
    """Label a group's content of manufactures, (R, S) per unit, weighted by what is sold of them, (R, S) money."""
    missing = explain_missing_group(w, "manufacturing") or explain_missing_group(w, group) or "no manufactures sold"
    total = ratio(sums(w, per_unit * sold, "manufacturing"), sums(w, sold, "manufacturing"))
    m = positions(w, "manufacturing")
    by_product = np.where(by_region(w, w.x)[:, m] > 0, per_unit[:, m], np.nan)
    return (
        w.label(mask_boundary_regions(w, total), "region", missing=missing, note=note),
        detail(w, mask_boundary_regions(w, by_product), "manufacturing", missing=missing, note=note),
    )
