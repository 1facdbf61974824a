"""``newind data build world-annual --icio``: from a file of the OECD to a row of one's own, whole or not at all."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from icio_layout import Icio
from icio_world import accounts, csv, figures
from newind.data.reference import folder, load_folder, observed
from newind.errors import DataError
from newind.measures.headline import headline


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWIND_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_file_gives_an_economy_its_own_row_and_shows_how_far_the_estimate_is(run, run_json, tmp_path):
    (tmp_path / "2020_SML.csv").write_text(csv(*figures()), encoding="utf-8")
    before = {p: p.read_bytes() for p in folder("world-annual").iterdir()}
    done = run("data", "build", "world-annual", "--icio", "2020_SML.csv", "--region", "vnm", "--out", "mine")
    place = "mine/world-annual-VNM"
    assert done.stdout.splitlines()[:2] == [f"{place}/2020.npz", f"{place}/datapackage.json"]
    assert done.stderr.endswith(f"newind brief VNM --table {place}\n")

    w = load_folder(tmp_path / place)[2020]
    direct = observed.as_world(accounts(), ["VNM"])
    assert w.regions == direct.regions
    assert_allclose(w.Z, direct.Z)
    assert_allclose(w.Y, direct.Y)

    apart = np.abs(
        headline(observed.as_world(accounts()))["s4.dva_share"]
        - headline(ni.load("world-annual", year=2020))["s4.dva_share"]
    )[:-1]
    line = next(row for row in done.stdout.splitlines() if row.lstrip().startswith("s4.dva_share"))
    assert f"{100 * apart.mean():.2f}" in line
    assert f"{100 * apart.max():.2f}" in line
    stated = json.loads((tmp_path / place / "datapackage.json").read_text("utf-8"))
    assert stated["files"][0]["sha256"] == hashlib.sha256((tmp_path / "2020_SML.csv").read_bytes()).hexdigest()
    assert stated["estimate_against_observed"]["s4.dva_share"]["mean"] == pytest.approx(apart.mean())
    assert "VNM: separate rows, taken out of ROW" in stated["caveats"][0]
    assert {p: p.read_bytes() for p in folder("world-annual").iterdir()} == before

    found = run_json("diagnose", "VNM", "--table", place, "--quick")
    assert (found["region"], found["year"]) == ("VNM", 2020)
    assert any(f["system"] == "s2" for f in found["findings"])  # which the 11 groups cannot say


def test_what_is_wrong_is_one_line_and_nothing_is_written(run, tmp_path):
    Icio("2025", digits=3).zip(tmp_path, 2022, name="some.zip")
    Icio("2025", digits=3).zip(tmp_path, 2021, 2022)
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    build = ("data", "build", "world-annual", "--icio")
    for words, said in {
        (*build, "none.zip"): "none.zip: there is no such file. Get the tables with newind data get icio2025",
        (*build, "icio2025"): "icio2025: no file is here. Run: newind data get icio2025",
        (*build, "odd.csv"): "odd.csv: unknown layout",
        (*build, "2016-2020_SML.zip"): "2016-2020_SML.zip: the archive lacks the tables of '2016'",
        (*build, "some.zip"): "some.zip: 2022: economies missing: 'AUS'",
        ("data", "build", "world", "--icio", "some.zip"): "--icio and --region go together with world-annual",
        ("data", "build", "world-annual", "--region", "VNM"): "--icio and --region go together with world-annual",
    }.items():
        done = run(*words, code=2)
        assert done.stderr.startswith(f"newind: {said}"), done.stderr
        assert done.stderr.count("\n") == 1
        assert not (tmp_path / "newind-data").exists()


def test_a_folder_that_is_no_set_is_refused(tmp_path):
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match="not the list of a set of accounts"):
        load_folder(tmp_path)
