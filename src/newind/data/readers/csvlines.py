"""A large csv table, from the file or from an archive that holds it: at once where it is sound, else line by line."""

from __future__ import annotations

import io
import math
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, cast

import numpy as np

from newind.data.readers.sheets import DAMAGE
from newind.errors import DataError, offenders, tell, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from newind.errors import BilingualMessage
    from newind.typing import Array

BUFFER = 1 << 20
"""Bytes that are read at once."""
LINES = 600
"""Lines that are read at once: fewer take longer, more take more memory."""


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
        raise DataError(tell("file.no_csv", path=path))
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
    raise DataError(tell("file.many_years", path=path, which=offenders(members(path))))


@dataclass(frozen=True)
class CsvRows:
    """Lines below the first: number and label of every row, and the values of a column by its position."""

    numbers: Sequence[int]
    labels: list[str]
    column: Callable[[int], Array]


@contextmanager
def open_binary(path: Path, name: str = "") -> Iterator[IO[bytes]]:
    """Open a file, or a member of an archive, to be read as bytes.

    Raises
    ------
    DataError
        When it is found truncated or corrupt while it is read.
    """
    try:
        if not name:
            with path.open("rb", buffering=BUFFER) as file:
                yield file
        else:
            with zipfile.ZipFile(path) as archive, archive.open(name) as inside:
                yield io.BufferedReader(cast("io.RawIOBase", inside), BUFFER)
    except DAMAGE as error:
        raise DataError(tell("file.locked", path=path, error=error)) from None


def first_line(path: Path, name: str = "") -> bytes:
    """Return the first line.

    Raises
    ------
    DataError
        When the file is truncated or corrupt.
    """
    with open_binary(path, name) as file:
        return file.readline()


class OddTableError(Exception):
    """Raised when a table cannot be read at once; line by line it can, or what is wrong with it has a name."""


def at_once(path: Path, name: str, columns: Sequence[str]) -> Iterator[CsvRows]:
    """Yield what stands below the first line, many lines at once.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        Member of the archive that the file is, else an empty string.
    columns : sequence of str
        Labels of the columns after the first.

    Raises
    ------
    OddTableError
        For anything but labels and finite numbers.
    """
    import pandas as pd

    types = {0: str, **dict.fromkeys(range(1, len(columns) + 1), np.float64)}
    number = 2
    with open_binary(path, name) as file:
        file.readline()
        try:
            for frame in pd.read_csv(
                file, header=None, index_col=0, names=range(len(types)), dtype=types, chunksize=LINES,
                na_filter=False, skip_blank_lines=False, encoding_errors="replace",
            ):  # fmt: skip
                yield _finite(frame, number)
                number += len(frame)
        except (ValueError, OverflowError) as error:
            raise OddTableError from error


def _finite(frame: pd.DataFrame, number: int) -> CsvRows:
    values = frame.to_numpy()
    if not np.isfinite(values).all():
        raise OddTableError
    labels = [_label(str(label)) for label in frame.index]
    return CsvRows(range(number, number + len(labels)), labels, lambda k: values[:, k])


def line_by_line(path: Path, name: str, columns: Sequence[str], where: str) -> Iterator[CsvRows]:
    """Yield every line below the first, or name what is wrong with it; arguments as `at_once`.

    Raises
    ------
    DataError
        For a damaged file, or naming line and column of cells that are no numbers.
    """
    with open_binary(path, name) as file:
        file.readline()
        for number, line in enumerate(file, start=2):
            if line.strip():
                label, cells = split_label(line)
                values = numbers(cells, columns, within(where, tell("part.row_of", n=number, label=label[:40])))
                yield CsvRows([number], [label], values[:, None].__getitem__)


def words(line: bytes) -> list[str]:
    """Return the cells of a line of labels, without quotation marks and blanks.

    Examples
    --------
    >>> words(b'V1,"AUS_A03", OUT')
    ['V1', 'AUS_A03', 'OUT']
    """
    return [_label(cell) for cell in line.decode("utf-8-sig", errors="replace").split(",")]


def split_label(line: bytes) -> tuple[str, bytes]:
    """Return the label of a row, and the cells after it.

    Examples
    --------
    >>> split_label(b'"AUS_A03",1.5,0')
    ('AUS_A03', b'1.5,0')
    """
    label, _, cells = line.partition(b",")
    return _label(label.decode("utf-8", errors="replace")), cells.strip()


def _label(cell: str) -> str:
    return cell.strip().strip('"').strip()


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
    raise DataError(_what_is_wrong(where, cells, columns))


def _what_is_wrong(where: str, cells: bytes, columns: Sequence[str]) -> BilingualMessage:
    found = cells.decode("utf-8", errors="replace").split(",")
    if len(found) != len(columns):
        return tell("csv.width", where=where, n=len(found), columns=len(columns))
    bad = [
        tell("csv.column", column=c, cell=cell.strip()[:38])
        for c, cell in zip(columns, found, strict=True)
        if not _is_number(cell)
    ]
    return tell("sheet.no_numbers", sheet=where, which=offenders(bad), remedy=tell("remedy.zero"))


def _is_number(cell: str) -> bool:
    try:
        return cell.isascii() and "_" not in cell and math.isfinite(float(cell))
    except ValueError:
        return False
