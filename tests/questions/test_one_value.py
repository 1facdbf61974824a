"""One indicator has one value in a brief: the file beside it gives what its cards show."""

from __future__ import annotations

import pytest

import newind as ni
from newind.measures.context import Context
from newind.measures.detail import FINER
from newind.measures.registry import indicators
from newind.questions.figures import build_measure_table


@pytest.fixture(scope="module")
def world():
    return ni.load("world").select(range(2010, 2012))


@pytest.mark.parametrize("region", ["CHN", "DEU"])
def test_totals_beside_a_brief_are_those_that_its_findings_use(world, region):
    ctx = Context.from_accounts(world, region)
    table = build_measure_table(world, ctx)
    totals = table[table["industry"].isna() & table["partner"].isna() & table["value"].notna()]
    finer = totals[[indicators()[i].detail for i in totals["indicator"]]]
    assert {"s4.supplier_hhi", "s4.unnamed_supplier_share"} <= set(finer["indicator"])
    for row in totals.itertuples():
        assert row.value == pytest.approx(ctx.value(row.indicator, row.region, row.year), rel=1e-12, nan_ok=True), row
    assert finer["note"].str.startswith(FINER).all()


def test_accounts_without_a_finer_table_keep_their_own_values(world):
    w = world[2011].aggregate(regions={"CHN": "CHN", "USA": "USA", "ROW": "*"})
    table = build_measure_table(w, Context.from_accounts(w, "CHN"))
    assert not table["note"].str.contains(FINER).any()
