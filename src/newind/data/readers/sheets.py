"""Cells of workbooks, with messages that name file, sheet and cell; a process of its own reads them, with limits.

The library asks for as much memory as a workbook says that it holds, and aborts its process where there is less: one
number in a file of twelve kilobytes was enough to end a program. The process starts with the first workbook, reads one
after another, and ends with the program.
"""

from __future__ import annotations

import atexit
import lzma
import os
import pickle
import re
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, offenders, tell

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newind.typing import Array


GIGABYTES, SECONDS = 4, 300
"""Memory, and time of the processor, that reading a workbook may take."""
SERVER = Path(__file__).with_name("workbook_server.py")
Cells = list[list[Any]]
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Workbook:
    """Contents of a workbook as read.

    Parameters
    ----------
    names : list of str
        All its sheets, in order.
    cells : mapping
        Of each sheet that was asked for: rows of cells (text, numbers, empty text).
    merged : mapping
        Of each: the first and the last cell of merged ranges, row and column counted from 0.
    """

    names: list[str]
    cells: dict[str, Cells]
    merged: dict[str, list[Range]]


@dataclass
class _ReaderProcess:
    """The process that reads, of the process whose number is kept with it."""

    lock: Lock = field(default_factory=Lock)
    process: subprocess.Popen[bytes] | None = None
    owner: int = 0

    def ask(self, request: tuple[Any, ...]) -> Any:
        """Return the answer, None where the process ended over it."""
        with self.lock:
            process = self._running()
            try:
                pickle.dump(request, process.stdin)  # type: ignore[arg-type]
                process.stdin.flush()  # type: ignore[union-attr]
                return pickle.load(process.stdout)  # type: ignore[arg-type]
            except (EOFError, OSError, pickle.UnpicklingError):
                self.end()
                return None
            except BaseException:  # an interrupt, after which an answer is still under way
                self.end()
                raise

    def end(self) -> None:
        """End the process."""
        ended, self.process = self.process, None
        if ended is not None and self.owner == os.getpid():
            ended.kill()
            with suppress(OSError), ended:  # closes what leads to it, and waits
                pass

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.end()
            command = [sys.executable, "-I", "-S", str(SERVER), os.pathsep.join(sys.path), str(GIGABYTES), str(SECONDS)]
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)
            self.owner = os.getpid()
        return self.process


_server = _ReaderProcess()
atexit.register(_server.end)


def read_workbook(
    path: Path, names: frozenset[str] | None = None, *, sheets: int | None = None, rows: int | None = None
) -> Workbook:
    """Return sheets of a workbook.

    Parameters
    ----------
    path : Path
    names : frozenset of str, optional
        Sheets that are read, where they are there; all by default.
    sheets, rows : int, optional
        How many of them, and how many rows of each, are read at most.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or no workbook, has a password, or is beyond the limits.
    """
    found = _server.ask((str(path.absolute()), names, sheets, rows))
    if found is None:
        raise DataError(tell("sheet.beyond", path=path, gigabytes=GIGABYTES, seconds=SECONDS))
    if isinstance(found, str):
        if "password" in found:
            raise DataError(tell("sheet.password", path=path))
        raise DataError(tell("sheet.corrupt", path=path, error=found))
    return Workbook(*found)


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of cells (text, numbers, empty text), with the place it came from and what is merged in it."""

    path: Path
    name: str
    rows: list[list[Any]]
    merged: tuple[Range, ...] = ()

    def __str__(self) -> str:
        """Return file and sheet for a message."""
        return tell("sheet.place", path=self.path, name=self.name)

    def text(self, row: int, column: int) -> str:
        """Return a cell as text without blanks around it, empty beyond the edge."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return str(self.rows[row][column]).strip()

    def numbers(self, rows: slice, columns: slice) -> Array:
        """Return a block of cells as numbers.

        Raises
        ------
        DataError
            Naming the first cells that hold text or nothing.
        """
        block = [row[columns] for row in self.rows[rows]]
        try:
            return np.array(block, dtype=np.float64)
        except (ValueError, TypeError):
            bad = [
                tell("sheet.cell", cell=address(rows.start + i, columns.start + j), value=str(cell))
                for i, row in enumerate(block)
                for j, cell in enumerate(row)
                if isinstance(cell, bool) or not isinstance(cell, (int, float))
            ]
            remedy = tell("remedy.zero")
            raise DataError(tell("sheet.no_numbers", sheet=self, which=offenders(bad), remedy=remedy)) from None

    def figures(self, rows: Sequence[int], columns: Sequence[int], unknown: Collection[str] = ()) -> Array:
        """Return cells as numbers, NaN where a cell is blank or holds a word for what is unknown.

        Raises
        ------
        DataError
            Naming the first cells that hold text, dates or infinity, with the remedy for what they look like.
        """
        bad: list[tuple[str, Any]] = []
        values = np.array([self._row_of_figures(r, columns, unknown, bad) for r in rows], dtype=np.float64)
        for i, j in np.argwhere(np.isinf(values)).tolist():
            bad.append((address(rows[i], columns[j]), values[i, j]))
        if bad:
            shown = offenders([tell("sheet.cell", cell=where, value=str(cell)) for where, cell in bad])
            raise DataError(tell("sheet.no_numbers", sheet=self, which=shown, remedy=remedy(bad[0][1])))
        return values.reshape(len(rows), len(columns))

    def _row_of_figures(
        self, row: int, columns: Sequence[int], unknown: Collection[str], bad: list[tuple[str, Any]]
    ) -> list[float]:
        cells = self.rows[row]
        figures: list[Any] = [cells[c] if c < len(cells) else "" for c in columns]
        for j, cell in enumerate(figures):
            if cell.__class__ is float or cell.__class__ is int:
                continue
            if not isinstance(cell, str) or (cell.strip() and cell.strip() not in unknown):
                bad.append((address(row, columns[j]), cell))
            figures[j] = np.nan
        return figures


_SEPARATED = re.compile(r"[-+]?\d{1,3}([,，'\s]\d{3})+(\.\d+)?")


def remedy(cell: object) -> str:
    """Return what to do about a cell that should hold a number and does not.

    Examples
    --------
    >>> remedy("1,234.5")
    'Take out the thousands separators: numbers are digits alone.'
    """
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if _SEPARATED.fullmatch(text):
        return tell("remedy.separators")
    if text.endswith("%"):
        return tell("remedy.percent")
    if text.startswith("#"):
        return tell("remedy.formula")
    try:
        number = isfinite(float(text.replace(" ", "")))
    except ValueError:
        number = False
    if number:
        return tell("remedy.text")
    return tell("remedy.figures")


def address(row: int, column: int) -> str:
    """Return the address of a cell from its position, counted from 0.

    Examples
    --------
    >>> address(6, 4), address(0, 26), address(9, 701), address(0, 702)
    ('E7', 'AA1', 'ZZ10', 'AAA1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def first_sheet(path: Path) -> Sheet:
    """Read the first sheet of a workbook.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or not a workbook, or a sheet is too large.
    """
    return next(iter(sheets_of(path, sheets=1)[1].values()))


def read_sheets(path: Path, names: Collection[str] | None = None) -> dict[str, Sheet]:
    """Read whole sheets of a workbook: those of the names given that are there, or all of them.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or not a workbook, or a sheet is too large.
    """
    return sheets_of(path, names)[1]


TOP = 60
"""Rows of a sheet that are looked at to recognise a layout."""


def top_of_sheets(path: Path) -> tuple[Sheet, ...]:
    """Read the first rows of every visible sheet of a workbook.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or not a workbook, or a sheet is too large.
    """
    return tuple(sheets_of(path, rows=TOP)[1].values())


def sheets_of(
    path: Path, names: Collection[str] | None = None, *, sheets: int | None = None, rows: int | None = None
) -> tuple[list[str], dict[str, Sheet]]:
    """Return the names of all sheets of a workbook, and those that are asked for: the one way to open a workbook.

    Parameters
    ----------
    path : Path
    names : collection of str, optional
        Sheets that are read, where they are there; all by default.
    sheets, rows : int, optional
        How many of them, and how many rows of each, are read at most.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or not a workbook, or a sheet is too large.
    """
    check_size(path)
    book = read_workbook(path, None if names is None else frozenset(names), sheets=sheets, rows=rows)
    if sheets and not book.cells:
        raise _corrupt(path, "no sheet")
    return book.names, {n: Sheet(path, n, cells, tuple(book.merged[n])) for n, cells in book.cells.items()}


def _corrupt(path: Path, why: object) -> DataError:
    return DataError(tell("sheet.corrupt", path=path, error=why))


# ---- size

MOST_CELLS = 10_000_000
"""Cells between the first and the last of a sheet: the largest published workbooks of tables have 7.5 million."""
SPARSE, LEAST_FILLED = 1_000_000, 0.01
"""A sheet of more than so many cells must have this share of them filled."""
MOST_BYTES = 2_000_000_000
"""Bytes that a workbook may unpack to."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Size of a sheet in the format."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ADDRESS = re.compile(rb"""r=["']([A-Za-z]*)(\d+)["']""")
_STRINGS = re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)
_COUNT = re.compile(rb"""<(?:\w+:)?sst\b[^>]*\buniqueCount\s*=\s*["'](\d+)""")
_LEAST_TEXT = 5
"""Bytes of the shortest text: ``<si/>``."""
_CHUNK = 1 << 22
_OVERLAP = 64
_HEAD = 1 << 16
"""Bytes of a member in which it says how much it holds."""


def check_size(path: Path) -> None:
    """Raise unless the sheets of a workbook claim no more cells than a table can have.

    A sheet is laid out in memory up to its last cell, so that one cell at the far end of an empty sheet would fill
    any memory. Files that are no archive are left to the one who reads them.

    Raises
    ------
    DataError
        For a sheet that is too large, or an archive that is damaged.
    """
    try:
        if zipfile.is_zipfile(path):
            stat = path.stat()
            _check_size(path, stat.st_mtime_ns, stat.st_size)
    except DAMAGE as error:
        raise _corrupt(path, error) from None


DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""Exceptions that unpacking a damaged archive can raise."""


@lru_cache(maxsize=4)
def _check_size(path: Path, _modified: int, _size: int) -> None:
    with zipfile.ZipFile(path) as archive:
        if (total := sum(i.file_size for i in archive.infolist())) > MOST_BYTES:
            raise DataError(
                tell("sheet.unpacks", path=path, total=total / 1000000000.0, most=MOST_BYTES / 1000000000.0)
            )
        for name in filter(_STRINGS.fullmatch, archive.namelist()):
            with archive.open(name) as file:
                given = _COUNT.search(file.read(_HEAD))
            size = archive.getinfo(name).file_size
            if given and (texts := _number(given[1])) > size // _LEAST_TEXT:
                raise DataError(tell("sheet.texts", path=path, name=name, texts=texts, size=size))
        for name in filter(_SHEET.fullmatch, archive.namelist()):
            with archive.open(name) as file:
                rows, columns, filled = _extent(file)
            cells = rows * columns
            empty = cells > SPARSE and filled < LEAST_FILLED * cells
            if cells > MOST_CELLS or rows > MOST_ROWS or columns > MOST_COLUMNS or empty:
                raise DataError(
                    tell(
                        "sheet.extent",
                        path=path,
                        name=name,
                        rows=rows,
                        columns=columns,
                        cells=cells,
                        filled=filled,
                        most=MOST_CELLS,
                    )
                )


def _extent(file: IO[bytes]) -> tuple[int, int, int]:
    """Return the last row and column that an address in the XML of a sheet names, and how many addresses there are."""
    letters, numbers, rest, filled = {b""}, {b"0"}, b"", 0
    while chunk := file.read(_CHUNK):
        found = _ADDRESS.findall(rest + chunk)
        letters.update(column for column, _ in found)
        numbers.update(row for _, row in found)
        filled += sum(1 for column, _ in found if column)
        rest = chunk[-_OVERLAP:]
    return max(map(_number, numbers)), max(map(_column, letters)), filled


def _number(digits: bytes) -> int:
    return int(digits[:_DIGITS])


_DIGITS = 12
"""Digits of a row number, or letters of a column, that are enough to see that it is too large."""


def _column(letters: bytes) -> int:
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters[:_DIGITS].upper():
        number = number * 26 + letter - ord("A") + 1
    return number
