"""Between flows by seller, industry, buyer and use, and accounts with the labels of the shipped world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import ECONOMIES, FINAL, TABLE
from newind.accounts.accounts import Accounts
from newind.accounts.classification import load
from newind.accounts.regions import Regions
from newind.data.reference.observed import DEMAND

if TYPE_CHECKING:
    from newind.typing import Array

KEPT = (0, 2, 3)
"""Positions in `DEMAND` of the final uses of the flows."""


def at_26(flows: Array) -> Array:
    """Return flows of 34 industries, (R, 34, R, 37), by 26, (R, 26, R, 29)."""
    member = np.array([[float(row["wiod26"] == code) for code in load("wiod26")] for row in TABLE])
    inputs = np.einsum("ia,oidj,jb->oadb", member, flows[..., : len(member)], member, optimize=True)
    final = np.einsum("ia,oidf->oadf", member, flows[..., len(member) :], optimize=True)
    return np.concatenate([inputs, final], axis=3)


def of_accounts(w: Accounts) -> Array:
    """Return the flows of accounts with the labels of the shipped world, (R, S, R, S + 3); negative ones are zero."""
    Y = np.maximum(w.Y4, 0.0)
    final = np.stack([Y[..., 0] + Y[..., 1], Y[..., 2], Y[..., 3] + Y[..., 4]], axis=3)
    return np.concatenate([np.maximum(w.Z4, 0.0), final], axis=3)


def final_demand(flows: Array) -> Array:
    """Return the final use of flows by the categories of the shipped world, (R * S, R * 5)."""
    R, S = flows.shape[:2]
    Y = np.zeros((R, S, R, len(DEMAND)))
    Y[..., list(KEPT)] = flows[..., -len(FINAL) :]
    return Y.reshape(R * S, -1)


def to_accounts(flows: Array, year: int, source: str) -> Accounts:
    """Return flows of 26 industries as accounts of the shipped world, in whole million USD."""
    n = flows.shape[0] * flows.shape[1]
    return Accounts(
        Z=np.rint(flows[..., : -len(FINAL)].reshape(n, n)),
        Y=np.rint(final_demand(flows)),
        regions=Regions(ECONOMIES),
        industries=tuple(load("wiod26")),
        demand=DEMAND,
        year=year,
        status="estimated",
        source=source,
    )
