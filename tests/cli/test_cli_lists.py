"""``newind indicators``, ``groups``, ``paper``: what can be asked."""

from __future__ import annotations

import pytest

import newind as ni
from newind.accounts.groups import groups
from newind.cli.output import width
from newind.cli.paper import WORDS
from newind.measures.series import find_shipped_last_years, own_last_years


def test_indicators_lists_every_one(run, run_json):
    shown = run("indicators").stdout
    assert all(f"{i.id} " in shown for i in ni.indicators())
    assert [i["id"] for i in run_json("indicators")["indicators"]] == list(ni.indicators().ids)
    assert {i["id"].partition(".")[0] for i in run_json("indicators", "s3")["indicators"]} == {"s3"}


def test_each_indicator_has_its_last_year(run, run_json):
    found = {i["id"]: i["last_years"] for i in run_json("indicators", "people")["indicators"]}
    assert found == find_shipped_last_years(found)
    shown = {line.split()[0]: line.split()[1] for line in run("indicators", "people").stdout.splitlines()[1:]}
    assert shown == {id: str(years["world"]) for id, years in found.items()}
    china = found["people.labour_share"]["china"]
    shown = run("indicators", "people.labour_share").stdout
    assert f"china {china}" in shown
    assert all(f"{code} {year}" in shown for code, year in own_last_years("people.labour_share").items())


def test_an_indicator_is_explained(run, run_json):
    entry = ni.indicators()["s4.vax_ratio"]
    shown = run("indicators", "s4.vax_ratio").stdout
    for text in (entry.formula, entry.source, entry.label["zh"], entry.clause):
        assert text in shown
    found = run_json("indicators", "s4.vax_ratio")["indicators"]
    assert found[0]["bounds"] == list(entry.bounds)


def test_groups(run, run_json):
    assert all(g.id in run("groups").stdout for g in groups())
    shown = run("groups", "g7").stdout
    assert "CAN, DEU, FRA, GBR, ITA, JPN, USA" in shown
    assert run_json("groups", "g7")["groups"][0]["members"] == ["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_paper_lists_every_clause(run, lang):
    shown = run("paper", "--lang", lang).stdout
    for c in ni.clauses():
        assert f"{c.id} " in shown
        assert c.title[lang] in shown


def test_paper_says_what_an_answer_is_worth_in_chinese(run):
    shown = run("paper", "--lang", "zh").stdout + run("paper", "4.regional", "--lang", "zh").stdout
    assert [w for w in ("clause", "answered", "thin", "well", "assumed", "because") if f"{w} " in shown] == []
    assert "未回答 0/2" in shown
    assert {c.answered for c in ni.clauses()} | {c.decided_by for c in ni.clauses()} <= set(WORDS)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_paper_leaves_room_for_titles_in_eighty_columns(run, lang):
    """A terminal folds the last column only."""
    lines = run("paper", "--lang", lang).stdout.splitlines()
    titles = {c.id: c.title[lang] for c in ni.clauses()}
    listed = [line for line in lines if line.partition(" ")[0] in titles]
    assert len(listed) == len(titles)
    assert max(width(line) - width(titles[line.partition(" ")[0]]) for line in listed) <= 60
    assert [line for line in lines if line not in listed and width(line) > 80] == []


def test_paper_shows_a_section_or_a_clause(run, run_json):
    section = [c["id"] for c in run_json("paper", "3.3")["clauses"]]
    assert section == [c.id for c in ni.clauses() if c.id.startswith("3.3.")]
    assert len(section) > 1
    c = ni.clause("3.3.i")
    shown = run("paper", "3.3.I").stdout
    for text in (c.question["en"], c.answered, *(p.question["en"] for p in c.parts), c.reason["en"], c.command):
        assert text in shown
    told = run_json("paper", "3.3.i")["clauses"][0]
    assert told["indicators"] == list(c.indicators)
    assert (told["answered"], told["answers"], told["asked"]) == (c.answered, *c.count)
    assert {"coverage", "status"} <= set(told)  # the words of former versions
