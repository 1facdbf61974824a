"""Computations from an assumed event: shortages day by day, growth of partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.charts.proofs import ChangeRanges, ChartRow, Curve
from newind.language.phrases import plain_share
from newind.language.words import in_brackets, scale_of
from newind.questions.depth.parts import build_simulated_figures
from newind.questions.depth.views import ask, make_card
from newind.questions.model import Block
from newind.questions.science.findings_risks import compute_dependence_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.language.words import Scale
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow

LASTING, FOLLOWED = 90, 150
"""Days that an input is missing, and days that are followed."""
GROWTH = 0.01
"""Rise of productivity, and of demand, of one partner at a time."""
SHOWN = 8
"""Partners whose growth is shown."""
ORIGINS = ("pooled", "separate")


def _ask_shortages(voice: SystemWording) -> tuple[Answer, ...]:
    """Return what the costliest pair of an input and a supplier costs day by day, with and without other origins.

    Empty where no such pair is known.
    """
    ctx = voice.ctx
    pairs = compute_dependence_list(ctx.w, ctx.region).suppliers
    pair = next((e for e in pairs if e.loss and e.loss.middle == e.loss.middle), None)
    if pair is None:
        return ()
    asked = {"input": pair.input, "supplier": pair.supplier, "days": FOLLOWED, "lasting": LASTING}
    return tuple(ask(ctx, "circulation.shortage", **asked, origins=o) for o in ORIGINS)


def _ask_growth(voice: SystemWording) -> Answer | None:
    """Return what growth of every other economy brings."""
    told: Answer | None = voice.make_or_log(
        voice.kick("gains"), lambda: ask(voice.ctx, "circulation.growth", growth=GROWTH)
    )
    return told


def blocks(voice: SystemWording) -> Iterator[Block]:
    """Yield the cards of shocks in a row, then growth of partners."""
    cards = tuple(_days(voice))
    if cards:
        yield Block(cards=cards)
    grown = _gains(voice)
    if grown is not None:
        yield grown


# ---- day by day
def _days(voice: SystemWording) -> Iterator[Card]:
    """Yield a curve for each end of what users can take instead."""
    for told in voice.make_or_log(voice.kick("pooled"), lambda: _ask_shortages(voice)) or ():
        p = told.result
        days = p.curve()
        low, middle, high = (tuple((100 * (1 - days[k])).tolist()) for k in ("high", "middle", "low"))
        proof = Curve(tuple(days["day"].astype(float)), low, middle, high, (0.0, float(p.lasting)))
        yield make_card(voice, p.origins, told, proof, headline=2)


# ---- growth of partners
def _gains(voice: SystemWording) -> Block | None:
    told = _ask_growth(voice)
    if told is None or not told.lead:
        return None
    frame = _select_others(voice, told).sort_values("value_added", ascending=False, kind="stable")
    named = frame["named"] & (frame["direction"] != "unknown")
    shown, rest = frame[named].head(SHOWN), frame[~frame["named"]]
    bars = tuple(ChartRow(r["grower"], float(r["real_income"]),
                          (float(r["real_income_low"]), float(r["real_income_high"])))
                 for r in shown.to_dict("records"))  # fmt: skip
    card = make_card(voice, "gains", told, ChangeRanges(bars, "1", "higher"), before=voice.say("gains-note"))
    scale = scale_of(frame["value_added"], voice.w.unit, voice.lang)
    rows = [_format_growth_row(voice, r, scale) for part in (shown, rest) for r in part.to_dict("records")]
    lead = voice.say("growing-lead", growth=plain_share(GROWTH))
    return Block(cards=(card,), tables=(voice.table("growing", voice.say("growing"), rows, lead=lead, refs=card.refs,
                                                    texts=(0, 3)),))  # fmt: skip


def _select_others(voice: SystemWording, told: Answer) -> Any:
    return told.result[told.result["grower"] != voice.ctx.region]


def _format_growth_row(voice: SystemWording, row: dict[Any, Any], scale: Scale) -> tuple[str, ...]:
    """Return what growth of one economy brings; an aggregate is marked as not named."""
    lang = voice.lang
    who = voice.label_economy(row["grower"])
    if not row["named"]:
        who = in_brackets(who, voice.phrase("not-named").lower(), lang)
    return (
        who,
        scale.text(row["value_added"]),
        voice.ends(row["real_income_low"], row["real_income_high"]),
        voice.word("directions", row["direction"]),
        voice.ends(row["terms_of_trade_low"], row["terms_of_trade_high"]),
    )


# ---- figures
def figures(voice: SystemWording) -> Iterator[MeasureRow]:
    """Yield what shortages and growth of partners cost and bring."""
    for told in voice.make_or_log(voice.kick("pooled"), lambda: _ask_shortages(voice)) or ():
        p = told.result
        code, seller, s = p.event.industries[0], p.event.partners[0], p.loss
        name = f"{p.lasting} days, {p.origins}"
        yield from build_simulated_figures(
            voice, "s4.propagation", name, s.low, s.middle, s.high, industry=code, partner=seller
        )
    grown = _ask_growth(voice)
    for r in _select_others(voice, grown).to_dict("records") if grown is not None else ():
        ends = (r["real_income_low"], r["real_income"], r["real_income_high"])
        yield from build_simulated_figures(voice, "s4.growth_effects", "growth", *ends, partner=r["grower"])
