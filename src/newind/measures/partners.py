"""From how few an economy buys, to how few it sells, and what an hour worked for each earns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels import dependence
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exports import compute_output_by_demand, market_shares, markets, supplier_shares
from newind.measures.registry import indicator
from newind.measures.shared import NOT_USD, million_usd

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

JOHNSON = "Johnson & Noguera (2012), Journal of International Economics 86, 224"
HIRSCHMAN = "Hirschman (1964), American Economic Review 54(5), 761"


@indicator(
    id="s4.supplier_hhi",
    dims=("industry", "region"),
    clause="2.3.open",
    unit="1",
    display="ratio",
    better="lower",
    bounds=(0, 1),
    needs=("closed", "observed"),
    formula="Σ_r s_r² over named foreign suppliers r of input i",
    source=HIRSCHMAN,
    detail=True,
)
def supplier_hhi(w: Accounts) -> tuple[Labelled, ...]:
    """Concentration of named foreign suppliers of an economy's inputs, in all and by input."""
    supplies = dependence.supplies(w.Z4)[w.regions.named]
    note = "named suppliers only; what others supply is s4.unnamed_supplier_share"
    missing = "no imports from a named supplier"
    return (
        w.label(dependence.hhi(supplies.sum(axis=1), axis=0), "region", note=note, missing=missing),
        w.label(dependence.supplier_hhi(w.Z4, w.regions.named), "industry", "region", note=note, missing=missing),
    )


@indicator(
    id="s4.unnamed_supplier_share",
    dims=("industry", "region"),
    clause="2.3.open",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("closed", "observed"),
    formula="imports of inputs from aggregates / imports of inputs",
    source=HIRSCHMAN,
    detail=True,
)
def unnamed_supplier_share(w: Accounts) -> tuple[Labelled, ...]:
    """Share of imported inputs that come from aggregates such as the rest of the world, in all and by input."""
    total = dependence.supplies(w.Z4).sum(axis=1)
    return (
        w.label(ratio(total[~w.regions.named].sum(axis=0), total.sum(axis=0)), "region", missing="no imported inputs"),
        w.label(dependence.unnamed_share(w.Z4, w.regions.named), "industry", "region", missing="not imported"),
    )


def _largest(w: Accounts, shares: Array) -> Array:
    """Return the largest share of a named partner; (R,), NaN where none is known."""
    named = np.where(w.regions.named, shares, np.nan)
    return np.asarray(np.fmax.reduce(named, axis=1))


@indicator(
    id="s4.largest_supplier_share",
    detail=True,
    dims=("region", "partner"),
    clause="2.3.open",
    unit="1",
    better="lower",
    bounds=(0, 1),
    needs=("closed", "observed"),
    formula="max_r s_r over named suppliers; by partner s_r of all imported inputs",
    source=HIRSCHMAN,
)
def largest_supplier_share(w: Accounts) -> tuple[Labelled, ...]:
    """Share of the largest named supplier in imported inputs; by partner each one's share."""
    shares = supplier_shares(w)
    return (
        w.label(_largest(w, shares), "region", missing="no imported inputs"),
        w.label(shares, "region", "partner", missing="no imported inputs", note="share of the partner"),
    )


@indicator(
    id="s4.market_hhi",
    dims=("region", "industry"),
    clause="2.3.open",
    unit="1",
    display="ratio",
    better="lower",
    bounds=(0, 1),
    needs=("closed", "observed"),
    formula="Σ_r m_r² over named economies r that absorb value added v_s B Y_r",
    source=HIRSCHMAN,
    detail=True,
)
def market_hhi(w: Accounts) -> tuple[Labelled, ...]:
    """Concentration of the named economies that absorb an economy's exported value added, in all and by industry."""
    named = markets(w)[:, :, w.regions.named]
    note = "named economies only"
    missing = "nothing absorbed by a named economy"
    return (
        w.label(dependence.hhi(named.sum(axis=1)), "region", note=note, missing=missing),
        w.label(dependence.hhi(named), "region", "industry", note=note, missing=missing),
    )


@indicator(
    id="s4.largest_market_share",
    detail=True,
    dims=("region", "partner"),
    clause="2.3.open",
    unit="1",
    better="lower",
    bounds=(0, 1),
    needs=("closed", "observed"),
    formula="max_r v_s B Y_r / Σ_{r≠s} v_s B Y_r over named economies; by partner each one's share",
    source=JOHNSON,
)
def largest_market_share(w: Accounts) -> tuple[Labelled, ...]:
    """Share of the largest named economy in the value added absorbed abroad; by partner each one's share."""
    shares = market_shares(w)
    return (
        w.label(_largest(w, shares), "region", missing="no value added exported"),
        w.label(shares, "region", "partner", missing="no value added exported", note="share of the partner"),
    )


@indicator(
    id="s4.value_per_hour_by_partner",
    dims=("region", "partner"),
    clause="3.4.iv",
    unit="USD/hour",
    better="higher",
    needs=("satellite:hours", "closed"),
    formula="v_s B_s Y_p / (h_s B_s Y_p), h hours per unit of output; total over p ≠ s",
    source="Timmer, Los, Stehrer & de Vries (2013), Economic Policy 28(76), 613",
)
def value_per_hour_by_partner(w: Accounts) -> tuple[Labelled, ...]:
    """Value added per hour worked for foreign demand, and for the demand of each partner (and at home)."""
    hours = (w.intensity("hours")[:, None] * compute_output_by_demand(w)).reshape(w.R, w.S, w.R).sum(axis=1)
    value = shared.compute_absorption(w).reshape(w.R, w.S, w.R).sum(axis=1) * million_usd(w.unit)
    abroad = ~np.eye(w.R, dtype=bool)
    note = "USD of the year; hours at the average of each industry"
    missing = f"no hours of this economy in {w.year}" if np.isfinite(million_usd(w.unit)) else NOT_USD
    total = ratio(np.where(abroad, value, 0.0).sum(axis=1), np.where(abroad, hours, 0.0).sum(axis=1))
    return (
        w.label(total, "region", note=note, missing=missing),
        w.label(ratio(value, hours), "region", "partner", note=note, missing=missing),
    )
