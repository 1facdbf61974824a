"""Drift of recipes: how shares of inputs in cost moved from 1995 to 2011, by groups of inputs and of users.

Rates are derived from the shipped world of 20 economies (World Input-Output Database, release of 2013) by
``builders/drift.py``. What industries buy of mining moved most, with prices of 2011.

References
----------
Timmer, Dietzenbacher, Los, Stehrer & de Vries (2015), Review of International Economics 23(3), 575.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.datafiles import read_csv_rows
from newind.equilibrium.structure import members
from newind.pathways.growthpath import fading

if TYPE_CHECKING:
    from newind.typing import Array, IntArray

FILE = "drift.csv"
GROUPS = ("agriculture", "manufacturing", "utilities", "construction", "services", "industry")
"""Groups of inputs and of users; an industry is in the first that has it, mining alone is left to the last."""
HALF, PART = 10.0, 0.5
"""Years in which drift halves, and the part of the fitted rate that it begins with (assumed)."""


def place(industries: tuple[str, ...]) -> IntArray:
    """Return the group of each industry, −1 for none; (S,)."""
    found = np.full(len(industries), -1)
    for k, name in reversed(list(enumerate(GROUPS))):
        found[members(name, industries)] = k
    return found


@cache
def read_rates() -> Array:
    """Return the rates on record; (G, G)."""
    found = np.zeros((len(GROUPS),) * 2)
    for row in read_csv_rows("newind.pathways", FILE):
        found[GROUPS.index(row["input"]), GROUPS.index(row["user"])] = float(row["rate"])
    found.flags.writeable = False
    return found


def drift_until(industries: tuple[str, ...], years: int) -> Array:
    """Return by how much shares of inputs [k, s] have drifted after 0, 1, … years, in logs; (T, S, S)."""
    at = place(industries)
    rates = np.pad(read_rates(), (0, 1))[np.ix_(at, at)]
    so_far = np.concatenate([[0.0], np.cumsum(fading(years - 1, HALF))])
    return np.asarray(PART * rates * so_far[:, None, None])
