"""Benchmark tariffs: known facts, labels, and that they are what their source says."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.accounts.reference import folder, package, tariffs
from newind.datafiles import shipped
from newind.equilibrium.tariffs import benchmark_tariffs
from newind.errors import DataError
from newind.testing import economies

UNION = ["DEU", "FRA", "GBR", "ITA", "ESP", "REU"]


@pytest.fixture(scope="module")
def w():
    return ni.load("world", 2011)


def rate(w, importer, origin, good=None):
    got = benchmark_tariffs(w).rates[:, w.regions.index(importer), w.regions.index(origin)]
    return got if good is None else float(got[w.industries.index(good)])


def test_shape_and_bounds(w):
    got = benchmark_tariffs(w)
    assert got.rates.shape == (w.S, w.R, w.R)
    assert got.estimated
    assert got.rates.min() == 0
    assert got.rates.max() < 2
    assert not got.rates.flags.writeable


def test_services_own_trade_and_unknown_economies_pay_nothing(w):
    rates = benchmark_tariffs(w).rates
    assert not rates[16:].any()
    assert not rates[:, np.arange(w.R), np.arange(w.R)].any()
    for code in ("TWN", "RUS"):
        r = w.regions.index(code)
        assert not rates[:, r].any()
        assert not rates[:, :, r].any()


def test_north_america_trades_freely_since_1994(w):
    """Free since the agreement but for single farm goods and foods (Mexico had 18 % on textiles of the USA in 1993)."""
    for a in ("USA", "MEX", "CAN"):
        for b in ("USA", "MEX", "CAN"):
            assert np.delete(rate(w, a, b), [0, 2]).max() < 0.005
            assert rate(w, a, b).max() < 0.04
    assert rate(w, "MEX", "CHN").mean() > 0.05


def test_the_customs_union_of_europe(w):
    """None within, one tariff without; goods of one sector of the source, which no weights can part."""
    for a in UNION:
        for b in UNION:
            assert not rate(w, a, b).any()
    for good in ("c3", "c4", "c9", "c13"):
        for partner in ("USA", "JPN", "CHN"):
            assert_allclose([rate(w, c, partner, good) for c in UNION[1:5]], rate(w, "DEU", partner, good), atol=1e-6)


def test_the_customs_union_with_turkey_covers_manufactures_but_not_farming(w):
    """Decision 1/95 of the EC-Turkey Association Council: industrial goods free from 1996, agriculture left out."""
    for a, b in (("TUR", "DEU"), ("DEU", "TUR")):
        assert rate(w, a, b)[3:].max() < 0.001
    assert rate(w, "TUR", "DEU", "c1") > 0.05


def test_information_technology_is_nearly_free_where_the_agreement_of_1996_holds(w):
    """WTO Information Technology Agreement: c14 is far below the other goods of its signatories."""
    for importer in ("CHN", "IND", "KOR"):
        others = np.delete(rate(w, importer, "ROW")[2:16], 11)
        assert rate(w, importer, "ROW", "c14") < others.mean() / 2


def test_the_order_of_importers(w):
    """India protects most, China about half as much, the United States and Japan least."""
    mean = {c: rate(w, c, "ROW")[:16].mean() for c in ("IND", "CHN", "USA", "JPN")}
    assert mean["IND"] > 0.12 > 0.09 > mean["CHN"] > 0.05 > 0.03 > mean["USA"]
    assert mean["JPN"] < 0.03


def test_it_says_what_is_covered(w):
    said = benchmark_tariffs(w).log
    assert "applied rates of 2005 (estimated) for 16 of 26 industries and 18 of 20 economies, 73% of imports" in said[0]
    assert said[1] == "No tariffs known, zero taken: TWN, RUS."


def test_other_years_have_the_same_rates(w):
    assert_array_equal(benchmark_tariffs(ni.load("world", 1995)).rates, benchmark_tariffs(w).rates)


@given(economies())
def test_rates_go_by_labels_whatever_their_order(world):
    got, known = benchmark_tariffs(world).rates, tariffs.rates()
    for k, good in enumerate(world.industries):
        for n, a in enumerate(world.regions.codes):
            for i, b in enumerate(world.regions.codes):
                both = good in known.industries and a in known.regions and b in known.regions and n != i
                want = (
                    known.values[known.industries.index(good), known.regions.index(a), known.regions.index(b)]
                    if both
                    else 0
                )
                assert got[k, n, i] == want


def test_accounts_with_other_labels_have_none():
    w = ni.Accounts(
        Z=[[150, 500], [200, 100]],
        Y=[[300, 50], [0, 1700]],
        regions=["X", "Y"],
        industries=["tea"],
        demand=["f"],
        year=2008,
    )
    got = benchmark_tariffs(w)
    assert not got.rates.any()
    assert not got.estimated
    assert got.log == (
        "Tariffs of the benchmark: none, as no two economies and no goods have the labels of the shipped rates.",
    )


# ---- how they are made


def test_the_concordance_is_whole():
    plan = shipped("newind.accounts.reference", "tariffs.yaml")
    industries = {i for to in plan["sectors"].values() for i in to}
    assert sorted(industries, key=lambda c: int(c[1:])) == [f"c{i}" for i in range(1, 17)]
    assert set(plan["regions"].values()) == set(ni.load("world", 2011).regions.codes) - {"TWN", "RUS"}
    assert set(plan["union"]) <= set(plan["regions"].values())


def test_rates_are_averaged_by_trade_and_plainly_without_it():
    """Importers a and b, c become one: (10 % × 30 + 20 % × 10) / 40; without trade (10 % + 20 %) / 2."""
    rates, trade = np.zeros((1, 3, 3)), np.zeros((1, 3, 3))
    rates[0, 0, 2], rates[0, 1, 2], rates[0, 2, 0], rates[0, 2, 1] = 0.1, 0.2, 0.1, 0.2
    trade[0, 0, 2], trade[0, 1, 2] = 30, 10
    rates[0, 0, 1] = trade[0, 0, 0] = 9.0
    regions = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    got = tariffs.averaged(rates, trade, np.ones((1, 1)), regions)
    assert_allclose(got[0, 0, 1], 0.125)
    assert_allclose(got[0, 1, 0], 0.15)


def test_shipped_rates_are_those_that_the_package_states(monkeypatch):
    assert tariffs.verify() == []
    entry = json.loads((folder() / "datapackage.json").read_text("utf-8"))["tariffs"]
    assert (entry["bytes"], entry["status"]) == ((folder() / entry["path"]).stat().st_size, "estimated")
    assert package()["sources"][-1] == entry["sources"][0]
    monkeypatch.setattr(tariffs, "rates", lambda: tariffs.Rates(np.ones((1, 1, 1)), ("c1",), ("CHN",)))
    assert tariffs.verify() == ["world tariffs.npz: the rates are not those of datapackage.json"]


def test_the_source_is_named_when_it_is_missing(tmp_path):
    with pytest.raises(
        DataError, match=r"no such file. Give the folder that holds world/cp2015/cp2015_nafta.npz with --from"
    ):
        tariffs.build(tmp_path, tmp_path)


def test_the_shipped_rates_are_rebuilt_from_their_source(shared, tmp_path):
    entry = tariffs.build(shared, tmp_path)
    assert entry == package()["tariffs"]
    assert (tmp_path / "tariffs.npz").read_bytes() == (folder() / "tariffs.npz").read_bytes()


def test_rates_are_those_of_the_source_where_nothing_is_averaged(shared):
    with np.load(shared / tariffs.SOURCE) as source:
        regions, raw = [str(r) for r in source["regions"]], source["raw_tariffs2005_pct"] / 100
        old = source["raw_tariffs1993_pct"] / 100
    known = tariffs.rates()
    for a, b in (("USA", "CHN"), ("CHN", "USA"), ("IND", "JPN")):
        at = [regions.index({"USA": "USA", "CHN": "China", "IND": "India", "JPN": "Japan"}[c]) for c in (a, b)]
        pair = known.values[:, known.regions.index(a), known.regions.index(b)]
        assert_allclose(pair[[0, 1, 2, 3, 4, 8]], raw[[0, 1, 2, 3, 3, 7], at[0], at[1]], atol=1e-6)
    mexico, states = regions.index("Mexico"), regions.index("USA")
    assert old[:, mexico, states].mean() > 0.1 > old[:, states, mexico].mean()
