"""``newind green divide``: an economy or a csv in, tables, files of four kinds and clear refusals out."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from python_calamine import CalamineWorkbook

HANZI = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
KEPT = re.compile(r"base|growth|Mt|CO2|GDP|China Economist")
"""Names of options, units and a journal, the same in both languages."""
PARTS = """\
region,emissions,population,gdp,cumulative,floor,wish_peak
Jia,800,60,5000,12000,20,2045
Yi,500,90,9000,9000,10,
=1+1,300,40,1200,4000,5,
"""
ASKED = ("--peak", "2030", "--level", "2035=-10%,2060=-90%")
FILE = ("green", "divide", "parts.csv", "--year", "2023", "--growth", "0.01", *ASKED)


@pytest.fixture
def parts(tmp_path):
    (tmp_path / "parts.csv").write_text(PARTS, encoding="utf-8")
    return tmp_path


def test_a_csv_is_divided_in_one_command(run, parts):
    said = " ".join(run(*FILE).stdout.split())
    assert "The nation peaks in 2030" in said
    assert "Infeasible under any weights: Jia." in said
    assert "Order: most emission-intensive parts first" in said


def test_an_economy_is_divided_by_its_industries(run_json):
    found = run_json("green", "divide", "CHN", *ASKED, "--growth", "0.02", "--base", "2023=11000")
    assert found["years"][0] == 2023
    budgets = found["tables"]["budgets"]
    assert_allclose(sum(r["budget"] for r in budgets), found["budget"], rtol=1e-9)
    assert {r["industry"] for r in budgets} >= {"c11", "c17"}
    assert_allclose(sum(found["weights"].values()), 1)


def test_the_command_it_names_gives_the_same_again(run_json, run, parts):
    found = run_json(*FILE, "--weights", "capacity=0.5,equality=0.5", "--order", "reverse")
    run(*FILE, "--weights", "capacity=0.5,equality=0.5", "--order", "reverse", "--out", "a.json")
    stored = json.loads((parts / "a.json").read_text(encoding="utf-8"))
    words = stored["command"].split()
    run(*words[1:], "--out", "b.json")
    again = json.loads((parts / "b.json").read_text(encoding="utf-8"))
    assert again["tables"] == stored["tables"]
    assert found["budget"] == stored["budget"]
    sums = pd.DataFrame(stored["tables"]["trajectories"]).groupby("year")["emissions"].sum()
    assert_allclose(sums.max(), stored["peak_level"], rtol=1e-9)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_has_what_a_commission_circulates(run, parts, lang):
    run(*FILE, "--out", "d.xlsx", "--lang", lang)
    book = CalamineWorkbook.from_path(parts / "d.xlsx")
    names = {"en": ("Reading guide", "Budgets and peaks", "Yearly paths", "Sensitivity", "Wishes", "Parameters"),
             "zh": ("阅读说明", "预算与达峰", "逐年路径", "敏感性", "诉求", "参数")}[lang]  # fmt: skip
    assert set(names) < set(book.sheet_names)
    rows = book.get_sheet_by_name(names[2]).to_python()
    columns = [i for i, head in enumerate(rows[0]) if str(head).isdecimal()]
    assert len(columns) == 38
    for i in columns:
        assert_allclose(sum(float(r[i]) for r in rows[1:-1]), float(rows[-1][i]), rtol=1e-9)
    assert any("=1+1" in r for r in rows)
    guide = " ".join(str(c) for r in book.get_sheet_by_name(names[0]).to_python()[:-2] for c in r)
    assert (HANZI if lang == "en" else LATIN).search(KEPT.sub("", guide.replace("Jia", ""))) is None


def test_csv_and_page_are_written(run, parts):
    run(*FILE, "--out", "d.csv")
    assert list(pd.read_csv(parts / "d.csv")["region"]) == ["Jia", "Yi", "'=1+1"]
    run(*FILE, "--out", "d.html")
    assert (parts / "d.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_template_is_written_and_not_written_over(run, parts):
    run("green", "divide", "new.csv", "--template")
    assert "wish_peak" in (parts / "new.csv").read_text(encoding="utf-8-sig")
    assert "exists" in run("green", "divide", "new.csv", "--template", code=2).output


REFUSED = {
    "no file": (("green", "divide", "--template"), "one file is written, 0 are named"),
    "no peak": (("green", "divide", "CHN"), "no peak"),
    "no year": (("green", "divide", "parts.csv", *ASKED), "Give --year"),
    "early peak": ((*FILE, "--peak", "2010"), "before the first year, 2023"),
    "weights": ((*FILE, "--weights", "capacity=0.5,equality=0.2"), "add up to 0.7, not to 1"),
    "weight": ((*FILE, "--weights", "capacity=much"), "'much' is no number"),
    "pair": ((*FILE, "--weights", "capacity"), "'capacity' is not a name and a number"),
    "level": ((*FILE, "--level", "soon=3"), "'soon' is no year"),
    "base": ((*FILE, "--base", "2024=3,2025=4"), "one first year"),
    "budget": ((*FILE[:-2], "--level", "2060=-90%", "--budget", "5000"), "below what is feasible"),
    "order": ((*FILE, "--order", "light-first"), "'light-first' is not one of"),
    "kind": ((*FILE, "--out", "d.doc"), "are written as .xlsx, .csv, .json, .html"),
    "no co2": (("green", "divide", "CN-GD", *ASKED), "not known in any year"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(run, parts, words, said):
    assert said in " ".join(run(*words, code=2).output.split())
