"""Metadata tables: one row an element, in the columns that the field uses."""

from __future__ import annotations

import math
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from newind.errors import DataError, find_duplicates, join_items, noun, offenders, suggest, tell
from newind.index.elements import Element
from newind.messages import collect_words, list_languages, message

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = collect_words("index.recognised.columns") | {
    word: f"name_{lang}" for lang, words in message("index.recognised.columns.name").items() for word in words
}
"""Column names → the fields that they hold."""
NUMBERS = ("level", "weight", "target", "low", "high")


def elements_of(source: str | PathLike[str] | pd.DataFrame) -> tuple[Element, ...]:
    """Return the elements that a metadata table describes.

    Parameters
    ----------
    source : path or DataFrame
        csv, xlsx or a frame. Rows without a type are indicators, or aggregates where others name them as parent.

    Raises
    ------
    DataError
        Naming the file, the line and the column of what cannot be read.
    """
    where, header, body = cells(source)
    columns = [COLUMNS.get(name.strip().casefold(), "") for name in header]
    if "code" not in columns:
        raise DataError(tell("index.no_code", where=where, header=join_items(header), remedy=tell("index.columns")))
    if twice := find_duplicates([name for name in columns if name]):
        shown = [h for h, name in zip(header, columns, strict=True) if name in twice]
        raise DataError(tell("index.columns_same", where=where, which=offenders(shown)))
    rows = [(at, _row(where, at, columns, header, row)) for at, row in body]
    if nameless := [at for at, row in rows if row and not row.get("code")]:
        raise DataError(tell("index.rows_nameless", where=where, which=offenders(nameless)))
    if not any(row for _, row in rows):
        raise DataError(tell("index.no_elements", where=where, remedy=tell("index.columns")))
    parents = {row.get("parent") for _, row in rows}
    return tuple(_element(where, at, row, parents) for at, row in rows if row.get("code"))


def cells(source: str | PathLike[str] | pd.DataFrame) -> tuple[str, list[str], list[tuple[str, list[Any]]]]:
    """Return what to call a table in messages, its header, and its rows with their places.

    Raises
    ------
    DataError
        For a file that cannot be read or is empty.
    """
    if not isinstance(source, (str, PathLike)):
        frame_like(source, noun("table"))
        header = [str(c) for c in source.columns]
        body = source.astype(object).where(source.notna(), None).to_numpy().tolist()
        return "table", header, [(tell("index.row", row=k), row) for k, row in enumerate(body, 1)]
    from newind.data.readers.plain import read_cells

    lines = [(at, row) for at, row in read_cells(Path(source)) if not str(row[0]).startswith("#")]
    if not lines:
        raise DataError(tell("index.file_empty", where=source))
    header = [str(c).strip() for c in lines[0][1]]
    if wide := [tell("line.number", line=at) for at, row in lines if any(str(c).strip() for c in row[len(header) :])]:
        raise DataError(tell("index.wide_rows", where=source, which=offenders(wide)))
    return str(source), header, [(tell("line.number", line=at), row) for at, row in lines[1:]]


def frame_like(source: Any, what: str) -> None:
    """Raise for what is neither a frame nor a path.

    Raises
    ------
    DataError
    """
    if not (hasattr(source, "columns") and hasattr(source, "to_numpy")):
        raise DataError(tell("index.no_table", what=what, kind=type(source).__name__))


def number(cell: Any) -> float | None:
    """Return a cell as a number, None where it is blank, NaN where it is no number.

    Examples
    --------
    >>> number("1.5"), number(" "), number("n/a")
    (1.5, None, None)
    """
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in UNKNOWN):
        return None
    if isinstance(cell, bool):
        return math.nan
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return math.nan
    return None if math.isnan(value) else value


UNKNOWN = {word for words in message("index.recognised.unknown").values() for word in words}
"""Words for what is not known."""


def _row(where: str, at: str, columns: list[str], header: list[str], row: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for k, (name, cell) in enumerate(zip(columns, row, strict=False)):
        if not name:
            continue
        value: Any = number(cell) if name in NUMBERS else _text(cell)
        if isinstance(value, float) and not math.isfinite(value):
            raise DataError(tell("index.cell_number", where=where, at=at, column=header[k], cell=cell))
        if value not in (None, ""):
            found[name] = value
    return found


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _element(where: str, at: str, row: dict[str, Any], parents: set[Any]) -> Element:
    name = {k: row[f"name_{k}"] for k in list_languages() if f"name_{k}" in row}
    low, high = row.pop("low", None), row.pop("high", None)
    if (low is None) != (high is None):
        raise DataError(tell("index.one_goalpost", where=where, at=at, code=row["code"]))
    given = {k: v for k, v in row.items() if not k.startswith("name_")} | {"name": _both(name)}
    given.setdefault("kind", "aggregate" if row["code"] in parents else "indicator")
    if "level" in given:
        given["level"] = int(given["level"]) if given["level"].is_integer() else given["level"]
    if low is not None:
        given["goalposts"] = (low, high)
    try:
        return Element.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        field = str(wrong["loc"][0]) if wrong["loc"] else "element"
        known = wrong.get("ctx", {}).get("expected", "")
        near = suggest(given.get(field, ""), known.replace("'", "").replace(" or ", ", ").split(", ")) if known else ""
        remedy = tell("index.allowed", known=known) if known else tell("index.columns")
        value = str(given.get(field))
        told = tell("index.field", where=where, at=at, field=field, value=value, near=near, remedy=remedy)
        raise DataError(told) from None


def _both(name: dict[str, str]) -> dict[str, str]:
    """Return a name in every language; where one is missing, another stands in."""
    some = next(iter(name.values()), "")
    return {lang: name.get(lang, some) for lang in list_languages()} if some else {}
