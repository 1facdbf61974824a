"""Lever on recycling, with its cap."""

from __future__ import annotations

import numpy as np
import pytest
from moved import ground, log, move, shocks, solved
from numpy.testing import assert_allclose

from newind.equilibrium.levers.ground import recycling_at
from newind.errors import PolicyError

G = ground(horizon="long")
B = G.benchmark
COST = B.value_added + B.inputs


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
    assert f"AAA to {B.spend[3, 0].sum() / asked:.0%}" in log(wide, on=G)
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
