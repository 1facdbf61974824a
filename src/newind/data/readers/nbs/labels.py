"""Labels of Chinese tables and the lines above them: codes, names, year, region and unit."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import plain
from newind.accounts.regions import read_regions, spellings
from newind.datafiles import read_json
from newind.errors import DataError, UnknownNameError, join_items, noun, sentences, suggest, tell

if TYPE_CHECKING:
    from collections.abc import Collection

    from newind.accounts.regions import Region
    from newind.data.readers.sheets import Sheet


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


UNITS: dict[str, str] = WORDS["units"]
ENGLISH = {"10000yuan": "10K.CNY", "100millionyuan": "100M.CNY", "millionyuan": "M.CNY", "1millionyuan": "M.CNY"}
YUAN = {"10K.CNY": 1e4, "100M.CNY": 1e8, "M.CNY": 1e6, "K.CNY": 1e3, "CNY": 1.0}
_UNIT = re.compile(rf"{WORDS['unit']}[^\u4e00-\u9fff]*?(?:{WORDS['currency']})?({'|'.join(UNITS)})")
_ENGLISH = re.compile(r"units?[:：]?\s*(?:rmb|cny)?\s*([\d,\s]*(?:million)?\s*yuan)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
_NATION = re.compile("|".join(WORDS["nation"]), re.IGNORECASE)
NATION, PROVINCE = (1e12, 1e15), (3e9, 3e13)
"""Value added in yuan that a nation or a province can have. From 1995 to today it lay between 6e12 and 1.4e14 for the
nation, between 5e9 and 1.4e13 for provinces: figures taken for 10,000 times more or less lie outside."""


def title(sheet: Sheet, rows: int) -> str:
    """Return the texts above a table, the name of the sheet and that of the file."""
    cells = [sheet.text(r, c) for r in range(rows) for c in range(len(sheet.rows[r]))]
    return " ".join([*(c for c in cells if c), sheet.name, sheet.path.stem])


def year(sheet: Sheet, text: str, given: int | None) -> int:
    """Return the year: the one given, else the first that the title names.

    Raises
    ------
    DataError
        When there is none.
    """
    if given is not None:
        return given
    if found := _YEAR.search(text):
        return int(found[1])
    raise DataError(tell("nbs.no_year", sheet=sheet))


def region(sheet: Sheet, text: str, given: str | None, between_provinces: bool) -> str:
    """Return the code of the economy: the one given, else the province that the title names, else the nation.

    Raises
    ------
    UnknownNameError
        For a code that is neither the nation's nor a province's, with the nearest.
    DataError
        For a table with flows between provinces of which the title does not say whose it is, or one whose title names
        another economy than the one given.
    """
    named = [code for code, names in spellings(list(provinces().values())).items() if any(n in text for n in names)]
    nation = bool(_NATION.search(text)) and not between_provinces
    if given is not None:
        return _check_region(sheet, given, named or ["CHN"] * nation)
    if len(named) == 1:
        return named[0]
    if not named and (not between_provinces or _NATION.search(text)):
        return "CHN"
    if named:
        raise DataError(tell("nbs.title_names", sheet=sheet, named=join_items(named)))
    raise DataError(tell("nbs.title_none", sheet=sheet))


@cache
def provinces() -> dict[str, Region]:
    """Return the provinces of China, by code."""
    return {code: r for code, r in read_regions().items() if r.kind == "province" and r.country == "CHN"}


def _check_region(sheet: Sheet, given: str, named: list[str]) -> str:
    """Return the code that was given, unless there is no such economy or the title names another."""
    if given not in {"CHN", *provinces()}:
        names = spellings(list(provinces().values())).items()
        called = [c for c, names in names if given.casefold() in (n.casefold() for n in names)]
        near = tell("part.near", name=called[0]) if called else suggest(given, ["CHN", *provinces()])
        said = tell("part.unknown", kind=noun("region"), name=given, near=near)
        raise UnknownNameError(sentences([said, tell("nbs.regions", sheet=sheet)]))
    if named and given not in named:
        raise DataError(tell("nbs.other_region", sheet=sheet, named=join_items(named), given=given))
    return given


def unit(sheet: Sheet, text: str, given: str | None) -> str:
    """Return the unit: the one given, else the one that stands above the table.

    Raises
    ------
    DataError
        When there is none.
    """
    if given is not None:
        return given
    if found := _UNIT.search(re.sub(r"\s", "", text)):
        return UNITS[found[1]]
    if english := _ENGLISH.search(text):
        return ENGLISH.get(re.sub(r"[\s,]", "", english[1]).lower(), "CNY")
    raise DataError(tell("nbs.no_unit", sheet=sheet))


def check_unit(sheet: Sheet, value_added: float, region: str, year: int, units: str) -> None:
    """Raise when value added in this unit is not what a nation or a province of China can have.

    Raises
    ------
    DataError
        With the amount and the unit that would fit.
    """
    bounds = NATION if region == "CHN" else PROVINCE if region.startswith("CN-") else None
    if bounds is None or units not in YUAN:
        return
    low, high = bounds
    if low <= value_added * YUAN[units] <= high:
        return
    fit = [zh for zh, code in UNITS.items() if low <= value_added * YUAN[code] <= high]
    yuan, fitting = value_added * YUAN[units], join_items(fit) if fit else noun("none")
    raise DataError(
        tell("nbs.unit", sheet=sheet, region=region, year=year, yuan=yuan, unit=units, low=low, high=high, fit=fitting)
    )
