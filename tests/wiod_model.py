"""The WIOD 2013 release of 2008, 41 economies × 35 industries, as a starting point of the model."""

from __future__ import annotations

import json

import numpy as np

import newind as ni
from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.calibrate import build_benchmark, fold
from newind.equilibrium.solve import rebase_benchmark, set_up

DEMAND = ("c37", "c38", "c39", "c41", "c42")


def read_folded(shared):
    """Return the accounts on the model's footing; two industries that only run down stocks are emptied first."""
    folder = shared / "world" / "wiod2013"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / "wiot_2008.npz") as file:
        Z, Y = file["Z"].astype(float), file["F"].astype(float)
    Y[(Z.sum(axis=1) + Y.sum(axis=1) <= 0) & (Z.sum(axis=0) == 0)] = 0.0
    regions = [{"RoW": "ROW", "ROM": "ROU"}.get(c, c) for c in labels["countries"]]
    w = ni.Accounts(Z=Z, Y=Y, regions=regions, industries=labels["industries"], demand=DEMAND, year=2008)
    return fold(w).accounts


def make_benchmark(folded, shares):
    """Return a benchmark with one factor and without policies; shares of origins common to users, or by user."""
    return build_benchmark(folded, labour_share=np.ones((folded.R, folded.S)), shares=shares)


def responses(benchmark, theta=5.0):
    """Return Cobb-Douglas nests with one trade elasticity and nothing else."""
    zero = np.zeros(benchmark.S)
    return Elasticities(zero + theta, sigma=1.0, sigma_v=1.0, sigma_f=1.0, delta=zero, mobile=False)


def balanced(benchmark, elasticities):
    """Return the benchmark without trade deficits."""
    return rebase_benchmark(set_up(benchmark, elasticities))
