"""S1: what an economy depends on and knows, of economies and of regions with a boundary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.own import own_circulation
from newind.analyses.circulation.variants import too_wide
from newind.charts.proofs import Bars, ChartRow
from newind.kernels.dependence import supplies
from newind.language.phrases import economy, in_country, industry, join_phrases, of_economy, share, shares
from newind.language.words import decimal, listing, span
from newind.measures import newer
from newind.measures.readings import concentration, format_value, read, say, was
from newind.measures.shared import compute_inputs_by_buyer, material, positions
from newind.messages import NOTHING, in_each, list_languages, message
from newind.questions import evidence
from newind.questions.evidence import MEASURES, SecondMeasure
from newind.questions.findings import Finding, finding
from newind.questions.judging import make, state_indicator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.measures.context import Context
    from newind.messages import Text


DIRECTLY = "s1.import_dependence_direct"


def most_dependent(ctx: Context) -> str | None:
    """Return the high-tech industry of the economy that takes most of its value from abroad, None without one."""
    w, year = ctx.w, ctx.year
    made = [w.industries[int(i)] for i in positions(w, "high-tech")]
    large = {code for code in made if material(w, ctx.region, [code])}
    figures = {k: v for k, v in ctx.details("s1.import_dependence", "industry", year).items() if k in large}
    return max(figures, key=lambda k: (figures[k], k)) if figures else None


@finding(system="s1")
def dependence(ctx: Context) -> Iterator[Finding]:
    """Foreign value in the high-tech industry that holds most of it, direct and along the chain."""
    code = most_dependent(ctx)
    reading = read(ctx, "s1.import_dependence", code) if code else None
    if code is None or reading is None:
        return
    direct = ctx.series(DIRECTLY, industry=code)
    said, made, home = say(ctx, reading), industry(code), economy(ctx, ctx.region)
    alone = direct.get(reading.year)
    yield make(
        ctx,
        reading,
        "s1.dependence",
        message("science.findings.dependence.sentence", made=made, home=home, **vars(said)),
        evidence.band(ctx.years, direct, reading.series, {k: MEASURES[k] for k in ("complete", "direct")}, "1")
        if reading.first is not None
        else evidence.rank_economies(
            ctx, reading, SecondMeasure.named("complete", "direct", lambda c: ctx.value(DIRECTLY, c, industry=code))
        ),
        detail=join_phrases(
            NOTHING if alone is None else message("science.findings.dependence.direct_inputs", share=share(alone)),
            reading.place,
        ),
        also=(DIRECTLY,),
        range=None if alone is None else (alone, reading.value),
        instead=DIRECTLY,
    )


def largest_input(ctx: Context) -> str | None:
    """Return the knowledge-intensive input that the economy imports most of, None where it imports none."""
    w, r = ctx.w, ctx.w.regions.index(ctx.region)
    imported = supplies(w.Z4)[:, :, r].sum(axis=0)
    chosen = [int(i) for i in positions(w, "knowledge-intensive") if imported[i] > 0]
    return w.industries[max(chosen, key=lambda i: imported[i])] if chosen else None


@finding(system="s1")
def suppliers(ctx: Context) -> Iterator[Finding]:
    """How much of its largest knowledge-intensive import the three largest suppliers with a name provide."""
    code = largest_input(ctx)
    reading = read(ctx, "s4.supplier_hhi", code) if code else None
    if code is None or reading is None or reading.year != ctx.year:
        return
    w, made, owner, spread = ctx.w, industry(code), of_economy(ctx), concentration(reading)
    bought = supplies(w.Z4)[:, w.industries.index(code), w.regions.index(ctx.region)]
    hidden = ctx.value("s4.unnamed_supplier_share", industry=code)
    segments = evidence.segments(ctx, dict(zip(w.regions.codes, bought / bought.sum(), strict=True)), hidden)
    largest = [row for row in segments.rows if row.label is None]
    three, names = sum(row.value for row in largest), [economy(ctx, row.code) for row in largest]
    sellers = in_each(lambda lang: listing([n[lang] for n in names], lang))
    hhi, median = decimal(reading.value, 2), "" if reading.median is None else decimal(reading.median, 2)
    yield make(
        ctx,
        reading,
        "s1.suppliers",
        message(
            "science.findings.suppliers.sentence",
            sellers=sellers,
            value="provide" if len(names) > 1 else "provides",
            share=share(three),
            owner=owner,
            made=made,
            spread=spread,
        ),
        segments,
        detail=join_phrases(
            message("science.findings.suppliers.concentration_index", hhi=hhi),
            message("science.findings.suppliers.peers_median", median=median) if median else NOTHING,
            was(reading),
            message("science.findings.suppliers.not_named", share=share(hidden)),
        ),
        also=("s4.unnamed_supplier_share",),
        value=three,
        unit="1",
    )


@finding(system="s1")
def research(ctx: Context) -> Iterator[Finding]:
    """Research effort, its growth and its distance from peers."""
    return state_indicator(ctx, "s1.rd_intensity", "s1.research", "science.findings.research.sentence", evidence.slope)


@finding(system="s1")
def knowledge(ctx: Context) -> Iterator[Finding]:
    """How much of the value in knowledge-intensive inputs is made at home."""
    reading = read(ctx, "s1.knowledge_input_domestic_share")
    if reading is None:
        return
    direct = "s1.knowledge_input_domestic_share_direct"
    alone, said, home = ctx.value(direct, year=reading.year), say(ctx, reading), in_country(ctx)
    yield make(
        ctx,
        reading,
        "s1.knowledge",
        message("science.findings.knowledge.sentence", home=home, **vars(said)),
        evidence.rank_economies(
            ctx,
            reading,
            SecondMeasure.named("complete", "direct", lambda c: ctx.value(direct, c, reading.year)),
            message("science.findings.knowledge.range_whole_chain_value"),
        ),
        also=(direct,),
        range=(reading.value, alone) if np.isfinite(alone) else None,
        instead=direct,
    )


@finding(system="s1")
def research_content(ctx: Context) -> Iterator[Finding]:
    """Research embodied in what is used, and how much of it was done abroad."""
    reading, part = read(ctx, "s1.embodied_rd"), read(ctx, "s1.embodied_rd_foreign_share")
    if reading is None or part is None:
        return
    said, abroad = say(ctx, reading), format_value(part, part.value)
    cents = {lang: now.removesuffix("%") for lang, now in said.now.items()}
    yield make(
        ctx,
        reading,
        "s1.embodied",
        message(
            "science.findings.research_content.each_dollar_of_final",
            owner=said.owner,
            cents=cents,
            on=said.on,
            abroad=abroad,
        ),
        evidence.two_parts(
            ctx,
            reading,
            lambda c, v: v * (1 - ctx.value("s1.embodied_rd_foreign_share", c, reading.year)),
            (
                message("science.findings.research_content.done_at_home"),
                message("science.findings.research_content.done_abroad"),
            ),
        ),
        also=("s1.embodied_rd_foreign_share",),
    )


@finding(system="s1")
def high_tech(ctx: Context) -> Iterator[Finding]:
    """Foreign value in high-tech manufacturing as a whole, and whose it is."""
    reading = read(ctx, "s1.high_tech_import_dependence")
    if reading is None:
        return
    said = say(ctx, reading)
    origins = evidence.select_named_partners(
        ctx, ctx.details("s1.high_tech_import_dependence", "partner", reading.year)
    )
    first = next((c for c, v in origins.items() if v > 0), None)
    lead = NOTHING
    if first is not None and newer.leads(ctx.accounts[reading.year], reading.id, ctx.region, origins):
        name, part = economy(ctx, first), share(origins[first])
        lead = message("science.findings.high_tech.most_from", name=name, part=part)
    yield make(
        ctx,
        reading,
        "s1.high_tech",
        message("science.findings.high_tech.high_and_medium_high", **vars(said)),
        evidence.over_years(ctx, reading),
        detail=join_phrases(reading.place, lead),
        partner=True,
        made="high-tech",
    )


@finding(system="s1")
def economy_wide(ctx: Context) -> Iterator[Finding]:
    """Foreign value in everything the economy makes."""
    return state_indicator(
        ctx, "s1.import_dependence", "s1.economy_wide", "science.findings.economy_wide.sentence", weight=0.5
    )


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
        sentence = message("science.findings_regional.inputs.nation", **vars(said))
    made, part = industry(first), share(outside[first])
    rows = tuple(
        ChartRow(
            code, v, other=ctx.value(NATIONAL, year=reading.year, industry=code) if np.isfinite(national) else None
        )
        for code, v in sorted(outside.items(), key=lambda kv: -kv[1])
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
