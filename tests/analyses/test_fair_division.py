"""Value captured per hour by partner group, cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from explicit import GROUPS, added, inverse
from newind.accounts.panel import Panel
from newind.analyses.circulation.sides import value_by_group
from newind.errors import DataError, UnknownNameError
from newind.testing import assert_shares, economies


def captured(w, r, products):
    """Return value and hours of each region in what each region's demand for some products pays; (R, R) each."""
    B, (_, v) = inverse(w), added(w)
    hours = w.satellites["hours"].values
    value, worked = np.zeros((w.R, w.R)), np.zeros((w.R, w.R))
    for user in range(w.R):
        for k in range(w.n):
            if products is not None and w.industries[k % w.S] not in products:
                continue
            y = w.Y4[k // w.S, k % w.S, user].sum()
            for i in range(w.n):
                value[i // w.S, user] += v[i] * B[i, k] * y
                if w.x[i] > 0 and np.isfinite(hours[i]):
                    worked[i // w.S, user] += hours[i] / w.x[i] * B[i, k] * y
    return value, worked * 1e6


@given(economies(min_regions=3, max_regions=4, max_industries=4, rest=True))
def test_value_and_hours_by_group(w):
    partner = w.regions.codes[1]
    found = value_by_group(w, "CHN", {"mine": [partner]})
    value, hours = captured(w, 0, GROUPS["manufacturing"])
    sides = [[0], [1], *([[2]] if w.R == 4 else []), [w.R - 1]]
    scale = np.abs(value).max()
    for a, earning in enumerate(sides):
        for b, paying in enumerate(sides):
            assert_allclose(found.value[a, b], value[np.ix_(earning, paying)].sum(), rtol=1e-7, atol=1e-9 * scale)
            worked = hours[np.ix_(earning, paying)].sum()
            assert_allclose(found.hours[a, b], worked, rtol=1e-7, atol=1e-9 * hours.max())
    rate = found.per_hour
    assert np.isnan(rate[-1]).all()
    assert found.hours_known[-1, 0] == 0.0 or found.value[-1, 0] == 0.0
    if hours[1, 0] > 1e-6 * hours.max():
        assert_allclose(rate[1, 0], value[1, 0] * 1e6 / hours[1, 0], rtol=1e-6)


@given(economies(min_regions=2))
def test_all_that_demand_pays_is_captured_by_somebody(w):
    found = value_by_group(w, "CHN", products="*")
    assert_allclose(found.value[:, 0].sum(), w.Y3[:, :, 0].sum(), rtol=1e-9)
    assert_allclose(found.value[0].sum(), w.gdp[0], rtol=1e-9)
    table = found.table()
    assert_allclose(table.groupby("direction")["share"].sum(), 1.0, rtol=1e-9)
    assert_allclose(table.groupby("direction")["value"].sum()["earns"], w.gdp[0], rtol=1e-9)


def test_the_last_year_with_hours_is_taken_and_stated():
    found = value_by_group(ni.load("world"), "CHN", ["rcep"])
    assert found.year == 2009
    table = found.table()
    assert set(table["year"]) == {2009}
    assert_shares(table["seen_population"].to_numpy())
    home = table[(table["group"] == "home") & (table["direction"] == "pays")].iloc[0]
    assert home["hours_known"] == 1.0
    assert home["value_per_hour"] > 0


def test_what_the_region_works_for_all_manufactures_is_what_the_indicator_tells_of_all_products():
    w = ni.load("world", year=2009)
    from newind.measures.partners import value_per_hour_by_partner

    told = value_per_hour_by_partner(w)[1].values
    found = value_by_group(w, "CHN", ["USA"], products="*")
    k = [side.code for side in found.sides].index("USA")
    c, u = w.regions.index("CHN"), w.regions.index("USA")
    assert_allclose(found.per_hour[0, k], told[c, u], rtol=1e-9)
    assert_allclose(found.per_hour[k, 0], told[u, c], rtol=1e-9)
    row = found.exchange().set_index("group").loc["USA"]
    assert_allclose(row["region_earns"], told[c, u], rtol=1e-9)
    assert_allclose(row["quotient"], told[u, c] / told[c, u], rtol=1e-9)


def test_one_year_without_hours_has_no_value_per_hour_and_says_so():
    table = value_by_group(ni.load("world", year=2011), "CHN").table().set_index(["direction", "group"])
    home = table.loc[("pays", "home")]
    assert np.isnan(home["value_per_hour"])
    assert np.isnan(home["hours"])
    assert home["note_en"] == "No hours in 2011"
    assert home["note_zh"] == "2011年无工时数据"
    part = table.loc[("pays", "developed")]
    assert 0 < part["hours_known"] < 1
    assert "ours known for" in part["note_en"]
    assert table.loc["earns"]["value_per_hour"].isna().all()


def test_hours_are_never_spread_over_economies_without_them():
    w = ni.load("world", year=2009)
    whole = value_by_group(w, "CHN", {"mine": ["USA", "ROW"]})
    alone = value_by_group(w, "CHN", ["USA"])
    assert_allclose(whole.per_hour[1, 0], alone.per_hour[1, 0], rtol=1e-12)
    assert whole.value[1, 0] > alone.value[1, 0]
    assert whole.hours_known[1, 0] < 1


@given(economies(min_regions=3, rest=True))
def test_the_order_of_economies_changes_nothing(w):
    turned = w.aggregate(regions={code: [code] for code in reversed(w.regions.codes)})
    first, second = (value_by_group(a, "CHN", ["USA"]).table().set_index(["direction", "group"]) for a in (w, turned))
    columns = ["value", "share", "value_per_hour"]
    scale = 1e-9 * first["value"].abs().max()
    assert_allclose(first[columns], second[columns].loc[first.index], rtol=1e-6, atol=scale)


def test_without_dollars_or_hours_there_is_no_value_per_hour():
    w = ni.load("world", year=2009)
    yuan = w._replace(unit="M.CNY", satellites={"hours": w.satellites["hours"]})
    table = value_by_group(yuan, "CHN").table()
    assert table["value_per_hour"].isna().all()
    assert table["note_en"].str.contains("alue per hour needs accounts in USD").all()
    assert value_by_group(w._replace(satellites={}), "CHN").table()["value_per_hour"].isna().all()


def test_of_years_that_know_no_hours_of_the_region_the_last_is_taken():
    p = ni.load("world").select(years=[2010, 2011])
    assert value_by_group(Panel(list(p)), "CHN").year == 2011
    assert value_by_group(p, "DEU").year == 2011


def test_what_cannot_be_divided_is_refused():
    w = ni.load("world", year=2009)
    with pytest.raises(DataError, match=r"groups rcep and g7 share 'JPN'"):
        value_by_group(w, "CHN", ["rcep", "g7"])
    with pytest.raises(UnknownNameError, match=r"Did you mean 'CHN'"):
        value_by_group(w, "CHM")
    with pytest.raises(DataError, match=r"no products to divide the value of: group fuels"):
        value_by_group(w.select(industries=["c1", "c3"]), "CHN", products="fuels")
    with pytest.raises(DataError, match=r"with the boundary ROW"):
        value_by_group(ni.load("china"), "CHN")


@pytest.mark.parametrize(("year", "share"), [(1995, 4.09), (2008, 12.40), (2011, 16.20)])
def test_share_of_china_in_the_income_of_manufacturing_chains(shared, year, share):
    """Value added in final demand for c3-c16 of all economies, per cent of the world, full detail."""
    w = ni.read(shared / "world" / "wiod2013" / f"wiot_{year}.npz", format="wiod2013")
    found = value_by_group(w, "CHN")
    assert_allclose(100 * found.value[0].sum() / found.value.sum(), share, atol=0.005)
