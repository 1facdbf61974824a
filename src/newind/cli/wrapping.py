"""Long texts in lines of a terminal's width, in languages with and without spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.cli.output import width
from newind.messages import in_each

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = in_each(lambda lang: 14 if lang == "zh" else 19)
"""Room for what texts are called that stand beside it."""
DOT = "· "

CLOSING = "，。；：、！？）》」…,.;:!?)"
"""Marks that do not begin a line."""
OPENING = "（《「『〈【"
"""Marks that do not end a line."""
PIECES = re.compile(rf"\s+|[{OPENING}]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[{re.escape(CLOSING)}]*|[{OPENING}]+")
"""Pieces that may fill a line alone: a word, or a Chinese character, with the marks before and after it."""


def wrap_text(text: str, columns: int) -> list[str]:
    """Return the lines of a text, each as wide as fits; Chinese characters take two columns and break anywhere.

    Parameters
    ----------
    text : str
        Any text; spaces at ends of lines are left out.
    columns : int
        Width of a line; a single word that is wider has a line of its own.

    Examples
    --------
    >>> wrap_text("terms of trade", 8)
    ['terms of', 'trade']
    >>> wrap_text("贸易条件，改善。", 10)
    ['贸易条件，', '改善。']
    >>> wrap_text("约为二成（约值）", 10)
    ['约为二成', '（约值）']
    """
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()] or [""]


def wrap_items(head: str, texts: str | Sequence[str], lang: str, columns: int) -> list[str]:
    r"""Return the lines of one text, or of several as items, beside what they are called.

    Examples
    --------
    >>> print("\n".join(wrap_items("Source", ["Notice 1", "Notice 2 of the province"], "en", 40)))
      Source           · Notice 1
                       · Notice 2 of the
                         province
    """
    indent, dot = " " * HEAD[lang], "" if isinstance(texts, str) else DOT
    lines, rest = [], indent + " " * width(dot)
    for text in [texts] if isinstance(texts, str) else texts:
        first, *others = wrap_text(dot + text, columns - width(rest))
        lines += [indent + first, *(rest + line for line in others)]
    start = "  " + head + " " * max(HEAD[lang] - 2 - width(head), 1)
    return [start + lines[0].removeprefix(indent), *lines[1:]] if lines else []
