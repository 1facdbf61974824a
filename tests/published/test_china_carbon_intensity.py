"""China's carbon per unit of output, 2000-2009: halved in current dollars, a fifth to a third lower in volumes."""

from __future__ import annotations

import pytest

import newind as ni


@pytest.fixture(scope="module")
def china():
    return {y: ni.load("world", year=y) for y in (2000, 2009)}


def emitted(w):
    return ni.wide(ni.measure(w, "s3.carbon_production", "CHN")).iloc[0, 0]


def test_in_current_dollars_it_falls_by_54_percent(china):
    per_dollar = {y: emitted(w) / w.x.reshape(w.R, w.S)[w.regions.index("CHN")].sum() for y, w in china.items()}
    assert per_dollar[2009] / per_dollar[2000] - 1 == pytest.approx(-0.54, abs=0.005)


def test_in_volumes_it_falls_by_22_percent(china):
    old, new = (ni.wide(ni.measure(w, "s3.carbon_intensity", "CHN")).iloc[0, 0] for w in china.values())
    assert new / old - 1 == pytest.approx(-0.22, abs=0.005)
