"""Where industries stand in their chains, which circulation they serve, and the content of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import OTHER, demand_role, demand_roles
from newind.accounts.memo import memo
from newind.kernels import chains, dependence, valueadded
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.shared import BOUGHT, by_region, home_note, mask_boundary_regions, notes

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array, BoolArray


NO_VALUE = "no value added"
NO_INVENTORIES = "no demand category holds changes in inventories alone: none is set aside"
STOCKS = "an industry's share is below zero, or above one, where stocks are run down"
SOLD = "what is sold to a boundary of the table counts as used there"
PRODUCTS = "by product used"


@memo
def forward(w: Accounts) -> Array:
    """Domestic value added in exports that travels on beyond the direct importer; (R, S) by product, money."""
    return valueadded.forward_participation(w.v, shared.domestic_leontief(w), w.A4, w.Y3, shared.exports(w))


@memo
def positions(w: Accounts) -> tuple[Array, Array]:
    """Upstreamness and downstreamness with inventories set aside; two (n,) arrays, stages."""
    stock = inventories(w)
    held = w.Y.reshape(w.n, w.R, w.D)[:, :, stock].sum(axis=(1, 2))
    kept = np.delete(w.Y.reshape(w.n, w.R, w.D), np.flatnonzero(stock), axis=2).reshape(w.n, -1)
    Z, _ = chains.without_inventories(w.Z, kept, w.x, held)
    return chains.positions(Z, w.x)


def inventories(w: Accounts) -> BoolArray:
    """Return which demand categories are changes in inventories; (D,)."""
    return np.array([demand_role(d) == "inventories" for d in w.demand])


def inventories_note(w: Accounts) -> str:
    """Return which demand categories are set aside as changes in inventories, and which are not recognised."""
    roles = demand_roles(w.demand)
    held, other = (", ".join(roles.get(role, ())) for role in ("inventories", OTHER))
    return shared.notes(
        f"changes in inventories are set aside: {held}" if held else NO_INVENTORIES,
        f"final use includes categories that are not recognised: {other}" if other else "",
    )


@memo
def circulation(w: Accounts) -> chains.Circulation:
    """Value added by the circulation that calls for it; (R, S) each, money."""
    return chains.circulation(w.v, shared.domestic_leontief(w), w.Z4, w.Y3)


@memo
def home_value(w: Accounts) -> Array:
    """Value added in what each economy finally uses, by user and economy of origin; (R, R), money."""
    return np.ascontiguousarray(shared.compute_absorption(w).reshape(w.R, w.S, w.R).sum(axis=1).T)


@memo
def value_in_products(w: Accounts) -> tuple[Array, Array]:
    """Value added in what each economy finally uses, by product, all and foreign; two (R, S), money.

    Changes in inventories are left out: run down, they would cancel what is used.
    """
    origin, used = shared.origin(w), w.Y4[:, :, :, ~inventories(w)].sum(axis=3)
    own = np.einsum("roi,oir->ri", origin.reshape(w.R, w.R, w.S), used)
    every = np.einsum("oi,oir->ri", origin.sum(axis=0).reshape(w.R, w.S), used)
    return every, every - own


@memo
def markets(w: Accounts) -> Array:
    """Value added exported by producing region, industry and absorbing region; (R, S, R), money, 0 at home."""
    flows = shared.compute_absorption(w).reshape(w.R, w.S, w.R).copy()
    own = np.arange(w.R)
    flows[own, :, own] = 0.0
    return flows


@memo
def market_shares(w: Accounts) -> Array:
    """Share of each absorbing region in an economy's value-added exports; (R, R)."""
    total = markets(w).sum(axis=1)
    return ratio(total, total.sum(axis=1, keepdims=True))


@memo
def supplier_shares(w: Accounts) -> Array:
    """Share of each supplying region in an economy's imported inputs; (R, R) by buyer and supplier."""
    total = dependence.supplies(w.Z4).sum(axis=1).T
    return ratio(total, total.sum(axis=1, keepdims=True))


@memo
def compute_output_by_demand(w: Accounts) -> Array:
    """Output of each industry that the final demand of each region calls for; (n, R), money."""
    return w.LU.solve(w.Yr)


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


BORIN_MANCINI = "Borin & Mancini (2019), World Bank Policy Research Working Paper 8804"
NO_EXPORTS = "no exports"
PROCESSING = "processing trade is not separated: foreign content of economies with much of it is a lower bound"


def _of_exports(w: Accounts, part: Array, note: str = "") -> tuple[Labelled, ...]:
    """Label a part of exports, (R, S) money, as a share of exports in all and by exported product."""
    E, note = shared.exports(w), notes(note, home_note(w))
    return (
        w.label(
            mask_boundary_regions(w, ratio(part.sum(axis=1), E.sum(axis=1))), "region", note=note, missing=NO_EXPORTS
        ),
        w.label(mask_boundary_regions(w, ratio(part, E)), "region", "industry", note=note, missing=NO_EXPORTS),
    )


@indicator(
    id="s4.vax_ratio",
    dims=("region", "industry"),
    clause="3.4.i",
    unit="1",
    better="none",
    needs=("closed",),
    formula="v_s Σ_{r≠s} B_s Y_r / E_s",
    source="Johnson & Noguera (2012), Journal of International Economics 86, 224",
)
def vax_ratio(w: Accounts) -> tuple[Labelled, ...]:
    """Value added that others absorb, over gross exports; by producing industry it can exceed one."""
    made, E = valueadded.vax_by_industry(shared.compute_absorption(w)), shared.exports(w)
    by_industry = "by producing industry: above one where an industry exports through others"
    return (
        w.label(ratio(made.sum(axis=1), E.sum(axis=1)), "region", missing=NO_EXPORTS),
        w.label(ratio(made, E), "region", "industry", note=by_industry, missing=NO_EXPORTS),
    )


@indicator(
    id="s4.dva_share",
    dims=("region", "industry"),
    clause="3.4.i",
    unit="1",
    better="none",
    bounds=(0, 1),
    formula="v_s L_s E_s / E_s",
    source=BORIN_MANCINI,
)
def dva_share(w: Accounts) -> tuple[Labelled, ...]:
    """Domestic value added in exports, each unit counted once, as a share of exports."""
    return _of_exports(w, shared.own_value_added_in_exports(w))


@indicator(
    id="s4.foreign_content_share",
    dims=("region", "industry"),
    clause="3.4.i",
    unit="1",
    better="none",
    bounds=(0, 1),
    formula="Σ_{t≠s} v_t B_ts E_s / E_s",
    source="Koopman, Wang & Wei (2014), American Economic Review 104(2), 459",
)
def foreign_content_share(w: Accounts) -> tuple[Labelled, ...]:
    """Foreign content of exports, counting value added at every border, as a share of exports."""
    return _of_exports(w, shared.export_content(w).fc, PROCESSING)


@indicator(
    id="s4.fva_share",
    dims=("region", "industry"),
    clause="3.4.i",
    unit="1",
    better="none",
    bounds=(0, 1),
    formula="Σ_{t≠s} v_t B_ts B_ss⁻¹ L_s E_s / E_s",
    source=BORIN_MANCINI,
)
def fva_share(w: Accounts) -> tuple[Labelled, ...]:
    """Foreign value added in exports, each unit counted once, as a share of exports."""
    return _of_exports(w, shared.export_content(w).fva, PROCESSING)


@indicator(
    id="s4.gvc_backward",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    better="none",
    bounds=(0, 1),
    formula="(E_s − v_s L_s E_s) / E_s",
    source=BORIN_MANCINI,
)
def gvc_backward(w: Accounts) -> tuple[Labelled, ...]:
    """Imported content and what crosses borders again, as a share of exports."""
    return _of_exports(w, valueadded.backward_participation(shared.export_content(w)), PROCESSING)


@indicator(
    id="s4.gvc_forward",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("closed",),
    formula="(DVA − DAVAX) / E_s, DAVAX = v_s L_s Σ_{r≠s} (Y_sr + A_sr L_r Y_rr)",
    source=BORIN_MANCINI,
)
def gvc_forward(w: Accounts) -> tuple[Labelled, ...]:
    """Domestic value added that the direct importer sends on, as a share of exports."""
    return _of_exports(w, forward(w))


@indicator(
    id="s4.gvc_participation",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("closed",),
    formula="(E_s − DAVAX) / E_s",
    source=BORIN_MANCINI,
)
def gvc_participation(w: Accounts) -> tuple[Labelled, ...]:
    """Exports that cross more than one border, backward and forward, as a share of exports."""
    return _of_exports(w, valueadded.backward_participation(shared.export_content(w)) + forward(w))
