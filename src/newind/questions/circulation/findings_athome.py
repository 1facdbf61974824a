"""S4 of a province from its own official table: where its products go, where they come from, what it specialises in.

These findings are based on the tables of province and nation alone: no flow between provinces is estimated for them.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from newind.analyses.circulation.own import own_circulation
from newind.analyses.circulation.structure import region_quotients, specialisations
from newind.charts.proofs import Bars, ChartRow, Segments
from newind.language.phrases import economy, industry, join_phrases, share, shares
from newind.language.words import decimal, join_names, mark
from newind.messages import NOTHING, message, message_group
from newind.questions.evidence import EvidenceRow, answer
from newind.questions.findings import Finding, finding
from newind.questions.words import join_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.measures.context import Context
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
    home, first, others = economy(ctx, ctx.region), joint(codes[0]), join_industries(codes[1:NAMED])
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


SMALL, NAMED = 0.01, 3
"""Least share of value added of an industry worth naming; industries named."""
