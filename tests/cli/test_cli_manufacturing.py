"""``newind manufacturing``: every question in both languages, as JSON and in files, and what is refused."""

from __future__ import annotations

import json
import re

import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from filed import HANZI, check_csv, check_sheet

LATIN = re.compile(r"[A-Za-z]{2,}")
KEPT = re.compile(r"newind manufacturing \w+|--\w+|GDP|WIOD|IT|Ghosh|without")
"""Names of commands, options, tables and measures, the same in both languages."""
COMMANDS = {
    "share": ["DEU", "--measure", "employment"],
    "growth": ["CHN", "--years", "1995,2007", "--per", "worker"],
    "investment": ["CHN", "--year", "2000"],
    "digital": ["CHN", "--products", "c14,c15"],
    "digital-change": ["CHN", "--from", "2000", "--to", "2011"],
    "linkages": ["CHN", "--peers", "usa,DEU"],
    "services": ["CHN", "--of", "exports", "--year", "2000"],
    "position": ["KOR", "--year", "1997"],
    "smile": ["CHN", "--industry", "c14", "--year", "2009"],
    "chain": ["CHN", "--year", "2009"],
    "sophistication": ["CHN"],
}
STATUS = {"en": ("observed", "estimated", "proxy"), "zh": ("观测", "估计", "代理指标")}
ENGLISH = re.compile(r"\b(None|nan|NaN|inf)\b")


def foreign(text: str, lang: str) -> list[str]:
    """Return what is not in the language of a text."""
    return HANZI.findall(text) if lang == "en" else LATIN.findall(KEPT.sub("", text))


@pytest.mark.parametrize("name", COMMANDS)
def test_an_answer_begins_plainly_in_each_language(run, name):
    for lang in ("en", "zh"):
        shown = run("manufacturing", name, *COMMANDS[name], "--lang", lang).stdout
        lead = shown.split("\n\n")[0]
        assert foreign(shown, lang) == []
        assert "{" not in shown
        assert not ENGLISH.search(shown)
        assert any(word in lead for word in STATUS[lang])
        assert re.search(r"\d", lead.splitlines()[1])


@pytest.mark.parametrize("name", COMMANDS)
def test_json_csv_and_xlsx_hold_the_same_tables(run, name):
    told = json.loads(run("manufacturing", name, *COMMANDS[name], "--json", "--out", "all.xlsx", "--lang", "zh").stdout)
    run("manufacturing", name, *COMMANDS[name], "--out", "first.csv")
    assert told["command"] == f"manufacturing {name}"
    assert told["glance"]
    assert told["notes"]
    first = next(iter(told["tables"].values()))
    check_csv("first.csv", first)
    book = CalamineWorkbook.from_path("all.xlsx")
    assert len(book.sheet_names) == 1 + len(told["tables"])
    for sheet, table in zip(book.sheet_names[1:], told["tables"].values(), strict=True):
        check_sheet(book.get_sheet_by_name(sheet).to_python(), table)


# ---- what is true of the answers
def test_the_share_is_that_of_python(run_json):
    told = run_json("manufacturing", "share", "CHN")
    found = ni.manufacturing.expected_share(ni.load("world"), "CHN")
    last = told["tables"]["years"][-1]
    assert last["gap"] == pytest.approx(found.gap[-1])
    assert [last["gap_low"], last["gap_high"]] == pytest.approx(list(found.gap_range[-1]))
    assert f"{100 * found.actual[-1]:.1f}%" in told["glance"][0]


def test_population_and_income_of_ones_own_are_those_of_the_year(run_json):
    own = run_json("manufacturing", "share", "CHN", "--income", "20000", "--year", "2008")
    (row,) = own["tables"]["years"]
    assert (row["year"], row["income"]) == (2008, 20000.0)
    assert "Population or income as given by the user." in own["notes"]


def test_parts_of_growth_and_of_change_add_up(run_json):
    rows = run_json("manufacturing", "growth", "CHN")["tables"]["groups"]
    assert sum(r["total"] for r in rows[:-1]) == pytest.approx(rows[-1]["total"])
    assert rows[-1]["part"] == pytest.approx(1.0)
    effects = run_json("manufacturing", "digital-change", "IND")["tables"]["effects"]
    home, abroad = ni.manufacturing.digital_content(ni.load("world"), "IND").total()
    assert sum(r["value"] for r in effects[:-1]) == pytest.approx(effects[-1]["value"])
    assert effects[-1]["value"] == pytest.approx((home + abroad)[-1] - (home + abroad)[0])


def test_a_key_carried_on_is_told(run):
    assert "with the key of the year before" in run("manufacturing", "investment", "CHN").stdout
    assert "with the key of the year before" not in run("manufacturing", "investment", "DEU").stdout


def test_years_that_lack_data_are_told_unless_years_were_named(run):
    for words, told in ((("investment", "CHN", "--year", "2011"), True), (("growth", "CHN"), True),
                        (("growth", "CHN", "--years", "1995,2007"), False)):  # fmt: skip
        assert ("Accounts go on to" in run("manufacturing", *words).stdout) == told


def test_income_an_hour_that_is_not_known_is_no_verdict(run):
    shown = " ".join(run("manufacturing", "smile", "CHN", "--year", "2011").stdout.split())
    assert "ask with --year 2009" in shown
    assert "USD/hour" not in shown


def test_a_province_is_answered_with_what_is_known_of_it(run):
    shown = run("manufacturing", "services", "CN-GD", "--lang", "zh").stdout
    assert "外来服务不详" in shown
    assert foreign(shown, "zh") == []
    assert foreign(run("manufacturing", "digital", "CN-GD").stdout, "en") == []


def test_the_workbook_has_the_lead_and_the_command_as_typed(run):
    run("manufacturing", "growth", "CHN", "--years", "1995,2007", "--lang", "zh", "--out", "g.xlsx")
    guide = [row[0] for row in CalamineWorkbook.from_path("g.xlsx").get_sheet_by_name("阅读说明").to_python()]
    assert guide[0] == "中国劳动生产率增长的来源（1995—2007年）"
    assert guide[1].startswith("1995—2007年劳动生产率由")
    assert "命令：newind manufacturing growth CHN --years 1995,2007" in guide


def test_without_a_question_the_questions_are_listed(run):
    shown = run("manufacturing").stdout.partition("Commands:")[2]
    assert [line.split()[0] for line in shown.strip().splitlines()] == [*COMMANDS, "concentration"]


BAD = {
    "an economy": (["share", "CHM"], "unknown economy 'CHM'. Did you mean 'CHN'?"),
    "a measure": (["share", "CHN", "--measure", "jobs"], "'jobs' is not one of"),
    "an income": (["share", "CHN", "--income", "5", "--year", "2011"], "the 39 economies of the estimate have"),
    "a province": (["share", "CN-GD"], "no expected share of manufacturing for CN-GD, 2017"),
    "one year": (["growth", "CHN", "--years", "1995"], "--years: '1995' is not two years."),
    "years in words": (["growth", "CHN", "--years", "then,now"], "is not two years. Write them as in 1995,2007."),
    "no volumes": (["growth", "CHN", "--years", "1995,2011"], "The last year with both is 2009"),
    "no investment": (["investment", "CN-GD"], "no investment of industry for CN-GD"),
    "no products": (["digital", "CHN", "--products", ","], "--products: ',' names nothing."),
    "a product": (["digital", "CHN", "--products", "c144"], "Did you mean 'c14'?"),
    "one year only": (["digital-change", "CN-GD"], "a change of digital content needs a Panel of two years or more"),
    "the same year": (["digital-change", "CHN", "--from", "2000", "--to", "2000"], "needs two years; 2000 stands for"),
    "a year": (["digital-change", "CHN", "--to", "2030"], "2030"),
    "two databases": (["digital-change", "CHN", "--from", "2000", "--to", "2020"], "'2000', '2020' are of"),
    "itself": (["linkages", "CHN", "--peers", "CHN"], "CHN cannot be its own peer."),
    "a peer": (["linkages", "CHN", "--peers", "USB"], "Did you mean 'USA'?"),
    "a part": (["services", "CHN", "--of", "all"], "'all' is not one of"),
    "a boundary": (["position", "CN-GD"], "end at the boundary"),
    "a boundary of a chain": (["smile", "CN-GD"], "end at the boundary"),
    "an industry": (["smile", "CHN", "--industry", "c144"], "Did you mean 'c14'?"),
    "a boundary of income": (["chain", "CN-GD"], "end at the boundary"),
    "a boundary of exports": (["sophistication", "CN-GD"], "end at the boundary"),
    "rows": (["growth", "CHN", "--rows", "0"], "--rows is 0: nothing would be shown."),
    "a kind of file": (["growth", "CHN", "--out", "a.pdf"], "answers are written as .xlsx, .csv."),
}


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(run, tmp_path, what):
    words, message = BAD[what]
    result = run("manufacturing", *words, code=2)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("newind: ")
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []
