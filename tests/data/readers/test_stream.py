"""Rows of a sheet one after another are those that the library for whole sheets finds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from newind.data.readers import stream
from newind.data.readers.sheets import TOP, first_sheet
from newind.errors import DataError


def sparse(folder: Path) -> Path:
    """Write a workbook with gaps, texts, formulas and numbers in every order."""
    path = folder / "sparse.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("first")
        sheet.write_row(0, 0, ["a", 1.5, -2e-7, "中国 & co"])
        sheet.write_row(2, 3, [1, 2, 3])
        sheet.write_row(3, 0, [1, 2, "x", 4, 5])
        sheet.write_row(4, 0, [7, 8])
        sheet.write_row(4, 4, [9, 10])
        sheet.write_formula(5, 1, "=1+1", value=2)
        sheet.write_rich_string(6, 0, "plain ", book.add_format({"bold": True}), "bold")
        sheet.write_row(8, 1, ["", 3.25, "end"])
        book.add_worksheet("second").write(0, 0, "other")
    return path


def filled(path: Path, sheet: str) -> dict[tuple[int, int], object]:
    return {(i, j): c for i, cells in stream.rows(path, sheet) for j, c in enumerate(cells) if c != ""}


def test_cells_are_those_of_the_whole_sheet(tmp_path: Path) -> None:
    path = sparse(tmp_path)
    whole = {(i, j): c for i, row in enumerate(first_sheet(path).rows) for j, c in enumerate(row) if c != ""}
    assert stream.sheet_names(path) == ["first", "second"]
    assert filled(path, "first") == whole
    assert filled(path, "second") == {(0, 0): "other"}


def test_workbooks_of_other_kinds_go_through_the_library_and_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sparse(tmp_path)
    expected = filled(path, "first")
    monkeypatch.setattr(stream, "is_xml_workbook", lambda path: False)
    assert stream.sheet_names(path) == ["first", "second"]
    assert filled(path, "first") == expected


def test_cells_that_begin_away_from_the_corner_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "away.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("s").write(2, 3, 1.5)
    assert filled(path, "s") == {(2, 3): 1.5}
    monkeypatch.setattr(stream, "is_xml_workbook", lambda path: False)
    assert filled(path, "s") == {(2, 3): 1.5}


def test_the_tops_of_sheets_are_filled_up_and_no_longer_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("s")
        sheet.write(1, 2, "x")
        for row in range(5, 200):
            sheet.write(row, 0, row)
        book.add_worksheet("empty")
    top, empty = stream.tops(path)
    assert (len(top.rows), {len(row) for row in top.rows}) == (TOP, {3})
    assert (top.text(1, 2), top.rows[TOP - 1], empty.rows) == ("x", [TOP - 1, "", ""], [])


def test_a_list_of_texts_that_would_fill_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sparse(tmp_path)
    monkeypatch.setattr(stream, "LARGEST", 10)
    with pytest.raises(DataError, match="is too large"):
        stream.sheet_names(path)
    monkeypatch.setattr(stream, "LARGEST", 10**6)
    monkeypatch.setattr(stream, "LONGEST", 10)
    monkeypatch.setattr(stream, "PIECE", 200)
    with pytest.raises(DataError, match="a row without end"):
        filled(path, "first")


def test_texts_are_rows_of_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,"b,c"\n1,2\n', encoding="utf-8-sig")
    assert stream.sheet_names(path) == ["table"]
    assert list(stream.rows(path, "table")) == [(0, ["a", "b,c"]), (1, ["1", "2"])]


def altered(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """Write a copy of a workbook with one member altered."""
    target = path.with_name("altered.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == member:
                assert old in content
                content = content.replace(old, new, 1)
            copy.writestr(name, content)
    return target


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("member", "old", "new", "said"),
    [
        (SHEET, b'r="B5"', b'r="ZZZ5"', "no cell has the address ZZZ5"),
        (SHEET, b'r="E4"', b'r="A4"', "stands after its place|out of order"),
        (SHEET, b"</row></sheetData>", b"", "the last row is cut off"),
        (SHEET, b"<sheetData><row", b"<sheetData><", "a row without beginning|mismatched|not well-formed"),
        ("xl/workbook.xml", b'r:id="rId1"', b'r:id="rId77"', "KeyError: 'rId77'"),
        ("xl/sharedStrings.xml", b"<si>", b"", "mismatched tag"),
    ],
)
def test_damage_inside_is_said_in_one_line(tmp_path: Path, member: str, old: bytes, new: bytes, said: str) -> None:
    path = altered(sparse(tmp_path), member, old, new)
    with pytest.raises(DataError, match=rf"truncated, corrupt or not a workbook \(.*({said})"):
        filled(path, stream.sheet_names(path)[0])
