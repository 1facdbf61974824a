"""The shipped specification of the provinces agrees with the table that it is made for."""

from __future__ import annotations

import pytest

from newind.index import tables
from newind.index.building import build
from newind.index.specification import spec

NAME = "china-sti"


@pytest.fixture(scope="module")
def index():
    return build(tables.table(NAME), NAME)


def test_every_column_of_the_table_is_scored_or_said_not_to_be():
    elements = [e for e in spec(NAME).elements if e.kind in ("indicator", "unscored")]
    columns = tables.columns_of(NAME)
    assert {e.code for e in elements} == set(columns)
    for e in elements:
        said = columns[e.code]
        assert (e.name, e.unit, e.direction, e.parent) == (
            said["label"], said["unit"], said["better"], said["characteristic"]
        )  # fmt: skip
    assert {e.code for e in elements if e.direction == "none"} <= {e.code for e in elements if e.kind == "unscored"}


def test_reasons_are_those_of_the_table():
    for e in spec(NAME).list_elements("unscored"):
        assert e.reason == tables.columns_of(NAME)[e.code].get("reason", e.reason)
        assert set(e.reason) == {"en", "zh"}


def test_every_province_is_scored_in_the_years_in_which_all_pillars_are_known(index):
    assert len(index.scores) == 31 * 11
    assert index.scores.notna().all(axis=None)
    lost = index.unscored
    assert (set(lost["time"]), set(lost["pillars"]), len(lost)) == ({2011}, {"open"}, 31)


def test_what_is_filled_is_what_the_table_says_is_missing(index):
    filled = index.log[index.log["step"] == "impute"].set_index("code")["count"].to_dict()
    assert filled == {"hightech_revenue": 31, "hightech_margin": 31, "technology_sold": 5}


def test_the_first_and_the_last_of_2022(index):
    ranks = index.ranks["index"].xs(2022, level="time").sort_values()
    assert ranks.index[:3].tolist() == ["CN-BJ", "CN-SN", "CN-TJ"]
    assert ranks.index[-1] == "CN-NM"
