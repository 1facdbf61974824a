"""Indicators of manufacturing against an inverse written out, and what must hold on any economy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import explicit
from newind.accounts.accounts import Accounts
from newind.accounts.satellite import Fact, Satellite
from newind.data.readers import read
from newind.measures import manufacturing, services
from newind.measures.measure import measure
from newind.testing import assert_shares, economies


@given(economies())
def test_weights_in_value_added_against_loops(w):
    va = explicit.added(w)[0]
    share, by_industry = manufacturing.manufacturing_share(w)
    high = manufacturing.high_tech_share(w).values
    invested, detail = manufacturing.industrial_investment(w)
    spent = w.satellites["investment"].values
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        m, h, i = (explicit.cells(w, g, r) for g in ("manufacturing", "high-tech", "industry"))
        assert_allclose(share.values[r], va[m].sum() / va[own].sum(), atol=1e-15)
        assert_allclose(high[r], explicit.over(va[h].sum(), va[m].sum()))
        assert_allclose(invested.values[r], explicit.over(spent[i].sum(), va[i].sum()))
        assert_allclose(detail.values[r], [explicit.over(spent[k], va[k]) for k in own])
    assert_allclose(by_industry.values.sum(axis=1), 1.0)


@given(economies())
def test_digital_value_added_against_an_inverse(w):
    total, by_product, by_partner = services.digital_value_added(w)
    home, wide = services.digital_value_added_domestic(w), services.digital_value_added_wide(w)
    narrow = explicit.embodied(w, explicit.cells(w, "digital"))
    upper = explicit.embodied(w, explicit.cells(w, "digital-wide"))
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        y = np.array([explicit.finals(w, j, r) for j in range(w.n)])
        assert_allclose(total.values[r], (narrow @ y).sum() / y.sum(), atol=1e-12)
        assert_allclose(home.values[r], (narrow[own] @ y).sum() / y.sum(), atol=1e-12)
        assert_allclose(wide.values[r], (upper @ y).sum() / y.sum(), atol=1e-12)
        want = [narrow[:, j].sum() if w.x[j] > 0 else np.nan for j in own]
        assert_allclose(by_product.values[r], want, atol=1e-12)
    assert_allclose(by_partner.values.sum(axis=1), total.values)
    assert_allclose(np.diag(by_partner.values), home.values)
    assert_shares(total.values)
    assert (wide.values >= total.values - 1e-12).all()


@given(economies())
def test_digital_inputs_against_loops(w):
    total, by_industry = services.digital_input_direct(w)
    digital = explicit.cells(w, "digital")
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        assert_allclose(total.values[r], w.Z[np.ix_(digital, own)].sum() / w.x[own].sum(), atol=1e-12)
        assert_allclose(by_industry.values[r], [explicit.over(w.Z[digital, j].sum(), w.x[j]) for j in own], atol=1e-12)


@given(economies())
def test_information_services_against_loops_and_an_inverse(w):
    bought, of_industry = services.information_input_direct(w)
    earned, of_product = services.information_value_added(w)
    information = explicit.cells(w, "information-services")
    content = explicit.embodied(w, information).sum(axis=0) if information else np.full(w.n, np.nan)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        spent = np.array([w.Z[information, j].sum() if information else np.nan for j in own])
        y = np.array([explicit.finals(w, j) for j in own])
        assert_allclose(bought.values[r], spent.sum() / w.x[own].sum(), atol=1e-12)
        assert_allclose(of_industry.values[r], [explicit.over(z, w.x[j]) for z, j in zip(spent, own, strict=True)])
        assert_allclose(earned.values[r], explicit.over(content[own] @ y, y.sum()), atol=1e-12)
        assert_allclose(of_product.values[r], [content[j] if w.x[j] > 0 else np.nan for j in own], atol=1e-12)


@given(economies())
def test_services_in_manufactures_against_an_inverse(w):
    made = services.services_in_manufacturing(w)
    sold = services.services_in_manufacturing_exports(w)
    abroad = services.services_in_manufacturing_exports_foreign(w)
    content = explicit.embodied(w, explicit.cells(w, "services"))
    for r in range(w.R):
        own, m = explicit.cells(w, region=r), explicit.cells(w, "manufacturing", r)
        other = [k for k in range(w.n) if k not in own]
        y, e = [explicit.finals(w, j) for j in m], [explicit.exports(w, j) for j in m]
        every, foreign = content[:, m].sum(axis=0), content[np.ix_(other, m)].sum(axis=0)
        for result, part, weight in ((made, every, y), (sold, every, e), (abroad, foreign, e)):
            assert_allclose(explicit.totals(result)[r], explicit.over(np.dot(part, weight), sum(weight)), atol=1e-9)
        want = [c if w.x[j] > 0 else np.nan for c, j in zip(every, m, strict=True)]
        assert_allclose(made[1].values[r], want, atol=1e-12)
    assert set(made[1].coords["industry"]) == explicit.GROUPS["manufacturing"] & set(w.industries)


@given(economies(min_regions=2))
def test_income_from_manufactures_against_an_inverse(w):
    got = manufacturing.gvc_income_share(w).values
    carried = explicit.embodied(w)
    y = np.array([explicit.finals(w, j) if j in explicit.cells(w, "manufacturing") else 0.0 for j in range(w.n)])
    want = [(carried[explicit.cells(w, region=r)] @ y).sum() / y.sum() if y.sum() else np.nan for r in range(w.R)]
    assert_allclose(got, want, atol=1e-12)
    assert_allclose(got.sum(), 1.0 if y.sum() else np.nan)


@pytest.mark.parametrize(("year", "percent"), [(1995, 4.09), (2008, 12.40), (2011, 16.20)])
def test_chinas_income_from_manufactures_at_full_detail(shared, year, percent):
    """As Timmer et al. (2013) define it, on the tables of 41 economies and 35 industries."""
    w = read(shared / f"world/wiod2013/wiot_{year}.npz")
    assert_allclose(100 * manufacturing.gvc_income_share(w).sel(region="CHN"), percent, atol=0.005)


def test_sophistication_done_by_hand():
    # CHN exports 3 of c3 and 1 of c14, USA 1 and 3: shares 3/4, 1/4 and 1/4, 3/4; incomes 10 and 40 thousand
    w = Accounts(
        Z=np.zeros((4, 4)), Y=[[5.0, 3.0], [5.0, 1.0], [1.0, 5.0], [3.0, 5.0]], regions=["CHN", "USA"],
        industries=["c3", "c14"], demand=["c37"], year=2008,
        facts={"gdp_ppp": Fact([1e4, 4e4]), "population": Fact([1.0, 1.0])},
    )  # fmt: skip
    prody = np.array([0.75 * 10 + 0.25 * 40, 0.25 * 10 + 0.75 * 40]) * 1e3
    want = [0.75 * prody[0] + 0.25 * prody[1], 0.25 * prody[0] + 0.75 * prody[1]]
    assert_allclose(manufacturing.export_sophistication(w).values, want)
    assert set(measure(w, "s2.export_sophistication")["status"]) == {"proxy"}


@given(economies(min_regions=2))
def test_sophistication_lies_between_the_incomes_of_exporters(w):
    value = manufacturing.export_sophistication(w).values
    income = w.facts["gdp_ppp"].values / w.facts["population"].values
    known = ~np.isnan(value)
    assert (value[known] >= np.nanmin(income) * (1 - 1e-12)).all()
    assert (value[known] <= np.nanmax(income) * (1 + 1e-12)).all()
    exporting = [sum(explicit.exports(w, j) for j in explicit.cells(w, region=r)) > 1e-9 for r in range(w.R)]
    assert not known[~np.array(exporting)].any()


def test_incomes_that_nobody_knows_give_no_sophistication():
    w = Accounts(
        Z=np.zeros((2, 2)), Y=[[1.0, 1.0], [1.0, 1.0]], regions=["CHN", "USA"], industries=["c3"], demand=["c37"],
        year=2008, facts={"gdp_ppp": Fact([np.nan, np.nan]), "population": Fact([1.0, 1.0])},
    )  # fmt: skip
    assert measure(w, "s2.export_sophistication")["value"].isna().all()


def test_accounts_without_the_groups_get_rows_that_say_so():
    w = Accounts(
        Z=[[1.0, 1.0], [1.0, 1.0]], Y=[[3.0], [3.0]], regions=["CHN"], industries=["tea", "poems"], demand=["c37"],
        year=2008, satellites={"investment": Satellite([1.0, 1.0], unit="M.USD")},
    )  # fmt: skip
    table = measure(
        w, [i.id for i in manufacturing_entries() if not i.list_requirements("fact") and not i.id.endswith("_linkage")]
    )
    totals = table[table["industry"].isna() & table["partner"].isna()].set_index("indicator")
    assert totals["value"].isna().all()
    for id_, group in {
        "s2.manufacturing_share": "manufacturing",
        "s2.high_tech_share": "high-tech",
        "s2.industrial_investment": "industry",
        "s2.digital_value_added": "digital",
        "s2.digital_input_direct": "digital",
        "s2.information_input_direct": "information-services",
        "s2.information_value_added": "information-services",
        "s2.services_in_manufacturing": "manufacturing",
        "s2.gvc_income_share": "manufacturing",
    }.items():
        assert f"group {group}" in totals.loc[id_, "note"]


def manufacturing_entries():
    from newind.measures.registry import indicators

    return [i for i in indicators() if i.system == "s2"]


def test_proxies_say_what_they_leave_out():
    table = measure(
        Accounts(Z=[[1.0]], Y=[[3.0]], regions=["CHN"], industries=["c14"], demand=["c37"], year=2008),
        ["s2.digital_value_added", "s2.digital_input_direct", "s2.digital_value_added_domestic"],
    )
    other = measure(
        Accounts(Z=[[1.0]], Y=[[3.0]], regions=["CHN"], industries=["c27"], demand=["c37"], year=2008),
        ["s2.information_input_direct", "s2.information_value_added"],
    )
    assert set(other["status"]) == {"proxy"}
    assert other["note"].str.contains("no account records as an input").all()
    assert set(table["status"]) == {"proxy"}
    assert table["note"].str.contains("computer services, but for those that are part of business services").all()
