"""Computations from an assumed event: shortages day by day, growth of partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.accounts.memo import memo
from newind.analyses.circulation.gains import growth_effects
from newind.analyses.circulation.shortrun import CAVEAT, propagation
from newind.analyses.losses import Cut
from newind.charts.proofs import ChangeRanges, ChartRow, Curve
from newind.language.phrases import plain_share
from newind.language.words import in_brackets, mark, scale_of
from newind.questions.depth.parts import build_simulated_figures
from newind.questions.model import Block
from newind.questions.science.findings_risks import compute_dependence_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.gains import GrowthEffects
    from newind.analyses.circulation.shortrun import Propagation
    from newind.language.words import Scale
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow

LASTING, FOLLOWED = 90, 150
"""Days that an input is missing, and days that are followed."""
GROWTH = 0.01
"""Rise of productivity, and of demand, of one partner at a time."""
SHOWN = 8
"""Partners whose growth is shown."""
PRINTED = 5e-4
"""Least loss that is printed, as a share: below it the range begins at none in words."""
ORIGINS = ("pooled", "separate")


@memo
def missing(w: Accounts, region: str) -> tuple[Propagation, ...]:
    """Return what the costliest pair of an input and a supplier costs day by day, with and without other origins.

    Empty where no such pair is known.
    """
    pair = next(
        (e for e in compute_dependence_list(w, region).suppliers if e.loss and e.loss.middle == e.loss.middle), None
    )
    if pair is None:
        return ()
    cut = Cut(region, (pair.supplier,), (pair.input,))
    return tuple(propagation(w, region, cut, FOLLOWED, lasting=LASTING, origins=o) for o in ORIGINS)


@memo
def growing(w: Accounts, region: str) -> GrowthEffects:
    """Return what growth of every other economy brings, once for both languages."""
    return growth_effects(w, [region], GROWTH, growing=[c for c in w.regions if c != region])


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
    w, region = voice.w, voice.ctx.region
    found = voice.make_or_log(voice.kick("pooled"), lambda: missing(w, region)) or ()
    for p in found:
        yield _course(voice, p)


def _course(voice: SystemWording, p: Propagation) -> Card:
    assert isinstance(p.event, Cut)  # of the pair
    said = {
        "sellers": voice.owner(p.event.partners[0]),
        "input": voice.join_industries(p.event.industries[0]),
        "lasting": p.lasting,
        "followed": p.days,
        "loss": _format_loss_range(voice, p.loss.low, p.loss.high),
        "middle": voice.share(p.loss.middle),
        "day": p.worst_day,
    }
    days = p.curve()
    low, middle, high = (tuple((100 * (1 - days[k])).tolist()) for k in ("high", "middle", "low"))
    proof = Curve(tuple(days["day"].astype(float)), low, middle, high, (0.0, float(p.lasting)))
    return voice.card(
        p.origins, voice.say(p.origins, **said), proof, CAVEAT[voice.lang], (voice.own("s4.propagation"),)
    )


def _format_loss_range(voice: SystemWording, low: float, high: float) -> str:
    """Return a range of losses; what is caught up with later, or too little to print, is no loss at its lower end."""
    return voice.ends(low, high) if low >= PRINTED else voice.phrase("at-most", high=voice.share(high))


# ---- growth of partners
def _gains(voice: SystemWording) -> Block | None:
    w, region = voice.w, voice.ctx.region
    found: GrowthEffects | None = voice.make_or_log(voice.kick("gains"), lambda: growing(w, region))
    if found is None:
        return None
    frame = found.table().sort_values("value_added", ascending=False, kind="stable")
    named = frame[frame["named"] & (frame["direction"] != "unknown")]
    if named.empty:
        return None
    counts, growth = named["direction"].value_counts(), plain_share(GROWTH)
    n = len(named)
    sentence = voice.say("gains", growth=growth, owner=voice.owner(), n=n, said=_directions(voice, counts, n))
    shown = named.head(SHOWN)
    bars = tuple(ChartRow(r["grows"], float(r["real_income"]),
                          (float(r["real_income_low"]), float(r["real_income_high"])))
                 for r in shown.to_dict("records"))  # fmt: skip
    note = voice.say("gains-note", horizon=voice.word("horizons", found.horizon))
    refs = (voice.own("s4.growth_effects"),)
    card = voice.card("gains", sentence, ChangeRanges(bars, "1", "higher"), note, refs)
    rest = frame[~frame["named"]]
    scale = scale_of(frame["value_added"], w.unit, voice.lang)
    rows = [_format_growth_row(voice, r, scale) for part in (shown, rest) for r in part.to_dict("records")]
    lead = voice.say("growing-lead", growth=growth)
    return Block(cards=(card,), tables=(voice.table("growing", voice.say("growing"), rows, lead=lead, refs=refs,
                                                    texts=(0, 3)),))  # fmt: skip


def _directions(voice: SystemWording, counts: Any, n: int) -> str:
    """Return with how many partners real income rises, falls, or may do either; nothing of none."""
    of = {k: int(counts.get(k, 0)) for k in ("gains", "loses", "unclear")}
    alike = next((k for k, v in of.items() if v == n), None)
    if alike is not None:
        return voice.phrase(f"{alike}-all")
    return mark("clause", voice.lang).join(voice.phrase(f"{k}-some", k=v) for k, v in of.items() if v)


def _format_growth_row(voice: SystemWording, row: dict[Any, Any], scale: Scale) -> tuple[str, ...]:
    """Return what growth of one economy brings; an aggregate is marked as not named."""
    lang = voice.lang
    who = voice.label_economy(row["grows"])
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
    w, region = voice.w, voice.ctx.region
    for p in voice.make_or_log(voice.kick("pooled"), lambda: missing(w, region)) or ():
        code, seller, s = p.event.industries[0], p.event.partners[0], p.loss
        name = f"{p.lasting} days, {p.origins}"
        yield from build_simulated_figures(
            voice, "s4.propagation", name, s.low, s.middle, s.high, industry=code, partner=seller
        )
    grown = voice.make_or_log(voice.kick("gains"), lambda: growing(w, region))
    for r in grown.table().to_dict("records") if grown is not None else ():
        ends = (r["real_income_low"], r["real_income"], r["real_income_high"])
        yield from build_simulated_figures(voice, "s4.growth_effects", "growth", *ends, partner=r["grows"])
