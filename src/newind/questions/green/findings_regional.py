"""S3 of a region: carbon that its own industries emit for what it sells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.charts.proofs import Bars, ChartRow
from newind.language.phrases import economy, join_phrases
from newind.language.scales import quantity
from newind.measures.readings import read, say
from newind.measures.shared import format_unit
from newind.messages import in_each, message
from newind.questions.findings import Finding, finding
from newind.questions.judging import make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.measures.context import Context

CHAIN, DIRECT = "s3.carbon_own_chain", "s3.carbon_direct"
MOST = 8


@finding(system="s3")
def own_chain(ctx: Context) -> Iterator[Finding]:
    """Carbon of a region's own chain in what it sells, at least."""
    reading = read(ctx, CHAIN, changes=False) if ctx.regional else None
    if reading is None:
        return
    unit, said, name = format_unit("kg/money", ctx.w), say(ctx, reading), economy(ctx, ctx.region)
    figures = (reading.value, ctx.value(DIRECT, year=reading.year))
    chain, direct = (in_each(partial(quantity, v, unit)) for v in figures)
    products = ctx.details(CHAIN, "industry", reading.year)
    most = sorted(products, key=lambda c: (-products[c], c))[:MOST]
    yield make(
        ctx,
        reading,
        "s3.own_chain",
        message(
            "green.findings_regional.own_chain.sentence",
            name=name,
            chain=chain,
            on=said.on,
            owner=said.owner,
        ),
        Bars(tuple(ChartRow(c, products[c]) for c in most), focus=most[0], unit=unit),
        detail=join_phrases(
            message("green.findings_regional.own_chain.direct", direct=direct),
            message("green.findings_regional.own_chain.without"),
        ),
        also=(DIRECT,),
    )
