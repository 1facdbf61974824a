"""Levers on trade: arrays by hand."""

from __future__ import annotations

import numpy as np
import pytest
from moved import ground, move, shocks, solved
from numpy.testing import assert_allclose

from newind.errors import PolicyError

G = ground()
B, THETA = G.benchmark, G.elasticities.theta


def test_a_tariff_is_charged_by_the_region_on_the_partner() -> None:
    got = shocks(move("tariff", 0.3, region="AAA", partner="BBB CCC", industry="c2"), on=G).tariff
    want = B.tariff.copy()
    want[1, 0, 1:] = 0.3
    assert_allclose(got, want)


def test_nobody_charges_itself() -> None:
    got = shocks(move("tariff", 0.3), on=G).tariff
    assert_allclose(got, np.where(np.eye(3, dtype=bool), 0.0, 0.3) * np.ones((4, 1, 1)))
    scaled = shocks(move("tariff", 0.0, mode="scale"), on=G).tariff
    assert scaled is not None
    assert not scaled.any()


def test_an_export_rebate_is_paid_by_the_seller() -> None:
    got = shocks(move("export_rebate", 0.04, region="AAA", partner="*", industry="c1"), on=G).rebate
    want = B.rebate.copy()
    want[0, 1:, 0] = 0.04  # to B and C, from A; not at home
    assert_allclose(got, want)


def test_costs_of_delivery_are_logs_that_add_up() -> None:
    moves = [
        move("trade_cost", 0.1, region="AAA", partner="BBB"),
        move("trade_cost", 0.05, mode="add", region="AAA", partner="BBB", industry="c4"),
        move("services_trade_cost", -0.2, region="AAA"),
        move("cut_off", 0.5, region="AAA", partner="BBB", industry="c1"),
    ]
    got = shocks(*moves, on=G).trade_cost
    assert got is not None
    assert got.shape == (4, 3, 3)
    assert_allclose(got[:, 0, 1], [np.log(1.1) + np.log(2) / THETA[0], np.log(1.1), np.log(0.88), np.log(1.15 * 0.8)])
    assert_allclose(got[:, 0, 2], [0, 0, np.log(0.8), np.log(0.8)])
    assert not got[:, 1:].any()
    assert not got[:, 0, 0].any()


def test_a_cut_takes_its_share_of_the_flow_at_unchanged_prices() -> None:
    cost = shocks(move("cut_off", 0.35, region="AAA"), on=G).trade_cost
    assert cost is not None
    assert_allclose(np.exp(-THETA[:, None] * cost[:, 0, 1:]), 0.65)
    whole = shocks(move("cut_off", 1.0, region="AAA", partner="CCC", industry="c3"), on=G).trade_cost
    assert whole is not None
    assert np.isinf(whole[2, 0, 2])
    assert np.isfinite(np.delete(whole.ravel(), 2 * 9 + 2)).all()


def test_of_two_cuts_the_deeper_holds() -> None:
    cuts = [move("cut_off", v, region="AAA", partner="BBB") for v in (0.6, 0.2)]
    assert_allclose(shocks(*cuts, on=G).trade_cost, shocks(cuts[0], on=G).trade_cost)  # type: ignore[arg-type]


def test_naming_users_makes_costs_by_user() -> None:
    moves = [
        move("trade_cost", 0.1, region="AAA", partner="BBB", industry="c2", user="c1 final"),
        move("services_trade_cost", 0.2, region="AAA", partner="CCC"),
        move("cut_off", 1.0, region="BBB", partner="CCC", industry="c1", user="c3"),
    ]
    got = shocks(*moves, on=G).trade_cost
    assert got is not None
    assert got.shape == (4, 3, 3, 5)
    assert_allclose(got[1, 0, 1], np.log([1.1, 1, 1, 1, 1.1]))
    assert_allclose(got[3, 0, 2], np.log(1.2))
    assert_allclose(got[0, 1, 2], [0, 0, np.inf, 0, 0])


def test_costs_by_user_and_for_all_of_them_lead_to_the_same_economy() -> None:
    """All users named one by one are all users."""
    whole = solved(move("trade_cost", 0.1, region="AAA", partner="BBB"), on=G)
    parts = [move("trade_cost", 0.1, region="AAA", partner="BBB", user=u) for u in ("c1 c2", "c3 c4 final")]
    assert_allclose(solved(*parts, on=G).x, whole.x, atol=1e-9)


def test_a_full_cut_is_an_exact_zero() -> None:
    found = solved(move("cut_off", 1.0, region="AAA", partner="BBB", industry="c2"), on=G)
    assert found.state.sales.landed[1, 0, 1] == 0
    assert found.state.sales.landed[1, 1, 0] > 0


def test_users_cannot_be_told_apart_with_common_shares() -> None:
    common = ground(common=True)
    with pytest.raises(
        PolicyError, match=r"shock 1 \(trade_cost\): costs of trade by user need shares .*'shares': 'user'"
    ):
        shocks(move("trade_cost", 0.1, user="c1"), on=common)
    assert shocks(move("trade_cost", 0.1), on=common).trade_cost is not None


def test_goods_are_no_services() -> None:
    with pytest.raises(PolicyError, match="services_trade_cost is for services only, not 'c2'"):
        shocks(move("services_trade_cost", 0.1, industry="c2 c3"), on=G)
    with pytest.raises(PolicyError, match=r"which industries are services is not known .* Name them in trade_cost"):
        shocks(move("services_trade_cost", 0.1), on=ground(services=np.zeros(4, dtype=bool)))
