"""S2: weight of manufacturing, its productivity, and what its industry invests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.manufacturing.investment import MEASURES, SECTORS
from newind.charts.proofs import Bars, Lines
from newind.language.phrases import economy, join_phrases, of_economy, share, shares
from newind.measures.readings import read, say
from newind.messages import NOTHING, message
from newind.questions import evidence
from newind.questions.depth.views import ask
from newind.questions.evidence import EvidenceRow, SecondMeasure, answer
from newind.questions.findings import Finding, finding
from newind.questions.judging import make, state_indicator
from newind.questions.manufacturing.findings_depth import can_follow_chains, lines, try_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.analyses.manufacturing.investment import IndustrialInvestment
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text


@finding(system="s2")
def income(ctx: Context) -> Iterator[Finding]:
    """Share of the world's income from manufactured goods."""
    reading = read(ctx, "s2.gvc_income_share")
    if reading is None:
        return
    said, name = say(ctx, reading), economy(ctx, ctx.region)
    yield make(
        ctx,
        reading,
        "s2.income",
        message("manufacturing.findings.income.earned_of_the_worlds", name=name, now=said.now, since=said.since),
        evidence.over_years(ctx, reading),
    )


@finding(system="s2")
def weight(ctx: Context) -> Iterator[Finding]:
    """Share of manufacturing in GDP."""
    return state_indicator(ctx, "s2.manufacturing_share", "s2.weight", "manufacturing.findings.weight.sentence")


@finding(system="s2")
def services(ctx: Context) -> Iterator[Finding]:
    """Services in the value of manufacturing exports, from home and abroad."""
    foreign = "s2.services_in_manufacturing_exports_foreign"
    reading = read(ctx, "s2.services_in_manufacturing_exports")
    if reading is None:
        return
    said, abroad = say(ctx, reading), ctx.value(foreign, year=reading.year)
    yield make(
        ctx,
        reading,
        "s2.services",
        message("manufacturing.findings.services.sentence", **vars(said)),
        evidence.two_parts(
            ctx,
            reading,
            lambda c, v: v - ctx.value(foreign, c, reading.year),
            (message("manufacturing.findings.services.home"), message("manufacturing.findings.services.foreign")),
        ),
        detail=join_phrases(reading.place, message("manufacturing.findings.services.detail", share=share(abroad))),
        also=(foreign,),
    )


@finding(system="s2")
def technology(ctx: Context) -> Iterator[Finding]:
    """Share of high-tech industries in manufacturing."""
    return state_indicator(
        ctx, "s2.high_tech_share", "s2.technology", "manufacturing.findings.technology.high_and_medium_high"
    )


@finding(system="s2")
def digital(ctx: Context) -> Iterator[Finding]:
    """Digital value added in final demand, and how much of it comes from abroad."""
    wide, home = "s2.digital_value_added_wide", "s2.digital_value_added_domestic"
    reading = read(ctx, "s2.digital_value_added")
    if reading is None:
        return
    said, upper = say(ctx, reading), ctx.value(wide, year=reading.year)
    abroad = share(1 - ctx.value(home, year=reading.year) / reading.value)
    yield make(
        ctx,
        reading,
        "s2.digital",
        message("manufacturing.findings.digital.sentence", now=said.now, owner=said.owner, abroad=abroad),
        evidence.rank_economies(
            ctx,
            reading,
            SecondMeasure.named("digital", "digital_wide", lambda c: ctx.value(wide, c, reading.year)),
            message("manufacturing.findings.digital.range_hardware_and_telecoms"),
        ),
        also=(home, wide),
        range=(reading.value, upper) if np.isfinite(upper) else None,
        instead=wide,
    )


@finding(system="s2")
def value_added(ctx: Context) -> Iterator[Finding]:
    """Report the part of their sales that manufacturers keep."""
    return state_indicator(
        ctx,
        "quality.manufacturing_value_added_rate",
        "s2.value_added",
        "manufacturing.findings.value_added.sentence",
        made="manufacturing",
    )


@finding(system="s2")
def sophistication(ctx: Context) -> Iterator[Finding]:
    """Income level of the economies that export what the economy exports."""
    reading = read(ctx, "s2.export_sophistication", changes=False)
    if reading is None:
        return
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s2.sophistication",
        message("manufacturing.findings.sophistication.sentence", **vars(said)),
        evidence.rank_economies(
            ctx,
            reading,
            note=message("manufacturing.findings.sophistication.unit_note"),
        ),
        detail=reading.place,
    )


@finding(system="s2")
def investment(ctx: Context) -> Iterator[Finding]:
    """Report the investment of industry, of its value added."""
    reading = read(ctx, "s2.industrial_investment")
    if reading is None:
        return
    reading = _own(ctx, reading)
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s2.investment",
        message("manufacturing.findings_invested.investment.sentence", **vars(said)),
        evidence.over_years(ctx, reading),
    )


def _own(ctx: Context, reading: Reading) -> Reading:
    """Return the reading with a change over years with figures of their own only.

    Where the source divides investment as in the year before, industry has no figure of its own: a past is reported
    from the end of such years on, and none where the last year is one of them.
    """
    found = try_answer(lambda: ask(ctx, "manufacturing.investment").result)
    if found is None or reading.first is None or not found.repeated:
        return reading
    first = reading.first
    while first + 1 in found.repeated:
        first += 1
    kept = {y: v for y, v in reading.series.items() if y >= first}
    if reading.year in found.repeated or len(kept) < 2:
        return replace(reading, first=None, past=None)
    return replace(reading, first=first, past=kept[first], series=kept)


@finding(system="s2")
def investment_share(ctx: Context) -> Iterator[Finding]:
    """Report the part of industry in all investment, beside its part in value added."""
    found = try_answer(lambda: ask(ctx, "manufacturing.investment").result) if can_follow_chains(ctx) else None
    if found is None:
        return
    year, name = found.years[-1], economy(ctx, ctx.region)
    at = list(SECTORS).index("industry")
    share, weight = float(found.share[-1, at]), float(found.weight[-1, at])
    invests, makes = shares(share, weight)
    yield answer(
        ctx,
        "s2.investment_share",
        ("s2.investment_share", "s2.industry_weight"),
        message(
            "manufacturing.findings_invested.investment_share.sentence",
            year=year,
            invests=invests,
            of_economy=of_economy(ctx),
            makes=makes,
            name=name,
        ),
        _shares(found, at),
        [EvidenceRow("s2.investment_share", share, year=year), EvidenceRow("s2.industry_weight", weight, year=year)],
        kind="context",
        size=1.0,
        value=share,
        detail=_key(found),
        year=year,
        status=found.status[-1],
    )


def _key(found: IndustrialInvestment) -> Text:
    """Return the year whose division among industries the last year has, nothing where it is its own."""
    year = found.years[-1]
    while year in found.repeated:
        year -= 1
    if year == found.years[-1]:
        return NOTHING
    return message("manufacturing.findings_invested.key.divided_as_before", year=year)


def _shares(found: IndustrialInvestment, at: int) -> Lines | Bars:
    """Return the shares of industry in investment and in value added."""
    series = {name: tuple(map(float, getattr(found, name)[:, at])) for name in ("share", "weight")}
    return lines(Lines(found.years, series, "share", "1", {name: MEASURES[name][0] for name in series}), "share")
