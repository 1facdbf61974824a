"""Flows between regions that were estimated pair by pair are not shown by partner, in tables or findings."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni

ESTIMATES = [d.name for d in ni.catalog() if d.status != "observed"]


@pytest.mark.parametrize("name", ESTIMATES)
def test_no_partner_has_a_figure(name: str) -> None:
    table = ni.measure(ni.load(name).last)
    by_partner = table[table["partner"].notna()]
    assert len(by_partner)
    assert by_partner["value"].isna().all()
    inside = by_partner[by_partner["note"].str.len() > 0]
    assert len(inside) == len(by_partner)


@pytest.mark.parametrize("name", ESTIMATES)
def test_no_finding_names_a_partner(name: str) -> None:
    panel = ni.load(name)
    region = panel.regions[0]
    ids = {f.id for f in ni.diagnose(panel, region)}
    assert ids
    assert not ids & {"s3.partner", "s4.suppliers", "s4.markets"}
    for finding in ni.diagnose(panel, region):
        partners = finding.evidence["partner"].notna()
        assert np.isnan(finding.evidence["value"][partners].to_numpy(dtype=float)).all()


def test_totals_stay() -> None:
    table = ni.measure(ni.load("world-2014e", 2014), "s1.high_tech_import_dependence", regions="CHN")
    total = table[table["partner"].isna() & table["industry"].isna()]
    assert np.isfinite(total["value"]).all()
