"""The six characteristics before and after."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.measures.headline import CHARACTERISTICS, IndicatorChange, changes


@pytest.fixture(scope="module")
def tried():
    return ni.simulate(ni.load("world", year=2011), ni.package("green-turn"))


def test_there_are_six_each_with_an_indicator_that_exists():
    assert list(CHARACTERISTICS) == ["people", "quality", "innovation", "green", "digital", "open"]
    known = ni.indicators()
    assert {known[i].dims[0] for i in CHARACTERISTICS.values()}


def test_nothing_changes_from_an_economy_to_itself(tried):
    for c in changes(tried.baseline, tried.baseline):
        assert_array_equal(c.before, c.after)
        assert_array_equal(c.relative, np.where(np.isnan(c.before), np.nan, 0.0))


def test_figures_are_those_of_measure(tried):
    found = {c.id: c for c in changes(tried.baseline, tried.accounts)}
    for column, w in (("before", tried.baseline), ("after", tried.accounts)):
        table = ni.wide(ni.measure(w, list(found)))
        for id, c in found.items():
            by_code = table[id].droplevel([n for n in table.index.names if n != "region"])
            expected = by_code.loc[list(w.regions.codes)]
            assert_allclose(getattr(c, column), expected)
            assert (c.unit, c.better) == (ni.indicators()[id].unit, ni.indicators()[id].better)


def test_every_characteristic_of_a_simulated_economy_is_known(tried):
    """The split of value added is filled in by the model, where the year has none."""
    for c in changes(tried.baseline, tried.accounts):
        assert np.isfinite(c.before[:-1]).all(), c.topic
        assert np.isfinite(c.after[:-1]).all(), c.topic
    green = next(c for c in changes(tried.baseline, tried.accounts) if c.topic == "green")
    assert green.relative[0] < -0.05


def test_what_is_not_known_is_missing(tried):
    bare = tried.baseline._replace(satellites={}, facts={})
    green = next(c for c in changes(bare, bare) if c.topic == "green")
    assert np.isnan(green.before).all()
    assert np.isnan(green.relative).all()


def test_a_change_from_nothing_is_no_fraction():
    c = IndicatorChange("open", "x", "1", "higher", np.array([0.0, 2.0, np.nan]), np.array([1.0, 3.0, 1.0]))
    assert_array_equal(c.relative, [np.nan, 0.5, np.nan])


def test_money_of_a_scenario_says_that_prices_differ():
    w = ni.load("world", year=2009)
    s = ni.simulate(w, ni.Shock("tariff", 0.5, region="USA"))
    ids = ["people.labour_income_per_worker", "quality.labour_productivity", "s4.vax_ratio"]
    table = ni.measure(s.accounts, ids, regions="USA").set_index("indicator")
    said = {i: "prices of the scenario" in " ".join(table.loc[[i], "note"]) for i in ids}
    assert said == {ids[0]: True, ids[1]: False, ids[2]: False}
    assert not ni.measure(w, ids[0], regions="USA")["note"].str.contains("scenario").any()
