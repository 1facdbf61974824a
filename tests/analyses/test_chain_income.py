"""Income and work in manufactures chains against an inverse written out, and against the listed shares of China."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import explicit
import newind as ni
from newind.analyses.manufacturing.chainincome import DIMENSIONS, chain_income
from newind.errors import DataError, UnknownNameError
from newind.testing import economies


def listed(w, name, i):
    return w.satellite(name).values[i] / w.x[i] if w.x[i] > 0 else 0.0


@given(economies(min_regions=2, min_industries=4))
@settings(max_examples=40)
def test_income_and_work_by_region(w):
    made = explicit.cells(w, "manufacturing")
    y = np.array([explicit.finals(w, j) if j in made else 0.0 for j in range(w.n)])
    if not y.sum() > 0:
        with pytest.raises(DataError, match="nobody buys manufactures for final use in 2008"):
            chain_income(w, w.regions.codes[0])
        return
    (_, v), B = explicit.added(w), explicit.inverse(w)
    q, every = B @ y, [chain_income(w, region) for region in w.regions.codes]
    scale = np.abs(y).sum()
    for r, found in enumerate(every):
        own = explicit.cells(w, region=r)
        assert_allclose(found.income[0], (v * q)[own], rtol=1e-9, atol=1e-9 * scale)
        groups = [
            sum((v * q)[i] for i in explicit.cells(w, g, r)) for g in ("agriculture", "manufacturing", "services")
        ]
        assert_allclose(found.amounts("origin")[0, :3], groups, rtol=1e-9, atol=1e-9 * scale)
        ended = [sum((v[own] @ B[own, j]) * y[j] for j in range(i, w.n, w.S)) for i in range(w.S)]
        assert_allclose(found.completed[0], ended, rtol=1e-9, atol=1e-9 * scale)
        labour = [sum(listed(w, f"labour_compensation_{k}", i) * q[i] for i in own) for k in ("high", "medium", "low")]
        factors = [*labour, (v * q)[own].sum() - sum(labour)]
        assert_allclose(found.amounts("factor")[0], factors, rtol=1e-9, atol=1e-9 * scale)
        hours = [1e6 * sum(listed(w, f"hours_{k}", i) * q[i] for i in own) for k in ("high", "medium", "low")]
        assert_allclose(found.amounts("hours_by_skill")[0], hours, rtol=1e-9, atol=1e-3 * scale)
        jobs = 1e3 * sum(listed(w, "employment", i) * q[i] for i in own)
        for name in ("jobs", "jobs_by_skill"):
            assert_allclose(found.amounts(name)[0].sum(), jobs, rtol=1e-9, atol=1e-6 * scale)
        for name in DIMENSIONS:
            missing = np.isnan(found.amounts(name)).any()
            assert_allclose(found.shares(name).sum(), np.nan if missing else 1.0, rtol=1e-9)
            assert missing == (name != "origin" and w.regions.codes[r] == "ROW")
    assert_allclose(sum(f.income.sum() for f in every), y.sum(), rtol=1e-9, atol=1e-9 * scale)
    assert_allclose(sum(f.completed for f in every), every[0].world, rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize(("year", "percent"), [(1995, 4.09), (2008, 12.40), (2011, 16.20)])
def test_chinas_share_at_full_detail(shared, year, percent):
    w = ni.read(shared / f"world/wiod2013/wiot_{year}.npz")
    found = chain_income(w, "CHN")
    assert_allclose(100 * found.share, percent, atol=0.005)
    assert np.isnan(found.shares("factor")).all()


def test_tables_say_what_is_missing():
    found = chain_income(ni.load("world").select(years=[1995, 2009, 2011]), "CHN")
    assert found.skilled_years == (1995, 2009)
    table = found.table()
    late = table[(table["year"] == 2011) & table["value"].isna()]
    assert set(late["dimension"]) == {"factor", "jobs_by_skill", "hours_by_skill"}
    assert set(late["note_en"]) == {"Labour by skill is not known for every industry in this year"}
    known = table[table["value"].notna() & (table["dimension"] == "jobs_by_skill")]
    assert set(known["status"]) == {"estimated"}
    assert known["note_zh"].str.startswith("估计值").all()
    sums = table[table["dimension"].isin(["origin", "factor"])].groupby(["year", "dimension"])["value"].sum(min_count=4)
    total = table[table["dimension"] == "total"].set_index("year")["value"]
    for (year, _), value in sums.dropna().items():
        assert_allclose(value, total[year], rtol=1e-9)
    assert found.chart().years == (1995, 2009)
    assert found.chart("jobs").years == (1995, 2009, 2011)
    assert_allclose(sum(np.array(s) for s in found.chart("jobs_by_skill").series.values()), 1.0)


def test_revealed_advantage_by_product():
    w = ni.load("world", year=2011)
    rows = chain_income(w, "CHN").by_completion().set_index("product")
    assert list(rows.index) == [c for c in w.industries if 3 <= int(c[1:].split("t")[0]) <= 16]
    assert_allclose((rows["rca"] * rows["world_share"]).sum(), 1.0)
    value = np.linalg.inv(np.eye(w.n) - w.A)
    own, j = slice(0, w.S), w.industries.index("c14")
    ended = sum(w.v[own] @ value[own, k] * w.Y[k].sum() for k in range(j, w.n, w.S))
    assert_allclose(rows.loc["c14", "income"], ended, rtol=1e-9)
    assert rows.loc["c14", "rca"] > 1 > rows.loc["c9", "rca"]


def test_refusals():
    p = ni.load("world").select(years=[2009, 2011])
    found = chain_income(p, "CHN")
    with pytest.raises(DataError, match=r"factor of CHN is not known in 2011\. The last year that has it is 2009"):
        found.split("factor", 2011)
    assert found.split("factor") == found.split("factor", 2009)
    with pytest.raises(UnknownNameError, match="unknown year 1990"):
        found.split("factor", 1990)
    with pytest.raises(DataError, match=r"no dimension 'wage'\. Dimensions are origin, factor"):
        found.split("wage")
    late = chain_income(p[2011], "CHN")
    with pytest.raises(DataError, match="factor of CHN is not known in 2011 to 2011"):
        late.split("factor", 2011)
    with pytest.raises(DataError, match="jobs of ROW is not known"):
        chain_income(p, "ROW").chart("jobs")
    with pytest.raises(DataError, match="end at the boundary ROW"):
        chain_income(ni.load("china"), "CHN")
    with pytest.raises(UnknownNameError, match="CHM"):
        chain_income(p, "CHM")
