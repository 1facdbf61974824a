"""What tests of systems in depth ask of a brief: a section by its system, its cards and tables by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.questions.depth import voice

if TYPE_CHECKING:
    from newind.questions.model import Brief, Card, DepthSection, TableSection

LANGS = ("en", "zh")
CODE, PROVINCE = "CHN", "CN-GD"
"""The economy and the province whose briefs are built once."""


def part(brief: Brief, system: str) -> DepthSection:
    """Return the section of a system."""
    return next(s for s in brief.depth if s.topic == system)


def cards(section: DepthSection) -> dict[str, Card]:
    """Return cards by the kind of their proof, of several the last."""
    return {type(c.proof).__name__: c for c in section.cards}


def tables(section: DepthSection) -> dict[str, TableSection]:
    """Return tables by id."""
    return {t.id: t for t in section.tables}


def card(section, kind):
    """Return the card of a section with the title of a kind."""
    return next(c for c in section.cards if c.title == voice.words()["kicks"][kind]["en"])


def figures(section, id, **where):
    """Return the values of a section of an id, where they are."""
    return [f for f in section.figures if f.indicator == id and all(getattr(f, k) == v for k, v in where.items())]


def texts(section):
    """Yield every text of a section."""
    yield from (section.title, section.lead, *section.methods)
    for c in section.cards:
        yield from (c.title, c.sentence, c.note)
    for t in section.tables:
        yield from (t.title, t.lead, t.note, *t.header, *(cell for row in t.rows for cell in row))


def row(table, first):
    """Return the row of a table that begins with a text."""
    return next(r for r in table.rows if r[0] == first)
