"""``newind diagnose`` shows what ni.diagnose finds."""

from __future__ import annotations

import pytest

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
