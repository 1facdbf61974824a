"""What a sheet hides from a reader: rows and columns out of sight, and formulas that have no value."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING

from newind.data.readers.sheets import DAMAGE, MOST_COLUMNS, address
from newind.errors import DataError, offenders, sentences, tell, within

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from newind.data.readers.sheets import Sheet


_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ROW = re.compile(r"<(?:\w+:)?row\s[^>]*>")
_COLUMN = re.compile(r"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)=["']([^"']*)["']""")
_MARK = b"hidden="


def describe_hidden_cells(sheet: Sheet, rows: Collection[int], columns: Collection[int]) -> list[str]:
    """Return complaints about hidden rows and columns between the first and the last of those given.

    Raises
    ------
    DataError
        When the workbook is damaged.
    """
    hidden_rows, hidden_columns = find_hidden_cells(sheet.path, sheet.name)
    found = {
        "rows": [str(r + 1) for r in hidden_rows if min(rows) <= r <= max(rows)],
        "columns": [address(0, c).rstrip("1") for c in hidden_columns if min(columns) <= c <= max(columns)],
    }
    return [tell(f"axes.hidden_{k}", which=offenders(v)) for k, v in found.items() if v]


def find_hidden_cells(path: Path, name: str) -> tuple[list[int], list[int]]:
    """Return the positions of hidden rows and columns of a sheet, counted from 0; none for a file without such marks.

    Only sheets in XML (.xlsx) can be looked at.

    Raises
    ------
    DataError
        When the workbook is damaged.
    """
    xml = sheet_xml(path, name)
    if _MARK not in xml:
        return [], []
    text = xml.decode("utf-8", errors="replace")
    rows = [int(a["r"]) - 1 for tag in _ROW.findall(text) if _is_hidden(a := _attributes(tag)) and _whole(a, "r")]
    spans = [a for tag in _COLUMN.findall(text) if _is_hidden(a := _attributes(tag)) and _whole(a, "min", "max")]
    columns = [c - 1 for a in spans for c in range(int(a["min"]), min(int(a["max"]), MOST_COLUMNS) + 1)]
    return rows, columns


def sheet_xml(path: Path, name: str) -> bytes:
    """Return the XML of a sheet, nothing for a file that is no archive or a sheet that cannot be found in it.

    Raises
    ------
    DataError
        When the workbook is damaged.
    """
    if not zipfile.is_zipfile(path):
        return b""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member(archive, name)
            return archive.read(member) if member else b""
    except (*DAMAGE, KeyError) as error:
        raise DataError(tell("sheet.corrupt", path=path, error=error)) from None


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """Return the file in the archive that holds the sheet of a name, empty when it cannot be told."""
    workbook = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    sheets = [_attributes(tag) for tag in _SHEET.findall(workbook)]
    wanted = {a[key] for a in sheets if a.get("name") == name for key in a if key.endswith(":id")}
    targets = [
        a.get("Target", "") for tag in _RELATION.findall(relations) if (a := _attributes(tag)).get("Id") in wanted
    ]
    members = [t.removeprefix("/") if t.startswith("/") else f"xl/{t}" for t in targets]
    return members[0] if members and members[0] in archive.namelist() else ""


def _attributes(tag: str) -> dict[str, str]:
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag)}


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden") in ("1", "true")


def _whole(attributes: dict[str, str], *keys: str) -> bool:
    return all(re.fullmatch(r"\d{1,9}", attributes.get(key, "")) for key in keys)


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
