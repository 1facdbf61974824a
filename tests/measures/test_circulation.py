"""Trade in value added, positions, circulation and partners against independent computations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.accounts import Accounts
from newind.measures import exports, partners
from newind.testing import assert_partition, assert_shares, economies


def inverse(w):
    A = np.array([[w.Z[i, j] / w.x[j] if w.x[j] > 0 else 0.0 for j in range(w.n)] for i in range(w.n)])
    return A, np.linalg.inv(np.eye(w.n) - A)


def value_rate(w):
    return np.array([(w.x[j] - w.Z[:, j].sum()) / w.x[j] if w.x[j] > 0 else 0.0 for j in range(w.n)])


def block(w, r):
    return slice(r * w.S, (r + 1) * w.S)


def gross_exports(w, r):
    """Return exports of each product of a region, summed cell by cell."""
    E = np.zeros(w.S)
    for i in range(w.S):
        for q in range(w.R):
            if q != r:
                E[i] += w.Z[r * w.S + i, block(w, q)].sum() + w.Y4[r, i, q].sum()
    return E


def boundary():
    """China with the rest of the world as a boundary: imports are rows of ROW, exports are its demand."""
    return Accounts(
        Z=[[2.0, 0.0], [3.0, 0.0]], Y=[[4.0, 4.0], [1.0, 0.0]], regions=["CHN", "ROW"], industries=["c14"],
        demand=["c37"], year=2008, boundary=["ROW"],
    )  # fmt: skip


@given(economies(min_regions=2))
def test_value_added_exports_are_what_others_absorb(w):
    _, B = inverse(w)
    v, total = value_rate(w), exports.vax_ratio(w)[0].values
    for r in range(w.R):
        others = sum(v[block(w, r)] @ B[block(w, r)] @ w.Y3.reshape(w.n, w.R)[:, q] for q in range(w.R) if q != r)
        E = gross_exports(w, r).sum()
        if E > 0:
            assert_allclose(total[r], others / E, rtol=1e-8)
            assert total[r] <= exports.dva_share(w)[0].values[r] * (1 + 1e-9)
        else:
            assert np.isnan(total[r])


@given(economies(min_regions=2))
def test_domestic_and_foreign_value_in_exports(w):
    A, B = inverse(w)
    v = value_rate(w)
    dva, fc, fva = (f(w)[0].values for f in (exports.dva_share, exports.foreign_content_share, exports.fva_share))
    for r in range(w.R):
        own, E = block(w, r), gross_exports(w, r)
        if E.sum() == 0:
            assert np.isnan([dva[r], fc[r], fva[r]]).all()
            continue
        L = np.linalg.inv(np.eye(w.S) - A[own, own])
        abroad = v @ B[:, own] - v[own] @ B[own, own]
        assert_allclose(dva[r], v[own] @ L @ E / E.sum(), rtol=1e-9)
        assert_allclose(fc[r], abroad @ E / E.sum(), rtol=1e-7, atol=1e-12)
        assert_allclose(fva[r], abroad @ np.linalg.inv(B[own, own]) @ L @ E / E.sum(), rtol=1e-7, atol=1e-12)
        assert fva[r] <= fc[r] + 1e-9


@given(economies(min_regions=2))
def test_participation_is_backward_and_forward(w):
    both, back, on = (f(w) for f in (exports.gvc_participation, exports.gvc_backward, exports.gvc_forward))
    assert_allclose(both[0].values, back[0].values + on[0].values, rtol=1e-9, atol=1e-12)
    assert_allclose(back[0].values, 1 - exports.dva_share(w)[0].values, rtol=1e-9, atol=1e-12)
    for part in (*both, *back, *on):
        assert_shares(part.values)


@given(economies(min_regions=2))
def test_forward_is_what_the_direct_importer_does_not_absorb(w):
    A, _ = inverse(w)
    v, got = value_rate(w), exports.gvc_forward(w)[0].values
    L = [np.linalg.inv(np.eye(w.S) - A[block(w, r), block(w, r)]) for r in range(w.R)]
    for s in range(w.R):
        E, once = gross_exports(w, s), 0.0
        for r in range(w.R):
            if r != s and E.sum() > 0:
                sold = w.Y3[s, :, r] + A[block(w, s), block(w, r)] @ L[r] @ w.Y3[r, :, r]
                once += v[block(w, s)] @ L[s] @ sold
        if E.sum() > 0:
            assert_allclose(got[s], (v[block(w, s)] @ L[s] @ E - once) / E.sum(), rtol=1e-6, atol=1e-10)


@given(economies(min_regions=2))
def test_the_three_circulations_make_up_gdp_and_every_industry(w):
    parts = [f(w) for f in (exports.domestic_circulation, exports.traditional_trade, exports.gvc_circulation)]
    assert_partition(*(p[0].values for p in parts))
    assert_partition(*(p[1].values for p in parts))
    for p in parts:
        assert_shares(p[0].values)
    A, _ = inverse(w)
    v = value_rate(w)
    for r in range(w.R):
        own = block(w, r)
        at_home = v[own] @ np.linalg.inv(np.eye(w.S) - A[own, own]) @ w.Y3[r, :, r]
        assert_allclose(parts[0][0].values[r], at_home / w.value_added[own].sum(), rtol=1e-8)


@given(economies(min_regions=2))
def test_home_use_and_home_demand(w):
    """Changes in inventories, the last category, are left out by product only."""
    _, B = inverse(w)
    v, used = value_rate(w), w.Y3.reshape(w.n, w.R)
    total, by_origin, by_product = exports.foreign_value_in_home_use(w)
    share, by_industry, by_user = exports.domestic_demand_share(w)
    for r in range(w.R):
        own = block(w, r)
        mine = v[own] @ B[own] @ used[:, r]
        assert_allclose(total.values[r], 1 - mine / used[:, r].sum(), rtol=1e-6, atol=1e-9)
        assert_allclose(by_origin.values[r].sum(), total.values[r], rtol=1e-6, atol=1e-9)
        assert by_origin.values[r, r] == 0
        assert_allclose(share.values[r], mine / w.value_added[own].sum(), rtol=1e-6)
        assert_allclose(by_user.values[r, r], share.values[r], rtol=1e-9)
        assert_allclose(by_user.values[r].sum(), 1.0, rtol=1e-8)
        for i in range(w.S):
            rows = [q * w.S + i for q in range(w.R)]
            sold = {k: w.Y4[k // w.S, i, r, :-1].sum() for k in rows}
            if sum(sold.values()) > 0:
                home = sum(v[own] @ B[own, k] * sold[k] for k in rows)
                assert_allclose(by_product.values[r, i], 1 - home / sum(sold.values()), rtol=1e-5, atol=1e-8)
    assert_shares(by_industry.values)


@given(economies())
def test_positions_are_power_series_of_stages(w):
    up, down = exports.upstreamness(w), exports.downstreamness(w)
    held = w.Y4[:, :, :, -1].sum(axis=2).ravel()
    scale = np.array([x / (x - h) if x > h else 1.0 for x, h in zip(w.x, held, strict=True)])
    Z = w.Z * scale[:, None]
    share_of_sales = np.array([[z / x if x > 0 else 0.0 for z in row] for row, x in zip(Z, w.x, strict=True)])
    expected, term = np.ones(w.n), np.ones(w.n)
    for _ in range(3000):
        term = share_of_sales @ term
        expected = expected + term
    active = w.x > 0
    if term.max() < 1e-10:
        assert_allclose(up[1].values.ravel()[active], expected[active], rtol=1e-6)
    assert np.isnan(up[1].values.ravel()[~active]).all()
    world = w.x.reshape(w.R, w.S).sum(axis=1)
    assert_allclose(up[0].values @ world, down[0].values @ world, rtol=1e-7)
    assert (up[0].values >= 1 - 1e-9).all() or held.any()


@given(economies(min_regions=2))
def test_concentration_of_suppliers_counts_only_those_with_a_name(w):
    total, by_input = partners.supplier_hhi(w)
    hidden, hidden_by_input = partners.unnamed_supplier_share(w)
    largest, shares = partners.largest_supplier_share(w)
    assert by_input.dims == ("industry", "region")
    for buyer in range(w.R):
        bought = np.zeros((w.R, w.S))
        for seller in range(w.R):
            for i in range(w.S):
                if seller != buyer:
                    bought[seller, i] = w.Z4[seller, i, buyer].sum()
        named = [r for r in range(w.R) if w.regions.named[r]]
        for k, flows in enumerate([bought.sum(axis=1), *bought.T]):
            index = total.values[buyer] if k == 0 else by_input.values[k - 1, buyer]
            rest = hidden.values[buyer] if k == 0 else hidden_by_input.values[k - 1, buyer]
            known, every = flows[named].sum(), flows.sum()
            if known > 0:
                assert_allclose(index, sum((flows[r] / known) ** 2 for r in named), rtol=1e-9)
                assert 1 / len(named) - 1e-9 <= index <= 1 + 1e-9
            else:
                assert np.isnan(index)
            if every > 0:
                assert_allclose(rest, 1 - known / every, rtol=1e-9, atol=1e-12)
        if bought.sum() > 0:
            assert_allclose(shares.values[buyer].sum(), 1.0)
            assert_allclose(largest.values[buyer], max(shares.values[buyer, r] for r in named), rtol=1e-9)


@given(economies(min_regions=2))
def test_markets_are_where_value_added_is_absorbed(w):
    _, B = inverse(w)
    v = value_rate(w)
    total, _ = partners.market_hhi(w)
    largest, shares = partners.largest_market_share(w)
    for r in range(w.R):
        own = block(w, r)
        absorbed = np.array([v[own] @ B[own] @ w.Y3.reshape(w.n, w.R)[:, q] if q != r else 0.0 for q in range(w.R)])
        if absorbed.sum() <= 0:
            assert np.isnan(largest.values[r])
            continue
        named = absorbed[w.regions.named]
        assert_allclose(shares.values[r], absorbed / absorbed.sum(), rtol=1e-6, atol=1e-10)
        if named.sum() > 0:
            assert_allclose(total.values[r], ((named / named.sum()) ** 2).sum(), rtol=1e-6)
            assert_allclose(largest.values[r], named.max() / absorbed.sum(), rtol=1e-6)


@given(economies(min_regions=2, rest=True))
def test_value_per_hour_divides_value_by_hours_for_the_same_demand(w):
    _, B = inverse(w)
    v, hours = value_rate(w), w.satellites["hours"].values
    h = np.array([a / x if x > 0 else 0.0 for a, x in zip(hours, w.x, strict=True)])
    total, by_partner = partners.value_per_hour_by_partner(w)
    for r in range(w.R - 1):
        own = block(w, r)
        made = B[own] @ w.Y3.reshape(w.n, w.R)
        abroad = [q for q in range(w.R) if q != r]
        worked = np.nansum(h[own][:, None] * made, axis=0)
        earned = (v[own][:, None] * made).sum(axis=0)
        if worked[abroad].sum() > 1e-9:
            assert_allclose(total.values[r], earned[abroad].sum() / worked[abroad].sum(), rtol=1e-6)
        assert_allclose(by_partner.values[r, r], earned[r] / worked[r], rtol=1e-9)
    assert np.isnan(total.values[-1])


def test_a_boundary_has_no_figures_of_its_own():
    w = boundary()
    for function in (exports.dva_share, exports.fva_share, exports.gvc_backward, exports.domestic_circulation):
        total, detail = function(w)
        assert np.isfinite(total.values[0])
        assert np.isnan(total.values[1])
        assert np.isnan(detail.values[1]).all()
    # imports are 3 of 10 in cost; L = 1 / (1 - .2): DVA = .5 / .8
    assert_allclose(exports.dva_share(w)[0].values[0], 0.5 / 0.8)
    assert_allclose(exports.domestic_circulation(w)[0].values[0], 0.5 / 0.8 * 4 / 5)


def test_dollars_per_hour_need_dollars():
    w = boundary()
    fields = {"Z": w.Z, "Y": w.Y, "regions": w.regions, "industries": w.industries, "demand": w.demand, "year": 2008}
    found = partners.value_per_hour_by_partner(Accounts(**fields, unit="M.CNY", satellites={"hours": [1.0, 1.0]}))
    assert np.isnan(found[0].values).all()
    assert found[0].missing == "the accounts are not in USD"


@pytest.mark.parametrize("function", [exports.upstreamness, exports.downstreamness])
def test_a_chain_of_three_stages(function):
    chain = Accounts(
        Z=[[0, 4, 0], [0, 0, 6], [0, 0, 0]], Y=[[0.0], [0.0], [10.0]], regions=["CHN"], industries=["c1", "c3", "c14"],
        demand=["c37"], year=2008,
    )  # fmt: skip
    total, by_industry = function(chain)
    expected = [3, 2, 1] if function is exports.upstreamness else [1, 1 + 4 / 6, 1 + 6 / 10 * (1 + 4 / 6)]
    assert_allclose(by_industry.values[0], expected)
    assert_allclose(total.values, [(4 * expected[0] + 6 * expected[1] + 10 * expected[2]) / 20])


def test_run_down_stocks_do_not_blow_up_the_foreign_part_of_a_product():
    w = ni.load("world", year=2009)
    total, _, by_product = exports.foreign_value_in_home_use(w)
    assert_shares(total.values)
    assert_shares(by_product.values)
    for function in (exports.domestic_circulation, exports.traditional_trade, exports.gvc_circulation):
        assert_shares(function(w)[0].values)
