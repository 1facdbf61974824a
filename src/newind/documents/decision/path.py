"""The fourth page of a decision brief: the path of the families, targets, how far to trust it, what is not in it."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from newind.charts.proofs import Bands
from newind.data.reference import now as figures_of
from newind.documents.decision.reliance import figure
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
from newind.language.words import dash, decimal, in_brackets, mark, percent
from newind.messages import message
from newind.pathways.hindcast import CARBON, MEASURES, find_skill, list_skills
from newind.policy.verdicts import ASSUMED
from newind.questions.model import SourceRow
from newind.questions.now import text as nowtext
from newind.questions.now.national import name_office
from newind.questions.paths import pathways as words, skills
from newind.questions.paths.section import carbon_card, find_path_command, income_card
from newind.questions.paths.section_voice import PathwayWording
from newind.questions.unknown import regional_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newind.charts.proofs import Proof
    from newind.documents.sheets.model import Block
    from newind.documents.sheets.voice import Voice
    from newind.pathways.progress import Milestone
    from newind.questions.findings import Diagnosis
    from newind.questions.model import Card
    from newind.questions.paths.section_searches import FamilyPathway

TARGETS = 6
"""Milestones that are shown."""
STANDS = {
    "met": (BETTER, "✓"),
    "on_track": (BETTER, "▲"),
    "due": (UNCLEAR, "○"),
    "lagging": (WORSE, "◆"),
    "off_track": (WORSE, "●"),
    "missed": (WORSE, "●"),
}
"""How a milestone stands, in the order of the table: what it means, and its shape."""
GREEN = ("s3.power_scenario", "s3.abroad", "s3.emitters")
"""Findings of which the first two stand in place of targets: no other page has them."""
BASE = re.compile(r"（\d+年=100）|[,，] ?\d+年? ?= ?100")
"""What a label says of the year in which its index is 100."""
ROWS = 9
"""Reasons of a table with a boundary that are shown."""


def sheet(found: FamilyPathway | NewindError | None, diagnosis: Diagnosis, voice: Voice) -> BriefSheet:
    """Return the page; where there is no path, why not, and what the accounts cannot tell."""
    speech = PathwayWording(voice.refs, "path")
    if found is None:
        return _without(voice.say("path.not_asked" if voice.ctx.w.closed else "path.boundary"), voice)
    if isinstance(found, NewindError):
        return _without(speech.explain_refusal("refused", found), voice)
    blocks = (*_courses(found, speech, voice), *_targets(found, diagnosis, voice), *_trust(found, speech, voice))
    growth = figures_of.origins()[figures_of.columns()["growth"]["source"]]
    outlook = f"{name_office(growth['short'], voice.lang)} {growth['date']}"
    return BriefSheet(voice.say("sheets.path"), voice.say("aside.path", known=_known(found), outlook=outlook), blocks)


def list_methods(found: FamilyPathway | NewindError | None, voice: Voice) -> tuple[str, ...]:
    """Return what gives the numbers of the path again, where there is one."""
    if found is None or isinstance(found, NewindError):
        return ()
    return (voice.say("path.again", command=find_path_command(found, PathwayWording(voice.refs, "path"))),)


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
    income, ends, last = income_card(found, speech), found.real_income, p.years[-1]
    change = float(ends.central[-1, r])
    own = found.roadmap is not None
    if p.stated[r] and bool(ends.stated[-1, r]) and words.agrees(p.verdicts[r], change):
        way = "above" if change > 0 else "below"
        said, under = voice.say(f"path.{way}", last=last, change=percent(abs(change), voice.lang, digits=2)), ""
    else:
        said, under = voice.say("path.unstated", last=last), _why(found, voice)
    sub = voice.say("path.sub" if own else "path.borrowed", start=p.begins)
    yield Heading(
        said if own else voice.say("path.if", text=voice.inside(said)),
        mark("gap", voice.lang).join(filter(None, (under, sub))),
        income.refs,
    )
    over = voice.join([voice.say(f"unknown.{name}") for name in found.varied])
    span = voice.span(float(ends.low[-1, r]), float(ends.high[-1, r]))
    title = voice.say("path.income", last=last, over=over, span=span)
    left = _figure(income, title, voice.say("path.income_note"), voice.say("book.income"))
    right: tuple[Block, ...] = ()
    if "carbon" in answer.tables:
        right = (_carbon(found, carbon_card(found, speech), voice),)
    yield Columns((left,), right)


def _why(found: FamilyPathway, voice: Voice) -> str:
    """Return why real income has no number: what its change is based on, or what turns its sign."""
    p, r = found.path, found.at
    verdict = p.verdicts[r]
    if verdict != ASSUMED or p.assumed is None:
        return voice.say(f"path.why.{verdict if voice.has(f'path.why.{verdict}') else 'open'}")
    without = percent(float(p.assumed.without[r]), voice.lang, digits=2, sign=True)
    return voice.say("path.why.assumed", without=without)


def _carbon(found: FamilyPathway, card: Card, voice: Voice) -> Exhibit:
    """Return the course of CO2; where its level is refused, the better simple guess, and why."""
    if not find_skill(CARBON, found.region).is_refused:
        return _figure(card, card.sentence, card.note, voice.say("book.carbon"))
    named = message("decision.path.guess")
    proof = replace(card.proof, labels={"middle": named}) if isinstance(card.proof, Bands) else card.proof
    guess = skills.load_words()["values"]["guess"][find_skill(CARBON, found.region).guess][voice.lang]
    note = voice.say("path.carbon_note", known=_known(found), guess=guess)
    return _figure(replace(card, proof=proof), _guess(card.proof, voice), note, voice.say("book.carbon"))


def _guess(proof: Proof | None, voice: Voice) -> str:
    """Return that the model states no level, and the simple guess of the last year with its past error."""
    assert isinstance(proof, Bands)
    (_, lows, highs), lang = proof.bands[0], voice.lang
    middle, low, high = (decimal(v[-1], 2, lang) for v in (proof.middle, lows, highs))
    guess = in_brackets(middle, dash(low, high, lang), lang)
    return voice.say("path.carbon_refused", first=proof.years[0], last=proof.years[-1], guess=guess)


def _figure(card: Card, title: str, note: str, sheet: str) -> Exhibit:
    return Exhibit(title, card.proof, note, card.refs, topic=card.topic, sheet=sheet)


# ---- targets
def _targets(found: FamilyPathway, diagnosis: Diagnosis, voice: Voice) -> Iterator[Block]:
    if found.roadmap is None:
        yield from _green(diagnosis, voice)
        yield Note(voice.say("targets.none"), voice.say("targets.none_title"))
        return
    all_ = found.roadmap.stated_milestones
    known = [m for m in all_ if _stand(m)]
    shown = select_milestones(known)
    rest = [m for m in all_ if m not in shown]
    numbers = (_number_documents(known, voice), PathwayWording(voice.refs, "path").number("roadmap.projected"))
    published, own = ([m for m in known if _is_own(m) == it] for it in (False, True))
    texts = [voice.say(f"targets.{k}", counts=_count(ms, voice)) for k, ms in (("set", published), ("own", own)) if ms]
    sub = mark("gap", voice.lang).join(_explain_marks(known, voice))
    yield Heading(mark("semicolon", voice.lang).join(texts), sub, numbers, voice.say("targets.key"))
    head = tuple(voice.say(f"targets.head.{k}") for k in ("target", "course", "seen", "goal", "path", "status"))
    rows, more = (tuple(_row(m, voice) for m in ms) for ms in (shown, rest))
    yield BriefTable(head, rows, (2, 3, 4), sheet=voice.say("book.targets"), more=more)
    if rest:
        yield Note(voice.say("targets.rest", n=len(rest), names=_name_rest(rest, voice)), late=True)


def _green(diagnosis: Diagnosis, voice: Voice) -> Iterator[Block]:
    """Yield two findings on carbon that no other page has, as far as there are some."""
    known = {f.id: f for f in diagnosis}
    shown = [figure(known[id], voice) for id in GREEN if id in known][:2]
    if shown:
        yield Heading(voice.say("targets.green"))
        yield Columns(tuple(shown[:1]), tuple(shown[1:]))


def _stand(m: Milestone) -> str:
    """Return the verdict on a milestone; empty where nothing is known."""
    stand = m.progress.verdict
    return stand if m.seen is not None and stand in STANDS else ""


def _is_own(m: Milestone) -> bool:
    """Return whether newind derived the goal, or computed the last value."""
    return m.target.derived or m.target.is_computed


def _count(milestones: Sequence[Milestone], voice: Voice) -> str:
    """Return how many milestones stand how."""
    stands = [_stand(m) for m in milestones]
    return mark("comma", voice.lang).join(
        voice.say(f"targets.count.{k}", n=stands.count(k)) for k in STANDS if k in stands
    )


def _name_rest(rest: Sequence[Milestone], voice: Voice) -> str:
    """Return the milestones that are not shown, by how they stand and by year."""
    lang, order = voice.lang, [*STANDS, ""]
    named: dict[tuple[str, int], list[str]] = {}
    for m in sorted(rest, key=lambda m: (order.index(_stand(m)), m.year)):
        name = BASE.sub("", m.target.label[lang]) + _mark_own(m, lang)
        named.setdefault((_stand(m), m.year), []).append(name)
    comma = mark("semicolon" if lang != "zh" else "list", lang)
    return mark("gap", lang).join(
        voice.say(f"targets.of.{stand or 'unknown'}", year=year, names=comma.join(names))
        for (stand, year), names in named.items()
    )


def _mark_own(m: Milestone, lang: str) -> str:
    """Return the marks of a value that newind computed, and of a goal that it derived."""
    marks = (("computed", bool(_stand(m)) and m.target.is_computed), ("derived", m.target.derived))
    return "".join(nowtext.word(name, lang) for name, some in marks if some)


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
        note=mark("gap", lang).join((voice.say("targets.source_note"), *_explain_marks(known, voice))),
    )
    return voice.refs.number_row(row)


def _explain_marks(shown: Iterable[Milestone], voice: Voice) -> list[str]:
    of = [m.target for m in shown]
    return nowtext.explain_marks(
        voice.lang, computed=any(t.is_computed for t in of), derived=any(t.derived for t in of)
    )


def select_milestones(known: Sequence[Milestone]) -> list[Milestone]:
    """Return the milestones that are shown, by status: none that is behind is left out for one that is not.

    Where there are too many, those that are met go first, then those on track and those that are due, the latest years
    before others, and what the path leads to somewhere last.
    """
    order = list(STANDS)
    kept = sorted(known, key=lambda m: (order.index(_stand(m)), isfinite(m.projected), -m.year))
    return kept[max(len(kept) - TARGETS, 0) :]


def _row(m: Milestone, voice: Voice) -> tuple[Cell, ...]:
    lang, stand = voice.lang, _stand(m)
    tone, shape = STANDS.get(stand, (UNCLEAR, "–"))
    status = nowtext.name_status(m.progress.status, m.progress.reason, lang)
    if isfinite(m.projected) and not m.goal.meets_target(m.projected) and tone == BETTER:
        tone, status = UNCLEAR, voice.say("targets.short", status=status)
    unit = "%" if m.target.unit == "%" else ""
    seen = "–"
    if m.seen is not None and stand:
        computed = nowtext.word("computed", lang) if m.target.is_computed else ""
        seen = voice.say("targets.seen", value=_number(m.seen[1], lang) + unit + computed, year=m.seen[0])
    derived = nowtext.word("derived", lang) if m.target.derived else ""
    return (
        Cell(f"{m.target.label[lang]}{mark('clause', lang)}{m.year}"),
        Cell("", tone, course=(m.goal.baseline, m.anchor[1], m.goal.value, m.projected)),
        Cell(seen),
        Cell(_number(m.goal.value, lang) + unit + derived),
        Cell(_number(m.projected, lang) + unit if isfinite(m.projected) else "–", UNCLEAR),
        Cell(f"{shape} {status}", tone),
    )


def _number(value: float, lang: str) -> str:
    """Return a value without zeros that a document does not have."""
    places = 2 if abs(value) < 10 else 1
    while places and round(value, places) == round(value, places - 1):
        places -= 1
    return decimal(value, places, lang)


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
