"""Quantities that several S4 indicators share, computed once per accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import OTHER, demand_role, demand_roles
from newind.accounts.memo import memo
from newind.kernels import chains, dependence, valueadded
from newind.kernels.quotients import ratio
from newind.measures import shared

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

NO_VALUE = "no value added"
NO_INVENTORIES = "no demand category holds changes in inventories alone: none is set aside"
STOCKS = "an industry's share is below zero, or above one, where stocks are run down"
SOLD = "what is sold to a boundary of the table counts as used there"
PRODUCTS = "by product used"


@memo
def forward(w: Accounts) -> Array:
    """Domestic value added in exports that travels on beyond the direct importer; (R, S) by product, money."""
    return valueadded.forward_participation(w.v, shared.domestic_leontief(w), w.A4, w.Y3, shared.exports(w))


@memo
def positions(w: Accounts) -> tuple[Array, Array]:
    """Upstreamness and downstreamness with inventories set aside; two (n,) arrays, stages."""
    stock = inventories(w)
    held = w.Y.reshape(w.n, w.R, w.D)[:, :, stock].sum(axis=(1, 2))
    kept = np.delete(w.Y.reshape(w.n, w.R, w.D), np.flatnonzero(stock), axis=2).reshape(w.n, -1)
    Z, _ = chains.without_inventories(w.Z, kept, w.x, held)
    return chains.positions(Z, w.x)


def inventories(w: Accounts) -> BoolArray:
    """Return which demand categories are changes in inventories; (D,)."""
    return np.array([demand_role(d) == "inventories" for d in w.demand])


def inventories_note(w: Accounts) -> str:
    """Return which demand categories are set aside as changes in inventories, and which are not recognised."""
    roles = demand_roles(w.demand)
    held, other = (", ".join(roles.get(role, ())) for role in ("inventories", OTHER))
    return shared.notes(
        f"changes in inventories are set aside: {held}" if held else NO_INVENTORIES,
        f"final use includes categories that are not recognised: {other}" if other else "",
    )


@memo
def circulation(w: Accounts) -> chains.Circulation:
    """Value added by the circulation that calls for it; (R, S) each, money."""
    return chains.circulation(w.v, shared.domestic_leontief(w), w.Z4, w.Y3)


@memo
def home_value(w: Accounts) -> Array:
    """Value added in what each economy finally uses, by user and economy of origin; (R, R), money."""
    return np.ascontiguousarray(shared.compute_absorption(w).reshape(w.R, w.S, w.R).sum(axis=1).T)


@memo
def value_in_products(w: Accounts) -> tuple[Array, Array]:
    """Value added in what each economy finally uses, by product, all and foreign; two (R, S), money.

    Changes in inventories are left out: run down, they would cancel what is used.
    """
    origin, used = shared.origin(w), w.Y4[:, :, :, ~inventories(w)].sum(axis=3)
    own = np.einsum("roi,oir->ri", origin.reshape(w.R, w.R, w.S), used)
    every = np.einsum("oi,oir->ri", origin.sum(axis=0).reshape(w.R, w.S), used)
    return every, every - own


@memo
def markets(w: Accounts) -> Array:
    """Value added exported by producing region, industry and absorbing region; (R, S, R), money, 0 at home."""
    flows = shared.compute_absorption(w).reshape(w.R, w.S, w.R).copy()
    own = np.arange(w.R)
    flows[own, :, own] = 0.0
    return flows


@memo
def market_shares(w: Accounts) -> Array:
    """Share of each absorbing region in an economy's value-added exports; (R, R)."""
    total = markets(w).sum(axis=1)
    return ratio(total, total.sum(axis=1, keepdims=True))


@memo
def supplier_shares(w: Accounts) -> Array:
    """Share of each supplying region in an economy's imported inputs; (R, R) by buyer and supplier."""
    total = dependence.supplies(w.Z4).sum(axis=1).T
    return ratio(total, total.sum(axis=1, keepdims=True))


@memo
def compute_output_by_demand(w: Accounts) -> Array:
    """Output of each industry that the final demand of each region calls for; (n, R), money."""
    return w.LU.solve(w.Yr)
