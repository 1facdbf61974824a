"""What tests of systems in depth ask of a brief: a section by its system, its cards and tables by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
