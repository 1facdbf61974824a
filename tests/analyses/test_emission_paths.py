"""Paths of emissions against every path of small economies; tiers that add up; refusals."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.green.paths import TIERS, emission_paths
from newind.errors import DataError, UnknownNameError
from newind.testing import economies


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2009)


def listed(w, r, depth):
    """Return every path of a region's final use up to a depth with its emissions, in codes, emitter first; Mt."""
    F = w.satellite("co2").values / 1e3
    f = [e / x if x > 0 else 0.0 for e, x in zip(F, w.x, strict=True)]
    names = [f"{region}/{industry}" for region in w.regions.codes for industry in w.industries]
    found = {}
    for steps in range(depth + 1):
        for chain in product(range(w.n), repeat=steps + 1):
            value = w.Yr[chain[-1], r]
            for k in range(steps):
                x = w.x[chain[k + 1]]
                value *= w.Z[chain[k], chain[k + 1]] / x if x > 0 else 0.0
            found[" > ".join(names[c] for c in chain)] = f[chain[0]] * value
    return found


@settings(max_examples=25)
@given(economies(max_regions=2, max_industries=3))
def test_every_path_that_reaches_the_threshold(w):
    found = emission_paths(w, w.regions.codes[0], threshold=0.01, depth=2)
    every = listed(w, 0, 2)
    table = found.table().set_index("path")["value"]
    least = 0.01 * found.total
    assert {p for p, v in every.items() if abs(v) >= least * (1 + 1e-9)} <= set(table.index)
    assert_allclose(table.to_numpy(), [every[p] for p in table.index], rtol=1e-9)
    assert (table.abs() >= least * (1 - 1e-9)).all()


@settings(max_examples=40)
@given(economies())
def test_tiers_add_up(w):
    found = emission_paths(w, w.regions.codes[0], threshold=0.001)
    tiers = found.by_tier()
    assert tiers["value"].sum() == pytest.approx(found.total)
    assert tiers["share"].sum() == pytest.approx(1.0)
    assert tiers["found"].sum() == pytest.approx(found.found.own.sum())
    if not (w.Yr[:, 0] < 0).any():
        assert (tiers["found"] <= tiers["value"] * (1 + 1e-9) + 1e-12).all()


@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND"])
def test_real_paths(world, code):
    found = emission_paths(world, code, threshold=1e-4)
    used = ni.wide(ni.measure(world, "s3.carbon_consumption", code)).iloc[0, 0]
    own = world.final("co2")[world.regions.index(code)] / 1e3
    assert found.total + own == pytest.approx(used)
    assert len(found.tiers) == TIERS
    assert 0 < found.beyond < 0.01 * found.total
    table = found.table()
    assert table["value"].abs().is_monotonic_decreasing
    assert (table["share"].abs() >= 1e-4 * (1 - 1e-12)).all()
    first = table.iloc[0]
    assert (first["emitter_region"], first["product_region"]) == (code, code)


def test_china_cement_for_buildings(world):
    """The largest chain of China's final use, multiplied out."""
    first = emission_paths(world, "CHN").table().iloc[0]
    assert first["path"] == "CHN/c11 > CHN/c18"
    assert first["label_zh"] == "中国非金属矿物制品 → 中国建筑业"
    mineral, building = 10, 17
    value = world.satellite("co2").values[mineral] / world.x[mineral] * world.Z[mineral, building]
    assert first["value"] == pytest.approx(value / world.x[building] * world.Yr[building, 0] / 1e3)
    assert first["steps"] == 1


def test_products_share_out_the_total(world):
    each = [emission_paths(world, "IND", product=i, threshold=0.01).total for i in world.industries if i != "c30"]
    rest = emission_paths(world, "IND", product="c30", threshold=0.01)
    assert sum(each) + rest.total == pytest.approx(emission_paths(world, "IND", threshold=0.01).total)
    assert set(rest.table()["product"]) == {"c30"}


@pytest.mark.parametrize("product", [None, "c14"])
def test_trees_hold_the_largest_paths(world, product):
    found = emission_paths(world, "DEU", product=product)
    tree = found.chart()
    assert tree.total == pytest.approx(found.total)
    assert tree.branches[0].parent == -1
    assert "Germany" in tree.branches[0].label["en"]
    assert "德国" in tree.branches[0].label["zh"]
    largest = found.table()["value"].head(10)
    own = sorted((b.own for b in tree.branches), reverse=True)
    assert own[:10] == pytest.approx(largest.tolist())
    assert tree.found < tree.total


def test_refusals(world):
    with pytest.raises(UnknownNameError, match="CHN"):
        emission_paths(world, "CHM")
    with pytest.raises(UnknownNameError, match="Did you mean 'c8'"):
        emission_paths(world, "CHN", product="c81")
    with pytest.raises(DataError, match="lacks it in each year"):
        emission_paths(ni.load("china"), "CHN")
    for threshold in (0.0, 1.0, -0.1, float("nan")):
        with pytest.raises(DataError, match="not a share between 0 and 1"):
            emission_paths(world, "CHN", threshold=threshold)


def test_nothing_caused(world):
    nothing = np.array(world.Y4)
    nothing[:, 13, 0] = 0.0
    w = world._replace(Y=nothing.reshape(world.Y.shape))
    with pytest.raises(DataError, match="CHN causes no emissions by its final use of c14 in 2009"):
        emission_paths(w, "CHN", product="c14")
