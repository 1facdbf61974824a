"""Coordination and obstacles with labels: what is returned, and what is refused in which words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from newind.errors import DataError, UnknownNameError
from newind.index import Index, build
from newind.index.coupling import coordination, grade_names, obstacles
from newind.kernels.coupling import coupling

ROWS = pd.MultiIndex.from_tuples([("CN-BJ", 2020), ("CN-GD", 2020), ("CN-XZ", 2020)], names=["unit", "year"])
SCORES = pd.DataFrame({"s1": [80.0, 60.0, 0.0], "s2": [70.0, 90.0, 0.0], "s3": [90.0, 30.0, 0.0]}, index=ROWS)
PARTS = ["s1", "s2", "s3"]


def test_rows_keep_their_labels_and_get_degree_and_grade() -> None:
    got = coordination(SCORES, PARTS)
    expected = coupling(SCORES.to_numpy() / 100)
    assert list(got.columns) == ["C", "T", "D", "grade_en", "grade_zh"]
    assert got.index.equals(SCORES.index)
    assert_allclose(got[["C", "T", "D"]], np.stack([expected.C, expected.T, expected.D], axis=1))
    assert got.loc[("CN-XZ", 2020), ["grade_en", "grade_zh"]].tolist() == ["extreme imbalance", "极度失调"]
    assert got["T"].iloc[2] == got["D"].iloc[2] == 0
    assert np.isnan(got["C"].iloc[2])


def test_every_tenth_has_a_grade_in_both_languages() -> None:
    names = grade_names()
    assert_allclose([g["from"] for g in names], np.arange(10) / 10)
    assert all(len({g[lang] for g in names}) == 10 for lang in ("en", "zh"))
    levels = (np.arange(10) / 10 + 0.05)[:, None] * [1, 1]
    got = coordination(pd.DataFrame(levels**2, columns=["a", "b"]), ["a", "b"], scale=1.0)
    assert got.grade_zh.tolist() == [g["zh"] for g in names]
    assert (got.grade_zh.iloc[0], got.grade_zh.iloc[9]) == ("极度失调", "优质协调")


def test_weights_are_found_by_name() -> None:
    one = coordination(SCORES, PARTS, {"s3": 2.0, "s1": 1.0, "s2": 1.0})
    other = coordination(SCORES, PARTS, pd.Series([0.25, 0.25, 0.5], PARTS))
    assert_allclose(one["T"].iloc[0], (80 + 70 + 2 * 90) / 400)
    pd.testing.assert_frame_equal(one, other)


def test_unknown_scores_leave_the_row_without_a_grade() -> None:
    got = coordination(SCORES.where(SCORES != 30), PARTS)
    assert got.loc[("CN-GD", 2020)].isna().all()
    assert got.loc[("CN-BJ", 2020)].notna().all()


def test_rescaled_form_takes_any_unit_and_needs_variation() -> None:
    got = coordination(SCORES * 7 - 300, PARTS, method="rescaled")
    pd.testing.assert_frame_equal(got, coordination(SCORES, PARTS, method="rescaled"))
    flat = SCORES.assign(s2=5.0)
    with pytest.raises(DataError, match=r"the same in all rows, 's2', cannot be rescaled\. Leave them out"):
        coordination(flat, PARTS, method="rescaled")


def test_scores_outside_the_scale_are_refused_with_the_ways_out() -> None:
    high = SCORES * 2
    with pytest.raises(DataError) as caught:
        coordination(high, PARTS)
    assert str(caught.value) == (
        "coordination: scores outside 0 to 100, 'CN-BJ, 2020, s1', 'CN-BJ, 2020, s2', 'CN-BJ, 2020, s3' and 2 more. "
        "Normalise them by min-max or goalposts, give their top as scale or use method='rescaled'."
    )
    assert coordination(high, PARTS, scale=200.0)["D"].iloc[0] == coordination(SCORES, PARTS)["D"].iloc[0]
    with pytest.raises(DataError, match=r"outside 0 to 100, .* give their top as scale\.$"):
        obstacles(high.iloc[:1], dict.fromkeys(PARTS, 1.0))


def test_rounding_beyond_the_top_is_no_mistake() -> None:
    edge = pd.DataFrame({"a": [100 * (1 + 1e-12)], "b": [-1e-12]})
    got = coordination(edge, ["a", "b"])
    assert got[["C", "T", "D"]].to_numpy().tolist() == [[0.0, 0.5, 0.0]]


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_a_scale_has_to_be_positive(scale: float) -> None:
    with pytest.raises(DataError, match=r"coordination: scale is .* Give the score at the top"):
        coordination(SCORES, PARTS, scale=scale)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (["s1"], "1 part where at least 2 are needed"),
        ("s1", "1 part where at least 2 are needed"),
        (["s1", "S2"], r"parts: not found, 'S2'\. Did you mean 's2'\? Parts are columns"),
        (["s1", "s2", "s1"], r"parts that stand more than once, 's1'"),
    ],
)
def test_parts_have_to_be_there_once(parts: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        coordination(SCORES, parts)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"s1": 1.0, "s2": 1.0}, r"coordination: weights: not found, 's3'.* Give a weight for every element"),
        ({"s1": 1.0, "s2": 1.0, "s3": 1.0, "s4": 1.0}, r"elements of the weights: not found, 's4'"),
        ({"s1": 1.0, "s2": -1.0, "s3": float("nan")}, r"negative or not finite, 's2 \(-1\)', 's3 \(nan\)'"),
        ({"s1": 0.0, "s2": 0.0, "s3": 0.0}, r"weights are all zero\. Give weights of at least zero, one of them above"),
    ],
)
def test_weights_have_to_fit(weights: dict[str, float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        coordination(SCORES, PARTS, weights)


def test_other_methods_are_unknown() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown method of coordination 'adjust'. Did you mean 'adjusted'\?"):
        coordination(SCORES, PARTS, method="adjust")


def test_columns_have_to_hold_numbers_once() -> None:
    with pytest.raises(DataError, match=r"columns that hold no numbers, 's2'"):
        coordination(SCORES.assign(s2="high"), PARTS)
    with pytest.raises(DataError, match=r"infinite values, 'CN-GD, 2020, s3'\. Mark what is unknown as NaN"):
        coordination(SCORES.replace(30.0, np.inf), PARTS)
    double = pd.concat([SCORES, SCORES[["s1"]]], axis=1)
    with pytest.raises(DataError, match=r"columns that stand more than once, 's1'"):
        obstacles(double, dict.fromkeys(PARTS, 1.0))


def test_obstacles_are_long_ranked_and_sum_to_one() -> None:
    got = obstacles(SCORES, {"s1": 1.0, "s2": 1.0, "s3": 2.0})
    assert list(got.columns) == ["unit", "year", "element", "obstacle", "rank"]
    beijing = got[got.unit == "CN-BJ"].set_index("element")
    assert_allclose(beijing.obstacle[PARTS], np.array([20, 30, 20]) / 70)
    assert beijing["rank"][PARTS].tolist() == [2, 1, 2]
    assert_allclose(got.groupby("unit").obstacle.sum(), 1)


def test_obstacles_by_pillar_are_the_sums_of_their_elements() -> None:
    got = obstacles(SCORES, dict.fromkeys(PARTS, 1.0), {"s1": "people", "s2": "planet", "s3": "people"})
    single = obstacles(SCORES, dict.fromkeys(PARTS, 1.0)).pivot(index="unit", columns="element", values="obstacle")
    both = got.pivot(index="unit", columns="pillar", values="obstacle")
    assert_allclose(both["people"], single["s1"] + single["s3"])
    assert_allclose(both["planet"], single["s2"])
    with pytest.raises(DataError, match=r"obstacles: elements in the groups: not found, 's3'"):
        obstacles(SCORES, dict.fromkeys(PARTS, 1.0), {"s1": "people", "s2": "planet"})


def test_a_unit_at_the_top_has_no_obstacles() -> None:
    top = pd.DataFrame({"a": [100.0], "b": [100.0]}, index=["X"])
    got = obstacles(top, {"a": 1.0, "b": 1.0})
    assert got.unit.tolist() == ["X", "X"]
    assert got[["obstacle", "rank"]].isna().all(axis=None)


def test_scores_are_not_changed() -> None:
    before = SCORES.copy()
    coordination(SCORES, PARTS, method="rescaled")
    obstacles(SCORES, dict.fromkeys(PARTS, 1.0))
    pd.testing.assert_frame_equal(SCORES, before)


def test_an_index_is_taken_by_its_scores(drawn_index) -> None:
    parts = [c for c in drawn_index.scores.columns if drawn_index.tree.level[c] == 1][:2]
    one, other = (coordination(scores, parts) for scores in (drawn_index, drawn_index.scores))
    pd.testing.assert_frame_equal(one, other)
    weights = dict.fromkeys(parts, 1.0)
    alone = replace(drawn_index)
    alone.__dict__["scores"] = drawn_index.scores[parts]
    pd.testing.assert_frame_equal(obstacles(alone, weights), obstacles(drawn_index.scores[parts], weights))


@pytest.fixture(scope="module")
def drawn_index() -> Index:
    """Return an index of two pillars."""
    elements = [{"code": "top", "kind": "aggregate"}]
    elements += [{"code": p, "kind": "aggregate", "parent": "top"} for p in "ab"]
    elements += [{"code": f"{p}{i}", "kind": "indicator", "parent": p} for p in "ab" for i in range(2)]
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.uniform(1, 9, (6, 4)), list("uvwxyz"), ["a0", "a1", "b0", "b1"])
    return build(data.rename_axis("unit"), {"elements": elements, "recipe": {}})
