"""``newind redesign``, ``newind synergy``, ``newind compare``: both languages, JSON and files, and what is refused."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import newind as ni
from newind.cli.output import width
from newind.errors import in_chinese
from newind.pathways.synergy import OUTCOMES
from newind.policy.packages import package_of
from newind.policy.register import Action, Register
from newind.policy.signs import CENTRAL, STATED
from newind.questions.policies.answers_compared import read_judgements
from newind.testing import REGIONS, Structure, build

ON = ("--region", "CHN", "--on", "small.npz")
PACKAGES = {
    "better": ["{lever: productivity, value: 0.02, region: CHN, industry: c14}"],
    "dearer": ["{lever: trade_cost, value: 0.05, mode: add, region: CHN}"],
    "mixed": [
        "{lever: productivity, value: 0.02, region: CHN, industry: c14}",
        "{lever: tariff, value: 0.5, mode: scale, region: CHN, partner: [USA, DEU], start: 2030, phase_in: 2}",
    ],
}
COMMANDS = {
    "redesign": ("redesign", "mine.yaml", *ON, "--exchange", "CNY=6.46"),
    "consumer": ("redesign", "mine.yaml", *ON, "--exchange", "CNY=6.46", "--to", "consumer", "--horizon", "medium"),
    "synergy": ("synergy", "better.yaml,dearer.yaml", *ON, "--expert", "judged.csv", "--range"),
    "compare": ("compare", "better.yaml", "dearer.yaml", "mixed.yaml", *ON),
}
TITLES = {
    "redesign": ("The same money elsewhere: China", "同等支出的其他用途：中国"),
    "consumer": ("The same money elsewhere: China", "同等支出的其他用途：中国"),
    "synergy": ("What policies do together in China", "政策叠加在中国的效果"),
    "compare": ("Packages side by side: China", "政策组合并列比较：中国"),
}
PLAIN = {
    "label": {"en": "Support for makers", "zh": "生产者补贴"}, "clause": "4.industrial", "family": "industrial",
    "instrument": "grant", "sources": [{"title": "Notice"}],
}  # fmt: skip
every = pytest.mark.parametrize("name", COMMANDS)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A small economy, a register and packages in files."""
    folder = tmp_path_factory.mktemp("redesign")
    w = build(Structure(REGIONS[:3], ("c14", "c15", "c30", "c17", "c27"), inventories=False), 3)
    w.save(folder / "small.npz")
    given = PLAIN | {
        "id": "makers", "stage": "production", "recipient": "producer", "eligible": "sector", "regions": "CHN",
        "industries": "c14", "conditions": {"export": "yes"},
    }  # fmt: skip
    amount = 6.46e-3 * float(w.x.reshape(w.R, w.S)[0, 0])
    Register([Action(**given | {"budget": {"amount": amount, "unit": "M.CNY", "year": 2011}})], name="mine").save(
        folder / "mine.yaml"
    )
    for name, shocks in PACKAGES.items():
        text = f"name: {name}\nshocks:\n" + "".join(f"  - {s}\n" for s in shocks)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "judged.csv").write_text(",better,dearer\nbetter,,2\ndearer,,\n", encoding="utf-8")
    return folder


@pytest.fixture
def there(run, written, monkeypatch):
    monkeypatch.chdir(written)
    monkeypatch.setenv("COLUMNS", "80")
    return run


def as_json(run, *words):
    return json.loads(run(*words, "--json").stdout)


@every
def test_an_answer_reads_in_both_languages(there, name):
    for lang, title in zip(("en", "zh"), TITLES[name], strict=True):
        shown = there(*COMMANDS[name], "--lang", lang).stdout
        assert shown.startswith(title + "\n")
        assert ("simulated" if lang == "en" else "模拟") in shown or "redesign" in COMMANDS[name]
        assert ("Static comparison" if lang == "en" else "静态比较") in re.sub(
            r"\s+", " " if lang == "en" else "", shown
        )
        assert "{" not in shown
        assert not re.search(r"\bnan\b", shown, re.IGNORECASE)
        lead = shown.split("\n\n")[0].splitlines()
        assert max(width(line) for line in [*lead, *re.findall(r"^.*\S {2,}\S.*$", shown, re.M)]) <= 80
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]", shown)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_package_may_be_called_like_a_language(there, lang):
    names = ("reform_en", "reform_zh", "outcome_zh")
    for name in names:
        text = f"name: {name}\nshocks:\n  - {PACKAGES['better'][0]}\n"
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    found = as_json(there, "compare", *(f"{n}.yaml" for n in names), *ON, "--lang", lang)
    for table in ("six", "regions"):
        assert all(set(names) <= row.keys() for row in found["tables"][table])


@pytest.mark.parametrize(
    ("source", "lang", "said", "unsaid"),
    [
        ("rated", "en", "At the rates assumed, makers of end products would receive", "a year of support to makers"),
        ("rated", "zh", "按假定的支持比率", "每年给予"),
        ("mine", "en", "a year of support to makers of end products would become", "At the rates assumed"),
        ("mine", "zh", "每年给予", "按假定的支持比率"),
    ],
)
def test_money_at_an_assumed_rate_would_go_and_a_budget_goes(there, source, lang, said, unsaid):
    plain = {k: v for k, v in Register.read("mine.yaml")["makers"].to_dict().items() if k != "budget"}
    shock = {"lever": "production_subsidy", "value": 0.01, "region": "CHN", "industry": "c14"}
    Register([Action(**plain | {"shocks": [shock]})], name="rated").save("rated.yaml")
    command = ("redesign", f"{source}.yaml", *COMMANDS["redesign"][2:])
    shown = re.sub(r"\s+", " ", there(*command, "--lang", lang).stdout)
    assert said in shown
    assert unsaid not in shown
    assert not re.search("now goes to|现在流向", shown)


@pytest.fixture(scope="module")
def known():
    """What was asked before."""
    return {}


@pytest.fixture
def told(there, known):
    """Return a function that returns the JSON of a command, run once; its workbook is written beside."""

    def call(name, *more):
        words = (*COMMANDS[name], *more)
        if words not in known:
            known[words] = as_json(there, *words, "--out", f"{name}.xlsx")
        return known[words]

    return call


@pytest.mark.parametrize("name", ["redesign", "synergy", "compare"])
def test_json_and_the_workbook_hold_the_tables(told, there, written, name):
    found = told(name)
    assert found["schema_version"] == 1
    assert found["command"].split()[0] == COMMANDS[name][0]
    assert found["region"] == "CHN"
    assert found["glance"]
    book = CalamineWorkbook.from_path(written / f"{name}.xlsx")
    assert len(book.sheet_names) == 1 + len(found["tables"])
    guide = [row[0] for row in book.get_sheet_by_name(book.sheet_names[0]).to_python()]
    (typed,) = (line.split(": ", 1)[1] for line in guide if ": newind " in str(line))
    assert shlex.split(typed)[1:3] == list(COMMANDS[name][:2])
    if name == "synergy":
        assert as_json(there, *shlex.split(typed)[1:])["tables"] == found["tables"]


@pytest.mark.parametrize("name", ["redesign", "synergy", "compare"])
def test_no_simulated_table_is_without_its_range_or_a_mark(told, there, ranged_or_said, written, name):
    found = told(name)
    for lang in ("en", "zh"):
        ranged_or_said(found, there(*COMMANDS[name], "--lang", lang).stdout, lang)
    book = CalamineWorkbook.from_path(written / f"{name}.xlsx")
    guide = [str(row[0]) for row in book.get_sheet_by_name(book.sheet_names[0]).to_python()]
    assert sum(CENTRAL["en"] in line for line in guide) >= len(found["central_case_no_range"])


@pytest.mark.parametrize("name", ["redesign", "synergy", "compare"])
def test_a_csv_says_in_each_row_whether_its_figures_have_a_range(told, there, written, name):
    """The first table of an answer is marked there as it is in text, JSON and the workbook."""
    main, rows = next(iter(told(name)["tables"].items()))
    marked = main in told(name)["central_case_no_range"]
    there(*COMMANDS[name], "--out", f"{name}.csv")
    with (written / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == len(rows)
    assert [row.get("case") for row in found] == [CENTRAL["en"] if marked else None] * len(rows)


def test_without_the_corners_all_of_a_synergy_is_marked(told, there):
    words = [w for w in COMMANDS["synergy"] if w != "--range"] + ["--no-range"]
    found = as_json(there, *words)
    assert set(found["central_case_no_range"]) == set(found["tables"])


def test_a_redesign_tells_what_moves_and_how_sure_it_is(told):
    found = told("redesign")
    (row,) = found["tables"]["moved"]
    assert row["action"] == "makers"
    assert row["rate"] == pytest.approx(0.001)
    assert (row["tag"], row["tag_after"]) == ("prohibited-suspect", "actionable")
    assert found["bill_before"] == pytest.approx(found["bill_after"], rel=1e-8)
    assert {r["outcome"] for r in found["tables"]["outcomes"]} <= {*OUTCOMES, "co2"}
    for r in found["tables"]["outcomes"]:
        assert r["low"] <= r["high"]
        assert (r["change"] is None) == (r["sign"] not in STATED), r
        if r["low"] < -1e-8 and r["high"] > 1e-8:
            assert r["change"] is None, r
    income = next(r for r in found["tables"]["outcomes"] if r["outcome"] == "real_income")
    assert found["verdict"] in ("holds", income["sign"])


def test_each_action_that_moves_has_its_triage_before_and_after(told, there):
    """Tag, article, reason, facts, what would change it and the source, as in newind screen."""
    pages = told("redesign")["tables"]["judged"]
    tags = [(page["state"], page["verdict"]) for page in pages]
    assert tags == [("as it is", "possibly prohibited"), ("redesigned", "actionable")]
    layout = re.compile(r"[\s·;；]")
    for lang, name in (("en", "Would change it"), ("zh", "可改变结论")):
        shown = there(*COMMANDS["redesign"], "--lang", lang).stdout
        assert shown.count(name) == 2
        row = ni.screen("mine.yaml").to_frame(lang).iloc[0]
        for key in ("article", "because", "facts", "would_change", "notes", "source"):
            assert layout.sub("", row[key]) in layout.sub("", shown), key


def test_the_workbook_in_chinese_names_actions_and_industries(there, written):
    there(*COMMANDS["consumer"], "--lang", "zh", "--out", "zh.xlsx")
    book = CalamineWorkbook.from_path(written / "zh.xlsx")
    moved = dict(zip(*book.get_sheet_by_name("调整内容").to_python(), strict=True))
    assert (moved["名称"], moved["行业"]) == ("生产者补贴", "电气和光学设备")
    judged = book.get_sheet_by_name("世贸规则初筛（逐项）").to_python()
    assert {row[0] for row in judged[1:]} == {"生产者补贴"}
    assert [row[1:3] for row in judged[1:]] == [["现状", "疑似禁止性补贴"], ["改设计后", "待查明"]]


def test_where_the_sign_changes_there_is_no_number_and_this_is_said(told):
    """Research that may bring nothing, or much."""
    found = told("redesign")
    income = next(r for r in found["tables"]["outcomes"] if r["outcome"] == "real_income")
    assert income["low"] < 0 < income["high"]
    assert income["change"] is None
    assert found["glance"][1].startswith(("Whether", "No headline number"))
    assert "is not certain" not in told("redesign", "--set", "rd_output_elasticity=0")["glance"][1]


def test_parameters_are_taken(told):
    found = told("synergy", "--set", "trade_elasticity=2.5", "--set", "scale=0.1")
    assert found["tables"]["pairs"] != told("synergy")["tables"]["pairs"]


def test_experts_stand_beside_the_model(told):
    found = told("synergy")
    (row,) = found["tables"]["expert"]
    (pair,) = found["tables"]["pairs"]
    assert row["expert"] == 2
    assert pair["synergy"] == (row["synergy"] if pair["sure"] else None)
    assert row["disagree"] == (pair["sure"] and row["synergy"] < 0)
    assert pair["low"] <= row["synergy"] <= pair["high"]
    assert ("differ in sign" in " ".join(found["glance"])) == row["disagree"]


def test_a_comparison_lists_every_shock_that_differs(told, there):
    found = told("compare")
    rows = found["tables"]["shocks"]
    assert [(r["lever"], r["where"]) for r in rows] == [
        ("productivity", "CHN, c14"), ("trade_cost", "CHN"), ("tariff", "CHN/USA+DEU, 2030+2"),
    ]  # fmt: skip
    assert [(r["better"], r["dearer"], r["mixed"]) for r in rows] == [
        ("0.02", "", "0.02"), ("", "+0.05", ""), ("", "", "× 0.5"),
    ]  # fmt: skip
    assert found["differing"][2] == {
        "shock": {"lever": "tariff", "mode": "scale", "region": "CHN", "partner": ["USA", "DEU"], "start": 2030,
                  "phase_in": 2},
        "values": {"mixed": 0.5},
    }  # fmt: skip
    two = as_json(there, "compare", "better.yaml", "mixed.yaml", *ON)
    assert [r["lever"] for r in two["tables"]["shocks"]] == ["tariff"]
    assert two["shared"] == 1
    w = ni.read("small.npz", format="newind")
    own = ni.simulate(w, ni.Package.from_yaml("better.yaml"))
    row = found["tables"]["packages"][0]
    assert row["real_income"] == pytest.approx(own.welfare[0])
    assert row["low"] == pytest.approx(own.range().low[0])
    assert found["tables"]["regions"][0]["region"] == "CHN"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "better.yaml", *ON), "2 to 4 packages stand side by side, not 1. Name another."),
        (("compare", *["shared-data"] * 5, "--region", "CHN"), "stand side by side, not 5. Compare them in turns."),
        (("compare", "better.yaml", "better.yaml", *ON), "packages need names of their own: better."),
        (("compare", "betr", "opening-up", "--region", "CHN"), "unknown package 'betr'."),
        (("redesign", "mine.yaml", *ON), "mine.yaml:"),
        (("redesign", "mine.yaml", *ON), "the budget is in CNY, the accounts are in USD."),
        (("redesign", "mine.yaml", *ON, "--exchange", "CNY"), "--exchange: 'CNY' is not a name and a number."),
        (("redesign", "mine.yaml", *ON, "--from", "export"), "no action of mine supports producers of CHN at"),
        (("redesign", "none.yaml", *ON), "none.yaml: cannot be read"),
        (("redesign", "mine.yaml", "--region", "CHM", "--on", "small.npz"), "CHM"),
        (("synergy", "better.yaml,dearer.yaml", *ON, "--outcome", "growth"), "outcome 'growth' is not one of"),
        (("synergy", "better.yaml", *ON), "not a register"),
        (("synergy", "better.yaml,dearer.yaml", *ON, "--plot", "m.pdf"), "m.pdf: pictures are drawn as .svg"),
        (("synergy", "better.yaml,dearer.yaml", *ON, "--expert", "no.csv"), "no.csv: there is no such file"),
        (("synergy", "better.yaml,mixed.yaml", *ON, "--expert", "judged.csv"), "no policies here: dearer."),
    ],
)
def test_what_cannot_be_done_is_refused(there, words, said):
    done = there(*words, code=2)
    assert not done.stdout
    assert said in done.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("", "no judgements", "没有判断数据"),
        (",a,b\na,0,1\nb,1\n", "line 3: 2 cells below 3 heads", "第3行有2格"),
        (",a,a\na,0,1\n", "policies that stand twice: 'a'", "重复的政策"),
    ],
)
def test_judgements_that_cannot_be_read_are_refused_in_both_languages(tmp_path, text, en, zh):
    (tmp_path / "j.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ni.DataError, match=re.escape(en)) as refused:
        read_judgements(str(tmp_path / "j.csv"))
    assert zh in in_chinese(refused.value)


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_a_register_stands_for_all_that_the_model_says_of_it(written, kind):
    w = ni.read(written / "small.npz", format="newind")
    tariff = {"lever": "tariff", "value": 0.1, "region": "CHN"}
    told = ni.Register([Action(**PLAIN | {"id": "one", "shocks": [tariff]}), Action(**PLAIN | {"id": "two"})], name="r")
    path = told.save(written / f"told.{kind}")
    assert package_of(str(path), w) == told.package
    silent = ni.Register([Action(**PLAIN | {"id": "two"})], name="silent").save(written / f"silent.{kind}")
    with pytest.raises(ni.PolicyError, match=rf"silent\.{kind}: no action has shocks, so that the model says nothing"):
        package_of(str(silent), w)


@pytest.mark.parametrize("name", ["redesign", "synergy", "compare"])
def test_help_has_examples(there, name):
    shown = there(name, "--help").stdout
    assert f"newind {name} " in shown.split("Example")[1]
