"""Sophistication against the indicator and a line fitted by hand; changes without a remainder."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.manufacturing.sophistication import sophistication_history
from newind.errors import DataError, UnknownNameError
from newind.measures import manufacturing
from newind.testing import panels


@given(panels(min_regions=2))
@settings(max_examples=40)
def test_levels_are_the_indicator_and_changes_add_up(p):
    for r, region in enumerate(p[2007].regions.codes):
        found = sophistication_history(p, region)
        want = [manufacturing.export_sophistication(w).values[r] for w in p]
        assert_allclose(found.expy, want, rtol=1e-9)
        assert found.expected == (None, None)
        assert np.isnan(found.gap).all()
        if np.isnan(want).any():
            with pytest.raises(DataError, match="exports nothing in one of the years"):
                found.change()
            continue
        there, back = found.change(), found.change(2008, 2007)
        assert_allclose(there.parts.total, want[1] - want[0], rtol=1e-9, atol=1e-6)
        assert_allclose(there.parts.mix, -back.parts.mix, atol=1e-6)
        table = there.table()
        assert_allclose(table[table["industry"].notna()]["value"].sum(), want[1] - want[0], rtol=1e-9, atol=1e-6)


def test_what_is_expected_of_china():
    w = ni.load("world", year=2011)
    found = sophistication_history(w, "CHN")
    income = w.facts["gdp_ppp"].values / w.facts["population"].values
    expy = manufacturing.export_sophistication(w).values
    others = [r for r, code in enumerate(w.regions.codes) if code not in ("CHN", "REU", "ROW")]
    x, y = np.log(income[others]), np.log(expy[others])
    slope, constant = np.polyfit(x, y, 1)
    at, left = np.log(income[0]), y - constant - slope * x
    assert_allclose(found.expected[0].value, constant + slope * at, rtol=1e-9)
    spread = np.sqrt(left @ left / 15 * (1 + 1 / 17 + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()))
    t = 2.131449545559323  # of 15 at 97.5 %
    assert_allclose(found.expected[0].high, constant + slope * at + t * spread, rtol=1e-9)
    assert_allclose(found.gap[0], expy[0] / np.exp(constant + slope * at) - 1, rtol=1e-9)
    row = found.table().iloc[0]
    assert row["low"] < row["value"] < row["high"]
    assert (row["economies"], row["status"]) == (17, "proxy")
    assert row["gap_p"] > 0.05


def test_charts():
    p = ni.load("world").select(years=[1995, 2003, 2011])
    found = sophistication_history(p, "CHN")
    chart = found.chart()
    assert (chart.years, chart.band) == ((1995, 2003, 2011), ("low", "high"))
    steps = found.change().chart()
    assert steps.steps[0].value == pytest.approx(found.change().parts.within.sum())
    assert steps.start + sum(s.value for s in steps.steps) == pytest.approx(steps.end)
    assert steps.ends[0]["zh"] == "1995年"


def test_refusals():
    p = ni.load("world").select(years=[2011])
    found = sophistication_history(p, "CHN")
    with pytest.raises(DataError, match="a change needs two years, not 2011 twice"):
        found.change()
    with pytest.raises(UnknownNameError, match="unknown year 1980"):
        found.change(1980)
    with pytest.raises(DataError, match="end at the boundary ROW"):
        sophistication_history(ni.load("china"), "CHN")
    few = p[2011].aggregate(regions={"CHN": "CHN", "USA": "USA", "ROW": "*"})
    with pytest.raises(DataError, match="what is expected of CHN is not known in every year"):
        sophistication_history(few, "CHN").chart()
    bare = ni.Accounts(
        Z=np.zeros((2, 2)), Y=np.ones((2, 2)), regions=["CHN", "USA"], industries=["c14"], demand=["c37"], year=2008
    )
    with pytest.raises(DataError, match="accounts of 2008 to 2008 lack gdp_ppp or population"):
        sophistication_history(bare, "CHN")
    with pytest.raises(UnknownNameError, match="CHM"):
        sophistication_history(p, "CHM")
