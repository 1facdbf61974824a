"""The last year of each indicator is the last one in which measuring gives a total."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.errors import UnknownNameError
from newind.measures.series import find_shipped_last_years, last_years, own_last_years


def with_total(panel: ni.Panel, years: list[int], ids: list[str]) -> set[str]:
    table = ni.measure(panel.select(years), ids)
    totals = table[table["industry"].isna() & table["partner"].isna() & (table["year"] == years[-1])]
    return {id for id, of in totals.groupby("indicator") if np.isfinite(of["value"].to_numpy()).any()}


@pytest.mark.parametrize("name", ["world", "china", "china-2017"])
def test_the_last_year_has_a_total_and_the_next_one_none(name):
    panel = ni.load(name)
    found = last_years(panel)
    assert set(found) == set(ni.indicators().ids)
    for last in {year for year in found.values() if year}:
        ids = [id for id, year in found.items() if year == last]
        near = [y for y in panel.years if y in (last - 1, last)]
        assert with_total(panel, near, ids) == set(ids)
        if later := [y for y in panel.years if y > last][:1]:
            assert with_total(panel, [y for y in panel.years if y in (last, later[0])], ids) == set()


def test_flows_reach_the_last_year_of_the_world_and_labour_that_of_its_source():
    found = find_shipped_last_years(["s4.dva_share", "people.labour_share", "people.high_skill_share"])
    world, china = ni.load("world"), ni.load("china")
    assert found["s4.dva_share"]["world"] == world.years[-1]
    assert found["people.labour_share"]["china"] == china.years[-1]
    paid = [y for y in world.years if "labour_compensation" in world[y].satellites]
    assert found["people.labour_share"]["world"] == paid[-1] < world.years[-1]
    assert found["people.high_skill_share"]["china"] is None


def test_an_indicator_that_there_is_not_is_named():
    with pytest.raises(UnknownNameError, match=r"Did you mean 's4\.dva_share'"):
        last_years(ni.load("china-2017"), ["s4.dva_shar"])


def test_own_tables_are_newer_than_the_world_and_no_part_of_its_last_year():
    own = own_last_years("people.labour_share")
    assert own
    assert min(own.values()) > last_years(ni.load("world"), ["people.labour_share"])["people.labour_share"]
    assert not [id for id in ni.indicators().ids if id != "people.labour_share" and own_last_years(id)]
