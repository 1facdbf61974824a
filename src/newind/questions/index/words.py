"""The words of an index report, as they are written down in ``words.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.datafiles import read_yaml

if TYPE_CHECKING:
    from newind.language.phrases import Text

    Texts = dict[str, Text]

_ALL: dict[str, Any] = read_yaml("newind.questions.index", "words.yaml")
KINDS: Texts = _ALL["kinds"]
KIND: Texts = _ALL["kind"]
"""Names of units: after a number, and as the head of a column."""
PAGE: Texts = _ALL["page"]
HEADS: Texts = _ALL["heads"]
"""Headings of sections, and of columns."""
FACTORS: Texts = _ALL["factors"]
STEPS: Texts = _ALL["steps"]
METHODS: dict[str, str] = _ALL["methods"]
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
