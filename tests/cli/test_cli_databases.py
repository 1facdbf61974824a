"""The world is of two databases: changes are taken within one, and what ends before the accounts do says so."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from each import check_each
from newind.errors import DataError
from newind.questions.circulation import answers
from newind.questions.circulation.declared import DemandOptions, DualOptions
from newind.questions.panels import NEEDS, add_years_note, latest
from newind.questions.question import question

WORLD = ni.load("world").select(years=[2009, 2010, 2011, 2013, 2014])
OLDER, NEWEST = WORLD.databases


def answer_of(name):
    """Return a function that answers a question of system 2 with some options."""
    asked = question(f"manufacturing.{name}")
    return lambda panel, region, **given: asked.find_function()(panel, region, asked.read(given))


SERIES = {
    **{name: answer_of(name) for name in ("digital", "services", "position", "chain", "sophistication", "share")},
    "dual": lambda panel, region: answers.dual(panel, region, DualOptions()),
    "demand": lambda panel, region: answers.demand(panel, region, DemandOptions()),
}


@check_each("name", SERIES)
def test_what_is_followed_over_years_stays_within_one_database(name):
    found, alone = SERIES[name](WORLD, "DEU"), SERIES[name](NEWEST, "DEU")
    assert found.title == alone.title
    assert found.title["en"].endswith("2011–2014")
    assert SERIES[name](WORLD.until(2011), "DEU").title["en"].endswith("2009–2011")
    if "years" in found.tables:
        assert found.tables["years"] == alone.tables["years"]


def test_older_years_are_pointed_to_where_there_are_some():
    found = SERIES["dual"](WORLD, "DEU")
    (told,) = set(map(str, add_years_note(found, WORLD, series=True).notes)) - set(map(str, found.notes))
    assert "--year 2011" in told
    assert "2009–2011" in told
    assert "2009—2011年" in told
    assert add_years_note(found, NEWEST, series=True).notes == found.notes


@pytest.mark.parametrize("needs", NEEDS)
def test_what_ends_before_the_accounts_says_what_ends(needs):
    found = SERIES["dual"](OLDER, "DEU")
    short = type(found)(**{**vars(found), "about": {"year": 2009}})
    for panel, says in ((WORLD, True), (OLDER.until(2009), False)):
        notes = add_years_note(short, panel, needs).notes[len(found.notes) :]
        assert bool(notes) == says
        assert all(f"Accounts go on to 2014. {NEEDS[needs]['en']} end in 2009." == n["en"] for n in notes)


def test_research_is_that_of_the_last_year_that_knows_it(run):
    shown = run("science", "research", "IND").stdout
    knows = [w for w in ni.load("world") if "rd_intensity" in w.facts]
    known = [w.year for w in knows if np.isfinite(w.facts["rd_intensity"].values[w.regions.index("IND")])]
    assert shown.splitlines()[0].endswith(f", {known[-1]}")
    assert f"Figures on research of this economy end in {known[-1]}." in " ".join(shown.split())


def test_the_latest_database_that_has_what_is_needed_is_taken():
    def persons(panel):
        if "employment" not in panel.last.satellites:
            raise DataError(f"nobody at work in {panel.last.year}")
        return panel.years[-1]

    assert latest(WORLD, persons) == 2011
    with pytest.raises(DataError, match="nobody at work in 2014"):
        latest(NEWEST, persons)
    assert SERIES["share"](WORLD, "DEU", measure="employment").about["year"] == 2011


def test_skills_in_chains_are_those_of_the_last_years_that_have_them():
    found, older = (SERIES["chain"](panel, "DEU") for panel in (WORLD, OLDER))
    assert found.tables["factors"] == older.tables["factors"]
    assert found.title["en"].endswith("2011–2014")
