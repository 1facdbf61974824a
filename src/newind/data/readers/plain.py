"""Plain tables that users keep: csv in the delimiter and encoding of their spreadsheet, or a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

from newind.data.readers.sheets import first_sheet
from newind.errors import DataError, tell

if TYPE_CHECKING:
    from pathlib import Path

DELIMITERS = (",", ";", "\t", "，")
ENCODINGS = ("utf-8-sig", "gb18030")
"""How spreadsheets write csv: the standard, and Chinese ones of old."""
LONGEST = 10_000_000
"""Characters of a cell that csv reads."""


def read_cells(path: Path) -> list[tuple[int, list[Any]]]:
    """Return the rows of a plain table with their line numbers, counted from 1, without rows that are empty.

    Raises
    ------
    DataError
        When there is no such file, or it is neither text nor a workbook.
    """
    if not path.is_file():
        raise DataError(tell("file.none", path=path))
    rows = first_sheet(path).rows if zipfile.is_zipfile(path) else _rows(path, read_text(path))
    return [(line, row) for line, row in enumerate(rows, 1) if any(str(cell).strip() for cell in row)]


def read_text(path: Path) -> str:
    """Return a file as text.

    Raises
    ------
    DataError
        When it is not text.
    """
    content = path.read_bytes()
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decode_text(path, content, "utf-16")
    if b"\0" in content:
        raise DataError(tell("file.not_text", path=path))
    try:
        return content.decode(ENCODINGS[0])
    except UnicodeDecodeError:
        return _decode_text(path, content, ENCODINGS[1])


def _decode_text(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(tell("file.not_utf8", path=path, error=error.reason)) from None


def _rows(path: Path, text: str) -> list[list[str]]:
    """Return the cells of a csv, a list a line of the file; a cell that spans lines is empty in all but the first."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows += [[]] * (reader.line_num - len(rows) - 1)
            rows.append(row)
    except csv.Error as error:
        raise DataError(tell("file.not_csv", path=path, line=reader.line_num, error=error)) from None
    return rows


def _delimiter(text: str) -> str:
    """Return the delimiter of the first line that is no comment."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return max(DELIMITERS, key=first.count)
