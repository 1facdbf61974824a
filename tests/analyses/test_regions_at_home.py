"""Regions side by side: structure, circulation with ranges, gaps and disparities, recomputed by hand."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import boundary
import newind as ni
from builders.china_sources import provincial
from newind.accounts.satellite import Fact, Satellite
from newind.analyses.circulation.own import chain_circulation, own_circulation
from newind.analyses.circulation.provinces import TABLES, disparities, regions_at_home
from newind.analyses.circulation.structure import PARTS, PER, region_gaps
from newind.data.reference import ranges
from newind.data.single import to_accounts
from newind.errors import DataError, UnknownNameError

THREE = ("own", "other_provinces", "abroad")


@cache
def china():
    return ni.load("china-2017", 2017)


@cache
def home():
    return regions_at_home(china())


def staffed(seed=0, **options):
    """Return provinces with employment and population."""
    w = boundary.provinces(seed, **options)
    rng = np.random.default_rng(seed + 7)
    known = np.arange(w.R) < w.R - 1
    people = Satellite(np.where(np.repeat(known, w.S), rng.uniform(1, 9, w.n), np.nan), unit="thousand persons")
    population = Fact(np.where(known, rng.uniform(0.1, 0.3, w.R), np.nan), unit="million persons")
    return w._replace(satellites={**w.satellites, "employment": people}, facts={"population": population})


# ---- structure


def test_quotients_are_shares_over_the_country():
    w = china()
    value = w.value_added.reshape(w.R, w.S)
    country = value[:-1].sum(axis=0)
    found = (
        home().quotients.pivot(index="region", columns="industry", values="quotient").loc["CN-GD", list(w.industries)]
    )
    r = w.regions.index("CN-GD")
    assert_allclose(found, (value[r] / value[r].sum()) / (country / country.sum()))


def test_specialisation_is_the_sum_of_distances():
    q = home().quotients
    for _, row in home().specialisation.iterrows():
        own = q[q["region"] == row["region"]]
        assert_allclose(row["krugman"], np.abs(own["share"] - own["reference_share"]).sum())
        assert 0 < row["krugman"] < 2
        by = own.set_index("industry")["quotient"]
        highest, lowest = row["highest"].split(), row["lowest"].split()
        assert by[highest].is_monotonic_decreasing
        assert by[lowest].is_monotonic_increasing
        assert by[highest[-1]] >= by[lowest[-1]]


def test_employment_has_quotients_where_it_is_known():
    w = staffed()
    found = regions_at_home(w, "CN-JS").quotients
    assert set(found["measure"]) == {"value_added", "employment"}
    people = w.satellites["employment"].values.reshape(w.R, w.S)[:-1]
    expected = people[1] / people[1].sum() / (people.sum(axis=0) / people.sum())
    assert_allclose(found[found["measure"] == "employment"]["quotient"], expected)
    assert len(regions_at_home(w, "CN-JS").specialisation) == 2


def test_a_table_of_one_province_has_its_own_circulation_only():
    found = regions_at_home(boundary.province())
    assert found.regions == ("CN-GD",)
    assert "one region in full" in found.missing["circulation"]
    assert found.circulation.empty
    assert len(found.own)


@pytest.mark.parametrize("year", [2007, 2012, 2017])
def test_a_published_table_is_compared_with_the_shipped_nation(shared, year):
    """Shares of value added at the industries that both have, by hand for construction."""
    w = to_accounts(provincial(shared, year)["CN-SC"])
    found = regions_at_home(w)
    assert set(found.missing) == {"circulation", "gaps", "disparities"}
    row = found.quotients.set_index("industry").loc["c18"]
    nation = ni.load("china", year)
    built = nation.industries.index("c18")
    assert_allclose(row["reference_share"], nation.value_added[built] / nation.gdp[0])
    code = {2007: "26", 2012: "28", 2017: "27"}[year]
    place = next(i for i, c in enumerate(w.industries) if c[1:] == code)
    own = w.value_added[place] / w.gdp[0]
    assert_allclose(row["share"], own)
    assert_allclose(row["quotient"], own / row["reference_share"])
    assert 0 < found.specialisation.loc[0, "krugman"] < 1


def test_industries_that_cannot_be_compared_are_a_reason():
    w = boundary.province()
    w = w._replace(industries=("one", "two", "three", "four", "five", "six"))
    assert (
        regions_at_home(w).missing["quotients"].startswith("the shipped national table is no reference: industries one")
    )
    with pytest.raises(DataError, match="Aggregate both tables"):
        regions_at_home(w, reference=china())


def test_without_a_reference_structure_is_missing_and_says_so():
    found = regions_at_home(boundary.province(year=2013))
    assert "Give a nation's table as reference" in found.missing["quotients"]
    assert found.quotients.empty
    assert found.specialisation.empty


def test_a_reference_of_ones_own_is_used():
    w = boundary.province(year=2012)
    found = regions_at_home(w, reference=boundary.nation(1, year=2012)).quotients
    other = boundary.nation(1, year=2012).value_added[:6]
    assert_allclose(found["reference_share"], other / other.sum())


# ---- circulation


def test_every_estimated_figure_has_a_range_or_is_left_out():
    for frame, least in ((home().own, 0.6), (home().circulation, 0.8)):
        assert (frame["status"] == "estimated").all()
        shown = frame.dropna(subset="share")
        assert len(shown) > least * len(frame)
        assert shown[["low", "high"]].notna().all().all()
        assert ((shown["low"] <= shown["share"] + 1e-6) & (shown["share"] <= shown["high"] + 1e-6)).all()
        assert ((shown["high"] - shown["low"]) <= np.abs(shown["high"] + shown["low"]) / 2 + 1e-9).all()


@pytest.mark.parametrize("side", ["demand", "supply"])
@pytest.mark.parametrize("code", ["CN-GD", "CN-SC", "CN-NX"])
def test_circulation_through_chains_is_what_the_inverse_says(code, side):
    w = china()
    S, r = w.S, w.regions.index(code)
    A = np.divide(w.Z, w.x, out=np.zeros_like(w.Z), where=w.x > 0)
    B, v = np.linalg.inv(np.eye(w.n) - A), np.where(w.x > 0, w.value_added / np.maximum(w.x, 1), 0.0)
    flows = (v[:, None] * (B @ w.Y.reshape(w.n, w.R, w.D).sum(axis=2))).reshape(w.R, S, w.R)
    line = flows[r].sum(axis=0) if side == "demand" else flows[:, :, r].sum(axis=1)
    parts = np.array([line[r], line[:-1].sum() - line[r], line[-1]])
    table = home().circulation
    total = table[(table["region"] == code) & (table["side"] == side) & (table["industry"] == "")].set_index("scope")
    assert_allclose(total.loc[list(THREE), "value"], parts, rtol=1e-9)
    assert_allclose(total.loc[list(THREE), "share"], parts / parts.sum(), rtol=1e-9)
    if side == "demand":
        one = table[(table["region"] == code) & (table["side"] == side) & (table["industry"] == "c14")]
        assert_allclose(one[one["scope"] == "abroad"]["value"], flows[r, w.industries.index("c14"), -1], rtol=1e-9)


def test_totals_have_the_shipped_ranges_and_industries_those_of_variants():
    table = home().circulation
    totals = table[table["industry"] == ""]
    assert set(totals["range_from"]) == {"shipped"}
    assert set(table[table["industry"] != ""]["range_from"]) == {"variants"}
    row = totals[(totals["region"] == "CN-SC") & (totals["side"] == "supply") & (totals["scope"] == "abroad")].iloc[0]
    assert_allclose((row["low"], row["high"]), ranges(china())["s4.supply_foreign"]["CN-SC"])


def test_an_observed_table_has_no_width():
    found = chain_circulation(boundary.provinces(), ["CN-GD"])
    assert (found["status"] == "observed").all()
    assert_allclose(found["low"], found["share"])
    assert_allclose(found["high"], found["share"])
    assert_allclose(found.groupby(["side", "industry"])["share"].sum(), 1.0)


def test_variants_that_are_given_make_the_range():
    w = boundary.provinces()._replace(status="estimated")
    found = chain_circulation(w, ["CN-GD"], {"another draw": boundary.provinces(1)})
    other = chain_circulation(boundary.provinces(1), ["CN-GD"])
    row, beside = found.iloc[0], other.iloc[0]
    assert_allclose(sorted((row["value"] / found.iloc[:3]["value"].sum(), beside["share"])), (row["low"], row["high"]))
    assert set(found["range_from"]) == {"variants"}


def test_an_estimate_without_any_range_shows_no_share():
    w = boundary.provinces()._replace(status="estimated")
    found = chain_circulation(w, ["CN-GD"], {})
    assert found[["share", "low", "high"]].isna().all().all()
    assert found["value"].notna().all()


# ---- both readings, on the tables that provinces published


def test_own_tables_and_chains_agree_for_all_provinces(shared):
    """What ends and comes from home agrees; beyond the border only chains tell other provinces from abroad."""
    tables = [to_accounts(single) for single in provincial(shared, 2017).values()]
    own = pd.concat([own_circulation(w).table() for w in tables])
    assert own["region"].nunique() == 31
    key = ["region", "measure", "side", "scope"]
    one, two = (f[f["industry"] == ""][[*key, "share", "low", "high"]] for f in (own, home().circulation))
    beside = one.merge(two, on=key, suffixes=("_own", "_chain"))
    beside["difference"] = beside["share_chain"] - beside["share_own"]
    assert len(beside) == 31 * 2 * 3
    at_home = beside[beside["scope"] == "own"]
    assert at_home["difference"].abs().max() < 0.2
    assert at_home["difference"].abs().mean() < 0.06
    assert (at_home["share_own"] / at_home["share_chain"]).between(0.6, 1.6).all()
    meet = (at_home["low_own"] <= at_home["high_chain"]) & (at_home["low_chain"] <= at_home["high_own"])
    assert meet.mean() > 0.8
    abroad = beside[beside["scope"] == "abroad"]
    assert (abroad["difference"] > -0.12).all()
    assert (abroad["difference"] > 0).mean() > 0.9


@pytest.mark.parametrize("year", [2007, 2012])
def test_provinces_of_other_years_run(shared, year):
    for code, single in list(provincial(shared, year).items())[::5]:
        found = regions_at_home(to_accounts(single))
        assert found.regions == (code,)
        assert len(found.own)
        assert len(found.quotients)


# ---- gaps


@pytest.mark.parametrize("seed", [0, 3])
def test_gaps_add_up_to_the_difference_of_levels(seed):
    w = staffed(seed)
    table = region_gaps(w)
    value = w.value_added.reshape(w.R, w.S)[:-1].sum(axis=1)
    workers = w.satellites["employment"].values.reshape(w.R, w.S)[:-1].sum(axis=1) * 1e3
    people = w.facts["population"].values[:-1] * 1e6
    for per, base in (("worker", workers), ("head", people)):
        for r, code in enumerate(w.regions[:-1]):
            rows = table[(table["region"] == code) & (table["per"] == per)]
            total = rows[rows["industry"] == ""].set_index("part")["value"]
            assert_allclose(total["level"], value[r] / base[r])
            assert_allclose(total["level_against"], value.sum() / base.sum())
            assert_allclose(total["gap"], total["level"] - total["level_against"], atol=1e-12)
            parts = [p for p in ("structure", "productivity", "participation") if p in total]
            assert_allclose(total[parts].sum(), total["gap"], rtol=1e-9, atol=1e-12)
            for part in ("structure", "productivity"):
                assert_allclose(rows[(rows["part"] == part) & (rows["industry"] != "")]["value"].sum(), total[part])


def test_a_gap_against_a_region_turns_round():
    w = staffed()
    there = region_gaps(w, ["CN-GD"], against="CN-GZ")
    back = region_gaps(w, ["CN-GZ"], against="CN-GD")
    for part in ("gap", "structure", "productivity", "participation"):
        one, two = (t[(t["part"] == part) & (t["industry"] == "")]["value"].to_numpy() for t in (there, back))
        assert_allclose(one, -two, rtol=1e-9)
    assert_allclose(there[there["part"] == "level_against"]["relative"], 1.0)


def test_gaps_say_what_they_lack():
    with pytest.raises(DataError, match="no employment or hours by region and industry"):
        region_gaps(boundary.provinces())
    with pytest.raises(DataError, match="no other region of the country"):
        region_gaps(ni.load("world", 2011))
    with pytest.raises(UnknownNameError, match="XXX"):
        region_gaps(staffed(), ["CN-GD"], against="XXX")


def test_without_people_gaps_are_per_worker_only():
    assert set(region_gaps(staffed()._replace(facts={}))["per"]) == {"worker"}


@pytest.mark.parametrize("names", [PARTS, PER])
def test_labels_of_gaps_are_in_both_languages(names):
    for label in names.values():
        assert set(label) == {"en", "zh"}
        assert all(label.values())


# ---- disparities


def test_disparities_are_those_of_the_definitions():
    """Theil over provinces by hand; three provinces of the east, one of the west."""
    w = staffed()
    table = disparities(w)
    y, p = w.gdp[:-1], w.facts["population"].values[:-1]
    heads = table[table["per"] == "head"]
    theil = heads[(heads["measure"] == "theil") & (heads["group"] == "")].set_index("part")["value"]
    assert_allclose(theil["total"], (y / y.sum() * np.log((y / y.sum()) / (p / p.sum()))).sum())
    east, west = y[:3].sum() / y.sum(), y[3] / y.sum()
    expected = east * np.log(east / (p[:3].sum() / p.sum())) + west * np.log(west / (p[3] / p.sum()))
    assert_allclose(theil["between"], expected)
    assert_allclose(theil["within"] + theil["between"], theil["total"])
    inside = heads[(heads["measure"] == "theil") & (heads["group"] != "")].set_index("group")["value"]
    assert_allclose(inside.sum(), theil["within"], atol=1e-12)
    assert_allclose(inside["west"], 0.0, atol=1e-12)
    gini = heads[heads["measure"] == "gini"].set_index("part")["value"]
    assert_allclose(gini[["within", "net_between", "transvariation"]].sum(), gini["total"])
    share, per = p / p.sum(), y / p
    pairs = (share[:, None] * share * np.abs(per[:, None] - per)).sum() / (2 * (share * per).sum())
    assert_allclose(gini["total"], pairs)
    assert set(table["per"]) == {"head", "worker"}


def test_disparities_say_what_they_lack():
    with pytest.raises(DataError, match="no employment, hours or population"):
        disparities(boundary.provinces())
    with pytest.raises(DataError, match="fewer than 2 regions in full belong to a group"):
        disparities(staffed(), {"CN-GD": "one"})


# ---- as a whole


def test_missing_tables_give_their_reason():
    assert set(home().missing) == {"gaps", "disparities"}
    assert regions_at_home(staffed()).missing == {}
    assert home().status == "estimated"


def test_tables_are_copies_and_known_by_name():
    for name in TABLES:
        frame = home().table(name)
        frame["added"] = 1
        assert "added" not in home().table(name)
    with pytest.raises(DataError, match=r"no table 'gap'\. Tables are quotients"):
        home().table("gap")


def test_regions_are_checked():
    with pytest.raises(DataError, match="ROW is only a boundary"):
        regions_at_home(china(), ["CN-GD", "ROW"])
    with pytest.raises(UnknownNameError, match="CN-GDD"):
        regions_at_home(china(), "CN-GDD")
