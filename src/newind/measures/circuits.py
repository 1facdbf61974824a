"""Where industries stand in their chains, and which circulation value added serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import chains, valueadded
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exportparts import (
    NO_VALUE,
    PRODUCTS,
    SOLD,
    STOCKS,
    circulation,
    home_value,
    inventories_note,
    positions,
    value_in_products,
)
from newind.measures.registry import indicator
from newind.measures.shared import BOUGHT, by_region, home_note, mask_boundary_regions, notes

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

WANG = "Wang, Wei, Yu & Zhu (2017), NBER Working Paper 23222"
ANTRAS = "Antràs & Chor (2018), in World Trade Evolution, ch. 5"
JOHNSON = "Johnson & Noguera (2012), Journal of International Economics 86, 224"
HOME_USE = "goods used at home carry foreign value: see s4.foreign_value_in_home_use"


def _position(w: Accounts, stages: Array) -> tuple[Labelled, ...]:
    """Label positions, (n,) stages, weighted by output in all and by industry."""
    x = by_region(w, w.x)
    weighted = np.where(x > 0, by_region(w, stages) * x, 0.0).sum(axis=1)
    note = inventories_note(w)
    return (
        w.label(ratio(weighted, x.sum(axis=1)), "region", note=note, missing="no output"),
        w.label(np.where(x > 0, by_region(w, stages), np.nan), "region", "industry", note=note, missing="no output"),
    )


@indicator(
    id="s4.upstreamness",
    dims=("region", "industry"),
    clause="3.4.i",
    unit="stages",
    better="none",
    bounds=(1, None),
    needs=("closed",),
    formula="(I − x̂⁻¹Z)⁻¹ 1, rows × x / (x − inventories); total weighted by output",
    source=ANTRAS,
    detail=True,
)
def upstreamness(w: Accounts) -> tuple[Labelled, ...]:
    """Average number of stages between an industry and final use."""
    return _position(w, positions(w)[0])


@indicator(
    id="s4.downstreamness",
    dims=("region", "industry"),
    clause="3.4.i",
    unit="stages",
    better="none",
    bounds=(1, None),
    needs=("closed",),
    formula="(I − A')⁻¹ 1, rows × x / (x − inventories); total weighted by output",
    source=ANTRAS,
    detail=True,
)
def downstreamness(w: Accounts) -> tuple[Labelled, ...]:
    """Average number of stages between primary factors and an industry."""
    return _position(w, positions(w)[1])


def _label_shares(w: Accounts, part: Array, note: str = "") -> tuple[Labelled, ...]:
    """Label a part of value added, (R, S) money, as a share of GDP and of each industry's value added."""
    note = notes(note, home_note(w))
    stocks = notes(note, STOCKS)
    return (
        w.label(mask_boundary_regions(w, ratio(part.sum(axis=1), w.gdp)), "region", note=note, missing=NO_VALUE),
        w.label(
            mask_boundary_regions(w, ratio(part, by_region(w, w.value_added))),
            "region",
            "industry",
            note=stocks,
            missing=NO_VALUE,
        ),
    )


@indicator(
    id="s4.domestic_circulation",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    better="none",
    formula="v̂_s L_s Y_ss / GDP_s",
    source=WANG,
)
def domestic_circulation(w: Accounts) -> tuple[Labelled, ...]:
    """Value added that reaches home users without crossing a border, as a share of GDP."""
    return _label_shares(w, circulation(w).domestic, HOME_USE)


@indicator(
    id="s4.traditional_trade",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    better="none",
    needs=("closed",),
    formula="v̂_s L_s Σ_{r≠s} Y_sr / GDP_s",
    source=WANG,
)
def traditional_trade(w: Accounts) -> tuple[Labelled, ...]:
    """Value added in exported final goods and services, as a share of GDP."""
    return _label_shares(w, circulation(w).traditional)


@indicator(
    id="s4.gvc_circulation",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    better="none",
    needs=("closed",),
    formula="v̂_s L_s Σ_{r≠s} A_sr x_r / GDP_s",
    source=WANG,
)
def gvc_circulation(w: Accounts) -> tuple[Labelled, ...]:
    """Value added in exported inputs, as a share of GDP."""
    return _label_shares(w, circulation(w).gvc)


@indicator(
    id="s4.foreign_value_in_home_use",
    dims=("region", "industry", "partner"),
    clause="3.4.ii",
    unit="1",
    better="none",
    bounds=(0, 1),
    formula="Σ_{t≠s} v_t B Y_s / v B Y_s",
    source=WANG,
)
def foreign_value_in_home_use(w: Accounts) -> tuple[Labelled, ...]:
    """Foreign part of the value added in an economy's final use, by product and by origin (0 for its own)."""
    value = home_value(w)
    abroad = value - np.diag(value.diagonal())
    used, foreign = value_in_products(w)
    total = chains.foreign_value_in_home_use(shared.compute_absorption(w))
    by_origin = ratio(abroad, value.sum(axis=1, keepdims=True))
    note, missing = notes(BOUGHT if w.boundary else "", home_note(w)), "no final use"
    by_product = notes(note, PRODUCTS, inventories_note(w))
    return (
        w.label(mask_boundary_regions(w, total), "region", missing=missing, note=note),
        w.label(mask_boundary_regions(w, by_origin), "region", "partner", missing=missing, note=note),
        w.label(
            mask_boundary_regions(w, ratio(foreign, used)), "region", "industry", missing="not used", note=by_product
        ),
    )


@indicator(
    id="s4.domestic_demand_share",
    dims=("region", "industry", "partner"),
    clause="3.4.ii",
    unit="1",
    better="none",
    formula="v_s B Y_s / GDP_s; by partner v_s B Y_p / GDP_s",
    source=JOHNSON,
)
def domestic_demand_share(w: Accounts) -> tuple[Labelled, ...]:
    """Share of GDP that home users absorb; by partner the share that each economy's users absorb."""
    absorbed = shared.compute_absorption(w)
    at_home = by_region(w, absorbed.sum(axis=1)) - valueadded.vax_by_industry(absorbed)
    by_user = absorbed.reshape(w.R, w.S, w.R).sum(axis=1)
    note = SOLD if w.boundary else ""
    by_partner = mask_boundary_regions(w, ratio(by_user, w.gdp[:, None]))
    return (
        *_label_shares(w, at_home, note),
        w.label(by_partner, "region", "partner", missing=NO_VALUE, note=notes(note, "absorbed by the partner")),
    )
