"""What a package does in a year: as much as is in force, with the emissions and the scrap of that year."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

import newind as ni
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.dynamics import IDLE, YearPolicy
from newind.equilibrium.laboratory import Laboratory, laboratory
from newind.pathways.yearly import YearlyPackage

YEARS = range(2012, 2020)
PACKAGE = ni.Package(
    [
        ni.Shock("carbon_price", 30.0, region="CHN", start=2013, phase_in=2),
        ni.Shock("border_charge", 30.0, region="CHN", partner="USA", start=2015),
        ni.Shock("rd_subsidy", 0.2, region="CHN", industry="manufacturing", start=2013, until=2016),
        ni.Shock("data_sharing", 0.1, region="CHN"),
        ni.Shock("tariff", 0.1, region="USA", partner="CHN", start=2014, phase_in=3),
    ]
)


@pytest.fixture(scope="module")
def lab() -> Laboratory:
    return laboratory(ni.load("world", 2011), Assumptions("medium", {}))


def emissions(year: int) -> np.ndarray:
    return np.full((20, 27), 0.97 ** (year - 2011))


def assert_same(a: YearPolicy, b: YearPolicy) -> None:
    for name in (f.name for f in fields(a.shocks)):
        np.testing.assert_array_equal(getattr(a.shocks, name), getattr(b.shocks, name), err_msg=name)
    for name in ("research", "sharing", "lost", "idle"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)
    assert a.log == b.log


def test_a_year_does_not_depend_on_the_years_asked_before(lab: Laboratory) -> None:
    policies = YearlyPackage(lab, PACKAGE, 2013).policies(emissions)
    assert policies(2012) is IDLE
    for year in (2019, *YEARS[1:]):
        assert_same(policies(year), YearlyPackage(lab, PACKAGE, 2013).policies(emissions)(year))
        assert policies(year) is policies(year)


def test_what_does_not_look_at_the_year_is_made_once(lab: Laboratory) -> None:
    policies = YearlyPackage(lab, PACKAGE, 2013).policies(emissions)
    early, late = policies(2018).shocks, policies(2019).shocks
    assert early.tariff is late.tariff
    assert policies(2018).sharing is policies(2019).sharing
    np.testing.assert_allclose(late.fuel_carbon, 0.97 * early.fuel_carbon, rtol=1e-12)
    np.testing.assert_allclose(late.border_charge, 0.97 * early.border_charge, rtol=1e-12)
    assert policies(2016).research is not None
    assert policies(2017).research is None


def test_the_price_of_carbon_rises_as_it_comes_into_force(lab: Laboratory) -> None:
    yearly, at = YearlyPackage(lab, PACKAGE, 2013), lab.origin.regions.index("CHN")
    assert [yearly.carbon_price(year)[at, 0] for year in (2012, 2013, 2014, 2015, 2019)] == [0, 10, 20, 30, 30]
    assert not np.delete(yearly.carbon_price(2019), at, axis=0).any()
