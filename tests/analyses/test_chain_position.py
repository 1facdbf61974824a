"""Positions over the years against the indicators and against sums over industries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.manufacturing.position import chain_position
from newind.errors import DataError, UnknownNameError
from newind.measures import exports
from newind.testing import panels


@given(panels(min_regions=2))
@settings(max_examples=40)
def test_levels_are_the_indicators_and_changes_add_up(p):
    for r, region in enumerate(p[2007].regions.codes):
        found = chain_position(p, region)
        for t, w in enumerate(p):
            for name in ("upstreamness", "downstreamness"):
                total, detail = getattr(exports, name)(w)
                assert_allclose(found.level(name)[t], total.values[r], rtol=1e-9)
                assert_allclose(getattr(found, name)[t], detail.values[r], rtol=1e-9)
        for scope in ("economy", "manufacturing"):
            level = found.level("upstreamness", scope)
            if np.isnan(level).any():
                continue
            change = found.change("upstreamness", scope)
            assert_allclose(change.within + change.mix, level[1] - level[0], atol=1e-9)
            back = found.change("upstreamness", scope, 2008, 2007)
            assert_allclose((back.within, back.mix), (-change.within, -change.mix), atol=1e-12)
            table = change.table()
            rows = table[table["industry"].notna()]
            assert_allclose(rows["value"].sum(), level[1] - level[0], atol=1e-9)


def test_manufacturing_of_china_by_hand():
    p = ni.load("world").select(years=[1995, 2011])
    found = chain_position(p, "CHN")
    w = p[2011]
    inside = [i for i, code in enumerate(w.industries) if 3 <= int(code[1:].split("t")[0]) <= 16]
    x = w.x.reshape(w.R, w.S)[0, inside]
    want = (x * exports.upstreamness(w)[1].values[0, inside]).sum() / x.sum()
    assert_allclose(found.level("upstreamness", "manufacturing")[1], want, rtol=1e-12)
    change = found.change(scope="manufacturing")
    chart = change.chart()
    assert len(chart.steps) == 9
    assert_allclose(chart.start + sum(s.value for s in chart.steps), chart.end, rtol=1e-12)
    table = found.table()
    means = table[table["industry"].isna() & (table["scope"] == "economy")]
    assert_allclose(means["weight"], 1.0)
    assert found.chart().series["upstreamness"][1] == pytest.approx(want)


def test_refusals():
    p = ni.load("world").select(years=[2011])
    found = chain_position(p, "CHN")
    with pytest.raises(DataError, match="a change needs two years, not 2011 twice"):
        found.change()
    with pytest.raises(UnknownNameError, match=r"unknown year 2020.*covers 2011 to 2011"):
        found.change(end=2020)
    with pytest.raises(DataError, match=r"no measure 'length'\. Measures are upstreamness and downstreamness"):
        found.level("length")
    with pytest.raises(DataError, match=r"no scope 'c14'\. Scopes are economy and manufacturing"):
        found.level("upstreamness", "c14")
    with pytest.raises(UnknownNameError, match="Did you mean 'CHN'"):
        chain_position(p, "CHM")
    with pytest.raises(DataError, match="end at the boundary ROW, beyond which chains are not known"):
        chain_position(ni.load("china").select(years=[2017]), "CHN")
    with pytest.raises(DataError, match="position in chains needs Accounts or a Panel, not str"):
        chain_position("world", "CHN")


def test_services_alone_have_no_manufacturing():
    w = ni.load("world", year=2011)
    services = w.aggregate(industries={"c1": "c1", "c30": "*"})
    with pytest.raises(DataError, match="no industry of the accounts of 2011 is manufacturing"):
        chain_position(services, "CHN")
