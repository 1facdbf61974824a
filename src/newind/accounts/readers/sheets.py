"""Cells of workbooks, with messages that name file, sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from pathlib import Path

    from newind.typing import Array


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of cells (text, numbers, empty text), with the place it came from."""

    path: Path
    name: str
    rows: list[list[Any]]

    def __str__(self) -> str:
        """Return file and sheet for a message."""
        return f"{self.path}: sheet {self.name!r}"

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
        except ValueError:
            bad = [
                f"{address(rows.start + i, columns.start + j)} = {cell!r}"
                for i, row in enumerate(block)
                for j, cell in enumerate(row)
                if isinstance(cell, (str, bool)) or cell is None
            ]
            remedy = "Write figures only; a zero where there is no flow."
            raise DataError(f"{self}: cells that are not numbers: {offenders(bad)}. {remedy}") from None


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
        When the file is truncated, corrupt or not a workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet = workbook.get_sheet_by_index(0)
        return Sheet(path, sheet.name, sheet.to_python(skip_empty_area=False))
    except (CalamineError, IndexError, OSError) as error:
        raise DataError(f"{path}: truncated, corrupt or not a workbook ({error}). Get the file again.") from None


TOP = 60
"""Rows of a sheet that are looked at to recognise a layout."""


def top_of_sheets(path: Path) -> tuple[Sheet, ...]:
    """Read the first rows of every visible sheet of a workbook.

    Raises
    ------
    DataError
        When the file is truncated, corrupt or not a workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return tuple(
            Sheet(path, name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=TOP))
            for name in workbook.sheet_names
        )
    except (CalamineError, IndexError, OSError) as error:
        raise DataError(f"{path}: truncated, corrupt or not a workbook ({error}). Get the file again.") from None
