"""Tables in the layout of ``newind data template``: workbooks and csv, with messages that name sheet and cell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.readers.sheets import Sheet, address, read_sheets
from newind.data.readers.template_about import blanks, build_accounts, check_magnitude, parse_description, regions_of
from newind.data.readers.template_axes import TemplateAxes, axes
from newind.data.readers.template_beside import facts, satellites
from newind.data.readers.template_csv import read_csv
from newind.data.readers.uncalculated import check_formulas
from newind.data.template import REGION_COLUMNS, words
from newind.errors import DataError, join_items, offenders, tell, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.regions import Regions
    from newind.data.readers.peek import Peek
    from newind.typing import Array

SHEETS = ("about", "regions", "flows")
"""Sheets that a workbook must have; satellites and facts may be missing."""
ROUNDING, SHARE = 1.0, 1e-4
"""A published total may miss the sum of its row by this amount and this share of it."""


def read(path: str | PathLike[str], units: str | None = None, year: int | None = None) -> Accounts:
    """Read a table in the layout of the template.

    Rows and columns may stand in any order. A blank cell is zero, which `repairs` of the accounts
    reports; text in a cell is an error.

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
    of_industries, no_industry = satellites(sheets.get("satellites"), regions, found)
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
    """Return Z and Y in the order of the labels, and what to report: blank cells are zero."""
    check_formulas(sheet, found.row_positions, found.column_positions)
    cells = sheet.figures(found.row_positions, found.column_positions)
    blank = np.isnan(cells)
    if blank.all():
        raise DataError(within(sheet, tell("template.no_figures")))
    cells = np.where(blank, 0.0, cells)
    _check_boundary(sheet, found, cells)
    _check_output(sheet, found, cells.sum(axis=1))
    n, m = len(found.row_positions), len(found.demand) * found.regions
    Z, Y = np.zeros((n, n)), np.zeros((n, m))
    Z[:, found.buyers], Y[:, found.users] = cells[:, : len(found.buyers)], cells[:, len(found.buyers) :]
    return Z, Y, blanks(sheet.name, int(blank.sum()), blank.size)


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
        shown = [f"{address(found.row_positions[k], found.published)} ({gap[k]:+,.0f})" for k in bad.tolist()]
        raise DataError(tell("template.published", sheet=sheet, which=offenders(shown)))
