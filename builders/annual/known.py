"""All that the sources say, by the 20 economies and 34 industries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from builders.annual import anchors, coarse, prior, sources
from builders.annual.anchors import PARTS, EconomyAnchors, Totals
from builders.annual.concordances import ECONOMIES, REST, codes, economies, goods, layout
from builders.annual.sources import YEARS
from newind.data.readers import wiod2013

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

    Un = dict[str, dict[str, dict[int, float]]]

FIRST, WIOD, OECD, COARSE, LAST = 2011, 2014, 2018, 2020, 2022
"""Years of the sources: both WIOD releases, value added of the OECD, its table by 11 groups, its margins."""
TWN = ECONOMIES.index("TWN")


@dataclass(frozen=True)
class AnnualSources:
    """Values of the sources, in million USD.

    Attributes
    ----------
    sales : year → (20, 20, 16) array
        By seller, buyer and sector.
    wiod : year → Totals
        Of the WIOD 2016 release, NaN for the rest of the world.
    values2018 : (20, 34) array
        Value added of 2018 with taxes, at the level of its source; the rest of the world in part.
    goods2018 : (20, 34) array
        Output of goods of the same economies.
    last : Totals
        Of 2022.
    un : item → year → (20,) array
        Accounts of the United Nations.
    coarse : (20, 11, 20, 13) array
        Flows of 2020 by group.
    coarse_values : (20, 11) array
        Value added of 2020 by group.
    structures : year → (20, 34, 20, 37) array
        Flows of 2011 and 2014 in the WIOD releases.
    textiles : (20,) array
        Share of c4 in textiles and leather.
    """

    sales: dict[int, Array]
    wiod: dict[int, Totals]
    values2018: Array
    goods2018: Array
    last: Totals
    un: dict[str, dict[int, Array]]
    coarse: Array
    coarse_values: Array
    structures: dict[int, Array]
    textiles: Array


def read(source: Path) -> AnnualSources:
    """Read every source.

    Raises
    ------
    DataError
        When a file is missing or has other labels.
    """
    w = wiod2013.read(source / sources.FILES["wiod13"].format(year=FIRST))
    made = economies(w.regions.codes) @ w.x.reshape(w.R, -1)
    textiles = made[:, 3:5]
    share = textiles[:, 0] / textiles.sum(axis=1)
    released = {year: sources.read_wiod2016_totals(source, year) for year in range(FIRST, WIOD + 1)}
    weights = anchors.dividers(released[WIOD][1], released[WIOD][0], textiles)
    wiod = {year: anchors.wiod_totals(x, v, regions, weights) for year, (regions, x, v) in released.items()}
    bilateral = {year: sources.read_bilateral(source, year) for year in YEARS}
    sales = {year: _between(regions, X) for year, (regions, X) in bilateral.items()}
    un = sources.read_un(source)
    by20 = by_economy(un)
    flows, coarse_values = coarse.aggregate(sources.read_coarse(source))
    at2018 = sources.read_oecd2018(source)
    parts = parts_of(bilateral, at2018, un, weights, share, wiod[WIOD])
    margins = anchors.margins_34(sources.read_margins(source), parts)
    taiwan = float(coarse_values[TWN].sum() * by20["gdp"][LAST][TWN] / by20["gdp"][COARSE][TWN])
    values2018, goods2018 = values_2018(bilateral[OECD], at2018, weights, share, margins)
    return AnnualSources(
        sales,
        wiod,
        values2018,
        goods2018,
        anchors.totals_2022(margins, parts, taiwan),
        by20,
        flows,
        coarse_values,
        structures(source, w, wiod[WIOD], weights),
        share,
    )


def by_economy(un: Un) -> dict[str, dict[int, Array]]:
    """Return accounts of the United Nations by item and year, (20,); what Taiwan lacks is NaN, its value added GDP."""
    found = {
        item: {y: np.array([of.get(code, {}).get(y, np.nan) for code in ECONOMIES]) for y in YEARS}
        for item, of in un.items()
    }
    for year in YEARS:
        found["total"][year][TWN] = found["gdp"][year][TWN]
        found["energy"] = found.get("energy", {}) | {year: found["industry"][year] - found["manufacturing"][year]}
    return found


def as_goods(sales: Array, textiles: Array) -> Array:
    """Return output of sectors, (R, 16), by industry, (R, 34): textiles and leather divided, services zero.

    Parameters
    ----------
    textiles : (R,) array
        Share of c4 in both.
    """
    made = sales @ layout().sectors.T
    made[:, 3] *= textiles
    made[:, 4] *= 1 - textiles
    return np.where(goods(), made, 0.0)


def parts_of(
    bilateral: dict[int, tuple[tuple[str, ...], Array]],
    at2018: tuple[tuple[str, ...], Array],
    un: Un,
    weights: Array,
    textiles: Array,
    wiod: Totals,
) -> EconomyAnchors:
    """Return what is known of the economies whose totals of 2022 are needed one by one."""
    share, by = anchors.expand_economies(textiles[:, None])[:, 0], anchors.expand_economies(weights)
    rates = wiod.rates
    rates = np.where(np.isfinite(rates), rates, np.nanmean(rates, axis=0))
    sold = {}
    for year in (OECD, LAST):
        regions, X = bilateral[year]
        sold[year] = anchors.places(regions) @ X.sum(axis=1)
    regions, figures = at2018
    groups = {
        year: np.array([[_group(un, part, g, year) for g in codes("un")] for part in PARTS]) for year in (OECD, LAST)
    }
    return EconomyAnchors(
        {year: as_goods(s, share) for year, s in sold.items()},
        {year: s[:, -1] for year, s in sold.items()},
        anchors.as_34(anchors.places(regions) @ figures, "iot45", by),
        groups,
        by,
        anchors.expand_economies(rates),
    )


def values_2018(
    bilateral: tuple[tuple[str, ...], Array],
    at2018: tuple[tuple[str, ...], Array],
    weights: Array,
    textiles: Array,
    margins: dict[str, tuple[Totals, Array]],
) -> tuple[Array, Array]:
    """Return value added of 2018 with the taxes of 2022, and output of goods of the same economies, (20, 34)."""
    (sellers, X), (regions, figures) = bilateral, at2018
    both = [code for code in regions if code in sellers]
    to = economies(both)
    values = anchors.as_34(to @ figures[[regions.index(code) for code in both]], "iot45", weights)
    taxed = np.array([margins[REST if code == REST else anchors.region_of(code)][1] for code in ECONOMIES])
    sold = to @ X.sum(axis=1)[[sellers.index(code) for code in both]]
    return values * taxed, as_goods(sold, textiles)


def structures(source: Path, w: Accounts, totals: Totals, weights: Array) -> dict[int, Array]:
    """Return the flows of 2011 and of 2014 in the WIOD releases, (20, 34, 20, 37)."""
    output, inputs = (
        np.where(np.isfinite(a), a, np.nansum(a, axis=0)) for a in (totals.output, totals.output - totals.values)
    )
    flows, between = (prior.spread_35(a, output, inputs) for a in prior.flows_2011(w))
    later = prior.flows_2014(sources.read_wiod2016(source), weights, totals, between)
    return {FIRST: prior.refine(prior.flows_2011(w)[0], later, flows), WIOD: later}


def _between(regions: tuple[str, ...], X: Array) -> Array:
    to = economies(regions)
    return np.asarray(np.einsum("ka,abs,lb->kls", to, X, to, optimize=True))


def _group(un: Un, part: str, group: str, year: int) -> float:
    if part == "TWN":
        return float("nan")
    of = {item: un[item][part][year] for item in un if part in un[item]}
    return of["industry"] - of["manufacturing"] if group == "energy" else of[group]
