"""Read the lines above a table: year, region, unit; and check whether the values can be of that unit."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newind.accounts.regions import read_regions, spellings
from newind.data.readers.nbs.labels import WORDS
from newind.errors import DataError, UnknownNameError, join_items, suggest, tell

if TYPE_CHECKING:
    from newind.accounts.regions import Region
    from newind.data.readers.sheets import Sheet

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
        hint = f" Did you mean {called[0]!r}?" if called else suggest(given, ["CHN", *provinces()])
        raise UnknownNameError(
            f"unknown region {given!r}.{hint} {sheet} is a table of China (CHN) or of a province (CN-BJ … CN-XJ)."
        )
    if named and given not in named:
        raise DataError(
            f"{sheet}: the title names {', '.join(named)}, not {given}. Give the region that the table is of, or "
            f"correct the title, the sheet's name or the file's."
        )
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
    remedy = (
        f"Figures may be in {' or '.join(fit)}: correct the unit, or give units=." if fit else "Look at the figures."
    )
    raise DataError(
        f"{sheet}: value added of {region} in {year} would be {value_added * YUAN[units]:.3g} yuan in the unit "
        f"{units}, outside {low:.0e} to {high:.0e}. {remedy}"
    )
