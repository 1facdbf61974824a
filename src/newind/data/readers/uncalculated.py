"""Formulas of a sheet that have no value: never calculated, or gone wrong. A reader of values would see blank cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.data.readers.hidden import sheet_xml
from newind.data.readers.sheets import address
from newind.errors import DataError, offenders, sentences, tell, within

if TYPE_CHECKING:
    from collections.abc import Collection

    from newind.data.readers.sheets import Sheet

_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(?:\s*<(?:\w+:)?v>([^<]+)<)?"
)
_ERROR = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bt=["']e["'][^>]*)>""")
_ADDRESS = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")
_TEXT = re.compile(rb"""\bt=["']str["']""")


def check_formulas(sheet: Sheet, rows: Collection[int], columns: Collection[int]) -> None:
    """Raise for cells among rows and columns whose formula has no value.

    A program that writes a workbook without calculating it leaves formulas without values; they would be read as blank.

    Raises
    ------
    DataError
        Naming the cells.
    """
    empty, wrong = find_formula_errors(sheet)
    if not empty | wrong:
        return
    at = [address(r, c) for r in rows for c in columns]
    problems = [
        tell(said, which=offenders(cells))
        for found, said in ((empty, "axes.without_value"), (wrong, "axes.went_wrong"))
        if (cells := [cell for cell in at if cell in found])
    ]
    if problems:
        raise DataError(within(sheet, sentences(problems)))


def find_formula_errors(sheet: Sheet) -> tuple[set[str], set[str]]:
    """Return the addresses of formulas without a value, and of cells with an error such as #REF!."""
    xml = sheet_xml(sheet.path, sheet.name)
    empty = {_at(a) for a, value in _FORMULA.findall(xml) if not value and not _TEXT.search(a)}
    return empty, {_at(a) for a in _ERROR.findall(xml)}


def _at(attributes: bytes) -> str:
    found = _ADDRESS.search(attributes)
    return found[1].decode() if found else ""
