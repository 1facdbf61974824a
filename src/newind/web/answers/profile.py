"""An economy among its peers and now: characteristics, systems and official figures, with all that traces them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, cast

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.accounts.regions import apply_house_style
from newind.charts.proofs import DotRanking
from newind.data.reference import now as figures_of
from newind.data.reference.now import WORLD
from newind.data.reference.power import labels as powers
from newind.measures.context import Context
from newind.measures.headline import CHARACTERISTICS
from newind.measures.readings import read
from newind.measures.references import default_reference
from newind.measures.registry import indicators
from newind.measures.shared import format_unit
from newind.messages import list_languages, message_group
from newind.questions.characteristics import TOPICS, characteristics
from newind.questions.findings import SYSTEMS
from newind.questions.now import text as nowtext
from newind.questions.now.answers import HEADLINE, Now, now
from newind.web.answers.catalogue import STATUSES, TITLES
from newind.web.answers.circulation import YearsJoined, join_databases, list_yearly_values
from newind.web.answers.names import region_label
from newind.web.economies import until
from newind.web.responses import (
    Better,
    Body,
    CodeNames,
    EconomyList,
    HeadlineColumn,
    NamedItem,
    NamedPlace,
    Number,
    OfficialSummary,
    Range,
    Text,
    YearValue,
    body,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.panel import Panel
    from newind.measures.readings import Reading
    from newind.measures.registry import Indicator
    from newind.messages import Text as MessageText
    from newind.questions.characteristics import Characteristic


SINCE = 2011
"""Year beside which economies are shown: the first that all shipped accounts of the world have."""
KEPT = 16
"""Economies that a process keeps with all that was read of them."""
SHOWN: dict[str, tuple[str, ...]] = {
    "s1": ("s1.rd_intensity", "people.high_skill_share", "s1.knowledge_input_domestic_share", "s1.import_dependence",
           "s1.high_tech_import_dependence", "s1.input_dependence_national", "s1.input_dependence_foreign"),
    "s2": ("s2.manufacturing_share", "quality.manufacturing_value_added_rate", "s2.high_tech_share",
           "quality.distance_to_frontier", "s2.gvc_income_share", "s2.digital_value_added",
           "s2.services_in_manufacturing"),
    "s3": ("s3.carbon_per_gdp", "s3.carbon_intensity", "s3.carbon_per_person", "s3.carbon_production",
           "s3.carbon_consumption", "s3.net_carbon_exports"),
    "s4": ("s4.domestic_circulation", "s4.gvc_circulation", "s4.demand_national", "s4.demand_foreign", "s4.dva_share",
           "s4.gvc_backward", "s4.gvc_forward", "s4.supplier_hhi", "s4.upstreamness"),
}  # fmt: skip
"""Indicators of each system that are shown; those that accounts do not allow are left out."""
REGIONAL = ("s1.input_dependence_national", "s1.input_dependence_foreign")
"""Shown for provinces alone: for an economy they equal import dependence."""
SECOND = {
    "s1.import_dependence": "s1.import_dependence_direct",
    "s1.knowledge_input_domestic_share": "s1.knowledge_input_domestic_share_direct",
    "s2.digital_value_added": "s2.digital_value_added_domestic",
}
"""Another defensible definition: the range goes from one to the other."""


class PeerPlace(TypedDict):
    """Where an economy stands among its peers in a year."""

    rank: int
    of: int
    place: Text
    median: Number
    peers: Mapping[str, Number]


class ProfileIndicator(PeerPlace):
    """An indicator of an economy among its peers."""

    label: Text
    unit: str
    display: str
    digits: int | None
    better: Better
    clause: str
    formula: str
    source: str
    topic: str
    year: Annotated[int, Field(description="Of the figure; not always that of the page.")]
    value: Number
    range: Range
    second: Annotated[str | None, Field(description="Another defensible definition.")]
    status: str
    series: Annotated[Sequence[Number], Field(description="Along `years` of the profile.")]
    peer_series: Mapping[str, Sequence[Number]]


class ProfileTopic(NamedItem):
    """A characteristic of an economy in words."""

    indicator: str
    sentence: Text
    note: Text


class ProfileSystem(NamedItem):
    """A system, and its indicators that are known."""

    indicators: Sequence[str]


class ProfileBody(Body, YearsJoined):
    """An economy among its peers."""

    region: str
    label: Text
    year: int
    source: str
    peers: Sequence[NamedPlace]
    statuses: Mapping[str, Text]
    characteristics: Sequence[ProfileTopic]
    systems: Sequence[ProfileSystem]
    indicators: Mapping[str, ProfileIndicator]


def describe_economy(
    on: str, year: int | None, region: str, peers: Sequence[str] = (), folder: Path | None = None
) -> ProfileBody:
    """Return what is known of an economy among its peers, in the years up to one.

    Raises
    ------
    UnknownNameError, DataError
        For accounts, a year, a region or peers that there are not.
    """
    panel = until(on, year, folder)
    ctx = _context(panel, region, tuple(peers))
    every = [*(_context(part, region, ctx.peers) for part in panel.databases[:-1]), ctx]
    cards = {c.topic: c for c in characteristics(ctx)}
    own = {topic: c.reading.id for topic, c in cards.items()}
    ids = dict.fromkeys([*own.values(), *CHARACTERISTICS.values(), *(i for ids in SHOWN.values() for i in ids)])
    by_id = {c.reading.id: c for c in cards.values()}
    kept = [id for id in ids if ctx.regional or id not in REGIONAL]
    rows = {id: row for id in kept if (row := _row(every, id, by_id.get(id))) is not None}
    return body(
        ProfileBody, region=region, label=region_label(ctx.w, region), year=ctx.year, **join_databases(every),
        source=ctx.w.source, peers=[{"code": p, "label": _label(ctx, p)} for p in ctx.peers], statuses=STATUSES,
        characteristics=[
            {"id": t, "label": TOPICS[t], "indicator": c.reading.id, "sentence": c.sentence, "note": c.note}
            for t, c in cards.items()
        ],
        systems=[{"id": s, "label": SYSTEMS[s], "indicators": [i for i in ids if i in rows]}
                 for s, ids in SHOWN.items()],
        indicators=rows,
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _context(panel: Panel, region: str, peers: tuple[str, ...]) -> Context:
    return Context.from_accounts(panel, region, peers or None, default_reference(panel.last, region), model=False)


def _row(every: Sequence[Context], id: str, card: Characteristic | None) -> ProfileIndicator | None:
    """Return an indicator of the economy in the last year that it shares with its peers, None where never known.

    It is that of the latest database that has it; the years are those of all.
    """
    readings = ((ctx, card.reading if card else read(ctx, id)) for ctx in reversed(every))
    ctx, reading = next(((ctx, found) for ctx, found in readings if found is not None), (every[-1], None))
    if reading is None:
        return None
    entry = indicators()[id]
    own = card.own if card is not None else None
    # an economy's own tables are of another concept, so that nobody else stands beside them
    series = {c: list_yearly_values(every, id, c) for c in every[-1].all} if own is None else _inside(every, own.total)
    return {
        "label": entry.label, "unit": format_unit(entry.unit, ctx.w), "display": entry.display,
        "digits": entry.digits, "better": entry.better, "clause": entry.clause,
        "formula": entry.formula, "source": entry.source, "topic": _topic(id), "year": reading.year,
        "value": reading.value, "range": _range(ctx, reading, card), "second": SECOND.get(id),
        "status": "observed" if own is not None else ctx.status(id, year=reading.year),
        **_rank_among_peers(reading, entry), "series": series[ctx.region],
        "peer_series": {p: series[p] for p in every[-1].peers},
    }  # fmt: skip


def _inside(every: Sequence[Context], known: Mapping[int, float]) -> dict[str, list[float | None]]:
    """Return figures of an economy's own tables in the years of the last database, and none of its peers."""
    last, none = every[-1], [None for ctx in every for _ in ctx.years]
    found = [*none[: -len(last.years)], *(known.get(y) for y in last.years)]
    return {c: found if c == last.region else list(none) for c in last.all}


def _topic(id: str) -> str:
    return next((topic for topic, own in CHARACTERISTICS.items() if own == id), "")


def _rank_among_peers(reading: Reading, entry: Indicator) -> PeerPlace:
    """Return the peers' figures of the year and the rank among them: the best first, else the highest."""
    peers = list(reading.others)[1:]
    sign = -1.0 if entry.better == "lower" else 1.0
    above = sum(sign * v > sign * reading.value for v in reading.others.values())
    return {
        "rank": above + 1, "of": len(reading.others), "place": reading.place, "median": reading.median,
        "peers": {p: reading.others[p] for p in peers},
    }  # fmt: skip


def _range(ctx: Context, reading: Reading, card: Characteristic | None) -> tuple[float, float] | None:
    """Return the range of a figure: that of its card, that shipped with the table, or to a second definition."""
    if card is not None and isinstance(card.proof, DotRanking):
        shown = next((row.range for row in card.proof.rows if row.code == ctx.region), None)
        if shown is not None:
            return shown
    if reading.year == ctx.year and (shipped := ctx.range(reading.id)) is not None:
        return shipped
    other = ctx.value(SECOND[reading.id], year=reading.year) if reading.id in SECOND else np.nan
    return (min(reading.value, other), max(reading.value, other)) if np.isfinite(other) else None


def _label(ctx: Context, code: str) -> dict[str, str]:
    row = ctx.economy(code)
    return {"en": row.en, "zh": row.zh}


def economies() -> EconomyList:
    """Return the economies that have official figures, by code."""
    rows = [cast("CodeNames", {"code": c, **name_economy(c)}) for c in sorted(figures_of.economies())]
    return body(EconomyList, economies=rows)


def page(region: str, peers: Sequence[str], date: str) -> OfficialSummary:
    """Return the newest official figures of an economy on a day.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.now`.
    """
    economy = now(region, date=date, peers=list(peers) or None)
    found = economy.to_dict()
    columns, origins = figures_of.columns(), figures_of.origins()
    figures = [f | {"digits": figures_of.decimals(f["id"], f["value"])} for f in found["figures"]]
    sources = {
        s: {"updated": None} | of | {"short": origins[s]["short"], "zh": origins[s]["zh"]}
        for s, of in found["sources"].items()
    }
    partners = {row["partner"] for flow in ("exports", "imports") for row in found["partners"][flow]}
    codes = {found["economy"]["code"], *partners, *found["peers"]}
    return body(OfficialSummary, **found | {
        "targets": _describe_targets(economy, found["targets"]), "figures": figures, "sources": sources,
        "national": [f | {"source": _name_source(f["source"])} for f in found["national"]],
        "headline": [_column(name, columns[name]) for name in HEADLINE],
        "missing": [{"id": name, "label": _text(columns[name])} for name in found["missing"]],
        "before": {code: _describe_before(code) for code in (economy.economy, *economy.peers, WORLD)},
        "names": {code: name_economy(code) for code in sorted(codes)},
        "sections": figures_of.labels("sections"), "units": figures_of.labels("units"),
        "powers": powers(), "statuses": STATUSES, "progress": _progress(), "sets": TITLES,
    })  # fmt: skip


def _name_source(said: Mapping[str, str]) -> MessageText:
    """Return the title of a source, in each language that of a document whose own title follows the English."""
    return {lang: nowtext.bare_title(title, lang) for lang, title in said.items()}


def _describe_before(code: str) -> dict[str, YearValue]:
    """Return the headline figures of an economy in the year from which it is followed, where there are some."""
    rows = figures_of.series(code)
    seen = {name: rows[name].values.get(SINCE) for name in HEADLINE if name in rows}
    return {name: {"year": SINCE, "value": value} for name, value in seen.items() if value is not None}


def _describe_targets(economy: Now, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return goals with their state, pace and document in words."""
    grouped = [(aim, document, aims) for document, aims in nowtext.list_by_document(economy) for aim in aims]
    return [
        {
            **row,
            "stands": {lang: nowtext.stands(aim, lang) for lang in list_languages()},
            "pace": {lang: nowtext.pace(aim, lang) for lang in list_languages()},
            "origin": {lang: nowtext.bare_title(aim.origin, lang) for lang in list_languages()},
            "document": {lang: nowtext.document_title(document, aims, economy, lang) for lang in list_languages()},
        }
        for row, (aim, document, aims) in zip(rows, grouped, strict=True)
    ]


def name_economy(code: str) -> MessageText:
    """Return the names of an economy.

    Examples
    --------
    >>> name_economy("VNM")["zh"]
    '越南'
    """
    row = apply_house_style(code)
    return {"en": row.en, "zh": row.zh}


def _text(of: dict[str, Any]) -> MessageText:
    return {"en": of["en"], "zh": of["zh"]}


def _column(name: str, of: dict[str, Any]) -> HeadlineColumn:
    return {"id": name, "label": _text(of), "unit": of["unit"], "digits": of["digits"]}


@cache
def _progress() -> dict[str, MessageText]:
    """Return what it is called how far a target is."""
    found: dict[str, MessageText] = message_group("paths.roadmap.values.status")
    return found
