"""System 4 of a region whose table has a boundary: where it sells and buys, and how provinces compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.analyses.circulation.own import MEASURES, SCOPES, own_circulation
from newind.analyses.circulation.pairs import NOTE, transfer_pairs
from newind.charts.proofs import Tiles
from newind.charts.tiles import places, province_tiles
from newind.language.phrases import place
from newind.language.words import dash, decimal
from newind.questions.depth.parts import figure, labels
from newind.questions.model import Block, DepthSection
from newind.questions.regional import join_industry_names
from newind.questions.text import state

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.analyses.circulation.own import OwnCirculation
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection

NATIONAL = "s4.demand_national"
"""Share of value added that other provinces finally use."""
OWN = "s4.own_circulation"
SHOWN = ("sales", "uses", "inputs", "final_use")
"""Measures that no finding tells."""
PAIRS = 8
"""Pairs of an industry and a province that are shown."""
FEW = 2
"""Provinces from which on they can be compared."""


def regional_section(voice: SystemWording) -> DepthSection | None:
    """Return the section of a region whose table has a boundary, None where its own circulation is not known."""
    w, region = voice.w, voice.ctx.region
    found: OwnCirculation | None = voice.make_or_log(voice.say("own"), lambda: own_circulation(w, region))
    if found is None:
        return None
    totals = found.totals()
    parts = (_map(voice), Block(tables=(_own(voice, found, totals),)), _pairs(voice))
    blocks = tuple(b for b in parts if b is not None)
    figures = tuple(_figures(voice, totals))
    return DepthSection(
        title=voice.word("titles", "s4"),
        lead=_lead(voice, totals),
        id="depth-s4",
        cards=tuple(c for b in blocks for c in b.cards),
        tables=tuple(t for b in blocks for t in b.tables),
        methods=tuple(voice.left),
        figures=figures,
        labels=labels(figures, voice.lang),
        topic="s4",
        blocks=blocks,
    )


def _lead(voice: SystemWording, totals: pd.DataFrame) -> str:
    estimated = voice.say("all-estimated") if (totals["status"] == "estimated").all() else ""
    return voice.say("lead-province" if voice.ctx.province else "lead-nation", name=voice.name(), state=estimated)


# ---- provinces side by side
def _map(voice: SystemWording) -> Block | None:
    """Return the map of what other provinces use, none where the table has too few provinces that are on it."""
    ctx = voice.ctx
    figures = {c: ctx.value(NATIONAL, c) for c in ctx.w.regions if c in places()}
    known = {c: v for c, v in figures.items() if v == v}
    if ctx.region not in known or len(known) <= FEW:
        return None
    own, span = known[ctx.region], ctx.range(NATIONAL)
    where = place(own, known, {c: r for c in known if (r := ctx.range(NATIONAL, c)) is not None})[voice.lang]
    sentence = voice.say(
        "map",
        owner=voice.owner(),
        share=voice.share(own),
        range="" if span is None else voice.phrase("map-range", range=voice.ends(*span)),
        place=voice.phrase("map-place", place=where) if where else "",
    )
    proof = Tiles(province_tiles(known), ctx.region, "1")
    status = ctx.status(NATIONAL)
    note = voice.say("map-note") if status == "estimated" else ""
    card = voice.card("map", sentence, proof, note, voice.find_source_numbers(NATIONAL), status=status)
    return Block(cards=(card,))


# ---- its own rows and columns
def _own(voice: SystemWording, found: OwnCirculation, totals: pd.DataFrame) -> TableSection:
    rows = [tuple(_measure(voice, m, totals[totals["measure"] == m], found.scopes)) for m in SHOWN]
    kept = [0, *(1 + SCOPES.index(s) for s in found.scopes), 1 + len(SCOPES)]
    head = voice.head("own")
    stated = totals.loc[totals["basis"] == "table", "status"].iloc[0]
    status = "observed" if (totals["status"] == "observed").all() else "estimated"
    return voice.table(
        "own",
        voice.say("own"),
        rows,
        note=voice.say("own-note", status=state(stated, voice.lang)),
        refs=voice.find_source_numbers(OWN) if status == "observed" else (voice.own(OWN, status=status),),
        texts=(0, len(kept) - 1),
        header=tuple(head[i] for i in kept),
    )


def _measure(voice: SystemWording, measure: str, rows: Any, scopes: tuple[str, ...]) -> Iterator[str]:
    """Yield the cells of a measure: a share and its range by scope, and how it is known."""
    name = MEASURES[measure][voice.lang]
    yield name[:1].upper() + name[1:]
    by = rows.set_index("scope")
    for scope in scopes:
        share, low, high = (float(by.loc[scope, k]) for k in ("share", "low", "high"))
        same = voice.share(low) == voice.share(high)
        yield voice.share(share) if same else voice.around(share, low, high)
    yield voice.phrase(str(rows["basis"].iloc[0]))


# ---- pairs of provinces
def _pairs(voice: SystemWording) -> Block | None:
    """Return pairs of provinces that an industry could look at, none for a table of one province."""
    w, ctx = voice.w, voice.ctx
    if not ctx.province or sum(kind == "province" for kind in w.regions.kind) < FEW:
        return None
    title = voice.say("pairs")
    found = voice.make_or_log(title, lambda: transfer_pairs(w, ctx.region))
    frame = None if found is None else found.table()
    if frame is None or frame.empty:
        return None
    shown = frame[frame["score"].notna()].head(PAIRS)
    said = NOTE[voice.lang]
    which = "pairs-best" if len(shown) < len(frame) else "pairs-one" if len(frame) == 1 else "pairs-all"
    counted = voice.phrase(which, n=len(shown), of=len(frame))
    lead = voice.say("pairs-lead", name=voice.name(), which=counted, note=said[:1].upper() + said[1:])
    rows = [tuple(_pair(voice, r)) for r in shown.to_dict("records")]
    refs = (voice.own("s4.transfer_pairs"),)
    return Block(tables=(voice.table("pairs", title, rows, lead=lead, note=voice.say("pairs-note"), refs=refs,
                                     texts=(0, 1)),))  # fmt: skip


def _pair(voice: SystemWording, row: dict[Any, Any]) -> Iterator[str]:
    lang = voice.lang
    yield join_industry_names(row["industry"], lang)
    yield voice.label_economy(row["destination"])
    yield voice.share(row["cost"])
    for name in ("linkage", "linkage_others"):
        yield voice.number(row[name], 2)
    yield voice.share(row["capacity"])
    low, high = (decimal(row[k], 2, lang) for k in ("low", "high"))
    yield dash(low, high, lang)
    first, last = (f"{row[k]:.0f}" for k in ("rank_low", "rank_high"))
    yield dash(first, last, lang)


# ---- figures
def _figures(voice: SystemWording, totals: pd.DataFrame) -> Iterator[MeasureRow]:
    for r in totals[totals["measure"].isin(SHOWN)].to_dict("records"):
        for end, value in (("", r["share"]), (".low", r["low"]), (".high", r["high"])):
            yield figure(voice, OWN + end, value, f"{r['measure']}: {r['scope']}", status=r["status"])
