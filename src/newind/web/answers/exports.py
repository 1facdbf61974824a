"""Figures of the cockpit as files: numbers stay numbers, and no text runs as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from math import isfinite
from typing import TYPE_CHECKING

from newind.accounts.store import escape_formulas
from newind.data.workbook import SheetPlan, fill_workbook
from newind.errors import find_duplicates
from newind.plain import make_sendable
from newind.web.downloads import DownloadFile, safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.web.requests import Cell, ExportRequest, TableBody

NAME = 31
"""Characters of the name of a sheet."""
EPOCH = (1980, 1, 1, 0, 0, 0)
WHOLE = 2**53
"""Whole numbers from here on are written as text, as a spreadsheet would round them."""


def export_tables(what: ExportRequest) -> DownloadFile:
    """Return tables as a file: a workbook with a sheet each; a csv file, or an archive of several.

    The bytes depend on the tables alone.
    """
    if what.format == "xlsx":
        return DownloadFile(safe_name(what.name, ".xlsx"), _workbook(what.tables))
    if len(what.tables) == 1:
        return DownloadFile(safe_name(what.name, ".csv"), _csv(what.tables[0]))
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in zip(_names([safe_name(t.name, "") for t in what.tables]), what.tables, strict=True):
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", EPOCH), _csv(table), zipfile.ZIP_DEFLATED)
    return DownloadFile(safe_name(what.name, ".zip"), raw.getvalue())


def _csv(table: TableBody) -> bytes:
    r"""Return a table as csv: UTF-8 with a byte order mark.

    Examples
    --------
    >>> from newind.web.requests import TableBody
    >>> _csv(TableBody(name="a", columns=("x", "@y"), rows=((1.5, "=1+1"), (None, "中")))).decode("utf-8-sig")
    "x,'@y\r\n1.5,'=1+1\r\n,中\r\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([escape_formulas(c) for c in table.columns])
    writer.writerows([_format_cell(c) for c in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _format_cell(cell: Cell) -> object:
    if isinstance(cell, str):
        return escape_formulas(cell)
    return "" if cell is None or (isinstance(cell, float) and not isfinite(cell)) else cell


def _workbook(tables: Sequence[TableBody]) -> bytes:
    names, raw = _names([_sheet_name(t.name) for t in tables]), io.BytesIO()
    fill_workbook(raw, "", map(_plan_sheet, names, tables))
    return raw.getvalue()


def _plan_sheet(name: str, table: TableBody) -> SheetPlan:
    sheet = SheetPlan(name, freeze=(1, 0))
    sheet.write_row(map(escape_formulas, table.columns), {"bold": True, "bottom": 1})
    for row in table.rows:
        sheet.write_row(map(_prepare_cell, row))
    return sheet


def _prepare_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return escape_formulas(make_sendable(cell)) if cell else None
    return str(cell) if type(cell) is int and abs(cell) >= WHOLE else cell


def _sheet_name(given: str) -> str:
    """Return a name that a sheet may have.

    Examples
    --------
    >>> _sheet_name("a/b [1]"), _sheet_name("'"), _sheet_name("History")
    ('a b  1', 'table', 'table History')
    """
    text = re.sub(r"[\x00-\x1f\[\]:*?/\\\ud800-\udfff]", " ", given).strip(" '")[:NAME].strip(" '") or "table"
    return f"table {text}" if text.casefold() == "history" else text


def _names(given: list[str]) -> list[str]:
    """Return names of which no two are the same but for case: those that are get a number.

    Examples
    --------
    >>> _names(["a", "A", "b"])
    ['a 1', 'A 2', 'b']
    """
    twice = find_duplicates([n.casefold() for n in given])
    return [f"{n[: NAME - 4]} {k}" if n.casefold() in twice else n for k, n in enumerate(given, 1)]
