"""The catalogue of external sources, and files got by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import newind as ni
from newind.data.sources import USES, folder, keep, list_cached_files, path, source, sources
from newind.errors import DataError, UnknownNameError
from wide_layout import adb, wiod2016


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWIND_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize("entry", sources(), ids=lambda s: s.id)
def test_every_source_says_who_what_where_and_what_one_may_do(entry) -> None:
    assert entry.use in USES
    assert entry.page.startswith("https://")
    assert {"en", "zh"} == set(entry.label)
    assert all((entry.publisher, entry.years, entry.holds, entry.licence))
    assert all(text.endswith(".") for text in (entry.terms, entry.by_hand))
    assert bool(entry.url) == bool(entry.file)
    assert not entry.url or entry.url.startswith("https://")
    assert ("{year}" in entry.url) == ("{year}" in entry.file)


def test_names_are_found_whatever_their_case_and_the_nearest_is_told() -> None:
    assert source("ADB").id == "adb"
    with pytest.raises(UnknownNameError, match=r"unknown source 'wiod2015'\. Did you mean 'wiod201[36]'"):
        source("wiod2015")


def test_the_folder_is_that_of_the_system_or_of_the_environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    assert folder("adb") == cache / "adb"
    monkeypatch.delenv("NEWIND_CACHE")
    assert folder("adb").parts[-2:] == ("newind", "adb") or "newind" in folder("adb").parts


def test_a_file_got_by_hand_is_kept_after_it_was_read(tmp_path: Path, cache: Path) -> None:
    given = wiod2016().write(tmp_path)
    with pytest.raises(DataError, match=r"wiod2016 of 2014: no file is here\. Run: newind data get wiod2016"):
        path("wiod2016", 2014)
    kept = keep("wiod2016", given)
    assert kept == cache / "wiod2016" / given.name
    assert list_cached_files("wiod2016") == (kept,)
    assert keep("wiod2016", kept) == kept
    assert np.array_equal(ni.read(path("wiod2016", 2014)).Z, ni.read(given).Z)
    assert given.exists()


def test_the_year_chooses_among_files(tmp_path: Path) -> None:
    for year in (2021, 2022):
        keep("adb", adb(sheet=f"ADB MRIO {year}").write(tmp_path, f"ADB-MRIO-{year}.xlsx"))
    assert path("adb").name == "ADB-MRIO-2022.xlsx"
    assert path("adb", 2021).name == "ADB-MRIO-2021.xlsx"
    with pytest.raises(DataError, match=r"adb of 2020: no file is here\. Download it by hand from .* --from FILE"):
        path("adb", 2020)


def test_another_layout_and_a_damaged_table_are_not_kept(tmp_path: Path) -> None:
    table = wiod2016().write(tmp_path)
    with pytest.raises(DataError, match=r"not a table of adb: the sheet '2014' is laid out as .* the format wiod2016"):
        keep("adb", table)
    with pytest.raises(DataError, match="unbalanced"):
        keep("adb", adb(cells={(9, 7): 1e6}).write(tmp_path))
    with pytest.raises(DataError, match=r"there is no such file\. Get it from https://kidb"):
        keep("adb", tmp_path / "none.xlsx")
    assert list_cached_files("adb") == ()


def test_of_the_largest_databases_only_the_layout_is_checked(tmp_path: Path) -> None:
    (tmp_path / "IOT_2019_ixi").mkdir()
    (tmp_path / "IOT_2019_ixi" / "Z.txt").write_text("", encoding="utf-8")
    kept = keep("exiobase3", tmp_path / "IOT_2019_ixi")
    assert path("exiobase3", 2019) == kept
    with pytest.raises(DataError, match="unknown layout"):
        keep("exiobase3", kept / "Z.txt")


def test_folders_and_files_without_a_reader_are_kept_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "2017.xlsx").write_bytes(b"kept")
    for _ in range(2):
        kept = keep("ceads", tmp_path / "inventories", out=tmp_path / "out")
    assert (kept / "2017.xlsx").read_bytes() == b"kept"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["inventories"]


def test_what_is_not_whole_is_no_file_of_a_source(cache: Path) -> None:
    (cache / "adb").mkdir(parents=True)
    for name in ("a.xlsx.part", "a.tag", "empty"):
        (cache / "adb" / name).write_bytes(b"" if name == "empty" else b"x")
    assert list_cached_files("adb") == ()
