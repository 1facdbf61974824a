"""Why there is no ``world-2022e``: the totals that an estimate of 2022 needs, and for whom the sources have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.accounts.reference.sources import FILES, read_parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

YEAR = 2022
MOST_MISSING = 0.25
"""Share of world output without a total that is needed, above which no estimate is made."""
NCSES = "world/innovation/ncses_value_added_by_industry_2002_2022.parquet"
NCSES_SOURCE = "NCSES, Science and Engineering Indicators, table SKTI-2 (value added, S&P Global; GDP, IMF)"
SHARES_SOURCE = "Gapminder, based on the World Bank (percent of GDP), times GDP of NCSES"
NO_SOURCE = "none"
ECONOMIES = {
    "Canada": "CAN",
    "China": "CHN",
    "France": "FRA",
    "Germany": "DEU",
    "India": "IND",
    "Italy": "ITA",
    "Japan": "JPN",
    "South Korea": "KOR",
    "United Kingdom": "GBR",
    "United States": "USA",
}
"""Names in the table of NCSES. It also has the EU and the world in one sum, which tell no economy's own figure."""
WHOLE = "A to U"
"""Code of all industries together in the table of NCSES."""
BY_INDUSTRY = {"c9": ("C20", "C21"), "c13": ("C28",), "c14": ("C26", "C27"), "c15": ("C29", "C30X", "C303")}
"""Industries of the shipped world whose value added the table of NCSES has in full."""
TRADE = {"exports": "exports_percent_of_gdp", "imports": "imports_percent_of_gdp"}
WITHOUT = ("output by industry", "domestic inputs", "domestic final use", "trade between two economies")
"""Totals of which no source at hand has any for a year after 2014."""


@dataclass(frozen=True)
class Total:
    """A kind of total that an estimate needs.

    Attributes
    ----------
    name : str
        What is added up.
    source : str
        Where it could come from; ``none`` when nothing at hand has it.
    last : dict of str to int
        Economy → last year for which the source has it.
    """

    name: str
    source: str
    last: Mapping[str, int]

    def known(self, regions: Iterable[str], year: int = YEAR) -> list[str]:
        """Return the regions that have the total in a year."""
        return [code for code in regions if self.last.get(code, 0) >= year]


def missing_totals(source: Path, output: Mapping[str, float]) -> dict[str, Any]:
    """Return the totals that an estimate of 2022 needs, for whom they are missing, and what share of output that is.

    Parameters
    ----------
    source : path
        Folder with the sources.
    output : mapping of str to float
        Economy → output in the year that the estimate would start from.

    Returns
    -------
    dict
        ``year``, ``most_missing`` (the share of output above which no estimate is made), ``feasible``, and ``totals``:
        for each its name, source, last year, known and missing economies, and the share of output that lacks it.

    Raises
    ------
    DataError
        When a source is not there.
    """
    rows = [_row(total, output) for total in totals(source)]
    return {
        "year": YEAR,
        "most_missing": MOST_MISSING,
        "feasible": all(row["share_missing"] <= MOST_MISSING for row in rows),
        "totals": rows,
    }


def totals(source: Path) -> list[Total]:
    """Return the kinds of totals that are needed, with what the sources have of them.

    Raises
    ------
    DataError
        When a source is not there.
    """
    value_added = read_parquet(source / NCSES)
    value_added["economy"] = value_added["economy"].map(ECONOMIES)
    shares = read_parquet(source / FILES["gapminder"])
    gdp = _last(value_added[value_added["isic4"] == WHOLE], "economy", "value")
    return [
        Total("value added of the economy", NCSES_SOURCE, gdp),
        Total(f"value added of {', '.join(BY_INDUSTRY)}", NCSES_SOURCE, _last_of_all(value_added)),
        Total("value added of the other industries", NO_SOURCE, {}),
        *(
            Total(f"{name} of the economy", SHARES_SOURCE, _earlier(gdp, _last(shares, "iso3", variable)))
            for name, variable in TRADE.items()
        ),
        *(Total(name, NO_SOURCE, {}) for name in WITHOUT),
    ]


def _row(total: Total, output: Mapping[str, float]) -> dict[str, Any]:
    known = total.known(output)
    lack = sum(figure for code, figure in output.items() if code not in known)
    return {
        "total": total.name,
        "source": total.source,
        "last_year": max((total.last[code] for code in output if code in total.last), default=None),
        "known": known,
        "missing": [code for code in output if code not in known],
        "share_missing": round(lack / sum(output.values()), 4),
    }


def _last(frame: pd.DataFrame, economy: str, variable: str) -> dict[str, int]:
    """Return economy → last year with a figure."""
    years = frame[frame[variable].notna()].groupby(economy)["year"].max()
    return {str(code): int(year) for code, year in years.items()}


def _last_of_all(frame: pd.DataFrame) -> dict[str, int]:
    """Return economy → last year in which every industry that is needed has a figure."""
    codes = [code for group in BY_INDUSTRY.values() for code in group]
    return _earlier(*(_last(frame[frame["isic4"] == code], "economy", "value") for code in codes))


def _earlier(*some: Mapping[str, int]) -> dict[str, int]:
    """Return for those that are in all mappings the earliest year."""
    common = set(some[0]).intersection(*some[1:])
    return {code: min(each[code] for each in some) for code in some[0] if code in common}
