"""Facts of the annual world: population, product at purchasing power, persons engaged, towns, research."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.sources import STATISTICS, YEARS, check_file
from newind.accounts.classification import concordance
from newind.accounts.satellite import Fact, Facts
from newind.data.reference.facts import REGIONS, RESEARCH, URBAN, VARIABLES, WDI, by_economy, read_parquet, read_penn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from newind.typing import Array

PENN = f"{STATISTICS}/pwt_11_0.parquet"
OUTLOOK = f"{STATISTICS}/imf_weo_apr2026_all.parquet"
WDI_FILES = {
    URBAN: (f"{STATISTICS}/wdi_urban_share_to_2022.csv", "urban_pct"),
    RESEARCH: (f"{STATISTICS}/wdi_rd_researchers_gdppc_to_2025.csv", "value"),
}
"""Indicator of the World Bank → its file and column."""
BASE = 2017
"""Year of the prices in the set world, and here."""
ENGAGED = 2019
"""Last year of persons engaged in the Penn World Table."""
GDP = ("gdp_ppp", "gdp_ppp_current", "gdp_volume")
COMBINE = {"urbanisation": "mean:population", "rd_intensity": "mean:gdp_ppp_current"}
"""Fact → how members of a group are put together, where not as a sum."""
PENN_SOURCE = (
    "Penn World Table 11.0, {code}; from prices of 2021 to those of 2017 by the ratio of editions 10.01 and 11.0 for "
    "the United States in 2017"
)
OUTLOOK_SOURCE = "International Monetary Fund, World Economic Outlook, April 2026"


def facts_by_year(source: Path, years: Sequence[int] = YEARS) -> dict[int, Facts]:
    """Return the facts that each year has, by the 20 economies.

    Raises
    ------
    DataError
        When a source is missing.
    """
    made = {
        **products(source, years),
        "population": (read_outlook(source, "lp", years), f"{OUTLOOK_SOURCE}, LP"),
        "persons_engaged": (read_employment(source, years), "Penn World Table 10.01, emp"),
        "urbanisation": (read_share(source, URBAN, years), f"{WDI}, {URBAN}"),
        "rd_intensity": (read_share(source, RESEARCH, years), f"{WDI}, {RESEARCH}"),
    }
    sources_of = concordance("wiod41_to_wiod20").sources_of
    groups = [[REGIONS.index(code) for code in some] for some in sources_of.values()]
    return {year: _facts(year, t, made).aggregate_regions(groups) for t, year in enumerate(years)}


def _facts(year: int, t: int, made: dict[str, tuple[Array, str]]) -> Facts:
    found = {}
    for name, (values, source) in made.items():
        unit, follows = VARIABLES[name][1:] if name in VARIABLES else ("1", "none")
        late = name == "persons_engaged" and year > ENGAGED
        status = "estimated" if late else "observed"
        note = f" of {ENGAGED} × growth of employment, else of population, {OUTLOOK_SOURCE}, LE, LP" if late else ""
        found[name] = Fact(values[:, t], unit, status, source + note, COMBINE.get(name, "sum"), follows)
    return Facts(found)


def products(source: Path, years: Sequence[int]) -> dict[str, tuple[Array, str]]:
    """Return product by the newer edition of the Penn World Table, at the prices of the set world."""
    frame = read_parquet(source / PENN)
    found = {}
    for name in GDP:
        code = VARIABLES[name][0]
        at = REGIONS.index("USA")
        old, new = read_penn(source, code, [BASE]), by_economy(frame, "countrycode", code, [BASE])
        values = by_economy(frame, "countrycode", code, years) * (old[at, 0] / new[at, 0])
        found[name] = values, PENN_SOURCE.format(code=code)
    return found


def read_employment(source: Path, years: Sequence[int]) -> Array:
    """Return persons engaged, (41, years), million, after the Penn World Table ends moved by growth of employment.

    Economies whose employment the World Economic Outlook lacks move with their population.
    """
    stated, last = read_penn(source, "emp", years), read_penn(source, "emp", [ENGAGED])
    growth = [read_outlook(source, code, years) / read_outlook(source, code, [ENGAGED]) for code in ("le", "lp")]
    moved = last * np.where(np.isnan(growth[0]), growth[1], growth[0])
    return np.where(np.array(years) > ENGAGED, moved, stated)


def read_outlook(source: Path, code: str, years: Sequence[int]) -> Array:
    """Read a subject of the World Economic Outlook, (41, years); ROW is NaN."""
    frame = read_parquet(source / OUTLOOK)
    chosen = frame[(frame["indicator"].astype(str) == code) & (frame["aggregate"] == 0)]
    return by_economy(chosen.copy(), "iso", "value", years)


def read_share(source: Path, code: str, years: Sequence[int]) -> Array:
    """Read an indicator of the World Bank in per cent as a share, (41, years)."""
    import pandas as pd

    path, column = WDI_FILES[code]
    frame: pd.DataFrame = pd.read_csv(check_file(source / path))
    if "indicator" in frame:
        frame = frame[frame["indicator"] == code].copy()
    return by_economy(frame, "iso3", column, years) / 100
