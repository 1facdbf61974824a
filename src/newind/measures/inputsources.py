"""Where inputs come from: the region itself, the rest of its country, abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels.blocks import by_scope
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.registry import indicator
from newind.measures.shared import (
    BOUGHT,
    FOREIGN,
    NATIONAL,
    by_region,
    compute_inputs_by_buyer,
    mask_boundary_regions,
    mask_unknown_scopes,
    unknown_scope,
)

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

HUMMELS = "Hummels, Ishii & Yi (2001), Journal of International Economics 54, 75"
MENG = "Meng, Fang, Guo & Zhang (2017), Economic Systems Research 29(1), 48"
BY_INPUT = "by input, whoever in the region buys it"


@memo
def content(w: Accounts) -> Array:
    """Value in a unit of a region's products by where it was added: itself, its country, abroad; (3, R, S)."""
    value = shared.origin(w).reshape(w.R, w.R, w.S).transpose(1, 0, 2)
    known = np.where(by_region(w, w.x) > 0, mask_unknown_scopes(w)[:, :, None], np.nan)
    return by_scope(value, shared.scope(w)) * known


@memo
def inputs(w: Accounts) -> Array:
    """Inputs that a region's industries buy, by where and by what they are; (3, R, S), money."""
    return by_scope(compute_inputs_by_buyer(w).transpose(2, 0, 1), shared.scope(w)) * mask_unknown_scopes(w)[:, :, None]


def _content(w: Accounts, kind: int) -> tuple[Labelled, ...]:
    share, x = content(w)[kind], by_region(w, w.x)
    alone = np.isnan(mask_unknown_scopes(w)[kind])
    total = np.where(alone, np.nan, ratio(np.where(x > 0, share * x, 0.0).sum(axis=1), x.sum(axis=1)))
    note, missing = BOUGHT if w.boundary else "", unknown_scope(w, kind, "no output")
    return (
        w.label(mask_boundary_regions(w, total), "region", note=note, missing=missing),
        w.label(mask_boundary_regions(w, share), "region", "industry", note=note, missing=missing),
    )


def _inputs(w: Accounts, kind: int) -> tuple[Labelled, ...]:
    part, every = inputs(w)[kind], compute_inputs_by_buyer(w).sum(axis=0).T
    missing = unknown_scope(w, kind, "no inputs bought")
    return (
        w.label(mask_boundary_regions(w, ratio(part.sum(axis=1), every.sum(axis=1))), "region", missing=missing),
        w.label(mask_boundary_regions(w, ratio(part, every)), "region", "industry", note=BY_INPUT, missing=missing),
    )


@indicator(
    id="s1.input_dependence_national",
    dims=("region", "industry"),
    clause="3.1.i",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("parts",),
    formula="Σ_p v_p B_pj over other regions p of the country; total weighted by output x_sj",
    source=MENG,
)
def input_dependence_national(w: Accounts) -> tuple[Labelled, ...]:
    """Value added by other regions of the country in a unit of the region's products, along the whole chain."""
    return _content(w, NATIONAL)


@indicator(
    id="s1.input_dependence_foreign",
    dims=("region", "industry"),
    clause="3.1.i",
    unit="1",
    better="lower",
    bounds=(0, 1),
    formula="Σ_q v_q B_qj over regions q of other countries; total weighted by output x_sj",
    source=HUMMELS,
)
def input_dependence_foreign(w: Accounts) -> tuple[Labelled, ...]:
    """Value added abroad in a unit of the region's products, along the whole chain."""
    return _content(w, FOREIGN)


@indicator(
    id="s1.input_source_national",
    dims=("region", "industry"),
    clause="3.1.i",
    unit="1",
    better="none",
    bounds=(0, 1),
    needs=("parts",),
    formula="Σ_p z_pi,s / Σ_q z_qi,s over other regions p of the country, any region q; detail by input i",
    source=MENG,
)
def input_source_national(w: Accounts) -> tuple[Labelled, ...]:
    """Part of the inputs that a region's industries buy from other regions of its country, by input."""
    return _inputs(w, NATIONAL)


@indicator(
    id="s1.input_source_foreign",
    dims=("region", "industry"),
    clause="3.1.i",
    unit="1",
    better="none",
    bounds=(0, 1),
    formula="Σ_q z_qi,s / Σ_p z_pi,s over regions q of other countries, any region p; detail by input i",
    source=HUMMELS,
)
def input_source_foreign(w: Accounts) -> tuple[Labelled, ...]:
    """Part of the inputs that a region's industries buy abroad, by input."""
    return _inputs(w, FOREIGN)
