"""Data that is written down is parsed once, and whoever asks may change what is theirs."""

from __future__ import annotations

import os
import sys
import zipfile

import pytest

from newind import datafiles
from newind.datafiles import read_yaml


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return a package with a file and a module of the same name."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "a.py").write_text("MODULE = 1")
    (folder / "a.yaml").write_text("label: {en: Energy, zh: 能源}\nday: 2024-01-02", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)  # where byte code is kept elsewhere, this is, too
    yield folder
    datafiles.compile_yaml.cache_clear()
    for name in [m for m in sys.modules if m.partition(".")[0] == "shipped"]:
        del sys.modules[name]


def as_another_process():
    datafiles.compile_yaml.cache_clear()
    return read_yaml("shipped", "a.yaml")


def test_what_one_changes_another_does_not_see():
    first = read_yaml("newind.parameters", "trade_elasticity.yaml")
    before = dict(first)
    first.clear()
    assert before
    assert read_yaml("newind.parameters", "trade_elasticity.yaml") == before


def test_a_file_is_parsed_once(monkeypatch, package):
    first = read_yaml("shipped", "a.yaml")
    assert first == datafiles.parse_yaml((package / "a.yaml").read_text(encoding="utf-8"))
    monkeypatch.setattr(datafiles, "_parse", None)
    assert as_another_process() == read_yaml("shipped", "a.yaml") == first
    import shipped.a

    assert shipped.a.MODULE == 1


def test_a_file_that_has_changed_is_parsed_anew(package):
    read_yaml("shipped", "a.yaml")
    (package / "a.yaml").write_text("label: {en: Energy, zh: 能量}\nday: 2024-01-02", encoding="utf-8")
    os.utime(package / "a.yaml", (1, 1))
    assert as_another_process()["label"]["zh"] == "能量"


def test_a_folder_that_takes_no_files_is_read_all_the_same(package):
    (package / "__pycache__").write_text("no folder")
    assert as_another_process() == as_another_process() == read_yaml("shipped", "a.yaml")


def test_what_is_kept_and_damaged_is_parsed_anew(package):
    first = read_yaml("shipped", "a.yaml")
    (kept,) = package.glob("__pycache__/a.yaml.*")
    kept.write_bytes(b"damaged")
    assert as_another_process() == first


def test_a_file_in_an_archive_is_read(package, tmp_path, monkeypatch):
    first = read_yaml("shipped", "a.yaml")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(package / "__init__.py", "archived/__init__.py")
        archive.write(package / "a.yaml", "archived/a.yaml")
    monkeypatch.syspath_prepend(tmp_path / "b.zip")
    assert read_yaml("archived", "a.yaml") == first
