"""Domestic value added in China's exports by the non-competitive tables of 2017, 2018 and 2020.

Published: National Bureau of Statistics of China, input-output tables of 42 sectors with imports by user. The share is
that of the exports of the 42 domestic rows, re-exports left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.china_sources import TABLES, national
from each import check_each
from newind.accounts.classification import concordance
from newind.data.reference import package
from newind.data.single import to_accounts

IDENTITIES = 1e-11
"""Rounding of the sums of the tables as collected, as a share of the largest output."""
SHARES = {2017: 0.7896, 2018: 0.7875, 2020: 0.8046}
GDP_2020 = 101.642e8
"""Value added of 2020 in 10,000 yuan."""


@pytest.mark.parametrize("year", SHARES)
def test_domestic_value_added_share_of_exports(shared: Path, year: int) -> None:
    w = to_accounts(national(shared, f"{year}_42"))
    table = ni.measure(w, "s4.dva_share", regions="CHN")
    total = table.loc[table["industry"].isna(), "value"]
    assert_allclose(total, SHARES[year], atol=5e-5)


@pytest.mark.parametrize(("year", "points"), [(2017, 0.8), (2018, 0.8), (2020, 0.7)])
def test_the_shipped_26_industries_raise_the_share_by_what_is_said(year: int, points: float) -> None:
    table = ni.measure(ni.load("china", year=year), "s4.dva_share", regions="CHN")
    total = float(table.loc[table["industry"].isna(), "value"].iloc[0])
    assert round(100 * (total - SHARES[year]), 1) == points
    assert any("42 published sectors" in said for said in package("china")["caveats"])


@check_each("name", TABLES)
def test_sales_and_inputs_add_up_to_output(shared: Path, name: str) -> None:
    t = national(shared, name)
    foreign = [(Z, F) for Z, F in t.imports.values()]
    sold = t.Z.sum(axis=1) + t.F.sum(axis=1) + sum(t.outflows.values()) - sum(t.inflows.values(), np.zeros_like(t.x))
    bought = t.Z.sum(axis=0) + sum((Z.sum(axis=0) for Z, _ in foreign), np.zeros_like(t.x)) + t.value_added
    assert_allclose(sold, t.x, atol=IDENTITIES * t.x.max())
    assert_allclose(bought, t.x, atol=IDENTITIES * t.x.max())


@pytest.mark.parametrize("name", ["2020_42", "2020_153"])
def test_gross_domestic_product_of_2020(shared: Path, name: str) -> None:
    w = to_accounts(national(shared, name))
    assert_allclose(w.gdp[0], GDP_2020, rtol=1e-5)


@pytest.mark.parametrize(
    ("fine", "coarse"), [("2017_149", "2017_42"), ("2018_153", "2018_42"), ("2020_153", "2020_42")]
)
def test_fine_sectors_add_up_to_the_42_of_the_same_year(shared: Path, fine: str, coarse: str) -> None:
    """Uses of all origins, output and value added agree; exports and imports differ by the same re-exports."""
    a, b = national(shared, fine), national(shared, coarse)
    M = concordance(f"{TABLES[fine]}_to_{TABLES[coarse]}").matrix()
    Z, F = b.imports["ROW"]
    assert_allclose(M @ a.Z @ M.T, b.Z + Z, atol=1e-5)
    assert_allclose(M @ a.x, b.x, rtol=1e-12)
    assert_allclose(M @ a.value_added, b.value_added, rtol=1e-12)
    passed = M @ a.outflows["ROW"] - b.outflows["ROW"]
    assert_allclose(M @ a.inflows["ROW"] - Z.sum(axis=1) - F.sum(axis=1), passed, atol=1e-4)
    assert passed.min() > -1e-4
    assert 0 < passed.sum() < 0.025 * a.outflows["ROW"].sum()
