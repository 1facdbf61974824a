"""Carbon indicators against small independent computations, and what must hold on any economy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

from newind.accounts.accounts import Accounts, Satellite
from newind.measures import green
from newind.testing import economies


def toy(**changes):
    """Two economies, one industry each: A sells 2 of its 10 to B's industry and 3 to B's final users."""
    given_ = {
        "Z": [[1.0, 2.0], [0.0, 4.0]],
        "Y": [[4.0, 3.0], [1.0, 15.0]],
        "regions": ["CHN", "USA"],
        "industries": ["c14"],
        "demand": ["c37"],
        "year": 2008,
        "satellites": {"co2": Satellite([20.0, 10.0], final=[5.0, 1.0], unit="kt")},
    }
    return Accounts(**(given_ | changes))


def explicit(w):
    """Return emissions by emitter, product and user from an inverse written out, Mt."""
    A = np.zeros((w.n, w.n))
    for j in range(w.n):
        if w.x[j] > 0:
            A[:, j] = w.Z[:, j] / w.x[j]
    B = np.linalg.inv(np.eye(w.n) - A)
    f = np.array([c / x if x > 0 else 0.0 for c, x in zip(w.satellites["co2"].values, w.x, strict=True)]) / 1e3
    owner = np.repeat(np.arange(w.R), w.S)
    by = np.zeros((w.R, w.n, w.R))
    for r in range(w.R):
        for user in range(w.R):
            by[r, :, user] = (f * (owner == r)) @ B * w.Y3.reshape(w.n, w.R)[:, user]
    return by


def test_a_case_done_by_hand():
    # B: (I - A)^-1 with A = [[.1, .1], [0, .2]] is [[1/.9, .1/.72], [0, 1/.8]]; f = 2, .5 kt per million USD
    production, _ = green.carbon_production(toy())
    total, by_partner, by_product = green.carbon_consumption(toy())
    chain_a, chain_b = 2 / 0.9, 2 * 0.1 / 0.72 + 0.5 / 0.8
    assert_allclose(production.values, [0.025, 0.011])
    assert_allclose(total.values, [(4 * chain_a + 1 * chain_b + 5) / 1e3, (3 * chain_a + 15 * chain_b + 1) / 1e3])
    assert_allclose(by_partner.sel(region="USA", partner="CHN"), (3 * 2 / 0.9 + 15 * 2 * 0.1 / 0.72) / 1e3)
    assert_allclose(by_product.values[:, 0], total.values - np.array([5.0, 1.0]) / 1e3)
    intensity, _ = green.carbon_total_intensity(toy())
    assert_allclose(intensity.values, [chain_a, chain_b])


@given(economies())
def test_consumption_against_an_inverse_written_out(w):
    by = explicit(w)
    households = w.satellites["co2"].final / 1e3
    total, partner, product = green.carbon_consumption(w)
    assert_allclose(total.values, by.sum(axis=(0, 1)) + households, rtol=1e-9)
    assert_allclose(partner.values, by.sum(axis=1).T + np.diag(households), rtol=1e-8, atol=1e-12)
    assert_allclose(product.values, by.sum(axis=0).reshape(w.R, w.S, w.R).sum(axis=0).T, rtol=1e-8, atol=1e-12)


@given(economies())
def test_no_emission_is_lost_between_producer_and_consumer(w):
    produced, consumed = green.carbon_production(w)[0].values, green.carbon_consumption(w)[0].values
    net, by_partner = green.net_carbon_exports(w)
    assert_allclose(produced.sum(), consumed.sum(), rtol=1e-9)
    assert_allclose(produced.sum(), w.satellites["co2"].total / 1e3, rtol=1e-9)
    assert_allclose(net.values, produced - consumed, atol=1e-9 * produced.sum())
    assert_allclose(net.values.sum(), 0, atol=1e-9 * produced.sum())
    assert_allclose(by_partner.values.sum(axis=1), net.values, atol=1e-9 * produced.sum())
    assert_allclose(by_partner.values, -by_partner.values.T, atol=1e-12 * produced.sum())


@given(economies())
def test_the_chain_carries_at_least_what_the_industry_emits(w):
    total, chain = green.carbon_total_intensity(w)
    direct = w.satellites["co2"].values.reshape(w.R, w.S) / np.where(w.x > 0, w.x, np.nan).reshape(w.R, w.S)
    known = ~np.isnan(direct)
    assert (np.isnan(chain.values) == ~known).all()
    assert (chain.values[known] >= direct[known] * (1 - 1e-9)).all()
    sold = w.Yr.sum(axis=1).reshape(w.R, w.S)
    for r in range(w.R):
        emitted = sum(chain.values[r, i] * sold[r, i] for i in range(w.S) if known[r, i])
        assert_allclose(total.values[r], emitted / sold[r].sum(), rtol=1e-9)


@given(economies(rest=True, min_regions=2))
def test_intensity_in_volumes_is_per_unit_at_prices_of_1995(w):
    total, by_industry = green.carbon_intensity(w)
    co2, volume = w.satellites["co2"].values.reshape(w.R, w.S), w.satellites["output_volume"].values.reshape(w.R, w.S)
    active = (w.x > 0).reshape(w.R, w.S)
    households = w.satellites["co2"].final.reshape(w.R, -1).sum(axis=1)
    for r in range(w.R - 1):
        emitted = co2[r, active[r]].sum() + households[r]
        assert_allclose(total.values[r], emitted / w.facts["output_volume"].values[r], rtol=1e-12)
        assert_allclose(by_industry.values[r, active[r]], co2[r, active[r]] / volume[r, active[r]], rtol=1e-12)
    assert np.isnan(by_industry.values[~active]).all()
    assert np.isnan(total.values[-1])
    assert "no output at prices of 1995" in total.missing


@given(economies(min_regions=2, rest=False))
def test_intensity_without_a_published_total_adds_the_industries_up(w):
    facts = {k: f for k, f in w.facts.items() if k != "output_volume"}
    total, by_industry = green.carbon_intensity(w._replace(facts=facts))
    volume = np.where(w.x > 0, w.satellites["output_volume"].values, 0.0).reshape(w.R, w.S)
    households = w.satellites["co2"].final.reshape(w.R, -1).sum(axis=1)
    by_hand = np.nansum(by_industry.values * volume, axis=1) + households
    assert_allclose(total.values * volume.sum(axis=1), by_hand, rtol=1e-9)


@given(economies())
def test_per_gdp_and_per_person_divide_totals_by_facts(w):
    production = green.carbon_production(w)[0].values
    consumption = green.carbon_consumption(w)[0].values
    gdp, people = w.facts["gdp_ppp"].values, w.facts["population"].values
    assert_allclose(green.carbon_per_gdp(w).values, production * 1e3 / gdp)
    assert_allclose(green.carbon_per_person(w).values, consumption / people)


def test_a_unit_of_mass_is_converted_and_another_is_unknown():
    tonnes = toy(satellites={"co2": Satellite([20e3, 10e3], final=[5e3, 1e3], unit="t CO2")})
    assert_allclose(green.carbon_production(tonnes)[0].values, green.carbon_production(toy())[0].values)
    nameless = toy(satellites={"co2": Satellite([20.0, 10.0], unit="1")})
    assert np.isnan(green.carbon_production(nameless)[0].values).all()


def test_emissions_of_a_table_in_another_currency_have_no_intensity_per_dollar():
    total, by_industry = green.carbon_total_intensity(toy(unit="M.CNY"))
    assert np.isnan(total.values).all()
    assert np.isnan(by_industry.values).all()
    assert total.missing == "the accounts are not in USD"


@pytest.mark.parametrize(("unit", "scale"), [("K.USD", 1e-3), ("B.USD", 1e3)])
def test_intensity_per_dollar_follows_the_scale_of_the_accounts(unit, scale):
    base = green.carbon_total_intensity(toy())[0].values
    assert_allclose(green.carbon_total_intensity(toy(unit=unit))[0].values, base / scale)


def test_one_unknown_industry_leaves_the_footprint_unknown_not_smaller():
    part = toy(satellites={"co2": Satellite([np.nan, 10.0], unit="kt")})
    assert np.isnan(green.carbon_consumption(part)[0].values).all()
    assert_allclose(green.carbon_production(part)[0].values, [np.nan, 0.010])
