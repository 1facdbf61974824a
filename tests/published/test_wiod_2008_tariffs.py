"""Tariffs of 10 % between China and the United States, both ways on all industries, in the WIOD 2008 economy.

Trade elasticity 5, constant shares of cost, one factor, value added at least 1 % of output; real income in percent, to
four decimals. Deficits stay constant in world value added, or are set to zero first.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up, solve
from wiod_model import balanced, make_benchmark, read_folded, responses

REGIONS = ("CHN", "USA", "MEX")
RATE = 0.1
WITH_DEFICITS = {"common": (-0.2917, -0.0012, 0.0427), "user": (-0.2983, -0.0008, 0.0454)}
WITHOUT = {"common": (-0.1344, -0.0217, 0.0285), "user": (-0.1392, -0.0203, 0.0334)}
ACCURACY = 2e-4


@pytest.fixture(scope="module", params=["common", "user"])
def world(request, shared):
    """Return how shares of origins are, and the benchmark."""
    return request.param, make_benchmark(read_folded(shared), request.param)


def effect(benchmark):
    """Return percent changes of real income in China, the United States and Mexico."""
    places = [benchmark.regions.index(r) for r in REGIONS]
    china, states, _ = places
    tariff = np.zeros_like(benchmark.tariff)
    tariff[:, china, states] = tariff[:, states, china] = RATE
    found = solve(set_up(benchmark, responses(benchmark)), Shocks(tariff=tariff))
    return 100 * np.expm1(found.real_income[places])


def test_deficits_constant_in_world_value_added(world):
    shares, benchmark = world
    assert_allclose(effect(benchmark), WITH_DEFICITS[shares], rtol=0, atol=ACCURACY)


def test_without_deficits(world):
    shares, benchmark = world
    without = balanced(benchmark, responses(benchmark))
    assert_allclose(effect(without), WITHOUT[shares], rtol=0, atol=ACCURACY)
