"""S4: what circulates at home, between home regions, and where industries could move.

These findings are based on the tables of province and nation alone: no flow between provinces is estimated for them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.location import location_quotients
from newind.analyses.circulation.own import own_circulation
from newind.analyses.circulation.structure import region_quotients, specialisations
from newind.analyses.circulation.transfer import transfer_candidates
from newind.charts.proofs import AreaStack, Bars, ChartRow, Segments
from newind.language.phrases import economy, industries, industry, join_phrases, of_economy, share, shares
from newind.language.words import decimal, join_names, mark
from newind.measures.readings import read, say
from newind.measures.shared import positions
from newind.messages import NOTHING, message, message_group
from newind.questions.evidence import EvidenceRow, answer
from newind.questions.findings import Finding, finding
from newind.questions.judging import make
from newind.questions.words import join_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text


SCOPES: dict[str, Text] = message_group("circulation.findings_athome.scopes")
TABLE = "table"
"""Figures that stand in the table itself, without any assumption on who uses what flows in."""
STATED = "observed"
"""Status of such figures, also where accounts made from the table estimate who uses what flows in."""
SHOWN = 6
ID = "s4.own_circulation"


def has_own_table(ctx: Context) -> bool:
    """Return whether a province is described by its own table.

    Who uses what flows in is an estimate in such accounts; what is made, sold, bought and added in all is not.
    """
    inside = [c for c in ctx.w.regions if c not in ctx.w.boundary]
    return ctx.province and inside == [ctx.region]


@finding(system="s4")
def own(ctx: Context) -> Iterator[Finding]:
    """Where what a province makes goes, and where what it uses is made."""
    if not has_own_table(ctx):
        return
    totals = own_circulation(ctx.w, ctx.region).totals()
    for measure in ("sales", "uses"):
        rows = totals[(totals["measure"] == measure) & (totals["basis"] == TABLE) & (totals["status"] == STATED)]
        parts = {str(k): float(v) for k, v in zip(rows["scope"], rows["share"], strict=True)}
        if len(parts) > 1:
            yield _went(ctx, measure, parts)


def _went(ctx: Context, measure: str, parts: dict[str, float]) -> Finding:
    said = dict(zip(parts, shares(*parts.values()), strict=True))
    first, *rest = said
    places = [message("circulation.findings_athome.went.place", share=said[k], scope=SCOPES[k]) for k in rest]
    sentence = message(
        f"circulation.findings_athome.went.{measure}",
        home=economy(ctx, ctx.region),
        share=said[first],
        places=join_texts(places, join_names),
    )
    return answer(
        ctx,
        f"s4.own_{measure}",
        (ID,),
        sentence,
        Segments(tuple(ChartRow(k, v, label=SCOPES[k]) for k, v in parts.items()), "1"),
        [EvidenceRow(ID, v, note=f"{measure}: {k}", status=STATED) for k, v in parts.items()],
        kind="context",
        status=STATED,
        size=2.0,
        value=parts[first],
        detail=message("circulation.findings_athome.went.detail"),
    )


def joint(code: str) -> Text:
    """Return the name of industries that two tables have in common only together.

    Examples
    --------
    >>> joint("c13+c14")["en"], joint("c1")["zh"]
    ('machinery with electrical and optical equipment', '农林牧渔业')
    """
    return reduce(
        lambda first, second: message("circulation.findings_athome.with", first=first, second=second),
        map(industry, code.split("+")),
    )


def join_industries(codes: list[str]) -> Text:
    """Return industries one after the other."""
    return join_texts([joint(code) for code in codes], lambda names, lang: mark("semicolon", lang).join(names))


@finding(system="s4")
def own_specialisation(ctx: Context) -> Iterator[Finding]:
    """Which industries set a province apart from the nation, by the official tables of both."""
    if not has_own_table(ctx):
        return
    quotients = region_quotients(ctx.w, [ctx.region])
    if not len(quotients):
        return
    found = specialisations(quotients).iloc[0]
    known = quotients[(quotients["share"] >= SMALL) & quotients["quotient"].notna()]
    ranked = known.sort_values("quotient", ascending=False)
    codes, figures = [str(c) for c in ranked["industry"]], [float(q) for q in ranked["quotient"]]
    home, first, others = economy(ctx, ctx.region), joint(codes[0]), join_industries(codes[1:INDUSTRIES_NAMED])
    times, index = decimal(figures[0], 1), decimal(float(found["krugman"]), 2)
    yield answer(
        ctx,
        "s4.own_specialisation",
        ("s4.own_quotient",),
        message("circulation.findings_athome.specialisation.sentence", home=home, first=first, times=times),
        Bars(
            tuple(ChartRow(c, q, label=joint(c)) for c, q in zip(codes[:SHOWN], figures, strict=False)),
            focus=codes[0],
            unit="index",
        ),
        [EvidenceRow("s4.own_quotient", q, industry=c, status=STATED) for c, q in zip(codes, figures, strict=True)],
        kind="context",
        status=STATED,
        size=1.8,
        value=figures[0],
        detail=join_phrases(
            message(
                "circulation.findings_athome.specialisation.share",
                share=share(float(ranked["share"].iloc[0])),
            ),
            message("circulation.findings_athome.specialisation.then", others=others) if others["en"] else NOTHING,
            message("circulation.findings_athome.specialisation.index", index=index),
        ),
    )


SMALL, INDUSTRIES_NAMED = 0.01, 3
"""Least share of value added of an industry worth naming; industries named."""


DEMAND = ("s4.demand_local", "s4.demand_national", "s4.demand_foreign")
SUPPLY = ("s4.supply_local", "s4.supply_national", "s4.supply_foreign")
QUOTIENT, PULL, SHARE = "s4.location_quotient", "s2.backward_linkage", "s2.manufacturing_share"
MATERIAL = 0.01
"""Least share of a region's value added that makes an industry worth naming."""
MOST, NAMED = 8, 3


def names(ctx: Context) -> tuple[Text, Text, Text]:
    """Return what the three scopes are called: the region, the rest of its country, abroad."""
    local: Text = (
        message("circulation.findings_places.names.province")
        if ctx.province
        else message("circulation.findings_places.names.home")
    )
    return (
        local,
        message("circulation.findings_places.names.others"),
        message("circulation.findings_places.names.abroad"),
    )


def _select_known_ids(ctx: Context, ids: tuple[str, ...], year: int) -> tuple[str, ...]:
    return tuple(i for i in ids if np.isfinite(ctx.value(i, year=year)))


def _proof(ctx: Context, reading: Reading, ids: tuple[str, ...], every: tuple[str, ...]) -> AreaStack | Segments:
    """Return the three parts over the years, or in one bar where there is one year only."""
    labels = dict(zip(every, names(ctx), strict=True))
    years = tuple(reading.series)
    if len(years) > 1:
        series = {i: tuple(ctx.value(i, year=y) for y in years) for i in ids}
        return AreaStack(years, series, "1", labels={i: labels[i] for i in ids})
    return Segments(tuple(ChartRow(i, ctx.value(i, year=reading.year), label=labels[i]) for i in ids), "1")


@finding(system="s4")
def demand(ctx: Context) -> Iterator[Finding]:
    """Where the value that a region adds is finally used."""
    reading = read(ctx, DEMAND[0]) if ctx.regional else None
    if reading is None:
        return
    ids, said = _select_known_ids(ctx, DEMAND, reading.year), say(ctx, reading)
    if len(ids) < 2:
        return
    local, *rest = shares(*(ctx.value(i, year=reading.year) for i in ids))
    if len(ids) == 3:
        national, foreign = rest
        sentence = message(
            "circulation.findings_places.demand.province",
            local=local,
            owner=said.owner,
            national=national,
            foreign=foreign,
        )
    else:
        sentence = message(
            "circulation.findings_places.demand.nation",
            local=local,
            owner=said.owner,
            since=said.since,
            abroad=rest[0],
        )
    yield make(
        ctx, reading, "s4.demand", sentence, _proof(ctx, reading, ids, DEMAND), detail=reading.place, also=ids[1:]
    )


@finding(system="s4")
def supply(ctx: Context) -> Iterator[Finding]:
    """Whose value is in what a region finally uses."""
    reading = read(ctx, SUPPLY[0]) if ctx.province else None
    if reading is None:
        return
    ids = _select_known_ids(ctx, SUPPLY, reading.year)
    if len(ids) < 3:
        return
    local, national, foreign = shares(*(ctx.value(i, year=reading.year) for i in ids))
    yield make(
        ctx,
        reading,
        "s4.supply",
        message(
            "circulation.findings_places.supply",
            name=economy(ctx, ctx.region),
            local=local,
            national=national,
            foreign=foreign,
        ),
        _proof(ctx, reading, ids, SUPPLY),
        detail=reading.place,
        also=ids[1:],
    )


@finding(system="s4")
def specialisation(ctx: Context) -> Iterator[Finding]:
    """Report the specialisation of a region, beside its country."""
    quotients = _material(ctx)
    first = [c for c in quotients if quotients[c] > 1][:NAMED]
    reading = read(ctx, QUOTIENT, first[0]) or read(ctx, SHARE, first[0]) if first else None
    if reading is None or reading.year != ctx.year:
        return
    named = [
        message("circulation.findings_places.specialisation.times", name=industry(c), times=decimal(quotients[c], 2))
        for c in first
    ]
    index = ctx.value(QUOTIENT, year=ctx.year)
    known = np.isfinite(index)
    yield _beside(
        ctx,
        make(
            ctx,
            reading,
            "s4.specialisation",
            message(
                "circulation.findings_places.specialisation.sentence",
                owner=of_economy(ctx),
                industries=join_texts(named),
            ),
            Bars(tuple(ChartRow(c, q) for c, q in quotients.items() if q > 1)[:MOST], focus=first[0], unit="index"),
            detail=message("circulation.findings_places.specialisation.index", index=decimal(index, 2))
            if known
            else NOTHING,
            value=quotients[first[0]],
            unit="index",
        ),
    )


def reference_of(ctx: Context) -> Accounts | None:
    """Return the second table that gives the country, None where the accounts have it or none suits."""
    if ctx.details(QUOTIENT, "industry", ctx.year) or ctx.reference is None:
        return None
    return ctx.reference if set(ctx.reference.industries) == set(ctx.w.industries) else None


def _beside(ctx: Context, found: Finding) -> Finding:
    """Return a finding as an estimate where it is based on a second table that is one."""
    second = reference_of(ctx)
    return replace(found, status="estimated") if second is not None and second.status == "estimated" else found


def _quotients(ctx: Context) -> dict[str, float]:
    """Return the quotients of a region, from its accounts or beside a second table; none without either."""
    own, second = ctx.details(QUOTIENT, "industry", ctx.year), reference_of(ctx)
    if own or second is None:
        return own
    found = location_quotients(ctx.w, second, ctx.region)
    return {c: float(q) for c, q in zip(found["industry"], found["quotient"], strict=True) if np.isfinite(q)}


def _material(ctx: Context) -> dict[str, float]:
    """Return the quotients of industries that matter in a region, the highest first; none without a reference."""
    size = ctx.details(SHARE, "industry", ctx.year)
    found = {c: q for c, q in _quotients(ctx).items() if size.get(c, 0.0) >= MATERIAL}
    return dict(sorted(found.items(), key=lambda kv: (-kv[1], kv[0])))


@finding(system="s4")
def transfer(ctx: Context) -> Iterator[Finding]:
    """Industries that could move out of a region and that it could attract, beside its country."""
    if not _quotients(ctx) or not positions(ctx.w, "manufacturing").size:
        return
    found = transfer_candidates(ctx.w, ctx.region, reference_of(ctx))
    out, attract = (list(found.loc[found["direction"] == d, "industry"])[:NAMED] for d in ("out", "in"))
    named = [*out, *attract]
    reading = read(ctx, PULL, named[0]) if named else None
    if reading is None or reading.year != ctx.year:
        return
    quotients = dict(zip(found["industry"], found["quotient"], strict=True))
    bars = Bars(tuple(ChartRow(c, float(quotients[c])) for c in named), focus=named[0], unit="index")
    detail: Text = message("circulation.findings_places.transfer.detail")
    sentence = _candidates(ctx, out, attract)
    yield _beside(
        ctx,
        make(
            ctx, reading, "s4.transfer", sentence, bars, detail=detail, also=(QUOTIENT,),
            value=float(quotients[named[0]]), unit="index",
        ),
    )  # fmt: skip


def _candidates(ctx: Context, out: list[str], attract: list[str]) -> Text:
    how = "both" if out and attract else "out" if out else "attract"
    return message(
        f"circulation.findings_places.transfer.{how}",
        name=economy(ctx, ctx.region),
        out=industries(out),
        attract=industries(attract),
    )
