"""Whose demand a region works for and what more of it brings, computed again with loops and a closed table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from explicit import added, inverse
from newind.accounts.accounts import Accounts
from newind.analyses.circulation.dual import dual_circulation
from newind.analyses.circulation.loops import DEMANDS, EFFECTS, SERVED, demand_feedback
from newind.errors import DataError, UnknownNameError
from newind.testing import economies, panels


def own(w, r):
    return slice(r * w.S, (r + 1) * w.S)


def closed(w, r, spent, y):
    """Return value added and household demand by region, in a table to which households are added as industries."""
    _, v = added(w)
    pay = w.satellites["labour_compensation"].values
    A = np.zeros((w.n + w.R, w.n + w.R))
    for j in range(w.n):
        A[: w.n, j] = w.Z[:, j] / w.x[j] if w.x[j] > 0 else 0.0
        if w.x[j] > 0 and np.isfinite(pay[j]):
            A[w.n + j // w.S, j] = spent[j // w.S] * pay[j] / w.x[j]
    for q in range(w.R):
        basket = w.Y4[:, :, q, 0].ravel()
        A[: w.n, w.n + q] = basket / basket.sum()
    x = np.linalg.solve(np.eye(w.n + w.R) - A, np.append(y, np.zeros(w.R)))
    return np.array([v[own(w, q)] @ x[own(w, q)] for q in range(w.R)]), x[w.n :]


def demands(w, r):
    used = w.Y3.reshape(w.n, w.R)
    abroad = sum((used[:, q] for q in range(w.R) if q != r), np.zeros(w.n))
    here = np.array([abroad[k] if k // w.S == r else 0.0 for k in range(w.n)])
    return {"home": used[:, r], "abroad": abroad, "exports": here}


@given(economies(min_regions=2), st.sampled_from([0.5, 0.9]))
def test_multipliers_are_those_of_a_table_closed_with_households(w, consumed):
    region, r = "CHN", 0
    table = demand_feedback(w, region, consumed).multipliers().set_index(["demand", "effect"])
    known = [w.regions.named[q] for q in range(w.R)]
    spent, none = [consumed if k else 0.0 for k in known], [0.0] * w.R
    others = [q for q in range(w.R) if q != r]
    for demand, y in demands(w, r).items():
        rows = table.loc[demand]
        if y.sum() <= 0:
            assert rows["without"].isna().all()
            assert rows["with_spending"].isna().all()
            continue
        low, _ = closed(w, r, none, y / y.sum())
        high, bought = closed(w, r, spent, y / y.sum())
        for column, value, households in (("without", low, 0 * bought), ("with_spending", high, bought)):
            found = rows[column]
            assert_allclose(found["home_value_added"], value[r], rtol=1e-7, atol=1e-9)
            assert_allclose(found["foreign_value_added"], value[others].sum(), rtol=1e-7, atol=1e-9)
            assert_allclose(found["home_demand"], households[r], rtol=1e-7, atol=1e-9)
            assert_allclose(found["foreign_demand"], households[others].sum(), rtol=1e-7, atol=1e-9)
        seen = sum(low[q] for q in others if known[q]), low[others].sum()
        if abs(seen[1]) > 1e-6:
            assert_allclose(rows["seen"], seen[0] / seen[1], rtol=1e-6)
        assert_allclose(low.sum(), 1.0, rtol=1e-9)


@given(economies(min_regions=2))
def test_what_comes_by_way_of_abroad(w):
    """Along chains it is what home loses when it alone serves the demand; households abroad add what they induce."""
    B, (_, v), r = inverse(w), added(w), 0
    table = demand_feedback(w, "CHN", 0.8).multipliers().set_index(["demand", "effect"])
    A = np.array([[w.Z[i, j] / w.x[j] if w.x[j] > 0 else 0.0 for j in range(w.S)] for i in range(w.S)])
    for demand, y in demands(w, r).items():
        if y.sum() <= 0:
            continue
        y = y / y.sum()
        alone = v[: w.S] @ np.linalg.solve(np.eye(w.S) - A, y[: w.S])
        row = table.loc[demand, "by_way_of_abroad"]
        assert_allclose(row["without"], v[: w.S] @ B[: w.S] @ y - alone, rtol=1e-7, atol=1e-9)
        _, bought = closed(w, r, [0.8 if w.regions.named[q] else 0.0 for q in range(w.R)], y)
        more = 0.0
        for q in range(1, w.R):
            basket = w.Y4[:, :, q, 0].ravel()
            more += bought[q] * (v[: w.S] @ B[: w.S] @ basket) / basket.sum()
        assert_allclose(row["with_spending"] - row["without"], more, rtol=1e-6, atol=1e-9)


@given(panels(years=(2007, 2008), min_regions=2))
def test_whose_demand_a_region_works_for(p):
    found = demand_feedback(p, "CHN")
    for measure in ("value_added", "output"):
        table = found.table(measure)
        parts = table[table["partner"].isna()]
        assert_allclose(parts.groupby("year")["share"].sum(), 1.0, rtol=1e-9)
        partners = table[table["partner"].notna()].groupby("year")["value"].sum()
        assert_allclose(partners, parts[parts["part"] == "abroad"].set_index("year")["value"], rtol=1e-9, atol=1e-6)
        summed = found.by_industry(measure).groupby(["year", "part"])["value"].sum()
        whole = parts.set_index(["year", "part"])["value"]
        assert_allclose(summed[whole.index], whole, rtol=1e-9, atol=1e-9 * whole.abs().max())
    for w in p:
        B, (_, v) = inverse(w), added(w)
        at = parts_of(found.table(), w.year)
        used = w.Y3.reshape(w.n, w.R)
        home = v[: w.S] @ B[: w.S] @ used[:, 0]
        assert_allclose(at["within"] + at["returned"] + at["in_imports"], home, rtol=1e-9)
        assert_allclose(at["in_imports"], v[: w.S] @ B[: w.S, w.S :] @ used[w.S :, 0], rtol=1e-9, atol=1e-9 * w.x.max())
        assert_allclose(at["within"], dual_circulation(w, "CHN").forward[0, 0].sum(), rtol=1e-9)


def parts_of(table, year):
    rows = table[(table["year"] == year) & table["partner"].isna()]
    return rows.set_index("part")["value"]


@given(economies(max_regions=1))
def test_without_trade_all_demand_is_at_home(w):
    found = demand_feedback(w, "CHN").table().set_index("part")["share"]
    assert_allclose(found[list(SERVED)], [1, 0, 0, 0], atol=1e-9)


def test_the_share_that_is_spent_is_that_of_the_accounts_or_stated():
    w = ni.load("world", year=2009)
    pay = w.satellites["labour_compensation"].values.reshape(w.R, w.S)[0].sum()
    bought = w.Y4[:, :, 0, w.demand.index("c37")].sum()
    table = demand_feedback(w, "CHN").multipliers()
    assert_allclose(table["spent_share"], bought / pay, rtol=1e-9)
    assert bought < pay
    given_share = demand_feedback(w, "CHN", 0.5).multipliers()
    assert_allclose(given_share["spent_share"], 0.5)
    both = table["with_spending"] >= given_share["with_spending"] - 1e-12
    assert both.all()
    assert (given_share["with_spending"] >= given_share["without"] - 1e-12).all()
    assert_allclose(demand_feedback(w, "CHN", 0.0).multipliers()["with_spending"], table["without"], atol=1e-12)


def test_where_labour_income_is_not_known_nothing_is_said_of_spending():
    found = demand_feedback(ni.load("world").select(years=[2009, 2011]), "CHN").multipliers()
    early, late = found[found["year"] == 2009], found[found["year"] == 2011]
    assert early["with_spending"].notna().all()
    assert (early["note_en"] == "").all()
    assert late["with_spending"].isna().all()
    assert late["without"].notna().all()
    assert late["note_en"].str.startswith("Labour income of the region is not known").all()
    assert late["note_zh"].str.startswith("本地劳动报酬未知").all()
    assert (late["seen"] < 0.5).all()


def test_accounts_without_households_or_labour():
    plain = {"Z": [[1.0, 2.0], [3.0, 1.0]], "regions": ["CHN", "USA"], "industries": ["c14"], "year": 2008}
    none = Accounts(Y=[[5.0, 1.0], [1.0, 9.0]], demand=["final"], **plain)
    found = demand_feedback(none, "CHN").multipliers()
    assert found["with_spending"].isna().all()
    assert set(found["note_en"]) == {"The accounts do not show what households consume"}
    unpaid = Accounts(Y=[[5.0, 1.0], [1.0, 9.0]], demand=["c37"], **plain)
    assert demand_feedback(unpaid, "CHN").multipliers()["with_spending"].isna().all()


def test_every_effect_and_demand_has_a_name_in_both_languages():
    table = demand_feedback(ni.load("world", year=2009), "CHN").multipliers()
    assert set(table["effect"]) == set(EFFECTS)
    assert set(table["demand"]) == set(DEMANDS)
    for texts in (SERVED, EFFECTS, DEMANDS):
        assert all(text["en"] and text["zh"] for text in texts.values())


def test_estimated_labour_income_makes_multipliers_estimated():
    found = demand_feedback(ni.load("world-annual", 2014), "CHN").multipliers()
    assert set(found["status"]) == {"estimated"}


def test_what_makes_no_sense_is_refused():
    w = ni.load("world", year=2009)
    with pytest.raises(DataError, match=r"consumed is 1.2: the part of labour income .* lies between 0 and 1"):
        demand_feedback(w, "CHN", 1.2)
    with pytest.raises(DataError, match=r"no measure 'jobs'. Measures are value_added and output"):
        demand_feedback(w, "CHN").table("jobs")
    with pytest.raises(UnknownNameError, match=r"Did you mean 'USA'"):
        demand_feedback(w, "US")
    with pytest.raises(DataError, match=r"boundary ROW"):
        demand_feedback(ni.load("china"), "CHN")
