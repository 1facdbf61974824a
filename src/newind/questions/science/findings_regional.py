"""S1 of a region: which inputs come from the rest of its country, and which from abroad."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.own import own_circulation
from newind.analyses.circulation.variants import too_wide
from newind.charts.proofs import Bars, ChartRow
from newind.language.phrases import industry, join_phrases, share, shares
from newind.language.words import span
from newind.measures.readings import read, say
from newind.measures.shared import compute_inputs_by_buyer
from newind.messages import NOTHING, in_each, list_languages, message
from newind.questions.findings import Finding, finding
from newind.questions.judging import make

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.measures.context import Context
    from newind.messages import Text

NATIONAL, FOREIGN = "s1.input_source_national", "s1.input_source_foreign"
MOST = 6
PARTS: tuple[Text, Text] = (
    message("science.findings_regional.parts.rest_of_country"),
    message("science.findings_regional.parts.abroad"),
)


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
    ends = _ends(ctx, reading.year)
    main = next((id for id in ends if not too_wide(*np.array(ends[id]))), "") if ends else FOREIGN
    if not main:
        return
    if np.isfinite(national):
        elsewhere, abroad = _format_shares(ends, {NATIONAL: national, FOREIGN: reading.value})
        sentence = message(
            "science.findings_regional.inputs.province",
            owner=said.owner,
            elsewhere=elsewhere,
            abroad=abroad,
        )
    else:
        sentence = message(
            "science.findings_regional.inputs.nation",
            owner=said.owner,
            now=said.now,
            since=said.since,
        )
    made, part = industry(first), share(outside[first])
    rows = tuple(
        ChartRow(
            code, v, other=ctx.value(NATIONAL, year=reading.year, industry=code) if np.isfinite(national) else None
        )
        for code, v in outside.items()
    )
    yield make(
        ctx,
        reading,
        "s1.inputs",
        sentence,
        Bars(rows, focus=first, unit="1", parts=PARTS if np.isfinite(national) else None),
        detail=join_phrases(
            message("science.findings_regional.inputs.most", made=made, part=part),
            reading.place if not np.isfinite(national) else NOTHING,
        ),
        also=(NATIONAL,) if np.isfinite(national) else (),
        value=ctx.value(main, year=reading.year),
        range=ends.get(main),
    )


def _ends(ctx: Context, year: int) -> dict[str, tuple[float, float]]:
    """Return the ranges of both shares where an estimated table leaves open who uses what comes from outside."""
    w = ctx.accounts[year]
    if w.status != "estimated" or not ctx.province:
        return {}
    found = own_circulation(w, ctx.region).totals()
    rows = {r["scope"]: r for r in found[found["measure"] == "inputs"].to_dict("records")}
    scopes = {FOREIGN: "abroad", NATIONAL: "other_provinces"}
    return {id: (float(rows[s]["low"]), float(rows[s]["high"])) for id, s in scopes.items() if s in rows}


def _format_shares(ends: Mapping[str, tuple[float, float]], figures: dict[str, float]) -> tuple[Text, ...]:
    """Return shares in words, each as its range where that is too wide for a figure."""
    wide = [id in ends and bool(too_wide(*np.array(ends[id]))) for id in figures]
    kept = iter(shares(*(v for v, w in zip(figures.values(), wide, strict=True) if not w)))
    return tuple(
        in_each(partial(span, *ends[id], "1")) if w else dict.fromkeys(list_languages(), next(kept))
        for id, w in zip(figures, wide, strict=True)
    )


def from_outside(ctx: Context, year: int) -> dict[str, float]:
    """Return the inputs that a region buys most of from outside, the largest purchase first: code → share outside."""
    w = ctx.accounts[year]
    r = w.regions.index(ctx.region)
    spent = compute_inputs_by_buyer(w)[:, :, r]
    outside, total = spent.sum(axis=0) - spent[r], spent.sum(axis=0)
    largest = [int(i) for i in np.argsort(-outside, kind="stable")[:MOST] if outside[i] > 0]
    return {w.industries[i]: float(outside[i] / total[i]) for i in largest}
