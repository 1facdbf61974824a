"""Arrays with names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import newind as ni
from newind.testing import economies


def small() -> ni.Labelled:
    values = np.arange(6.0).reshape(2, 3)
    return ni.Labelled(values, ("region", "industry"), {"region": ("CHN", "USA"), "industry": ("a", "b", "c")})


def test_sel_picks_by_label():
    a = small()
    assert a.sel(region="USA", industry="b") == 4.0
    np.testing.assert_array_equal(a.sel(industry="c"), [2.0, 5.0])
    np.testing.assert_array_equal(a.sel(), a.values)


def test_sel_suggests():
    with pytest.raises(ni.UnknownNameError, match=r"unknown region 'CHM'. Did you mean 'CHN'"):
        small().sel(region="CHM")
    with pytest.raises(ni.UnknownNameError, match=r"dimension 'regions'. Did you mean 'region'\? This array has"):
        small().sel(regions="CHN")


def test_to_frame_has_a_row_for_each_figure():
    frame = small().to_frame()
    assert list(frame.columns) == ["region", "industry", "value"]
    assert frame.iloc[4].tolist() == ["USA", "b", 4.0]


@pytest.mark.parametrize(
    ("shape", "dims", "message"),
    [
        ((3,), ("region",), r"shape \(3,\) cannot carry the labels of \('region',\): they need \(2,\)"),
        ((2, 2), ("region", "region"), r"the same dimension twice"),
    ],
)
def test_labels_must_fit(shape, dims, message):
    with pytest.raises(ni.DataError, match=message):
        ni.Labelled(np.zeros(shape), dims, {"region": ("CHN", "USA")})


@given(economies())
def test_accounts_label_by_region_and_industry(w):
    flat = np.arange(float(w.n))
    a = w.label(flat, "region", "industry")
    assert a.sel(region=w.regions[w.R - 1], industry=w.industries[0]) == (w.R - 1) * w.S
    b = w.label(w.Z4.sum(axis=(1, 3)), "region", "partner")
    assert b.sel(region=w.regions[0], partner=w.regions[-1]) == pytest.approx(w.Z4[0, :, -1, :].sum())


@given(economies(min_regions=2, max_regions=2, min_industries=2, max_industries=2))
def test_a_flat_array_is_never_read_in_another_order(w):
    """(n,) figures are region-major: as (industry, region) or (region, partner) they would be mixed up."""
    for dims in (("industry", "region"), ("region", "partner")):
        with pytest.raises(ni.DataError, match="cannot carry the labels"):
            w.label(np.arange(float(w.n)), *dims)


def test_accounts_know_their_dimensions():
    w = ni.Accounts(Z=[[1.0]], Y=[[2.0]], regions="CHN", industries="a", demand="f", year=2000)
    with pytest.raises(ni.UnknownNameError, match=r"unknown dimension 'regio'. Did you mean 'region'\?"):
        w.label(np.ones(1), "regio")
    assert w.label(np.ones(1), "region", note="n", missing="m", status="proxy").status == "proxy"
