"""Write a workbook from the plain description of its sheets; texts are always texts, never formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from newind.accounts.store import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from io import BytesIO
    from os import PathLike
    from pathlib import Path

    Look = Mapping[str, Any]

EPOCH = datetime(1980, 1, 1)
LONGEST = 32_767
"""Characters that a cell takes."""
A4 = 9
"""Number of the paper in workbooks."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""
HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F0EDE5"}
WRAP = {"text_wrap": True, "valign": "top"}
BOLD = {"bold": True}
TITLE = {"bold": True, "font_size": 16}


@dataclass
class SheetPlan:
    """Content of a sheet and its looks.

    Parameters
    ----------
    name : str
    widths : sequence of float
        Of its columns.
    freeze : (int, int), optional
        Rows and columns that stay.
    filtered : (int, int), optional
        Last row and column of the table that begins at the top and has filters.
    printed : bool
        Whether it is printed across, one page wide.
    repeated : bool
        Whether the first row is repeated on each page that is printed.
    exact : bool
        Whether numbers keep every digit.
    escaped : bool
        Whether a text that a spreadsheet may take for a formula is marked as text.
    row : int
        The next row to write.
    cells : list of (row, column, value, look)
        A look is what `xlsxwriter` calls a format.
    heights : dict of int to float
        Of rows.
    looks : dict of int to look
        Of whole columns.
    merged : list of (row, column)
        Rows whose first cells are one, until a column.
    more : list of tuples
        What is rare: the method of a worksheet of `xlsxwriter`, and its arguments.
    charts : list of (row, column, data)
        Charts of lines, of the third column over the second: which rows, title, axis and description.
    """

    name: str
    widths: Sequence[float] = ()
    freeze: tuple[int, int] | None = None
    filtered: tuple[int, int] | None = None
    printed: bool = False
    repeated: bool = False
    exact: bool = False
    escaped: bool = False
    row: int = 0
    cells: list[tuple[int, int, Any, Look | None]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    looks: dict[int, Look] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)
    more: list[tuple[Any, ...]] = field(default_factory=list)
    charts: list[tuple[int, int, Mapping[str, Any]]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Any, look: Look | None = None) -> None:
        """Write a cell: text, number, yes or no; None and figures that are not known stay empty."""
        self.cells.append((row, column, value, look))

    def line(self, text: str, look: Look | None = None) -> None:
        """Write one text and go to the next row."""
        self.write_row((text,), look)

    def write_row(self, cells: Iterable[Any], look: Look | None = None) -> None:
        """Write cells from the first column on and go to the next row."""
        for column, cell in enumerate(cells):
            self.put(self.row, column, cell, look)
        self.row += 1

    def texts(self, titles: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
        """Write a table of texts and whole numbers, with an empty row after it."""
        self.write_row(titles, HEAD)
        for row in rows:
            self.write_row([None if cell == "" else cell for cell in row], WRAP)
        self.row += 1


def write_workbook(path: str | PathLike[str], title: str, sheets: Iterable[SheetPlan]) -> Path:
    """Write a workbook, whole or not at all; equal sheets give equal bytes.

    Raises
    ------
    DataError
        Where the folder cannot be written.
    """
    return write_whole(path, lambda to: fill_workbook(str(to), title, sheets))


def fill_workbook(target: str | BytesIO, title: str, sheets: Iterable[SheetPlan]) -> None:
    """Write a workbook to a path or into memory."""
    import xlsxwriter  # type: ignore[import-untyped]

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": not isinstance(target, str)}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "author": "newind", "created": EPOCH})
        find_format = cache(lambda look: book.add_format(dict(look)) if look else None)
        for plan in sheets:
            _write_sheet(book, plan, lambda look: find_format(tuple(look.items()) if look else ()))


def _write_sheet(book: Any, plan: SheetPlan, find_format: Callable[[Look | None], Any]) -> None:
    sheet = book.add_worksheet(plan.name, _find_exact_sheet() if plan.exact else None)
    for column, width in enumerate(plan.widths):
        sheet.set_column(column, column, width, find_format(plan.looks.get(column)))
    for row, column in plan.merged:
        sheet.merge_range(row, 0, row, column, "", find_format(WRAP))
    for name, *given in plan.more:
        getattr(sheet, name)(*given)
    _write_cells(sheet, plan, find_format)
    for row, height in plan.heights.items():
        sheet.set_row(row, height)
    if plan.freeze is not None:
        sheet.freeze_panes(*plan.freeze)
    if plan.filtered is not None:
        sheet.autofilter(0, 0, *plan.filtered)
    if plan.printed:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
    if plan.repeated:
        sheet.repeat_rows(0)
    for row, column, data in plan.charts:
        sheet.insert_chart(row, column, _draw_lines(book, plan.name, data), {"description": data["description"]})


def _write_cells(sheet: Any, plan: SheetPlan, find_format: Callable[[Look | None], Any]) -> None:
    for row, column, value, look in plan.cells:
        if isinstance(value, str):
            risky = plan.escaped and value.startswith(RISKY)
            style = {**(look or {}), "quote_prefix": True} if risky else look
            sheet.write_string(row, column, value[:LONGEST], find_format(style))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, find_format(look))
        elif value is not None and isfinite(value):
            sheet.write_number(row, column, value, find_format(look))


def _find_exact_sheet() -> Any:
    from newind.data.template_book import ExactWorksheet

    return ExactWorksheet


def _draw_lines(book: Any, sheet: str, data: Mapping[str, Any]) -> Any:
    chart = book.add_chart({"type": "line"})
    (first, last), line = data["rows"], {"color": "#2F5D8A"}
    series = {"categories": [sheet, first, 1, last, 1], "values": [sheet, first, 2, last, 2]}
    chart.add_series({**series, "line": line, "marker": {"type": "circle", "size": 4}})
    chart.set_title({"name": data["title"], "name_font": {"size": 11}})
    chart.set_y_axis({"name": data["axis"], "min": 0, "major_gridlines": {"visible": True}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 460, "height": 240})
    return chart
