"""A sheet of a Chinese table seen along its rows or its columns, and what was found along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.data.readers.nbs.labels import COLUMNS, ROWS
from newind.data.readers.sheets import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.data.readers.sheets import Sheet


@dataclass(frozen=True)
class AxisLayout:
    """Rows or columns of a table as found on the sheet.

    Parameters
    ----------
    blocks : tuple of tuple of int
        Positions of the sectors, one block for each origin (a second block of rows are imports).
    names : tuple of str
        Names of the sectors of the first block.
    others : mapping of str to int
        Publisher's code → position.
    first : int
        First position of a label or a figure.
    """

    blocks: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]
    others: Mapping[str, int]
    first: int

    @property
    def positions(self) -> tuple[int, ...]:
        """Positions of everything that has a label."""
        return (*(p for block in self.blocks for p in block), *self.others.values())


@dataclass(frozen=True)
class SheetAxis:
    """A sheet seen along one of its axes: cells by line of labels and position, and the words for messages."""

    sheet: Sheet
    across: bool
    among: frozenset[str]

    def cell(self, line: int, position: int) -> Any:
        """Return a cell, empty text beyond the edge."""
        r, c = (line, position) if self.across else (position, line)
        row = self.sheet.rows[r] if r < len(self.sheet.rows) else []
        return row[c] if c < len(row) else ""

    def at(self, line: int, position: int) -> str:
        """Return the address of a cell."""
        return address(line, position) if self.across else address(position, line)

    @property
    def what(self) -> str:
        """Word for what lies along the axis."""
        return "columns" if self.across else "rows"

    @property
    def length(self) -> int:
        """Number of positions."""
        rows = self.sheet.rows
        return max(map(len, rows), default=0) if self.across else len(rows)


def columns_of(sheet: Sheet) -> SheetAxis:
    """Return the columns of a sheet."""
    return SheetAxis(sheet, True, frozenset(COLUMNS))


def rows_of(sheet: Sheet) -> SheetAxis:
    """Return the rows of a sheet."""
    return SheetAxis(sheet, False, frozenset(ROWS))
