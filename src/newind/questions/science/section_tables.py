"""Tables of system 1 in depth: inputs, who could take over, what replacement needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.analyses.science.replacer import HOME, NOT_NAMED
from newind.analyses.science.substitution import leading_suppliers
from newind.charts.spans import format_range
from newind.language.words import join_list, mark
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.analyses.science.reliance import Dependence
    from newind.analyses.science.replacer import Replacer, Replacers
    from newind.analyses.science.substitution import Replacement, ReplacementOption
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import TableSection

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
