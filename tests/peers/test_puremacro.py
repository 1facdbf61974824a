"""Tariffs and trade costs in the exact-hat model of Caliendo & Parro (2015) of puremacro: the same real incomes.

One factor, constant shares of cost, common shares of origins, deficits that stay constant in world value added.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from peer import peer

from newind.equilibrium.assumptions import Assumptions, Elasticities
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from newind.testing import REGIONS, Structure, build

pytestmark = pytest.mark.peer
ACCURACY = 1e-7
"""Largest difference of a log; the peer stops at 1e-8 of incomes."""


@pytest.fixture(scope="module")
def exact_hat():
    peer("puremacro")
    from puremacro.trade.caliendo_parro import CaliendoParroModel

    return CaliendoParroModel


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("moved", ["tariff", "trade_cost"])
def test_real_incomes_are_those_of_the_exact_hat_model(exact_hat, seed, moved):
    w = build(Structure(REGIONS[:4], ("c1", "c14", "c27", "c30", "c31"), inventories=False), seed)
    b = laboratory(w, Assumptions("medium", {"shares": "common"})).benchmark
    b = replace(b, labour_share=np.ones((b.R, b.S)), land_share=0.0)
    theta = np.array([3.0, 5.0, 2.0, 7.0, 4.0])
    change = np.random.default_rng(seed).uniform(0.0, 0.3, b.tariff.shape) * (1 - np.eye(b.R))
    given = {"tariff": b.tariff + change} if moved == "tariff" else {"trade_cost": np.log1p(change)}
    ours = solve(set_up(b, Elasticities(theta, 1.0, 1.0, 1.0, np.zeros(b.S), mobile=False)), Shocks(**given))

    inputs = (1.0 - b.value_added_share)[:, :, None] * b.cost_shares[:, :, :-1].transpose(1, 2, 0)
    world = b.value_added.sum()
    their = exact_hat(
        b.shares[..., 0], b.value_added_share, inputs, b.cost_shares[:, :, -1].T, theta,
        b.value_added.sum(axis=1) / world, b.deficit / world, 1.0 + b.tariff,
    ).solve_counterfactual(
        tariffs_new=1.0 + given.get("tariff", b.tariff), d_hat=np.exp(given.get("trade_cost", 0.0 * change)),
        deficit_rule="scaled",
    )  # fmt: skip
    assert their.converged
    assert np.abs(ours.real_income).max() > 1e-3
    np.testing.assert_allclose(ours.real_income, np.log(their.welfare_hat), rtol=0, atol=ACCURACY)
