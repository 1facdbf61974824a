"""The words of answers on an index and of its report, as `newind.messages` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.messages import fill, message_group

if TYPE_CHECKING:
    from newind.messages import Text

    Texts = dict[str, Text]

_ALL: dict[str, Any] = message_group("index.answers")
KINDS: Texts = _ALL["kinds"]
KIND: Texts = _ALL["kind"]
"""Names of units: after a number, and as the head of a column."""
PAGE: Texts = _ALL["page"]
HEADS: Texts = _ALL["heads"]
"""Headings of sections, and of columns."""
FACTORS: Texts = _ALL["factors"]
STEPS: Texts = _ALL["steps"]
METHODS: Texts = _ALL["methods"]
"""Choices and steps; methods in Chinese, for in English they are called by their names."""
BETTER: Texts = _ALL["better"]
HORIZONS: Texts = _ALL["horizons"]
UNCLEAR: Text = _ALL["unclear"]
HEADLINE: Texts = _ALL["headline"]
FIRM: Texts = _ALL["firm"]
"""The headline, and how sure it is."""
LEAD: Text = _ALL["lead"]
ROWS: Texts = _ALL["rows"]
HALF: Text = _ALL["half"]
KEYS: Texts = _ALL["keys"]
"""The first paragraph and its parts, and what the numbers beside it are."""
TITLES: Texts = _ALL["titles"]
NOTES: Texts = _ALL["notes"]
"""Sentences above charts and below them."""
_ANSWERS: dict[str, Texts] = _ALL["answers"]
ANSWER_TITLES, TABLES, SHORT, STATUS = (_ANSWERS[name] for name in ("titles", "heads", "short", "status"))
COLUMNS: Texts = {**HEADS, **_ANSWERS["columns"]}
"""Titles of answers and of their tables, names of columns, and what figures are called by where they come from."""


def line(name: str, /, **figures: object) -> Text:
    """Return a sentence of an answer; figures in it may be texts in both languages.

    Examples
    --------
    >>> line("year", year=2009)["zh"]
    '（2009年）'
    """
    return fill(_ANSWERS["lines"][name], **figures)
