"""Indicators of quality against figures computed by hand and by loops."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from numpy.testing import assert_allclose

import explicit
from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.satellite import Fact, Satellite
from newind.measures import people
from newind.measures.measure import measure
from newind.testing import economies, panels


@given(economies())
def test_value_added_rates_against_loops(w):
    va = explicit.added(w)[0]
    total, by_industry = people.value_added_rate(w)
    made = people.manufacturing_value_added_rate(w).values
    for r in range(w.R):
        own, m = explicit.cells(w, region=r), explicit.cells(w, "manufacturing", r)
        assert_allclose(total.values[r], va[own].sum() / w.x[own].sum())
        assert_allclose(made[r], explicit.over(va[m].sum(), w.x[m].sum()))
        assert_allclose(by_industry.values[r], [explicit.over(va[k], w.x[k]) for k in own])


@given(economies())
def test_productivity_is_a_mean_of_industries_weighted_by_hours(w):
    total, by_industry = people.labour_productivity(w)
    hours = w.satellites["hours"].values.reshape(w.R, w.S)
    weighted = np.where(hours > 0, by_industry.values * hours, hours * 0.0).sum(axis=1) / hours.sum(axis=1)
    assert_allclose(total.values, weighted)


def single(year, volume, hours, capital, pay, **facts):
    satellites = {
        "value_added_volume": Satellite([volume], unit="M.USD of 1995"),
        "hours": Satellite([hours], unit="million hours"),
        "capital_stock": Satellite([capital], unit="M.USD of 1995"),
        "labour_compensation": Satellite([pay], unit="M.USD"),
    }
    return Accounts(Z=[[50.0]], Y=[[100.0]], regions=["CHN"], industries=["c14"], demand=["c37"], year=year,
                    satellites=satellites, facts=facts)  # fmt: skip


def test_a_case_done_by_hand():
    # value added is 100 in both years; labour's share 0.5 then 0.7
    p = Panel([single(2007, 80.0, 10.0, 200.0, 50.0), single(2008, 88.0, 10.2, 210.0, 70.0)])
    total, by_industry = people.tfp_growth(p[2007], p[2008])
    want = np.log(1.1) - 0.6 * np.log(1.02) - 0.4 * np.log(1.05)
    assert_allclose(total.values, [want])
    assert_allclose(by_industry.values, [[want]])
    assert_allclose(explicit.totals(people.labour_productivity(p[2007])), [8.0])
    table = measure(p, "quality.tfp_growth").set_index("year")
    assert table.loc[2007, "note"] == "needs the year before 2007: measure a panel"
    assert_allclose(table.loc[2008, "value"].to_numpy(dtype=float), [want, want])


@given(panels(min_regions=1, max_regions=2))
def test_productivity_that_grows_with_its_inputs_alone_has_no_residual(p):
    before = p[2007]
    now = before._replace(year=2008, satellites={
        k: Satellite(s.values * (1.07 if k in ("value_added_volume", "hours", "capital_stock") else 1.0), unit=s.unit)
        for k, s in before.satellites.items()
    })  # fmt: skip
    total, by_industry = people.tfp_growth(before, now)
    assert_allclose(total.values[~np.isnan(total.values)], 0.0, atol=1e-12)
    assert_allclose(by_industry.values[~np.isnan(by_industry.values)], 0.0, atol=1e-12)
    assert (~np.isnan(total.values) == before.regions.named).all()


@given(panels(min_regions=1, max_regions=3))
def test_growth_accounting_against_loops(p):
    a, b = p[2007], p[2008]
    got = explicit.totals(people.tfp_growth(a, b))
    for r in range(a.R):
        own = explicit.cells(a, region=r)
        s = [{k: w.satellites[k].values[own].sum() for k in w.satellites} for w in (a, b)]
        va = [explicit.added(w)[0][own].sum() for w in (a, b)]
        share = (s[0]["labour_compensation"] / va[0] + s[1]["labour_compensation"] / va[1]) / 2
        d = {k: np.log(s[1][k] / s[0][k]) for k in ("value_added_volume", "hours", "capital_stock")}
        want = d["value_added_volume"] - share * d["hours"] - (1 - share) * d["capital_stock"]
        assert_allclose(got[r], want, atol=1e-12)


def test_a_labour_share_above_one_gives_no_figure():
    p = Panel([single(2007, 80.0, 10.0, 200.0, 150.0), single(2008, 88.0, 10.2, 210.0, 150.0)])
    table = measure(p, "quality.tfp_growth")
    assert table["value"].isna().all()
    assert "labour's share" in table["note"].iloc[-1]


@given(economies(min_regions=2))
def test_the_frontier_is_the_highest_of_the_named(w):
    level = w.facts["gdp_ppp_current"].values / w.facts["persons_engaged"].values
    assume(np.isfinite(level).sum() > 1)
    total, by_industry = people.distance_to_frontier(w)
    best = max(range(w.R), key=lambda r: level[r] if w.regions.named[r] else -1.0)
    assert total.values[best] == 1.0
    assert w.regions[best] in total.note
    assert_allclose(total.values, level / level[best])
    assert np.isnan(by_industry.values).all()


def test_an_economy_alone_is_no_frontier():
    known = {"gdp_ppp_current": Fact([7.0]), "persons_engaged": Fact([2.0])}
    table = measure(single(2008, 1.0, 1.0, 1.0, 1.0, **known), "quality.distance_to_frontier")
    assert table["value"].isna().all()
    assert table["note"][0] == "no other economy of the table to compare with"


def test_no_frontier_is_invented():
    nothing = {"gdp_ppp_current": Fact([np.nan]), "persons_engaged": Fact([np.nan])}
    table = measure(single(2008, 1.0, 1.0, 1.0, 1.0, **nothing), "quality.distance_to_frontier")
    assert table["value"].isna().all()
    assert table["note"][0] == "purchasing power or employment is not known"
    assert table["note"][1] == "not computable: no sector purchasing-power parities"
