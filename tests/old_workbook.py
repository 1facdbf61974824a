"""Workbooks in the format before xlsx: a compound file of 512-byte sectors that holds one stream of BIFF8 records."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_old(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Write rows of texts and numbers as the sheets of an .xls workbook."""
    path.write_bytes(compound("Workbook", biff(sheets)))
    return path


def compound(name: str, stream: bytes) -> bytes:
    """Return a compound file with one stream, not under 4096 bytes so that it lies in ordinary sectors."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    tables = next(t for t in range(1, 100) if t * SECTOR // 4 >= count + 1 + t)
    chain = [FAT] * tables + [END] + [*range(tables + 2, tables + 1 + count), END]
    fat = struct.pack(f"<{tables * SECTOR // 4}I", *chain, *[FREE] * (tables * SECTOR // 4 - len(chain)))
    head = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", tables, tables, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    entries = entry("Root Entry", 5, 1, END, 0) + entry(name, 2, FREE, tables + 1, len(stream)) + bytes(256)
    return head + fat + entries + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """Return an entry of the directory of a compound file."""
    text = (name + "\0").encode("utf-16-le")
    found = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return found + bytes(36) + struct.pack("<IQ", start, size)


def biff(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Return the stream of a workbook."""
    bodies = [begin(0x10) + b"".join(cells(rows)) + record(0x0A, b"") for rows in sheets.values()]
    names = [struct.pack("<BB", len(n), 1) + n.encode("utf-16-le") for n in sheets]
    at = len(begin(5)) + sum(4 + 6 + len(n) for n in names) + 4
    bounds = b""
    for name, body in zip(names, bodies, strict=True):
        bounds += record(0x85, struct.pack("<IH", at, 0) + name)
        at += len(body)
    return begin(5) + bounds + record(0x0A, b"") + b"".join(bodies)


def begin(kind: int) -> bytes:
    """Return the record that opens a workbook (5) or a sheet (16)."""
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def cells(rows: list[list[Any]]) -> list[bytes]:
    """Return the records of the cells that are not blank."""
    found = [(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v != ""]
    return [
        record(0x204, struct.pack("<HHHHB", r, c, 0, len(v), 1) + v.encode("utf-16-le"))
        if isinstance(v, str)
        else record(0x203, struct.pack("<HHHd", r, c, 0, float(v)))
        for r, c, v in found
    ]


def record(kind: int, body: bytes) -> bytes:
    """Return a record of a stream."""
    return struct.pack("<HH", kind, len(body)) + body
