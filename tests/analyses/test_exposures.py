"""Exposure to partners: shares and concentration counted anew, losses of the model, ranks, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.accounts import Accounts
from newind.analyses.circulation.exposures import COLUMNS, exposure, list_named_partners
from newind.analyses.losses import Cut, loss_ranges
from newind.errors import DataError, UnknownNameError
from newind.testing import REGIONS, REST, Structure, build
from spans import assert_same_losses


@pytest.fixture(scope="module")
def small() -> Accounts:
    return build(Structure((*REGIONS[:3], REST), ("c14", "c27", "c1")), seed=3)


@pytest.fixture(scope="module")
def china():
    return exposure(ni.load("world", year=2011), "CHN", top=1)


def bought_from(w: Accounts, r: int, p: int) -> float:
    return float(sum(w.Z4[p, i, r, j] for i in range(w.S) for j in range(w.S)))


def test_shares_and_concentration_counted_anew(small):
    w, e = small, exposure(small, "CHN", top=0)
    bought = np.array([bought_from(w, 0, p) for p in range(w.R)])
    foreign = bought[1:].sum()
    B = np.linalg.inv(np.eye(w.n) - w.A)
    value = np.array([w.v[: w.S] @ B[: w.S] @ w.Yr[:, p] for p in range(w.R)])
    for partner in e.partners:
        p = w.regions.index(partner.partner)
        amounts = bought if partner.side == "supply" else value
        assert_allclose(partner.share_of_foreign, amounts[p] / amounts[1:].sum(), rtol=1e-9)
        assert_allclose(partner.share_of_all, amounts[p] / amounts.sum(), rtol=1e-9)
    supply, market = e.concentration
    assert_allclose(supply.hhi, (bought[1:3] ** 2).sum() / bought[1:3].sum() ** 2)
    assert_allclose(supply.unnamed, bought[3] / foreign)
    assert_allclose(market.hhi, (value[1:3] ** 2).sum() / value[1:3].sum() ** 2, rtol=1e-9)
    assert_allclose(market.unnamed, value[3] / value[1:].sum(), rtol=1e-9)
    assert supply.low <= supply.high
    assert list(e.concentration_table().columns) == ["side", "hhi", "low", "high", "unnamed"]


def test_the_indicators_have_the_same_concentration(china):
    w = ni.load("world", year=2011)
    found = ni.measure(w, ["s4.supplier_hhi", "s4.market_hhi", "s4.unnamed_supplier_share"])
    supply, market = china.concentration
    for id, figure in (
        ("s4.supplier_hhi", supply.hhi),
        ("s4.market_hhi", market.hhi),
        ("s4.unnamed_supplier_share", supply.unnamed),
    ):
        own = found[(found["indicator"] == id) & (found["region"] == "CHN") & (found["industry"].fillna("") == "")]
        assert_allclose(own["value"].to_numpy(dtype=float)[0], figure, rtol=1e-9)


def test_losses_are_those_of_the_cut(small):
    e = exposure(small, "CHN", sides=["market"], horizons=["short", "medium"], top=1)
    first = e.partners[0]
    expected = loss_ranges(small, [Cut("CHN", (first.partner,), small.industries, "market")], ("short", "medium"))[0]
    assert_same_losses([first.loss], [expected])
    assert_allclose(first.middle, expected.horizons["medium"].middle, rtol=1e-9)
    assert [p.loss is None for p in e.partners] == [False, True]


def test_ranks_are_by_the_middle_and_aggregates_have_none(china):
    w = ni.load("world", year=2011)
    for side in ("supply", "market"):
        middles = [p.middle for p in china.side(side)]
        assert middles == sorted(middles, reverse=True)
        assert {p.partner for p in china.side(side)} == set(list_named_partners(w, "CHN"))
    assert not {"ROW", "REU", "CHN"} & {p.partner for p in china.partners}
    table = china.table()
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 2 * (4 + 16)
    assert (table.dropna()["low"] <= table.dropna()["middle"]).all()
    assert (table.dropna()["middle"] <= table.dropna()["high"]).all()
    assert table.groupby("side")["rank"].max().tolist() == [17, 17]
    assert not china.failed


def test_a_partner_whose_loss_has_no_equilibrium_is_last_and_says_why():
    """China makes no c14 and the United States alone sell it: without them its users have nothing left."""
    Z = np.zeros((2, 2, 2, 2))
    Z[0, 1, 0, 1], Z[1, 0, 0, 1], Z[1, 1, 1, :] = 100.0, 200.0, 50.0
    Y = np.zeros((2, 2, 2))
    Y[0, 1, :], Y[1, 0, :], Y[1, 1, 1] = (700.0, 80.0), (90.0, 300.0), 400.0
    w = Accounts(Z=Z.reshape(4, 4), Y=Y.reshape(4, 2), regions=["CHN", "USA"], industries=["c14", "c27"],
                 demand=["c37"], year=2008)  # fmt: skip
    e = exposure(w, "CHN", sides="supply")
    assert np.isnan(e.partners[0].middle)
    assert "USA" in e.failed[0]
    assert "no supplier" in e.failed[0] or "leave" in e.failed[0]
    assert e.table().set_index("horizon")["middle"].drop("quarter").isna().all()


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"top": -1}, "top -1 makes no sense"),
        ({"top": 1.5}, "top 1.5 makes no sense"),
        ({"sides": ()}, "make no sense. Give each of supply, market at most once"),
        ({"sides": ("supply", "supply")}, "at most once"),
        ({"horizons": ()}, "no horizon is asked for"),
    ],
)
def test_what_makes_no_sense_is_refused(small, what, message):
    with pytest.raises(DataError, match=message):
        exposure(small, "CHN", **what)


@pytest.mark.parametrize(
    ("region", "what", "message"),
    [
        ("CHM", {}, "Did you mean 'CHN'"),
        ("CHN", {"sides": "suply"}, "Did you mean 'supply'"),
        ("CHN", {"horizons": ["shrt"]}, "Did you mean 'short'"),
    ],
)
def test_unknown_names_suggest_the_nearest(small, region, what, message):
    with pytest.raises(UnknownNameError, match=message):
        exposure(small, region, **what)


def test_tables_that_cannot_tell_are_refused():
    provinces = ni.load("china-2017", year=2017)
    with pytest.raises(DataError, match="a ranking of suppliers is refused"):
        exposure(provinces, provinces.regions.codes[0])
    china = ni.load("china", year=2017)
    with pytest.raises(DataError, match="boundary"):
        exposure(china, china.regions.codes[0])
    alone = build(Structure((REGIONS[0], REST), ("c14", "c27")), seed=1)
    with pytest.raises(DataError, match="CHN has no named partner"):
        exposure(alone, "CHN")
