"""Other tables that one with estimated trade could as well be, and which of its figures may be shown.

Trade between provinces is not observed. From the table itself, others can be made that keep every province's output,
inputs, value added, final demand and trade with abroad, and change only who in the country buys from whom (by what
friction) and how much provinces trade with each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.data.multiregion.friction import all_provinces, ease
from newind.data.multiregion.reconcile import UNSETTLED
from newind.data.reference import identify, package
from newind.kernels.quotients import per_output
from newind.kernels.spatial import allocate_within_capacity, gravity
from newind.measures.bounds import has_estimated_blocks
from newind.measures.shared import complete_regions
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray


def mask_wide_ranges(values: Array, low: Array, high: Array) -> Array:
    """Return figures, NaN where their range exceeds ±50 % of its middle.

    Parameters
    ----------
    values, low, high : arrays of one shape

    Returns
    -------
    array of that shape

    Examples
    --------
    >>> mask_wide_ranges(np.array([1.0, 1.0]), np.array([0.8, 0.4]), np.array([1.2, 1.6]))
    array([ 1., nan])
    """
    return np.where(too_wide(low, high), np.nan, values)


def too_wide(low: Array, high: Array) -> BoolArray:
    """Return where half a range is more than half of its middle.

    Examples
    --------
    >>> too_wide(np.array([0.5, 0.49, 0.0]), np.array([1.5, 1.51, 0.0]))
    array([False,  True, False])
    """
    return np.asarray(high - low > UNSETTLED * np.abs(high + low) * (1 + 1e-12))


AS_GIVEN = "as given"
HALVINGS, WIDEST = 60, 12.0
"""Rounds in which a factor is found, and the largest it can be, as a logarithm."""
FEWEST = 3
"""Provinces among which trade can be shared in more than one way."""


@memo
def estimate_variants(w: Accounts) -> Mapping[str, Accounts]:
    """Return the tables that an estimated table of provinces could as well be, itself first.

    Parameters
    ----------
    w : Accounts
        Accounts with several provinces.

    Returns
    -------
    mapping of str to Accounts
        ``as given``; where flows between provinces are estimated, ``uniform`` (no friction), ``weak distance`` and
        ``strong distance`` (ends of the parameter ``trade_distance``); where the shipped table says how much
        less or more they may trade by product, ``least trade`` and ``most trade`` as well. All have the output, value
        added, inputs by product, final demand by product and trade with abroad of `w`.

    Notes
    -----
    Users keep what they buy in the country of each product. Sellers in other provinces are shared anew by doubly
    constrained gravity; with another level of trade, sales at home are multiplied by one factor for each product
    before, as far as output and use allow.

    References
    ----------
    Wilson (1967), Transportation Research 1(3), 253.
    """
    inner = _provinces(w)
    if not has_estimated_blocks(w) or inner.sum() < FEWEST:
        return {AS_GIVEN: w}
    codes = [c for c, chosen in zip(w.regions, inner, strict=True) if chosen]
    market = _market(w, inner)
    low, high = parameter("trade_distance").range or (0.0, 0.0)
    made = {
        "uniform": (market, ease("uniform", codes)),
        "weak distance": (market, ease("distance", codes, low)),
        "strong distance": (market, ease("distance", codes, high)),
    }
    near = ease("distance", codes)
    made |= {name: (market.with_trade(factor), near) for name, factor in trade_levels(w).items()}
    return {AS_GIVEN: w} | {name: _with(w, inner, other, friction) for name, (other, friction) in made.items()}


def trade_levels(w: Accounts) -> dict[str, Array]:
    """Return by what factor trade between provinces may be smaller or larger, where the shipped table says so.

    Returns
    -------
    dict of str to (S,) array
        Variant → factor by product; empty for a table that says nothing of it.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> {name: round(float(factor[0]), 2) for name, factor in trade_levels(load("china-2017", year=2017)).items()}
    {'least trade': 0.93, 'most trade': 1.09}
    """
    name = identify(w)
    stated = package(name).get("report", {}).get("levels", {}) if name else {}
    return {variant: np.array([by[c] for c in w.industries]) for variant, by in stated.items()}


def _provinces(w: Accounts) -> BoolArray:
    """Return which regions are provinces whose capital is known, all described in full; (R,)."""
    known = set(all_provinces())
    return np.asarray(complete_regions(w) & np.array([c in known for c in w.regions]))


# ---- who buys from whom


@dataclass(frozen=True, eq=False)
class Market:
    """Sales of P provinces at home, to other provinces and purchases from them, by product; (S, P) money each."""

    home: Array
    out: Array
    into: Array

    def suppliers(self, friction: Array) -> Array:
        """Return the share of each other province in what a province buys from all of them; (S, P, P)."""
        traded = gravity(self.out, self.into, friction)
        return np.asarray(per_output(traded, np.broadcast_to(self.into[:, None, :], traded.shape).copy()))

    def with_trade(self, factor: Array | float) -> Market:
        """Return a market in which provinces trade more or less; what each sells and buys in the country stays."""
        sold, bought = self.home + self.out, self.home + self.into
        most = np.minimum(sold, bought)
        home = scale_to_totals(self.home, most, sold.sum(axis=1) - factor * self.out.sum(axis=1))
        out, into = sold - home, bought - home
        crowded = np.clip(out + into - out.sum(axis=1, keepdims=True), 0.0, np.minimum(out, into))
        return Market(home + crowded, out - crowded, into - crowded)


def scale_to_totals(values: Array, most: Array, total: Array) -> Array:
    """Return rows multiplied by one factor each, none above what is possible, that add up to totals where they can.

    Parameters
    ----------
    values, most : (S, P) array, >= 0
    total : (S,) array

    Returns
    -------
    (S, P) array

    Examples
    --------
    >>> scale_to_totals(np.array([[1.0, 2.0]]), np.array([[10.0, 2.5]]), np.array([4.5])).round(6)
    array([[2. , 2.5]])
    """
    low, high = np.full(total.shape, -WIDEST), np.full(total.shape, WIDEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = np.minimum(values * np.exp(middle)[:, None], most).sum(axis=1) < total
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(np.minimum(values * np.exp(high)[:, None], most))


def _market(w: Accounts, inner: BoolArray) -> Market:
    """Return what provinces sell and buy in the country; stocks run down are no sales."""
    positive = (np.maximum(flows, 0.0).sum(axis=3) for flows in (w.Z4, w.Y4))
    every = sum(positive, np.zeros((w.R, w.S, w.R))).transpose(1, 0, 2)[:, inner][:, :, inner]
    traded = every * ~np.eye(int(inner.sum()), dtype=bool)
    return Market(np.einsum("irr->ir", every), traded.sum(axis=2), traded.sum(axis=1))


def _with(w: Accounts, inner: BoolArray, market: Market, friction: Array) -> Accounts:
    """Return accounts with the trade of a market: users of a product buy from other provinces in the same shares.

    Users keep what they buy in the country; of a product with more or less trade, how much of it is from their own
    province moves by one factor in its odds. Cells below zero stay where they are.
    """
    r, every = np.flatnonzero(inner), np.arange(w.S)
    flows = np.concatenate([w.Z4, w.Y4], axis=3)
    block = flows[np.ix_(r, every, r)]
    positive = np.maximum(block, 0.0)
    bought, own = positive.sum(axis=0), np.einsum("pipu->ipu", positive)
    kept = allocate_within_capacity(own, bought, np.minimum(market.home, bought.sum(axis=2)))
    new = np.einsum("iop,ipu->oipu", market.suppliers(friction), bought - kept) + np.minimum(block, 0.0)
    new[np.arange(len(r)), :, np.arange(len(r))] += kept.transpose(1, 0, 2)
    flows[np.ix_(r, every, r)] = new
    Z, Y = flows[..., : w.S], flows[..., w.S :]
    return w._replace(Z=Z.reshape(w.n, w.n), Y=Y.reshape(w.n, -1))
