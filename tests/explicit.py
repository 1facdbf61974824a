"""The plainest way to compute what indicators compute: loops and an inverse written out, on plain arrays."""

from __future__ import annotations

import numpy as np

GROUPS = {
    "agriculture": {"c1"},
    "manufacturing": {"c3", "c9", "c14"},
    "high-tech": {"c9", "c14"},
    "knowledge-intensive": {"c9", "c14", "c27", "c30"},
    "digital": {"c14", "c27"},
    "digital-wide": {"c14", "c27", "c30"},
    "information-services": {"c27"},
    "services": {"c20", "c27", "c30"},
    "industry": {"c3", "c9", "c14", "c17"},
}
"""Which of the industries that `newind.testing` draws belong to a group, written down again."""


def inverse(w):
    """Return the Leontief inverse, by definition."""
    A = np.zeros((w.n, w.n))
    for j in range(w.n):
        if w.x[j] > 0:
            A[:, j] = w.Z[:, j] / w.x[j]
    return np.linalg.inv(np.eye(w.n) - A)


def cells(w, group=None, region=None):
    """Return the positions of a group of industries, of one region or all."""
    return [
        r * w.S + i
        for r in range(w.R)
        for i, code in enumerate(w.industries)
        if (region is None or r == region) and (group is None or code in GROUPS[group])
    ]


def added(w):
    """Return value added and value added per unit of output."""
    va = w.x - w.Z.sum(axis=0)
    return va, np.array([a / x if x > 0 else 0.0 for a, x in zip(va, w.x, strict=True)])


def embodied(w, members=None):
    """Return value added of each cell (only members') in a unit of final demand for each product; (n, n)."""
    v = added(w)[1]
    kept = np.zeros(w.n)
    for i in range(w.n) if members is None else members:
        kept[i] = v[i]
    return np.diag(kept) @ inverse(w)


def exports(w, j):
    """Return exports of one cell."""
    own = j // w.S
    abroad = [k for k in range(w.n) if k // w.S != own]
    return w.Z[j, abroad].sum() + sum(w.Y[j, c] for c in range(w.Y.shape[1]) if c // w.D != own)


def finals(w, j, user=None):
    """Return final demand for one cell's product, of one region or all."""
    return sum(w.Y[j, c] for c in range(w.Y.shape[1]) if user is None or c // w.D == user)


def over(part, whole):
    """Return a ratio, NaN where there is nothing to divide by."""
    return part / whole if whole != 0 else np.nan


def totals(result):
    """Return the region totals of what an indicator returned."""
    return (result[0] if isinstance(result, tuple) else result).values
