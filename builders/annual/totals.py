"""The totals of a year that the flows must meet: output, value added, final use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from builders.annual import finaluse, known, levels, values
from builders.annual.anchors import MOST_RATE
from builders.annual.balancing import YearControls
from builders.annual.concordances import ECONOMIES, INDUSTRIES, codes, holds, layout
from builders.annual.known import COARSE, LAST, OECD, TWN, WIOD

if TYPE_CHECKING:
    from builders.annual.known import AnnualSources
    from newind.typing import Array

UTILITIES = [INDUSTRIES.index(code) for code in ("c17", "e37")]
KOR = ECONOMIES.index("KOR")
BY_GROUP = ("agriculture", "manufacturing")
"""Goods whose value added follows the group of the United Nations."""
HALF = 0.5
"""Weight of each of two sources that disagree: of two editions in 2020, of its blocks in earlier years, of growth."""


@dataclass(frozen=True)
class Corrections:
    """Factors by which the table of 2020 differs from what other sources give for that year, (20, 34).

    Attributes
    ----------
    rates : of value added per output of goods
    values, output : of services
    """

    rates: Array
    values: Array
    output: Array


def level(k: AnnualSources, year: int) -> Array:
    """Return value added of a year, (20,), M.USD: that of the United Nations at the level of the OECD.

    Notes
    -----
    The level of 2020 is the geometric mean of that of the 2023 edition and of its rates × output of the 2025 edition.
    Korea keeps the level of 2021 in 2022: the 2025 edition is on a new base from 2021 on, which its prior years are
    not.
    """
    kind = layout().kinds
    revised = k.sales[COARSE].sum(axis=1) @ layout().kind_of_sector
    stated = k.coarse_values.sum(axis=1)
    renewed = (k.coarse_values @ kind / (k.coarse.sum(axis=(2, 3)) @ kind) * revised).sum(axis=1)
    old = stated**HALF * renewed ** (1 - HALF) / k.un["total"][COARSE]
    new = k.last.values.sum(axis=1) / k.un["total"][LAST]
    ratio = levels.ratio(year, old, new)
    ratio[KOR] = levels.ratio(min(year, LAST - 1), old, new)[KOR]
    return np.asarray(ratio * k.un["total"][year])


def rates(k: AnnualSources, year: int) -> Array:
    """Return value added per output of a year, (20, 34): lines between 2011 to 2014, 2018 (goods only) and 2022.

    Notes
    -----
    Rates of WIOD below what is plausible (refining of BRA 2012 to 2014) are taken as unknown.
    """
    scale = level(k, OECD) / k.values2018.sum(axis=1)
    scale[-1] = 1.0
    stated = {y: np.where(totals.rates < values.LEAST_RATE, np.nan, totals.rates) for y, totals in k.wiod.items()}
    stated |= {OECD: values.divide_or_nan(k.values2018 * scale[:, None], k.goods2018), LAST: k.last.rates}
    return values.clip(values.interpolate_years(year, stated))


def goods_output(k: AnnualSources, year: int) -> Array:
    """Return output of goods, (20, 34), M.USD; services are zero."""
    return known.as_goods(k.sales[year].sum(axis=1), k.textiles)


def goods_value_added(k: AnnualSources, year: int) -> Array:
    """Return value added of goods, (20, 34), M.USD: output × rates, with groups near to those of the United Nations.

    Notes
    -----
    The rates of 2014 are of WIOD, those of 2018 of the OECD, and a line between them would take their difference for
    a trend. So before 2018 agriculture and manufacturing grow as the groups of the United Nations do, and rates only
    divide them. From 2018 to 2022 the lines miss what prices do in a year: growth of the groups counts for half. Goods
    of Taiwan keep their shares in value added before 2018.
    """
    added = rates(k, year) * goods_output(k, year)
    ends = {y: rates(k, y) * goods_output(k, y) for y in (OECD, LAST)}
    for group in BY_GROUP:
        some = holds("un")[:, codes("un").index(group)] > 0
        ratio = values.interpolate_years(year, {y: v[:, some].sum(axis=1) / k.un[group][y] for y, v in ends.items()})
        first, wanted = added[:, some].sum(axis=1), ratio * k.un[group][year]
        wanted[TWN] = shares(k, year)[TWN, some].sum() * level(k, year)[TWN] if year < OECD else first[TWN]
        added[:, some] *= ((wanted / first) ** (1.0 if year < OECD else HALF))[:, None]
    return added


def shares(k: AnnualSources, year: int) -> Array:
    """Return the share of each industry in value added of a year, (20, 34): lines between 2011 to 2014, 2018 and 2022.

    Notes
    -----
    Industries that a release states as zero (real estate of MEX, publishing of CHN) are part of others there: they
    take the share of the next year that has them.
    """
    stated = {y: totals.values for y, totals in k.wiod.items()} | {OECD: k.values2018, LAST: k.last.values}
    return values.interpolate_years(
        year, {y: np.where(v > 0, v, np.nan) / v.sum(axis=1, keepdims=True) for y, v in stated.items()}
    )


def services_value_added(k: AnnualSources, year: int, left: Array) -> Array:
    """Return value added of services, (20, 34), M.USD, that adds up to what goods leave of the level, (20,).

    Notes
    -----
    Groups of the United Nations × (OECD per United Nations in 2022), divided by shares; utilities by their share in
    all value added; Taiwan, which the United Nations do not list, by shares alone.
    """
    share = shares(k, year)
    now, then = (np.stack([k.un[g][y] for g in codes("un")], axis=1) for y in (year, LAST))
    found = values.group_services(share, (k.last.values @ holds("un")) * now / then)
    found[:, UTILITIES] = share[:, UTILITIES] * level(k, year)[:, None]
    found[TWN] = share[TWN]
    return values.scale_services(found, left)


def corrections(k: AnnualSources) -> Corrections:
    """Return by how much the table of 2020 differs from the other sources."""
    output, added = goods_output(k, COARSE), goods_value_added(k, COARSE)
    produced = k.coarse.sum(axis=(2, 3))
    of_rates = values.correction(
        added, np.where(values.groups_of_services(), 0.0, k.coarse_values / produced * (output @ holds("group")))
    )
    left = level(k, COARSE) - (added * of_rates**HALF).sum(axis=1)
    earned = services_value_added(k, COARSE, left)
    total = k.sales[COARSE][:, :, -1].sum(axis=1)
    sold = values.scale_services(earned / rates(k, COARSE), total)
    return Corrections(
        of_rates**HALF,
        values.correction(earned, _services(k.coarse_values, left)),
        values.correction(sold, _services(produced, total)),
    )


def controls(k: AnnualSources, year: int, by: Corrections) -> YearControls:
    """Return the totals of a year."""
    sales, weight = k.sales[year], values.weight(year)
    output = goods_output(k, year)
    added = np.clip(goods_value_added(k, year) * by.rates**weight, values.LEAST_RATE * output, MOST_RATE * output)
    left = level(k, year) - added.sum(axis=1)
    earned = services_value_added(k, year, left)
    sold = earned / rates(k, year) * by.output**weight
    sold = values.scale_services(sold, sales[:, :, -1].sum(axis=1))
    earned = np.minimum(values.scale_services(earned * by.values**weight, left), MOST_RATE * sold)
    output, added = output + sold, added + earned
    return YearControls(year, sales, output, added, finaluse.final_use(sales, output, added, final_shares(k, year)))


def final_shares(k: AnnualSources, year: int) -> Array:
    """Return the shares of households, government and capital formation in final use, (20, 3)."""
    return finaluse.shares_of(_uses(k, year), _uses(k, COARSE), k.coarse.sum(axis=(0, 1))[:, -2:])


def _uses(k: AnnualSources, year: int) -> Array:
    """Return final use of the United Nations, (20, 3); consumption of Taiwan divided as in 2014."""
    found = np.stack([k.un[item][year] for item in ("households", "government", "investment")], axis=1)
    then = k.structures[WIOD][:, :, TWN, -3:-1].sum(axis=(0, 1))
    found[TWN, :2] = (k.un["gdp"][year][TWN] - found[TWN, 2]) * then / then.sum()
    return found


def _services(groups: Array, total: Array) -> Array:
    """Return figures of groups of services, scaled to a total by economy; other groups are zero."""
    some = np.where(values.groups_of_services(), groups, 0.0)
    return np.asarray(some * (total / some.sum(axis=1))[:, None])
