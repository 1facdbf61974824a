"""Trade cut off in the model: of all regions with all, or of one region with the others."""

from __future__ import annotations

import numpy as np

from newind.equilibrium.problem import Problem
from newind.equilibrium.shocks import Shocks


def closed(benchmark, elasticities, region=None):
    """Return the problem without trade, leaving out cells without supplier and stopping industries without buyers."""
    n = np.arange(benchmark.R)
    cut = n[:, None] != n if region is None else (n[:, None] == region) != (n == region)
    cost = np.where(cut, np.inf, 0.0) + np.zeros((benchmark.S, 1, 1))
    flows = (benchmark.shares > 0) & ~cut[:, :, None] & (benchmark.spend > 0)[:, :, None]
    lost, idle = (benchmark.spend > 0) & ~flows.any(axis=2), benchmark.active & ~_wanted(flows)
    return Problem(benchmark, elasticities, Shocks(trade_cost=cost), lost=_some(lost), idle=_some(idle))


def _wanted(flows):
    """Return industries that final demand anywhere needs, directly or through other industries; (R, S)."""
    wanted = flows[..., -1].any(axis=1).T
    while (more := wanted | (flows[..., :-1] & wanted[:, None]).any(axis=(1, 3)).T).sum() > wanted.sum():
        wanted = more
    return wanted


def _some(cells):
    return cells if cells.any() else None
