"""Chains by member against an inverse written out; what is not known is said, and no smile is made of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import explicit
import newind as ni
from newind.analyses.manufacturing.smile import VERDICTS, smile_curve
from newind.errors import DataError, UnknownNameError
from newind.testing import economies


@given(economies(min_regions=2, industries=("c14", "c27", "c1", "c3", "c30")))
@settings(max_examples=40)
def test_members_of_a_chain(w):
    j = 0 if w.x[0] > 0 else 1
    y = explicit.finals(w, j)
    if not y > 0:
        return
    found = smile_curve(w, w.regions.codes[0], w.industries[j])
    B, (_, v) = explicit.inverse(w), explicit.added(w)
    assert_allclose(found.value_added, v * B[:, j] * y, rtol=1e-9, atol=1e-9 * y)
    assert_allclose(found.share.sum(), 1.0, rtol=1e-9)
    inside = B[:, j] > 1e-12
    assert_allclose(found.distance[inside], (B @ B)[inside, j] / B[inside, j], rtol=1e-6)
    for name, of in (("labour_income", "labour_compensation"), ("hours", "hours")):
        scale = 1e6 if name == "hours" else 1.0
        each = np.array([w.satellite(of).values[i] / w.x[i] if w.x[i] > 0 else 0.0 for i in range(w.n)])
        assert_allclose(getattr(found, name), each * B[:, j] * y * scale, rtol=1e-9, atol=1e-9 * y)


def test_chain_of_chinese_electronics():
    p = ni.load("world").select(years=[2009, 2011])
    found = smile_curve(p, "CHN", "c14", 2009)
    table = found.table()
    assert list(table.loc[0, ["region", "industry", "group"]]) == ["CHN", "c14", "manufacturing"]
    for by in ("group", "region"):
        parts = found.summary(by)
        assert_allclose(parts["value_added"].sum(), found.final, rtol=1e-9)
        assert_allclose((parts["distance"] * parts["share"]).sum(), (table["distance"] * table["share"]).sum())
    home = found.summary("region").set_index("region").loc["CHN"]
    rows = table[table["region"] == "CHN"]
    assert_allclose(home["income_per_hour"], rows["labour_income"].sum() * 1e6 / rows["hours"].sum(), rtol=1e-12)
    groups = found.summary("group").set_index("group")
    paid = table[(table["group"] == "services") & table["income_per_hour"].notna()]
    assert_allclose(groups.loc["services", "income_per_hour"], paid["labour_income"].sum() * 1e6 / paid["hours"].sum())
    assert_allclose(groups.loc["services", "known"], paid["share"].sum() / groups.loc["services", "share"])
    assert np.isnan(found.summary("region").set_index("region").loc["ROW", "income_per_hour"])
    # mean distance of a chain: y'B'B'v over the final product
    w = p[2009]
    y = np.zeros(w.n)
    y[w.industries.index("c14")] = found.final
    twice = np.linalg.inv(np.eye(w.n) - w.A)
    assert_allclose((found.distance * found.value_added).sum(), w.v @ twice @ twice @ y, rtol=1e-9)


def test_the_curve_of_income_is_fitted_in_logarithms():
    found = smile_curve(ni.load("world").select(years=[2009]), "CHN", "c14")
    fit = found.fit("income_per_hour")
    assert (fit.low > 0).all()
    assert (fit.low < fit.heights).all()
    chart = found.chart("income_per_hour")
    assert (chart.unit, chart.focus, len(chart.points)) == ("USD/hour", "CHN", 60)
    assert chart.curve[1] == pytest.approx(tuple(fit.heights))
    assert {p.region for p in chart.points} >= {"CHN", "JPN", "USA"}
    verdict = found.verdict("income_per_hour")
    assert verdict["en"].startswith(VERDICTS[fit.verdict]["en"])
    assert "mostly theirs" in verdict["en"]
    assert verdict["zh"].startswith(VERDICTS[fit.verdict]["zh"])


def test_a_product_of_all_economies():
    w = ni.load("world", year=2009)
    everywhere = smile_curve(w, "*", "c14")
    each = [smile_curve(w, region, "c14") for region in w.regions.codes]
    assert_allclose(everywhere.value_added, sum(one.value_added for one in each), rtol=1e-9)
    assert everywhere.fit().effective > 5
    assert everywhere.verdict() == VERDICTS[everywhere.fit().verdict]
    assert everywhere.chart().focus == ""


def test_refusals():
    p = ni.load("world").select(years=[2009, 2011])
    found = smile_curve(p, "CHN", "c14")
    with pytest.raises(DataError, match=r"income per hour is known for 4% .* in 2011, 80% .* has them is 2009\."):
        found.fit("income_per_hour")
    with pytest.raises(DataError, match="take the panel of"):
        smile_curve(p[2011], "CHN", "c14").fit("income_per_hour")
    with pytest.raises(DataError, match="no measure 'wage'"):
        found.fit("wage")
    with pytest.raises(DataError, match="nothing is put together by 'function'"):
        found.summary("function")
    with pytest.raises(UnknownNameError, match="c99"):
        smile_curve(p, "CHN", "c99")
    with pytest.raises(UnknownNameError, match="unknown year 2010"):
        smile_curve(p, "CHN", "c14", 2010)
    with pytest.raises(DataError, match="end at the boundary ROW"):
        smile_curve(ni.load("china-2017"), "CN-GD", "c14")
    two = p[2009].aggregate(regions={"CHN": "CHN", "ROW": "*"})
    with pytest.raises(DataError, match="too few members for a curve"):
        smile_curve(two, "CHN", "c14").fit()
    bare = ni.Accounts(
        Z=[[0.0, 4.0], [0.0, 0.0]], Y=[[0.0], [10.0]], regions=["CHN"], industries=["c14", "c3"], demand=["c37"],
        year=2008,
    )  # fmt: skip
    with pytest.raises(DataError, match="CHN finishes no c14 in 2008"):
        smile_curve(bare, "CHN", "c14")
