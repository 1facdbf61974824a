"""Figures of a year: of several problems at once those of each alone, and what they are by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from economy import Footing, all_at_once, footing

from newind.equilibrium.many import solve_many
from newind.equilibrium.observing import Observer, weigh_imports
from newind.equilibrium.problem import Problem
from newind.equilibrium.quantities import Quantities
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import solve
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:3], ("c2", "c14", "c17", "c30"))
RATES = (0.01, 0.02, 0.03)


@pytest.fixture(scope="module")
def world() -> Footing:
    return footing(build(SHAPE, 3))


@pytest.fixture(scope="module")
def observe(world: Footing) -> Observer:
    b, rng = world.benchmark, np.random.default_rng(0)
    consumed, invested = rng.dirichlet(np.ones(b.S), (2, b.R)).swapaxes(1, 2)
    return Observer(consumed, invested, np.arange(b.S) == 1, weigh_imports(b, rng.uniform(0.0, 0.2, (b.R, b.S))))


def everything(f: Footing) -> list[Shocks]:
    return [replace(all_at_once(f), productivity=np.full((3, 4), rate)) for rate in RATES]


def productivity(f: Footing) -> list[Shocks]:
    return [Shocks(productivity=np.full((f.benchmark.R, f.benchmark.S), rate)) for rate in RATES]


def by_user(f: Footing) -> list[Shocks]:
    b = f.benchmark
    cost = np.random.default_rng(1).uniform(0.0, 0.1, (b.S, b.R, b.R, b.S + 1)) * ~np.eye(b.R, dtype=bool)[..., None]
    return [Shocks(trade_cost=rate * cost) for rate in RATES]


def moving(f: Footing) -> list[Shocks]:
    people = np.full((3, 3), 5.0) + 90.0 * np.eye(3)
    return [replace(s, migration=people, migration_elasticity=1.5, labour=np.full(3, 0.01)) for s in productivity(f)]


@pytest.mark.parametrize("shocks", [everything, productivity, by_user, moving])
def test_figures_of_several_are_those_of_each(world, observe, shocks):
    problems = [Problem(world.benchmark, world.model.elasticities, s) for s in shocks(world)]
    together = solve_many([world.model] * len(problems), problems, observe=observe)
    for one, problem in zip(together, problems, strict=True):
        alone = observe(solve(world.model, problem).state)
        assert alone.keys() == one.figures.keys()
        for name, value in alone.items():
            assert one.figures[name].shape == value.shape
            np.testing.assert_allclose(one.figures[name], value, rtol=1e-7, err_msg=name)
        assert np.allclose(one.real_income, np.log(one.figures["real_income"]), atol=1e-12)


def test_figures_are_those_of_quantities_and_prices(world, observe):
    solution = solve(world.model, everything(world)[0])
    state, b, found = solution.state, world.benchmark, observe(solution.state)
    of = Quantities(solution, world.accounts)
    assert np.allclose(found["real_income"], of.final)
    assert np.allclose(found["product"] / world.accounts.gdp, of.gdp)
    assert np.allclose(found["caused"], of.emissions)
    assert np.allclose(found["capital_income"] * state.problem.capital_income, state.capital)
    assert found["moved"].tolist() == [0.0] * b.R
    for n in range(b.R):
        price = sum(observe.invested[k, n] * state.prices.prices_by_user[k, n, -1] for k in range(b.S))
        assert found["investment"][n] == pytest.approx(np.exp(state.at.income[n] - price))
        assert found["revenue"][n] == pytest.approx(sum(source[n] for source in state.government.values()))
        for s in range(b.S):
            assert found["digital"][n, s] == pytest.approx(of.use[1, n, s] / b.spend[1, n, s])


def test_access_falls_with_what_tariffs_and_costs_keep_out(world, observe):
    """Of one importer that pays half more for a good, its buyers answer with the trade elasticity."""
    b, theta = world.benchmark, world.model.elasticities.theta
    tariff = np.array(b.tariff)
    tariff[:, 0, 1] = 1.5 * (1.0 + b.tariff[:, 0, 1]) - 1.0
    access = observe(solve(world.model, Shocks(tariff=tariff)).state)["access"]
    kept = np.ones_like(b.tariff)
    kept[:, 0, 1] = 1.5**-theta
    assert np.allclose(access, (observe.abroad * kept).sum(axis=(0, 2)) / observe.abroad.sum(axis=(0, 2)))
    assert access[0] < 1.0
    assert np.allclose(access[1:], 1.0)
