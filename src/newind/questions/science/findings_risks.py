"""S1: cost of supply disruptions, needs of production at home, distance to the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.science.reliance import dependence_list
from newind.analyses.science.substitution import leading_suppliers
from newind.charts.proofs import Bars, ChartRow, Frontier, FrontierStep, LossChart, LossRow
from newind.errors import DataError
from newind.language.phrases import (
    economy,
    fine,
    industries,
    industry,
    join_phrases,
    of_economy,
    plain_share,
    share,
    shares,
)
from newind.language.words import mark
from newind.measures.bounds import refusal
from newind.messages import NOTHING, in_each, list_languages, message, message_group
from newind.questions.depth.views import ask
from newind.questions.evidence import EvidenceRow, answer, build_range_facts, risk_of_loss
from newind.questions.findings import Finding, discriminates, finding
from newind.questions.science.answers import LEAST, describe_loss, drop_little, has_full_range, list_distances, say_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss, Span
    from newind.analyses.science.chain import InnovationMix
    from newind.analyses.science.reliance import Dependence, DependenceList
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.answers import Answer

TOP = 20
"""Inputs that are looked at in full."""
SHOWN = 6
"""Inputs that the chart shows."""
SUPPLIERS = 3
"""Pairs of an input and a supplier that are looked at in full."""
HORIZONS: dict[str, Text] = message_group("science.findings_risks.horizons")
HALF, TWICE = 0.5, 2
"""Distance below which it is a constraint; bars at both ends of a chart."""
PROXY: Text = message("science.findings_risks.proxy")
AGAINST: dict[str, Text] = message_group("science.findings_risks.against")
"""Where the bottleneck estimate lies against the range of the equilibrium."""


def answerable(ctx: Context) -> bool:
    """Return whether partners can be distinguished: a closed table of economies whose flows are no estimate."""
    return ctx.w.closed and ctx.w.R > 1 and not ctx.province and not refusal(ctx.w) and ctx.is_named(ctx.region)


def can_simulate(ctx: Context) -> bool:
    """Return whether the model can and may be asked."""
    return ctx.model and answerable(ctx)


@memo
def compute_dependence_list(w: Accounts, region: str) -> DependenceList:
    """Return the dependence list of an economy, once for all findings and the brief."""
    return dependence_list(w, region, top=TOP, pairs=SUPPLIERS)


def ask_replacement(ctx: Context) -> Answer:
    """Return what replacing the costliest inputs would need."""
    inputs = [e.input for e in compute_dependence_list(ctx.w, ctx.region).inputs if has_full_range(e)][:SUPPLIERS]
    return ask(ctx, "science.replace", inputs=tuple(inputs))


def draw_steps(rows: list[dict[str, Any]]) -> Frontier:
    """Return the curve of cost against risk removed."""
    ends = ("low", "middle", "high")
    steps = ([r["input"], *(tuple(r[f"{name}_{e}"] for e in ends) for name in ("cost", "removed"))] for r in rows)
    return Frontier(tuple(FrontierStep(*step) for step in steps), "1")


def loss_row(code: str, loss: Loss, bottleneck: float | None = None, partners: tuple[str, ...] = ()) -> LossRow:
    """Return a row of the chart of losses."""
    spans = {h: (s.low, s.middle, s.high) for h, s in reversed(loss.statements.items())}
    return LossRow(code, spans, partners=partners, bottleneck=bottleneck, open=loss.open)


def by_horizon(loss: Loss) -> Text:
    """Return the range of each statement as a short line."""
    return join_phrases(*(_in_short(HORIZONS[h], drop_little(s)) for h, s in loss.stated_ranges.items()))


def _in_short(horizon: Text, s: Span) -> Text:
    if not s.high:
        return message("science.findings_risks.none_in", horizons=horizon)
    if not np.isfinite(s.high):
        return message("science.findings_risks.open_in", horizons=horizon, low=share(s.low))
    low, high = shares(s.low, s.high)
    return message("science.findings_risks.by_horizon", horizons=horizon, low=low, high=high)


@finding(system="s1")
def input_losses(ctx: Context) -> Iterator[Finding]:
    """Report the cost of losing the input whose loss costs most."""
    if not can_simulate(ctx):
        return
    found = compute_dependence_list(ctx.w, ctx.region)
    first = next((e for e in found.inputs if has_full_range(e)), None)
    if first is None or first.loss is None:
        return
    loss, stated = first.loss, format_bottleneck(first, found.threshold)
    kind, size = risk_of_loss(loss.middle, loss.high)
    yield answer(
        ctx,
        "s1.input_loss",
        ("s1.input_loss", "s1.bottleneck"),
        describe_loss(found, first),
        LossChart(tuple(loss_row(e.input, e.loss, e.bottleneck) for e in found.inputs[:SHOWN] if e.loss)),
        [fact for e in found.inputs if e.loss for fact in _input_facts(e, e.loss)],
        kind=kind,
        size=size,
        value=loss.middle,
        range=(loss.low, loss.high),
        detail=join_phrases(by_horizon(loss), stated, *_open(found, loss.middle), _describe_lower_end(first)),
        status="simulated",
    )


def _open(found: DependenceList, middle: float) -> tuple[Text, Text]:
    """Return the inputs without which some cases have no equilibrium: those that cost more with the figure, others."""
    losses = {e.input: e.loss.middle for e in found.inputs if e.loss is not None and not has_full_range(e)}
    more = [code for code, loss in losses.items() if loss > middle]
    names, rest = [industry(code) for code in more], industries(code for code in losses if code not in more)
    costly = in_each(
        lambda lang: mark("semicolon", lang).join(
            f"{n[lang]}{mark('gap', lang)}{share(losses[code])}" for n, code in zip(names, more, strict=True)
        )
    )
    costlier = message("science.findings_risks.open.costlier", names=costly)
    others: Text = message("science.findings_risks.open.others", rest=rest)
    return costlier if more else NOTHING, others if len(more) < len(losses) else NOTHING


def _describe_lower_end(e: Dependence) -> Text:
    """Return the users that keep an input because nobody else supplies them, empty where there is none."""
    if not e.left_out:
        return NOTHING
    names = industries(e.left_out)
    return message("science.findings_risks.lower_end", names=names)  # fmt: skip


def format_bottleneck(e: Dependence, threshold: float) -> Text:
    """Return the bottleneck estimate, its threshold, and where it lies against the range of the equilibrium."""
    rests, least, against = share(e.bottleneck), plain_share(threshold), AGAINST[e.bottleneck_exceeds]
    return message("science.findings_risks.bottleneck", rests=rests, least=least, against=against)


def _input_facts(e: Dependence, loss: Loss) -> list[EvidenceRow]:
    bottleneck = EvidenceRow("s1.bottleneck", e.bottleneck, industry=e.input)
    return [*loss_facts("s1.input_loss", loss, industry=e.input), bottleneck]


def loss_facts(id: str, loss: Loss, **rest: str | None) -> list[EvidenceRow]:
    """Return the rows of a loss at the medium horizon, without a high end where its range is open above."""
    span = loss.stated_ranges[loss.horizon]
    return [
        fact for fact in build_range_facts(id, span.low, span.middle, span.high, **rest) if fact.value == fact.value
    ]


@finding(system="s1")
def supplier_losses(ctx: Context) -> Iterator[Finding]:
    """Report the cost of losing one named supplier of one input, where that costs most."""
    if not can_simulate(ctx):
        return
    pairs = [e for e in compute_dependence_list(ctx.w, ctx.region).suppliers if has_full_range(e)]
    if not pairs:
        return
    first = pairs[0]
    loss = first.loss
    assert loss is not None  # chosen for it
    made, home, seller = industry(first.input), economy(ctx, ctx.region), economy(ctx, first.supplier)
    kind, size = risk_of_loss(loss.middle, loss.high)
    part = share(first.share_imports)
    yield answer(
        ctx,
        "s1.supplier_loss",
        ("s1.supplier_loss",),
        message(
            "science.findings_risks.supplier_losses.sentence", made=made, seller=seller, home=home, **say_ends(loss)
        ),
        LossChart(tuple(loss_row(e.input, e.loss, e.bottleneck, (e.supplier,)) for e in pairs if e.loss)),
        [
            f
            for e in pairs
            if e.loss
            for f in loss_facts("s1.supplier_loss", e.loss, industry=e.input, partner=e.supplier)
        ],
        kind=kind,
        size=size,
        value=loss.middle,
        range=(loss.low, loss.high),
        detail=join_phrases(message("science.findings_risks.supplier_losses.detail", part=part), by_horizon(loss)),
    )


@finding(system="s1")
def replacements(ctx: Context) -> Iterator[Finding]:
    """Report the cost of making a quarter of the costliest imported input at home, and the risk that this removes."""
    if not can_simulate(ctx):
        return
    found = ask_replacement(ctx).result
    chance = plain_share(found.probability)
    wanted = [e.input for e in compute_dependence_list(ctx.w, ctx.region).inputs if has_full_range(e)]
    known = {o.input: o for o in found.options if o.note == "reached" and np.isfinite(o.span("saved").middle)}
    option = next((known[code] for code in wanted if code in known), None)
    if option is None:
        return
    made, home, rival = industry(option.input), economy(ctx, ctx.region), economy(ctx, option.suppliers[0])
    cost, saved, rate = option.span("cost"), option.span("saved"), option.span("subsidy")
    spared, alike = _ends(saved.low, saved.high), len(leading_suppliers(ctx.w, ctx.region, option.input))
    way = "gains" if cost.high <= 0 else "costs" if cost.low >= 0 else "unclear"
    less, more = fine(cost.high, -cost.low)
    of: Text = NOTHING if alike == 1 else message("science.findings_risks.replacements.several")
    yield answer(
        ctx,
        "s1.replacement",
        ("s1.replacement",),
        message(
            f"science.findings_risks.replacements.{way}",
            made=made,
            home=home,
            paid=_ends(cost.low, cost.high),
            less=less,
            more=more,
            spared=spared,
        ),
        draw_steps(found.curve_rows()),
        _replacement_facts([option.to_dict() for option in found.options]),
        kind="context",
        size=1.5,
        value=cost.middle,
        range=(cost.low, cost.high),
        detail=join_phrases(
            message("science.findings_risks.replacements.subsidy", to=_to(rate.low, rate.high)),
            message("science.findings_risks.replacements.assumed", rival=rival, of=of, plain_share=chance),
        ),
    )


def _replacement_facts(rows: list[dict[str, Any]]) -> list[EvidenceRow]:
    return [
        fact
        for row in rows
        for fact in build_range_facts("s1.replacement", row["cost_low"], row["cost_middle"], row["cost_high"],
                            industry=str(row["input"]))
    ]  # fmt: skip


def _ends(low: float, high: float) -> Text:
    """Return a range of amounts without their sign."""
    first, last = sorted((abs(low), abs(high)))
    return _to(first, last)


def _to(low: float, high: float) -> Text:
    first, last = fine(low, high)
    return (
        dict.fromkeys(list_languages(), first)
        if first == last
        else message("science.findings_risks.to", first=first, last=last)
    )


@finding(system="s1")
def frontier(ctx: Context) -> Iterator[Finding]:
    """How far manufacturing is from the frontier, and how many of its industries are there."""
    if not answerable(ctx) or "rd_intensity" not in ctx.w.facts:
        return
    found = _mix(ctx)
    if found is None:
        return
    known = {str(row["industry"]): float(row["distance"]) for row in list_distances(found, ctx.w)}
    if len(known) < LEAST:
        return
    middle, low, high = (float(f(list(known.values()))) for f in (np.median, np.min, np.max))
    if not discriminates(known.values()):
        return
    own, there = of_economy(ctx), _at_frontier([v >= 1 for v in known.values()])
    bars = tuple(ChartRow(c, v) for c, v in known.items())
    yield answer(
        ctx,
        "s1.frontier",
        ("s1.frontier_gap",),
        message("science.findings_risks.frontier", year=found.year, own=own, share=share(middle), there=there),
        Bars(bars[:SHOWN] + bars[-SHOWN:] if len(bars) > TWICE * SHOWN else bars, focus=bars[-1].code, unit="1"),
        [EvidenceRow("s1.frontier_gap", v, industry=c, year=found.year) for c, v in known.items()],
        kind="constraint" if middle < HALF else "context",
        size=1.0,
        value=middle,
        range=(low, high),
        detail=PROXY,
        year=found.year,
    )


def _at_frontier(reached: Sequence[bool]) -> Text:
    """Return how many industries are at the frontier themselves; empty where it is the same for all."""
    if not discriminates(reached):
        return NOTHING
    number, of = sum(reached), len(reached)
    return message(
        "science.findings_risks.at_frontier", number=number, of=of, value="was" if number < TWICE else "were"
    )


def _mix(ctx: Context) -> InnovationMix | None:
    """Return the mix of the economy, None where research of it is not known."""
    try:
        found: InnovationMix = ask(ctx, "science.mix").result
    except DataError:
        return None
    return found
