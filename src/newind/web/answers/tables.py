"""Tables that a user uploads, read, audited, stored, listed, removed; and figures of the cockpit as files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, final

from newind.accounts.classification import names
from newind.accounts.panel import Panel
from newind.accounts.store import escape_formulas, save, write_whole
from newind.data.readers import FORMATS, detect, options_of, read
from newind.data.template import DEMAND, parts, write_template
from newind.data.workbook import SheetPlan, fill_workbook
from newind.equilibrium.calibrate import fold
from newind.errors import DataError, NewindError, find_duplicates, join_items, tell, unknown, within
from newind.examples import find
from newind.plain import make_sendable, plain
from newind.web.answers.catalogue import AccountsEntry, LimitsBody, entry
from newind.web.downloads import DownloadFile, check_archive, safe_name
from newind.web.economies import UPLOADED, list_uploads
from newind.web.refusals import format_message, place_in
from newind.web.responses import Body, MessageText, TableMessage, Text, body

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.web.requests import Cell, ExportRequest, TableBody
    from newind.web.settings import ServerLimits


TAKEN = tuple(name for name in FORMATS if name not in ("exiobase3", "gloria", "eora26"))
"""Formats of uploads: those that are one file and that newind reads itself."""
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".csv", ".npz", ".zip")
LEVELS = {"warning": "warning", "note": "note"}
"""Level of a check of the audit → level of a message; what is in order is not reported."""
CELLS = 2_000_000
"""Cells of an empty table."""


class UploadedBody(Body):
    """An uploaded table."""

    name: str
    entry: AccountsEntry
    messages: Sequence[TableMessage]


@final
class RefusedTable(Body):
    """Faults of a file that holds no accounts."""

    messages: Sequence[TableMessage]


class RemovedBody(Body):
    """The name of a table that is removed."""

    name: str


# ---- uploads
def limits(limits: ServerLimits) -> LimitsBody:
    """Return what is taken of uploads: bytes, rows and kept tables at most, endings of names, formats.

    Examples
    --------
    >>> from newind.web.settings import ServerLimits
    >>> limits(ServerLimits())["rows"]
    4000
    """
    return {"bytes": limits.upload, "rows": limits.rows, "tables": limits.tables, "endings": ENDINGS, "formats": TAKEN}


def store_upload(
    given: Path, format: str | None, region: str | None, year: int | None, folder: Path, limits: ServerLimits
) -> UploadedBody | RefusedTable:
    """Read an uploaded file, and keep the accounts in it under the name of their content.

    Parameters
    ----------
    given : Path
        The file, alone in its folder, under the name that it came with.
    format : str, optional
        Of `TAKEN`; found from the content when not given.
    region, year
        Whose table it is and of when, for formats that may not say so.
    folder : Path
        Where tables are kept.
    limits : ServerLimits

    Returns
    -------
    dict
        ``name``, ``entry`` as in the catalogue and ``messages`` of the audit; or ``messages`` alone, with an error in
        them, where the file holds no accounts.
    """
    try:
        check_archive(given, limits)
        w = _read(given, format, region, year)
        if w.n > limits.rows:
            raise DataError(tell("web.table_rows", n=w.n, most=limits.rows))
    except NewindError as error:
        said = format_message(error, hidden=f"{given.parent}/")
        return _format_refusal(said, type(error).__name__)
    except (MemoryError, RecursionError):
        return _format_refusal(format_message(tell("web.beyond")), "DataError")
    name = f"t-{w.hash[:16]}"
    listed: Any = plain({**entry(name, Panel([w]), {"en": given.name, "zh": given.name}), **_refusal(w)})
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{name}.json", lambda path: path.write_text(json.dumps(listed), encoding="utf-8"))
    save(w, folder / f"{name}.npz")
    for old in list_uploads(folder)[: -limits.tables]:
        remove_table(old, folder)
    return body(UploadedBody, name=name, entry=listed, messages=_list_audit_messages(w))


def _format_refusal(said: MessageText, kind: str) -> RefusedTable:
    found = {"level": "error", "kind": kind, **said, **place_in(said["message"])}
    return body(RefusedTable, messages=[cast("TableMessage", found)])


def _read(given: Path, format: str | None, region: str | None, year: int | None) -> Accounts:
    if format is not None and format not in TAKEN:
        raise unknown("format", format, TAKEN, tell("web.give_format", formats=join_items(TAKEN)))
    name = format or detect(given)[0]
    if name not in TAKEN:
        raise DataError(tell("web.format_elsewhere", given=given, what=FORMATS[name].what))
    asked = {"region": region, "year": year}
    options = {k: v for k, v in asked.items() if v is not None and k in options_of(name)}
    return read(given, name, **options)


def _refusal(w: Accounts) -> dict[str, Text]:
    """Return why the model refuses accounts as ``refused``; nothing where it takes them."""
    try:
        fold(w)
    except DataError as error:
        said = format_message(error)
        return {"refused": {"en": said["message"], "zh": said.get("message_zh") or said["message"]}}
    return {}


def _list_audit_messages(w: Accounts) -> list[TableMessage]:
    return [
        cast("TableMessage", {"level": LEVELS[c.level], **format_message(within(c.name, c.found)), **place_in(c.found)})
        for c in w.check().checks if c.level in LEVELS
    ]  # fmt: skip


def remove_table(name: str, folder: Path) -> RemovedBody:
    """Remove an uploaded table.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    if not UPLOADED.fullmatch(name) or not (folder / f"{name}.npz").is_file():
        raise unknown("table", name, list_uploads(folder), tell("web.table_removed"))
    for suffix in (".npz", ".json"):
        (folder / f"{name}{suffix}").unlink(missing_ok=True)
    return body(RemovedBody, name=name)


@contextmanager
def receive_upload(name: str, folder: Path) -> Iterator[Path]:
    """Yield where an upload is put while it is read: alone in a folder, under a safe name of its own.

    Raises
    ------
    DataError
        For a name that ends like no table.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in ENDINGS:
        raise DataError(tell("web.ending", endings=join_items(ENDINGS), name=safe_name(name, "")[:40]))
    folder.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".upload-", dir=folder))
    try:
        yield room / safe_name(name[: -len(suffix)], suffix)
    finally:
        shutil.rmtree(room, ignore_errors=True)


# ---- the empty table
def template(
    regions: str, industries: str, year: int | None = None, unit: str = "", boundary: str | None = None,
    demand: str = "", rows: int = 4000,
) -> DownloadFile:  # fmt: skip
    """Return the workbook to fill in, as `newind data template` writes it.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.data.template.write_template`; and for a table of more rows than may be uploaded.
    """
    known = [n for n in names() if "_to_" not in n and n != "demand"]
    listed = "," in industries.replace("，", ",") or industries.strip().isdecimal()
    if not listed and industries not in known:  # never the name of a file
        raise unknown("classification", industries, known, tell("web.give_classification", known=join_items(known)))
    if industries.strip().isdecimal() and len(industries.strip()) > 6:
        raise DataError(tell("web.no_count", given=industries.strip()[:12]))
    with tempfile.TemporaryDirectory(prefix="newind-") as folder:
        path = Path(folder) / "table.xlsx"
        _check_size(regions, industries, rows)
        write_template(path, parts(regions), industries, demand=parts(demand) or DEMAND, year=year, unit=unit,
                       boundary=None if boundary is None else parts(boundary))  # fmt: skip
        return DownloadFile("table.xlsx", path.read_bytes())


def write_example(name: str) -> DownloadFile:
    """Return a small file of figures, as `newind data example` writes it.

    Raises
    ------
    UnknownNameError
        When there is none of that name.
    """
    found = find(name)
    with tempfile.TemporaryDirectory(prefix="newind-") as folder:
        path = Path(folder) / found.file
        found.write(path)
        return DownloadFile(found.file, path.read_bytes())


def _check_size(regions: str, industries: str, rows: int) -> None:
    from newind.data.template import industry_codes

    n = len(parts(regions)) * len(industry_codes(industries))
    if n > rows or n * n > CELLS:
        raise DataError(tell("web.template_rows", n=n))


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
