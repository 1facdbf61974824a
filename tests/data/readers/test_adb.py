"""The reader of the tables of the Asian Development Bank: the publisher's layout, and every kind of damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.classification import demand_role
from newind.accounts.regions import read_regions
from newind.data.readers import detect
from newind.data.readers.adb import CODES
from newind.errors import DataError
from wide_layout import MARGINS, TAXES, Wide, adb

FIRST = 7
"""First row of figures, from 0; running codes in row 6, economies in row 5."""


def test_the_publishers_layout_is_read_as_it_stands(tmp_path: Path) -> None:
    layout = adb()
    path = layout.write(tmp_path)
    assert detect(path) == ("adb", "the sheet 'ADB MRIO 2022' is laid out as a table of the Asian Development Bank")
    w = ni.read(path)
    assert list(w.regions) == ["CHN", "IDN", "ROW"]
    assert (w.industries, w.demand, w.year) == (("c1", "c14", "c35"), ("F1", "F2", "F3", "F4", "F5"), 2022)
    assert_allclose(w.Z, layout.Z, rtol=1e-14)
    assert_allclose(w.Y, layout.F, rtol=1e-14)
    assert_allclose(w.satellite("taxes_less_subsidies").values, TAXES * layout.x)
    assert_allclose(w.satellite("value_added_basic").values, w.value_added - (TAXES + MARGINS) * w.x)
    assert [demand_role(code) for code in w.demand][-2:] == ["investment", "inventories"]


def test_codes_of_the_bank_become_those_of_iso_with_names(tmp_path: Path) -> None:
    bank = ("PRC", "TAP", "UKG", "NET", "VIE", "RoLAC", "RoW")
    w = ni.read(adb(regions=bank).write(tmp_path))
    assert w.regions.codes == ("CHN", "TWN", "GBR", "NLD", "VNM", "RLA", "ROW")
    assert w.regions.kind[-2:] == ("rest", "rest")
    assert set(CODES.values()) <= set(read_regions())
    assert len(set(CODES.values())) == len(CODES)


def test_empty_cells_are_zero_where_the_totals_say_so(tmp_path: Path) -> None:
    layout = adb()
    layout.Z[2, 3] = layout.F[4, 6] = 0.0
    layout.cells = {(FIRST + 2, 4 + 3): " ", (FIRST + 4, 4 + 9 + 6): ""}
    assert_allclose(ni.read(layout.write(tmp_path)).Z, layout.Z, rtol=1e-14)
    with pytest.raises(DataError, match=r"unbalanced: .* in 'PRC.c1 \(-"):
        ni.read(adb(cells={(FIRST, 4 + 9): ""}).write(tmp_path))


def test_labels_may_stand_in_other_rows_of_the_head(tmp_path: Path) -> None:
    w = ni.read(adb(above=5).write(tmp_path))
    assert_allclose(w.Z, adb().Z, rtol=1e-14)


DAMAGED = {
    "text": (adb(cells={(FIRST + 1, 5): "n.a."}), r"sheet 'ADB MRIO 2022': .* not numbers: F9 = 'n.a.'\."),
    "no economy": (adb(drop_rows=(FIRST + 6, FIRST + 7, FIRST + 8)), r"missing 'RoW c1', 'RoW c14'.*cut off"),
    "no column": (adb(drop_columns=(4 + 9 + 7,)), r"not every economy has the same codes .* missing 'INO F3'"),
    "no total": (adb(drop_columns=(4 + 9 + 15,)), r"AB7: one column of total output is needed"),
    "row twice": (adb(cells={(FIRST + 1, 3): "c1"}), r"stand twice: PRC c1 in D8 and D9"),
    "unbalanced": (adb(cells={(FIRST + 2, 7): 1e6}), r"unbalanced: .* in 'PRC.c35 \(\+"),
    "below lost": (adb(drop_rows=tuple(range(FIRST + 10, FIRST + 17))), r"missing 'r99', 'r61', 'r62' and 3 more"),
    "another layout": (adb(cells={(6, c): "" for c in range(4, 28)}), r"another layout\. Expected running codes"),
}


@pytest.mark.parametrize(("layout", "said"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_workbooks_name_file_sheet_and_cell(tmp_path: Path, layout: Wide, said: str) -> None:
    path = layout.write(tmp_path)
    with pytest.raises(DataError, match=said) as caught:
        ni.read(path, format="adb")
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_download_is_called_so(tmp_path: Path, share: float) -> None:
    path = adb().write(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DataError, match="truncated"):
        ni.read(path, format="adb")
