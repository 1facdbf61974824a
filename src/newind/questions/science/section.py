"""System 1 in depth: dependence and replacement, knowledge, and their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.analyses.science.alternatives import replacers
from newind.analyses.science.replacer import HOME, NOT_NAMED
from newind.analyses.science.substitution import leading_suppliers
from newind.charts.proofs import Frontier, FrontierStep, LossChart
from newind.charts.spans import format_range
from newind.language.phrases import plain_share
from newind.language.words import cardinal, join_list, mark
from newind.messages import message
from newind.questions.depth.parts import build_simulated_figures, labels, losses
from newind.questions.depth.voice import words
from newind.questions.model import Block, DepthSection
from newind.questions.science import section_knowledge
from newind.questions.science.findings_risks import (
    CHANCE,
    compute_dependence_list,
    compute_replacement,
    has_full_range,
    loss_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.analyses.science.reliance import Dependence, DependenceList
    from newind.analyses.science.replacer import Replacer, Replacers
    from newind.analyses.science.substitution import Replacement, ReplacementOption
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection


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
    against = e.bottleneck_exceeds or ("open" if e.loss.failed and e.bottleneck > e.loss.high else "within")
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
    price, loss = made.price, made.loss.horizons
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
NAMED = 3
"""Inputs that the sentence names."""
EXTREME = 0.5
"""Upper end of a loss, as a share of real income, from which on it says that production all but stops."""
MATERIAL = 0.01
"""Share of real income from which on a loss is counted."""


def science_section(voice: SystemWording) -> DepthSection:
    """Return the section of an economy whose accounts can tell."""
    w, region = voice.w, voice.ctx.region
    found, plans = compute_dependence_list(w, region), compute_replacement(w, region)
    parts = [_inputs(voice, found), *_replacing(voice, found, plans), section_knowledge.block(voice)]
    blocks = tuple(b for b in parts if b is not None)
    figures = (*_figures(voice, found, plans), *section_knowledge.figures(voice))
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
    looked = [e for e in found.inputs if e.loss is not None and e.loss.middle == e.loss.middle]
    if not looked:
        return None
    shown = looked[:TOP]
    sentence = voice.say(
        "inputs",
        name=voice.name(),
        first=voice.join_industries(*(e.input for e in shown[:NAMED])),
        n=len(looked),
        k=sum(e.loss.high >= MATERIAL for e in looked if e.loss),
    )
    rows = tuple(loss_row(e.input, e.loss, e.bottleneck) for e in shown if e.loss)
    refs = voice.find_source_numbers("s1.input_loss", "s1.bottleneck")
    card = voice.card("inputs", sentence, LossChart(rows), _format_inputs_note(voice, found, shown), refs)
    return Block(cards=(card,), tables=(inputs(voice, shown, refs),), wide=True)


def _format_inputs_note(voice: SystemWording, found: DependenceList, shown: Sequence[Dependence]) -> str:
    """Return how inputs are ranked, what the bottleneck is, and for which some cases have no equilibrium."""
    open_ = [e.input for e in shown if e.loss and e.loss.failed]
    failed = voice.say("failed", what=voice.join_industries(*open_)) if open_ else ""
    extreme = any(has_full_range(e) and e.loss and e.loss.high >= EXTREME for e in shown)
    said = [failed, voice.say("inputs-extreme", least=plain_share(EXTREME)) if extreme else ""]
    rest = mark("gap", voice.lang).join(t for t in said if t)
    return voice.say("inputs-note", threshold=plain_share(found.threshold), failed=rest)


# ---- who and what could replace it
def _replacing(voice: SystemWording, found: DependenceList, plans: Replacement) -> Iterator[Block]:
    """Yield what making inputs at home takes, beside who could take over from the costliest single supplier."""
    first = next((e for e in found.suppliers if e.loss and e.loss.middle == e.loss.middle), None)
    card, takers = _plan(voice, plans), None if first is None else _takers(voice, first)
    if card is not None or takers is not None:
        yield Block(cards=() if card is None else (card,), tables=() if takers is None else (takers,))
    if plans.options:
        yield Block(tables=(needs(voice, plans),))


def _takers(voice: SystemWording, first: Dependence) -> TableSection | None:
    title = voice.say("takes-over", seller=voice.name(first.supplier), input=voice.join_industries(first.input))
    made = voice.make_or_log(title, lambda: replacers(voice.w, voice.ctx.region, first.input, first.supplier))
    return None if made is None else takers(voice, made, title)


def _plan(voice: SystemWording, plans: Replacement) -> Card | None:
    """Return the curve of cost against risk removed, none where no replacement is known."""
    rows = plans.curve().to_dict("records")
    if not rows:
        return None
    steps = [FrontierStep(str(r["input"]), _ends(r, "cost"), _ends(r, "removed")) for r in rows]
    (low, _, high), removed = steps[-1].cost, steps[-1].removed
    sentence = voice.say(
        "home",
        n=voice.phrase("one-input" if len(steps) == 1 else "inputs-count", n=cardinal(len(steps), voice.lang)),
        what=voice.join_industries(*(s.code for s in steps)),
        removed=voice.ends(removed[0], removed[2]),
        cost=voice.ends(-high, -low),
    )
    note = voice.say("home-note", chance=plain_share(CHANCE))
    return voice.card("home", sentence, Frontier(tuple(steps), "1"), note, voice.find_source_numbers("s1.replacement"))


def _ends(row: dict[Any, Any], name: str) -> tuple[float, float, float]:
    return row[f"{name}_low"], row[f"{name}_middle"], row[f"{name}_high"]


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
