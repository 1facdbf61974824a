"""Input-output tables of China and its provinces in the layout of the National Bureau of Statistics.

One sheet of a workbook (.xlsx, .xls), or a csv file: title and unit above, sectors with the publisher's codes (01, 02 …
or 001 …) or names, final uses (FU101 …), exports and imports, primary inputs (VA001 …). National tables are competitive
(a column of imports) or non-competitive (rows of imports); provincial ones may have flows from and to other provinces.
"""

from __future__ import annotations

import csv
import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.data.readers.hidden import describe_hidden_cells
from newind.data.readers.nbs import titles
from newind.data.readers.nbs.axis import columns_of, rows_of
from newind.data.readers.nbs.labels import WORDS
from newind.data.readers.nbs.layout import HEADER, check_direction, find, read_line
from newind.data.readers.nbs.sectors import decide
from newind.data.readers.nbs.table import SheetTable, check_complete, to_single
from newind.data.readers.sheets import Sheet, read_sheets
from newind.data.readers.uncalculated import check_formulas
from newind.data.single import to_accounts
from newind.errors import DataError, join_items, sentences, tell, within

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.readers.peek import Peek
    from newind.data.single import Single

log = logging.getLogger(__name__)

MARKS = tuple(WORDS["marks"])
"""Texts of which at least one stands in the labels of a Chinese table."""
NAMED = tuple(WORDS["sheets"])
"""Texts by which a sheet is meant as a Chinese table even if its labels cannot be read."""
ENCODINGS = ("utf-8-sig", "gb18030")
"""Encodings of csv files, in the order in which they are tried."""
MOST_CHARACTERS = 20_000_000
"""Characters of a csv file that are read; a table of 153 sectors has half a million."""


def read(
    path: str | PathLike[str],
    region: str | None = None,
    year: int | None = None,
    units: str | None = None,
    classification: str | None = None,
    sheet: str | None = None,
) -> Accounts:
    """Read a national or provincial table as accounts of that economy and a boundary.

    Parameters
    ----------
    path : path
        The workbook or csv file.
    region : str, optional
        Code of the economy (``CHN``, ``CN-GD``); found in the title when not given.
    year : int, optional
        Year of the figures; found in the title when not given.
    units : str, optional
        Scale and currency; found above the table (单位：万元 is ``10K.CNY``) when not given.
    classification : str, optional
        Classification of the sectors (``nbs42-2017`` …), or ``publisher`` to keep the publisher's codes; decided from
        the sectors' names when not given.
    sheet : str, optional
        Name of the sheet; the first one with a table when not given.

    Returns
    -------
    Accounts
        See `newind.data.single.to_accounts` for how the origin of uses is found.

    Raises
    ------
    DataError
        For a damaged file, labels that jump, stand twice or are hidden, cells that are no numbers, totals that do not
        add up, or figures that cannot be of that unit, naming sheet and cell.
    """
    return to_accounts(read_single(path, region, year, units, classification, sheet))


def read_single(
    path: str | PathLike[str],
    region: str | None = None,
    year: int | None = None,
    units: str | None = None,
    classification: str | None = None,
    sheet: str | None = None,
) -> Single:
    """Read a table as it is on its sheet; arguments and errors as in `read`."""
    found = _sheet(Path(path), sheet)
    places = find(found)
    if places is None:
        raise DataError(tell("nbs.no_table", sheet=found, rows=found.rows[:3]))
    (top, right), (left, down) = places
    check_direction(found, *places)
    columns = read_line(columns_of(found), top, right, down)
    rows = read_line(rows_of(found), left, down, right)
    frame = SheetTable(found, rows, columns)
    check_complete(frame)
    _check_cells(frame)
    text = titles.title(found, top)
    industries, reason = decide(str(found), rows.names, classification)
    log.info("%s: %s", found, reason)
    between = bool({"OF", "IF", "FU302", "FU304", "NOF"} & set(columns.others))
    single = to_single(
        frame, industries,
        region=titles.region(found, text, region, between),
        year=titles.year(found, text, year),
        unit=titles.unit(found, text, units),
        text=text,
    )  # fmt: skip
    titles.check_unit(found, float(single.value_added.sum()), single.region, single.year, single.unit)
    return single


def recognise(peek: Peek) -> str:
    """Return why a file is taken for a Chinese table, or an empty string."""
    sheets = peek.sheets or ((_from_text(peek.path, peek.head),) if peek.head else ())
    for sheet in sheets:
        if (places := find(sheet)) and any(
            mark in str(row) for row in sheet.rows[: places[1][1] + 1] for mark in MARKS
        ):
            return f"sheet {sheet.name!r} has sectors in rows and columns and the labels of a Chinese table"
    return next((f"sheet {s.name!r} has the words of a Chinese table" for s in sheets if _has_header_words(s)), "")


def _has_header_words(sheet: Sheet) -> bool:
    return any(word in str(cell) for row in sheet.rows[:HEADER] for cell in row for word in NAMED)


# ---- the sheet


def _sheet(path: Path, name: str | None) -> Sheet:
    """Return the sheet of a name, else the first one that holds a table, else the first one."""
    sheets = _sheets(path)
    if name is not None and name not in sheets:
        raise DataError(tell("nbs.no_sheet", path=path, name=name, sheets=join_items(sheets)))
    if not sheets:
        raise DataError(tell("nbs.no_sheets", path=path))
    if name:
        return sheets[name]
    order = [*sheets.values()]
    return next((s for test in (find, _has_header_words) for s in order if test(s)), order[0])


def _check_cells(frame: SheetTable) -> None:
    """Raise for hidden rows or columns in the table of a workbook, and formulas without a value."""
    sheet, rows, columns = frame.sheet, frame.rows.positions, frame.columns.positions
    if said := describe_hidden_cells(sheet, rows, columns):
        raise DataError(within(sheet, sentences(said)))
    check_formulas(sheet, rows, columns)


def _sheets(path: Path) -> dict[str, Sheet]:
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"PK" or start == b"\xd0\xcf\x11\xe0":
        return read_sheets(path)
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = content[: 4 * MOST_CHARACTERS].decode(encoding)
        except UnicodeDecodeError:
            continue
        return {path.stem: _from_text(path, text[:MOST_CHARACTERS])}
    raise DataError(f"{path}: neither a workbook nor text in {' or '.join(ENCODINGS)}. Save it as xlsx or csv.")


def _from_text(path: Path, text: str) -> Sheet:
    try:
        rows = [[_cell(c) for c in row] for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as error:
        raise DataError(tell("nbs.not_csv", path=path, error=error)) from None
    return Sheet(path, path.stem, rows)


def _cell(text: str) -> Any:
    """Return a cell as a number where it is one, but for codes such as 01."""
    bare = text.strip()
    if bare[:1] == "0" and bare.isdigit() and len(bare) > 1:
        return bare
    try:
        return float(bare) if bare and bare[-1].isdigit() and "_" not in bare else bare
    except ValueError:
        return bare
