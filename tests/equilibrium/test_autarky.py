"""Gains from trade in closed form, against the model without trade."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.autarky import find_autarky, gains_from_trade
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.solve import rebase_benchmark, set_up, solve
from newind.errors import DataError, PolicyError, UnknownNameError
from no_trade import closed

R, S = 3, 4
PSI = np.array([0.05, 0.1, 0.12, 0.02])
REGIONS, INDUSTRIES = ("A", "B", "C"), ("food", "steel", "cars", "care")
HORIZONS = pytest.mark.parametrize("mobile", [True, False], ids=["capital moves", "capital stays"])


def responses(mobile=True, psi=PSI, **changed):
    """Return Cobb-Douglas nests with trade and scale elasticities by industry."""
    usual = {"sigma": 1.0, "sigma_v": 1.0, "sigma_f": 1.0}
    return Elasticities(np.array([3.0, 4.0, 5.0, 6.0]), **(usual | changed), delta=psi, mobile=mobile)


def economy(seed, common=False):
    """Return a drawn economy with tariffs, subsidies, rebates and mark-ups, in which regions mostly buy at home."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(R), size=(S, R, 1 if common else S + 1)).transpose(0, 1, 3, 2)
    shares = 0.4 * shares + 0.6 * np.eye(R)[None, :, :, None]
    spend = np.concatenate([rng.uniform(0.02, 0.2, (S, R, S)), rng.uniform(1.0, 1.5, (S, R, 1))], axis=2)
    abroad = 1.0 - np.eye(R)
    return Benchmark(
        shares=np.ascontiguousarray(shares),
        spend=spend,
        labour_share=rng.uniform(0.3, 0.7, (R, S)),
        tariff=rng.uniform(0.0, 0.2, (S, R, R)) * abroad,
        markup=1.0 + rng.uniform(0.0, 0.2, (R, S)),
        subsidy=rng.uniform(-0.05, 0.1, (R, S)),
        rebate=rng.uniform(0.0, 0.05, (S, R, R)) * abroad,
        land_share=0.2,
        regions=REGIONS,
        industries=INDUSTRIES,
    )


def without_deficits(benchmark, elasticities):
    return rebase_benchmark(set_up(benchmark, elasticities))


def two_halves():
    """Return two equal regions that buy half of the one good abroad and use no inputs."""
    one = np.ones((2, 1))
    return Benchmark(
        shares=np.full((1, 2, 2, 1), 0.5),
        spend=np.array([[[0.0, 1.0], [0.0, 1.0]]]),
        labour_share=one,
        tariff=np.zeros((1, 2, 2)),
        markup=one,
        subsidy=0 * one,
        rebate=np.zeros((1, 2, 2)),
        regions=("A", "B"),
        industries=("all",),
    )


def without(benchmark, *cells):
    """Return the benchmark with cells [k, n, u] that buy only abroad."""
    shares = benchmark.shares.copy()
    for k, n, u in cells:
        shares[k, n, n, u] = 0.0
        shares[k, n, :, u] /= shares[k, n, :, u].sum()
    return replace(benchmark, shares=shares)


def test_half_from_abroad_at_elasticity_four_costs_two_to_the_quarter():
    e = Elasticities(np.array([4.0]), 1.0, 1.0, 1.0, np.zeros(1), mobile=True)
    assert_allclose(gains_from_trade(two_halves(), e), -np.log(2) / 4, rtol=1e-14)


@HORIZONS
@pytest.mark.parametrize("common", [True, False], ids=["common", "by user"])
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_model_without_trade(seed, common, mobile):
    """Prices and real income agree with every wedge on, with economies of scale, and with two factors."""
    e = responses(mobile)
    b = without_deficits(economy(seed, common), e)
    model, expected = set_up(b, e), find_autarky(b, e)
    world = solve(model, closed(b, e), tolerance=1e-12)
    assert_allclose(world.real_income, expected.real_income, rtol=0, atol=1e-10)
    assert_allclose(world.state.at.q - world.state.at.income[:, None], expected.border, rtol=0, atol=1e-10)
    for n in range(R):
        alone = solve(model, closed(b, e, n), tolerance=1e-12).real_income
        assert_allclose(alone[n], expected.real_income[n], rtol=0, atol=1e-10)
        assert np.abs(np.delete(alone - expected.real_income, n)).min() > 1e-3


def test_scale_and_fixed_capital_matter():
    """The cases above differ from each other, so each is seen to be right."""
    b = without_deficits(economy(0), responses())
    found = [gains_from_trade(b, responses(m, p)) for m in (True, False) for p in (PSI, 0 * PSI)]
    gaps = [np.abs(a - c).max() for i, a in enumerate(found) for c in found[:i]]
    assert min(gaps) > 1e-4


def test_good_without_own_supply_is_refused_with_its_users():
    e = responses()
    b = without_deficits(without(economy(1), (1, 0, 0), (1, 0, 2), (1, 0, S), (2, 1, S)), e)
    with pytest.raises(PolicyError) as refused:
        gains_from_trade(b, e)
    message = "without trade 'A steel (food, cars, final demand)', 'B cars (final demand)' have no supplier at home"
    assert message in str(refused.value)
    assert "leave the cells out" in str(refused.value)
    assert np.isfinite(gains_from_trade(b, e, ["C"])).all()
    assert np.isnan(gains_from_trade(b, e, strict=False)).tolist() == [True, True, False]
    found = find_autarky(b, e)
    assert [len(m) for m in found.missing] == [1, 1, 0]
    assert np.isnan(found.border).all(axis=1).tolist() == [True, True, False]


def test_many_users_are_counted():
    b = without_deficits(without(economy(1), *((1, 0, u) for u in range(S + 1))), responses())
    assert find_autarky(b, responses()).missing[0] == ("A steel (food, steel, cars and 2 more)",)


def test_cells_left_out_as_in_the_model():
    e = responses()
    b = without_deficits(without(economy(1), (1, 0, 0), (2, 1, S)), e)
    problem = closed(b, e)
    assert problem.lost.sum() == 2
    found = gains_from_trade(b, e, lost=problem.lost)
    assert_allclose(found, solve(set_up(b, e), problem, tolerance=1e-12).real_income, rtol=0, atol=1e-10)


@HORIZONS
def test_industry_that_only_exports_stops(mobile):
    """What only it lacks, nobody lacks; with capital that moves its labour and capital find other work."""
    e = responses(mobile)
    drawn = without(economy(2), *((3, 0, u) for u in range(S + 1)), (0, 0, 3))
    spend = drawn.spend.copy()
    spend[3, 0, :] = 0.0
    b = without_deficits(replace(drawn, spend=spend, shares=drawn.shares * (spend > 0)[:, :, None]), e)
    found = find_autarky(b, e)
    assert found.missing == ((), (), ())
    assert np.isnan(found.border).tolist() == [[False, False, False, True], [False] * S, [False] * S]
    problem = closed(b, e)
    assert problem.idle.sum() == 1
    expected = solve(set_up(b, e), problem, tolerance=1e-12).real_income
    assert_allclose(found.real_income, expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("name", ["sigma", "sigma_v", "sigma_f"])
def test_other_nests_have_no_closed_form(name):
    with pytest.raises(DataError, match=r"closed form only where all are 1\. Set them to 1"):
        gains_from_trade(two_halves(), responses(**{name: 0.5}))


def test_deficits_are_refused():
    with pytest.raises(DataError, match=r"trade deficits of 'A', 'B', 'C'.*Rebase to zero"):
        gains_from_trade(economy(0), responses())


def test_unknown_region():
    b = without_deficits(economy(0), responses())
    with pytest.raises(UnknownNameError, match="unknown region 'D'"):
        gains_from_trade(b, responses(), ["D"])


def test_without_labels_numbers_are_named():
    b = without_deficits(replace(without(economy(1), (1, 0, 0)), regions=(), industries=()), responses())
    assert find_autarky(b, responses()).missing[0] == ("region 0 good 1 (good 0)",)
