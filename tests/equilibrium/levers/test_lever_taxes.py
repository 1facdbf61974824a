"""Levers on production, purchases, mark-ups: arrays by hand, and who pays."""

from __future__ import annotations

import numpy as np
import pytest
from moved import ground, move, shocks, solved
from numpy.testing import assert_allclose

from newind.errors import PolicyError

G = ground()
B = G.benchmark


def test_a_production_subsidy_is_of_region_and_industry() -> None:
    got = shocks(move("production_subsidy", 0.03, mode="add", region="BBB", industry="c3"), on=G).subsidy
    want = B.subsidy.copy()
    want[1, 2] += 0.03
    assert_allclose(got, want)


def test_taxes_on_purchases_compound_with_the_cost_of_energy() -> None:
    moves = [
        move("consumption_tax", 0.1, region="AAA", industry="c1 c3", user="final"),
        move("energy_cost", 0.2, region="AAA"),
    ]
    got = shocks(*moves, on=G).purchase_tax
    want = np.zeros((4, 3, 5))
    want[:2, 0] = 0.2
    want[0, 0, 4] = 1.1 * 1.2 - 1
    want[2, 0, 4] = 0.1
    assert_allclose(got, want)


def test_taxes_on_purchases_reach_the_government() -> None:
    found = solved(move("consumption_tax", 0.1, region="AAA", industry="c1", user="final"), on=G)
    due = 0.1 * found.state.sales.net[0, 0, -1]
    assert_allclose(found.state.government["purchase taxes"], [due, 0, 0])


def test_energy_is_fuel_and_power_only() -> None:
    with pytest.raises(PolicyError, match="energy_cost is for energy only, not 'c4'"):
        shocks(move("energy_cost", 0.1, industry="c1 c4"), on=G)


def test_markups_are_ratios() -> None:
    got = shocks(
        move("markup", 1.3, region="AAA", industry="c2"), move("markup", 0.05, mode="add", region="BBB"), on=G
    ).markup
    want = B.markup.copy()
    want[0, 1] = 1.3
    want[1] += 0.05
    assert_allclose(got, want)


def test_a_markup_makes_profit() -> None:
    found = solved(move("markup", 1.3, region="AAA", industry="c2"), on=G)
    assert_allclose(found.state.profits[0, 1], found.state.sales.claims[0, 1] * (1 - 1 / 1.3))
