"""What newer shipped tables contradict says so and comes last: recounted from the tables, in both languages."""

from __future__ import annotations

import re

import numpy as np
import pytest

import newind as ni
from newind.data.reference import package
from newind.documents import build
from newind.measures import newer
from newind.measures.context import Context
from newind.measures.newer import half
from newind.measures.readings import read

THREE = ("people.labour_share", "quality.manufacturing_value_added_rate", "s1.high_tech_import_dependence")
"""What an older database has of China and newer ones reverse."""
CLAUSE = {
    "en": re.compile(r"\(since then (up|down)[a-z ]*, from ([\d.,−]+)%? in (\d{4}) to ([\d.,−]+)%? in (\d{4})\)"),
    "zh": re.compile(r"（此后转(升|降)：[^0-9]*由(\d{4})年的([\d.,−]+)%?[升降]至(\d{4})年的([\d.,−]+)%?）"),
}


@pytest.fixture(scope="module")
def observed():
    return ni.load("world").until(2011)


def change(id, region, source, first, last):
    """Return a change within one shipped database, from the measure table."""
    return [ni.wide(ni.measure(ni.load(source, year), id, region)).iloc[0, 0] for year in (first, last)]


@pytest.mark.parametrize("id", THREE)
def test_the_three_findings_of_china_are_commented(observed, id):
    reading = read(Context.from_accounts(observed, "CHN"), id)
    found = newer.contradiction(Context.from_accounts(observed, "CHN"), id, reading.year, reading.past, reading.value)
    assert (found.up) != reading.up
    past, now = change(id, "CHN", found.source, found.first, found.last)
    for lang, pattern in CLAUSE.items():
        (said,) = pattern.findall(reading.turned[lang])
        direction, *rest = said
        assert direction in ({"en": "up", "zh": "升"} if now > past else {"en": "down", "zh": "降"}).values()
        a, y, b, z = rest if lang == "en" else (rest[1], rest[0], rest[3], rest[2])
        assert (a, b) == (f"{100 * past:.1f}", f"{100 * now:.1f}")
        assert (int(y), int(z)) == (found.first, found.last)
        assert found.first >= reading.year


def test_a_change_is_taken_within_one_database_and_beyond_its_band(observed):
    ctx = Context.from_accounts(observed, "CHN")
    for id in ("s4.dva_share", "s2.gvc_income_share", "s1.import_dependence"):
        for found in newer.later(ctx, id, 2011):
            years = {"world": (2011, 2011), "world-annual": (2011, 2022), "china": (2012, 2020)}[found.source]
            assert (found.first, found.last) == years
            past, now = change(id, "CHN", found.source, *years)
            np.testing.assert_allclose((found.past, found.value), (past, now), rtol=1e-9)
            assert found.band >= half(ni.load(found.source, found.last), id, "CHN", now)
    reading = read(ctx, "s4.dva_share")  # down to 2011; since then up, but within the band
    assert not reading.turned["en"]


def test_nothing_newer_no_comment():
    ctx = Context.from_accounts(ni.load("world"), "CHN")
    assert not list(newer.later(ctx, "s4.dva_share", 2022))
    mine = ni.load("world", 2011)._replace(source="mine")
    mine = mine._replace(Y=mine.Y * 1.001)
    assert not list(newer.later(Context.from_accounts(mine, "CHN"), "s4.dva_share", 2011))


@pytest.mark.parametrize("region", ["CHN", "DEU", "USA"])
def test_no_lead_of_a_brief_of_2011_stands_uncommented(observed, region):
    """Every figure at the top, in the headline, the summary and the cards that newer tables reverse says so."""
    brief = build.build_brief(observed, region, "en", model=False)
    ctx = Context.from_accounts(observed, region)
    texts = [brief.headline, brief.summary, *(c.sentence for c in brief.characteristics)]
    texts += [c.sentence for s in brief.systems for c in (*s.findings, *s.more)] + [n.note for n in brief.numbers]
    every = [r for id in ni.indicators().ids if (r := read(ctx, id)) is not None and r.past is not None]
    holds = {(_shown(r), r.first) for r in every if not r.turned["en"]}
    turned = {(_shown(r), r.first) for r in every if r.turned["en"]} - holds
    assert turned
    seen = 0
    for past, first in turned:
        for text in texts:
            for at in re.finditer(rf"(?:up|down|rose|fell) from {re.escape(past)}%? in {first}[^(;]*", text):
                assert text[at.end() :].startswith("(since then"), text
                seen += 1
    assert seen


def _shown(reading):
    return newer.indicators()[reading.id].scale((reading.past, reading.value)).number(reading.past)


def test_what_has_turned_comes_after_what_holds(observed):
    found = ni.diagnose(observed, "CHN", "s1", model=False)
    turned = [f.turned for f in found]
    assert any(turned)
    assert turned == sorted(turned)
    for f in found:
        assert f.turned == ("(since then" in f.sentence["en"]) == ("（此后转" in f.sentence["zh"])


def test_a_change_of_the_labour_share_is_taken_within_one_concept():
    """Not across the years in which an office changed what it counts, whatever year the accounts end in."""
    for code, of in package("now")["labour"]["of"].items():
        for year in ni.load("world").years[2::3]:
            ctx = Context.from_accounts(ni.load("world", year), code)
            for found in newer.later(ctx, newer.LABOUR, year):
                assert found.first >= (of["since"] if found.source in ("now", "china") else year)
