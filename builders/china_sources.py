"""The official tables of China and its provinces as collected, one file a table or a year of provinces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import load
from newind.accounts.regions import read_regions
from newind.data.readers.nbs.labels import DEMAND, INFLOWS, OUTFLOWS, PRIMARY, final_uses
from newind.data.reference.facts import read_parquet
from newind.data.single import Single
from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from newind.typing import Array

NATIONAL = "china/io_national/nbs_io_{name}.parquet"
PROVINCIAL = "china/io_provincial/prov_io_{year}.parquet"
UNIT = "10K.CNY"
IMPORTED = "Imports"
"""Origin of the rows of imports in a non-competitive table."""
TABLES = {
    "2002_122": "nbs122-2002",
    "2005_42": "nbs42-2002",
    "2007_135": "nbs135-2007",
    "2010_41": "nbs42-2002",
    "2012_139": "nbs139-2012",
    "2015_42": "nbs42-2012",
    "2017_149": "nbs149-2017",
    "2018_153": "nbs153-2018",
    "2020_153": "nbs153-2018",
    "2017_42": "nbs42-2017",
    "2018_42": "nbs42-2017",
    "2020_42": "nbs42-2017",
}
"""National tables by name (year and number of sectors) → classification."""
PROVINCES = {2007: "nbs42-2002", 2012: "nbs42-2012", 2017: "nbs42-2017"}
"""Years of the provincial tables → classification."""
MERGED = {"2010_41": ("o22",)}
"""Sectors that a table does not show: in 2010 scrap (o22) is part of other manufacturing (o21)."""


def national(source: Path, name: str) -> Single:
    """Return an official national table.

    Parameters
    ----------
    source : Path
        Folder of the sources.
    name : str
        A name in `TABLES`: ``2017_42`` is non-competitive (what is imported by each user is published), the others are
        competitive.

    Raises
    ------
    UnknownNameError
        For a table that does not exist, with the nearest name.
    DataError
        When the file is missing or has other sectors.
    """
    if name not in TABLES:
        raise unknown("table", name, TABLES, f"Tables are {', '.join(TABLES)}.")
    path = source / NATIONAL.format(name=name)
    frame = read_parquet(path).set_index("Code")
    industries = tuple(c for c in load(TABLES[name]) if c not in MERGED.get(name, ()))
    publisher = [str(c) for c in frame.columns if str(c).isdigit()]
    year = int(name[:4])
    source_name = f"National Bureau of Statistics of China, input-output table {year}, {len(publisher)} sectors"
    return _single(frame, publisher, industries, str(path), "CHN", year, source_name)


def provincial(source: Path, year: int) -> dict[str, Single]:
    """Return the official tables of the provinces in a year, by code of the province.

    Parameters
    ----------
    source : Path
        Folder of the sources.
    year : int
        2007 (30 provinces; outflows and inflows include those abroad, partner ``OUT``), 2012 or 2017 (31 provinces;
        partners ``ROW`` and ``CN-REST``).

    Raises
    ------
    UnknownNameError
        For a year without tables.
    DataError
        When the file is missing or has other sectors.
    """
    if year not in PROVINCES:
        raise unknown("year", year, PROVINCES, f"Tables of provinces are of {', '.join(map(str, PROVINCES))}.")
    path = source / PROVINCIAL.format(year=year)
    codes = {r.en: code for code, r in read_regions().items() if r.kind == "province"}
    frame = read_parquet(path)
    found = {codes[str(p)]: rows.set_index("sec") for p, rows in frame.groupby("province", sort=False)}
    industries = tuple(load(PROVINCES[year]))
    sectors = [f"sec{c[1:]}" for c in industries]
    return {
        code: _single(
            found[code], sectors, industries, f"{path}: {code}", code, year,
            f"Statistical bureau of {read_regions()[code].en}, input-output table {year}, 42 sectors",
        )
        for code in codes.values() if code in found
    }  # fmt: skip


def _single(
    frame: pd.DataFrame,
    sectors: list[str],
    industries: tuple[str, ...],
    where: str,
    region: str,
    year: int,
    source: str,
) -> Single:
    """Return a table from rows by publisher's code; rows of imports are those whose origin says so."""
    if len(sectors) != len(industries):
        raise DataError(f"{where}: {len(sectors)} sectors, not {len(industries)}. Is it another table?")
    home = frame[frame["Origin"] != IMPORTED] if "Origin" in frame else frame
    final = final_uses(set(map(str, frame.columns)))
    imports = frame[frame["Origin"] == IMPORTED].loc[sectors] if "Origin" in frame else None
    return Single(
        where, region, industries, tuple(DEMAND[c] for c in final), year, UNIT,
        Z=_figures(home.loc[sectors, sectors]),
        F=_figures(home.loc[sectors, final]),
        x=_figures(home.loc[sectors, "GO"]),
        outflows={p: _figures(home.loc[sectors, c]) for c, p in OUTFLOWS.items() if c in frame},
        inflows={p: _figures(home.loc[sectors, c]) for c, p in INFLOWS.items() if c in frame},
        imports={} if imports is None else {"ROW": (_figures(imports[sectors]), _figures(imports[final]))},
        primary={name: _figures(home.loc[c, sectors]) for c, name in PRIMARY.items()},
        source=source,
    )  # fmt: skip


def _figures(part: pd.DataFrame | pd.Series[float]) -> Array:
    figures: Array = np.nan_to_num(np.ascontiguousarray(part.to_numpy(dtype=np.float64)))
    return figures
