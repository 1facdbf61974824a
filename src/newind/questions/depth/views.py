"""Views of an answer in a brief: asked for once, shown as a card, its tables as rows of the measure table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.language.tense import past
from newind.language.words import mark
from newind.questions.depth.parts import ENDS, figure
from newind.questions.provenance import name_source
from newind.questions.question import question
from newind.questions.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.charts.proofs import Proof
    from newind.measures.context import Context
    from newind.questions.answers import Answer, Quoted
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow

RANGE = ("value", "low", "high")
"""Columns of a figure and of the ends of its range."""


def ask(ctx: Context, id: str, **typed: object) -> Answer:
    """Return what a question answers on the accounts of a brief, once for findings, sections and languages.

    Options are named as they are typed, a line under in place of a hyphen or after a word of Python: ``from_``.
    """
    before = tuple(w for year, w in ctx.accounts.items() if year != ctx.year)
    return _ask(ctx.w, ctx.region, before, id, tuple(typed.items()))


@memo
def _ask(
    w: Accounts, region: str, before: tuple[Accounts, ...], id: str, typed: tuple[tuple[str, object], ...]
) -> Answer:
    asked = question(id)
    given = {name.rstrip("_").replace("_", "-"): value for name, value in typed}
    return asked.ask(Panel((*before, w)), region, asked.read(given))


def make_card(
    voice: SystemWording,
    key: str,
    found: Answer,
    proof: Proof | None = None,
    shown: slice = slice(None),
    year: int | None = None,
    notes: int = 1,
    before: str = "",
    headline: int | None = None,
) -> Card:
    """Return an answer as a card of a kind: its sentences, its picture, its first notes, its sources.

    Parameters
    ----------
    voice : SystemWording
    key : str
        Kind of card, whose title and mark the messages have.
    found : Answer
    proof : Proof, optional
        In place of its picture where that has more than a card shows.
    shown : slice
        Sentences that are shown.
    year : int, optional
        Of the accounts where its own is another.
    notes : int
        Notes that are shown; below zero all but so many at the end.
    before : str
        What notes begin with: how the picture is read.
    headline : int, optional
        Sentences shown in large, all where left out; the note begins with the others.
    """
    lang, about = voice.lang, found.about
    at: Any = about["year"] if year is None else year
    told = [s[lang] for s in found.lead[shown]]
    said = sentences(told[:headline], lang).removesuffix(mark("stop", lang))
    rest = past(sentences(told[len(told) if headline is None else headline :], lang), at)
    note = sentences([rest, before, *(s[lang] for s in found.notes[:notes])], lang)
    return voice.card(
        key, said, found.chart if proof is None else proof, note, number_sources(voice, *found.sources),
        status=str(about["status"]), year=at,
    )  # fmt: skip


def number_sources(voice: SystemWording, *quoted: Quoted) -> tuple[int, ...]:
    """Return the numbers of the rows that say where what an answer tells comes from."""
    return tuple(_number(voice, q) for q in quoted)


def _number(voice: SystemWording, q: Quoted) -> int:
    if voice.has_source(q.id):
        data = mark("semicolon", voice.lang).join(name_source(p, voice.lang) for p in dict.fromkeys(q.data))
        return voice.own(q.id, status=q.status, year=q.years[-1], source=data)
    refs = voice.refs
    (number,) = (
        refs.number_answer((q.id,), q.status, *q.years) if q.status else refs.number_indicators((q.id,), *q.years)
    )
    return number


def list_figures(
    voice: SystemWording, found: Answer, table: str, id: str, scenario: str, value: str = "value", **columns: Any
) -> Iterator[MeasureRow]:
    """Yield a column of an answer's table as rows of the measure table, with the ends of its range where it has them.

    Parameters
    ----------
    voice : SystemWording
    found : Answer
    table : str
    id : str
        Of the quantity.
    scenario, **columns
        Fields of the rows: a column of the table, or what all of them have.
    value : str
        Column of the figure.
    """
    at = {"status": found.about["status"], "year": found.about["year"]}
    for row in found.tables[table].records():
        rest: dict[str, Any] = at | {k: row.get(v, v) for k, v in columns.items()}
        ends = RANGE if value == "value" and "low" in row else (value,)
        for end, column in zip(ENDS, ends, strict=False):
            known = math.nan if row[column] is None else row[column]
            yield figure(voice, id + end, known, str(row.get(scenario, scenario)), **rest)
