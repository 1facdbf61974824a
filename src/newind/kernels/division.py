"""Divide a path of emissions among parts: one division a criterion, and their weighted mean.

Every criterion alone gives a full division that adds up to the whole each year, stays above the floors and starts from
what the parts emit. The division under weights is the weighted mean of these. So it adds up and stays above the floors,
and more weight on a criterion moves every part straight towards what that criterion alone gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

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
