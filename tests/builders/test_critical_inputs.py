"""Ratings of inputs carried over to other industries: by value of use, and what is not rated left out."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from builders.critical_inputs import aggregate_ratings, read_ratings


def test_shares_are_by_value_of_use_and_what_is_not_rated_counts_apart(tmp_path):
    file = tmp_path / "ratings.csv"
    file.write_text('"","a","b","c"\n"a",1,0.5,0\n"b",0,1,NA\n"c",0,0,1\n', encoding="utf-8")
    ratings = read_ratings(file, ["a", "b", "c"])
    assert np.isnan(ratings[1, 2])
    used = np.array([[1.0, 3.0, 2.0], [4.0, 2.0, 5.0], [1.0, 1.0, 1.0]])
    matrix = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])  # a and b together, c
    critical, important, rated = aggregate_ratings(ratings, used, matrix)
    assert_allclose(critical, [[3 / 10, 0.0], [0.0, 1.0]])
    assert_allclose(important, [[3 / 10, 0.0], [0.0, 0.0]])
    assert_allclose(rated, [[1.0, 2 / 7], [1.0, 1.0]])
