"""Binary workbooks are read as they were written, as another library reads them, and as the same table in XML."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from python_calamine import CalamineWorkbook

import newind as ni
import xlsb_layout as layout
from newind.data.readers import detect, sheets, stream, xlsb
from newind.data.readers.sheets import MOST_COLUMNS, TOP
from newind.errors import DataError
from wide_layout import Wide, wiod2016
from xlsb_layout import Cell, real, record, text

SHEET = "xl/worksheets/sheet1.bin"


def filled(path: Path, sheet: str = "s") -> dict[tuple[int, int], object]:
    return {(i, j): c for i, cells in stream.rows(path, sheet) for j, c in enumerate(cells) if c != ""}


def of_calamine(path: Path, sheet: str = "s") -> dict[tuple[int, int], object]:
    """Return the cells that the other library finds; it leaves errors out and has truth as such."""
    whole = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return {
        (i, j): str(c).upper() if c is True or c is False else c
        for i, row in enumerate(whole)
        for j, c in enumerate(row)
        if c != ""
    }


def written(folder: Path, table: Wide) -> Path:
    return layout.write(folder / "WIOT2014_Nov16_ROW.xlsb", {table.sheet: table.grid()})


# ---- cells


def test_every_kind_of_cell_says_what_it_holds(tmp_path: Path) -> None:
    path = layout.write(
        tmp_path / "a.xlsb", {"s": {0: layout.EVERY_KIND, 3: ["a", None, 1.5, Cell(1)]}, "second": [["b"]]}
    )
    assert stream.sheet_names(path) == ["s", "second"]
    assert list(stream.rows(path, "s")) == [(0, layout.VALUES), (3, ["a", "", 1.5, ""])]
    ours = {place: c for place, c in filled(path).items() if not str(c).startswith("#")}
    assert len(ours) == len(layout.VALUES) - 3 + 2
    assert ours == of_calamine(path)
    assert filled(path, "second") == of_calamine(path, "second") == {(0, 0): "b"}


def test_cells_that_leave_their_column_out_stand_after_the_one_before(tmp_path: Path) -> None:
    short = [
        Cell(12, b"", True), Cell(13, layout.rk(12.5) or b"", True), Cell(14, b"\x07", True), Cell(15, b"\1", True),
        real(0.1, short=True), Cell(17, text("x"), True), Cell(18, struct.pack("<I", 0), True),
    ]  # fmt: skip
    path = layout.write(tmp_path / "a.xlsb", {"s": {0: ["first", None, 2.0, *short, 9.0], 1: short}})
    tail = ["", 12.5, "#DIV/0!", "TRUE", 0.1, "x", "first"]
    assert list(stream.rows(path, "s")) == [(0, ["first", "", 2.0, *tail, 9.0]), (1, tail)]


def test_other_errors_and_rich_texts_in_place(tmp_path: Path) -> None:
    cells = [Cell(3, b"\x2b"), Cell(62, b"\0" + text("rich")), 1.0]
    path = layout.write(tmp_path / "a.xlsb", {"s": [cells]})
    assert list(stream.rows(path, "s")) == [(0, ["#ERROR!", "rich", 1.0])]


@given(
    st.lists(
        st.floats(-1e9, 1e9)
        | st.integers(-(2**29) + 1, 2**29 - 1)
        | st.integers(-(10**8), 10**8).map(lambda k: k / 100)
    )
)
def test_numbers_come_back_to_the_last_bit(values: list[float]) -> None:
    content = b"".join(layout.sheet([(4, values)], {}))
    assert list(xlsb.rows(BytesIO(content), [])) == ([(4, [float(v) for v in values])] if values else [])


def random_rows(rng: np.random.Generator) -> dict[int, list[Any]]:
    """Return rows with gaps, texts, whole numbers, hundredths and real ones in every order."""
    kinds = [
        lambda: None,
        lambda: "text",
        lambda: int(rng.integers(-9, 9)),
        lambda: float(rng.integers(999)) / 100,
        rng.normal,
    ]
    weights = rng.dirichlet(np.ones(len(kinds)))
    rows = {}
    for k in rng.choice(40, 12, replace=False):
        rows[int(k)] = [kinds[i]() for i in rng.choice(len(kinds), int(rng.integers(1, 60)), p=weights)] + [1.0]
    return dict(sorted(rows.items()))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("piece", [1, 37, 1 << 20])
def test_any_mixture_is_read_in_pieces_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, piece: int
) -> None:
    rows = random_rows(np.random.default_rng(seed))
    path = layout.write(tmp_path / "a.xlsb", {"s": rows})
    monkeypatch.setattr(xlsb, "PIECE", piece)
    expected = {(i, j): c for i, row in rows.items() for j, c in enumerate(row) if c is not None}
    assert filled(path) == expected == of_calamine(path)


def test_a_row_may_be_as_wide_as_the_format_has_it(tmp_path: Path) -> None:
    cells = np.random.default_rng(0).normal(size=MOST_COLUMNS).tolist()
    path = layout.write(tmp_path / "a.xlsb", {"s": {0: cells, 1_048_575: [None] * (MOST_COLUMNS - 1) + [1.5]}})
    first, last = stream.rows(path, "s")
    assert first == (0, cells)
    assert (last[0], len(last[1]), last[1][-1]) == (1_048_575, MOST_COLUMNS, 1.5)


@pytest.mark.parametrize("longer", [0, 1, 2])
def test_sizes_may_be_written_with_more_bytes_than_they_need(longer: int) -> None:
    place = bytes(8)
    row, end = record(0, bytes(17), longer), record(146, b"", longer)
    for kind, content, value in (
        (5, struct.pack("<d", 0.1), 0.1),
        (2, layout.rk(0.25), 0.25),
        (6, text("x" * 200), "x" * 200),
    ):
        content = row + record(kind, place + content, longer) + end
        assert list(xlsb.rows(BytesIO(content), [])) == [(0, [value])]


def test_records_that_are_no_cells_are_passed_over() -> None:
    row, cell = record(0, bytes(17)), record(5, bytes(8) + struct.pack("<d", 2.5))
    other = record(60, bytes(18)) + record(37, bytes(6)) + record(2048, bytes(300_000))
    content = other + row + other + cell + other + record(146) + b"anything"
    assert list(xlsb.rows(BytesIO(content), [])) == [(0, [2.5])]


def test_sheets_without_cells_and_modules(tmp_path: Path) -> None:
    module = record(156, struct.pack("<III", 2, 9, 0xFFFFFFFF) + text("Module1"))
    raw = {"xl/workbook.bin": module + layout.bundle(["chart", "s"]), SHEET: record(129) + record(130)}
    path = layout.write(tmp_path / "a.xlsb", {"chart": [], "s": [[1.0]]}, raw)
    assert stream.sheet_names(path) == ["chart", "s"]
    assert list(stream.rows(path, "chart")) == []
    assert filled(path) == {(0, 0): 1.0}


def test_only_the_tops_of_sheets_are_read_to_recognise_a_layout(tmp_path: Path) -> None:
    path = layout.write(
        tmp_path / "a.xlsb", {"s": {1: [None, None, "x"], **{k: [k] for k in range(5, 200)}}, "empty": []}
    )
    top, empty = stream.tops(path)
    assert (len(top.rows), {len(row) for row in top.rows}) == (TOP, {3})
    assert (top.text(1, 2), top.rows[TOP - 1], empty.rows) == ("x", [TOP - 1, "", ""], [])


def test_rows_pass_without_the_sheet_being_in_memory() -> None:
    values = np.random.default_rng(0).normal(size=2000)
    body = b"".join(record(5, struct.pack("<IId", k, 0, v)) for k, v in enumerate(values))
    content = b"".join(record(0, struct.pack("<I", k)) + body for k in range(400)) + record(146)
    file = BytesIO(content)
    tracemalloc.start()
    try:
        assert sum(len(row) for _, row in xlsb.rows(file, [])) == 400 * 2000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(content) > 14_000_000
    assert peak < 4 * xlsb.PIECE


# ---- tables


def test_a_table_is_the_one_of_the_workbook_in_xml(tmp_path: Path) -> None:
    table = wiod2016()
    table.Z[1, 2:] = 0.0
    binary, xml = written(tmp_path, table), table.write(tmp_path)
    assert detect(binary) == ("wiod2016", detect(xml)[1])
    w, other = ni.read(binary), ni.read(xml)
    assert w.labels() == other.labels()
    assert np.array_equal(w.Z, table.Z)
    assert np.array_equal(w.Y, table.F)
    for name in w.satellites:
        assert_allclose(w.satellite(name).values, other.satellite(name).values, rtol=1e-14)
    with zipfile.ZipFile(tmp_path / "WIOTS_in_EXCEL.zip", "w") as archive:
        archive.write(binary, binary.name)
    assert ni.read(tmp_path / "WIOTS_in_EXCEL.zip").equals(w)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Cell(3, b"\x07"), "#DIV/0!"),
        (True, "TRUE"),
        (Cell(1), ""),
        ("n.a.", "n.a."),
        (Cell(8, text("x") + layout.SUM), "x"),
    ],
)
def test_cells_that_are_no_numbers_are_named(tmp_path: Path, cell: object, said: str) -> None:
    path = written(tmp_path, wiod2016(cells={(6, 4): cell}))
    with pytest.raises(DataError, match=rf"_ROW\.xlsb: sheet '2014': .* not numbers: E7 = '{said}'"):
        ni.read(path)


# ---- damage


ROW, CELL = record(0, bytes(17)), record(5, bytes(8) + struct.pack("<d", 1.0))
LATER = record(5, struct.pack("<II", 3, 0) + struct.pack("<d", 1.0))
END = record(146)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ROW + CELL, "the sheet is cut off"),
        (ROW + CELL[:-1], "a record is cut off"),
        (ROW[:1], "a record is cut off"),
        (b"", "the sheet is cut off"),
        (CELL + END, "cells stand before the first row"),
        (ROW + CELL + ROW + END, "row 1 stands after row 1"),
        (record(0, struct.pack("<I", 1_048_576)) + END, "row 1048577 stands after row 0"),
        (ROW + LATER + CELL + END, "a cell of column 1 stands out of place"),
        (ROW + LATER + record(4, bytes(9)) + END, "a cell of column 1 stands out of place"),
        (ROW + record(5, struct.pack("<II", 16384, 0) + bytes(8)) + END, "a cell of column 16385 stands out of place"),
        (ROW + record(1, struct.pack("<II", 0xFFFFFFFF, 0)) + END, "a cell of column 4294967296 stands out of place"),
        (ROW + record(5, bytes(10)) + END, "error: unpack_from requires a buffer"),
        (ROW + record(2, bytes(10)) + END, "ValueError: buffer is smaller"),
        (ROW + record(4, bytes(8)) + END, "IndexError"),
        (ROW + record(6, bytes(8) + struct.pack("<I", 9) + b"ab") + END, "a text is longer than its record"),
        (ROW + record(6, bytes(8) + struct.pack("<I", 1) + b"\x00\xd8") + END, "UnicodeDecodeError"),
        (ROW + record(7, bytes(8) + struct.pack("<I", 99)) + END, "IndexError: list index out of range"),
        (ROW + b"\x01\xff\xff\xff\x7f" + END, "a record of 268,435,455 bytes"),
    ],
)
def test_records_that_make_no_sense_are_said_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = layout.write(tmp_path / "a.xlsb", {"s": []}, {SHEET: content})
    with pytest.raises(
        DataError, match=rf"a\.xlsb: truncated, corrupt or not a workbook \(.*{said}.*Get the file again"
    ):
        filled(path)


@pytest.mark.parametrize(
    ("member", "content", "said"),
    [
        (
            "xl/workbook.bin",
            layout.bundle(["s"]).replace("rId1".encode("utf-16-le"), "rId7".encode("utf-16-le")),
            "KeyError: 'rId7'",
        ),
        ("xl/workbook.bin", record(156, bytes(9)), "error: unpack_from"),
        ("xl/_rels/workbook.bin.rels", b"<R", "ParseError"),
        ("xl/sharedStrings.bin", record(19, b"\0\1"), "error: unpack_from"),
        ("xl/sharedStrings.bin", record(159), "IndexError"),
    ],
)
def test_damage_around_the_sheets_is_said_too(tmp_path: Path, member: str, content: bytes, said: str) -> None:
    path = layout.write(tmp_path / "a.xlsb", {"s": [["x", 1.0]]}, {member: content})
    with pytest.raises(DataError, match=rf"a\.xlsb: truncated, corrupt or not a workbook \(.*{said}"):
        filled(path, stream.sheet_names(path)[0])


def test_members_that_are_missing(tmp_path: Path) -> None:
    path = layout.write(tmp_path / "a.xlsb", {"s": [[1.0]]})
    bare = tmp_path / "bare.xlsb"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as copy:
        for name in set(source.namelist()) - {"xl/sharedStrings.bin"}:
            copy.writestr(name, source.read(name))
    assert filled(bare) == {(0, 0): 1.0}
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as copy:
        for name in set(source.namelist()) - {SHEET}:
            copy.writestr(name, source.read(name))
    with pytest.raises(DataError, match="There is no item named"):
        filled(bare)


def test_a_number_altered_on_the_way_is_noticed_by_its_check_sum(tmp_path: Path) -> None:
    path = layout.write(tmp_path / "a.xlsb", {"s": [[1 / 3, 2 / 3]]})
    altered = tmp_path / "altered.xlsb"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(altered, "w", zipfile.ZIP_STORED) as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name))
    content = altered.read_bytes()
    assert content.count(struct.pack("<d", 2 / 3)) == 1
    altered.write_bytes(content.replace(struct.pack("<d", 2 / 3), struct.pack("<d", 0.7)))
    with pytest.raises(DataError, match="Bad CRC-32"):
        filled(altered)


def test_what_would_fill_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = layout.write(tmp_path / "a.xlsb", {"s": [["x"]]})
    monkeypatch.setattr(stream, "LARGEST", 10)
    with pytest.raises(DataError, match="is too large"):
        stream.sheet_names(path)
    monkeypatch.setattr(stream, "LARGEST", 10**6)
    monkeypatch.setattr(sheets, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match=r"unpacks to .* GB, more than"):
        filled(path)
