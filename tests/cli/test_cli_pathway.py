"""``newind pathway``: both languages, JSON and files, options, and what is refused."""

from __future__ import annotations

import json
import re

import pytest
from python_calamine import CalamineWorkbook

from newind.cli.output import width
from newind.testing import REGIONS, Structure, build

PACKAGE = """\
name: both
label: {en: Better chips, zh: 更好的芯片}
shocks:
  - {lever: productivity, value: 0.02, region: CHN, industry: c14, start: 2010}
  - {lever: carbon_price, value: 20, region: CHN, start: 2010, phase_in: 2}
"""
ASKED = (
    "pathway",
    "both.yaml",
    "--region",
    "CHN",
    "--on",
    "small.npz",
    "--until",
    "2026",
    "--start",
    "2010",
    "--history",
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pathway")
    build(Structure(REGIONS[:3], ("c14", "c17", "c30"), inventories=False), 3, year=2008).save(folder / "small.npz")
    (folder / "both.yaml").write_text(PACKAGE, encoding="utf-8")
    return folder


@pytest.fixture
def there(run, written, monkeypatch):
    monkeypatch.chdir(written)
    monkeypatch.setenv("COLUMNS", "100")
    return run


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_answer_reads_in_both_languages(there, lang):
    shown = there(*ASKED, "--lang", lang).stdout
    assert shown.startswith({"en": "China: Better chips, 2008 to 2026", "zh": "中国：更好的芯片，2008—2026年"}[lang])
    assert {"en": "A scenario, not a forecast", "zh": "这是情景而非预测"}[lang] in shown
    assert {"en": "Mix of power", "zh": "电力结构"}[lang] in shown
    assert "{" not in shown
    assert not re.search(r"\bnan\b", shown, re.IGNORECASE)
    assert not re.search(r"[一-鿿][,;:!?]", shown)
    assert max(width(line) for line in shown.split("\n\n")[0].splitlines()) <= 80


def test_json_and_the_workbook_hold_the_tables(there, written, ranged_or_said):
    found = json.loads(there(*ASKED, "--json", "--out", "path.xlsx").stdout)
    ranged_or_said(found, there(*ASKED).stdout)
    assert found["schema_version"] == 1
    assert (found["region"], found["years"], found["observed_until"]) == ("CHN", [2008, 2026], 2024)
    years = {row["year"]: row for row in found["tables"]["all_years"]}
    assert abs(years[2009]["real_income"]) < 1e-8 < years[2012]["real_income"]
    assert years[2026]["co2"] < 0
    assert [row["basis"] for row in found["tables"]["all_years"]][-3:] == ["observed", "estimated", "projected"]
    whole, parts = years[2026]["real_income"], found["tables"]["mechanisms"]
    assert sum(row["added"] for row in parts) == pytest.approx(whole, abs=1e-10)
    total = found["tables"]["carbon"][0]
    assert total["industry"] == "all"
    assert total["cumulative"] < total["cumulative_baseline"]
    book = CalamineWorkbook.from_path(written / "path.xlsx")
    assert len(book.sheet_names) == 1 + len(found["tables"])


def test_the_range_and_mechanisms_that_are_off(there):
    words = (
        "pathway",
        "both.yaml",
        "--region",
        "CHN",
        "--on",
        "small.npz",
        "--until",
        "2012",
        "--start",
        "2010",
        "--history",
        "--json",
    )
    ranged = json.loads(there(*words, "--range").stdout)["tables"]["range"]
    assert ranged[-1]["low"] <= ranged[-1]["central"] <= ranged[-1]["high"]
    off = json.loads(there(*words, "--off", "energy,capital").stdout)["tables"]["mechanisms"]
    assert {row["mechanism"]: row["added"] for row in off}["energy"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--until", "2008"), "a pathway leads from 2008 to a later year"),
        (("--off", "weather"), "unknown mechanism 'weather'"),
        (("--set", "energy_saving=many"), "energy_saving 'many' makes no sense"),
    ],
)
def test_what_is_refused(there, more, said):
    refused = there(*ASKED, *more, code=2)
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
