"""Growth of productivity by industry and group: exact, by the accounts' own volumes, refused where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.groups import resolve
from newind.accounts.panel import Panel
from newind.analyses.manufacturing.shiftshare import GROUPS, group_industries, productivity_growth
from newind.errors import DataError, UnknownNameError
from newind.testing import panels


@pytest.fixture(scope="module")
def world():
    return ni.load("world").select(years=[1995, 2009, 2011])


def cells(w, region, name):
    """Return a satellite of one region by industry, as it stands."""
    r = w.regions.index(region)
    return [w.satellites[name].values[r * w.S + i] for i in range(w.S)]


@pytest.mark.parametrize(("per", "labour", "size"), [("hour", "hours", 1.0), ("worker", "employment", 1e3)])
def test_recomputed_from_the_accounts(world, per, labour, size):
    found = productivity_growth(world, "CHN", per=per)
    assert found.years == (1995, 2009)
    (v0, v1), (l0, l1) = ([cells(world[y], "CHN", n) for y in found.years] for n in ("value_added_volume", labour))
    unit = 1e6 / (1e6 if per == "hour" else size)
    before, after = unit * sum(v0) / sum(l0), unit * sum(v1) / sum(l1)
    assert_allclose(found.levels, [before, after])
    assert_allclose(found.parts.total, after - before, rtol=1e-12)
    within = sum(l0[i] / sum(l0) * (v1[i] / l1[i] - v0[i] / l0[i]) * unit for i in range(world[1995].S) if l0[i] > 0)
    assert_allclose(found.parts.within.sum(), within)
    assert_allclose(found.growth, sum(v1) / sum(v0) - 1)


@given(panels(years=(2007, 2008), min_regions=1, min_industries=3, max_industries=8))
def test_all_levels_add_up_to_the_change(p):
    region = p.regions.codes[0]
    found = productivity_growth(p, region)
    change = found.levels[1] - found.levels[0]
    scale = 1e-9 * max(found.levels)
    for parts in (found.parts, found.groups(), found.between_groups()):
        assert_allclose(parts.total, change, rtol=1e-9, atol=scale)
    table = found.table()
    for level in ("economy", "group", "industry"):
        assert_allclose(table[table["level"] == level]["value"].sum(), change, rtol=1e-9, atol=scale)
    chart = found.chart()
    assert_allclose(chart.start + sum(row.value for row in chart.steps), chart.end, rtol=1e-9)


def test_groups_share_out_all_industries(world):
    w = world[1995]
    names = group_industries(w)
    assert set(names) == set(GROUPS)
    assert [w.industries[i] for i, name in enumerate(names) if name == "mining"] == ["c2"]
    assert [i for i, name in enumerate(names) if name == "manufacturing"] == list(
        resolve("manufacturing", w.industries)
    )
    assert [w.industries[i] for i, name in enumerate(names) if name == "business-services"] == ["c27", "c28", "c30"]


def test_growth_is_beside_the_published_one(world):
    found = productivity_growth(world, "USA")
    r = world.regions.index("USA")
    gdp = [world[y].facts["gdp_volume"].values[r] for y in found.years]
    assert_allclose(found.published, gdp[1] / gdp[0] - 1)
    assert found.published != pytest.approx(found.growth, rel=0.01)
    assert found.status == "observed"
    assert set(found.table()["note_en"].str[:13]) == {"The aggregate"}


@pytest.mark.parametrize(
    ("region", "years", "said"),
    [
        ("CHN", (1995, 2011), r"2011 has no volumes of value added and hours\. The last year with both is 2009"),
        ("CHN", (2009, 1995), "give two years"),
        ("CHN", (1995, 2050), "2050 has no volumes"),
        ("ROW", None, "no year has volumes of value added and hours of all its industries"),
    ],
)
def test_years_without_volumes_are_refused(world, region, years, said):
    with pytest.raises(DataError, match=said):
        productivity_growth(world, region, years)


def test_other_accounts_and_names_are_refused(world):
    for name in ("china", "china-2017", "world-annual"):
        w = ni.load(name)
        with pytest.raises(DataError, match=r"needs a Panel|no year has volumes"):
            productivity_growth(w, w.regions.codes[0])
    with pytest.raises(DataError, match="needs a Panel of two years"):
        productivity_growth(world[1995], "CHN")
    with pytest.raises(UnknownNameError, match="'hour'"):
        productivity_growth(world, "CHN", per="day")
    with pytest.raises(UnknownNameError, match="CHN"):
        productivity_growth(world, "CHM")


def test_value_without_labour_is_refused(world):
    from dataclasses import replace

    w = world[2009]
    hours = w.satellites["hours"]
    values = np.array(hours.values)
    values[w.regions.index("CHN") * w.S + 3] = 0.0
    broken = w._replace(satellites={**w.satellites, "hours": replace(hours, values=values)})
    with pytest.raises(DataError, match="value added without labour in c4 in 2009"):
        productivity_growth(Panel([world[1995], broken]), "CHN")
