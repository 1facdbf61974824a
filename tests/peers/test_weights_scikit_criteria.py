"""scikit-criteria computes the same entropy, CRITIC and equal weights, closeness to the ideal, and geometric scores."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from peer import peer

from newind.index import aggregate, weights
from newind.typing import Array

skc = peer("skcriteria")
peer("skcriteria.preprocessing.weighters")
peer("skcriteria.preprocessing.scalers")
peer("skcriteria.agg.simple")
peer("skcriteria.agg.topsis")
pytestmark = pytest.mark.peer


@pytest.fixture(params=[1, 2, 3])
def X(request: pytest.FixtureRequest) -> Array:
    """Thirty-one units with six indicators that go together in part, between 0 and 1; some are 0."""
    rng = np.random.default_rng(request.param)
    X = rng.normal(size=(31, 6)) + rng.normal(size=(31, 1)) * request.param
    return np.asarray((X - X.min(axis=0)) / np.ptp(X, axis=0))


def decision(X: Array, w: Array | None = None) -> object:
    return skc.mkdm(X, [max] * X.shape[1], weights=w)


def weighed(X: Array, weigher: str) -> Array:
    method = getattr(skc.preprocessing.weighters, weigher)()
    return np.asarray(method.transform(decision(X)).weights.to_numpy())


def test_entropy(X: Array) -> None:
    assert_allclose(weights.entropy(X), weighed(X, "EntropyWeighter"), rtol=1e-9)


def test_critic(X: Array) -> None:
    assert_allclose(weights.critic(X), weighed(X, "CRITIC"), rtol=1e-9)


def test_equal(X: Array) -> None:
    assert_allclose(weights.equal(6), weighed(X, "EqualWeighter"), rtol=1e-12)


def test_topsis(X: Array) -> None:
    w = weights.entropy(X)
    scaled = skc.preprocessing.scalers.VectorScaler(target="matrix").transform(decision(X, w))
    expected = skc.agg.topsis.TOPSIS().evaluate(scaled).e_.similarity
    assert_allclose(aggregate.topsis(X, w), expected, rtol=1e-9)


def test_weighted_sum_and_product(X: Array) -> None:
    w = weights.critic(X)
    expected = skc.agg.simple.WeightedSumModel().evaluate(decision(X, w)).e_.score
    assert_allclose(aggregate.arithmetic(X, w), expected, rtol=1e-9)
    expected = skc.agg.simple.WeightedProductModel().evaluate(decision(X + 1, w)).e_.score
    assert_allclose(np.log10(aggregate.geometric(X + 1, w)), expected, rtol=1e-9)
