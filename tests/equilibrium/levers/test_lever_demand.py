"""Levers on final demand: budgets hold, weights by hand."""

from __future__ import annotations

import numpy as np
import pytest
from moved import ground, log, move, shocks
from numpy.testing import assert_allclose

from newind.accounts.accounts import Accounts
from newind.equilibrium.levers import LeverContext
from newind.equilibrium.levers.ground import government_shares
from newind.equilibrium.problem import Problem
from newind.errors import PolicyError
from newind.typing import Array

G = ground()
B = G.benchmark
FINAL = B.shares[..., -1] * B.spend[:, :, None, -1]
BOUGHT = G.government * FINAL


def after(*moves: object, on: LeverContext = G) -> Array:
    """Return what final users buy at benchmark prices with the new weights [k, n, i]."""
    p = Problem(on.benchmark, on.elasticities, shocks(*moves, on=on))  # type: ignore[arg-type]
    spent = on.benchmark.spend[:, :, -1].sum(axis=0)
    return np.asarray(p.shares[..., -1] * (p.final_shares * spent)[:, :, None])


def test_a_government_buys_more_and_pays_the_same() -> None:
    new = after(move("procurement", 0.5, region="AAA", partner="AAA", industry="c2"))
    change = new - FINAL
    assert_allclose(change[1, 0, 0], 0.5 * BOUGHT[1, 0, 0])
    assert_allclose(change[:, 0].sum(), 0, atol=1e-12)
    others = np.ones((4, 3), dtype=bool)
    others[1, 0] = False
    cut = change[:, 0][others] / BOUGHT[:, 0][others]
    assert_allclose(cut, cut[0])
    assert cut[0] < 0
    assert_allclose(change[:, 1:], 0, atol=1e-12)


def test_from_everybody_means_each_origin_in_proportion() -> None:
    new = after(move("procurement", -0.4, region="BBB", industry="c1 c3"))
    assert_allclose((new - FINAL)[[0, 2], 1], -0.4 * BOUGHT[[0, 2], 1])


def test_buying_nothing_of_a_good_is_possible() -> None:
    whole = ground(government=np.ones((4, 3, 3)))
    new = after(move("procurement", -1.0, region="AAA", industry="c1"), on=whole)
    assert_allclose(new[0, 0], 0)
    assert_allclose(new[1:, 0].sum(), FINAL[:, 0].sum())


def test_procurement_works_with_common_shares() -> None:
    common = ground(common=True)
    b = common.benchmark
    final = b.shares[..., -1] * b.spend[:, :, None, -1]
    new = after(move("procurement", 0.5, region="AAA", partner="AAA", industry="c2"), on=common)
    assert_allclose((new - final)[1, 0, 0], 0.5 * (common.government * final)[1, 0, 0])


def test_more_than_the_bill_is_refused() -> None:
    with pytest.raises(PolicyError, match=r"^shock 1 \(procurement\): the goods named would take .* in 'AAA'\. Change"):
        shocks(move("procurement", 9.0, region="AAA", industry="c1 c2 c3"), on=G)
    with pytest.raises(PolicyError, match="no other purchases can make up"):
        shocks(move("procurement", 0.1, region="AAA"), on=G)


def test_the_size_of_what_is_named_is_said() -> None:
    share = 100 * BOUGHT[1, 0].sum() / BOUGHT[:, 0].sum()
    said = log(move("procurement", 0.1, region="AAA", industry="c2"), on=G)
    assert f"shock 1 (procurement): what it names is {share:.2g} % of government consumption" in said


def test_a_shift_of_demand_scales_weights() -> None:
    new = after(move("demand_shift", 0.5, region="AAA", industry="c2")).sum(axis=2)
    old = FINAL.sum(axis=2)
    want = old[:, 0] * [1, 1.5, 1, 1]
    assert_allclose(new[:, 0], want * old[:, 0].sum() / want.sum())
    assert_allclose(new[:, 1:], old[:, 1:])


def test_a_good_can_go_out_of_use_but_not_all_of_them() -> None:
    assert_allclose(after(move("demand_shift", -1.0, region="AAA", industry="c2"))[1, 0], 0)
    with pytest.raises(PolicyError, match="nothing is left of final demand in 'AAA'"):
        shocks(move("demand_shift", -1.0, region="AAA"), on=G)


def test_shifts_and_procurement_add_up() -> None:
    moves = [
        move("procurement", 0.5, region="AAA", industry="c2"),
        move("demand_shift", 0.2, region="AAA", industry="c3"),
    ]
    each = [shocks(m, on=G).taste for m in moves]
    assert_allclose(shocks(*moves, on=G).taste, each[0] + each[1])  # type: ignore[operator,arg-type]


def test_accounts_without_a_government_are_told_apart() -> None:
    w = Accounts(Z=[[1.0]], Y=[[2.0]], regions=["AAA"], industries=["c1"], demand=["final"], year=2008)
    with pytest.raises(PolicyError, match=r"no category of final demand is that of government, there are "):
        government_shares(w)
