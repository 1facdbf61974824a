"""Drift of recipes: how shares of inputs in cost moved from 1995 to 2011, by groups of inputs and of users.

Rates are derived from the shipped world of 20 economies (World Input-Output Database, release of 2013); :func:`record`
writes them again. What industries buy of mining moved most, with prices of 2011.

References
----------
Timmer, Dietzenbacher, Los, Stehrer & de Vries (2015), Review of International Economics 23(3), 575.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.datafiles import read_csv_rows
from newind.equilibrium.levers.ground import members
from newind.kernels.quotients import ratio
from newind.pathways.growthpath import fading

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray

FILE = "drift.csv"
GROUPS = ("agriculture", "manufacturing", "utilities", "construction", "services", "industry")
"""Groups of inputs and of users; an industry is in the first that has it, mining alone is left to the last."""
FIRST, LAST = 1995, 2011
"""Tables that rates are fitted to."""
HALF, PART = 10.0, 0.5
"""Years in which drift halves, and the part of the fitted rate that it begins with (assumed)."""


def place(industries: tuple[str, ...]) -> IntArray:
    """Return the group of each industry, −1 for none; (S,)."""
    found = np.full(len(industries), -1)
    for k, name in reversed(list(enumerate(GROUPS))):
        found[members(name, industries)] = k
    return found


def fit_rates(first: Accounts, last: Accounts) -> Array:
    """Return yearly changes of shares of inputs in cost, in logs: the mean over economies, weighted by output; (G, G).

    Rows are groups of inputs, columns of users; 0 where an economy has neither.
    """
    early, late = _shares(first), _shares(last)
    weight = 0.5 * sum(_outputs(w) / _outputs(w).sum() for w in (first, last))
    known = (early > 0) & (late > 0)
    change = np.log(np.where(known, late, 1.0) / np.where(known, early, 1.0)) / (last.year - first.year)
    weights = np.where(known, weight, 0.0)
    return np.nan_to_num(ratio((change * weights).sum(axis=1), weights.sum(axis=1)))


def _pool(w: Accounts) -> Array:
    """Return which industry is in which group; (G, S)."""
    at = place(w.industries)
    return np.array([at == k for k in range(len(GROUPS))], dtype=float)


def _outputs(w: Accounts) -> Array:
    """Return output of groups by region; (R, G)."""
    return np.asarray(w.x.reshape(w.R, w.S) @ _pool(w).T)


def _shares(w: Accounts) -> Array:
    """Return shares of groups of inputs in output of groups of users by region; (G, R, G)."""
    pool = _pool(w)
    bought = np.einsum("gk,knu,hu->gnh", pool, w.Z4.sum(axis=0), pool)
    return np.asarray(bought / np.maximum(_outputs(w), np.finfo(float).tiny))


@cache
def read_rates() -> Array:
    """Return the rates on record; (G, G)."""
    found = np.zeros((len(GROUPS),) * 2)
    for row in read_csv_rows("newind.pathways", FILE):
        found[GROUPS.index(row["input"]), GROUPS.index(row["user"])] = float(row["rate"])
    found.flags.writeable = False
    return found


def record(first: Accounts, last: Accounts) -> Path:
    """Write the file again: input, user, rate."""
    path = Path(__file__).parent / FILE
    rows = [
        f"{a},{b},{rate:.4f}" for a, row in zip(GROUPS, fit_rates(first, last), strict=True)
        for b, rate in zip(GROUPS, row, strict=True)
    ]  # fmt: skip
    path.write_text("\n".join(["input,user,rate", *rows]) + "\n", encoding="utf-8")
    return path


def drift_until(industries: tuple[str, ...], years: int) -> Array:
    """Return by how much shares of inputs [k, s] have drifted after 0, 1, … years, in logs; (T, S, S)."""
    at = place(industries)
    rates = np.pad(read_rates(), (0, 1))[np.ix_(at, at)]
    so_far = np.concatenate([[0.0], np.cumsum(fading(years - 1, HALF))])
    return np.asarray(PART * rates * so_far[:, None, None])
