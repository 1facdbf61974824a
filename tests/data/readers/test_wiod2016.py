"""The reader of WIOD 2016: the publisher's layout as workbook, text and archive, and every kind of damage."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.classification import demand_role, load
from newind.data.readers import detect
from newind.errors import DataError
from wide_layout import MARGINS, TAXES, Wide, wiod2016

FIRST = 6
"""First row of figures, from 0; running codes in row 5, economies in row 4, industry codes in row 2."""


def test_the_publishers_layout_is_read_as_it_stands(tmp_path: Path) -> None:
    layout = wiod2016()
    w = ni.read(layout.write(tmp_path))
    assert list(w.regions) == ["AUS", "CHN", "ROW"]
    assert (w.industries, w.demand, w.year, w.unit) == (("A01", "C26", "U"), tuple(layout.demand), 2014, "M.USD")
    assert_allclose(w.Z, layout.Z, rtol=1e-14)
    assert_allclose(w.Y, layout.F, rtol=1e-14)
    assert_allclose(w.satellite("taxes_less_subsidies").values, TAXES * layout.x)
    assert_allclose(w.satellite("transport_margins").values, MARGINS * layout.x)
    assert_allclose(w.satellite("value_added_basic").values, w.value_added - (TAXES + MARGINS) * w.x)
    assert "WIOD 2016" in w.source


def test_running_codes_of_rows_may_be_those_of_columns(tmp_path: Path) -> None:
    assert ni.read(wiod2016(row_code="c").write(tmp_path)).equals(ni.read(wiod2016().write(tmp_path, "WIOT2014.xlsx")))


def test_text_in_the_same_layout_is_recognised_and_gives_the_same(tmp_path: Path) -> None:
    path = wiod2016().write(tmp_path, "WIOT2014_Nov16_ROW.csv")
    assert detect(path) == ("wiod2016", "the text begins as a World Input-Output Table of the 2016 release")
    w, other = ni.read(path), ni.read(wiod2016().write(tmp_path))
    assert w.labels() == other.labels()
    assert_allclose(w.Z, other.Z, rtol=1e-14)


def test_the_archive_of_all_years_gives_the_year_asked_for(tmp_path: Path) -> None:
    archive = tmp_path / "WIOTS_in_EXCEL.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for year in (2013, 2014):
            table = wiod2016(seed=year, sheet=str(year)).write(tmp_path, f"WIOT{year}_Nov16_ROW.xlsx")
            file.write(table, table.name)
    assert detect(archive)[0] == "wiod2016"
    assert ni.read(archive, year=2013).equals(ni.read(tmp_path / "WIOT2013_Nov16_ROW.xlsx"))
    assert ni.read(archive).year == 2014
    with pytest.raises(DataError, match=r"has no year 1999\. It has 2013, 2014"):
        ni.read(archive, year=1999)
    with zipfile.ZipFile(archive, "w") as file:
        file.write(wiod2016(cells={(FIRST, 4): "n.a."}).write(tmp_path), "WIOT2014_Nov16_ROW.xlsx")
    with pytest.raises(DataError, match=r"WIOTS_in_EXCEL.zip: WIOT2014_Nov16_ROW.xlsx: sheet '2014': .* E7 = 'n.a.'"):
        ni.read(archive)


def test_year_comes_from_the_sheet_else_the_title_else_the_file_else_the_option(tmp_path: Path) -> None:
    assert ni.read(wiod2016(sheet="2003").write(tmp_path)).year == 2003
    assert ni.read(wiod2016(sheet="WIOT", title="Table, 2007").write(tmp_path)).year == 2007
    assert ni.read(wiod2016(sheet="WIOT").write(tmp_path)).year == 2014
    nowhere = wiod2016(sheet="WIOT").write(tmp_path, "table.xlsx")
    assert ni.read(nowhere, year=2001).year == 2001
    with pytest.raises(DataError, match="no year in the title, the sheet's name or the file's"):
        ni.read(nowhere)


DAMAGED = {
    "text": (wiod2016(cells={(FIRST + 1, 5): "n.a."}), r"sheet '2014': .* not numbers: F8 = 'n.a.'\."),
    "blank": (wiod2016(cells={(FIRST, 4): "", (FIRST + 2, 6): "x"}), r"not numbers: E7 = ''; G9 = 'x'\."),
    "truth": (wiod2016(cells={(FIRST, 4): True}), r"not numbers: E7 = 'TRUE'\."),
    "no economy": (
        wiod2016(drop_rows=(FIRST + 6, FIRST + 7, FIRST + 8)),
        r"missing 'ROW A01', 'ROW C26', 'ROW U'.*cut off",
    ),
    "no row": (wiod2016(drop_rows=(FIRST + 4,)), r"rows and columns are not the same industries: missing 'CHN C26'"),
    "no column": (wiod2016(drop_columns=(4 + 9 + 7,)), r"not every economy has the same codes .* missing 'CHN c59'"),
    "no demand": (
        wiod2016(drop_columns=tuple(range(4 + 9 + 10, 4 + 9 + 15))),
        r"final demand is not that of the same economies: missing 'ROW'",
    ),
    "no total": (wiod2016(drop_columns=(4 + 9 + 15,)), r"AB6: one column of total output is needed"),
    "row twice": (wiod2016(cells={(FIRST + 1, 0): "A01"}), r"stand twice: AUS A01 in D7 and D8"),
    "column twice": (wiod2016(cells={(2, 5): "A01"}), r"stand twice: AUS A01 in E6 and F6"),
    "unbalanced": (wiod2016(cells={(FIRST + 2, 7): 1e6}), r"unbalanced: .* in 'AUS.U \(\+"),
    "below lost": (wiod2016(drop_rows=tuple(range(FIRST + 10, FIRST + 17))), r"missing 'TXSP', .* and 3 more"),
    "below altered": (
        wiod2016(cells={(FIRST + 10, 4): 1e6}),
        r"inputs, taxes, margins and value added miss .* 'AUS.A01",
    ),
}


@pytest.mark.parametrize(("layout", "said"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_workbooks_name_file_sheet_and_cell(tmp_path: Path, layout: Wide, said: str) -> None:
    path = layout.write(tmp_path)
    with pytest.raises(DataError, match=said) as caught:
        ni.read(path, format="wiod2016")
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("name", ["WIOT2014.xlsx", "WIOT2014.csv"])
def test_a_file_that_was_cut_off_is_called_so(tmp_path: Path, share: float, name: str) -> None:
    path = wiod2016().write(tmp_path, name)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DataError, match=r"truncated|cut off"):
        ni.read(path, format="wiod2016")


def test_industries_and_demand_of_the_release_are_those_of_the_classification(shared: Path) -> None:
    file = shared / "world" / "wiod2016_partial" / "wiod2016_2014_final_use_and_national_Z.npz"
    with np.load(file) as part:
        assert list(load("wiod56")) == part["sectors"].tolist()
        said = [str(text).casefold() for text in part["final_demand"]]
    words = {"consumption_households": "households", "npish": "npish", "government": "government"}
    words |= {"investment": "fixed capital", "inventories": "inventories"}
    for code, text in zip(("c57", "c58", "c59", "c60", "c61"), said, strict=True):
        assert words[demand_role(code)] in text


def test_real_figures_of_2014_go_through_the_layout(shared: Path, tmp_path: Path) -> None:
    """Domestic flows and final use of two economies, written as the publisher writes them, come back as they are."""
    file = shared / "world" / "wiod2016_partial" / "wiod2016_2014_final_use_and_national_Z.npz"
    with np.load(file) as part:
        at = [part["countries"].tolist().index(c) for c in ("CHN", "USA")]
        flows, use = part["Z_national_use"][at], part["F"][np.ix_(at, range(56), at)]
    industries = {f"c{k + 1}": (code, row["en"]) for k, (code, row) in enumerate(load("wiod56").items())}
    layout = wiod2016(regions=("CHN", "USA"), industries=industries)
    layout.Z = np.zeros((112, 112))
    layout.Z[:56, :56], layout.Z[56:, 56:] = flows
    layout.F = use.reshape(112, 10)
    w = ni.read(layout.write(tmp_path))
    assert w.industries == tuple(load("wiod56"))
    assert_allclose(w.Z, layout.Z, rtol=1e-14)
    assert_allclose(w.Y4, use, rtol=1e-14)
