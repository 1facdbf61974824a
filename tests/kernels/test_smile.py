"""Distances to a final product against sums over stages; curves against ones known beforehand; changes of a mean."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Drawn, economies
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from newind.kernels import mixchange, smile
from newind.kernels.leontief import Leontief, coefficients

LONG = 20_000
"""Stages after which a drawn economy whose inputs are nearly all of its output is below rounding as well."""


@given(economies())
def test_distance_is_the_mean_over_all_stages(w: Drawn) -> None:
    A, y = coefficients(w.Z, w.x), np.where(w.made, 1.0, 0.0) * np.arange(1.0, w.n + 1)
    output, distance = smile.chain_distance(Leontief(A), y)
    carried, stages, tier = np.zeros(w.n), np.zeros(w.n), y
    for k in range(LONG):
        carried, stages = carried + tier, stages + (k + 1) * tier
        tier = A @ tier
        if (k + 2) * tier.max() < 1e-14 * carried.max():
            break
    else:
        pytest.fail("the stages do not end")
    assert_allclose(output, carried, rtol=1e-9)
    inside = carried > 0
    assert_allclose(distance[inside], stages[inside] / carried[inside], rtol=1e-9)
    assert np.isnan(distance[~inside]).all()


@given(economies())
def test_a_stage_more_than_the_buyers_in_the_chain(w: Drawn) -> None:
    """One chain: b_i N_i = b_i + Σ_j A_ij b_j N_j."""
    A, y = coefficients(w.Z, w.x), np.zeros(w.n)
    y[int(np.flatnonzero(w.made)[0])] = 7.0
    b, distance = smile.chain_distance(Leontief(A), y)
    N = np.nan_to_num(distance)
    assert_allclose(b * N, b + A @ (b * N), rtol=1e-9, atol=1e-9 * b.max())


def members(n: int = 60, economies_: int = 6) -> tuple[np.random.Generator, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    return rng, rng.uniform(1.0, 5.0, n), rng.uniform(0.1, 2.0, n), np.arange(n) % economies_


def test_a_curve_without_noise_is_found_again() -> None:
    _, d, weights, economy = members()
    found = smile.fit_smile(d, 2.0 - 3.0 * d + 0.5 * d**2, weights, economy)
    assert found is not None
    assert_allclose((found.curvature, found.turning), (0.5, 3.0), rtol=1e-7)
    assert found.verdict == "smile"
    assert_allclose(found.heights, 2.0 - 3.0 * found.places + 0.5 * found.places**2, rtol=1e-7, atol=1e-8)
    assert_allclose(found.low, found.high, atol=1e-6)


@pytest.mark.parametrize(
    ("curve", "verdict"),
    [(lambda d: (d - 3) ** 2, "smile"), (lambda d: -((d - 3) ** 2), "frown"), (lambda d: d**2, "bent")],
)
def test_verdicts(curve, verdict) -> None:
    rng, d, weights, economy = members()
    found = smile.fit_smile(d, curve(d) + rng.normal(0, 0.1, d.size), weights, economy)
    assert found is not None
    assert found.verdict == verdict
    assert ((found.low < found.heights) & (found.heights < found.high)).all()


def test_noise_is_no_smile() -> None:
    rng, d, weights, economy = members()
    found = smile.fit_smile(d, d + rng.normal(0, 1.0, d.size), weights, economy)
    assert found is not None
    assert (found.verdict, found.p > smile.SIGNIFICANT) == ("none", True)


def test_the_fit_is_weighted_least_squares() -> None:
    """Members written twice count as twice the weight, and weightless or unknown ones not at all."""
    rng, d, _, economy = members()
    h, weights = rng.normal(0, 1.0, d.size), np.where(np.arange(d.size) % 3 == 0, 2.0, 1.0)
    X = np.column_stack([np.ones_like(d), d, d**2])
    twice = np.repeat(np.arange(d.size), weights.astype(int))
    want = np.linalg.lstsq(X[twice], h[twice], rcond=None)[0]
    extra = (
        np.array([2.0, np.nan, 3.0]),
        np.array([np.nan, 1.0, 99.0]),
        np.array([1.0, 1.0, 0.0]),
        np.array([0, 1, 2]),
    )
    joined = [np.concatenate(pair) for pair in zip((d, h, weights, economy), extra, strict=True)]
    for given_ in ((d, h, weights, economy), joined):
        found = smile.fit_smile(*given_)
        assert found is not None
        assert_allclose(found.curvature, want[2], rtol=1e-9)
        assert (found.members, found.clusters) == (d.size, 6)


def test_too_little_for_a_curve() -> None:
    _, d, weights, economy = members()
    assert smile.fit_smile(d[:4], d[:4], weights[:4], economy[:4]) is None
    assert smile.fit_smile(d, d, weights, economy % 3) is None
    assert smile.fit_smile(np.round(d / 10), d, weights, economy) is None


@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_changes_of_a_mean_add_up_and_reverse(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    s0, s1 = rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(n))
    u0, u1 = rng.uniform(1, 4, n), rng.uniform(1, 4, n)
    there, back = mixchange.mix_change((s0, u0), (s1, u1)), mixchange.mix_change((s1, u1), (s0, u0))
    assert_allclose(there.total, s1 @ u1 - s0 @ u0, atol=1e-12)
    assert_allclose(there.within, -back.within, atol=1e-12)
    assert_allclose(there.mix, -back.mix, atol=1e-12)
    assert_allclose(there.within.sum(), ((s0 + s1) / 2) @ (u1 - u0), atol=1e-12)


def test_a_member_that_was_not_there_is_a_change_of_mix() -> None:
    found = mixchange.mix_change(
        (np.array([1.0, 0.0]), np.array([2.0, np.nan])), (np.array([0.5, 0.5]), np.array([2.0, 4.0]))
    )
    assert_allclose(found.within, 0.0)
    assert_allclose(found.total, 1.0)
