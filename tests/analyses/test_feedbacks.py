"""Feedbacks of cut purchases against tables in which the purchases are cut and everything is solved again."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.circulation.feedback import COLUMNS, LABEL, NOTE, OPEN, feedbacks
from newind.errors import DataError, UnknownNameError
from newind.testing import economies


def lost(w, rows, columns):
    """Return what value added falls by when inputs are no longer bought; (R,)."""
    A = w.A.copy()
    A[np.ix_(rows, columns)] = 0.0
    left = np.linalg.solve(np.eye(w.n) - A, w.Y.sum(axis=1))
    return (w.v * (w.x - left)).reshape(w.R, w.S).sum(axis=1)


@given(economies(min_regions=2, max_regions=4, max_industries=3, satellites=False))
def test_every_row_is_what_a_cut_table_shows(w):
    buyer = w.regions[0]
    table = feedbacks(w, buyer).table()
    assert tuple(table.columns) == COLUMNS
    assert len(table) == (w.R - 1) * (w.S + 1)
    cells, close = np.arange(w.n).reshape(w.R, w.S), {"rtol": 1e-9, "atol": 1e-9 * w.x.max()}
    for row in table.itertuples():
        s = w.regions.index(row.supplier)
        rows = cells[s] if pd.isna(row.industry) else cells[s, [w.industries.index(row.industry)]]
        want = lost(w, rows, cells[0])
        assert_allclose([row.feedback_loss, row.supplier_loss], [want[0], want[s]], **close)
        assert_allclose(row.world_loss, want.sum(), **close)
        assert_allclose(row.feedback_share, row.feedback_loss / w.gdp[0])
        assert_allclose(row.supplier_share, row.supplier_loss / w.gdp[s])
        assert row.named == (row.supplier != "ROW")


def test_cut_of_electronics_from_japan_at_full_detail(shared):
    """1,138.3 million USD of China's value added in 2008; Japan, which loses the orders, loses many times as much."""
    w = ni.read(shared / "world" / "wiod2013" / "wiot_2008.npz", format="wiod2013")
    found = feedbacks(w, "CHN")
    table = found.table().set_index(["supplier", "industry"])
    row = table.loc[("JPN", "c14")]
    assert_allclose(row["feedback_loss"], 1138.3, atol=0.05)
    assert row["supplier_loss"] > 20 * row["feedback_loss"]
    assert found.unit == "M.USD"


def test_what_it_is_stands_beside_the_figures():
    found = feedbacks(ni.load("world", year=2011), "CHN")
    assert found.label is LABEL
    assert "demand side" in found.label["en"]
    assert "需求侧" in found.label["zh"]
    assert found.notes == (NOTE,)
    assert "not the cost of losing the input" in NOTE["en"]
    assert "不代表失去该投入的代价" in NOTE["zh"]
    assert found.suppliers[-1] == "ROW"
    assert not found.named[-1]


def test_boundary_is_no_supplier():
    w = ni.Accounts(
        Z=[[1.0, 2.0, 0.0], [3.0, 4.0, 0.0], [1.0, 1.0, 0.0]], Y=[[9.0, 1.0, 1.0], [1.0, 9.0, 1.0], [1.0, 1.0, 0.0]],
        regions=["CHN", "USA", "ROW"], industries=["c1"], demand=["y"], year=2008, boundary=["ROW"],
    )  # fmt: skip
    found = feedbacks(w, "CHN")
    assert found.suppliers == ("USA",)
    assert found.notes == (NOTE, OPEN)
    assert_allclose(found.feedback_loss[0, 0], lost(w, [1], [0])[0])


@pytest.mark.parametrize(
    ("name", "year", "region", "error", "message"),
    [
        ("world", 2011, "CHM", UnknownNameError, "unknown economy 'CHM'. Did you mean 'CHN'?"),
        ("china", 2017, "CHN", DataError, "CHN has no supplier that this table describes in full."),
        ("china", 2017, "ROW", DataError, "ROW is only a boundary of this table. Regions in full are CHN."),
        ("china-2017", 2017, "CN-GD", DataError, "feedback by supplier is refused: flows between pairs of its 31"),
    ],
)
def test_what_cannot_be_asked_is_refused(name, year, region, error, message):
    with pytest.raises(error, match=re.escape(message)):
        feedbacks(ni.load(name, year=year), region)
