"""The equations keep to the standard of Python arrays: another library computes them, and solves with them, alike."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_many
from newind.equilibrium.problem import Problem
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.stacking import stack_problems
from newind.equilibrium.system import State
from newind.errors import PolicyError
from newind.kernels.arrays import Moved, as_numpy
from newind.policy.posing import build_problem


@pytest.fixture(scope="module")
def strict():
    """A library that has what the standard has, and refuses everything else."""
    return pytest.importorskip("array_api_strict")


@pytest.fixture(scope="module")
def world():
    return ni.load("world", 2011)


def pose(w, shock, horizon, elasticity):
    lab = laboratory(w, Assumptions(horizon, {"trade_elasticity": elasticity}))
    return lab.model, build_problem(lab, ni.Package([shock]).select_shocks(w))[0]


def residual(problem, x, library):
    if library is np:
        return State(problem, problem.split(x)).residual
    moved = Moved(problem, library)
    return as_numpy(State(moved, moved.split(library.asarray(x))).residual)


@pytest.mark.parametrize("horizon", ["short", "medium"])
def test_every_lever_has_the_same_residual_alone_and_beside_another(strict, world, horizon):
    rng, posed = np.random.default_rng(0), 0
    for lever in ni.levers():
        try:
            problems = [pose(world, ni.Shock(**lever.example), horizon, e)[1] for e in (3.0, 4.0)]
        except (PolicyError, ni.DataError):
            continue
        x = 0.01 * rng.standard_normal((2, problems[0].size))
        for problem, at in ((problems[0], x[0]), (stack_problems(problems), x)):
            np.testing.assert_allclose(residual(problem, at, strict), residual(problem, at, np), rtol=0, atol=1e-12)
        posed += 1
    assert posed > 20


@pytest.mark.parametrize("name", ["array_api_strict", "jax.numpy"])
def test_equilibria_are_found_with_another_library(world, name):
    library = pytest.importorskip(name)
    if name == "jax.numpy":
        pytest.importorskip("jax").config.update("jax_enable_x64", True)
    model = laboratory(world, Assumptions("medium")).model
    grown = [Shocks(labour=np.full(20, change), productivity=np.full((20, 26), 0.01)) for change in (0.01, 0.02)]
    problems = [Problem(model.benchmark, model.elasticities, shocks) for shocks in grown]
    usual, other = (solve_many([model] * 2, problems, library=used) for used in (np, library))
    for a, b in zip(usual, other, strict=True):
        assert a.iterations == b.iterations
        assert np.abs(a.x - b.x).max() < 1e-12
        assert isinstance(b.state.sales.net, np.ndarray)


def test_real_gdp_that_is_given_is_met_with_another_library(strict, world):
    model = laboratory(world, Assumptions("medium")).model
    calm = Problem(model.benchmark, model.elasticities)
    wanted = 1.02 * State(calm, calm.split(np.zeros(calm.size))).product
    dearer = np.where(np.eye(20, dtype=bool)[..., None], 0.0, 0.01) * np.ones((26, 20, 20, 27))
    for shocks in (Shocks(), Shocks(trade_cost=dearer)):
        problem = Problem(model.benchmark, model.elasticities, shocks, product=wanted)
        (found,) = solve_many([model], [problem], library=strict)
        np.testing.assert_allclose(found.state.product, wanted, rtol=1e-8)
