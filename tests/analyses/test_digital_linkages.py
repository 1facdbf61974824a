"""Linkages of digital industries and who uses what they make: against the indicators and against loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import boundary
import explicit
from newind.analyses.manufacturing.digital_links import digital_linkages
from newind.data.reference import load
from newind.errors import DataError, UnknownNameError
from newind.measures import linkages, services
from newind.testing import economies


@settings(max_examples=40)
@given(economies(max_industries=5))
def test_linkages_are_those_of_the_indicators(w):
    back, forth = linkages.backward_linkage(w)[1], linkages.forward_linkage(w)[1]
    for region in w.regions.codes:
        found = digital_linkages(w, region)
        for k, code in enumerate(found.digital):
            at = {"region": region, "industry": code}
            assert_allclose(found.backward[0, k], back.sel(**at))
            assert_allclose(found.forward[0, k], forth.sel(**at))
            for q, peer in enumerate(found.peers, start=1):
                assert_allclose(found.backward[q, k], back.sel(region=peer, industry=code))


@settings(max_examples=40)
@given(economies(max_industries=5))
def test_use_of_digital_inputs_against_loops(w):
    total, by_industry = services.digital_input_direct(w)
    for r, region in enumerate(w.regions.codes):
        found, own = digital_linkages(w, region), explicit.cells(w, region=r)
        assert_allclose(found.inputs[0, :-1], by_industry.sel(region=region))
        assert_allclose(found.inputs[0, -1], total.sel(region=region))
        home, every = explicit.cells(w, "digital", r), explicit.cells(w, "digital")
        for k, j in enumerate(own):
            assert_allclose(found.home[0, k], explicit.over(w.Z[home, j].sum(), w.Z[every, j].sum()), atol=1e-12)
        for k, i in enumerate(home):
            assert_allclose(found.sales[k, : w.S], w.Z[i, own])
            assert_allclose(found.sales[k, -2], explicit.finals(w, i, r), atol=1e-9 * w.x.max())
            assert_allclose(found.sales[k, -1], explicit.exports(w, i), atol=1e-9 * w.x.max())
            assert_allclose(found.sales[k].sum(), w.x[i], rtol=1e-9, atol=1e-9)


def test_ranks_and_medians_of_china():
    w = load("world", year=2011)
    found = digital_linkages(w, "CHN")
    assert not {"CHN", "ROW", "REU"} & set(found.peers)
    row = found.table().query("measure == 'backward' and industry == 'c14'").iloc[0]
    others = linkages.backward_linkage(w)[1].values[:, w.industries.index("c14")]
    others = others[[w.regions.index(p) for p in found.peers]]
    assert row["median"] == pytest.approx(np.median(others))
    assert row["rank"] == 1 + (others > row["value"]).sum()
    users = found.users()
    assert_allclose(users.groupby("industry", dropna=False)["share"].sum(), 1.0)
    assert {"final", "exports"} <= set(users["user"])
    bars = found.chart().rows
    assert [b.value for b in bars] == sorted((b.value for b in bars), reverse=True)
    assert all(b.other <= b.value for b in bars)


@pytest.mark.parametrize("w", [boundary.nation(), boundary.alone()], ids=["nation", "alone"])
def test_alone_there_are_no_peers(w):
    table = digital_linkages(w, w.regions.codes[0]).table()
    assert table["value"].notna().all()
    assert table[["median", "rank"]].isna().all().all()


def test_peers_named():
    found = digital_linkages(boundary.provinces(), "CN-GD", ["CN-JS"])
    assert found.peers == ("CN-JS",)
    assert "province itself" in found.remarks["en"]


def test_refusals():
    panel = load("world")
    with pytest.raises(DataError, match=r"one year; this panel has 2\. Name it, as panel\[2011\]"):
        digital_linkages(panel.select(years=[1995, 2011]), "CHN")
    with pytest.raises(DataError, match="CHN cannot be its own peer"):
        digital_linkages(panel[2011], "CHN", ["USA", "CHN"])
    with pytest.raises(UnknownNameError, match="USX"):
        digital_linkages(panel[2011], "CHN", ["USX"])
    with pytest.raises(DataError, match="ROW is only a boundary"):
        digital_linkages(boundary.provinces(), "CN-GD", ["ROW"])
    with pytest.raises(DataError, match="group digital: none of its members"):
        digital_linkages(panel[2011].aggregate(industries={"c1": panel.industries}), "CHN")
    with pytest.raises(DataError, match="needs Accounts or a Panel, not str"):
        digital_linkages("CHN", "CHN")
