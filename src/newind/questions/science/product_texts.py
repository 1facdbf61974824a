"""Words of the workbook of the product screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.messages import message_group

if TYPE_CHECKING:
    from newind.messages import Text

SHEETS: dict[str, Text] = message_group("science.products.sheets")
CRITERIA: dict[str, Text] = message_group("science.products.criteria")
COLUMNS: dict[str, Text] = message_group("science.products.columns")
GUIDE: dict[str, dict[str, Text]] = message_group("science.products.guide")
WORDS: dict[str, Text] = message_group("science.products.words")
