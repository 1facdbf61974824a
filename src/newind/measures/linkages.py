"""How strongly industries pull and push each other within a region, and services and digital content made there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.services import DIGITAL, TIVA, in_manufactures
from newind.measures.shared import by_region, content, mask_boundary_regions, notes

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

LINKAGES = "Miller & Blair (2009), Input-Output Analysis, ch. 12"
OWN_BLOCK = "within the region only; 1 is the region's average industry, the total is weighted by output"
EXPORTED = "all exports count as final products: the table does not tell inputs among them"


def _linkage(w: Accounts, strength: Array) -> tuple[Labelled, ...]:
    """Label linkages, (R, S), relative to their mean in each region."""
    x = by_region(w, w.x)
    found = linkages.relative(strength, x)
    total = ratio(np.where(x > 0, found * x, 0.0).sum(axis=1), x.sum(axis=1))
    return (
        w.label(mask_boundary_regions(w, total), "region", note=OWN_BLOCK, missing="no output"),
        w.label(mask_boundary_regions(w, found), "region", "industry", note=OWN_BLOCK, missing="no output"),
    )


@indicator(
    id="s2.backward_linkage",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="index",
    better="none",
    bounds=(0, None),
    formula="Σ_i l_ij / mean_j Σ_i l_ij, L_s = (I − A_ss)⁻¹",
    source=LINKAGES,
)
def backward_linkage(w: Accounts) -> tuple[Labelled, ...]:
    """Output that final demand for an industry calls for in the region, over that of the average industry."""
    return _linkage(w, linkages.backward(shared.domestic_leontief(w)))


@indicator(
    id="s2.forward_linkage",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="index",
    better="none",
    bounds=(0, None),
    formula="Σ_j g_ij / mean_i Σ_j g_ij, G_s = x̂⁻¹ L_s x̂",
    source=LINKAGES,
)
def forward_linkage(w: Accounts) -> tuple[Labelled, ...]:
    """Output that an industry's sales enable in the region, over that of the average industry."""
    return _linkage(w, linkages.forward(shared.domestic_leontief(w), by_region(w, w.x)))


def _own_content(w: Accounts, group: str) -> Array:
    """Return value added of a region's own industries of a group in a unit of its products; (R, S)."""
    own = np.arange(w.R)
    return content(w, group).reshape(w.R, w.R, w.S)[own, own]


def _compute_final_sales(w: Accounts) -> Array:
    """Return final products of each region by industry, all exports of a table with a boundary among them; (R, S)."""
    return by_region(w, w.Yr.sum(axis=1))


@indicator(
    id="s2.services_in_manufacturing_domestic",
    dims=("region", "industry"),
    clause="3.2.iii",
    unit="1",
    better="higher",
    formula="Σ_{i∈services of r} Σ_m v_i B_im y_m / Σ_m y_m over manufactures m of r, y = all final demand",
    source=TIVA,
)
def services_in_manufacturing_domestic(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of the region's own services in the final manufactures that it makes."""
    note = notes(EXPORTED if w.boundary else "", shared.home_note(w))
    return in_manufactures(w, _own_content(w, "services"), _compute_final_sales(w), "services", note)


@indicator(
    id="s2.services_in_manufacturing_exports_domestic",
    dims=("region", "industry"),
    clause="3.2.iii",
    unit="1",
    better="higher",
    formula="Σ_{i∈services of r} Σ_m v_i B_im E_rm / Σ_m E_rm over manufactures m",
    source=TIVA,
)
def services_in_manufacturing_exports_domestic(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of the region's own services in its exports of manufactures."""
    return in_manufactures(w, _own_content(w, "services"), shared.exports(w), "services", shared.home_note(w))


@indicator(
    id="s2.digital_in_manufacturing_domestic",
    dims=("region", "industry"),
    clause="3.2.ii",
    unit="1",
    better="higher",
    formula="Σ_{i∈digital of r} Σ_m v_i B_im y_m / Σ_m y_m over manufactures m of r, y = all final demand",
    source=TIVA,
    status="proxy",
)
def digital_in_manufacturing_domestic(w: Accounts) -> tuple[Labelled, ...]:
    """Value added of the region's own digital industries in the final manufactures that it makes."""
    note = notes(EXPORTED if w.boundary else "", shared.home_note(w), DIGITAL)
    return in_manufactures(w, _own_content(w, "digital"), _compute_final_sales(w), "digital", note)
