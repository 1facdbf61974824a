"""Regions of a country: three circulations, sources of inputs, linkages, quotients and what a boundary hides."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import boundary
import newind as ni
from newind.measures.measure import measure, wide
from newind.testing import assert_balanced, assert_partition

THREE = ("local", "national", "foreign")
JAPAN = boundary.Region("JPN", "Japan", "日本", "country", "JPN")


def inverse(w):
    """Return the Leontief inverse and value added per unit of output, by definition."""
    A = np.zeros((w.n, w.n))
    for j in range(w.n):
        if w.x[j] > 0:
            A[:, j] = w.Z[:, j] / w.x[j]
    return np.linalg.inv(np.eye(w.n) - A), np.where(w.x > 0, (w.x - w.Z.sum(axis=0)) / np.maximum(w.x, 1e-300), 0.0)


def cells(w, code):
    r = w.regions.index(code)
    return slice(r * w.S, (r + 1) * w.S)


def used(w, code):
    """Return final demand of a region for every product."""
    r = w.regions.index(code)
    return w.Y[:, r * w.D : (r + 1) * w.D].sum(axis=1)


def scope(w, code, other):
    home, there = (w.regions.rows[w.regions.index(c)].country for c in (code, other))
    return "local" if code == other else "national" if home == there else "foreign"


def totals(w):
    return wide(measure(w))


@pytest.mark.parametrize("make", [boundary.province, boundary.alone, boundary.nation, boundary.provinces])
def test_the_drawn_tables_are_balanced(make):
    w = make()
    assert_balanced(w)
    assert (w.value_added > 0).all() or w.boundary
    assert (w.gdp > 0).all()


@pytest.mark.parametrize("make", [boundary.province, boundary.nation, boundary.provinces])
@pytest.mark.parametrize("seed", [0, 1])
def test_value_ends_and_comes_from_where_the_inverse_says(make, seed):
    w = make(seed)
    B, v = inverse(w)
    found = totals(w)
    for code in [c for c in w.regions.codes if c not in w.boundary]:
        own = cells(w, code)
        ends, comes = dict.fromkeys(THREE, 0.0), dict.fromkeys(THREE, 0.0)
        for other in w.regions.codes:
            kind = scope(w, code, other)
            ends[kind] += v[own] @ (B @ used(w, other))[own]
            comes[kind] += v[cells(w, other)] @ (B @ used(w, code))[cells(w, other)]
        for kind in THREE:
            if kind == "national" and len(w.regions) == 2:
                assert np.isnan(found.loc[code, "s4.demand_national"])
                continue
            gdp = (v * w.x)[own].sum()
            assert_allclose(found.loc[code, f"s4.demand_{kind}"], ends[kind] / gdp, rtol=1e-9)
            assert_allclose(found.loc[code, f"s4.supply_{kind}"], comes[kind] / sum(comes.values()), rtol=1e-9)
        assert_allclose(sum(comes.values()), used(w, code).sum(), rtol=1e-9)


@pytest.mark.parametrize("what", ["s4.demand", "s4.supply"])
def test_three_circulations_are_a_whole_in_all_and_by_industry(what):
    for w in (boundary.province(), boundary.provinces(3)):
        table = measure(w, [f"{what}_{k}" for k in THREE])
        frame = table.fillna({"industry": ""}).pivot(index=["region", "industry"], columns="indicator", values="value")
        assert_partition(*(frame[f"{what}_{k}"].to_numpy() for k in THREE))
        assert frame.loc[w.boundary[-1]].isna().all().all()


def test_a_nation_alone_has_no_other_region_and_says_so():
    table = measure(boundary.nation(), regions="CHN")
    for id in ("s4.demand_national", "s4.supply_national", "s1.input_source_national", "s4.location_quotient"):
        rows = table[table["indicator"] == id]
        assert rows["value"].isna().all()
        assert set(rows["note"]) == {"needs several regions of one country"}
    found = wide(table).loc["CHN"]
    assert_allclose(found["s4.demand_local"] + found["s4.demand_foreign"], 1)
    assert_allclose(found["s4.supply_local"] + found["s4.supply_foreign"], 1)
    assert_allclose(found["s4.demand_local"], found["s4.domestic_circulation"])
    assert_allclose(found["s4.demand_local"], found["s4.domestic_demand_share"])
    assert_allclose(found["s4.supply_foreign"], found["s4.foreign_value_in_home_use"])
    assert_allclose(found["s1.input_dependence_foreign"], found["s1.import_dependence"])


def test_what_is_outside_a_province_is_not_called_abroad():
    table = measure(boundary.alone(), ["s4.demand_foreign", "s4.supply_foreign", "s1.input_dependence_foreign",
                                       "s1.input_source_foreign"], regions="CN-GD")  # fmt: skip
    assert table["value"].isna().all()
    assert set(table["note"]) == {"this table does not distinguish other provinces from the rest of the world"}
    assert 0 < totals(boundary.alone()).loc["CN-GD", "s4.demand_local"] < 1


def test_some_countries_of_a_table_have_provinces_and_others_do_not():
    w = boundary.table((*boundary.PROVINCES[:2], JAPAN), (boundary.ROW,))
    table = measure(w, "s4.demand_national").query("industry.isna()").set_index("region")
    assert np.isfinite(table.loc["CN-GD", "value"])
    assert np.isnan(table.loc["JPN", "value"])
    assert table.loc["JPN", "note"] == "no other region of this country in the table"


@pytest.mark.parametrize("make", [boundary.province, boundary.provinces])
def test_inputs_come_from_where_they_are_bought(make):
    w = make(2)
    own = cells(w, "CN-GD")
    B, v = inverse(w)
    found, detail = totals(w).loc["CN-GD"], measure(w, regions="CN-GD").set_index(["indicator", "industry"])["value"]
    bought = w.Z[:, own]
    for kind in ("national", "foreign"):
        rows = [k for k in range(w.n) if scope(w, "CN-GD", w.regions[k // w.S]) == kind]
        assert_allclose(found[f"s1.input_source_{kind}"], bought[rows].sum() / bought.sum(), rtol=1e-9)
        for i, code in enumerate(w.industries):
            of_input = [k for k in range(w.n) if k % w.S == i]
            part = bought[[k for k in rows if k % w.S == i]].sum() / bought[of_input].sum()
            assert_allclose(detail[f"s1.input_source_{kind}", code], part, rtol=1e-9)
            value = (v[rows] @ B[rows][:, own])[i]
            assert_allclose(detail[f"s1.input_dependence_{kind}", code], value, rtol=1e-9)
    assert_allclose(found["s1.input_dependence_foreign"], found["s1.import_dependence"], rtol=1e-9)
    assert_allclose(found["s1.input_source_foreign"], found["s1.import_dependence_direct"], rtol=1e-9)


@pytest.mark.parametrize("make", [boundary.province, boundary.provinces, boundary.nation])
def test_linkages_are_column_and_row_sums_of_the_own_block(make):
    w = make(4)
    table = measure(w, ["s2.backward_linkage", "s2.forward_linkage"]).set_index(["indicator", "region", "industry"])
    for code in [c for c in w.regions.codes if c not in w.boundary]:
        own = cells(w, code)
        Z, x = w.Z[own, own], w.x[own]
        pulled = np.linalg.inv(np.eye(w.S) - Z / x).sum(axis=0)
        pushed = np.linalg.inv(np.eye(w.S) - Z / x[:, None]).sum(axis=1)  # Ghosh: shares of a seller's output
        for i, industry in enumerate(w.industries):
            backward = table.loc[("s2.backward_linkage", code, industry), "value"]
            forward = table.loc[("s2.forward_linkage", code, industry), "value"]
            assert_allclose([backward, forward], [pulled[i] / pulled.mean(), pushed[i] / pushed.mean()], rtol=1e-9)


def test_quotients_compare_with_the_whole_country():
    w = boundary.provinces(5)
    va = w.value_added.reshape(w.R, w.S)[:-1]
    table = measure(w, "s4.location_quotient").set_index(["region", "industry"])["value"]
    for r, code in enumerate(w.regions.codes[:-1]):
        quotients = (va[r] / va[r].sum()) / (va.sum(axis=0) / va.sum())
        assert_allclose([table[code, i] for i in w.industries], quotients, rtol=1e-9)
        assert_allclose(table[code, None], (va[r] / va[r].sum()) @ quotients, rtol=1e-9)
        assert table[code, None] >= 1
    weights = va.sum(axis=1) / va.sum()
    for i in w.industries:
        assert_allclose(sum(weights[r] * table[c, i] for r, c in enumerate(w.regions.codes[:-1])), 1, rtol=1e-9)


def test_a_province_alone_has_no_quotient_without_a_reference():
    table = measure(boundary.province(), "s4.location_quotient", regions="CN-GD")
    assert table["value"].isna().all()
    assert set(table["note"]) == {"needs a reference: all regions of the country in full, or a second table"}


def test_own_services_and_digital_content_are_parts_of_the_whole():
    w = ni.load("world", year=2008)
    found = totals(w)
    exports = "s2.services_in_manufacturing_exports"
    assert_allclose(found[f"{exports}_domestic"] + found[f"{exports}_foreign"], found[exports], rtol=1e-9)
    assert (found["s2.services_in_manufacturing_domestic"] < found["s2.services_in_manufacturing"]).all()


def test_own_content_of_manufactures_on_a_table_of_one_province():
    w = boundary.province(6)
    own = cells(w, "CN-GD")
    B, v = inverse(w)
    content, sold = v[own, None] * B[own, own], w.Y[own].sum(axis=1)
    found = totals(w).loc["CN-GD"]
    made = [w.industries.index(c) for c in ("c3", "c14")]
    for id, group in {"services": ("c27", "c30"), "digital": ("c14", "c27")}.items():
        members = [w.industries.index(c) for c in group]
        expected = (content[members].sum(axis=0) * sold)[made].sum() / sold[made].sum()
        assert_allclose(found[f"s2.{id}_in_manufacturing_domestic"], expected, rtol=1e-9)


def test_carbon_of_the_own_chain_is_a_lower_bound():
    w = boundary.provinces(7)
    table = measure(w, ["s3.carbon_direct", "s3.carbon_own_chain"])
    assert set(table["unit"]) == {"kg/CNY"}
    rows = table.set_index(["indicator", "region", "industry"])["value"]
    for code in w.regions.codes[:-1]:
        own = cells(w, code)
        f = w.satellite("co2").values[own] * 1e6 / (w.x[own] * 1e6)  # kt to kg, million yuan to yuan
        chain = f @ np.linalg.inv(np.eye(w.S) - w.Z[own, own] / w.x[own])
        for i, industry in enumerate(w.industries):
            assert_allclose(rows["s3.carbon_direct", code, industry], f[i], rtol=1e-9)
            assert_allclose(rows["s3.carbon_own_chain", code, industry], chain[i], rtol=1e-9)
        assert_allclose(rows["s3.carbon_direct", code, None], f @ w.x[own] / w.x[own].sum(), rtol=1e-9)
    world = ni.load("world", year=2008)
    found = totals(world)
    assert (found["s3.carbon_own_chain"] > found["s3.carbon_direct"]).all()


@pytest.mark.parametrize("make", [boundary.province, boundary.provinces, boundary.alone])
def test_figures_of_provinces_say_what_home_is(make):
    table = measure(make(), ["s4.dva_share", "s4.domestic_circulation"], regions="CN-GD")
    assert table["note"].str.contains("home is the province itself: other provinces count as abroad here").all()


@pytest.mark.parametrize("make", [boundary.province, boundary.provinces, boundary.alone, boundary.nation])
def test_a_boundary_never_has_figures(make):
    w = make()
    table = measure(w)
    assert table.loc[table["region"].isin(w.boundary), "value"].isna().all()
    assert (table.loc[table["value"].isna(), "note"] != "").all()
    found = totals(w)
    assert_allclose(found.loc[w.regions[0], "s4.dva_share"] + found.loc[w.regions[0], "s4.gvc_backward"], 1)
