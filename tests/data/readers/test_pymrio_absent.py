"""The bridge to pymrio where pymrio is not needed: names of files, years, and that it is missing."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

import newind as ni
from newind.data.readers import detect
from newind.data.readers.peek import Peek
from newind.data.readers.pymrio_bridge import database_of, to_pymrio
from newind.errors import DataError

NAMES = {
    "exiobase3": "IOT_2019_pxp/Z.txt",
    "eora26": "Eora26_2015_bp_T.txt",
    "gloria": "GLORIA_MRIOs_59_2022/20240101_120secMother_T-Results.csv",
}


def touched(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1")
    return path


@pytest.mark.parametrize("database", NAMES)
def test_databases_are_told_by_the_names_of_their_files(tmp_path: Path, database: str) -> None:
    touched(tmp_path / "in" / NAMES[database])
    assert database_of(Peek(tmp_path / "in")) == database
    assert detect(tmp_path / "in")[0] == database
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(NAMES[database], "1")
    assert database_of(Peek(tmp_path / "a.zip")) == database


def test_other_folders_are_not_taken_for_one(tmp_path: Path) -> None:
    touched(tmp_path / "AZ.txt")
    with pytest.raises(DataError, match="a folder, not a file"):
        detect(tmp_path)


def test_missing_pymrio_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymrio", None)
    touched(tmp_path / NAMES["exiobase3"])
    with pytest.raises(DataError, match=r"read by pymrio, which is not installed: pip install newind\[pymrio\]"):
        ni.read(tmp_path)
    with pytest.raises(DataError, match="which is not installed"):
        to_pymrio(ni.load("world", year=2011))


def test_the_year_is_in_the_names_or_given(tmp_path: Path) -> None:
    touched(tmp_path / "in" / "Z.txt")
    with pytest.raises(DataError, match=r"no year in the name of the file. Write it there, or give year="):
        ni.read(tmp_path / "in")
    for year in (2018, 2019):
        touched(tmp_path / "two" / f"IOT_{year}_pxp" / "Z.txt")
    with pytest.raises(DataError, match=r"holds '2018', '2019'. Say which by year="):
        ni.read(tmp_path / "two")
