"""Packages side by side: money in millions, whatever the unit of the accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

import newind as ni
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
