"""The one-page form of a brief: what it says first, where the economy stands, what stands out, what policies do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newind.language.words import mark
from newind.questions.findings import KINDS, MARKS
from newind.questions.model import TableSection
from newind.questions.now.section import short
from newind.questions.policies.section_tables import policy_rows
from newind.questions.text import page_words, quantity, say

if TYPE_CHECKING:
    from newind.questions.model import Brief, Card

SHOWN = 2
"""Findings of a system."""
HINDCAST = "path-hindcast"
"""The table that must stand beside every path."""


def one_page(brief: Brief) -> Brief:
    """Return what of a brief fits on a page; the full one has proofs, methods and sources.

    Parameters
    ----------
    brief : Brief
        In full.

    Returns
    -------
    Brief
        Headline, summary and numbers as they are; characteristics, findings, policies and paths as tables without
        charts; beside a path what hindcasts say.
    """
    return replace(
        brief,
        short=True,
        numbers=tuple(replace(n, refs=()) for n in brief.numbers),
        characteristics=(),
        systems=(),
        index=None,
        now=None,
        depth=(),
        paths=(),
        policies=None,
        tables=tuple(
            t for t in (short(brief), _six(brief), _findings(brief), _policies(brief), _paths(brief)) if t.rows
        ),
        methods=(),
        last_years=(),
        sources=(),
        table=None,
    )


def _six(brief: Brief) -> TableSection:
    lang = brief.lang
    header = (say("characteristic", lang), say("where", lang), say("year", lang))
    rows = tuple((c.title, c.sentence, str(c.year)) for c in brief.characteristics)
    return TableSection("six", page_words(lang)["h_characteristics"].format(name=brief.name), "", header, rows)


def _findings(brief: Brief) -> TableSection:
    lang = brief.lang
    header = (say("system", lang), say("finding", lang), say("number", lang))
    found = [(s.title, c) for s in brief.systems for c in s.findings[:SHOWN]]
    rows = tuple((title, _format_card(c, lang), quantity(c.number, c.unit, lang)) for title, c in found)
    return TableSection("findings", page_words(lang)["h_systems"], "", header, rows)


def _format_card(card: Card, lang: str) -> str:
    return f"{MARKS[card.kind]} {KINDS[card.kind][lang]}{mark('colon', lang)}{card.sentence}"


def _policies(brief: Brief) -> TableSection:
    tried = brief.policies
    if tried is None or not tried.policies:
        return TableSection("policies", "", "", ("",), ())
    header, rows = policy_rows(tried, brief.lang)
    return TableSection("policies", tried.title, "", tuple(header), tuple(tuple(r) for r in rows))


def _paths(brief: Brief) -> TableSection:
    """Return the first results on the path and on a package that holds, and how far the method was off in the past."""
    lang = brief.lang
    header = (say("characteristic", lang), say("where", lang), say("year", lang))
    cards = [c for s in brief.paths for c in (*s.cards[:1], *s.cards[2:3])]
    rows = [(c.title, c.sentence, str(c.year)) for c in cards]
    checks = [t for s in brief.paths for t in s.tables if t.id == HINDCAST]
    rows += [(t.title, t.lead, "") for t in checks]
    return TableSection("paths", brief.paths[0].title if rows else "", "", header, tuple(rows))
