"""What a range says about a sign: every range has one class, which agrees with all values in it and with its words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from newind.policy.signs import AMBIGUOUS, SIGNS, STATED, has_one_sign, sign, signs

values = st.floats(-1.0, 1.0, allow_nan=False)


@given(values, values, st.sampled_from([0.0, 1e-8, 0.05]))
def test_the_class_is_that_of_all_values_in_the_range(a, b, noise):
    low, high = min(a, b), max(a, b)
    inside = {int(np.sign(v)) if abs(v) > noise else 0 for v in (low, high)}
    expected = {
        frozenset({1}): "positive", frozenset({-1}): "negative", frozenset({0}): "zero",
        frozenset({0, 1}): "zero or positive",
        frozenset({-1, 0}): "zero or negative", frozenset({-1, 1}): AMBIGUOUS,
    }  # fmt: skip
    assert sign(low, high, noise) == expected[frozenset(inside)]
    assert has_one_sign(low, high, noise) == (len(inside) == 1)


@given(values, values, st.sampled_from([0.0, 1e-8, 0.05]))
def test_a_range_turned_round_has_the_class_turned_round(a, b, noise):
    low, high = min(a, b), max(a, b)
    swap = {"positive": "negative", "negative": "positive"}
    expected = " ".join(swap.get(word, word) for word in sign(low, high, noise).split())
    assert sign(-high, -low, noise) == expected


@pytest.mark.parametrize("ends", [(float("nan"), 0.1), (0.1, float("nan"))])
def test_without_an_end_there_is_no_class(ends):
    assert sign(*ends) == "unknown"


def test_classes_of_many_are_those_of_each_and_have_words():
    low, high = np.array([[0.1, -0.1], [0.0, -0.2]]), np.array([[0.2, 0.1], [0.1, 0.0]])
    assert signs(low, high).tolist() == [["positive", AMBIGUOUS], ["zero or positive", "zero or negative"]]
    assert set(STATED) < set(SIGNS)
    assert all(v["en"] and v["zh"] for v in SIGNS.values())
