"""Aggregation and selection: totals never change, twice is once, and every label stands once."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, strategies as st

import newind as ni
from each import check_each
from newind.testing import assert_balanced, assert_equal_accounts, economies


@st.composite
def groupings(draw, labels):
    """Draw a partition of labels: new label → old labels, every old label once, in any order."""
    parts = draw(st.lists(st.integers(0, len(labels) - 1), min_size=len(labels), max_size=len(labels)))
    order = draw(st.permutations(sorted(set(parts))))
    return {f"g{p}": [label for label, part in zip(labels, parts, strict=True) if part == p] for p in order}


@st.composite
def grouped(draw):
    """Draw accounts with a grouping of their regions and one of their industries."""
    w = draw(economies())
    return w, draw(groupings(w.regions.codes)), draw(groupings(w.industries))


@given(grouped())
def test_totals_are_kept(drawn):
    w, regions, industries = drawn
    a = w.aggregate(regions, industries)
    assert_balanced(a)
    assert a.regions == list(regions)
    assert a.industries == tuple(industries)
    for got, want in ((a.Z, w.Z), (a.Y, w.Y), (a.x, w.x), (a.value_added, w.value_added)):
        np.testing.assert_allclose(got.sum(), want.sum(), rtol=1e-9)
    by_category = w.Y4.sum(axis=(0, 1, 2))
    np.testing.assert_allclose(a.Y4.sum(axis=(0, 1, 2)), by_category, rtol=1e-9, atol=1e-9 * np.abs(w.Y).sum())
    co2 = a.satellites["co2"]
    assert co2.total == pytest.approx(w.satellites["co2"].total)
    assert co2.final.sum() == pytest.approx(w.satellites["co2"].final.sum())


@given(grouped())
def test_cells_are_the_sums_of_their_parts(drawn):
    """Against summation with an explicit 0/1 matrix."""
    w, regions, industries = drawn
    a = w.aggregate(regions, industries)
    G = np.array([[c in old for c in w.regions] for old in regions.values()], dtype=float)
    H = np.array([[i in old for i in w.industries] for old in industries.values()], dtype=float)
    P, Q = np.kron(G, H), np.kron(G, np.eye(w.D))
    scale = 1e-12 * max(w.x.max(), 1.0)
    np.testing.assert_allclose(a.Z, P @ w.Z @ P.T, rtol=1e-9, atol=scale)
    np.testing.assert_allclose(a.Y, P @ w.Y @ Q.T, rtol=1e-9, atol=scale)
    for name in ("co2", "hours"):
        want = [w.satellites[name].values[row > 0].sum() for row in P]
        np.testing.assert_allclose(a.satellites[name].values, want, rtol=1e-9, err_msg=name)
    np.testing.assert_allclose(a.final("co2"), G @ w.final("co2"), rtol=1e-9)


@given(grouped(), st.data())
def test_twice_is_once(drawn, data):
    """Aggregating an aggregate is aggregating to the composed grouping."""
    w, regions, _ = drawn
    second = data.draw(groupings(tuple(regions)))
    composed = {new: [c for mid in mids for c in regions[mid]] for new, mids in second.items()}
    twice = w.aggregate(regions).aggregate({f"h{k}": mids for k, mids in second.items()})
    once = w.aggregate({f"h{k}": old for k, old in composed.items()})
    np.testing.assert_allclose(twice.Z, once.Z, rtol=1e-9, atol=1e-12 * w.x.max())
    np.testing.assert_allclose(twice.Y, once.Y, rtol=1e-9, atol=1e-12 * np.abs(w.Y).max())
    for name, s in once.satellites.items():
        np.testing.assert_allclose(twice.satellites[name].values, s.values, rtol=1e-9, err_msg=name)
    for name in ("population", "gdp_ppp", "urbanisation"):
        np.testing.assert_allclose(twice.facts[name].values, once.facts[name].values, rtol=1e-9, err_msg=name)


@given(economies())
def test_leaving_everything_as_it_is_changes_nothing(w):
    assert w.aggregate().equals(w)
    assert w.aggregate({c: c for c in w.regions}, {i: [i] for i in w.industries}).equals(w)
    assert w.select("*", "*").equals(w)


@given(economies(min_regions=2))
def test_reordering_back_and_forth_changes_nothing(w):
    codes = list(w.regions)
    there = w.aggregate({c: [c] for c in reversed(codes)})
    assert there.regions == codes[::-1]
    assert_equal_accounts(there.aggregate({c: [c] for c in codes}), w, rtol=0)


def three() -> ni.Accounts:
    """Return accounts of two provinces and the USA, with names of its own."""
    mine = ni.Region("USA", "The States", "美国", "country", "USA")
    return ni.Accounts(
        Z=np.ones((6, 6)),
        Y=np.full((6, 6), 5.0),
        regions=["CN-GD", "CN-JS", mine],
        industries=["c3", "c14"],
        demand=["c37", "c42"],
        year=2008,
        satellites={"co2": ni.Satellite([1, 2, 3, np.nan, 5, 6], final=[1, 2, 3, 4, 5, 6], unit="kt", source="s")},
        facts={
            "population": ni.Fact([100, 80, 300], combine="sum"),
            "urbanisation": ni.Fact([0.7, 0.6, 0.8], combine="mean:population"),
            "rank": ni.Fact([1, 2, 3]),
            "share": ni.Fact([0.1, 0.2, 0.3], combine="mean:weight that nobody has"),
        },
    )


def test_what_one_part_lacks_the_sum_lacks():
    a = three().aggregate({"CHN": ["CN-GD", "CN-JS"], "USA": "USA"})
    np.testing.assert_array_equal(a.satellites["co2"].values, [4, np.nan, 5, 6])
    assert (a.satellites["co2"].unit, a.satellites["co2"].source) == ("kt", "s")
    np.testing.assert_array_equal(a.satellites["co2"].final, [4, 6, 5, 6])


def test_facts_are_put_together_by_their_own_rule():
    facts = three().aggregate({"CHN": ["CN-GD", "CN-JS"], "USA": "USA"}).facts
    assert facts["population"].values.tolist() == [180, 300]
    assert facts["urbanisation"].values == pytest.approx([(70 + 48) / 180, 0.8])
    np.testing.assert_array_equal(facts["rank"].values, [np.nan, 3])
    np.testing.assert_array_equal(facts["share"].values, [np.nan, 0.3])


def test_a_mean_over_nobody_is_unknown():
    nobody = {"visitors": ni.Fact([0, 0, 1], combine="sum"), "u": ni.Fact([1, 1, 1], combine="mean:visitors")}
    w = three()._replace(facts=nobody)
    assert np.isnan(w.aggregate({"CHN": ["CN-GD", "CN-JS"], "USA": "USA"}).facts["u"].values[0])


def test_regions_keep_take_or_get_names():
    a = three().aggregate({"CHN": ["CN-GD", "CN-JS"], "USA": "USA"})
    assert a.regions.en == ("China", "The States")
    b = three().aggregate({"east": ["CN-GD", "CN-JS"], "rest": "*"})
    assert b.regions.rows[0] == ni.Region("east", "east", "east", "province", "CHN")
    assert b.regions.rows[1] == ni.Region("rest", "The States", "美国", "country", "USA")
    c = three().aggregate({"mix": ["CN-GD", "USA"], "CN-JS": "CN-JS"})
    assert c.regions.kind == ("rest", "province")
    assert c.regions.named.tolist() == [False, True]
    assert three().aggregate(industries={"all": "*"}).regions.en[2] == "The States"


def test_groups_and_the_rest():
    a = three().aggregate(industries={"high": "high-tech", "other": "*"})
    assert a.industries == ("high", "other")
    assert a.x.tolist() == [36.0] * 6
    same = three().aggregate(industries={"high": "high-tech", "low": ["c3"], "none left": "*"})
    assert same.industries == ("high", "low")


@check_each(
    ("regions", "industries", "error", "message"),
    [
        ({"a": ["CN-GD", "CN-JS"]}, None, ni.DataError, "regions without a new label: 'USA'. Add them"),
        ({"a": ["CN-GD"], "b": ["CN-GD", "CN-JS", "USA"]}, None, ni.DataError, r"more than one new label: 'CN-GD'"),
        ({"a": "*", "b": "*"}, None, ni.DataError, "'*' stands for the rest of regions and may be given once, not 2"),
        ({"a": [], "b": "*"}, None, ni.DataError, r"an empty selection"),
        ({"a": ["USA", "USA"], "b": "*"}, None, ni.DataError, r"selected more than once: 'USA'"),
        ({"a": "CN-GB", "b": "*"}, None, ni.UnknownNameError, r"unknown label or group 'CN-GB'. Did you mean 'CN-GD'"),
        (None, {"a": "c15", "b": "*"}, ni.UnknownNameError, r"unknown label or group 'c15'. Did you mean"),
        (None, {}, ni.DataError, r"industries without a new label: 'c3', 'c14'"),
    ],
)
def test_bad_groupings(regions, industries, error, message):
    with pytest.raises(error, match=re.escape(message)):
        three().aggregate(regions, industries)


@given(economies(min_regions=3, max_regions=4))
def test_select_keeps_and_folds(w):
    kept = w.regions[0]
    s = w.select([kept])
    assert s.regions == [kept, "ROW"]
    assert s.regions.named.tolist() == [True, False]
    assert_balanced(s)
    np.testing.assert_allclose(s.gdp, [w.gdp[0], w.gdp[1:].sum()], rtol=1e-9)
    by_industry = w.select(industries=w.industries[0])
    assert by_industry.industries == (w.industries[0], "other")
    np.testing.assert_allclose(by_industry.gdp, w.gdp, rtol=1e-9)


def test_select_keeps_its_own_order_and_says_what_cannot_be():
    w = three()
    assert w.select(["USA", "CN-GD", "CN-JS"]).regions == ["USA", "CN-GD", "CN-JS"]
    rest = w.aggregate({"ROW": "USA", "CN-GD": "CN-GD", "CN-JS": "CN-JS"})
    with pytest.raises(ni.DataError, match="ROW cannot be kept while others are aggregated into it"):
        rest.select(["CN-GD", "ROW"])
    assert rest.select(["CN-GD"]).regions == ["CN-GD", "ROW"]


def test_boundary_regions_stay_a_boundary():
    Z = np.ones((6, 6))
    Z[:, 4:] = 0
    w = three()._replace(Z=Z, boundary=("USA",))
    assert w.aggregate({"CHN": ["CN-GD", "CN-JS"], "ROW": "USA"}).boundary == ("ROW",)
    assert w.select(["CN-GD", "CN-JS"]).boundary == ("ROW",)
    with pytest.raises(ni.DataError, match=r"exogenous regions mixed with others in 'x'"):
        w.aggregate({"x": ["CN-JS", "USA"], "CN-GD": "CN-GD"})
