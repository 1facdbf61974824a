"""What a run has found is what a solve finds, to the last bit, and is asked for by content."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.equilibrium import path
from newind.equilibrium.many import solve_many
from newind.policy import simulate
from newind.testing import REGIONS, Structure, build
from solved import Solved, replace_solver


@pytest.fixture
def economy():
    return build(Structure(REGIONS[:2], ("c14", "c27", "c30"), inventories=False), 3)


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Return the problems that a solver was given while what it finds is kept."""
    seen = []

    def find(models, problems):
        seen.extend(problems)
        return solve_many(models, problems)

    monkeypatch.setattr(simulate, "solve_once", Solved(find, tmp_path / "solved", lambda: True))
    return seen


def tariff(rate):
    return ni.Shock("tariff", rate, region="CHN", partner="USA")


def test_it_is_found_once_and_the_same_to_the_last_bit(economy, found):
    first, again = (ni.simulate(economy, tariff(0.1)) for _ in range(2))
    assert len(found) == 1
    assert np.array_equal(first.solution.x, again.solution.x)
    assert np.array_equal(first.accounts.Z, again.accounts.Z)
    assert (first.residual, first.iterations) == (again.residual, again.iterations)


@pytest.mark.parametrize(
    ("rate", "horizon", "parameters"),
    [(0.2, "medium", {}), (0.1, "long", {}), (0.1, "medium", {"trade_elasticity": 3.5})],
)
def test_other_shocks_horizons_or_responses_are_solved_for(economy, found, rate, horizon, parameters):
    ni.simulate(economy, tariff(0.1))
    ni.simulate(economy, tariff(rate), horizon, parameters)
    assert len(found) == 2


def test_other_accounts_are_solved_for(economy, found):
    ni.simulate(economy, tariff(0.1))
    ni.simulate(economy._replace(Y=economy.Y * 1.1), tariff(0.1))
    assert len(found) == 2


def test_another_solver_is_asked_itself(economy, found, monkeypatch):
    ni.simulate(economy, tariff(0.1))
    real = path.solve
    replace_solver(monkeypatch, lambda *given, **how: real(*given, **how))
    ni.simulate(economy, tariff(0.1))
    assert len(found) == 2
