"""System 1 in depth: dependence and replacement, knowledge, and their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.analyses.science.alternatives import replacers
from newind.analyses.science.replacer import HOME, NOT_NAMED
from newind.analyses.science.substitution import leading_suppliers
from newind.charts.proofs import LossChart
from newind.charts.spans import format_range
from newind.language.words import join_list, mark
from newind.messages import message
from newind.questions.depth.parts import build_simulated_figures, labels, losses
from newind.questions.depth.views import make_card
from newind.questions.depth.voice import words
from newind.questions.model import Block, DepthSection
from newind.questions.science import section_knowledge
from newind.questions.science.answers import known_losses, tell_dependence
from newind.questions.science.findings_risks import (
    ask_replacement,
    compute_dependence_list,
    draw_steps,
    loss_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.analyses.science.reliance import Dependence, DependenceList
    from newind.analyses.science.replacer import Replacer, Replacers
    from newind.analyses.science.substitution import Replacement, ReplacementOption
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection


TAKERS = 6
"""Who could take over, as many as are shown."""


def inputs(voice: SystemWording, shown: Sequence[Dependence], refs: tuple[int, ...]) -> TableSection:
    """Return the inputs with their largest named suppliers, the loss, the bottleneck and how the two compare."""
    rows = [_input(voice, e) for e in shown]
    title = message("science.section_tables.inputs.title.costliest_with_suppliers")[voice.lang]
    note = voice.say("inputs-table-note", regions=voice.w.R)
    return voice.table("inputs", title, rows, note=note, refs=refs, texts=(0, 2, 6))


def _input(voice: SystemWording, e: Dependence) -> tuple[str, ...]:
    assert e.loss is not None  # chosen for it
    against = e.bottleneck_exceeds or ("within" if e.loss.is_complete or e.bottleneck <= e.loss.high else "open")
    return (
        voice.industry(e.input),
        voice.share(e.share),
        _sellers(voice, e.input),
        voice.share(e.unnamed_share),
        voice.loss(e.loss),
        voice.share(e.bottleneck),
        voice.say(against).lower() if voice.lang != "zh" else voice.say(against),
    )


def _sellers(voice: SystemWording, code: str) -> str:
    """Return the named economies that sell most of an input, with their shares."""
    found = leading_suppliers(voice.w, voice.ctx.region, code)
    gap = mark("gap", voice.lang)
    named = [f"{voice.label_economy(c)}{gap}{voice.share(v)}" for c, v in found.items()]
    return join_list(named, voice.lang) or voice.say("none")


def takers(voice: SystemWording, made: Replacers, title: str) -> TableSection:
    """Return who could take over from a supplier, those who gain most first, what is not named last."""
    named = [x for x in made.replacers if x.level != NOT_NAMED][:TAKERS]
    rest = [x for x in made.replacers if x.level == NOT_NAMED]
    price, loss = made.price, made.loss.stated_ranges
    lead = voice.then(
        "takes-over-lead",
        share=voice.share(made.lost_share),
        price=voice.span(price["short"]),
        loss=voice.span(loss["short"]),
        later=voice.span(price["long"]),
        less=voice.span(loss["long"]),
    )
    rows = [_taker(voice, x) for x in (*named, *rest)]
    return voice.table(
        "takes-over", title, rows, lead=lead, note=voice.say("takes-over-note"), refs=(voice.own("s1.replacers"),)
    )


def _taker(voice: SystemWording, x: Replacer) -> tuple[str, ...]:
    who = voice.say("not-named") if x.level == NOT_NAMED else voice.label_economy(x.economy)
    return (
        voice.say("itself", name=who) if x.level == HOME else who,
        voice.share(x.share),
        *(voice.points(x.gain[h].low, x.gain[h].high) for h in ("short", "medium")),
        voice.number(x.spare, 1),
        voice.ends(x.gap.low, x.gap.high),
        voice.number(x.price_level, 2),
    )


def needs(voice: SystemWording, plans: Replacement) -> TableSection:
    """Return what each replacement needs, costs and saves, as ranges."""
    note = voice.say(
        "needs-note",
        horizon=voice.word("horizons", plans.horizon),
        loss=voice.word("horizons", plans.loss_horizon),
    )
    refs = (
        *voice.find_source_numbers("s1.replacement"),
        voice.own("s1.replacement_saved"),
        voice.own("s1.replacement_subsidy"),
    )
    rows = (tuple(_need(voice, o)) for o in plans.options)
    return voice.table("needs", voice.say("needs"), rows, note=note, refs=refs, texts=(0, 1))


def _need(voice: SystemWording, o: ReplacementOption) -> Iterator[str]:
    """Yield the cells of a row; what is not reached in some case says so."""
    yield voice.industry(o.input)
    first, alike = voice.label_economy(o.suppliers[0]), leading_suppliers(voice.w, voice.ctx.region, o.input)
    yield first if len(alike) == 1 else voice.phrase("one-of", name=first)
    first, aim = voice.share(o.share), voice.share(o.target)
    yield f"{first} → {aim}" if voice.lang != "zh" else f"{first}→{aim}"
    yield voice.span(o.span("subsidy")) if o.note == "reached" else voice.say(o.note)
    bill, cost = o.span("bill"), o.span("cost")
    yield (
        format_range(bill.low, bill.high, voice.lang, unit=voice.w.unit) if bill.low == bill.low else voice.say("none")
    )
    yield voice.span(cost, flip=True)
    for name in ("loss", "left", "saved"):
        yield voice.span(o.span(name))


TOP = 10
"""Inputs that are shown."""


def science_section(voice: SystemWording) -> DepthSection:
    """Return the section of an economy whose accounts can tell."""
    w, region = voice.w, voice.ctx.region
    found, told = compute_dependence_list(w, region), ask_replacement(voice.ctx)
    parts = [_inputs(voice, found), *_replacing(voice, found, told), section_knowledge.block(voice)]
    blocks = tuple(b for b in parts if b is not None)
    figures = (*_figures(voice, found, told.result), *section_knowledge.figures(voice))
    return DepthSection(
        title=voice.word("titles", "s1"),
        lead=voice.say("lead-s1", name=voice.name(), year=w.year),
        id="depth-s1",
        cards=tuple(c for b in blocks for c in b.cards),
        tables=tuple(t for b in blocks for t in b.tables),
        methods=(voice.say("losses-method"), *section_knowledge.lines(voice), voice.say("products"), *voice.left),
        command=f"newind diagnose {region} --system s1",
        again=str(words()["again"][voice.lang]),
        figures=figures,
        labels=labels(figures, voice.lang),
        topic="s1",
        blocks=blocks,
    )


# ---- what it depends on
def _inputs(voice: SystemWording, found: DependenceList) -> Block | None:
    """Return the inputs whose loss costs most, none where no loss is known."""
    shown = known_losses(found)[:TOP]
    if not shown:
        return None
    rows = tuple(loss_row(e.input, e.loss, e.bottleneck) for e in shown if e.loss)
    told = tell_dependence(voice.w, found)
    card = make_card(voice, "inputs", told, LossChart(rows), slice(2), notes=-3 - bool(found.failed),
                     before=voice.say("inputs-note"))  # fmt: skip
    return Block(cards=(card,), tables=(inputs(voice, shown, card.refs),))


# ---- who and what could replace it
def _replacing(voice: SystemWording, found: DependenceList, told: Answer) -> Iterator[Block]:
    """Yield what making inputs at home takes, beside who could take over from the costliest single supplier."""
    first = next((e for e in found.suppliers if e.loss and e.loss.middle == e.loss.middle), None)
    card = make_card(voice, "home", told, draw_steps(told.result.curve_rows()), notes=2) if told.lead else None
    takers = None if first is None else _takers(voice, first)
    if card is not None or takers is not None:
        yield Block(cards=() if card is None else (card,), tables=() if takers is None else (takers,))
    if told.result.options:
        yield Block(tables=(needs(voice, told.result),))


def _takers(voice: SystemWording, first: Dependence) -> TableSection | None:
    title = voice.say("takes-over", seller=voice.name(first.supplier), input=voice.join_industries(first.input))
    made = voice.make_or_log(title, lambda: replacers(voice.w, voice.ctx.region, first.input, first.supplier))
    return None if made is None else takers(voice, made, title)


# ---- figures
def _figures(voice: SystemWording, found: DependenceList, plans: Replacement) -> Iterator[MeasureRow]:
    for e in found.inputs:
        if e.loss is not None:
            yield from losses(voice, "s1.input_loss", e.loss, e.input)
    for e in found.suppliers:
        if e.loss is not None:
            yield from losses(voice, "s1.supplier_loss", e.loss, e.input, e.supplier)
    names = {"cost": "s1.replacement", "saved": "s1.replacement_saved", "subsidy": "s1.replacement_subsidy"}
    for option in plans.options:
        for name, id in names.items():
            s = option.span(name)
            yield from build_simulated_figures(voice, id, "replacement", s.low, s.middle, s.high, industry=option.input)
