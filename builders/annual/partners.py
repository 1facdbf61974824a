"""Shares of single partners: of suppliers in imported inputs, of markets in exported value added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.data.reference.building import by_partner
from newind.kernels import dependence, valueadded
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.data.reference.building import Measure
    from newind.typing import Array

SUPPLIERS, MARKETS = "s4.largest_supplier_share", "s4.largest_market_share"
"""Indicators whose figures by partner these are."""


def supplier_shares(w: Accounts) -> Array:
    """Return the share of each supplier in an economy's imported inputs, (R, R) by buyer and supplier."""
    return _shares(dependence.supplies(w.Z4).sum(axis=1).T)


def market_shares(w: Accounts) -> Array:
    """Return the share of each market in an economy's exported value added, (R, R) by seller and market."""
    absorbed = valueadded.value_added_absorption(w.v, w.LU, w.Yr).reshape(w.R, w.S, w.R).sum(axis=1)
    return _shares(np.where(np.eye(w.R, dtype=bool), 0.0, absorbed))


def with_partners(measure: Measure) -> Measure:
    """Return a measure that also gives the shares of single partners, (R, R), under the names of `by_partner`."""

    def both(w: Accounts) -> dict[str, Array]:
        return {
            **measure(w),
            by_partner(SUPPLIERS): supplier_shares(w),
            by_partner(MARKETS): market_shares(w),
        }

    return both


def errors(off: Array) -> dict[str, float]:
    """Return the mean and the largest of absolute errors, and the largest with the rest of the world, the last region.

    Parameters
    ----------
    off : (R,) or (R, R) array
        By region, or by region and partner; NaN where nothing is known.

    Examples
    --------
    >>> errors(np.array([0.1, -0.3, 0.5]))
    {'mean': 0.2, 'largest': 0.3, 'rest_of_world': 0.5}
    >>> errors(np.array([[0.1, 0.7], [0.2, 0.0]]))
    {'mean': 0.1, 'largest': 0.1, 'rest_of_world': 0.7}
    """
    size = np.abs(off)
    inside = size[(slice(-1),) * size.ndim]
    rest = np.nanmax(np.concatenate([np.ravel(np.take(size, -1, axis=axis)) for axis in range(size.ndim)]))
    return {"mean": float(np.nanmean(inside)), "largest": float(np.nanmax(inside)), "rest_of_world": float(rest)}


def _shares(flows: Array) -> Array:
    return ratio(flows, flows.sum(axis=1, keepdims=True))
