"""Texts cut into as many lines as they need."""

from __future__ import annotations

import re

from newind.charts import draw
from newind.messages import message

COUNTERS = "".join(message("charts.wrapped.counters").values())
PIECES = re.compile(rf"[（《「“]*(?:[^\s\u2e80-\uffef“”]+[{COUNTERS}]?|[\u2e80-\uffef])[，。；：、）》」”]*\s*|[“”]")
"""Pieces that are not cut: a word, a character, a figure with its unit, with the marks around it."""


def lines(text: str, room: float, size: float = draw.FONT, *, bold: bool = False) -> list[str]:
    """Return a text cut into lines that fit, between words or Chinese characters; a longer word is shortened.

    Examples
    --------
    >>> lines("One two three", 64, 14), lines("甲乙，丙丁", 45, 14), lines("", 60, 14)
    (['One two', 'three'], ['甲乙，', '丙丁'], [])
    >>> lines("最大（14分）。", 92, 14)
    ['最大', '（14分）。']
    >>> lines("实施“甲乙”后", 75, 14)
    ['实施“甲', '乙”后']
    """
    found, now = [], ""
    for piece in PIECES.findall(text):
        if now and draw.width((now + piece).rstrip(), size, bold=bold) > room:
            found.append(now.rstrip())
            now = ""
        now += piece
    whole = [*found, now.rstrip()] if now.strip() else found
    return [draw.fit(line, room, size, bold=bold) for line in whole]
