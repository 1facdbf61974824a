"""BoARIO follows the same shocks to the same production, day by day."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from peer import peer

from newind.kernels.propagation import Disruption, InventoryRules, Network, ProductionCourse, fading, network, run
from newind.typing import Array

pymrio = peer("pymrio")
boario = peer("boario")
models = peer("boario.extended_models")
simulation = peer("boario.simulation")
event = peer("boario.event")
pytestmark = pytest.mark.peer

DAYS = 300
R, S = 3, 4
STOCK, THRESHOLD = 30, 0.8


@dataclass(frozen=True, eq=False)
class Case:
    """An economy, what it loses, and what BoARIO made of it."""

    net: Network
    lost: Array
    production: Array
    capacity: Array
    usual: Array

    def ours(self, **rules: Any) -> ProductionCourse:
        """Follow the same course of capacity."""
        given = {"stock": STOCK, "threshold": THRESHOLD, "reorder": True} | rules
        return run(self.net, InventoryRules(**given), Disruption(PATH, self.lost))


def economy(seed: int) -> tuple[Array, Array]:
    """Draw flows between three regions of four industries, and final demand; labels are in alphabetical order."""
    rng = np.random.default_rng(seed)
    Z4 = rng.lognormal(3, 1, (R, S, R, S))
    Y3 = rng.lognormal(6, 1, (R, S, R))
    Z4 *= np.where(np.eye(R)[:, None, :, None] == 1, 1.0, 0.2)
    return Z4, Y3


def theirs(Z4: Array, Y3: Array, lost: Array, **parameters: Any) -> tuple[Array, Array, Array]:
    """Run BoARIO: production and capacity by day, and usual production."""
    index = pd.MultiIndex.from_product([[f"r{r}" for r in range(R)], [f"s{s}" for s in range(S)]])
    index.names = ["region", "sector"]
    final = pd.MultiIndex.from_product([[f"r{r}" for r in range(R)], ["final"]], names=["region", "category"])
    system = pymrio.IOSystem(
        Z=pd.DataFrame(Z4.reshape(R * S, R * S), index=index, columns=index),
        Y=pd.DataFrame(Y3.reshape(R * S, R), index=index, columns=final),
    )
    system.calc_all()
    given = {"main_inv_dur": STOCK, "psi_param": THRESHOLD, "inventory_restoration_tau": 60} | parameters
    logging.getLogger("boario").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = models.ARIOPsiModel(system, **given)
        sim = simulation.Simulation(model, n_temporal_units_to_sim=DAYS)
        impact = pd.Series(lost, index=index)[lost > 0]
        sim.add_event(event.from_series(impact, event_type="arbitrary", occurrence=5, duration=40, recovery_tau=30))
        sim.loop()
    return sim.production_realised.to_numpy(), sim.production_capacity.to_numpy(), model.X_0


def case(seed: int, **parameters: Any) -> Case:
    Z4, Y3 = economy(seed)
    lost = np.zeros(R * S)
    lost[[1, 6]] = 0.6, 0.3
    return Case(network(Z4, Y3), lost, *theirs(Z4, Y3, lost, **parameters))


PATH = np.concatenate([np.zeros(6), fading(DAYS - 6, 42, 30)])
"""How much of the loss holds each day of an event of day 5: in BoARIO it bites, and starts to recede, a day later."""


def test_the_path_is_that_of_boario() -> None:
    c = case(1, alpha_max=1.0)
    assert_allclose(c.capacity / c.usual, 1 - PATH[:, None] * c.lost, atol=1e-12)


def apart(c: Case, ours: ProductionCourse) -> Array:
    """Return the largest difference of production each day, relative to usual production."""
    return np.abs(ours.made - c.production / c.usual).max(axis=1)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("reorder", [True, False])
def test_production_is_the_same_without_extra_capacity(seed: int, reorder: bool) -> None:
    """Stocks, rationing and orders, with buyers who look for capacity or keep their split of orders."""
    c = case(seed, alpha_max=1.0, order_type="alt" if reorder else "noalt")
    ours = c.ours(capacity=1.0, reorder=reorder)
    assert ours.made.min() < 0.5
    assert (ours.made.min(axis=0) < 0.999).sum() > 2, "the shock does not spread"
    assert_allclose(apart(c, ours), 0, atol=1e-12)


def test_stocks_that_differ_by_product() -> None:
    stock = {"s0": 10, "s1": 20, "s2": 90, "s3": 15}
    c = case(4, alpha_max=1.0, inventory_dict=stock, inventory_restoration_tau=10)
    ours = c.ours(capacity=1.0, stock=np.array(list(stock.values()), dtype=float), restoration=10)
    assert 0 < ours.made.min() < 0.5
    assert_allclose(apart(c, ours), 0, atol=1e-12)


def test_products_that_never_limit() -> None:
    c = case(5, alpha_max=1.0, infinite_inventories_sect=["s1"])
    stock = np.array([STOCK, np.inf, STOCK, STOCK])
    assert_allclose(apart(c, c.ours(capacity=1.0, stock=stock)), 0, atol=1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_extra_capacity_differs_only_where_it_is_given_up(seed: int) -> None:
    """BoARIO gives capacity up where nothing at all is unmet, and faster where demand has fallen; its formula says that
    it relaxes at its own pace wherever nothing is unmet, which is what we do (below a millionth)."""
    c = case(seed)
    difference = apart(c, c.ours())
    assert_allclose(difference[:75], 0, atol=1e-6)
    assert difference.max() < 1e-3
