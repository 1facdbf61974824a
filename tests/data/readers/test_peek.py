"""What a file that nobody recognises is said to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import newind as ni
from newind.errors import DataError
from old_workbook import MAGIC, compound, write_old

FOUND = {
    "empty": (b"", r"Found an empty file\. Expected"),
    "pdf": (b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n", r"Found a PDF file\. Expected"),
    "bytes": (b"\0" * 3000, r"Found 3,000 bytes, no archive and no text\."),
    "chinese": ("居民消费,2017".encode("gb18030"), r"Found text that begins '居民消费,2017'"),
    "cut in a character": (("a" + "表" * 30_000).encode(), r"Found text that begins 'a表表表"),
    "password": (compound("EncryptedPackage", bytes(5000)), r"xlsx: protected with a password\. Save it again without"),
    "damaged old workbook": (MAGIC + bytes(5000), r"truncated, corrupt or not a workbook \(.*\)\. Get the file again"),
}


@pytest.mark.parametrize(("content", "said"), FOUND.values(), ids=FOUND)
def test_what_a_file_is_said_to_be(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        ni.read(path)


def test_an_old_workbook_of_something_else_is_described(tmp_path: Path) -> None:
    path = write_old(tmp_path / "file.xls", {"说明": [["年份", 2017.0]]})
    with pytest.raises(DataError, match=r"Found a workbook with the sheets '说明'; its first cells are '年份', '2017"):
        ni.read(path)


@pytest.mark.parametrize(
    ("name", "content", "meant", "not_meant"),
    [
        ("a.csv", b"a,b\n1,2\n", {"template", "icio", "wiod2016", "nbs"}, {"newind", "adb", "exiobase3"}),
        ("a.npz", None, {"newind", "icio", "exiobase3"}, {"template", "adb", "nbs"}),
        ("a.pdf", b"%PDF-1.4\n\xe2\xe3\0", set(), {"template", "nbs", "newind"}),
    ],
)
def test_only_formats_that_could_be_meant_are_listed(
    tmp_path: Path, name: str, content: bytes | None, meant: set[str], not_meant: set[str]
) -> None:
    path = tmp_path / name
    if content is None:
        np.savez(path, a=np.eye(2))
    else:
        path.write_bytes(content)
    with pytest.raises(DataError, match="unknown layout") as caught:
        ni.read(path)
    said = str(caught.value).replace(str(path), "")
    assert len(said) < 700
    assert all(f"{known}: " in said for known in meant)
    assert not any(f"{known}: " in said for known in not_meant)


def test_of_workbooks_those_that_could_be_meant_are_listed(tmp_path: Path) -> None:
    path = write_old(tmp_path / "file.xls", {"说明": [["年份", 2017.0]]})
    with pytest.raises(DataError, match=r"Expected one of: template: .*; adb: .*; wiod2016: .*; nbs: ") as caught:
        ni.read(path)
    assert "exiobase3" not in str(caught.value)
