"""Accounts: what follows from the table, coercion, immutability, identity, names."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given

import newind as ni
from each import check_each
from newind.testing import assert_balanced, economies

MILLER_BLAIR = {
    "Z": [[150, 500], [200, 100]],
    "Y": [[350], [1700]],
    "regions": ["USA"],
    "industries": ["a", "b"],
    "demand": ["final"],
    "year": 2008,
}


def two_regions(**changes) -> ni.Accounts:
    """Return accounts of two regions, two industries and two demand categories."""
    rng = np.random.default_rng(1)
    base = {
        "Z": rng.uniform(1, 5, (4, 4)),
        "Y": rng.uniform(5, 9, (4, 4)),
        "regions": ["CHN", "USA"],
        "industries": ["c3", "c14"],
        "demand": ["c37", "c42"],
        "year": 2008,
        "satellites": {"co2": ni.Satellite([1.0, 2.0, 3.0, np.nan], final=[5.0, 6.0], unit="kt")},
        "facts": {"population": [1300.0, np.nan]},
    }
    return ni.Accounts(**(base | changes))


@given(economies())
def test_output_is_what_is_sold_and_what_it_costs(w):
    assert_balanced(w)
    assert w.gdp.shape == (w.R,)
    np.testing.assert_allclose(w.v * w.x, np.where(w.x > 0, w.value_added, 0.0), rtol=1e-9, atol=1e-9 * w.x.max())


@given(economies())
def test_shaped_views_hold_the_same_cells(w):
    r, i, q, j, d = w.R - 1, 0, 0, w.S - 1, w.D - 1
    assert w.Z4[r, i, q, j] == w.Z[r * w.S + i, q * w.S + j]
    assert w.Y4[r, i, q, d] == w.Y[r * w.S + i, q * w.D + d]
    own = sum(w.Y[r * w.S + i, q * w.D + c] for c in range(w.D))
    assert w.Y3[r, i, q] == pytest.approx(own)
    assert w.Yr[r * w.S + i, q] == w.Y3[r, i, q]


@given(economies())
def test_the_factorised_system_and_the_inverse_agree(w):
    y = w.Y.sum(axis=1)
    np.testing.assert_allclose(w.LU.solve(y), w.B @ y, rtol=1e-9, atol=1e-9 * w.x.max())
    np.testing.assert_allclose(w.B @ y, w.x, rtol=1e-9, atol=1e-9 * w.x.max())


def test_an_industry_without_output_has_no_coefficients_and_no_value_added_share():
    w = ni.Accounts(**MILLER_BLAIR | {"Z": [[150, 0], [0, 0]], "Y": [[350], [0]]})
    assert w.A[:, 1].tolist() == [0, 0]
    assert w.v[1] == 0
    assert w.intensity is not None


def test_intensity_is_zero_without_output_and_unknown_where_the_figure_is():
    flows = {"Z": np.zeros((4, 4)), "Y": np.array([[9.0] * 4, [9.0] * 4, [0.0] * 4, [9.0] * 4])}
    w = two_regions(**flows)
    got = w.intensity("co2")
    assert got[:3].tolist() == [1 / 36, 2 / 36, 0.0]
    assert np.isnan(got[3])


def test_final_sums_categories_and_is_zero_where_there_is_none():
    by_region = two_regions()
    by_category = two_regions(satellites={"co2": ni.Satellite(np.ones(4), final=[2.0, 3.0, 6.0, 0.0])})
    assert by_region.final("co2").tolist() == by_category.final("co2").tolist() == [5.0, 6.0]
    none = two_regions(satellites={"co2": ni.Satellite(np.ones(4))})
    assert none.final("co2").tolist() == [0.0, 0.0]


def test_lists_are_coerced_and_copied():
    Z = np.array(MILLER_BLAIR["Z"], dtype=float)
    w = ni.Accounts(**MILLER_BLAIR | {"Z": Z, "satellites": {"jobs": [1, 2]}})
    Z[0, 0] = 99
    assert w.Z[0, 0] == 150
    assert w.industries == ("a", "b")
    assert isinstance(w.satellites["jobs"], ni.Satellite)
    assert isinstance(w.facts, ni.Facts)
    one = ni.Accounts(Z=[[1]], Y=[[2]], regions="CHN", industries="all", demand="final", year=np.int64(2000))
    assert (one.R, one.S, one.year) == (1, 1, 2000)


@check_each("name", ["Z", "Y", "x", "A", "B", "v", "value_added", "gdp", "Y3", "Yr", "Z4", "A4"])
def test_arrays_are_read_only(name):
    w = two_regions()
    with pytest.raises(ValueError, match="read-only"):
        getattr(w, name)[...] = 0
    with pytest.raises(ValueError, match="read-only"):
        w.satellites["co2"].values[0] = 0


def test_fields_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        two_regions().year = 2009


@given(economies())
def test_hash_is_that_of_labels_and_figures(w):
    same = w._replace(Z=w.Z.copy(), satellites=dict(reversed(list(w.satellites.items()))))
    assert same.hash == w.hash
    assert same.equals(w)
    assert w._replace(year=w.year + 1).hash != w.hash
    Y = w.Y.copy()
    Y[0, 0] += 1.0
    assert not w._replace(Y=Y).equals(w)


def test_hash_sees_names_units_facts_and_satellites():
    w = two_regions()
    other = [
        two_regions(unit="M.EUR"),
        two_regions(industries=["c3", "c15"]),
        two_regions(facts={"population": [1301.0, np.nan]}),
        two_regions(facts={"persons": [1300.0, np.nan]}),
        two_regions(satellites={}),
        two_regions(satellites={"co2": ni.Satellite([1.0, 2.0, 3.0, np.nan], final=[5.0, 7.0], unit="kt")}),
        two_regions(satellites={"co2": ni.Satellite([1.0, 2.0, 3.0, np.nan], final=[5.0, 6.0], unit="Mt")}),
        two_regions(status="estimated"),
    ]
    assert len({w.hash, *(o.hash for o in other)}) == len(other) + 1
    assert not w.equals("accounts")


def test_hash_knows_one_zero_and_one_nan():
    """The sign of a zero or of a NaN depends on the machine that made it."""
    with np.errstate(invalid="ignore"):
        made = np.array([0.0]) / np.array([0.0])
    odd = np.array([1.0, 2.0, -0.0, -made[0]])
    plain = np.array([1.0, 2.0, 0.0, np.nan])
    assert two_regions(satellites={"a": odd}).hash == two_regions(satellites={"a": plain}).hash


def test_hash_is_the_same_today_as_when_it_was_written():
    """Integer figures give this hash on every machine; a change of the format changes it knowingly."""
    w = ni.Accounts(**MILLER_BLAIR | {"regions": ["one"]})
    assert w.hash == "050f566f7df5f390662b7037376ba4bef0e0bfb059b45433276e23598ba5eb9f"


def test_mask_picks_regions_and_industries():
    w = two_regions()
    assert w.mask().all()
    assert w.mask("USA").tolist() == [False, False, True, True]
    assert w.mask(industries="high-tech").tolist() == [False, True, False, True]
    assert w.mask(["CHN"], ["c3"]).tolist() == [True, False, False, False]


@pytest.mark.parametrize("selector", ["CHM", ["CHN", "USB"]])
def test_mask_suggests_the_nearest_name(selector):
    with pytest.raises(ni.UnknownNameError, match=r"Did you mean '(CHN|USA)'"):
        two_regions().mask(selector)


def test_unknown_satellite_and_fact_suggest_the_nearest():
    w = two_regions()
    with pytest.raises(ni.UnknownNameError, match=r"'co'. Did you mean 'co2'\? The accounts of 2008 have co2"):
        w.intensity("co")
    with pytest.raises(ni.UnknownNameError, match=r"unknown fact 'populaton'. Did you mean 'population'\?"):
        w.facts["populaton"]
    assert w.facts.get("populaton") is None
    assert np.isnan(w.facts.get_values("area", 2)).all()


def test_text_forms_say_what_it_is():
    w = two_regions()
    assert repr(w) == "Accounts(2008, 2 regions × 2 industries, M.USD, observed)"
    assert repr(w._replace(status="estimated")).endswith("M.USD, estimated)")
    assert repr(w._replace(scenario="tariff")).endswith("M.USD, tariff)")
    assert repr(w._replace(scenario="tariff", status="estimated")).endswith("M.USD, tariff, estimated)")
    assert ">estimated<" in w._replace(status="estimated")._repr_html_()
    html = w._repr_html_()
    assert "CHN, USA" in html
    assert w.hash[:16] in html
    assert "co2 (1)" in html


def test_imports_of_a_boundary_are_no_output_and_no_value_added():
    w = ni.Accounts(Z=[[4, 0], [2, 0]], Y=[[5, 1], [3, 0]], regions=["CHN", "ROW"], industries="a", demand="f",
                    year=2008, boundary="ROW")  # fmt: skip
    html = w._repr_html_()
    assert ">10 M.USD<" in html
    assert ">4 M.USD<" in html


def test_html_escapes_labels():
    w = two_regions(source="<script>alert(1)</script>")
    assert "<script>" not in w._repr_html_()
