"""Steps that are solved for in two parts are those of the whole derivative, for every market structure."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from model_worlds import Kind, make_benchmark, make_elasticities, seeds, worlds
from numpy.testing import assert_allclose

from newind.equilibrium import steering
from newind.equilibrium.jacobian import jacobian
from newind.equilibrium.problem import Problem, size
from newind.equilibrium.regularity import without_scale
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import set_up
from newind.equilibrium.system import State


@pytest.fixture(scope="module")
def small_model():
    return set_up(make_benchmark(Kind(), 1), without_scale(make_elasticities(3, 1)))


def state_of(b, e, x=None, shocks=None):
    problem = Problem(b, e, Shocks() if shocks is None else shocks)
    return State(problem, problem.split(np.zeros(problem.size) if x is None else x))


def step_of_the_whole(state, f):
    J = jacobian(state, float)
    J[np.diag_indices(len(J))] -= steering.RIDGE
    return np.linalg.solve(J, -f)


def assert_same_step(factors, e, state, seed):
    f = np.random.default_rng(seed).normal(size=size(state.problem.benchmark.R, state.problem.benchmark.S, e.mobile))
    found, wanted = factors.step([e], f[None])[0], step_of_the_whole(state, f)
    assert_allclose(found, wanted, atol=1e-3 * np.abs(wanted).max())


def with_structure(e, phi, chi):
    return replace(e, delta=np.full_like(e.theta, phi) / e.theta, eta=0.0 * e.eta, chi=chi)


@settings(max_examples=30)
@given(worlds(), seeds)
def test_away_from_the_benchmark_with_its_own_structure(world, seed):
    b, e = world
    e = replace(e, eta=0.0 * e.eta)
    x = np.random.default_rng(seed).normal(0, 0.05, size(b.R, b.S, e.mobile))
    x[-2 * b.R * b.S :] *= np.tile(Problem(b, e).active.ravel(), 2)
    state = state_of(b, e, x, Shocks(tariff=b.tariff + 0.2 * (1 - np.eye(b.R))))
    assert_same_step(steering.factorise_jacobian(state), e, state, seed)


def test_groups_that_do_not_trade_have_each_their_numeraire():
    b, e = (
        make_benchmark(Kind(R=4, awkward=False, deficits=False), 2),
        with_structure(make_elasticities(3, 2), 0.4, 0.5),
    )
    cost = np.where(np.kron(np.eye(2), np.ones((2, 2))) > 0, 0.0, np.inf) * np.ones((b.S, 1, 1))
    state = state_of(b, e, shocks=Shocks(trade_cost=cost, deficit=np.zeros(4)))
    factors = steering.factorise_jacobian(state)
    assert len(factors.prices.world) == b.R
    assert_same_step(factors, e, state, 1)


@pytest.mark.parametrize("structure", [(0.0, 0.0), (0.3, 0.0), (0.5, 1.0), (0.5, 0.25)])
@settings(max_examples=15)
@given(worlds(), seeds)
def test_other_structures_are_found_from_the_same_derivative(structure, world, seed):
    b, e = world
    e = with_structure(e, *structure)
    assert_same_step(set_up(b, without_scale(e)).factors, e, state_of(b, e), seed)


def test_structures_close_by_share_factors_and_few_are_kept(small_model, monkeypatch):
    monkeypatch.setattr(steering, "ROOM", 2.5 * small_model.factors.prices.inputs.nbytes)
    factors = small_model.factors._replace(structures={})
    asked = [with_structure(small_model.elasticities, phi, 0.0) for phi in (0.3, 0.31, 0.5, 0.7)]
    found = [factors.find(e) for e in asked]
    assert found[0] is found[1]
    assert found[1] is not found[2]
    assert len(factors.structures) == 2
    assert factors.find(asked[0]) is not found[0]
    assert_allclose(factors.find(asked[0])[1][0], found[0][1][0])


def test_rows_of_several_structures_are_those_of_each_alone(small_model):
    factors, rng = small_model.factors, np.random.default_rng(1)
    asked = [
        with_structure(small_model.elasticities, phi, chi) for phi in (0.0, 0.5) for chi in (0.0, 1.0) for _ in "ab"
    ]
    f = rng.normal(size=(len(asked), small_model.size))
    alone = np.concatenate([factors.step([e], one[None]) for e, one in zip(asked, f, strict=True)])
    assert_allclose(factors.step(asked, f), alone, atol=1e-4 * np.abs(alone).max())


def test_structures_stay_behind_in_copies(small_model):
    f = np.ones((1, small_model.size))
    asked, factors = [small_model.elasticities], small_model.factors
    wanted, copy = factors.step(asked, f), pickle.loads(pickle.dumps(factors))
    assert factors.structures
    assert not copy.structures
    assert_allclose(copy.step(asked, f), wanted)
