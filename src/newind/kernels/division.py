"""The path of a nation's emissions up to a peak and down, and its division among parts by criteria.

Every criterion alone gives a full division that adds up to the whole each year, stays above the floors and starts from
what the parts emit. The division under weights is the weighted mean of these. So it adds up and stays above the floors,
and more weight on a criterion moves every part straight towards what that criterion alone gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import Array


REST = 2.0
"""Without a target growth dies out as well, but in this many times the years to the peak: an assumption."""


def peak_level(base: float, growth: float, years: float) -> float:
    """Return the level reached in the peak year when growth falls evenly to zero until then.

    Parameters
    ----------
    base : float
        Emissions of the first year.
    growth : float
        Growth rate at the start, per year (logarithmic).
    years : float
        Years to the peak.

    Examples
    --------
    >>> round(peak_level(100.0, 0.02, 10), 3)
    110.517
    """
    return base * float(np.exp(growth * years / 2))


def growth_for(base: float, level: float, years: float) -> float:
    """Return the growth at the start that leads to a level in the peak year, the inverse of :func:`peak_level`.

    Examples
    --------
    >>> round(growth_for(100.0, peak_level(100.0, 0.02, 10), 10), 12)
    0.02
    """
    return 2 * float(np.log(level / base)) / years if years else 0.0


def decelerating(growth: Array, years: Array, rest: float) -> Array:
    """Return growth that falls evenly to zero within `rest` years, as a factor of the first year.

    Parameters
    ----------
    growth : (N,) array
        Growth rates at the start, per year (logarithmic).
    years : (T,) array
        Years since the start.
    rest : float
        Years until growth is zero; 0 for none at all.

    Returns
    -------
    (N, T) array
        ``exp(g (τ − τ² / 2 rest))``, constant from `rest` on.

    Examples
    --------
    >>> decelerating(np.array([0.02]), np.array([0.0, 10.0, 20.0]), 10.0).round(4)
    array([[1.    , 1.1052, 1.1052]])
    """
    if rest <= 0:
        return np.ones((len(growth), len(years)))
    t = np.minimum(years, rest)
    return np.asarray(np.exp(growth[:, None] * (t - t**2 / (2 * rest))))


def national_path(
    start: int, base: float, peak: int, top: float, levels: Mapping[int, float], fall: float = 0.0
) -> Array:
    """Return emissions of every year from the first one to the last stated level.

    Parameters
    ----------
    start, peak : int
        First year and peak year, the peak not before the start.
    base, top : float
        Emissions of the first year and of the peak year, ``top >= base``.
    levels : mapping of int to float
        Emissions of later years, none above the one before.
    fall : float
        Yearly change with which the path leaves the peak, at most 0; no steeper than keeps it monotone.

    Returns
    -------
    (T,) array
        Rises to the peak, falls after it; equal to what is stated in each stated year.

    References
    ----------
    Fritsch & Carlson (1980), SIAM Journal on Numerical Analysis 17(2), 238 (the fall is a monotone cubic that leaves
    the peak level, or with the slope given).

    Examples
    --------
    >>> national_path(2020, 100.0, 2022, 110.0, {2024: 100.0, 2026: 50.0}).round(2)
    array([100.  , 107.41, 110.  , 107.08, 100.  ,  79.17,  50.  ])
    """
    years = np.arange(start, max([peak, *levels]) + 1, dtype=float)
    growth = np.array([growth_for(base, top, peak - start)])
    path = base * decelerating(growth, years - start, peak - start)[0]
    knots = np.array([peak, *sorted(levels)], dtype=float)
    heights = np.array([top, *(levels[y] for y in sorted(levels))])
    after = years >= peak
    path[after] = _monotone(knots, heights, years[after], fall)
    return np.asarray(path)


def _monotone(x: Array, y: Array, at: Array, fall: float) -> Array:
    """Return a monotone cubic through points that fall, with a slope at the first one within what keeps it monotone."""
    if len(x) == 1:
        return np.full(len(at), y[0])
    step, slope = np.diff(x), np.diff(y) / np.diff(x)
    d = np.zeros(len(x))
    both = slope[:-1] * slope[1:] > 0
    w1, w2 = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    safe = np.where(both, slope[:-1], 1.0), np.where(both, slope[1:], 1.0)
    d[1:-1] = np.where(both, (w1 + w2) / (w1 / safe[0] + w2 / safe[1]), 0.0)
    d[0], d[-1] = np.clip(fall, 3 * slope[0], 0.0), slope[-1]
    i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    h, t = step[i], (at - x[i]) / step[i]
    ends = y[i] * (1 + 2 * t) * (1 - t) ** 2 + y[i + 1] * t**2 * (3 - 2 * t)
    return np.asarray(ends + h * (d[i] * t * (1 - t) ** 2 - d[i + 1] * t**2 * (1 - t)))


def budget_range(
    start: int, base: float, peak: int, top: float, levels: Mapping[int, float], year: int, fall: float = 0.0
) -> tuple[float, float]:
    """Return the least and the largest sum of a path over the years after the first, given a free level in `year`.

    Parameters
    ----------
    start, base, peak, top, levels, fall
        As in :func:`national_path`.
    year : int
        Year after the peak whose level is free, between its neighbours' levels.
    """
    low, high = _neighbours(top, levels, year)
    path = {v: national_path(start, base, peak, top, {**levels, year: v}, fall) for v in (low, high)}
    return float(path[low][1:].sum()), float(path[high][1:].sum())


def level_for_budget(
    start: int, base: float, peak: int, top: float, levels: Mapping[int, float], year: int, budget: float,
    fall: float = 0.0,
) -> float:  # fmt: skip
    """Return the level of `year` for which the path sums to a budget over the years after the first.

    The budget must lie within :func:`budget_range`.

    Examples
    --------
    >>> level = level_for_budget(2020, 100.0, 2020, 100.0, {2024: 0.0}, 2022, 190.0)
    >>> round(float(national_path(2020, 100.0, 2020, 100.0, {2022: level, 2024: 0.0})[1:].sum()), 6)
    190.0
    """
    low, high = _neighbours(top, levels, year)

    def over(value: float) -> float:
        return float(national_path(start, base, peak, top, {**levels, year: value}, fall)[1:].sum()) - budget

    if over(low) >= 0 or over(high) <= 0:
        return low if over(low) >= 0 else high
    from scipy.optimize import brentq  # where it is used: it takes longer to import than to run

    return float(brentq(over, low, high, xtol=1e-12 * max(high, 1.0), rtol=1e-14))


def _neighbours(top: float, levels: Mapping[int, float], year: int) -> tuple[float, float]:
    """Return between which levels that of a year lies."""
    before = [v for y, v in sorted(levels.items()) if y < year]
    after = [v for y, v in sorted(levels.items()) if y > year]
    return (after[0] if after else 0.0), (before[-1] if before else top)


MOST_STEPS = 100
CLOSE = 1e-13
DEEPEST = 6.0
"""Logarithmic cut from which on the order of parts no longer changes (99.75 % below the reference)."""
TURN, WIDTH = 1 / 6, 1 / 3
"""Part of the whole cut where those who went ahead begin to ease, and over which they turn."""


def stringency(index: Array, emissions: Array, spread: float) -> Array:
    """Return how strictly each part is asked to cut relative to the average, within bounds.

    Parameters
    ----------
    index : (N,) array
        At least 0; the rate of the cut is proportional to it.
    emissions : (N,) array
        Weights of the average.
    spread : float
        At least 1; nobody is asked for more than `spread` times, or less than 1/`spread` of, the average rate.

    Returns
    -------
    (N,) array in [1 / spread, spread]

    Examples
    --------
    >>> stringency(np.array([1.0, 3.0, 30.0]), np.array([2.0, 1.0, 0.0]), 2.0)
    array([0.6, 1.8, 2. ])
    """
    mean = float((index * emissions).sum() / emissions.sum())
    return np.asarray(np.clip(index / mean, 1 / spread, spread) if mean > 0 else np.ones(len(index)))


def heaviness(intensity: Array, emissions: Array) -> Array:
    """Return how emission-intensive each part is: its rank, weighted by emissions, from -1 to 1.

    Parameters
    ----------
    intensity : (N,) array
        Emissions per unit of output, or per head.
    emissions : (N,) array

    Returns
    -------
    (N,) array in [-1, 1]
        The mean weighted by emissions is zero; equal intensities rank equally.

    Examples
    --------
    >>> heaviness(np.array([5.0, 1.0, 5.0]), np.array([1.0, 2.0, 1.0]))
    array([ 0.5, -0.5,  0.5])
    """
    _, group = np.unique(intensity, return_inverse=True)
    size = np.bincount(group, emissions)
    middle = np.cumsum(size) - size / 2
    return np.asarray(2 * middle[group] / size.sum() - 1)


def easing(cut: Array) -> Array:
    """Return the lead of parts that go ahead, by how far the whole has come: first ahead, in the end softer.

    Parameters
    ----------
    cut : (T,) array
        ``ln`` of reference over path, at least 0.

    Returns
    -------
    (T,) array
        Zero at no cut, grows with it at first, then falls to minus a third of the largest cut.

    Examples
    --------
    >>> easing(np.array([0.0, 0.5, 3.0]))
    array([ 0. ,  0.5, -1. ])
    """
    most = float(cut.max())
    if most <= 0:
        return np.zeros(len(cut))
    x = (cut / most - TURN) / WIDTH
    area = np.where(x >= 1, x - 0.5, np.clip(x, 0, 1) ** 3 * (1 - np.clip(x, 0, 1) / 2))
    return np.asarray(cut - 2 * most * WIDTH * area)


def timing(reference: Array, floor: Array, total: Array, heavy: Array, lead: float) -> Array:
    """Return the factors by which the order of parts shifts what they may emit.

    Parameters
    ----------
    reference : (N, T) array
        Emissions without a target.
    floor : (N,) array
        Emissions that remain.
    total : (T,) array
        The whole's path, at least the sum of floors.
    heavy : (N,) array
        From :func:`heaviness`.
    lead : float
        Positive: the intensive parts go ahead and are asked for less in the end; negative: the reverse; 0: together.

    Returns
    -------
    (N, T) array
        ``exp(-lead h easing)``.
    """
    free, left = np.maximum((reference - floor[:, None]).sum(axis=0), 0), total - floor.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        cut = np.where(left > 0, np.log(free / np.where(left > 0, left, 1)), np.where(free > 0, DEEPEST, 0))
    return np.asarray(np.exp(-lead * np.outer(heavy, easing(np.clip(np.nan_to_num(cut), 0, DEEPEST)))))


def by_burden(reference: Array, floor: Array, total: Array, strict: Array, factor: Array) -> Array:
    """Divide a path so that the rates of the cut below the reference are proportional to a stringency.

    Parameters
    ----------
    reference : (N, T) array
        Emissions without a target, at least the floor.
    floor : (N,) array
        Emissions that remain.
    total : (T,) array
        The whole's path, at least the sum of floors.
    strict : (N,) array
        Positive, from :func:`stringency`.
    factor : (N, T) array
        From :func:`timing`.

    Returns
    -------
    (N, T) array
        ``floor + (reference − floor) · factor · exp(−μ strict)`` with μ of each year such that parts sum to `total`.

    Notes
    -----
    The logarithm of the sum is convex and falls in μ, so that Newton's method converges from anywhere.
    """
    room, left = np.maximum(reference - floor[:, None], 0.0) * factor, np.maximum(total - floor.sum(), 0.0)
    open_ = (left > 0) & (room.sum(axis=0) > 0)
    found = np.zeros_like(room)
    found[:, open_] = _cut(room[:, open_], left[open_], strict)
    return _exactly(found, floor, left)


def _cut(room: Array, left: Array, strict: Array) -> Array:
    """Return ``room exp(−μ strict)`` with column sums `left`."""
    mu = np.zeros(len(left))
    for _ in range(MOST_STEPS):
        now = room * np.exp(-strict[:, None] * mu)
        sums = now.sum(axis=0)
        step = np.log(sums / left) * sums / (strict @ now)
        mu = mu + step
        if np.abs(step).max(initial=0.0) < CLOSE:
            break
    return np.asarray(room * np.exp(-strict[:, None] * mu))


def by_convergence(emissions: Array, floor: Array, total: Array, key: Array, factor: Array) -> Array:
    """Divide a path so that shares move evenly from those of today to a key.

    Parameters
    ----------
    emissions : (N,) array
        Of the first year, at least the floor.
    floor : (N,) array
    total : (T,) array
        The whole's path, from the first year on.
    key : (N,) array
        Shares of the last year; sums to 1.
    factor : (N, T) array
        From :func:`timing`.

    Returns
    -------
    (N, T) array

    References
    ----------
    Meyer (2000), Contraction & Convergence: The Global Solution to Climate Change, Green Books.

    Examples
    --------
    >>> total = np.array([10.0, 8.0, 6.0])
    >>> by_convergence(np.array([8.0, 2.0]), np.zeros(2), total, np.array([0.5, 0.5]), np.ones((2, 3)))
    array([[8. , 5.2, 3. ],
           [2. , 2.8, 3. ]])
    """
    room, left = emissions - floor, np.maximum(total - floor.sum(), 0.0)
    way = np.linspace(0.0, 1.0, len(total))
    shares = room / room.sum() if room.sum() > 0 else np.zeros(len(room))
    return _exactly((np.outer(shares, 1 - way) + np.outer(key, way)) * factor, floor, left)


def _exactly(free: Array, floor: Array, left: Array) -> Array:
    """Return parts above their floors that sum to what is left, each year."""
    sums = free.sum(axis=0)
    scaled = free * np.divide(left, sums, out=np.zeros_like(left), where=sums > 0)
    return np.asarray(floor[:, None] + scaled)


def combine_divisions(alone: Array, weights: Array) -> Array:
    """Return the division under weights: the weighted mean of those by one criterion each.

    Parameters
    ----------
    alone : (C, N, T) array
    weights : (C,) array
        At least 0, sums to 1.

    Returns
    -------
    (N, T) array
    """
    return np.tensordot(weights, alone, axes=1)
