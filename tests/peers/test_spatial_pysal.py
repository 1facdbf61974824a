"""Moran and Markov against direct calls of esda and giddy, and against computations by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from peer import peer

from newind.index import spatial
from newind.index.transitions import steady_state

esda = peer("esda")
giddy = peer("giddy.markov")
weights = peer("libpysal.weights")
mapclassify = peer("mapclassify")
pytestmark = pytest.mark.peer

N, YEARS = 25, range(2010, 2020)
UNITS = [f"U{i:02}" for i in range(N)]
LATTICE = weights.lat2W(5, 5)
NEIGHBOURS = {UNITS[i]: [UNITS[j] for j in LATTICE.neighbors[i]] for i in range(N)}


def levels() -> np.ndarray:
    """Return levels of units on a lattice that drift, resemble those in their row, and trade places."""
    rng = np.random.default_rng(7)
    start = np.repeat(rng.normal(50, 10, 5), 5) + rng.normal(0, 4, N)
    return start[:, None] + rng.normal(0, 3, (N, len(YEARS))).cumsum(axis=1)


def series(values: np.ndarray) -> pd.Series:
    index = pd.MultiIndex.from_product([UNITS[: len(values)], list(YEARS)[: values.shape[1]]], names=["unit", "year"])
    return pd.Series(values.ravel(), index)


def row_standardised() -> object:
    w = weights.lat2W(5, 5)
    w.transform = "r"
    return w


def test_moran_is_that_of_esda_in_every_year() -> None:
    got = spatial.moran(series(levels()), NEIGHBOURS, permutations=99)
    for year, values in zip(YEARS, levels().T, strict=True):
        theirs = esda.Moran(values, weights.lat2W(5, 5), permutations=0)
        row = got.loc[year]
        assert_allclose([row.I, row.expected, row.z, row.p_norm], [theirs.I, theirs.EI, theirs.z_norm, theirs.p_norm])


def test_moran_of_four_in_a_line_by_hand() -> None:
    """Values 1, 2, 3, 6 around their mean 3 are −2, −1, 0, 3; sums z_i lag_i / sum of squares = (2 + 1 + 0 + 0)/14."""
    line = {"U00": ["U01"], "U01": ["U00", "U02"], "U02": ["U01", "U03"], "U03": ["U02"]}
    values = series(np.array([[1.0], [2.0], [3.0], [6.0]]))
    got = spatial.moran(values, line, permutations=9)
    assert_allclose(got.I.to_numpy(), (2 + 1 + 0 + 0) / 14)
    local = spatial.local_moran(values, line, permutations=9)
    assert local.quadrant[:2].tolist() == ["LL", "LL"]
    assert_allclose(local.lag * np.sqrt(14 / 4), [-1, -1, 1, 0], atol=1e-15)
    assert_allclose(local.I, np.array([2.0, 1.0, 0.0, 0.0]) / 14 * 3, atol=1e-15)


def test_shuffled_probability_agrees_with_that_of_esda_within_chance() -> None:
    got = spatial.moran(series(levels()), NEIGHBOURS, permutations=1999)
    np.random.seed(3)  # noqa: NPY002 (esda draws from it)
    for year, values in zip(YEARS, levels().T, strict=True):
        theirs = esda.Moran(values, weights.lat2W(5, 5), permutations=1999).p_sim
        chance = np.sqrt(max(theirs * (1 - theirs), 1 / 1999) / 1999)
        assert abs(got.p_sim[year] - theirs) < 6 * chance


def test_the_generator_decides_the_shuffles() -> None:
    def drawn(seed: int) -> list[float]:
        return spatial.moran(series(levels()), NEIGHBOURS, 99, np.random.default_rng(seed)).p_sim.tolist()

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


@pytest.mark.filterwarnings("ignore:The alternative hypothesis:DeprecationWarning")
def test_local_moran_is_that_of_esda() -> None:
    got = spatial.local_moran(series(levels()), NEIGHBOURS, 1999)
    for year, values in zip(YEARS, levels().T, strict=True):
        theirs = esda.Moran_Local(values, weights.lat2W(5, 5), permutations=1999, seed=5)
        mine = got[got.year == year]
        assert_allclose(mine.I, theirs.Is)
        chance = np.sqrt(np.maximum(theirs.p_sim * (1 - theirs.p_sim), 1 / 1999) / 1999)
        assert (np.abs(mine.p_sim - theirs.p_sim) < 6 * chance).all()
        assert mine.quadrant.tolist() == [("HH", "LH", "LL", "HL")[q - 1] for q in theirs.q]
        assert_allclose(mine.I.sum() / (N - 1), esda.Moran(values, weights.lat2W(5, 5), permutations=0).I)


def test_markov_is_that_of_giddy_on_pooled_quartiles() -> None:
    values = levels()
    got = spatial.markov(series(values), k=4)
    quartiles = mapclassify.Quantiles(values.ravel(), k=4)
    theirs = giddy.Markov(quartiles.yb.reshape(values.shape), summary=False)
    assert_allclose(got.limits, quartiles.bins[:-1])
    assert_array_equal(got.counts, theirs.transitions)
    assert_allclose(got.probabilities, theirs.p)
    assert_allclose(got.steady_state.loc["all"], theirs.steady_state)


def test_markov_of_two_classes_by_hand() -> None:
    """Median 2.5: A low low high, B high high low, C low high high, D high low low; all four moves occur twice."""
    values = series(np.array([[1.0, 2.0, 3.0], [4.0, 3.0, 1.0], [2.0, 4.0, 4.0], [3.0, 1.0, 2.0]]))
    got = spatial.markov(values, k=2)
    assert got.limits.tolist() == [2.5]
    assert got.counts.to_numpy().tolist() == [[2, 2], [2, 2]]
    assert_allclose(got.probabilities, 0.5)
    assert_allclose(got.steady_state, 0.5)
    assert got.tests.statistic.to_numpy() == pytest.approx([0, 0], abs=1e-12)
    assert got.tests.freedom.tolist() == [2, 2]


def test_halves_of_the_years_are_compared_by_likelihood() -> None:
    """Everyone stays in the first step and changes class in the second: 8 moves with ln(1 / 0.5)."""
    values = np.array([[1.0, 1.0, 4.0], [2.0, 2.0, 3.0], [3.0, 3.0, 2.0], [4.0, 4.0, 1.0]])
    tests = spatial.markov(series(values), k=2).tests
    assert tests.statistic["LR"] == pytest.approx(2 * 8 * np.log(2))
    assert tests.statistic["Q"] == pytest.approx(8.0)


def test_spatial_markov_is_that_of_giddy() -> None:
    values = levels()
    got = spatial.spatial_markov(series(values), NEIGHBOURS, k=4)
    theirs = giddy.Spatial_Markov(values, row_standardised(), k=4, m=4, fixed=True)
    assert_allclose(got.limits, theirs.cutoffs)
    assert_allclose(got.lag_limits, theirs.lag_cutoffs)
    assert_array_equal(got.counts.to_numpy().reshape(4, 4, 4), theirs.T)
    assert_allclose(got.probabilities.fillna(0).to_numpy().reshape(4, 4, 4), theirs.P)
    assert_allclose(got.tests.statistic, [theirs.LR, theirs.Q])
    assert_allclose(got.tests.p, [theirs.LR_p_value, theirs.Q_p_value])
    assert got.tests.freedom.tolist() == [theirs.dof_hom] * 2


def test_moves_by_the_neighbours_add_up_to_all_moves() -> None:
    whole = spatial.markov(series(levels()))
    parts = spatial.spatial_markov(series(levels()), NEIGHBOURS)
    assert_array_equal(parts.counts.groupby(level="class").sum(), whole.counts)
    known = parts.probabilities.dropna()
    assert_allclose(known.sum(axis=1), 1)
    assert (parts.probabilities.isna().all(axis=1) == (parts.counts.sum(axis=1) == 0)).all()
    assert whole.counts.to_numpy().sum() == N * (len(YEARS) - 1)


def test_classes_do_not_depend_on_the_unit_of_the_series() -> None:
    one, other = (spatial.spatial_markov(series(levels() * f), NEIGHBOURS) for f in (1.0, 1000.0))
    pd.testing.assert_frame_equal(one.counts, other.counts)
    assert_allclose(one.limits * 1000, other.limits)


def test_long_run_shares_by_hand_and_where_there_are_none() -> None:
    nan = np.nan
    assert_allclose(steady_state(np.array([[0.9, 0.1], [0.3, 0.7]])), [0.75, 0.25])
    assert_allclose(steady_state(np.array([[0.5, 0.5], [0.0, 1.0]])), [0, 1])
    assert_allclose(steady_state(np.array([[0.9, 0.1, 0], [0.3, 0.7, 0], [nan] * 3])), [0.75, 0.25, 0])
    assert np.isnan(steady_state(np.eye(2))).all()
    assert np.isnan(steady_state(np.array([[0.9, 0.1], [nan, nan]]))).all()
    assert np.isnan(steady_state(np.full((2, 2), nan))).all()
