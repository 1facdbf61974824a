"""From what a user has (a frame, a measure table, a file) to the table that a specification asks for."""

from __future__ import annotations

import math
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.errors import DataError, find_duplicates, join_items, noun, offenders, suggest, tell
from newind.index.elements import Element
from newind.index.table import OBSERVED, Table, TableRows
from newind.measures.measure import SCENARIO_MONEY, measure
from newind.messages import collect_words, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import pandas as pd

    from newind.index.specification import Spec
    from newind.typing import Array


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


UNIT, NAME, TIME, SCENARIO = (
    tuple(word for words in message(f"index.recognised.rows.{name}").values() for word in words)
    for name in ("unit", "name", "time", "scenario")
)
LONG = {"region", "industry", "partner", "indicator", "value", "year", "scenario", "note"}
"""Columns of a measure table that tell it from others."""


def table_of(data: pd.DataFrame | str | PathLike[str] | Accounts | Panel | Table, spec: Spec) -> Table:
    """Return the figures that a specification asks for, in its order.

    Parameters
    ----------
    data : DataFrame, path, Accounts or Panel
        Units in rows and indicators in columns (unit in the index or in a column unit, uCode, region …; years in a
        column time or year), a measure table, a csv or xlsx of the first kind, or accounts, which are measured: of a
        panel of several databases the last.
    spec : Spec

    Returns
    -------
    Table
        Indicators in the order of the tree, denominators beside them; a panel unit by unit.

    Raises
    ------
    DataError
        For codes without data, cells that are no numbers, rows that stand twice.
    """
    if isinstance(data, (Accounts, Panel)):
        data = measure(data.within() if isinstance(data, Panel) else data, list_input_ids(spec))
    return data if isinstance(data, Table) else _read(data, spec).sort_rows()


def list_input_ids(spec: Spec) -> list[str]:
    """Return the ids of what a specification is made of: its indicators and their denominators."""
    return list(
        dict.fromkeys([*spec.tree.indicators, *(e.denominator for e in spec.indicator_elements if e.denominator)])
    )


def _read(data: pd.DataFrame | str | PathLike[str], spec: Spec) -> Table:
    if not isinstance(data, (str, PathLike)):
        frame_like(data, noun("data"))
        if set(data.columns) >= LONG:
            return _from_measures(data, spec)
        data = _with_index(data)
    where, header, body = cells(data)
    return _from_rows(where, header, body, spec)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose index, where it says something, stands in columns."""
    names = [str(n).casefold() if n is not None else "" for n in frame.index.names]
    known = {*UNIT, *TIME, *SCENARIO}
    has_unit = any(str(c).strip().casefold() in UNIT[:7] for c in frame.columns)
    if frame.index.nlevels == 1 and names[0] not in known:
        if has_unit or any(str(c).strip().casefold() in UNIT for c in frame.columns):
            return frame
        return frame.rename_axis(index="unit").reset_index()
    return frame.reset_index()


def _from_rows(where: str, header: list[str], body: list[tuple[str, list[Any]]], spec: Spec) -> Table:
    place = {name: k for k, name in enumerate(header)}
    unit = _first(header, UNIT)
    if unit is None:
        raise DataError(tell("index.no_unit", where=where, header=join_items(header[:8])))
    time, scenario, name = (_first(header, names) for names in (TIME, SCENARIO, NAME))
    indicators, beside = list_columns(spec, place)
    if lost := [c for c in (*indicators, *beside) if c not in place]:
        raise missing_data(where, lost, header)
    if twice := [c for c in find_duplicates(header) if c in (*indicators, *beside)]:
        raise DataError(tell("index.columns_twice", where=where, which=offenders(twice)))
    rows = TableRows(
        units=tuple(_label(row, unit) for _, row in body),
        times=tuple(_year(where, at, row, time) for at, row in body),
        scenarios=tuple(_label(row, scenario) or OBSERVED if scenario is not None else OBSERVED for _, row in body),
        groups={e.code: tuple(_label(row, place[e.code]) for _, row in body) for e in groups(where, spec, place)},
        names={_label(row, unit): _label(row, name) for _, row in body} if name is not None else {},
    )
    if blank := [at for (at, _), u in zip(body, rows.units, strict=True) if not u]:
        raise DataError(tell("index.unnamed", where=where, which=offenders(blank)))
    values = _numbers(where, body, header, [place[c] for c in (*indicators, *beside)])
    further = {c: values[:, len(indicators) + k].copy() for k, c in enumerate(beside)}
    return Table(values[:, : len(indicators)].copy(), indicators, rows, further)


def list_columns(spec: Spec, there: Container[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns of a specification: indicators, and denominators that are there or that the recipe needs."""
    needed = "denominate" in spec.recipe.order
    used = [e.denominator for e in spec.indicator_elements if e.denominator and (needed or e.denominator in there)]
    return spec.tree.indicators, tuple(dict.fromkeys(used))


def groups(where: str, spec: Spec, place: dict[str, int]) -> tuple[Any, ...]:
    """Return the elements of groups whose columns are there; the group of the imputation must be."""
    from newind.index.elements import Element

    found = [e for e in spec.list_elements("group") if e.code in place]
    used = spec.recipe.impute.group if "impute" in spec.recipe.order else ""
    if used and used not in place:
        near = suggest(used, place)
        raise DataError(tell("index.no_imputing", where=where, column=used, near=near))
    if used and used not in [e.code for e in found]:
        found.append(Element(code=used, kind="group"))
    return tuple(found)


def missing_data(where: str, codes: Sequence[str], header: Sequence[str]) -> DataError:
    """Return the error for codes that have no column."""
    near = suggest(codes[0], header)
    return DataError(tell("index.no_columns", where=where, which=offenders(list(codes)), near=near))


def _first(header: list[str], names: tuple[str, ...]) -> int | None:
    folded = [h.strip().casefold() for h in header]
    return next((folded.index(n) for n in names if n in folded), None)


def _label(row: list[Any], column: int) -> str:
    cell = row[column] if column < len(row) else None
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _year(where: str, at: str, row: list[Any], column: int | None) -> int:
    if column is None:
        return -1
    value = number(row[column] if column < len(row) else None)
    if value is None or not float(value).is_integer() or value < 0:
        raise DataError(tell("index.row_year", where=where, at=at, year=row[column]))
    return int(value)


def _numbers(where: str, body: list[tuple[str, list[Any]]], header: list[str], columns: list[int]) -> Array:
    bad: list[str] = []
    values = np.full((len(body), len(columns)), np.nan)
    for i, (at, row) in enumerate(body):
        for j, column in enumerate(columns):
            value = number(row[column] if column < len(row) else None)
            if value is not None:
                values[i, j] = value
                if not np.isfinite(value):
                    bad.append(tell("index.cell", at=at, column=header[column], value=row[column]))
    if bad:
        raise DataError(tell("index.no_numbers", where=where, which=offenders(bad)))
    return values


def _from_measures(data: pd.DataFrame, spec: Spec) -> Table:
    """Return the region totals of a measure table; money of a scenario at its own prices counts as unknown."""
    totals = data[data["industry"].isna() & data["partner"].isna()]
    known = set(totals["indicator"])
    indicators, beside = list_columns(spec, known)
    if lost := [c for c in (*indicators, *beside) if c not in known]:
        raise missing_data("measure table", lost, sorted(known))
    totals = totals[totals["indicator"].isin([*indicators, *beside])]
    priced = totals["note"].str.contains(SCENARIO_MONEY, regex=False)
    totals = totals.assign(value=totals["value"].mask(priced))
    if (again := totals.duplicated(["scenario", "region", "year", "indicator"])).any():
        twice = totals.loc[again, ["scenario", "region", "year", "indicator"]].astype(str).agg(" ".join, axis=1)
        raise DataError(tell("index.figures_twice", which=offenders(list(twice))))
    wide = totals.pivot(index=["scenario", "region", "year"], columns="indicator", values="value")
    order = totals[["scenario", "region", "year"]].drop_duplicates()
    wide = wide.reindex(index=list(order.itertuples(index=False, name=None)))
    rows = TableRows(tuple(order["region"]), tuple(int(y) for y in order["year"]), tuple(order["scenario"]))
    _one_database(data, rows)
    further = {c: wide[c].to_numpy(np.float64).copy() for c in beside}
    return Table(wide[list(indicators)].to_numpy(np.float64).copy(), indicators, rows, further)


def _one_database(data: pd.DataFrame, rows: TableRows) -> None:
    """Raise for measures of two databases: their figures differ where they meet, and so would scores."""
    spans = [s for s in data.attrs.get("databases", ()) if any(s[0] <= t <= s[1] for t in rows.times)]
    if len(spans) > 1:
        met = join_items([f"{first}-{last}" for first, last in spans])
        raise DataError(tell("index.databases", spans=met))
