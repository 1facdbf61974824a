"""Weights and aggregates of the worked example of COINr 1.1.14 on the ASEM data, against its own figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from newind.index import aggregate, weights
from newind.typing import Array

PILLARS = ["ConEcFin", "Environ", "Instit", "P2P", "Physical", "Political", "Social", "SusEcFin"]
CONNECTIVITY = np.array([True, False, True, True, True, True, False, False])
MEANS: dict[str, Callable[[Array, Array], Array]] = {
    "a_amean": aggregate.arithmetic,
    "a_gmean": aggregate.geometric,
    "a_hmean": aggregate.harmonic,
    "a_genmean_p-0.5": lambda X, w: aggregate.power(X, w, -0.5),
}


@pytest.fixture(scope="module")
def asem(shared: Path) -> Callable[[str], pd.DataFrame]:
    """Return a reader of the example's tables."""
    folder = shared / "indices" / "asem"
    return lambda name: pd.read_parquet(folder / f"{name}.parquet")


def test_entropy_critic_and_their_combination_by_game_theory(asem: Callable[[str], pd.DataFrame]) -> None:
    """The normalised data (0 to 100) of the pillar, zeros left as they are."""
    golden = asem("golden_weights_ConEcFin")
    names = list(golden["iCode"])
    X = asem("exp_coin_Normalised")[names].to_numpy()
    entropy, critic = weights.entropy(X, names=names), weights.critic(X, names=names)
    assert_allclose(entropy, golden["entropy"], rtol=1e-9)
    assert_allclose(critic, golden["critic"], rtol=1e-9)
    assert_allclose(weights.combine_weights([entropy, critic]), golden["game"], rtol=1e-9)


def test_principal_components_of_every_pillar(asem: Callable[[str], pd.DataFrame]) -> None:
    """Signs in R are arbitrary: all of a pillar's are turned where its sum is negative."""
    table, variance = asem("exp_coin_Normalised"), asem("exp_pca_L1_variance")
    for pillar, expected in asem("exp_pca_L1_weights").groupby("Group"):
        X, wt = table[list(expected["iCode"])].to_numpy(), expected["wt"].to_numpy()
        found, told = weights.components(X), variance[variance["Group"] == pillar]
        assert_allclose(weights.first_component(X), wt * (-1 if wt.sum() < 0 else 1), rtol=1e-9)
        assert_allclose(np.sqrt(found.variance), told["sdev"], rtol=1e-9)
        assert_allclose(found.share, told["share"], rtol=1e-9)
        assert (weights.pca(X) > 0).all()


def test_outranking_of_pillars(asem: Callable[[str], pd.DataFrame]) -> None:
    X, expected = asem("exp_coin_Aggregated")[PILLARS].to_numpy(), asem("exp_outrank_pillars")
    got = aggregate.outranking(X, np.ones(8))
    assert_allclose(got, expected.drop(columns="uCode"), rtol=1e-9)
    signs = np.sign(expected.drop(columns="uCode").to_numpy() - 0.5 * (1 - np.eye(len(got))))
    assert_allclose(aggregate.copeland(X, np.ones(8)), signs.sum(axis=1))


@pytest.mark.parametrize("name", MEANS)
def test_three_levels_of_means_of_data_normalised_to_1_to_100(name: str, asem: Callable[[str], pd.DataFrame]) -> None:
    meta = asem("ASEM_iMeta")
    scores = 1 + asem("exp_coin_Normalised").drop(columns="uCode") * 0.99
    for level in (1, 2, 3):
        members = meta[meta["Level"] == level].groupby("Parent")
        scores = scores.assign(
            **{
                str(parent): MEANS[name](scores[list(m["iCode"])].to_numpy(), m["Weight"].to_numpy(dtype=float))
                for parent, m in members
            }
        )
    expected = asem(f"exp_agg_minmax1_100_{name}").drop(columns="uCode")
    assert expected.shape == (51, 11)
    assert_allclose(scores[list(expected)], expected, rtol=1e-9)


def hierarchy(X: Array) -> Callable[[Array], Array]:
    """Return the index of the example: the mean of two sub-indices, each a weighted mean of its pillars."""

    def compose(w: Array) -> Array:
        halves = [(X[:, own] @ w[own]) / max(w[own].sum(), 1e-12) for own in (CONNECTIVITY, ~CONNECTIVITY)]
        return np.asarray(sum(halves) / 2)

    return compose


def test_importances_that_the_example_obtains_with_its_weights(asem: Callable[[str], pd.DataFrame]) -> None:
    """Importances in COINr are shares of correlations; it lists them in the order of the alphabet."""
    table, told = asem("exp_coin_Aggregated"), asem("exp_opt_weights_L2_equal")
    X, w = table[PILLARS].to_numpy(), told.set_index("iCode")["OptWeight"][PILLARS].to_numpy()
    got = weights.importance(X, hierarchy(X)(w), measure="correlation")
    assert_allclose(got, told["Obtained"], atol=1e-4)
    assert w.min() < 0


def test_two_sub_indices_are_brought_to_equal_importance(asem: Callable[[str], pd.DataFrame]) -> None:
    """Two elements of equal importance have weights in inverse proportion to their standard deviations."""
    X, told = asem("exp_coin_Aggregated")[["Conn", "Sust"]].to_numpy(), asem("exp_opt_weights_L3_equal_tol0.1")
    found = weights.optimise_weights(X, np.ones(2), measure="correlation")
    assert_allclose(found.achieved, 0.5, atol=1e-9)
    assert_allclose(found.weights, weights.normalise_weights(1 / X.std(axis=0)), rtol=1e-9)
    assert found.gap < abs(told["Obtained"] - 0.5).max()
    assert_allclose(found.weights, told["OptWeight"], atol=0.01)


@pytest.mark.parametrize("nested", [False, True])
def test_pillars_come_nearer_to_equal_importance_as_far_as_non_negative_weights_can(
    nested: bool, asem: Callable[[str], pd.DataFrame]
) -> None:
    """COINr comes within 0.015 with negative weights; without, conflict between pillars leaves 0.02 and 0.065."""
    X, equal = asem("exp_coin_Aggregated")[PILLARS].to_numpy(), weights.equal(8)
    compose = hierarchy(X) if nested else (lambda w: X @ w)
    found = weights.optimise_weights(X, equal, measure="correlation", composite=compose)
    before = weights.importance(X, compose(equal), measure="correlation")
    assert ((found.achieved - equal) ** 2).sum() < 0.7 * ((before - equal) ** 2).sum()
    assert found.gap < (0.065 if nested else 0.0205)
    assert not found.converged
