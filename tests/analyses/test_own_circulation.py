"""Circulation from one region's own table: recomputed from raw tables, from indicators, and for every province."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import boundary
import newind as ni
from builders.china_sources import provincial
from guessed import guessed
from newind.analyses.circulation.own import MEASURES, SCOPE_NAMES, own_circulation
from newind.data.single import to_accounts
from newind.errors import DataError, UnknownNameError
from newind.measures.measure import measure, wide

KIND = {"own": "local", "other_provinces": "national", "abroad": "foreign"}


def totals(w, region=None):
    return own_circulation(w, region).totals().set_index(["measure", "scope"])


# ---- drawn tables


@pytest.mark.parametrize("make", [boundary.province, boundary.alone, boundary.nation, boundary.provinces])
def test_shares_are_a_whole_in_all_and_by_industry(make):
    table = own_circulation(make()).table()
    sums = table.groupby(["measure", "industry"])["share"].sum()
    assert_allclose(sums, 1.0)
    assert set(table["measure"]) == set(MEASURES)
    assert set(table["scope"]) <= set(SCOPE_NAMES)
    assert (table["status"] == "observed").all()
    assert_allclose(table["low"], table["share"])
    assert_allclose(table["high"], table["share"])


@pytest.mark.parametrize("make", [boundary.province, boundary.nation])
@pytest.mark.parametrize("side", ["demand", "supply"])
def test_a_table_of_one_region_agrees_with_the_indicators(make, side):
    w = make()
    found = totals(w)
    stated = wide(measure(w)).loc[w.regions[0]]
    name = "value_added" if side == "demand" else "value_used"
    for scope in found.loc[name].index:
        assert_allclose(found.loc[(name, scope), "share"], stated[f"s4.{side}_{KIND[scope]}"], rtol=1e-9)


def test_what_is_mixed_outside_is_one_scope():
    found = totals(boundary.alone())
    assert set(found.index.get_level_values("scope")) == {"own", "outside"}


def test_direct_figures_are_sums_of_the_table():
    """Of several provinces the second: rows and columns summed by hand."""
    w = boundary.provinces()
    Z, Y = w.Z.reshape(5, 6, 5, 6), w.Y.reshape(5, 6, 5, 2)
    found = own_circulation(w, "CN-JS").totals().set_index(["measure", "scope"])["value"]
    others = [0, 2, 3]
    assert_allclose(found["sales", "own"], Z[1, :, 1].sum() + Y[1, :, 1].sum())
    assert_allclose(found["sales", "other_provinces"], Z[1][:, others].sum() + Y[1][:, others].sum())
    assert_allclose(found["sales", "abroad"], Y[1, :, 4].sum())
    assert_allclose(found["uses", "other_provinces"], Z[others][:, :, 1].sum() + Y[others][:, :, 1].sum())
    assert_allclose(found["inputs", "abroad"], Z[4, :, 1].sum())
    assert_allclose(found["final_use", "abroad"], Y[4, :, 1].sum())


def test_no_flow_between_other_regions_is_used():
    """Other provinces swap what they sell each other; nothing of the first one's circulation changes."""
    w = boundary.provinces()
    Z = w.Z.reshape(5, 6, 5, 6).copy()
    Z[2, 0, 3, 0] += 1.0
    Z[3, 0, 3, 0] -= 1.0
    Z[3, 0, 2, 0] += 1.0
    Z[2, 0, 2, 0] -= 1.0
    other = w._replace(Z=Z.reshape(30, 30))
    pd.testing.assert_frame_equal(own_circulation(w).table(), own_circulation(other).table())


def test_an_estimated_split_has_a_range_and_sums_do_not():
    w = boundary.province()._replace(status="estimated")
    table = own_circulation(w).totals()
    stated = table["basis"] == "table"
    assert_allclose(table.loc[stated, "low"], table.loc[stated, "high"])
    assert (table.loc[stated, "status"] == "observed").all()
    split = table[~stated]
    assert (split["status"] == "estimated").all()
    assert (split["low"] < split["high"]).all()
    shown = split.dropna(subset="share")
    assert ((shown["low"] <= shown["share"]) & (shown["share"] <= shown["high"])).all()


def test_an_estimate_without_a_range_shows_no_shares():
    table = own_circulation(guessed(), "CHN").table()
    assert table[["share", "low", "high"]].isna().all().all()
    assert (table["status"] == "estimated").all()


def test_variants_that_are_given_widen_the_range():
    w, other = boundary.provinces()._replace(status="estimated"), boundary.provinces(1)
    row = own_circulation(w, "CN-JS", {"another draw": other}).totals().iloc[0]
    beside = own_circulation(other, "CN-JS").totals().iloc[0]
    assert row["low"] == pytest.approx(min(row["value"] / w.x[6:12].sum(), beside["share"]))
    assert row["high"] == pytest.approx(max(row["value"] / w.x[6:12].sum(), beside["share"]))


def test_what_varies_too_much_is_left_out():
    table = own_circulation(ni.load("china-2017", 2017), "CN-SC").table()
    wide_range = (table["high"] - table["low"]) / 2 > 0.5 * (table["high"] + table["low"]) / 2 + 1e-9
    assert wide_range.any()
    assert table.loc[wide_range, "share"].isna().all()
    assert table.loc[~wide_range & table["low"].notna(), "share"].notna().all()
    assert (table["status"] == "estimated").all()


def test_a_boundary_and_an_unknown_region_are_refused():
    with pytest.raises(DataError, match="ROW is only a boundary"):
        own_circulation(boundary.province(), "ROW")
    with pytest.raises(UnknownNameError, match="CN-GX"):
        own_circulation(boundary.province(), "CN-GX")


@pytest.mark.parametrize("names", [MEASURES, SCOPE_NAMES])
def test_labels_are_in_both_languages(names):
    for label in names.values():
        assert set(label) == {"en", "zh"}
        assert all(label.values())


# ---- the tables of the provinces as published


def raw(shared, year, code_name):
    frame = pd.read_parquet(shared / f"china/io_provincial/prov_io_{year}.parquet")
    return frame[frame["province"] == code_name].set_index("sec")


def by_hand(rows):
    """Return output and uses by own, other provinces and abroad, and the own inverse, from published columns only."""
    sectors = [f"sec{k:02d}" for k in range(1, 43)]
    t = rows.loc[sectors]
    Z = t[sectors].to_numpy(dtype=float)
    F = np.nan_to_num(t[["FU101", "FU102", "FU103", "FU201", "FU202"]].to_numpy(dtype=float)).sum(axis=1)
    error = np.nan_to_num(t["ERR"].to_numpy(dtype=float)) if "ERR" in t else np.zeros(42)
    out, into = (t[list(c)].to_numpy(dtype=float).T for c in (("OF", "EX"), ("IF", "IM")))
    out, into = np.maximum(out, 0) - np.minimum(into, 0), np.maximum(into, 0) - np.minimum(out, 0)
    use = Z.sum(axis=1) + F
    passing = np.maximum(np.minimum.reduce([into.sum(axis=0) - use, into.sum(axis=0), out.sum(axis=0)]), 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        out = np.nan_to_num(out * (1 - passing / out.sum(axis=0)))
        into = np.nan_to_num(into * (1 - passing / into.sum(axis=0)))
    return t["GO"].to_numpy(dtype=float), Z, F, error, out, into, use


@pytest.mark.parametrize(("code", "name"), [("CN-GD", "Guangdong"), ("CN-SC", "Sichuan"), ("CN-BJ", "Beijing")])
@pytest.mark.parametrize("year", [2012, 2017])
def test_a_published_table_by_hand(shared, year, code, name):
    """Shares of output and uses from published columns; value added through the inverse of own inputs."""
    x, Z, F, error, out, into, use = by_hand(raw(shared, year, name))
    found = totals(to_accounts(provincial(shared, year)[code]))["share"]
    assert_allclose(found["sales", "other_provinces"], out[0].sum() / x.sum(), rtol=1e-4)
    assert_allclose(found["sales", "abroad"], out[1].sum() / x.sum(), rtol=1e-4)
    assert_allclose(found["uses", "other_provinces"], into[0].sum() / (use.sum() + error.sum()), rtol=1e-4)
    assert_allclose(found["uses", "abroad"], into[1].sum() / (use.sum() + error.sum()), rtol=1e-4)
    h = 1 - np.divide(into.sum(axis=0), use, out=np.zeros_like(use), where=use > 0)
    A = np.divide(h[:, None] * Z, x, out=np.zeros_like(Z), where=x > 0)
    v = 1 - np.divide(Z.sum(axis=0), x, out=np.ones_like(x), where=x > 0)
    for scope, demand in (("own", h * F + error), ("other_provinces", out[0]), ("abroad", out[1])):
        ended = v @ np.linalg.solve(np.eye(42) - A, demand)
        assert_allclose(found["value_added", scope], ended / (v @ x), rtol=2e-3)


@pytest.mark.parametrize("year", [2007, 2012, 2017])
def test_every_province_has_a_circulation(shared, year):
    for code, single in provincial(shared, year).items():
        table = own_circulation(to_accounts(single)).totals()
        stated = table[table["basis"] == "table"]
        assert (stated["status"] == "observed").all(), code
        assert stated["share"].between(0, 1).all(), code
        assert_allclose(stated.groupby("measure")["share"].sum(), 1.0)
        chain = table[table["reach"] == "chain"].dropna(subset="share")
        assert ((chain["low"] <= chain["share"]) & (chain["share"] <= chain["high"])).all(), code
