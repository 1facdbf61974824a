"""``newind roadmap``: on a small economy and targets of one's own, as text, JSON, workbook and picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from newind.testing import REGIONS, Structure, build

TARGETS = """\
region: CHN
package: own.yaml
targets:
  - id: income
    label: {en: Income per person, zh: 人均收入}
    indicator: path.gdp_per_person
    unit: index
    kind: binding
    baseline: {year: 2020, value: 100}
    values: {2025: 130, 2028: 150}
    owners: [ministry]
    sources: [{title: A plan, href: "https://example.org/plan", date: 2021}]
  - id: patents
    label: {en: Patents, zh: 专利}
    unit: per 10,000
    better: higher
    kind: expected
    baseline: {year: 2020, value: 6}
    values: {2025: 12}
    observed: {2025: 13}
    owners: [research]
    sources: [{title: A plan, date: 2021}]
"""
PACKAGE = """\
name: own
label: {en: Two policies, zh: 两项政策}
shocks:
  - {lever: productivity, value: 0.02, region: CHN, industry: c14, start: 2027, phase_in: 1}
  - {lever: tariff, value: 0.1, region: CHN, partner: USA, industry: c14}
"""
HAN = re.compile(r"[一-鿿]")


@pytest.fixture
def here(run, tmp_path):
    """An economy, targets and a package in the folder where commands run."""
    build(Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False), 3, year=2008).save(tmp_path / "w.npz")
    (tmp_path / "targets.yaml").write_text(TARGETS.replace("package: own.yaml\n", ""), encoding="utf-8")
    (tmp_path / "own.yaml").write_text(PACKAGE, encoding="utf-8")
    return ("roadmap", "--targets", "targets.yaml", "--package", "own.yaml", "--on", "w.npz", "--draws", "2")


def test_everything_comes_as_json_and_twice_the_same(run, run_json, here, ranged_or_said):
    told = run_json(*here, "--seed", "3")
    assert told["region"] == "CHN"
    assert told["seed"] == 3
    assert len(told["draws"]) == 2
    tables = told["tables"]
    assert [(t["target"], t["year"], t["status"]) for t in tables["targets"]][-1] == ("patents", 2025, "met")
    assert "chances" not in tables  # of two draws
    assert [(a["action"], a["begins"], a["in_full"]) for a in tables["gantt"]] == [
        ("innovation", 2027, 2028), ("trade", 2027, 2030),
    ]  # fmt: skip
    assert tables["sources"][0]["href"] == "https://example.org/plan"
    assert told["roadmap"]["targets"][0]["values"] == {"2025": 130.0, "2028": 150.0}
    assert run_json(*here, "--seed", "3")["tables"] == tables
    ranged_or_said(told, run(*here, "--seed", "3").stdout)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_the_picture_and_the_workbook_speak_one_language(run, here, tmp_path, lang):
    found = run(*here, "--lang", lang, "--plot", "map.svg", "--out", "map.xlsx")
    assert "map.svg" in found.stderr
    words = "".join(ET.fromstring((tmp_path / "map.svg").read_text(encoding="utf-8")).itertext())
    names = {"en": ("Innovation policy", "Income per person"), "zh": ("创新政策", "人均收入")}[lang]
    assert all(n in words for n in names)
    assert len(CalamineWorkbook.from_path("map.xlsx").sheet_names) == 9  # the guide and eight tables
    text = run(*here, "--lang", lang).stdout
    assert all(n in text for n in names)
    assert bool(HAN.search(text)) == (lang == "zh")


def test_the_command_is_told_as_it_was_typed(run, here):
    run(*here, "--out", "map.xlsx")
    guide = CalamineWorkbook.from_path("map.xlsx").get_sheet_by_name("Reading guide").to_python()
    [line] = [row[0] for row in guide if str(row[0]).startswith("Command: ")]
    assert line == ("Command: newind roadmap CHN --targets targets.yaml --package own.yaml --draws 2 --on w.npz")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--draws", "-1"), "--draws: -1 is out of bounds"),
        (("--plot", "map.png"), "drawn as .svg"),
        (("USA",), "the targets are of CHN, not of USA"),
        (("--until", "2007"), "leads from the year of the table, 2008"),
    ],
)
def test_bad_input_is_told(run, here, words, message):
    assert message in run(*here, *words, code=2).stderr


def test_targets_must_come_from_somewhere(run, here, tmp_path):
    assert "no region and no targets" in run("roadmap", code=2).stderr
    assert "no targets of FRA come with newind" in run("roadmap", "FRA", code=2).stderr
    (tmp_path / "bad.yaml").write_text(TARGETS.replace("130", "lots"), encoding="utf-8")
    said = run("roadmap", "--targets", "bad.yaml", "--on", "w.npz", code=2).stderr
    assert "bad.yaml:10:" in said
    assert "2025 must be a finite number" in said
