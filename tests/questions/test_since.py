"""The long courses of a brief: two databases side by side, both figures where they meet, the size of the break."""

from __future__ import annotations

import re

import pytest

import newind as ni
from newind.measures.context import Context
from newind.questions.provenance import References
from newind.questions.since import FOLLOWED, since

SHARE = "s4.dva_share"


@pytest.fixture(scope="module")
def world():
    return ni.load("world").within()


def told(w, lang, code="CHN"):
    refs = References(Context.from_accounts(w, code), lang)
    return since(refs), refs


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_figures_of_the_year_in_which_databases_meet_stand_with_their_difference(world, lang):
    (section,), _ = told(world, lang)
    found = {row[0]: row[1:] for row in section.rows}
    shown = found[ni.indicators()[SHARE].label[lang]]
    course = ni.series(ni.load("world"), SHARE, "CHN")
    (gap,) = course.breaks
    ends = (course.pieces[0].values[0], gap.before, gap.after, course.pieces[1].values[-1])
    assert shown[:4] == tuple(f"{100 * v:.1f}%" for v in ends)
    by = f"{100 * gap.difference:+.1f}".replace("-", "−")
    assert shown[4] == by + {"en": " points", "zh": "个百分点"}[lang]
    assert len(section.rows) == len(FOLLOWED)
    assert all(len(row) == len(section.header) for row in section.rows)
    assert [y for y in ("1995", "2011", "2022") if not any(y in head for head in section.header)] == []
    assert (lang == "en") == bool(re.search("[a-z]{4}", section.lead))


def test_a_course_that_begins_later_says_when(world):
    (section,), _ = told(world, "en")
    carbon = next(row for row in section.rows if row[0].startswith("CO2 emitted at home"))
    assert re.fullmatch(r"[\d.]+ \(2000\)", carbon[1])
    assert not carbon[5].endswith("points")


def test_the_earlier_database_has_source_rows_of_its_own(world):
    (section,), refs = told(world, "en")
    rows = {r.number: r for r in refs.rows()}
    assert {rows[n].status for n in section.refs} == {"observed", "estimated"}
    assert all("1995–2011, observed" in rows[n].label for n in section.refs if rows[n].status == "observed")


def test_an_earlier_year_ends_there_and_other_accounts_have_no_such_table():
    (section,), _ = told(ni.load("world").until(2015), "en", "DEU")
    assert any("2015" in head for head in section.header)
    for w in (ni.load("world").within(2009), ni.load("china")):
        assert told(w, "en")[0] == ()
