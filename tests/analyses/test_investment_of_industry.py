"""Investment of industry over the years, computed again from the accounts, and refused where it is not known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.groups import resolve
from newind.analyses.manufacturing.investment import MEASURES, SECTORS, industrial_investment
from newind.errors import DataError, UnknownNameError
from newind.measures.measure import measure


@pytest.fixture(scope="module")
def world():
    return ni.load("world").select(years=[1995, 2005, 2007, 2009, 2011])


def test_recomputed_from_the_accounts(world):
    found = industrial_investment(world, "CHN")
    assert found.years == (1995, 2005, 2007, 2009)
    for t, year in enumerate(found.years):
        w = world[year]
        r = w.regions.index("CHN")
        at = [r * w.S + i for i in resolve("industry", w.industries)]
        every = slice(r * w.S, (r + 1) * w.S)
        put, made, stock = (
            s.values for s in (w.satellites[n] for n in ("investment", "value_added_volume", "capital_stock"))
        )
        assert_allclose(found.rate[t, 0], put[at].sum() / w.value_added[at].sum())
        assert_allclose(found.share[t, 0], put[at].sum() / put[every].sum())
        assert_allclose(found.weight[t, 0], w.value_added[at].sum() / w.gdp[r])
        assert_allclose(found.capital_ratio[t, 0], stock[at].sum() / made[at].sum())
        if t:
            before = world[found.years[t - 1]].satellites["capital_stock"].values[at].sum()
            grown = np.log(stock[at].sum() / before) / (year - found.years[t - 1])
            assert_allclose(found.capital_growth[t, 0], grown)
    assert np.isnan(found.capital_growth[0]).all()
    assert_allclose(found.share[:, 2], 1)


def test_it_is_the_indicator_over_the_years(world):
    w = world[2007]
    value = measure(w, ["s2.industrial_investment"]).query("region == 'DEU' and industry.isna()")["value"].iloc[0]
    assert_allclose(industrial_investment(w, "DEU").rate[0, 0], value)


def test_years_end_where_investment_does(world):
    assert industrial_investment(world, "DEU").years[-1] == 2007
    assert industrial_investment(world, "USA").years[-1] == 2009


def test_table_and_charts(world):
    found = industrial_investment(world, "IND")
    table = found.table()
    assert len(table) == len(MEASURES) * len(SECTORS) * len(found.years)
    assert set(table[table["measure"].str.startswith("capital")]["status"]) == {"proxy"}
    assert set(table[table["measure"] == "rate"]["status"]) == {"observed"}
    for name in MEASURES:
        assert_allclose(found.chart(name).series["manufacturing"], getattr(found, name)[:, 1])
    with pytest.raises(DataError, match="no measure 'speed'"):
        found.chart("speed")


@pytest.mark.parametrize("name", ["china", "china-2017", "world-annual"])
def test_accounts_without_investment_are_refused(name):
    w = ni.load(name)
    with pytest.raises(DataError, match="has it to 2007 for members of the European Union and to 2009 for others"):
        industrial_investment(w, w.regions.codes[0])


def test_what_else_is_refused(world):
    with pytest.raises(DataError, match="ROW in 1995-2011"):
        industrial_investment(world, "ROW")
    with pytest.raises(DataError, match="not str"):
        industrial_investment("world", "CHN")
    with pytest.raises(UnknownNameError, match="CHN"):
        industrial_investment(world, "CHM")
    services = world[2007].select(industries=["c27", "c28", "c30"])
    with pytest.raises(DataError, match="no investment of industry for CHN"):
        industrial_investment(services, "CHN")
