"""``newind diagnose`` shows what ni.diagnose finds."""

from __future__ import annotations

import pytest

import boundary
import newind as ni


@pytest.fixture(scope="module")
def found():
    return ni.diagnose(ni.load("world"), "CHN", "s4")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_is_a_sentence_with_its_source(run, found, lang):
    shown = run("diagnose", "chn", "--system", "s4", "--lang", lang).stdout
    assert len(found) > 0
    for f in found:
        assert f.sentence[lang] in shown
        assert ", ".join(f.indicators) in shown


def test_json_has_the_evidence(run_json, found):
    shown = run_json("diagnose", "CHN", "--system", "s4")
    assert shown["region"] == "CHN"
    assert [f["id"] for f in shown["findings"]] == [f.id for f in found]
    assert [f["value"] for f in shown["findings"]] == pytest.approx([f.value for f in found])
    assert all(f["evidence"] for f in shown["findings"])


def test_peers_and_year_are_passed_on(run_json):
    shown = run_json("diagnose", "DEU", "--system", "s2", "--peers", "FRA,ita", "--year", "2005")
    want = ni.diagnose(ni.load("world").select(range(1995, 2006)), "DEU", "s2", ["FRA", "ITA"])
    assert shown["year"] == 2005
    assert [f["sentence"] for f in shown["findings"]] == [f.sentence for f in want]


@pytest.mark.parametrize("words", [["cn-gz"], ["--region", "CN-GZ"], ["CN-GZ", "--on", "china-2017"]])
def test_a_province_is_found_in_the_shipped_table_that_has_it(run_json, words):
    shown = run_json("diagnose", *words, "--system", "s4")
    want = ni.diagnose(ni.load("china-2017"), "CN-GZ", "s4")
    assert (shown["region"], shown["year"]) == ("CN-GZ", 2017)
    assert [f["sentence"] for f in shown["findings"]] == [f.sentence for f in want]
    assert all(f["status"] in ("estimated", "proxy") for f in shown["findings"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_province_is_named_and_its_figures_said_to_be_estimated(run, lang):
    shown = run("diagnose", "CN-GZ", "--system", "s4", "--lang", lang).stdout
    assert shown.startswith({"en": "Guizhou (CN-GZ), 2017", "zh": "贵州 (CN-GZ), 2017"}[lang])
    assert {"en": "estimated", "zh": "估计"}[lang] in shown


def test_the_table_of_a_province_is_compared_with_the_reference_named(run_json):
    w, second = boundary.province(1, year=2018), boundary.provinces(2, year=2018)
    w.save("own.npz")
    second.save("others.npz")
    words = ("--table", "own.npz", "--system", "s2")
    shown = run_json("diagnose", "CN-GD", *words, "--reference", "others.npz", "--peers", "cn-js,CN-SD")
    want = ni.diagnose(w, "CN-GD", "s2", ["CN-JS", "CN-SD"], second)
    assert [f["sentence"] for f in shown["findings"]] == [f.sentence for f in want]
    assert any("peers" in f["sentence"]["en"] for f in shown["findings"])
    alone = run_json("diagnose", *words)
    assert not any("peers" in f["sentence"]["en"] for f in alone["findings"])
    assert shown["region"] == alone["region"] == "CN-GD"


def test_regions_that_differ_or_are_missing_are_told(run, tmp_path):
    boundary.provinces(2).save(tmp_path / "four.npz")
    for words, message in {
        ("CHN", "--region", "DEU"): "two regions, CHN and --region DEU. Name one.",
        ("--table", "four.npz"): "no region named. Name one of 'CN-GD', 'CN-JS', 'CN-SD'",
        (): "no region named. Name one of 'CHN'",
    }.items():
        found = run("diagnose", *words, code=2)
        assert message in found.stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "Nothing found: the table lacks"), ("zh", "没有发现：该表缺少")])
def test_nothing_found_is_said(run, run_json, lang, said):
    w = boundary.province(1, year=2018)
    ni.Accounts(w.Z, w.Y, w.regions, w.industries, w.demand, 2018, boundary=w.boundary).save("own.npz")
    assert said in run("diagnose", "--table", "own.npz", "--system", "s3", "--lang", lang).stdout
    assert run_json("diagnose", "--table", "own.npz", "--system", "s3")["findings"] == []
