"""A simulated economy is accounts like any other: balanced, and what stands beside the flows moves with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from economy import all_at_once, footing, footings
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.accounts.satellite import Fact, Satellite
from newind.data.reference import load
from newind.equilibrium.calibrate import as_common, build_benchmark, categories
from newind.equilibrium.counterfactual import accounts_after, changes_nothing
from newind.equilibrium.problem import Problem
from newind.equilibrium.quantities import Quantities, prices_after
from newind.equilibrium.sales import new_benchmark
from newind.equilibrium.shocks import NONE, Shocks
from newind.equilibrium.solve import set_up, solve
from newind.testing import assert_balanced, assert_equal_accounts

TIGHT = 1e-11


@pytest.fixture(scope="module")
def world():
    return footing(load("world", year=2008))


@pytest.fixture(scope="module")
def shocked(world):
    return solve(world.model, all_at_once(world), tolerance=TIGHT)


@given(footings())
@settings(max_examples=30)
def test_no_shock_gives_the_baseline_itself(f):
    assert accounts_after(solve(f.model, NONE), f.accounts, "none") is f.accounts


@given(footings())
@settings(max_examples=30)
def test_shocks_that_change_nothing_give_the_baseline(f):
    same = Shocks(tariff=f.tariff, subsidy=f.benchmark.subsidy, productivity=np.zeros(f.benchmark.markup.shape))
    a = accounts_after(solve(f.model, same), f.accounts, "same")
    assert a is not f.accounts
    assert_equal_accounts(plain(a), plain(f.accounts), rtol=1e-9)


def plain(w):
    """Accounts without a scenario, their figures without status."""
    same = [{k: replace(v, status="observed") for k, v in given.items()} for given in (w.satellites, w.facts)]
    return w._replace(scenario="observed", satellites=same[0], facts=same[1])


@given(footings())
@settings(max_examples=30)
def test_accounts_balance_with_every_shock_at_once(f):
    solution = solve(f.model, all_at_once(f), tolerance=TIGHT)
    a = accounts_after(solution, f.accounts, "all")
    assert_balanced(a)
    assert_allclose(a.x, solution.state.receipts.ravel(), rtol=1e-9, atol=1e-12 * a.x.max())
    assert_allclose(a.x, solution.state.sales.claims.ravel(), rtol=1e-8, atol=1e-9 * a.x.max())
    assert a.Z.min() >= 0
    assert a.Y.min() >= 0
    assert ((a.Z > 0) == (f.accounts.Z > 0)).all()
    assert a.scenario == "all"
    for name in ("regions", "industries", "demand", "year", "unit", "status", "source"):
        assert getattr(a, name) == getattr(f.accounts, name)


@given(footings())
@settings(max_examples=20)
def test_the_accounts_of_new_tariffs_make_the_benchmark_of_the_equilibrium(f):
    """Re-calibrated to what came out, the model starts where the shock led."""
    wanted = f.tariff + 0.1 * ~np.eye(f.accounts.R, dtype=bool)
    solution = solve(f.model, Shocks(tariff=wanted), tolerance=TIGHT)
    a = accounts_after(solution, f.accounts, "tariffs")
    labour = f.benchmark.labour_share
    shares = "common" if f.benchmark.common else "user"
    b, known = (
        build_benchmark(a, labour_share=labour, tariff=wanted, land_share=0.1, shares=shares),
        new_benchmark(solution),
    )
    big = 1e-9 * b.output.max()
    assert_allclose(b.spend, known.spend, rtol=1e-7, atol=big)
    assert_allclose(b.shares, known.shares, atol=1e-7)
    assert_allclose(b.deficit, known.deficit, atol=1e-8 * b.output.max())
    back = solve(set_up(b, f.model.elasticities), Shocks(tariff=f.tariff), tolerance=TIGHT)
    again = accounts_after(back, a, "back")
    assert_allclose(again.Z / again.x.sum(), f.accounts.Z / f.accounts.x.sum(), atol=1e-8)
    assert_allclose(back.real_income, -solution.real_income, atol=1e-8)


def test_final_demand_splits_as_in_the_baseline(world, shocked):
    a = accounts_after(shocked, world.accounts, "all")
    split = categories(world.accounts)
    assert_allclose(a.Y4, a.Y3[..., None] * split, rtol=1e-12)


def test_what_users_pay_tariffs_and_charges_apart_is_what_producers_get(world, shocked):
    """Revenue of the governments closes the gap between what users pay and what producers receive."""
    a, state = accounts_after(shocked, world.accounts, "all"), shocked.state
    given = sum(v.sum() for name, v in state.government.items() if name not in ("factor taxes",))
    process = state.process_carbon.sum()
    assert_allclose(state.sales.spend.sum() - (given - process), a.Z.sum() + a.Y.sum(), rtol=1e-9)


def test_emissions_follow_fuels_and_output(world, shocked):
    b, moved = world.benchmark, Quantities(shocked, world.accounts)
    a = accounts_after(shocked, world.accounts, "all")
    want = (b.fuel_emissions * moved.use).sum(axis=0)
    want[:, :-1] += b.process_emissions * b.output * moved.output
    co2 = a.satellites["co2"]
    assert_allclose(co2.values, want[:, :-1].ravel(), rtol=1e-9)
    assert_allclose(a.final("co2"), want[:, -1], rtol=1e-9)
    cleaner = accounts_after(shocked, world.accounts, "all", abatement=np.full((a.R, a.S), 0.5))
    process = (b.process_emissions * b.output * moved.output).sum()
    assert_allclose(cleaner.satellites["co2"].total, co2.total - 0.5 * process)


def test_what_firms_abate_is_taken_off_what_comes_with_output(world):
    half = Shocks(process_intensity=np.full((world.accounts.R, world.accounts.S), np.log(0.5)))
    a = accounts_after(solve(world.model, half), world.accounts, "abated")
    b = world.benchmark
    before = world.accounts.satellites["co2"].total
    assert_allclose(a.satellites["co2"].total, before - 0.5 * (b.process_emissions * b.output).sum())
    assert_allclose(a.x, world.accounts.x)


def test_a_carbon_price_lowers_emissions_more_than_output(world):
    b = world.benchmark
    solution = solve(
        world.model, Shocks(fuel_carbon=0.02 * b.fuel_emissions, process_carbon=0.02 * b.process_emissions)
    )
    a = accounts_after(solution, world.accounts, "carbon")
    less = a.satellites["co2"].total / world.accounts.satellites["co2"].total - 1
    assert -0.4 < less < -0.05
    moved = Quantities(solution, world.accounts)
    assert (moved.gdp > 1 + 0.3 * less).all()


@pytest.mark.parametrize("mobile", [True, False])
def test_people_and_machines_stay_as_many_as_there_are(mobile):
    f = footing(load("world", year=2007), mobile=mobile)
    more = np.linspace(-0.05, 0.05, f.accounts.R)
    solution = solve(f.model, Shocks(labour=more, tariff=f.tariff + 0.2), tolerance=TIGHT)
    a = accounts_after(solution, f.accounts, "more")
    named = a.regions.named
    for name in ("employment", "hours"):
        change = by_region(a, name) / by_region(f.accounts, name)
        assert_allclose(change[named], np.exp(more)[named])
    machines = by_region(a, "capital_stock") / by_region(f.accounts, "capital_stock")
    assert_allclose(machines[np.isfinite(machines)], 1.0)
    assert_allclose(a.facts["persons_engaged"].values, f.accounts.facts["persons_engaged"].values * np.exp(more))
    parts = sum(a.satellites[f"hours_{level}"].values for level in ("high", "medium", "low"))
    whole = sum(f.accounts.satellites[f"hours_{level}"].values for level in ("high", "medium", "low"))
    hours = a.satellites["hours"].values / f.accounts.satellites["hours"].values
    known = np.isfinite(parts) & (whole > 0)
    assert_allclose((parts / whole)[known], hours[known])


def by_region(w, name):
    return w.satellites[name].values.reshape(w.R, w.S).sum(axis=1)


def test_money_of_labour_moves_with_what_labour_earns(world, shocked):
    a = accounts_after(shocked, world.accounts, "all")
    before, after = (w.satellites["labour_compensation"].values for w in (world.accounts, a))
    moved = Quantities(shocked, world.accounts)
    known = np.isfinite(before) & (before > 0)
    assert_allclose((after / before)[known], moved.labour_income.ravel()[known])
    weight = world.benchmark.value_added * world.benchmark.labour_share
    assert_allclose((moved.labour_income * weight).sum(axis=1), shocked.state.labour)
    assert_allclose((moved.labour * weight).sum(axis=1) / weight.sum(axis=1), moved.labour_supply)
    assert_allclose((moved.capital_income * (world.benchmark.value_added - weight)), shocked.state.capital)


def test_what_follows_nothing_stays_and_the_rest_is_estimated(world, shocked):
    a = accounts_after(shocked, world.accounts, "all")
    assert a.facts["population"] is world.accounts.facts["population"]
    assert a.facts["gdp_ppp"].status == a.satellites["hours"].status == "estimated"
    assert_array_equal(np.isnan(a.satellites["hours"].values), np.isnan(world.accounts.satellites["hours"].values))


@pytest.mark.parametrize("follows", ["output", "labour", "capital", "emissions", "money", "none"])
def test_each_rule_moves_satellites_and_facts(world, shocked, follows):
    w = world.accounts
    beside = {"s": Satellite(np.ones(w.n), final=np.ones(w.R), unit="1", follows=follows)}
    known = {"co2": w.satellites["co2"]} | beside
    base = w._replace(satellites=known, facts={"f": Fact(np.ones(w.R), follows=follows)})
    a, m = accounts_after(shocked, base, "all"), Quantities(shocked, w)
    gdp = a.gdp / w.gdp
    n = (w.R, w.S)
    per_person = (m.labour_supply / m.labour.mean(axis=1))[:, None]
    per_machine = (m.capital_supply / m.capital.mean(axis=1))[:, None]
    emitted = (by_region(a, "co2") + a.final("co2")) / (by_region(w, "co2") + w.final("co2"))
    own, final, fact = {
        "output": (m.output, m.final, m.gdp),
        "labour": (m.labour * per_person, m.final, m.labour_supply),
        "capital": (m.capital * per_machine, m.final, m.capital_supply),
        "emissions": (m.emissions[:, :-1], m.emissions[:, -1], emitted),
        "money": ((a.x / w.x).reshape(n), m.income, gdp),
        "none": (np.ones(n), np.ones(w.R), np.ones(w.R)),
    }[follows]
    assert_allclose(a.satellites["s"].values.reshape(n), own, rtol=1e-9)
    assert_allclose(a.satellites["s"].final, final, rtol=1e-9)
    assert_allclose(a.facts["f"].values, fact, rtol=1e-9)


def test_volumes_times_prices_are_values(world, shocked):
    w, m = world.accounts, Quantities(shocked, world.accounts)
    a, prices = accounts_after(shocked, w, "all"), prices_after(shocked)
    assert_allclose(m.output * prices["output"], (a.x / w.x).reshape(w.R, w.S), rtol=1e-9)
    assert_allclose(m.final * prices["final"], m.income)
    assert_allclose(m.value_added_volume.sum(axis=1), m.gdp * w.gdp)


def test_volumes_of_a_shipped_year_move_by_industry(world, shocked):
    w, m = world.accounts, Quantities(shocked, world.accounts)
    a = accounts_after(shocked, w, "all")
    for name, change in (("output_volume", m.output), ("value_added_volume", m.value_added)):
        before, after = w.satellites[name].values, a.satellites[name].values
        known = np.isfinite(before) & (before != 0)
        assert_allclose((after / before)[known], change.ravel()[known])


@given(footings())
@settings(max_examples=20)
def test_more_productivity_raises_real_gdp_by_output_over_value_added(f):
    """Hulten's rule for the volume of world GDP, to first order, where nothing is taxed."""
    b = build_benchmark(f.accounts, labour_share=f.benchmark.labour_share)
    tiny, gain = 1e-4, np.random.default_rng(1).uniform(0, 1, b.markup.shape)
    model = set_up(b, f.model.elasticities)
    up, down = (solve(model, Shocks(productivity=s * tiny * gain), tolerance=1e-12) for s in (1, -1))
    volume = [Quantities(s, f.accounts).value_added_volume.sum() for s in (up, down)]
    assert_allclose((volume[0] - volume[1]) / (2 * tiny), (b.output * gain).sum(), rtol=1e-5)


@given(footings(), st.booleans())
@settings(max_examples=20)
def test_real_gdp_is_the_same_from_production_and_expenditure(f, dearer):
    """Every flow at the price of who made it: what is made less what is used is what final users and others get."""
    b = f.benchmark
    abroad = ~np.eye(b.R, dtype=bool)
    cost = np.where(abroad, 0.3, 0.0) * np.ones((b.S, 1, 1)) if dearer else np.zeros((b.S, b.R, b.R))
    shocks = Shocks(tariff=f.tariff + 0.4 * abroad, trade_cost=cost, productivity=np.full((b.R, b.S), 0.05))
    solution = solve(f.model, shocks, tolerance=TIGHT)
    a, price = accounts_after(solution, f.accounts, "t"), np.exp(solution.state.prices.border)
    arriving = a.Z4 / price[:, :, None, None] * np.exp(-cost).transpose(2, 0, 1)[..., None]
    made, used = a.x.reshape(b.R, b.S) / price, arriving.sum(axis=(0, 1))
    scale = 1e-9 * f.accounts.x.max()
    assert_allclose(Quantities(solution, f.accounts).value_added_volume, made - used, rtol=1e-7, atol=scale)


def test_industries_that_stop_leave_nothing_behind(world):
    b = world.benchmark
    idle = np.zeros((b.R, b.S), dtype=bool)
    idle[2, 3] = True
    cost = np.zeros((b.S, b.R, b.R))
    cost[3, :, 2] = np.inf
    problem = Problem(b, world.model.elasticities, Shocks(trade_cost=cost), idle=idle)
    a = accounts_after(solve(world.model, problem), world.accounts, "stopped")
    at = 2 * b.S + 3
    assert a.x[at] == 0
    assert not a.Z[:, at].any()
    assert a.satellites["co2"].values[at] == a.satellites["hours"].values[at] == 0
    assert_balanced(a)
    assert not changes_nothing(problem)


def test_people_who_may_move_stay_where_nothing_else_changes(world):
    people = np.diag(np.full(world.accounts.R, 10.0)) + 1.0
    solution = solve(world.model, Shocks(migration=people, migration_elasticity=2.0))
    assert accounts_after(solution, world.accounts, "none") is world.accounts


def test_common_shares_are_exact(world):
    f = footing(load("world", year=2008), shares="common")
    solution = solve(f.model, Shocks(tariff=f.tariff + 0.1), tolerance=TIGHT)
    a = accounts_after(solution, f.accounts, "tariffs")
    assert_allclose(as_common(a, f.tariff + 0.1).Z, a.Z, rtol=1e-9, atol=1e-9)
