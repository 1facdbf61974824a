"""Benchmark tariffs: known facts, labels, and that they are what their source says."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from builders.annual import tariffs as later
from builders.annual.sources import FILES, SECTORS28
from newind.accounts.classification import concordance
from newind.data.reference import folder, package, tariffs
from newind.datafiles import read_yaml
from newind.equilibrium.benchmark import benchmark
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


def test_years_before_2018_have_the_rates_of_2005_and_later_ones_those_of_2022(w):
    panel, rates = ni.load("world"), {}
    for year in (1995, 2017, 2018, 2022):
        rates[year] = benchmark_tariffs(panel[year]).rates
    assert_array_equal(rates[1995], benchmark_tariffs(w).rates)
    assert_array_equal(rates[1995], rates[2017])
    assert_array_equal(rates[2018], rates[2022])
    assert_array_equal(rates[1995], benchmark_tariffs(panel[2022], 2005).rates)
    assert rates[2022][:, w.regions.index("CHN")].sum() < rates[1995][:, w.regions.index("CHN")].sum()


def test_a_user_can_have_the_rates_of_2005_for_every_year():
    w = ni.load("world", 2022)
    chosen, usual = (benchmark(w, parameters=given) for given in ({"tariffs": "2005"}, {}))
    assert_array_equal(chosen.tariff, benchmark_tariffs(w, tariffs.YEAR).rates)
    assert_array_equal(usual.tariff, benchmark_tariffs(w).rates)


def test_it_says_of_which_year_the_rates_of_each_importer_are():
    said, known = benchmark_tariffs(ni.load("world", 2022)).log, tariffs.rates("world-annual")
    for year in set(known.years):
        importers = [code for code, of in zip(known.regions, known.years, strict=True) if of == year]
        assert f"{year} ({', '.join(importers)})" in said[0]
    two = benchmark_tariffs(ni.load("world", 2022).aggregate(regions={"CHN": ["CHN"], "JPN": ["JPN"], "others": "*"}))
    assert "applied rates of 2022 (estimated)" in two.log[0]


@given(economies())
def test_rates_go_by_labels_whatever_their_order(world):
    got, known = benchmark_tariffs(world).rates, tariffs.of_year(world.year)
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
    plan = read_yaml("newind.data.reference", "tariffs.yaml")
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
    got = tariffs.average_rates(rates, trade, np.ones((1, 1)), regions)
    assert_allclose(got[0, 0, 1], 0.125)
    assert_allclose(got[0, 1, 0], 0.15)


def test_shipped_rates_are_those_that_the_package_states(monkeypatch):
    assert tariffs.verify() == []
    for name in tariffs.SETS:
        entry = json.loads((folder(name) / "datapackage.json").read_text("utf-8"))["tariffs"]
        assert (entry["bytes"], entry["status"]) == ((folder(name) / entry["path"]).stat().st_size, "estimated")
        assert package(name)["sources"][-len(entry["sources"]) :] == entry["sources"]
    monkeypatch.setattr(tariffs, "rates", lambda _: tariffs.TariffRates(np.ones((1, 1, 1)), ("c1",), ("CHN",), (2005,)))
    assert tariffs.verify() == [
        f"{name} tariffs.npz: the rates are not those of datapackage.json" for name in tariffs.SETS
    ]


def test_the_source_is_named_when_it_is_missing(tmp_path):
    with pytest.raises(
        DataError, match=r"no such file. Give the folder that holds world/cp2015/cp2015_nafta.npz with --from"
    ):
        tariffs.build(tmp_path, tmp_path)


def test_the_shipped_rates_are_rebuilt_from_their_source(shared, tmp_path):
    made = {"world": tariffs.build(shared, tmp_path)}
    assert (tmp_path / "tariffs.npz").read_bytes() == (folder() / "tariffs.npz").read_bytes()
    made["world-annual"] = later.build(shared, ni.load("world", 2022), tmp_path)
    assert (tmp_path / "tariffs.npz").read_bytes() == (folder("world-annual") / "tariffs.npz").read_bytes()
    assert made == {name: package(name)["tariffs"] for name in tariffs.SETS}


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


# ---- rates of 2022


@pytest.fixture(scope="module")
def now():
    """Return rates of 2005 and 2022, and the imports of 2022 that weigh them, of the economies that have rates."""
    w, old, new = ni.load("world", 2022), tariffs.rates(), tariffs.rates("world-annual")
    goods, regions = [w.industries.index(c) for c in old.industries], [w.regions.index(c) for c in old.regions]
    trade = (w.Z4.sum(axis=3) + w.Y3)[np.ix_(regions, goods, regions)].transpose(1, 2, 0).copy()
    trade[:, range(len(regions)), range(len(regions))] = 0.0
    return old, new, trade


def test_means_are_those_that_the_world_bank_states(shared, now):
    """Weighted with imports of the same year, as its figure is; trade within the European Union is no import of it."""
    old, new, trade = now
    lines = pd.read_csv(shared / later.LEVELS)
    lines = lines[(lines["series"] == "TM.TAX.MRCH.WM.AR.ZS") & (lines["year"] == 2022)]
    stated = lines.set_index("country_code")["value"] / 100
    union = [old.regions.index(c) for c in ("DEU", "FRA", "ITA", "ESP", "REU")]
    for reporter, members in [
        (c, [old.regions.index(c)]) for c in ("AUS", "BRA", "CHN", "IDN", "JPN", "KOR", "TUR")
    ] + [("POL", union)]:
        outside = [i for i in range(len(old.regions)) if i not in members]
        weights = trade[np.ix_(range(len(trade)), members, outside)]
        rates = new.values[np.ix_(range(len(trade)), members, outside)]
        assert (rates * weights).sum() / weights.sum() == pytest.approx(stated[reporter], abs=2e-6), reporter
        assert {new.years[m] for m in members} == {2022}
    assert lines.loc[lines["country_code"].isin(["CZE", "GRC", "HUN", "POL", "SVK"]), "value"].nunique() == 1


def test_the_level_moves_and_the_pattern_stays(now):
    old, new, _ = now
    for r, (code, year) in enumerate(zip(new.regions, new.years, strict=True)):
        if year == later.COLLECTED:
            assert code == "USA"
            continue
        charged = old.values[:, r] > 1e-3
        ratio = new.values[:, r][charged] / old.values[:, r][charged]
        assert np.ptp(ratio) < 2e-3
        assert (year == 2005) == np.allclose(ratio, 1)
        assert not new.values[:, r][old.values[:, r] == 0].any()
    common = [new.regions.index(c) for c in ("DEU", "FRA", "ITA", "ESP", "REU")]
    japan = new.regions.index("JPN")
    assert_allclose(new.values[[8, 9, 12]][:, common, japan].std(axis=1), 0, atol=2e-3)


def test_the_united_states_charge_what_they_collected(shared, now):
    """Much on goods of China, next to nothing within North America; sums of duties are those of the lines."""
    _, new, _ = now
    charged = new.values[:, new.regions.index("USA")]
    assert charged[:, new.regions.index("CHN")].mean() > 0.1
    assert charged[:, [new.regions.index(c) for c in ("MEX", "CAN")]].max() < 0.02
    lines = later.by_industry(later.chapters(shared))
    sums = lines.groupby(["economy", "industry"])[["duty", "imports"]].sum().drop(index=["TWN", "RUS"])
    rates = [charged[new.industries.index(i), new.regions.index(e)] for e, i in sums.index]
    assert_allclose((rates * sums["imports"]).sum(), sums["duty"].sum(), rtol=1e-4)


def test_importers_without_a_mean_of_2022_are_refused(tmp_path):
    path = tmp_path / "levels.csv"
    path.write_text(f"country_code,year,series,value\nCHN,2022,{later.SERIES},2.18\nRUS,2021,{later.SERIES},4.17\n")
    assert later.means(path, {"CHN": ["CHN"]}) == {"CHN": pytest.approx(0.0218)}
    with pytest.raises(DataError, match=r"no TM.TAX.MRCH.WM.AR.ZS of 2022 for RUS. Take them out of tariffs.yaml"):
        later.means(path, {"CHN": ["CHN"], "RUS": ["RUS"]})
    with pytest.raises(DataError, match=r"no such file. Give the folder that holds .*wdi_tariffs"):
        later.means(tmp_path / "none.csv", {})


def test_another_collection_has_the_same_order_of_importers_and_of_goods(shared, now):
    """Statutory rates of 2022 by another collection, beside: means of importers within 4 points, patterns alike.

    It has no additional duties, hence none of the United States, and is not shipped.
    """
    old, new, trade = now
    oracle = shared / "recent" / "world_tables" / "tariffs_teti_81x28_classC" / "tariffs_2018_2022.npz"
    with np.load(oracle) as held:
        stated, codes = held["tariff"][list(held["years"]).index(2022)].transpose(2, 1, 0), list(held["economies"])
        sectors = list(held["sectors"])
    with np.load(shared / FILES["bilateral"].format(year=2022)) as held:
        flows = held["X"].transpose(2, 1, 0) * ~np.eye(len(codes), dtype=bool)
    to = concordance("wiod41_to_wiod20").targets_of
    economies = np.array([[to.get(c, ("ROW",)) == (r,) for c in codes] for r in old.regions], dtype=float)
    goods = np.array(
        [[s in SECTORS28.get(k, SECTORS28["c4+c5"]) for s in sectors] for k in old.industries], dtype=float
    )
    weights, duties = (
        np.einsum("Gg,Nn,Ii,gni->GNI", goods, economies, economies, m, optimize=True) for m in (flows, flows * stated)
    )
    rates = duties / np.where(weights > 0, weights, 1.0)
    means, patterns = {}, {}
    for r, code in enumerate(old.regions):
        if new.years[r] == later.YEAR:
            on = (trade[:, r] > 0) & (old.values[:, r] + rates[:, r] > 0)
            means[code] = [float((v[:, r] * trade[:, r]).sum() / trade[:, r].sum()) for v in (new.values, rates)]
            patterns[code] = float(np.corrcoef(new.values[:, r][on], rates[:, r][on])[0, 1])
    got = np.array(list(means.values()))
    assert np.abs(got[:, 0] - got[:, 1]).max() < 0.04, means
    assert np.corrcoef(got.T)[0, 1] > 0.7, means
    assert min(patterns.values()) > 0.2, patterns
