"""Facts of the shipped world: population, product at purchasing power, urbanisation, research spending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import Fact, Facts
from newind.data.reference.sources import YEARS, read_gapminder, read_penn, read_wdi

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newind.typing import Array

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
