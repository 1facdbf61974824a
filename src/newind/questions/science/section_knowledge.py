"""Sources of an economy's knowledge: distance to the frontier, research in its inputs, its innovation capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.accounts.panel import Panel
from newind.analyses.science.capacity import innovation_capacity
from newind.analyses.science.chain import innovation_mix
from newind.charts.proofs import Bars, ChartRow
from newind.data.reference.innovation import labels
from newind.language.phrases import plain_share
from newind.language.words import decimal, mark
from newind.measures.shared import positions
from newind.messages import list_languages
from newind.questions.depth.parts import figure
from newind.questions.depth.views import ask, make_card
from newind.questions.depth.voice import words
from newind.questions.findings import discriminates
from newind.questions.model import Block
from newind.questions.science.findings_risks import PROXY
from newind.questions.text import add_full_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.analyses.science.capacity import InnovationCapacity
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection

LEAST = 5
"""Industries with a known distance that a card needs."""
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
def _mix(voice: SystemWording) -> Any:
    ctx = voice.ctx
    years = ctx.w if len(ctx.accounts) == 1 else Panel(ctx.accounts)
    return voice.make_or_log(voice.kick("frontier"), lambda: innovation_mix(years, ctx.region))


def _frontier(voice: SystemWording) -> tuple[Card, TableSection] | None:
    found = _mix(voice)
    if found is None:
        return None
    frame = found.to_frame().set_index("industry")
    made = [voice.w.industries[int(i)] for i in positions(voice.w, "manufacturing")]
    known = frame.loc[frame.index.isin(made) & frame["distance"].notna()].sort_values("distance", ascending=False)
    if len(known) < LEAST:
        return None
    chance = plain_share(found.probability)
    behind = known.loc[known["distance"] < 1, "direction"]
    moved, apart = int((behind == "own innovation").sum()), discriminates(behind)
    ends = known if len(known) <= 2 * ENDS else known.iloc[[*range(ENDS), *range(-ENDS, 0)]]
    bars = tuple(ChartRow(str(c), float(v)) for c, v in ends["distance"].items())
    tips = voice.say("frontier-tips", chance=chance, moved=moved, n=len(behind)) if apart else ""
    note = voice.say("frontier-note", tips=tips, proxy=PROXY[voice.lang])
    refs = voice.refs.number_indicators(("s1.frontier_gap",), found.year)
    card = voice.card("frontier", _nearer(voice, known), Bars(bars, str(known.index[0]), "1"), note, refs,
                      status="proxy", year=found.year)  # fmt: skip
    kept = [i for i, _ in enumerate(voice.head("frontier")) if apart or i != TIPS]
    rows = [tuple(_distance(voice, str(c), r)) for c, r in known.to_dict("index").items()]
    said = voice.say("frontier-table-note", chance=chance, ratio=RATIO)
    return card, voice.table("frontier", voice.say("frontier-table"), [tuple(r[i] for i in kept) for r in rows],
                             note=said, refs=refs, texts=(0, 2, TIPS) if apart else (0, 2),
                             header=tuple(voice.head("frontier")[i] for i in kept))  # fmt: skip


def _nearer(voice: SystemWording, known: Any) -> str:
    """Return which industries are nearest and farthest, and how many came closer where that is known."""
    ends = {
        "n": len(known),
        "best": voice.join_industries(str(known.index[0])),
        "worst": voice.join_industries(str(known.index[-1])),
        "high": voice.share(float(known["distance"].iloc[0])),
        "low": voice.share(float(known["distance"].iloc[-1])),
    }
    if (at := int((known["distance"] >= 1).sum())) > 1:
        return voice.say("frontier-at", at=at, **ends)
    if known["catching_up"].notna().sum() < len(known):
        return voice.say("frontier-one", **ends)
    return voice.say("frontier", near=int((known["catching_up"] > 0).sum()), first=voice.ctx.years[0], **ends)


def _distance(voice: SystemWording, code: str, row: dict[str, Any]) -> Iterator[str]:
    none = voice.say("none")
    yield voice.industry(code)
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
    told = _ask_research(voice)
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


def _ask_research(voice: SystemWording) -> Answer | None:
    ctx = voice.ctx
    told: Answer | None = voice.make_or_log(voice.kick("research"), lambda: ask(ctx, "science.research", year=ctx.year))
    return told


def _format_research_row(voice: SystemWording, row: dict[Any, Any]) -> Iterator[str]:
    yield voice.industry(row["industry"])
    for name in ("own", "domestic", "foreign", "foreign_share"):
        yield voice.share(row[name])
    yield voice.label_economy(row["lead"])
    yield voice.share(row["lead_share"])


# ---- innovation capacity
def _capacity(voice: SystemWording) -> tuple[Card, TableSection] | None:
    """Return who does research and pays for it, and the strongest fields; none where no field stands out."""
    found = _compute_capacity(voice)
    strong = None if found is None else found.strongest(SHOWN, agreed=True)
    if found is None or strong is None or strong.empty:
        return None
    names = labels("field")
    bars = tuple(
        ChartRow(r["field"], float(r["advantage"]), label={k: names[r["field"]][k] for k in list_languages()})
        for r in strong.to_dict("records")
    )
    refs = (voice.own("s1.innovation_capacity", year=int(strong["year"].iloc[0]), source=_source(voice)),)
    years = found.performers.loc[found.performers["economy"] == found.region, "year"]
    spent = int(years.max()) if len(years) else int(found.totals["year"].max())
    note = voice.say(
        "capacity-note",
        year=int(strong["year"].iloc[0]),
        spent=spent,
        gone=add_full_stop(_describe_gaps(voice, found), voice.lang),
    )
    sentence = _who(voice, found, [names[f][voice.lang] for f in strong["field"][:2]])
    card = voice.card("capacity", sentence, Bars(bars, bars[0].code, ""), note, refs, status="observed",
                      year=spent)  # fmt: skip
    return card, _spending(voice, found, refs)


def _compute_capacity(voice: SystemWording) -> InnovationCapacity | None:
    what = voice.kick("capacity")
    found: InnovationCapacity | None = voice.make_or_log(what, lambda: innovation_capacity(voice.ctx.region, ()))
    return found


def _source(voice: SystemWording) -> str:
    return str(words()["sources"]["s1.innovation_capacity"]["source"][voice.lang])


def _who(voice: SystemWording, found: InnovationCapacity, fields: list[str]) -> str:
    """Return who does research and pays for it, as far as it is known, and the strongest fields."""
    done, paid = found.business_share, found.public_share
    texts = [voice.phrase("capacity-business", done=voice.share(done), name=voice.owner())] if done == done else []
    texts += [voice.phrase("capacity-public", paid=voice.share(paid))] if paid == paid else []
    listed = mark("list", voice.lang).join(f[:1].lower() + f[1:] if voice.lang != "zh" else f for f in fields)
    return mark("semicolon", voice.lang).join([*texts, voice.phrase("capacity-fields", fields=listed)])


def _describe_gaps(voice: SystemWording, found: InnovationCapacity) -> str:
    """Return what is not covered; the economy is named once, where the line begins with it."""
    own = [g.text[voice.lang] for g in found.not_covered if g.economy == found.region]
    return mark("semicolon", voice.lang).join(t.partition(mark("colon", voice.lang))[2] or t for t in own)


def _spending(voice: SystemWording, found: InnovationCapacity, refs: tuple[int, ...]) -> TableSection:
    rows = []
    for part, frame in (("performer", found.performers), ("source", found.sources)):
        own, named = frame[frame["economy"] == found.region], labels(part)
        rows += [(voice.say(part), named[r[part]][voice.lang], voice.share(float(r["share"])), str(r["year"]))
                 for r in own.to_dict("records")]  # fmt: skip
    return voice.table("capacity", voice.say("capacity-table"), rows, refs=refs, texts=(0, 1))


def lines(voice: SystemWording) -> tuple[str, ...]:
    """Return what innovation capacity does not cover, where it has no card."""
    found = _compute_capacity(voice)
    if found is None or not found.strongest(SHOWN, agreed=True).empty:
        return ()
    return (voice.say("capacity-none", name=voice.name(), gone=_describe_gaps(voice, found)),)


# ---- figures
def figures(voice: SystemWording) -> Iterator[MeasureRow]:
    """Yield distances to the frontier, and research in inputs."""
    found = _mix(voice)
    if found is not None:
        for code, value in zip(found.industries, found.distance, strict=True):
            if value == value:
                yield figure(voice, "s1.frontier_gap", value, industry=code, status="proxy", year=found.year)
    told = _ask_research(voice)
    if told is not None:
        for row in told.result.by_industry().dropna(subset=["foreign_share"]).itertuples():
            yield figure(voice, "s1.research_chain", row.foreign_share, industry=row.industry, status="estimated")
