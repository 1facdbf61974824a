"""The reader of OECD ICIO tables: three editions, divided economies, archives, and every kind of damage."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from icio_layout import DEMAND, EDITIONS, Icio
from newind.accounts.classification import concordance, load
from newind.accounts.groups import resolve
from newind.data.readers import detect
from newind.errors import DataError

SMALL = 6
"""Industries of a small table."""
ECONOMIES = ("AUS", "CHN", "MEX", "ROW")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_publishers_layout_is_read_as_it_stands(tmp_path: Path, edition: str) -> None:
    layout = Icio(edition)
    w = ni.read(layout.write(tmp_path))
    assert list(w.regions) == list(layout.regions)
    assert w.industries == tuple(load("icio50" if edition == "2025" else "icio45"))
    assert (w.demand, w.year, w.unit) == (DEMAND, 2018, "M.USD")
    assert w.source == f"OECD Inter-Country Input-Output Tables, {edition} edition"
    assert_allclose(w.Z, layout.Z, rtol=1e-14)
    assert_allclose(w.Y, layout.Y, rtol=1e-14)


@pytest.mark.parametrize("edition", EDITIONS)
def test_taxes_stand_beside_the_flows(tmp_path: Path, edition: str) -> None:
    layout = Icio(edition, industries=SMALL)
    paid = ni.read(layout.write(tmp_path)).satellite("taxes_less_subsidies")
    assert paid.final is not None
    assert_allclose(np.concatenate([paid.values, paid.final]), layout.taxes, rtol=1e-12)
    assert (paid.unit, paid.follows) == ("M.USD", "money")


@pytest.mark.parametrize("edition", EDITIONS)
def test_divided_economies_are_put_together(tmp_path: Path, edition: str) -> None:
    """Parts sum to the economy; what final users of the economy buy stays where it is."""
    layout = Icio(edition, ECONOMIES, SMALL, divided=True)
    w = ni.read(layout.write(tmp_path))
    assert list(w.regions) == list(ECONOMIES)
    assert (w.R, w.S, w.D) == (4, SMALL, 6)
    blocks = layout.Z.reshape(8, SMALL, 8, SMALL)
    sold = blocks[:, :, [4, 5]].sum(axis=2), blocks[:, :, [6, 7]].sum(axis=2)
    assert_allclose(w.Z4[0, :, 1], sold[0][0], rtol=1e-14)
    assert_allclose(w.Z4[3, :, 2], sold[1][3], rtol=1e-14)
    assert_allclose(w.Z4[1, :, 2], sold[1][4] + sold[1][5], rtol=1e-14)
    assert_allclose(w.Y4[1].sum(), layout.Y.reshape(8, SMALL, -1)[[4, 5]].sum(), rtol=1e-13)
    assert_allclose(w.x.sum(), layout.x.sum(), rtol=1e-13)
    assert_allclose(w.Y.sum(axis=0), layout.Y.sum(axis=0), rtol=1e-13)


def test_parts_that_stand_without_the_economy_make_it_too(tmp_path: Path) -> None:
    whole = Icio(regions=ECONOMIES, industries=SMALL, divided=True)
    empty = [k for k, label in enumerate(whole.rows, start=1) if label[:3] in ("CHN", "MEX")]
    path = Icio(
        regions=ECONOMIES, industries=SMALL, divided=True, drop_lines=tuple(empty), drop_columns=tuple(empty)
    ).write(tmp_path, "2018.csv")
    w, expected = ni.read(path), ni.read(whole.write(tmp_path))
    assert set(w.regions) == set(ECONOMIES)
    assert_allclose(w.gdp[w.regions.index("CHN")], expected.gdp[1], rtol=1e-13)


def test_rows_and_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    layout = Icio(industries=SMALL)
    grid = layout.grid()
    path = tmp_path / "2018_SML.csv"
    path.write_text("".join(",".join(row) + "\r\n" for row in [grid[0], *reversed(grid[1:])]), encoding="utf-8-sig")
    assert ni.read(path).equals(ni.read(layout.write(tmp_path, "2018.csv")))


def test_labels_may_stand_in_quotation_marks(tmp_path: Path) -> None:
    layout = Icio(industries=SMALL)
    path = tmp_path / "2018_SML.csv"
    head, *rows = layout.grid()
    text = [",".join(f'"{cell}"' for cell in head), *[",".join([f'"{row[0]}"', *row[1:]]) for row in rows]]
    path.write_text("\n".join(text), encoding="utf-8")
    assert_allclose(ni.read(path).Z, layout.Z, rtol=1e-14)


# ---- what file it is


def test_layout_is_recognised_by_content_whatever_the_name(tmp_path: Path) -> None:
    for edition, first in {"2021": "CHN_01T02", "2023": "CHN_A01_02", "2025": "CHN_A01"}.items():
        name, reason = detect(Icio(edition, industries=3).write(tmp_path, "table.csv"))
        assert (name, first in reason) == ("icio", True)
    name, reason = detect(Icio(industries=3).zip(tmp_path, 2018))
    assert name == "icio"


def test_other_csv_files_are_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    for text in ("a,b,c\n1,2,3\n", "V1,AUS_ZZZ,OUT\n", "", "V1\n"):
        path.write_text(text)
        with pytest.raises(DataError, match="unknown layout"):
            ni.read(path)


def test_year_comes_from_the_name_or_the_option(tmp_path: Path) -> None:
    layout = Icio("2021", industries=3)
    assert ni.read(layout.write(tmp_path, "ICIO2021_2009.csv")).year == 2009
    assert ni.read(layout.write(tmp_path, "ICIO2021_2009.csv"), year=2010).year == 2010
    with pytest.raises(DataError, match=r"no year in the name of the file. Write it there, or give year="):
        ni.read(layout.write(tmp_path, "table20181.csv"))


def test_units_are_an_option(tmp_path: Path) -> None:
    w = ni.read(Icio(industries=3).write(tmp_path), units="M.EUR")
    assert (w.unit, w.satellite("taxes_less_subsidies").unit) == ("M.EUR", "M.EUR")


# ---- archives


def test_an_archive_of_one_year_is_read(tmp_path: Path) -> None:
    layout = Icio(industries=3)
    assert ni.read(layout.zip(tmp_path, 2018)).equals(ni.read(layout.write(tmp_path)))


def test_an_archive_of_several_years_needs_the_year(tmp_path: Path) -> None:
    path = Icio(industries=3).zip(tmp_path, 2016, 2017, 2018, 2019)
    assert ni.read(path, year=2017).year == 2017
    with pytest.raises(DataError, match=r"it holds '2016_SML.csv'.* Say which by year="):
        ni.read(path)
    with pytest.raises(DataError, match="Say which by year="):
        ni.read(path, year=2020)


def test_damaged_archives(tmp_path: Path) -> None:
    path = tmp_path / "2018.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(DataError, match="an archive without a csv file"):
        ni.read(path, format="icio")
    whole = Icio(industries=3).zip(tmp_path, 2018).read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 255]) + whole[501:])
    with pytest.raises(DataError, match="truncated, corrupt or locked"):
        ni.read(path, format="icio")


# ---- damage

LAST = 3 * SMALL + 3
"""Last line of a table of three economies: VA and OUT stand before it and in it, TLS before them."""
WIDTH = 1 + 3 * SMALL + 3 * 6
"""Column of total output."""
DAMAGED = {
    "text": ({(3, 5): "n.a."}, r"line 4 \(CHN_B05_06\): cells that are not numbers: column CHN_B09 = 'n\.a\.'"),
    "blank": ({(1, 1): "", (1, 2): " "}, r"line 2 \(CHN_A01_02\): .*: column CHN_A01_02 = ''; column CHN_A03"),
    "blank at the end": ({(2, WIDTH): ""}, r"line 3 \(CHN_A03\): .*column OUT = ''"),
    "not finite": ({(1, 1): "nan", (1, 2): "1e999"}, r"not numbers: column CHN_A01_02 = 'nan'; column"),
    "decimal comma": ({(2, 2): "1,5"}, rf"line 3 \(CHN_A03\): {WIDTH + 1} cells, the first line names {WIDTH} columns"),
    "row twice": ({(2, 0): "CHN_A01_02"}, r"line 3 \(CHN_A01_02\): labels that stand twice: 'CHN_A01_02'"),
    "unknown row": ({(2, 0): "CHN_X"}, r"line 3 \(CHN_X\): a row that is neither an industry of the columns nor TLS"),
    "demand that sells": ({(2, 0): "CHN_HFCE"}, r"line 3 \(CHN_HFCE\): a row that is neither an industry"),
    "column twice": ({(0, 2): "CHN_A01_02"}, r"line 1: labels that stand twice: 'CHN_A01_02'"),
    "odd label": ({(0, 2): "China"}, r"line 1: labels are no economy and code, as AUS_A03: 'China'"),
    "other industry": ({(0, 2): "CHN_Q"}, r"line 1: not every .* missing 'CHN_A03', 'USA_Q', 'ROW_Q'"),
    "demand of nobody": ({(0, WIDTH): "FRA_HFCE"}, r"one column of total output is needed"),
    "two totals": ({(0, WIDTH - 1): "TOTAL"}, r"line 1: not every .* missing 'ROW_DPABR'"),
    "unbalanced": ({(4, 3): "9e6"}, r"unbalanced: sales miss the published output .* in 'CHN\.B07_08 \(\+"),
    "value added": ({(LAST - 1, 2): "9e6"}, r"unbalanced: inputs, taxes and value added miss .* in 'CHN\.A03 \(\+"),
    "output": ({(LAST, 2): "9e6"}, r"unbalanced: figures of total output miss.* in 'CHN\.A03 \(-"),
}


@pytest.mark.parametrize(("cells", "said"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_cells_are_named(tmp_path: Path, cells: dict[tuple[int, int], str], said: str) -> None:
    path = Icio(industries=SMALL, cells=cells).write(tmp_path)
    with pytest.raises(DataError, match=said) as caught:
        ni.read(path, format="icio")
    assert str(path) in str(caught.value)


CUT = {
    "rows": ({"drop_lines": (5, 6, 7)}, r"missing 'CHN_B09', 'CHN_C10T12', 'USA_A01_02'. Is the file cut off"),
    "the last lines": ({"drop_lines": tuple(range(10, LAST + 1))}, r"missing 'USA_B07_08'"),
    "row of output": ({"drop_lines": (LAST,)}, r"missing 'OUT'"),
    "rows below": ({"drop_lines": (LAST - 2, LAST - 1, LAST)}, r"missing 'TLS', 'VA', 'OUT'"),
    "column of industry": ({"drop_columns": (4,)}, r"not every economy has the same codes .* missing 'CHN_B07_08'"),
    "column of demand": ({"drop_columns": (WIDTH - 8,)}, r"missing 'USA_INVNT'"),
    "all demand": ({"drop_columns": tuple(range(1 + 3 * SMALL, WIDTH))}, r"missing 'CHN_HFCE'"),
    "total": (
        {"drop_columns": (WIDTH,)},
        r"line 1: one column of total output is needed after",
    ),
    "industries of an economy": (
        {"drop_columns": tuple(range(1 + 2 * SMALL, 1 + 3 * SMALL))},
        r"line 1: final demand is not that of the same economies: not expected 'ROW'",
    ),
    "everything but labels": ({"drop_lines": tuple(range(1, LAST + 1))}, r"missing 'CHN_A01_02'"),
    "industries": ({"drop_columns": tuple(range(1, 1 + 3 * SMALL))}, r"line 1: not every economy .*: there are none"),
}


@pytest.mark.parametrize(("dropped", "said"), CUT.values(), ids=CUT)
def test_what_was_cut_off_is_named(tmp_path: Path, dropped: dict[str, tuple[int, ...]], said: str) -> None:
    path = Icio(industries=SMALL, **dropped).write(tmp_path)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=said):
        ni.read(path, format="icio")


def test_a_download_cut_in_the_middle_of_a_line(tmp_path: Path) -> None:
    path = Icio(industries=SMALL).write(tmp_path)
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(
        DataError, match=r"line \d+ \(\w+\): \d+ cells, the first line names 37 columns. Is the file cut"
    ):
        ni.read(path)


def test_semicolons_of_another_locale(tmp_path: Path) -> None:
    path = Icio(industries=SMALL).write(tmp_path, separator=";")
    with pytest.raises(DataError, match=r"line 1: cells are not divided by commas.* decimal commas"):
        ni.read(path, format="icio")
    path.write_text("")
    with pytest.raises(DataError, match=r"line 1: cells are not divided by commas"):
        ni.read(path, format="icio")


# ---- what the codes mean


def test_industries_go_together_into_those_of_the_shipped_world() -> None:
    for name in ("icio45", "icio50"):
        bridge = concordance(f"{name}_to_wiod26")
        assert len(bridge.targets) == 26
        assert [s for s, to in bridge.targets_of.items() if len(to) > 1] == ["C13T15", "E", "J58T60"]
    old = [row["edition2021"] for row in load("icio45").values()]
    assert len(set(old)) == 45


@pytest.mark.parametrize("name", ["icio45", "icio50"])
def test_groups_find_their_members(name: str) -> None:
    codes = tuple(load(name))
    parts = [resolve(g, codes).tolist() for g in ("agriculture", "industry", "construction", "services")]
    assert sorted(k for part in parts for k in part) == list(range(len(codes)))
    classes = [resolve(f"rd-{c}", codes).tolist() for c in ("high", "medium-high", "medium-low", "low")]
    assert sorted(k for part in classes for k in part) == sorted(resolve("manufacturing", codes).tolist())
    both = {*classes[0], *classes[1]}
    assert both == set(resolve("high-tech", codes).tolist()) < set(resolve("knowledge-intensive", codes).tolist())
    assert set(resolve("digital", codes).tolist()) < set(resolve("digital-wide", codes).tolist())
