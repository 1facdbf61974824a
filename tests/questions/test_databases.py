"""What a brief says of its database: estimate, break, what only the tables before have; each recounted."""

from __future__ import annotations

import re

import numpy as np
import pytest

import newind as ni
from newind.measures.context import Context
from newind.measures.references import find_set_name
from newind.questions import databases
from newind.questions.depth.voice import SystemWording
from newind.questions.provenance import References
from newind.questions.wording import NONE

IDS = ("s2.manufacturing_share", "s4.dva_share", "s3.carbon_per_gdp")


@pytest.fixture(scope="module")
def ctx():
    return Context.from_accounts(ni.load("world"), "CHN")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_break_is_said_for_the_indicators_used(ctx, lang):
    said = databases.methods(ctx, IDS, lang)
    broken = next(t for t in said if "2011" in t and ("observed" in t or "观测" in t) and "%" in t)
    for id in IDS[:2]:
        for source in ("world-annual", "world"):
            value = ni.wide(ni.measure(ni.load(source, 2011), id, "CHN")).iloc[0, 0]
            assert f"{100 * value:.1f}%" in broken
        assert ni.indicators()[id].label[lang] in broken
    assert ni.indicators()[IDS[2]].label[lang] not in broken  # its break is not in the package
    assert any({"en": "hours (to 2009)", "zh": "工时（至2009年）"}[lang] in t for t in said)
    assert not re.search(r"[{}]", "".join(said))


def test_other_accounts_have_no_such_statement():
    for w in (ni.load("world", 2011), ni.load("china")):
        assert databases.methods(Context.from_accounts(w, "CHN"), IDS, "en") == ()


def test_years_of_what_the_estimate_lacks_are_those_of_the_observed_tables(ctx):
    before, entry = (
        Context.from_accounts(ni.load("world").databases[0], "CHN"),
        ni.indicators()["quality.labour_productivity"],
    )
    years = sorted(before.series(entry.id))
    spans = dict(databases.last_years(ctx, "en"))
    assert spans[f"{entry.label['en']} ({entry.id})"] == f"{years[0]}–{years[-1]}, observed tables"
    unknown = {s for s in spans if spans[s] == NONE["en"]}
    assert all(not before.series(s.rpartition("(")[2].rstrip(")")) for s in unknown)
    assert len(spans) == len(ni.indicators())


def test_commands_name_the_world_by_its_one_name():
    assert find_set_name(ni.load("world").last) == "world"
    assert find_set_name(ni.load("world-annual", 2011)) == "world-annual"
    assert find_set_name(ni.load("world", 2011)._replace(source="mine")._replace(Y=ni.load("world", 2011).Y * 2)) == ""


def test_a_column_without_any_figure_is_left_out(ctx):
    voice = SystemWording(References(ctx, "en"), "s2")
    none = voice.say("none")
    rows = [("a", "1%", none, "2"), ("b", "3%", none, none)]
    table = voice.table("x", "t", rows, header=("Who", "Share", "Jobs", "Hours"))
    assert table.header == ("Who", "Share", "Hours")
    assert table.rows == (("a", "1%", "2"), ("b", "3%", none))
    assert table.numeric == (1, 2)
    assert np.ndim(table.rows) == 2
