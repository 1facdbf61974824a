"""Fit rates at which recipes drift to the shipped world, and write what is shipped of them.

``python -m builders.drift`` compares its tables of 1995 and 2011.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.store import write_whole
from newind.data.reference import load
from newind.kernels.quotients import ratio
from newind.pathways.drift import GROUPS, place

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

FILE = Path("src/newind/pathways/drift.csv")
FIRST, LAST = 1995, 2011
"""Tables that rates are fitted to."""


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


def list_rows(rates: Array) -> list[str]:
    """Return the rows of the file: input, user, rate."""
    found = [f"{a},{b},{rates[k, s]:.4f}" for k, a in enumerate(GROUPS) for s, b in enumerate(GROUPS)]
    return ["input,user,rate", *found]


def main() -> None:
    """Write the shipped file."""
    rows = list_rows(fit_rates(load("world", year=FIRST), load("world", year=LAST)))
    write_whole(FILE, lambda file: file.write_text("\n".join(rows) + "\n", encoding="utf-8"))


if __name__ == "__main__":
    main()
