"""The derivative written out is the derivative."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from model_worlds import Kind, make_benchmark, make_elasticities, make_shocks, seeds, worlds
from numpy.testing import assert_allclose

from newind.equilibrium.jacobian import jacobian
from newind.equilibrium.problem import Problem, size
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import set_up, solve
from newind.equilibrium.system import State

APPROXIMATE = {
    "fuel_carbon": None, "process_carbon": None, "border_charge": None, "embodied_charge": None, "returned": None,
    "migration": None, "moving_cost": None, "output_tax": False,
}  # fmt: skip
"""Levers whose derivatives are left out, as they do no more than steer."""


def state_at(problem, x):
    """Return the state, with markets of unchanged size where unknowns do not say."""
    return State(problem, problem.split(np.concatenate([x, np.zeros(problem.size - x.size)])))


def differences(problem, x, h=1e-5):
    """Return the derivative by central differences, sizes of markets given."""
    b = problem.benchmark
    core = size(b.R, b.S, problem.elasticities.mobile)
    steps = h * np.eye(core, x.size)
    moved = [state_at(problem, x + s).residual - state_at(problem, x - s).residual for s in steps]
    return np.array(moved).T[:core] / (2 * h)


def off(problem, x):
    J = jacobian(state_at(problem, x), float)
    return np.abs(J - differences(problem, x)).max() / max(1.0, np.abs(J).max())


@settings(max_examples=40)
@given(worlds())
def test_at_the_benchmark(world):
    b, e = world
    assert off(Problem(b, e), np.zeros(size(b.R, b.S, e.mobile))) < 1e-7


@settings(max_examples=30)
@given(worlds(), seeds)
def test_at_an_equilibrium_of_shocks_without_charges(world, seed):
    b, e = world
    shocks = replace(make_shocks(b, seed, by_user=seed % 2 == 0), **APPROXIMATE)
    s = solve(set_up(b, e), shocks)
    assert off(s.problem, s.x) < 1e-6


@settings(max_examples=20)
@given(worlds(), seeds)
def test_away_from_equilibrium_too(world, seed):
    b, e = world
    x = np.random.default_rng(seed).normal(0, 0.1, size(b.R, b.S, e.mobile))
    p = Problem(b, e, Shocks(tariff=b.tariff + 0.2 * (1 - np.eye(b.R))))
    x[-2 * b.R * b.S :] *= np.tile(p.active.ravel(), 2)
    assert off(p, x) < 1e-6


@pytest.mark.parametrize("mobile", [True, False])
def test_rows_of_industries_without_output_hold_them_where_they_are(mobile):
    b = next(b for b in (make_benchmark(Kind(), seed) for seed in range(50)) if not b.active.all())
    J = jacobian(state_at(Problem(b, make_elasticities(3, 1, mobile=mobile)), np.zeros(size(3, 3, mobile))), float)
    dead = np.flatnonzero(~b.active.ravel())
    for start in (J.shape[0] - 18, J.shape[0] - 9):
        assert_allclose(J[start + dead], -np.eye(J.shape[0])[start + dead])


def test_a_factor_that_does_not_exist_is_held():
    b = replace(make_benchmark(Kind(awkward=False), 1), labour_share=np.ones((3, 3)))
    e = make_elasticities(3, 1)
    assert off(Problem(b, e), np.zeros(size(3, 3, True))) < 1e-7
    s = solve(set_up(b, e), Shocks(labour=np.full(3, 0.1)))
    assert s.state.at.r is not None
    assert not s.state.at.r.any()


def test_groups_that_do_not_trade_have_each_their_numeraire():
    b = make_benchmark(Kind(R=4, awkward=False, deficits=False), 2)
    together = np.kron(np.eye(2), np.ones((2, 2))) > 0
    cost = np.where(together, 0.0, np.inf) * np.ones((b.S, 1, 1))
    e = make_elasticities(3, 2)
    p = Problem(b, e, Shocks(trade_cost=cost, deficit=np.zeros(4)))
    assert p.connected_regions is not None
    assert p.connected_regions.tolist() == together.tolist()
    assert off(p, np.zeros(size(4, 3, True))) < 1e-7
    s = solve(set_up(b, e), p)
    assert_allclose(s.state.log_level, 0, atol=1e-9)
    assert not s.state.sales.landed[:, ~together].any()


def test_single_precision_is_near_enough():
    b, e = make_benchmark(Kind(), 4), make_elasticities(3, 4)
    state = state_at(Problem(b, e, NONE), np.zeros(size(3, 3, True)))
    assert jacobian(state).dtype == np.float32
    assert_allclose(jacobian(state), jacobian(state, float), rtol=0, atol=1e-5)
