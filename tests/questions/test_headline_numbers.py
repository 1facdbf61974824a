"""The large number of a finding: none where its sign changes within the range, in points where it is a difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

import newind as ni
from newind.documents.build import build_brief
from newind.language.scales import unit_name
from newind.measures.registry import analyses
from newind.policy.signs import AMBIGUOUS, SIGNS, sign
from newind.questions import wording
from newind.questions.depth.voice import words
from newind.questions.findings import diagnose
from newind.questions.green.findings_transition import format_percent_change


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


@pytest.fixture(scope="module")
def findings(world):
    """Return findings of the observed years, which have volumes and hours of industries."""
    return [f for s in ("s2", "s3") for f in diagnose(world.until(2011), "IND", s, model=False)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_number_is_printed_where_the_range_holds_both_signs(findings, lang):
    open_ = [f for f in findings if f.range is not None and sign(*f.range) == AMBIGUOUS]
    assert {"s2.expected", "s2.sophistication_expected"} <= {f.id for f in open_}
    for f in findings:
        number, unit = wording.headline(f, lang)
        assert (number == SIGNS[AMBIGUOUS][lang]) == (f in open_)
        assert not (f in open_ and unit)
        if f in open_:
            assert wording.match_sentence_scale(f, lang).number(abs(f.value)) + "%" not in f.sentence[lang], f.id


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_differences_of_shares_are_in_points(findings, lang):
    said = {f.id: wording.headline(replace(f, range=None), lang)[1] for f in findings}
    points = {"en": "points", "zh": "个百分点"}[lang]
    assert {id for id, unit in said.items() if unit == points} == {"s2.expected", "s2.digital_change", "s2.within"}
    ranges = {f.id: wording.format_range(f, lang) for f in findings}
    assert ranges["s2.expected"].endswith(points)


def test_the_card_shows_the_headline(world):
    brief = build_brief(world, "IND", "zh", policies=False, depth=False, model=False, paths=False)
    cards = [c for s in brief.systems for c in (*s.findings, *s.more)]
    assert any(c.number == SIGNS[AMBIGUOUS]["zh"] for c in cards)
    assert not [c.unit for c in cards if c.unit.isascii() and c.unit.isalpha() and c.unit not in ("Mt",)]


@pytest.mark.parametrize("ends", [(-1e-6, 0.007), (-0.007, 1e-6)])
def test_an_end_that_would_be_printed_as_zero_is_none(ends):
    said = format_percent_change(*ends)
    assert "0.0%" not in said["en"] + said["zh"]
    assert said["en"].startswith("at most 0.7%")


def test_every_unit_has_a_chinese_name():
    units = {quantity.unit for quantity in (*map(analyses().__getitem__, analyses()), *ni.indicators())}
    units |= {str(source["unit"]) for source in words()["sources"].values()}
    assert not [unit for unit in units if unit_name(unit, "zh") == unit]


def test_decimals_are_those_of_the_number_that_a_sentence_gives(findings):
    """'For one hour' is not what 0.77 times was rounded to."""
    f = replace(findings[0], value=0.77, unit="times", range=None, indicators=("s4.value_per_hour",))
    hour = replace(f, sentence={"en": "an hour", "zh": "劳动1小时创造61.1美元"})
    assert wording.headline(hour, "zh") == ("0.77", "倍")
    given = replace(f, value=12.2, sentence={"en": "", "zh": "为前者的12倍，劳动1小时"})
    assert wording.headline(given, "zh") == ("12", "倍")
