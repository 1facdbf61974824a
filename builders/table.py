"""Describe the result of a builder of a shipped table and write it: ``table.csv`` and ``datapackage.json``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.accounts.store import write_whole
from newind.data.reference.building import list_licences, write_json
from newind.index.tables import FIGURES, PACKAGE, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import pandas as pd

KEYS: list[dict[str, Any]] = [
    {"name": "unit", "type": "string", "label": {"en": "Province or economy", "zh": "地区"}},
    {"name": "year", "type": "integer", "label": {"en": "Year", "zh": "年份"}},
]


@dataclass(frozen=True, eq=False)
class BuiltTable:
    """A table of indicators made from its sources, with all that must be said about it.

    Parameters
    ----------
    title, title_zh : str
        What it is.
    status : {"observed", "estimated"}
        Whether its figures, or those that they are ratios of, are stated by statistical offices.
    sources : list of dict
        ``title``, ``author``, ``licence`` and ``doi`` or ``path`` of each source.
    method, caveats : list of str
        What was done, and what a reader must know.
    frame : DataFrame
        ``unit``, ``year`` and a column for each indicator, NaN where there is no figure.
    columns : mapping
        Indicator → ``label``, ``unit``, ``better``, ``formula`` and its other fields.
    decimals : mapping
        Indicator → decimals that are kept.
    about : mapping
        What else belongs to the table, as plain data.
    """

    title: str
    title_zh: str
    status: str
    sources: list[dict[str, str]]
    method: list[str]
    caveats: list[str]
    frame: pd.DataFrame
    columns: Mapping[str, Mapping[str, Any]]
    decimals: Mapping[str, int]
    about: Mapping[str, Any] = field(default_factory=dict)


def as_text(built: BuiltTable) -> str:
    """Return the figures as csv: plain numbers with the decimals of their column, nothing where there is a gap."""
    shown = built.frame.astype(object)
    for name, places in built.decimals.items():
        shown[name] = [f"{v:.{places}f}" if v == v else "" for v in built.frame[name]]
    return str(shown.to_csv(index=False, lineterminator="\n"))


def write(name: str, built: BuiltTable, out_dir: str | PathLike[str]) -> list[Path]:
    """Write a table into a folder of its name.

    Parameters
    ----------
    name : str
        Name of the table and of its folder.
    built : BuiltTable
        The table.
    out_dir : path
        Folder in which ``NAME/table.csv`` and ``NAME/datapackage.json`` are made.

    Returns
    -------
    list of Path
        The files written, each whole or not at all.
    """
    folder = Path(out_dir) / name
    folder.mkdir(parents=True, exist_ok=True)
    text = as_text(built).encode()
    path = write_whole(folder / FIGURES, lambda p: p.write_bytes(text))
    return [path, write_json(folder / PACKAGE, describe(name, built, text))]


def describe(name: str, built: BuiltTable, text: bytes) -> dict[str, Any]:
    """Return the content of ``datapackage.json``: what the table is, and its columns with what each lacks."""
    return {
        "name": name,
        "title": built.title,
        "title_zh": built.title_zh,
        "status": built.status,
        "licenses": list_licences(built.sources),
        "sources": built.sources,
        "method": built.method,
        "caveats": built.caveats,
        "resources": [_resource(name, built, text)],
        **built.about,
    }


def _resource(name: str, built: BuiltTable, text: bytes) -> dict[str, Any]:
    frame = built.frame
    gaps = {column: int(frame[column].isna().sum()) for column in built.columns}
    return {
        "name": f"{name}-table",
        "path": FIGURES,
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": digest(text),
        "rows": len(frame),
        "units": int(frame["unit"].nunique()),
        "years": sorted({int(year) for year in frame["year"]}),
        "missing": {column: number for column, number in gaps.items() if number},
        "schema": {
            "fields": KEYS + [{"name": k, "type": "number", **column} for k, column in built.columns.items()],
            "missingValues": [""],
            "primaryKey": ["unit", "year"],
        },
    }
