"""S4: which circulation earns GDP, what exports hold, and on how few partners both rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.charts.proofs import AreaStack, Bars, ChartRow
from newind.language.phrases import economy, from_abroad, join_phrases, of_economy, share, shares as shares_of
from newind.language.words import decimal, listing
from newind.measures import newer
from newind.measures.readings import concentration, format_value, read, say
from newind.messages import NOTHING, in_each, message, message_group
from newind.questions import evidence
from newind.questions.findings import Finding, finding
from newind.questions.judging import make, state_indicator
from newind.questions.words import join_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text

SPLIT = ("s4.domestic_circulation", "s4.traditional_trade", "s4.gvc_circulation")
TURN = 0.01
"""Least distance of a low or high from both ends of a period that makes it worth a word."""
MARKETS: dict[str, list[str]] = message_group("circulation.findings.markets.median")
"""Base of the median where the value names a partner: each peer has another one."""


@finding(system="s4")
def circulation(ctx: Context) -> Iterator[Finding]:
    """GDP earned at home, in exported final goods, and in value chains."""
    reading = read(ctx, SPLIT[0])
    if reading is None or not np.isfinite(ctx.value(SPLIT[2], year=reading.year)):
        return
    said, part = say(ctx, reading), share(ctx.value(SPLIT[2], year=reading.year))
    names: dict[str, Text] = {
        SPLIT[0]: message("circulation.findings.circulation.names.domestic"),
        SPLIT[1]: message("circulation.findings.circulation.names.exported"),
        SPLIT[2]: message("circulation.findings.circulation.names.chains"),
    }
    shown = tuple(reading.series)
    series = {i: tuple(ctx.value(i, year=y) for y in shown) for i in SPLIT}
    yield make(
        ctx,
        reading,
        "s4.circulation",
        message("circulation.findings.circulation.sentence", **vars(said)),
        AreaStack(shown, series, "1", labels=names),
        detail=join_phrases(
            turn(reading), reading.place, message("circulation.findings.circulation.chains", part=part)
        ),
        also=SPLIT[1:],
    )


def turn(reading: Reading) -> Text:
    """Return the low or high between the ends of a period, empty where there is none to speak of."""
    if reading.past is None:
        return NOTHING
    ends = (reading.past, reading.value)
    low = min(reading.series, key=lambda y: (reading.series[y], y))
    high = max(reading.series, key=lambda y: (reading.series[y], -y))
    drop, rise = min(ends) - reading.series[low], reading.series[high] - max(ends)
    year, name = (
        (low, message("circulation.findings.turn.low"))
        if drop >= rise
        else (high, message("circulation.findings.turn.high"))
    )
    if max(drop, rise) < max(TURN, reading.change_error):
        return NOTHING
    figure = share(reading.series[year])
    return message("circulation.findings.turn.at", name=name, figure=figure, year=year)


@finding(system="s4")
def exports(ctx: Context) -> Iterator[Finding]:
    """Foreign value in exports."""
    reading = read(ctx, "s4.fva_share")
    if reading is None:
        return
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s4.exports",
        message(
            "circulation.findings.exports.province",
            from_abroad=from_abroad(ctx),
            economy=economy(ctx, ctx.region),
            **vars(said),
        )
        if ctx.province
        else message("circulation.findings.exports.nation", **vars(said)),
        evidence.over_years(ctx, reading),
        detail=join_phrases(reading.place, turn(reading)),
    )


@finding(system="s4")
def markets(ctx: Context) -> Iterator[Finding]:
    """Where exported value added ends."""
    reading = read(ctx, "s4.largest_market_share")
    if reading is None:
        return
    shares = ctx.details("s4.largest_market_share", "partner", reading.year)
    known = evidence.select_named_partners(ctx, shares)
    most = newer.leading(ctx.accounts[reading.year], reading.id, ctx.region, known)
    if not most:
        return
    said, hidden = say(ctx, reading), evidence.sum_unnamed_partners(ctx, shares)
    peers = in_each(lambda lang: said.peers[lang].replace(MARKETS[lang][0], MARKETS[lang][1]))
    who, part = _together(ctx, known, most)
    how = "several" if len(most) > 1 else "largest"  # no peers' largest market is to be set beside several
    index = ctx.value("s4.market_hhi", year=reading.year)
    yield make(
        ctx,
        reading,
        "s4.markets",
        message(f"circulation.findings.markets.{how}", part=part, home=economy(ctx, ctx.region), who=who, peers=peers),
        evidence.partners(ctx, shares, "1", rest=hidden),
        detail=join_phrases(
            message("circulation.findings.markets.not_named", share=share(hidden)) if hidden > 0 else NOTHING,
            message("circulation.findings.markets.index", index=decimal(index, 2)) if np.isfinite(index) else NOTHING,
        ),
        also=("s4.market_hhi",),
        partner=True,
    )


@finding(system="s4")
def suppliers(ctx: Context) -> Iterator[Finding]:
    """Where imported inputs come from."""
    reading = read(ctx, "s4.supplier_hhi")
    if reading is None:
        return
    shares = ctx.details("s4.largest_supplier_share", "partner", reading.year)
    first = next(iter(evidence.select_named_partners(ctx, shares)), None)
    if first is None:
        return
    hidden, name, part = evidence.sum_unnamed_partners(ctx, shares), economy(ctx, first), share(shares[first])
    peers = NOTHING
    if reading.median is not None:
        middle = decimal(reading.median, 2)
        peers = message("circulation.findings.suppliers.median", middle=middle)
    index, spread = decimal(reading.value, 2), concentration(reading)
    sentence = message(
        "circulation.findings.suppliers.largest",
        owner=of_economy(ctx),
        name=name,
        part=part,
        spread=spread,
    )
    known = evidence.select_named_partners(ctx, shares)
    if not newer.leads(ctx.accounts[reading.year], "s4.largest_supplier_share", ctx.region, known):
        sentence = _alike(ctx, known, spread)
    yield make(
        ctx,
        reading,
        "s4.suppliers",
        sentence,
        evidence.segments(ctx, shares),
        detail=join_phrases(
            message("circulation.findings.suppliers.index", index=index),
            peers,
            message("circulation.findings.suppliers.not_named", share=share(hidden)) if hidden > 0 else NOTHING,
        ),
        also=("s4.largest_supplier_share", "s4.unnamed_supplier_share"),
        value=shares[first],
    )


def _alike(ctx: Context, shares: dict[str, float], spread: Text) -> Text:
    """Return which suppliers provide most where the estimate does not tell which of them is the largest."""
    who, what = _together(ctx, shares, list(shares)[:3])
    return message(
        "circulation.findings.suppliers.several",
        who=who,
        what=what,
        owner=of_economy(ctx),
        spread=spread,
    )


def _together(ctx: Context, shares: dict[str, float], codes: Sequence[str]) -> tuple[Text, Text]:
    """Return partners and their shares as lists."""
    parts = shares_of(*(shares[c] for c in codes))
    return join_texts([economy(ctx, c) for c in codes]), in_each(partial(listing, parts))


@finding(system="s4")
def position(ctx: Context) -> Iterator[Finding]:
    """How many stages output passes before final use."""
    return state_indicator(ctx, "s4.upstreamness", "s4.position", "circulation.findings.position.sentence")


@finding(system="s4")
def earnings(ctx: Context) -> Iterator[Finding]:
    """Report earnings of an hour worked for foreign demand, and for whose demand it earns most."""
    id_ = "s4.value_per_hour_by_partner"
    reading = read(ctx, id_, changes=False)
    if reading is None:
        return
    by_partner = evidence.select_named_partners(ctx, ctx.details(id_, "partner", reading.year))
    home = ctx.value(id_, year=reading.year, partner=ctx.region)
    if not by_partner or not np.isfinite(home):
        return
    abroad, here = format_value(reading, reading.value), format_value(reading, home)
    best = next(iter(by_partner))
    said, name, most = say(ctx, reading), economy(ctx, best), format_value(reading, by_partner[best])
    bars = [ChartRow("home", home, label=message("circulation.findings.earnings.home"))]
    bars += [ChartRow(c, v) for c, v in list(by_partner.items())[:5]]
    yield make(
        ctx,
        reading,
        "s4.earnings",
        message(
            f"circulation.findings.earnings.{'alike' if abroad == here else 'apart'}",
            home=economy(ctx, ctx.region),
            abroad=abroad,
            on=said.on,
            here=here,
        ),
        Bars(tuple(bars), focus="home", unit="USD/hour"),
        detail=join_phrases(message("circulation.findings.earnings.most", name=name, most=most), reading.place),
        partner=True,
    )


@finding(system="s4")
def home_use(ctx: Context) -> Iterator[Finding]:
    """Foreign value in what is used at home, and its largest origin."""
    id_ = "s4.foreign_value_in_home_use"
    reading = None if ctx.province else read(ctx, id_)
    if reading is None:
        return
    said, origins = say(ctx, reading), evidence.select_named_partners(ctx, ctx.details(id_, "partner", reading.year))
    first, lead = next(iter(origins), None), NOTHING
    if first is not None and newer.leads(ctx.accounts[reading.year], id_, ctx.region, origins):
        name, part = economy(ctx, first), share(origins[first])
        lead = message("circulation.findings.home_use.most", name=name, part=part)
    yield make(
        ctx,
        reading,
        "s4.home_use",
        message("circulation.findings.home_use.sentence", **vars(said)),
        evidence.over_years(ctx, reading),
        detail=join_phrases(reading.place, lead),
        partner=True,
    )


@finding(system="s4")
def participation(ctx: Context) -> Iterator[Finding]:
    """Exports that cross more than one border, by what comes in and what goes on."""
    reading = read(ctx, "s4.gvc_participation")
    if reading is None:
        return
    back = "s4.gvc_backward"
    said, part = say(ctx, reading), share(ctx.value(back, year=reading.year))
    yield make(
        ctx,
        reading,
        "s4.participation",
        message("circulation.findings.participation.sentence", **vars(said)),
        evidence.two_parts(
            ctx,
            reading,
            lambda c, _: ctx.value(back, c, reading.year),
            (
                message("circulation.findings.participation.backward"),
                message("circulation.findings.participation.forward"),
            ),
        ),
        detail=join_phrases(reading.place, message("circulation.findings.participation.part", part=part)),
        also=(back, "s4.gvc_forward"),
    )
