"""Rows of a large sheet one after another, so that its cells are never all in memory as objects.

A world table in Excel has six million cells, which take ten times the memory of the numbers when they are read as a
whole. Here one row is held at a time, of workbooks in XML (.xlsx, .xlsm), binary ones (.xlsb) and text; only workbooks
of other kinds (.ods) are left to a library that reads a whole sheet.
"""

from __future__ import annotations

import csv
import re
import struct
import zipfile
from contextlib import contextmanager
from itertools import takewhile
from typing import IO, TYPE_CHECKING, Any
from xml.etree import ElementTree

from newind.data.readers import xlsb
from newind.data.readers.sheets import DAMAGE, MOST_COLUMNS, TOP, Sheet, check_size, sheets_of, top_of_sheets
from newind.errors import DataError, NewindError, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

Row = tuple[int, list[Any]]
"""Position of a row, counted from 0, and its cells: text, numbers, empty text."""

PIECE = 1 << 20
"""Bytes of a sheet that are taken at a time."""
LONGEST = 1 << 25
"""Bytes of a row beyond which a sheet is taken for damaged: 2,000 for each of its columns."""
LARGEST = 1 << 28
"""Bytes of a list of sheets or texts beyond which it is taken for damaged."""
WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
BINARY, BINARY_RELATIONS, BINARY_STRINGS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/sharedStrings.bin"
NUMBER = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
BEGIN, END, AFTER = b"<row", b"</row>", b"</sheetData>"
CELL, TYPED = b"<c ", b' t="'
ADDRESS = rb'<c r="([A-Z]{1,3}\d+)"(?: s="\d+")?><v>'
BETWEEN = re.compile(b"</v></c>" + ADDRESS.replace(b"(", b"(?:", 1))
PLAIN = re.compile(ADDRESS + b"([-+.,0-9eE]+)</v></c></row>")
PLACE = re.compile(ADDRESS)
"""A plain number in a row, as programs write it: address, style, value."""
COLUMN = re.compile(r"([A-Z]{1,3})\d+")
NAMED = re.compile(r"\{[^}]*\}")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the standard library says of a damaged file into one clear message.

    Raises
    ------
    DataError
        When the file is truncated, corrupt, or not what its first bytes say.
    """
    try:
        yield
    except (*DAMAGE, ElementTree.ParseError, csv.Error, struct.error, LookupError, ValueError) as error:
        if isinstance(error, NewindError):
            raise
        said = f"{type(error).__name__}: {error!s:.100}"
        raise DataError(tell("sheet.corrupt", path=path, error=said)) from None


def is_xml_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook whose sheets are XML (.xlsx, .xlsm)."""
    return _holds(path, WORKBOOK)


def is_binary_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook whose sheets are binary (.xlsb)."""
    return _holds(path, BINARY)


def _holds(path: Path, member: str) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with reading(path), zipfile.ZipFile(path) as archive:
        return member in archive.namelist()


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook, in order; that of a csv file has the name of the file.

    Raises
    ------
    DataError
        When the file is truncated or corrupt.
    """
    if is_xml_workbook(path):
        with reading(path), zipfile.ZipFile(path) as archive:
            return list(_parts(archive))
    if is_binary_workbook(path):
        with reading(path), zipfile.ZipFile(path) as archive:
            return list(_binary_parts(archive))
    if zipfile.is_zipfile(path):
        return sheets_of(path, ())[0]
    return [path.stem]


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """Yield the rows of a sheet of a workbook, or of a csv file.

    Raises
    ------
    DataError
        When the file is truncated or corrupt.
    """
    if is_xml_workbook(path):
        with reading(path), zipfile.ZipFile(path) as archive:
            yield from _xml_rows(archive, sheet)
    elif is_binary_workbook(path):
        check_size(path)
        with reading(path), zipfile.ZipFile(path) as archive:
            yield from _binary_rows(archive, sheet)
    elif zipfile.is_zipfile(path):
        yield from enumerate(sheets_of(path, (sheet,))[1][sheet].rows)
    else:
        with reading(path), path.open(encoding="utf-8-sig", newline="") as file:
            yield from enumerate(csv.reader(file))


def tops(path: Path) -> tuple[Sheet, ...]:
    """Read the first rows of every sheet of a workbook, without those below, filled up to the same width.

    Raises
    ------
    DataError
        When the file is truncated or corrupt.
    """
    if is_xml_workbook(path) or is_binary_workbook(path):
        return tuple(_top(path, name) for name in sheet_names(path))
    return top_of_sheets(path)


def _top(path: Path, name: str) -> Sheet:
    found = dict(takewhile(lambda row: row[0] < TOP, rows(path, name)))
    width = max(map(len, found.values()), default=0)
    given = [found.get(k, []) for k in range(max(found, default=-1) + 1)]
    return Sheet(path, name, [cells + [""] * (width - len(cells)) for cells in given])


# ---- workbooks of XML


def _xml_rows(archive: zipfile.ZipFile, sheet: str) -> Iterator[Row]:
    strings = _strings(archive)
    with archive.open(_parts(archive)[sheet]) as file:
        position = -1
        for text in _row_texts(file):
            given = NUMBER.match(text)
            position = int(given[1]) - 1 if given else position + 1
            yield position, _cells(text, strings)


def _row_texts(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the XML of every row of a sheet that holds cells."""
    rest = b""
    while piece := file.read(PIECE):
        *ended, rest = (rest + piece).split(END)
        yield from (text[_start(text) :] + END for text in ended)
        if len(rest) > LONGEST:
            raise ValueError("a row without end")
    if BEGIN in rest.partition(AFTER)[0] and not rest.rpartition(BEGIN)[2].partition(b">")[0].endswith(b"/"):
        raise ValueError("the last row is cut off")


def _start(text: bytes) -> int:
    """Return where the last row of a text begins; empty rows, which have no end of their own, may stand before it."""
    if (start := text.rfind(BEGIN)) < 0:
        raise ValueError("a row without beginning")
    return start


def _cells(text: bytes, strings: Sequence[str]) -> list[Any]:
    """Return the cells of a row: what stands before its plain numbers one by one, the numbers as one text."""
    start = text.find(CELL, max(text.rfind(TYPED), 0))
    numbers = _numbers(text[start:]) if start >= 0 else None
    if numbers is None:
        return _spread(list(ElementTree.fromstring(text)), strings)
    first, figures = numbers
    before = _spread(list(ElementTree.fromstring(text[:start] + END)), strings)
    if len(before) > first:
        raise ValueError("cells stand out of order")
    return [*before, *[""] * (first - len(before)), *figures]


def _numbers(text: bytes) -> tuple[int, list[float]] | None:
    """Return the column of the first and the values of all cells of a text that is nothing but plain numbers."""
    joined, gaps = BETWEEN.subn(b",", text)
    found = PLAIN.fullmatch(joined)
    last = PLACE.match(text, text.rfind(CELL))
    if found is None or last is None:
        return None
    first = _column(found[1].decode())
    if _column(last[1].decode()) - first != gaps:
        return None
    return first, list(map(float, found[2].split(b",")))


def _spread(cells: Sequence[Element], strings: Sequence[str]) -> list[Any]:
    """Return the cells of a row at their places, with empty texts where there is none."""
    spread: list[Any] = []
    for cell in cells:
        address = cell.get("r")
        gap = (len(spread) if address is None else _column(address)) - len(spread)
        if gap < 0:
            raise ValueError(f"the cell {address} stands after its place")
        spread += [""] * gap
        spread.append(_value(cell, strings))
    return spread


def _column(address: str) -> int:
    """Return the position of the column of an address, counted from 0."""
    found = COLUMN.fullmatch(address)
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 0 < number <= MOST_COLUMNS:
        raise ValueError(f"no cell has the address {address}")
    return number - 1


def _value(cell: Element, strings: Sequence[str]) -> Any:
    kind, text = cell.get("t", "n"), cell.findtext("v") or ""
    if kind == "n":
        return float(text) if text else ""
    if kind == "s":
        return strings[int(text)]
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter("t"))
    return ("FALSE", "TRUE")[text == "1"] if kind == "b" else text


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheets of a workbook: name → member of the archive."""
    targets = {str(e.get("Id")): str(e.get("Target")) for e in _plain(archive, RELATIONS)}
    sheets = [e for e in _plain(archive, WORKBOOK).iter() if NAMED.sub("", e.tag) == "sheet"]
    return {str(e.get("name")): _member(targets[_relation(e)]) for e in sheets}


def _relation(sheet: Element) -> str:
    return next(value for key, value in sheet.items() if NAMED.sub("", key) == "id" and key != "id")


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _strings(archive: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells refer to, without the readings that stand beside them."""
    if STRINGS not in archive.namelist():
        return []
    found = []
    for item in _plain(archive, STRINGS):
        parts = [e for e in item if NAMED.sub("", e.tag) in ("t", "r")]
        found.append("".join(t.text or "" for e in parts for t in e.iter() if NAMED.sub("", t.tag) == "t"))
    return found


def _plain(archive: zipfile.ZipFile, member: str) -> Element:
    with _open_member(archive, member) as file:
        return ElementTree.fromstring(file.read())


def _open_member(archive: zipfile.ZipFile, member: str) -> IO[bytes]:
    if archive.getinfo(member).file_size > LARGEST:
        raise ValueError(f"{member} is too large")
    return archive.open(member)


# ---- binary workbooks


def _binary_rows(archive: zipfile.ZipFile, sheet: str) -> Iterator[Row]:
    shared: list[str] = []
    if BINARY_STRINGS in archive.namelist():
        with _open_member(archive, BINARY_STRINGS) as file:
            shared = xlsb.texts(file)
    with archive.open(_binary_parts(archive)[sheet]) as file:
        yield from xlsb.rows(file, shared)


def _binary_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the sheets of a binary workbook: name → member of the archive."""
    targets = {str(e.get("Id")): str(e.get("Target")) for e in _plain(archive, BINARY_RELATIONS)}
    with _open_member(archive, BINARY) as file:
        return {name: _member(targets[relation]) for name, relation in xlsb.sheets(file).items()}
