"""S4: what losing the costliest supplier or market costs, what exports hold, what foreign demand brings home."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.analyses.circulation.decomposition import export_terms
from newind.analyses.circulation.loops import demand_feedback
from newind.analyses.circulation.sides import value_by_group
from newind.charts.proofs import Bars, ChartRow, LossChart, Segments
from newind.errors import DataError
from newind.language.phrases import (
    digits_for,
    economy,
    format_bilingual_number,
    join_phrases,
    of_economy,
    share,
    shares,
)
from newind.messages import NOTHING, complete_text, message, message_group
from newind.questions.circulation.words import describe_loss
from newind.questions.depth.views import ask
from newind.questions.evidence import EvidenceRow, answer, risk_of_loss
from newind.questions.findings import Finding, finding
from newind.questions.science.findings_risks import answerable, by_horizon, can_simulate, loss_facts, loss_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.exposures import PartnerLoss
    from newind.analyses.losses import Loss
    from newind.measures.context import Context
    from newind.messages import Text

GROUP = "developed"
"""Partners that value per hour is compared with."""
ENOUGH = 0.8
"""Least part of the value whose hours must be known for a comparison."""
AGAIN = ("DDC", "FDC")
"""Parts that are counted more than once, hatched."""
SIDES = {"supply": "supplier", "market": "market"}
LARGEST = {"supply": "s4.largest_supplier_share", "market": "s4.largest_market_share"}
"""Indicator of the share of partners on each side."""
PARTS: dict[str, Text] = message_group("circulation.findings_risks.parts")
"""Parts that make up gross exports."""


@finding(system="s4")
def partner_losses(ctx: Context) -> Iterator[Finding]:
    """Report the cost of losing the supplier, and the market, whose loss costs most, where its range is not open."""
    if not can_simulate(ctx):
        return
    try:
        found = ask(ctx, "circulation.exposure", top=1).result
    except DataError:  # no named partner
        return
    first = {side: found.side(side)[0] for side in SIDES}
    losses = {side: p.loss for side, p in first.items() if p.loss is not None and np.isfinite(p.middle)}
    if len(losses) < len(SIDES):
        return
    for side, loss in losses.items():
        if loss.is_complete:
            row = replace(loss_row(first[side].partner, loss), label=_row_label(ctx, side, loss))
            yield _build_partner_finding(ctx, first[side], loss, LossChart((row,), everyone=NOTHING))


def _build_partner_finding(ctx: Context, p: PartnerLoss, loss: Loss, proof: LossChart) -> Finding:
    kind, size = risk_of_loss(loss.middle, loss.high)
    id_, share_id = f"s4.{SIDES[p.side]}_loss", LARGEST[p.side]
    part = ctx.details(share_id, "partner", ctx.year).get(p.partner, p.share_of_foreign)
    return answer(
        ctx,
        id_,
        (id_, share_id),
        describe_loss(economy(ctx, ctx.region), economy(ctx, p.partner), p.side, loss),
        proof,
        [
            *loss_facts(id_, loss, partner=p.partner),
            EvidenceRow(share_id, part, partner=p.partner),
        ],
        kind=kind,
        size=size,
        value=loss.middle,
        range=(loss.low, loss.high),
        detail=join_phrases(message(f"circulation.findings_risks.share.{p.side}", share=share(part)), by_horizon(loss)),
        status="simulated",
    )


def _row_label(ctx: Context, side: str, loss: Loss) -> Text:
    return message(f"circulation.findings_risks.without.{side}", name=economy(ctx, loss.cut.partners[0]))


@finding(system="s4")
def export_parts(ctx: Context) -> Iterator[Finding]:
    """Report the parts of gross exports, each dollar once."""
    if not answerable(ctx):
        return
    parts = compute_export_parts(ctx.w, ctx.region)
    total = sum(parts.values())
    if not total > 0:
        return
    shown = {k: v / total for k, v in parts.items()}
    used, foreign, again = shown["VAX"], shown["FVA"], shown["DDC"] + shown["FDC"]
    first, second, third, back = shares(used, foreign, again, shown["RDV"])
    owner = of_economy(ctx)
    yield answer(
        ctx,
        "s4.export_parts",
        ("s4.export_terms",),
        message(
            "circulation.findings_risks.export_parts.sentence",
            owner=owner,
            first=first,
            second=second,
            back=back,
            third=third,
        ),
        Segments(tuple(ChartRow(k, v, label=PARTS[k], hatched=k in AGAIN) for k, v in shown.items() if v > 0), "1"),
        [EvidenceRow("s4.export_terms", v, note=PARTS[k]["en"]) for k, v in shown.items()],
        kind="context",
        size=1.2,
        value=used,
        detail=message("circulation.findings_risks.export_parts.detail"),
    )


@memo
def compute_export_parts(w: Accounts, region: str) -> dict[str, float]:
    """Return the parts of a region's gross exports, million USD."""
    return {part: float(v[0]) for part, v in export_terms(w, exporter=region).by_exporter("group").items()}


@finding(system="s4")
def spillover(ctx: Context) -> Iterator[Finding]:
    """Report what a dollar of demand for exports brings home, and what part of a dollar of home demand goes abroad."""
    if not answerable(ctx):
        return
    rows_of = demand_feedback(ctx.w, ctx.region).multiplier_rows()
    found = {(r["demand"], r["effect"]): float(r["without"]) for r in rows_of}
    out, home = found["exports", "home_value_added"], found["home", "home_value_added"]
    loop = found["home", "by_way_of_abroad"]
    name = economy(ctx, ctx.region)
    labels: tuple[Text, ...] = (
        message("circulation.findings_risks.spillover.labels.exports"),
        message("circulation.findings_risks.spillover.labels.home"),
        message("circulation.findings_risks.spillover.labels.abroad"),
    )
    kinds = ("exports", "home", "abroad")
    rows = tuple(ChartRow(k, found[k, "home_value_added"], label=label) for k, label in zip(kinds, labels, strict=True))
    yield answer(
        ctx,
        "s4.spillover",
        ("s4.demand_multiplier",),
        message("circulation.findings_risks.spillover.sentence", name=name, home=_cents(home), out=_cents(out)),
        Bars(rows, focus="home", unit="1"),
        [EvidenceRow("s4.demand_multiplier", v, note=f"{d}: {e}") for (d, e), v in found.items() if np.isfinite(v)],
        kind="context",
        size=0.9,
        value=home,
        detail=join_phrases(
            message("circulation.findings_risks.spillover.loop", cents=_cents(loop)),
            message("circulation.findings_risks.spillover.without"),
        ),
    )


def _cents(value: float) -> Text:
    size = 100 * value
    digits = digits_for([size])
    said = format_bilingual_number(size, min(digits, 1))
    return message("circulation.findings_risks.cents", said=said)


@finding(system="s4")
def division(ctx: Context) -> Iterator[Finding]:
    """Report earnings per hour on both sides of trade with developed economies, and how much of them is seen."""
    if not answerable(ctx):
        return
    try:
        found = value_by_group(ctx.w if len(ctx.accounts) == 1 else Panel(ctx.accounts), ctx.region)
    except DataError:
        return
    sides = {s.code: s for s in found.sides}
    rows: dict[str, Any] = {r["group"]: SimpleNamespace(**r) for r in found.exchange_rows()}
    row, side = rows.get(GROUP), sides.get(GROUP)
    if row is None or side is None or not np.isfinite(row.quotient) or row.hours_known < ENOUGH:
        return
    mine, theirs = (format_bilingual_number(float(v), 1) for v in (row.region_earns, row.group_earns))
    seen, name = share(side.seen_gdp), economy(ctx, ctx.region)
    bars = tuple(
        ChartRow(r.group, float(r.group_earns), other=None, label=complete_text({"zh": r.label_zh}, r.label_en))
        for r in rows.values() if np.isfinite(r.group_earns) and r.hours_known >= ENOUGH
    )  # fmt: skip
    own = ChartRow(ctx.region, float(row.region_earns))
    yield answer(
        ctx,
        "s4.division",
        ("s4.value_per_hour",),
        message(
            "circulation.findings_risks.division.sentence",
            name=name,
            mine=mine,
            year=found.year,
            theirs=theirs,
        ),
        Bars((own, *bars), focus=ctx.region, unit="USD/hour"),
        [
            EvidenceRow("s4.value_per_hour", float(row.region_earns), year=found.year, note=f"own hour for {GROUP}"),
            EvidenceRow("s4.value_per_hour", float(row.group_earns), year=found.year, note=f"hour of {GROUP}"),
        ],
        kind="constraint" if row.quotient > 1 else "strength",
        size=1.1,
        value=float(row.quotient),
        unit="times",
        detail=join_phrases(
            message("circulation.findings_risks.division.quotient"),
            message("circulation.findings_risks.division.seen", seen=seen),
        ),
        year=found.year,
    )
