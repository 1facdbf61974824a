"""What a file that nobody recognises is said to be."""

from __future__ import annotations

from pathlib import Path

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
