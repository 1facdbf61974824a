"""A context with a second table: peers, values and details come from the right one; what does not fit is refused."""

from __future__ import annotations

import numpy as np
import pytest

import boundary
import newind as ni
from newind.errors import DataError, UnknownNameError
from newind.measures.context import BEYOND, DRAWN, Context
from newind.measures.measure import COLUMNS
from newind.measures.readings import read
from newind.measures.references import default_reference, home_of
from newind.questions.judging import evidence

SHARE, LABOUR, DEMAND = "s2.manufacturing_share", "people.labour_share", "s4.demand_local"


@pytest.fixture(scope="module")
def own():
    return boundary.province(1)


@pytest.fixture(scope="module")
def second():
    return boundary.provinces(2)


@pytest.fixture(scope="module")
def ctx(own, second):
    return Context.from_accounts(own, "CN-GD", ("CN-JS", "CN-SD"), second)


def total(w, id, code):
    table = ni.measure(w, id, regions=code)
    (value,) = table.loc[table["industry"].isna() & table["partner"].isna(), "value"]
    return value


@pytest.mark.parametrize("id", [SHARE, LABOUR, DEMAND])
def test_values_come_from_the_table_that_has_the_region(ctx, own, second, id):
    assert ctx.value(id) == pytest.approx(total(own, id, "CN-GD"))
    assert ctx.value(id, "CN-JS") == pytest.approx(total(second, id, "CN-JS"))
    assert total(own, id, "CN-GD") != pytest.approx(total(second, id, "CN-GD"))
    assert ctx.list_known_values(id, 2017) == pytest.approx(
        {"CN-GD": total(own, id, "CN-GD"), **{c: total(second, id, c) for c in ("CN-JS", "CN-SD")}}
    )


def test_details_come_from_the_table_that_has_the_region(ctx, own, second):
    for w, code in ((own, "CN-GD"), (second, "CN-SD")):
        found = ctx.details(SHARE, "industry", 2017, code)
        added = w.value_added.reshape(w.R, w.S)[w.regions.index(code)]
        np.testing.assert_allclose([found[i] for i in w.industries], added / added.sum())


@pytest.mark.parametrize("id", BEYOND)
def test_what_lies_behind_a_boundary_is_not_compared_with_a_table_that_shows_it(ctx, own, id):
    assert ctx.value(id) == pytest.approx(total(own, id, "CN-GD"))
    assert np.isnan(ctx.value(id, "CN-JS"))


@pytest.mark.parametrize("id", [i for i in DRAWN if i.startswith("s2")])
def test_groups_drawn_more_closely_are_not_compared_with_other_industries(ctx, own, second, id):
    assert ctx.value(id, "CN-JS") == pytest.approx(total(second, id, "CN-JS"))
    fewer = second.aggregate(industries={"c1": ["c1", "c3"]} | {c: [c] for c in second.industries[2:]})
    assert np.isnan(Context.from_accounts(own, "CN-GD", ("CN-JS",), fewer).value(id, "CN-JS"))


def test_figures_have_the_status_of_the_table_they_come_from(own, second):
    ctx = Context.from_accounts(own, "CN-GD", ("CN-JS",), second._replace(status="estimated"))
    assert own.status == ctx.status(SHARE) == "observed"
    assert ctx.status(SHARE, region="CN-JS") == "estimated"
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in evidence(ctx, read(ctx, SHARE))]
    assert {row["region"]: row["status"] for row in rows} == {"CN-GD": "observed", "CN-JS": "estimated"}


def test_several_years_have_the_weakest_status_of_them(own):
    years = ni.Panel([own._replace(year=2016, status="estimated"), own])
    ctx = Context.from_accounts(years, "CN-GD")
    assert ctx.weakest(SHARE, [2017]) == "observed"
    assert ctx.weakest(SHARE, [2016, 2017]) == "estimated"


def test_peers_are_those_of_the_second_table(own, second):
    order = sorted(second.regions.codes[:-1], key=lambda c: -second.gdp[second.regions.index(c)])
    assert Context.from_accounts(own, "CN-GD", None, second).peers == tuple(c for c in order if c != "CN-GD")
    assert Context.from_accounts(own, "CN-GD", ("CN-GZ", "CN-GD"), second).peers == ("CN-GZ",)


def test_names_come_from_either_table(ctx):
    assert ctx.economy("CN-REST").zh == "其他省份"
    assert ctx.economy("CN-SD").en == "Shandong"
    assert ctx.all == ("CN-GD", "CN-JS", "CN-SD")
    assert ctx.regional
    assert ctx.province


def test_peers_that_no_table_has_are_named(own, second):
    with pytest.raises(UnknownNameError, match=r"'CN-ZJ'"):
        Context.from_accounts(own, "CN-GD", ("CN-JS", "CN-ZJ"), second)
    with pytest.raises(UnknownNameError, match=r"'CN-JS'"):
        Context.from_accounts(own._replace(year=2015), "CN-GD", ("CN-JS",))
    with pytest.raises(DataError, match="CN-GD cannot be compared with itself alone"):
        Context.from_accounts(own, "CN-GD", ("CN-GD",), second)


def test_a_reference_of_another_year_is_refused(own):
    with pytest.raises(DataError, match=(
        r"the table of CN-GD in 2017 cannot be compared with one of province regions in 2012\. Give a reference of the "
        r"same year with other regions of the kind province\."
    )):  # fmt: skip
        Context.from_accounts(own, "CN-GD", None, boundary.provinces(2, year=2012))


def test_a_reference_of_another_kind_is_refused(own):
    with pytest.raises(DataError, match=r"cannot be compared with one of country regions in 2017"):
        Context.from_accounts(own, "CN-GD", None, boundary.nation(2))
    with pytest.raises(DataError, match=r"table of CHN in 2017 .* of the kind country\."):
        Context.from_accounts(boundary.nation(1), "CHN", None, boundary.provinces(2))


def test_what_detail_distorts_is_not_compared_across_tables(own, second):
    """Import dependence depends on how many industries a table has; a share of manufacturing does not."""
    distorted = [entry.id for entry in ni.indicators() if entry.detail]
    coarse = second.aggregate(industries={"c1": ["c1"], "c3": ["c3", "c14"], "c17": ["c17", "c27", "c30"]})
    ctx = Context.from_accounts(own, "CN-GD", ("CN-JS",), coarse)
    alike = Context.from_accounts(own, "CN-GD", ("CN-JS",), second)
    known = [id for id in distorted if np.isfinite(alike.value(id, "CN-JS"))]
    assert known
    assert [id for id in known if np.isfinite(ctx.value(id, "CN-JS"))] == []
    assert [id for id in known if not np.isfinite(ctx.value(id))] == []
    assert ctx.value(LABOUR, "CN-JS") == pytest.approx(total(coarse, LABOUR, "CN-JS"))


def test_what_is_in_other_money_is_not_compared(own, second):
    dollars = second._replace(unit="M.USD")
    ctx = Context.from_accounts(own, "CN-GD", ("CN-JS",), dollars)
    assert np.isnan(ctx.value("s3.carbon_direct", "CN-JS"))
    assert np.isfinite(ctx.value(SHARE, "CN-JS"))


def test_years_before_have_no_peers(own, second):
    panel = ni.Panel([own._replace(year=2012), own])
    ctx = Context.from_accounts(panel, "CN-GD", ("CN-JS",), second)
    assert ctx.series(SHARE).keys() == {2012, 2017}
    assert ctx.series(SHARE, "CN-JS").keys() == {2017}


# ---- the shipped reference
def test_a_province_of_2017_is_compared_with_the_shipped_ones(own):
    assert default_reference(own, "CN-GD").hash == ni.load("china-2017", year=2017).hash
    ctx = Context.from_accounts(own, "CN-GD")
    assert len(ctx.peers) == 7
    assert ctx.value(SHARE, ctx.peers[0]) == pytest.approx(total(ni.load("china-2017"), SHARE, ctx.peers[0]))


def test_nothing_else_has_a_reference_by_itself(own, second):
    assert default_reference(own._replace(year=2015), "CN-GD") is None
    assert Context.from_accounts(own._replace(year=2015), "CN-GD").peers == ()
    assert default_reference(second, "CN-GD") is None
    assert default_reference(boundary.nation(1), "CHN") is None


def test_the_home_of_a_region_is_the_first_set_that_has_it():
    assert [home_of(code) for code in ("chn", "CN-GD", "cn-gd", "DEU", "XXX")] == [
        "world", "china-2017", "china-2017", "world", "world"
    ]  # fmt: skip
