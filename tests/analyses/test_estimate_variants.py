"""Tables that an estimated table could as well be: what they keep, what they change, and the shipped ranges."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose

import boundary
import newind as ni
from builders.china2017_report import levels as report_levels
from newind.analyses.circulation.variants import Market, estimate_variants, scale_to_totals, trade_levels
from newind.data.reference import package, ranges
from newind.measures.measure import measure, wide

THREE = [f"s4.{side}_{kind}" for side in ("demand", "supply") for kind in ("local", "national", "foreign")]


@cache
def china():
    return ni.load("china-2017", 2017)


def figures(w):
    return wide(measure(w, THREE))


def test_shipped_estimate_has_frictions_and_levels():
    names = list(estimate_variants(china()))
    assert names == ["as given", "uniform", "weak distance", "strong distance", "least trade", "most trade"]
    assert estimate_variants(china())["as given"] is china()


@pytest.mark.parametrize("name", ["uniform", "weak distance", "strong distance", "least trade", "most trade"])
def test_a_variant_keeps_what_is_known(name):
    """Output, inputs and final demand by product and user, value added and trade with abroad stay."""
    w, v = china(), estimate_variants(china())[name]
    assert_allclose(v.x, w.x, rtol=1e-6, atol=0.1)
    home = slice(0, w.R - 1)
    assert_allclose(v.Z4[home].sum(axis=0), w.Z4[home].sum(axis=0), atol=1e-3)
    assert_allclose(v.Y4[home].sum(axis=0), w.Y4[home].sum(axis=0), atol=1e-3)
    assert_allclose(v.Z4[-1], w.Z4[-1])
    assert_allclose(v.Y4[:, :, -1], w.Y4[:, :, -1])
    assert_allclose(v.value_added, w.value_added, atol=0.1)
    assert v.Z.min() >= 0
    assert v.status == "estimated"


def between(w):
    return np.delete(w.Z4.sum(axis=3) + w.Y3, w.R - 1, axis=2)[:-1]


def test_levels_of_trade_are_those_of_the_full_estimate():
    """By product, provinces trade in a variant as much as the estimate of 42 sectors says they may."""
    stated = package("china-2017")["report"]["levels"]
    apart = ~np.eye(china().R - 1, dtype=bool)[:, None, :]
    base = (between(china()) * apart).sum(axis=(0, 2))
    for name, factors in trade_levels(china()).items():
        assert_allclose(factors, [stated[name][c] for c in china().industries])
        assert (factors < 1).all() if name == "least trade" else (factors > 1).all()
        got = (between(estimate_variants(china())[name]) * apart).sum(axis=(0, 2)) / base
        assert_allclose(got, factors, rtol=0.02)


@pytest.mark.parametrize("id", THREE)
def test_frictions_made_from_the_shipped_table_are_near_those_of_the_full_estimate(id):
    """The shipped range between distance and uniform friction comes from 42 sectors, balanced anew."""
    stated = package("china-2017")["ranges_of_friction"][id]
    both = np.array([figures(w)[id] for w in (china(), estimate_variants(china())["uniform"])])
    ends = np.sort(both[:, :-1], axis=0).T
    miss = np.abs(ends - np.array([stated[c] for c in china().regions[:-1]]))
    assert miss.mean() < 0.0015
    assert miss.max() < 0.01


@pytest.mark.parametrize("id", THREE)
def test_ranges_made_from_the_shipped_table_are_near_the_shipped_ones(id):
    """The shipped ranges come from six estimates at 42 sectors, balanced anew."""
    shipped = ranges(china())[id]
    every = np.array([figures(v)[id].iloc[:-1] for v in estimate_variants(china()).values()])
    ends = np.stack([every.min(axis=0), every.max(axis=0)], axis=1)
    miss = np.abs(ends - np.array([shipped[c] for c in china().regions[:-1]]))
    assert miss.mean() < 0.01
    assert miss.max() < 0.06


def test_observed_tables_and_single_provinces_have_no_variants():
    for w in (boundary.provinces(), boundary.province(), boundary.province()._replace(status="estimated")):
        assert list(estimate_variants(w)) == ["as given"]


def test_estimates_of_ones_own_have_frictions_only():
    w = boundary.provinces()._replace(status="estimated")
    found = estimate_variants(w)
    assert list(found) == ["as given", "uniform", "weak distance", "strong distance"]
    for v in found.values():
        assert_allclose(v.x, w.x, rtol=1e-6)
        assert_allclose(v.Z.sum(axis=0), w.Z.sum(axis=0))
    assert not np.allclose(found["uniform"].Z, w.Z)


def test_stocks_run_down_stay_where_they_are():
    w = boundary.provinces()
    Y = w.Y.copy()
    Y[2, 0] = -3.0
    w = w._replace(Y=Y, status="estimated")
    for v in estimate_variants(w).values():
        assert_allclose(v.Y[2, 0], -3.0)
        assert_allclose(v.Y.sum(axis=0), w.Y.sum(axis=0))
        assert_allclose(v.x, w.x, rtol=1e-6)


def test_a_market_with_more_trade_keeps_what_each_sells_and_buys():
    m = Market(np.array([[8.0, 6.0, 5.0]]), np.array([[2.0, 3.0, 1.0]]), np.array([[1.0, 2.0, 3.0]]))
    for factor in (0.7, 1.0, 1.3):
        new = m.with_trade(factor)
        assert_allclose(new.home + new.out, m.home + m.out)
        assert_allclose(new.home + new.into, m.home + m.into)
        assert_allclose(new.out.sum(), factor * 6)
        assert new.out.min() >= 0


def test_trade_that_cannot_shrink_further_stays():
    """Net flows must go on: province 1 sends 4 more than it receives."""
    m = Market(np.array([[6.0, 6.0, 6.0]]), np.array([[4.0, 1.0, 0.0]]), np.array([[0.0, 2.0, 3.0]]))
    assert_allclose(m.with_trade(0.1).out, [[4.0, 0.0, 0.0]])


def test_scaled_rows_reach_their_total_or_all_that_is_possible():
    values, most = np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([[10.0, 2.5], [2.0, 2.5]])
    assert_allclose(scale_to_totals(values, most, np.array([4.5, 9.0])), [[2.0, 2.5], [2.0, 2.5]], rtol=1e-6)


def test_the_report_of_the_estimate_compares_trade_by_product():
    """What the set says of levels, on tables whose levels are known."""
    variants = estimate_variants(china())
    said = report_levels({"distance": china(), **{n: variants[n] for n in ("uniform", "least trade", "most trade")}})
    assert set(said) == {"least trade", "most trade"}
    for name, factors in trade_levels(china()).items():
        assert_allclose(list(said[name].values()), factors, rtol=0.02)
