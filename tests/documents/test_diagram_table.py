"""The numbers behind diagrams, written as tables for readers, for Word and for spreadsheets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from diagrams import CURVE, DIAGRAMS, EMPTY, FLOWS, FRONTIER, LOSSES, MATRIX, ONE, TILES, TOLD
from each import check_each
from newind.charts import losses
from newind.charts.frame import ChartContext
from newind.charts.proofs import LossRow
from newind.documents.docx import write_docx
from newind.documents.prooftable import proof_grid, proof_table
from newind.documents.tables import write_xlsx
from newind.language.words import Scale
from newind.messages import NOTHING
from sample import brief


def table(proof, lang="en", **kw):
    return proof_table(proof, TOLD[lang], lang, **kw)


@check_each("lang", ["en", "zh"])
@check_each("full", [False, True])
@check_each("proof", [*DIAGRAMS.values(), *ONE.values()], ids=[*DIAGRAMS, *(f"one {k}" for k in ONE)])
def test_every_diagram_has_a_rectangle_of_figures(proof, full, lang):
    header, rows = table(proof, lang, every_year=full)
    assert rows
    assert all(header)
    assert all(len(row) == len(header) and all(row) for row in rows)
    assert not {"AAA", "BBB", "c14", "c9"} & {cell for row in rows for cell in row} | set(header) & set(TOLD[lang])


@check_each("proof", EMPTY.values(), ids=EMPTY)
def test_a_diagram_of_nothing_has_a_header(proof):
    assert proof_grid(proof, {}, "en").header


def test_losses_have_their_range_and_in_full_every_horizon():
    assert table(LOSSES) == (
        ("Product", "Partners lost", "Horizon", "Lowest, %", "Middle, %", "Highest, %", "Bottleneck estimate, %"),
        (
            ("Electronics", "all suppliers abroad", "medium", "0.70", "1.40", "2.80", "12.00"),
            ("Chemicals", "Betaland, Gammaland", "medium", "0.10", "0.20", "0.40", "0.10"),
            ("Chips", "Betaland", "medium", "0.04", "0.09", "0.18", "not known"),
        ),
    )
    header, rows = table(LOSSES, "zh", every_year=True)
    assert header == ("产品", "失去的伙伴", "期限", "最低（%）", "中值（%）", "最高（%）", "瓶颈估计（%）")
    assert rows[3][2:4] == ("首季度（占该季产出）", "0.00")
    assert rows[4:7] == (
        ("化学工业", "乙国、丙国", "长期", "0.05", "0.10", "0.20", "0.10"),
        ("化学工业", "乙国、丙国", "中期", "0.10", "0.20", "0.40", "0.10"),
        ("化学工业", "乙国、丙国", "一至两年", "0.40", "0.80", "1.60", "0.10"),
    )
    assert len(rows) == 10


def test_lost_partners_are_no_products_of_everybody():
    """A row about one partner says which side is lost, or stands by its own label alone."""
    spans = LOSSES.rows[0].spans
    sides = replace(LOSSES, rows=(LossRow("AAA", spans, partners=("as a market",)),))
    header, rows = table(sides)
    assert header[:2] == ("Partner", "Side")
    assert rows[0][:2] == (TOLD["en"]["AAA"], "as a market")
    label = {"en": "no sales to Alphaland", "zh": "甲国停止采购"}
    alone = replace(LOSSES, rows=(LossRow("AAA", spans, label=label),), everyone=NOTHING)
    for lang, case in (("en", "Case"), ("zh", "情形")):
        header, rows = table(alone, lang)
        assert (header[0], rows[0][0]) == (case, label[lang])
        assert len(header) == 5
        assert "suppliers" not in " ".join(rows[0])


def test_a_loss_without_equilibrium_in_some_case_has_no_upper_end():
    partial = replace(LOSSES, rows=tuple(replace(r, open=frozenset({"medium"})) for r in LOSSES.rows))
    for lang, open_ in (("en", "open-ended"), ("zh", "未定")):
        header, rows = table(partial, lang)
        at = header.index({"en": "Highest, %", "zh": "最高（%）"}[lang])
        assert {row[at] for row in rows} == {open_}
    assert "2.8" not in losses._range(partial.rows[0], Scale(100.0, "%", 1, "en"), ChartContext(str, "en", "t", "k"))


def test_losses_without_an_equilibrium_say_so_and_no_bottleneck_has_no_column():
    _, rows = table(DIAGRAMS["awkward losses"])
    assert rows[0][3:] == ("not known",) * 4
    bare = replace(LOSSES, rows=tuple(replace(r, bottleneck=None) for r in LOSSES.rows))
    assert len(table(bare)[0]) == 6


def test_flows_have_a_row_a_link_and_know_the_focus():
    grid = proof_grid(FLOWS, TOLD["en"], "en")
    assert grid.header == ("From", "To", "Value, million USD")
    assert grid.rows[0] == ("Alphaland", "Electronics", "50.0")
    assert grid.rows[4] == ("not named in the data", "Electronics", "5.0")
    assert grid.rows[-1] == ("Chemicals", "Other named economies", "20.0")
    assert grid.columns[2].cells == tuple(k.value for k in FLOWS.links)
    assert grid.focus == {0, 1, 7, 9}


def test_provinces_are_called_so_and_missing_ones_are_not_known():
    header, rows = table(TILES, "zh")
    assert header == ("省份", "数值（%）")
    assert {("黑龙江", "1.7"), ("北京", "2.8"), ("四川", "3.7")} < set(rows)
    known = [float(value) for _, value in rows if value != "未知"]
    assert known == sorted(known, reverse=True)
    assert rows[len(known) :] == (("西藏", "未知"),)
    assert table(replace(TILES, tiles=(replace(TILES.tiles[0], code="AAA"),)))[0][0] == "Economy"


def test_a_curve_has_its_turning_days_and_in_full_every_day():
    assert table(CURVE) == (
        ("Day", "Lowest", "Middle", "Highest"),
        (
            ("0", "100.0", "100.0", "100.0"),
            ("30", "86.0", "91.2", "94.8"),
            ("40", "84.0", "90.0", "94.0"),
            ("120", "100.0", "100.0", "100.0"),
        ),
    )
    assert len(table(CURVE, every_year=True)[1]) == len(CURVE.days)


def test_a_frontier_has_both_ranges():
    header, rows = table(FRONTIER, "zh")
    assert header[:3] == ("措施", "累计成本最低（亿美元）", "累计成本中值（亿美元）")
    assert rows[2] == ("芯片", "4.5", "9.0", "18.0", "48.0", "60.0", "66.0")


def test_a_matrix_is_crossed_or_a_row_a_pair():
    assert table(MATRIX) == (
        ("Who grows", "Alphaland, %", "Betaland, %", "Gammaland, %"),
        (
            ("Alphaland", "+1.00", "−0.20", "direction open"),
            ("Betaland", "+0.02", "+0.60", "0.00"),
            ("Gammaland", "not known", "not known", "+0.40"),
        ),
    )
    header, rows = table(MATRIX, "zh", every_year=True)
    assert header == ("增长方", "受益方", "最低（%）", "中值（%）", "最高（%）")
    assert rows[2] == ("甲国", "丙国", "−0.10", "0.01", "0.20")
    assert len(rows) == len(MATRIX.values)
    assert proof_grid(MATRIX, {}, "en").focus == {0}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_word_and_spreadsheet_hold_the_table(lang, tmp_path):
    """Of every diagram, each on a card of one brief."""
    whole = brief(lang)
    section = whole.systems[0]
    cards = tuple(replace(section.findings[0], proof=proof) for proof in DIAGRAMS.values())
    changed = replace(whole, systems=(replace(section, findings=cards), *whole.systems[1:]))
    write_docx(changed, tmp_path / "a.docx")
    tables = [tuple(c.text for c in t.rows[0].cells) for t in Document(tmp_path / "a.docx").tables]
    write_xlsx(changed, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    rows = book.get_sheet_by_name({"en": "Numbers behind results", "zh": "图表数据"}[lang]).to_python()
    drawn = [(row[2], row[3]) for row in rows if isinstance(row[3], float)]
    for name, proof in DIAGRAMS.items():
        header = proof_table(proof, changed.names, lang)[0]
        assert header in tables, name
        tables.remove(header)
        columns = proof_grid(proof, changed.names, lang, every_year=True).columns
        for column in (c for c in columns[1:] if c.scale is not None):
            shown = [value for header, value in drawn if header == column.header]
            known = [c * column.scale.factor for c in column.cells if not isinstance(c, str) and c == c]
            assert all(pytest.approx(c) in shown for c in known), name
