"""S2: weight, technology and income of manufacturing, and its ties with services and the digital economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.language.phrases import economy, join_phrases, share, text
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
        text(
            f"{name['en']} earned {said.now['en']} of the world’s income from manufactured goods{said.since['en']}",
            f"{name['zh']}获得全球制成品收入的{said.now['zh']}{said.since['zh']}",
        ),
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
        text(
            f"Manufacturing makes up {said.now['en']} of {said.owner['en']} value added{said.since['en']}"
            f"{said.peers['en']}",
            f"制造业占{said.owner['zh']}增加值的{said.now['zh']}{said.since['zh']}{said.peers['zh']}",
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
        text(
            f"Services make up {said.now['en']} of the value of {said.owner['en']} manufacturing exports"
            f"{said.since['en']}{said.peers['en']}",
            f"服务占{said.owner['zh']}制造业出口价值的{said.now['zh']}{said.since['zh']}{said.peers['zh']}",
        ),
        exhibits.two_parts(
            ctx,
            reading,
            lambda c, v: v - ctx.value(foreign, c, reading.year),
            (message("manufacturing.findings.services.home"), message("manufacturing.findings.services.foreign")),
        ),
        detail=join_phrases(reading.place, {"en": f"{share(abroad)} foreign", "zh": f"国外服务占{share(abroad)}"}),
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
        text(
            f"High and medium-high technology industries make up {said.now['en']} of {said.owner['en']} manufacturing "
            f"value added{said.since['en']}{said.peers['en']}",
            f"高技术和中高技术产业占{said.owner['zh']}制造业增加值的{said.now['zh']}{said.since['zh']}{said.peers['zh']}",
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
        text(
            f"Digital industries add {said.now['en']} of the value in {said.owner['en']} final spending; "
            f"{abroad} of that is foreign",
            f"{said.owner['zh']}最终需求的{said.now['zh']}为数字产业增加值，其中{abroad}来自国外",
        ),
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
        text(
            f"{said.owner['en']} manufacturers keep {said.now['en']} of what they sell as value added"
            f"{said.since['en']}{said.peers['en']}",
            f"{said.owner['zh']}制造业增加值率为{said.now['zh']}{said.since['zh']}{said.peers['zh']}",
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
        text(
            f"{said.owner['en']} mix of exports is that of economies with {said.now['en']} dollars per person"
            f"{said.on['en']}{said.peers['en']}",
            f"{said.on['zh']}{said.owner['zh']}的出口结构对应人均{said.now['zh']}美元的收入水平{said.peers['zh']}",
        ),
        exhibits.rank_economies(
            ctx,
            reading,
            note=message("manufacturing.findings.sophistication.purchasing_power_dollars_of"),
        ),
        detail=reading.place,
    )
