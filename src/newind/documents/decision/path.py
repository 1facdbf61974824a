"""The fourth page of a decision brief: the path of the families, targets, how far to trust it, what is not in it."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from newind.charts.proofs import Bands
from newind.documents.sheets.model import (
    BETTER,
    UNCLEAR,
    WORSE,
    BriefSheet,
    BriefTable,
    Cell,
    Columns,
    Exhibit,
    Heading,
    Note,
)
from newind.errors import NewindError
from newind.language.words import decimal, mark
from newind.messages import message
from newind.pathways.hindcast import CARBON, MEASURES, find_skill, list_skills
from newind.policy.signs import AMBIGUOUS
from newind.questions.model import SourceRow
from newind.questions.now import text as nowtext
from newind.questions.paths import pathways as words, roadmaps, skills
from newind.questions.paths.section import carbon_card, income_card
from newind.questions.paths.section_voice import PathwayWording
from newind.questions.unknown import regional_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.documents.sheets.model import Block
    from newind.documents.sheets.voice import Voice
    from newind.pathways.progress import Milestone
    from newind.questions.model import Card
    from newind.questions.paths.section_searches import FamilyPathway

TARGETS = 11
"""Milestones that are shown."""
STATUSES = {"met": (BETTER, "✓"), "on_track": (BETTER, "▲"), "lagging": (WORSE, "◆"), "off_track": (WORSE, "●")}
"""Statuses in the order of the table: what they mean, and their shape."""
ROWS = 9
"""Reasons of a table with a boundary that are shown."""


def sheet(found: FamilyPathway | NewindError | None, voice: Voice) -> BriefSheet:
    """Return the page; where there is no path, why not, and what the accounts cannot tell."""
    speech = PathwayWording(voice.refs, "path")
    if found is None:
        return _without(voice.say("path.not_asked" if voice.ctx.w.closed else "path.boundary"), voice)
    if isinstance(found, NewindError):
        return _without(speech.explain_refusal("refused", found), voice)
    blocks = (*_courses(found, speech, voice), *_targets(found, voice), *_trust(found, speech, voice))
    return BriefSheet(voice.say("sheets.path"), voice.say("aside.path", known=_known(found)), blocks)


def _known(found: FamilyPathway) -> int:
    return int(found.path.base.growth.known[found.at])


def _without(why: str, voice: Voice) -> BriefSheet:
    blocks: list[Block] = [Note(why, voice.say("path.none"))]
    for t in regional_tables(voice.refs)[-1:]:
        rows = tuple(tuple(Cell(c) for c in row) for row in t.rows[:ROWS])
        blocks += [Heading(t.title, t.lead), BriefTable(t.header, rows, sheet=t.title)]
    return BriefSheet(voice.say("sheets.path"), voice.say("aside.accounts", year=voice.ctx.year), tuple(blocks))


# ---- courses
def _courses(found: FamilyPathway, speech: PathwayWording, voice: Voice) -> Iterator[Block]:
    p, r = found.path, found.at
    answer = words.pathway_of(p, voice.ctx.region, found.real_income)
    stated = (
        p.stated[r]
        and bool(found.real_income.stated[-1, r])
        and words.agrees(p.verdicts[r], float(found.real_income.central[-1, r]))
    )
    income = income_card(found, speech)
    last = p.years[-1]
    why = voice.explain(AMBIGUOUS if p.stated[r] else p.verdicts[r])
    yield Heading(
        income.sentence if stated else voice.say("path.unstated", last=last, why=why),
        voice.say("path.borrowed" if found.roadmap is None else "path.sub", start=p.begins),
        income.refs,
    )
    title = voice.say("path.income" if stated else "path.income_open", last=last)
    left = _figure(income, title, voice.say("path.income_note"), voice.say("book.income"))
    right: tuple[Block, ...] = ()
    if "carbon" in answer.tables:
        right = (_carbon(found, carbon_card(found, speech), voice),)
    yield Columns((replace(left, unstated=not stated),), right)


def _carbon(found: FamilyPathway, card: Card, voice: Voice) -> Exhibit:
    """Return the course of CO2; where its level is refused, the better simple guess, and why."""
    if not find_skill(CARBON, found.region).is_refused:
        return _figure(card, card.sentence, card.note, voice.say("book.carbon"))
    named = message("decision.path.guess")
    proof = replace(card.proof, labels={"middle": named}) if isinstance(card.proof, Bands) else card.proof
    note = voice.say("path.carbon_note", first=found.path.years[0], known=_known(found))
    return _figure(replace(card, proof=proof), voice.say("path.carbon_refused"), note, voice.say("book.carbon"))


def _figure(card: Card, title: str, note: str, sheet: str) -> Exhibit:
    return Exhibit(title, card.proof, note, card.refs, topic=card.topic, sheet=sheet)


# ---- targets
def _targets(found: FamilyPathway, voice: Voice) -> Iterator[Block]:
    if found.roadmap is None:
        yield Note(voice.say("targets.none"), voice.say("targets.none_title"))
        return
    known = [m for m in found.roadmap.stated_milestones if m.progress.status in STATUSES and m.seen is not None]
    counts = {s: sum(m.progress.status == s and not _missed(m) for m in known) for s in STATUSES}
    missed = sum(map(_missed, known))
    shown = select_milestones(known)
    numbers = (_number_documents(known, voice), PathwayWording(voice.refs, "path").number("roadmap.projected"))
    sub = voice.say("targets.sub", n=len(shown), all=len(found.roadmap.milestones))
    unknown = len(found.roadmap.milestones) - len(known)
    text = voice.say("targets.headline", **counts) + (voice.say("targets.missed", n=missed) if missed else "")
    text += voice.say("targets.unknown", n=unknown) if unknown else ""
    yield Heading(text, sub, numbers)
    head = tuple(voice.say(f"targets.head.{k}") for k in ("target", "course", "seen", "goal", "path", "status"))
    yield BriefTable(head, tuple(_row(m, voice) for m in shown), (2, 3, 4), sheet=voice.say("book.targets"))


def _number_documents(known: Sequence[Milestone], voice: Voice) -> int:
    """Return the number of the row with the documents that set the goals, and that the last values are from."""
    cited = [s for m in known for s in m.target.sources]
    comma, lang = mark("clause", voice.lang), voice.lang
    titles = dict.fromkeys(nowtext.in_language(s.title, lang) + (comma + s.date if s.date else "") for s in cited)
    seen = [m.seen[0] for m in known if m.seen is not None]
    row = SourceRow(
        number=0,
        indicator="roadmap.targets",
        label=voice.say("targets.source"),
        formula="",
        source=("；" if lang == "zh" else "; ").join(titles),
        year=f"{min(seen)}–{max(seen)}",
        unit=voice.say("targets.source_unit"),
        status="observed",
        note=voice.say("targets.source_note"),
    )
    return voice.refs.number_row(row)


def select_milestones(known: Sequence[Milestone]) -> list[Milestone]:
    """Return the milestones that are shown, by status: none that is behind is left out for one that is not.

    Where there are too many, those that are met go first, then those on track, the latest years before others, and what
    the path leads to somewhere last.
    """
    order = list(STATUSES)
    kept = sorted(known, key=lambda m: (order.index(m.progress.status), isfinite(m.projected), -m.year))
    return kept[max(len(kept) - TARGETS, 0) :]


def _row(m: Milestone, voice: Voice) -> tuple[Cell, ...]:
    lang, (tone, shape) = voice.lang, STATUSES[m.progress.status]
    assert m.seen is not None  # chosen for it
    year, seen = m.seen
    status = roadmaps.load_words()["values"]["status"][m.progress.status][lang]
    if _missed(m):
        status = nowtext.word("stands.missed", lang)
    unit = "%" if m.target.unit == "%" else ""
    leads = _number(m.projected, lang) + unit if isfinite(m.projected) else "–"
    if isfinite(m.projected) and not m.goal.meets_target(m.projected):
        leads = voice.say("targets.short", value=leads)
    return (
        Cell(f"{m.target.label[lang]}{mark('clause', lang)}{m.year}"),
        Cell("", tone, course=(m.goal.baseline, seen, m.goal.value, m.projected)),
        Cell(voice.say("targets.seen", value=_number(seen, lang) + unit, year=year)),
        Cell(_number(m.goal.value, lang) + unit),
        Cell(leads, UNCLEAR),
        Cell(f"{shape} {status}", tone),
    )


def _missed(m: Milestone) -> bool:
    """Return whether its year has passed without it."""
    return m.progress.reason == "deadline"


def _number(value: float, lang: str) -> str:
    return decimal(value, 2 if abs(value) < 10 else 1, lang)


# ---- trust
def _trust(found: FamilyPathway, speech: PathwayWording, voice: Voice) -> Iterator[Block]:
    named = skills.load_words()["values"]["measure"]
    own = list_skills(found.region)[: len(MEASURES)]
    texts = {
        key: voice.join([voice.inside(named[k.measure][voice.lang]) for k in own if k.is_refused == refused])
        for key, refused in (("stated", False), ("refused", True))
    }
    said = {key: text or voice.say("path.no_level") for key, text in texts.items()}
    left = Note(voice.say("path.trusted", **said), voice.say("path.trust"), (speech.number("path.hindcast"),))
    right = Note(voice.say("path.not_in"), voice.say("path.not_in_title"))
    yield Columns((left,), (right,))
