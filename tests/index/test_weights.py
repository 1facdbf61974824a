"""Weights are shares, do not depend on the order of columns, and say what they cannot work with."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from drawn_scores import tables
from hypothesis import assume, given, strategies as st
from numpy.testing import assert_allclose

from newind.errors import ConvergenceError, DataError
from newind.index import weights
from newind.index.weights import information
from newind.typing import Array

DATA_BASED: list[Callable[..., Array]] = [weights.entropy, weights.critic, weights.pca]
NAMES = ["patents", "tariff", "energy", "reading", "roads"]
RNG = np.random.default_rng(5)
X53 = RNG.uniform(1, 100, (5, 3))


def raised(match: str, call: Callable[[], object], error: type[Exception] = DataError) -> str:
    with pytest.raises(error, match=match) as caught:
        call()
    return str(caught.value)


# ---- shares, whatever the method


@pytest.mark.parametrize("method", DATA_BASED, ids=lambda m: m.__name__)
@given(X=tables())
def test_weights_are_shares_and_follow_their_columns(method: Callable[..., Array], X: Array) -> None:
    w = method(X)
    assert w.shape == (X.shape[1],)
    assert (w >= 0).all()
    assert_allclose(w.sum(), 1, rtol=1e-12)
    order = np.random.default_rng(X.size).permutation(X.shape[1])
    assert_allclose(method(X[:, order]), w[order], atol=1e-6)
    assert_allclose(method(X[::-1]), w, atol=1e-6)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any), st.integers(1, 1000))
def test_given_weights_keep_their_proportions(w: list[int], factor: int) -> None:
    got = weights.normalise_weights(np.array(w) * float(factor))
    assert_allclose(got.sum(), 1)
    assert_allclose(got * sum(w), w, rtol=1e-12)


def test_given_weights_are_not_those_passed_in() -> None:
    w = np.array([1.0, 3.0])
    weights.normalise_weights(w)[0] = 9
    assert w.tolist() == [1, 3]


# ---- entropy and CRITIC


@given(tables(), st.floats(0.01, 100))
def test_entropy_does_not_see_units_of_measurement(X: Array, factor: float) -> None:
    scale = np.linspace(1, factor, X.shape[1])
    assert_allclose(weights.entropy(X * scale), weights.entropy(X), atol=1e-12)


def test_entropy_sees_a_shift() -> None:
    X = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    assert abs(weights.entropy(X + 1) - weights.entropy(X)).max() > 0.01


def test_entropy_by_hand() -> None:
    """One unit has all: e = 0; two of three share: e = ln 2 / ln 3."""
    X = np.array([[6.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    told = np.array([1.0, 1 - np.log(2) / np.log(3)])
    assert_allclose(weights.entropy(X), told / told.sum(), rtol=1e-14)


@given(tables(), st.floats(-50, 50), st.floats(0.01, 100))
def test_critic_after_min_max_does_not_see_units_of_measurement(X: Array, shift: float, factor: float) -> None:
    Y = shift + X * np.linspace(1, factor, X.shape[1])
    Y = (Y - Y.min(axis=0)) / np.ptp(Y, axis=0)
    assert_allclose(weights.critic(Y), weights.critic(X), atol=1e-9)


def test_critic_gives_twins_half_the_weight_of_what_stands_against_them() -> None:
    x = np.array([0.0, 0.2, 1.0])
    assert_allclose(weights.critic(np.column_stack([x, x, 1 - x])), [0.25, 0.25, 0.5])


def test_critic_of_a_single_indicator_is_all() -> None:
    assert weights.critic(X53[:, :1]).tolist() == [1]


def test_critic_refuses_indicators_that_all_say_the_same() -> None:
    x = np.array([0.0, 1.0, 4.0])
    message = raised("perfectly correlated", lambda: weights.critic(np.column_stack([x, 2 * x])))
    assert "all 2 columns" in message
    assert "equal weights" in message


# ---- principal components


@given(tables())
def test_components_rebuild_the_correlation_matrix(X: Array) -> None:
    found = weights.components(X)
    assert_allclose(found.loadings @ found.loadings.T, np.corrcoef(X.T), atol=1e-12)
    assert_allclose(found.share.sum(), 1)
    assert (np.diff(found.variance) <= 1e-12).all()
    assert (found.vectors.sum(axis=0) >= 0).all()
    assert_allclose(weights.first_component(X), found.vectors[:, 0])


@given(tables(), st.data())
def test_rotation_keeps_communalities_and_makes_loadings_simpler(X: Array, data: st.DataObject) -> None:
    loadings = weights.components(X).loadings[:, : data.draw(st.integers(1, X.shape[1]))]
    turned = information.varimax(loadings)
    assert_allclose((turned**2).sum(axis=1), (loadings**2).sum(axis=1), atol=1e-9)
    assert_allclose(turned @ turned.T, loadings @ loadings.T, atol=1e-9)
    assert simplicity(turned) >= simplicity(loadings) - 1e-9


def simplicity(loadings: Array) -> float:
    """Kaiser's criterion: variance of squared loadings, with rows of length 1."""
    squared = loadings**2 / (loadings**2).sum(axis=1, keepdims=True)
    return float(squared.var(axis=0).sum())


def test_rotation_finds_the_simple_structure_that_was_turned_away() -> None:
    simple = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7], [0.0, 0.6]])
    turn = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
    assert_allclose(np.abs(information.varimax(simple @ turn)), simple, atol=1e-6)


def test_factors_are_kept_by_the_rule_of_the_handbook() -> None:
    def kept(*variance: float) -> int:
        return information.count_components(weights.Components(np.array(variance), np.eye(len(variance))))

    assert kept(3.3, 1.7, 0.98, 0.9, 0.5, 0.3, 0.2, 0.1) == 2
    assert kept(1.0, 1.0, 1.0, 1.0) == 3  # none above 1, three explain more than 60 %
    assert kept(8.0, 1.1, *[0.29] * 10) == 1  # the second is above 1 but has less than a tenth of 12
    assert kept(1.0) == 1


def test_the_number_of_factors_can_be_set() -> None:
    one = weights.components(X53).loadings[:, 0] ** 2
    assert_allclose(weights.pca(X53, factors=1), one / one.sum())
    for wrong in (0, 4):
        assert f"cannot keep {wrong} factors. Keep 1 to 3" in raised(
            "factors", lambda wrong=wrong: weights.pca(X53, factors=wrong)
        )


def test_a_rotation_that_does_not_settle_is_told() -> None:
    loadings = weights.components(X53).loadings[:, :2]
    assert "Keep fewer factors" in raised(
        "did not settle in 1 rounds", lambda: information.varimax(loadings, most=1), ConvergenceError
    )


# ---- benefit of the doubt


@given(tables())
def test_each_unit_looks_at_least_as_good_as_with_equal_weights(X: Array) -> None:
    found = weights.benefit_of_the_doubt(X)
    equal = X.mean(axis=1) / X.mean(axis=1).max()
    assert (found.scores <= 1 + 1e-9).all()
    assert (found.scores >= equal - 1e-9).all()
    assert_allclose(found.scores.max(), 1)
    assert (found.weights >= 0).all()
    assert (found.weights @ X.T <= 1 + 1e-7).all()
    assert_allclose((found.weights * X).sum(axis=1), found.scores, atol=1e-12)
    assert_allclose(found.shares[found.scores > 0].sum(axis=1), 1)


@given(tables(), st.floats(0.01, 100))
def test_benefit_of_the_doubt_does_not_see_units_of_measurement(X: Array, factor: float) -> None:
    scale = np.linspace(1, factor, X.shape[1])
    assert_allclose(weights.benefit_of_the_doubt(X * scale).scores, weights.benefit_of_the_doubt(X).scores, atol=1e-7)


@given(tables(low=1.0), st.floats(0, 1))
def test_bounds_on_shares_hold_and_cost_score(X: Array, tightness: float) -> None:
    J = X.shape[1]
    low, high = np.full(J, tightness / J), np.full(J, 1 - (1 - 1 / J) * tightness)
    found = weights.benefit_of_the_doubt(X, low, high)
    assert (found.shares >= low - 1e-6).all()
    assert (found.shares <= high + 1e-6).all()
    assert (found.scores <= weights.benefit_of_the_doubt(X).scores + 1e-9).all()


@given(tables(), st.integers(1, 4))
def test_a_fixed_frontier_does_not_move_with_the_sample(X: Array, some: int) -> None:
    doubt = weights.benefit_of_the_doubt
    assert_allclose(doubt(X[:some], frontier=X).scores, doubt(X).scores[:some], atol=1e-7)
    beyond = X.max(axis=0)[None] * 2
    assert doubt(beyond, frontier=X).scores[0] >= 2 - 1e-7


def test_the_fixed_frontier_is_held_to_the_same() -> None:
    X, gap = np.ones((2, 2)), np.array([[1.0, np.nan]])
    raised("gaps: 'tariff'", lambda: weights.benefit_of_the_doubt(X, frontier=gap, names=NAMES))
    raised("negative ones", lambda: weights.benefit_of_the_doubt(X, frontier=-X))


def test_a_unit_that_has_nothing_scores_nothing() -> None:
    found = weights.benefit_of_the_doubt(np.array([[0.0, 0.0], [1.0, 2.0]]))
    assert found.scores.tolist() == [0, 1]
    assert np.isnan(found.shares[0]).all()


def test_benefit_of_the_doubt_refuses_what_has_no_solution() -> None:
    X, doubt = np.array([[0.0, 3.0], [2.0, 1.0]]), weights.benefit_of_the_doubt
    message = raised("cannot meet the bounds", lambda: doubt(X, np.array([0.2, 0.2]), units=["KOR", "JPN"]))
    assert "'KOR'" in message
    assert "Normalise to 1..100" in message
    assert "'X[0]'" in raised("cannot meet the bounds", lambda: doubt(X, upper=np.array([0.5, 0.5])))
    assert "summing to 1.2 below, 2 above" in raised("no shares", lambda: doubt(X, np.array([0.6, 0.6])))
    assert "summing to 0 below, 0.8 above" in raised("no shares", lambda: doubt(X, upper=np.array([0.4, 0.4])))
    raised("no shares lie", lambda: doubt(X, np.array([-0.1, 0.0])))
    empty = np.array([[0.0, 1.0], [0.0, 2.0]])
    assert "columns of zeros: 'patents'" in raised("zeros", lambda: doubt(empty, names=NAMES))


# ---- analytic hierarchy process


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_consistent_judgements_give_back_the_weights_they_came_from(w: list[int]) -> None:
    v = np.array(w, dtype=float)
    judged = weights.ahp(v[:, None] / v)
    assert_allclose(judged.weights, v / v.sum(), rtol=1e-9)
    assert_allclose(judged.eigenvalue, len(w), rtol=1e-9)
    assert judged.consistency_ratio < 1e-9
    assert judged.consistent


def test_judgements_that_go_in_a_circle_are_told_and_not_refused() -> None:
    """a > b > c > a, three times each: no one is ahead, λ = 1 + 3 + 1/3."""
    circle = np.array([[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]])
    judged = weights.ahp(circle)
    assert_allclose(judged.weights, 1 / 3)
    assert_allclose(judged.consistency_ratio, (4 + 1 / 3 - 3) / 2 / 0.58)
    assert not judged.consistent


def test_the_reverse_of_a_judgement_may_be_written_with_few_digits() -> None:
    assert weights.ahp(np.array([[1, 3], [0.3333, 1]])).weights[0] == pytest.approx(0.75, abs=1e-4)


def test_wrong_judgements_are_named() -> None:
    message = raised("reciprocal", lambda: weights.ahp(np.array([[1.0, 3.0], [3.0, 1.0]]), names=NAMES))
    assert "'patents, tariff'" in message
    assert "Set a_ji = 1/a_ij" in message
    assert "'[0, 0]'" in raised("reciprocal", lambda: weights.ahp(np.array([[2.0, 1.0], [1.0, 1.0]])))
    assert "'[0, 1]', '[1, 0]'" in raised("positive", lambda: weights.ahp(np.array([[1.0, -3], [np.nan, 1]])))
    assert "shape (1, 2)" in raised("square", lambda: weights.ahp(np.ones((1, 2))))
    assert "Group the indicators" in raised("16 indicators", lambda: weights.ahp(np.ones((16, 16))))


# ---- importance


@given(tables(units=8), st.sampled_from(["r2", "correlation"]))
def test_importance_adds_up_and_belongs_to_the_columns(X: Array, measure: str) -> None:
    composite = X.mean(axis=1)
    got = weights.importance(X, composite, measure=measure)
    assert_allclose(np.abs(got).sum(), 1)
    r = np.array([np.corrcoef(x, composite)[0, 1] for x in X.T])
    expected = r * abs(r) if measure == "r2" else r
    assert_allclose(got, expected / abs(expected).sum(), atol=1e-9)


@given(tables(units=8), st.sampled_from(["r2", "correlation"]))
def test_importances_that_some_weights_have_are_found_again(X: Array, measure: str) -> None:
    """The importances of a mean with positive correlations are reached by weights in no way worse than those."""
    w = weights.normalise_weights(np.arange(1.0, X.shape[1] + 1))
    target = weights.importance(X, X @ w, measure=measure)
    assume((target > 0).all())
    found = weights.optimise_weights(X, target, measure=measure)
    assert found.converged
    assert_allclose(found.achieved, target, atol=1e-6)
    assert (found.weights >= 0).all()
    assert_allclose(found.weights.sum(), 1)


@given(tables(units=8, most=4))
def test_what_is_out_of_reach_is_told_and_no_worse_than_the_start(X: Array) -> None:
    wanted = weights.equal(X.shape[1])
    found = weights.optimise_weights(X, wanted)
    start = ((weights.importance(X, X @ wanted) - wanted) ** 2).sum()
    assert ((found.achieved - wanted) ** 2).sum() <= start + 1e-9
    assert (found.weights >= 0).all()
    assert_allclose(found.achieved, weights.importance(X, X @ found.weights), atol=1e-9)
    assert found.converged == (abs(found.achieved - wanted).max() <= 1e-4)


def test_an_element_in_conflict_keeps_the_target_out_of_reach() -> None:
    x = np.array([0.0, 1.0, 2.0, 4.0])
    found = weights.optimise_weights(np.column_stack([x, x**1.1, 5 - x**1.2]), np.ones(3))
    assert not found.converged
    assert found.gap > 0.1


def test_opposites_cannot_both_matter() -> None:
    """Equal weights leave a composite that does not vary; any others put one of the two against it."""
    X = np.array([[0.0, 5.0], [1.0, 4.0], [5.0, 0.0]])
    assert np.isnan(weights.importance(X, X.sum(axis=1))).all()
    found = weights.optimise_weights(X, np.ones(2))
    assert_allclose(np.sort(found.achieved), [-0.5, 0.5])
    assert not found.converged


def test_a_composite_that_does_not_vary_is_told() -> None:
    assert "Leave out one of them" in raised(
        "does not vary",
        lambda: weights.optimise_weights(X53, np.ones(3), composite=lambda w: np.ones(5)),
        ConvergenceError,
    )


def test_importance_is_reached_through_any_composite() -> None:
    X = np.random.default_rng(3).uniform(1, 100, (30, 4))
    target = np.array([0.4, 0.3, 0.2, 0.1])
    found = weights.optimise_weights(X, target, composite=lambda w: np.exp(np.log(X) @ w))
    assert_allclose(weights.importance(X, np.exp(np.log(X) @ found.weights)), target, atol=1e-4)


def test_optimised_refuses_what_it_cannot_aim_at() -> None:
    raised("2 importances for 3 columns", lambda: weights.optimise_weights(X53, np.ones(2)))
    assert "Use one of r2, correlation" in raised(
        "no measure 'rank'", lambda: weights.optimise_weights(X53, np.ones(3), measure="rank")
    )


def test_a_search_that_stops_early_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy import optimize

    failed = optimize.OptimizeResult(success=False, message="Iteration limit reached", fun=1.0, x=np.ones(3))
    monkeypatch.setattr(optimize, "minimize", lambda *_, **__: failed)
    assert "Check the target" in raised(
        r"stopped early \(Iteration limit", lambda: weights.optimise_weights(X53, np.ones(3)), ConvergenceError
    )


def test_a_program_that_is_not_solved_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy import optimize

    failed = optimize.OptimizeResult(status=4, message="Numerical difficulties.", x=None)
    monkeypatch.setattr(optimize, "linprog", lambda *_, **__: failed)
    assert "Loosen the bounds" in raised(
        r"X\[0\]: Numerical difficulties", lambda: weights.benefit_of_the_doubt(X53), ConvergenceError
    )


# ---- combination


@given(st.data())
def test_combined_weights_lie_between_the_sets(data: st.DataObject) -> None:
    J = data.draw(st.integers(1, 6))
    drawn = st.lists(st.integers(1, 20), min_size=J, max_size=J)
    sets = [
        weights.normalise_weights(np.array(data.draw(drawn), dtype=float)) for _ in range(data.draw(st.integers(2, 4)))
    ]
    got = weights.combine_weights(sets)
    assert_allclose(got.sum(), 1)
    assert (got >= np.min(sets, axis=0) - 1e-12).all()
    assert (got <= np.max(sets, axis=0) + 1e-12).all()
    assert_allclose(weights.combine_weights(sets[::-1]), got, atol=1e-7)


def test_sets_that_agree_are_left_as_they_are() -> None:
    w = np.array([0.2, 0.3, 0.5])
    assert_allclose(weights.combine_weights([w, w, w * 7]), w)


def test_the_combination_solves_the_conditions_of_least_deviation() -> None:
    """With three sets at right angles but for a common part the coefficients are all positive: α solves the system."""
    sets = [np.array(w) for w in ([0.8, 0.1, 0.1], [0.1, 0.7, 0.2], [0.2, 0.2, 0.6])]
    a = np.linalg.solve([[u @ v for v in sets] for u in sets], [u @ u for u in sets])
    assert (a > 0).all()
    assert_allclose(weights.combine_weights(sets), a @ sets / a.sum())


def test_combination_refuses_one_set_or_sets_of_different_length() -> None:
    assert "got 1. Use the one set" in raised("at least two", lambda: weights.combine_weights([np.ones(2)]))
    assert "[2, 3] weights" in raised("the sets have", lambda: weights.combine_weights([np.ones(2), np.ones(3)]))
    message = raised("not so", lambda: weights.combine_weights([np.ones(2), np.array([1.0, -1.0])], names=NAMES))
    assert "'tariff = -1'" in message


# ---- refusals that the methods share


@pytest.mark.parametrize("method", [*DATA_BASED, weights.components, weights.benefit_of_the_doubt])
def test_gaps_are_named(method: Callable[..., object]) -> None:
    X = X53.copy()
    X[2, 1] = np.nan
    assert "columns with gaps: 'X[:, 1]'. Impute" in raised("gaps", lambda: method(X))
    X[0] = np.inf
    assert "gaps: 'patents', 'tariff', 'energy'" in raised("gaps", lambda: method(X, names=NAMES))


@pytest.mark.parametrize("method", [*DATA_BASED, weights.components])
def test_constant_columns_are_named(method: Callable[..., object]) -> None:
    X = X53.copy()
    X[:, 2] = 0.1 + 0.2
    X[0, 2] = 0.3
    assert "'energy'. Leave them out" in raised("constant columns", lambda: method(X, names=NAMES))
    raised("constant columns", lambda: method(np.zeros((4, 1))))


def test_more_than_three_offenders_are_counted() -> None:
    message = raised("constant", lambda: weights.entropy(np.ones((4, 5)), names=NAMES))
    assert "'patents', 'tariff', 'energy'" in message


@pytest.mark.parametrize(("method", "least"), [(weights.entropy, 2), (weights.critic, 3), (weights.pca, 3)])
def test_too_few_units_are_counted(method: Callable[..., object], least: int) -> None:
    message = raised("units", lambda: method(X53[: least - 1]))
    assert f"need at least {least} units, not {least - 1}. Use equal or given weights" in message
    raised("units, not 2", lambda: weights.optimise_weights(X53[:2], np.ones(3)))


@pytest.mark.parametrize("method", [weights.entropy, weights.benefit_of_the_doubt])
def test_negative_values_are_named(method: Callable[..., object]) -> None:
    X = X53.copy()
    X[1, 0] = -1
    assert "negative ones: 'patents'. Normalise by min-max" in raised("negative", lambda: method(X, names=NAMES))


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_wrong_given_weights_are_named(wrong: float) -> None:
    w = np.array([1.0, wrong])
    assert f"'w[1] = {wrong:g}'" in raised("numbers of at least 0", lambda: weights.normalise_weights(w))
    assert f"'tariff = {wrong:g}'" in raised("Write 0", lambda: weights.normalise_weights(w, names=NAMES))


def test_weights_that_are_all_zero_are_refused() -> None:
    raised("all 3 are zero", lambda: weights.normalise_weights(np.zeros(3)))


def test_nothing_has_no_equal_weights() -> None:
    raised("0 indicators leave nothing to weigh", lambda: weights.equal(0))
    assert all(a == b for a, b in pairwise(weights.equal(7)))
