"""S2: weight, technology and income of manufacturing, and its ties with services and the digital economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.language.phrases import economy, join_phrases, share
from newind.measures.readings import read, say
from newind.messages import message
from newind.questions import exhibits
from newind.questions.findings import Finding, finding
from newind.questions.judging import make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.measures.context import Context


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
        exhibits.over_years(ctx, reading),
    )


@finding(system="s2")
def weight(ctx: Context) -> Iterator[Finding]:
    """Share of manufacturing in GDP."""
    reading = read(ctx, "s2.manufacturing_share")
    if reading is None:
        return
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s2.weight",
        message(
            "manufacturing.findings.weight.sentence",
            now=said.now,
            owner=said.owner,
            since=said.since,
            peers=said.peers,
        ),
        exhibits.over_years(ctx, reading),
    )


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
        message(
            "manufacturing.findings.services.sentence",
            now=said.now,
            owner=said.owner,
            since=said.since,
            peers=said.peers,
        ),
        exhibits.two_parts(
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
    reading = read(ctx, "s2.high_tech_share")
    if reading is None:
        return
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s2.technology",
        message(
            "manufacturing.findings.technology.high_and_medium_high",
            now=said.now,
            owner=said.owner,
            since=said.since,
            peers=said.peers,
        ),
        exhibits.over_years(ctx, reading),
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
        exhibits.rank_economies(
            ctx,
            reading,
            lambda c: ctx.value(wide, c, reading.year),
            message("manufacturing.findings.digital.range_hardware_and_telecoms"),
        ),
        also=(home, wide),
        range=(reading.value, upper) if np.isfinite(upper) else None,
        instead=wide,
    )


@finding(system="s2")
def value_added(ctx: Context) -> Iterator[Finding]:
    """Report the part of their sales that manufacturers keep."""
    reading = read(ctx, "quality.manufacturing_value_added_rate")
    if reading is None:
        return
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s2.value_added",
        message(
            "manufacturing.findings.value_added.sentence",
            owner=said.owner,
            now=said.now,
            since=said.since,
            peers=said.peers,
        ),
        exhibits.over_years(ctx, reading),
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
        message(
            "manufacturing.findings.sophistication.sentence",
            owner=said.owner,
            now=said.now,
            on=said.on,
            peers=said.peers,
        ),
        exhibits.rank_economies(
            ctx,
            reading,
            note=message("manufacturing.findings.sophistication.unit_note"),
        ),
        detail=reading.place,
    )
