"""Labour shares: from the accounts, carried forward, of the rest of the world, and assumed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.equilibrium.factors import BOUNDS, EMERGING, labour_shares, shift_shares
from newind.errors import DataError
from newind.parameters import parameter
from newind.testing import economies

LAB = "labour_compensation"


def economy(labour, regions=("CHN", "USA", "ROW"), unit="M.USD"):
    """Make regions of two industries that trade nothing; value added is 60, 40 times one, two, three …"""
    R = len(regions)
    Z = np.kron(np.eye(R), np.array([[10.0, 5.0], [5.0, 20.0]])) * np.repeat(np.arange(1.0, R + 1), 2)
    x = np.repeat(np.arange(1.0, R + 1), 2) * np.tile([75.0, 65.0], R)
    Y = np.kron(np.eye(R), np.ones((2, 1))) * (x - Z.sum(axis=1))[:, None]
    satellites = {} if labour is None else {LAB: {"values": labour, "unit": unit, "follows": "labour"}}
    return ni.Accounts(
        Z=Z, Y=Y, regions=regions, industries=["a", "b"], demand=["final"], year=2008, satellites=satellites
    )


@given(economies())
def test_shares_stay_within_bounds_and_follow_the_accounts(w):
    """Where value added and pay are known and ordinary, the share is one over the other."""
    got = labour_shares(w)
    assert got.values.shape == got.estimated.shape == (w.R, w.S)
    assert np.all((got.values >= BOUNDS[0]) & (got.values <= BOUNDS[1]))
    if LAB in w.satellites:
        pay = w.satellites[LAB].values.reshape(w.R, w.S)
        va = w.value_added.reshape(w.R, w.S)
        known = ~np.isnan(pay) & (va > 0)
        assert_array_equal(got.estimated, ~known)
        assert_allclose(got.values[known], np.clip(pay[known] / va[known], *BOUNDS))


@given(economies(), st.floats(-0.5, 0.5))
def test_a_shift_moves_only_what_is_estimated(w, points):
    before = labour_shares(w)
    after = shift_shares(before, points)
    assert_array_equal(after.values[~before.estimated], before.values[~before.estimated])
    assert_allclose(after.values[before.estimated], np.clip(before.values[before.estimated] + points, *BOUNDS))
    assert len(after.log) == len(before.log) + 1


def test_the_rest_of_the_world_takes_the_named_economies_by_value_added():
    """CHN and IND stand for ROW, USA does not: industry a 0.5 and 0.8 with weights 60 and 120."""
    w = economy([30, 20, 96, 40, 18, 12, np.nan, np.nan], regions=("CHN", "IND", "USA", "ROW"))
    got = labour_shares(w)
    assert_allclose(got.values[3], [(30 + 96) / (60 + 120), (20 + 40) / (40 + 80)])
    assert_array_equal(got.estimated[:, 0], [False, False, False, True])
    assert any("ROW: mean of CHN, IND by value added" in line for line in got.log)


def test_without_the_named_economies_all_that_are_known_stand_in():
    w = economy([30, 20, 96, 40, np.nan, np.nan], regions=("USA", "DEU", "ROW"))
    assert_allclose(labour_shares(w).values[2], [126 / 180, 60 / 120])


def test_an_industry_without_figures_takes_the_mean_of_its_region():
    got = labour_shares(economy([30, np.nan, 96, 40, np.nan, np.nan]))
    assert_allclose(got.values[0], [0.5, 0.5])
    assert_array_equal(got.estimated[0], [False, True])
    assert any("mean of their region taken: 1" in line for line in got.log)


def test_an_industry_that_no_stand_in_knows_takes_the_mean_of_all_industries():
    got = labour_shares(economy([30, np.nan, 96, 40, np.nan, np.nan]))
    assert_allclose(got.values[2], [0.5, 0.5])


def test_shares_beyond_the_bounds_are_moved_and_counted():
    got = labour_shares(economy([61, 1, 60, 40, 90, 60]))
    assert_allclose(got.values[0], [0.95, 0.05])
    assert got.log == ("Labour shares outside 0.05 to 0.95, set to the nearer end: 2.",)


def test_without_any_figures_the_share_is_assumed_and_said():
    got = labour_shares(economy(None))
    assert_allclose(got.values, parameter("labour_share").value)
    assert got.estimated.all()
    assert "assumed everywhere (0.32 to 0.68)" in got.log[0]


def test_pay_in_other_money_is_refused():
    with pytest.raises(DataError, match=r"in 'M.EUR', the flows are in 'M.USD'. Convert"):
        labour_shares(economy([30, 20, 96, 40, 9, 9], unit="M.EUR"))


def test_the_answer_is_kept_for_the_accounts():
    w = economy([30, 20, 96, 40, 9, 9])
    assert labour_shares(w) is labour_shares(w)
    assert labour_shares(w) is not labour_shares(economy([30, 20, 96, 40, 9, 9]))


# ---- the shipped world


@pytest.mark.parametrize("year", [2010, 2011])
def test_the_last_shares_are_carried_forward(year):
    """CHN ends in 2009, DEU goes on; both are checked against the accounts directly."""
    w, last = ni.load("world", year), ni.load("world", 2009)
    got, S = labour_shares(w), 26
    chn, deu = w.regions.index("CHN"), w.regions.index("DEU")
    for v, r, estimated in ((last, chn, True), (w, deu, False)):
        rows = slice(r * S, r * S + S)
        assert_allclose(got.values[r], np.clip(v.satellites[LAB].values[rows] / v.value_added[rows], *BOUNDS))
        assert got.estimated[r].all() == got.estimated[r].any() == estimated
    assert any(line.startswith(f"Labour shares of 2009 carried forward to {year}: CHN, USA, JPN") for line in got.log)


def test_the_rest_of_the_shipped_world_is_a_mean_of_seven():
    w = ni.load("world", 2009)
    got, va = labour_shares(w), w.value_added.reshape(w.R, w.S)
    seven = [w.regions.index(code) for code in EMERGING]
    pay = w.satellites[LAB].values.reshape(w.R, w.S)[seven]
    want = np.clip(pay.sum(axis=0) / va[seven].sum(axis=0), *BOUNDS)
    assert_allclose(got.values[w.regions.index("ROW")], want)
    assert got.estimated.sum() == w.S


def test_the_order_of_labels_and_the_company_of_others_change_nothing():
    """In any order, and beside regions that are put together; economies are found by their labels."""
    w = ni.load("world", 2011)
    whole = labour_shares(w).values
    some = w.select(regions=["USA", "TWN", "CHN", "DEU"])
    got = labour_shares(some)
    for code in ("USA", "TWN", "CHN", "DEU"):
        assert_allclose(got.values[some.regions.index(code)], whole[w.regions.index(code)], rtol=1e-12)
    assert any(line.startswith("Labour shares of 2009 carried forward to 2011: USA, TWN, CHN.") for line in got.log)
    goods = w.industries[::-1]
    turned = w.aggregate(regions={"REST": ["JPN", "KOR"], "CHN": "CHN", "MORE": "*"}, industries={g: g for g in goods})
    assert_allclose(labour_shares(turned).values[turned.regions.index("CHN"), ::-1], whole[w.regions.index("CHN")])


def test_other_accounts_have_only_themselves():
    """Aggregated industries are no longer those of the shipped world: nothing is looked up in other years."""
    w = ni.load("world", 2011)
    cut = w.aggregate(industries={"goods": list(w.industries[:16]), "rest": list(w.industries[16:])})
    got = labour_shares(cut)
    assert not any("carried forward" in line for line in got.log)
    assert got.estimated[w.regions.index("CHN")].all()


def test_the_error_of_estimated_shares_covers_what_a_stand_in_misses():
    """labour_share_shift is the mean difference of each of the seven from the mean of the others, 2009."""
    w = ni.load("world", 2009)
    seven = [w.regions.index(code) for code in EMERGING]
    b, va = labour_shares(w).values[seven], w.value_added.reshape(w.R, w.S)[seven]
    others = [np.delete(np.arange(7), i) for i in range(7)]
    missed = np.array([np.abs(b[i] - np.average(b[o], axis=0, weights=va[o])) for i, o in enumerate(others)])
    low, high = parameter("labour_share_shift").range
    assert_allclose([np.average(missed, weights=va)] * 2, [-low, high], atol=0.005)


def test_the_assumed_share_is_the_mean_of_the_shipped_world():
    w, p = ni.load("world", 2009), parameter("labour_share")
    got, va = labour_shares(w).values[:-1], w.value_added.reshape(w.R, w.S)[:-1]
    by_region = np.average(got, axis=1, weights=va)
    assert_allclose(np.average(got, weights=va), p.value, atol=0.005)
    assert_allclose([by_region.min(), by_region.max()], p.range, atol=0.01)
