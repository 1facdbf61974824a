"""Indicators of people against figures computed by hand and by loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import explicit
from newind.accounts.accounts import Accounts
from newind.accounts.satellite import Fact, Satellite
from newind.measures import people
from newind.measures.measure import measure
from newind.testing import assert_shares, economies


def farm(**changes):
    """One economy that farms and serves: value added 20 and 80, persons 40 and 60."""
    given_ = {
        "Z": [[10.0, 0.0], [10.0, 20.0]],
        "Y": [[30.0], [70.0]],
        "regions": ["CHN"],
        "industries": ["c1", "c20"],
        "demand": ["c37"],
        "year": 2008,
        "satellites": {
            "employment": Satellite([40.0, 60.0], unit="thousand persons"),
            "labour_compensation": Satellite([15.0, 40.0], unit="M.USD"),
        },
    }
    return Accounts(**(given_ | changes))


def test_a_case_done_by_hand():
    w = farm()
    assert_allclose(w.value_added, [20.0, 80.0])
    total, by_industry = people.labour_share(w)
    assert_allclose(total.values, [0.55])
    assert_allclose(by_industry.values, [[0.75, 0.5]])
    total, by_industry = people.labour_income_per_worker(w)
    assert_allclose(total.values, [550.0])  # 55 M.USD over 100 thousand persons
    assert_allclose(by_industry.values, [[375.0, 40e6 / 60e3]])
    assert_allclose(people.agriculture_gap(w).values, [(20 / 40) / (80 / 60)])
    assert_allclose(people.employment_content(w)[0].values, [100e3 / 100])  # a closed economy: all jobs, all demand


def test_units_are_converted():
    w = farm(satellites={
        "employment": Satellite([0.04, 0.06], unit="million persons"),
        "labour_compensation": Satellite([15e3, 40e3], unit="K.USD"),
    })  # fmt: skip
    assert_allclose(people.labour_share(w)[0].values, [0.55])
    assert_allclose(people.labour_income_per_worker(w)[0].values, [550.0])


def test_other_currencies_are_not_called_dollars():
    w = farm(unit="M.CNY", satellites={
        "employment": Satellite([40.0, 60.0], unit="thousand persons"),
        "labour_compensation": Satellite([15.0, 40.0], unit="M.CNY"),
    })  # fmt: skip
    assert_allclose(people.labour_share(w)[0].values, [0.55])
    table = measure(w, ["people.labour_income_per_worker", "people.employment_content"])
    assert table["value"].isna().all()
    assert set(table["note"]) == {"the accounts are not in USD"}


@given(economies(min_regions=2))
def test_shares_and_incomes_against_loops(w):
    lab, jobs = w.satellites["labour_compensation"].values, w.satellites["employment"].values
    va = explicit.added(w)[0]
    share, income = people.labour_share(w), people.labour_income_per_worker(w)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        assert_allclose(explicit.totals(share)[r], lab[own].sum() / va[own].sum())
        assert_allclose(explicit.totals(income)[r], lab[own].sum() * 1e6 / (jobs[own].sum() * 1e3))
        for i, k in enumerate(own):
            want = lab[k] / va[k] if va[k] > 0 else np.nan
            assert_allclose(share[1].values[r, i], want)


@given(economies())
def test_high_skill_is_a_share_of_all_hours(w):
    total, by_industry = people.high_skill_share(w)
    assert_shares(total.values)
    assert_shares(by_industry.values)
    high, every = w.satellites["hours_high"].values, w.satellites["hours"].values
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        assert_allclose(total.values[r], high[own].sum() / every[own].sum())


@given(economies())
def test_jobs_behind_final_products_against_an_inverse(w):
    total, by_product = people.employment_content(w)
    jobs = w.satellites["employment"].values
    per_unit = np.array([j * 1e3 / x if x > 0 else 0.0 for j, x in zip(jobs, w.x, strict=True)])
    B = explicit.inverse(w)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        if np.isnan(jobs[own]).any():
            assert np.isnan(total.values[r])
            continue
        content = [sum(per_unit[i] * B[i, j] for i in own) for j in own]
        demand = [explicit.finals(w, j) for j in own]
        assert_allclose(total.values[r], np.dot(content, demand) / sum(demand))
        assert_allclose(by_product.values[r], [c if w.x[j] > 0 else np.nan for c, j in zip(content, own, strict=True)])


@given(economies(max_regions=1))
def test_a_closed_economy_has_all_its_jobs_behind_its_own_products(w):
    want = np.nansum(w.satellites["employment"].values) * 1e3 / w.Y.sum()
    assert_allclose(explicit.totals(people.employment_content(w)), want)


@given(economies(min_industries=3))
def test_farming_against_loops(w):
    va, jobs = explicit.added(w)[0], w.satellites["employment"].values
    got = people.agriculture_gap(w).values
    for r in range(w.R):
        farms = explicit.cells(w, "agriculture", r)
        rest = [k for k in explicit.cells(w, region=r) if k not in farms]
        if np.isnan(jobs[farms + rest]).any() or va[farms].sum() == 0 or va[rest].sum() == 0:
            assert np.isnan(got[r])
            continue
        want = (va[farms].sum() / jobs[farms].sum()) / (va[rest].sum() / jobs[rest].sum())
        assert_allclose(got[r], want, rtol=1e-6)


def test_urbanisation_is_handed_on_and_gaps_are_explained():
    w = farm(facts={"urbanisation": Fact([0.47])})
    assert_allclose(people.urbanisation(w).values, [0.47])
    row = measure(farm(facts={"urbanisation": Fact([np.nan])}), "people.urbanisation").iloc[0]
    assert np.isnan(row["value"])
    assert row["note"] == "no figure for this economy"


@pytest.mark.parametrize("id_", ["people.labour_share", "people.employment_content", "people.urbanisation"])
def test_what_a_year_lacks_is_said(id_):
    table = measure(farm(satellites={}), id_)
    assert len(table) == 1
    assert table["value"].isna().all()
    assert "in the accounts of 2008" in table["note"][0]


def test_economies_without_farms_are_not_compared_with_them():
    row = measure(farm(industries=["c3", "c20"]), "people.agriculture_gap").iloc[0]
    assert np.isnan(row["value"])
    assert "agriculture" in row["note"]


def test_one_unknown_industry_leaves_the_total_unknown():
    w = farm(satellites={"employment": Satellite([np.nan, 60.0], unit="thousand persons"),
                         "labour_compensation": Satellite([15.0, 40.0], unit="M.USD")})  # fmt: skip
    total, by_industry = people.labour_income_per_worker(w)
    assert np.isnan(total.values).all()
    assert_allclose(by_industry.values, [[np.nan, 40e6 / 60e3]])
