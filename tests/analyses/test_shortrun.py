"""Shortages day by day on accounts: what is taken away, ranges over assumptions, and a case worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.accounts.accounts import Accounts
from newind.analyses.circulation.shortrun import CAVEAT, COLUMNS, Stoppage, cut_flows, propagation
from newind.analyses.circulation.shortrun_rules import LEAST, build_cases, network_of
from newind.analyses.losses import Cut
from newind.errors import DataError, UnknownNameError
from newind.kernels.propagation import Disruption, run
from newind.testing import economies

FIXED = {
    "inventory_days": 4.0,
    "inventory_days_utilities": 4.0,
    "inventory_restoration": 1e9,
    "inventory_threshold": 0.5,
    "limiting_input_share": 0.0,
    "extra_capacity": 1.0,
    "extra_capacity_days": 365.0,
}
"""Four days of stock, half of which is used before production falls; nothing is restored."""


@pytest.fixture
def two() -> Accounts:
    """China's c14 uses only what the United States' c14 makes, which goes to nobody else."""
    Z = [[0.0, 0.0], [50.0, 0.0]]
    return Accounts(Z=Z, Y=[[100.0, 0.0], [0.0, 50.0]], regions=["CHN", "USA"], industries=["c14"], demand=["c37"],
                    year=2008)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> Accounts:
    return ni.load("world", year=2011)


def test_a_cut_by_hand(two):
    """China uses a day of stock a day: half speed begins when two of four days are left, and halves what is left.

    Days 1, 2, 3: stock 4, 3, 2 at the start, full production. Day 4: stock 1 of 2: one half. Day 5: 0.5: a quarter.
    The United States lose the half of their output that China buys, from the first day; their value added is all of it.
    """
    p = propagation(two, "CHN", Cut("CHN", ("USA",), ("c14",)), days=5, lasting=5, parameters=FIXED)
    assert_allclose(p.curve()["middle"], [0, 0, 0, 0.5, 0.75])
    assert_allclose(p.loss.middle, 1.25 / 365)
    assert_allclose(p.daily[0, :, 1], 0.5)
    assert (p.worst.middle, p.worst_day) == (0.75, 5)
    assert p.first_to_stop == ("c14", 5)
    assert_allclose(p.unmet[0], [1.25 / 365, 0])
    industries = p.industries().iloc[0]
    assert (industries["industry"], industries["day"], industries["limited_by"]) == ("c14", 5, "c14")
    assert len(p.cases) == 1
    assert p.loss.low == p.loss.high


def test_a_stoppage_by_hand(two):
    """Half of the capacity of the United States is what they sell abroad and at home in equal parts: both get half."""
    p = propagation(two, "USA", Stoppage("USA", ("c14",), 0.5), days=3, lasting=3, parameters=FIXED)
    assert_allclose(p.daily[0, :, 1], 0.5)
    assert_allclose(p.unmet[0, 1], 3 * 0.5 / 365)
    assert p.first_to_stop == ("", 0)


def test_users_named_alone_lose_it(two):
    inputs, final = cut_flows(two, Cut("CHN", ("USA",), ("c14",), users=("c14",)))
    assert_array_equal(inputs, [[0, 0], [1, 0]])
    assert not final.any()


@given(economies(min_regions=2), st.data())
def test_a_market_cut_is_the_supply_cut_of_the_partner(w, data):
    a, b = data.draw(st.permutations(w.regions.codes))[:2]
    market, supply = (
        cut_flows(w, Cut(a, (b,), w.industries[:1], "market")),
        cut_flows(w, Cut(b, (a,), w.industries[:1])),
    )
    for one, other in zip(market, supply, strict=True):
        assert_array_equal(one, other)
    inputs, final = (flows.reshape(w.R, w.S, w.R, -1) for flows in supply)
    i, j = w.regions.index(a), w.regions.index(b)
    assert inputs.sum() == inputs[i, 0, j].sum() == w.S
    assert final.sum() == final[i, 0, j].sum() == 1


@settings(max_examples=20)
@given(economies(min_regions=2, max_regions=3), st.booleans())
def test_ranges_hold_the_middle_and_add_up(w, supply):
    a, b = w.regions.codes[:2]
    p = propagation(w, a, Cut(a, (b,), w.industries, "supply" if supply else "market"), days=40, lasting=20)
    table, curve = p.table(), p.curve()
    assert list(table.columns) == list(COLUMNS)
    assert table["region"][0] == a
    for prefix in ("", "worst_", "unmet_"):
        assert (table[f"{prefix}low"] <= table[f"{prefix}middle"]).all()
        assert (table[f"{prefix}middle"] <= table[f"{prefix}high"]).all()
    assert_allclose(curve["middle"].sum() / 365, table["middle"][0], atol=1e-12)
    assert_allclose(curve["middle"].max(), table["worst_middle"][0])
    assert curve["middle"][p.worst_day - 1] == curve["middle"].max()
    assert (p.loss.low, p.loss.middle, p.loss.high) == tuple(table.loc[0, ["low", "middle", "high"]])


def test_separate_origins_leave_the_same_economy_at_rest_and_hurt_more(world):
    for origins in ("pooled", "separate"):
        net = network_of(ni.simulate(world, ni.Package([])).baseline, origins)
        course = run(net, build_cases()[0].rules(world, origins), Disruption(np.zeros(20), np.zeros(world.n)))
        assert (course.made == 1).all()
    cut = Cut("CHN", ("JPN",), ("c14",))
    pooled, separate = (propagation(world, "CHN", cut, days=60, lasting=60, origins=o) for o in ("pooled", "separate"))
    assert separate.loss.middle > pooled.loss.middle
    assert [c.name for c in separate.cases] == ["middle", "severe", "mild"]
    assert len(pooled.cases) == 9


def test_larger_stocks_and_shorter_cuts_cost_less(world):
    cut = Cut("CHN", tuple(c for c in world.regions if c != "CHN"), ("c2",))

    def loss(days_of_stock, lasting):
        fixed = {"inventory_days": days_of_stock, "inventory_threshold": 0.8, "limiting_input_share": 0.005}
        return propagation(world, "CHN", cut, days=150, lasting=lasting, parameters=fixed).loss.middle

    assert loss(20, 60) > loss(40, 60) > loss(80, 60)
    assert loss(20, 60) > loss(20, 30)


def test_services_never_stop_production(world):
    cut = Cut("CHN", tuple(c for c in world.regions if c != "CHN"), ("c28",))
    p = propagation(world, "CHN", cut, days=120, lasting=120)
    assert not (p.industries()["limited_by"] == "c28").any()


def test_the_world_recovers_when_the_cause_is_gone(world):
    p = propagation(world, "CHN", Cut("CHN", ("USA", "JPN", "KOR", "TWN", "DEU"), ("c14",)))
    assert p.loss.high > 0.01
    assert np.abs(p.daily[:, -1]).max() < 0.01
    assert p.horizon == "days"
    assert set(CAVEAT) == {"en", "zh"}


def test_assumptions_are_parameters_with_a_range():
    cases = build_cases()
    for name in LEAST:
        assert cases[0].values[name] == ni.parameters.parameter(name).value
    severe = next(c for c in cases if c.name == "severe").values
    assert severe["inventory_days"] == ni.parameters.parameter("inventory_days").range[0]
    assert severe["inventory_threshold"] == ni.parameters.parameter("inventory_threshold").range[1]
    assert [c.name for c in cases].count("severe") == [c.name for c in cases].count("mild") == 1


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"days": 0}, "days 0 makes no sense. Give a whole number of days from 1 to 3660"),
        ({"days": 4000}, "days 4000 makes no sense"),
        ({"lasting": 1.5}, "lasting 1.5 makes no sense"),
        ({"recovery": -1}, "recovery -1 makes no sense. Give a whole number of days from 0"),
        ({"days": True}, "days True makes no sense"),
        ({"parameters": {"inventory_days": 0}}, "inventory_days 0 makes no sense: .* Give a number above 0"),
        ({"parameters": {"inventory_threshold": 1.2}}, "inventory_threshold 1.2 makes no sense: .* from 0 to 1"),
        ({"parameters": {"extra_capacity": 0.9}}, "extra_capacity 0.9 makes no sense: .* from 1"),
        ({"parameters": {"inventory_days": float("nan")}}, "inventory_days nan makes no sense"),
    ],
)
def test_what_makes_no_sense_is_refused(two, what, message):
    with pytest.raises(DataError, match=message):
        propagation(two, "CHN", Cut("CHN", ("USA",), ("c14",)), **what)


@pytest.mark.parametrize(
    ("region", "event", "what", "message"),
    [
        ("CHM", Cut("CHN", ("USA",), ("c14",)), {}, "Did you mean 'CHN'"),
        ("CHN", Cut("CHN", ("USB",), ("c14",)), {}, "Did you mean 'USA'"),
        ("CHN", Cut("CHN", ("USA",), ("c15",)), {}, "Did you mean 'c14'"),
        ("CHN", Stoppage("CHN", ("c15",)), {}, "Did you mean 'c14'"),
        ("CHN", Stoppage("CHM", ("c14",)), {}, "Did you mean 'CHN'"),
        ("CHN", Stoppage("CHN", ("c14",)), {"origins": "pool"}, "Did you mean 'pooled'"),
        ("CHN", Stoppage("CHN", ("c14",)), {"parameters": {"inventory_day": 3}}, "Did you mean 'inventory_days'"),
    ],
)
def test_unknown_names_suggest_the_nearest(two, region, event, what, message):
    with pytest.raises(UnknownNameError, match=message):
        propagation(two, region, event, **what)


def test_a_stoppage_is_of_something():
    with pytest.raises(DataError, match="names no industry"):
        Stoppage("CHN", ())
    with pytest.raises(DataError, match=r"a stoppage of 1\.5 of capacity makes no sense"):
        Stoppage("CHN", ("c14",), 1.5)


def test_estimated_flows_and_boundaries_are_refused():
    provinces = ni.load("china-2017", year=2017)
    cut = Cut(provinces.regions.codes[0], (provinces.regions.codes[1],), provinces.industries[:1])
    with pytest.raises(DataError, match="a shortage that travels between regions is refused"):
        propagation(provinces, cut.region, cut)
    china = ni.load("china", year=2017)
    with pytest.raises(DataError, match="boundary"):
        propagation(china, china.regions.codes[0], Stoppage(china.regions.codes[0], china.industries[:1]))
