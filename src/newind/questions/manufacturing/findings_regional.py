"""S2 of a region: its largest industries, its key industries, and its own services and digital content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.charts.proofs import Bars, ChartRow
from newind.language.phrases import industries, industry, join_phrases, of_economy, share, shares
from newind.language.words import cardinal, decimal
from newind.measures.readings import read, say
from newind.measures.shared import exports_all_output, material
from newind.messages import NOTHING, message
from newind.questions import evidence
from newind.questions.findings import Finding, finding
from newind.questions.judging import make
from newind.questions.words import join_texts, put_in_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.measures.context import Context
    from newind.messages import Text

SHARE = "s2.manufacturing_share"
BACKWARD, FORWARD = "s2.backward_linkage", "s2.forward_linkage"
SERVICES, DIGITAL = "s2.services_in_manufacturing_domestic", "s2.digital_in_manufacturing_domestic"
MOST, NAMED = 8, 3
ABOVE = 1.005
"""Linkage above that of a region's average industry: one that is written as 1.00 is not."""


def largest(ctx: Context, year: int) -> dict[str, float]:
    """Return a region's industries by share of value added, the largest first."""
    found = ctx.details(SHARE, "industry", year)
    return dict(sorted(found.items(), key=lambda kv: (-kv[1], kv[0])))


@finding(system="s2")
def structure(ctx: Context) -> Iterator[Finding]:
    """The industries that earn most of a region's value added."""
    if not ctx.regional:
        return
    parts = largest(ctx, ctx.year)
    first = list(parts)[:NAMED]
    reading = read(ctx, SHARE, first[0]) if len(first) == NAMED else None
    if reading is None or reading.year != ctx.year:
        return
    names, owner = [industry(c) for c in first], of_economy(ctx)
    figures = shares(*(parts[c] for c in first))
    named = join_texts([put_in_brackets(n, f) for n, f in zip(names, figures, strict=True)])
    together = share(sum(parts[c] for c in first))
    yield make(
        ctx,
        reading,
        "s2.structure",
        message("manufacturing.findings_regional.structure.sentence", owner=owner, industries=named),
        Bars(tuple(ChartRow(c, v) for c, v in list(parts.items())[:MOST]), focus=first[0], unit="1"),
        detail=message("manufacturing.findings_regional.structure.together", together=together),
    )


@finding(system="s2")
def key_industries(ctx: Context) -> Iterator[Finding]:
    """Industries that pull their suppliers and push their buyers more than the region's average."""
    if not ctx.regional:
        return
    pull, push = (ctx.details(i, "industry", ctx.year) for i in (BACKWARD, FORWARD))
    large = [c for c in largest(ctx, ctx.year) if material(ctx.w, ctx.region, [c]) and not _exports_all(ctx, c)]
    key = [c for c in large if min(pull.get(c, 0), push.get(c, 0)) > ABOVE]
    reading = read(ctx, BACKWARD, key[0]) if key else None
    if reading is None or reading.year != ctx.year:
        return
    n, owner, drawn = len(key), of_economy(ctx), sorted(key[:MOST], key=lambda c: -pull[c])
    first = industries(drawn if n <= NAMED else key[:NAMED])
    made, back, ahead = industry(key[0]), decimal(pull[key[0]], 2), decimal(push[key[0]], 2)
    yield make(
        ctx,
        reading,
        "s2.key_industries",
        message(
            f"manufacturing.findings_regional.key_industries.{'few' if n <= NAMED else 'many'}",
            n=n,
            count=cardinal(n),
            owner=owner,
            first=first,
        ),
        Bars(tuple(ChartRow(c, pull[c]) for c in drawn), focus=key[0], unit="index"),
        detail=message(
            "manufacturing.findings_regional.key_industries.detail",
            made=made,
            back=back,
            ahead=ahead,
        ),
        also=(FORWARD,),
    )


def _exports_all(ctx: Context, code: str) -> bool:
    """Tell whether the table of a province sends all that an industry makes away: no linkage is known then."""
    return ctx.province and exports_all_output(ctx.w, ctx.region, [code])


@finding(system="s2")
def own_services(ctx: Context) -> Iterator[Finding]:
    """Value of a region's own services and digital industries in the manufactures that it sells."""
    reading = read(ctx, SERVICES) if ctx.regional else None
    if reading is None:
        return
    said, digital = say(ctx, reading), ctx.value(DIGITAL, year=reading.year)
    also, own = np.isfinite(digital), _name_own(ctx)
    yield make(
        ctx,
        reading,
        "s2.own_services",
        message("manufacturing.findings_regional.own_services.sentence", own=own, **vars(said)),
        evidence.over_years(ctx, reading),
        made="manufacturing",
        detail=join_phrases(
            reading.place,
            message("manufacturing.findings_regional.own_services.digital", share=share(digital), own=own)
            if also
            else NOTHING,
        ),
        also=(DIGITAL,) if also else (),
    )


def _name_own(ctx: Context) -> Text:
    """Return what is a region's own: of the province, or of the country."""
    return message(f"manufacturing.findings_regional.own.{'province' if ctx.province else 'nation'}")
