"""What holds for every index, whatever the figures and the recipe."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn_indices import Drawn, indices
from hypothesis import assume, given, settings, strategies as st
from numpy.testing import assert_allclose

from each import check_each
from newind.errors import DataError
from newind.index import build
from newind.index.settings import AGGREGATIONS, IMPUTATIONS, NORMALISATIONS, TREATMENTS, WEIGHTINGS

SIMPLE: dict[str, Any] = {
    "screen": {"min_available": 0.3},
    "impute": {"method": ["group_median", "median"], "group": "block"},
    "treat": {},
    "normalise": {"range": [1, 100]},
    "weight": {},
    "aggregate": "arithmetic",
}


def same(got: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Check that scores are equal to the last bit, for the rows of the second."""
    assert np.array_equal(got.loc[expected.index, list(expected)].to_numpy(), expected.to_numpy(), equal_nan=True)


def close(got: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Check that scores are equal but for rounding, and the search for an exponent, for the rows of the second."""
    assert_allclose(got.loc[expected.index, list(expected)], expected, rtol=1e-6, atol=1e-6)


# ---- scoring by what was fixed
@settings(max_examples=60)
@given(indices() | indices(panel=True))
def test_scores_of_the_baseline_are_those_of_the_index(drawn: Drawn) -> None:
    index = drawn.build()
    same(index.score(drawn.data), index.scores)
    same(index.replay({}).scores, index.scores)


def gapped() -> pd.DataFrame:
    """Return 12 units of two blocks over two years, all above zero, with gaps and an outlier."""
    rng = np.random.default_rng(3)
    values = np.exp(0.5 * rng.normal(size=(24, 6)) + rng.normal(size=(24, 1)))
    values[5, 1] *= 50
    values[[0, 7, 13, 20], [0, 2, 3, 5]] = np.nan
    frame = pd.DataFrame(values, columns=list("abcdef"))
    units = [f"u{k:02d}" for k in range(12)]
    return frame.assign(unit=units * 2, time=[2019] * 12 + [2020] * 12, block=["x", "y"] * 12)


META = pd.DataFrame(
    {
        "code": [*"abcdef", "first", "second", "top"],
        "parent": ["first"] * 3 + ["second"] * 3 + ["top", "top", ""],
        "direction": [1, -1, 1, 1, 1, -1, None, None, None],
        "target": [9.0, 0.1, 9, 9, 9, 0.1, None, None, None],
    }
)
PAIRS = [
    *product(["impute"], IMPUTATIONS, ["treat"], TREATMENTS),
    *product(["impute"], IMPUTATIONS, ["normalise"], NORMALISATIONS),
    *product(["treat"], TREATMENTS, ["normalise"], NORMALISATIONS),
    *product(["normalise"], NORMALISATIONS, ["aggregate"], AGGREGATIONS),
    *product(["normalise"], NORMALISATIONS, ["weight"], WEIGHTINGS),
    *product(["weight"], WEIGHTINGS, ["aggregate"], AGGREGATIONS),
    *product(["impute"], IMPUTATIONS, ["aggregate"], AGGREGATIONS),
]
COMPARISONS = {
    "first": [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]],
    "second": [[1.0] * 3] * 3,
    "top": [[1.0] * 2] * 2,
}


def recipe_of(one: str, way: str, other: str, way2: str) -> dict[str, Any]:
    """Return a recipe with two steps done in certain ways."""
    chosen = {one: way, other: way2}
    fill = chosen.get("impute", "mean")
    return {
        "impute": {"method": [fill] if fill in ("none", "mean") else [fill, "mean"], "group": "block"},
        "treat": {"method": chosen.get("treat", "winsorise"), "then": "boxcox"},
        "normalise": {"method": chosen.get("normalise", "minmax"), "range": [1, 100], "mean": 50, "sd": 3},
        "weight": {"method": chosen.get("weight", "given"), "ahp": COMPARISONS},
        "aggregate": chosen.get("aggregate", "arithmetic"),
    }


REFUSED = {
    "scores that are zero or negative": {"borda", "percentile", "distance_to_max", "distance_to_target", "none"},
    "scores that are negative": {"none", "distance_to_target"},
    "need values of at least 0": {"none", "copeland", "distance_to_target"},
    "gaps": {"none"},
}
"""Why some pairs cannot be done, and with which methods only."""


@check_each("pair", PAIRS, ids=lambda p: f"{p[1]}-{p[3]}")
def test_every_pair_of_methods_scores_the_baseline_as_it_was(pair: tuple[str, str, str, str]) -> None:
    """Where all is better when higher, for fractions of the maximum, which others cannot have."""
    data = gapped()
    meta = META.assign(direction=META["direction"].abs()) if "fraction_of_max" in pair else META
    try:
        index = build(data, meta, recipe_of(*pair))
    except DataError as error:
        said = next(words for words in REFUSED if words in str(error))
        assert REFUSED[said] & {pair[1], pair[3]}
        return
    same(index.score(data), index.scores)
    half = index.score(data.iloc[::-3])
    same(half, index.scores.loc[half.index])


@settings(max_examples=40)
@given(indices(), st.randoms(use_true_random=False))
def test_adding_units_never_moves_frozen_scores(drawn: Drawn, random: Any) -> None:
    """New units mix figures of those there are: beyond the scale a geometric mean may refuse them."""
    index = drawn.build()
    rng = np.random.default_rng(random.randrange(2**32))
    new = pd.DataFrame({c: rng.permutation(drawn.data[c].to_numpy()) for c in drawn.data})
    new = new.assign(unit=[f"new{k}" for k in range(len(new))]).sample(frac=1, random_state=1)
    mixed = pd.concat([new, drawn.data], ignore_index=True)
    got = index.score(mixed)
    same(got, index.scores)
    assert len(got) == 2 * len(drawn.data)


@settings(max_examples=40)
@given(indices(), st.data())
def test_doing_better_never_lowers_a_score(drawn: Drawn, data: st.DataObject) -> None:
    """Within the frozen scale; Mazziotta and Pareto punish unevenness, so not with them."""
    assume(drawn.recipe["aggregate"]["method"] != "mazziotta_pareto")
    index = drawn.build()
    code = data.draw(st.sampled_from(drawn.indicators))
    known = drawn.data[drawn.data[code].notna()]
    at = data.draw(st.sampled_from(list(known.index)))
    element = index.tree.by_code[code]
    best = known[code].max() if element.direction == "higher" else known[code].min()
    share = data.draw(st.sampled_from([0.1, 0.5, 1.0]))
    better = drawn.data.loc[[at]].astype({code: float})
    better.loc[at, code] = (1 - share) * better.loc[at, code] + share * best
    before, after = index.score(drawn.data.loc[[at]]), index.score(better)
    assert after.loc[:, "top"].iloc[0] >= before.loc[:, "top"].iloc[0] - 1e-9
    assert after.loc[:, code].iloc[0] >= before.loc[:, code].iloc[0] - 1e-9


# ---- the scores themselves
@settings(max_examples=60)
@given(indices() | indices(panel=True))
def test_scores_lie_within_their_scale(drawn: Drawn) -> None:
    index = drawn.build()
    method = drawn.recipe["normalise"]["method"]
    means = ("arithmetic", "geometric", "harmonic", "power")
    n, X = len(index.scores), index.stage("normalise").to_numpy()
    ends = {"minmax": (1, 100), "goalposts": (1, 100), "rank": (1, n), "borda": (0, n - 1)}
    low, high = ends.get(method, (0, 1) if method in ("percentile", "distance_to_max") else (-np.inf, np.inf))
    assert X.min() >= low - 1e-9
    assert X.max() <= high + 1e-9
    if drawn.recipe["aggregate"]["method"] not in means or drawn.recipe["weight"]["method"] == "benefit_of_the_doubt":
        return
    for code in index.tree.aggregates:
        parts = index.scores[list(index.tree.children[code])].to_numpy()
        assert (index.scores[code] >= parts.min(axis=1) - 1e-7).all()
        assert (index.scores[code] <= parts.max(axis=1) + 1e-7).all()


@settings(max_examples=60)
@given(indices())
def test_weights_sum_to_one(drawn: Drawn) -> None:
    index = drawn.build()
    own = index.weights["weight"]
    assert (own >= 0).all()
    for code in index.tree.aggregates:
        assert own[list(index.tree.children[code])].sum() == pytest.approx(1)
    assert index.weights["effective"][list(index.tree.indicators)].sum() == pytest.approx(1)


@settings(max_examples=40)
@given(indices(), st.randoms(use_true_random=False))
def test_order_does_not_matter(drawn: Drawn, random: Any) -> None:
    index = drawn.build()
    seed = random.randrange(2**32)
    data = drawn.data.sample(frac=1, random_state=seed)
    data = data[list(np.random.default_rng(seed).permutation(list(data)))]
    meta = drawn.meta.sample(frac=1, random_state=seed)
    close(build(data, meta, drawn.recipe).scores, index.scores)


@settings(max_examples=40)
@given(indices(recipe=SIMPLE), st.sampled_from(["none", "winsorise"]), st.floats(-1000, 1000), st.floats(0.01, 100))
def test_units_of_measurement_do_not_matter_to_min_max(drawn: Drawn, way: str, shift: float, scale: float) -> None:
    code = drawn.indicators[0]
    first = drawn.build(treat=way and {"method": way, "then": "none"})
    other = drawn.data.assign(**{code: shift + scale * drawn.data[code]})
    got = build(other, drawn.meta, {**drawn.recipe, "treat": {"method": way, "then": "none"}})
    assert_allclose(got.scores, first.scores[list(got.scores)], rtol=1e-6, atol=1e-6)


# ---- replaying
@settings(max_examples=30)
@given(indices(recipe=SIMPLE), st.data())
def test_replaying_changes_is_building_afresh(drawn: Drawn, data: st.DataObject) -> None:
    index = drawn.build()
    gone = data.draw(st.sampled_from([None, *drawn.indicators]))
    heavy = data.draw(st.sampled_from([c for c in drawn.indicators if c != gone]))
    changes: dict[str, Any] = {
        "impute": data.draw(st.sampled_from(["mean", "group_mean"])),
        "treat": data.draw(st.sampled_from([None, {"method": "log"}])),
        "aggregate": data.draw(st.sampled_from(AGGREGATIONS)),
        "weights": {heavy: 7.0},
        "remove": [gone] if gone else [],
    }
    meta = drawn.meta[drawn.meta["code"] != gone].copy()
    meta.loc[meta["code"] == heavy, "weight"] = 7.0
    steps = {**SIMPLE, "impute": {"method": changes["impute"], "group": "block"}, "aggregate": changes["aggregate"]}
    steps["treat"] = changes["treat"]
    got, expected = index.replay(changes), build(drawn.data, meta, steps)
    same(got.scores, expected.scores)
    assert got.spec.recipe == expected.spec.recipe


@settings(max_examples=30)
@given(indices(recipe=SIMPLE))
def test_a_specification_survives_being_written(drawn: Drawn) -> None:
    index = drawn.build()
    same(build(drawn.data, index.spec.to_dict()).scores, index.scores)


# ---- the log
@settings(max_examples=40)
@given(indices() | indices(panel=True))
def test_the_log_counts_what_differs(drawn: Drawn) -> None:
    index = drawn.build()
    for step in ("impute", "treat"):
        said = index.log[index.log["step"] == step].groupby("code")["count"].sum()
        found = index.changes(step).groupby("code").size()
        assert said[said > 0].to_dict() == found.to_dict()
    assert (index.log["step"] == "screen").sum() == len(index.unscored)
    assert len(index.unscored) + len(index.scores) == len(drawn.data)
    assert not index.stage("impute").isna().any(axis=None)


@settings(max_examples=30)
@given(indices(recipe=SIMPLE), st.data())
def test_who_is_not_scored_is_told_and_moves_nobody(drawn: Drawn, data: st.DataObject) -> None:
    """A unit of which a pillar is unknown is not scored, however much else is known, and does not set the scale."""
    pillar = data.draw(st.sampled_from(["p0", "p1"]))
    below = [c for c in drawn.indicators if c.startswith(pillar.replace("p", "x"))]
    lost = drawn.data.assign(**{c: drawn.data[c].mask(drawn.data["unit"] == "u00") for c in below})
    index = build(lost, drawn.meta, drawn.recipe)
    assert list(index.unscored["unit"]) == ["u00"]
    assert index.unscored["pillars"].iloc[0] == pillar
    assert "u00" not in index.scores.index
    same(build(lost[lost["unit"] != "u00"], drawn.meta, drawn.recipe).scores, index.scores)
    assert index.score(lost).loc["u00"].isna().all()
