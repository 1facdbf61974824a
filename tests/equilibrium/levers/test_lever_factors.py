"""Levers on factors and on moves of people: arrays by hand."""

from __future__ import annotations

import numpy as np
import pytest
from moved import PEOPLE, ground, move, shocks, solved
from numpy.testing import assert_allclose

from newind.equilibrium.levers import LeverContext
from newind.errors import PolicyError

G = ground()
B = G.benchmark


def peopled(people: object = PEOPLE) -> LeverContext:
    return LeverContext(B, G.elasticities, "long", G.parameter, migration=people, stated=G.stated)  # type: ignore[arg-type]


def test_wedges_are_ad_valorem_on_what_is_paid() -> None:
    got = shocks(move("labour_cost", 0.1, region="AAA", industry="c1"), on=G).labour_tax
    want = np.zeros((3, 4))
    want[0, 0] = 0.1
    assert_allclose(got, want)


def test_a_wedge_on_labour_is_revenue() -> None:
    found = solved(move("labour_cost", 0.1, region="AAA"), on=G)
    paid = (found.state.sales.value_added * B.labour_share)[0].sum()
    assert_allclose(found.state.government["factor taxes"], [paid * (1 - 1 / 1.1), 0, 0], atol=1e-12)


def test_land_has_its_own_share_where_it_is_stated() -> None:
    plain = shocks(move("land_cost", 0.5, region="AAA"), on=G)
    assert plain.land_share is None
    stated = shocks(move("land_cost", 0.5, region="AAA", industry="c1", share=0.5), on=G)
    assert stated.land_share is not None
    assert_allclose(stated.land_share[0], [0.5, 0.2, 0.2, 0.2])
    found = solved(move("land_cost", 0.5, region="AAA", industry="c1", share=0.5), on=G)
    paid = (found.state.sales.value_added * (1 - B.labour_share))[0, 0] * 0.5
    assert_allclose(found.state.government["factor taxes"][0], paid * (1 - 1 / 1.5))


def test_land_cannot_be_more_than_all_capital() -> None:
    with pytest.raises(PolicyError, match="share of land in capital income must be from 0 to 1"):
        shocks(move("land_cost", 0.5, share=1.5), on=G)


def test_supplies_are_logs() -> None:
    got = shocks(
        move("labour_supply", 0.1, region="BBB"), move("capital_supply", -0.2, region="AAA", industry="c3"), on=G
    )
    assert_allclose(got.labour, np.log([1, 1.1, 1]))  # type: ignore[arg-type]
    assert got.capital is not None
    assert_allclose(got.capital[0], np.log([1, 1, 0.8, 1]))
    assert not got.capital[1:].any()


# ---- people
def test_moving_is_dearer_into_the_region_that_acts() -> None:
    got = shocks(move("migration", 0.2, region="AAA", partner="*"), on=peopled())
    want = np.zeros((3, 3))
    want[1, 0] = np.log(1.2)  # from B to A; C is another country
    assert_allclose(got.moving_cost, want)  # type: ignore[arg-type]
    assert got.migration_elasticity == 1.5


def test_people_move_whenever_a_matrix_is_given() -> None:
    got = solved(move("productivity", 0.1, region="AAA"), on=peopled())
    assert got.state.labour_supply[0] > 1e-4
    assert_allclose((PEOPLE.sum(axis=0) * np.exp(got.state.labour_supply)).sum(), PEOPLE.sum())


def test_cheaper_moves_bring_people() -> None:
    got = solved(move("migration", -0.2, region="AAA", partner="BBB"), on=peopled())
    assert got.state.labour_supply[0] > 1e-4 > got.state.labour_supply[2] + 1e-5


def test_migration_needs_a_matrix_that_fits() -> None:
    with pytest.raises(PolicyError, match=r"migration needs people by origin and destination.*parameters={'migration'"):
        shocks(move("migration", 0.1), on=G)
    with pytest.raises(PolicyError, match=r"has the shape \(2, 2\), and there are 3 regions"):
        shocks(move("migration", 0.1), on=peopled(np.eye(2)))
    for bad in (-PEOPLE, PEOPLE * np.nan, np.zeros((3, 3))):
        with pytest.raises(PolicyError, match="none negative or missing"):
            shocks(move("migration", 0.1), on=peopled(bad))
    with pytest.raises(PolicyError, match="between regions of one country"):
        shocks(move("migration", 0.1, region="AAA", partner="CCC"), on=peopled())
