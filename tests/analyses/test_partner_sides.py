"""Groups of partners: a partition of all regions, and what of each group the accounts show."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.accounts.groups import group, group_size
from newind.analyses.circulation.sides import matrix, sides_of
from newind.errors import DataError, UnknownNameError
from newind.testing import economies


@given(economies(min_regions=2))
def test_every_region_is_on_one_side(w):
    for groups in (None, [w.regions.codes[1]], {"mine": list(w.regions.codes[1:])}):
        sides = sides_of(w, "CHN", groups)
        assert_allclose(matrix(sides, w.R).sum(axis=0), 1.0)
        assert sides[0].code == "home"
        assert sides[0].named == ("CHN",)
        assert all(side.label["en"] and side.label["zh"] for side in sides)


def test_aggregates_are_never_named():
    w = ni.load("world", year=2009)
    by_code = {side.code: side for side in sides_of(w, "CHN", ["eu-2007", "USA"])}
    assert "REU" not in by_code["eu-2007"].named
    assert w.regions.index("REU") in by_code["eu-2007"].members
    assert "REU counted without distinguishing members" in by_code["eu-2007"].note["en"]
    assert "计入REU" in by_code["eu-2007"].note["zh"]
    assert by_code["unnamed"].named == ()
    assert np.isnan(by_code["unnamed"].seen_population)
    assert by_code["USA"].seen_gdp == 1.0


@pytest.mark.parametrize(("name", "region"), [("rcep", "CHN"), ("rcep", "USA"), ("brics", "IND"), ("developed", "DEU")])
def test_what_is_seen_of_a_group_is_named_members_over_all_others(name, region):
    w = ni.load("world", year=2009)
    side = next(s for s in sides_of(w, region, [name]) if s.code == name)
    size, inside = group_size(name, 2009), region in group(name).members
    assert size is not None
    for fact, whole, seen in (
        ("population", size.population, side.seen_population),
        ("gdp_ppp_current", size.gdp_ppp_current, side.seen_gdp),
    ):
        by_code = dict(zip(w.regions.codes, w.facts[fact].values, strict=True))
        members = [by_code[code] for code in group(name).members if code in by_code and code != region]
        assert_allclose(seen, sum(members) / (whole - inside * by_code[region]), rtol=1e-9)
        assert 0 < seen < 1
    assert ("itself stands apart" in side.note["en"]) == inside
    assert "have no row of their own" in side.note["en"]


def test_a_list_of_ones_own_is_seen_in_full_unless_it_holds_an_aggregate():
    w = ni.load("world", year=2009)
    sides = sides_of(w, "CHN", {"neighbours": ["JPN", "KOR"], "others": ["USA", "REU"]})
    assert [s.code for s in sides] == ["home", "neighbours", "others", "other", "unnamed"]
    assert sides[1].seen_population == 1.0
    assert np.isnan(sides[2].seen_population)


def test_a_year_without_sizes_says_so():
    w = ni.load("world", year=2009)
    later = w._replace(year=2030)
    side = next(s for s in sides_of(later, "CHN", ["rcep"]) if s.code == "rcep")
    assert np.isnan(side.seen_gdp)
    assert "size of the whole group in 2030 is not known" in side.note["en"].lower()


def test_the_usual_groups_do_not_overlap_and_need_no_member():
    w = ni.load("world", year=2009)
    assert [s.code for s in sides_of(w, "USA")] == ["home", "developed", "emerging", "unnamed"]
    alone = w.select(["CHN", "USA"])
    assert [s.code for s in sides_of(alone, "CHN")] == ["home", "developed", "unnamed"]


@check_each(
    ("groups", "error", "message"),
    [
        (["rcep", "developed"], DataError, "groups rcep and developed share 'JPN', 'KOR', 'AUS'.*one group only"),
        (["g7", "USA"], DataError, "groups g7 and USA share 'USA'"),
        ({"a": ["JPN", "KOR"], "b": ["KOR"]}, DataError, "groups a and b share 'KOR'"),
        (["Japan"], UnknownNameError, "unknown label or group 'Japan'. Did you mean 'JPN'"),
        (["rcp"], UnknownNameError, "Did you mean 'rcep'"),
        ({"mine": ["JPX"]}, UnknownNameError, "unknown label or group 'JPX'"),
        (["CHN"], DataError, "group CHN has no member but CHN itself"),
        ({"home": ["JPN"]}, DataError, "stand for something else: 'home'"),
        ({"mine": []}, DataError, "an empty selection"),
    ],
)  # fmt: skip
def test_groups_that_make_no_sense_are_refused(groups, error, message):
    with pytest.raises(error, match=message):
        sides_of(ni.load("world", year=2009), "CHN", groups)
