"""The template as csv: year, unit and labels in lines above, then a line a flow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.regions import check_labels
from newind.accounts.store import CHECKSUM, check_hash
from newind.data.readers.plain import read_cells
from newind.data.readers.sheets import Sheet, remedy
from newind.data.readers.template_about import blanks, build_accounts, check_magnitude, parse_description, regions_of
from newind.data.template import CSV_COLUMNS, REGION_COLUMNS, words
from newind.errors import DataError, join_items, noun, offenders, suggest, tell, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newind.accounts.accounts import Accounts

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
    about = parse_description(where, *_about(above)) | dict(given)
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


def _about(above: list[Line]) -> tuple[dict[str, str], dict[str, str]]:
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
