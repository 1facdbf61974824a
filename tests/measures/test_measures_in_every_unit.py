"""Indicators that are no money do not depend on the unit of the table, be it so large that squares have no number."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

import newind as ni
from newind.testing import INDUSTRIES, REGIONS, Structure, build

PLACE = ["region", "industry", "partner", "indicator", "year"]


def measured(unit):
    w = build(Structure(REGIONS[:3], INDUSTRIES[:4], inventories=False), 3)
    again = ni.Accounts(
        Z=w.Z * unit, Y=w.Y * unit, regions=w.regions, industries=w.industries, demand=w.demand, year=w.year
    )
    return ni.measure(again).set_index(PLACE)


def test_indicators_without_money_are_the_same_in_every_unit():
    expected = measured(1.0)
    free = ~expected["unit"].str.contains("USD").to_numpy()
    assert free.sum() > 100
    for unit in (1e280, 1e-280):
        got = measured(unit)
        assert got.index.equals(expected.index)
        values = [np.asarray(t["value"][free], dtype=float) for t in (got, expected)]
        assert_allclose(*values, rtol=1e-6, atol=1e-9)
