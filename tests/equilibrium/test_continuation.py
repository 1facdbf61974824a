"""Large shocks in steps: the same equilibrium where one solve finds it, and one where it does not."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.equilibrium import path
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.solve import solve
from newind.errors import ConvergenceError
from newind.policy.simulate import as_package, build_problem

posed_on = partial(ni.load, "world", year=2011)


def world_tariffs(horizon: str, rate: float):
    w = posed_on()
    lab = laboratory(w, Assumptions(horizon, {"trade_balance": "zero"}))
    return lab.model, build_problem(lab, as_package(ni.Shock("tariff", rate)))[0]


def test_steps_lead_where_one_solve_leads():
    model, problem = world_tariffs("medium", 0.5)
    found = path._solve_along_path(model, problem)
    assert_allclose(found.x, solve(model, problem).x, atol=1e-8)
    assert found.residual < 1e-9


def test_steps_get_where_one_solve_does_not():
    model, problem = world_tariffs("long", 5.0)
    with pytest.raises(ConvergenceError):
        solve(model, problem, most=40)
    found = solve_in_steps(model, problem)
    assert found.residual < 1e-9
    assert (found.real_income < 0).all()


def test_the_error_is_that_of_the_first_solve(monkeypatch):
    model, problem = world_tariffs("medium", 0.5)

    def never(*_, **__):
        raise ConvergenceError("no equilibrium found in 7 iterations")

    monkeypatch.setattr(path, "solve", never)
    with pytest.raises(ConvergenceError, match="in 7 iterations"):
        solve_in_steps(model, problem)


def test_nothing_is_walked_where_one_solve_is_enough(monkeypatch):
    model, problem = world_tariffs("short", 0.1)
    monkeypatch.setattr(path, "_solve_along_path", lambda *_: pytest.fail("walked"))
    assert np.array_equal(solve_in_steps(model, problem).x, solve(model, problem).x)


def test_a_simulation_goes_in_steps_where_it_must():
    """Tariffs of 500 % with fixed deficits."""
    s = ni.simulate(posed_on(), ni.Shock("tariff", 5.0), "long")
    assert s.residual < 1e-9
    with pytest.raises(ConvergenceError):
        solve(s.laboratory.model, s.solution.problem)
