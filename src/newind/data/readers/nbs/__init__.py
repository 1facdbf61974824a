"""Input-output tables of China and its provinces in the layout of the National Bureau of Statistics.

One sheet of a workbook (.xlsx, .xls), or a csv file: title and unit above, sectors with the publisher's codes (01, 02 …
or 001 …) or names, final uses (FU101 …), exports and imports, primary inputs (VA001 …). National tables are competitive
(a column of imports) or non-competitive (rows of imports); provincial ones may have flows from and to other provinces.
"""

from __future__ import annotations

import csv
import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.readers import table
from newind.data.readers.hidden import check_formulas, describe_hidden_cells
from newind.data.readers.nbs import labels
from newind.data.readers.nbs.labels import DEMAND, INFLOWS, NET, OUTFLOWS, PRIMARY, WORDS, final_uses
from newind.data.readers.nbs.layout import HEADER, check_direction, columns_of, decide, find, read_line, rows_of
from newind.data.readers.sheets import Sheet, address, read_sheets, remedy
from newind.data.single import Single, to_accounts
from newind.errors import DataError, join_items, offenders, sentences, tell, within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.readers.nbs.layout import AxisLayout
    from newind.data.readers.peek import Peek
    from newind.typing import Array


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
    text = labels.title(found, top)
    industries, reason = decide(str(found), rows.names, classification)
    log.info("%s: %s", found, reason)
    between = bool({"OF", "IF", "FU302", "FU304", "NOF"} & set(columns.others))
    single = to_single(
        frame, industries,
        region=labels.region(found, text, region, between),
        year=labels.year(found, text, year),
        unit=labels.unit(found, text, units),
        text=text,
    )  # fmt: skip
    labels.check_unit(found, float(single.value_added.sum()), single.region, single.year, single.unit)
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
    raise DataError(tell("file.encoding", path=path))


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


BLANK = {"", "-", "—", "–", "－"}
"""Cells that publishers write for nothing."""
SOURCE = "Input-output table of {region} {year}, {count} sectors"


@dataclass(frozen=True)
class SheetTable:
    """A sheet, and where its rows and columns lie."""

    sheet: Sheet
    rows: AxisLayout
    columns: AxisLayout

    def block(self, rows: Sequence[int], columns: Sequence[int]) -> Array:
        """Return cells as numbers; blanks and dashes are zero.

        Raises
        ------
        DataError
            Naming cells that hold other text.
        """
        cells = [[self._cell(r, c) for c in columns] for r in rows]
        bad = [
            (address(r, c), cell)
            for r, row in zip(rows, cells, strict=True)
            for c, cell in zip(columns, row, strict=True)
            if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not np.isfinite(cell)
        ]
        if bad:
            named = offenders([tell("sheet.cell", cell=at, value=str(cell)) for at, cell in bad])
            raise DataError(tell("sheet.no_numbers", sheet=self.sheet, which=named, remedy=remedy(bad[0][1])))
        return np.array(cells, dtype=np.float64).reshape(len(rows), len(columns))

    def _cell(self, r: int, c: int) -> Any:
        row = self.sheet.rows[r]
        cell = row[c] if c < len(row) else ""
        return 0.0 if isinstance(cell, str) and cell.strip() in BLANK else cell

    def column(self, code: str, block: int = 0) -> Array:
        """Return a column by the publisher's code, (S,); zeros where the table has none."""
        rows = self.rows.blocks[block]
        if code not in self.columns.others:
            return np.zeros(len(rows))
        return self.block(rows, [self.columns.others[code]])[:, 0]

    def row(self, code: str) -> Array:
        """Return a row by the publisher's code, (S,); zeros where the table has none."""
        columns = self.columns.blocks[0]
        return self.block([self.rows.others[code]], columns)[0] if code in self.rows.others else np.zeros(len(columns))


def to_single(
    frame: SheetTable, industries: tuple[str, ...], region: str, year: int, unit: str, text: str = ""
) -> Single:
    """Return the table of one economy from its sheet; the text above it says whether it is an example.

    Raises
    ------
    DataError
        When a cell is no number, or a total is not the sum of its parts.
    """
    final = final_uses(frame.columns.others)
    sectors, home = frame.columns.blocks[0], frame.rows.blocks[0]
    positions = [frame.columns.others[c] for c in final]
    imported = frame.rows.blocks[1] if len(frame.rows.blocks) > 1 else ()
    out, came = _flows(frame, bool(imported))
    single = Single(
        str(frame.sheet), region, industries, tuple(DEMAND[c] for c in final), year, unit,
        Z=frame.block(home, sectors),
        F=frame.block(home, positions),
        x=frame.column("GO"),
        outflows=out,
        inflows=came,
        imports={"ROW": (frame.block(imported, sectors), frame.block(imported, positions))} if imported else {},
        primary={name: frame.row(code) for code, name in PRIMARY.items()},
        source=table.name_source(text, SOURCE.format(region=region, year=year, count=len(industries))),
    )  # fmt: skip
    check_totals(frame, single)
    return single


def _flows(frame: SheetTable, by_user: bool) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return outflows and inflows by partner; a net outflow is one or the other."""
    there = frame.columns.others
    if by_user:
        return {"ROW": frame.column("EX")}, {}
    if NET in there and not (set(OUTFLOWS) | set(INFLOWS)) & set(there):
        net = frame.column(NET)
        return {"OUT": np.maximum(net, 0.0)}, {"OUT": np.maximum(-net, 0.0)}
    partners = {p: (o, i) for (o, p), i in zip(OUTFLOWS.items(), INFLOWS, strict=True) if {o, i} & set(there)}
    flows = {p: (frame.column(partners[p][0]), frame.column(partners[p][1])) for p in partners}
    return {p: out for p, (out, _) in flows.items()}, {p: _flip_negative_inflow(came) for p, (_, came) in flows.items()}


def _flip_negative_inflow(inflow: Array) -> Array:
    """Return inflows that are written as negative figures with their sign turned."""
    return -inflow if (inflow <= 0).all() else inflow


# ---- what must be there, and must add up


def check_complete(frame: SheetTable) -> None:
    """Raise for a table that is cut off, or has more sectors in rows than in columns or fewer.

    Raises
    ------
    DataError
        Saying what is missing.
    """
    sheet, rows, columns = frame.sheet, frame.rows, frame.columns
    missing = [code for code in ("GO", "FU201") if code not in columns.others]
    if "GCF" in columns.others and "FU202" not in columns.others:  # capital formation undivided
        missing = [code for code in missing if code != "FU201"]
    missing_rows = [code for code in PRIMARY if code not in rows.others]
    if len(rows.blocks[0]) != len(columns.blocks[0]):
        raise DataError(tell("nbs.not_square", sheet=sheet, rows=len(rows.blocks[0]), columns=len(columns.blocks[0])))
    if missing or missing_rows:
        raise DataError(tell("nbs.lacking", sheet=sheet, which=offenders([*missing, *missing_rows])))
    if not {"EX", "OF", "FU302", NET} & set(columns.others):
        raise DataError(tell("nbs.no_exports", sheet=sheet))


def check_totals(frame: SheetTable, single: Single) -> None:
    """Raise unless every total that the table shows is the sum of its parts within rounding.

    Raises
    ------
    DataError
        Naming the total, its worst cells, and what the parts add up to.
    """
    for code, position, sums in _column_totals(frame, single):
        written = frame.block(frame.rows.blocks[0], [position])[:, 0]
        cells = [address(r, position) for r in frame.rows.blocks[0]]
        _compare(single, code, cells, written, sums)
    columns = frame.columns.blocks[0]
    for code, parts in _row_totals(single).items():
        if code in frame.rows.others:
            cells = [address(frame.rows.others[code], c) for c in columns]
            _compare(single, code, cells, frame.row(code), [parts])


def _column_totals(frame: SheetTable, single: Single) -> list[tuple[str, int, list[Array]]]:
    """Return the totals that the table shows with the sums that they may be (final use may be net of inflows)."""
    f = frame.column
    household = f("FU101") + f("FU102") if "FU101" in frame.columns.others else f("THC")
    finest = final_uses(frame.columns.others)
    consumption = f("TC") if "TC" in finest else household + f("FU103")
    capital = f("GCF") if "GCF" in finest else f("FU201") + f("FU202")
    out = sum((f(c) for c in (*OUTFLOWS, NET)), np.zeros(len(single.x)))
    net = out - sum((f(c) for c in INFLOWS), np.zeros(len(single.x)))
    sums = {
        "TIU": [single.Z.sum(axis=1)],
        "THC": [household],
        "TC": [consumption],
        "GCF": [capital],
        "TFU": [consumption + capital + out, consumption + capital + net],
    }
    there = frame.columns.others
    return [(code, there[code], possible) for code, possible in sums.items() if code in there]


def _row_totals(single: Single) -> dict[str, Array]:
    inputs = single.Z.sum(axis=0) + sum((Z.sum(axis=0) for Z, _ in single.imports.values()), np.zeros(len(single.x)))
    return {"TII": inputs, "TVA": single.value_added, "TI": inputs + single.value_added}


def _compare(single: Single, code: str, cells: list[str], written: Array, sums: list[Array]) -> None:
    """Raise unless one of the sums agrees with what is written."""
    gaps = [written - parts for parts in sums]
    gap = min(gaps, key=lambda g: float(np.abs(g).sum()))
    bad = np.flatnonzero(~(np.abs(gap) <= single.tolerance))
    if bad.size:
        worst = bad[np.argsort(-np.abs(gap[bad]), kind="stable")]
        names = [tell("part.sum", name=cells[k], written=written[k], parts=written[k] - gap[k]) for k in worst]
        raise DataError(tell("nbs.sums", where=single.where, code=code, which=offenders(names)))
