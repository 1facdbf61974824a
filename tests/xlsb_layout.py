"""Binary workbooks (.xlsb) written from cells: only what a reader of values needs, with every kind of cell record."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

TYPES = "application/vnd.ms-excel."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
SUM = b"\0\0" + struct.pack("<I", 3) + b"\x1e\x01\x00" + struct.pack("<I", 0)
"""The flags of a formula and the formula =1."""
HEAD_OF_ROW = struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0)
"""A row without style, as high as usual, without spans of columns."""


class Cell(NamedTuple):
    """A cell by its kind of record and what stands after column and style; `short` leaves the column out."""

    kind: int
    value: bytes = b""
    short: bool = False


def record(kind: int, content: bytes = b"", longer: int = 0) -> bytes:
    """Return a record; `longer` writes the size with so many bytes more than it needs."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, parts = len(content), []
    while size or not parts:
        parts.append(size & 0x7F)
        size >>= 7
    parts += [0] * longer
    return head + bytes(p | 0x80 for p in parts[:-1]) + bytes(parts[-1:]) + content


def text(given: str) -> bytes:
    coded = given.encode("utf-16-le")
    return struct.pack("<I", len(coded) // 2) + coded


def rk(value: float) -> bytes | None:
    """Return a number as Excel shortens it, None where it must stay a real one."""
    for factor, mark in ((1, 0), (100, 1)):
        scaled = value * factor
        bits = struct.unpack("<Q", struct.pack("<d", scaled))[0]
        if not bits & (1 << 34) - 1 and scaled / factor == value:
            return struct.pack("<I", bits >> 32 | mark)
        if scaled == int(scaled) and abs(scaled) < 1 << 29 and scaled / factor == value:
            return struct.pack("<i", int(scaled) << 2 | 2 | mark)
    return None


def real(value: float, short: bool = False) -> Cell:
    return Cell(16 if short else 5, struct.pack("<d", value), short)


def cell(value: Any, shared: dict[str, int]) -> Cell | None:
    """Return the cell of a plain value; texts are shared."""
    if isinstance(value, Cell) or value is None:
        return value
    if isinstance(value, bool):
        return Cell(4, bytes([value]))
    if isinstance(value, str):
        return Cell(7, struct.pack("<I", shared.setdefault(value, len(shared)))) if value else None
    short = rk(float(value))
    return real(float(value)) if short is None else Cell(2, short)


def sheet(rows: Iterable[tuple[int, Sequence[Any]]], shared: dict[str, int]) -> Iterator[bytes]:
    """Yield the records of a sheet: rows by their position from 0."""
    yield record(129)
    yield record(148, struct.pack("<4I", 0, 0, 0, 0))
    yield record(145)
    for position, values in rows:
        yield record(0, struct.pack("<I", position) + HEAD_OF_ROW[4:])
        for column, value in enumerate(values):
            if found := cell(value, shared):
                place = b"" if found.short else struct.pack("<I", column)
                yield record(found.kind, place + bytes(4) + found.value)
    yield record(146)
    yield record(130)


def items(shared: Iterable[str]) -> bytes:
    """Return the records of shared texts; one with line breaks is rich: runs of fonts follow it."""
    every = list(shared)
    rich = struct.pack("<IHH", 1, 0, 0)
    found = [record(19, (b"\1" if "\n" in t else b"\0") + text(t) + (rich if "\n" in t else b"")) for t in every]
    return record(159, struct.pack("<II", len(every), len(every))) + b"".join(found) + record(160)


def write(path: Path, sheets: dict[str, Any], raw: dict[str, bytes] | None = None) -> Path:
    """Write a workbook: sheet → rows as lists, or row → cells; `raw` replaces or adds members."""
    shared: dict[str, int] = {}
    members: dict[str, bytes] = {}
    for k, rows in enumerate(sheets.values(), 1):
        given = rows.items() if isinstance(rows, dict) else enumerate(rows)
        members[f"xl/worksheets/sheet{k}.bin"] = b"".join(sheet(given, shared))
    members = {**_frame(list(sheets)), **members, "xl/sharedStrings.bin": items(shared), **(raw or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def bundle(names: Sequence[str]) -> bytes:
    """Return the records of the list of sheets."""
    found = [record(156, struct.pack("<II", 0, k) + text(f"rId{k}") + text(n)) for k, n in enumerate(names, 1)]
    return record(131) + record(143) + b"".join(found) + record(144) + record(132)


def _frame(names: Sequence[str]) -> dict[str, bytes]:
    """Return what stands around the sheets: kinds of members, relations, list of sheets."""
    parts = [(f"worksheets/sheet{k}.bin", "worksheet", f"rId{k}") for k in range(1, len(names) + 1)]
    parts.append(("sharedStrings.bin", "sharedStrings", f"rId{len(names) + 1}"))
    kinds = [("workbook.bin", "sheet.binary.macroEnabled.main"), *((name, kind) for name, kind, _ in parts)]
    types = "".join(f'<Override PartName="/xl/{n}" ContentType="{TYPES}{kind}"/>' for n, kind in kinds)
    office = [("xl/workbook.bin", "officeDocument", "rId1")]
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">{default}{types}</Types>'.encode(),
        "_rels/.rels": _relations(office),
        "xl/workbook.bin": bundle(names),
        "xl/_rels/workbook.bin.rels": _relations(parts),
    }


def _relations(parts: Iterable[tuple[str, str, str]]) -> bytes:
    every = "".join(f'<Relationship Id="{i}" Type="{RELATION}{kind}" Target="{name}"/>' for name, kind, i in parts)
    return f'<Relationships xmlns="{PACKAGE}relationships">{every}</Relationships>'.encode()


EVERY_KIND = [
    Cell(1), Cell(3, b"\x07"), Cell(4, b"\1"), Cell(4, b"\0"), real(0.1), Cell(6, text("in place")), "shared 中国",
    Cell(8, text("formula") + SUM), Cell(9, struct.pack("<d", 2.5) + SUM), Cell(10, b"\1" + SUM),
    Cell(11, b"\x2a" + SUM), 7, -3.5, 1234.56, "two\nlines",
]  # fmt: skip
"""A row with every kind of cell that the specification has on a sheet."""
VALUES = [
    "", "#DIV/0!", "TRUE", "FALSE", 0.1, "in place", "shared 中国", "formula", 2.5, "TRUE", "#N/A", 7, -3.5, 1234.56,
    "two\nlines",
]  # fmt: skip
"""What they say."""
