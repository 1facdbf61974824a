"""Relative costs of suppliers: by labour costs and prices, and by what they sell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio
from newind.measures.grouped import amounts, unreadable
from newind.measures.shared import by_region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray

PAY, PPP = "labour_compensation", "gdp_ppp_current"
LEAST = 0.001
"""Share of a market from which it says something about prices: tables are rounded to a million."""


@dataclass(frozen=True, eq=False)
class RelativeValues:
    """A figure of each region relative to that of one of them, with the year that it is of.

    Parameters
    ----------
    values : (R,) array, > 0
        1 for the region itself; NaN where it cannot be computed.
    years : (R,) int array
        Latest year in which both figures are known; 0 where there is none.
    """

    values: Array
    years: IntArray


def price_level(w: Accounts) -> Array:
    """Return the price level of GDP, at the exchange rate over purchasing-power parity; (R,), NaN where unknown."""
    if PPP not in w.facts or unreadable(w, "fact", PPP):
        return np.full(w.R, np.nan)
    return ratio(w.gdp, w.facts[PPP].values)


def unit_labour_cost(w: Accounts, industry: str) -> Array:
    """Return labour compensation per unit of value added of an industry at purchasing power; (R,), NaN where unknown.

    The price level is that of GDP: how expensive the industry's own product is, is not known. A proxy.
    """
    if PAY not in w.satellites or unreadable(w, "satellite", PAY):
        return np.full(w.R, np.nan)
    k = w.industries.index(industry)
    paid = ratio(amounts(w, PAY)[:, k], by_region(w, w.value_added)[:, k])
    known = np.where(paid > 0, paid, np.nan)
    return np.asarray(known * price_level(w))


def relative(found: Iterable[tuple[int, Array]], r: int) -> RelativeValues:
    """Return figures relative to those of region r, of the latest year in which both are known.

    Parameters
    ----------
    found : iterable of (year, (R,) array)
        Latest year first.
    r : int

    Examples
    --------
    >>> both = relative([(2011, np.array([np.nan, 2.0, 4.0])), (2009, np.array([1.0, 2.0, 2.0]))], 1)
    >>> both.values, both.years
    (array([0.5, 1. , 2. ]), array([2009, 2011, 2011]))
    """
    values, years = np.empty(0), np.empty(0, dtype=np.int64)
    for year, figures in found:
        against = ratio(figures, figures[r])
        if not values.size:
            values, years = np.full(against.shape, np.nan), np.zeros(against.shape, dtype=np.int64)
        new = np.isnan(values) & np.isfinite(against)
        values, years = np.where(new, against, values), np.where(new, year, years)
    return RelativeValues(values, years)


def price_gap(sold: Array, r: int, elasticity: float) -> Array:
    """Return how much more expensive than region r each region is in a market, by the market shares.

    Parameters
    ----------
    sold : (R,) array, money
        What each region sells in the market.
    r : int
    elasticity : float
        Trade elasticity of the product.

    Returns
    -------
    (R,) array, > -1
        ``(sold_r / sold_i)^(1/θ) - 1``; NaN where one of them sells less than 0.1 % of what is bought there. It is what
        buyers see: trade costs, quality and the number of varieties are in it, so that a small economy looks expensive.

    References
    ----------
    Eaton & Kortum (2002), Econometrica 70(5), 1741.

    Examples
    --------
    >>> price_gap(np.array([16.0, 1.0, 0.0]), 0, 4.0)
    array([ 0.,  1., nan])
    """
    told = np.where((sold > 0) & (sold >= LEAST * sold.sum()), sold, np.nan)
    times = ratio(told[r], told)
    return np.asarray(times ** (1.0 / elasticity) - 1.0)
