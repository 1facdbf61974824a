"""Partners are shown where a publisher stated the flows between regions, and not where they were estimated."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from guessed import guessed
from newind.measures.measure import ESTIMATED

BY_PARTNER = {"s3.partner", "s4.suppliers", "s4.markets"}
"""Findings that name partners of an economy."""
GUESSED = [lambda: ni.load("china-2017").last, guessed]
"""Accounts whose flows between regions no publisher stated: provinces, and an estimate of one's own."""


def partners(w: ni.Accounts):
    table = ni.measure(w)
    found = table[table["partner"].notna()]
    assert len(found)
    return found


@pytest.mark.parametrize("load", GUESSED)
def test_no_partner_of_estimated_flows_has_a_figure(load) -> None:
    found = partners(load())
    assert found["value"].isna().all()
    assert (found["note"].str.len() > 0).all()


@pytest.mark.parametrize("load", GUESSED)
def test_no_finding_on_estimated_flows_names_a_partner(load) -> None:
    w = load()
    findings = ni.diagnose(w, w.regions[0])
    assert findings
    assert not {f.id for f in findings} & BY_PARTNER
    for finding in findings:
        named = finding.evidence["partner"].notna()
        assert np.isnan(finding.evidence["value"][named].to_numpy(dtype=float)).all()


def test_partners_of_published_flows_are_those_of_the_same_table_observed() -> None:
    """The annual world: its sales between economies are the OECD's; only its status makes it an estimate."""
    w = ni.load("world-annual").last
    found = partners(w)
    assert ESTIMATED not in set(found["note"])
    observed = partners(w._replace(status="observed"))
    np.testing.assert_allclose(found["value"].to_numpy(), observed["value"].to_numpy(), rtol=1e-12)
    carried = found[found["indicator"] == "s4.largest_supplier_share"]
    assert np.isfinite(carried["value"]).any()
    assert set(carried["status"]) == {"estimated"}


def test_findings_on_published_flows_name_partners_and_count_as_estimates() -> None:
    found = {f.id: f for f in ni.diagnose(ni.load("world-annual"), "CHN")}
    assert set(found) & BY_PARTNER
    for id in set(found) & BY_PARTNER:
        assert set(found[id].evidence["status"].dropna()) == {"estimated"}


@pytest.mark.parametrize("load", [guessed])
def test_totals_stay(load) -> None:
    table = ni.measure(load(), "s1.high_tech_import_dependence", regions="CHN")
    total = table[table["partner"].isna() & table["industry"].isna()]
    assert np.isfinite(total["value"]).all()
