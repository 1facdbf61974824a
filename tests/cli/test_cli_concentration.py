"""``newind manufacturing concentration``: a user's own file, in both languages, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from newind.analyses.manufacturing.firms import read_firms
from newind.errors import NewindError, in_chinese

HANZI = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{2,}")
ASKED = ("manufacturing", "concentration", "firms.csv")
SALES = """\
市场,企业,销售额,市场总额,年份
云服务,甲,40,100,2020
云服务,乙,30,100,2020
云服务,甲,60,100,2024
云服务,乙,30,100,2024
"""


def test_the_template_is_answered(run):
    assert "wrote firms.csv" in run(*ASKED, "--template").stderr
    told = json.loads(run(*ASKED, "--json", "--out", "all.xlsx").stdout)
    last = told["tables"]["markets"][-1]
    assert (last["market"], last["year"], last["firms"], last["first"]) == ("cloud", 2024, 3, "A")
    assert last["hhi_low"] == pytest.approx(0.45**2 + 0.25**2 + 0.1**2)
    assert last["hhi_high"] == pytest.approx(last["hhi_low"] + 2 * 0.1**2)
    assert last["alike_low"] == pytest.approx(1 / last["hhi_high"])
    assert told["region"].endswith("firms.csv")
    assert len(CalamineWorkbook.from_path("all.xlsx").sheet_names) == 1 + len(told["tables"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_answer_reads_in_both_languages(run, lang):
    Path("firms.csv").write_text(SALES, encoding="utf-8")
    shown = run(*ASKED, "--lang", lang).stdout
    own = re.sub(r"firms\.csv|HHI|CR4", "", shown)
    assert (HANZI.findall(re.sub("[甲乙云服务]", "", own)) if lang == "en" else LATIN.findall(own)) == []
    assert {"en": "more concentrated", "zh": "集中度上升"}[lang] in shown
    assert "{" not in shown
    assert not re.search(r"\b(None|nan|inf)\b", shown)


def test_a_year_and_how_many_are_largest_can_be_said(run):
    Path("firms.csv").write_text(SALES, encoding="utf-8")
    told = json.loads(run(*ASKED, "--year", "2024", "--largest", "1", "--json").stdout)
    (row,) = told["tables"]["markets"]
    assert (row["cr_low"], row["cr_high"]) == pytest.approx((0.6, 0.6))
    assert "trend" not in told["tables"]


BAD = {
    "no firms": ("market,firm,share\n", (), "no firms."),
    "no column": ("market,share\nm,0.2\n", (), "has market, firm, and one of share and sales"),
    "both columns": ("market,firm,share,sales\nm,A,0.2,3\n", (), "has market, firm, and one of share and sales"),
    "another column": ("market,firm,share,owner\nm,A,0.2,B\n", (), "mean nothing here, 'owner'"),
    "a column twice": ("market,firm,share,share\nm,A,0.2,0.2\n", (), "stand twice, 'share'"),
    "a share in words": ("# note\nmarket,firm,share\nm,A,much\n", (), "firms.csv, row 3: share 'much'"),
    "a share of nothing": ("market,firm,share\nm,A,0\n", (), "row 2: share '0'"),
    "no name": ("market,firm,share\nm,,0.2\n", (), "row 2: no firm."),
    "no year": ("market,firm,share,year\nm,A,0.2,soon\n", (), "row 2: year 'soon' is no year"),
    "a firm twice": ("market,firm,share\nm,A,0.2\nm,A,0.3\n", (), "row 3: A stands twice in m."),
    "per cent": ("market,firm,share,year\nm,A,45,2020\n", (), "shares in m 2020 sum to 45, more than 1."),
    "two totals": ("market,firm,sales,total\nm,A,2,9\nm,B,2,8\n", (), "row 3: another total for m"),
    "a year not there": (SALES, ("--year", "2021"), "no figures for 2021; its years: 2020, 2024."),
    "a year of none": ("market,firm,share\nm,A,0.2\n", ("--year", "2021"), "its years: none (no column year)."),
    "nobody": (SALES, ("--largest", "0"), "the share of the largest 0 firms"),
    "a file that is there": (SALES, ("--template",), "exists and is left as it is"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(run, what):
    text, more, message = BAD[what]
    Path("firms.csv").write_text(text, encoding="utf-8")
    result = run(*ASKED, *more, code=2)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr


def test_a_mistake_reads_in_chinese(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text("market,firm,share\nm,A,0.9\nm,B,0.2\n", encoding="utf-8")
    with pytest.raises(NewindError) as caught:
        read_firms(path)
    assert in_chinese(caught.value).startswith("firms.csv：m的份额之和为1.1，超过1。")


def test_a_template_is_csv(run):
    assert "ends in .csv" in run("manufacturing", "concentration", "firms.xlsx", "--template", code=2).stderr
