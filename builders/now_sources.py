"""The sources of ``now`` as frames of economies by years; what a source does not have is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from newind.accounts.groups import group
from newind.accounts.regions import read_regions
from newind.data.reference import load
from newind.data.reference.facts import read_parquet
from newind.data.reference.now_layouts import WORLD, by_year, un_accounts
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

EVERYBODY = 900
FOLDER = "recent/statistics"
FILES = {
    "ama": f"{FOLDER}/un_ama_gdp_usd_1970_2024.parquet",
    "weo": f"{FOLDER}/imf_weo_apr2026_all.parquet",
    "penn": f"{FOLDER}/pwt_11_0.parquet",
    "baci": f"{FOLDER}/baci2023_bilateral_goods_194.parquet",
    "gcb": f"{FOLDER}/gcb2025_fossil_co2_territorial_consumption_transfers.parquet",
    "edgar": f"{FOLDER}/edgar2024_ghg_by_sector_country_1970_2023.parquet",
    "ember": "world/panels/ember_generation_2000_2025.parquet",
    "wdi": f"{FOLDER}/wdi_rd_researchers_gdppc_to_2025.csv",
    "urban": f"{FOLDER}/wdi_urban_share_to_2022.csv",
    "wpp": f"{FOLDER}/wpp2024_population_2024_2100.parquet",
    "bea": f"{FOLDER}/us_bea_summary_make_use_import_2012_2023.parquet",
    "rosstat": f"{FOLDER}/russia_sut_2019_rosstat.parquet",
}
WORLDS = {"weo": "G001", "edgar": "GLOBAL TOTAL", "gcb": "World"}
"""Names of the world in sources that have it as a separate row."""
RUSSIA = 2019
"""Year of the tables of Russia."""


def frame(source: Path, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a source as it is.

    Raises
    ------
    DataError
        When it is missing, or lacks columns.
    """
    import pandas as pd

    path = source / FILES[name]
    if path.suffix == ".csv":
        if not path.is_file():
            raise DataError(f"{path}: there is no such file. Give the folder with the sources.")
        rows = pd.read_csv(path)
    else:
        rows = read_parquet(path)
    if lost := [c for c in columns if c not in rows.columns]:
        raise DataError(f"{path}: columns missing: {offenders(lost)}. Get the file again.")
    return rows


def national_accounts(source: Path, said: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return items of the national accounts, USD at current prices, with a row of the world.

    Parameters
    ----------
    source : path
        Folder with the sources.
    said : mapping
        ``now.yaml``.
    """
    return un_accounts(frame(source, "ama", ("m49", "country", "indicator", "year", "usd")), said)


def outlook(source: Path, item: str) -> pd.DataFrame:
    """Return a subject of the World Economic Outlook."""
    rows = frame(source, "weo", ("iso", "year", "indicator", "value"))
    return by_year(rows[rows["indicator"] == item], "iso", "year", "value").rename(index={WORLDS["weo"]: WORLD})


def world_population(source: Path) -> pd.Series:
    """Return persons in the world in 2024, million; later years of the source are projections."""
    rows = frame(source, "wpp", ("country_code", "year", "pop"))
    world = rows[(rows["country_code"] == EVERYBODY) & (rows["year"] == rows["year"].min())]
    return cast("pd.Series", world.set_index("year")["pop"] / 1e3)


def penn_growth(source: Path) -> pd.DataFrame:
    """Return growth of GDP at constant national prices, per cent."""
    rows = frame(source, "penn", ("countrycode", "year", "rgdpna"))
    wide = by_year(rows, "countrycode", "year", "rgdpna")
    return 100 * (wide / wide.shift(axis=1) - 1)


def carbon(source: Path, kind: str, said: Mapping[str, Any]) -> pd.DataFrame:
    """Return fossil CO2, Mt: ``territorial`` or ``consumption``."""
    rows = frame(source, "gcb", ("country", "year", "type", "mtco2"))
    rows = rows[rows["type"] == kind]
    names = {r.en.upper(): c for c, r in read_regions().items() if r.kind == "country"}
    names |= {**said["carbon"], WORLDS["gcb"]: WORLD}
    return by_year(rows.assign(economy=rows["country"].map(names)), "economy", "year", "mtco2")


def gases(source: Path) -> pd.DataFrame:
    """Return greenhouse gases of all sectors, Mt of CO2 equivalent."""
    rows = frame(source, "edgar", ("iso3", "year", "mt_co2eq"))
    rows = rows[rows["iso3"] != "REU"]  # Réunion; the code is the rest of the European Union here
    return by_year(rows, "iso3", "year", "mt_co2eq").rename(index={WORLDS["edgar"]: WORLD})


def goods(source: Path) -> pd.DataFrame:
    """Return trade in goods of 2023 by exporter and importer, thousand USD, without what stays at home."""
    rows = frame(source, "baci", ("exporter", "importer", "kusd"))
    return rows[(rows["exporter"] != rows["importer"]) & (rows["kusd"] > 0)]


def labour_shares(source: Path) -> dict[str, pd.DataFrame]:
    """Return pay in value added as national tables have it, years by ``total`` and ``manufacturing``, by economy."""
    us = frame(source, "bea", ("table", "year", "row", "col", "musd"))
    ru = frame(source, "rosstat", ("sheet", "row", "col", "m_rub")).assign(year=RUSSIA)
    return {
        "CHN": _china(),
        "RUS": _compute_labour_share(ru[ru["sheet"] == "ТИоц"], "m_rub", "D1", "B1g", "TOTAL", "[CС] "),
        "USA": _compute_labour_share(us[us["table"] == "Use"], "musd", "V001", "Total Value Added", "T|F", "3[1-3]"),
    }


def _compute_labour_share(rows: pd.DataFrame, value: str, paid: str, earned: str, sums: str, made: str) -> pd.DataFrame:
    """Return one row of a table over another, of all columns but sums, and of those of manufacturing."""
    import pandas as pd

    of = rows[rows["row"].isin((paid, earned)) & ~rows["col"].str.match(sums)]
    parts = {"total": of, "manufacturing": of[of["col"].str.match(made)]}
    wide = {part: chosen.groupby(["year", "row"])[value].sum().unstack() for part, chosen in parts.items()}
    return pd.DataFrame({part: w[paid] / w[earned] for part, w in wide.items()})


def _china() -> pd.DataFrame:
    """Return the same of the shipped national tables of China."""
    import pandas as pd

    panel, rows = load("china"), {}
    for w in (panel[year] for year in panel.years):
        paid, earned = (a.reshape(w.R, w.S)[0] for a in (w.satellites["labour_compensation"].values, w.value_added))
        made = np.isin(w.industries, group("manufacturing").members)
        rows[w.year] = {"total": paid.sum() / earned.sum(), "manufacturing": paid[made].sum() / earned[made].sum()}
    return pd.DataFrame.from_dict(rows, orient="index")
