"""From what a user has (a frame, a measure table, a file) to the table of figures that a specification asks for."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.errors import DataError, find_duplicates, join_items, noun, offenders, suggest, tell
from newind.index.metadata import cells, frame_like, number
from newind.index.table import OBSERVED, Table, TableRows
from newind.measures.measure import SCENARIO_MONEY, measure
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import pandas as pd

    from newind.index.specification import Spec
    from newind.typing import Array

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
