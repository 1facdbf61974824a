"""What spatial analyses need before PySAL computes: neighbours, classes, complete panels, and PySAL itself."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from each import check_each
from newind.errors import DataError
from newind.index import spatial
from newind.index.transitions import class_limits, neighbour_weights

UNITS, YEARS = ["A", "B", "C", "D"], [2010, 2011, 2012]
LINE = {"A": ["B"], "B": ["A", "C"], "C": ["B", "D"], "D": ["C"]}
LEVELS = np.array([[1.0, 2.0, 3.0], [4.0, 3.0, 1.0], [2.0, 4.0, 4.5], [3.0, 1.0, 2.0]])
SERIES = pd.Series(LEVELS.ravel(), pd.MultiIndex.from_product([UNITS, YEARS], names=["unit", "year"]))
SQUARE = pd.DataFrame(1.0 - np.eye(4), UNITS, UNITS)


def test_lists_become_rows_that_sum_to_one_in_the_order_of_the_units() -> None:
    got = neighbour_weights(LINE, ["D", "C", "B", "A"])
    assert_allclose(got, [[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 1, 0]])


@given(st.lists(st.integers(0, 9), min_size=16, max_size=16), st.floats(0.1, 50))
def test_frames_of_weights_are_standardised_by_row(drawn: list[int], factor: float) -> None:
    ties = np.array(drawn, dtype=float).reshape(4, 4)
    np.fill_diagonal(ties, 0)
    ties += np.roll(np.eye(4), 1, axis=1)
    frame = pd.DataFrame(ties * factor, UNITS, UNITS)
    got = neighbour_weights(frame.iloc[::-1], UNITS)
    assert_allclose(got.sum(axis=1), 1)
    assert_allclose(got, ties / ties.sum(axis=1, keepdims=True), rtol=1e-12)


def test_units_that_are_not_measured_are_left_out_of_the_lists() -> None:
    assert_allclose(neighbour_weights(LINE, ["A", "B"]), [[0, 1], [1, 0]])
    assert_allclose(neighbour_weights(SQUARE, ["A", "D"]), [[0, 1], [1, 0]])


@check_each(
    ("neighbours", "message"),
    [
        (LINE | {"D": []}, r"units without a neighbour among those that are measured, 'D'\. Name the units"),
        ({"A": ["B"], "B": ["A"]}, r"neighbours: units: not found, 'C', 'D'"),
        (LINE | {"D": ["c"]}, r"names in the lists: not found, 'c'\. Did you mean 'C'\?"),
        (LINE | {"D": "C"}, r"a text where a list is needed, 'D'"),
        (LINE | {"D": ["C", "D"]}, r"units that list themselves, 'D'"),
        (SQUARE.drop(index="B"), r"units in the rows: not found, 'B'"),
        (SQUARE.drop(columns="B"), r"units in the columns: not found, 'B'"),
        (pd.concat([SQUARE, SQUARE.iloc[:1]]), r"rows that stand more than once, 'A'"),
        (SQUARE.replace(1.0, -1.0), r"weights that are negative or unknown, 'A, B'"),
        (SQUARE.replace(0.0, np.nan), r"weights that are negative or unknown, 'A, A'"),
        (SQUARE + np.eye(4), r"units tied to themselves, 'A, A', 'B, B', 'C, C' and 1 more\. Set the diagonal to 0"),
        (SQUARE.mul([1.0, 1.0, 0.0, 1.0], axis=0), r"units without a neighbour .* 'C'"),
    ],
)
def test_neighbours_that_do_not_fit_are_named(neighbours, message: str) -> None:
    with pytest.raises(DataError, match=message):
        neighbour_weights(neighbours, UNITS)


@given(st.lists(st.integers(0, 10**6), min_size=8, max_size=60, unique=True), st.integers(2, 5))
def test_classes_are_of_nearly_equal_size(drawn: list[int], k: int) -> None:
    values = np.array(drawn, dtype=float)
    limits = class_limits(values, k, "x")
    sizes = np.bincount(np.searchsorted(limits, values, side="left"), minlength=k)
    assert sizes.max() - sizes.min() <= 2
    assert_allclose(class_limits(values * 7, k, "x"), limits * 7, rtol=1e-12)


def test_equal_values_do_not_part_into_classes() -> None:
    with pytest.raises(DataError, match=r"x: too many equal values for 4 classes of equal size\. Ask for fewer"):
        class_limits(np.array([1.0, 1.0, 1.0, 1.0, 5.0]), 4, "x")
    with pytest.raises(DataError, match="too many equal values for 2 classes"):
        class_limits(np.array([1.0, 5.0, 5.0, 5.0]), 2, "x")
    with pytest.raises(DataError, match=r"x: 1 classes\. Give at least 2"):
        class_limits(np.arange(9.0), 1, "x")


@pytest.mark.parametrize(
    ("analysis", "name"),
    [
        (lambda s: spatial.moran(s, LINE), "Moran's I"),
        (lambda s: spatial.local_moran(s, LINE), "local Moran"),
        (lambda s: spatial.markov(s, k=2), "Markov"),
        (lambda s: spatial.spatial_markov(s, LINE, k=2), "spatial Markov"),
    ],
)
def test_missing_entries_and_a_missing_pysal_are_one_clear_line(analysis, name: str, monkeypatch) -> None:
    with pytest.raises(DataError, match=rf"^{name}: entries that are missing, 'C, 2011'\. Fill them in"):
        analysis(SERIES.drop(("C", 2011)))
    for package in ("esda", "giddy", "giddy.markov", "libpysal", "libpysal.weights"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DataError, match=r'not installed: pip install "newind\[spatial\]"\.$'):
        analysis(SERIES)


def test_years_without_variation_have_no_neighbours_alike() -> None:
    flat = SERIES.where(SERIES.index.get_level_values(1) != 2011, 1.0)
    with pytest.raises(DataError, match=r"Moran's I: years in which all units are equal, '2011'\. Leave them out"):
        spatial.moran(flat, LINE)


def test_moves_need_years_at_equal_distance() -> None:
    with pytest.raises(DataError, match=r"Markov: years at unequal distance, '2015' after another step"):
        spatial.markov(SERIES.rename({2012: 2015}, level="year"), k=2)


def test_quadrants_are_named_in_both_languages() -> None:
    names = spatial.quadrants()
    assert {n: q["id"] for n, q in names.items()} == {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
    assert all(q["en"] and q["zh"] for q in names.values())
