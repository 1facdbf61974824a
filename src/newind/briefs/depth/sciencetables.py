"""Tables of system 1 in depth: inputs, who could take over, what replacement needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.briefs.charts.spans import spanned
from newind.systems.science.reaching import leading_suppliers
from newind.systems.science.replacer import HOME, NOT_NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.briefs.depth.voice import Voice
    from newind.briefs.model import TableSection
    from newind.systems.science.reliance_list import Dependence
    from newind.systems.science.replacer import Replacer, Replacers
    from newind.systems.science.substitution import Option, Replacement

TAKERS = 6
"""Who could take over, as many as are shown."""


def inputs(voice: Voice, shown: Sequence[Dependence], refs: tuple[int, ...]) -> TableSection:
    """Return the inputs with their largest named suppliers, the loss, the bottleneck and how the two compare."""
    rows = [_input(voice, e) for e in shown]
    title = {"en": "The costliest inputs, and who sells them", "zh": "代价最大的投入及其来源"}[voice.lang]
    note = voice.say("inputs-table-note", regions=voice.w.R)
    return voice.table("inputs", title, rows, note=note, refs=refs, texts=(0, 2, 6))


def _input(voice: Voice, e: Dependence) -> tuple[str, ...]:
    assert e.loss is not None  # chosen for it
    against = e.bottleneck_exceeds or ("open" if e.loss.failed and e.bottleneck > e.loss.high else "within")
    return (
        voice.industry(e.input),
        voice.share(e.share),
        _sellers(voice, e.input),
        voice.share(e.unnamed_share),
        voice.loss(e.loss),
        voice.share(e.bottleneck),
        voice.say(against).lower() if voice.lang == "en" else voice.say(against),
    )


def _sellers(voice: Voice, code: str) -> str:
    """Return the named economies that sell most of an input, with their shares."""
    found = leading_suppliers(voice.w, voice.ctx.region, code)
    gap, comma = {"en": (" ", ", "), "zh": ("", "、")}[voice.lang]
    return comma.join(f"{voice.titled(c)}{gap}{voice.share(v)}" for c, v in found.items()) or voice.say("none")


def takers(voice: Voice, made: Replacers, title: str) -> TableSection:
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


def _taker(voice: Voice, x: Replacer) -> tuple[str, ...]:
    who = voice.say("not-named") if x.level == NOT_NAMED else voice.titled(x.economy)
    return (
        voice.say("itself", name=who) if x.level == HOME else who,
        voice.share(x.share),
        *(voice.points(x.gain[h].low, x.gain[h].high) for h in ("short", "medium")),
        voice.number(x.spare, 1),
        voice.ends(x.gap.low, x.gap.high),
        voice.number(x.price_level, 2),
    )


def needs(voice: Voice, plans: Replacement) -> TableSection:
    """Return what each replacement needs, costs and saves, as ranges."""
    note = voice.say(
        "needs-note",
        horizon=voice.word("horizons", plans.horizon),
        loss=voice.word("horizons", plans.loss_horizon),
    )
    refs = (*voice.known("s1.replacement"), voice.own("s1.replacement_saved"), voice.own("s1.replacement_subsidy"))
    rows = (tuple(_need(voice, o)) for o in plans.options)
    return voice.table("needs", voice.say("needs"), rows, note=note, refs=refs, texts=(0, 1))


def _need(voice: Voice, o: Option) -> Iterator[str]:
    """Yield the cells of a row; what is not reached in some case says so."""
    yield voice.industry(o.input)
    first, alike = voice.titled(o.suppliers[0]), leading_suppliers(voice.w, voice.ctx.region, o.input)
    yield first if len(alike) == 1 else voice.phrase("one-of", name=first)
    first, aim = voice.share(o.share), voice.share(o.target)
    yield f"{first} → {aim}" if voice.lang == "en" else f"{first}→{aim}"
    yield voice.span(o.span("subsidy")) if o.note == "reached" else voice.say(o.note)
    bill, cost = o.span("bill"), o.span("cost")
    yield spanned(bill.low, bill.high, voice.lang, unit=voice.w.unit) if bill.low == bill.low else voice.say("none")
    yield voice.span(cost, flip=True)
    for name in ("loss", "left", "saved"):
        yield voice.span(o.span(name))
