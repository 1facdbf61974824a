"""Value added and output of a year by industry: lines between the years that sources state, groups, shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.anchors import MOST_RATE
from builders.annual.concordances import goods, holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import Array, BoolArray

LEAST_RATE = 0.05
"""Value added per output below which no industry is taken to be."""


def interpolate_years(year: int, known: Mapping[int, Array]) -> Array:
    """Return figures of a year on straight lines between the years that are known, level before and after.

    Parameters
    ----------
    known : mapping of int to array
        Year → figures, NaN where a year has none.

    Examples
    --------
    >>> interpolate_years(2016, {2014: np.array([1.0, np.nan]), 2018: np.array([3.0, 5.0])}).tolist()
    [2.0, 5.0]
    """
    years = np.array(sorted(known))
    table = np.array([known[y] for y in years.tolist()]).reshape(len(years), -1)
    cells = [
        np.interp(year, years[there], column[there]) if (there := np.isfinite(column)).any() else np.nan
        for column in table.T
    ]
    return np.array(cells).reshape(next(iter(known.values())).shape)


def clip(rates: Array) -> Array:
    """Return value added per output within what is plausible.

    Examples
    --------
    >>> clip(np.array([0.01, 0.4, 1.2])).tolist()
    [0.05, 0.4, 0.95]
    """
    return np.clip(rates, LEAST_RATE, MOST_RATE)


def divide_or_nan(one: Array, other: Array) -> Array:
    """Return a quotient, NaN where there is nothing to divide by.

    Examples
    --------
    >>> divide_or_nan(np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    return np.asarray(np.divide(one, other, out=np.full(np.shape(one), np.nan), where=other > 0))


def correction(own: Array, target: Array) -> Array:
    """Return the factor by industry, (R, 34), that brings figures to other ones by group; 1 where a group has none.

    Parameters
    ----------
    own : (R, 34) array, >= 0
    target : (R, 11) array, >= 0
        By group of the table of 2020.
    """
    ratio = divide_or_nan(target, own @ holds("group"))
    return np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0) @ holds("group").T


def weight(year: int) -> float:
    """Return how far a year is corrected toward the table of 2020, which is of the edition before.

    Notes
    -----
    Fully up to 2020, not at all in 2022, where the newer edition states the totals.

    Examples
    --------
    >>> [weight(y) for y in (2011, 2020, 2021, 2022)]
    [1.0, 1.0, 0.5, 0.0]
    """
    return float(np.interp(year, (2020, 2022), (1.0, 0.0)))


def group_services(shares: Array, groups: Array) -> Array:
    """Return value added of services, (R, 34): that of each group of the United Nations by shares of its industries.

    Parameters
    ----------
    shares : (R, 34) array
        Value added by industry, at any level.
    groups : (R, G) array, M.USD
        In the order of ``codes("un")``.
    """
    member = holds("un") * ~goods()[:, None]
    sums = shares @ member
    return np.asarray(shares * ((groups / np.where(sums > 0, sums, 1.0)) @ member.T))


def scale_services(figures: Array, totals: Array) -> Array:
    """Return figures by industry, scaled so that services add up to totals; goods are zero."""
    services = np.where(goods(), 0.0, figures)
    return np.asarray(services * (totals / services.sum(axis=1))[:, None])


def groups_of_services() -> BoolArray:
    """Return which of the 11 groups of the table of 2020 are services, (11,)."""
    return np.asarray(holds("group")[goods()].sum(axis=0) == 0)
