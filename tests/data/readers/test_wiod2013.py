"""The reader of WIOD 2013: the publisher's layout, the arrays, and every kind of damage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.data.readers import detect
from newind.data.readers.wiod2013 import read_arrays
from newind.errors import DataError, UnknownNameError
from wiot_layout import FINAL, Layout

FIRST = 6
"""First row of figures, from 0; the labels are in rows 2 to 5, the row labels in columns 0 to 3."""


def test_the_publishers_workbook_is_read_as_it_stands(tmp_path: Path) -> None:
    layout = Layout()
    w = ni.read(layout.write(tmp_path))
    assert list(w.regions) == ["CHN", "USA", "ROU", "ROW"]
    assert (w.industries, w.demand, w.year, w.unit) == (layout.industries, tuple(FINAL), 2008, "M.USD")
    assert_allclose(w.Z, layout.Z, rtol=1e-14)
    assert_allclose(w.Y, layout.F, rtol=1e-14)


def test_layout_is_recognised_by_content_whatever_the_name(tmp_path: Path) -> None:
    path = Layout().write(tmp_path, "table.xlsx")
    name, reason = detect(path)
    assert name == "wiod2013"
    assert "first sheet" in reason


def test_year_comes_from_the_title_else_the_sheet_else_the_option(tmp_path: Path) -> None:
    untitled = Layout(year=1999, cells={(0, 0): ""})
    assert ni.read(untitled.write(tmp_path)).year == 1999
    assert ni.read(untitled.write(tmp_path), year=2003).year == 2003


def test_units_are_an_option(tmp_path: Path) -> None:
    assert ni.read(Layout().write(tmp_path), units="M.EUR").unit == "M.EUR"


DAMAGED = {
    "text": (Layout(cells={(FIRST + 1, 5): "n.a."}), r"sheet 'WIOT_2008': .* not numbers: F8 = 'n.a.'\."),
    "blank": (Layout(cells={(FIRST, 4): "", (FIRST + 2, 6): "x"}), r"not numbers: E7 = ''; G9 = 'x'\."),
    "no rows of an economy": (
        Layout(drop_rows=(FIRST + 9, FIRST + 10, FIRST + 11)),
        r"missing 'RoW c1', 'RoW c14', 'RoW c35'.*cut off",
    ),
    "no row": (Layout(drop_rows=(FIRST + 4,)), r"rows and columns are not the same industries: missing 'USA c14'"),
    "no column": (
        Layout(drop_columns=(4 + 12 + 7,)),
        r"not every economy has the same codes in the same order: missing 'USA c39'",
    ),
    "no demand": (
        Layout(drop_columns=tuple(range(4 + 12 + 15, 4 + 12 + 20))),
        r"final demand is not that of the same economies: missing 'RoW'",
    ),
    "no total": (Layout(drop_columns=(4 + 12 + 20,)), r"AJ6: one column of total output is needed"),
    "row twice": (Layout(cells={(FIRST + 1, 3): "c1"}), r"stand twice: CHN c1 in D7 and D8"),
    "column twice": (Layout(cells={(4, 5): "CHN", (5, 5): "c1"}), r"stand twice: CHN c1 in E6 and F6"),
    "unbalanced": (Layout(cells={(FIRST + 2, 7): 1e6}), r"unbalanced: .* in 'CHN.c35 \(\+"),
}


@pytest.mark.parametrize(("layout", "said"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_workbooks_name_file_sheet_and_cell(tmp_path: Path, layout: Layout, said: str) -> None:
    path = layout.write(tmp_path)
    with pytest.raises(DataError, match=said) as caught:
        ni.read(path)
    assert str(path) in str(caught.value)


def test_a_workbook_of_another_layout_says_what_was_expected_and_found(tmp_path: Path) -> None:
    other = Layout(cells={(5, c): "" for c in range(4, 37)})
    path = other.write(tmp_path)
    found = r"unknown layout\. Found a workbook with the sheets 'WIOT_2008'; its first .*Expected one of: template"
    with pytest.raises(DataError, match=found):
        ni.read(path)
    with pytest.raises(DataError, match=r"Expected running codes .* found"):
        ni.read(path, format="wiod2013")


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_workbook_is_called_so(tmp_path: Path, share: float) -> None:
    path = Layout().write(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DataError, match="truncated or corrupt"):
        ni.read(path)
    with pytest.raises(DataError, match="truncated or corrupt"):
        ni.read(path, format="wiod2013")


def test_no_file_a_folder_another_format_and_another_option(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such file"):
        ni.read(tmp_path / "none.xlsx")
    with pytest.raises(DataError, match="a folder, not a file"):
        ni.read(tmp_path)
    text = tmp_path / "table.csv"
    text.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"unknown layout. Found text that begins 'a,b'. Expected one of"):
        ni.read(text)
    path = Layout().write(tmp_path)
    with pytest.raises(UnknownNameError, match=r"unknown format 'wiod213'\. Did you mean 'wiod2013'"):
        ni.read(path, format="wiod213")
    with pytest.raises(DataError, match=r"format wiod2013 has no option 'colour'\. It has units, year"):
        ni.read(path, colour="red")


# ---- arrays


def arrays(folder: Path, year: int = 2008, **changes: object) -> Path:
    """Write a table of whole numbers as arrays with labels beside them."""
    layout = Layout()
    content = {"Z": np.rint(layout.Z), "F": np.rint(layout.F)}
    content["x"] = content["Z"].sum(axis=1) + content["F"].sum(axis=1)
    demand = [f"{code} {name}" for code, name in FINAL.items()]
    labels = {"countries": layout.regions, "industries": layout.industries, "final_demand": demand}
    labels |= {k: v for k, v in changes.items() if k in labels}
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    path = folder / f"wiot_{year}.npz"
    kept = {k: changes.get(k, v) for k, v in content.items()}
    np.savez(path, **{k: v for k, v in kept.items() if v is not None})
    return path


def test_arrays_and_workbook_give_the_same_accounts(tmp_path: Path) -> None:
    path = arrays(tmp_path)
    w = ni.read(path)
    layout = Layout()
    layout.Z, layout.F = np.rint(layout.Z), np.rint(layout.F)
    assert w.equals(ni.read(layout.write(tmp_path)))
    assert ni.read(path, year=2001).year == 2001


def test_row_sums_may_miss_output_by_rounding_only(tmp_path: Path) -> None:
    exact = read_arrays(arrays(tmp_path)).x
    cells = 12 + 20
    off = exact.copy()
    off[3] += cells / 2
    assert_allclose(ni.read(arrays(tmp_path, x=off)).x, exact)  # output is the row sum
    off[3] += 1
    with pytest.raises(DataError, match=r"more than rounding \(half a unit a cell, 16\) in 'USA.c1 \(-17\)'"):
        ni.read(arrays(tmp_path, x=off))


def test_industries_that_rounding_leaves_without_sales_are_emptied_and_reported(tmp_path: Path) -> None:
    table = read_arrays(arrays(tmp_path))
    Z, F = table.Z.copy(), table.F.copy()
    F[11, [0, 19]] = (1, -3)  # sells -2 on balance, buys nothing
    Z[2], F[2], Z[:, 2] = 0, 0, 0
    Z[0, 2] = 1  # buys 1, sells nothing
    w = ni.read(arrays(tmp_path, Z=Z, F=F, x=Z.sum(axis=1) + F.sum(axis=1)))
    said = "set to zero for lack of sales (sold"
    assert w.repairs == (f"CHN.c35 {said} 0, bought 1).", f"RoW.c35 {said} -2, bought 0).")
    assert w.x[11] == w.x[2] == 0
    assert w.Z[:, 2].sum() == 0
    assert w.x.sum() == Z.sum() + F.sum() + 2 - 1


def test_an_industry_that_buys_much_and_sells_nothing_is_refused(tmp_path: Path) -> None:
    Z, F = np.rint(Layout().Z), np.rint(Layout().F)
    Z[2], F[2] = 0, 0
    with pytest.raises(DataError, match=r"no output but inputs in 'CHN.c35'"):
        ni.read(arrays(tmp_path, Z=Z, F=F, x=Z.sum(axis=1) + F.sum(axis=1)))


def test_damaged_arrays(tmp_path: Path) -> None:
    cases: list[tuple[dict[str, object], str]] = [
        ({"countries": ("CHN", "USA", "ROM")}, r"3 regions × 3 industries, .* found Z \(12, 12\).*economy missing"),
        ({"countries": ("CHN", "USA", "CHN", "RoW")}, "duplicated economy labels: 'CHN'"),
        ({"x": None}, r"truncated or corrupt \(.*'x.npy'"),
        ({"Z": np.full((12, 12), "many")}, "truncated or corrupt"),
        ({"Z": np.where(np.eye(12) > 0, np.nan, 1.0)}, "unbalanced"),
    ]
    for changes, said in cases:
        with pytest.raises(DataError, match=said):
            ni.read(arrays(tmp_path, **changes), format="wiod2013")


def test_truncated_arrays_and_missing_labels(tmp_path: Path) -> None:
    path = arrays(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match="truncated or corrupt"):
        ni.read(path)
    path.write_bytes(content)
    (tmp_path / "labels.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(f"{tmp_path / 'labels.json'}: truncated or corrupt")):
        ni.read(path)
    for wrong, said in (("[]", "lists of texts are needed: 'countries'"), ("9" * 5000, "truncated or corrupt")):
        (tmp_path / "labels.json").write_text(wrong, encoding="utf-8")
        with pytest.raises(DataError, match=rf"labels\.json: {said}"):
            ni.read(path)
    for name in ("countries", "industries", "final_demand"):
        arrays(tmp_path, **{name: ["CHN", ["USA"]]})
        with pytest.raises(DataError, match=rf"labels\.json: lists of texts are needed: '{name}' missing or wrong"):
            ni.read(path)
    (tmp_path / "labels.json").unlink()
    with pytest.raises(DataError, match=r"labels\.json: lists of texts are needed: 'countries', 'industries'"):
        ni.read(path)


def test_own_accounts_are_recognised(tmp_path: Path) -> None:
    w = ni.read(Layout().write(tmp_path))
    w.save(tmp_path / "mine.npz")
    assert detect(tmp_path / "mine.npz") == ("newind", "the archive holds newind.json")
    assert ni.read(tmp_path / "mine.npz").equals(w)


# ---- the release itself


@pytest.mark.parametrize("year", [1995, 1999, 2002, 2011])
def test_the_release_changes_by_less_than_four_million_dollars(shared: Path, year: int) -> None:
    """Only industries emptied by rounding change; world output is 140 trillion dollars in 2011."""
    path = shared / "world" / "wiod2013" / f"wiot_{year}.npz"
    w, raw = ni.read(path), np.load(path)
    assert (w.R, w.S, w.D) == (41, 35, 5)
    assert {"ROU", "ROW"} <= set(w.regions)
    assert abs(w.x.sum() - (raw["Z"].sum(dtype=np.int64) + raw["F"].sum(dtype=np.int64))) <= 4
    assert 0 < 1 - w.x.sum() / raw["x"].sum() < 0.00095  # row sums fall short of the published output
    assert w.check()
