"""The source files of the shipped figures, as arrays by economy, industry and year; unknown figures are NaN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance, load
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from newind.typing import Array

YEARS = tuple(range(1995, 2012))
INDUSTRIES = tuple(load("wiod35"))
REGIONS = concordance("wiod41_to_wiod20").sources
"""Economies of the WIOD 2013 release with ISO codes, in the order of the release; the last is ROW."""
SEA_CODES = {"ROM": "ROU"}
CO2_CODES = {"RoW": "ROW", "CHE": "ROW", "HRV": "ROW", "NOR": "ROW"}
"""Economies of the CO2 accounts that the tables of the 2013 release have in the rest of the world."""
HOUSEHOLDS = "FC_HH"
FILES = {
    "tables": "world/wiod2013/wiot_{year}.npz",
    "sea": "world/satellites/wiod2013_sea.parquet",
    "co2": "world/satellites/jrc_co2_wiod2016_2000_2016.parquet",
    "pwt": "world/panels/pwt_10_01.parquet",
    "wdi": "world/panels/wdi_extract_2000_2021.parquet",
    "gapminder": "world/panels/gapminder_systema_globalis_panel.parquet",
}


@dataclass(frozen=True)
class IndustryEmissions:
    """CO2 of one year by source industry, (41, 56) kt, and of households, (41,) kt."""

    industries: Array
    households: Array


def read_accounts(source: Path) -> dict[str, Array]:
    """Read the socio-economic accounts: variable → (41, 36, 17) array in national units; industry 35 is the total.

    Raises
    ------
    DataError
        When the file is not there.
    """
    frame = read_parquet(source / FILES["sea"])
    frame["country"] = frame["country"].astype(str).replace(SEA_CODES)
    keys = _product(REGIONS, (*INDUSTRIES, "TOT"), YEARS)
    table = frame.set_index(["country", "code", "year"]).astype(np.float64).reindex(keys)
    shape = (len(REGIONS), len(INDUSTRIES) + 1, len(YEARS))
    return {str(name): np.ascontiguousarray(table[name].to_numpy()).reshape(shape) for name in table}


def read_emissions(source: Path, within: Sequence[int] = YEARS) -> dict[int, IndustryEmissions]:
    """Read CO2 by year, where there is any, with economies that the tables do not show added to ROW.

    Raises
    ------
    DataError
        When the file is not there.
    """
    frame = read_parquet(source / FILES["co2"])
    frame["country"] = frame["country"].astype(str).replace(CO2_CODES)
    codes = concordance("wiod56_to_wiod35").sources
    sums = frame.groupby(["country", "code", "year"], observed=True)["co2_kt"].sum(min_count=1)
    years = [y for y in within if y in set(frame["year"])]
    cube = sums.reindex(_product(REGIONS, (*codes, HOUSEHOLDS), years)).to_numpy().reshape(len(REGIONS), -1, len(years))
    return {y: IndustryEmissions(cube[:, :-1, t], cube[:, -1, t]) for t, y in enumerate(years)}


def read_penn(source: Path, variable: str, years: Sequence[int] = YEARS) -> Array:
    """Read a variable of the Penn World Table, (41, years); ROW is NaN."""
    return by_economy(read_parquet(source / FILES["pwt"]), "countrycode", variable, years)


def read_wdi(source: Path, variable: str, years: Sequence[int] = YEARS) -> Array:
    """Read a variable of the World Development Indicators, (41, years); years before 2000 are NaN."""
    return by_economy(read_parquet(source / FILES["wdi"]), "iso3", variable, years)


def read_gapminder(source: Path, variable: str) -> Array:
    """Read a variable of the Gapminder panel, (41, 17)."""
    return by_economy(read_parquet(source / FILES["gapminder"]), "iso3", variable, YEARS)


def by_economy(frame: pd.DataFrame, economy: str, variable: str, years: Sequence[int]) -> Array:
    """Return a column of a table by economy and year, (41, years); NaN where it has none."""
    frame[economy] = frame[economy].astype(str)
    values = frame.set_index([economy, "year"])[variable].astype(np.float64)
    figures = np.asarray(values.reindex(_product(REGIONS, years)), dtype=np.float64)
    return figures.reshape(len(REGIONS), len(years))


def _product(*levels: object) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_product([list(level) for level in levels])  # type: ignore[call-overload]


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a table of the sources, categories as text.

    Raises
    ------
    DataError
        When the file is not there.
    """
    import pandas as pd

    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds {FILES['sea']} with --from.")
    frame = pd.read_parquet(path)
    return frame.assign(**{str(c): frame[c].astype(str) for c in frame if frame[c].dtype == "category"})
