"""Packages side by side: money in millions, whatever the unit of the accounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from newind.pathways.comparing import compare_emissions, find_emissions_change
from newind.testing import REGIONS, Structure, build


def test_the_bill_is_in_millions_in_accounts_of_any_unit():
    w = build(Structure(REGIONS[:3], ("c14", "c15", "c30"), inventories=False), 3)
    w = replace(w, satellites={"co2": w.satellites["co2"]})
    packages = [ni.Package([ni.Shock("production_subsidy", v, "add", "CHN")], name=f"{v}") for v in (0.01, 0.02)]
    bills = []
    for accounts in (w, replace(w, Z=w.Z / 1e3, Y=w.Y / 1e3, unit="B.USD")):
        found = ni.compare(accounts, packages, "CHN")
        bills.append([found._outcomes(s)[2] for s in found.simulations])
    assert bills[0][1] > bills[0][0] > 0
    assert bills[1] == pytest.approx(bills[0], rel=1e-6)


@pytest.mark.parametrize("lever", ["carbon_price", "tariff", None])
def test_emissions_of_a_simulation_are_those_of_its_economy(lever):
    w = build(Structure(REGIONS[:3], ("c14", "c15", "c30"), inventories=False), 3)
    s = ni.simulate(w, None if lever is None else ni.Shock(lever, 0.1, mode="add", region="CHN"))
    assert np.array_equal(find_emissions_change(s), compare_emissions(s.baseline, s.accounts))
    assert (find_emissions_change(s) != 0).any() == (lever is not None)
    bare = replace(w, satellites={})
    assert np.isnan(find_emissions_change(ni.simulate(bare, None))).all()
