"""``newind science``: every question answered in both languages, as JSON and in files; what is refused."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import newind as ni
from filed import HANZI, check_csv, check_sheet
from newind.documents.answers import write_csv, write_xlsx
from newind.policy.signs import CENTRAL
from newind.questions.answers import Answer
from newind.questions.question import question
from newind.questions.science import answers as ask
from newind.questions.table import DataTable

LATIN = re.compile(r"[A-Za-z]{2,}")
KEPT = re.compile(r"newind science products FILE|--\w+|HHI|GDP|HS6|NSB-2022-4|RD-\d+|\.csv|\.xlsx")
"""Names of commands, options, programs, indices and sources, the same in both languages."""
SMALL = {
    "dependence": ("dependence", "CHN", "--top", "2"),
    "industry": ("dependence", "DEU", "--industry", "c15", "--top", "1", "--year", "2008"),
    "replacers": ("replacers", "CHN", "--input", "c14", "--supplier", "JPN"),
    "replace": ("replace", "CHN", "--inputs", "c9", "--suppliers", "JPN,USA"),
    "mix": ("mix", "CHN", "--suppliers", "USA,JPN"),
    "research": ("research", "IND"),
    "capacity": ("capacity", "KOR", "--peers", "JPN,DEU"),
    "support": ("support", "CHN", "--horizon", "medium"),
}
CASES = pytest.mark.parametrize("words", SMALL.values(), ids=SMALL)
FEW = ("capacity", "KOR", "--peers", "JPN")
"""A question that is quick to answer."""
TRADE = """\
year,flow,partner,hs6,value,name
2021,import,JPN,851762,1000000,=1+1
2021,import,USA,51762,2000000,Thing
2021,import,CHN,851762,5,again
2021,import,USA,990000,7,national
2020,import,USA,51762,2000000,Thing
2020,import,JPN,851762,900000,=1+1
2019,import,USA,51762,2000000,Thing
"""
HS_OF = {"851762": "c14", "051762": "c3"}


@pytest.fixture(autouse=True, scope="module")
def solved_once():
    """Keep what takes long: the same question in another form is not solved again."""
    kept: dict[str, object] = {}

    def keeping(solve):
        def solved(w, *args, **options):
            key = repr((solve.__name__, w.years if hasattr(w, "years") else w.year, args, sorted(options.items())))
            if key not in kept:
                kept[key] = solve(w, *args, **options)
            return kept[key]

        return solved

    with pytest.MonkeyPatch.context() as patch:
        for name in ("dependence_list", "replacement", "research_effect", "who_could"):
            patch.setattr(ask, name, keeping(getattr(ask, name)))
        yield


def foreign(text: str, lang: str) -> list[str]:
    """Return what is not in the language of a text."""
    return HANZI.findall(text) if lang == "en" else LATIN.findall(KEPT.sub("", " ".join(text.split())))


# ---- each question, in each form
@CASES
def test_every_question_is_answered_in_each_language(run, words):
    shown = {lang: run("science", *words, "--lang", lang).stdout for lang in ("en", "zh")}
    for lang, text in shown.items():
        assert foreign(text, lang) == []
        assert "nan" not in text.lower().split()
        assert "inf" not in text.split()
    assert len(shown["en"].splitlines()) > 8
    numbers = [re.findall(r"\d+\.\d+", text) for text in shown.values()]
    assert numbers[0][:5] == numbers[1][:5] != []


@CASES
def test_as_json_and_in_files_it_is_the_same(run, run_json, words):
    told = run_json("science", *words, "--out", "a.csv")
    assert told["command"] == f"science {words[0]}"
    assert told["region"] == words[1]
    assert told["notes"]
    run("science", *words, "--out", "a.xlsx", "--lang", "zh")
    first = next(iter(told["tables"].values()))
    check_csv("a.csv", first)
    book = CalamineWorkbook.from_path("a.xlsx")
    assert len(book.sheet_names) == 1 + len(told["tables"])
    for name, table in zip(book.sheet_names[1:], told["tables"].values(), strict=True):
        check_sheet(book.get_sheet_by_name(name).to_python(), table)


@CASES
def test_every_column_and_word_has_a_name_in_both_languages(words):
    answer = ANSWERS[words[0]](words)
    for name, table in answer.tables.items():
        assert HANZI.search(answer.head(name, "zh"))
        for column in table:
            assert column in answer.labels
            for lang in ("en", "zh"):
                said = {answer.cell(column, v, lang) for v in table[column]}
                heads = {answer.label(column, lang), answer.label(column, lang, short=True)}
                assert [t for t in (*said, *heads) if foreign(t, lang)] == []


def _answers():
    world = ni.load("world")

    def answered(name: str, **given: object):
        q = question(f"science.{name}")
        return lambda _: q.find_function()(world, "CHN", q.read(given))

    return {
        "dependence": answered("dependence", top=1),
        "replacers": answered("replacers", input="c14", supplier="JPN"),
        "replace": answered("replace", inputs="c9"),
        "mix": answered("mix"),
        "research": answered("research"),
        "capacity": answered("capacity"),
        "support": answered("support"),
    }


ANSWERS = _answers()


# ---- what is true of the answers
def test_the_list_is_that_of_python(run_json):
    told = run_json("science", "dependence", "CHN", "--top", "2", "--threshold", "0.05")
    found = ni.science.dependence_list(ni.load("world").last, "CHN", top=2, threshold=0.05)
    assert told["threshold"] == 0.05
    assert [line["input"] for line in told["tables"]["by_input"]] == [line.input for line in found.inputs]
    first = told["tables"]["by_supplier"][0]
    assert (first["input"], first["supplier"]) == (found.suppliers[0].input, found.suppliers[0].supplier)
    assert first["loss_middle"] == pytest.approx(found.suppliers[0].loss.middle)


def test_who_is_not_named_is_said_to_be_and_never_ranked(run):
    shown = run("science", "replacers", "CHN", "--supplier", "JPN").stdout
    table = shown.split("\n\n")[1].splitlines()
    assert table[-1].startswith("not named ")
    assert "Rest of world" not in shown
    assert "未单列" in run("science", "replacers", "CHN", "--supplier", "JPN", "--lang", "zh").stdout


def test_the_title_says_what_is_asked(run):
    assert run("science", *SMALL["industry"]).stdout.startswith(
        "What Transport equipment in Germany depends on, 2008\n"
    )
    shown = run("science", *SMALL["replacers"], "--lang", "zh").stdout
    assert shown.startswith("中国所购日本电气和光学设备的替代供应方（2022年）\n")


def test_what_is_assumed_stands_beside_the_figures(run):
    shown = " ".join(run("science", "replace", "CHN", "--inputs", "c9", "--chance", "0.2").stdout.split())
    assert "with a chance of 20% a year" in shown
    assert "Accounts of 2022: estimated. Losses and gains of real income: simulated. Money in million USD." in shown
    shown = " ".join(run("science", "dependence", "CHN", "--top", "1", "--threshold", "0.05").stdout.split())
    assert "for which the input is at least 5% of output" in shown
    assert "counted as none: Taiwan, India, Indonesia, Australia, Rest of world." in " ".join(
        run("science", "research", "CHN").stdout.split()
    )


def test_a_workbook_says_how_it_was_made(run):
    run("science", *SMALL["industry"], "--out", "a.xlsx")
    guide = [row[0] for row in CalamineWorkbook.from_path("a.xlsx").get_sheet_by_name("Reading guide").to_python()]
    assert guide[0] == "What Transport equipment in Germany depends on, 2008"
    said = "newind science dependence DEU --industry c15 --top 1 --year 2008"
    assert f"Command: {said}" in guide
    assert any(line.startswith("Accounts of 2008: observed.") for line in guide)


def test_rows_are_as_many_as_asked(run):
    shown = run("science", *FEW, "--rows", "2").stdout
    assert "… and 6 more rows (--rows, --out)" in shown  # of eight performers
    assert "……另有6行（见--rows、--out）" in run("science", *FEW, "--rows", "2", "--lang", "zh").stdout
    assert "more rows" not in run("science", *FEW, "--rows", "500").stdout


def test_failed_cases_are_told(run_json, run, monkeypatch):
    from newind.analyses.science import reliance

    why = ("c14 of JPN: short, {}: no equilibrium found",)
    monkeypatch.setattr(reliance.DependenceList, "failed", why)
    assert run_json("science", "dependence", "CHN", "--top", "1")["failed"] == list(why)
    assert "1种情形无均衡解" in run("science", "dependence", "CHN", "--top", "1", "--lang", "zh").stdout


# ---- what is refused, each in one line
REFUSED = {
    ("dependence", "CHM"): "unknown economy 'CHM'. Did you mean 'CHN'?",
    ("dependence", "CHN", "--industry", "c144"): "unknown industry 'c144'. Did you mean 'c14'?",
    ("dependence", "CHN", "--threshold", "1.5"): "--threshold: 1.5 is out of bounds, which are ≥ 0, < 1.",
    ("dependence", "CHN", "--threshold", "-0.1"): "--threshold: -0.1 is out of bounds",
    ("dependence", "CHN", "--top", "0"): "--top: 0 is out of bounds, which are ≥ 1, ≤ 100.",
    ("dependence", "CN-GD"): "a ranking of suppliers is refused: flows between pairs of its 31 regions are estimates",
    ("dependence", "CHN", "--on", "china"): "has a boundary (ROW)",
    ("dependence",): "no region named",
    ("dependence", "CHN", "--region", "USA"): "two regions",
    ("dependence", "CHN", "--year", "1066"): "1066",
    ("replacers", "CHN", "--supplier", "JPM"): "Did you mean 'JPN'?",
    ("replacers", "CHN", "--input", "c1x"): "unknown input 'c1x'. Did you mean 'c1'?",
    ("replacers", "USA", "--supplier", "USA"): "USA cannot be lost as a supplier of itself",
    ("replacers", "CHN", "--supplier", "ROW"): "ROW is an aggregate, not an economy",
    ("replacers", "CN-GD", "--supplier", "CN-JS"): "a ranking of suppliers is refused",
    ("replace", "CHN", "--inputs", "c99"): "unknown industry 'c99'. Did you mean 'c9'?",
    ("replace", "CHN", "--inputs", ","): "--inputs: ',' names nothing",
    ("replace", "CHN", "--reduction", "2"): "--reduction: 2 is out of bounds",
    ("replace", "CHN", "--chance", "0"): "--chance: 0 is out of bounds",
    ("replace", "CHN", "--suppliers", ","): "--suppliers: ',' names nothing",
    ("replace", "CHN", "--suppliers", "JPM"): "Did you mean 'JPN'?",
    ("mix", "CHN", "--chance", "2"): "--chance: 2 is out of bounds",
    ("mix", "CHN", "--suppliers", ","): "--suppliers: ',' names nothing",
    ("mix", "CN-GD"): "research along the chain needs closed accounts",
    ("research", "CHM"): "Did you mean 'CHN'?",
    ("capacity", "XXX"): "unknown economy 'XXX'",
    ("capacity", "CHN", "--peers", "DEU,XXX"): "unknown economy 'XXX'",
    ("support", "CHN", "--size", "2"): "--size: 2 is out of bounds, which are > 0, ≤ 0.9.",
    ("support", "CHN", "--horizon", "soon"): "'soon' is not one of 'short', 'medium', 'long'.",
    (*FEW, "--rows", "0"): "--rows is 0: nothing would be shown.",
    (*FEW, "--out", "table.docx"): "table.docx: answers are written as .xlsx, .csv.",
    (*FEW, "--out", "nowhere/a.csv"): "cannot write there",
    (*FEW, "--lang", "fr"): "'fr' is not one of 'en', 'zh'.",
}


@pytest.mark.parametrize(("words", "said"), REFUSED.items(), ids=lambda x: "_".join(x) if isinstance(x, tuple) else "")
def test_what_cannot_be_answered_is_refused_in_a_line(run, words, said):
    ended = run("science", *words, code=2)
    assert said in ended.stderr
    assert ended.stderr.startswith("newind: ")
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""
    assert list(Path().iterdir()) == []


# ---- files
def test_a_text_like_a_formula_is_no_formula(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
    title = {"en": "T", "zh": "题"}
    answer = Answer(title, {"t": DataTable.from_columns({"name": evil})}, {})
    with write_csv(answer, "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == [
            "'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t'=1",
        ]  # fmt: skip
    write_xlsx(answer, "a.xlsx")
    sheet = CalamineWorkbook.from_path("a.xlsx").get_sheet_by_name("t").to_python()
    assert [row[0] for row in sheet[1:]] == evil
    assert b"<f>" not in zipfile.ZipFile("a.xlsx").read("xl/worksheets/sheet2.xml")


def test_a_csv_without_ranges_says_so_in_each_row(tmp_path):
    title, tables = {"en": "T", "zh": "题"}, {"t": DataTable.from_columns({"value": [1.0, -2.0]})}
    for central in (frozenset(), frozenset({"t"})):
        written = write_csv(Answer(title, tables, {}, central=central), tmp_path / "a.csv")
        said = CENTRAL["en"] if central else None
        with written.open(encoding="utf-8-sig", newline="") as file:
            assert [row.get("case") for row in csv.DictReader(file)] == [said] * 2
    assert list(tables["t"]) == ["value"]


def test_a_file_is_written_whole_or_not_at_all(run, monkeypatch):
    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    Path("a.csv").write_text("old", encoding="utf-8")
    Path("a.xlsx").write_text("old", encoding="utf-8")
    monkeypatch.setattr(csv, "writer", fails)
    monkeypatch.setattr(xlsxwriter.worksheet.Worksheet, "write_number", fails)
    for name in ("a.csv", "a.xlsx"):
        assert "No space left" in run("science", *FEW, "--out", name, code=2).stderr
        assert Path(name).read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in Path().iterdir()) == ["a.csv", "a.xlsx"]


# ---- products
@pytest.fixture
def customs():
    Path("customs.csv").write_text(TRADE, encoding="utf-8")
    return ("products", "customs.csv", "--export-hhi", "none")


def test_a_customs_file_is_screened_in_each_language(run, run_json, customs):
    told = run_json("science", *customs)
    assert told["command"] == "science products"
    assert {r["hs6"]: r["industry"] for r in told["tables"]["hits"]} == HS_OF
    assert told["hits"] == 2
    for lang in ("en", "zh"):
        shown = run("science", *customs, "--lang", lang, "--rows", "1").stdout
        names = re.compile("Thing|customs.csv")
        assert foreign(names.sub("", shown), lang) == []
    assert "customs.csv：3行商品编码为五位数，已补首位零。" in shown
    assert "customs.csv：未计入各国自用编码（第98、99章）1行" in shown
    assert "2种产品中有2种在3年中的2年满足全部标准：进口来源集中度高于0.4、进出口比高于1。" in shown


def test_hits_are_written_as_csv_and_as_a_workbook(run, customs):
    run("science", *customs, "--out", "a.csv")
    with Path("a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {r["hs6"]: r["name"] for r in csv.DictReader(file)} == {"051762": "Thing", "851762": "'=1+1"}
    assert "newind: wrote a.xlsx" in run("science", *customs, "--out", "a.xlsx", "--lang", "zh").stderr
    assert CalamineWorkbook.from_path("a.xlsx").sheet_names[:2] == ["阅读说明", "命中产品"]


def test_with_accounts_hits_have_the_loss_of_their_industry(run_json, run, customs):
    told = run_json("science", *customs, "--losses", "world")
    by = {r["industry"]: r for r in told["tables"]["by_industry"]}
    assert by["c14"]["loss_supplier"] == "JPN"
    assert 0 < by["c14"]["loss_low"] < by["c14"]["loss_middle"] < by["c14"]["loss_high"]
    assert any("in the accounts of 2022, not of the product" in said for said in told["notes"])


def test_template_and_example_are_new_files_that_can_be_screened(run, monkeypatch):
    monkeypatch.setattr("newind.data.product_layouts.example_products", small(ni.science.example_products))
    assert "wrote t-README.txt" in run("science", "products", "t.csv", "--template").stderr
    assert Path("t.csv").read_text(encoding="utf-8-sig").startswith("year,flow,partner,hs6,value")
    run("science", "products", "e.csv", "--example")
    assert "of 320 products have, in 2 of 3 years" in run("science", "products", "e.csv").stdout
    before = Path("e.csv").read_bytes()
    for option in ("--template", "--example"):
        assert "the file exists and is left as it is" in run("science", "products", "e.csv", option, code=2).stderr
    assert Path("e.csv").read_bytes() == before


def small(drawn):
    return lambda path: drawn(path, products=320)


BAD_TRADE = {
    "text": (TRADE.replace("1000000", "1 Mio."), "column value: values that are no numbers in 1 row"),
    "revisions": (TRADE.replace("851762", "851712").replace("51762", "851713"), "HS codes of mixed revisions"),
    "short code": (TRADE.replace("851762", "8517"), "HS codes without six digits"),
    "economy": (TRADE.replace("JPN", "JPX"), "JPX"),
    "columns": (TRADE.replace("partner", "who"), "partner"),
}


@pytest.mark.parametrize(("text", "said"), BAD_TRADE.values(), ids=BAD_TRADE)
def test_a_bad_customs_file_is_refused_in_a_line(run, text, said):
    Path("bad.csv").write_text(text, encoding="utf-8")
    ended = run("science", "products", "bad.csv", "--export-hhi", "none", code=2)
    assert ended.stderr.startswith("newind: bad.csv")
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--import-hhi", "1.4"), "thresholds out of range"),
        (("--export-hhi", "high"), "--export-hhi: 'high' is no number. Give one from 0 to 1, or none."),
        (("--ratio", "-1"), "thresholds out of range"),
        (("--years", "2", "--hold", "3"), "hold"),
        (("--revision", "HS99"), "HS99"),
        (("--region", "CHM"), "CHM"),
        (("--exports", "nowhere.csv"), "nowhere.csv"),
        (("--losses", "worl"), "Did you mean 'world'?"),
        (("--out", "hits.txt"), "answers are written as .xlsx, .csv"),
        (("--rows", "0"), "nothing would be shown"),
    ],
)
def test_options_that_make_no_sense_are_refused(run, customs, options, said):
    ended = run("science", *customs, *options, code=2)
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_one_new_file_is_written_at_a_time(run):
    assert "Ask for one at a time" in run("science", "products", "a.csv", "--template", "--example", code=2).stderr
    assert "2 are named" in run("science", "products", "a.csv", "b.csv", "--template", code=2).stderr
    assert "no-such.csv" in run("science", "products", "no-such.csv", code=2).stderr
    assert list(Path().iterdir()) == []


# ---- help
def test_help_names_every_command_in_a_line(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("science").stdout
    assert "..." not in shown.split("Commands:")[1]
    assert {*ANSWERS, "products"} == {line.split()[0] for line in shown.split("Commands:\n")[1].splitlines()}
    for command in (*ANSWERS, "products"):
        text = run("science", command, "--help").stdout
        assert f"newind science {command} " in text.split("Example")[1]
        assert all(len(line) <= 80 for line in text.split("Example")[0].splitlines())
