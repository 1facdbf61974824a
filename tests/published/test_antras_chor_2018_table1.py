"""Antràs & Chor (2018), World Trade Evolution, ch. 5, Table 1 and the world's final-use share, on WIOD 2013.

Positions are of countries in a 41 × 41 table of 2011; rows are scaled by output over output less inventories. The
world's ratio of final use to gross output is corrected for inventories in the same way, by country and industry.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from wiod import World, read

from newind.kernels import chains
from newind.typing import Array

UPSTREAMNESS = {"CHN": 2.819, "LUX": 2.581, "KOR": 2.544, "USA": 1.786}
DOWNSTREAMNESS = {"CHN": 2.900}
FINAL_USE_SHARE = {1995: 0.526, 2011: 0.486}


@pytest.fixture(scope="module")
def world(shared: Path) -> World:
    return read(shared, 2011)


@pytest.fixture(scope="module")
def countries(world: World) -> tuple[Array, Array]:
    """Upstreamness and downstreamness of the 41 countries."""
    Z, Y = world.Z4.sum(axis=(1, 3)), world.F.reshape(41, 35, 41, 5).sum(axis=1)
    x = Z.sum(axis=1) + Y.sum(axis=(1, 2))
    adjusted, _ = chains.without_inventories(Z, Y[:, :, :4].sum(axis=2), x, Y[:, :, 4].sum(axis=1))
    return chains.positions(adjusted, x)


@pytest.mark.parametrize("code", UPSTREAMNESS)
def test_upstreamness(world: World, countries: tuple[Array, Array], code: str) -> None:
    assert_allclose(countries[0][world.countries.index(code)], UPSTREAMNESS[code], atol=0.005)


@pytest.mark.parametrize("code", DOWNSTREAMNESS)
def test_downstreamness(world: World, countries: tuple[Array, Array], code: str) -> None:
    assert_allclose(countries[1][world.countries.index(code)], DOWNSTREAMNESS[code], atol=0.005)


@pytest.mark.parametrize("year", FINAL_USE_SHARE)
def test_final_use_share_of_the_world(shared: Path, year: int) -> None:
    """0.5258 and 0.4861 after the correction; 0.5288 and 0.4888 without it."""
    w = read(shared, year)
    _, final = chains.without_inventories(w.Z, w.F[:, :, :4].sum(axis=2), w.x, w.F[:, :, 4].sum(axis=1))
    assert_allclose(final.sum() / w.x.sum(), FINAL_USE_SHARE[year], atol=5e-4)


def test_both_positions_of_the_world_average_to_the_same(world: World, countries: tuple[Array, Array]) -> None:
    x = world.x.reshape(41, 35).sum(axis=1)
    assert_allclose(np.average(countries[0], weights=x), np.average(countries[1], weights=x), rtol=1e-12)
