"""Figures to attach, as rows: from csv, a workbook or a DataFrame; one figure a row, or a column each."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.data.readers.plain import read_cells
from newind.data.readers.sheets import remedy
from newind.datafiles import read_json
from newind.errors import DataError, find_duplicates, offenders, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

WORDS = read_json("newind.data", "attach_words.json")
ALIASES = {word: column for column, words in WORDS["columns"].items() for word in words}
"""Other words for a column → its name."""
KEYS = ("region", "industry")
DESCRIBED = ("unit", "status", "source", "follows", "combine")
"""Fields that describe a value: a column each (one value a row), or a row each of that name (one value a column)."""
UNKNOWN = (
    "",
    "na",
    "nan",
    "n/a",
    "none",
)
"""A figure that is not known."""
_WITH_UNIT = re.compile(r"(.+?)\s*[(\[（［](.+)[)\]）］]")


@dataclass(frozen=True)
class AttachmentRow:
    """One figure: where it stands, what it is about, and its value (NaN where unknown)."""

    at: str
    region: str
    industry: str
    name: str
    value: float


@dataclass
class AttachmentValues:
    """Values by name, with the description of each, and the problems met so far."""

    where: str
    rows: list[AttachmentRow] = field(default_factory=list)
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    by_industry: bool = True
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Names, in the order in which they were met."""
        return list(self.said)


def read_figures(figures: str | PathLike[str] | pd.DataFrame) -> AttachmentValues:
    """Return figures as rows; cells that are no numbers are among the problems.

    Raises
    ------
    DataError
        For a file that cannot be read, or columns that are not those of figures.
    """
    where, header, body, name = _cells(figures)
    columns = [ALIASES.get(c.casefold(), c.casefold() if c.casefold() in _RESERVED else c) for c in header]
    if twice := find_duplicates([c for c in columns if c]):
        raise DataError(f"{where}: columns that stand twice: {offenders(twice)}. Each may stand once.")
    found = AttachmentValues(where, by_industry="industry" in columns)
    if not {*KEYS} & {*columns}:
        raise DataError(
            f"{where}: no column region or industry; found {', '.join(c for c in columns if c)}. Name the columns "
            f"region, industry, name, value, unit, or region, industry and a column for each figure."
        )
    (_long if "value" in columns else _wide)(found, columns, body, name)
    if not found.rows:
        raise DataError(f"{where}: no figures below the names of the columns.")
    return found


_RESERVED = (*KEYS, "name", "value", *DESCRIBED)
Body = list[tuple[str, list[Any]]]


def _cells(figures: str | PathLike[str] | pd.DataFrame) -> tuple[str, list[str], Body, str]:
    """Return the place, the header, the rows with their places, and the name of the file."""
    if not isinstance(figures, (str, PathLike)):
        header = [str(c).strip() for c in figures.columns]
        rows = figures.astype(object).where(figures.notna(), None).to_numpy().tolist()
        return "figures", header, [(f"row {k}", row) for k, row in enumerate(rows, 1)], ""
    path = Path(figures)
    lines = read_cells(path)
    lines = [(at, row) for at, row in lines if not str(row[0]).startswith("#")]
    if not lines:
        raise DataError(f"{path}: empty. The first line names the columns: region, industry, name, value, unit.")
    header = [str(c).strip() for c in lines[0][1]]
    return str(path), header, [(f"line {at}", row) for at, row in lines[1:]], path.stem


def _text(row: Sequence[Any], column: int | None) -> str:
    """Return a cell as text; a code that a spreadsheet took for a whole number has no decimals."""
    if column is None or column >= len(row) or row[column] is None:
        return ""
    cell = row[column]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _long(found: AttachmentValues, columns: list[str], body: Body, name: str) -> None:
    """Add a figure a row."""
    at = {c: k for k, c in enumerate(columns)}
    if odd := [c for c in columns if c and c not in _RESERVED]:
        near = suggest(odd[0], _RESERVED)
        raise DataError(f"{found.where}: columns beside value that mean nothing: {offenders(odd)}.{near}")
    if "name" not in at and not name:
        raise DataError(f"{found.where}: no column name. Say what the figures are, as in 'co2'.")
    values = _ValueReader(found)
    for place, row in body:
        key = _text(row, at.get("name")) or name
        if not key:
            found.problems.append(f"{place} has no name.")
            continue
        said = found.said.setdefault(key, {})
        for what in DESCRIBED:
            _describe(found, said, key, what, _text(row, at.get(what)))
        values.add(place, row, at, at["value"], key)
    values.close()


def _describe(found: AttachmentValues, said: dict[str, str], name: str, what: str, text: str) -> None:
    if text and said.setdefault(what, text) != text:
        problem = f"{name} has more than one {what}: {offenders([said[what], text])}."
        found.problems += [problem] if problem not in found.problems else []


def _wide(found: AttachmentValues, columns: list[str], body: Body, _name: str) -> None:
    """Add a column a figure; rows named unit, status … describe them, or the unit stands in brackets after the name."""
    at = {c: k for k, c in enumerate(columns)}
    named: dict[int, str] = {}
    for k, column in enumerate(columns):
        if column and column not in KEYS:
            matched = _WITH_UNIT.fullmatch(column)
            named[k] = matched[1] if matched else column
            found.said[named[k]] = {"unit": matched[2]} if matched else {}
    if not named:
        raise DataError(f"{found.where}: no column of figures beside {', '.join(c for c in columns if c)}.")
    keys = [at[k] for k in KEYS if k in at]
    values = _ValueReader(found)
    for place, row in body:
        about = next((t for k in keys if (t := _text(row, k).casefold()) in DESCRIBED), "")
        for k, key in named.items():
            if about:
                _describe(found, found.said[key], key, about, _text(row, k))
            else:
                values.add(place, row, at, k, key)
    values.close()


class _ValueReader:
    """Figures being read: cells that are no numbers are kept until all are seen."""

    def __init__(self, found: AttachmentValues) -> None:
        self.found = found
        self.bad: list[tuple[str, Any]] = []

    def add(self, place: str, row: Sequence[Any], at: Mapping[str, int], column: int, name: str) -> None:
        """Add the figure of one cell."""
        cell = row[column] if column < len(row) else None
        value = _number(cell)
        if value is None:
            self.bad.append((place, cell))
        region, industry = (_text(row, at.get(key)) for key in KEYS)
        self.found.rows.append(AttachmentRow(place, region, industry, name, math.nan if value is None else value))

    def close(self) -> None:
        """Say which cells were no numbers."""
        if self.bad:
            shown = offenders([f"{place} = {cell}" for place, cell in self.bad])
            self.found.problems.append(f"values that are not numbers: {shown}. {remedy(self.bad[0][1])}")


def _number(cell: Any) -> float | None:
    """Return a cell as a number, NaN where it is unknown, None where it is neither."""
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in UNKNOWN):
        return math.nan
    if isinstance(cell, bool) or (isinstance(cell, str) and ("_" in cell or not cell.isascii())):
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return None
    return None if math.isinf(value) else value
