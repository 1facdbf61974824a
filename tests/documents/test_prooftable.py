"""The numbers behind each chart, written as a table."""

from __future__ import annotations

import pytest

from each import check_each
from newind.charts.proofs import Bars, ChartRow, DotRanking, Lines
from newind.documents.prooftable import proof_grid, proof_table
from sample import BAND, BARS, INDUSTRIES, LINES, NAMES, PROOFS, RANKED, SEGMENTS, SLOPE, STACKED, TWO_SIDED


@check_each("lang", ["en", "zh"])
@check_each("every_year", [False, True])
@check_each("proof", PROOFS.values(), ids=PROOFS)
def test_every_proof_is_a_rectangle_without_codes(proof, every_year, lang):
    header, rows = proof_table(proof, NAMES[lang], lang, every_year=every_year)
    assert rows
    assert all(len(row) == len(header) and all(row) for row in rows)
    assert not {"AAA", "BBB", "CCC", "c14"} & {cell for row in rows for cell in row} | set(NAMES) & set(header)


def test_ranked_economies_with_their_ranges():
    assert proof_table(RANKED, NAMES["en"], "en") == (
        ("Economy", "Value, %", "Lowest, %", "Highest, %"),
        (
            ("Betaland", "60.0", "55.0", "70.0"),
            ("Alphaland", "41.9", "41.9", "41.9"),
            ("Gammaland", "30.0", "30.0", "40.0"),
        ),
    )


def test_a_ranking_without_ranges_has_no_columns_for_them():
    header, rows = proof_table(DotRanking((ChartRow("AAA", 2.839),), "AAA", "stages"), {}, "zh")
    assert (header, rows) == (("经济体", "数值（阶段）"), (("AAA", "2.84"),))


def test_lines_say_first_last_and_change_and_what_is_not_known():
    assert proof_table(LINES, NAMES["en"], "en") == (
        ("Economy", "2000, %", "2002, %", "Change, points"),
        (("Alphaland", "10.0", "22.0", "+12.0"), ("Betaland", "not known", "28.0", "not known")),
    )


def test_lines_year_by_year():
    assert proof_table(LINES, NAMES["zh"], "zh", every_year=True) == (
        ("年份", "甲国（%）", "乙国（%）"),
        (("2000", "10.0", "未知"), ("2001", "15.0", "30.0"), ("2002", "22.0", "28.0")),
    )


def test_one_year_has_no_change():
    header, rows = proof_table(Lines((2011,), {"AAA": (0.5,)}, "AAA", "1"), {}, "en")
    assert (header, rows) == (("Economy", "2011, %"), (("AAA", "50.0"),))


def test_named_series_go_by_their_labels():
    header, rows = proof_table(BAND, NAMES["zh"], "zh")
    assert header == ("项目", "2000年（指数）", "2011年（指数）", "变化（指数）")
    assert rows == (("市场汇率", "100", "80", "−20"), ("购买力平价", "100", "96", "−4"))


def test_slopes_keep_the_unit_of_a_difference():
    assert proof_table(SLOPE, NAMES["en"], "en") == (
        ("Economy", "1995, stages", "2011, stages", "Change, stages"),
        (("Alphaland", "2.50", "2.84", "+0.34"), ("Betaland", "2.00", "1.79", "−0.21")),
    )


def test_parts_of_a_whole_count_what_is_not_named():
    header, rows = proof_table(SEGMENTS, NAMES["en"], "en")
    assert header == ("Part", "Value, %")
    assert rows[-1] == ("not named in the data", "26.0")


def test_two_sides_have_a_column_each():
    assert proof_table(TWO_SIDED, NAMES["zh"], "zh") == (
        ("伙伴", "流出（亿吨）", "流入（亿吨）"),
        (("乙国", "2.91", "0.29"), ("丙国", "1.00", "未知")),
    )


def test_bars_in_two_parts_add_up():
    grid = proof_grid(BARS, NAMES["en"], "en")
    assert grid.header == ("Economy", "Total, %", "from home, %", "from abroad, %")
    assert grid.rows[0] == ("Alphaland", "24.6", "17.4", "7.2")
    total, first, second = (c.cells for c in grid.columns[1:])
    assert [a + b for a, b in zip(first, second, strict=True)] == pytest.approx(total)


def test_industries_are_not_called_economies():
    assert proof_table(INDUSTRIES, NAMES["zh"], "zh") == (
        ("行业", "数值（%）"),
        (("电子", "29.0"), ("数据未具名", "10.0")),
    )


@pytest.mark.parametrize(("lang", "header"), [("en", ("Item", "Value, %")), ("zh", ("项目", "数值（%）"))])
def test_what_has_names_of_its_own_is_not_called_an_economy(lang, header):
    labels = {"trade": {"en": "trade", "zh": "批发"}, "other": {"en": "other", "zh": "其他"}}
    rows = tuple(ChartRow(code, 0.3, label=label) for code, label in labels.items())
    assert proof_table(Bars(rows, "trade", "1"), NAMES[lang], lang)[0] == header
    named = (ChartRow("AAA", 0.2, label={"en": "the first", "zh": "首个"}),)
    assert proof_table(Bars(named, "AAA", "1"), NAMES["en"], "en")[0] == ("Economy", "Value, %")
    made = (ChartRow("c14", 0.2, label={"en": "electronics", "zh": "电子"}),)
    assert proof_table(Bars(made, "c14", "1"), {}, "en")[0] == ("Industry", "Value, %")


def test_stacks_over_time():
    header, rows = proof_table(STACKED, {}, "en")
    assert header == ("Series", "1995, %", "2011, %", "Change, points")
    assert rows == (("from home", "80.9", "78.2", "−2.7"), ("from abroad", "8.7", "11.9", "+3.2"))


@pytest.mark.parametrize(
    ("proof", "focus"), [(RANKED, {1}), (LINES, {0}), (SLOPE, {0}), (BARS, {0}), (SEGMENTS, set()), (TWO_SIDED, set())]
)
def test_the_economy_in_focus_is_known(proof, focus):
    assert proof_grid(proof, {}, "en").focus == focus
