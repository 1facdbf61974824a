"""Cells of workbooks: numbers or a message with the address; sheets too large to read are refused."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from newind.data.readers import sheets
from newind.data.readers.sheets import Sheet, check_size, first_sheet, read_sheets, top_of_sheets
from newind.errors import DataError


def book(path: Path, cells: dict[str, dict[str, object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, content in cells.items():
            sheet = workbook.add_worksheet(name)
            for where, value in content.items():
                sheet.write(where, value)
    return path


def rewritten(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """Change the XML of one member."""
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, data in members.items():
            archive.writestr(n, data)
    return path


def test_cells_that_are_no_numbers_are_named() -> None:
    sheet = Sheet(Path("a.xlsx"), "s", [[1, 2.5], ["x", datetime.date(2008, 1, 1)], [None, 1]])
    assert sheet.numbers(slice(0, 1), slice(0, 2)).tolist() == [[1.0, 2.5]]
    with pytest.raises(DataError, match=r"a.xlsx: sheet 's': .* A2 = 'x'; B2 = '2008-01-01'; A3 = 'None'"):
        sheet.numbers(slice(0, 3), slice(0, 2))


def test_sheets_by_name_and_in_order(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", {"one": {"B2": 1}, "two": {"A1": "x"}, "three": {}})
    assert list(read_sheets(path)) == ["one", "two", "three"]
    assert read_sheets(path, {"two", "four"})["two"].rows == [["x"]]
    assert first_sheet(path).rows == [["", ""], ["", 1.0]]
    assert [s.name for s in top_of_sheets(path)] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("XFD1048576", "row 1,048,576 and column 16,384: 17,179,869,184 cells, 2 of them filled"),
        ("ZZZ9999999", "row 9,999,999 and column 18,278"),
        ("BXX2000", "row 2,000 and column 2,000: 4,000,000 cells, 2 of them filled"),
        ("A" + "9" * 400, "row 999,999,999,999 and column 1"),
    ],
)
def test_a_cell_far_away_is_refused_before_memory_is_taken(tmp_path: Path, cell: str, said: str) -> None:
    path = book(tmp_path / "b.xlsx", {"s": {"A1": 1, "B2": 2}})
    rewritten(path, "xl/worksheets/sheet1.xml", b'r="B2"', f'r="{cell}"'.encode())
    for read in (first_sheet, top_of_sheets, read_sheets):
        with pytest.raises(DataError, match=f"b.xlsx: xl/worksheets/sheet1.xml reaches to {said}"):
            read(path)


def test_an_address_on_the_border_of_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = b'<c r="A1"/>' + b" " * 40 + b'<c r="XFD77"/>'
    for size in range(20, 60):
        monkeypatch.setattr(sheets, "_CHUNK", size)
        rows, columns, _ = sheets._extent(io.BytesIO(xml))
        assert (rows, columns) == (77, 16384)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "b.xlsx", {"s": {"A1": 1}})
    monkeypatch.setattr(sheets, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match=r"b.xlsx: unpacks to .* GB, more than .* Save the table alone"):
        check_size(path)


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DataError, match="truncated, corrupt or not a workbook"):
        first_sheet(path)
    book(path, {"s": {"A1": 1}})
    with pytest.raises(DataError, match="truncated, corrupt or not a workbook"):
        first_sheet(rewritten(path, "xl/workbook.xml", b"<sheets>", b"<sheet>"))
