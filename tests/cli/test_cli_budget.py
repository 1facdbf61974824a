"""``newind green budget``: both languages, JSON and files, and what is refused."""

from __future__ import annotations

import json
import re

import pytest
from python_calamine import CalamineWorkbook

from newind.testing import REGIONS, Structure, build

ASKED = ("green", "budget", "CHN", "--on", "small.npz", "--until", "2027", "--start", "2025", "--history")
PACKAGE = """\
name: market
shocks:
  - {lever: carbon_price, value: 5, region: CHN, industry: c17, options: {recycling: output_based}}
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("budget")
    build(Structure(REGIONS[:3], ("c14", "c17", "c30"), inventories=False), 3, year=2008).save(folder / "small.npz")
    (folder / "market.yaml").write_text(PACKAGE, encoding="utf-8")
    return folder


@pytest.fixture
def there(run, written, monkeypatch):
    monkeypatch.chdir(written)
    monkeypatch.setenv("COLUMNS", "100")
    return run


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_answer_reads_in_both_languages(there, lang):
    shown = there(*ASKED, "--total", "95%", "--peak-by", "2026", "--package", "market.yaml", "--lang", lang).stdout
    assert shown.startswith({"en": "China within a carbon budget, 2025", "zh": "中国：碳预算之内的增长"}[lang])
    limit = {"en": "95.0% of what the baseline emits and a peak by 2026", "zh": "基准情景的95.0%、2026年前达峰"}[lang]
    assert limit in shown.replace("\n", " " if lang == "en" else "")
    assert {"en": "the package market is in force", "zh": "均实施组合market"}[lang] in " ".join(shown.split())
    assert "{" not in shown
    assert not re.search(r"\b(nan|None)\b", shown)
    assert not re.search(r"[一-鿿][,;:!?]", shown)


def test_json_and_the_workbook_hold_the_tables(there, written):
    found = json.loads(there(*ASKED, "--total", "95%", "--json", "--out", "budget.xlsx").stdout)
    assert (found["command"], found["region"], found["start"]) == ("green budget", "CHN", 2025)
    years = found["tables"]["years"]
    assert [row["year"] for row in years] == [2024, 2025, 2026, 2027]
    assert years[-1]["price"] == pytest.approx(found["price"])
    emitted, without = (sum(row[c] for row in years[1:]) for c in ("co2", "co2_baseline"))
    assert 0.948 < emitted / without <= 0.95
    book = CalamineWorkbook.from_path(written / "budget.xlsx")
    assert len(book.sheet_names) == 1 + len(found["tables"])
    guide = [row[0] for row in book.get_sheet_by_name(book.sheet_names[0]).to_python()]
    assert any(str(said).startswith("Command: newind green budget CHN --total 95%") for said in guide)


def test_an_amount_that_is_enough_takes_no_price(there):
    shown = there(*ASKED, "--total", "1e9").stdout
    assert "without a price of carbon" in shown.replace("\n", " ")
    assert json.loads(there(*ASKED, "--total", "1e9", "--json").stdout)["leakage"] is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "a limit on carbon is a total"),
        (("--total", "little"), "--total 'little' is no budget."),
        (("--total", "-5%"), "makes no sense"),
        (("--total", "0.001"), "no price keeps within the limit: at 1000 USD"),
        (("--peak-by", "2050"), "a peak by 2050 cannot be told"),
        (("--peak-by", "2026", "--region", "USA"), "two regions, CHN and --region USA."),
    ],
)
def test_what_is_refused(there, more, said):
    refused = there(*ASKED, *more, code=2)
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
