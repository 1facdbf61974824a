"""``newind scenarios``, ``newind sensitivity``, draws of ``newind pathway`` and ``newind runs draw``."""

from __future__ import annotations

import json
import re

import pytest

from newind.testing import REGIONS, Structure, build

PACKAGE = """\
name: chips
label: {en: Better chips, zh: 更好的芯片}
shocks:
  - {lever: productivity, value: 0.02, region: CHN, industry: c14, start: 2010}
"""
WORLD = """\
name: tariffs
label: {en: Tariffs, zh: 加征关税}
note: {en: They rise., zh: 关税上升。}
shocks:
  - {lever: tariff, mode: add, value: 0.2, region: USA, partner: CHN, start: 2010}
"""
ON = ("--region", "CHN", "--on", "small.npz", "--until", "2012", "--start", "2010", "--history")
SENSITIVITY = ("sensitivity", "chips.yaml", *ON, "--vary", "trade_elasticity,growth_memory", "--workers", "1")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uncertain")
    build(Structure(REGIONS[:2], ("c14", "c30"), inventories=False), 3, year=2008).save(folder / "small.npz")
    (folder / "chips.yaml").write_text(PACKAGE, encoding="utf-8")
    (folder / "tariffs.yaml").write_text(WORLD, encoding="utf-8")
    return folder


@pytest.fixture
def there(run, written, monkeypatch):
    monkeypatch.chdir(written)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NEWIND_RUNS", "runs")
    return run


def test_scenarios_are_listed_and_explained(there):
    assert "trade-war" in there("scenarios").stdout
    shown = there("scenarios", "trade-war", "--lang", "zh").stdout
    assert shown.startswith("贸易战：自2027年起")
    assert "幅度为假设" in shown.replace("\n", "")
    assert "Fajgelbaum" in shown
    found = json.loads(there("scenarios", "tariffs.yaml", "--json").stdout)["scenarios"]
    assert [s["name"] for s in found] == ["tariffs"]
    assert "unknown scenario 'trade-wa'" in there("scenarios", "trade-wa", code=2).stderr


def test_a_path_in_a_world_with_draws_is_drawn(there, written):
    words = ("pathway", "chips.yaml", *ON, "--scenario", "tariffs.yaml", "--draws", "3", "--seed", "1")
    found = json.loads(there(*words, "--workers", "1", "--plot", "fan.svg", "--json").stdout)
    assert found["scenario"] == "tariffs"
    assert any("Tariffs" in said for said in found["glance"])
    rows = {row["year"]: row for row in found["tables"]["draws"]}
    assert 0 < rows[2012]["p5"] <= rows[2012]["p50"] <= rows[2012]["p95"]
    assert not rows[2012]["settled"]
    drawn = (written / "fan.svg").read_text(encoding="utf-8")
    assert drawn.count("area band") >= 2
    assert "percentiles have not settled" in drawn
    assert any("3 draws" in n for n in found["notes"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_level_is_drawn_beside_its_baseline(there, written, lang):
    there("pathway", "chips.yaml", *ON, "--plot", f"{lang}.svg", "--outcome", "gdp", "--level", "--lang", lang)
    drawn = (written / f"{lang}.svg").read_text(encoding="utf-8")
    assert {"en": "baseline 1.", "zh": "基准"}[lang] in drawn
    assert {"en": "GDP with “Better chips”, 2008 = 1", "zh": "更好的芯片"}[lang] in drawn
    assert "area band" not in drawn.partition("</style>")[2]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_what_an_outcome_depends_on_is_told_and_drawn(there, written, method, lang):
    words = (*SENSITIVITY, "--method", method, "--draws", "2", "--lang", lang, "--plot", f"{method}.svg")
    shown = there(*words).stdout
    assert shown.startswith({"en": "China: what real income in 2012 depends on", "zh": "中国：采取“更好的芯片”"}[lang])
    assert {"en": "Trade elasticity", "zh": "贸易弹性"}[lang] in shown
    assert "{" not in shown
    assert not re.search(r"\bnan\b", shown, re.IGNORECASE)
    assert not re.search(r"[一-鿿][,;:!?]", shown)
    drawn = (written / f"{method}.svg").read_text(encoding="utf-8")
    assert drawn.count('class="other"') == 2  # a range of Monte Carlo error each


def test_json_says_what_reproduces_it(there):
    found = json.loads(there(*SENSITIVITY, "--draws", "2", "--name", "kept", "--json").stdout)
    assert (found["method"], found["draws"], found["run"], found["outcome"]) == ("morris", 6, "kept", "real_income")
    assert found["tables"]["parameters"][0]["parameter"] == "trade_elasticity"
    assert json.loads(there("runs", "show", "kept", "--json").stdout)["work"] == "sensitivity"


def test_runs_are_drawn_in_worlds_with_tables_and_sequences(there):
    words = ("runs", "draw", "chips.yaml", *ON, "--workers", "1", "--vary", "trade_elasticity,growth_memory")
    asked = ("--draws", "2", "--sequence", "sobol", "--table-error", "--scenario", "tariffs.yaml", "--name", "all")
    there(*words, *asked)
    columns = json.loads(there("runs", "sql", "all", "select * from cases", "--json").stdout)["columns"]
    assert {"trade_elasticity", "growth_memory", "table"} <= set(columns)
    request = json.loads(there("runs", "show", "all", "--json").stdout)["request"]
    assert request["scenario"]["package"]["name"] == "tariffs"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*SENSITIVITY, "--method", "sobol", "--draws", "3"), "Ask for 2 or 4"),
        ((*SENSITIVITY, "--outcome", "wealth"), "unknown series 'wealth'"),
        ((*SENSITIVITY, "--plot", "x.png"), "x.png: pictures are drawn as .svg"),
        (("pathway", "chips.yaml", *ON, "--plot", "x.png"), "x.png: pictures are drawn as .svg"),
        (("pathway", "chips.yaml", *ON, "--scenario", "trade-wa"), "unknown scenario 'trade-wa'"),
        (("runs", "draw", "chips.yaml", *ON, "--draws", "3", "--sequence", "sobol"), "Ask for 2 or 4"),
        (("runs", "draw", "chips.yaml", *ON, "--vary", "shares"), "unknown parameter 'shares'"),
    ],
)
def test_mistakes_are_told(there, words, said):
    assert said in there(*words, code=2).stderr
