"""Tariffs of 2022: rates of 2005 moved to the mean of 2022, and of the United States the duties collected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.annual.sources import STATISTICS
from newind.accounts.classification import load as classification
from newind.accounts.classification.hs import NATIONAL, industry_rules
from newind.data.reference import tariffs
from newind.data.reference.facts import read_parquet
from newind.data.reference.tariffs import TariffRates
from newind.datafiles import read_yaml
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

YEAR = 2022
COLLECTED = 2024
"""Year of the duties of the United States."""
SERIES = "TM.TAX.MRCH.WM.AR.ZS"
"""Applied rates, mean of all products weighted with imports; the other series of the file is most favoured nation."""
LEVELS = f"{STATISTICS}/wdi_tariffs_2005_2024_50econ.csv"
CHAPTERS = f"{STATISTICS}/us_imports_tariff_hs2_partner_2024_2026.parquet"
ECONOMIES = {
    "CHINA": "CHN", "JAPAN": "JPN", "KOREA, SOUTH": "KOR", "TAIWAN": "TWN", "INDIA": "IND", "INDONESIA": "IDN",
    "AUSTRALIA": "AUS", "RUSSIA": "RUS", "BRAZIL": "BRA", "MEXICO": "MEX", "CANADA": "CAN", "TURKEY": "TUR",
    "GERMANY": "DEU", "FRANCE": "FRA", "UNITED KINGDOM": "GBR", "ITALY": "ITA", "SPAIN": "ESP",
}  # fmt: skip
OTHER_MEMBERS = (
    "AUSTRIA", "BELGIUM", "BULGARIA", "CYPRUS", "CZECH REPUBLIC", "DENMARK", "ESTONIA", "FINLAND", "GREECE", "HUNGARY",
    "IRELAND", "LATVIA", "LITHUANIA", "LUXEMBOURG", "MALTA", "NETHERLANDS", "POLAND", "PORTUGAL", "ROMANIA", "SLOVAKIA",
    "SLOVENIA", "SWEDEN",
)  # fmt: skip
UNION = "EUROPEAN UNION"
"""A line of the source that repeats its members."""
MINED_TOO = {"27": "c2"}
"""Chapters whose rates serve a second industry: crude oil, gas and coal are mined."""
ABOUT: dict[str, Any] = {
    "title": "Applied tariffs of 2022 of the 20 economies, by goods industry and origin",
    "status": "estimated",
    "sources": [
        *tariffs.ABOUT["sources"],
        {
            "title": f"World Development Indicators ({SERIES})",
            "author": "World Bank",
            "path": "https://databank.worldbank.org/source/world-development-indicators",
            "licence": "CC-BY-4.0",
        },
        {
            "title": "Trade War Redux 2025: imports and duties of the United States by chapter and partner, 2024",
            "author": "M. Waugh, from the United States Census Bureau",
            "path": "https://github.com/tradewartracker/trade-war-redux-2025",
            "licence": "MIT",
        },
    ],
    "method": [
        "AUS, BRA, CHN, IDN, JPN, KOR, TUR and the European Union: the rates of 2005, all by one factor, so that their "
        "mean weighted with imports of 2022 is the applied rate that the World Bank states for 2022 (all products, "
        "weighted with imports of that year; the Union's with imports from outside it).",
        "USA: duties collected per imports, 2024, by partner and chapter of the Harmonized System, summed to "
        "industries; computers are in machinery.",
        "CAN, GBR, IND, MEX, ROW: the rates of 2005, as the source has no mean of 2022.",
    ],
    "caveats": [
        "Only the level moves: agreements since 2005 that favour some partners or goods are not seen but by the USA.",
        "Duties that China added from 2018 to goods of the USA are left out, as are most tariff cuts of IND.",
        "TWN and RUS have no rates, nor have electricity, gas and water, and services.",
    ],
}


def build(source_dir: str | PathLike[str], w: Accounts, out_dir: str | PathLike[str]) -> dict[str, Any]:
    """Make the tariffs from their sources, write them, and return their entry in the datapackage.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    w : Accounts
        The world of 2022, whose imports weigh the rates.
    out_dir : path
        Folder of the set.

    Raises
    ------
    DataError
        When a source is missing.
    """
    return tariffs.write(tariffs.SETS[1], update_rates(Path(source_dir), w), out_dir, ABOUT)


def update_rates(source: Path, w: Accounts) -> TariffRates:
    """Return the rates of 2005 brought to 2022 where that is known."""
    old, plan = tariffs.read_rates(source / tariffs.SOURCE), read_yaml("newind.data.reference", "tariffs.yaml")
    goods, regions = [w.industries.index(c) for c in old.industries], [w.regions.index(c) for c in old.regions]
    trade = tariffs.imports(w)[np.ix_(goods, regions, regions)]
    at, values, years = old.regions.index, old.values.copy(), list(old.years)
    for reporter, mean in means(source / LEVELS, plan["levels"]).items():
        members = [at(code) for code in plan["levels"][reporter]]
        values[:, members] *= factor(old.values, trade, members, mean)
        for member in members:
            years[member] = YEAR
    values[:, at("USA")] = duties(chapters(source)).reindex(index=old.regions, columns=old.industries).fillna(0.0).T
    years[at("USA")] = COLLECTED
    return TariffRates(values, old.industries, old.regions, tuple(years))


def factor(rates: Array, imports: Array, members: Sequence[int], mean: float) -> float:
    """Return what rates of importers are multiplied with so that their mean over imports from others is as stated.

    Parameters
    ----------
    rates, imports : (G, P, P) array
        By good, importer and origin.
    members : sequence of int
        Importers with one tariff; what they buy from each other is left out.
    mean : float
        The mean stated, weighted with imports.

    Examples
    --------
    >>> rates, imports = np.array([[[0.0, 0.1], [0.3, 0.0]]]), np.ones((1, 2, 2))
    >>> factor(rates, imports, [0], 0.05)
    0.5
    """
    weights = np.delete(imports[:, members], members, axis=2)
    return float(mean * weights.sum() / (weights * np.delete(rates[:, members], members, axis=2)).sum())


def means(path: Path, reporters: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Read the mean rate of 2022 of each reporter, as a fraction.

    Raises
    ------
    DataError
        When the file is missing, or has no figure of a reporter.
    """
    import pandas as pd

    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds {LEVELS} with --from.")
    lines = pd.read_csv(path).query("series == @SERIES and year == @YEAR").set_index("country_code")["value"]
    if without := [code for code in reporters if code not in lines.index]:
        raise DataError(f"{path}: no {SERIES} of {YEAR} for {', '.join(without)}. Take them out of tariffs.yaml.")
    return {code: float(lines[code]) / 100 for code in reporters}


def chapters(source: Path) -> pd.DataFrame:
    """Read imports and duties of the United States by partner and chapter, with the economy of the shipped world."""
    lines = read_parquet(source / CHAPTERS).query("partner != @UNION and imports_2024_usd > 0")
    economy = lines["partner"].map(lambda p: ECONOMIES.get(p, "REU" if p in OTHER_MEMBERS else "ROW"))
    names = {"hs2": "chapter", "imports_2024_usd": "imports", "duty_2024_usd": "duty"}
    return lines.rename(columns=names).assign(economy=economy)


def duties(lines: pd.DataFrame) -> pd.DataFrame:
    """Return duties per imports by economy (rows) and industry (columns)."""
    totals = by_industry(lines).groupby(["economy", "industry"])[["duty", "imports"]].sum()
    return (totals["duty"] / totals["imports"]).unstack()


def by_industry(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of goods with the industry that makes them, those of a second industry once more."""
    import pandas as pd

    goods = lines[~lines["chapter"].isin(NATIONAL)]
    first = goods.assign(industry=goods["chapter"].map(industry_rules()))
    second = goods[goods["chapter"].isin(MINED_TOO)]
    every = pd.concat([first, second.assign(industry=second["chapter"].map(MINED_TOO))])
    return every[every["industry"].isin(classification("wiod26"))]
