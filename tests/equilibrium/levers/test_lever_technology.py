"""Levers on technology: research pays its way, data, recycling with its cap."""

from __future__ import annotations

import numpy as np
import pytest
from moved import effect, ground, log, move, shocks, solved
from numpy.testing import assert_allclose

from newind.equilibrium.levers.ground import recycling_at
from newind.equilibrium.levers.technology import relative
from newind.errors import PolicyError

G = ground(horizon="long")
B = G.benchmark
K = G.knowledge
COST = B.value_added + B.inputs


def test_productivity_is_a_log() -> None:
    got = shocks(move("productivity", 0.1, region="AAA", industry="c1"), on=G).productivity
    assert got is not None
    assert_allclose(got[0, 0], np.log(1.1))
    assert np.count_nonzero(got) == 1


# ---- research
def test_a_subsidy_to_research_by_hand() -> None:
    """Research m = 1 / (1 − s) as much; extra inputs lower productivity, knowledge raises it; the state pays s m k."""
    got = shocks(move("rd_subsidy", 0.2, region="AAA", industry="c2"), on=G)
    k, own, more = K[0, 1], B.value_added_share[0, 1], 1 / 0.8
    spent = K[0] * B.value_added[0]
    typical = (spent * K[0]).sum() / spent.sum()
    extra = own * k * (more - 1)
    want = 0.1 * np.log(more) * k / typical - np.log(1 + extra)
    assert_allclose(got.productivity[0, 1], want)  # type: ignore[index]
    assert_allclose(got.labour_tax[0, 1], -0.2 * more * k / (1 + extra))  # type: ignore[index]
    assert got.labour_tax is got.capital_tax is got.land_tax
    assert np.count_nonzero(got.productivity) == np.count_nonzero(got.labour_tax) == 1


def test_the_state_pays_its_share_of_research() -> None:
    """The bill is s m k of value added; a small subsidy leaves that of the benchmark unchanged."""
    small = 1e-5
    found = solved(move("rd_subsidy", small, region="AAA", industry="c2"), on=G)
    bill = -found.state.government["factor taxes"][0]
    assert_allclose(bill, small * K[0, 1] * B.value_added[0, 1], rtol=1e-3)


def test_what_research_brings_needs_time() -> None:
    gains = []
    for horizon in ("short", "medium", "long"):
        at = ground(horizon=horizon)
        gains.append(shocks(move("rd_subsidy", 0.2, region="AAA", industry="c2"), on=at).productivity[0, 1])  # type: ignore[index]
        assert f"at the {horizon} horizon" in log(move("rd_subsidy", 0.2, region="AAA"), on=at)
    assert gains[0] < 0  # paid for and nothing gained yet
    assert_allclose(gains[1] - gains[0], (gains[2] - gains[0]) / 2)
    assert effect(move("rd_subsidy", 0.2, region="AAA"), on=ground(horizon="short"))[0] < 0


def test_the_mean_unit_of_research_has_the_stated_elasticity() -> None:
    spent = K * B.value_added
    assert_allclose((relative(K, B.value_added) * spent).sum(axis=1), spent.sum(axis=1))
    assert_allclose(relative(np.zeros((1, 2)), np.ones((1, 2))), 0)


def test_research_that_is_not_known_or_too_much_is_refused() -> None:
    unknown = K.copy()
    unknown[0, 1] = np.nan
    holes = ground(knowledge=unknown)
    with pytest.raises(PolicyError, match="How much research these industries do is not known"):
        shocks(move("rd_subsidy", 0.1), on=holes)
    assert shocks(move("rd_subsidy", 0.1, region="BBB"), on=holes).productivity is not None
    with pytest.raises(PolicyError, match="more for research than the industry for all factors"):
        shocks(move("rd_subsidy", 0.9), on=ground(knowledge=np.full((3, 4), 0.5)))


# ---- data
def test_shared_data_help_those_who_use_information_services() -> None:
    got = shocks(move("data_sharing", 0.4, region="AAA"), on=G).productivity
    share = B.spend[3, :, :-1] / COST
    world = B.spend[3, :, :-1].sum() / COST.sum()
    assert_allclose(got[0], 0.05 * 0.4 * share[0] / world)  # type: ignore[index]
    assert not got[1:].any()  # type: ignore[index]


def test_without_information_services_data_sharing_is_refused() -> None:
    none = ground(information=np.zeros(4, dtype=bool))
    with pytest.raises(PolicyError, match="no information services stand apart"):
        shocks(move("data_sharing", 0.4), on=none)


# ---- recycling
def test_recycled_inputs_replace_virgin_ones() -> None:
    got = shocks(move("recycling", 0.1, region="AAA", industry="c1", user="c1 c2 c3 c4 final"), on=G).mix
    virgin = B.spend[0, 0, :4] / COST[0]
    want = np.zeros((4, 3, 4))
    want[0, 0], want[3, 0] = -0.1 * virgin, 0.1 * virgin
    assert_allclose(got, want)


def test_dearer_scrap_comes_out_of_value_added() -> None:
    got = shocks(move("recycling", 0.1, region="AAA", industry="c1", user="c2", price=1.5), on=G).mix
    virgin = B.spend[0, 0, 1] / COST[0, 1]
    assert_allclose(got[:, 0, 1], [-0.1 * virgin, 0, 0, 0.15 * virgin])  # type: ignore[index]
    found = solved(move("recycling", 0.1, region="AAA", industry="c1", user="c2", price=1.5), on=G)
    assert found.problem.value_added_share[0, 1] < B.value_added_share[0, 1]


def test_the_supply_of_scrap_caps_what_is_replaced() -> None:
    """Use of recycled goods in a region at most doubles, and that is said."""
    wide = move("recycling", 1.0, region="AAA", industry="c1 c2 c3", user="c1 c2 c3 c4", price=2.0)
    got = shocks(wide, on=G).mix
    assert got is not None
    assert_allclose((got[3, 0] * COST[0]).sum(), B.spend[3, 0].sum())
    assert_allclose(got[:3, 0].sum(axis=0) * 2, -got[3, 0])
    asked = 2 * B.spend[:3, 0, :4].sum()
    assert f"'AAA to {B.spend[3, 0].sum() / asked:.0%}'" in log(wide, on=G)
    assert log(move("recycling", 0.01, region="AAA", industry="c1", user="c2"), on=G) == ""


def test_recycling_needs_an_industry_and_users() -> None:
    with pytest.raises(PolicyError, match=r"no recycling industry stands apart .* Use a table that has one"):
        shocks(move("recycling", 0.1, industry="c1"), on=ground(recycling=None))
    with pytest.raises(PolicyError, match="Name industries as users"):
        shocks(move("recycling", 0.1, industry="c1", user="final"), on=G)
    with pytest.raises(PolicyError, match="none of the users buys recycled goods yet"):
        shocks(move("recycling", 0.1, industry="c4", user="c1"), on=G)  # of recycled goods nothing is replaced


def test_recycled_inputs_cannot_take_all_value_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newind.equilibrium.levers.recycling.GROWTH", 100.0)
    with pytest.raises(PolicyError, match="would take all value added of the user"):
        shocks(move("recycling", 1.0, industry="c1 c2 c3", user="c1", price=10.0), on=G)


def test_recycling_industries_are_known_by_code() -> None:
    assert recycling_at(("m22", "m23", "m24")) == 1
    assert recycling_at(("goods", "Recycling")) == 1
    assert recycling_at(("c14", "n22")) is None  # scrap with other manufacturing does not stand apart
