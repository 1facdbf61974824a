"""Where in a table or a text a mistake is, as its message says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.web.responses import MessagePlace

SHEET = re.compile(r"sheet '([^']{1,64})'")
CELL = re.compile(r"(?<![\w$])(?P<cell>[A-Z]{1,3}[1-9]\d{0,6})(?=[ :=,.)]|$)|'(?P<alone>[A-Z]{1,3}[1-9]\d{0,6})'")
LINE = re.compile(r"(?:^|[\s/])[^\s:/]+\.(?:ya?ml|csv):(\d+)(?::(\d+))?(?=: )|\bline (\d+)\b")


def place_in(message: str) -> MessagePlace:
    """Return sheet and cell, or line and column, that a message names; nothing where it names none.

    Examples
    --------
    >>> place_in("my.xlsx: sheet 'flows': cells that are not numbers: 1: 'E7 = 'x''. Write figures only.")
    {'sheet': 'flows', 'cell': 'E7'}
    >>> place_in("scenario.yaml:3:7: value must be a number, not 'x'."), place_in("no such region")
    ({'line': 3, 'column': 7}, {})
    >>> place_in("my.xlsx: sheet 'flows': half a label for the row of 1: 'B6'. Write it.")["cell"]
    'B6'
    """
    found: MessagePlace = {}
    if sheet := SHEET.search(message):
        found["sheet"] = sheet[1]
        if cell := CELL.search(message, sheet.end()):
            found["cell"] = cell["cell"] or cell["alone"]
    elif line := LINE.search(message):
        found["line"] = int(line[1] or line[3])
        if line[2]:
            found["column"] = int(line[2])
    return found
