"""The six characteristics against peers: one card each, from one indicator each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.groups import group
from newind.charts.proofs import Bars, ChartRow, Lines
from newind.data.reference import identify, load
from newind.data.reference.now import labour_shares
from newind.language.leftout import OmissionLog
from newind.language.phrases import compare_with_past, format_bilingual_number, in_country, in_year, share
from newind.language.tense import date_sentence
from newind.language.words import years as span_of_years
from newind.measures.newer import LABOUR
from newind.measures.readings import Reading, ReadingText, format_value, read, say
from newind.measures.references import WORLD, WORLDS
from newind.messages import NOTHING, in_each, message, message_group
from newind.questions import evidence
from newind.questions.evidence import SecondMeasure
from newind.questions.wording import noun

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.charts.proofs import DotRanking, Proof
    from newind.data.reference.now import LabourShare
    from newind.measures.context import Context
    from newind.messages import Text

TOPICS: dict[str, Text] = message_group("common.characteristics.topics")
RECENT = 5
"""Years over which the range of the share in value chains is shown."""


@dataclass(frozen=True)
class Characteristic:
    """Content of a card of a characteristic before it is set in a language."""

    topic: str
    reading: Reading
    sentence: Text
    proof: Proof
    note: Text
    ids: tuple[str, ...]
    own: LabourShare | None = None
    """Value of the economy's own tables, where it is used."""


def characteristics(ctx: Context, log: OmissionLog | None = None) -> tuple[Characteristic, ...]:
    """Return the six characteristics of an economy; one that the accounts cannot measure is left out."""
    last = (_digital_regional, _open_regional) if ctx.regional else (_digital, _open)
    builders = dict(zip(TOPICS, (_people, _quality, _innovation, _green, *last), strict=True))
    kept = OmissionLog() if log is None else log
    made = (kept.try_build(TOPICS[topic], partial(build, ctx)) for topic, build in builders.items())
    return tuple(c for c in made if c is not None)


def _card(
    ctx: Context,
    topic: str,
    id: str,
    sentence: Callable[[Reading, ReadingText], Text],
    note: Text,
    second: str | None = None,
    measures: tuple[str, str] = ("complete", "direct"),
    *,
    changes: bool = True,
) -> Characteristic | None:
    reading = read(ctx, id, changes=changes)
    if reading is None:
        return None
    year = reading.year
    other = None if second is None else SecondMeasure.named(*measures, lambda code: ctx.value(second, code, year))
    alone = len(reading.others) < 2 and (second is None or reading.first is not None)
    proof = _alone(ctx, reading, second, measures) if alone else evidence.rank_economies(ctx, reading, other)
    ids = (id,) if second is None else (id, second)
    said = date_sentence(sentence(reading, say(ctx, reading)), year, ctx.year)
    return Characteristic(topic, reading, said, proof, note, ids)


def _alone(ctx: Context, reading: Reading, second: str | None, measures: tuple[str, str]) -> Proof:
    """Return the chart of an economy that has no peers: over the years, between two measures where there are two."""
    if second is None:
        return evidence.over_years(ctx, reading)
    names = {key: evidence.MEASURES[key] for key in measures}
    return evidence.band(ctx.years, ctx.series(second), reading.series, names, "1")


def _people(ctx: Context) -> Characteristic | None:
    def sentence(reading: Reading, said: ReadingText, own: LabourShare | None = None) -> Text:
        moved, on = _format_change(reading), in_year(ctx, reading.year)
        who = message("common.characteristics.sentence.labour") if own is None else own.who
        return message(
            "common.characteristics.sentence.people",
            who=who,
            now=said.now,
            owner=said.owner,
            on=on,
            moved=moved,
        )

    note = message("common.characteristics.people.note")
    if not ctx.regional:
        note = message("common.characteristics.people.note_imputed")
    made = _card(ctx, "people", LABOUR, sentence, note)
    own = None if made is None else labour_shares().get(ctx.region)
    found = None if made is None or own is None else national(ctx, own, made.reading)
    if made is None or own is None or found is None:
        return made
    return replace(
        made,
        reading=found,
        sentence=date_sentence(sentence(found, say(ctx, found), own), found.year, ctx.year),
        proof=_own_proof(found, own),
        note=_beside(ctx, made.reading, found, own),
        own=own,
    )


def national(ctx: Context, own: LabourShare, reading: Reading) -> Reading | None:
    """Return what an economy's own tables say in the years of the world's accounts, where it is newer than a reading.

    Nobody else stands beside it, as concepts differ between offices.
    """
    kept = {y: v for y, v in own.total.items() if ctx.years[0] <= y <= ctx.year}
    year, first = max(kept, default=0), min(kept, default=0)
    if year <= reading.year or identify(ctx.w) not in WORLDS:
        return None
    since, past = (first, kept[first]) if first < year else (None, None)
    return Reading(LABOUR, None, year, kept[year], since, past, {ctx.region: kept[year]}, kept, {})


def _own_proof(reading: Reading, own: LabourShare) -> Proof:
    """Return the chart of an economy's own labour share beside that of its manufacturing."""
    years, names = tuple(reading.series), {"manufacturing": group("manufacturing").label}
    series = {own.economy: own.total, "manufacturing": own.manufacturing}
    if len(years) > 1:
        lines = {code: tuple(values[y] for y in years) for code, values in series.items()}
        return Lines(years, lines, own.economy, "1", labels=names)
    rows = (ChartRow(code, values[reading.year], label=names.get(code)) for code, values in series.items())
    return Bars(tuple(rows), own.economy, "1")


def _beside(ctx: Context, world: Reading, found: Reading, own: LabourShare) -> Text:
    """Return the concept of an economy's own tables, and what the world tables have: their level is of another one.

    Beside the last accounts the last figure stands, where the tables go on beyond them.
    """
    now, middle = format_value(world, world.value), NOTHING
    if world.median is not None:
        shown = format_value(world, world.median)
        middle = message("common.characteristics.beside.median", shown=shown)
    over = in_each(partial(span_of_years, found.year, found.year))
    if found.first is not None:
        over = message("common.characteristics.beside.years", first=found.first, last=found.year)
    last, ahead = max(own.total), NOTHING
    if last > found.year and ctx.year == load(WORLD).years[-1]:
        shown = format_value(found, own.total[last])
        ahead = message("common.characteristics.beside.last", shown=shown, last=last)
    return message(
        "common.characteristics.beside.note",
        short=own.short,
        years=over,
        ahead=ahead,
        concept=own.concept,
        world=world.year,
        now=now,
        middle=middle,
    )


def _quality(ctx: Context) -> Characteristic | None:
    def sentence(reading: Reading, _: ReadingText) -> Text:
        kept = format_bilingual_number(100 * reading.value, 1)
        money = "dollars" if ctx.w.unit.endswith("USD") else "yuan"
        place = _format_place(reading)
        return message(f"common.characteristics.sentence.quality_{money}", kept=kept, place=place)

    note = message("common.characteristics.quality.note")
    return _card(ctx, "quality", "quality.manufacturing_value_added_rate", sentence, note)


def _innovation(ctx: Context) -> Characteristic | None:
    here = in_country(ctx)

    def sentence(_: Reading, said: ReadingText) -> Text:
        return message("common.characteristics.sentence.innovation", now=said.now, here=here, since=said.since)

    note = message("common.characteristics.innovation.note")
    id = "s1.knowledge_input_domestic_share"
    return _card(ctx, "innovation", id, sentence, note, f"{id}_direct")


def _green(ctx: Context) -> Characteristic | None:
    def sentence(reading: Reading, said: ReadingText) -> Text:
        return message("common.characteristics.sentence.green", now=said.now, place=_format_place(reading))

    note = message("common.characteristics.green.note")
    return _card(ctx, "green", "s3.carbon_per_gdp", sentence, note)


TOGETHER = "c30"
"""Business services with computer services in them, in the industries of WIOD."""


def _digital(ctx: Context) -> Characteristic | None:
    software = TOGETHER in ctx.w.industries

    def sentence(reading: Reading, said: ReadingText) -> Text:
        home = ctx.value("s2.digital_value_added_domestic", year=reading.year)
        away = share(1 - home / reading.value)
        return message("common.characteristics.sentence.digital", now=said.now, away=away)

    note = message(f"common.characteristics.digital.{'note_hardware' if software else 'note'}")
    id, measures = "s2.digital_value_added", ("all_origins", "domestic")
    return _card(ctx, "digital", id, sentence, note, f"{id}_domestic", measures)


def _digital_regional(ctx: Context) -> Characteristic | None:
    id = "s2.digital_in_manufacturing_domestic"

    def sentence(_: Reading, said: ReadingText) -> Text:
        return message("common.characteristics.sentence.digital_regional", **vars(said))

    note = message("common.characteristics.digital_regional.note")
    return _card(ctx, "digital", id, sentence, note)


def _open_regional(ctx: Context) -> Characteristic | None:
    national, foreign = "s4.demand_national", "s4.demand_foreign"

    def sentence(reading: Reading, said: ReadingText) -> Text:
        elsewhere = ctx.value(national, year=reading.year)
        if elsewhere != elsewhere:
            return message("common.characteristics.sentence.open_regional", now=said.now, owner=said.owner)
        return message(
            "common.characteristics.sentence.open_provinces", now=said.now, owner=said.owner, elsewhere=share(elsewhere)
        )

    note = message("common.characteristics.open_regional.note")
    return _card(ctx, "open", foreign, sentence, note)


def _open(ctx: Context) -> Characteristic | None:
    id = "s4.gvc_circulation"
    reading = read(ctx, id)
    if reading is None:
        return None
    said, years = say(ctx, reading), [y for y in reading.series if y > reading.year - RECENT]
    rows = evidence.rank_economies(ctx, reading).rows
    over = {row.code: [ctx.value(id, row.code, y) for y in years] for row in rows}
    proof, note = evidence.rank_economies(ctx, reading), message("common.characteristics.open.note")
    if len(years) > 1:
        proof = _with_ranges(proof, over)
        shown = in_each(partial(span_of_years, years[0], years[-1]))
        note = message("common.characteristics.open.note_years", years=shown)
    sentence = message("common.characteristics.sentence.open", **vars(said))
    return Characteristic("open", reading, date_sentence(sentence, reading.year, ctx.year), proof, note, (id,))


def _with_ranges(proof: DotRanking, figures: dict[str, list[float]]) -> DotRanking:
    rows = (replace(r, range=(min(figures[r.code]), max(figures[r.code]))) for r in proof.rows)
    return replace(proof, rows=tuple(rows))


def _format_change(reading: Reading) -> Text:
    """Return the change of a share in points, to end a sentence with; empty for a single year."""
    if reading.past is None:
        return NOTHING
    step = 100 * (reading.value - reading.past)
    size = format_bilingual_number(abs(step), 1)
    if size["en"] == "0.0":
        return compare_with_past(size, size, reading.first, up=False)
    if not reading.change:
        return compare_with_past(NOTHING, format_value(reading, reading.past), reading.first, up=False, told=False)
    how = "more" if step > 0 else "less"
    return message(f"common.characteristics.change.{how}", size=size, first=reading.first, turned=reading.turned)


def _format_place(reading: Reading) -> Text:
    """Return the place among peers, to end a sentence with."""
    place = reading.place
    return message("common.characteristics.place", place=place, of=noun(reading.others)) if place["en"] else NOTHING
