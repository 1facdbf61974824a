"""Footprints and embodied trade, computed again product by product; they share out all emissions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from explicit import inverse
from newind.accounts.accounts import Accounts
from newind.accounts.satellite import Satellite
from newind.analyses.green.footprints import OWN, SIDES, embodied_trade, footprint
from newind.errors import DataError, UnknownNameError
from newind.measures.green import household_emissions, industry_emissions
from newind.testing import economies


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2009)


def carried(w):
    """Return emissions of each industry per unit of final demand for each product; (n, n), Mt."""
    F = w.satellite("co2").values / 1e3
    return np.diag([e / x if x > 0 else 0.0 for e, x in zip(F, w.x, strict=True)]) @ inverse(w)


@settings(max_examples=20)
@given(economies(max_regions=3))
def test_footprints_written_out(w):
    m = carried(w)
    for r, region in enumerate(w.regions.codes):
        found = footprint(w, region)
        for o in range(w.R):
            for i in range(w.S):
                rows = [q * w.S + i for q in range(w.R)]
                for d in range(w.D):
                    value = sum(m[o * w.S : (o + 1) * w.S, j].sum() * w.Y[j, r * w.D + d] for j in rows)
                    assert_allclose(found.values[o, i, d], value, rtol=1e-9, atol=1e-9 * w.satellite("co2").total / 1e3)


@settings(max_examples=40)
@given(economies())
def test_footprints_sum_to_all_emissions(w):
    every = [footprint(w, region) for region in w.regions.codes]
    assert_allclose(sum(f.total for f in every), w.satellite("co2").total / 1e3, rtol=1e-9)
    assert_allclose([f.own.sum() for f in every], household_emissions(w))
    assert all(f.own[1:].sum() == 0 for f in every)


@settings(max_examples=40)
@given(economies(min_regions=2))
def test_embodied_trade_written_out(w):
    m = carried(w)
    every = {region: embodied_trade(w, region) for region in w.regions.codes}
    scale = 1e-9 * w.satellite("co2").total / 1e3
    for r, region in enumerate(w.regions.codes):
        others = [q for q in range(w.R) if q != r]
        found = every[region]
        for k, q in enumerate(others):
            for i in range(w.S):
                assert_allclose(found.exports[k, i], m[r * w.S + i] @ w.Yr[:, q], rtol=1e-9, atol=scale)
                assert_allclose(found.imports[k, i], m[q * w.S + i] @ w.Yr[:, r], rtol=1e-9, atol=scale)
    assert sum(t.balance for t in every.values()) == pytest.approx(0.0, abs=10 * scale)


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND", "ROW"])
def test_real_ones_agree_with_the_indicators(world, code):
    found, traded = footprint(world, code), embodied_trade(world, code)
    assert found.total == pytest.approx(ni.wide(ni.measure(world, "s3.carbon_consumption", code)).iloc[0, 0])
    assert traded.balance == pytest.approx(ni.wide(ni.measure(world, "s3.net_carbon_exports", code)).iloc[0, 0])
    made = industry_emissions(world)[world.regions.index(code)].sum()
    home = found.values[world.regions.index(code)].sum()
    assert traded.exports.sum() + home == pytest.approx(made)
    assert found.status == traded.status == "estimated"


def test_tables_of_footprints(world):
    found = footprint(world, "CHN")
    table = found.table()
    assert table["value"].sum() == pytest.approx(found.total)
    assert table["share"].sum() == pytest.approx(1.0)
    own = table[table["product"] == OWN]
    assert own["value"].sum() == pytest.approx(found.own.sum())
    assert own.loc[own["value"] > 0, "user"].tolist() == ["c37"]
    for side in SIDES:
        assert found.by(side)["value"].sum() == pytest.approx(found.total)
        assert found.by(side)["value"].is_monotonic_decreasing
    users = found.by("user").set_index("user")
    assert users.loc["c41", "label_zh"] == "固定资本形成总额"
    foreign = table[(table["user"] == "c41") & (table["origin"] != "CHN")]["value"].sum()
    assert users.loc["c41", "abroad"] == pytest.approx(foreign / users.loc["c41", "value"])
    pairs = found.by("product", "user")
    building = pairs[(pairs["product"] == "c18") & (pairs["user"] == "c41")]["value"].item()
    assert building == pytest.approx(found.values[:, world.industries.index("c18"), 3].sum())
    assert found.by("origin")["origin"][0] == "CHN"


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND"])
def test_flows_pass_every_step(world, code):
    found = footprint(world, code)
    chart = found.chart()
    sums = [sum(n.value for n in chart.nodes if n.step == k) for k in range(3)]
    assert sums == pytest.approx([np.maximum(found.values, 0.0).sum() + found.own.sum()] * 3)
    assert sums[0] >= found.total
    for node in chart.nodes:
        out = sum(k.value for k in chart.links if (k.step, k.source) == (node.step, node.code))
        back = sum(k.value for k in chart.links if (k.step + 1, k.target) == (node.step, node.code))
        assert {0: out, 1: out, 2: back}[node.step] == pytest.approx(node.value)
        assert back == pytest.approx(node.value if node.step else 0.0)


def test_small_flows_need_no_rest():
    w = Accounts(Z=[[1, 2], [3, 1]], Y=[[7, 0], [6, -1]], regions=["USA"], industries=["c1", "c3"],
                 demand=["c37", "c42"], year=2007, satellites={"co2": Satellite([5.0, 1.0], unit="Mt")})  # fmt: skip
    codes = [n.code for n in footprint(w, "USA").chart().nodes]
    assert codes == ["USA", "c1", "c3", "c37"]


def test_tables_of_trade(world):
    found = embodied_trade(world, "CHN")
    for table in (found.table(), found.by_partner(), found.by_industry()):
        assert table["balance"].sum() == pytest.approx(found.balance)
    assert found.by_industry()["import_share"].sum() == pytest.approx(1.0)
    chart = found.chart()
    assert chart.rows[0].code == found.by_partner()["partner"][0] == "ROW"
    assert chart.rows[0].hatched
    assert chart.rows[1].value == pytest.approx(found.by_partner()["exports"][1])


def test_of_a_panel_the_last_year_with_co2():
    panel = ni.load("world").select(years=[1999, 2000])
    assert footprint(panel, "CHN").year == 2000
    assert embodied_trade(panel, "CHN").year == 2000


def test_own_emissions_by_category_or_of_households():
    def total(final, demand):
        w = Accounts(Z=[[1]], Y=[[2.0] * len(demand)], regions=["USA"], industries=["c1"], demand=demand, year=2007,
                     satellites={"co2": Satellite([1.0], final=final, unit="Mt")})  # fmt: skip
        return footprint(w, "USA").own.tolist()

    assert total([3.0, 1.0], ["c37", "c39"]) == [3.0, 1.0]
    assert total([4.0], ["c39", "c37"]) == [0.0, 4.0]
    assert total([4.0], ["c39", "c41"]) == [4.0, 0.0]


@pytest.mark.parametrize("asked", [footprint, embodied_trade])
def test_refusals(world, asked):
    with pytest.raises(UnknownNameError, match="CHN"):
        asked(world, "CHM")
    with pytest.raises(DataError, match=r"Accounts\(1999.*lacks all of it"):
        asked(ni.load("world", year=1999), "CHN")
    with pytest.raises(DataError, match="lacks it in each year"):
        asked(ni.load("china"), "CHN")
    with pytest.raises(DataError, match="needs Accounts or a Panel, not str"):
        asked("world", "CHN")


def test_what_lacks_and_what_is_open():
    def one(co2, boundary):
        return Accounts(
            Z=[[1, 0], [2, 0]], Y=[[4, 3], [1, 0]], regions=["CHN", "ROW"], industries=["c1"], demand=["c37"],
            year=2007, boundary=boundary, satellites={"co2": Satellite(co2, unit="Mt")},
        )  # fmt: skip

    with pytest.raises(DataError, match="lacks 'ROW c1'"):
        footprint(one([1.0, np.nan], []), "CHN")
    with pytest.raises(DataError, match="ROW is only a boundary here"):
        footprint(one([1.0, 0.0], ["ROW"]), "CHN")


def test_sides_that_do_not_exist(world):
    found = footprint(world, "CHN")
    with pytest.raises(DataError, match=r"no side 'sector'\. Sides are product, user, origin"):
        found.by("user", "sector")
    with pytest.raises(DataError, match="none given"):
        found.by()
