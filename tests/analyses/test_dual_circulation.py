"""Both sides of circulation over the years, computed again from the table cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from explicit import added, inverse
from newind.accounts.accounts import Accounts
from newind.analyses.circulation.dual import BACKWARD, FORWARD, dual_circulation
from newind.errors import DataError, UnknownNameError
from newind.measures import exports, zh
from newind.measures.measure import measure
from newind.testing import assert_shares, economies, panels

PARTS = ("domestic", "traditional", "gvc_simple", "gvc_complex")


def block(w, r):
    return slice(r * w.S, (r + 1) * w.S)


def terms(w, r):
    """Return the parts of value added and of final products of one region, sums over all paths written out."""
    B, (va, v), S = inverse(w), added(w), w.S
    A = np.array([[w.Z[i, j] / w.x[j] if w.x[j] > 0 else 0.0 for j in range(w.n)] for i in range(w.n)])
    L = [np.linalg.inv(np.eye(S) - A[block(w, q), block(w, q)]) for q in range(w.R)]
    own, home = block(w, r), w.Y3[r, :, r]
    abroad = sum(w.Y3[r, :, q] for q in range(w.R) if q != r)
    others = [q for q in range(w.R) if q != r]
    called = sum((A[own, block(w, q)] @ L[q] @ w.Y3[q, :, q] for q in others), np.zeros(S))
    made = [v[own] * (L[r] @ y) for y in (home, abroad, called)]
    brought = sum((v[block(w, q)] @ L[q] @ A[block(w, q), own] @ L[r] for q in others), np.zeros(S)) * home
    ended = [v[own] @ L[r] * home, v[own] @ L[r] * abroad, brought]
    sold = (v @ B)[own] * (home + abroad)
    return [*made, va[own] - sum(made)], [*ended, sold - sum(ended)]


@given(economies(min_regions=2))
def test_parts_by_industry(w):
    for r, region in enumerate(w.regions.codes):
        found, (made, ended) = dual_circulation(w, region), terms(w, r)
        scale = w.x.max()
        assert_allclose(found.forward[0], made, rtol=1e-9, atol=1e-9 * scale)
        assert_allclose(found.backward[0], ended, rtol=1e-9, atol=1e-9 * scale)
        assert_allclose(found.forward[0].sum(), w.gdp[r], rtol=1e-9)
        for side in ("forward", "backward"):
            assert_allclose(found.shares(side).sum(), 1.0, rtol=1e-9)


@given(economies(min_regions=2))
def test_the_world_makes_what_it_finishes_in_each_part(w):
    every = [dual_circulation(w, region) for region in w.regions.codes]
    made, ended = (sum(getattr(d, side)[0].sum(axis=1) for d in every) for side in ("forward", "backward"))
    assert_allclose(made, ended, rtol=1e-9, atol=1e-9 * w.x.max())
    assert_allclose(made.sum(), w.value_added.sum(), rtol=1e-9)


@given(economies(min_regions=2))
def test_the_three_circulations_of_the_indicators(w):
    for r, region in enumerate(w.regions.codes):
        share = dual_circulation(w, region).shares()[0]
        assert_allclose(share[0], exports.domestic_circulation(w)[0].values[r], rtol=1e-9)
        assert_allclose(share[1], exports.traditional_trade(w)[0].values[r], rtol=1e-9, atol=1e-12)
        assert_allclose(share[2] + share[3], exports.gvc_circulation(w)[0].values[r], rtol=1e-9, atol=1e-12)


@given(economies(max_regions=1))
def test_an_economy_that_does_not_trade_lives_in_the_domestic_part(w):
    found = dual_circulation(w, "CHN")
    for side in ("forward", "backward"):
        assert_allclose(found.shares(side)[0], [1, 0, 0, 0], atol=1e-12)
    assert_allclose(found.foreign_share, 0, atol=1e-9)


@given(economies(min_regions=3, rest=False))
def test_the_order_of_economies_changes_nothing(w):
    order = list(reversed(w.regions.codes))
    turned = w.aggregate(regions={code: [code] for code in order})
    first, second = dual_circulation(w, "USA"), dual_circulation(turned, "USA")
    for side in ("forward", "backward"):
        assert_allclose(first.shares(side), second.shares(side), rtol=1e-9, atol=1e-12)
    assert_allclose(first.origins[0], second.origins[0][::-1], rtol=1e-9)


@given(panels(years=(2007, 2008), min_regions=2))
def test_tables_add_up_and_say_what_they_are(p):
    found = dual_circulation(p, "CHN")
    table = found.table()
    assert table["industry"].isna().all()
    assert_allclose(table.groupby(["year", "side"])["share"].sum(), 1.0, rtol=1e-9)
    gdp = table[table["side"] == "forward"].groupby("year")["value"].sum()
    assert_allclose(gdp, [w.gdp[0] for w in p], rtol=1e-9)
    for side, labels in (("forward", FORWARD), ("backward", BACKWARD)):
        by_industry = found.by_industry(side)
        whole = table[table["side"] == side].set_index(["year", "part"])["value"]
        summed = by_industry.groupby(["year", "part"])["value"].sum()
        assert_allclose(summed[whole.index], whole, rtol=1e-9, atol=1e-9 * whole.abs().max())
        assert set(by_industry["label_zh"]) == {text["zh"] for text in labels.values()}


@given(panels(years=(2007, 2008), min_regions=2, max_regions=3))
def test_foreign_value_by_origin_and_by_product(p):
    found = dual_circulation(p, "CHN").foreign_value()
    origins, products = found[found["industry"].isna()], found[found["partner"].isna()]
    assert "CHN" not in set(origins["partner"])
    for w in p:
        B, (_, v) = inverse(w), added(w)
        for q, partner in enumerate(w.regions.codes[1:], start=1):
            row = origins[(origins["year"] == w.year) & (origins["partner"] == partner)].iloc[0]
            value = v[block(w, q)] @ B[block(w, q)] @ w.Y3.reshape(w.n, w.R)[:, 0]
            assert_allclose(row["value"], value, rtol=1e-9, atol=1e-9 * w.x.max())
            assert row["named"] == w.regions.named[q]
        for i, industry in enumerate(w.industries):
            row = products[(products["year"] == w.year) & (products["industry"] == industry)].iloc[0]
            cells = [(q * w.S + i, w.Y4[q, i, 0, :-1].sum()) for q in range(w.R)]
            foreign = sum(y * sum(v[k] * B[k, j] for k in range(w.S, w.n)) for j, y in cells)
            assert_allclose(row["value"], foreign, rtol=1e-9, atol=1e-9 * w.x.max())
            assert row["note_zh"] == zh.note(exports.inventories_note(w))


def test_the_world_as_shipped():
    panel = ni.load("world").select(years=[1995, 2008, 2011])
    found = dual_circulation(panel, "CHN")
    assert found.years == (1995, 2008, 2011)
    for side in ("forward", "backward"):
        assert_shares(found.shares(side))
    told = measure(panel, "s4.foreign_value_in_home_use", regions="CHN")
    total = told[told["industry"].isna() & told["partner"].isna()].sort_values("year")["value"]
    assert_allclose(found.foreign_share, total, rtol=1e-9)
    assert "does not measure self-reliance" in found.note["en"]
    assert "不能衡量自立程度" in found.note["zh"]
    drawn = found.chart()
    assert drawn.years == found.years
    assert list(drawn.series) == list(PARTS)
    assert_allclose(np.sum(list(drawn.series.values()), axis=0), 1.0, rtol=1e-9)
    assert drawn.labels == FORWARD


def test_what_cannot_be_split_is_refused():
    w = ni.load("world", year=2011)
    found = dual_circulation(w, "CHN")
    with pytest.raises(DataError, match=r"circulation has no side 'back'. Sides are forward and backward"):
        found.by_industry("back")
    with pytest.raises(DataError, match=r"no side"):
        found.chart("back")
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'. Did you mean 'CHN'"):
        dual_circulation(w, "CHM")
    with pytest.raises(DataError, match=r"needs Accounts or a Panel, not list"):
        dual_circulation([w], "CHN")
    alone = Accounts(
        Z=[[2.0, 0.0], [3.0, 0.0]], Y=[[4.0, 4.0], [1.0, 0.0]], regions=["CHN", "ROW"], industries=["c14"],
        demand=["c37"], year=2008, boundary=["ROW"],
    )  # fmt: skip
    with pytest.raises(DataError, match=r"accounts of 2008 with the boundary ROW do not tell inputs.*closed accounts"):
        dual_circulation(alone, "CHN")


def test_estimated_accounts_stay_estimated():
    found = dual_circulation(ni.load("world-annual").last, "CHN")
    assert set(found.table()["status"]) == {"estimated"}


def test_full_detail_adds_up_everywhere(shared):
    """Value added and final products of every industry of 41 economies, but those that make nothing in all."""
    w = ni.read(shared / "world" / "wiod2013" / "wiot_2008.npz", format="wiod2013")
    made = (w.x > 0).reshape(w.R, w.S)
    for r, region in enumerate(w.regions.codes):
        found = dual_circulation(w, region)
        value = w.value_added.reshape(w.R, w.S)[r]
        assert_allclose(found.forward[0].sum(axis=0)[made[r]], value[made[r]], rtol=1e-9, atol=1e-6)
        assert_allclose(found.backward[0].sum(axis=0)[made[r]], w.Y3[r].sum(axis=1)[made[r]], rtol=1e-9, atol=1e-6)
        assert_allclose(found.backward[0][:, ~made[r]], 0.0, atol=1e-9)


def test_rows_by_product_name_what_is_set_aside():
    """The note says which category was recognised as changes in inventories, and which not at all; no constant."""
    world = ni.load("world", year=2011).select(["CHN", "USA"])
    assert dual_circulation(world, "CHN").inventories == f"changes in inventories are set aside: {world.demand[-1]}"
    other = world._replace(demand=(*world.demand[:-1], "widgets"))
    rows = dual_circulation(other, "CHN").foreign_value()
    (en,), (chinese,) = (set(rows.loc[rows["industry"].notna(), f"note_{lang}"]) for lang in ("en", "zh"))
    assert "none is set aside" in en
    assert "widgets" in en
    assert "未作剔除" in chinese
