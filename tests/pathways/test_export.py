"""Pathways for other programs: what is read back is what was computed, in the IAMC's format and as a datapackage."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd
import pytest

import newind as ni
from newind.errors import DataError
from newind.pathways.export import KEYS, iamc, write_datapackage, write_iamc


@pytest.fixture(scope="module")
def path():
    price = ni.Package([{"lever": "carbon_price", "value": 20.0, "region": "CHN", "phase_in": 1}], name="price")
    return ni.pathway(ni.load("world", year=2011), price, 2028)


@pytest.fixture(scope="module")
def table(path):
    return iamc(path)


def rows(table, variable, scenario="price"):
    found = table[(table["Variable"] == variable) & (table["Scenario"] == scenario)]
    return found.set_index("Region").drop(columns=[k for k in KEYS if k != "Region"])


def test_every_row_is_one_variable_of_one_region(path, table):
    assert list(table.columns) == [*KEYS, *path.years]
    assert not table.duplicated(list(KEYS)).any()
    assert set(table["Scenario"]) == {"price", "baseline"}
    assert table["Model"].nunique() == 1
    assert table["Model"].iloc[0] == f"newind {ni.__version__}"


def test_levels_are_those_of_the_benchmark_and_of_the_path(path, table):
    w, r = path.base.lab.baseline, path.regions.index("CHN")
    gdp = rows(table, "GDP|MER").loc["China"]
    assert gdp[2011] == pytest.approx(w.gdp[r] / 1e3)
    assert gdp[2028] / gdp[2011] == pytest.approx(path.series("gdp")[-1, r])
    co2 = rows(table, "Emissions|CO2|Energy and Industrial Processes")
    assert co2.loc["China", 2028] == pytest.approx(path.followed.emissions[-1, r].sum() / 1e3)
    assert co2.loc["World", 2011] == pytest.approx(co2.drop("World")[2011].sum())
    used = rows(table, "Consumption").loc["China"]
    assert 0.3 < used[2011] / gdp[2011] < 0.7
    assert rows(table, "Capital Stock", "baseline").loc["China", 2028] == pytest.approx(
        path.baseline.series("capital")[-1, r]
    )
    people = rows(table, "Population").loc["China"]
    assert people[2011] == pytest.approx(np.asarray(w.facts["population"].values)[r])


def test_a_price_of_carbon_is_told_where_one_is_set(path, table):
    price = rows(table, "Price|Carbon")
    assert price.loc["China", path.start - 1] == 0
    assert price.loc["China", path.start] == pytest.approx(10.0)
    assert price.loc["China", path.start + 1] == pytest.approx(20.0)
    assert price.loc["Japan", 2028] == 0
    assert rows(table, "Price|Carbon", "baseline").empty


def test_files_are_read_back(path, table, tmp_path):
    back = pd.read_csv(write_iamc(path, tmp_path / "path.csv"))
    assert list(back.columns) == [str(c) for c in table.columns]
    years = list(path.years)
    assert np.allclose(back[[str(y) for y in years]], table[years], rtol=1e-12, equal_nan=True)
    file = write_iamc(path, tmp_path / "path.xlsx")
    data, meta = (pd.read_excel(file, sheet_name=s, engine="calamine") for s in ("data", "meta"))
    assert list(data.columns) == list(table.columns)
    assert np.allclose(data[years].astype(float), table[years], rtol=1e-12, equal_nan=True)
    assert set(meta["scenario"]) == {"price", "baseline"}
    assert set(meta["package_hash"]) == {path.package.hash}


def test_a_datapackage_says_what_is_in_it(path, tmp_path):
    said = json.loads(write_datapackage(path, tmp_path / "out" / "path").read_text(encoding="utf-8"))
    folder = tmp_path / "out" / "path"
    assert {r["name"] for r in said["resources"]} == {"years", "carbon"}
    for r in said["resources"]:
        text = (folder / r["path"]).read_bytes()
        assert (len(text), f"sha256:{hashlib.sha256(text).hexdigest()}") == (r["bytes"], r["hash"])
        frame = pd.read_csv(folder / r["path"])
        assert list(frame.columns) == [f["name"] for f in r["schema"]["fields"]]
        assert not frame.duplicated(r["schema"]["primaryKey"]).any()
        kinds = {"string": "OU", "integer": "i", "number": "f"}
        for f in r["schema"]["fields"]:
            assert frame[f["name"]].to_numpy().dtype.kind in kinds[f["type"]]
    years = pd.read_csv(folder / "years.csv").set_index(["series", "region", "year"])
    k = path.regions.index("CHN")
    assert years.loc[("co2", "CHN", 2028), "change"] == pytest.approx(path.change("co2")[-1, k])
    assert years.loc[("gdp", "CHN", 2012), "growth"] == "observed"
    assert ni.Package.from_yaml(folder / "package.yaml").hash == path.package.hash
    assert said["data_hash"] == path.base.lab.origin.hash


def test_other_endings_and_places_are_refused(path, tmp_path):
    with pytest.raises(DataError, match=r"\.csv or \.xlsx"):
        write_iamc(path, tmp_path / "path.json")
    (tmp_path / "taken").write_text("")
    with pytest.raises(DataError, match="no folder"):
        write_datapackage(path, tmp_path / "taken")
