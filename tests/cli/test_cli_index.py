"""``newind index``: rankings with intervals, what is not scored, scenarios, the audit, comparisons and files."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

import newind as ni
from newind.cli import app
from newind.cli.output import width
from newind.questions.index.answers import ScoredIndex, list_failures
from newind.questions.index.board import IndexBuild, Scoreboard

FIGURES = """\
unit,output,products,energy,robots,exports
Northport,182,21.5,0.41,240,38
Riverton,141,16.0,0.55,150,22
Hillgate,97,8.5,0.92,40,9
Lakeside,160,24.1,0.38,310,31
Oldmine,88,4.2,1.90,35,5
Eastbay,205,19.8,0.47,250,52
Fieldham,110,11.0,0.61,75,14
Westmoor,126,13.7,,,17
"""
SPEC = """\
id: cities
name: {en: Upgrading, zh: 产业升级}
elements:
  - {code: output, parent: efficiency, weight: 2}
  - {code: products, parent: efficiency}
  - {code: robots, parent: efficiency}
  - {code: energy, parent: green, direction: lower}
  - {code: exports, parent: open}
  - {code: efficiency, kind: aggregate, parent: index, name: {en: Efficiency, zh: 效率}}
  - {code: green, kind: aggregate, parent: index, name: {en: Green, zh: 绿色}}
  - {code: open, kind: aggregate, parent: index, name: {en: Open, zh: 开放}}
  - {code: index, kind: aggregate, name: {en: Upgrading, zh: 产业升级}}
recipe: {screen: {min_available: 0.8}, normalise: minmax, aggregate: arithmetic}
"""
FILES = {
    "report.html", "scores.csv", "ranks.csv", "weights.csv", "log.csv", "unscored.csv", "recipe.yaml", "ranks.svg",
    "heatmap.svg", "radar.svg",
}  # fmt: skip
OWN = ("--data", "figures.csv", "--spec", "cities.yaml")
FEW = ("--replications", "40")


@pytest.fixture
def cities(tmp_path, run):
    """Put the figures and the specification of eight cities into the folder that commands run in."""
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "cities.yaml").write_text(SPEC, encoding="utf-8")
    return run


@pytest.fixture(scope="module")
def index():
    """Return the shipped index of the latest database."""
    return ni.index.build(ni.load("world"), "new-industrialization")


@pytest.fixture(scope="module")
def world():
    """Return what the shipped index says with a scenario, run once."""
    words = ["index", "build", "--scenario", "green-turn", *FEW, "--json"]
    result = CliRunner().invoke(app, words, prog_name="newind")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# ---- the shipped index
def test_the_shipped_index_scores_every_economy_year_with_enough(world, index):
    annual = ni.load("world").within()
    assert world["spec"] == "new-industrialization"
    assert world["years"] == list(annual.years)
    assert world["year"] == annual.years[-1]
    assert [p["score"] for p in world["ranking"]] == pytest.approx(
        sorted(index.scores.xs(world["year"], level="time")["index"], reverse=True)
    )
    assert [p["rank"] for p in world["ranking"]] == sorted(p["rank"] for p in world["ranking"])
    for place in world["ranking"]:
        assert set(place["parts"]) == set(index.tree.pillars)
        assert 1 <= place["ranks"][0] <= place["ranks"][1] <= len(world["ranking"])
        assert 0 <= place["score"] <= 100


def test_what_the_latest_database_lacks_stands_beside_the_scores(world, index, run):
    assert world["lacking"] == list(index.spec.lacking)
    assert world["notes"][0].startswith(f"{len(index.tree.indicators)} of 16 indicators are scored")
    assert world["other_databases"] == [[1995, 2011]]
    for lang, said in {
        "en": "Other database, scored by itself: 1995–2011",
        "zh": "另一数据库单独计分：1995—2011年",
    }.items():
        shown = run("index", "build", "--year", "all", *FEW, "--lang", lang).stdout
        assert said in shown
        text = "".join(line.strip() + ("" if lang == "zh" else " ") for line in shown.splitlines())
        for code in (*index.spec.lacking, *index.spec.omitted_pillars):
            assert index.spec.label(code, lang) in text


def test_a_year_of_the_observed_database_is_scored_by_all_indicators(run_json, run):
    found = run_json("index", "build", "--year", "2009", *FEW)
    assert (found["year"], found["years"]) == (2009, list(range(2000, 2010)))
    assert (found["lacking"], len(found["indicators"])) == ([], 16)
    assert not any("indicators are scored" in said or "do not compare" in said for said in found["notes"])
    assert {tuple(g["pillars"]) for g in found["unscored"]} >= {("green",), ("people", "green")}
    rows = sum(len(g["units"]) * sum(b - a + 1 for a, b in g["years"]) for g in found["unscored"])
    assert rows + len(found["ranking"]) * len(found["years"]) == 20 * 17
    early = run_json("index", "uncertainty", "--year", "2007", *FEW)
    assert early["year"] == 2007


def test_what_is_not_scored_is_listed_with_the_pillars_missing(world):
    (gap,) = world["unscored"]
    assert gap["units"] == ["ROW"]
    assert gap["pillars"] == ["green"]
    assert [gap["years"][0][0], gap["years"][0][-1]] == [world["years"][0], world["years"][-1]]


def test_a_scenario_stands_beside_the_baseline_with_a_range(world):
    trial = world["scenario"]
    assert (trial["name"], trial["horizon"], trial["year"]) == ("green-turn", "medium", world["year"])
    rows = {r["unit"]: r for r in trial["rows"]}
    assert set(rows) == {p["unit"] for p in world["ranking"]}
    observed = {p["unit"]: p["score"] for p in world["ranking"]}
    for unit, row in rows.items():
        assert row["observed"] == pytest.approx(observed[unit])
        change = row["score"]["after"] - row["score"]["before"]
        assert row["score"]["low"] - 1e-9 <= change <= row["score"]["high"] + 1e-9
    assert rows["CHN"]["parts"]["green"]["low"] > 0
    assert any("ROW" in line["en"] and "ROW" in line["zh"] for line in trial["held"])


def test_the_scenario_scores_are_those_of_the_index(world, index):
    w = ni.load("world").last
    made = ni.simulate(w, ni.package("green-turn"))
    scored = index.score(ni.measure(made.accounts, list(index.tree.indicators)))["index"]
    got = {r["unit"]: r["score"]["after"] for r in world["scenario"]["rows"]}
    assert scored.xs("CHN", level="unit").iloc[0] == pytest.approx(got["CHN"], abs=1e-9)


def test_the_scenario_is_told_in_both_languages(run):
    for lang, texts in {
        "en": ("Green turn", "compare scenario with baseline", "Changes by pillar", "unclear", "nothing in Green"),
        "zh": ("绿色转型", "应与模型基期比较", "分支柱变化", "不确定", "绿色低碳完全缺失"),
    }.items():
        shown = run("index", "build", "--scenario", "green-turn", *FEW, "--lang", lang).stdout
        for text in texts:
            assert text in shown
        assert max(width(line) for line in shown.splitlines()) <= 120


def test_provinces_are_scored_on_their_own_table(run, run_json):
    found = run_json("index", "build", "--spec", "china-sti", *FEW)
    assert found["data"] == "table china-sti"
    assert len(found["ranking"]) == 31
    shown = run("index", "build", "--spec", "china-sti", "--year", "all", *FEW, "--lang", "zh").stdout
    assert "北京" in shown
    assert "2012" in shown
    assert "2022" in shown
    assert "2011年" in shown


# ---- one's own figures
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_own_figures_are_ranked(cities, lang):
    shown = cities("index", "build", *OWN, *FEW, "--lang", lang).stdout
    assert {"en": "Upgrading: 7 units ranked", "zh": "产业升级：7个评价对象排名"}[lang] in shown
    ranked = [line.split()[3] for line in shown.splitlines() if line.split()[:1] and line.split()[0].isdigit()]
    assert ranked[0] == "Eastbay"
    assert ranked[-1] == "Oldmine"
    assert {"en": "Westmoor: 60% known; nothing in Green", "zh": "Westmoor：已知60%，绿色完全缺失"}[lang] in shown


def test_changes_are_those_of_replay(cities, run_json, tmp_path):
    changes = ("--set", "normalise=zscore", "--set", "normalise.mean=50", "--remove", "robots", "--weight", "open=2")
    found = run_json("index", "build", *OWN, *FEW, *changes)
    index = ni.index.build(str(tmp_path / "figures.csv"), str(tmp_path / "cities.yaml"))
    given = {"normalise": {"method": "zscore", "mean": 50}, "remove": ["robots"], "weights": {"open": 2}}
    expected = index.replay(given).scores["index"]
    assert {p["unit"]: pytest.approx(p["score"]) for p in found["ranking"]} == expected.to_dict()


def test_a_step_can_be_left_out(cities, run_json):
    found = run_json("index", "build", *OWN, *FEW, "--set", "screen=off", "--set", "impute=mean")
    assert "screen" not in {line["step"] for line in found["log"]}


def test_every_file_is_written_and_whole(cities, tmp_path):
    result = cities("index", "build", *OWN, *FEW, "--out", "made", "--focus", "Lakeside", "--lang", "zh")
    folder = tmp_path / "made"
    assert {p.name for p in folder.iterdir()} == FILES
    assert f"wrote {len(FILES)} files" in result.stderr
    page = (folder / "report.html").read_text("utf-8")
    assert page.rstrip().endswith("</html>")
    for text in ("产业升级", "复现方法", "--focus Lakeside", "十步审计", "未计分部分", "Westmoor"):
        assert text in page
    for picture in folder.glob("*.svg"):
        root = ElementTree.parse(picture).getroot()
        assert root.get("role") == "img"
        assert "var(" not in picture.read_text("utf-8")
    with (folder / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    assert {"unit", "index", "efficiency", "output"} <= set(rows[0])
    for name in ("ranks", "weights", "log", "unscored"):
        assert len((folder / f"{name}.csv").read_text("utf-8").splitlines()) > 1


def test_the_recipe_that_is_written_gives_the_same_index(cities, run_json):
    changes = ("--set", "aggregate=geometric", "--set", "normalise.range=[1, 100]")
    first = run_json("index", "build", *OWN, *FEW, *changes, "--out", "made")
    again = run_json("index", "build", "--data", "figures.csv", "--spec", "made/recipe.yaml", *FEW)
    assert again["ranking"] == first["ranking"]


def test_the_same_command_writes_the_same_bytes(cities, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        cities("index", "build", *OWN, *FEW, "--out", "made")
        for path in (tmp_path / "made").iterdir():
            path.replace(tmp_path / name / path.name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


# ---- audit, uncertainty, compare, spec
@pytest.mark.parametrize(("lang", "words"), [("en", ("attention", "pass", "≥")), ("zh", ("需关注", "通过", "≥"))])
def test_the_audit_has_ten_steps_with_figures_and_thresholds(cities, lang, words):
    shown = cities("index", "audit", *OWN, "--lang", lang).stdout
    for number in range(1, 11):
        assert any(line.startswith(f"{number:>2} ") for line in shown.splitlines())
    for word in words:
        assert word in shown
    assert max(width(line) for line in shown.splitlines()) <= 120


def test_the_audit_as_json_is_that_of_the_index(cities, run_json, tmp_path):
    found = run_json("index", "audit", *OWN)
    index = ni.index.build(str(tmp_path / "figures.csv"), str(tmp_path / "cities.yaml"))
    assert [s["mark"] for s in found["steps"]] == list(index.audit().marks.values())
    assert found["name"] == index.audit().name


def test_uncertainty_tells_intervals_and_shares_and_draws(cities, tmp_path):
    result = cities("index", "uncertainty", *OWN, *FEW, "--plot", "ranks.svg")
    assert "No replication failed." in result.stdout
    assert "Leaving out one indicator" in result.stdout
    root = ElementTree.parse(tmp_path / "ranks.svg").getroot()
    assert "Eastbay" in root.get("aria-label")


def test_uncertainty_as_json(cities, run_json):
    found = run_json("index", "uncertainty", *OWN, *FEW)
    assert found["replications"] == 40
    assert found["name"] == {"en": "Upgrading", "zh": "产业升级"}
    assert found["failed"] == {}
    assert sum(s["first"] for s in found["shares"]) == pytest.approx(1.0)
    again = run_json("index", "uncertainty", *OWN, *FEW)
    assert again["ranking"] == found["ranking"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_failed_replications_are_counted_with_the_reason(cities, tmp_path, lang):
    index = ni.index.build(str(tmp_path / "figures.csv"), str(tmp_path / "cities.yaml"))
    doubt = replace(index.uncertainty(20), failed={"weights that cannot be": 3})
    (said,) = list_failures(ScoredIndex(IndexBuild(index, "", ""), Scoreboard(index, doubt), None))
    shown = said[lang]
    assert {"en": "3 of 20 replications failed", "zh": "20次重复中有3次无法计算"}[lang] in shown
    assert "weights that cannot be (3)" in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_specification_is_compared_with_changes(cities, lang):
    words = ("index", "compare", "cities.yaml", "--data", "figures.csv", "--set", "aggregate=geometric")
    shown = cities(*words, "--set", "normalise.range=[1, 100]", "--lang", lang).stdout
    assert "recipe.aggregate.method" in shown
    assert "geometric" in shown
    assert "Eastbay" in shown
    assert {"en": "Spearman", "zh": "位次相关系数"}[lang] in shown


def test_what_a_unit_gains_has_its_sign(cities, run_json):
    words = ("index", "compare", "cities.yaml", "--data", "figures.csv", "--weight", "green=20")
    moved = {u["unit"]: u["change"] for u in run_json(*words)["units"]}
    lines = {line.split()[0]: line.split()[-1] for line in cities(*words).stdout.splitlines() if line.strip()}
    assert min(moved.values()) < 0 < max(moved.values())
    for unit, change in moved.items():
        assert lines[unit] == (f"{change:+.0f}".replace("-", "−") if change else "0")


def test_two_specifications_are_compared(cities, run_json, tmp_path):
    (tmp_path / "other.yaml").write_text(SPEC.replace("weight: 2", "weight: 5"), encoding="utf-8")
    found = run_json("index", "compare", "cities.yaml", "other.yaml", "--data", "figures.csv")
    changed = {s["setting"]: (s["this"], s["other"]) for s in found["settings"]}
    assert changed["elements.output.weight"] == (2.0, 5.0)
    assert len(found["units"]) == 7


def test_specifications_are_listed_and_printed(run, run_json, tmp_path):
    shown = run("index", "spec").stdout
    for name in ni.index.specs():
        assert name in shown
    text = run("index", "spec", "new-industrialization").stdout
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert ni.index.spec(tmp_path / "mine.yaml") == ni.index.spec("new-industrialization")
    assert len(run_json("index", "spec")["specs"]) == len(ni.index.specs())
    assert run_json("index", "spec", "china-sti")["id"] == "china-sti"


def test_a_metadata_table_becomes_yaml(run, tmp_path):
    (tmp_path / "meaning.csv").write_text("code,parent,direction\na,all,1\nb,all,-1\nall,,\n", encoding="utf-8")
    text = run("index", "spec", "meaning.csv").stdout
    (tmp_path / "again.yaml").write_text(text, encoding="utf-8")
    assert ni.index.spec(tmp_path / "again.yaml") == ni.index.spec(tmp_path / "meaning.csv")


# ---- mistakes
BAD = {
    "no such spec": (["build", "--spec", "new-industry"], "specification 'new-industry'. Did you mean"),
    "no such file": (["build", *OWN[2:], "--data", "no.csv"], "no.csv: cannot be read (No such file or directory)"),
    "not measured": (["build", "--spec", "cities.yaml"], "indicators that newind does not measure: 'output', "),
    "two sources": (["build", *OWN, "--on", "world"], "two sources, --data figures.csv and --on world. Name one."),
    "no such step": (["build", *OWN, "--set", "normalize=zscore"], "unknown 'normalize'. Did you mean 'normalise'?"),
    "no such method": (["build", *OWN, "--set", "normalise=zcore"], "normalise"),
    "no such setting": (["build", *OWN, "--set", "treat.points=2"], "points"),
    "no value": (["build", *OWN, "--set", "normalise"], "'normalise' is not of the form STEP=METHOD"),
    "no weight": (["build", *OWN, "--weight", "open=much"], "--weight: 'much' is no number. Write it as in CODE=W"),
    "no such element": (["build", *OWN, "--remove", "robot"], "unknown element 'robot'. Did you mean 'robots'?"),
    "no such view": (["build", *OWN, "--view", "systems"], "unknown view 'systems'"),
    "years of none": (["build", *OWN, "--year", "2009"], "unknown scored year 2009"),
    "no year": (["build", *OWN, "--year", "last"], "'last' is not a year; write it as in 2009, or all"),
    "a scenario of a table": (["build", *OWN, "--scenario", "green-turn"], "--scenario simulates accounts"),
    "no such focus": (["build", *OWN, "--out", "made", "--focus", "Northpot"], "Did you mean 'Northport'?"),
    "nothing to compare": (["compare", "cities.yaml", "--data", "figures.csv"], "nothing to compare with. Name"),
    "zeros": (["build", *OWN, "--set", "aggregate=geometric"], "scores that are zero or negative"),
    "a plot in no folder": (["uncertainty", *OWN, "--plot", "no/where.svg"], "cannot write there"),
    "no such printed spec": (["spec", "new"], "unknown specification 'new'"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(cities, tmp_path, what):
    words, message = BAD[what]
    few = FEW if words[0] in ("build", "uncertainty") else ()
    result = cities("index", *words, *few, code=2)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("newind: ")
    assert message in lines[0]
    assert {p.name for p in tmp_path.iterdir()} == {"figures.csv", "cities.yaml"}
    if words[0] != "spec":
        said = cities("index", *words, *few, "--lang", "zh", code=2).stderr
        assert re.search(r"[\u4e00-\u9fff]", said), said
        assert said != result.stderr


def test_no_replications_is_refused(cities):
    assert "--replications" in cities("index", "build", *OWN, "--replications", "0", code=2).stderr


def test_the_list_of_commands_is_not_cut_short(run):
    assert "..." not in run("index", "--help").stdout.partition("Commands:")[2]
    assert "Usage: newind index" in run("index").stdout
