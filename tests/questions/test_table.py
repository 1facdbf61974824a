"""Tables of answers: plain values by column, and frames where one is asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from newind.questions.table import DataTable, make_tables

ROWS = [{"region": "CHN", "share": 0.5, "rank": 1}, {"region": "USA", "share": float("nan"), "rank": 2}]


def test_values_are_plain_and_what_is_not_known_is_none():
    found = DataTable.from_columns({"a": np.array([1, 2]), "b": np.array([0.5, np.nan]), "c": ["x", None]})
    assert found.records() == [{"a": 1, "b": 0.5, "c": "x"}, {"a": 2, "b": None, "c": None}]
    assert [type(value) for value in found["a"]] == [int, int]
    assert [found.is_numeric(name) for name in found] == [True, True, False]


def test_whole_numbers_among_fractions_are_fractions_as_in_a_frame():
    (column,) = DataTable.from_rows([{"a": 1}, {"a": 0.5}, {}]).columns.values()
    assert [repr(value) for value in column] == ["1.0", "0.5", "None"]
    assert repr(DataTable.from_rows([{"a": 1}, {"a": None}])["a"]) == "[1, None]"


def test_a_frame_comes_back_as_it_was():
    frame = pd.DataFrame(ROWS)
    pd.testing.assert_frame_equal(DataTable.from_frame(frame).to_frame(), frame)
    pd.testing.assert_frame_equal(DataTable.from_rows(ROWS).to_frame(), frame)
    whole = DataTable.from_frame(frame.astype({"rank": "Int64"}).assign(rank=pd.array([1, None], dtype="Int64")))
    assert whole["rank"] == [1, None]


def test_rows_and_columns_are_chosen_in_the_order_that_is_asked_for():
    found = DataTable.from_rows(ROWS)
    assert found.select(["rank", "region"]).records()[0] == {"rank": 1, "region": "CHN"}
    assert found.take([1, 0])["region"] == ["USA", "CHN"]
    assert (len(found.head(1)), len(found.head(None)), len(DataTable({}))) == (1, 2, 0)
    assert list(DataTable.from_rows([], ("a", "b"))) == ["a", "b"]


def test_tables_without_rows_are_left_out_where_they_are_not_wanted():
    tables = {"a": pd.DataFrame({"x": [1]}), "b": DataTable({"x": []})}
    assert list(make_tables(tables)) == ["a", "b"]
    assert list(make_tables(tables, empty=False)) == ["a"]
