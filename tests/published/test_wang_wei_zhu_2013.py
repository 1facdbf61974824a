"""The sixteen terms: one by one on the example of the R package decompr, adding up on the WIOD 2013 release of 2008."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from wiod import World, read

from newind.kernels import exportterms as et, extraction, valueadded
from newind.typing import Array


@pytest.fixture(scope="module")
def world(shared: Path) -> World:
    return read(shared, 2008)


@pytest.fixture(scope="module")
def terms(world: World) -> Array:
    return et.wang_wei_zhu(world.v, world.LU.inverse(), world.A4, world.Y3)


def test_every_term_of_the_leather_example(shared: Path) -> None:
    """All sixteen, by exporter, industry and importer, as decompr computes them."""
    with np.load(shared / "world" / "reference_results" / "leather.npz") as file:
        Z, Y, x, want = (file[name] for name in ("Z", "F", "x", "wwz"))
    A = Z / x
    got = et.wang_wei_zhu(1 - A.sum(axis=0), np.linalg.inv(np.eye(9) - A), A.reshape(3, 3, 3, 3), Y.reshape(3, 3, 3))
    assert want.sum() > 250
    assert_allclose(got.reshape(16, 9, 3), want, rtol=0, atol=1e-9)


def test_terms_add_up_to_exports_of_2008(world: World, terms: Array) -> None:
    sold = valueadded.bilateral_exports(world.Z4, world.Y3)
    assert_allclose(terms.sum(axis=0), sold, rtol=1e-9, atol=1e-9 * sold.max())
    assert_allclose(terms.sum(), sold.sum(), rtol=1e-12)


@pytest.mark.parametrize("method", [et.borin_mancini_source, et.borin_mancini_sink])
def test_other_decompositions_have_the_same_contents_in_2008(world: World, terms: Array, method) -> None:
    """Domestic value added, returned value added and domestic double counting agree in exporters' totals."""
    got = method(world.v, world.LU.inverse(), world.A4, world.Y3).sum(axis=(2, 3))
    sixteen, tolerance = terms.sum(axis=(2, 3)), {"rtol": 1e-9, "atol": 1e-9 * terms.max()}
    assert_allclose(got.sum(axis=0), sixteen.sum(axis=0), **tolerance)
    assert_allclose(got[:2].sum(axis=0), sixteen[:5].sum(axis=0), **tolerance)
    assert_allclose(got[2], sixteen[5:8].sum(axis=0), **tolerance)
    assert_allclose(got[3], sixteen[8:10].sum(axis=0), **tolerance)


def test_content_of_exports_of_china_in_2008(world: World, terms: Array) -> None:
    """Shares computed outside newind, per cent: value-added exports, domestic value added, foreign content."""
    of_china = 100 * terms.sum(axis=(2, 3))[:, world.countries.index("CHN")]
    of_china /= of_china.sum() / 100
    assert_allclose([of_china[:5].sum(), of_china[:8].sum(), of_china[10:].sum()], [75.00, 76.42, 22.76], atol=0.01)


def test_feedback_of_a_cut_of_electronics_from_japan_on_china(world: World) -> None:
    """Intermediate sales of JPN c14 to all industries of CHN cut, final sales kept: 1,138.3 million USD of CHN."""
    china, japan = (world.countries.index(code) for code in ("CHN", "JPN"))
    cell = japan * world.S + world.industries.index("c14")
    B = world.LU.inverse()
    sales = extraction.lost_sales_to_regions(world.A, B, world.x, world.R)[cell, china]
    got = et.value_added_content(world.v, B, world.R).reshape(world.R, -1)[china, cell] * sales
    A = world.A.copy()
    A[cell, china * world.S : (china + 1) * world.S] = 0.0
    left = world.v * np.linalg.solve(np.eye(len(A)) - A, world.Yr.sum(axis=1))
    change = (left - world.v * world.x).reshape(world.R, world.S).sum(axis=1)[china]
    assert_allclose(-got, change, rtol=1e-9)
    assert_allclose(change, -1138.3, atol=0.05)
