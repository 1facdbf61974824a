"""Research done and used, and dependence on inputs and value added from abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels import dependence, valueadded
from newind.kernels.quotients import per_output, ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.shared import (
    by_region,
    compute_inputs_by_buyer,
    country_note,
    detail,
    explain_missing_group,
    home_note,
    mask_boundary_regions,
    notes,
    of_country,
    positions,
    sums,
    unknown_scope,
)
from newind.parameters import parameter

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

HUMMELS = "Hummels, Ishii & Yi (2001), Journal of International Economics 54, 75"
PAPACONSTANTINOU = "Papaconstantinou, Sakurai & Wyckoff (1996), OECD STI Working Paper 1996/01"
NO_OUTPUT = "no output"
SHARED_OUT = "R&D of each economy shared out by OECD R&D-intensity classes × value added"
NO_INPUTS = "no inputs bought"
KNOWLEDGE = (
    "high and medium-high technology manufacturing, communication, and all renting, computer, research and business "
    "services"
)


# ---- research
@indicator(
    id="s1.rd_intensity",
    clause="2.3.innovation",
    unit="1",
    digits=2,
    better="higher",
    bounds=(0, 1),
    needs=("fact:rd_intensity",),
    formula="GERD / GDP",
    source="OECD (2015), Frascati Manual; World Bank indicator GB.XPD.RSDV.GD.ZS",
)
def rd_intensity(w: Accounts) -> Labelled:
    """Gross domestic expenditure on R&D as a share of GDP."""
    return w.label(w.facts["rd_intensity"].values, "region", missing="no figure for this economy and year")


@memo
def research(w: Accounts) -> Array:
    """R&D done per unit of output; (n,), NaN for regions without a figure, 0 where there is no output.

    Each region's R&D is shared out over its industries by value added times the intensity of the industry's class.
    """
    classes = parameter("rd_intensity").expand_by_industry(w.industries)
    weight = np.maximum(by_region(w, w.value_added), 0.0) * np.where(by_region(w, w.x) > 0, classes, 0.0)
    spent = (w.facts["rd_intensity"].values * w.gdp)[:, None] * ratio(weight, weight.sum(axis=1, keepdims=True))
    return per_output(spent.ravel(), w.x)


@memo
def compute_rd_content(w: Accounts) -> Array:
    """R&D by the region that did it in a unit of final demand for each product; (R, n), NaN rows where unknown."""
    done = by_region(w, research(w))
    unknown = np.asarray(np.isnan(done).any(axis=1))
    found = valueadded.origin(np.where(unknown[:, None], 0.0, done).ravel(), w.LU, w.R)
    return np.where(unknown[:, None], np.nan, found)


def _rd_note(w: Accounts) -> str:
    unknown = [r for r, row in zip(w.regions, compute_rd_content(w), strict=True) if np.isnan(row).any()]
    lacking = f"; that done in {', '.join(unknown)} is unknown and not counted" if unknown else ""
    return f"{SHARED_OUT}{lacking}"


def _rd_missing(w: Accounts) -> str:
    """Return why R&D along the chain is not known: the class of an industry, whatever the economy, or its R&D."""
    classless = np.isnan(parameter("rd_intensity").expand_by_industry(w.industries)).any()
    if classless:
        return "the R&D class of an industry of this table is not known"
    return "R&D of this economy is not known"


def _compute_rd_of_demand(w: Accounts) -> Array:
    """Return R&D by the region that did it (first axis) per unit of each region's final demand; (R, R)."""
    return ratio(compute_rd_content(w) @ w.Yr, w.Yr.sum(axis=0))


@indicator(
    id="s1.embodied_rd",
    dims=("region", "industry", "partner"),
    clause="2.3.innovation",
    unit="1",
    digits=2,
    better="higher",
    bounds=(0, None),
    needs=("fact:rd_intensity", "closed"),
    formula="r B y_r / 1'y_r, r_i = (R&D_c / x_i) ρ_i VA_i / Σ_k ρ_k VA_k; by product j (rB)_j = own r_j + embodied",
    source=f"{PAPACONSTANTINOU}; classes: Galindo-Rueda & Verger (2016), OECD STI Working Paper 2016/04",
    status="estimated",
)
def embodied_rd(w: Accounts) -> tuple[Labelled, ...]:
    """R&D done along the chain, per USD of the economy's final demand; by product, and by partner that did it."""
    note, missing = _rd_note(w), _rd_missing(w)
    used, per_product = _compute_rd_of_demand(w), by_region(w, np.nansum(compute_rd_content(w), axis=0))
    own = np.asarray(np.isfinite(np.diag(used)))
    per_product = np.where(own[:, None] & (by_region(w, w.x) > 0), per_product, np.nan)
    return (
        w.label(np.where(own, np.nansum(used, axis=0), np.nan), "region", note=note, missing=missing),
        w.label(per_product, "region", "industry", note=note, missing=missing),
        w.label(used.T, "region", "partner", note=note, missing="R&D of the partner is not known"),
    )


@indicator(
    id="s1.embodied_rd_foreign_share",
    clause="2.3.innovation",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("fact:rd_intensity", "closed"),
    formula="Σ_{c≠r} r_c B_c y_r / r B y_r",
    source=PAPACONSTANTINOU,
    status="estimated",
)
def embodied_rd_foreign_share(w: Accounts) -> Labelled:
    """Part of the R&D embodied in the economy's final demand that was done abroad, as far as it is known."""
    used = _compute_rd_of_demand(w)
    known, home = np.nan_to_num(used), shared.home(w)
    foreign = np.where(home, 0.0, known).sum(axis=0)
    return w.label(
        of_country(w, ratio(foreign, foreign + np.where(home, used, 0.0).sum(axis=0))),
        "region",
        note=_rd_note(w),
        missing=_rd_missing(w),
    )


@indicator(
    id="s1.embodied_rd_domestic",
    clause="2.3.innovation",
    unit="1",
    digits=2,
    better="higher",
    bounds=(0, None),
    needs=("fact:rd_intensity",),
    formula="r_r B_r y_r / 1'y_r, r_i = (R&D_r / x_i) ρ_i VA_i / Σ_k ρ_k VA_k",
    source=f"{PAPACONSTANTINOU}; classes: Galindo-Rueda & Verger (2016), OECD STI Working Paper 2016/04",
    status="estimated",
)
def embodied_rd_domestic(w: Accounts) -> Labelled:
    """R&D that the region itself did along the chain, per unit of its final demand."""
    return w.label(
        mask_boundary_regions(w, np.diag(_compute_rd_of_demand(w))),
        "region",
        note=notes(SHARED_OUT, home_note(w)),
        missing=_rd_missing(w),
    )


# ---- dependence on imports
@memo
def foreign(w: Accounts) -> Array:
    """Foreign part of the value added in a unit of each region's products; (R, S), NaN where it is not known."""
    shares = of_country(w, dependence.complete_import_share(shared.origin(w), w.R, w.S, shared.home(w)))
    return np.where(np.abs(shares) < 1e-12, 0.0, shares)


def _by_output(w: Accounts, shares: Array, group: str = "*") -> Array:
    """Return the mean of shares (R, S) weighted by output of a group of industries; (R,)."""
    x = by_region(w, w.x)
    return ratio(sums(w, np.where(x > 0, shares * x, 0.0), group), sums(w, x, group))


@indicator(
    id="s1.import_dependence",
    dims=("region", "industry"),
    clause="3.1.i",
    unit="1",
    better="lower",
    bounds=(0, 1),
    formula="1 - v_c B_cj; total weighted by output x_cj",
    source=HUMMELS,
    detail=True,
)
def import_dependence(w: Accounts) -> tuple[Labelled, ...]:
    """Foreign value added in a unit of the economy's products, along the whole chain."""
    note = notes("imports count as foreign in full" if w.boundary else "", country_note(w))
    missing = unknown_scope(w, shared.FOREIGN, NO_OUTPUT)
    return (
        w.label(of_country(w, _by_output(w, foreign(w))), "region", note=note, missing=missing),
        w.label(foreign(w), "region", "industry", note=note, missing=missing),
    )


@indicator(
    id="s1.import_dependence_direct",
    dims=("region", "industry"),
    clause="3.1.i",
    unit="1",
    better="lower",
    bounds=(0, 1),
    formula="1 - Σ_i a^dom_ij / Σ_i a_ij; total: imported over all inputs",
    source=HUMMELS,
    detail=True,
)
def import_dependence_direct(w: Accounts) -> tuple[Labelled, ...]:
    """Imported part of the inputs that an economy's industries buy."""
    inputs = compute_inputs_by_buyer(w).sum(axis=1)
    total = ratio(np.where(shared.home(w), 0.0, inputs).sum(axis=0), inputs.sum(axis=0))
    by_industry = dependence.direct_import_share(w.Z4, shared.home(w))
    note, missing = country_note(w), unknown_scope(w, shared.FOREIGN, NO_INPUTS)
    return (
        w.label(of_country(w, total), "region", note=note, missing=missing),
        w.label(of_country(w, by_industry), "region", "industry", note=note, missing=missing),
    )


@indicator(
    id="s1.high_tech_import_dependence",
    dims=("region", "partner"),
    clause="3.1.i",
    unit="1",
    better="lower",
    bounds=(0, 1),
    formula="Σ_h x_ch (1 - v_c B_ch) / Σ_h x_ch over high and medium-high technology h; by partner p: v_p B_ph",
    source=HUMMELS,
    detail=True,
)
def high_tech_import_dependence(w: Accounts) -> tuple[Labelled, ...]:
    """Foreign value added in the output of high and medium-high technology manufacturing, and whose it is."""
    high = positions(w, "high-tech")
    x = by_region(w, w.x)[:, high]
    by_origin = shared.origin(w).reshape(w.R, w.R, w.S)[:, :, high]
    by_partner = ratio(np.einsum("prh,rh->rp", by_origin, x), x.sum(axis=1)[:, None])
    by_partner = np.where(shared.home(w) & np.isfinite(by_partner), 0.0, by_partner)
    missing, note = (
        explain_missing_group(w, "high-tech") or unknown_scope(w, shared.FOREIGN, NO_OUTPUT),
        country_note(w),
    )
    return (
        w.label(of_country(w, _by_output(w, foreign(w), "high-tech")), "region", note=note, missing=missing),
        w.label(of_country(w, by_partner), "region", "partner", note=note, missing=missing),
    )


# ---- knowledge-intensive inputs
@indicator(
    id="s1.knowledge_input_domestic_share",
    dims=("region", "industry"),
    clause="2.3.innovation",
    unit="1",
    better="higher",
    bounds=(0, 1),
    formula="Σ_pk z_pk,c v_c B_c,pk / Σ_pk z_pk,c over knowledge-intensive inputs k of any region p; detail by input",
    source=HUMMELS,
    detail=True,
)
def knowledge_input_domestic_share(w: Accounts) -> tuple[Labelled, ...]:
    """Domestic value added, along the whole chain, in the knowledge-intensive inputs that the economy buys."""
    k = positions(w, "knowledge-intensive")
    inputs = compute_inputs_by_buyer(w)[:, k]
    origin = shared.origin(w).reshape(w.R, w.R, w.S)[:, :, k]
    at_home = np.einsum("pkr,cpk,cr->rk", inputs, origin, shared.home(w), optimize=True)
    return _of_inputs(w, at_home, inputs.sum(axis=0).T)


@indicator(
    id="s1.knowledge_input_domestic_share_direct",
    dims=("region", "industry"),
    clause="2.3.innovation",
    unit="1",
    better="higher",
    bounds=(0, 1),
    formula="Σ_k z_ck,c / Σ_pk z_pk,c over knowledge-intensive inputs k of any region p; detail by input",
    source=HUMMELS,
    detail=True,
)
def knowledge_input_domestic_share_direct(w: Accounts) -> tuple[Labelled, ...]:
    """Part of the knowledge-intensive inputs that the economy buys at home."""
    inputs = compute_inputs_by_buyer(w)[:, positions(w, "knowledge-intensive")]
    return _of_inputs(w, np.einsum("pkr,pr->rk", inputs, shared.home(w)), inputs.sum(axis=0).T)


def _of_inputs(w: Accounts, part: Array, whole: Array) -> tuple[Labelled, ...]:
    """Label a part of knowledge-intensive inputs, (R, K) money, as a share in all and by input."""
    missing = explain_missing_group(w, "knowledge-intensive") or unknown_scope(w, shared.FOREIGN, NO_INPUTS)
    note = notes(KNOWLEDGE, country_note(w))
    return (
        w.label(of_country(w, ratio(part.sum(axis=1), whole.sum(axis=1))), "region", note=note, missing=missing),
        detail(w, of_country(w, ratio(part, whole)), "knowledge-intensive", note=note, missing=missing),
    )
