"""A value of an indicator is written alike wherever it is shown: in per cent or not, with one number of decimals."""

from __future__ import annotations

import re

import pytest

from newind.briefs import provenance
from newind.briefs.figures import shown
from newind.systems.readings import quantities
from newind.systems.registry import indicators
from newind.web.answers.catalogue import registry

LANGS = ("en", "zh")
VALUES = (0.0042, 0.107, 0.42)


def decimals(text: str) -> int:
    """Return the decimals of a printed number."""
    found = re.search(r"\.(\d+)", text)
    return len(found[1]) if found else 0


@pytest.mark.parametrize("id", indicators().ids)
def test_every_surface_writes_an_indicator_in_the_unit_and_decimals_that_it_declares(id: str):
    entry = indicators()[id]
    api = next(row for row in registry()["indicators"] if row["id"] == id)
    assert (api["display"], api["digits"]) == (entry.display, entry.digits)
    if entry.digits is None:
        return
    cells = shown(id, entry.unit)
    assert decimals(cells) == entry.digits
    assert cells.endswith("%") == (entry.display == "1")
    for lang in LANGS:
        assert (provenance.unit(entry, lang) == "%") == (entry.display == "1")
        for value in VALUES:  # alone, and beside others of any size
            for beside in ([value], [value, 0.9], [value, 0.0001]):
                text = entry.scale(beside, lang).text(value)
                assert decimals(text) == entry.digits
                assert ("%" in text) == (entry.display == "1")
            assert ("%" in quantities(entry.display, value, beside=0.2)[lang]) == (entry.display == "1")


def test_concentration_is_no_percentage():
    for id in ("s4.supplier_hhi", "s4.market_hhi"):
        entry = indicators()[id]
        assert [entry.scale([0.1067], lang).text(0.1067) for lang in LANGS] == ["0.11", "0.11"]
    assert indicators()["s2.manufacturing_share"].scale([0.0331]).text(0.0331) == "3.3%"


def test_only_a_value_in_unit_1_may_be_displayed_as_another():
    assert {i.display for i in indicators() if i.unit == "1"} == {"1", "ratio"}
    assert all(i.display == i.unit for i in indicators() if i.unit != "1")
