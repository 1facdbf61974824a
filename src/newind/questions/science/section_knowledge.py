"""Sources of an economy's knowledge: distance to the frontier, research in its inputs, its innovation capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.charts.proofs import Bars, ChartRow
from newind.data.reference.innovation import labels
from newind.language.phrases import plain_share
from newind.language.words import decimal
from newind.messages import list_languages
from newind.questions.depth.parts import figure
from newind.questions.depth.views import ask, make_card
from newind.questions.model import Block
from newind.questions.science.answers import list_distances
from newind.questions.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection

SHOWN = 5
"""Industries, and fields, that a chart shows."""
ENDS = 3
"""Industries nearest to the frontier, and farthest from it, that the chart shows."""
RATIO = 2
"""Assumed strength of imitation against own innovation at which the switching chance is shown."""
TIPS = 6
"""Column of the table on the frontier that says which way the risk tips the balance."""


def block(voice: SystemWording) -> Block | None:
    """Return the cards and tables that there are figures for."""
    made = [p for p in (_frontier(voice), _research(voice), _capacity(voice)) if p is not None]
    if not made:
        return None
    tables = tuple(t for _, t in made)
    return Block(cards=tuple(c for c, _ in made), tables=tables, folded=tuple(t.id for t in tables))


# ---- distance to the frontier
def _ask(voice: SystemWording, key: str, id: str, **typed: object) -> Answer | None:
    told: Answer | None = voice.make_or_log(voice.kick(key), lambda: ask(voice.ctx, id, **typed))
    return told


def _frontier(voice: SystemWording) -> tuple[Card, TableSection] | None:
    told = _ask(voice, "frontier", "science.mix")
    if told is None or not told.lead:
        return None
    known, apart = list_distances(told.result, voice.w), len(told.lead) > 1
    ends = known if len(known) <= 2 * ENDS else known[:ENDS] + known[-ENDS:]
    bars = tuple(ChartRow(str(row["industry"]), float(row["distance"])) for row in ends)
    tips = sentences([said[voice.lang] for said in told.lead[1:]], voice.lang)
    card = make_card(voice, "frontier", told, Bars(bars, bars[0].code, "1"), slice(1), before=tips)
    kept = [i for i, _ in enumerate(voice.head("frontier")) if apart or i != TIPS]
    rows = [tuple(_distance(voice, row)) for row in known]
    said = voice.say("frontier-table-note", chance=plain_share(told.result.probability), ratio=RATIO)
    return card, voice.table("frontier", voice.say("frontier-table"), [tuple(r[i] for i in kept) for r in rows],
                             note=said, refs=card.refs, texts=(0, 2, TIPS) if apart else (0, 2),
                             header=tuple(voice.head("frontier")[i] for i in kept))  # fmt: skip


def _distance(voice: SystemWording, row: dict[str, Any]) -> Iterator[str]:
    none = voice.say("none")
    yield voice.industry(row["industry"])
    yield voice.share(row["distance"])
    yield voice.label_economy(row["frontier"])
    pace = row["catching_up"]
    yield none if pace != pace else decimal(100 * pace, 1, voice.lang, sign=True) + "%"
    for name in ("threshold", "threshold_at_risk"):
        yield voice.number(row[name], 2)
    yield voice.word("directions", row["direction"])
    yield voice.share(row[f"switch_at_{RATIO}"])


# ---- research along the chain
def _research(voice: SystemWording) -> tuple[Card, TableSection] | None:
    told = _ask(voice, "research", "science.research", year=voice.ctx.year)
    if told is None:
        return None
    frame = told.result.by_industry().dropna(subset=["foreign"]).sort_values("foreign", ascending=False).head(SHOWN)
    parts = voice.format_bilingual_text("abroad-part"), voice.format_bilingual_text("home-part")
    bars = tuple(
        ChartRow(str(r.industry), float(r.foreign + r.domestic), other=float(r.foreign)) for r in frame.itertuples()
    )
    card = make_card(voice, "research", told, Bars(bars, bars[0].code, "1", parts), notes=-1)
    rows = [tuple(_format_research_row(voice, r)) for r in frame.to_dict("records")]
    return card, voice.table("research", voice.say("research-table"), rows, refs=card.refs, texts=(0, 5))


def _format_research_row(voice: SystemWording, row: dict[Any, Any]) -> Iterator[str]:
    yield voice.industry(row["industry"])
    for name in ("own", "domestic", "foreign", "foreign_share"):
        yield voice.share(row[name])
    yield voice.label_economy(row["lead"])
    yield voice.share(row["lead_share"])


# ---- innovation capacity
def _capacity(voice: SystemWording) -> tuple[Card, TableSection] | None:
    """Return who does research and pays for it, and the strongest fields; none where no field stands out."""
    told = _ask(voice, "capacity", "science.capacity", peers=())
    strong = None if told is None else told.result.strongest(SHOWN, agreed=True)
    if told is None or strong is None or strong.empty:
        return None
    names = labels("field")
    bars = tuple(
        ChartRow(r["field"], float(r["advantage"]), label={k: names[r["field"]][k] for k in list_languages()})
        for r in strong.to_dict("records")
    )
    card = make_card(voice, "capacity", told, Bars(bars, bars[0].code, ""), notes=-1)
    return card, _spending(voice, told, card.refs)


def _spending(voice: SystemWording, told: Answer, refs: tuple[int, ...]) -> TableSection:
    found, rows = told.result, []
    for part, frame in (("performer", found.performers), ("source", found.sources)):
        own, named = frame[frame["economy"] == found.region], labels(part)
        rows += [(voice.say(part), named[r[part]][voice.lang], voice.share(float(r["share"])), str(r["year"]))
                 for r in own.to_dict("records")]  # fmt: skip
    return voice.table("capacity", voice.say("capacity-table"), rows, refs=refs, texts=(0, 1))


def lines(voice: SystemWording) -> tuple[str, ...]:
    """Return what innovation capacity does not cover, where it has no card."""
    told = _ask(voice, "capacity", "science.capacity", peers=())
    if told is None or not told.result.strongest(SHOWN, agreed=True).empty:
        return ()
    return tuple(note[voice.lang] for note in told.notes[1:-1])


# ---- figures
def figures(voice: SystemWording) -> Iterator[MeasureRow]:
    """Yield distances to the frontier, and research in inputs."""
    if mix := _ask(voice, "frontier", "science.mix"):
        for code, value in zip(mix.result.industries, mix.result.distance, strict=True):
            if value == value:
                yield figure(voice, "s1.frontier_gap", value, industry=code, status="proxy", year=mix.result.year)
    told = _ask(voice, "research", "science.research", year=voice.ctx.year)
    if told is not None:
        for row in told.result.by_industry().dropna(subset=["foreign_share"]).itertuples():
            yield figure(voice, "s1.research_chain", row.foreign_share, industry=row.industry, status="estimated")
