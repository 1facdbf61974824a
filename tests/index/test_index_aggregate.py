"""Aggregates lie within their parts, grow with them, and score new units against a kept baseline."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from drawn_scores import tables, weights_for
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.errors import DataError
from newind.index import aggregate
from newind.typing import Array

MEANS: dict[str, Callable[..., Array]] = {
    "arithmetic": aggregate.arithmetic,
    "geometric": aggregate.geometric,
    "harmonic": aggregate.harmonic,
    "power 2": lambda X, w: aggregate.power(X, w, 2.0),
    "power -0.5": lambda X, w: aggregate.power(X, w, -0.5),
}
FORMULAS = {
    1.0: lambda x, w: (w @ x) / w.sum(),
    0.0: lambda x, w: np.prod(x ** (w / w.sum())),
    -1.0: lambda x, w: w.sum() / (w @ (1 / x)),
    0.5: lambda x, w: ((w @ np.sqrt(x)) / w.sum()) ** 2,
    -3.0: lambda x, w: ((w @ x**-3.0) / w.sum()) ** (-1 / 3),
}


@st.composite
def weighted(draw: st.DrawFn, *, gaps: bool = False) -> tuple[Array, Array]:
    """Draw positive scores with weights; with gaps, about a third of the scores are missing."""
    X = draw(tables(low=1.0))
    if gaps:
        X[np.random.default_rng(draw(st.integers(0, 99))).random(X.shape) < 0.3] = np.nan
    return X, draw(weights_for(X.shape[1]))


def raised(match: str, call: Callable[[], object]) -> str:
    with pytest.raises(DataError, match=match) as caught:
        call()
    return str(caught.value)


# ---- means


@pytest.mark.parametrize("mean", MEANS.values(), ids=MEANS)
@given(drawn=weighted(gaps=True))
def test_means_lie_within_what_weighs(mean: Callable[..., Array], drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    got, parts = mean(X, w), np.where(w > 0, X, np.nan)
    nothing = np.isnan(parts).all(axis=1)
    assert_array_equal(np.isnan(got), nothing)
    assert (got >= np.fmin.reduce(parts, axis=1) - 1e-9)[~nothing].all()
    assert (got <= np.fmax.reduce(parts, axis=1) + 1e-9)[~nothing].all()


@pytest.mark.parametrize("p", FORMULAS)
@given(drawn=weighted(gaps=True))
def test_means_are_those_of_the_scores_that_are_there(p: float, drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    got = aggregate.power(X, w, p)
    for x, one in zip(X, got, strict=True):
        there = ~np.isnan(x)
        if w[there].any():
            assert_allclose(one, FORMULAS[p](x[there], w[there]), rtol=1e-10)


@pytest.mark.parametrize("mean", MEANS.values(), ids=MEANS)
@given(drawn=weighted(), data=st.data())
def test_a_better_score_never_lowers_a_mean(
    mean: Callable[..., Array], drawn: tuple[Array, Array], data: st.DataObject
) -> None:
    X, w = drawn
    j = data.draw(st.integers(0, len(w) - 1))
    better = X.copy()
    better[:, j] += 5.0
    gain = mean(better, w) - mean(X, w)
    assert (gain >= -1e-9).all()
    assert (gain > 0).all() == (w[j] > 0)


@given(weighted(gaps=True))
def test_power_means_grow_with_the_power(drawn: tuple[Array, Array]) -> None:
    means = [aggregate.power(*drawn, p) for p in (-2, -1, -0.5, 0, 0.5, 1, 2)]
    for lower, higher in pairwise(means):
        known = ~np.isnan(lower)
        assert (lower[known] <= higher[known] + 1e-9).all()


@given(weighted(gaps=True), st.floats(0.1, 50))
def test_only_proportions_of_weights_count_and_means_keep_the_unit(drawn: tuple[Array, Array], factor: float) -> None:
    X, w = drawn
    for mean in MEANS.values():
        assert_allclose(mean(X, w * factor), mean(X, w), rtol=1e-9)
        assert_allclose(mean(X * factor, w), mean(X, w) * factor, rtol=1e-9)


@given(weighted(gaps=True), st.data())
def test_order_of_columns_does_not_matter(drawn: tuple[Array, Array], data: st.DataObject) -> None:
    X, w = drawn
    order = data.draw(st.permutations(range(len(w))))
    for mean in MEANS.values():
        assert_allclose(mean(X[:, order], w[order]), mean(X, w), rtol=1e-9)


@pytest.mark.parametrize("p", FORMULAS)
@given(drawn=weighted(gaps=True))
def test_each_unit_may_have_its_own_weights(p: float, drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    W = np.stack([np.roll(w, i) for i in range(len(X))])
    expected = [aggregate.power(X[i : i + 1], W[i], p)[0] for i in range(len(X))]
    assert_allclose(aggregate.power(X, W, p), expected, rtol=1e-10)


@pytest.mark.parametrize("p", FORMULAS)
@given(drawn=weighted(gaps=True))
def test_many_sets_of_weights_at_once_equal_one_after_another(p: float, drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    W = np.column_stack([np.roll(w, b) for b in range(5)])
    got = aggregate.quasi_arithmetic(X, W, p)
    assert_allclose(got, np.column_stack([aggregate.power(X, v, p) for v in W.T]), rtol=1e-10)


def test_missing_scores_hand_their_weight_to_the_others() -> None:
    X, w = np.array([[1.0, np.nan, 3.0], [np.nan] * 3]), np.array([3.0, 5.0, 1.0])
    assert_array_equal(aggregate.arithmetic(X, w), [1.5, np.nan])


def test_scores_without_weight_may_be_anything() -> None:
    X = np.array([[0.0, 4.0], [-1.0, 9.0]])
    for mean in MEANS.values():
        assert_allclose(mean(X, np.array([0.0, 1.0])), [4, 9])
        assert_allclose(mean(X, np.tile([0.0, 1.0], (2, 1))), [4, 9])


def test_zeros_and_negatives_are_counted_and_named() -> None:
    X, w = np.array([[0.0, 1.0], [-2.0, 1.0], [1.0, 0.0], [0.0, 0.0]]), np.ones(2)
    message = raised("geometric mean: scores that are zero or negative", lambda: aggregate.geometric(X, w))
    assert "'X[0, 0]', 'X[1, 0]', 'X[2, 1]' and 2 more. Normalise to 1..100" in message
    names = {"names": ["patents", "tariff"], "units": ["CHN", "JPN", "KOR", "VNM"]}
    assert "'CHN, patents', 'JPN, patents', 'KOR, tariff'" in raised(
        "harmonic mean", lambda: aggregate.harmonic(X, w, **names)
    )
    assert "'JPN, patents'" in raised(
        r"power mean \(p = 0.5\): scores that are negative", lambda: aggregate.power(X, w, 0.5, **names)
    )
    assert "'row 0, patents'" in raised(
        "harmonic", lambda: aggregate.power(X, np.ones((4, 2)), -1, names=names["names"])
    )
    raised("geometric", lambda: aggregate.quasi_arithmetic(X, w[:, None], 0))
    assert_allclose(aggregate.arithmetic(X, w), [0.5, -0.5, 0.5, 0])


def test_a_power_that_is_no_number_is_refused() -> None:
    for p in (np.nan, np.inf):
        raised("is no number. Use 1", lambda p=p: aggregate.power(np.ones((1, 1)), np.ones(1), p))


# ---- Mazziotta-Pareto


@given(weighted(), st.sampled_from(["-", "+"]))
def test_uneven_units_pay_the_penalty(drawn: tuple[Array, Array], sign: str) -> None:
    X, w = drawn
    scale = aggregate.goalposts(np.zeros(len(w)), np.full(len(w), 100.0))
    got, even = aggregate.mazziotta_pareto(X, w, sign, scale), aggregate.arithmetic(scale(X), w)
    assert (got <= even + 1e-9).all() if sign == "-" else (got >= even - 1e-9).all()
    spread = np.sqrt([np.cov(y, aweights=w, ddof=0) for y in scale(X)])
    assert_allclose(np.abs(got - even), spread * (spread / even), atol=1e-9)


def test_even_units_pay_none() -> None:
    X = np.array([[1.0, 1.0], [2.0, 2.0], [6.0, 6.0]])
    z = (X[:, 0] - 3) / np.sqrt((4 + 1 + 9) / 3)
    assert_allclose(aggregate.mazziotta_pareto(X), 100 + 10 * z)


@given(tables(), st.floats(0.1, 50), st.floats(-50, 50))
def test_the_original_index_does_not_see_units_of_measurement(X: Array, factor: float, shift: float) -> None:
    """Means over the units of each rescaled indicator are 100, so equal weights give units with mean 100."""
    got = aggregate.mazziotta_pareto(X)
    assert_allclose(aggregate.mazziotta_pareto(X * factor + shift), got, rtol=1e-9)
    assert_allclose(aggregate.fit_standardisation(X)(X).mean(axis=0), 100)
    assert_allclose(aggregate.fit_standardisation(X)(X).std(axis=0), 10)
    assert got.mean() < 100


def test_goalposts_may_turn_on_a_reference() -> None:
    """Half the range on either side of the reference is 30 points."""
    scale = aggregate.goalposts(np.array([0.0]), np.array([10.0]), np.array([4.0]))
    assert_allclose(scale(np.array([[-1.0], [4.0], [9.0], [10.0]])).ravel(), [70, 100, 130, 136])


@given(weighted())
def test_a_kept_scale_does_not_move_with_the_sample(drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    kept = aggregate.fit_standardisation(X)
    assert_array_equal(aggregate.mazziotta_pareto(X[:2], w, rescaling=kept), aggregate.mazziotta_pareto(X, w)[:2])


def test_missing_indicators_are_left_out_of_the_index() -> None:
    X = np.array([[1.0, 4.0], [3.0, np.nan], [np.nan, np.nan], [np.nan, 8.0]])
    assert_array_equal(np.isnan(aggregate.mazziotta_pareto(X)), [False, False, True, False])
    assert_allclose(aggregate.mazziotta_pareto(X)[1], 110)


def test_mazziotta_pareto_refuses_what_it_cannot_rescale() -> None:
    X = np.array([[1.0, 4.0, np.nan], [1.0, 5.0, np.nan]])
    message = raised("standard deviation of 0", lambda: aggregate.fit_standardisation(X, names=["a", "b", "c"]))
    assert "'a', 'c'. Leave them out or set goalposts" in message
    assert "'X[:, 0]'" in raised("low is not below high", lambda: aggregate.goalposts(np.ones(1), np.ones(1)))
    raised("no penalty '--'. Use '-'", lambda: aggregate.mazziotta_pareto(X, penalty="--"))
    scale = aggregate.goalposts(np.zeros(1), np.ones(1))
    far = np.array([[0.5], [-3.0]])
    assert "'MNG'. Widen the goalposts" in raised(
        "mean is not positive", lambda: aggregate.mazziotta_pareto(far, rescaling=scale, units=["CHN", "MNG"])
    )


# ---- TOPSIS


@given(weighted(), st.floats(0.1, 50))
def test_closeness_is_a_share_and_does_not_see_units_of_measurement(drawn: tuple[Array, Array], factor: float) -> None:
    X, w = drawn
    got = aggregate.topsis(X, w)
    assert ((got >= 0) & (got <= 1)).all()
    scale = np.linspace(1, factor, len(w))
    assert_allclose(aggregate.topsis(X * scale, w * 3), got, atol=1e-9)


@given(weighted())
def test_best_and_worst_of_all_are_one_and_zero(drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    both = np.vstack([X.max(axis=0), X.min(axis=0)])
    assert_allclose(aggregate.topsis(both, w, aggregate.ideal(X)), [1, 0], atol=1e-12)


@given(weighted())
def test_a_kept_ideal_does_not_move_with_the_sample(drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    kept = aggregate.ideal(X)
    assert_array_equal(aggregate.topsis(X, w, kept), aggregate.topsis(X, w))
    assert_array_equal(aggregate.topsis(X[1:3], w, kept), aggregate.topsis(X, w)[1:3])
    better = aggregate.topsis(np.minimum(X + 5, X.max(axis=0)), w, kept)
    assert (better >= aggregate.topsis(X, w) - 1e-9).all()


def test_distances_run_over_what_is_there() -> None:
    X = np.array([[3.0, np.nan], [4.0, 1.0], [np.nan, 3.0], [np.nan, np.nan]])
    assert_array_equal(aggregate.topsis(X, np.ones(2))[[0, 2, 3]], [0, 1, np.nan])


def test_no_closeness_where_best_is_worst() -> None:
    assert np.isnan(aggregate.topsis(np.ones((2, 2)), np.ones(2))).all()


def test_topsis_refuses_columns_without_length() -> None:
    X = np.array([[0.0, 1.0, np.nan], [0.0, 2.0, np.nan]])
    message = raised("empty or zero", lambda: aggregate.topsis(X, np.ones(3), names=["a", "b", "c"]))
    assert "'a', 'c'. Leave them out" in message


# ---- outranking and Copeland


@given(weighted(gaps=True))
def test_what_one_wins_the_other_loses(drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    M = aggregate.outranking(X, w)
    off = ~np.eye(len(X), dtype=bool)
    assert (np.diag(M) == 0).all()
    assert_allclose((M + M.T)[off & ~np.isnan(M)], 1)
    known = M[~np.isnan(M)]
    assert ((known >= 0) & (known <= 1)).all()


@given(weighted())
def test_outranking_by_its_definition(drawn: tuple[Array, Array]) -> None:
    X, w = np.round(drawn[0], -1), drawn[1]
    M = aggregate.outranking(X, w)
    for i in range(len(X)):
        for k in set(range(len(X))) - {i}:
            expected = (w[X[i] > X[k]].sum() + w[X[i] == X[k]].sum() / 2) / w.sum()
            assert_allclose(M[i, k], expected, atol=1e-12)


@given(weighted(gaps=True))
def test_copeland_counts_wins_less_losses(drawn: tuple[Array, Array]) -> None:
    X, w = drawn
    M, got = aggregate.outranking(X, w), aggregate.copeland(X, w)
    off = ~np.eye(len(X), dtype=bool)
    wins, losses = ((M > 0.5 + 1e-9) & off).sum(axis=1), ((M < 0.5 - 1e-9) & off).sum(axis=1)
    known = ~np.isnan(got)
    assert_array_equal(got[known], (wins - losses)[known])
    assert_array_equal(known, [w[~np.isnan(x)].any() for x in X])
    assert np.nansum(got) == 0


@given(weighted(gaps=True), st.data())
def test_units_of_the_baseline_keep_their_score_against_it(drawn: tuple[Array, Array], data: st.DataObject) -> None:
    X, w = drawn
    some = data.draw(st.lists(st.integers(0, len(X) - 1), min_size=1))
    assert_array_equal(aggregate.copeland(X[some], w, against=X), aggregate.copeland(X, w)[some])
    assert aggregate.outranking(X[some], w, against=X).shape == (len(some), len(X))


@given(weighted(), st.floats(0.1, 50))
def test_only_the_order_of_units_counts(drawn: tuple[Array, Array], factor: float) -> None:
    X, w = drawn
    assert_array_equal(aggregate.copeland(np.log(X) * factor, w), aggregate.copeland(X, w))


def test_a_draw_is_a_draw_whatever_the_rounding_of_weights() -> None:
    """0.1 + 0.2 against 0.3: equal in fact, not in floating point."""
    X, w = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), np.array([0.1, 0.2, 0.3])
    assert aggregate.copeland(X, w).tolist() == [0, 0]
