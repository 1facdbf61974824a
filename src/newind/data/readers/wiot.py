"""World tables laid out as those of WIOD: labels of a release, rows above, columns before, totals at the end.

The releases of 2013 and 2016 and the tables of the Asian Development Bank share the layout and differ in their codes.
Rows are read one at a time, so that a table takes little more memory than its numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite
from newind.data.readers import stream
from newind.data.readers.sheets import Sheet, address
from newind.data.readers.table import (
    SourceTable,
    check_balance,
    check_names,
    check_sums,
    describe_difference,
    without_rounded_industries,
)
from newind.errors import DataError, offenders, sentences, tell, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newind.data.readers.peek import Peek
    from newind.data.readers.stream import Row
    from newind.typing import Array


@dataclass
class WiotRows:
    """The rows as they come in: labels with their cells, figures, rows below, and cells that are no numbers."""

    figures: Array
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    below: dict[str, Array] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)


def header_row(sheet: Sheet, release: Release) -> int:
    """Return the position of the row of running codes of a release, 0 where there is none."""
    return next((r for r in range(1, DEEPEST) if _is_header(sheet, r, release)), 0)


def data_sheet(peek: Peek, release: Release) -> Sheet | None:
    """Return the first sheet that is laid out as a release has it, None where there is none."""
    return next((sheet for sheet in peek.sheets if header_row(sheet, release)), None)


def read_table(path: Path, release: Release, year: int | None = None) -> tuple[SourceTable, dict[str, Array]]:
    """Read a table: label rows and columns, flows, final demand, totals, rows below.

    Returns
    -------
    SourceTable
        Flows (n, n), final demand (n, R·D), output (n,).
    dict
        Code of a row below the flows → its figures, (n,).

    Raises
    ------
    DataError
        For a damaged file, another layout, labels that are missing or stand twice, or cells that are no numbers; naming
        sheet and cell.
    """
    sheet, rows = _found(path, release)
    labels = read_columns(sheet, release)
    body = _body(sheet, rows, labels, release)
    check_same(sheet, labels, list(body.labels))
    if body.bad:
        cut = [tell("remedy.cut")] if body.bad[-1].endswith("= ''") else []
        remedy = sentences([tell("remedy.zero"), *cut])
        raise DataError(tell("sheet.no_numbers", sheet=sheet, which=offenders(body.bad), remedy=remedy))
    table = _table(sheet, labels, body.figures, find_year(sheet) if year is None else year)
    check_names(table)
    return table, body.below


def accounts(table: SourceTable, below: Mapping[str, Array], release: Release, units: str) -> Accounts:
    """Return the accounts of a table of a release, with ISO codes.

    Raises
    ------
    DataError
        When sums of rows or columns differ from the published output by more than rounding.
    """
    check_balance(table)
    check_columns(table, below, release)
    Z, F, repairs = without_rounded_industries(table)
    satellites = {
        name: Satellite(below[code], unit=units, follows="money", source=release.source)
        for code, name in release.satellites.items()
        if code in below
    }
    regions = Regions(release.rename.get(r, r) for r in table.regions)
    return Accounts(
        Z, F, regions, table.industries, table.demand, table.year, unit=units, satellites=satellites,
        source=release.source, repairs=repairs,
    )  # fmt: skip


# ---- labels


def _is_header(sheet: Sheet, row: int, release: Release) -> bool:
    return bool(release.industries.fullmatch(sheet.text(row, HEADER)) and sheet.text(row - 1, HEADER))


def _found(path: Path, release: Release) -> tuple[Sheet, Iterator[Row]]:
    """Return the label rows of the sheet that is laid out as the release has it, and the rows below them."""
    first: Sheet | None = None
    for name in stream.sheet_names(path):
        rows = stream.rows(path, name)
        sheet = Sheet(path, name, [])
        for position, cells in rows:
            if position > DEEPEST:
                break
            sheet.rows.extend([[] for _ in range(position - len(sheet.rows))])
            sheet.rows.append(cells)
            if _is_header(sheet, position, release):
                return sheet, rows
        first = first or sheet
    raise DataError(
        tell("layout.codes", sheet=first or path, example=release.example, rows=first.rows[:1] if first else [])
    )


# ---- figures


def _body(sheet: Sheet, rows: Iterator[Row], labels: HeaderLabels, release: Release) -> WiotRows:
    """Return the figures of the rows with the labels of columns, and of the rows below that are asked for."""
    n = len(labels.sells)
    body = WiotRows(np.empty((n, labels.end + 1 - HEADER)))
    wanted = {*release.satellites, *release.inputs}
    expected = labels.top + 1
    for position, cells in rows:
        one = Sheet(sheet.path, sheet.name, [cells])
        code, economy = one.text(0, HEADER - 1), one.text(0, HEADER - 2)
        if position == expected and release.rows.fullmatch(code) and economy.upper() not in TOTAL:
            expected += 1
            own = one.text(0, 0) if release.own_codes else code
            add(sheet, body.labels, (economy, own), address(position, HEADER - 1))
            if len(body.labels) <= n:
                figures = _numbers(cells, position, body.figures.shape[1], release, body.bad)
                body.figures[len(body.labels) - 1] = figures
        elif (name := code if code in wanted else one.text(0, 0)) in wanted:
            body.below[name] = _numbers(cells, position, n, release, body.bad)
    return body


def _numbers(cells: list[Any], position: int, count: int, release: Release, bad: list[str]) -> Array:
    """Return the figures of a row; cells that hold something else are noted by address, and count as zero."""
    given = cells[HEADER : HEADER + count]
    given += [""] * (count - len(given))
    try:
        return np.array(given, dtype=np.float64)
    except (ValueError, TypeError):
        return np.array([_number(c, address(position, HEADER + k), release, bad) for k, c in enumerate(given)])


def _number(cell: Any, place: str, release: Release, bad: list[str]) -> float:
    if release.blank_is_zero and isinstance(cell, str) and not cell.strip():
        return 0.0
    try:
        return float(cell)
    except (ValueError, TypeError):
        bad.append(tell("sheet.cell", cell=place, value=str(cell)))
        return 0.0


def _table(sheet: Sheet, labels: HeaderLabels, figures: Array, year: int) -> SourceTable:
    n, m = len(labels.sells), len(labels.demand)
    regions, industries = product(sheet, labels.sells)
    demand = product(sheet, labels.demand)[1]
    return SourceTable(
        str(sheet), figures[:, :n], figures[:, n : n + m], figures[:, n + m], regions, industries, demand, year
    )


def check_columns(table: SourceTable, below: Mapping[str, Array], release: Release) -> None:
    """Raise unless inputs, taxes, margins and value added sum to the published output.

    Raises
    ------
    DataError
        When a row is missing, or naming the first industries and the gap.
    """
    if missing := [code for code in release.inputs if code not in below]:
        raise DataError(within(table.where, tell("labels.missing", which=offenders(missing))))
    if release.inputs:
        gap = table.Z.sum(axis=0) + sum(below[code] for code in release.inputs) - table.x
        check_sums(table, "inputs, taxes, margins and value added", gap, table.x)


HEADER = 4
"""Rows of column labels, and columns of row labels: industry code, name, economy, running code."""
DEEPEST = 12
"""Rows among which the labels are looked for."""
TOTAL = ("", "TOT")
"""Labels in place of an economy at totals, in capitals."""


@dataclass(frozen=True)
class Release:
    """Layout of one publisher's tables, which distinguishes them from another's.

    Parameters
    ----------
    name, source : str
        What the table is, and how it is cited.
    example : str
        How running codes look, for messages.
    rows, industries, demand : pattern
        Running codes of rows, of columns that are industries, and of columns that are final demand.
    own_codes : bool
        Whether an industry is called by the publisher's code in the first label (A01) rather than by the running one.
    rename : mapping
        Economies that are not called by their code of ISO 3166.
    satellites : mapping
        Rows below the flows that are kept: code → name.
    inputs : tuple of str
        Codes of the rows that stand between inputs and output, all of which sum to it with the flows.
    blank_is_zero : bool
        Whether the publisher leaves cells without a flow empty.
    """

    name: str
    source: str
    example: str
    rows: re.Pattern[str]
    industries: re.Pattern[str]
    demand: re.Pattern[str]
    own_codes: bool = False
    rename: Mapping[str, str] = field(default_factory=dict)
    satellites: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    blank_is_zero: bool = False


@dataclass(frozen=True)
class HeaderLabels:
    """The labels of columns: where they stand, and what they say."""

    top: int
    sells: list[tuple[str, str]]
    demand: list[tuple[str, str]]

    @property
    def end(self) -> int:
        """Position of the column of total output."""
        return HEADER + len(self.sells) + len(self.demand)


def read_columns(sheet: Sheet, release: Release) -> HeaderLabels:
    """Return the labels of columns, checked for what is missing or stands twice.

    Raises
    ------
    DataError
        Naming the cells of a label that stands twice, or where the column of total output should be.
    """
    top = len(sheet.rows) - 1
    found: dict[tuple[str, str], str] = {}
    sells: list[tuple[str, str]] = []
    for column in range(HEADER, len(sheet.rows[top])):
        code, economy = sheet.text(top, column), sheet.text(top - 1, column)
        industry = bool(release.industries.fullmatch(code))
        if not (industry or release.demand.fullmatch(code)) or economy.upper() in TOTAL:
            break
        pair = (economy, sheet.text(top - HEADER + 1, column) if industry and release.own_codes else code)
        add(sheet, found, pair, address(top, column))
        sells += [pair] * industry
    labels = HeaderLabels(top, sells, list(found)[len(sells) :])
    if labels.end >= max(map(len, sheet.rows)):
        raise DataError(tell("labels.total", where=within(sheet, address(top, labels.end - 1))))
    return labels


def add(sheet: Sheet, found: dict[tuple[str, str], str], pair: tuple[str, str], cell: str) -> None:
    """Enter a label with its cell.

    Raises
    ------
    DataError
        When the label stands twice, with both cells.
    """
    if pair in found:
        both = tell("axes.two", label=" ".join(pair), first=found[pair], second=cell)
        raise DataError(tell("table.labels_twice", what=sheet, which=offenders([both])))
    found[pair] = cell


def check_same(sheet: Sheet, labels: HeaderLabels, rows: list[tuple[str, str]]) -> None:
    """Raise unless rows and columns are the same industries, and every economy has the same of them.

    Raises
    ------
    DataError
        Naming the first that are missing or not expected.
    """
    if rows != labels.sells:
        raise DataError(tell("labels.industries", where=sheet, said=describe_difference(labels.sells, rows)))
    sellers, buyers = product(sheet, rows)[0], product(sheet, labels.demand)[0]
    if buyers != sellers:
        raise DataError(tell("labels.economies", where=sheet, said=describe_difference(sellers, buyers)))


def product(sheet: Sheet, pairs: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return economies and codes whose product, economy-major, the pairs must be.

    Raises
    ------
    DataError
        Naming the first pairs that are missing or not expected.
    """
    economies, codes = tuple(dict.fromkeys(e for e, _ in pairs)), tuple(dict.fromkeys(c for _, c in pairs))
    expected = [(e, c) for e in economies for c in codes]
    if pairs != expected or not pairs:
        raise DataError(tell("labels.codes", where=sheet, said=describe_difference(expected, pairs)))
    return economies, codes


def find_year(sheet: Sheet) -> int:
    """Return the year from the name of the sheet, the title in A1, or the name of the file.

    Raises
    ------
    DataError
        When there is none.
    """
    for text in (sheet.name, sheet.text(0, 0), sheet.path.name):
        if named := re.search(r"(?<!\d)(19|20)\d{2}(?!\d)", text):
            return int(named[0])
    if short := re.match(r"wiot(\d{2})", sheet.path.name.lower()):
        return (1900 if int(short[1]) > 50 else 2000) + int(short[1])
    raise DataError(tell("nbs.no_year", sheet=sheet))
