"""One table whose columns never change, with a reason for every figure that is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

import newind as ni
from newind.errors import DataError, UnknownNameError
from newind.measures.measure import COLUMNS, measure, wide
from newind.testing import economies, panels

SOME = ["s3.carbon_consumption", "s4.vax_ratio", "s4.supplier_hhi"]


@settings(max_examples=15)
@given(economies(min_regions=2, min_industries=5))
def test_columns_and_types_are_always_the_same(w):
    for ids in (None, SOME, "s4.vax_ratio", []):
        table = measure(w, ids)
        assert tuple(table.columns) == COLUMNS
        if len(table):
            assert table["value"].dtype == np.float64
            assert table["year"].dtype == np.int64
            assert set(table["scenario"]) == {"observed"}
            assert set(table["status"]) <= {"observed", "estimated", "proxy"}


@settings(max_examples=15)
@given(economies(min_regions=2, min_industries=5))
def test_every_indicator_has_a_total_of_every_region_and_each_row_stands_once(w):
    table = measure(w)
    totals = table[table["industry"].isna() & table["partner"].isna()]
    assert (totals.groupby("indicator")["region"].nunique() == w.R).all()
    assert set(totals["indicator"]) == set(ni.indicators().ids)
    assert not table.duplicated(["region", "industry", "partner", "year", "indicator"]).any()


@settings(max_examples=15)
@given(economies(min_regions=2, min_industries=5))
def test_a_missing_figure_says_why(w):
    table = measure(w)
    missing = table[table["value"].isna()]
    assert (missing["note"].str.len() > 3).all()


@given(economies(min_regions=2, satellites=False))
def test_what_the_accounts_lack_is_a_row_with_a_reason(w):
    table = measure(w, ["s3.carbon_production", "s3.carbon_per_gdp"])
    assert len(table) == 2 * w.R
    assert table["value"].isna().all()
    assert set(table["note"]) == {f"no CO2 emissions in the accounts of {w.year}"}


def test_an_economy_without_the_figure_has_its_own_reason():
    table = measure(ni.load("world", year=2007), "s1.rd_intensity", regions=["TWN", "CHN"])
    by_region = table.set_index("region")
    assert np.isnan(by_region.loc["TWN", "value"])
    assert by_region.loc["TWN", "note"]
    assert 0.01 < by_region.loc["CHN", "value"] < 0.02


def test_a_year_without_the_figure_says_so():
    table = measure(ni.load("world", year=1995), "s3.carbon_production", regions="CHN")
    assert table["note"].tolist() == ["no CO2 emissions in the accounts of 1995"]


@given(panels(min_regions=2, min_industries=5))
def test_a_panel_stacks_its_years_and_gives_changes_the_year_before(p):
    table = measure(p, ["s4.vax_ratio", "quality.tfp_growth"])
    assert list(dict.fromkeys(table["year"])) == list(p.years)
    first = table[(table["year"] == p.years[0]) & (table["indicator"] == "quality.tfp_growth")]
    assert set(first["note"]) == {f"needs the year before {p.years[0]}: measure a panel"}
    for year in p.years:
        alone = measure(p[year], "s4.vax_ratio")
        stacked = table[(table["year"] == year) & (table["indicator"] == "s4.vax_ratio")]
        np.testing.assert_array_equal(alone["value"].to_numpy(), stacked["value"].to_numpy())


@settings(max_examples=15)
@given(economies(min_regions=3, min_industries=3))
def test_a_selection_of_regions_is_the_same_rows(w):
    code = w.regions[1]
    everything, kept = measure(w, SOME), measure(w, SOME, regions=code)
    expected = everything[everything["region"] == code].reset_index(drop=True)
    assert kept.equals(expected)
    assert set(measure(w, SOME, regions=list(w.regions.codes[:2]))["region"]) == set(w.regions.codes[:2])


def test_a_group_selects_its_members():
    table = measure(ni.load("world", year=2007), "s4.vax_ratio", regions="g7")
    assert set(table["region"]) == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}


def test_detail_carries_region_industry_and_partner():
    w = ni.load("world", year=2007)
    table = measure(w, ["s4.supplier_hhi", "s4.largest_market_share"], regions="CHN")
    inputs = table[table["industry"].notna()]
    assert inputs["industry"].tolist() == list(w.industries)
    to = table[table["partner"].notna()]
    assert to["partner"].tolist() == list(w.regions.codes)
    assert to["industry"].isna().all()


def test_wide_has_regions_by_indicators_and_years_where_there_are_several():
    w = ni.load("world", year=2007)
    frame = wide(measure(w, SOME))
    assert list(frame.columns) == SOME
    assert set(frame.index) == set(w.regions.codes)
    table = measure(w, "s4.vax_ratio")
    total = table[table["industry"].isna()].set_index("region")["value"]
    assert frame.loc["CHN", "s4.vax_ratio"] == total["CHN"]
    panel = ni.load("world").select(years=[2006, 2007])
    assert wide(measure(panel, SOME)).index.names == ["region", "year"]


def test_unknown_names_suggest_the_nearest():
    w = ni.load("world", year=2007)
    with pytest.raises(UnknownNameError, match=r"Did you mean 's4.vax_ratio'\?"):
        measure(w, "s4.vaxratio")
    with pytest.raises(UnknownNameError, match=r"Did you mean 'CHN'\?"):
        measure(w, "s4.vax_ratio", regions="CHM")


def test_only_accounts_and_panels_are_measured():
    with pytest.raises(DataError, match="not list"):
        measure([1, 2])


def with_boundary():
    return ni.Accounts(
        Z=[[2.0, 0.0], [3.0, 0.0]], Y=[[4.0, 4.0], [1.0, 0.0]], regions=["CHN", "ROW"], industries=["c14"],
        demand=["c37"], year=2008, boundary=["ROW"],
    )  # fmt: skip


def test_an_indicator_that_needs_a_closed_world_says_so_on_a_boundary_table():
    w = with_boundary()
    table = measure(w, "s4.vax_ratio")
    assert table["value"].isna().all()
    assert set(table["note"]) == {"needs every region in full; ROW is only a boundary here"}


def test_a_region_that_only_closes_the_table_says_so():
    table = measure(with_boundary(), ["s4.dva_share", "quality.value_added_rate"])
    outside = table["region"] == "ROW"
    assert table.loc[outside, "value"].isna().all()
    assert set(table.loc[outside, "note"]) == {"only a boundary of this table"}
    assert table.loc[~outside, "value"].notna().all()


@given(economies(min_regions=2, industries=("c14", "c27", "c1", "c3", "c30"), min_industries=5))
def test_an_estimated_table_gives_estimated_figures(w):
    estimated = w._replace(status="estimated")
    assert set(measure(estimated, "s4.vax_ratio")["status"]) == {"estimated"}
