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

from newind.documents.prooftable import proof_grid
from newind.documents.tables import write_csv, write_xlsx
from newind.questions.figures import label_table, shorten_table
from sample import COLUMNS, EVIL, PROOFS, brief, measures

SHEETS = {
    "en": ["Summary", "Characteristics", "S1", "S2", "S3", "S4", "Figures", "Sources", "Notes"],
    "zh": ["概要", "六大特征", "体系一", "体系二", "体系三", "体系四", "数据", "来源", "说明"],
}


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


def test_each_sheet_says_its_part(made):
    content, (summary, characteristics, *systems, _, sources, notes) = made
    assert {
        content.subtitle,
        content.summary,
        *(n.label for n in content.numbers),
        *(n.note for n in content.numbers),
    } <= flat(summary)
    assert {t for c in content.characteristics for t in (c.title, c.sentence, c.note)} <= flat(characteristics)
    for section, sheet in zip(content.systems, systems, strict=True):
        cards = (*section.findings, *section.more)
        assert {section.title, section.lead, *(t for c in cards for t in (c.sentence, c.number, c.detail))} <= flat(
            sheet
        )
    assert [row[0] for row in sources[1:]] == [s.number for s in content.sources]
    assert {*content.methods, *vars(content.reproduce).values(), *(t for p in content.last_years for t in p)} <= flat(
        notes
    )


def test_numbers_behind_results_are_numbers_with_all_their_digits(made):
    content, sheets = made
    shown = flat(row for sheet in sheets[1:6] for row in sheet)
    for proof in PROOFS.values():
        for column in proof_grid(proof, content.names, content.lang, every_year=True).columns:
            assert column.header in shown
            figures = [c * column.scale.factor for c in column.cells if column.scale and math.isfinite(c)]
            assert {f for f in figures if not any(math.isclose(f, s) for s in shown if isinstance(s, float))} == set()


def test_figures_are_the_measure_table_with_names(made):
    content, sheets = made
    header, *rows = sheets[6]
    assert len(header) == 13
    assert len(rows) == len(content.table)
    assert [r[7] for r in rows] == content.table["indicator"].tolist()
    values = content.table["value"].tolist()
    assert [r[9] for r in rows] == ["" if math.isnan(v) else pytest.approx(v) for v in values]
    assert rows[0][:2] == ["AAA", content.names["AAA"]]
    assert rows[7][4:6] == ["BBB", content.names["BBB"]]
    assert rows[6][3] == {"en": "Electrical and optical equipment", "zh": "电气和光学设备"}[content.lang]
    assert rows[10][8] == "mine.indicator"
    assert rows[0][11] == {"en": "observed", "zh": "观测值"}[content.lang]


def sheet_xml(path, number: int) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_figures_have_a_filter_a_header_that_stays_and_formats(tmp_path):
    write_xlsx(brief(), tmp_path / "a.xlsx")
    xml = sheet_xml(tmp_path / "a.xlsx", 7)
    assert '<autoFilter ref="A1:M12"/>' in xml
    assert 'state="frozen"' in xml
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        styles = package.read("xl/styles.xml").decode()
    codes = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]*)"', styles)) | {"4": "#,##0.00"}
    formats = [codes.get(i, "") for i in re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])]
    shown = {cell: formats[int(style)] for cell, style in re.findall(r'<c r="(J\d+)" s="(\d+)"><v>', xml)}
    assert (shown["J2"], shown["J7"], shown["J11"], shown["J12"]) == ("0.0%", "#,##0.0", "0.00", "#,##0.00")


def test_no_text_is_a_formula_or_a_link(tmp_path):
    write_xlsx(brief(), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        members = {n: package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets")}
    assert len(members) == 9
    assert not [n for n, xml in members.items() if "<f>" in xml or "<hyperlink" in xml]
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    assert EVIL in flat(book.get_sheet_by_name("Figures").to_python())


def test_a_long_table_is_shortened_and_the_notes_say_so(tmp_path):
    content = brief("en", measures(extra=16_000))
    write_xlsx(content, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    rows = book.get_sheet_by_name("Figures").to_python()[1:]
    assert 0 < len(rows) < 16_000
    (note,) = [t for t in flat(book.get_sheet_by_name("Notes").to_python()) if "The csv file has all" in str(t)]
    assert f"{len(rows):,} of 16,011 rows" in note
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
    assert len(CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("Figures").to_python()) == 1
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 1
