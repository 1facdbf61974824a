"""Demand with income effects: CES where all are one, identities of utility, and derivatives against differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.equilibrium.nests import ces
from newind.kernels.arrays import as_numpy
from newind.kernels.nonhomothetic import demand, equivalent_variation

S, R = 6, 3
substitution = st.sampled_from([0.0, 0.26, 0.5, 0.57, 0.9, 1.0, 1.4])
seeds = st.integers(0, 10_000)


def draw(seed: int) -> tuple[np.ndarray, ...]:
    """Return shares (S, R), one good not bought, log prices, log spending and positive income effects."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.ones(S), R).T
    share[2, 1] = 0.0
    return (
        share / share.sum(axis=0), rng.normal(0, 0.5, (S, R)), rng.normal(0.5, 0.6, R), rng.uniform(0.1, 2.0, (S, 1)),
    )  # fmt: skip


@given(seeds, substitution)
def test_without_income_effects_it_is_ces(seed: int, s: float) -> None:
    share, price, spent, _ = draw(seed)
    utility, shares = demand(share, price, spent, s, np.ones((S, 1)))
    index, expected = ces(share, price, s)
    assert_allclose(utility, spent - index, rtol=0, atol=1e-12)
    assert_allclose(shares, expected + np.zeros_like(shares), rtol=0, atol=1e-12)
    assert_allclose(equivalent_variation(share, utility, s, np.ones((S, 1))), np.exp(spent - index) - 1, atol=1e-12)


@given(seeds, substitution)
def test_shares_sum_to_one_and_spending_is_what_utility_costs(seed: int, s: float) -> None:
    share, price, spent, e = draw(seed)
    utility, shares = demand(share, price, spent, s, e)
    assert_allclose(shares.sum(axis=0), 1.0, atol=1e-13)
    assert shares[2, 1] == 0.0
    assert (shares >= 0).all()
    if s != 1.0:
        cost = (share * np.exp((1 - s) * (price + e * utility))).sum(axis=0)
        assert_allclose(np.log(cost) / (1 - s), spent, atol=1e-11)
        again = share * np.exp((1 - s) * (price + e * utility - spent))
        assert_allclose(shares, again, atol=1e-11)


@given(seeds, substitution)
def test_the_gain_of_utility_is_its_derivative(seed: int, s: float) -> None:
    share, price, spent, e = draw(seed)
    rng, h = np.random.default_rng(seed + 1), 1e-5
    dp, de = rng.normal(size=(S, R)), rng.normal(size=R)
    shares = demand(share, price, spent, s, e)[1]
    above, below = (demand(share, price + k * dp, spent + k * de, s, e)[0] for k in (h, -h))
    costs = np.where((shares > 0).any(axis=0), (shares * e).sum(axis=0), 1.0)  # d ln U = (d ln E − Σ ω d ln P) / Σ ω e
    assert_allclose((above - below) / (2 * h), (de - (shares * dp).sum(axis=0)) / costs, rtol=1e-5, atol=1e-7)


@given(seeds, substitution)
def test_the_variation_is_what_buys_the_utility_at_old_prices(seed: int, s: float) -> None:
    share, price, spent, e = draw(seed)
    utility = demand(share, price, spent, s, e)[0]
    more = equivalent_variation(share, utility, s, e)
    assert_allclose(demand(share, np.zeros((S, R)), np.log1p(more), s, e)[0], utility, atol=1e-11)


def test_goods_with_small_income_effects_lose_ground_as_people_grow_richer() -> None:
    share, e = np.array([0.3, 0.3, 0.4]), np.array([0.16, 1.0, 1.18])
    shares = [demand(share, np.zeros(3), np.float64(spent), 0.5, e)[1] for spent in (0.0, 0.5, 1.0)]
    assert_allclose(shares[0], share, atol=1e-15)
    assert (np.diff(shares, axis=0)[:, 0] < 0).all()
    assert (np.diff(shares, axis=0)[:, 2] > 0).all()


def test_nothing_bought_has_no_utility_and_no_shares() -> None:
    utility, shares = demand(np.zeros((2, 1)), np.ones((2, 1)), np.ones(1), 0.5, np.full((2, 1), 0.7))
    assert not utility.any()
    assert not shares.any()


def test_problems_side_by_side_and_another_library_give_the_same() -> None:
    xp = pytest.importorskip("array_api_strict")
    share, price, spent, e = draw(3)
    alone = demand(share, price, spent, 0.5, e)
    stacked = demand(np.stack([share, share]), np.stack([price, 2 * price]), np.stack([spent, spent]), 0.5, e, axis=-2)
    assert_allclose(stacked[0][0], alone[0], atol=1e-14)
    assert_allclose(stacked[1][0], alone[1], atol=1e-14)
    moved = demand(*map(xp.asarray, (share, price, spent)), 0.5, xp.asarray(e))
    for own, other in zip(alone, moved, strict=True):
        assert_allclose(as_numpy(other), own, atol=1e-13)
