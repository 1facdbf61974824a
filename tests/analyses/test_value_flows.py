"""Flows of value in three steps: everything adds up, at every node, and each band is computed again with loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from explicit import GROUPS, added, inverse
from newind.accounts.accounts import Accounts
from newind.analyses.circulation.valueflows import INDUSTRIES, STEPS, USES, value_flows
from newind.errors import DataError, UnknownNameError
from newind.testing import economies


def flows(w, region="CHN", groups=None):
    """Return flows, None where stocks run down by more than is sold."""
    try:
        return value_flows(w, region, groups)
    except DataError as error:
        if "below zero" not in str(error):
            raise
        return None


def sold(w, r):
    """Return what a region sells of each product, used at home (without and with investment) and by region abroad."""
    home = np.array([[w.Y4[r, i, r, :3].sum(), w.Y4[r, i, r, 3:].sum()] for i in range(w.S)])
    abroad = np.zeros((w.S, w.R))
    for i in range(w.S):
        for q in range(w.R):
            if q != r:
                abroad[i, q] = w.Z[r * w.S + i, q * w.S : (q + 1) * w.S].sum() + w.Y4[r, i, q].sum()
    return home, abroad


@given(economies(min_regions=2))
def test_every_step_and_every_node_adds_up(w):
    found = flows(w)
    if found is None:
        return
    home, abroad = sold(w, 0)
    for step in range(3):
        through = sum(n.value for n in found.nodes if n.step == step)
        assert_allclose(through, home.sum() + abroad.sum(), rtol=1e-9)
    for n in found.nodes:
        gives = sum(k.value for k in found.links if k.source == n.key)
        takes = sum(k.value for k in found.links if k.target == n.key)
        if n.step < 2:
            assert_allclose(gives, n.value, rtol=1e-9, atol=1e-9 * found.total)
        if n.step > 0:
            assert_allclose(takes, n.value, rtol=1e-9, atol=1e-9 * found.total)
    assert all(k.value > 0 for k in found.links)
    assert len(found.nodes) <= 18
    assert len({n.key for n in found.nodes}) == len(found.nodes)
    assert {n.code for n in found.nodes if n.focus} <= {"home", *USES}


@given(economies(min_regions=3, max_regions=3))
def test_bands_from_origins_to_manufactures(w):
    found = flows(w, "CHN", {"mine": [w.regions.codes[1]]})
    if found is None or "1:high_tech" not in {n.key for n in found.nodes}:
        return
    B, (_, v) = inverse(w), added(w)
    home, abroad = sold(w, 0)
    value = {n.key: 0.0 for n in found.nodes if n.step == 0}
    for i, code in enumerate(w.industries):
        if code in GROUPS["high-tech"] and w.x[i] > 0:
            for q, side in ((0, "home"), (1, "mine")):
                content = sum(v[k] * B[k, i] for k in range(q * w.S, (q + 1) * w.S))
                value[f"0:{side}"] = value.get(f"0:{side}", 0.0) + content * (home[i].sum() + abroad[i].sum())
    got = {k.source: k.value for k in found.links if k.target == "1:high_tech"}
    for side in ("home", "mine"):
        assert_allclose(got.get(f"0:{side}", 0.0), value.get(f"0:{side}", 0.0), rtol=1e-9, atol=1e-9 * found.total)


@given(economies(min_regions=2, max_regions=2, rest=False))
def test_bands_to_uses(w):
    found = flows(w, "CHN", ["USA"])
    if found is None:
        return
    home, abroad = sold(w, 0)
    ends = {n.code: n.value for n in found.nodes if n.step == 2}
    assert_allclose(ends.get("USA", 0.0), abroad[:, 1].sum(), rtol=1e-9, atol=1e-9 * found.total)
    if "use" in ends:
        assert_allclose(ends["use"], home.sum(), rtol=1e-9)
    else:
        assert_allclose(ends["consumption"], home[:, 0].sum(), rtol=1e-9)
        assert_allclose(ends.get("investment", 0.0), home[:, 1].sum(), rtol=1e-9, atol=1e-9 * found.total)


def test_the_world_as_shipped_can_be_drawn_every_year():
    for w in ni.load("world"):
        for region in ("CHN", "USA", "DEU", "IND", "KOR", "IDN"):
            found = value_flows(w, region)
            assert len(found.nodes) <= 18
            assert min(k.value for k in found.links) > 0


def test_the_nodes_of_one_year():
    w = ni.load("world", year=2011)
    found = value_flows(w, "CHN")
    assert (found.unit, found.year, found.status) == ("M.USD", 2011, "observed")
    assert [n.code for n in found.nodes if n.focus] == ["home", "consumption", "investment"]
    assert len([n for n in found.nodes if n.step == 1]) == 6
    frame = found.to_frame()
    assert_allclose(frame.groupby("step")["value"].sum(), found.total, rtol=1e-9)
    assert (frame["source_zh"] != "").all()
    assert len(found.links) == len(frame)
    assert len(STEPS) == 3


def test_blocks_are_put_together_where_stocks_run_down():
    found = value_flows(ni.load("world", year=2011), "KOR")
    middle = {n.code for n in found.nodes if n.step == 1}
    assert "other_industry" in middle
    assert "mining_utilities" not in middle
    assert middle <= set(INDUSTRIES)


def small(Y, unit="M.USD"):
    return Accounts(
        Z=np.zeros((2, 2)), Y=Y, regions=["CHN", "USA"], industries=["c14"], demand=["c37", "c42"], year=2008, unit=unit
    )


def test_consumption_and_investment_are_one_where_stocks_run_down():
    found = value_flows(small([[9.0, -2.0, 3.0, 0.0], [0.0, 0.0, 5.0, 0.0]]), "CHN")
    ends = {n.code: n.value for n in found.nodes if n.step == 2}
    assert ends == {"use": 7.0, "developed": 3.0}


def test_another_currency_stays_and_larger_units_are_brought_to_millions():
    Y = [[9.0, 1.0, 3.0, 0.0], [0.0, 0.0, 5.0, 0.0]]
    assert (value_flows(small(Y, "B.USD"), "CHN").unit, value_flows(small(Y, "B.USD"), "CHN").total) == ("M.USD", 13e3)
    assert (value_flows(small(Y, "M.CNY"), "CHN").unit, value_flows(small(Y, "M.CNY"), "CHN").total) == ("M.CNY", 13.0)


def test_what_cannot_be_drawn_is_refused():
    w = ni.load("world", year=2011)
    with pytest.raises(DataError, match=r"nodes: a chart of value shows at most 18. Give fewer groups"):
        value_flows(w, "CHN", ["USA", "JPN", "KOR", "DEU", "IND", "BRA", "RUS"])
    with pytest.raises(DataError, match=r"value flows of 2008: below zero in '1:all_goods to 2:use', where stocks"):
        value_flows(small([[1.0, -2.0, 3.0, 0.0], [0.0, 0.0, 5.0, 0.0]]), "CHN")
    with pytest.raises(DataError, match=r"groups g7 and JPN share 'JPN'"):
        value_flows(w, "CHN", ["g7", "JPN"])
    with pytest.raises(UnknownNameError, match=r"Did you mean 'CHN'"):
        value_flows(w, "CHM")
    with pytest.raises(DataError, match=r"with the boundary ROW"):
        value_flows(ni.load("china").last, "CHN")
