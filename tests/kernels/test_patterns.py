"""The share of a sector by population and income: known equations are found again, errors against plain formulas."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.kernels import patterns

TRUE = np.array([0.02, -0.002, 0.6, -0.03])


def drawn(noise=0.0, own=0.0, N=30, T=12, seed=5):
    """Return shares of economies by a known equation, and its terms."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.normal(3, 1.5, size=(N, 1)) + rng.normal(0.01, 0.005, size=(N, 1)) * np.arange(T))
    start, speed = rng.normal(9.5, 0.8, size=(N, 1)), rng.normal(0.03, 0.02, size=(N, 1))
    z = patterns.terms(people, np.exp(start + speed * np.arange(T)))
    effects = own * rng.normal(size=(N, 1)) - 0.004 * np.arange(T)
    return z @ TRUE + effects + noise * rng.normal(size=(N, T)), z


@pytest.mark.parametrize(("form", "own"), [("fit_pooled_shares", 0.0), ("within", 0.05)])
def test_a_known_equation_is_found_again(form, own):
    share, z = drawn(own=own)
    fit = getattr(patterns, form)(share, z)
    assert_allclose(fit.coefficients[:4], TRUE, rtol=1e-6)
    effects = fit.coefficients[4:] if form == "within" else fit.coefficients[5:] - fit.coefficients[4]
    assert_allclose(effects, -0.004 * np.arange(1, share.shape[1]), atol=1e-8)
    assert fit.r_squared == pytest.approx(1)


def test_within_is_the_fit_with_a_dummy_for_each_economy():
    share, z = drawn(noise=0.01, own=0.05)
    N, T = share.shape
    dummies = np.kron(np.eye(N), np.ones((T, 1)))
    X = np.hstack([z.reshape(N * T, 4), np.tile(np.eye(T)[:, 1:], (N, 1)), dummies])
    plain = np.linalg.lstsq(X, share.ravel(), rcond=None)[0]
    assert_allclose(patterns.within(share, z).coefficients, plain[: 4 + T - 1], rtol=1e-6, atol=1e-9)


def test_covariance_is_the_sandwich_over_economies():
    share, z = drawn(noise=0.01)
    N, T = share.shape
    fit = patterns.fit_pooled_shares(share, z)
    X = np.concatenate([z, np.broadcast_to(np.eye(T), (N, T, T))], axis=2)
    bread = np.linalg.inv(np.einsum("ntk,ntl->kl", X, X))
    residual = share - X @ fit.coefficients
    meat = sum(np.outer(s, s) for s in np.einsum("ntk,nt->nk", X, residual))
    scale = N / (N - 1) * (N * T - 1) / (N * T - 4 - T)
    assert_allclose(fit.covariance, scale * bread @ meat @ bread, rtol=1e-5, atol=1e-9)
    assert_allclose(np.sqrt(np.diag(fit.covariance)), fit.errors)
    assert_allclose(fit.deviation, np.sqrt((residual**2).sum() / (N * T - 4 - T)))


def test_predictions_cover_the_truth_about_as_often_as_they_say():
    hits = []
    for seed in range(60):
        share, z = drawn(noise=0.02, seed=seed)
        truth = z @ TRUE - 0.004 * np.arange(share.shape[1])
        fit = patterns.fit_pooled_shares(share, z)
        x = np.concatenate([z[0, 3], np.eye(share.shape[1])[3]])
        value, error = patterns.predict_values(x, fit.coefficients, fit.covariance)
        hits.append(abs(value - truth[0, 3]) < 2.05 * error)
    assert 0.85 <= np.mean(hits) <= 1.0


def test_turning_point_and_its_interval():
    covariance = np.diag([0.0, 0.0, 1e-4, 1e-8])
    found = patterns.turning_point(np.array([0, 0, 0.6, -0.03]), covariance, 2.0)
    error = np.sqrt((0.01 / 0.06) ** 2 + (0.6 * 1e-4 / (2 * 0.03**2)) ** 2)
    assert found.highest
    assert_allclose(np.log([found.low, found.income, found.high]), [10 - 2 * error, 10, 10 + 2 * error])
    assert np.isnan(patterns.turning_point(np.zeros(4), covariance, 2.0).income)
