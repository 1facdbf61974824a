"""How far the sources of ``growth`` agree: growth of the same thing in two of them, the largest differences named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from builders.growth_sources import OUTLOOK, GrowthSources, world_bank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

PENN, BANK, BUDGET = "Penn World Table", "World Bank, in the Gapminder panel", "Global Carbon Budget 2019"
SHOWN = 8


def compare_sources(
    sources: GrowthSources, figures: Mapping[str, pd.DataFrame], named: Sequence[str], years: Sequence[int]
) -> list[dict[str, Any]]:
    """Return comparisons of growth between sources, for the named economies that both have."""
    gdp, volume, persons, co2 = (
        rates(figures[name].loc[list(named)]) for name in ("gdp_reported", "gdp_volume", "population", "co2")
    )
    bank = rates(world_bank(sources, years))
    people = rates(sources.wide("outlook", OUTLOOK["people"], years)).reindex(list(named))
    budget = rates(sources.wide("before", "Emissions", years))
    return [
        difference("gdp_reported", BANK, gdp, bank, (2010, 2024)),
        difference("gdp_reported", f"{PENN} 11.0, rgdpna", gdp, volume, (2010, 2023)),
        difference("gdp_reported of CHN", f"{PENN} 11.0, rgdpna", gdp.loc[["CHN"]], volume, (2010, 2023)),
        difference("population of the World Economic Outlook", f"{PENN} 10.01, pop", people, persons, (2010, 2019)),
        difference("co2", BUDGET, co2, budget, (1991, 2018)),
    ]


def rates(levels: pd.DataFrame) -> pd.DataFrame:
    """Return growth in per cent a year, NaN where a year is missing."""
    return (levels / levels.shift(axis=1) - 1) * 100


def difference(what: str, other: str, a: pd.DataFrame, b: pd.DataFrame, years: tuple[int, int]) -> dict[str, Any]:
    """Return by how much growth differs: median and largest differences, in percentage points.

    Parameters
    ----------
    what, other : str
        The two that are compared, in words.
    a, b : frame, economies by years, per cent
    years : (int, int)
        First and last year of the comparison.

    Returns
    -------
    dict
        ``largest`` has `a` less `b` by economy and year, largest first.
    """
    apart = (a - b.reindex(a.index)).loc[:, years[0] : years[1]]
    rows = zip(apart.index, apart.to_numpy(), strict=True)
    found = {f"{e} {y}": float(v) for e, row in rows for y, v in zip(apart.columns, row, strict=True) if v == v}
    largest = sorted(found, key=lambda pair: -abs(found[pair]))[:SHOWN]
    return {
        "figure": what,
        "other": other,
        "years": list(years),
        "unit": "percentage points of growth",
        "pairs": len(found),
        "median": round(float(np.median(np.abs(list(found.values())))), 2),
        "largest": {pair: round(found[pair], 2) for pair in largest},
    }
