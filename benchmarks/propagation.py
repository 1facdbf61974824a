"""A year of shortages day by day at 20 x 26 and 41 x 35, BoARIO in the same run where it is installed; exposure beside.

Run: python benchmarks/propagation.py [--threads N] [--repeats N]
"""

from __future__ import annotations

import importlib.util
import logging
import warnings
from typing import TYPE_CHECKING

import numpy as np

import newind as ni
from common import Row, Timing, arguments, blas_threads, cold, report, synthetic, timed
from newind.analyses.circulation.exposures import exposure
from newind.analyses.circulation.joint import joint_cuts
from newind.analyses.circulation.shortrun import propagation
from newind.analyses.losses import Cut
from newind.kernels.propagation import Disruption, InventoryRules, fading, network, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.typing import Array

DAYS = 365
GOAL = 3.0
SIZES = ((20, 26, GOAL), (41, 35, None))
"""Regions, industries, and the seconds that a year may take."""
RULES = InventoryRules(stock=30.0, restoration=30.0, threshold=0.8, capacity=1.0, reorder=True)
DELAY = 6
"""Day on which an event of day 5 bites in BoARIO, which counts from 0."""


def economy(R: int, S: int) -> tuple[Array, Array]:
    """Return made-up flows by region and industry, and final demand by buying region."""
    Z, Y = synthetic(R, S, 0.8)
    return Z.reshape(R, S, R, S), Y.reshape(R, S, R)


def loss(n: int) -> Array:
    """Return a loss of half of the capacity of every tenth industry."""
    return np.where(np.arange(n) % 10 == 0, 0.5, 0.0)


def ours(Z4: Array, Y3: Array) -> Array:
    """Return production relative to usual, by day."""
    path = np.concatenate([np.zeros(DELAY), fading(DAYS - DELAY, 32, 30)])
    return run(network(Z4, Y3), RULES, Disruption(path, loss(Z4[:, :, 0, 0].size))).made


def boario(Z4: Array, Y3: Array) -> Callable[[], Array]:
    """Return a run of BoARIO, from a system that is there to production relative to usual, by day."""
    import pandas as pd
    import pymrio
    from boario import event, extended_models, simulation

    R, S = Z4.shape[:2]
    index = pd.MultiIndex.from_product([[f"r{r:02d}" for r in range(R)], [f"s{s:02d}" for s in range(S)]])
    index.names = ["region", "sector"]
    final = pd.MultiIndex.from_product([[f"r{r:02d}" for r in range(R)], ["final"]], names=["region", "category"])
    flows = pd.DataFrame(Z4.reshape(R * S, R * S), index=index, columns=index)
    system = pymrio.IOSystem(Z=flows, Y=pd.DataFrame(Y3.reshape(R * S, R), index=index, columns=final))
    system.calc_all()
    impact = pd.Series(loss(R * S), index=index)
    logging.getLogger("boario").setLevel(logging.ERROR)

    def work() -> Array:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = {"main_inv_dur": 30, "psi_param": 0.8, "inventory_restoration_tau": 30, "alpha_max": 1.0}
            model = extended_models.ARIOPsiModel(system, **given)
            sim = simulation.Simulation(model, n_temporal_units_to_sim=DAYS)
            hit = event.from_series(
                impact[impact > 0], event_type="arbitrary", occurrence=5, duration=30, recovery_tau=30
            )
            sim.add_event(hit)
            sim.loop()
        return np.asarray(sim.production_realised.to_numpy() / model.X_0)

    return work


def installed() -> bool:
    """Return whether BoARIO and what it needs is there."""
    return all(importlib.util.find_spec(name) for name in ("boario", "pymrio", "progressbar"))


def row(R: int, S: int, goal: float | None, repeats: int) -> Row:
    """Time one size; where BoARIO is there, first check that both make the same of it."""
    Z4, Y3 = economy(R, S)
    took = timed(lambda: ours(Z4, Y3), repeats)
    peer: Timing | None = None
    note = "BoARIO is not installed"
    if installed():
        theirs = boario(Z4, Y3)
        apart = np.abs(ours(Z4, Y3) - theirs()).max()
        np.testing.assert_allclose(apart, 0, atol=1e-6)
        peer, note = cold(theirs), f"peer: BoARIO, production the same to {apart:.0e}"
    return Row(f"a year, {R} × {S}", took, peer, goal, note)


def main() -> None:
    """Compare at both sizes, then time what is based on it."""
    options = arguments(__doc__ or "").parse_args()
    with blas_threads(options.threads) as machine:
        rows = [row(R, S, goal, options.repeats) for R, S, goal in SIZES]
        w = ni.load("world", year=2011)
        cut = Cut("CHN", ("USA", "JPN", "KOR"), ("c14",))
        work: dict[str, tuple[Callable[[], object], float | None, str]] = {
            "a cut with its range": (lambda: propagation(w, "CHN", cut), GOAL, "nine runs"),
            "the same, origins apart": (lambda: propagation(w, "CHN", cut, origins="separate"), None, "three runs"),
            "exposure of CHN": (lambda: exposure(w, "CHN"), GOAL, "17 partners, both sides; five ranges each"),
            "joint cuts of CHN": (lambda: joint_cuts(w, "CHN", ranges=False), None, "1,000 draws, both sides"),
        }
        rows += [Row(what, timed(f, options.repeats), None, goal, note) for what, (f, goal, note) in work.items()]
        report("Shortages and losses of partners", machine, rows)


if __name__ == "__main__":
    main()
