"""The workbook and the csv file: opened again and read."""

from __future__ import annotations

import csv
import dataclasses
import math
import re
import zipfile

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from newind.documents.book import read_number
from newind.documents.prooftable import proof_grid
from newind.documents.tables import write_csv, write_xlsx
from newind.questions.figures import label_table, shorten_table
from sample import COLUMNS, EVIL, PROOFS, brief, measures

SHEETS = {
    "en": [
        "Contents", "Numbers at the top", "Characteristics", "Findings", "Numbers behind results", "Figures",
        "The last year of each indicator", "Sources", "What is assumed", "This brief again",
    ],
    "zh": [
        "目录", "首页数字", "六大特征", "发现", "图表数据", "数据", "各指标最近年份", "来源", "假设与方法",
        "重现本简报",
    ],
}  # fmt: skip
TOP = 3
"""Row of the header of a sheet."""


@pytest.fixture(params=["en", "zh"])
def made(request, tmp_path):
    """Return a brief and the rows of each sheet of its workbook, by place."""
    content = brief(request.param)
    write_xlsx(content, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert book.sheet_names == SHEETS[request.param]
    return content, [book.get_sheet_by_name(n).to_python() for n in book.sheet_names]


def flat(rows) -> set[object]:
    return {cell for row in rows for cell in row}


def written(text):
    """Return a text as a cell has it: a number where it is one."""
    number = read_number(text)
    return text if number is None else pytest.approx(number[0])


def test_each_sheet_says_its_part(made):
    content, (contents, numbers, characteristics, findings, _, _, last, sources, methods, again) = made
    assert {content.subtitle, content.summary} <= flat(contents)
    assert [row[0] for row in contents if row[0] in SHEETS[content.lang]] == SHEETS[content.lang][1:]
    assert {t for n in content.numbers for t in (n.label, n.note)} <= flat(numbers)
    assert {t for c in content.characteristics for t in (c.title, c.sentence, c.note)} <= flat(characteristics)
    shown = [(s.title, c) for s in content.systems for c in (*s.findings, *s.more)]
    assert len(findings) >= TOP + 1 + len(shown)
    for (title, card), row in zip(shown, findings[TOP + 1 :], strict=False):
        assert [row[0], row[2], row[5]] == [title, card.sentence, card.detail]
        assert row[3:5] == [written(card.number + "%"), ""]
    assert [row[0] for row in sources[TOP + 1 : TOP + 1 + len(content.sources)]] == [s.number for s in content.sources]
    assert set(content.methods) <= flat(methods)
    assert all(any(v in str(t) for t in flat(again)) for v in vars(content.reproduce).values())
    assert {t for p in content.last_years for t in p if not t.isdigit()} <= flat(last)


def test_every_sheet_says_what_it_shows_and_which_sources_it_has(made):
    content, sheets = made
    for name, rows in zip(SHEETS[content.lang][1:], sheets[1:], strict=True):
        (line,) = (r for r in sheets[0] if r[0] == name)
        assert rows[0][0] == line[1]
    assert [r[0] for r in sheets[1] if str(r[0]).startswith("[1] ")]
    assert "2011" in str(next(r for r in sheets[0] if r[0] == SHEETS[content.lang][3])[3])


def test_numbers_behind_results_are_numbers_with_all_their_digits(made):
    content, sheets = made
    shown = flat(sheets[4])
    for proof in PROOFS.values():
        for column in proof_grid(proof, content.names, content.lang, every_year=True).columns[1:]:
            assert column.header in shown
            figures = [c * column.scale.factor for c in column.cells if column.scale and math.isfinite(c)]
            assert {f for f in figures if not any(math.isclose(f, s) for s in shown if isinstance(s, float))} == set()


def test_figures_are_the_measure_table_names_first(made):
    content, sheets = made
    header, *rows = sheets[5][TOP : TOP + 1 + len(content.table)]
    assert len(header) == 13
    assert [r[12] for r in rows] == content.table["indicator"].tolist()
    values = content.table["value"].tolist()
    assert [r[5] for r in rows] == ["" if math.isnan(v) else pytest.approx(v) for v in values]
    assert (rows[0][0], rows[0][9]) == (content.names["AAA"], "AAA")
    assert (rows[7][3], rows[7][11]) == (content.names["BBB"], "BBB")
    assert rows[6][2] == {"en": "Electrical and optical equipment", "zh": "电气和光学设备"}[content.lang]
    assert rows[0][7] == {"en": "observed", "zh": "观测值"}[content.lang]


def sheet_xml(path, number: int) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_figures_have_a_filter_a_header_that_stays_and_formats(tmp_path):
    write_xlsx(brief(), tmp_path / "a.xlsx")
    xml = sheet_xml(tmp_path / "a.xlsx", 6)
    assert '<autoFilter ref="A4:M15"/>' in xml
    assert all('state="frozen"' in sheet_xml(tmp_path / "a.xlsx", k) for k in range(1, 11))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        styles = package.read("xl/styles.xml").decode()
    codes = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]*)"', styles)) | {"4": "#,##0.00"}
    formats = [codes.get(i, "") for i in re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])]
    shown = {cell: formats[int(style)] for cell, style in re.findall(r'<c r="(F\d+)" s="(\d+)"><v>', xml)}
    assert (shown["F5"], shown["F10"], shown["F14"], shown["F15"]) == ("0.0%", "#,##0.0", "0.00", "#,##0.00")


def test_no_text_is_a_formula_and_links_stay_inside(tmp_path):
    write_xlsx(brief(), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        members = {n: package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets")}
    assert len(members) == 10
    assert not [n for n, xml in members.items() if "<f>" in xml]
    links = [link for xml in members.values() for link in re.findall("<hyperlink [^>]*>", xml)]
    assert len(links) == 9
    assert all(" location=" in link and "r:id" not in link for link in links)
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert EVIL in flat(book.get_sheet_by_name("Figures").to_python())


def test_a_long_table_is_shortened_and_the_notes_say_so(tmp_path):
    content = brief("en", measures(extra=16_000))
    write_xlsx(content, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    rows = book.get_sheet_by_name("Figures").to_python()
    kept = sum(isinstance(r[4], float) for r in rows)
    assert 0 < kept < 16_000
    assert "The csv file has all" in rows[1][0]
    assert f"{kept:,} of 16,011 rows" in rows[1][0]
    write_csv(content, tmp_path / "a.csv")
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) > 16_000


def test_what_stays_of_a_long_table():
    content = brief()
    kept = shorten_table(label_table(content), content, most=1)
    assert "DDD" not in set(kept["region"])
    total = kept["industry"].isna() & kept["partner"].isna()
    assert set(kept.loc[total, "region"]) == {"AAA", "BBB", "CCC"}
    assert set(kept.loc[~total, "region"]) == {"AAA"}
    assert sorted(kept.loc[~total, "value"]) == [0.289, 262.0]


def test_detail_that_stays_is_of_the_last_known_year():
    content = brief()
    older = content.table[content.table["indicator"] == "s1.import_dependence"].assign(year=2009)
    earlier = older.assign(year=2008)
    table = pd.concat([earlier, older, older.assign(year=2010, value=math.nan)])
    assert shorten_table(table, content, most=1)["year"].tolist() == [2009]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("write", "suffix"), [(write_xlsx, "xlsx"), (write_csv, "csv")])
def test_equal_briefs_give_equal_bytes(tmp_path, write, suffix, lang):
    one, other = tmp_path / f"one.{suffix}", tmp_path / f"other.{suffix}"
    write(brief(lang), one)
    write(brief(lang), other)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_csv_has_every_figure_and_the_names(tmp_path, lang):
    content = brief(lang)
    write_csv(content, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfscenario,")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [*COLUMNS, "region_label", "industry_label", "partner_label", "indicator_label"]
    assert len(rows) == len(content.table)
    first = dict(zip(header, rows[0], strict=True))
    assert first["region_label"] == content.names["AAA"]
    assert (float(first["value"]), first["year"], first["industry"], first["industry_label"]) == (0.43, "2010", "", "")
    assert [r[6] for r in rows][3] == ""


def test_csv_texts_are_no_formulas_and_negative_numbers_stay(tmp_path):
    write_csv(brief(), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["note"] for r in rows if r["note"]] == [
        "'+1 for everyone", f"'{EVIL}", "no peer", "'\tindented", "'@home", "'-2 points", "'\rreturn",
    ]  # fmt: skip
    assert (rows[-1]["scenario"], rows[-1]["unit"]) == ("'=1+1", "'=TWh")
    assert rows[5]["value"] == "-996.25"


def test_a_brief_without_a_table_has_an_empty_one(tmp_path):
    content = dataclasses.replace(brief(), table=None)
    write_xlsx(content, tmp_path / "a.xlsx")
    write_csv(content, tmp_path / "a.csv")
    assert len(CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("Figures").to_python()) <= TOP
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 1
