"""The strategies draw what they promise, and the assertions fail when they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import find, given, settings, strategies as st
from numpy.testing import assert_array_equal

from newind import testing
from newind.testing import economies, panels


@given(economies())
def test_economies_are_balanced(w):
    testing.assert_balanced(w)
    assert (w.x >= 0).all()
    assert (w.value_added >= 0).all()
    assert (w.gdp > 0).all()


@given(economies(min_regions=2, rest=True))
def test_only_carbon_is_known_of_the_rest_of_the_world(w):
    assert w.regions[-1] == "ROW"
    assert not w.regions.named[-1]
    last = slice((w.R - 1) * w.S, None)
    for name, satellite in w.satellites.items():
        assert np.isnan(satellite.values[last]).all() == (name != "co2")
        assert np.isfinite(satellite.values[: last.start]).all()
    for fact in w.facts.values():
        assert np.isnan(fact.values[-1])
        assert np.isfinite(fact.values[:-1]).all()


@given(economies(satellites=False))
def test_satellites_can_be_left_out(w):
    assert not w.satellites
    assert not w.facts


@pytest.mark.parametrize(
    "oddity",
    [
        lambda w: (w.x == 0).any(),
        lambda w: (w.Y < 0).any(),
        lambda w: ((w.Z == 0) & (w.x[:, None] > 0) & (w.x > 0)).any(),
        lambda w: w.gdp.min() < 1e-4 * w.gdp.max(),
        lambda w: w.R == 1,
        lambda w: w.R > 1 and w.Z4[0].sum() == w.Z4[0, :, 0].sum() and w.Y3[0, :, 1:].sum() == 0,
        lambda w: w.R > 1 and w.regions.named.all(),
    ],
    ids=["no output", "negative inventories", "no flow", "tiny region", "one region", "no trade", "all named"],
)
def test_every_oddity_occurs(oddity):
    find(economies(), oddity, settings=settings(derandomize=True, database=None, max_examples=2000))


@given(panels(years=(2000, 2001, 2002), min_regions=2, max_regions=3))
def test_panels_keep_structure_and_change_figures(p):
    assert p.years == (2000, 2001, 2002)
    assert_array_equal(p[2000].x == 0, p[2002].x == 0)
    assert p[2000].hash != p[2001].hash


@given(st.data())
def test_the_same_seed_gives_the_same_accounts(data):
    structure = data.draw(testing.structures())
    assert testing.build(structure, 7).equals(testing.build(structure, 7))
    assert not testing.build(structure, 7).equals(testing.build(structure, 8))


def test_balance_is_refused_where_flows_do_not_add_up():
    w = find(economies(min_regions=2, satellites=False), lambda w: w.x.all(), settings=settings(database=None))
    object.__setattr__(w, "x", w.x * 1.001)
    with pytest.raises(AssertionError, match="sales are not output"):
        testing.assert_balanced(w)


def test_shares_outside_their_bounds_are_named():
    testing.assert_shares(np.array([0.0, 1.0, np.nan]))
    with pytest.raises(AssertionError, match=r"1 of 2 shares .*1\.5"):
        testing.assert_shares(np.array([0.5, 1.5]))


def test_partitions_sum_to_one_or_fail():
    testing.assert_partition(np.array([0.25, np.nan]), np.array([0.75, np.nan]))
    with pytest.raises(AssertionError, match="sum to one"):
        testing.assert_partition(np.array([0.25]), np.array([0.5]))
    with pytest.raises(AssertionError, match="unknown"):
        testing.assert_partition(np.array([1.0]), np.array([np.nan]))


def test_equal_accounts_differ_by_label_or_figure():
    structure = testing.Structure(testing.REGIONS[:2], testing.INDUSTRIES[:2])
    a, b = testing.build(structure, 1), testing.build(structure, 2)
    testing.assert_equal_accounts(a, a)
    with pytest.raises(AssertionError, match="Z differs"):
        testing.assert_equal_accounts(a, b)
    with pytest.raises(AssertionError, match="labels differ"):
        testing.assert_equal_accounts(a, testing.build(structure, 1, year=1999))
