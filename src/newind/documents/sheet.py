"""A sheet of a workbook that is written from the top; texts are always texts, never formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LONGEST = 32_000
"""Characters that a cell takes."""


class SheetWriter:
    """A sheet, its styles, and the next row to write."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F0EDE5"}
        )
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.row = 0
        for i, width in enumerate(widths):
            self.sheet.set_column(i, i, width)

    def line(self, text: str, style: Format | None = None) -> None:
        """Write one text and go to the next row."""
        self.sheet.write_string(self.row, 0, text[:LONGEST], style)
        self.row += 1

    def texts(self, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
        """Write a table of texts and whole numbers, with an empty row after it."""
        for column, title in enumerate(header):
            self.sheet.write_string(self.row, column, title, self.head)
        for row in rows:
            self.row += 1
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    self.sheet.write_number(self.row, column, cell, self.wrap)
                elif cell:
                    self.sheet.write_string(self.row, column, cell[:LONGEST], self.wrap)
        self.row += 2


def write_texts(sheet: Worksheet, column: int, cells: Sequence[object]) -> None:
    """Write a column of texts below the header; what is no text stays empty."""
    for row, cell in enumerate(cells, 1):
        if isinstance(cell, str) and cell:
            sheet.write_string(row, column, cell[:LONGEST])


def refs(numbers: Sequence[int]) -> str:
    """Return references as they stand in a cell.

    Examples
    --------
    >>> refs((1, 12))
    '[1] [12]'
    """
    return " ".join(f"[{n}]" for n in numbers)
