"""Lines of a large csv file, one at a time, from the file or from an archive that holds it."""

from __future__ import annotations

import io
import math
import warnings
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

import numpy as np

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newind.typing import Array

BUFFER = 1 << 20
"""Bytes that are read at once."""
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What a file or an archive raises that is cut off, altered or locked by a password."""


def members(path: Path) -> list[str]:
    """Return the names of the csv files in an archive, or nothing for a file that is no archive.

    Raises
    ------
    DataError
        For an archive without a csv file.
    """
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.lower().endswith(".csv") and not n.startswith("__MACOSX")]
    if not names:
        raise DataError(f"{path}: an archive without a csv file. Give the archive that the publisher offers.")
    return names


def member(path: Path, year: int | None) -> str:
    """Return the csv file of a year in an archive; an empty string for a file that is no archive.

    Raises
    ------
    DataError
        When the archive holds several and the year does not tell which.
    """
    names = members(path)
    if len(names) > 1:
        names = [n for n in names if year is not None and str(year) in PurePosixPath(n).name]
    if len(names) == 1:
        return names[0]
    if not zipfile.is_zipfile(path):
        return ""
    raise DataError(f"{path}: the archive holds {offenders(members(path))}. Say which by year=.")


def lines(path: Path, name: str = "") -> Iterator[bytes]:
    """Yield the lines of a file, or of a member of an archive.

    Raises
    ------
    DataError
        When it is truncated or corrupt.
    """
    try:
        if not name:
            with path.open("rb", buffering=BUFFER) as file:
                yield from file
        else:
            with zipfile.ZipFile(path) as archive, archive.open(name) as inside:
                yield from io.BufferedReader(cast("io.RawIOBase", inside), BUFFER)
    except DAMAGED as error:
        raise DataError(f"{path}: truncated, corrupt or locked ({error}). Get the file again.") from None


def words(line: bytes) -> list[str]:
    """Return the cells of a line of labels, without quotation marks and blanks.

    Examples
    --------
    >>> words(b'V1,"AUS_A03", OUT')
    ['V1', 'AUS_A03', 'OUT']
    """
    text = line.decode("utf-8-sig", errors="replace")
    return [cell.strip().strip('"').strip() for cell in text.rstrip("\r\n").split(",")]


def split_label(line: bytes) -> tuple[str, bytes]:
    """Return the label of a row, and the cells after it.

    Examples
    --------
    >>> split_label(b'"AUS_A03",1.5,0')
    ('AUS_A03', b'1.5,0')
    """
    label, _, cells = line.partition(b",")
    return label.decode("utf-8", errors="replace").strip().strip('"').strip(), cells.strip()


def numbers(cells: bytes, columns: Sequence[str], where: str) -> Array:
    """Return the cells of a line as numbers.

    Parameters
    ----------
    cells : bytes
        Cells divided by commas.
    columns : sequence of str
        Labels of the columns, for the message.
    where : str
        File and line, for the message.

    Returns
    -------
    (columns,) array

    Raises
    ------
    DataError
        Naming the first cells that hold text or nothing, or a line that is too short or too long.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)
            values = np.fromstring(cells, sep=",") if cells and not cells.endswith(b",") else np.empty(0)
    except (ValueError, DeprecationWarning):
        values = np.empty(0)
    if values.size == len(columns) and np.isfinite(values).all():
        return values
    raise DataError(f"{where}: {_what_is_wrong(cells, columns)}")


def _what_is_wrong(cells: bytes, columns: Sequence[str]) -> str:
    found = cells.decode("utf-8", errors="replace").split(",")
    if len(found) != len(columns):
        return f"{len(found)} cells, the first line names {len(columns)} columns. Is the file cut off?"
    bad = [f"column {c} = {cell.strip()!r:.40}" for c, cell in zip(columns, found, strict=True) if not _is_number(cell)]
    return f"cells that are not numbers: {offenders(bad)}. Write figures only; a zero where there is no flow."


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell)) and "_" not in cell
    except ValueError:
        return False
