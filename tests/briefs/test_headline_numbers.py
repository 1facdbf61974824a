"""The large number of a finding: none where its sign changes within the range, in points where it is a difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

import newind as ni
from newind.briefs import wording
from newind.briefs.build import build_brief
from newind.policy.signs import AMBIGUOUS, SIGNS, sign
from newind.systems.findings import diagnose
from newind.systems.green.transition import changed


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


@pytest.fixture(scope="module")
def findings(world):
    return [f for s in ("s2", "s3") for f in diagnose(world, "IND", s, model=False)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_number_is_printed_where_the_range_holds_both_signs(findings, lang):
    open_ = [f for f in findings if f.range is not None and sign(*f.range) == AMBIGUOUS]
    assert {"s2.expected", "s2.sophistication_expected"} <= {f.id for f in open_}
    for f in findings:
        number, unit = wording.headline(f, lang)
        assert (number == SIGNS[AMBIGUOUS][lang]) == (f in open_)
        assert not (f in open_ and unit)
        if f in open_:
            assert wording.scale_as_said(f, lang).number(abs(f.value)) + "%" not in f.sentence[lang], f.id


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_differences_of_shares_are_in_points(findings, lang):
    said = {f.id: wording.headline(replace(f, range=None), lang)[1] for f in findings}
    points = {"en": "points", "zh": "个百分点"}[lang]
    assert {id for id, unit in said.items() if unit == points} == {"s2.expected", "s2.digital_change", "s2.within"}
    ranges = {f.id: wording.ranged(f, lang) for f in findings}
    assert ranges["s2.expected"].endswith(points)


def test_the_card_shows_the_headline(world):
    brief = build_brief(world, "IND", "zh", policies=False, depth=False, model=False, paths=False)
    cards = [c for s in brief.systems for c in (*s.findings, *s.more)]
    assert any(c.number == SIGNS[AMBIGUOUS]["zh"] for c in cards)
    assert not [c.unit for c in cards if c.unit.isascii() and c.unit.isalpha() and c.unit not in ("Mt",)]


@pytest.mark.parametrize("ends", [(-1e-6, 0.007), (-0.007, 1e-6)])
def test_an_end_that_would_be_printed_as_zero_is_none(ends):
    said = changed(*ends)
    assert "0.0%" not in said["en"] + said["zh"]
    assert said["en"].startswith("at most 0.7%")
