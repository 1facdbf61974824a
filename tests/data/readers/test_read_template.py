"""The template: what is written is read again, and every mistake in filling it in names its sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given, settings
from xlsxwriter.utility import xl_cell_to_rowcol

import newind as ni
from newind.data.readers import detect
from newind.data.readers.sheets import read_sheets
from newind.data.template import fill, write_template
from newind.errors import DataError, in_chinese
from newind.testing import economies

Edit = dict[tuple[str, str], Any]


def plain(**changes: Any) -> ni.Accounts:
    """A table of two industries of one province, the rest of the country and abroad, with figures of every kind."""
    Z = np.zeros((6, 6))
    Z[:, :2] = [[10, 20], [30, 40], [5, 6], [7, 8], [1, 2], [3, 4]]
    Y = np.zeros((6, 6))
    Y[:, :2] = [[100, 10], [150, 20], [3, 3], [4, 4], [1, 1], [2, 2]]
    Y[:2, 2], Y[:2, 4] = (25, 35), (45, 55)
    rest = ni.Region("CN-REST", "Other provinces", "其他省份", "rest", "CHN")
    given = {
        "Z": Z * 1e5,
        "Y": Y * 1e5,
        "regions": ["CN-GD", rest, "ROW"],
        "industries": ("n01", "n02"),
        "demand": ("households", "inventories"),
        "year": 2017,
        "unit": "10K.CNY",
        "boundary": ("CN-REST", "ROW"),
        "source": "statistics bureau, 广东",
        "satellites": {
            "co2": ni.Satellite([1.5, np.nan, 3, 4, 5, 6], final=[1 / 3, np.nan, 0], unit="kt", follows="emissions"),
            "jobs": ni.Satellite([1, 2, np.nan, np.nan, 0, 0], final=np.arange(6.0), unit="k", status="estimated"),
        },
        "facts": {"population": ni.Fact([112.0, np.nan, np.nan], unit="million persons", combine="sum", source="b")},
    }
    return ni.Accounts(**(given | changes))


def rewritten(path: Path, edits: Edit, dress: Callable[[dict[str, Any]], None] = lambda sheets: None) -> Path:
    """Write the workbook again with some cells changed, and what `dress` does to its sheets."""
    content = {name: sheet.rows for name, sheet in read_sheets(path).items()}
    for (name, cell), value in edits.items():
        row, column = xl_cell_to_rowcol(cell)
        rows = content[name]
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    target = path.with_name("edited.xlsx")
    with xlsxwriter.Workbook(str(target)) as book:
        sheets = {name: book.add_worksheet(name) for name in content}
        for name, rows in content.items():
            for r, cells in enumerate(rows):
                for c, cell in enumerate(cells):
                    if cell != "":
                        sheets[name].write(r, c, cell)
        dress(sheets)
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("template")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return fill(plain(), tmp_path / "gd.xlsx")


# ---- round trips


@settings(max_examples=20)
@given(w=economies())
def test_accounts_written_and_read_again_are_the_same(folder: Path, w: ni.Accounts) -> None:
    assert ni.read(fill(w, folder / "w.xlsx")).equals(w)


@settings(max_examples=20)
@given(w=economies(satellites=False))
def test_flows_written_as_csv_and_read_again_are_the_same(folder: Path, w: ni.Accounts) -> None:
    assert ni.read(fill(w, folder / "w.csv")).equals(w)


def test_a_table_of_one_province_keeps_everything(book: Path) -> None:
    w = ni.read(book)
    assert w.equals(plain())
    assert w.regions.zh[1] == "其他省份"
    assert detect(book) == ("template", "the sheet about says newind template 1")


def test_a_boundary_has_no_columns_of_inputs_and_one_of_sales_to_it(book: Path) -> None:
    flows = read_sheets(book)["flows"]
    columns = [(flows.text(1, c), flows.text(2, c)) for c in range(3, 9)]
    assert columns == [
        *(("CN-GD", c) for c in ("n01", "n02", "households", "inventories")),
        ("CN-REST", "households"),
        ("ROW", "households"),
    ]
    assert flows.text(3, 7) == "sold to it | 调出/出口"


def test_sums_in_the_margins_are_formulas_with_their_values(book: Path) -> None:
    flows = read_sheets(book)["flows"]
    w = plain()
    at = {flows.text(2, c): c for c in range(9, 12)}
    assert [flows.rows[r][at["output"]] for r in range(4, 10)] == w.x.tolist()
    assert flows.rows[10][3:5] == w.Z.sum(axis=0)[:2].tolist()
    assert flows.rows[11][3:5] == pytest.approx(w.value_added[:2].tolist())


def test_an_empty_template_filled_in_by_hand_is_read(tmp_path: Path) -> None:
    path = write_template(tmp_path / "t.xlsx", "CN-GD,ROW", ["a", "b"], demand="f", year=2018, unit="M.CNY")
    cells = {"D5": 1e5, "E5": 2e5, "F5": 9e6, "G5": 1e5, "F6": 8e6, "E7": 1e4}
    edits: Edit = {("flows", cell): value for cell, value in cells.items()}
    edits |= {("satellites", "E6"): 5.0, ("facts", "D7"): 112}
    w = ni.read(rewritten(path, edits))
    assert (w.year, w.unit, w.boundary, w.Z[0, 0], w.Z[2, 1], w.Y[0, 1]) == (2018, "M.CNY", ("ROW",), 1e5, 1e4, 1e5)
    blank, left_out = w.repairs
    assert blank == "flows: 10 of 16 flows are left blank and count as zero."
    assert left_out.startswith("satellites: columns without figures are left out: ")
    assert "'employment'" in left_out
    assert all(in_chinese(said) for said in w.repairs)
    assert w.satellites["co2"].values[0] == 5
    assert w.facts["population"].values[0] == 112


def test_rows_and_columns_may_be_moved(book: Path) -> None:
    rows = read_sheets(book)["flows"].rows
    edits: Edit = {("flows", f"{chr(65 + c)}5"): v for c, v in enumerate(rows[8])}
    edits |= {("flows", f"{chr(65 + c)}9"): v for c, v in enumerate(rows[4])}
    moved = rewritten(book, edits)
    rows = read_sheets(moved)["flows"].rows
    edits = {("flows", f"D{r + 1}"): rows[r][5] for r in range(1, 10)}
    edits |= {("flows", f"F{r + 1}"): rows[r][3] for r in range(1, 10)}
    w = ni.read(rewritten(moved, edits))
    assert w.aggregate(industries={i: i for i in ("n01", "n02")}).Z.sum() == plain().Z.sum()
    assert w.Y[0].tolist() == plain().Y[[0], :].ravel().tolist()


def test_year_and_unit_can_be_given(book: Path) -> None:
    w = ni.read(rewritten(book, {("about", "B2"): 2015}), units="M.USD", year=2016)
    assert (w.year, w.unit) == (2016, "M.USD")


# ---- mistakes

MISTAKES: dict[str, tuple[Edit, str]] = {
    "text": ({("flows", "D5"): "n.a."}, r"'flows': cells that are not numbers: D5 = 'n.a.'\. Write figures"),
    "thousands": ({("flows", "F6"): "1,234"}, r"F6 = '1,234'\. Take out the thousands separators"),
    "Chinese thousands": ({("flows", "F6"): "1，234，567.8"}, r"Take out the thousands separators"),
    "number as text": ({("flows", "F6"): "１２"}, r"numbers stored as text: turn them into numbers"),
    "percent": ({("flows", "F6"): "12%"}, r"without the percent sign"),
    "unknown region": (
        {("flows", "A5"): "CN-DG"},
        r"regions that the sheet regions lacks: 'CN-DG n01 \(B5\)'\. Did you mean 'CN-GD'",
    ),
    "misspelt row": (
        {("flows", "B5"): "n0l"},
        r"rows whose industry is no column: 'CN-GD n0l \(B5\)'\. Did you mean 'n01'\? Rows and columns",
    ),
    "misspelt column": (
        {("flows", "D3"): "n0l"},
        r"no column for 'CN-GD n01' \(Agriculture.*\)\. Write it, with its labels.* Is CN-GD n0l \(D3\) misspelt",
    ),
    "row twice": ({("flows", "B6"): "n01"}, r"labels that stand twice: CN-GD n01 in B5 and B6"),
    "column twice": ({("flows", "E3"): "n01"}, r"labels that stand twice: CN-GD n01 in D3 and E3"),
    "merged region": (
        {("flows", "A6"): "", ("flows", "A8"): ""},
        r"half a label for the row of 'B6', 'B8'\. Cells may have been merged",
    ),
    "merged column": ({("flows", "E2"): ""}, r"half a label for the column of 'E3'\. Cells may have been merged"),
    "no label": ({("flows", "A6"): "", ("flows", "B6"): ""}, r"figures without a label in row '6'"),
    "no column": (
        {("flows", f"E{r}"): "" for r in range(2, 13)},
        r"no column for 'CN-GD n02' \(Coal mining\)\. Write it",
    ),
    "no row": ({("flows", f"{c}10"): "" for c in "ABCDEFGHIJKL"}, r"no row for 'ROW n02'"),
    "no demand": (
        {("flows", f"{c}{r}"): "" for c in "FGHI" for r in range(2, 13)},
        r"no column of final demand",
    ),
    "published": (
        {("flows", "K5"): 21.1e6, ("flows", "K6"): 1.0},
        r"published output: K5 \(the row adds up to 21,000,000, published is 21,100,000\); K6 \(.*delete the",
    ),
    "boundary buys": (
        {("flows", "H3"): "n01"},
        r"an exogenous region \(boundary\) buys inputs: 'H5', 'H6'\. Enter what is sold to it in its final demand",
    ),
    "no year": ({("about", "B2"): ""}, r"sheet 'about': no year in B2: write it as in 2017"),
    "odd year": ({("about", "B2"): "2017年"}, r"B2 = '2017年' is not a year"),
    "no unit": ({("about", "B3"): ""}, r"no unit in B3\. Write it as in '10K.CNY'"),
    "Chinese unit": ({("about", "B3"): "万元"}, r"B3 = '万元' is not a unit\. Write '10K.CNY'"),
    "both": ({("about", "B2"): "", ("about", "B3"): "x"}, r"no year in B2: .* B3 = 'x' is not a unit"),
    "wrong unit": ({("about", "B3"): "CNY"}, r"value added of CN-GD in 2017 would be .* yuan .*万元"),
    "status": ({("about", "B4"): "guess"}, r"B4 = 'guess' is not one of observed, estimated"),
    "kind": ({("regions", "D2"): "provence"}, r"wrong in 'CN-GD: provence'\. .*Did you mean 'province'"),
    "region twice": ({("regions", "A3"): "CN-GD"}, r"sheet 'regions': wrong in 'CN-GD'"),
    "boundary word": ({("regions", "F3"): "maybe"}, r"sheet 'regions': wrong in 'CN-REST: maybe'.*yes or no"),
    "columns of regions": ({("regions", "D1"): "type"}, r"row 1 must name the columns code, en, zh, kind"),
    "negative output": ({("flows", "F5"): -1e9}, r"sheet 'flows': negative output \(row sums\) in 'CN-GD.n01'"),
    "satellite text": ({("satellites", "D6"): "many"}, r"sheet 'satellites': .* D6 = 'many'\."),
    "satellite label": ({("satellites", "B7"): "n03"}, r"labels that the flows lack: 'CN-GD n03 \(A7\)'\. Did you"),
    "satellite row twice": ({("satellites", "B7"): "n01"}, r"labels that stand twice: 'CN-GD n01'"),
    "satellite name": ({("satellites", "D1"): ""}, r"figures without a name in 'D1'"),
    "satellite names": ({("satellites", "E1"): "co2"}, r"names that stand twice in row 1: 'co2'"),
    "satellite follows": ({("satellites", "D4"): "fish"}, r"column D: follows 'fish' is not one of output, labour"),
    "satellite lines": ({("satellites", "A2"): "units"}, r"column A must begin with name, unit, status, follows"),
    "final twice": ({("satellites", "E12"): 1.0}, r"jobs has figures of final users both together \(final\) and by"),
    "fact text": ({("facts", "D7"): "1,000"}, r"sheet 'facts': .*D7 = '1,000'\. Take out the thousands"),
    "fact label": ({("facts", "A7"): "CN-GX"}, r"labels that the flows lack: 'CN-GX \(A7\)'\. Did you mean 'CN-GD'"),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_name_sheet_and_cell(book: Path, edits: Edit, said: str) -> None:
    path = rewritten(book, edits)
    with pytest.raises(DataError, match=said) as caught:
        ni.read(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_swapped_rows_and_columns_are_noticed(tmp_path: Path) -> None:
    w = ni.Accounts([[10.0, 900.0], [1.0, 20.0]], [[50.0], [1100.0]], ["DEU"], ["a", "b"], ["f"], 2008)
    path = fill(w, tmp_path / "w.xlsx")
    with pytest.raises(DataError, match=r"inputs than .*headed D3 \(inputs 910, output 61\)\. .*is the table turned"):
        ni.read(rewritten(path, {("flows", "E5"): 1, ("flows", "D6"): 900}))


def test_a_head_of_the_flows_that_is_missing_is_named_before_other_sheets(tmp_path: Path) -> None:
    path = write_template(tmp_path / "t.xlsx", "CHN,ROW", ["AGR", "IND"], year=2018, unit="100M.CNY")
    filled: Edit = {("flows", cell): 4e5 for cell in ("F5", "F6", "G5")}
    gone: Edit = {("flows", f"G{r}"): "" for r in range(1, 12)}
    for edits, said in (
        (gone, r"'flows': no column for 'CHN government'\. Write it, with its labels in rows 2 and 3\.$"),
        ({("flows", "G3"): "goverment"}, r"no column for 'CHN government'.* Is CHN goverment \(G3\) misspelt\?"),
        ({("flows", "D3"): "AGRI"}, r"no column for 'CHN AGR'\..* Is CHN AGRI \(D3\) misspelt\?"),
    ):
        with pytest.raises(DataError, match=said):
            ni.read(rewritten(path, filled | edits))


def test_hidden_rows_and_columns_are_named(book: Path) -> None:
    def hide(sheets: dict[str, Any]) -> None:
        sheets["flows"].set_row(5, None, None, {"hidden": True})
        sheets["flows"].set_column(4, 5, None, None, {"hidden": True})
        sheets["flows"].set_column(20, 25, None, None, {"hidden": True})  # beside the table: of no concern

    with pytest.raises(DataError, match=r"hidden rows '6'\. Show them, or delete .* hidden columns 'E', 'F'"):
        ni.read(rewritten(book, {}, hide))


@pytest.mark.parametrize(("sheet", "cell"), [("flows", "E6"), ("satellites", "D7"), ("facts", "D7")])
def test_formulas_that_went_wrong_are_named(book: Path, sheet: str, cell: str) -> None:
    def dress(sheets: dict[str, Any]) -> None:
        sheets[sheet].write_formula(cell, "=#REF!", None, "#REF!")

    with pytest.raises(DataError, match=rf"sheet '{sheet}': formulas that went wrong: '{cell}'\. Put them right"):
        ni.read(rewritten(book, {}, dress))


def test_a_workbook_without_a_sheet_or_figures(book: Path, tmp_path: Path) -> None:
    blank = write_template(tmp_path / "t.xlsx", "CN-GD,ROW", 3, year=2018, unit="M.CNY")
    with pytest.raises(DataError, match=r"sheet 'flows': no figures\. Fill in"):
        ni.read(blank)
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as made:
        made.add_worksheet("about").write_row(0, 0, ["template", "newind template 1"])
    with pytest.raises(DataError, match=r"no sheet 'regions', 'flows'\. newind data template"):
        ni.read(tmp_path / "x.xlsx")


# ---- csv


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Return a csv to edit: without its checksum."""
    path = fill(plain(satellites={}, facts={}), tmp_path / "gd.csv")
    content = path.read_bytes().decode("utf-8-sig")
    path.write_bytes(re.sub("# checksum.*\n", "", content).encode("utf-8-sig"))
    return path


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("gb18030", ","), ("utf-16", ","), ("utf-8", ";")])
def test_csv_as_spreadsheets_write_it(text: Path, encoding: str, delimiter: str) -> None:
    content = text.read_text("utf-8-sig").replace("bureau, 广东", "广东").replace('"', "").replace(",", delimiter)
    lines = [line + delimiter * 4 if line.startswith("#") else line for line in content.splitlines()]
    text.write_text("\n".join(lines), encoding=encoding)
    assert ni.read(text, format="template").equals(plain(satellites={}, facts={}, source="statistics 广东"))


CSV_MISTAKES = {
    "value": ("CN-GD,n01,CN-GD,n02,2000000.0", "CN-GD,n01,CN-GD,n02,\"2,000\"", r"line 14 = 2,000\. Take out the th"),
    "infinite": ("CN-GD,n01,CN-GD,n02,2000000.0", "CN-GD,n01,CN-GD,n02,inf", r"not numbers: line 14"),
    "seller": ("CN-GD,n01,CN-GD,n02,", "CN-DG,n01,CN-GD,n02,", r"seller .*: CN-DG n01 \(line 14\)\. Did you mean"),
    "buyer": ("CN-GD,n01,CN-GD,n02,", "CN-GD,n01,CN-GD,n03,", r"a buyer that is not .* CN-GD n03 \(line 14\)"),
    "twice": ("CN-GD,n01,CN-GD,n02,", "CN-GD,n01,CN-GD,n01,", r"flows that stand twice: lines 13 and 14"),
    "year": ("# year,2017", "# year,", r"no year in line 2"),
    "no year": ("# year,2017\n", "", r"no year in the line # year"),
    "columns": ("seller_region", "seller", r"the columns must be seller_region, .*; found seller, seller_industry"),
    "industries": ("# industries,n01,n02\n", "", r"no line '# industries' with their codes"),
    "region": ("CN-GD,Guangdong,广东,province", "CN-GD,Guangdong,广东,state", r"wrong in 'CN-GD: state'"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CSV_MISTAKES.values(), ids=CSV_MISTAKES)
def test_mistakes_in_csv_name_the_line(text: Path, old: str, new: str, said: str) -> None:
    content = text.read_text("utf-8-sig")
    assert old in content
    text.write_text(content.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        ni.read(text)
    assert str(caught.value).startswith(f"{text}: ")


def test_an_empty_csv_has_no_figures(tmp_path: Path) -> None:
    path = write_template(tmp_path / "t.csv", "CN-GD,ROW", 3, year=2018, unit="M.CNY")
    with pytest.raises(DataError, match=re.escape(f"{path}: no figures. Fill in")):
        ni.read(path)
