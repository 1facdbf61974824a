"""Digital value added by product and origin, its range, and why it changed: against inverses written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import boundary
import explicit
from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.analyses.manufacturing.digital import DIGITAL, FILE, PACKAGE, digital_content, digital_parts, split_shares
from newind.analyses.manufacturing.digital_effects import EFFECTS, digital_change
from newind.charts.proofs import AreaStack, Bars
from newind.data.reference import load
from newind.errors import DataError, UnknownNameError
from newind.measures import linkages, services
from newind.testing import economies, panels


@settings(max_examples=40)
@given(economies(max_industries=6))
def test_contents_against_an_inverse(w):
    for r, region in enumerate(w.regions.codes):
        found, own = digital_content(w, region), explicit.cells(w, region=r)
        for name, values in (("digital", found.headline), ("digital-wide", found.upper)):
            carried = explicit.embodied(w, explicit.cells(w, name))
            for p in range(w.R):
                want = carried[np.ix_(explicit.cells(w, region=p), own)].sum(axis=0)
                alive = w.x[own] > 0
                assert_allclose(values[0, p][alive], want[alive], atol=1e-12)
                assert np.isnan(values[0, p][~alive]).all()


@settings(max_examples=40)
@given(panels(years=(2007, 2008), max_industries=5))
def test_content_is_what_the_indicators_say(p):
    for region in p.regions.codes:
        found = digital_content(p, region)
        home, abroad = found.total()
        table = found.table()
        for t, w in enumerate(p):
            by_product = services.digital_value_added(w)[1].sel(region=region)
            rows = table[(table["year"] == w.year) & table["industry"].notna()]
            assert_allclose(rows["value"], by_product, rtol=1e-9)
            assert_allclose(home[t], linkages.digital_in_manufacturing_domestic(w)[0].sel(region=region))
            whole = table[(table["year"] == w.year) & table["industry"].isna()].iloc[0]
            assert_allclose([whole["domestic"], whole["foreign"]], [home[t], abroad[t]], atol=1e-12)
            assert_allclose(whole["value"], home[t] + abroad[t])
            assert not whole["high"] < whole["value"] - 1e-12


@settings(max_examples=40)
@given(economies(min_regions=2, max_industries=6, rest=False))
def test_the_estimate_counts_the_parts(w):
    found, parts = digital_content(w, "CHN"), digital_parts(w)
    carried = explicit.embodied(w)
    own = explicit.cells(w, region=0)
    known = {c: parts[:2, i] for i, c in enumerate(w.industries) if c in DIGITAL}
    assert all((p > 0).all() and (p < 1).all() for p in known.values())
    rows = [i for i in range(w.n) if w.industries[i % w.S] in DIGITAL]
    va = explicit.added(w)[0].reshape(w.R, w.S)
    share = parts.copy()
    for code in known:
        i = w.industries.index(code)
        there = ~np.isnan(parts[:, i])
        share[~there, i] = explicit.over((parts[there, i] * va[there, i]).sum(), va[there, i].sum())
    want = (share.ravel()[rows, None] * carried[np.ix_(rows, own)]).sum(axis=0)
    alive = (w.x[own] > 0) & ~np.isnan(want)
    assert_allclose(found.estimate[0].sum(axis=0)[alive], want[alive], atol=1e-12)


def test_parts_of_the_classification_add_up():
    table = digital_content(load("world", year=2011), "CHN").classification()
    assert list(table["industry"]) == ["c14", "c27", "c30"]
    assert list(table["counted"]) == ["all", "all", "upper end"]
    assert_allclose(table["surely_digital"] + table["possibly_digital"], table["value_added"])
    assert set(table["status"]) == {"estimated"}
    early = digital_content(load("world", year=1995), "CHN")
    assert early.classification()["digital_part"].isna().all()
    assert early.table()[["low", "estimate"]].isna().all().all()


def test_codes_that_show_digital_industries_apart_are_surely_digital():
    codes = ("A01", "C26", "J58", "J61")
    w = Accounts(
        Z=np.full((4, 4), 1.0), Y=np.full((4, 1), 9.0), regions=["CHN"], industries=codes, demand=["c37"], year=2020
    )
    assert_allclose(digital_parts(w), [[0.0, 1.0, 0.0, 1.0]])
    found = digital_content(w, "CHN", industries="C26")
    assert_allclose(found.estimate, found.headline)
    assert list(found.classification()["surely_digital"]) == [10 - 4 + 3, 0.0, 10 - 4 + 3]


def test_shipped_parts_are_those_of_the_release(shared):
    import pandas as pd

    from newind.accounts.classification import concordance
    from newind.datafiles import read_csv_rows

    frame = pd.read_parquet(shared / "world/wiod2016_partial/wiod2016_output_va_factor_2000_2014.parquet")
    found = split_shares(frame, {"REU": concordance("wiod41_to_wiod20").sources_of["REU"]})
    rows = read_csv_rows(PACKAGE, FILE)
    assert {(row["region"], row["industry"]) for row in rows} == set(found)
    for row in rows:
        stored = [float(v) if v else np.nan for k, v in row.items() if k.isdigit()]
        assert_allclose(stored, list(found[row["region"], row["industry"]].values()), atol=5e-5)


@pytest.mark.parametrize(
    "w", [boundary.nation(), boundary.alone(), boundary.provinces()], ids=["nation", "alone", "many"]
)
def test_with_a_boundary_only_own_digital_value_is_known(w):
    region = w.regions.codes[0]
    found = digital_content(w, region)
    home, abroad = found.total()
    assert_allclose(home[0], linkages.digital_in_manufacturing_domestic(w)[0].sel(region=region))
    assert np.isnan(abroad).all()
    assert np.isnan(found.table()["foreign"]).all()
    assert "own industries" in found.remarks["en"]
    assert isinstance(found.chart(), Bars)


def test_origins_add_up():
    found = digital_content(load("world").select(years=[1995, 2011]), "DEU")
    origins, table = found.by_origin(), found.table()
    for year in (1995, 2011):
        mine = origins[(origins["year"] == year) & origins["industry"].isna()]
        whole = table[(table["year"] == year) & table["industry"].isna()]
        assert_allclose(mine["value"].sum(), whole["value"].iloc[0])
        assert_allclose(mine["share_of_foreign"].sum(), 1.0)
    chart = found.chart()
    assert isinstance(chart, AreaStack)
    assert_allclose(sum(chart.series[k][1] for k in chart.series), whole["value"].iloc[0])


# ---- change
@settings(max_examples=40)
@given(panels(years=(2007, 2008), max_industries=5))
def test_change_leaves_nothing_over_and_turns_with_time(p):
    for region in p.regions.codes[:2]:
        if any(_sold(w, region) <= 0 for w in p):
            continue
        there, back = digital_change(p, region), digital_change(p, region, 2008, 2007)
        assert_allclose(there.effects.sum(axis=0), there.content[1] - there.content[0], atol=1e-13)
        assert_allclose(there.bundled.sum(axis=0), there.total[1] - there.total[0], atol=1e-13)
        for name in ("effects", "bundled", "mix"):
            assert_allclose(getattr(there, name), -getattr(back, name), atol=1e-13)
        home, abroad = digital_content(p, region).total()
        assert_allclose(there.total, np.column_stack([home, abroad]), atol=1e-12)
        table = there.table()
        assert_allclose(table["value"].sum(), (there.total[1] - there.total[0]).sum(), atol=1e-13)


def _sold(w, region):
    r = w.regions.index(region)
    return sum(explicit.finals(w, j) for j in explicit.cells(w, "manufacturing", r))


def written_out(a, b, r, group):
    """Return the effects on every product of a region from home and abroad, each the mean of the polar forms; dense."""
    cell = np.zeros(a.n, dtype=bool)
    cell[explicit.cells(a, group)] = True
    home = np.zeros(a.n, dtype=bool)
    home[explicit.cells(a, region=r)] = True
    A = [
        np.array([[w.Z[i, j] / w.x[j] if w.x[j] > 0 else 0.0 for j in range(w.n)] for i in range(w.n)]) for w in (a, b)
    ]
    B = [np.linalg.inv(np.eye(a.n) - one) for one in A]
    technology, sourcing = np.zeros_like(A[0]), np.zeros_like(A[0])
    for j in np.flatnonzero(home):
        for i in range(a.S):
            rows = np.arange(i, a.n, a.S)
            t0, t1 = A[0][rows, j].sum(), A[1][rows, j].sum()
            m0 = A[0][rows, j] / t0 if t0 else A[1][rows, j] / t1 if t1 else np.zeros(a.R)
            m1 = A[1][rows, j] / t1 if t1 else m0
            technology[rows, j], sourcing[rows, j] = (t1 - t0) * (m0 + m1) / 2, (m1 - m0) * (t0 + t1) / 2
    elsewhere = np.where(home[None, :], 0.0, A[1] - A[0])
    steps = [np.where(cell[:, None], technology, 0), np.where(cell[:, None], 0, technology), sourcing, elsewhere]
    found = []
    for origin in (home, ~home):
        g = [np.where(cell & origin, explicit.added(w)[1], 0.0) for w in (a, b)]
        effects = [(g[1] - g[0]) @ (B[0] + B[1]) / 2]
        effects += [(g[0] + g[1]) / 2 @ (B[0] @ step @ B[1] + B[1] @ step @ B[0]) / 2 for step in steps]
        found.append([e[home] for e in effects])
    return np.array(found).transpose(1, 0, 2)


@settings(max_examples=40)
@given(panels(years=(2007, 2008), min_regions=2, max_regions=3, max_industries=5))
def test_effects_against_inverses_written_out(p):
    a, b = p
    if any(_sold(w, "CHN") <= 0 for w in p):
        return
    found = digital_change(p, "CHN")
    want = written_out(a, b, 0, "digital")
    alive = (a.x[: a.S] > 0) & (b.x[: a.S] > 0)
    assert_allclose(found.effects[:5, :, alive], want[:, :, alive], atol=1e-12)


def test_with_a_boundary_the_change_is_that_of_own_content():
    panel = Panel([boundary.nation(1, year=2012), boundary.nation(2, year=2017)])
    found = digital_change(panel, "CHN")
    assert_allclose(found.bundled[:, 0].sum(), found.total[1, 0] - found.total[0, 0], atol=1e-14)
    assert_allclose(found.total[:, 0], digital_content(panel, "CHN").total()[0])
    assert np.isnan(found.bundled[:, 1]).all()
    assert "not seen" in found.remarks["en"]
    assert "abroad" not in [step.code for step in found.chart().steps]


def test_change_of_china_and_of_products_named():
    panel = load("world")
    found = digital_change(panel, "CHN", 1995, 2011)
    chart = found.chart()
    assert_allclose(chart.start + sum(step.value for step in chart.steps), chart.end)
    assert set(found.table()["effect"]) == set(EFFECTS)
    one = digital_change(panel, "CHN", 1995, 2011, industries=("c15",))
    row = found.by_product().query("industry == 'c15'").set_index("effect")["value"]
    table = one.table().set_index("effect")["value"]
    assert_allclose(table[row.index], row)
    assert table["mix"] == pytest.approx(0.0)
    wide = digital_change(panel, "CHN", 1995, 2011, group="digital-wide")
    assert (wide.total > found.total).all()


def test_refusals():
    panel = load("world")
    with pytest.raises(UnknownNameError, match="CHM"):
        digital_content(panel[2011], "CHM")
    with pytest.raises(UnknownNameError, match="c99"):
        digital_content(panel[2011], "CHN", industries="c99")
    with pytest.raises(UnknownNameError, match="'c99'"):
        digital_change(panel, "CHN", industries=("c3", "c99"))
    with pytest.raises(DataError, match="needs a Panel of two years or more, not accounts of 2017 only"):
        digital_change(Panel([boundary.nation()]), "CHN")
    with pytest.raises(DataError, match="two years or more, not Accounts"):
        digital_change(panel[2011], "CHN")
    with pytest.raises(DataError, match="2011 stands for both"):
        digital_change(panel, "CHN", 2011, 2011)
    with pytest.raises(UnknownNameError, match=r"no accounts for .*2031"):
        digital_change(panel, "CHN", 1995, 2031)
    with pytest.raises(DataError, match="'digital' or 'digital-wide', not 'services'"):
        digital_change(panel, "CHN", group="services")
    with pytest.raises(DataError, match="ROW is only a boundary"):
        digital_content(boundary.nation(), "ROW")
    with pytest.raises(UnknownNameError, match="uper"):
        digital_content(panel[2011], "CHN").total("uper")
    with pytest.raises(DataError, match="digital content needs Accounts or a Panel, not list"):
        digital_content([], "CHN")
