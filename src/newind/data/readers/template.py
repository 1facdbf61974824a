"""Tables in the layout of ``newind data template``: workbooks and csv, with messages that name sheet and cell."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts import validate
from newind.accounts.accounts import Accounts
from newind.accounts.regions import KINDS, Region, Regions, check_labels
from newind.accounts.satellite import STATUSES
from newind.accounts.store import CHECKSUM, check_hash
from newind.data.readers.hidden import check_formulas
from newind.data.readers.nbs.labels import UNITS, WORDS, check_unit
from newind.data.readers.plain import read_cells
from newind.data.readers.sheets import Sheet, address, read_sheets, remedy
from newind.data.readers.template_axes import TemplateAxes, axes, facts, satellites
from newind.data.template import CSV_COLUMNS, REGION_COLUMNS, words
from newind.errors import (
    DataError,
    NewindError,
    find_duplicates,
    join_items,
    noun,
    offenders,
    sentences,
    suggest,
    tell,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from newind.data.readers.peek import Peek
    from newind.typing import Array


SHEETS = ("about", "regions", "flows")
"""Sheets that a workbook must have; satellites and facts may be missing."""
ROUNDING, SHARE = 1.0, 1e-4
"""A published total may miss the sum of its row by this amount and this share of it."""


def read(path: str | PathLike[str], units: str | None = None, year: int | None = None) -> Accounts:
    """Read a table in the layout of the template.

    Rows and columns may stand in any order. A blank cell is zero, which `repairs` of the accounts
    reports, as it does where flows between industries are below zero; text in a cell is an error.

    Parameters
    ----------
    path : path
        Workbook or csv.
    units : str, optional
        Scale and currency; what the file says when not given.
    year : int, optional
        Year of the figures; what the file says when not given.

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        Naming sheet and cell: for labels that are unknown, missing, merged or stand twice, cells that are no numbers,
        hidden rows and columns, sums that miss the published output, a year or a unit that is missing or cannot be.
    """
    source = Path(path)
    given = {k: v for k, v in {"unit": units, "year": year}.items() if v is not None}
    return _from_workbook(source, given) if zipfile.is_zipfile(source) else read_csv(source, given)


def recognise(peek: Peek) -> str:
    """Return why a file is taken for a filled-in template, or an empty string."""
    mark = words()["about"]["template"]["value"]
    if any(s.name == SHEETS[0] and s.text(0, 1) == mark for s in peek.sheets):
        return f"the sheet about says {mark}"
    if peek.head.startswith(f"# template,{mark}"):
        return f"its first line says {mark}"
    return ""


def _from_workbook(path: Path, given: Mapping[str, Any]) -> Accounts:
    sheets = read_sheets(path, (*SHEETS, "satellites", "facts"))
    if missing := [name for name in SHEETS if name not in sheets]:
        raise DataError(tell("template.no_sheet", path=path, which=offenders(missing)))
    about = _about(sheets["about"]) | dict(given)
    regions, boundary = _regions(sheets["regions"])
    flows = sheets["flows"]
    found = axes(flows, regions, boundary)
    Z, Y, blank = _flows(flows, found)
    of_industries, no_industry = satellites(sheets.get("satellites"), regions, found, flows, boundary)
    of_regions, no_region = facts(sheets.get("facts"), regions)
    beside = {"satellites": of_industries, "facts": of_regions, "repairs": (*blank, *no_industry, *no_region)}
    labels = {"regions": regions, "industries": found.industries, "demand": found.demand, "boundary": boundary}
    w = build_accounts(str(flows), {"Z": Z, "Y": Y, **labels, **beside, **about})
    check_magnitude(flows, w)
    return w


# ---- about and regions


def _about(sheet: Sheet) -> dict[str, Any]:
    """Return year, unit, status, source and scenario, checked."""
    cells = {sheet.text(row, 0): row for row in range(len(sheet.rows))}
    texts = {key: sheet.text(cells[key], 1) if key in cells else "" for key in words()["about"]}
    places = {key: address(cells[key], 1) if key in cells else f"B ({key})" for key in words()["about"]}
    return parse_description(str(sheet), texts, places)


def _regions(sheet: Sheet) -> tuple[Regions, tuple[str, ...]]:
    """Return the regions and which of them are a boundary."""
    rows = [[sheet.text(r, c) for c in range(len(REGION_COLUMNS))] for r in range(1, len(sheet.rows))]
    if [sheet.text(0, c) for c in range(len(REGION_COLUMNS))] != list(REGION_COLUMNS):
        raise DataError(tell("template.region_columns", sheet=sheet, columns=join_items(REGION_COLUMNS)))
    return regions_of(str(sheet), [row for row in rows if any(row)])


# ---- flows


def _flows(sheet: Sheet, found: TemplateAxes) -> tuple[Array, Array, tuple[str, ...]]:
    """Return Z and Y in the order of the labels, and what to report: blank cells are zero, where flows are below."""
    check_formulas(sheet, found.row_positions, found.column_positions)
    cells = sheet.figures(found.row_positions, found.column_positions)
    blank = np.isnan(cells)
    if blank.all():
        raise DataError(within(sheet, tell("template.no_figures")))
    cells = np.where(blank, 0.0, cells)
    _check_boundary(sheet, found, cells)
    _check_output(sheet, found, cells.sum(axis=1))
    _check_inputs(sheet, found, cells)
    n, m = len(found.row_positions), len(found.demand) * found.regions
    Z, Y = np.zeros((n, n)), np.zeros((n, m))
    Z[:, found.buyers], Y[:, found.users] = cells[:, : len(found.buyers)], cells[:, len(found.buyers) :]
    return Z, Y, (*blanks(sheet.name, int(blank.sum()), blank.size), *_below(sheet, found, cells[:, :n]))


def _below(sheet: Sheet, found: TemplateAxes, flows: Array) -> tuple[str, ...]:
    """Return what is reported where flows between industries are below zero."""
    at = [address(found.row_positions[i], found.column_positions[j]) for i, j in np.argwhere(flows < 0).tolist()]
    return (tell("template.below", sheet=sheet.name, which=offenders(at)),) if at else ()


def _check_boundary(sheet: Sheet, found: TemplateAxes, cells: Array) -> None:
    buys = [
        address(found.row_positions[i], found.column_positions[j])
        for j in found.boundary_columns
        for i in np.flatnonzero(cells[:, j]).tolist()
    ]
    if buys:
        raise DataError(tell("template.boundary_buys", sheet=sheet, which=offenders(buys)))


def _check_output(sheet: Sheet, found: TemplateAxes, sums: Array) -> None:
    """Raise where a published output is given that the row does not add up to."""
    if found.published is None:
        return
    given = sheet.figures(found.row_positions, [found.published])[:, 0]
    gap = sums - given
    bad = np.flatnonzero(np.abs(gap) > ROUNDING + SHARE * np.abs(given))
    if bad.size:
        shown = [
            tell("template.sum", cell=address(found.row_positions[k], found.published), sum=sums[k], given=given[k])
            for k in bad.tolist()
        ]
        raise DataError(tell("template.published", sheet=sheet, which=offenders(shown)))


def _check_inputs(sheet: Sheet, found: TemplateAxes, cells: Array) -> None:
    """Raise where inputs exceed output by more than accounts may, naming the heads of the columns."""
    output, inputs = cells.sum(axis=1)[found.buyers], cells[:, : len(found.buyers)].sum(axis=0)
    over = np.maximum(inputs - output, 0.0)
    over[found.boundary_columns] = 0.0
    if over.sum() > validate.UNBALANCED * output.sum() > 0:
        shown = [
            tell("template.above", cell=address(2, found.column_positions[j]), inputs=inputs[j], output=output[j])
            for j in np.argsort(-over, kind="stable").tolist() if over[j] > 0
        ]  # fmt: skip
        raise DataError(tell("template.inputs", sheet=sheet, which=offenders(shown)))


Line = tuple[int, list[str]]
WHAT = {"industries": "industry", "demand": "demand"}
"""Key of a line above the flows → what its labels are."""


def read_csv(path: Path, given: Mapping[str, Any]) -> Accounts:
    """Read a table in the layout of the csv template; a flow without a line, or without a value, is zero.

    Raises
    ------
    DataError
        Naming the lines of what is wrong.
    """
    lines = [(at, [str(cell).strip() for cell in row]) for at, row in read_cells(path)]
    above = [line for line in lines if line[1][0].startswith("#")]
    table = [line for line in lines if not line[1][0].startswith("#")]
    where = str(path)
    about = parse_description(where, *_read_about_lines(above)) | dict(given)
    rows = [_pad_row(row[1:], len(REGION_COLUMNS)) for _, row in above if row[0] == "# region"]
    regions, boundary = regions_of(f"{where}: lines # region", rows)
    codes = {key: _codes(above, key, where) for key in ("industries", "demand")}
    pairs = {
        "seller": [(r, i) for r in regions for i in codes["industries"]],
        "buyer": [(r, c) for r in regions for c in codes["industries"]]
        + [(r, d) for r in regions for d in codes["demand"]],
    }
    cells = _cells(where, table, pairs)
    if not cells.any():
        raise DataError(within(where, tell("template.no_figures")))
    n = len(pairs["seller"])
    labels = {"regions": regions, "boundary": boundary, **codes}
    empty = sum(not _pad_row(row, len(CSV_COLUMNS))[-1] for _, row in table[1:])
    parts = {"Z": cells[:, :n], "Y": cells[:, n:], "repairs": blanks(path.name, empty, cells.size)}
    w = build_accounts(where, {**parts, **labels, **about})
    check_magnitude(Sheet(path, "csv", []), w)
    return w if given else check_hash(where, w, _checksum(above))


def _checksum(above: list[Line]) -> str:
    return next((_pad_row(row, 2)[1] for _, row in above if row[0] == f"# {CHECKSUM}"), "")


def _pad_row(row: list[str], size: int) -> list[str]:
    return [*row, *[""] * size][:size]


def _read_about_lines(above: list[Line]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts of year, unit … and the lines on which they stand."""
    found = {row[0].removeprefix("#").strip(): (at, _pad_row(row, 2)[1]) for at, row in above}
    keys = list(words()["about"])
    texts = {key: found[key][1] if key in found else "" for key in keys}
    return texts, {
        key: tell("line.number", line=found[key][0]) if key in found else tell("line.key", key=key) for key in keys
    }


def _codes(above: list[Line], key: str, where: str) -> tuple[str, ...]:
    codes = next((row[1:] for _, row in above if row[0] == f"# {key}"), [])
    if not any(codes):
        raise DataError(tell("template.no_line", where=where, key=key))
    while not codes[-1]:  # a spreadsheet makes all lines equally long
        codes = codes[:-1]
    try:
        check_labels(WHAT[key], tuple(codes))
    except DataError as error:
        raise DataError(within(f"{where}: # {key}", error)) from None
    return tuple(codes)


def _cells(where: str, table: list[Line], pairs: Mapping[str, list[tuple[str, str]]]) -> Any:
    """Return the flows, sellers × buyers."""
    if not table or table[0][1][: len(CSV_COLUMNS)] != list(CSV_COLUMNS):
        found = ", ".join(table[0][1]) if table else "nothing"
        raise DataError(tell("template.csv_columns", where=where, columns=join_items(CSV_COLUMNS), found=found))
    rows = [(at, _pad_row(row, len(CSV_COLUMNS))) for at, row in table[1:]]
    sellers, buyers = ({pair: k for k, pair in enumerate(pairs[side])} for side in ("seller", "buyer"))
    _check_labels(where, rows, sellers, 0, "seller")
    _check_labels(where, rows, buyers, 2, "buyer")
    cells = np.zeros((len(sellers), len(buyers)))
    seen: dict[tuple[int, int], int] = {}
    wrong, twice = [], []
    for at, (seller, industry, buyer, code, value) in rows:
        place = sellers[seller, industry], buyers[buyer, code]
        if place in seen:
            twice.append(tell("line.two", first=seen[place], second=at))
        seen[place] = at
        if value and not _is_number(value):
            wrong.append((at, value))
        elif value:
            cells[place] = float(value)
    if twice:
        raise DataError(tell("template.same_flows", where=where, which=offenders(twice)))
    if wrong:
        shown = offenders([tell("line.is", line=at, value=value) for at, value in wrong])
        raise DataError(tell("template.csv_values", where=where, shown=shown, remedy=remedy(wrong[0][1])))
    return cells


def _check_labels(where: str, rows: list[Line], known: Mapping[tuple[str, str], int], start: int, what: str) -> None:
    wrong = [(at, (row[start], row[start + 1])) for at, row in rows if (row[start], row[start + 1]) not in known]
    if wrong:
        shown = offenders([tell("line.of", what=" ".join(pair), line=at) for at, pair in wrong])
        near = suggest(" ".join(wrong[0][1]), [" ".join(pair) for pair in known])
        raise DataError(tell("template.csv_labels", where=where, what=noun(what), shown=shown, near=near))


def _is_number(text: str) -> bool:
    """Tell whether a text is a finite number of plain digits."""
    try:
        return math.isfinite(float(text)) and "_" not in text and text.isascii()
    except ValueError:
        return False


YEARS = range(1900, 2101)
OBSERVED = STATUSES[0]


def parse_description(where: str, texts: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Any]:
    """Return year, unit, status, source and scenario from their texts.

    Raises
    ------
    DataError
        Naming the cell or line of every one that is missing or cannot be.
    """
    problems = [
        _wrong_year(texts["year"], places["year"]),
        _wrong_unit(texts["unit"], places["unit"]),
        _wrong_status(texts["status"], places["status"]),
    ]
    if wrong := [p for p in problems if p]:
        raise DataError(within(where, sentences(wrong)))
    return {
        "year": int(float(texts["year"])),
        "unit": texts["unit"],
        "status": texts["status"] or OBSERVED,
        "source": texts["source"],
        "scenario": texts["scenario"] or OBSERVED,
    }


def _wrong_year(text: str, place: str) -> str:
    if not text:
        return tell("template.no_year", place=place)
    return "" if validate.whole(text.removesuffix(".0")) in YEARS else tell("template.bad_year", place=place, text=text)


def _wrong_unit(text: str, place: str) -> str:
    if validate.UNIT.fullmatch(text):
        return ""
    meant = UNITS.get(text.removeprefix(WORDS["unit"]).lstrip(":：").strip(), "")
    remedy = tell("template.write_unit", meant=meant) if meant else tell("template.write_as")
    said = "template.bad_unit" if text else "template.no_unit"
    return tell(said, place=place, text=text, remedy=remedy)


def _wrong_status(text: str, place: str) -> str:
    if text in ("", *STATUSES):
        return ""
    return tell("template.bad_status", place=place, text=text, statuses=join_items(STATUSES))


def regions_of(where: str, rows: list[list[str]]) -> tuple[Regions, tuple[str, ...]]:
    """Return regions and boundary from rows of code, names, kind, country and whether it is a boundary.

    Raises
    ------
    DataError
        For rows that make no regions.
    """
    codes = [row[0] for row in rows]
    wrong = [f"{row[0]}: {row[5]}" for row in rows if row[5] not in ("yes", "no", "")]
    odd = [row for row in rows if row[3] not in KINDS]
    wrong += [f"{row[0]}: {row[3]}" for row in odd]
    if "" in codes or find_duplicates(codes) or not rows or wrong:
        said = offenders(wrong or find_duplicates(codes) or [tell("template.no_code")])
        near = suggest(odd[0][3], KINDS) if odd else ""
        raise DataError(tell("template.regions", where=where, said=said, kinds=join_items(KINDS), near=near))
    regions = Regions(Region(code, en or code, zh or code, kind, country) for code, en, zh, kind, country, _ in rows)
    return regions, tuple(row[0] for row in rows if row[5] == "yes")


def blanks(where: str, count: int, size: int) -> tuple[str, ...]:
    """Return what is reported where flows without a value are read as zero."""
    return (tell("template.blank", where=where, count=count, size=size),) if count else ()


def build_accounts(where: str, parts: Mapping[str, Any]) -> Accounts:
    """Return accounts, or say where the figures stand that are none.

    Raises
    ------
    DataError
        With the place before the message.
    """
    try:
        return Accounts(**parts)
    except NewindError as error:
        raise DataError(within(where, error)) from None


def check_magnitude(sheet: Sheet, w: Accounts) -> None:
    """Raise when value added of China or a province cannot be in the unit given.

    Raises
    ------
    DataError
        With the unit that would fit.
    """
    for region, amount in zip(w.regions, w.gdp, strict=True):
        if region not in w.boundary and amount:
            check_unit(sheet, float(amount), region, w.year, w.unit)
