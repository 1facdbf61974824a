"""Trade in value added on the WIOD 2013 release, output as the sum of sales; figures computed outside newind."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from numpy.testing import assert_allclose
from wiod import World, read

from newind.kernels import chains, dependence, valueadded

SHARES_OF_EXPORTS = {  # value-added exports, domestic value added, foreign content, foreign value added; per cent, 2008
    "CHN": (75.00, 76.42, 22.76, 22.46),
    "USA": (78.00, 84.14, 15.10, 14.95),
}
CIRCULATION_OF_CHINA = {  # domestic, traditional trade, value chains; per cent of value added
    1995: (80.91, 10.43, 8.66),
    2008: (73.60, 12.27, 14.13),
    2011: (78.15, 9.96, 11.89),
}


@pytest.fixture(scope="module")
def world(shared: Path) -> Callable[[int], World]:
    return cache(lambda year: read(shared, year))


@pytest.mark.parametrize("code", SHARES_OF_EXPORTS)
def test_value_added_in_exports(world: Callable[[int], World], code: str) -> None:
    w = world(2008)
    r, E = w.countries.index(code), valueadded.exports(w.Z4, w.Y3)
    content = valueadded.export_content(w.v, w.LU.inverse(), w.A4, E)
    vax = valueadded.vax(valueadded.value_added_absorption(w.v, w.LU, w.Yr))[r]
    got = [100 * part / E[r].sum() for part in (vax, content.dva[r].sum(), content.fc[r].sum(), content.fva[r].sum())]
    assert_allclose(got, SHARES_OF_EXPORTS[code], atol=0.01)


@pytest.mark.parametrize("year", CIRCULATION_OF_CHINA)
def test_circulation_of_value_added_of_china(world: Callable[[int], World], year: int) -> None:
    w = world(year)
    parts = chains.circulation(w.v, valueadded.domestic_leontief(w.A4), w.Z4, w.Y3)
    r = w.countries.index("CHN")
    got = [100 * part[r].sum() / parts.total[r].sum() for part in (parts.domestic, parts.traditional, parts.gvc)]
    assert_allclose(got, CIRCULATION_OF_CHINA[year], atol=0.01)


def test_import_dependence_of_electronics_in_china(world: Callable[[int], World]) -> None:
    """19.02 % of direct inputs and 31.15 % of the value of electrical and optical equipment (c14) in 2008."""
    w = world(2008)
    cell = w.countries.index("CHN"), w.industries.index("c14")
    complete = dependence.complete_import_share(valueadded.origin(w.v, w.LU, w.R), w.R, w.S)
    assert_allclose(100 * dependence.direct_import_share(w.Z4)[cell], 19.02, atol=0.01)
    assert_allclose(100 * complete[cell], 31.15, atol=0.01)
