"""Measures of the WIOD 2013 tables at full detail, 41 economies × 35 industries, against published figures.

Output is the row sum. Value added in exports follows Koopman, Wang & Wei (2014) and Borin & Mancini (2019), circulation
follows Wang, Wei, Yu & Zhu (2017); figures in percent, to two decimals.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni

EXPORTS_2008 = {
    "CHN": {"s4.vax_ratio": 75.00, "s4.dva_share": 76.42, "s4.foreign_content_share": 22.76, "s4.fva_share": 22.46},
    "USA": {"s4.vax_ratio": 78.00, "s4.dva_share": 84.14, "s4.foreign_content_share": 15.10, "s4.fva_share": 14.95},
}
CIRCULATION = {1995: (80.91, 10.43, 8.66), 2008: (73.60, 12.27, 14.13), 2011: (78.15, 9.96, 11.89)}
SPLIT = ["s4.domestic_circulation", "s4.traditional_trade", "s4.gvc_circulation"]


def tables(folder, year):
    """Return the accounts of a year as published; two industries that only run down stocks are emptied."""
    labels = json.loads((folder / "labels.json").read_text())
    with np.load(folder / f"wiot_{year}.npz") as archive:
        Z, Y = archive["Z"].astype(float), archive["F"].astype(float)
    Y[(Z.sum(axis=1) + Y.sum(axis=1) <= 0) & (Z.sum(axis=0) == 0)] = 0.0
    regions = [{"RoW": "ROW", "ROM": "ROU"}.get(c, c) for c in labels["countries"]]
    industries = [f"c{i}" for i in range(1, 36)]
    demand = ["c37", "c38", "c39", "c41", "c42"]
    return ni.Accounts(Z=Z, Y=Y, regions=regions, industries=industries, demand=demand, year=year)


@pytest.fixture(scope="module")
def wiod(shared):
    """Return a function of a year that reads its accounts once."""
    read = {}
    return lambda year: (
        read[year] if year in read else read.setdefault(year, tables(shared / "world" / "wiod2013", year))
    )


@pytest.mark.parametrize("code", EXPORTS_2008)
def test_value_added_in_exports_2008(wiod, code):
    found = ni.wide(ni.measure(wiod(2008), list(EXPORTS_2008[code]), regions=code)).loc[code] * 100
    for id_, published in EXPORTS_2008[code].items():
        assert_allclose(found[id_], published, rtol=0, atol=0.01, err_msg=id_)


@pytest.mark.parametrize("year", CIRCULATION)
def test_circulation_of_chinas_gdp(wiod, year):
    found = ni.wide(ni.measure(wiod(year), SPLIT, regions="CHN")).loc["CHN", SPLIT] * 100
    assert_allclose(found.to_numpy(), CIRCULATION[year], rtol=0, atol=0.01)


def test_dependence_of_chinas_electronics_2008(wiod):
    table = ni.measure(wiod(2008), ["s1.import_dependence_direct", "s1.import_dependence"], regions="CHN")
    c14 = table[table["industry"] == "c14"].set_index("indicator")["value"] * 100
    assert_allclose(c14["s1.import_dependence_direct"], 19.02, rtol=0, atol=0.01)
    assert_allclose(c14["s1.import_dependence"], 31.15, rtol=0, atol=0.01)


@pytest.mark.parametrize("year", [1995, 2008, 2011])
def test_the_shipped_world_has_the_same_totals_where_aggregation_keeps_them(wiod, year):
    """GDP adds up exactly; shares that depend on detail move little."""
    full, shipped = wiod(year), ni.load("world", year=year)
    assert_allclose(shipped.gdp[shipped.regions.index("CHN")], full.gdp[full.regions.index("CHN")], rtol=1e-9)
    a, b = (ni.wide(ni.measure(w, SPLIT, regions="CHN")).loc["CHN", SPLIT] for w in (full, shipped))
    assert_allclose(b.to_numpy(), a.to_numpy(), rtol=0, atol=0.02)
