"""Benchmarks drawn at random: consistent in levels, with tariffs, mark-ups, subsidies and rebates."""

from __future__ import annotations

import numpy as np

from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.benchmark import Benchmark

R, S = 3, 4


def drawn(seed=1, *, common=False, policies=True, alter=None):
    """Draw shares, coefficients and rates, let `alter` change the first in place, and find the outputs that fit."""
    g = np.random.default_rng(seed)
    pi = g.dirichlet(np.ones(R), size=(S, R, 1 if common else S + 1)).transpose(0, 1, 3, 2).copy()
    inputs = g.dirichlet(np.ones(S), size=(R, S)).transpose(2, 0, 1) * g.uniform(0.2, 0.5, (1, R, S))
    final = (g.dirichlet(np.ones(S), size=R).T * g.uniform(1, 3, R))[:, :, None]
    if alter is not None:
        alter(pi, inputs, final)
    on = 1.0 if policies else 0.0
    fixed = {
        "labour_share": g.uniform(0.3, 0.7, (R, S)),
        "tariff": on * g.uniform(0, 0.2, (S, R, R)) * (1 - np.eye(R)),
        "markup": 1 + on * g.uniform(0, 0.2, (R, S)),
        "subsidy": on * g.uniform(-0.05, 0.1, (R, S)),
        "rebate": on * g.uniform(0, 0.05, (S, R, R)),
        "land_share": 0.2,
        "regions": ("AAA", "BBB", "CCC"),
        "industries": ("c1", "c2", "c3", "c4"),
    }
    output = np.ones((R, S))
    for _ in range(2000):
        spend = np.concatenate([inputs * output, final], axis=2)
        some = spend.any(axis=2, keepdims=True) if common else spend != 0
        b = Benchmark(np.where(some[:, :, None], pi, 0.0), spend, **fixed)
        if np.abs(b.output - output).max() < 1e-14:
            break
        output = b.output
    return b


def responses(mobile=True, delta=0.0, eta=0.0, chi=0.0):
    """Return elasticities away from one, with a market structure that is the same in all industries."""
    some = (np.full(S, delta), mobile, np.full(S, eta), chi)
    return Elasticities(np.array([3.0, 4.0, 5.0, 6.0]), 0.6, 0.4, 0.8, *some)
