"""Records of Excel's binary workbooks (.xlsb), one after another from an open member of the archive.

A sheet is a chain of records, each with its kind, its size and its content. The plain numbers of a row, which are
nearly all of a table, are found by one expression and decoded together; everything else is taken record by record, and
what is no cell is passed over by its size.

References
----------
Microsoft, [MS-XLSB]: Excel (.xlsb) Binary File Format, sections 2.1.4 (records), 2.2.1 (cell table), 2.3 (kinds),
2.4.313 (sheets), 2.5.10 (cells), 2.5.98.2 (errors), 2.5.123 (RK numbers), 2.5.169 (texts).
SheetJS notes, "XLSB Short Records": kinds 12 to 18, which the specification leaves out.
"""

from __future__ import annotations

import re
from struct import Struct
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from newind.data.readers.sheets import MOST_COLUMNS, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from newind.data.readers.stream import Row
    from newind.typing import Array, IntArray

PIECE = 1 << 20
"""Bytes of a member that are taken at a time."""
LONGEST = 1 << 25
"""Bytes of a record beyond which a member is taken for damaged."""
ROW, BLANK, RK, ERROR, TRUTH, REAL, TEXT, SHARED = range(8)
FORMULA_TEXT, FORMULA_REAL, FORMULA_TRUTH, FORMULA_ERROR = range(8, 12)
SHORT = range(12, 19)
"""Cells from BLANK to SHARED that stand right after the cell before and do not name their column."""
TEXT_ITEM, RICH_TEXT, END_SHEET, END_CELLS, SHEET = 19, 62, 130, 146, 156
NUMBERS = -1
"""Plain numbers that follow one another, taken for one record; no kind of the format."""
HEAD = re.compile(rb"([\x00-\x7f]|[\x80-\xff].)([\x00-\x7f]|[\x80-\xff]{1,2}[\x00-\x7f]|[\x80-\xff]{3}.)", re.DOTALL)
"""Kind and size of a record: seven bits of each byte, the lowest first; the eighth says that another byte follows."""
RUN = re.compile(rb"(?:\x05\x10.{16}|\x02\x0c.{12})++", re.DOTALL)
"""Records of real and of RK numbers in a row, of 16 and 12 bytes."""
ONE = re.compile(rb"\x05\x10.{16}|\x02\x0c.{12}", re.DOTALL)
CELL = [("head", "<u2"), ("column", "<u4"), ("style", "<u4")]
REALS, RKS = np.dtype([*CELL, ("value", "<f8")]), np.dtype([*CELL, ("value", "<u4")])
REAL_HEAD = 0x1005
"""Kind and size of a real number as one little-endian number."""
DIVIDED, INTEGER = 1, 2
"""Bits of an RK number: to be divided by 100; an integer of 30 bits, else the upper 30 bits of a real number."""
U4, F8 = Struct("<I"), Struct("<d")
NONE = 0xFFFFFFFF
"""Length of a text that is none."""
COLUMN = STYLE = 4
"""Bytes of a cell before its value."""
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
OTHER_ERROR = "#ERROR!"


def sheets(file: IO[bytes]) -> dict[str, str]:
    """Return the sheets that the member ``workbook.bin`` lists, in order: name → its relation.

    Raises
    ------
    ValueError, struct.error
        When the records make no sense.
    """
    found = [(*_text(content, 2 * U4.size), content) for kind, content in records(file) if kind == SHEET]
    return {_text(content, end)[0]: relation for relation, end, content in found if relation}


def texts(file: IO[bytes]) -> list[str]:
    """Return the texts that cells refer to, from the member ``sharedStrings.bin``, without fonts and readings.

    Raises
    ------
    ValueError, struct.error
        When the records make no sense.
    """
    return [_text(content, 1)[0] for kind, content in records(file) if kind == TEXT_ITEM]


def rows(file: IO[bytes], shared: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a sheet that hold cells, with empty texts where a cell is blank or missing.

    Parameters
    ----------
    file : file
        The member of a sheet; read to its end, so that its check sum is verified.
    shared : sequence of str
        Texts that cells refer to.

    Raises
    ------
    ValueError, LookupError, struct.error
        When the records make no sense, rows or cells are out of order, or the sheet has no end.
    """
    position, cells = -1, list[Any]()
    for kind, content in records(file):
        if kind in (END_CELLS, END_SHEET):
            break
        if kind == ROW:
            if cells:
                yield position, cells
            position, cells = _position(content, position), []
        elif kind == NUMBERS:
            _add_numbers(cells, *_numbers(content))
        elif kind in SHORT:
            _add(cells, len(cells), [_value(kind - SHORT.start + BLANK, content[STYLE:], shared)])
        elif kind in CELLS:
            _add(cells, U4.unpack_from(content)[0], [_value(kind, content[COLUMN + STYLE :], shared)])
        if cells and position < 0:
            raise ValueError("cells stand before the first row")
    else:
        raise ValueError("the sheet is cut off")
    if cells:
        yield position, cells
    while file.read(PIECE):
        pass


def records(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of every record; plain numbers that follow one another come as one.

    Raises
    ------
    ValueError
        When a record is cut off, or larger than any that is written.

    Examples
    --------
    >>> from io import BytesIO
    >>> list(records(BytesIO(bytes([0x9C, 0x01, 2, 65, 66, 1, 0]))))
    [(156, b'AB'), (1, b'')]
    """
    text, at = b"", 0
    while True:
        if run := RUN.match(text, at):
            yield NUMBERS, run[0]
            at = run.end()
            continue
        kind, start, end = _head(text, at)
        if end <= len(text):
            yield kind, text[start:end]
            at = end
        elif piece := file.read(max(PIECE, end - len(text))):
            text, at = text[at:] + piece, 0
        elif at < len(text):
            raise ValueError("a record is cut off")
        else:
            return


def _head(text: bytes, at: int) -> tuple[int, int, int]:
    """Return kind, start and end of the record at a place; an end beyond the text when that is too short to tell."""
    head = HEAD.match(text, at)
    if head is None:
        return 0, at, len(text) + 1
    size = _compact(head[2])
    if size > LONGEST:
        raise ValueError(f"a record of {size:,} bytes")
    return _compact(head[1]), head.end(), head.end() + size


def _compact(given: bytes) -> int:
    return sum((byte & 0x7F) << (7 * k) for k, byte in enumerate(given))


def _text(content: bytes, at: int) -> tuple[str, int]:
    """Return the text at a place and where it ends; an empty one when there is none."""
    length = U4.unpack_from(content, at)[0]
    start = at + U4.size
    end = start + 2 * length * (length != NONE)
    if end > len(content):
        raise ValueError("a text is longer than its record")
    return content[start:end].decode("utf-16-le"), end


def _position(content: bytes, last: int) -> int:
    position: int = U4.unpack_from(content)[0]
    if not last < position < MOST_ROWS:
        raise ValueError(f"row {position + 1} stands after row {last + 1}")
    return position


def _add(cells: list[Any], column: int, values: list[Any]) -> None:
    """Add cells that begin at a column, with empty texts up to it."""
    if not len(cells) <= column <= MOST_COLUMNS - len(values):
        raise ValueError(f"a cell of column {column + 1} stands out of place")
    cells += [""] * (column - len(cells))
    cells += values


def _add_numbers(cells: list[Any], columns: IntArray, values: Array) -> None:
    """Add numbers at their columns: as a whole where none is missing between them."""
    breaks = np.flatnonzero(np.diff(columns) != 1) + 1
    starts = [0, *breaks.tolist()]
    for start, end in zip(starts, [*starts[1:], len(columns)], strict=True):
        _add(cells, int(columns[start]), values[start:end].tolist())


def _numbers(run: bytes) -> tuple[IntArray, Array]:
    """Return columns and values of the plain numbers that follow one another."""
    if len(run) % REALS.itemsize == 0:
        cells = np.frombuffer(run, REALS)
        if (cells["head"] == REAL_HEAD).all():
            return cells["column"].astype(np.int64), cells["value"]
    sizes = np.fromiter(map(len, ONE.findall(run)), np.int64)
    is_real = sizes == REALS.itemsize
    spread, given = np.repeat(is_real, sizes), np.frombuffer(run, np.uint8)
    reals, rks = given[spread].view(REALS), given[~spread].view(RKS)
    columns, values = np.empty(len(sizes), np.int64), np.empty(len(sizes))
    columns[is_real], values[is_real] = reals["column"], reals["value"]
    columns[~is_real], values[~is_real] = rks["column"], _from_rk(rks["value"])
    return columns, values


def _from_rk(given: NDArray[np.uint32]) -> Array:
    """Return the values of RK numbers.

    Examples
    --------
    >>> _from_rk(np.array([0x3FF00000, 0x405EC001, 0x02F1853A, 0x02F1853B], "<u4")).tolist()
    [1.0, 1.23, 12345678.0, 123456.78]
    """
    real = ((given & ~np.uint32(DIVIDED | INTEGER)).astype(np.uint64) << np.uint64(32)).view(np.float64)
    values = np.where(given & INTEGER, given.view(np.int32) >> 2, real)
    with np.errstate(invalid="ignore"):
        return np.where(given & DIVIDED, values / 100, values)


def _value(kind: int, content: bytes, shared: Sequence[str]) -> Any:
    """Return the value of a cell from what stands after its column and style."""
    if kind == BLANK:
        return ""
    return shared[U4.unpack_from(content)[0]] if kind == SHARED else VALUES[kind](content)


VALUES: dict[int, Callable[[bytes], Any]] = {
    RK: lambda content: _from_rk(np.frombuffer(content, "<u4", 1)).item(),
    **dict.fromkeys((ERROR, FORMULA_ERROR), lambda content: ERRORS.get(content[0], OTHER_ERROR)),
    **dict.fromkeys((TRUTH, FORMULA_TRUTH), lambda content: ("FALSE", "TRUE")[content[0] != 0]),
    **dict.fromkeys((REAL, FORMULA_REAL), lambda content: F8.unpack_from(content)[0]),
    **dict.fromkeys((TEXT, FORMULA_TEXT), lambda content: _text(content, 0)[0]),
    RICH_TEXT: lambda content: _text(content, 1)[0],
}
CELLS = {BLANK, SHARED, *VALUES}
