"""How far the sources of ``growth`` agree: growth of the same thing in two of them, the largest differences named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.reference.growth_sources import REPORTED_GROWTH, Sources, reported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

PENN, BANK, BUDGET = "Penn World Table 10.01", "World Development Indicators", "Global Carbon Budget 2019"
SHOWN = 8


def compared(
    sources: Sources, figures: Mapping[str, pd.DataFrame], named: Sequence[str], years: Sequence[int]
) -> list[dict[str, Any]]:
    """Return comparisons of growth between sources, for the named economies that both have."""
    gdp, people, carbon = (
        rates(frame.loc[[c for c in named if c in frame.index]]) for frame in reported(sources, years).values()
    )
    world_bank = sources.wide("wdi", REPORTED_GROWTH, years)
    budget = rates(sources.wide("budget", "Emissions", years))
    penn, persons, co2 = (rates(figures[name].loc[list(named)]) for name in ("gdp_volume", "population", "co2"))
    return [
        difference("gdp_reported", f"{BANK}, an edition that ends in 2021", gdp, world_bank, (2020, 2021)),
        difference("gdp_reported", f"{PENN}, rgdpna", gdp, penn, (2010, 2019)),
        difference("gdp_reported of CHN", f"{PENN}, rgdpna", gdp.loc[["CHN"]], penn, (2010, 2019)),
        difference("population of the Gapminder panel", f"{PENN}, pop", people, persons, (2010, 2019)),
        difference("co2 of the Gapminder panel", BUDGET, carbon, co2, (2010, 2018)),
        difference("co2 of Our World in Data", BUDGET, co2, budget, (1991, 2018)),
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
