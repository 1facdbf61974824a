"""Equilibria are found once from a benchmark, whatever they were asked for, and no more are kept than there is room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newind.equilibrium import recall
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_many
from newind.equilibrium.problem import Problem
from newind.equilibrium.recall import solve_once
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.users import FinalDemand, FinalUsers
from newind.errors import ConvergenceError
from newind.testing import REGIONS, Structure, build


@pytest.fixture
def model():
    return laboratory(build(Structure(REGIONS[:2], ("c14", "c27", "c30"), inventories=False), 3), Assumptions()).model


@pytest.fixture
def asked(monkeypatch):
    """The problems that the solver is given."""
    seen = []

    def find(models, problems):
        seen.extend(problems)
        return solve_many(models, problems)

    monkeypatch.setattr(recall, "solve_many", find)
    return seen


def pose(model, rate, **more):
    return Problem(model.benchmark, model.elasticities, Shocks(labour=np.array([rate, 0.0]), **more))


def apart(model, part=0.5, invested=0.0):
    """Final users of whom households and investors buy alike."""
    b, nothing = model.benchmark, np.zeros(model.benchmark.R)
    bought = b.spend[:, :, -1] * np.array([part, 0.0, 1.0 - part])[:, None, None]
    return FinalUsers(FinalDemand(bought), np.ones((b.S, 1)), 0.5, nothing, nothing + invested)


def test_the_same_is_found_once_to_the_last_bit(model, asked):
    first, again = (solve_once([model] * 2, [pose(model, 0.1), pose(model, 0.2)]) for _ in range(2))
    assert len(asked) == 2
    for one, other in zip(first, again, strict=True):
        assert one.problem is not other.problem
        assert np.array_equal(one.x, other.x)
        assert np.array_equal(one.real_income, other.real_income)
        assert np.allclose(one.state.residual, other.state.residual, rtol=0, atol=1e-13)  # beside others, and alone
        assert (one.residual, one.iterations) == (other.residual, other.iterations)


def test_anything_else_is_solved_for(model, asked):
    e, elsewhere = model.elasticities, replace(model.benchmark)
    idle = np.zeros((2, 3), dtype=bool)
    others = [
        pose(model, 0.1),
        pose(model, 0.1, output_tax=True),
        pose(model, 0.1, productivity=np.zeros((2, 3))),
        pose(model, 0.1, capital=np.zeros((2, 3))),
        Problem(model.benchmark, e, Shocks(capital=np.array([[0.1, 0.0, 0.0], [0.0, 0.0, 0.0]]))),
        replace(pose(model, 0.1), elasticities=replace(e, sigma=e.sigma + 0.1)),
        replace(pose(model, 0.1), elasticities=replace(e, theta=e.theta + 0.1)),
        replace(pose(model, 0.1), elasticities=replace(e, delta=e.delta + 0.1)),
        replace(pose(model, 0.1), idle=idle),
        replace(pose(model, 0.1), lost=np.zeros((3, 2, 4), dtype=bool)),
        replace(pose(model, 0.1), benchmark=elsewhere),
        *(replace(pose(model, 0.1), users=apart(model, **more)) for more in ({}, {"invested": 0.2}, {"part": 0.4})),
    ]
    for one in others:
        solve_once([model], [one])
    assert len(asked) == len(others)
    solve_once([model] * len(others), others[::-1])
    assert len(asked) == len(others)


def test_what_has_no_equilibrium_is_tried_again(model, asked):
    income = model.benchmark.final
    poor = replace(pose(model, 0.1), shocks=Shocks(deficit=np.array([3.0, -3.0]) * income[1]))
    for _ in range(2):
        refused, fine = solve_once([model] * 2, [poor, pose(model, 0.1)])
        assert isinstance(refused, ConvergenceError)
        assert fine.residual < 1e-9
    assert len(asked) == 3


def test_only_the_latest_are_kept(model, asked, monkeypatch):
    monkeypatch.setattr(recall, "ROOM", 3 * 8 * model.size)
    for rate in (0.1, 0.2, 0.3, 0.4):
        solve_once([model], [pose(model, rate)])
    solve_once([model] * 2, [pose(model, 0.4), pose(model, 0.2)])
    assert len(asked) == 4
    solve_once([model], [pose(model, 0.1)])
    assert len(asked) == 5
