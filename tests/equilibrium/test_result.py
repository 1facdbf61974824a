"""What an equilibrium means: where users buy, and the equilibrium as a benchmark of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from economy import all_at_once, footing, footings
from hypothesis import HealthCheck, given, settings
from numpy.testing import assert_allclose

from newind.equilibrium.sales import new_benchmark, origins
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from newind.testing import REGIONS, Structure, build

CHARGES = ("fuel_carbon", "process_carbon", "border_charge", "embodied_charge", "purchase_tax", "labour_tax")


@pytest.fixture(params=[True, False], ids=["mobile", "fixed"])
def ground(request):
    return footing(build(Structure(REGIONS[:3], ("c14", "c2", "c11", "c8")), 4), mobile=request.param)


def without_charges(shocks):
    """What a benchmark can hold: rates on borders, output and mark-ups, and costs that are in the flows."""
    return replace(shocks, **dict.fromkeys(CHARGES))


def test_shares_of_origins_sum_to_one_and_fall_with_cost(ground):
    b = ground.benchmark
    cost = np.zeros_like(b.tariff)
    cost[0, 0, 1] = 0.2
    before, after = origins(solve(ground.model, Shocks())), origins(solve(ground.model, Shocks(trade_cost=cost)))
    bought = b.spend > 0
    assert_allclose(after.sum(axis=2)[bought], 1.0)
    assert (after[0, 0, 1][bought[0, 0]] < before[0, 0, 1][bought[0, 0]]).all()
    assert_allclose(before, b.shares, atol=1e-8)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(footings())
def test_the_equilibrium_is_an_equilibrium_of_its_own(f):
    """Nothing moves from there, at the new flows, prices, subsidies and emissions."""
    solution = solve(f.model, without_charges(all_at_once(f)), tolerance=1e-11)
    again = solve(set_up(new_benchmark(solution), f.model.elasticities), Shocks())
    assert_allclose(again.real_income, 0.0, atol=1e-8)
    assert_allclose(again.state.prices.final, 0.0, atol=1e-8)


def test_the_way_back_undoes_the_way_there(ground):
    """From the new benchmark the opposite shock leads to where it all began."""
    b = ground.benchmark
    raised = b.tariff + 0.1 * ~np.eye(b.R, dtype=bool)
    there = solve(ground.model, Shocks(tariff=raised), tolerance=1e-11)
    back = solve(set_up(new_benchmark(there), ground.model.elasticities), Shocks(tariff=b.tariff), tolerance=1e-11)
    assert_allclose(back.real_income, -there.real_income, atol=1e-9)


def test_what_is_emitted_stays_the_same_per_volume(ground):
    """In money, emissions per unit fall where prices rise."""
    b = ground.benchmark
    solution = solve(ground.model, Shocks(tariff=b.tariff + 0.1 * ~np.eye(b.R, dtype=bool)))
    new, prices = new_benchmark(solution), solution.state.prices
    assert_allclose(new.fuel_emissions, b.fuel_emissions * np.exp(-prices.good))
    assert_allclose(new.process_emissions, b.process_emissions * np.exp(-prices.border))
    left = np.full((b.R, b.S), -0.2)
    cleaner = new_benchmark(solve(ground.model, Shocks(process_intensity=left)))
    assert_allclose(cleaner.process_emissions, b.process_emissions * np.exp(-0.2), rtol=1e-8)


def test_a_benchmark_without_emissions_stays_without():
    f = footing(build(Structure(REGIONS[:2], ("c14", "c2")), 4, satellites=False))
    new = new_benchmark(solve(f.model, Shocks(labour=np.array([0.01, 0.0]))))
    assert new.fuel_emissions is None
    assert new.process_emissions is None
