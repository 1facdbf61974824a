"""Problems that are solved together end where each does alone, and none minds what becomes of another."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind.equilibrium import many, solve
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_many
from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.prices import ArrivalPrices
from newind.equilibrium.problem import Problem, split
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import iterate
from newind.equilibrium.stacking import stack_problems
from newind.equilibrium.system import State
from newind.errors import ConvergenceError, PolicyError
from newind.policy.posing import build_problem
from newind.testing import REGIONS, Structure, build, economies

SAME = 1e-8
"""Largest difference of an unknown, in logs."""
ELASTICITIES = (
    {},
    {"trade_elasticity": 2.0, "substitution_inputs": 0.3, "substitution_final": 1.0},
    {"trade_elasticity": 7.0, "substitution_inputs": 1.0, "scale": 0.08},
)


@pytest.fixture(scope="module")
def world():
    return ni.load("world", 2011)


def pose(w, package, horizon, parameters):
    lab = laboratory(w, Assumptions(horizon, parameters))
    return lab.model, build_problem(lab, package.select_shocks(w))[0]


def alone(model, problem):
    try:
        return solve_in_steps(model, problem)
    except (ConvergenceError, PolicyError) as error:
        return error


def assert_same(together, apart):
    for a, b in zip(together, apart, strict=True):
        assert type(a) is type(b)
        if isinstance(a, Exception):
            assert str(a) == str(b)
        else:
            assert np.abs(a.x - b.x).max() < SAME
            assert np.abs(a.real_income - b.real_income).max() < SAME
            assert np.abs(a.state.residual).max() < 1e-8


def test_every_lever_at_every_horizon_and_under_other_elasticities_ends_where_it_does_alone(world):
    """Mixed as they come: one lever after another, horizons and elasticities in turn."""
    cases = []
    for lever in ni.levers():
        for horizon in ("short", "medium", "long"):
            for parameters in ELASTICITIES:
                try:
                    cases.append(pose(world, ni.Package([ni.Shock(**lever.example)]), horizon, parameters))
                except (PolicyError, ni.DataError):
                    continue
    models, problems = zip(*cases, strict=True)
    assert len(problems) > 200
    assert_same(solve_many(models, problems), [alone(*case) for case in cases])


def test_the_state_of_one_of_several_is_that_which_it_has_alone(world):
    """Prices, sales, revenue and all that follows, for levers that change what is common to all and what is not."""
    named = {lever.id: lever for lever in ni.levers()}
    for name in ("tariff", "border_charge", "embodied_charge", "carbon_price", "consumption_tax", "trade_cost"):
        shock = ni.Shock(**named[name].example)
        cases = [pose(world, ni.Package([shock]), "medium", {"trade_elasticity": e}) for e in (3.0, 4.0)]
        for one, (_, problem) in zip(solve_many(*zip(*cases, strict=True)), cases, strict=True):
            alone = State(problem, problem.split(one.x))
            assert sorted(one.state.government) == sorted(alone.government)
            for mine, own in ((one.state.prices, alone.prices), (one.state.sales, alone.sales)):
                for field in fields(mine):
                    assert_alike(getattr(mine, field.name), getattr(own, field.name))
            for key, value in alone.government.items():
                np.testing.assert_allclose(one.state.government[key], value, rtol=1e-9, atol=1e-6)
            np.testing.assert_allclose(one.state.product, alone.product, rtol=1e-12)


def assert_alike(mine, own):
    if isinstance(own, ArrivalPrices):
        assert_alike((mine.weight, mine.price), (own.weight, own.price))
    elif isinstance(own, tuple):
        for a, b in zip(mine, own, strict=True):
            assert_alike(a, b)
    elif isinstance(own, Problem) or own is None:
        assert mine is own
    else:
        assert np.shape(mine) == np.shape(own)
        np.testing.assert_allclose(mine, own, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("shares", ["common", "user"])
def test_shifts_of_preference_that_differ_are_solved_beside_each_other(world, shares):
    """Also where a flow is cut off, and with inputs that their users did not buy before."""
    cut = ni.Shock("cut_off", 1.0, region="CHN", partner="USA", industry=world.industries[4])
    bought = [ni.Shock("procurement", v, region="CHN", partner="CHN", industry="c30") for v in (0.1, 0.06)]
    for also in ([], [cut]):
        cases = [pose(world, ni.Package([one, *also]), "medium", {"shares": shares}) for one in bought]
        assert_same(solve_many(*zip(*cases, strict=True)), [alone(*case) for case in cases])


def test_shares_of_origins_add_up_where_inputs_are_new_and_preferences_shift(world):
    """At common shares, too, where those of the region serve who is new."""
    b = laboratory(world, Assumptions("medium", {"shares": "common"})).benchmark
    spend = b.spend.copy()
    spend[0, 0, -1] += spend[0, 0, 3]
    spend[0, 0, 3] = 0.0
    mix = np.zeros((26, 20, 26))
    mix[0, 0, 3] = 0.01
    model = laboratory(world, Assumptions("medium")).model
    problem = Problem(replace(b, spend=spend), model.elasticities, Shocks(mix=mix, origin_taste=np.zeros((26, 20, 20))))
    assert problem.user_shares.sum(axis=2).max() < 1 + 1e-12


TARIFF = ni.Package([ni.Shock("tariff", 0.1, region="CHN", partner="USA")])


def test_a_problem_without_an_equilibrium_is_named_and_the_others_stay(world, monkeypatch):
    """Patience of one step leaves none of them at its end, so that each goes on alone."""
    cases = [pose(world, TARIFF, "medium", {"trade_elasticity": e}) for e in (3.0, 4.0, 5.0)]
    model, problem = cases[1]
    deficit = np.zeros(20)
    deficit[0], deficit[1] = 3e7, -3e7  # more than the second one earns
    poor = replace(problem, shocks=replace(problem.shocks, deficit=deficit))
    mixed = [
        cases[0],
        (model, replace(cases[0][1], shocks=replace(cases[0][1].shocks, deficit=0 * deficit))),
        (model, poor),
        cases[2],
    ]
    found = solve_many(*zip(*mixed, strict=True))
    assert isinstance(found[2], ConvergenceError)
    assert_same(found, [alone(*case) for case in mixed])
    monkeypatch.setattr(solve, "PATIENCE", 1)
    assert_same(solve_many(*zip(*cases, strict=True)), [alone(*case) for case in cases])


def test_fewer_are_solved_at_once_where_memory_does_not_suffice(world, monkeypatch, caplog):
    cases = [pose(world, TARIFF, "medium", {"trade_elasticity": 3.0 + 0.1 * k}) for k in range(5)]

    def tight(models, problems, *given, **how):
        if len(problems) > 2:
            raise MemoryError
        return iterate(models, problems, *given, **how)

    monkeypatch.setattr(many, "iterate", tight)
    assert_same(solve_many(*zip(*cases, strict=True)), [alone(*case) for case in cases])
    assert [record.args for record in caplog.records] == [(5, 2, 2), (3, 1, 1)]


def test_a_problem_for_which_memory_does_not_suffice_is_told_and_the_others_are_solved(world, monkeypatch):
    """Where it ends in the first steps, and where it ends on the way that a problem goes alone."""
    cases = [pose(world, TARIFF, "medium", {"trade_elasticity": e}) for e in (3.0, 4.0, 5.0)]
    large = cases[1][1]

    def tight(models, problems, *given, **how):
        if large in problems:
            raise MemoryError
        return iterate(models, problems, *given, **how)

    def tight_alone(model, problem, *given, **how):
        if problem is large:
            raise MemoryError
        return solve_in_steps(model, problem, *given, **how)

    expected = [alone(*case) for case in cases]
    for name, fails in (("iterate", tight), ("solve_in_steps", tight_alone)):
        with monkeypatch.context() as patch:
            patch.setattr(many, name, fails)
            patch.setattr(solve, "PATIENCE", 20 if name == "iterate" else 1)
            found = solve_many(*zip(*cases, strict=True))
        assert isinstance(found[1], ConvergenceError)
        assert str(found[1]).startswith("memory does not suffice for an equilibrium of 20 economies and 26 industries.")
        assert_same(found[::2], expected[::2])


# ---- awkward economies, with members that have no equilibrium
def move_tariffs(b, g):
    return Shocks(tariff=b.tariff + g.uniform(0.0, 0.5, b.tariff.shape) * (1.0 - np.eye(b.R)))


def move_costs(b, g):
    return Shocks(
        productivity=g.uniform(-0.2, 0.2, (b.R, b.S)),
        labour=g.uniform(-0.1, 0.1, b.R),
        purchase_tax=g.uniform(-0.1, 0.2, (b.S, b.R, b.S + 1)),
    )


def cut_off_one(b, g):
    """A flow, and what follows from it."""
    cost = np.zeros((b.S, b.R, b.R))
    cost[g.integers(b.S), *g.permutation(b.R)[:2]] = np.inf
    return Shocks(trade_cost=cost)


def close_a_region(b, g):
    cost, r = np.zeros((b.S, b.R, b.R)), g.integers(b.R)
    cost[:, r], cost[:, :, r] = np.inf, np.inf
    cost[:, r, r] = 0.0
    return Shocks(trade_cost=cost, deficit=0.0 * b.deficit)


def owe_too_much(b, g):
    deficit, (r, other) = b.deficit.copy(), g.permutation(b.R)[:2]
    deficit[r], deficit[other] = deficit[r] - 3.0 * b.final[r], deficit[other] + 3.0 * b.final[r]
    return Shocks(deficit=deficit)


def leave_without_suppliers(b, g):
    cost = np.zeros((b.S, b.R, b.R))
    cost[g.integers(b.S), g.integers(b.R)] = np.inf
    return Shocks(trade_cost=cost)


SETTLED = (move_tariffs, move_costs, cut_off_one, close_a_region)
FAILING = (owe_too_much, leave_without_suppliers)


@settings(max_examples=25, deadline=None)
@given(
    w=economies(min_regions=2, satellites=False),
    horizon=st.sampled_from(["short", "medium", "long"]),
    shares=st.sampled_from(["user", "common"]),
    moves=st.lists(st.sampled_from([*SETTLED, *FAILING]), min_size=2, max_size=6),
    seed=st.integers(0, 2**16),
)
def test_in_awkward_economies_each_ends_where_it_does_alone_whatever_the_others_do(w, horizon, shares, moves, seed):
    """Zero flows, idle industries, tiny regions and regions without trade; cut-offs; members without an equilibrium."""
    g, cases = np.random.default_rng(seed), []
    for k, move in enumerate(moves):
        model = laboratory(w, Assumptions(horizon, {"shares": shares, "trade_elasticity": 3.0 + k % 3})).model
        problem = Problem(model.benchmark, model.elasticities, move(model.benchmark, g))
        if move in SETTLED:
            try:
                problem = settle(problem, threshold=np.inf)
            except PolicyError:
                continue
        cases.append((model, problem))
    models, problems = [model for model, _ in cases], [problem for _, problem in cases]
    assert_same(solve_many(models, problems), [alone(*case) for case in cases])


def test_nothing_is_solved_where_nothing_is_asked():
    assert solve_many([], []) == []


def test_what_is_common_is_held_once(world):
    same = [pose(world, TARIFF, "medium", {})[1] for _ in range(3)]
    stack = stack_problems(same)
    assert stack.shocks.tariff.shape[0] == stack.elasticities.theta.shape[0] == 1
    other = pose(world, TARIFF, "medium", {"trade_elasticity": 7.0})[1]
    mixed = stack_problems([*same, other])
    assert (mixed.shocks.tariff.shape[0], mixed.elasticities.theta.shape[0]) == (1, 4)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**16), inventories=st.booleans(), rates=st.lists(st.floats(0.001, 0.5), min_size=2, max_size=5)
)
def test_equations_of_several_problems_are_those_of_each(seed, inventories, rates):
    w = build(Structure(REGIONS[:3], ("c14", "c27", "c30"), inventories=inventories), seed)
    problems = [pose(w, ni.Package([ni.Shock("productivity", rate, region="CHN")]), "medium", {})[1] for rate in rates]
    x = np.random.default_rng(seed).normal(0.0, 0.05, (len(rates), 3 * 3 + 2 * 3 * 3))
    together = State(stack_problems(problems), split(x, 3, 3, True)).residual
    for k, problem in enumerate(problems):
        np.testing.assert_allclose(together[k], State(problem, split(x[k], 3, 3, True)).residual, rtol=1e-9, atol=1e-12)
