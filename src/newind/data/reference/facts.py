"""Source files of the shipped figures as arrays, and facts made of them: population, product, towns, research."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance, load
from newind.accounts.satellite import Fact, Facts
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


PENN = "Penn World Table 10.01"
VARIABLES = {
    "population": ("pop", "million persons", "none"),
    "gdp_ppp": ("rgdpo", "M.USD of 2017 PPP, chained", "output"),
    "gdp_ppp_current": ("cgdpo", "M.USD of current PPP", "output"),
    "gdp_volume": ("rgdpna", "M.USD of 2017", "output"),
    "persons_engaged": ("emp", "million persons", "labour"),
}
"""Fact → variable and unit in the Penn World Table, and what it moves with in a simulated economy."""
Series = tuple["Array", str, str, str]
WDI = "World Bank, World Development Indicators"
URBAN, RESEARCH = "SP.URB.TOTL.IN.ZS", "GB.XPD.RSDV.GD.ZS"
FIRST_WDI = 2000


def facts_by_year(source: Path) -> dict[int, Facts]:
    """Return the facts that each year has, by economy of the 41 of the tables."""
    penn = _penn(source, YEARS)
    urban = urbanisation(
        read_wdi(source, URBAN), read_gapminder(source, "urban_population_percent_of_total"), YEARS.index(FIRST_WDI)
    )
    research = read_wdi(source, RESEARCH)
    return {y: _facts(y, t, penn, urban / 100, research / 100) for t, y in enumerate(YEARS)}


def facts_of(source: Path, year: int) -> Facts:
    """Return the facts of one year after 2000, by economy of the 41 of the tables."""
    urban, research = (read_wdi(source, variable, [year]) / 100 for variable in (URBAN, RESEARCH))
    return _facts(year, 0, _penn(source, [year]), urban, research)


def _penn(source: Path, years: Sequence[int]) -> dict[str, Series]:
    return {
        name: (read_penn(source, code, years), unit, code, follows) for name, (code, unit, follows) in VARIABLES.items()
    }


def urbanisation(later: Array, other: Array, first: int) -> Array:
    """Return a series that begins before its source does, moved back by the changes of another vintage.

    Parameters
    ----------
    later : (R, T) array
        The source, NaN before position `first`.
    other : (R, T) array
        Another vintage of the same figure, whose levels may differ.
    first : int
        Position of the first year of the source.

    Returns
    -------
    (R, T) array
        The source from `first` on; before that its first figure less the change in the other vintage. So no economy
        jumps where the two are joined.
    """
    back = later[:, [first]] + other - other[:, [first]]
    return np.where(np.arange(later.shape[1]) < first, back, later)


def _facts(year: int, t: int, penn: dict[str, Series], urban: Array, research: Array) -> Facts:
    made = {
        name: Fact(values[:, t], unit, "observed", f"{PENN}, {code}", "sum", follows)
        for name, (values, unit, code, follows) in penn.items()
    }
    early = year < FIRST_WDI
    note = f"; before {FIRST_WDI} moved back by the changes in the Gapminder panel" if early else ""
    made["urbanisation"] = Fact(
        urban[:, t], "1", "estimated" if early else "observed", f"{WDI}, {URBAN}{note}", "mean:population"
    )
    made["rd_intensity"] = Fact(research[:, t], "1", "observed", f"{WDI}, {RESEARCH}", "mean:gdp_ppp_current")
    return Facts({name: f for name, f in made.items() if not np.isnan(f.values).all()})
