"""Drift of recipes: what ships are the changes between the tables of 1995 and 2011."""

from __future__ import annotations

import numpy as np

import newind as ni
from builders.drift import FILE, FIRST, LAST, fit_rates, list_rows
from newind.pathways.drift import read_rates


def test_rates_are_those_of_the_tables() -> None:
    panel = ni.load("world")
    rates = fit_rates(panel[FIRST], panel[LAST])
    np.testing.assert_allclose(read_rates(), rates, atol=5e-5)
    assert FILE.read_text(encoding="utf-8").split() == list_rows(rates)


def test_tables_that_are_alike_have_no_drift() -> None:
    w = ni.load("world", year=LAST)
    np.testing.assert_allclose(fit_rates(w._replace(year=FIRST), w), 0.0, atol=1e-15)
