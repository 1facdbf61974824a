"""What a run has found is found once, is the same to the last bit from then on, and is asked for by content."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.equilibrium import path
from newind.equilibrium.many import solve_many
from newind.errors import ConvergenceError, in_chinese, tell
from newind.policy import simulate
from newind.testing import REGIONS, Structure, build
from solved import Solved, keep, replace_solver, take


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


def test_what_is_new_is_solved_together_and_taken_from_whoever_was_first(economy, found):
    one, _ = (ni.simulate(economy, tariff(rate)) for rate in (0.1, 0.2))
    assert len(found) == 2
    cases = [(tariff(rate), "medium", {}) for rate in (0.4, 0.1, 0.5)]
    there = list(simulate.simulate_many(economy, cases))
    assert len(found) == 4
    assert np.array_equal(there[1].solution.x, one.solution.x)
    again = list(simulate.simulate_many(economy, cases))
    assert len(found) == 4
    assert all(np.array_equal(a.solution.x, b.solution.x) for a, b in zip(there, again, strict=True))


def test_what_was_kept_by_another_is_not_kept_again(economy, tmp_path):
    first, second = (ni.simulate(economy, tariff(rate)).solution for rate in (0.1, 0.2))
    assert [keep(tmp_path / "a", first), keep(tmp_path / "a", second)] == [True, False]
    assert np.array_equal(take(tmp_path / "a", first.problem).x, first.x)
    assert [f.name for f in tmp_path.iterdir()] == ["a"]


def test_why_there_is_none_is_kept_in_both_languages(economy, tmp_path, monkeypatch):
    asked = []

    def find(models, problems):
        asked.extend(problems)
        return [
            ConvergenceError(tell("model.memory", regions=p.benchmark.R, industries=p.benchmark.S)) for p in problems
        ]

    monkeypatch.setattr(simulate, "solve_once", Solved(find, tmp_path / "solved", lambda: True))
    for _ in range(2):
        with pytest.raises(ConvergenceError, match="2 economies") as told:
            ni.simulate(economy, tariff(0.1))
        assert "2个经济体" in in_chinese(told.value)
    assert len(asked) == 1


def test_another_solver_is_asked_itself(economy, found, monkeypatch):
    ni.simulate(economy, tariff(0.1))
    real = path.solve
    replace_solver(monkeypatch, lambda *given, **how: real(*given, **how))
    ni.simulate(economy, tariff(0.1))
    assert len(found) == 2
