"""Distances to a final product against sums over stages; curves against ones known beforehand; changes of a mean."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import Drawn, economies
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from newind.kernels import contentchange, smile
from newind.kernels.leontief import Leontief, coefficients

LONG = 20_000
"""Stages after which a drawn economy whose inputs are nearly all of its output is below rounding as well."""


@given(economies())
@settings(max_examples=40)
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
@settings(max_examples=40)
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
    [
        (lambda d: (d - 3) ** 2, "smile"),
        (lambda d: -((d - 3) ** 2), "frown"),
        (lambda d: d**2, "rising"),
        (lambda d: -d, "falling"),
    ],
)
def test_verdicts(curve, verdict) -> None:
    rng, d, weights, economy = members()
    found = smile.fit_smile(d, curve(d) + rng.normal(0, 0.1, d.size), weights, economy)
    assert found is not None
    assert found.verdict == verdict
    assert ((found.low < found.heights) & (found.heights < found.high)).all()


def test_a_bend_that_rises_throughout_is_no_smile() -> None:
    rng, d, weights, economy = members(240, 20)
    found = smile.fit_smile(d, (d - 0.5) ** 2 + rng.normal(0, 0.1, d.size), weights, economy)
    assert found is not None
    assert found.p < 1e-6 < found.ends[0] < found.ends[1]
    assert found.verdict == "rising"
    step = (found.heights[1] - found.heights[0]) / (found.places[1] - found.places[0])
    assert_allclose(step, found.ends[0] + found.curvature * (found.places[1] - found.places[0]), rtol=1e-9)


def test_noise_is_seldom_a_smile() -> None:
    """Wages that differ by economy and by chance, in 200 worlds: rarely more verdicts than the level of 5 % allows."""
    rng, d, weights, economy = members(240, 20)
    drawn = (rng.normal(0, 1.0, 20)[economy] + rng.normal(0, 1.0, d.size) for _ in range(200))
    found = [smile.fit_smile(d, h, weights, economy) for h in drawn]
    assert sum(f is not None and f.p < smile.SIGNIFICANT for f in found) <= 20
    assert sum(f is not None and f.verdict in ("smile", "frown") for f in found) <= 20


def test_errors_by_leaving_out_each_economy() -> None:
    rng, d, weights, economy = members()
    h = rng.normal(0, 1.0, d.size)
    X = np.column_stack([np.ones_like(d), d, d**2])

    def fitted(kept: np.ndarray) -> np.ndarray:
        root = np.sqrt(weights[kept])
        return np.linalg.lstsq(X[kept] * root[:, None], h[kept] * root, rcond=None)[0]

    whole = fitted(np.ones(d.size, dtype=bool))
    left = np.array([fitted(economy != g) for g in range(6)])
    found = smile.fit_smile(d, h, weights, economy)
    assert found is not None
    assert_allclose(found.error, np.sqrt(5 / 6 * ((left - whole)[:, 2] ** 2).sum()), rtol=1e-8)
    at = np.array([1.0, found.places[7], found.places[7] ** 2])
    band = 2.5705818366147 * np.sqrt(5 / 6 * ((left @ at - whole @ at) ** 2).sum())  # t of 5 at 97.5 %
    assert_allclose(found.high[7] - found.heights[7], band, rtol=1e-8)


def test_one_economy_that_makes_the_curve_is_no_evidence() -> None:
    """With the sandwich its own residuals would vanish; left out, nothing of the curve remains."""
    rng, d, weights, economy = members()
    h = np.where(economy == 0, 3.0 * (d - 3) ** 2, rng.normal(0, 0.1, d.size))
    found = smile.fit_smile(d, h, np.where(economy == 0, 1e3, 1.0) * weights, economy)
    assert found is not None
    assert found.curvature == pytest.approx(3.0, rel=0.05)
    assert found.p > 0.2
    assert found.verdict == "none"
    assert found.effective < 1.1


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
    there, back = contentchange.mix_change((s0, u0), (s1, u1)), contentchange.mix_change((s1, u1), (s0, u0))
    assert_allclose(there.total, s1 @ u1 - s0 @ u0, atol=1e-12)
    assert_allclose(there.within, -back.within, atol=1e-12)
    assert_allclose(there.mix, -back.mix, atol=1e-12)
    assert_allclose(there.within.sum(), ((s0 + s1) / 2) @ (u1 - u0), atol=1e-12)


def test_a_member_that_was_not_there_is_a_change_of_mix() -> None:
    found = contentchange.mix_change(
        (np.array([1.0, 0.0]), np.array([2.0, np.nan])), (np.array([0.5, 0.5]), np.array([2.0, 4.0]))
    )
    assert_allclose(found.within, 0.0)
    assert_allclose(found.total, 1.0)
