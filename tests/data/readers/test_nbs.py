"""The reader of Chinese tables: layouts of the publisher, round trips of real tables, and every kind of damage."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.china_sources import national, provincial
from nbs_layout import LEFT, TOP, Layout, made
from newind.data.readers import detect
from newind.data.readers.nbs import read_single
from newind.data.readers.nbs.layout import decide
from newind.data.single import Single, to_accounts
from newind.errors import DataError, UnknownNameError
from old_workbook import write_old

S = 42
TIU = LEFT + S
"""Column of total intermediate use; after it FU101, FU102, THC, FU103, TC, FU201, FU202, GCF, OF, EX, TFU, IF, IM …"""
TII = TOP + S
"""Row of total intermediate inputs; after it come VA001 to VA004, TVA, TI."""
SMALL = made(count=6)
"""A table of six sectors, of which no list is known."""
NATION = {"region": "CHN", "partners": ("ROW",)}


def assert_same(found: Single, expected: Single) -> None:
    for name in ("region", "industries", "demand", "year", "unit", "partners"):
        assert getattr(found, name) == getattr(expected, name)
    for name in ("Z", "F", "x"):
        assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-12, atol=1e-6)
    for name in ("outflows", "inflows", "primary"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        assert list(ours) == list(theirs)
        for key in theirs:
            assert_allclose(ours[key], theirs[key], rtol=1e-12, atol=1e-6)
    assert set(found.imports) == set(expected.imports)
    for key, blocks in expected.imports.items():
        for ours, theirs in zip(found.imports[key], blocks, strict=True):
            assert_allclose(ours, theirs, rtol=1e-12, atol=1e-6)


LAYOUTS = {
    "province": (made(), Layout()),
    "province of 2012": (
        made("nbs42-2012", "CN-XZ", year=2012), Layout(title="西藏自治区2012年投入产出表"),
    ),
    "province with total flows": (
        made("nbs42-2002", "CN-SN", ("OUT",), year=2007), Layout(title="2007年陕西省投入产出表"),
    ),
    "nation, competitive": (made(**NATION), Layout(title="2017年全国投入产出表")),  # type: ignore[arg-type]
    "nation, by user": (made(by_user=True, **NATION), Layout(title="2017年全国投入产出表")),  # type: ignore[arg-type]
    "nation, fine": (
        made("nbs153-2018", year=2020, **NATION), Layout(title="2020年中国投入产出表"),  # type: ignore[arg-type]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
@pytest.mark.parametrize("codes", [True, False], ids=["codes", "names"])
@pytest.mark.parametrize(("single", "layout"), LAYOUTS.values(), ids=LAYOUTS)
def test_tables_are_read_as_they_are_written(
    tmp_path: Path, single: Single, layout: Layout, codes: bool, name: str
) -> None:
    path = replace(layout, codes=codes).write(single, tmp_path, name)
    assert_same(read_single(path), single)
    w = ni.read(path)
    assert w.equals(to_accounts(read_single(path)))
    assert w.boundary == tuple(w.regions)[1:] == single.partners


def test_real_national_tables_come_back(shared: Path, tmp_path: Path) -> None:
    for name in ("2020_42", "2015_42", "2005_42", "2010_41", "2012_139"):
        table = national(shared, name)
        path = Layout(title=f"{table.year}年全国投入产出表").write(table, tmp_path, f"{name}.xlsx")
        assert_same(read_single(path), table)


@pytest.mark.parametrize("year", [2007, 2012, 2017])
def test_real_provincial_tables_come_back(shared: Path, tmp_path: Path, year: int) -> None:
    for code, table in list(provincial(shared, year).items())[::6]:
        path = Layout(title=f"{table.year}年投入产出表").write(table, tmp_path, f"{code}.xlsx")
        assert_same(read_single(path, region=code), table)


def test_layout_is_recognised_and_the_reason_given(tmp_path: Path) -> None:
    for name in ("table.xlsx", "table.csv"):
        found, reason = detect(Layout().write(made(), tmp_path, name))
        assert found == "nbs"
        assert "the labels of a Chinese table" in reason


def test_what_the_title_lacks_is_an_option(tmp_path: Path) -> None:
    path = Layout(title="投入产出表", unit="").write(made(), tmp_path)
    with pytest.raises(DataError, match=r"the title names no province\. Name it there .* region="):
        ni.read(path)
    with pytest.raises(DataError, match=r"no year in the title, .* Write it into one of them, or give year="):
        ni.read(path, region="CN-GD")
    with pytest.raises(DataError, match=r"no unit above the table .* Write it there, or give units="):
        ni.read(path, region="CN-GD", year=2017)
    w = ni.read(path, region="CN-GD", year=2017, units="10K.CNY", classification="publisher")
    assert w.industries[:2] == ("s01", "s02")
    both = Layout(title="广东和广西2017年投入产出表").write(made(), tmp_path)
    with pytest.raises(DataError, match=r"the title names CN-GD, CN-GX"):
        ni.read(both)
    english = Layout(title="Input-output table of Guangdong, 2017", unit="Unit: 10,000 yuan").write(made(), tmp_path)
    assert_same(read_single(english), made())


@pytest.mark.parametrize(
    ("given", "hint"),
    [("GD", "'CN-GD'"), ("广东", "'CN-GD'"), ("GUANGDONG", "'CN-GD'"), ("CN-XX", "'CN-"), ("DEU", "")],
)
def test_a_region_that_is_no_province_is_refused(tmp_path: Path, given: str, hint: str) -> None:
    path = Layout().write(made(), tmp_path)
    with pytest.raises(UnknownNameError, match=rf"unknown region '{given}'.*{hint}.*a province \(CN-BJ"):
        ni.read(path, region=given)


def test_a_title_that_names_another_economy_is_refused(tmp_path: Path) -> None:
    path = Layout().write(made(), tmp_path)
    for other in ("CN-ZJ", "CHN"):
        with pytest.raises(DataError, match=rf"the title names CN-GD, not {other}\. Give the region"):
            ni.read(path, region=other)
    nation = Layout(title="2017年全国投入产出表").write(made(partners=("ROW",)), tmp_path)
    with pytest.raises(DataError, match="the title names CHN, not CN-GD"):
        ni.read(nation, region="CN-GD")
    assert ni.read(nation, region="CHN").regions[0] == "CHN"
    both = Layout(title="广东和广西2017年投入产出表").write(made(), tmp_path)
    assert ni.read(both, region="CN-GX").regions[0] == "CN-GX"


def test_workbooks_of_the_old_format_are_read(tmp_path: Path) -> None:
    path = write_old(tmp_path / "table.xls", {"说明": [["编制说明"]], "投入产出表": Layout().grid(made())})
    assert detect(path)[0] == "nbs"
    assert_same(read_single(path), made())


@pytest.mark.parametrize("codes", [True, False])
def test_csv_files_of_chinese_programs_are_recognised(tmp_path: Path, codes: bool) -> None:
    path = Layout(codes=codes).write(made(), tmp_path, "table.csv")
    path.write_text(path.read_text("utf-8"), "gb18030")
    assert detect(path)[0] == "nbs"
    assert_same(read_single(path), made())


@pytest.mark.parametrize(
    ("out", "into"), [("国内市外流出", "国内市外流入"), ("国内区外流出", "国内区外流入"), ("省外调出", "省外调入")]
)
def test_other_provinces_have_the_names_of_each_kind_of_province(tmp_path: Path, out: str, into: str) -> None:
    layout = Layout(codes=False)
    grid = layout.grid(made())
    names = {"国内省外流出": out, "国内省外流入": into}
    cells = {(r, c): names[v] for r, row in enumerate(grid) for c, v in enumerate(row) if v in names}
    assert len(cells) == 2
    assert_same(read_single(replace(layout, cells=cells).write(made(), tmp_path)), made())


def test_english_names_of_the_publisher_are_known(shared: Path) -> None:
    import pandas as pd

    names = pd.read_parquet(shared / "china/io_national/nbs_io_2020_42.parquet")["Description"][:42]
    assert decide("here", list(names), None)[0][0] == "n01"
    swapped = [*names[:10], *names[20:10:-1], *names[21:]]
    with pytest.raises(DataError, match="sectors that are not those of nbs42"):
        decide("here", swapped, None)


def test_net_outflow_is_one_or_the_other(tmp_path: Path) -> None:
    single = made(partners=("OUT",))
    net = single.outflows["OUT"] - single.inflows["OUT"]
    layout = Layout(cells={(TOP - 1, LEFT + S + 9): "NOF", (TOP - 2, LEFT + S + 9): "净流出"})
    layout = replace(layout, drop_columns=(LEFT + S + 10, LEFT + S + 11), cells=layout.cells | {
        (TOP + i, LEFT + S + 9): float(v) for i, v in enumerate(net)})  # fmt: skip
    found = read_single(layout.write(single, tmp_path))
    assert_allclose(found.outflows["OUT"], np.maximum(net, 0))
    assert_allclose(found.inflows["OUT"], np.maximum(-net, 0))


def test_inflows_may_be_written_as_negative_figures(tmp_path: Path) -> None:
    single = made()
    cells = {
        (TOP + i, TIU + 12 + k): -float(v) for k, flow in enumerate(single.inflows.values()) for i, v in enumerate(flow)
    }
    assert_same(read_single(Layout(cells=cells).write(single, tmp_path)), single)


MERGED = {
    (TOP - 5, LEFT): "中间使用", (TOP - 5, TIU + 1): "最终使用",
    (TOP - 4, LEFT): "", (TOP - 4, TIU + 1): "最终消费支出", (TOP - 4, TIU + 6): "资本形成总额",
    (TOP - 3, TIU + 1): "居民消费支出", (TOP - 3, TIU + 4): "政府消费支出",
    **{(TOP - 2, TIU + k): text for k, text in enumerate(
        ("合计", "农村居民", "城镇居民", "小计", "", "合计", "固定资本形成总额", "存货增加", "合计"))},
    (TOP - 2, TIU + 11): "合计",
    (TII, 1): "合计", (TII + 5, 1): "合计",
}  # fmt: skip
"""Headings as they are merged over bare totals: the cells that a merged range begins with, and blanks after them."""


def test_bare_totals_are_those_of_the_heading_above(tmp_path: Path) -> None:
    path = Layout(codes=False, cells=MERGED).write(made(), tmp_path)
    assert_same(read_single(path), made())


def test_a_bare_total_is_checked_like_any_other(tmp_path: Path) -> None:
    cells = {**MERGED, (TOP + 3, TIU + 3): 7.0}
    with pytest.raises(DataError, match=r"THC is not the sum of its parts in AW11"):
        read_single(Layout(codes=False, cells=cells).write(made(), tmp_path))


def test_code_and_name_may_stand_in_one_cell(tmp_path: Path) -> None:
    grid = Layout().grid(made())
    rows = {(r, 1): f"{grid[r][2]} {grid[r][1]}" for r in range(TOP, TII + 7)} | {
        (r, 2): "" for r in range(TOP, TII + 7)
    }
    last = len(grid[TOP - 1])
    columns = {(TOP - 1, c): f"{grid[TOP - 1][c]} {grid[TOP - 2][c]}" for c in range(LEFT, last)}
    blank = {(TOP - 2, c): "" for c in range(LEFT, last)}
    notes = {(TII + 7, 1): "1、本表按当年价格计算"}
    layout = Layout(cells=rows | columns | blank | notes)
    assert_same(read_single(layout.write(made(), tmp_path)), made())


def test_capital_formation_may_be_undivided(tmp_path: Path) -> None:
    path = Layout(drop_columns=(TIU + 6, TIU + 7)).write(made(), tmp_path)
    found = read_single(path)
    assert found.demand == ("rural", "urban", "government", "capital_formation", "error")
    assert_allclose(found.F[:, 3], made().F[:, 3] + made().F[:, 4])
    with pytest.raises(DataError, match=r"no 'FU201'\. A table needs"):
        read_single(Layout(drop_columns=(TIU + 6,)).write(made(), tmp_path))


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
def test_a_table_whose_labels_cannot_be_read_has_the_reason_of_this_reader(tmp_path: Path, name: str) -> None:
    cells = {(TOP - 2, LEFT + c): f"甲{c}" for c in range(S)}
    path = Layout(codes=False, cells=cells).write(made(), tmp_path, name)
    assert detect(path)[0] == "nbs"
    with pytest.raises(DataError, match=r"no table found\. Expected codes 01, 02, 03 .*found .*广东省2017年投入产出表"):
        ni.read(path)


DAMAGED = {
    "missing row": (Layout(drop_rows=(TOP + 13,)), r"rows jump: 15 stands in C21 in place of 14\. .* is one hidden"),
    "missing column": (Layout(drop_columns=(LEFT + 13,)), r"codes of columns jump: 15 stands in Q7 in place of 14"),
    "code twice": (Layout(cells={(TOP + 14, 2): "14"}), r"14 stands in C22 in place of 15\. Does a code stand twice"),
    "total twice": (Layout(cells={(TII + 6, 2): "TVA"}), r"TVA stands twice among the rows, at C55 and C56"),
    "merged headings": (
        Layout(cells={(TOP - 1, TIU + k): "" for k in (3, 5)} | {(TOP - 2, TIU + k): "小计" for k in (3, 5)}),
        r"columns with figures but without a code or a name of their own, .* 'AW7', 'AY7'\. Are header cells merged",
    ),
    "merged row labels": (
        Layout(cells={(TII, 1): "", (TII, 2): ""}), r"rows with figures but without .* at 'C50'",
    ),
    "label not known": (
        Layout(cells={(TOP - 1, TIU + 7): "FU299", (TOP - 2, TIU + 7): "?"}),
        r"columns of which the label is not known: 'BA7 = .*FU299'\. Known are sectors and ERR, EX,",
    ),
    "thousands separators": (
        Layout(cells={(TOP, LEFT): "1,234", (TOP + 1, LEFT + 2): "12，345.6"}),
        r"cells that are not numbers: D8 = '1,234'; F9 = '12，345\.6'\. Take out the thousands separators",
    ),
    "text": (Layout(cells={(TII + 2, LEFT + 1): "n.a."}), r"not numbers: E52 = 'n\.a\.'\. Write figures only"),
    "too small a unit": (Layout(unit="单位：元"), r"would be .* yuan in the unit CNY, outside .* fitting: 万元, "),
    "too large a unit": (Layout(unit="单位：亿元"), r"in the unit 100M\.CNY, outside .* fitting: 万元"),
    "one row in another unit": (
        Layout(cells={(TII, LEFT + c): 1.0 for c in range(S)}),
        r"TII is not the sum of its parts in AH50 \(1, parts .*different units\?",
    ),
    "total altered": (Layout(cells={(TOP + 3, TIU + 5): 7.0}), r"TC is not the sum of its parts in AY11 \(7,"),
    "cell altered": (Layout(cells={(TOP + 2, LEFT + 4): 9e9}), r"is not the sum of its parts in A"),
    "swapped": (Layout(transposed=True), r"rows and columns are swapped: primary inputs stand in columns"),
    "cut below": (Layout(drop_rows=tuple(range(TOP + 30, TOP + 60))), r"30 sectors in rows, 42 in columns\."),
    "no primary inputs": (
        Layout(drop_rows=tuple(range(TII + 2, TII + 8))), r"no 'VA002', 'VA003', 'VA004'\. A table needs",
    ),
    "cut at the right": (Layout(drop_columns=tuple(range(TIU + 1, TIU + 20))), r"no 'GO', 'FU201'\. A table needs"),
    "no outflows": (Layout(drop_columns=(TIU + 9, TIU + 10)), r"no exports or outflows \(EX, OF, FU302, NOF\)"),
    "other sectors": (
        Layout(cells={(TOP + r, 1): "旅游业" for r in (34, 35)}),
        r"sectors that are not those of nbs42-2017, the nearest list: '35 旅游业', '36 旅游业'\.",
    ),
    "no codes": (
        Layout(codes=False, cells={(TOP - 2, LEFT + c): f"甲{c}" for c in range(S)}), r"no table found\. Expected",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("layout", "said"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_tables_name_sheet_and_cell(tmp_path: Path, layout: Layout, said: str) -> None:
    path = layout.write(made(), tmp_path)
    with pytest.raises(DataError, match=said) as caught:
        ni.read(path, format="nbs")
    assert str(path) in str(caught.value)


def test_hidden_rows_and_columns_are_named(tmp_path: Path) -> None:
    path = Layout().write(made(), tmp_path)
    shown = path.read_bytes()
    hide = {
        f'<row r="{TOP + 4}"': f'<row r="{TOP + 4}" hidden="1"',
        "<sheetData>": f'<cols><col min="{TIU + 3}" max="{TIU + 4}" hidden="1"/></cols><sheetData>',
    }
    with ZipFile(BytesIO(shown)) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for part, other in hide.items() if name == "xl/worksheets/sheet2.xml" else ():
                assert text.count(part.encode()) == 1
                text = text.replace(part.encode(), other.encode())
            new.writestr(name, text)
    with pytest.raises(DataError, match=r"hidden rows '11'\. Show them, or delete .* hidden columns 'AV', 'AW'"):
        ni.read(path)


def test_two_blocks_of_rows_must_be_of_one_size(tmp_path: Path) -> None:
    single = made(by_user=True, **NATION)  # type: ignore[arg-type]
    path = Layout(title="2017年全国投入产出表", drop_rows=(TOP + 83,)).write(single, tmp_path)
    with pytest.raises(DataError, match=r"blocks of 42, 41 sectors among the rows, ending at 'C49', 'C90'"):
        ni.read(path)


def test_totals_that_hold_do_not_hide_rows_that_do_not(tmp_path: Path) -> None:
    """Output altered in rows and columns alike: no total is wrong, but sales and inputs do not add up to it."""
    single = made()
    layout = Layout(cells={(TOP + 4, TIU + 15): float(single.x[4] + 5000)})
    with pytest.raises(DataError, match=r"sales do not add up to output in n05 \(-5,000 of .*altered"):
        ni.read(layout.write(single, tmp_path))


def test_wrong_options_and_files(tmp_path: Path) -> None:
    path = Layout().write(made(), tmp_path)
    with pytest.raises(DataError, match=r"no sheet 'x'\. It has 封面, 投入产出表"):
        ni.read(path, sheet="x")
    with pytest.raises(UnknownNameError, match=r"unknown classification 'nbs42-2016'\. Did you mean"):
        ni.read(path, classification="nbs42-2016")
    with pytest.raises(DataError, match=r"42 sectors, but nbs149-2017 has 149"):
        ni.read(path, classification="nbs149-2017")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match="truncated or corrupt"):
        ni.read(path)
    with pytest.raises(DataError, match="truncated, corrupt or not a workbook"):
        ni.read(path, format="nbs")
    other = tmp_path / "other.csv"
    other.write_bytes(b"\xff\xfe\x00\x80" * 9)
    with pytest.raises(DataError, match=r"not text in UTF-8 or GBK"):
        ni.read(other, format="nbs")


def test_gb18030_is_read(tmp_path: Path) -> None:
    path = Layout().write(made(), tmp_path, "table.csv")
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert_same(read_single(path), made())


def test_the_year_of_a_title_is_no_part_of_a_longer_number(tmp_path: Path) -> None:
    path = Layout(title="广东省投入产出表 120171 2012年").write(made(), tmp_path)
    assert read_single(path).year == 2012
