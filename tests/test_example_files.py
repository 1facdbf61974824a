"""Example files: each says what it is, is read by what it is for, and has the values it is derived from."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.examples import examples, find
from newind.examples.tables import division

NAMES = [e.name for e in examples()]
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a function that writes an example into an empty folder and returns its path."""
    monkeypatch.chdir(tmp_path)
    return ni.example


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_beside_itself_what_it_is_and_from_what_it_is_derived(name, written):
    path, e = written(name), find(name)
    assert path.name == e.file
    text = path.with_name(f"{path.stem}-README.txt").read_text(encoding="utf-8")
    for said in (e.title, e.derived):
        assert CJK.search(said["zh"])
        assert not CJK.search(said["en"])
        assert said["en"] in text
        assert said["zh"] in text


def is_called_an_example(w):
    """Tell whether neither the table nor a satellite of it names a publisher, or is observed."""
    sources = [w.source, *(s.source for s in w.satellites.values() if np.nan_to_num(s.values).any())]
    return w.status == "estimated" and all(s.startswith("newind example, illustrative") for s in sources)


def test_names_and_files_stand_once():
    assert len(set(NAMES)) == len(NAMES)
    assert len({e.file for e in examples()}) == len(NAMES)


@pytest.mark.parametrize(("name", "code"), [("guangdong", "CN-GD"), ("guizhou", "CN-GZ"), ("nation", "CHN")])
def test_tables_of_provinces_are_read_and_add_up_to_the_shipped_estimate(name, code, written):
    path = written(name)
    assert ni.read(path).regions[0] == code  # the title names the region
    assert is_called_an_example(ni.read(path))
    w, shipped = ni.read(path, region=code), ni.load("china-2017", 2017)
    assert w.check()
    P = division("nbs42-2017_to_china18", w.industries, shipped.industries) > 0
    ours = shipped.x if code == "CHN" else shipped.x[shipped.mask(regions=code)]
    made = w.x[: w.S] @ P / 100
    inside = ours.reshape(-1, shipped.S)[: 31 if code == "CHN" else 1]
    assert_allclose(made, inside.sum(axis=0), atol=0.5)  # cells are whole 10,000 yuan
    value_added = np.nan_to_num(shipped.value_added.reshape(shipped.R, shipped.S))
    rows = slice(31) if code == "CHN" else shipped.regions.index(code)
    assert_allclose(w.value_added[: w.S].sum() / 100, value_added[rows].sum(), rtol=1e-4)


def test_the_table_in_the_layout_of_the_oecd_is_read_and_has_the_totals_of_the_shipped_world(written):
    w, shipped = ni.read(written("icio")), ni.load("world", year=2022)
    assert (w.R, w.S, w.year) == (4, 45, 2022)
    assert is_called_an_example(w)
    for code in ("CHN", "USA", "DEU"):
        assert_allclose(w.x[w.mask(regions=code)].sum(), shipped.x[shipped.mask(regions=code)].sum(), rtol=1e-6)
    assert_allclose(w.x.sum(), shipped.x.sum(), rtol=1e-6)


@pytest.mark.parametrize(("name", "satellite", "year"), [("jobs", "employment", 2011), ("co2", "co2", 2022)])
def test_values_by_sector_are_attached_to_the_table_of_the_province(name, satellite, year, written):
    from newind.data.attach import attach

    w = attach(ni.read(written("guangdong"), region="CN-GD"), written(name))
    total = np.nansum(w.satellites[satellite].values)
    world = ni.load("world", year=year)
    national = world.satellites[satellite].values[world.mask(regions="CHN")].sum()
    assert 0.02 < total / national < 0.2  # one of 31 provinces, a large one
    assert w.satellites[satellite].status == "estimated"


def test_trade_by_product_adds_up_to_what_the_shipped_world_says_of_industries(written):
    frame = pd.read_csv(written("customs"), dtype={"hs6": str})
    w = ni.load("world", year=2022)
    bought = frame[(frame.year == 2022) & (frame.importer == "CHN")]
    flows = (w.Z4.sum(axis=3) + w.Y4.sum(axis=3))[:, : w.industries.index("c17"), w.regions.index("CHN")]
    flows[w.regions.index("CHN")] = 0
    assert_allclose(bought.value.sum(), 1000 * flows[flows > 0].sum(), rtol=1e-6)
    assert not (bought.exporter == "CHN").any()


def test_parts_are_the_shipped_emissions_of_china(written):
    frame = pd.read_csv(written("parts"))
    w = ni.load("world", year=2022)
    assert_allclose(frame.emissions.sum(), w.satellites["co2"].values[w.mask(regions="CHN")].sum() / 1000, rtol=1e-5)
    assert (frame.cumulative > frame.emissions).all()


def test_the_policy_package_runs_on_the_small_world(written):
    result = ni.simulate(ni.read(written("world")), ni.Package.from_yaml(written("package")))
    assert np.isfinite(list(result.to_dict()["welfare"].values())).all()


def test_the_index_is_built_of_its_specification_and_its_table(written):
    index = ni.index.build(written("figures"), written("spec"))
    assert len(index.ranks.index.get_level_values(0).unique()) == 31


# ---- what is refused
def test_a_file_that_is_there_is_left_as_it_is(written):
    path = written("package")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ni.DataError, match=r"my-package\.yaml: the file exists and is left as it is"):
        written("package")
    assert path.read_text(encoding="utf-8") == "mine"


def test_another_ending_is_refused(written, tmp_path):
    with pytest.raises(ni.DataError, match=r"table\.csv: this example ends in \.xlsx"):
        written("guangdong", "table.csv")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_example_names_the_nearest(written):
    with pytest.raises(ni.UnknownNameError, match=r"unknown example 'guangdon'.*Did you mean 'guangdong'\?"):
        written("guangdon")
