"""Output and value added by industry in the years that sources state them: 2014 and before, 2018, 2022."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import ECONOMIES, INDUSTRIES, REST, codes, economies, goods, holds, split
from builders.annual.sources import UN_NAMES
from newind.kernels.balance import ras

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builders.annual.sources import Margins
    from newind.typing import Array

UNITED = {
    "EU27": ("DEU", "FRA", "ITA", "ESP", "REU", "HRV"),
    "LAM": ("BRA", "MEX", "ARG", "COL", "CRI", "PER"),
}
"""Regions of the margins of 2022 that hold several economies; all others that the 20 name are single."""
PARTS = (*ECONOMIES[:-1], *UN_NAMES)
"""Economies whose totals of 2022 are needed one by one; those beyond the 20 go to the rest of the world."""
OECD, LAST = 2018, 2022
"""Years in which the OECD states value added by industry: of each economy, and of 20 regions."""
MOST_RATE = 0.95
"""Value added per output that no industry exceeds."""
LIKE = {"HRV": "REU", "ARG": "BRA", "COL": "MEX", "CRI": "MEX", "PER": "MEX"}
"""Economies without a table of 2014, and the one whose coefficients they take."""


@dataclass(frozen=True)
class Totals:
    """Output and value added (with net taxes on inputs) by economy and industry, (R, 34) arrays, M.USD."""

    output: Array
    values: Array

    @property
    def rates(self) -> Array:
        """Value added per output, NaN where there is no output."""
        rates = np.full(self.output.shape, np.nan)
        return np.asarray(np.divide(self.values, self.output, out=rates, where=self.output > 0))


def dividers(output56: Array, regions: Sequence[str], textiles: Array) -> Array:
    """Return by what codes held by several industries are divided, (20, 34).

    Parameters
    ----------
    output56 : (R, 56) array, M.USD
        Output of 2014 by industry of the WIOD 2016 release, for `regions`.
    textiles : (20, 2) array, M.USD
        Output of c4 and c5 in 2011.

    Notes
    -----
    Water supply (in c17) and waste (e37), publishing (J58) and broadcasting (J59_60): by output of 2014, that of the
    world where an economy states only one of both. Textiles (c4) and leather (c5): by output of 2011.
    """
    own = economies(regions) @ output56
    found = np.zeros((len(ECONOMIES), len(INDUSTRIES)))
    for pair, stated in ((("c17", "e37"), ("E36", "E37-E39")), (("J58", "J59_60"), ("J58", "J59_J60"))):
        both = own[:, [codes("wiod56").index(code) for code in stated]]
        usable = (both > 0).all(axis=1, keepdims=True)
        found[:, [INDUSTRIES.index(code) for code in pair]] = np.where(usable, both, both.sum(axis=0))
    found[:, [INDUSTRIES.index(code) for code in ("c4", "c5")]] = textiles
    return found


def as_34(figures: Array, kind: str, weights: Array) -> Array:
    """Return figures by code of a source, (R, codes), as figures by industry, (R, 34)."""
    return np.asarray(np.einsum("ric,rc->ri", split(kind, weights), figures))


def wiod_totals(output56: Array, values56: Array, regions: Sequence[str], weights: Array) -> Totals:
    """Return totals of a year of the WIOD 2016 release, which has none for the rest of the world (NaN)."""
    to = economies(regions)
    found = [as_34(to @ figures, "wiod56", weights) for figures in (output56, values56)]
    found[0][-1], found[1][-1] = np.nan, np.nan
    return Totals(*found)


@dataclass(frozen=True)
class EconomyAnchors:
    """Known data of `PARTS`, the economies whose totals of 2022 are needed one by one; P of them.

    Attributes
    ----------
    goods : year → (P, 34) output of goods; zero for services
    services : year → (P,) output of all services
    values : (P, 34) value added of 2018
    groups : year → (P, G) value added by group of the United Nations, NaN for Taiwan
    weights : (P, 34) what codes held by several industries are divided by
    rates : (P, 34) value added per output in 2014
    """

    goods: Mapping[int, Array]
    services: Mapping[int, Array]
    values: Array
    groups: Mapping[int, Array]
    weights: Array
    rates: Array


def region_of(part: str) -> str:
    """Return the region of the margins in which an economy is.

    Examples
    --------
    >>> region_of("CHN"), region_of("DEU"), region_of("TWN")
    ('CHN', 'EU27', 'ROW')
    """
    united = {code: region for region, some in UNITED.items() for code in some}
    return REST if part == "TWN" else united.get(part, part)


def expand_economies(figures: Array) -> Array:
    """Return figures of the 20 economies as figures of `PARTS`; those beyond take an economy that is alike."""
    return figures[[ECONOMIES.index(LIKE.get(code, code)) for code in PARTS]]


def places(regions: Sequence[str]) -> Array:
    """Return which economies of a source each of `PARTS` holds, (P, regions), 1 or 0."""
    to = economies(regions)
    return np.array(
        [[float(region == part) for region in regions] if part in LIKE else to[ECONOMIES.index(part)] for part in PARTS]
    )


def margins_34(margins: Margins, parts: EconomyAnchors) -> dict[str, tuple[Totals, Array]]:
    """Return for each region of the margins its totals by 34 industries, and value added with taxes over without."""
    found = {}
    for k, region in enumerate(margins.regions):
        inside = [p for p, part in enumerate(PARTS) if region_of(part) == region]
        by = parts.weights[inside or slice(None)].sum(axis=0)[None]
        output, added, taxes = (
            as_34(a[[k]], "icio50", by)[0] for a in (margins.output, margins.value_added, margins.taxes)
        )
        ratio = np.divide(added + taxes, added, out=np.ones_like(added), where=added > 0)
        found[region] = (Totals(output, added + taxes), ratio)
    return found


def totals_2022(margins: dict[str, tuple[Totals, Array]], parts: EconomyAnchors, taiwan: float) -> Totals:
    """Return the totals of 2022 of the 20 economies.

    Parameters
    ----------
    margins : dict
        What `margins_34` returned.
    parts : EconomyAnchors
        What is known of the economies that the margins have only in sums.
    taiwan : float
        Value added of Taiwan in 2022, M.USD.

    Notes
    -----
    Single economies as stated; those of the EU and of Latin America from value added of 2018 × growth of the group of
    the United Nations, balanced to the region; Taiwan by its rates and shares of 2018; the rest of the world what is
    left of all regions.
    """
    n = len(ECONOMIES)
    output, values = np.zeros((n, len(INDUSTRIES))), np.zeros((n, len(INDUSTRIES)))
    for region in {region_of(part) for part in PARTS} - {REST}:
        inside = [p for p, part in enumerate(PARTS) if region_of(part) == region]
        whole = margins[region][0]
        members = whole if len(inside) == 1 else divide(whole, parts, inside)
        shown = [k for k, p in enumerate(inside) if PARTS[p] in ECONOMIES]
        at = [ECONOMIES.index(PARTS[inside[k]]) for k in shown]
        output[at], values[at] = (np.atleast_2d(a)[shown] for a in (members.output, members.values))
    made, island = taiwan_2022(parts, margins[REST][1], taiwan), ECONOMIES.index("TWN")
    output[island], values[island] = made.output, made.values
    output[-1] = sum(one.output for one, _ in margins.values()) - output.sum(axis=0)
    values[-1] = sum(one.values for one, _ in margins.values()) - values.sum(axis=0)
    return Totals(output, values)


def divide(whole: Totals, parts: EconomyAnchors, inside: Sequence[int]) -> Totals:
    """Return the totals of each member of a region, which add up to those of the region.

    Notes
    -----
    Value added starts from that of 2018: goods × growth of output, services × growth of the group of the United
    Nations. Within each group it is balanced to the industries of the region and to the groups of its members. Output
    of services starts from the rates of 2014 and is balanced to the industries of the region and to services of its
    members; output of goods is known.
    """
    values, output = np.zeros((len(inside), len(INDUSTRIES))), parts.goods[LAST][list(inside)].copy()
    groups, start = (parts.groups[year][list(inside)] for year in (LAST, OECD))
    grown = parts.values[list(inside)] * np.where(
        goods(),
        _over(parts.goods[LAST][list(inside)], parts.goods[OECD][list(inside)]),
        (groups / start) @ holds("un").T,
    )
    for g, some in enumerate(holds("un").T > 0):
        columns = whole.values[some]
        rows = groups[:, g] * (columns.sum() / groups[:, g].sum())
        values[:, some] = ras(grown[:, some], rows, columns).values
    traded = ~goods()
    columns, services = whole.output[traded], parts.services[LAST][list(inside)]
    first = values[:, traded] / parts.rates[list(inside)][:, traded]
    output[:, traded] = ras(first, services * (columns.sum() / services.sum()), columns).values
    return Totals(output, values)


def taiwan_2022(parts: EconomyAnchors, taxed: Array, total: float) -> Totals:
    """Return the totals of Taiwan in 2022: goods by the rates of 2018, services by its shares.

    Parameters
    ----------
    parts : EconomyAnchors
        What is known of it.
    taxed : (34,) array
        Value added with taxes over without.
    total : float
        Value added of all industries, M.USD.
    """
    p = PARTS.index("TWN")
    made, before = (parts.goods[year][p] for year in (LAST, OECD))
    known = parts.values[p] * taxed
    values = made * np.minimum(_over(known, before), MOST_RATE)
    services = np.where(goods(), 0.0, known)
    values += services * ((total - values.sum()) / services.sum())
    first = np.where(goods(), 0.0, values / parts.rates[p])
    return Totals(made + first * (parts.services[LAST][p] / first.sum()), values)


def _over(one: Array, other: Array) -> Array:
    return np.divide(one, other, out=np.zeros_like(one), where=other > 0)
