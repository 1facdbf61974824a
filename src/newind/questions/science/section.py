"""System 1 in depth: what an economy depends on, who could replace it, and whose knowledge it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.analyses.science.alternatives import replacers
from newind.charts.proofs import Frontier, FrontierStep, LossChart
from newind.language.phrases import plain_share
from newind.language.scales import mark
from newind.language.words import cardinal
from newind.questions.depth.amounts import build_simulated_figures, labels, losses
from newind.questions.depth.voice import words
from newind.questions.model import Block, DepthSection
from newind.questions.science import section_knowledge, section_tables
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
    from newind.analyses.science.substitution import Replacement
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection

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
    return Block(cards=(card,), tables=(section_tables.inputs(voice, shown, refs),), wide=True)


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
        yield Block(tables=(section_tables.needs(voice, plans),))


def _takers(voice: SystemWording, first: Dependence) -> TableSection | None:
    title = voice.say("takes-over", seller=voice.name(first.supplier), input=voice.join_industries(first.input))
    made = voice.make_or_log(title, lambda: replacers(voice.w, voice.ctx.region, first.input, first.supplier))
    return None if made is None else section_tables.takers(voice, made, title)


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
