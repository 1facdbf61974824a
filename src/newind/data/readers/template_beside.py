"""Satellites and facts of the template: figures beside the flows, a column each, described in the lines above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.satellite import Fact, Satellite
from newind.data.readers.sheets import Sheet, address
from newind.data.readers.template_axes import TemplateAxes, label
from newind.data.readers.uncalculated import check_formulas
from newind.data.template import words
from newind.data.template_book import FINAL, LEFT, UNKNOWN
from newind.errors import DataError, NewindError, find_duplicates, join_items, offenders, suggest, tell, within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.regions import Regions
    from newind.typing import Array

Repairs = tuple[str, ...]


def satellites(sheet: Sheet | None, regions: Regions, axes: TemplateAxes) -> tuple[dict[str, Satellite], Repairs]:
    """Return the satellites of a sheet, and what to report: a column without figures is left out.

    Raises
    ------
    DataError
        Naming the cell of what is no figure, label or description.
    """
    if sheet is None:
        return {}, ()
    industries = [(r, i) for r in regions for i in axes.industries]
    users = [(r, d) for r in regions for d in axes.demand]
    rows = _rows(sheet, "satellites", {*industries, *users, *((r, FINAL) for r in regions)})

    def build_satellite(column: int, described: Mapping[str, str]) -> Satellite | None:
        final = [(r, FINAL) for r in regions]
        values, together, apart = (_column(sheet, rows, pairs, column) for pairs in (industries, final, users))
        if together is not None and apart is not None:
            raise DataError(tell("template.final_twice", sheet=sheet, name=described["name"], final=FINAL))
        if values is None and together is None and apart is None:
            return None
        figures = np.full(len(industries), np.nan) if values is None else values
        return Satellite(figures, together if apart is None else apart, **_fields(described))

    return _build_columns(sheet, "satellites", build_satellite)


def facts(sheet: Sheet | None, regions: Regions) -> tuple[dict[str, Fact], Repairs]:
    """Return the facts of a sheet, and what to report: a column without figures is left out.

    Raises
    ------
    DataError
        Naming the cell of what is no figure, label or description.
    """
    if sheet is None:
        return {}, ()
    pairs = [(r, "") for r in regions]
    rows = _rows(sheet, "facts", set(pairs))

    def build_fact(column: int, described: Mapping[str, str]) -> Fact | None:
        values = _column(sheet, rows, pairs, column)
        return None if values is None else Fact(values, **_fields(described))

    return _build_columns(sheet, "facts", build_fact)


def _build_columns(
    sheet: Sheet, kind: str, make: Callable[[int, Mapping[str, str]], Any]
) -> tuple[dict[str, Any], Repairs]:
    """Return what each column that has a name makes, and which are left out for lack of figures."""
    found: dict[str, Any] = {}
    empty: list[str] = []
    for column, described in _columns(sheet, kind).items():
        try:
            value = make(column, described)
        except NewindError as error:
            if str(error).startswith(str(sheet)):
                raise DataError(str(error)) from None
            where = tell("template.column", sheet=sheet, column=address(0, column)[:-1])
            raise DataError(within(where, error)) from None
        if value is None:
            empty.append(described["name"])
        else:
            found[described["name"]] = value
    return found, (tell("template.left_out", where=sheet.name, which=offenders(empty)),) if empty else ()


def _columns(sheet: Sheet, kind: str) -> dict[int, dict[str, str]]:
    """Return the description of each column by its position."""
    keys = list(words()[kind])
    lines = [sheet.text(row, 0) for row in range(len(keys))]
    if lines != keys:
        raise DataError(tell("template.column_a", sheet=sheet, keys=join_items(keys), lines=join_items(lines)))
    width = max((len(row) for row in sheet.rows), default=0)
    check_formulas(sheet, range(len(sheet.rows)), range(width))
    found = {c: {k: label(sheet, r, c) for r, k in enumerate(keys)} for c in range(LEFT, width)}
    named = {c: d for c, d in found.items() if d["name"]}
    if twice := find_duplicates([d["name"] for d in named.values()]):
        raise DataError(tell("template.same_names", sheet=sheet, which=offenders(twice)))
    bare = [
        address(0, c)
        for c in found
        if c not in named and any(str(row[c]).strip() for row in sheet.rows if c < len(row))
    ]
    if bare:
        raise DataError(tell("template.nameless", sheet=sheet, which=offenders(bare)))
    return named


def _fields(described: Mapping[str, str]) -> dict[str, str]:
    """Return what is given of the description; what is blank keeps its default."""
    return {k: v for k, v in described.items() if v and k != "name"}


def _rows(sheet: Sheet, kind: str, known: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the position of each row by region and code."""
    start = len(words()[kind])
    labels = {r: (label(sheet, r, 0), label(sheet, r, 1)) for r in range(start, len(sheet.rows))}
    given = {r: pair for r, pair in labels.items() if any(pair)}
    wrong = [(r, pair) for r, pair in given.items() if pair not in known]
    if wrong:
        shown = offenders([f"{' '.join(pair).strip()} ({address(r, 0)})" for r, pair in wrong])
        near = suggest(" ".join(wrong[0][1]).strip(), [" ".join(pair).strip() for pair in sorted(known)])
        raise DataError(tell("template.lacking", sheet=sheet, shown=shown, near=near))
    if twice := find_duplicates(list(given.values())):
        raise DataError(
            tell("template.same_labels", sheet=sheet, which=offenders([" ".join(p).strip() for p in twice]))
        )
    return {pair: r for r, pair in given.items()}


def _column(
    sheet: Sheet, rows: Mapping[tuple[str, str], int], pairs: Sequence[tuple[str, str]], column: int
) -> Array | None:
    """Return the figures of some labels, NaN where unknown; None where all cells are blank."""
    at = [k for k, pair in enumerate(pairs) if pair in rows]
    cells = [rows[pairs[k]] for k in at]
    if not any(sheet.text(r, column) for r in cells):
        return None
    values = np.full(len(pairs), np.nan)
    values[at] = sheet.figures(cells, [column], unknown=(UNKNOWN,))[:, 0]
    return values
