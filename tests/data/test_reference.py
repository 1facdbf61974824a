"""The shipped world: hashes, coverage, known figures, and that it is what its sources say."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from builders.catalogue import build
from builders.satellites import fill_absent_industries, volume
from builders.world import aggregate_accounts, read_detailed_years
from newind.accounts.classification import concordance, load
from newind.data.reference import CONTINUED, credits_due, folder, identify, package, satellites, statuses, verify
from newind.data.reference.building import DataSetBuild, write
from newind.data.reference.facts import urbanisation
from newind.errors import DataError, UnknownNameError

YEARS = range(1995, 2012)
"""Years that are observed; later ones are of another set."""
LATER = range(2012, 2023)
EU = ["DEU", "ESP", "FRA", "GBR", "ITA", "REU"]
SPANS = {
    "co2": (2000, 2011),
    "employment": (1995, 2011),
    "hours": (1995, 2011),
    "labour_compensation": (1995, 2011),
    "labour_compensation_high": (1995, 2009),
    "labour_compensation_medium": (1995, 2009),
    "labour_compensation_low": (1995, 2009),
    "hours_high": (1995, 2009),
    "hours_medium": (1995, 2009),
    "hours_low": (1995, 2009),
    "capital_stock": (1995, 2009),
    "investment": (1995, 2009),
    "output_volume": (1995, 2009),
    "value_added_volume": (1995, 2009),
}


def by_region(w: ni.Accounts, name: str) -> dict[str, float]:
    sums = w.satellites[name].values.reshape(w.R, w.S).sum(axis=1)
    return dict(zip(w.regions, sums.tolist(), strict=True))


# ---- what is shipped


def test_catalog() -> None:
    world = ni.catalog()[0]
    assert (world.name, world.years, world.licence) == ("world", (*YEARS, *LATER), "CC-BY-4.0, LICENSE-DATA")
    assert (world.status, world.estimated_from) == ("observed", LATER[0])


def test_the_catalogue_says_which_years_are_observed_and_which_estimated() -> None:
    """Of every set that another continues, beside the status of the accounts of each year."""
    joined = [d for d in ni.catalog() if d.estimated_from is not None]
    assert {d.name for d in joined} == set(CONTINUED)
    for d in joined:
        for year in d.years:
            assert (ni.load(d.name, year).status == "estimated") == (year >= d.estimated_from), (d.name, year)
    world = str(ni.catalog()[0])
    for said in ("observed 1995 to 2011", "estimated 2012 to 2022", "world-annual"):
        assert said in world


@pytest.mark.parametrize("name", [d.name for d in ni.catalog()])
def test_the_package_states_status_and_satellites_of_every_year(name: str) -> None:
    """Also of sets some of whose years are estimated, so that nobody reads the accounts to know it."""
    panel = ni.load(name)
    assert satellites(name) == {y: tuple(panel[y].satellites) for y in statuses(name)}
    assert statuses(name) == {y: panel[y].status for y in statuses(name)}
    assert set(panel.years) <= set(statuses(name))


def test_the_builder_states_the_status_of_years_that_have_another_than_the_set(tmp_path: Path) -> None:
    years = [ni.load("china", 2002), ni.load("china", 2020)]
    write("x", DataSetBuild("A set", "observed", [], [], [], [(w, {}) for w in years]), tmp_path)
    entries = json.loads((tmp_path / "x" / "datapackage.json").read_text("utf-8"))["resources"]
    assert [e.get("status", "observed") for e in entries] == [w.status for w in years] == ["estimated", "observed"]
    assert "status" not in entries[1]


def test_credit_that_is_asked_for_names_whom_and_where() -> None:
    (line,) = credits_due()
    assert line.startswith("OECD (2025, 2023, 2021), http://oe.cd/icio: An adaptation")
    assert "not the official views of the OECD" in line


@pytest.mark.parametrize("name", [d.name for d in ni.catalog()])
def test_every_set_is_small_and_its_folder_holds_what_the_package_states(name: str) -> None:
    (entry,) = (d for d in ni.catalog() if d.name == name)
    files = sum(p.stat().st_size for p in folder(name).iterdir() if p.name != "datapackage.json")
    assert files == entry.size < 6e6
    assert all(r["bytes"] < 1e6 for r in package(name)["resources"])
    assert json.loads((folder(name) / "datapackage.json").read_text("utf-8")) == package(name)
    assert all(
        {"title", "author", "licence"} <= set(s) and ({"doi", "path"} & set(s)) for s in package(name)["sources"]
    )
    assert "/" not in "".join(r["path"] for r in package(name)["resources"])
    own = {int(Path(r["path"]).stem) for r in package(name)["resources"]}
    assert [identify(ni.load(name, y)) for y in entry.years] == [
        name if y in own else CONTINUED[name] for y in entry.years
    ]


def test_panel_has_every_year_with_the_same_labels() -> None:
    p = ni.load("world")
    assert p.years == (*YEARS, *LATER)
    assert [d.years[-1] for d in p.databases] == [YEARS[-1], LATER[-1]]
    assert list(p.regions) == list(load("wiod20"))
    assert list(p.industries) == list(load("wiod26"))
    assert p[2008].equals(ni.load("world", year=2008))


def test_figures_are_those_that_the_package_states() -> None:
    """Recomputed here from the loaded arrays, not by the code that wrote them."""
    assert verify() == []
    for d in ni.catalog():
        for entry in package(d.name)["resources"]:
            w = ni.load(d.name, year=int(entry["name"][-4:]))
            for name, array in (("Z", w.Z), ("Y", w.Y)):
                assert hashlib.sha256(array.astype("<i4").tobytes()).hexdigest() == entry["arrays"][name]
                assert_array_equal(array, np.rint(array))


def test_package_says_sources_licence_method_and_what_is_unknown() -> None:
    by_year = {r["name"][-4:]: r["unknown_for"] for r in package()["resources"]}
    assert by_year["2011"]["urbanisation"] == ["TWN"]
    assert by_year["2009"]["capital_stock"] == ["DEU", "FRA", "GBR", "ITA", "ESP", "REU"]
    assert "CHN" in by_year["2010"]["hours"]


def test_unknown_names_and_years() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown data set 'wrld'. Did you mean 'world'"):
        ni.load("wrld")
    with pytest.raises(UnknownNameError, match="world has no year 2023: it has 1995 to 2022"):
        ni.load("world", year=2023)


# ---- coverage


def test_what_a_year_lacks_is_absent() -> None:
    for w in ni.load("world").databases[0]:
        assert set(w.satellites) == {n for n, (first, last) in SPANS.items() if first <= w.year <= last}
        facts = {"population", "gdp_ppp", "gdp_ppp_current", "gdp_volume", "persons_engaged", "urbanisation"}
        volume, research = {"output_volume"} if w.year <= 2009 else set(), {"rd_intensity"} if w.year >= 2000 else set()
        assert set(w.facts) == facts | volume | research


def test_what_an_economy_lacks_is_nan_for_all_of_it_and_never_zero() -> None:
    for w in ni.load("world"):
        for name, s in w.satellites.items():
            missing = np.isnan(s.values.reshape(w.R, w.S))
            assert (missing.all(axis=1) == missing.any(axis=1)).all(), (w.year, name)
            assert missing[-1].all() == (name != "co2"), "the rest of the world has CO2 only"
            assert (np.nansum(s.values.reshape(w.R, w.S), axis=1)[~missing.any(axis=1)] > 0).all()
    hours = by_region(ni.load("world", year=2011), "hours")
    assert {r for r, v in hours.items() if np.isfinite(v)} == {*EU, "CAN"}
    capital = by_region(ni.load("world", year=2008), "capital_stock")
    assert np.isnan([capital[r] for r in EU]).all()
    assert np.isfinite(capital["CHN"])


def test_status_travels_with_the_figures() -> None:
    assert ni.load("world", year=2008).satellites["co2"].status == "estimated"  # the industry split is ours
    assert ni.load("world", year=1999).facts["urbanisation"].status == "estimated"
    assert ni.load("world", year=2000).facts["urbanisation"].status == "observed"


# ---- figures known from elsewhere


def test_known_figures() -> None:
    w = ni.load("world", year=2011)
    chn, usa = w.regions.index("CHN"), w.regions.index("USA")
    assert w.facts["population"].values[usa] == pytest.approx(311.6, abs=0.2)  # US Census Bureau: 311.6 million
    assert w.facts["urbanisation"].values[chn] == pytest.approx(0.513, abs=0.01)  # NBS: 51.27 % at year end
    assert w.facts["rd_intensity"].values[chn] == pytest.approx(0.0178, abs=0.0002)  # NBS: 1.78 % of GDP
    assert w.gdp[usa] == pytest.approx(15.5e6, rel=0.03)  # BEA: 15.5 trillion at market prices
    assert w.gdp[chn] == pytest.approx(7.49e6, rel=0.02)  # NBS: 48.4 trillion yuan at 6.46
    first = by_region(ni.load("world", year=1995), "employment")
    assert first["CHN"] == pytest.approx(680_650)  # China Statistical Yearbook: 680.65 million


def test_china_growth_in_volumes() -> None:
    """Official growth of 1995-2009 is 9.9 % a year."""
    then, now = ni.load("world", year=1995), ni.load("world", year=2009)
    ratio = by_region(now, "value_added_volume")["CHN"] / by_region(then, "value_added_volume")["CHN"]
    assert ratio ** (1 / 14) - 1 == pytest.approx(0.099, abs=0.003)


def test_volumes_start_at_the_values_of_1995() -> None:
    w = ni.load("world", year=1995)
    known = np.isfinite(w.satellites["output_volume"].values)
    assert_array_equal(w.satellites["output_volume"].values[known], w.x[known])
    assert_array_equal(w.satellites["value_added_volume"].values[known], w.value_added[known])


def test_skills_add_up() -> None:
    w = ni.load("world", year=2005)
    for whole in ("labour_compensation", "hours"):
        parts = sum(w.satellites[f"{whole}_{s}"].values for s in ("high", "medium", "low"))
        assert_allclose(parts, w.satellites[whole].values, rtol=2e-5, atol=0.01)


# ---- pure functions


def test_fitted_fills_only_industries_that_do_not_exist() -> None:
    figures = np.array([[np.nan, 2.0, np.nan], [np.nan, np.nan, np.nan]])
    output = np.array([[0.0, 5.0, 5.0], [0.0, 1.0, 1.0]])
    assert_array_equal(fill_absent_industries(figures, output), [[0.0, 2.0, np.nan], [np.nan] * 3])
    assert_array_equal(fill_absent_industries(figures, output, none=(2,)), [[0.0, 2.0, 0.0], [np.nan] * 3])


def test_volume_of_an_industry_that_was_not_there_in_the_base_year_is_zero() -> None:
    base, index = np.array([[0.0, 10.0]]), np.array([[150.0, 150.0]])
    assert_array_equal(volume(base, index, np.array([[3.0, 12.0]])), [[0.0, 15.0]])


def test_a_series_is_moved_back_without_a_jump() -> None:
    later = np.array([[np.nan, np.nan, 40.0, 41.0]])
    other = np.array([[31.0, 32.0, 34.0, 35.0]])
    assert_array_equal(urbanisation(later, other, 2), [[37.0, 38.0, 40.0, 41.0]])


# ---- against the sources


@pytest.mark.parametrize("year", [1995, 2002, 2008])
def test_tables_are_sums_of_the_source(shared: Path, year: int) -> None:
    raw = np.load(shared / "world" / "wiod2013" / f"wiot_{year}.npz")
    countries = json.loads((shared / "world" / "wiod2013" / "labels.json").read_text("utf-8"))["countries"]
    codes = [{"RoW": "ROW", "ROM": "ROU"}.get(c, c) for c in countries]
    w = ni.load("world", year=year)
    Z4 = raw["Z"].reshape(41, 35, 41, 35)
    assert abs(w.Z.sum() - raw["Z"].sum(dtype=np.int64)) <= 1
    assert abs(w.Y.sum() - raw["F"].sum(dtype=np.int64)) <= 3
    rest = [codes.index(c) for c in concordance("wiod41_to_wiod20").sources_of["REU"]]
    china, reu = codes.index("CHN"), w.regions.index("REU")
    trade = w.industries.index("c19t21")
    expected = Z4[np.ix_(rest, [18, 19, 20], [china], [13])].sum()
    assert w.Z4[reu, trade, w.regions.index("CHN"), 13] == expected
    assert w.x.reshape(20, 26)[0, 13] == Z4[china, 13].sum() + raw["F"].reshape(41, 35, -1)[china, 13].sum()


RATES_2008 = [("DEU", 1.4708), ("GBR", 1.8532), ("CHN", 1 / 6.9487), ("JPN", 1 / 103.36)]


@pytest.mark.parametrize(("region", "rate"), RATES_2008)
def test_money_is_converted_at_the_rate_of_the_year(shared: Path, region: str, rate: float) -> None:
    """Yearly average rates of 2008 as central banks published them."""
    sea = pd.read_parquet(shared / "world" / "satellites" / "wiod2013_sea.parquet")
    row = sea[(sea.country == region) & (sea.code == "TOT") & (sea.year == 2008)]
    got = by_region(ni.load("world", year=2008), "labour_compensation")[region]
    assert got == pytest.approx(float(row.LAB.iloc[0]) * rate, rel=0.01)


def test_emissions_of_every_economy_are_the_publishers(shared: Path) -> None:
    frame = pd.read_parquet(shared / "world" / "satellites" / "jrc_co2_wiod2016_2000_2016.parquet")
    frame = frame[frame.year == 2008].assign(country=lambda f: f.country.astype(str))
    w = ni.load("world", year=2008)
    co2 = w.satellites["co2"]
    assert co2.total == pytest.approx(frame.co2_kt.sum(), rel=1e-9)
    got = dict(zip(w.regions, co2.values.reshape(20, 26).sum(axis=1) + w.final("co2"), strict=True))
    for code in ("CHN", "USA", "TWN"):
        assert got[code] == pytest.approx(frame[frame.country == code].co2_kt.sum(), rel=1e-9)
    outside = frame[frame.country.isin(["RoW", "CHE", "HRV", "NOR"])].co2_kt.sum()
    assert got["ROW"] == pytest.approx(outside, rel=1e-9)


def test_a_rebuilt_year_is_the_shipped_one(shared: Path) -> None:
    (detailed,) = read_detailed_years(shared, [2008])
    assert (detailed.R, detailed.S) == (41, 35)
    rebuilt, shipped = aggregate_accounts(detailed), ni.load("world", year=2008)
    assert rebuilt.labels() == shipped.labels()
    for name, array in shipped.arrays().items():
        assert_allclose(rebuilt.arrays()[name], array, rtol=1e-9, atol=1e-4, err_msg=name)
    assert_array_equal(rebuilt.Z, shipped.Z)


def test_build_names_the_missing_source(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such folder"):
        build("world", tmp_path / "none", tmp_path / "out")
    with pytest.raises(DataError, match=r"wiod2013_sea\.parquet: there is no such file"):
        build("world", tmp_path, tmp_path / "out")
    assert not list(tmp_path.rglob("datapackage.json"))
