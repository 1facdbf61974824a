"""The fourth page of a decision brief: the path of the families, targets, how far to trust it, what is not in it."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from newind.charts.proofs import Bands
from newind.data.reference import now as figures_of
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
from newind.language.words import dash, decimal, in_brackets, mark
from newind.messages import message
from newind.pathways.hindcast import CARBON, MEASURES, find_skill, list_skills
from newind.pathways.progress import mark_due
from newind.policy.signs import AMBIGUOUS
from newind.questions.model import SourceRow
from newind.questions.now import text as nowtext
from newind.questions.now.national import name_office
from newind.questions.now.section import edition
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
    from newind.questions.model import Card
    from newind.questions.paths.section_searches import FamilyPathway

TARGETS = 8
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
    stated = (
        p.stated[r]
        and bool(found.real_income.stated[-1, r])
        and words.agrees(p.verdicts[r], float(found.real_income.central[-1, r]))
    )
    income = income_card(found, speech)
    last = p.years[-1]
    why = voice.explain(AMBIGUOUS if p.stated[r] else p.verdicts[r])
    said = income.sentence if stated else voice.say("path.unstated", last=last, why=why)
    own = found.roadmap is not None
    yield Heading(
        said if own else voice.say("path.if", text=voice.inside(said)),
        voice.say("path.sub" if own else "path.borrowed", start=p.begins),
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
def _targets(found: FamilyPathway, voice: Voice) -> Iterator[Block]:
    if found.roadmap is None:
        yield Note(voice.say("targets.none"), voice.say("targets.none_title"))
        return
    today = edition().year
    all_ = [replace(m, progress=mark_due(m.progress, m.goal, m.seen, today)) for m in found.roadmap.stated_milestones]
    known = [m for m in all_ if m.progress.status in STATUSES and m.seen is not None]
    counts = {
        s: sum(m.progress.status == s and m.progress.reason not in nowtext.STANDS for m in known) for s in STATUSES
    }
    others = {k: sum(m.progress.reason == reason for m in known) for reason, k in nowtext.STANDS.items()}
    others["unknown"] = len(all_) - len(known)
    shown = select_milestones(known)
    numbers = (_number_documents(known, voice), PathwayWording(voice.refs, "path").number("roadmap.projected"))
    sub = voice.say("targets.sub", n=len(shown), all=len(all_))
    sub = mark("gap", voice.lang).join((sub, *_explain_marks(shown, voice)))
    text = voice.say("targets.headline", **counts)
    text += "".join(voice.say(f"targets.{k}", n=n) for k, n in others.items() if n)
    yield Heading(text, sub, numbers, voice.say("targets.key"))
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
        note=mark("gap", lang).join((voice.say("targets.source_note"), *_explain_marks(known, voice))),
    )
    return voice.refs.number_row(row)


def _explain_marks(shown: Iterable[Milestone], voice: Voice) -> list[str]:
    of = [m.target for m in shown]
    return nowtext.explain_marks(
        voice.lang, computed=any(not t.observed for t in of), derived=any(t.derived for t in of)
    )


def select_milestones(known: Sequence[Milestone]) -> list[Milestone]:
    """Return the milestones that are shown, by status: none that is behind is left out for one that is not.

    Where there are too many, those that are met go first, then those on track and those that are due, the latest years
    before others, and what the path leads to somewhere last.
    """
    order = list(STATUSES)

    def place(m: Milestone) -> float:
        return order.index("on_track") + 0.5 if m.progress.reason == "due" else order.index(m.progress.status)

    kept = sorted(known, key=lambda m: (place(m), isfinite(m.projected), -m.year))
    return kept[max(len(kept) - TARGETS, 0) :]


def _row(m: Milestone, voice: Voice) -> tuple[Cell, ...]:
    lang, (tone, shape) = voice.lang, STATUSES[m.progress.status]
    assert m.seen is not None  # chosen for it
    year, seen = m.seen
    if m.progress.reason == "due":
        tone, shape = UNCLEAR, "○"
    status = nowtext.name_status(m.progress.status, m.progress.reason, lang)
    computed = "" if m.target.observed else nowtext.word("computed", lang)
    derived = nowtext.word("derived", lang) if m.target.derived else ""
    unit = "%" if m.target.unit == "%" else ""
    leads = _number(m.projected, lang) + unit if isfinite(m.projected) else "–"
    if isfinite(m.projected) and not m.goal.meets_target(m.projected):
        leads = voice.say("targets.short", value=leads)
    return (
        Cell(f"{m.target.label[lang]}{mark('clause', lang)}{m.year}"),
        Cell("", tone, course=(m.goal.baseline, seen, m.goal.value, m.projected)),
        Cell(voice.say("targets.seen", value=_number(seen, lang) + unit + computed, year=year)),
        Cell(_number(m.goal.value, lang) + unit + derived),
        Cell(leads, UNCLEAR),
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
