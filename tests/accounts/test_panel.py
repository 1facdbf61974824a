"""Accounts over years."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import newind as ni
from each import check_each
from newind.testing import panels


def year(y: int, **changes) -> ni.Accounts:
    base = {
        "Z": np.ones((2, 2)),
        "Y": np.full((2, 2), 5.0),
        "regions": ["CHN", "USA"],
        "industries": ["all"],
        "demand": ["f"],
        "year": y,
    }
    return ni.Accounts(**(base | changes))


def two(**changes) -> ni.Panel:
    """Return a panel whose second year differs."""
    return ni.Panel([year(2000), year(2001, **changes)])


@given(panels(years=(2009, 2007, 2008)))
def test_years_are_in_order(p):
    assert p.years == (2007, 2008, 2009)
    assert [w.year for w in p] == [2007, 2008, 2009]
    assert p[2008].year == 2008
    assert p.last.year == 2009
    assert len(p) == 3
    assert 2008 in p
    assert 2010 not in p
    assert p.regions == p.last.regions
    assert p.industries == p.last.industries


def test_years_are_loaded_when_asked_for_and_once():
    calls: list[int] = []

    def loader(y):
        return lambda: calls.append(y) or year(y)

    p = ni.Panel({y: loader(y) for y in (2001, 2000)})
    assert p.years == (2000, 2001)
    assert calls == []
    assert p[2001] is p[2001]
    assert calls == [2001]
    chosen = p.select(years=[2000])
    assert calls == [2001]
    assert chosen[2000] is p[2000]
    assert calls == [2001, 2000]
    assert chosen.years == (2000,)


def test_select_and_aggregate_every_year():
    p = ni.Panel([year(2000), year(2001)])
    assert p.select(2001).years == (2001,)
    assert p.select(regions="CHN").regions == ["CHN", "ROW"]
    assert p.select(years=[2000], regions="CHN").years == (2000,)
    merged = p.aggregate({"world": "*"})
    assert merged.regions == ["world"]
    assert [w.x[0] for w in merged] == [w.x.sum() for w in p]


@check_each(
    ("make", "error", "message"),
    [
        (lambda: ni.Panel([]), ni.DataError, r"a panel needs at least one year"),
        (lambda: ni.Panel({}), ni.DataError, r"a panel needs at least one year"),
        (lambda: ni.Panel([year(2000), year(2000)]), ni.DataError, r"years given twice: '2000'"),
        (lambda: two(regions=["CHN", "DEU"]), ni.DataError, r"regions of 2001 differ from those of 2000"),
        (lambda: two(unit="M.EUR"), ni.DataError, r"unit of 2001 differ from those of 2000"),
        (lambda: ni.Panel(["2000"]), ni.DataError, r"a panel is made of Accounts, not of 'str'"),
        (lambda: ni.Panel(3), ni.DataError, r"a panel is made of Accounts, not of 'int'"),
        (lambda: two()[1999], ni.UnknownNameError, r"no accounts for 1999: this panel has 2000 to 2001"),
        (lambda: ni.Panel([year(2000)])[1999], ni.UnknownNameError, r"this panel has 2000\."),
        (lambda: ni.Panel([year(2000)]).select(1999), ni.UnknownNameError, r"no accounts for '1999'"),
        (lambda: ni.Panel({2000: lambda: year(2001)})[2000], ni.DataError, r"stored for 2000 are those of 2001"),
    ],
)
def test_bad_panels(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_one_economy_is_a_panel_of_one_year():
    assert ni.Panel(year(2000)).years == (2000,)


def test_text_forms_say_what_it_is():
    p = ni.Panel([year(2000), year(2001)])
    assert repr(p) == "Panel(2000-2001, 2 years, 2 regions × 1 industries)"
    assert "2000 to 2001, 2 in all" in p._repr_html_()
