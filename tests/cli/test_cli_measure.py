"""``newind measure`` shows what ni.measure returns."""

from __future__ import annotations

import csv
import re

import numpy as np
import pandas as pd
import pytest

import newind as ni
from nbs_layout import Layout, made
from newind.cli import measure as module
from newind.measures.context import Context
from newind.measures.measure import COLUMNS


def lines(result) -> dict[str, list[str]]:
    """Return the words of each line by its first word."""
    return {words[0]: words for words in (line.split() for line in result.stdout.splitlines()) if words}


def test_json_holds_the_rows_of_measure(run_json):
    found = run_json("measure", "CHN", "DEU", "--ids", "s4.vax_ratio,s4.dva_share", "--year", "2008")
    table = ni.measure(ni.load("world", 2008), ["s4.vax_ratio", "s4.dva_share"], ["CHN", "DEU"])
    totals = table[table["industry"].isna() & table["partner"].isna()]
    assert [tuple(row) for row in found["table"]] == [COLUMNS] * 4
    assert [row["value"] for row in found["table"]] == totals["value"].tolist()
    assert [row["region"] for row in found["table"]] == totals["region"].tolist()
    assert found["table"][0]["industry"] is None


def test_text_shows_percentages_units_and_labels(run):
    shown = lines(run("measure", "CHN", "USA", "--ids", "s4.vax_ratio,s4.upstreamness", "--year", "2011"))
    w = ni.load("world", 2011)
    for name, factor, unit in (("s4.vax_ratio", 100, "%"), ("s4.upstreamness", 1, "stages")):
        want = ni.wide(ni.measure(w, name))[name] * factor
        assert shown["indicator"][:3] == ["indicator", "CHN", "USA"]
        assert float(shown[name][1]) == pytest.approx(want["CHN"], abs=0.051)
        assert float(shown[name][2]) == pytest.approx(want["USA"], abs=0.051)
        assert shown[name][3:6] == [unit, "2011", "observed"]
    assert "Value-added" in shown["s4.vax_ratio"]


def test_labels_speak_chinese(run):
    assert ni.indicators()["s4.vax_ratio"].label["zh"] in run("measure", "CHN", "--ids", "s4", "--lang", "zh").stdout


def test_without_a_year_each_indicator_has_its_own_last_one(run_json):
    rows = run_json("measure", "CHN", "--ids", "people.labour_share,s4.vax_ratio,quality.tfp_growth")["table"]
    assert [(r["indicator"], r["year"]) for r in rows] == [
        ("people.labour_share", 2014),
        ("s4.vax_ratio", 2022),
        ("quality.tfp_growth", 2009),
    ]
    assert all(r["value"] is not None for r in rows)
    ids = ("--ids", "people.high_skill_share")
    assert run_json("measure", "CHN", *ids)["table"][0]["year"] == 2009
    with_germany = run_json("measure", "DEU", "--ids", "people.employment_content")["table"]
    assert with_germany[0]["year"] == 2011
    together = run_json("measure", "TWN", "CHN", "--ids", "people.labour_share")["table"]
    assert {r["year"] for r in together} == {2009}


def test_what_regions_rule_out_is_not_looked_for_in_every_year(monkeypatch):
    """Relations within a country, in a table of countries: they are told to be missing as of the last year."""
    panel, asked, of_years = ni.load("world"), [], module.of_years

    def measured(panel, ids, codes, years):
        asked.append((tuple(ids), *years))
        return of_years(panel, ids, codes, years)

    monkeypatch.setattr(module, "of_years", measured)
    ids = ["s4.demand_national", "s4.vax_ratio", "people.urbanisation"]
    found = module.latest(panel, ids, ["TWN"])
    assert asked == [(tuple(ids), 2022), *(((ids[2],), year) for year in range(2021, 1994, -1))]
    (national,) = found[found["indicator"] == ids[0]].to_dict("records")
    assert (national["year"], national["note"]) == (2022, "needs several regions of one country")


def test_what_no_year_has_is_said(run):
    shown = lines(run("measure", "TWN", "--ids", "people.urbanisation"))["people.urbanisation"]
    assert shown[1] == "–"
    table = ni.measure(ni.load("world", 2011), "people.urbanisation", "TWN")
    assert " ".join(shown[4:]) == table["note"].item() != ""  # in place of a status


def test_an_indicator_of_change_gets_the_year_before(run_json):
    rows = run_json("measure", "CHN", "--ids", "quality.tfp_growth", "--year", "2008")["table"]
    panel = ni.load("world").select([2007, 2008])
    table = ni.measure(panel, "quality.tfp_growth", "CHN")
    want = table[(table["year"] == 2008) & table["industry"].isna()]["value"].item()
    assert [(r["year"], r["value"]) for r in rows] == [(2008, want)]


def test_years_are_one_a_span_or_all(run_json):
    def years(given):
        rows = run_json("measure", "CHN", "--ids", "s2.manufacturing_share", "--year", given)["table"]
        return [r["year"] for r in rows]

    assert years("2008") == [2008]
    assert years("2006-2008") == [2006, 2007, 2008]
    assert years("2010-2013") == [2010, 2011, 2012, 2013]
    assert years("all") == list(range(1995, 2023))


def test_years_of_two_databases_are_said_to_be(run):
    asked = ("measure", "CHN", "--ids", "s2.manufacturing_share", "--year")
    for lang, said in (("en", "in the database 1995"), ("zh", "数据库")):
        assert said in run(*asked, "2010-2012", "--lang", lang).stdout
    assert "database" not in run(*asked, "2010-2011").stdout
    assert "database" not in run(*asked, "2012-2013").stdout


def test_economies_in_any_case_and_groups(run_json):
    rows = run_json("measure", "chn", "g7", "--ids", "s2.manufacturing_share")["table"]
    assert {r["region"] for r in rows} == {"CHN", "CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}


def test_a_system_stands_for_its_indicators(run_json):
    rows = run_json("measure", "CHN", "--ids", "s4,s1.rd_intensity", "--year", "2011")["table"]
    assert [r["indicator"] for r in rows] == [*(i.id for i in ni.indicators() if i.system == "s4"), "s1.rd_intensity"]


def test_every_economy_in_blocks(run):
    shown = run("measure", "--ids", "s2.manufacturing_share").stdout
    heads = [line.split()[1:-3] for line in shown.splitlines() if line.startswith("indicator")]
    assert [code for head in heads for code in head] == list(ni.load("world", 2011).regions)


def test_detail_adds_industries_and_partners(run_json):
    rows = run_json("measure", "CHN", "--ids", "s4.domestic_demand_share", "--year", "2011", "--detail")["table"]
    assert {r["industry"] for r in rows} > {None, "c14"}
    assert {r["partner"] for r in rows} > {None, "USA"}


def test_detail_as_text(run):
    shown = run("measure", "CHN", "--ids", "s2.manufacturing_share", "--year", "2011", "--detail").stdout
    assert "c14" in shown


def test_wide_is_a_row_an_economy(run):
    shown = lines(run("measure", "CHN", "DEU", "--ids", "s4.vax_ratio,s4.dva_share", "--year", "2011", "--wide"))
    want = ni.wide(ni.measure(ni.load("world", 2011), ["s4.vax_ratio", "s4.dva_share"]))
    assert shown["region"] == ["region", "s4.vax_ratio,", "%", "s4.dva_share,", "%"]
    assert shown["DEU"][1:] == [f"{100 * v:.1f}" for v in want.loc["DEU"]]


def test_csv_holds_the_table_and_can_be_read_back(run, tmp_path):
    result = run("measure", "CHN", "--ids", "s4", "--year", "2011", "--csv", "s4.csv")
    assert result.stdout == ""
    assert "wrote s4.csv" in result.stderr
    frame = pd.read_csv(tmp_path / "s4.csv")
    assert tuple(frame.columns) == COLUMNS
    table = ni.measure(ni.load("world", 2011), [i.id for i in ni.indicators() if i.system == "s4"], "CHN")
    totals = table[table["industry"].isna() & table["partner"].isna()]
    np.testing.assert_array_equal(frame["value"], totals["value"])
    assert b"\r" not in (tmp_path / "s4.csv").read_bytes()


def test_csv_can_be_wide_and_come_with_json(run_json, tmp_path):
    run_json("measure", "CHN", "DEU", "--ids", "s4.vax_ratio", "--wide", "--csv", "wide.csv")
    with (tmp_path / "wide.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["region", "s4.vax_ratio"]
    assert [r[0] for r in rows[1:]] == ["CHN", "DEU"]


def test_a_table_of_ones_own(run_json, tmp_path):
    w = ni.load("world", 2008).select(["CHN", "USA"])
    w.save(tmp_path / "own.npz")
    rows = run_json("measure", "CHN", "--ids", "s4.vax_ratio", "--on", "own.npz")["table"]
    want = ni.wide(ni.measure(w, "s4.vax_ratio")).loc["CHN", "s4.vax_ratio"]
    assert [(r["year"], r["value"]) for r in rows] == [(2008, want)]


def test_the_region_named_is_that_of_a_table_without_one(run_json, tmp_path):
    name = Layout(title="2017年投入产出表").write(made(), tmp_path, "own.xlsx").name
    rows = run_json("measure", "cn-gd", "--ids", "s4.demand_foreign", "--on", name)["table"]
    w = ni.read(name, region="CN-GD")
    want = ni.wide(ni.measure(w, "s4.demand_foreign", regions="CN-GD")).loc["CN-GD", "s4.demand_foreign"]
    assert [(r["region"], r["value"]) for r in rows] == [("CN-GD", want)]


def test_a_missing_value_has_its_note_and_no_status(run):
    for options in ((), ("--detail",)):
        text = run("measure", "CHN", "--year", "2011", "--ids", "quality.tfp_growth", *options).stdout
        (line,) = [row for row in text.splitlines() if "–" in row]
        assert "observed" not in line
        assert "2011" in line
    wide = run("measure", "CHN", "DEU", "--year", "2011", "--wide", "--ids", "s1.input_dependence_national").stdout
    assert "CHN, DEU: needs several regions of one country" in wide


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_finer_values_are_offered_and_are_those_of_the_brief(run, run_json, lang):
    asked = ("measure", "CHN", "--year", "2011", "--ids", "s4.supplier_hhi,s4.dva_share", "--lang", lang)
    plain = run(*asked)
    assert re.search(r"s4\.supplier_hhi +0\.11 ", plain.stdout)
    assert "--full" in plain.stderr
    full = run(*asked, "--full")
    assert re.search(r"s4\.supplier_hhi +0\.09 ", full.stdout)
    assert "--full" not in full.stderr
    (value,) = [r["value"] for r in run_json(*asked, "--full")["table"] if r["indicator"] == "s4.supplier_hhi"]
    assert value == Context.from_accounts(ni.load("world").until(2011), "CHN").value("s4.supplier_hhi", year=2011)
