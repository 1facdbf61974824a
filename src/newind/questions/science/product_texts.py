"""Words of the workbook of the product screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.messages import message_group

if TYPE_CHECKING:
    from newind.messages import Text

SHEETS: dict[str, Text] = message_group("science.products.sheets")
CRITERIA: dict[str, Text] = message_group("science.products.criteria")
COLUMNS: dict[str, Text] = message_group("science.products.columns")
GUIDE: dict[str, dict[str, Text]] = message_group("science.products.guide")
WORDS: dict[str, Text] = message_group("science.products.words")
READ: dict[str, str] = {
    r"(.*): ([\d,]+) rows? with HS codes of five digits: leading zeros put back":
        r"\1：\2行商品编码为五位数，已补首位零",
    r"(.*): ([\d,]+) rows? of national use \(chapters 98, 99\) left out, (.*) of the value":
        r"\1：未计入各国自用编码（第98、99章）\2行，占金额\3",
    r"(.*): ([\d,]+) rows? of what an economy buys from itself \(re-imports\) left out, (.*) of the value":
        r"\1：未计入复进口（自本经济体购入）\2行，占金额\3",
}  # fmt: skip
"""Messages of the reader and their Chinese."""


def translate_note(note: str, lang: str) -> str:
    """Return what reading repaired or left out, in a language.

    Examples
    --------
    >>> translate_note("a.csv: 2 rows with HS codes of five digits: leading zeros put back", "zh")
    'a.csv：2行商品编码为五位数，已补首位零'
    """
    found = [re.sub(pattern, said, note) for pattern, said in READ.items() if re.fullmatch(pattern, note)]
    return found[0] if lang == "zh" and found else note
