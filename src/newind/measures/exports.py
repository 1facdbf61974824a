"""Content of exports: domestic and foreign value added, and how much crosses more than one border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.kernels import valueadded
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exportparts import forward
from newind.measures.registry import indicator
from newind.measures.shared import home_note, mask_boundary_regions, notes

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array

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
    return _of_exports(w, shared.export_content(w).dva)


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
