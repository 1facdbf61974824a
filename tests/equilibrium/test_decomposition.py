"""Where the change of real income comes from: additive, zero where a cause is absent, the same however it is found."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from drawn_benchmark import R, S, drawn, responses
from newind.equilibrium import path as paths
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.components import rates
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.decomposition import decompose
from newind.equilibrium.problem import Problem
from newind.equilibrium.shockpath import PathSolver
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import rebase_benchmark, set_up, solve
from newind.errors import PolicyError

EXACT = 1e-8
ABROAD = 1.0 - np.eye(R)
CAUSES = {
    "terms of trade", "trade volume", "other wedges", "technology", "trade cost", "factor supply",
    "relocation and variety", "transfers", "taste",
}  # fmt: skip
MIGRATION = ("migration", "moving_cost", "migration_elasticity")
TOGETHER = {"returned": ("process_carbon",), **dict.fromkeys(MIGRATION, (*MIGRATION, "labour_tax"))}
"""Levers that do nothing alone."""


def levers(b, seed=0, size=1.0):
    """Return a change of every kind."""
    g = np.random.default_rng(seed)
    both, up = (lambda *shape: size * g.uniform(-1, 1, shape)), (lambda *shape: size * g.uniform(0, 1, shape))
    deficit = both(R)
    return {
        "tariff": b.tariff + 0.1 * up(S, R, R) * ABROAD,
        "trade_cost": 0.1 * both(S, R, R) * ABROAD,
        "rebate": b.rebate + 0.02 * up(S, R, R),
        "subsidy": b.subsidy + 0.05 * both(R, S),
        "markup": b.markup + 0.1 * up(R, S),
        "purchase_tax": 0.1 * both(S, R, S + 1),
        "fuel_carbon": 0.05 * up(S, R, S + 1),
        "process_carbon": 0.05 * up(R, S),
        "returned": 0.5 * up(R, S),
        "border_charge": 0.05 * up(S, R, R) * ABROAD,
        "embodied_charge": 0.03 * up(S, R, R),
        "labour_tax": 0.1 * both(R, S),
        "capital_tax": 0.1 * both(R, S),
        "land_tax": 0.1 * both(R, S),
        "land_share": 0.1 + 0.1 * up(R, S),
        "labour": 0.05 * both(R),
        "capital": 0.05 * both(R, S),
        "productivity": 0.05 * both(R, S),
        "taste": 0.2 * both(S, R),
        "origin_taste": 0.2 * both(S, R, R),
        "mix": 0.1 * b.cost_shares[:, :, :-1] * (1 - b.value_added_share) * both(S, R, S),
        "deficit": b.deficit + 0.02 * (deficit - deficit.mean()),
        "migration": 0.9 * np.eye(R) + 0.1 * up(R, R),
        "moving_cost": 0.1 * both(R, R) * ABROAD,
        "migration_elasticity": 1.5,
        "output_tax": True,
    }


def model_of(b, *, mobile=True, delta=0.05, eta=0.03, chi=0.4):
    return set_up(b, responses(mobile, delta, eta, chi))


@pytest.fixture(scope="module", params=[True, False], ids=["capital moves", "capital stays"])
def model(request):
    return model_of(drawn(1), mobile=request.param)


def found(model, shocks):
    """Decompose, and check what must always hold."""
    d = decompose(model, shocks)
    assert d.components.keys() == CAUSES
    assert_allclose(sum(d.components.values()), d.total, rtol=0, atol=EXACT)
    assert_allclose(sum(d.wedges.values()), d.components["other wedges"], rtol=0, atol=1e-14)
    assert d.error < EXACT
    return d


# ---- the sum
@pytest.mark.parametrize("lever", levers(drawn(1)))
def test_every_lever_adds_up(model, lever):
    given_ = levers(model.benchmark)
    shocks = Shocks(**{name: given_[name] for name in {lever, *TOGETHER.get(lever, ())}})
    d = found(model, shocks)
    assert_allclose(d.total, solve(model, shocks, tolerance=1e-11).real_income, rtol=0, atol=1e-10)


@settings(max_examples=12)
@given(
    seed=st.integers(0, 10_000),
    common=st.booleans(),
    mobile=st.booleans(),
    structure=st.sampled_from([(0.0, 0.0, 0.0), (0.08, 0.0, 0.0), (0.08, 0.0, 1.0), (0.08, 0.03, 0.3)]),
    size=st.floats(0.2, 1.5),
    left_out=st.sets(st.sampled_from(sorted(set(levers(drawn(1))) - set(MIGRATION))), max_size=12),
)
def test_all_levers_add_up(seed, common, mobile, structure, size, left_out):
    delta, eta, chi = structure
    model = model_of(drawn(seed, common=common), mobile=mobile, delta=delta, eta=eta, chi=chi)
    chosen = {k: v for k, v in levers(model.benchmark, seed, size).items() if k not in left_out}
    found(model, Shocks(**chosen))


def test_every_lever_has_a_way_from_nothing():
    known = (*paths.FROM_BENCHMARK, *paths.FROM_ZERO, *paths.AS_LOGS, *paths.HELD)
    assert len(set(known)) == len(known)
    assert set(known) == {f.name for f in fields(Shocks)}


def test_components_do_not_depend_on_the_points(model):
    walk = PathSolver(model, Problem(model.benchmark, model.elasticities, Shocks(**levers(model.benchmark))))
    coarse, fine = (walk.path(count) for count in (9, 17))
    for cause, rate in rates(coarse)[0].items():
        assert_allclose(coarse.integral(rate), fine.integral(rates(fine)[0][cause]), rtol=0, atol=1e-9, err_msg=cause)


# ---- cut-offs
def cut(*cells):
    cost = np.zeros((S, R, R))
    for cell in cells:
        cost[cell] = np.inf
    return cost


@pytest.mark.parametrize("by_user", [False, True])
@pytest.mark.parametrize("with_others", [False, True])
def test_cut_offs_add_up(model, by_user, with_others):
    cost = cut((1, 0, 1), (slice(None), 2, 0)) + 0.5 * cut((2, 1, 2)).clip(max=1.0)
    if by_user:
        cost = np.repeat(cost[..., None], S + 1, axis=3)
        cost[1, 0, 1, :2] = 0.3
    others = levers(model.benchmark) if with_others else {}
    d = found(model, Shocks(**{**others, "trade_cost": cost}))
    assert d.components["trade cost"][0] < 0


def test_tastes_that_vanish_add_up(model):
    origin, good = np.zeros((S, R, R)), np.zeros((S, R))
    origin[0, 0, 1], good[2, 1] = -np.inf, -np.inf
    d = found(model, Shocks(taste=good, origin_taste=origin))
    assert np.abs(d.components["taste"]).max() > 1e-5


def test_a_world_without_trade_adds_up(model):
    d = found(model, Shocks(trade_cost=np.where(ABROAD > 0, np.inf, 0.0) * np.ones((S, 1, 1)), deficit=np.zeros(R)))
    assert d.nodes <= 65
    assert (d.components["trade cost"] < -0.05).all()


@pytest.mark.parametrize("mobile", [True, False])
def test_what_is_stranded_adds_up(mobile):
    """A good with one supplier, and an industry with one buyer, that a cut-off parts."""

    def alter(shares, inputs, final):
        shares[0, 0] = 0.0
        shares[0, 0, 1] = 1.0
        inputs[0, 0] *= 0.01
        final[0, 0] *= 0.01
        shares[3, :, 1] = 0.0
        shares[3, 2, 1] = 0.01
        shares[3] /= shares[3].sum(axis=1, keepdims=True)

    model = model_of(drawn(3, alter=alter), mobile=mobile)
    shocks = Shocks(trade_cost=cut((0, 0, 1), (3, 2, 1)), productivity=np.full((R, S), 0.1))
    problem = settle(Problem(model.benchmark, model.elasticities, shocks), 0.05)
    assert problem.lost.any()
    assert problem.idle.any()
    d = found(model, problem)
    assert_allclose(d.total, solve(model, problem, tolerance=1e-11).real_income, rtol=0, atol=1e-10)


# ---- causes that are absent
def only(d, *causes, atol=1e-12):
    for cause in CAUSES - set(causes):
        assert_allclose(d.components[cause], 0.0, rtol=0, atol=atol, err_msg=cause)


def test_nothing_happens(model):
    d = found(model, Shocks())
    only(d)
    assert_allclose(d.total, 0.0, atol=1e-10)


def closed(policies=True):
    """Return an economy of one region, with mark-ups and subsidies or without."""
    g = np.random.default_rng(4)
    output, markup = np.ones((1, S)), 1.0 + policies * g.uniform(0, 0.2, (1, S))
    subsidy = policies * g.uniform(-0.05, 0.1, (1, S))
    sold = output * (1.0 - subsidy)
    inputs = g.uniform(0.02, 0.1, (S, 1, S))
    spend = np.concatenate([inputs, (sold[0] - inputs.sum(axis=(1, 2)))[:, None, None]], axis=2)
    zero = np.zeros((S, 1, 1))
    return Benchmark(np.ones((S, 1, 1, S + 1)), spend, np.full((1, S), 0.6), zero, markup, subsidy, zero)


def test_a_closed_economy_has_no_trade():
    model = model_of(closed())
    tax = np.full((S, 1, S + 1), 0.1)
    shocks = Shocks(productivity=np.array([[0.1, -0.05, 0.0, 0.2]]), labour=np.array([0.1]), purchase_tax=tax)
    d = found(model, shocks)
    only(d, "technology", "factor supply", "relocation and variety", "other wedges")
    assert min(np.abs(d.components[c]).max() for c in ("technology", "relocation and variety", "other wedges")) > 1e-5


def test_hulten():
    """Without wedges productivity alone counts, and to first order by sales over income."""
    model = model_of(closed(policies=False), delta=0.0, eta=0.0)
    b = model.benchmark
    gain = 1e-4 * np.array([[1.0, -2.0, 0.5, 3.0]])
    d = found(model, Shocks(productivity=gain))
    only(d, "technology")
    assert_allclose(d.components["technology"], (b.output * gain).sum(axis=1) / b.final, rtol=1e-3)


def test_no_volume_without_tariffs_no_scale_without_economies_of_scale_no_transfers_without_deficits():
    b = rebase_benchmark(model_of(drawn(5, policies=False), delta=0.0, eta=0.0))
    d = found(model_of(b, delta=0.0, eta=0.0), Shocks(trade_cost=0.2 * ABROAD * np.ones((S, 1, 1))))
    only(d, "terms of trade", "trade cost", atol=1e-9)


def test_factor_supply_counts_what_factors_earn(model):
    b = model.benchmark
    labour = np.array([1e-4, 0.0, -1e-4])
    d = found(model, Shocks(labour=labour))
    share = (b.value_added * b.labour_share).sum(axis=1) / b.final
    assert_allclose(d.components["factor supply"], share * labour, rtol=1e-3)


def test_terms_of_trade_are_those_of_an_index(model):
    """To the third order the integral is that of Törnqvist's indices, each at the mean of its flow at both ends."""
    shocks = Shocks(tariff=model.benchmark.tariff + 0.02 * ABROAD * np.linspace(0, 1, R)[:, None])
    solution = solve(model, shocks, tolerance=1e-12)
    b, state = model.benchmark, solution.state
    saved = model.elasticities.delta * state.prices.varieties
    price = (state.at.q + saved).T[:, None, :] * np.ones((S, R, R))
    ends = [b.border * ABROAD, state.sales.border * ABROAD]
    incomes = [b.final, b.final * np.exp(state.at.income)]
    index = {side: _tornqvist(ends, price, axis) for side, axis in (("sold", (0, 1)), ("bought", (0, 2)))}
    volume = {
        side: sum(x.sum(axis) / income for x, income in zip(ends, incomes, strict=True)) / 2
        for side, axis in (("sold", (0, 1)), ("bought", (0, 2)))
    }
    expected = volume["sold"] * index["sold"] - volume["bought"] * index["bought"]
    got = found(model, shocks).components["terms of trade"]
    assert_allclose(got, expected, rtol=0, atol=2e-3 * np.abs(expected).max())


def _tornqvist(ends, price, axis):
    shares = sum(x / x.sum(axis=axis, keepdims=True) for x in ends) / 2
    return (shares * price).sum(axis=axis)


def test_terms_of_trade_take_from_one_region_what_they_bring_another(model):
    path = PathSolver(model, Problem(model.benchmark, model.elasticities, Shocks(**levers(model.benchmark)))).path(9)
    terms = rates(path)[0]["terms of trade"]
    assert np.abs(terms).max() > 1e-3
    assert_allclose((terms * model.benchmark.final * np.exp(path.income)).sum(axis=1), 0.0, atol=1e-12)


# ---- the convention of 2015
def test_the_convention_in_two_regions_by_hand():
    """Two equal regions, one good, no inputs; the first takes a tariff of 25 % away, so its price falls to ĉ."""
    tariff = np.array([[[0.0, 0.25], [0.0, 0.0]]])
    bare = np.array([[[0.5, 0.5], [0.5, 0.5]]])
    landed = bare * (1 + tariff)
    one = np.ones((2, 1))
    b = Benchmark(
        landed[..., None] / landed.sum(axis=2)[:, :, None, None],
        np.stack([np.zeros((1, 2)), landed.sum(axis=2)], axis=2),
        one,
        tariff,
        one,
        0 * one,
        0 * tariff,
    )
    model = set_up(b, replace(responses(), theta=np.array([4.0]), delta=np.zeros(1), eta=np.zeros(1)))
    shocks = Shocks(tariff=0.0 * tariff)
    d = decompose(model, shocks, "one_step")
    state = solve(model, shocks, tolerance=1e-12).state
    price, imports = np.exp(state.prices.border[:, 0]), state.sales.border[0, 0, 1]
    assert_allclose(d.components["terms of trade"][0], 0.5 * (price[0] - price[1]) / b.final[0], atol=1e-12)
    assert_allclose(d.components["trade volume"], [0.25 * (imports - 0.5 * price[1]) / b.final[0], 0.0], atol=1e-12)
    assert_allclose(d.total, sum(d.components.values()))
    assert_allclose(d.error, np.abs(d.total - np.expm1(state.at.income - state.prices.final)).max(), rtol=1e-6)
    assert "2015" in d.label


def test_the_convention_refuses_other_shocks(model):
    b = model.benchmark
    with pytest.raises(PolicyError, match=r"knows tariffs alone; other shocks: 'labour'.*'path'"):
        decompose(model, Shocks(tariff=b.tariff, labour=np.zeros(R)), "one_step")


# ---- the way
def test_part_way_starts_at_the_benchmark_and_ends_at_the_shocks(model):
    b, full = model.benchmark, Shocks(**levers(model.benchmark))
    problem = Problem(b, model.elasticities, full)
    start, end = (paths.part_way(problem, t).shocks for t in (0.0, 1.0))
    for name in paths.FROM_BENCHMARK:
        assert_allclose(getattr(start, name), getattr(b, name), err_msg=name)
    for f in fields(Shocks):
        if getattr(full, f.name) is not None:
            assert_allclose(getattr(end, f.name), getattr(full, f.name), rtol=1e-14, err_msg=f.name)


def test_what_is_cut_off_fades_by_its_weight(model):
    problem = Problem(model.benchmark, model.elasticities, Shocks(trade_cost=cut((1, 0, 1))))
    weights = [paths.part_way(problem, t).delivery_weight[1, 0, 1] for t in (0.0, 0.25, 0.5, 1.0)]
    assert_allclose(weights, [1.0, 0.75, 0.5, 0.0], rtol=1e-14)


def test_a_finer_path_solves_only_what_is_new(model):
    walk = PathSolver(model, Problem(model.benchmark, model.elasticities, Shocks(labour=np.full(R, 0.1))))
    known = [len(walk._solved) for count in (9, 17, 33) if walk.path(count)]
    assert known == [9, 17, 33]
    assert all(finer == 2 * coarser - 1 for coarser, finer in pairwise(known))
