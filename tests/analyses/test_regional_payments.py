"""Payments between regions for embodied emissions: against figures computed another way, net of zero, refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from newind.accounts.accounts import Accounts, Satellite
from newind.analyses.green.regional_payments import compensation
from newind.errors import DataError, UnknownNameError
from newind.testing import economies

world = ni.load("world")


@settings(max_examples=25)
@given(economies(min_regions=2), st.floats(0.0, 1.0))
def test_what_all_pay_is_what_all_receive(w, share):
    found = compensation(w, 20.0, share)
    assert abs(found.net.sum()) <= 1e-9 * (1 + abs(found.paid).sum())
    table = found.table()
    assert_allclose(table["responsible"].sum(), table["emits"].sum(), rtol=1e-9)
    assert_allclose(table["emits"].sum(), w.satellites["co2"].total / 1e3, rtol=1e-9)


def test_shares_run_from_producer_to_consumer():
    w = world[2009]
    nobody, half, all_ = (compensation(w, 20.0, s) for s in (0.0, 0.5, 1.0))
    assert not nobody.paid.any()
    assert_allclose(all_.paid, 2 * half.paid)
    assert_allclose(nobody.table()["responsible"], nobody.table()["emits"])
    assert_allclose(all_.table()["responsible"], all_.table()["uses"])
    assert_allclose(compensation(w, 40.0, 0.5).paid, all_.paid)


def test_shipped_figures_against_an_inverse_written_out():
    w = world[2009]
    x = w.Z.sum(axis=1) + w.Y.sum(axis=1)
    B = np.linalg.inv(np.eye(w.n) - np.divide(w.Z, x, out=np.zeros_like(w.Z), where=x > 0))
    f = np.divide(w.satellites["co2"].values, x, out=np.zeros_like(x), where=x > 0)
    y = w.Y.reshape(w.n, w.R, -1).sum(axis=2)
    caused = np.array([[f[o * w.S : (o + 1) * w.S] @ B[o * w.S : (o + 1) * w.S] @ y[:, u] for u in range(w.R)]
                       for o in range(w.R)])  # fmt: skip
    found = compensation(w, 20.0, 0.5)
    net = 0.5 * 20.0 * (caused.sum(axis=1) - caused.sum(axis=0)) / 1e3
    assert_allclose(found.net, net, rtol=1e-9, atol=1e-6)
    assert found.regions[int(found.net.argmax())] == "CHN"
    assert found.regions[int(found.net.argmin())] == "USA"
    pairs = found.pairs()
    r, q = w.regions.index("CHN"), w.regions.index("USA")
    top = pairs[(pairs["payer"] == "USA") & (pairs["receiver"] == "CHN")].iloc[0]
    assert_allclose((top["caused"], top["value"]), (caused[r, q] / 1e3, caused[r, q] / 1e2), rtol=1e-9)
    assert found.table().set_index("region").loc["ROW", "named"] == np.False_
    row = next(one for one in found.chart().rows if one.code == "CHN")
    assert (row.value, row.other) == (found.paid.sum(axis=0)[r], found.paid.sum(axis=1)[r])


def test_a_panel_is_asked_for_its_latest_year():
    found = compensation(world, 20.0)
    assert (found.year, found.status) == (world.years[-1], "estimated")
    assert_allclose(found.net, compensation(world.last, 20.0).net)


def provinces():
    """Return provinces with CO2 made up in proportion to output: a user's accounts with a boundary."""
    w = ni.load("china-2017", year=2017)
    inside = np.repeat(np.array([c not in w.boundary for c in w.regions.codes]), w.S)
    co2 = Satellite(np.where(inside, w.x * 0.1, np.nan), unit="t")
    return w, replace(w, satellites=dict(w.satellites) | {"co2": co2})


def test_a_boundary_takes_no_part():
    _, w = provinces()
    found = compensation(w, 60.0, 0.5)
    at = found.regions.index("ROW")
    assert not found.paid[at].any()
    assert not found.paid[:, at].any()
    assert found.caused[:, at].sum() > 0
    assert abs(found.net.sum()) < 1e-9 * found.paid.sum()
    table = found.table().set_index("region")
    assert np.isnan(table.loc["ROW", "net"])
    assert_allclose(table["emits"].sum(), np.nansum(w.satellites["co2"].values) / 1e6, rtol=1e-9)
    assert "ROW" not in set(found.pairs()["payer"])
    assert "ROW takes no part" in found.note["en"]
    assert (found.status, found.unit) == ("estimated", "M.CNY")


def test_what_cannot_be_asked_is_said():
    bare, _ = provinces()
    with pytest.raises(DataError, match=r"accounts of 2017 lack for every industry.*attach"):
        compensation(bare, 20.0)
    with pytest.raises(DataError, match="CO2 of every region is not known in 1996: it is from 2000 to 2022"):
        compensation(world, 20.0, year=1996)
    with pytest.raises(DataError, match="not known in any year"):
        compensation(ni.load("china"), 20.0)
    with pytest.raises(DataError, match=r"share of who uses is 1\.5"):
        compensation(world, 20.0, 1.5)
    with pytest.raises(DataError, match="price of carbon is -5"):
        compensation(world, -5.0)
    with pytest.raises(DataError, match="accounts are of 2009, not 2010"):
        compensation(world[2009], 20.0, year=2010)
    with pytest.raises(UnknownNameError, match="no accounts for 2030"):
        compensation(world, 20.0, year=2030)
    w = world[2009]
    values = w.satellites["co2"].values.copy()
    values[3] = np.nan
    lacking = replace(w, satellites=dict(w.satellites) | {"co2": Satellite(values, unit="kt")})
    with pytest.raises(DataError, match="lack for 'CHN c4'"):
        compensation(lacking, 20.0)
    co2 = {"co2": Satellite([1.0], unit="kt")}
    one = Accounts([[1.0]], [[2.0]], regions=["CHN"], industries=["c1"], demand=["c37"], year=2009, satellites=co2)
    with pytest.raises(DataError, match=r"need two regions in full; .* has 1"):
        compensation(one, 20.0)
