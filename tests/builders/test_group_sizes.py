"""Sizes of whole groups: sums over the Penn World Table, members that it lacks are named."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.group_sizes import YEARS, build_group_sizes
from newind.accounts.groups import group, group_size, groups


def test_every_group_of_economies_has_a_size_in_every_year():
    for g in groups("regions"):
        for year in YEARS:
            size = group_size(g.id, year)
            assert size is not None
            assert size.population > 0
            assert size.gdp_ppp_current > 0
            assert set(size.missing) <= set(g.members)


def test_what_is_not_known_is_none():
    assert group_size("g7", 2030) is None
    assert group_size("manufacturing", 2011) is None
    assert group_size("mine", 2011) is None
    assert group_size("RCEP", 2011) == group_size("rcep", 2011)


def test_a_group_that_the_world_shows_whole_is_the_sum_of_its_members():
    w = ni.load("world", year=2011)
    at = [w.regions.index(code) for code in group("g7").members]
    size = group_size("g7", 2011)
    assert size is not None
    assert_allclose(size.population, w.facts["population"].values[at].sum(), rtol=1e-5)
    assert_allclose(size.gdp_ppp_current, w.facts["gdp_ppp_current"].values[at].sum(), rtol=1e-5)


def test_the_shipped_file_is_what_the_sources_give(shared):
    text = build_group_sizes(shared)
    rows = {tuple(line.split(",")[:2]): line.split(",")[2:] for line in text.splitlines()[1:]}
    assert len(rows) == len(groups("regions")) * len(YEARS)
    for (name, year), (people, product, missing) in rows.items():
        size = group_size(name, int(year))
        assert size is not None
        assert (size.population, size.gdp_ppp_current) == (float(people), float(product))
        assert size.missing == tuple(missing.split())


@pytest.mark.parametrize(("name", "year"), [("rcep", 2009), ("developed", 2011)])
def test_sizes_are_sums_over_the_table(shared, name, year):
    import pandas as pd

    frame = pd.read_parquet(shared / "world" / "panels" / "pwt_10_01.parquet")
    rows = frame[(frame["year"] == year) & frame["countrycode"].astype(str).isin(group(name).members)]
    size = group_size(name, year)
    assert size is not None
    assert_allclose(size.population, rows["pop"].sum(), rtol=1e-5)
    assert_allclose(size.gdp_ppp_current, rows["cgdpo"].sum(), rtol=1e-5)
    assert set(size.missing) == set(group(name).members) - set(rows["countrycode"].astype(str))
