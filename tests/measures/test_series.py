"""Figures over two databases: two lines with a gap, both values where they meet, no change across."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import newind as ni
from newind.cli import app
from newind.errors import UnknownNameError
from newind.measures.series import series

IDS = ("s4.dva_share", "s2.manufacturing_share", "s3.carbon_production", "s4.supplier_hhi")


@pytest.fixture(scope="module")
def world():
    return ni.load("world").select(years=range(2009, 2014))


def total(w, id, region):
    table = ni.measure(w, id, region)
    return table[table["industry"].isna() & table["partner"].isna()]["value"].item()


@pytest.mark.parametrize("id", IDS)
def test_each_database_is_a_piece_of_its_own_with_both_values_where_they_meet(world, id):
    found = series(world, id, "CHN")
    assert [p.years for p in found.pieces] == [(2009, 2010, 2011), (2011, 2012, 2013)]
    assert [p.status for p in found.pieces] == ["observed", "estimated"]
    for database, piece in zip(world.databases, found.pieces, strict=True):
        assert piece.values == tuple(total(database[y], id, "CHN") for y in piece.years)
    (gap,) = found.breaks
    assert (gap.year, gap.before, gap.after) == (2011, found.pieces[0].values[-1], found.pieces[1].values[0])
    assert gap.difference == gap.after - gap.before


def test_the_break_is_told_with_its_size_in_both_languages(world):
    found = series(world, "s4.dva_share", "CHN")
    (gap,), (told,) = found.breaks, found.describe_breaks()
    by = f"{100 * gap.difference:+.1f}".replace("-", "−")
    assert f"({by} points)" in told["en"]
    assert f"相差{by}个百分点" in told["zh"]
    for text in told.values():
        assert f"{100 * gap.before:.1f}%" in text
        assert f"{100 * gap.after:.1f}%" in text


def test_without_a_year_in_both_the_difference_is_not_known(world):
    found = series(world, "people.labour_share", "CHN")
    assert [p.years for p in found.pieces] == [(2009,), (2011, 2012, 2013)]
    assert found.breaks == ()
    (told,) = found.describe_breaks()
    assert "not known" in told["en"]
    assert "无从得知" in told["zh"]


def test_what_one_database_lacks_has_no_piece_there(world):
    hours = series(world, "people.high_skill_share", "CHN")
    assert [(p.years, p.status) for p in hours.pieces] == [((2009,), "observed")]
    assert hours.describe_breaks() == ()
    growth = series(world, "quality.tfp_growth", "DEU")  # compares with the year before, in one database
    assert all(np.isfinite(v) for p in growth.pieces for v in p.values)


def test_one_database_and_one_year_are_one_piece():
    w = ni.load("world", year=2015)
    assert [p.years for p in series(w, "s4.dva_share", "CHN").pieces] == [(2015,)]
    assert series(ni.load("china"), "s4.dva_share", "CHN").describe_breaks() == ()


def test_names_that_there_are_not_are_refused(world):
    for id, region in (("s4.dva", "CHN"), ("s4.dva_share", "XXX")):
        with pytest.raises(UnknownNameError):
            series(world, id, region)


def test_measuring_over_both_databases_prints_the_break():
    def shown(*words):
        result = CliRunner().invoke(app, ["measure", "CHN", "--ids", "s4.dva_share", *words], prog_name="newind")
        assert result.exit_code == 0, result.output
        return result.stdout

    said = series(ni.load("world"), "s4.dva_share", "CHN").describe_breaks()[0]
    assert said["en"] in shown("--year", "2010-2013")
    assert said["zh"] in shown("--year", "2010-2013", "--lang", "zh")
    assert said["en"] not in shown("--year", "2012-2013")
    (found,) = json.loads(shown("--year", "2010-2013", "--json"))["breaks"]
    assert found["pieces"][1]["years"][0] == 2011
    assert found["text"][0]["zh"]
