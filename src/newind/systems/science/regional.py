"""S1 of a region: which inputs come from the rest of its country, and which from abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.systems.findings import Finding, finding
from newind.systems.grouped import bought
from newind.systems.judging import make
from newind.systems.phrases import NOTHING, Text, industry, joined, share, shares, text
from newind.systems.proofs import Bars, Row
from newind.systems.readings import read, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.systems.context import Context

NATIONAL, FOREIGN = "s1.input_source_national", "s1.input_source_foreign"
MOST = 6
PARTS: tuple[Text, Text] = ({"en": "rest of the country", "zh": "国内其他地区"}, {"en": "abroad", "zh": "国外"})


@finding(system="s1")
def inputs(ctx: Context) -> Iterator[Finding]:
    """Where a region's industries buy, and the inputs of which most comes from outside."""
    reading = read(ctx, FOREIGN) if ctx.regional else None
    if reading is None:
        return
    national = ctx.value(NATIONAL, year=reading.year)
    outside = from_outside(ctx, reading.year)
    if not outside:
        return
    said, first = say(ctx, reading), next(iter(outside))
    if np.isfinite(national):
        elsewhere, abroad = shares(national, reading.value)
        sentence = text(
            f"{said.owner['en']} industries buy {elsewhere} of their inputs in other provinces and {abroad} abroad",
            f"{said.owner['zh']}各行业的中间投入有{elsewhere}购自其他省份，{abroad}购自国外",
        )
    else:
        sentence = text(
            f"{said.owner['en']} industries buy {said.now['en']} of their inputs abroad{said.since['en']}",
            f"{said.owner['zh']}各行业的中间投入有{said.now['zh']}购自国外{said.since['zh']}",
        )
    made, part = industry(first), share(outside[first])
    rows = tuple(
        Row(code, v, other=ctx.value(NATIONAL, year=reading.year, industry=code) if np.isfinite(national) else None)
        for code, v in outside.items()
    )
    yield make(
        ctx,
        reading,
        "s1.inputs",
        sentence,
        Bars(rows, focus=first, unit="1", parts=PARTS if np.isfinite(national) else None),
        detail=joined(
            {
                "en": f"most bought outside: {made['en']}, {part} of it from outside",
                "zh": f"外购额最大的投入：{made['zh']}，其{part}为外购",
            },
            reading.place if not np.isfinite(national) else NOTHING,
        ),
        also=(NATIONAL,) if np.isfinite(national) else (),
    )


def from_outside(ctx: Context, year: int) -> dict[str, float]:
    """Return the inputs that a region buys most of from outside, the largest purchase first: code → share outside."""
    w = ctx.accounts[year]
    r = w.regions.index(ctx.region)
    spent = bought(w)[:, :, r]
    outside, total = spent.sum(axis=0) - spent[r], spent.sum(axis=0)
    largest = [int(i) for i in np.argsort(-outside, kind="stable")[:MOST] if outside[i] > 0]
    return {w.industries[i]: float(outside[i] / total[i]) for i in largest}
