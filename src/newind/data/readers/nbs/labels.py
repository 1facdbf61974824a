"""Labels of rows and columns of Chinese tables: the publisher's codes, and the names that stand for them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import plain
from newind.datafiles import read_json

if TYPE_CHECKING:
    from collections.abc import Collection

DEMAND = {
    "FU101": "rural",
    "FU102": "urban",
    "THC": "households",
    "FU103": "government",
    "TC": "consumption",
    "FU201": "fixed_capital",
    "FU202": "inventories",
    "GCF": "capital_formation",
    "ERR": "error",
}
"""Publisher's code of a final use → demand category."""
OUTFLOWS = {"OF": "CN-REST", "EX": "ROW", "FU302": "OUT"}
INFLOWS = {"IF": "CN-REST", "IM": "ROW", "FU304": "OUT"}
"""Publisher's code of an outflow or inflow → partner, in the order of the accounts."""
NET = "NOF"
"""Net outflow, where a table shows nothing else."""
PRIMARY = {
    "VA001": "labour_compensation",
    "VA002": "production_taxes",
    "VA003": "depreciation",
    "VA004": "operating_surplus",
}
"""Publisher's code of a primary input → name of the satellite."""
COLUMNS = frozenset({*DEMAND, *OUTFLOWS, *INFLOWS, NET, "TIU", "TFU", "GO"})
ROWS = frozenset({*PRIMARY, "TII", "TVA", "TI"})
"""Publisher's codes of all columns and rows that are no sectors."""

WORDS: dict[str, Any] = read_json("newind.data.readers.nbs", "words.json")
"""Words of the tables."""
BARE = frozenset(WORDS["bare"])
AMBIGUOUS = BARE | {""}
"""Plain names that say nothing, or of what they are totals only by their place."""
_TOTALLED = frozenset({*WORDS["headings"], "THC", "TC", "GCF", "TVA"})
_JOINED = re.compile(r"0*(\d{1,3})[\s.、:]*([^\W\d].*)", re.DOTALL)
_CODE_FIRST = re.compile(r"([A-Z]{2,3}\d{0,3})[\s.、:]*[^\W\dA-Za-z]")
_SECTOR = re.compile(r"[A-Z]?0*(\d{1,3})(?:\.0)?")


CODES: dict[str, str] = {plain(name): code for code, names in WORDS["labels"].items() for name in names}
"""Plain name → publisher's code."""


HEADINGS: dict[str, str] = {plain(name): code for code, names in WORDS["headings"].items() for name in names} | {
    name: code for name, code in CODES.items() if code in _TOTALLED
}
"""Plain heading → publisher's code of the total below it."""


def parse_sector_cell(cell: Any) -> tuple[int, str] | None:
    """Return number and name of a sector that stand in one cell, None for anything else.

    Examples
    --------
    >>> parse_sector_cell("01 农林牧渔产品和服务"), parse_sector_cell("01"), parse_sector_cell("2017年")
    ((1, '农林牧渔产品和服务'), None, None)
    """
    found = _JOINED.fullmatch(unicodedata.normalize("NFKC", cell).strip()) if isinstance(cell, str) else None
    return (int(found[1]), found[2]) if found and int(found[1]) else None


def sector(cell: Any) -> int | None:
    """Return the number of a sector from its code, None for anything else.

    Examples
    --------
    >>> sector("07"), sector(7.0), sector("042"), sector("FU101"), sector(7.5), sector("")
    (7, 7, 42, None, None, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float) and not cell.is_integer():
        return None
    found = _SECTOR.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip().upper())
    return int(found[1]) or None if found else None


def special(cell: Any, among: frozenset[str]) -> str:
    """Return the publisher's code of a row or column that is no sector, from its code or its name; empty if neither.

    Examples
    --------
    >>> special("fu101 ", COLUMNS), special("FU202 存货", COLUMNS), special("出口", ROWS), special("小计", COLUMNS)
    ('FU101', 'FU202', '', '')
    """
    text = plain(cell)
    first = _CODE_FIRST.match(unicodedata.normalize("NFKC", str(cell)).strip())
    code = text.upper() if text.upper() in among else first[1] if first and first[1] in among else CODES.get(text, "")
    return code if code in among else ""


def final_uses(columns: Collection[str]) -> list[str]:
    """Return the publisher's codes of the final uses among columns, the most divided that there are.

    Examples
    --------
    >>> final_uses({"FU101", "FU102", "THC", "FU103", "TC", "FU201", "FU202", "EX"})
    ['FU101', 'FU102', 'FU103', 'FU201', 'FU202']
    >>> final_uses({"TC", "FU201", "FU202", "ERR"})
    ['TC', 'FU201', 'FU202', 'ERR']
    """
    parts = {"GCF": {"FU201", "FU202"}, "THC": {"FU101", "FU102"}, "TC": {"FU101", "FU102", "THC", "FU103"}}
    return [c for c in DEMAND if c in columns and not parts.get(c, set()) & set(columns)]
