"""Read the source of ``china-sti``: a file of the yearbooks of science and technology, checked before it is used."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.regions import read_regions
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from newind.typing import Array

SCIENCE = "china/sti/province_sti_2000_2023.parquet"
TEXTS = ("dataset", "variables", "units", "province_en")
KEYS = ["variables", "province_en", "year"]
MONEY = {"万元": 1.0, "亿元": 1e4}
"""Unit of money in the source → 10,000 yuan."""
AGAIN = "Get the file again, or enter what changed in newind/index/tables/china_sti.yaml."


@cache
def definition() -> dict[str, Any]:
    """Return what the table consists of: years, variables, columns (``china_sti.yaml``)."""
    content: dict[str, Any] = read_yaml("builders", "china_sti.yaml")
    return content


def provinces() -> dict[str, str]:
    """Return the provinces of China: name in English → code."""
    return {r.en: r.code for r in read_regions().values() if r.kind == "province" and r.country == "CHN"}


def years() -> list[int]:
    """Return the years of the table."""
    first, last = definition()["years"]
    return list(range(first, last + 1))


def read(path: Path) -> dict[str, Array]:
    """Read the variables of the table: name → (provinces, years), money in 10,000 yuan, NaN where nothing is stated.

    Raises
    ------
    DataError
        When the file is not there, is no Parquet file, lacks columns, variables, provinces or years, has other units,
        or holds figures that stand twice, are infinite or negative.
    """
    rows = select_rows(read_source(path), path)
    check_cells(rows, path)
    cells = rows.set_index(KEYS)["value"].sort_index()
    variables = definition()["variables"]
    figures = {name: _grid(cells, name) * MONEY.get(v["unit"], 1.0) for name, v in variables.items()}
    _refuse(path, "variables without a figure in the years of the table", [n for n, v in figures.items() if _none(v)])
    return figures


def _refuse(path: Path, what: str, found: Sequence[str]) -> None:
    """Raise if anything was found."""
    if found:
        raise DataError(f"{path}: {what}: {offenders(found)}. {AGAIN}")


def _none(values: Array) -> bool:
    return not np.isfinite(values).any()


def _grid(cells: pd.Series[float], name: str) -> Array:
    import pandas as pd

    index = pd.MultiIndex.from_product([[name], list(provinces()), years()])
    values: Array = np.asarray(cells.reindex(index), dtype=np.float64)
    return values.reshape(len(provinces()), len(years()))


def read_source(path: Path) -> pd.DataFrame:
    """Read the file, categories as text.

    Raises
    ------
    DataError
        When it is not there, is no Parquet file, or lacks columns.
    """
    import pandas as pd

    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds {SCIENCE} with --from.")
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not a readable Parquet file ({error}). Get it again.") from None
    _refuse(path, "columns that are not there", [c for c in (*TEXTS, "year", "value") if c not in frame])
    return frame.assign(**{name: frame[name].astype(str) for name in TEXTS})


def select_rows(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return the rows of the table's variables and provinces.

    Raises
    ------
    DataError
        For variables or provinces that are not there, and for units that are not those expected.
    """
    variables = definition()["variables"]
    _refuse(path, "variables that are not there", sorted(set(variables) - set(frame["variables"])))
    _refuse(path, "provinces that are not there", sorted(set(provinces()) - set(frame["province_en"])))
    rows = frame[frame["variables"].isin(list(variables)) & frame["province_en"].isin(list(provinces()))]
    part = rows["variables"].map({name: v["dataset"] for name, v in variables.items() if "dataset" in v})
    rows = rows[part.isna() | (part == rows["dataset"])]
    units = rows.groupby("variables")["units"].unique()
    odd = [f"{name} ({', '.join(found)})" for name, found in units.items() if list(found) != [variables[name]["unit"]]]
    _refuse(path, "units other than expected", odd)
    return rows


def check_cells(rows: pd.DataFrame, path: Path) -> None:
    """Raise for figures that stand twice, are not finite, or are negative and cannot be.

    Raises
    ------
    DataError
        Naming variable, province and year.
    """
    values = rows["value"].to_numpy(dtype=np.float64)
    signed = [name for name, v in definition()["variables"].items() if v.get("negative")]
    _refuse(path, "figures that stand twice", _label_rows(rows[rows.duplicated(KEYS)]))
    _refuse(path, "figures that are not finite", _label_rows(rows[np.isinf(values)]))
    _refuse(path, "negative figures", _label_rows(rows[(values < 0) & ~rows["variables"].isin(signed)]))


def _label_rows(rows: pd.DataFrame) -> list[str]:
    keys = zip(*(rows[key] for key in KEYS), strict=True)
    return [f"{name} {province} {year}" for name, province, year in keys]
