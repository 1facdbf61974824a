"""``newind circulation``: every question in both languages, as JSON and in files, and what is refused."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import boundary
import newind as ni

COMMANDS = {
    "exports": ["DEU", "--importer", "chn,USA", "--level", "family"],
    "dual": ["DEU", "--side", "backward"],
    "demand": ["CHN"],
    "feedback": ["DEU", "--year", "2008"],
    "exposure": ["CHN", "--side", "supply", "--top", "1"],
    "joint": ["CHN", "--chances", "JPN=0.2,usa=0.1", "--draws", "40", "--side", "supply", "--horizon", "medium"],
    "shortage": ["CHN", "--input", "c14", "--supplier", "JPN", "--days", "20", "--lasting", "10"],
    "division": ["CHN", "--groups", "g7,KOR"],
    "growth": ["IND", "--growth", "0.02", "--year", "2009"],
    "provinces": ["cn-gd"],
    "transfer": ["CN-GD", "--weights", "cost=1,linkage=2,capacity=1"],
}
TITLES = {
    "exports": ("What the exports of Germany are made of, 2022", "德国出口的构成（2022年）"),
    "dual": ("Domestic and international circulation of Germany, 2011–2022", "德国的国内国际循环（2011—2022年）"),
    "demand": ("What demand brings China, 2011–2022", "需求对中国的带动（2011—2022年）"),
    "feedback": ("Demand-side feedback of cuts in purchases by Germany, 2008", "德国削减采购的需求侧反馈（2008年）"),
    "exposure": ("What losing a partner would cost China, 2022", "失去伙伴对中国的代价（2022年）"),
    "joint": ("Partners of China lost together, 2022", "中国同时失去多个伙伴（2022年）"),
    "shortage": ("China day by day after a shortage, 2022", "中国断供后的逐日影响（2022年）"),
    "division": ("Who earns what with China, 2009", "与中国分工的收益分配（2009年）"),
    "growth": ("Whose growth India gains from, 2009", "印度受益于谁的增长（2009年）"),
    "provinces": ("Regions at home: Guangdong, 2017", "国内区域：广东（2017年）"),
    "transfer": ("Industries that could move from Guangdong, 2017", "广东可转移的产业（2017年）"),
}
STATUS = {"en": ("observed", "estimated"), "zh": ("观测", "估计")}
SIMULATED = ("exposure", "joint", "shortage", "growth")


def shown_as_json(run, *words):
    return json.loads(run("circulation", *words, "--json").stdout)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", COMMANDS)
def test_an_answer_says_what_of_whom_when_and_how_sure(run, name, lang):
    shown = run("circulation", name, *COMMANDS[name], "--lang", lang).stdout
    assert shown.startswith(TITLES[name][lang == "zh"] + "\n")
    assert any(word in shown for word in STATUS[lang])
    assert ("simulated" if lang == "en" else "模拟") in shown or name not in SIMULATED
    assert "{" not in shown
    assert not re.search(r"\bnan\b", shown, re.IGNORECASE)


@pytest.mark.parametrize("name", COMMANDS)
def test_json_csv_and_xlsx_hold_the_same_table(run, name):
    found = shown_as_json(run, name, *COMMANDS[name], "--out", "all.xlsx")
    run("circulation", name, *COMMANDS[name], "--out", "first.csv")
    assert found["schema_version"] == 1
    assert name in found["command"]
    first = next(iter(found["tables"].values()))
    with Path("first.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [list(row) for row in rows[:1]] == [list(first[0])]
    assert_same([[read(cell) for cell in row.values()] for row in rows], [list(row.values()) for row in first])
    book = CalamineWorkbook.from_path("all.xlsx")
    assert len(book.sheet_names) == 1 + len(found["tables"])
    for sheet, table in zip(book.sheet_names[1:], found["tables"].values(), strict=True):
        read_back = book.get_sheet_by_name(sheet).to_python()
        assert len(read_back) == 1 + len(table)
        numbers = [[x for x in row if isinstance(x, float)] for row in read_back[1:]]
        wanted = [[float(v) for v in row.values() if is_number(v)] for row in table]
        for got, want in zip(numbers, wanted, strict=True):
            assert got == pytest.approx(want)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read(cell):
    """Return the text of a csv cell as what it stands for."""
    if cell in ("", "True", "False"):
        return {"": None, "True": True, "False": False}[cell]
    try:
        return float(cell)
    except ValueError:
        return cell


def assert_same(got, want):
    assert len(got) == len(want)
    for left, right in zip(got, want, strict=True):
        for a, b in zip(left, right, strict=True):
            assert a == (pytest.approx(b) if is_number(b) else b or None if b == "" else b)


def test_the_workbook_has_the_notes_and_the_command_as_typed(run):
    run("circulation", "growth", "IND", "--year", "2009", "--growth", "0.02", "--lang", "zh", "--out", "g.xlsx")
    guide = [row[0] for row in CalamineWorkbook.from_path("g.xlsx").get_sheet_by_name("阅读说明").to_python()]
    assert guide[0] == TITLES["growth"][1]
    assert "2009年数据表：观测值。实际收入的损失与收益：模拟。" in guide
    assert "命令：newind circulation growth IND --growth 0.02 --year 2009" in guide


def test_a_group_may_be_named_as_importer_and_an_economy_stands_apart_from_its_own(run):
    found = shown_as_json(run, "exports", "CHN", "--importer", "RCEP")
    want = shown_as_json(run, "exports", "CHN", "--groups", "rcep")
    assert found["tables"] == want["tables"]
    alone = shown_as_json(run, "exports", "CHN", "--importer", "JPN,KOR,IDN,AUS")["tables"]["terms"]
    sums = {}
    for row in alone:
        sums[row["term"]] = sums.get(row["term"], 0.0) + row["value"]
    assert {r["term"]: r["value"] for r in found["tables"]["terms"]} == pytest.approx(sums)
    assert "China stands apart from the groups it belongs to." in found["notes"]


def test_what_is_told_apart_can_be_said(run):
    found = shown_as_json(run, "exports", "CHN", "--by", "industry", "--level", "group", "--method", "kww")
    rows = found["tables"]["terms"]
    assert {r["industry"] for r in rows} == set(ni.load("world", 2011).industries)
    assert found["by"] == ["exporter", "industry"]


def test_the_days_come_first_among_the_notes_of_a_shortage(run):
    words = COMMANDS["shortage"]
    notes = {lang: shown_as_json(run, "shortage", *words, "--lang", lang)["notes"] for lang in ("en", "zh")}
    assert notes["en"][0].startswith("Days, ")
    assert notes["zh"][0].startswith("以日为期的模拟")
    assert "Not comparable with losses" in notes["en"][0]


def test_every_economy_abroad_stops_selling_where_none_is_named(run):
    found = shown_as_json(run, "shortage", "CHN", "--input", "c14", "--days", "20", "--lasting", "10")
    assert found["suppliers"] == [c for c in ni.load("world", 2011).regions if c != "CHN"]
    assert found["glance"][0].startswith("Without electrical and optical equipment from anywhere abroad for 10 days, ")


def test_assumptions_stand_first_where_cuts_are_drawn(run):
    notes = shown_as_json(run, "joint", *COMMANDS["joint"])["notes"]
    assert notes[0] == "Probabilities and their correlation are assumptions, not estimates."
    assert notes[1].startswith("Assumed chance a year: 10.0–20.0%; correlation 0; 40 draws, seed 0; medium horizon.")


def test_all_provinces_where_none_is_named(run):
    found = shown_as_json(run, "provinces")
    rows = found["tables"]["overview"]
    assert len(rows) == 31
    for row in rows:
        assert sum(row[f"uses_{scope}"] for scope in ("own", "other_provinces", "abroad")) == pytest.approx(1.0)
    assert found["region"] == "CHN"
    pairs = shown_as_json(run, "transfer")["tables"]["pairs"]
    assert len({row["origin"] for row in pairs}) > 1
    assert run("circulation", "transfer").stdout.startswith("Industries that could move within China, 2017\n")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_of_one_province_alone(run, lang):
    boundary.province(1, year=2018).save("own.npz")
    shown = run("circulation", "provinces", "CN-GD", "--table", "own.npz", "--lang", lang).stdout
    assert {"en": "Circulation, own table", "zh": "循环（依据本地行列）"}[lang] in shown
    assert {"en": "Not shown, “Circulation, all chains”", "zh": "未列出“循环（沿全部产业链）”"}[lang] in shown


def test_without_a_question_the_questions_are_listed(run):
    shown = run("circulation").stdout
    assert [line.split()[0] for line in shown.partition("Commands:")[2].strip().splitlines()] == list(COMMANDS)
    assert "..." not in shown.partition("Commands:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(run, name):
    shown = run("circulation", name, "--help").stdout
    assert f"newind circulation {name} C" in shown.partition("Example")[2]
    assert "--json" in shown


BAD = {
    "an economy": (["exports", "CHM"], "unknown economy 'CHM'. Did you mean 'CHN'?"),
    "a method": (["exports", "CHN", "--method", "www"], "for '--method': 'www' is not one of 'wwz', 'kww'"),
    "a dimension": (["exports", "CHN", "--by", "sector"], "unknown dimension 'sector'. Exports are distinguished by"),
    "an importer": (["exports", "CHN", "--importer", "USB"], "unknown importer 'USB'. Did you mean 'USA'?"),
    "itself": (["exports", "CHN", "--importer", "CHN"], "CHN exports nothing to itself."),
    "no importer": (["exports", "CHN", "--importer", ","], "--importer: ',' names nothing."),
    "groups that overlap": (["exports", "CHN", "--groups", "rcep,developed"], "groups overlap: 'JPN in rcep and"),
    "no group": (["exports", "CHN", "--groups", "g77"], "unknown group 'g77'. Did you mean 'g7'?"),
    "a boundary": (["exports", "CN-GD"], "exports cannot be taken apart: ROW is only a boundary of this table"),
    "a boundary, dual": (["dual", "CN-GD"], "accounts of 2017 with the boundary ROW do not tell inputs sold abroad"),
    "a side": (["dual", "CHN", "--side", "up"], "for '--side': 'up' is not one of 'forward', 'backward'"),
    "a share": (["demand", "CHN", "--consumed", "2"], "--consumed: 2 is out of bounds"),
    "no number": (["demand", "CHN", "--consumed", "much"], "for '--consumed'"),
    "estimated feedback": (["feedback", "CN-GD"], "feedback by supplier is refused: flows between pairs of its 31"),
    "estimated suppliers": (["exposure", "CN-GD"], "a ranking of suppliers is refused: flows between pairs of its 31"),
    "estimated shortage": (["shortage", "CN-GD"], "a shortage that travels between regions is refused"),
    "estimated joint": (["joint", "CN-GD"], "a ranking of suppliers is refused"),
    "partners": (["exposure", "CHN", "--top", "-1"], "--top: -1 is out of bounds"),
    "one chance": (["joint", "CHN", "--chances", "JPN=2"], "probabilities out of range: 'supply JPN: 2'"),
    "a chance": (["joint", "CHN", "--chance", "2"], "--chance: 2 is out of bounds"),
    "both chances": (["joint", "CHN", "--chance", "0.1", "--chances", "JPN=0.1"], "are two ways to say the same."),
    "a partner": (["joint", "CHN", "--chances", "JPM=0.1"], "unknown economy 'JPM'. Did you mean 'JPN'?"),
    "an aggregate": (["joint", "CHN", "--chances", "ROW=0.1"], "unknown named partner 'ROW'. Aggregates and"),
    "half a chance": (["joint", "CHN", "--chances", "JPN"], "--chances: 'JPN' is not a name and a number. Write it as"),
    "a chance in words": (["joint", "CHN", "--chances", "JPN=low"], "--chances: 'low' is no number"),
    "a chance twice": (["joint", "CHN", "--chances", "JPN=0.1,JPN=0.2"], "--chances: JPN stands twice."),
    "one in two cases": (["joint", "CHN", "--chances", "JPN=0.1,jpn=0.2"], "--chances: jpn stands twice."),
    "no chances": (["joint", "CHN", "--chances", ","], "--chances: ',' names nothing."),
    "a correlation": (["joint", "CHN", "--correlation", "2"], "--correlation: 2 is out of bounds"),
    "draws": (["joint", "CHN", "--draws", "0"], "--draws: 0 is out of bounds"),
    "a seed": (["joint", "CHN", "--seed", "-1"], "--seed: -1 is out of bounds"),
    "too many": (["joint", "CHN", "--chance", "0.5"], "1,000 different combinations of cuts. Each is solved"),
    "an input": (["shortage", "CHN", "--input", "c99"], "unknown label or group 'c99'. Did you mean 'c9'?"),
    "no input": (["shortage", "CHN", "--input", ","], "--input: ',' names nothing."),
    "its own supplier": (["shortage", "CHN", "--supplier", "CHN"], "CHN cannot be cut off from itself."),
    "a supplier": (["shortage", "CHN", "--supplier", "JPM"], "unknown label or group 'JPM'. Did you mean 'JPN'?"),
    "days": (["shortage", "CHN", "--days", "0"], "--days: 0 is out of bounds"),
    "groups of partners": (["division", "CHN", "--groups", "g7,USA"], "groups g7 and USA share 'USA'."),
    "growth": (["growth", "CHN", "--growth", "0"], "--growth: 0 is out of bounds"),
    "a province": (["provinces", "CN-GX1"], "unknown economy 'CN-GX1'. Did you mean 'CN-GX'?"),
    "several countries": (["provinces", "--on", "world"], "the accounts of 2022 describe 20 countries, not regions of"),
    "several countries to move in": (["transfer", "--on", "world"], "describe 20 countries, not regions of one."),
    "a country that stands alone": (["transfer", "CHN"], "no transfer pairs: CHN is the only region of its country"),
    "a weight": (["transfer", "CN-GD", "--weights", "cost"], "--weights: 'cost' is not a name and a number."),
    "a weight below zero": (["transfer", "CN-GD", "--weights", "cost=-1"], "of transfer pairs: 'cost=-1.0'."),
    "a criterion": (["transfer", "CN-GD", "--weights", "price=1"], "unknown criterion 'price'."),
    "an industry": (["transfer", "CN-GD", "--industries", "c99"], "unknown label or group 'c99'."),
    "a year": (["dual", "CHN", "--year", "2030"], "no accounts for 2030: this panel has 1995 to 2022."),
    "no region": (["dual"], "no region named. Name one of 'CHN'"),
    "rows": (["dual", "CHN", "--rows", "0"], "--rows is 0: nothing would be shown."),
    "a kind of file": (["dual", "CHN", "--out", "dual.pdf"], "dual.pdf: answers are written as .xlsx, .csv."),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(run, tmp_path, what):
    words, message = BAD[what]
    result = run("circulation", *words, code=2)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("newind: ")
    assert message in lines[0]
    assert list(tmp_path.iterdir()) == []
