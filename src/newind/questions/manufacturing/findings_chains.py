"""S2: services from abroad in manufactures, who earns and works in their chains, where manufacturing stands in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.panel import Panel
from newind.analyses.manufacturing.chainincome import chain_income
from newind.analyses.manufacturing.position import chain_position
from newind.analyses.manufacturing.servicing import service_content
from newind.charts.proofs import Bars, ChartRow, Segments
from newind.language.phrases import (
    economy,
    format_bilingual_number,
    in_year,
    join_phrases,
    of_economy,
    share,
    shares,
)
from newind.language.words import quantity, years
from newind.measures import newer
from newind.messages import NOTHING, complete_text, in_each, lower_first, message
from newind.questions.depth.views import ask
from newind.questions.evidence import EvidenceRow, answer
from newind.questions.findings import Finding, finding
from newind.questions.manufacturing.findings_depth import can_follow_chains, ends, over_time, try_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.analyses.manufacturing.chainincome import ChainIncome
    from newind.analyses.manufacturing.servicing import ServiceContent, ServiceType
    from newind.charts.proofs import AreaStack
    from newind.measures.context import Context
    from newind.messages import Text

MILLION = 1e6
LEAST_PEERS = 3
"""Peers that a median needs."""
HARDLY = 0.05
"""Stages below which a change of position is called small."""
FOREIGN = 0.005
"""Foreign services, as a share of exports, below which their types are not reported."""


# ---- services from abroad
@finding(system="s2")
def foreign_services(ctx: Context) -> Iterator[Finding]:
    """Which services from abroad are in manufacturing exports, and from whom."""
    found = try_answer(lambda: service_content(ctx.w, ctx.region, "exports")) if can_follow_chains(ctx) else None
    if found is None or not found.foreign[0].sum() >= FOREIGN:
        return
    kinds = found.foreign[0] / found.foreign[0].sum()
    origins = _origins(found)
    named = {c: v for c, v, known in origins if known}
    if not named:
        return
    top, first = int(np.argmax(kinds)), max(named, key=lambda c: named[c])
    kind, name, owner = _short(found.types[top]), economy(ctx, first), of_economy(ctx)
    part, theirs = shares(float(kinds[top]), named[first])
    hidden, ordered = 1 - sum(named.values()), dict(sorted(named.items(), key=lambda n: -n[1]))
    alone = newer.leads(ctx.w, "s2.services_in_manufacturing_exports", ctx.region, ordered)
    yield answer(
        ctx,
        "s2.foreign_services",
        ("s2.foreign_service_type", "s2.foreign_service_origin"),
        message(
            f"manufacturing.findings_chains.foreign_services.{'most' if alone else 'several'}",
            owner=owner,
            part=part,
            kind=kind,
            theirs=theirs,
            name=name,
        ),
        _types(found),
        [
            *(
                EvidenceRow("s2.foreign_service_type", float(v), industry=t.id)
                for t, v in zip(found.types, kinds, strict=True)
            ),
            *(EvidenceRow("s2.foreign_service_origin", v, partner=c) for c, v, _ in origins),
        ],
        kind="context",
        size=1.0,
        value=float(kinds[top]),
        detail=message("manufacturing.findings_chains.foreign_services.not_named", share=share(hidden))
        if hidden > FOREIGN
        else NOTHING,
        status=found.status[0],
    )


def _origins(found: ServiceContent) -> list[tuple[str, float, bool]]:
    """Return the part of each partner in services from abroad, and whether it has a name."""
    by = found.by_type_and_origin[0].sum(axis=0)
    abroad = float(np.delete(by, found.home).sum())
    every = zip(found.partners, by, found.named, strict=True)
    return [(c, float(v) / abroad, bool(known)) for c, v, known in every if c != found.region]


def _short(kind: ServiceType) -> Text:
    """Return the short name of a type of services as it stands inside a sentence."""
    return lower_first(kind.short)


def _types(found: ServiceContent) -> Bars:
    """Return foreign services by type, the largest first, as shares of exports."""
    rows = [ChartRow(t.id, float(v), label=_short(t)) for t, v in zip(found.types, found.foreign[0], strict=True)]
    rows.sort(key=lambda row: -row.value)
    return Bars(tuple(rows), rows[0].code, "1")


# ---- income and work
@finding(system="s2")
def chain_factors(ctx: Context) -> Iterator[Finding]:
    """Report earnings of high-skilled labour and capital in the income from manufactures chains, beside peers."""
    found = try_answer(lambda: ask(ctx, "manufacturing.chain").result) if can_follow_chains(ctx) else None
    chart = None if found is None else try_answer(lambda: _parts(found, "factor"))
    if found is None or chart is None:
        return
    year, own = found.skilled_years[-1], found.split("factor", found.skilled_years[-1])
    known = {c: _factors(ctx, c, year) for c in ctx.peers}
    peers = {c: split for c, split in known.items() if split is not None}
    beside = NOTHING
    if len(peers) >= LEAST_PEERS:
        skilled, rest = (share(float(np.median([p[k] for p in peers.values()]))) for k in ("high", "capital"))
        beside = message("manufacturing.findings_chains.chain_factors.medians", skilled=skilled, rest=rest)
    owner, high, capital = of_economy(ctx), share(own["high"]), share(own["capital"])
    yield answer(
        ctx,
        "s2.chain_factors",
        ("s2.chain_high_skill", "s2.chain_capital"),
        message(
            "manufacturing.findings_chains.chain_factors.sentence",
            year=year,
            high=high,
            owner=owner,
            capital=capital,
            beside=beside,
        ),
        chart,
        [
            EvidenceRow(id, split[part], region=c, year=year)
            for c, split in {ctx.region: own, **peers}.items()
            for id, part in (("s2.chain_high_skill", "high"), ("s2.chain_capital", "capital"))
        ],
        kind="context",
        size=1.0,
        value=own["high"],
        detail=message("manufacturing.findings_chains.chain_factors.detail"),
        year=year,
        status=found.status[found.years.index(year)],
    )


def _factors(ctx: Context, region: str, year: int) -> dict[str, float] | None:
    """Return who earns the income of an economy in a year, None where it is not known."""
    return try_answer(lambda: chain_income(Panel({year: ctx.accounts[year]}), region).split("factor", year))


@finding(system="s2")
def chain_jobs(ctx: Context) -> Iterator[Finding]:
    """How many work in manufactures chains, and where."""
    found = try_answer(lambda: ask(ctx, "manufacturing.chain").result) if can_follow_chains(ctx) else None
    chart = None if found is None else try_answer(lambda: _parts(found, "jobs"))
    if found is None or chart is None:
        return
    known = np.flatnonzero(np.isfinite(found.shares("jobs")).all(axis=1))
    t = int(known[-1])
    year, jobs, own = found.years[t], float(found.jobs[t].sum()), found.split("jobs", found.years[t])
    name, on, many = economy(ctx, ctx.region), in_year(ctx, year), persons(jobs)
    outside, farm, serve = shares(1 - own["manufacturing"], own["agriculture"], own["services"])
    yield answer(
        ctx,
        "s2.chain_jobs",
        ("s2.chain_jobs_outside", "s2.chain_jobs"),
        message(
            "manufacturing.findings_chains.chain_jobs",
            name=name,
            many=many,
            on=on,
            outside=outside,
            farm=farm,
            serve=serve,
        ),
        chart,
        [
            EvidenceRow("s2.chain_jobs_outside", 1 - own["manufacturing"], year=year),
            EvidenceRow("s2.chain_jobs", jobs, year=year),
        ],
        kind="context",
        size=1.0,
        value=1 - own["manufacturing"],
        year=year,
        status=found.status[t],
    )


def persons(number: float) -> Text:
    """Return a number of people in the words of each language.

    Examples
    --------
    >>> persons(236_409_345.0), persons(812_345.0)["en"]
    ({'en': '236.4 million', 'zh': '2.4亿'}, '812,345')
    """
    en = (
        f"{format_bilingual_number(number / MILLION, 1)['en']} million"
        if number >= MILLION
        else format_bilingual_number(number, 0)["en"]
    )
    return complete_text({"zh": quantity(number, "count", "zh")}, en)


def _parts(found: ChainIncome, dimension: str) -> AreaStack | Segments:
    """Return the parts of a dimension over the years, or those of one year."""
    chart = found.chart(dimension)
    if len(chart.years) > 1:
        return chart
    return Segments(tuple(ChartRow(k, v[0], label=chart.labels[k]) for k, v in chart.series.items()), chart.unit)


# ---- position
@finding(system="s2")
def manufacturing_position(ctx: Context) -> Iterator[Finding]:
    """Whether manufacturing moved up or down in its chains, by its industries or their mix."""
    if not over_time(ctx):
        return
    found = try_answer(lambda: chain_position(ends(ctx), ctx.region).change(scope="manufacturing"))
    if found is None:
        return
    (first, *_, last), name = found.years, of_economy(ctx)
    change = found.levels[1] - found.levels[0]
    error = newer.half(ctx.w, "s4.upstreamness", ctx.region, found.levels[1], of="change")
    small = abs(change) < max(HARDLY, error)
    step, now, inside, mixed = (
        format_bilingual_number(v, 2)
        for v in (change if small else abs(change), found.levels[1], found.within, found.mix)
    )
    way = "steady" if small else "up" if change > 0 else "down"
    yield answer(
        ctx,
        "s2.position",
        ("s2.position_change", "s2.position_within", "s2.position_mix"),
        message(
            f"manufacturing.findings_chains.position.{way}",
            name=name,
            first=first,
            last=last,
            step=step,
            now=now,
            inside=inside,
            mixed=mixed,
            years=in_each(partial(years, first, last)),
        ),
        found.chart(),
        [
            EvidenceRow("s2.position_change", change),
            EvidenceRow("s2.position_within", found.within),
            EvidenceRow("s2.position_mix", found.mix),
        ],
        kind="context",
        size=1.0,
        value=change,
        detail=join_phrases(
            message("manufacturing.findings_chains.position.stages", s=ctx.w.S),
            message("manufacturing.findings_chains.position.no_better"),
        ),
        status="observed" if all(ctx.accounts[y].status == "observed" for y in found.years) else "estimated",
    )
