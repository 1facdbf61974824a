"""Trade between regions from what each of them sends and receives: distance, friction, gravity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders
from newind.kernels.balance import ras

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray

EARTH_RADIUS = 6371.0088
"""Mean radius of the earth in km (IUGG 1980; Moritz 2000, Journal of Geodesy 74, 128)."""
TOLERANCE = 1e-9
"""Largest miss of a margin, as a share of the total."""
HALVINGS = 200
ODDS = 1e-9
"""Least share that a cell keeps on either side of a split, so that no total is out of reach."""


def great_circle(latitude: Array, longitude: Array) -> Array:
    """Return the distances between places along the surface of the earth.

    Parameters
    ----------
    latitude, longitude : (R,) array, degrees
        Positions, north and east positive.

    Returns
    -------
    (R, R) array, km
        0 on the diagonal.

    Notes
    -----
    Haversine formula on a sphere of the earth's mean radius.

    Examples
    --------
    >>> quarter = great_circle(np.array([0.0, 90.0]), np.array([0.0, 0.0]))[0, 1]
    >>> round(float(quarter), 1)  # a quarter of the way round
    10007.6
    """
    north, east = np.deg2rad(latitude), np.deg2rad(longitude)
    across = np.sin((north[:, None] - north) / 2) ** 2
    along = np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(across + along, 0.0, 1.0))))


def decay(distance: Array, exponent: float) -> Array:
    """Return how easily regions trade with each other: distance to the power of minus the exponent, 0 with themselves.

    Parameters
    ----------
    distance : (R, R) array
        In any unit; positive off the diagonal.
    exponent : float
        0 for trade without friction.

    Returns
    -------
    (R, R) array
        0 on the diagonal.

    Examples
    --------
    >>> decay(np.array([[0.0, 4.0], [4.0, 0.0]]), 0.5)
    array([[0. , 0.5],
           [0.5, 0. ]])
    """
    apart = ~np.eye(len(distance), dtype=bool)
    return np.where(apart, np.where(apart, distance, 1.0) ** -exponent, 0.0)


def gravity(origins: Array, destinations: Array, ease: Array, tolerance: float = TOLERANCE) -> Array:
    """Return the trade that fits what each region sends and receives and otherwise follows the ease of trade.

    Parameters
    ----------
    origins : (..., R) array
        What each region sends to the others, non-negative; leading dimensions (industries) are independent.
    destinations : (..., R) array
        What each region receives, with the same totals.
    ease : (R, R) array
        Ease of trade from row to column, as `decay` gives it; 0 where there is none.
    tolerance : float
        Largest miss of a row or column, as a share of the total.

    Returns
    -------
    (..., R, R) array
        Trade from row to column; 0 where `ease` is.

    Raises
    ------
    DataError
        When totals differ, or a region without trade with itself sends and receives more than the others can take.
    BalanceError
        When zeros in `ease` leave no trade that fits (a ConvergenceError).

    Notes
    -----
    Doubly constrained gravity: T_rs = a_r b_s ease_rs, a and b found in turn. It is the trade nearest to `ease` (in
    relative entropy) with these margins.

    References
    ----------
    Wilson (1967), Transportation Research 1(3), 253.

    Examples
    --------
    >>> apart = decay(np.ones((3, 3)), 1.0)
    >>> gravity(np.array([2.0, 2.0, 2.0]), np.array([2.0, 2.0, 2.0]), apart).round(6)
    array([[0., 1., 1.],
           [1., 0., 1.],
           [1., 1., 0.]])
    """
    o, d = origins.reshape(-1, ease.shape[0]), destinations.reshape(-1, ease.shape[0])
    _check(o, d, ease, tolerance)
    hub = (np.diag(ease) == 0) & (o + d >= o.sum(axis=1, keepdims=True) * (1 - TOLERANCE))
    trade = np.zeros((*o.shape, o.shape[1]))
    for k in range(len(o)):
        start = _star(hub[k]) if hub[k].any() else ease
        trade[k] = ras(start * np.outer(o[k] > 0, d[k] > 0), o[k], d[k], tolerance).values
    return trade.reshape(*origins.shape, ease.shape[0])


def _star(hub: BoolArray) -> Array:
    """Return the only ease that fits a market in which one region takes part in all trade; (R, R)."""
    first = np.arange(len(hub)) == hub.argmax()
    return np.asarray(first[:, None] ^ first, dtype=np.float64)


def allocate_within_capacity(initial: Array, capacity: Array, total: Array) -> Array:
    """Return parts with a given total, none above its capacity, that stay as near as can be to what they were.

    Parameters
    ----------
    initial : (..., P) array
        Parts as known; above capacity counts as all of it, below 0 as none.
    capacity : (..., P) array
        What each part can be at most, non-negative.
    total : (...) array
        What the parts sum to, between 0 and the sum of the capacities.

    Returns
    -------
    (..., P) array

    Raises
    ------
    DataError
        When a total is beyond the capacities.

    Notes
    -----
    Biproportional: part p and what is left of its capacity keep their ratio up to one factor r common to all,
    c_p a_p r / (a_p r + c_p − a_p); r is found by halving. Where all parts are zero the capacities stand in for them.

    Examples
    --------
    >>> allocate_within_capacity(np.array([1.0, 3.0]), np.array([4.0, 4.0]), np.array(4.0)).round(6)
    array([1., 3.])
    >>> allocate_within_capacity(np.array([1.0, 2.0]), np.array([4.0, 4.0]), np.array(7.0)).round(4)
    array([3.2749, 3.7251])
    """
    over = total > capacity.sum(axis=-1) * (1 + TOLERANCE)
    if (over | (total < 0)).any():
        raise DataError(
            f"{int((over | (total < 0)).sum())} totals are beyond what their parts can hold "
            f"({np.ravel(total)[0]:,.6g} of {np.ravel(capacity.sum(axis=-1))[0]:,.6g} in the first market). "
            "Check the units of both."
        )
    seeded = np.where((np.maximum(initial, 0) > 0).any(axis=-1, keepdims=True), initial, capacity / 2)
    share = np.clip(_over(seeded, capacity), 0.0, 1.0 - ODDS)
    short = (capacity * (share > 0)).sum(axis=-1) <= total
    share = np.where(short[..., None], np.maximum(share, ODDS), share)
    odds = share / (1 - share)
    low, high = np.full(total.shape, -60.0), np.full(total.shape, 60.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = _parts(odds, capacity, middle).sum(axis=-1) < total
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    parts = _parts(odds, capacity, high)
    return np.asarray(np.minimum(parts * _over(total, parts.sum(axis=-1))[..., None], capacity))


def _parts(odds: Array, capacity: Array, log_factor: Array) -> Array:
    scaled = odds * np.exp(log_factor)[..., None]
    return np.asarray(capacity * scaled / (1 + scaled))


def _over(a: Array, b: Array) -> Array:
    """Return a / b, 0 where b is 0."""
    return np.divide(a, b, out=np.zeros(np.broadcast_shapes(a.shape, b.shape)), where=b > 0)


def _check(o: Array, d: Array, ease: Array, tolerance: float) -> None:
    """Raise where totals differ or a region cannot find partners for all that it sends and receives."""
    total = o.sum(axis=1)
    allowed = tolerance * np.maximum(total, 1e-300)
    apart = np.abs(total - d.sum(axis=1)) > allowed
    if apart.any():
        k = int(np.argmax(apart))
        raise DataError(
            f"gravity: what is sent and received differs in {int(apart.sum())} of {len(o)} markets, "
            f"first {total[k]:,.6g} and {d[k].sum():,.6g}. Reconcile them first."
        )
    crowded: BoolArray = (np.diag(ease) == 0) & (o + d > (total + allowed)[:, None])
    if crowded.any():
        names = [f"market {k}, region {r}" for k, r in zip(*np.nonzero(crowded), strict=True)]
        raise DataError(
            f"gravity: sends and receives more than all others together: {offenders(names)}. "
            "Part of it stays at home: take it out of both."
        )
