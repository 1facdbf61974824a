"""``newind register`` and ``newind screen``: registers in and out, the memo of a triage in both languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from newind.cli.output import width
from newind.policy.triage import NO_ADVICE, TAGS, facts, rules
from newind.policy.triage.told import format_citation
from newind.questions.policies.screen_memo import MEANS, TEXTS, memo
from registers import action, sample

LANGS = ["en", "zh"]
both = pytest.mark.parametrize("lang", LANGS)


@pytest.fixture
def file(tmp_path):
    return str(sample().save(tmp_path / "sample.yaml"))


# ---- register
@both
@pytest.mark.parametrize("name", ["mine.yaml", "mine.xlsx"])
def test_a_template_is_written_and_checked_and_screened(run, name, lang):
    assert run("register", "template", name, "--lang", lang).stdout == f"{name}\n"
    assert {"en": "2 actions, 1 shock, 2 sources", "zh": "措施2项，冲击1项，来源2条"}[lang] in run(
        "register", "check", name, "--lang", lang
    ).stdout
    assert "research-grant" in run("screen", name, "--lang", lang).stdout
    assert "there is such a file already" in run("register", "template", name, code=2).stderr
    run("register", "template", name, "--force")


@both
def test_remarks_on_a_screening_stand_below_its_tables(run, run_json, lang):
    lines = run("screen", "--lang", lang).stdout.rstrip().splitlines()
    last = run_json("screen", "--lang", lang)["notes"][-1]
    assert {"en": "no budget is stated", "zh": "未"}[lang] in last
    assert "".join(lines[-3:]).replace(" ", "").endswith(last.replace(" ", ""))
    assert max(width(line) for line in lines if not line.lstrip().startswith("http")) <= 80


def test_the_first_hint_leads_to_the_check(run):
    assert "newind register check mine.yaml" in run("register", "template", "mine.yaml").stderr


def test_a_check_may_look_labels_up(run, run_json, file):
    assert "All its labels are in world 2022." in run("register", "check", file, "--table", "world").stdout
    found = run_json("register", "check", file, "--year", "2008")
    assert (found["ok"], found["actions"], found["shocks"], found["sources"]) == (True, 6, 3, 7)
    assert (found["table"], found["year"]) == ("world", 2008)
    ni.Register([action(shocks=[{"lever": "tariff", "value": 0.1, "region": "CHM"}])]).save("wrong.xlsx")
    message = run("register", "check", "wrong.xlsx", "--table", "world", code=2).stderr
    assert message.startswith("newind: wrong.xlsx: shocks!E3: shock 1: unknown label or group 'CHM'.")


@both
def test_actions_are_listed(run, run_json, file, lang):
    shown = run("register", "list", file, "--lang", lang).stdout
    for a in sample():
        assert f"{a.id} " in shown
        assert a.title(lang) in shown
    trade = run_json("register", "list", file, "--family", "trade", "--clause", "4.trade")
    assert [a["id"] for a in trade["actions"]] == ["export-bonus", "rebate", "tariff-cut"]
    assert trade["actions"][1] == sample()["rebate"].to_dict()
    empty = run("register", "list", file, "--family", "market", "--lang", lang).stdout
    assert empty == {"en": "No action of this kind.\n", "zh": "没有此类措施。\n"}[lang]


def test_shipped_actions_are_listed_without_a_file(run_json):
    assert [a["id"] for a in run_json("register", "list")["actions"]] == list(ni.actions().ids)
    assert len(run_json("screen")["actions"]) == len(ni.actions())


@both
def test_a_difference_is_shown(run, run_json, file, lang):
    kept = [a for a in sample() if a.id != "relief"]
    ni.Register([*kept, action("new", note="x\n" * 50)]).save("after.xlsx")
    shown = run("register", "diff", file, "after.xlsx", "--lang", lang).stdout
    assert ["new", {"en": "added", "zh": "新增"}[lang]] in [line.split() for line in shown.splitlines()]
    assert ["relief", {"en": "removed", "zh": "删除"}[lang]] in [line.split() for line in shown.splitlines()]
    found = run_json("register", "diff", file, "after.xlsx")
    assert (found["added"], found["removed"], found["changed"]) == (["new"], ["relief"], [])
    same = {"en": "The two say the same.\n", "zh": "两份清单内容相同。\n"}[lang]
    assert run("register", "diff", file, file, "--lang", lang).stdout == same


BAD = {
    "no such file": (["screen", "no.yaml"], "no.yaml: cannot be read (No such file"),
    "another kind": (["screen", "r.csv"], "r.csv: registers are .yaml or .xlsx."),
    "another kind to write": (["screen", "--out", "memo.docx"], "memo.docx: answers are written as .xlsx, .csv"),
    "no folder": (["screen", "--out", "no/memo.xlsx"], "cannot write there"),
    "a template of another kind": (["register", "template", "r.csv"], "r.csv: registers are .yaml or .xlsx."),
    "family": (["register", "list", "--family", "trad"], "for '--family': 'trad' is not one of 'industrial'"),
    "clause": (["register", "list", "--clause", "9"], "unknown clause '9'."),
    "a file of two": (["register", "diff", "a.yaml"], "B"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(run, tmp_path, what):
    words, message = BAD[what]
    result = run(*words, code=2)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_mistakes_in_a_register_are_told_with_their_places(run):
    text = sample().to_yaml().replace("stage: rd", "stage: r&d").replace("lever: tariff", "lever: tarif")
    Path("bad.yaml").write_text(text, encoding="utf-8")
    for words in (("screen",), ("register", "check"), ("register", "list")):
        message = run(*words, "bad.yaml", code=2).stderr
        assert "2 mistakes in bad.yaml: bad.yaml:" in message
        assert "stage must be 'rd'" in message
        assert "unknown lever 'tarif'. Did you mean 'tariff'?" in message


# ---- screen
@both
def test_the_memo_says_of_each_action_what_led_there_and_what_would_change_it(run, file, lang):
    shown = run("screen", file, "--lang", lang).stdout
    flat = "".join(shown.split()).replace("·", "")
    found = ni.screen(sample())
    assert "".join(NO_ADVICE[lang].split()) in flat[:400]
    table = found.to_frame(lang)
    for t, row in zip(found, table.to_dict("records"), strict=True):
        page = flat.partition(f"[{t.action.id}]")[2].partition("[")[0]
        said = [row["because"], row["source"], *(row[k] for k in ("facts", "would_change", "notes"))]
        parts = [p for text in said for p in text.replace("；", "; ").split("; ")]
        assert ["".join(p.split()) for p in parts if "".join(p.split()) not in page] == []
        assert "".join(format_citation((t.rule or t.reached[0]).article, lang).split()) in page
    assert {tag for tag in TAGS if "".join(MEANS[tag][lang].split()) in flat} == set(TAGS)


@both
def test_the_memo_fits_a_terminal(run, file, lang):
    shown = run("screen", file, "--lang", lang).stdout
    assert [line for line in shown.splitlines() if width(line) > 80] == []


@both
def test_the_portfolio_keeps_units_apart(run, file, lang):
    """1,200 and a third of 300 million yuan in 2021; buyers get 50 million dollars in 2022."""
    m = memo(ni.screen(sample()), lang)
    yuan, dollars = m.portfolio
    assert yuan.rows[0] == ("2021", {"en": "1.30", "zh": "13.0"}[lang], "92%", "0%", "8%", "2")
    assert [row[0] for row in yuan.rows] == ["2021", "2022", "2023"]
    assert dollars.rows == (("2022", {"en": "50.0", "zh": "0.50"}[lang], "0%", "100%", "0%", "1"),)
    shown = "".join(run("screen", file, "--lang", lang).stdout.split())
    assert all("".join(said.split()) in shown for said in (m.title, *m.lead, *m.remarks, TEXTS["apart"][lang]))


def test_the_memo_as_json(run_json, file):
    found = run_json("screen", file)
    assert found["caution"] == NO_ADVICE["en"]
    assert found["counts"] == ni.screen(sample()).counts()
    assert [a["id"] for a in found["actions"]] == list(sample().ids)
    bonus = found["actions"][1]
    assert (bonus["tag"], bonus["possible"]) == ("prohibited-suspect", ["prohibited-suspect"])
    assert {f["fact"]: f["answer"] for f in bonus["facts"]}["export_contingent"] == "yes"
    assert bonus["would_change"][0]["then"] == "no"
    assert bonus["sources"][0]["href"].startswith("https://")
    assert {row["unit"] for row in found["portfolio"]} == {"M.CNY", "M.USD"}


def test_the_json_in_chinese_cites_and_names_the_tools(run_json, file):
    bonus = run_json("screen", file, "--lang", "zh")["actions"][1]
    assert bonus["article"] == format_citation("SCM Art. 3.1(a) and Annex I", "zh")
    assert not [f for f in bonus["facts"] if "Art." in f["article"]]
    assert bonus["instrument"] == {"id": "export-subsidy", "gta": "Export subsidy", "mast": "P"}
    assert bonus["budget"] == {"amount": 300, "unit": "M.CNY", "year": 2021, "per": "total"}


def test_a_memo_names_places_industries_and_every_source(run):
    two = [{"title": "Notice 1"}, {"title": "Notice 2", "href": "https://example.org/2", "date": "2021"}]
    given = {"regions": ["CN-GD", "rcep"], "industries": ["c14", "high-tech"], "sources": two}
    budget = {"amount": 5, "unit": "M.CNY", "year": 2021}
    ni.Register([action("a", budget=budget, **given), action("b")]).save("r.yaml")
    english, chinese = (" ".join(run("screen", "r.yaml", "--lang", lang).stdout.split()) for lang in ("en", "zh"))
    assert "Guangdong, RCEP members; Electrical and optical equipment, " in english
    assert "广东、" in chinese
    assert "电气和光学设备、" in chinese
    assert "CN-GD" not in english + chinese
    assert "In 2021 support is 5 million yuan: 0% at" in english
    assert "one states a budget" in english
    run("screen", "r.yaml", "--out", "memo.csv")
    row = next(csv.DictReader(Path("memo.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert row["source"] == "Notice 1; Notice 2 (2021, https://example.org/2)"


@both
def test_the_workbook_can_be_passed_round(run, file, lang):
    run("screen", file, "--lang", lang, "--out", "memo.xlsx")
    book = CalamineWorkbook.from_path("memo.xlsx")
    assert book.sheet_names == [TEXTS[k][lang] for k in ("summary", "actions", "portfolio", "method")]
    summary, actions, portfolio, method = (book.get_sheet_by_name(n).to_python() for n in book.sheet_names)
    assert summary[1][0] == method[0][0] == NO_ADVICE[lang]
    assert [row[0] for row in actions[1:]] == list(sample().ids)
    head = actions[0]
    tags = [row[head.index(TEXTS["tag"][lang])] for row in actions[1:]]
    assert tags == [TAGS[t.tag][lang] for t in ni.screen(sample())]
    assert [row[:3] for row in portfolio[1:5]] == [
        [2021, "M.CNY", 1300], [2022, "M.CNY", 100], [2022, "M.USD", 50], [2023, "M.CNY", 100],
    ]  # fmt: skip
    listed = {cell for row in method for cell in row}
    assert {r.because[lang] for r in rules()} | {f.question[lang] for f in facts().values()} <= listed


def test_equal_screenings_give_equal_bytes_and_no_formulas(run, file):
    for name in ("memo.xlsx", "memo.csv", "memo.md"):
        run("screen", file, "--out", name)
        before = Path(name).read_bytes()
        run("screen", file, "--out", name)
        assert Path(name).read_bytes() == before


@both
def test_a_csv_has_a_row_an_action_and_arms_no_formula(run, lang):
    ni.Register([action("a", "=1+1"), action("b", "@x")]).save("r.yaml")
    run("screen", "r.yaml", "--lang", lang, "--out", "memo.csv")
    rows = list(csv.DictReader(Path("memo.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(r["id"], r["label"]) for r in rows] == [("a", "'=1+1"), ("b", "'@x")]
    assert rows[0]["caution"] == NO_ADVICE[lang]


@both
def test_the_page_holds_the_memo_and_no_marks_of_its_own(run, lang):
    ni.Register([action("a", "[x](http://y) <b>|"), action("b", "B", instrument="import-tariff")]).save("r.yaml")
    run("screen", "r.yaml", "--lang", lang, "--out", "memo.md")
    text = Path("memo.md").read_text(encoding="utf-8")
    assert r"### \[x\](http://y) \<b\>\| (a)" in text
    assert NO_ADVICE[lang] in text
    assert text.count("\n### ") == 2


def test_json_and_a_file_go_together(run, file):
    result = run("screen", file, "--json", "--out", "memo.md")
    assert json.loads(result.stdout)["command"] == "screen"
    assert result.stderr == "newind: wrote memo.md\n"


def test_an_article_has_a_name_in_chinese():
    cited_in = {r.article for r in rules()} | {f.article for f in facts().values()}
    assert [a for a in cited_in if not any("\u4e00" <= letter <= "\u9fff" for letter in format_citation(a, "zh"))] == []
    assert {format_citation(a, "en") for a in cited_in} == cited_in


@both
def test_registers_of_none_and_of_one(run, lang):
    ni.Register(name="none").save("none.yaml")
    assert TEXTS["none"][lang] in run("screen", "none.yaml", "--lang", lang).stdout
    ni.Register([action()], name="one").save("one.yaml")
    assert {"en": "One action: ", "zh": "共1项措施："}[lang] in run("screen", "one.yaml", "--lang", lang).stdout
    for name in ("none", "one"):
        run("screen", f"{name}.yaml", "--out", f"{name}.xlsx", "--lang", lang)
