"""The WIOD 2013 release of 2008, 41 economies × 35 industries, as a starting point of the model."""

from __future__ import annotations

import json

import numpy as np

from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.elasticities import Elasticities
from newind.equilibrium.solve import rebased, set_up

FLOOR = 0.01
"""Least share of value added in output; inputs are scaled down to it."""
R, S = 41, 35


def labels(shared):
    """Return the economies and the industries."""
    text = (shared / "world" / "wiod2013" / "labels.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["countries"]), tuple(json.loads(text)["industries"])


def read_flows(shared):
    """Return flows to industries (R, S, R, S) and to final demand (R, S, R), which is summed and floored at zero."""
    with np.load(shared / "world" / "wiod2013" / "wiot_2008.npz") as file:
        Z, F = file["Z"].astype(float).reshape(R, S, R, S), file["F"].astype(float).reshape(R, S, R, 5)
    return floored(Z, np.maximum(F.sum(axis=3), 0.0))


def floored(Z, F):
    """Scale inputs down where they leave less value added than the floor."""
    while True:
        most, inputs = (1 - FLOOR) * (Z.sum(axis=(2, 3)) + F.sum(axis=2)), Z.sum(axis=(0, 1))
        if not (over := inputs > most * (1 + 1e-12)).any():
            return Z, F
        Z = Z * np.where(over, most / np.where(over, inputs, 1.0), 1.0)


def one_industry(Z, F):
    """Return the flows of all industries together: (R, 1, R, 1) and (R, 1, R)."""
    return Z.sum(axis=(1, 3))[:, None, :, None], F.sum(axis=1)[:, None, :]


def make_benchmark(Z, F, names, common):
    """Return a benchmark without tariffs, with one factor, and shares of origins common to users or not."""
    flows = np.concatenate([Z, F[..., None]], axis=3).transpose(1, 2, 0, 3)
    by_origin = flows.sum(axis=3, keepdims=True) if common else flows
    total = by_origin.sum(axis=2, keepdims=True)
    zero, n = np.zeros((flows.shape[0], *flows.shape[1:3])), Z.shape[:2]
    return Benchmark(
        shares=np.divide(by_origin, total, out=np.zeros_like(by_origin), where=total > 0),
        spend=flows.sum(axis=2),
        labour_share=np.ones(n),
        tariff=zero,
        markup=np.ones(n),
        subsidy=np.zeros(n),
        rebate=zero,
        regions=names[0],
        industries=names[1],
    )


def responses(benchmark, theta=5.0):
    """Return Cobb-Douglas nests with one trade elasticity and nothing else."""
    zero = np.zeros(benchmark.S)
    return Elasticities(zero + theta, sigma=1.0, sigma_v=1.0, sigma_f=1.0, psi=zero, mobile=False)


def balanced(benchmark, elasticities):
    """Return the benchmark without trade deficits."""
    return rebased(set_up(benchmark, elasticities))
