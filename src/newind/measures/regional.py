"""Three circulations: within a region, with the rest of its country, and with abroad; and what a region is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels import linkages
from newind.kernels.blocks import by_scope
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exports import NO_VALUE, PRODUCTS, SOLD, STOCKS, home_value, inventories, inventories_note
from newind.measures.registry import indicator
from newind.measures.shared import (
    BOUGHT,
    FOREIGN,
    LOCAL,
    NATIONAL,
    by_region,
    mask_boundary_regions,
    mask_unknown_scopes,
    notes,
    unknown_scope,
)

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

MENG = "Meng, Fang, Guo & Zhang (2017), Economic Systems Research 29(1), 48"
JOHNSON = "Johnson & Noguera (2012), Journal of International Economics 86, 224"
REFERENCE = "needs a reference: all regions of the country in full, or a second table"
WEIGHTED = "the total is the mean over its industries, weighted by their value added: 1 is the country's structure"


@memo
def destinations(w: Accounts) -> Array:
    """Value added by where it is finally used: in the region, in the rest of its country, abroad; (3, R, S), money."""
    absorbed = shared.compute_absorption(w).reshape(w.R, w.S, w.R).transpose(0, 2, 1)
    return by_scope(absorbed, shared.scope(w)) * mask_unknown_scopes(w)[:, :, None]


@memo
def value_in_products(w: Accounts) -> Array:
    """Value added in what each region finally uses, by user, origin and product; (R, R, S), money.

    Changes in inventories are left out: run down, they would cancel what is used.
    """
    used = w.Y4[:, :, :, ~inventories(w)].sum(axis=3)
    return np.asarray(np.einsum("opi,pir->roi", shared.origin(w).reshape(w.R, w.R, w.S), used, optimize=True))


def _in_scope(w: Accounts, value: Array, kind: int) -> Array:
    """Return the share of a scope in value by user, origin …; (R, …)."""
    known = mask_unknown_scopes(w)[kind].reshape(-1, *[1] * (value.ndim - 2))
    return np.asarray(ratio(by_scope(value, shared.scope(w))[kind], value.sum(axis=1)) * known)


def _demand(w: Accounts, kind: int) -> tuple[Labelled, ...]:
    part, note = destinations(w)[kind], SOLD if w.boundary else ""
    missing = unknown_scope(w, kind, NO_VALUE)
    every = ratio(part, by_region(w, w.value_added))
    return (
        w.label(mask_boundary_regions(w, ratio(part.sum(axis=1), w.gdp)), "region", note=note, missing=missing),
        w.label(mask_boundary_regions(w, every), "region", "industry", note=notes(note, STOCKS), missing=missing),
    )


def _supply(w: Accounts, kind: int) -> tuple[Labelled, ...]:
    note = BOUGHT if w.boundary else ""
    missing = unknown_scope(w, kind, "no final use")
    total, by_product = (mask_boundary_regions(w, _in_scope(w, v, kind)) for v in (home_value(w), value_in_products(w)))
    return (
        w.label(total, "region", note=note, missing=missing),
        w.label(by_product, "region", "industry", note=notes(note, PRODUCTS, inventories_note(w)), missing=missing),
    )


@indicator(
    id="s4.demand_local",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="1",
    better="none",
    formula="v_s B Y_s / GDP_s",
    source=JOHNSON,
)
def demand_local(w: Accounts) -> tuple[Labelled, ...]:
    """Share of a region's value added that ends in its own final use."""
    return _demand(w, LOCAL)


@indicator(
    id="s4.demand_national",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="1",
    better="none",
    needs=("parts",),
    formula="v_s B Σ_p Y_p / GDP_s over other regions p of the country",
    source=MENG,
)
def demand_national(w: Accounts) -> tuple[Labelled, ...]:
    """Share of a region's value added that ends in the final use of other regions of its country."""
    return _demand(w, NATIONAL)


@indicator(
    id="s4.demand_foreign",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="1",
    better="none",
    formula="v_s B Σ_q Y_q / GDP_s over regions q of other countries",
    source=JOHNSON,
)
def demand_foreign(w: Accounts) -> tuple[Labelled, ...]:
    """Share of a region's value added that ends in final use abroad."""
    return _demand(w, FOREIGN)


@indicator(
    id="s4.supply_local",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="1",
    better="none",
    formula="v_s B Y_s / v B Y_s",
    source=MENG,
)
def supply_local(w: Accounts) -> tuple[Labelled, ...]:
    """Share of the value in a region's final use that the region itself added."""
    return _supply(w, LOCAL)


@indicator(
    id="s4.supply_national",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="1",
    better="none",
    needs=("parts",),
    formula="Σ_p v_p B Y_s / v B Y_s over other regions p of the country",
    source=MENG,
)
def supply_national(w: Accounts) -> tuple[Labelled, ...]:
    """Share of the value in a region's final use that other regions of its country added."""
    return _supply(w, NATIONAL)


@indicator(
    id="s4.supply_foreign",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="1",
    better="none",
    formula="Σ_q v_q B Y_s / v B Y_s over regions q of other countries",
    source=MENG,
)
def supply_foreign(w: Accounts) -> tuple[Labelled, ...]:
    """Share of the value in a region's final use that was added abroad."""
    return _supply(w, FOREIGN)


@memo
def country_value_added(w: Accounts) -> Array:
    """Value added of a region's country by industry; (R, S), NaN unless it has several regions, all in full."""
    return country_total(w, by_region(w, w.value_added))


def country_total(w: Accounts, figures: Array) -> Array:
    """Sum figures (R, S) over a region's country; (R, S), NaN unless it has several regions, all in full."""
    same = ~shared.scope(w)[FOREIGN]
    complete = (same.sum(axis=1) > 1) & ~(same & ~shared.complete_regions(w)).any(axis=1)
    total = np.stack([figures[own].sum(axis=0) for own in same])  # what is unknown abroad does not matter
    return np.where(complete[:, None], total, np.nan)


@indicator(
    id="s4.location_quotient",
    dims=("region", "industry"),
    clause="3.4.iii",
    unit="index",
    better="none",
    needs=("parts",),
    formula="(VA_ri / VA_r) / (VA_i / VA) of the country; total Σ_i (VA_ri / VA_r) LQ_ri",
    source="Miller & Blair (2009), Input-Output Analysis, ch. 8",
)
def location_quotient(w: Accounts) -> tuple[Labelled, ...]:
    """Share of an industry in a region's value added over its share in the country's."""
    own, country = by_region(w, w.value_added), country_value_added(w)
    return (
        w.label(
            mask_boundary_regions(w, linkages.specialisation(own, country)), "region", note=WEIGHTED, missing=REFERENCE
        ),
        w.label(
            mask_boundary_regions(w, linkages.location_quotients(own, country)), "region", "industry", missing=REFERENCE
        ),
    )
