"""Where power comes from, may come from, and what that does to every industry."""

from __future__ import annotations

import csv
from itertools import permutations
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.analyses.green.energy import SOURCES, check_mix, definition, factors, power_mix, read_source_property
from newind.analyses.green.energy_effect import mix_effect
from newind.analyses.green.energy_scenario import mix_scenario
from newind.charts.proofs import AreaStack, Bars, Lines
from newind.data import reference
from newind.data.reference.power import generation
from newind.errors import DataError, UnknownNameError
from newind.measures.context import Context
from newind.questions.green.findings_transition import power

CLEAN = {"coal": 0.2, "wind": 0.4, "solar": 0.4}


@pytest.fixture(scope="module")
def world():
    return ni.load("world", 2011)


# ---- what is assumed
def test_each_source_has_every_figure_with_its_range():
    assert tuple(definition()["sources"]) == SOURCES
    for name in ("cost", "learning", "lifetime"):
        a = read_source_property(name)
        assert np.isfinite([a.value, a.low, a.high]).all()
        assert ((a.low <= a.value) & (a.value <= a.high)).all()
    f = factors()
    assert ((f.low <= f.value) & (f.value <= f.high)).all()
    assert_allclose(f.value[0], 94.6 * 3.6 / 0.36 / 1000)
    every = [figure for said in definition()["sources"].values() for figure in said.values()]
    assert all(figure["status"] in ("sourced", "assumed") for figure in every)


# ---- observed
@pytest.mark.parametrize("region", ["CHN", "USA", "DEU", "IND", "REU", "ROW", "WLD"])
def test_shares_sum_to_one(region):
    found = power_mix(region)
    assert_allclose(found.shares.sum(axis=1), 1.0)
    assert_allclose(found.build_peer_table().groupby("region")["share"].sum(), 1.0)
    assert found.year == generation().list_years(region)[-1] == found.years[-1]
    assert found.status == "observed"


def test_a_share_is_that_of_the_shipped_file():
    """Recomputed from the csv without the loader."""
    with (reference.folder("power") / "generation.csv").open(encoding="utf-8") as file:
        (row,) = [r for r in csv.DictReader(file) if (r["economy"], r["year"]) == ("CHN", "2011")]
    total = sum(float(row[k]) for k in SOURCES)
    found = power_mix("CHN", 2011, peers=["IND"])
    assert found.mix["coal"] == pytest.approx(float(row["coal"]) / total)
    table = found.table()
    line = table[(table["year"] == 2011) & (table["source"] == "coal")].iloc[0]
    assert line["value"] == pytest.approx(float(row["coal"]))
    assert line["unit"] == "TWh"
    assert isinstance(found.chart(), AreaStack)
    assert found.fossil[11] == pytest.approx(sum(found.mix[k] for k in ("coal", "gas", "other_fossil")))


def test_peers_are_compared_in_the_last_year_of_all():
    """Of every economy with every other: never a year that one of them lacks, never an earlier one than need be."""
    for region, peer in permutations(generation().economies, 2):
        found = power_mix(region, peers=[peer])
        assert found.beside_year == min(found.year, power_mix(peer).year)
        rows = found.build_peer_table()
        assert set(rows["year"]) == {found.beside_year}
        own, other = (power_mix(c, found.beside_year).now for c in (region, peer))
        assert_allclose(rows["share"], [*own, *other])
    assert power_mix("CHN", 2010).beside_year == power_mix("CHN", 2010, peers=[]).beside_year == 2010


@pytest.mark.parametrize("peer", ["IDN", "CHN"])
def test_a_finding_names_the_year_of_its_peers_where_it_is_another(peer):
    """The economy in its own last year, peers in that of all, in the sentence and in what stands behind it."""
    found = power_mix("IND", peers=[peer])
    (said,) = power(Context.from_accounts(ni.load("world"), "IND", peers=[peer]))
    assert said.year == found.year
    assert f"({found.year})" in said.sentence["en"]
    rows = said.evidence.set_index("region").loc[[peer]]
    assert rows["year"].tolist() == [found.beside_year]
    apart = found.beside_year != found.year
    assert said.sentence["en"].endswith(f" in {found.beside_year}") == apart
    assert (f"，{found.beside_year}年参照" in said.sentence["zh"]) == apart


def test_unknown_economies_and_years_are_refused():
    with pytest.raises(UnknownNameError, match="unknown economy 'CN-GD'"):
        power_mix("CN-GD")
    for region in ("CHN", "IDN"):
        last = generation().list_years(region)[-1]
        with pytest.raises(DataError, match=rf"no figures of {last + 1}\. Years are 2000 to {last}"):
            power_mix(region, last + 1)


# ---- scenario
def test_a_scenario_starts_from_what_is_observed_and_sums_to_one():
    s = mix_scenario("CHN", draws=50)
    assert (s.years[0], s.years[-1]) == (2024, 2035)
    assert_allclose(s.shares[0], power_mix("CHN", 2024).now)
    assert_allclose(s.shares.sum(axis=1), 1.0)
    assert (s.low <= s.high).all()
    assert ((s.low[-1] <= s.shares[-1]) & (s.shares[-1] <= s.high[-1])).all()
    assert s.factor_low[-1] < s.factor[-1] < s.factor_high[-1]
    assert set(s.table()["status"]) == {"observed", "simulated"}
    assert isinstance(s.chart(), AreaStack)
    assert isinstance(s.lines("solar"), Lines)


def test_a_carbon_price_moves_away_from_coal_the_more_the_higher():
    found = [mix_scenario("CHN", carbon_price=c, draws=1) for c in (0, 20, 50, 100)]
    assert (np.diff([s.mix()["coal"] for s in found]) < 0).all()
    assert (np.diff([s.factor[-1] for s in found]) < 0).all()


def test_the_same_seed_gives_the_same_range():
    a, b = (mix_scenario("IND", draws=20, seed=3) for _ in range(2))
    assert_allclose(a.low, b.low, rtol=0)
    assert not np.allclose(a.low[-1], mix_scenario("IND", draws=20, seed=4).low[-1], rtol=1e-9)


def test_the_first_year_by_hand():
    """One step, worked out from the shipped figures without the kernel."""
    g = power_mix("USA").generated[: len(generation().whole.years)]
    left = np.exp(-1 / read_source_property("lifetime").value)
    built = np.maximum(g[-1] - g[-6] * left**5, 0)
    growth = (g[-1].sum() / g[-11].sum()) ** 0.1 - 1
    need = g[-1].sum() * (1 + growth * (1 - 0.5))
    want = g[-1] * left + (need - (g[-1] * left).sum()) * built / built.sum()
    got = mix_scenario("USA", to=2025, draws=1)
    assert_allclose(got.shares[1] * got.generated[1], want)


def test_a_mix_of_ones_own_is_reached_in_equal_steps():
    s = mix_scenario("CHN", to=2034, mix=CLEAN, growth=0.0)
    assert s.mix() == pytest.approx({k: CLEAN.get(k, 0.0) for k in SOURCES})
    start = power_mix("CHN", s.years[0]).mix["coal"]
    assert s.mix(2029)["coal"] == pytest.approx((start + 0.2) / 2)
    assert_allclose(s.generated, s.generated[0])
    assert s.draws == 0
    with pytest.raises(DataError, match="no year 2040"):
        s.mix(2040)


@check_each(
    ("options", "said"),
    [
        ({"to": 2024}, "Give a year from 2025"),
        ({"to": 2100}, "to 2060"),
        ({"carbon_price": -1.0}, "zero or more"),
        ({"carbon_price": float("nan")}, "zero or more"),
        ({"draws": 0}, "one or more"),
        ({"growth": -2.0}, "growth of generation is -2"),
        ({"mix": CLEAN, "carbon_price": 10.0}, "Give one of the two"),
        ({"mix": {"coal": 0.7, "wind": 0.5}}, "shares sum to 1.2, not 1"),
        ({"mix": {"coal": 70, "wind": 30}}, "not per cent"),
        ({"mix": {"coal": 1.1, "wind": -0.1}}, "from 0 to 1: 'coal 1.1', 'wind -0.1'"),
    ],
)
def test_what_cannot_be_is_refused(options, said):
    with pytest.raises(DataError, match=said):
        mix_scenario("CHN", **options)


def test_an_unknown_source_is_named():
    with pytest.raises(UnknownNameError, match="unknown source of power 'sun'"):
        check_mix({"sun": 1.0})
    with pytest.raises(UnknownNameError, match="unknown source of power 'sun'"):
        mix_scenario("CHN", draws=1).lines("sun")


# ---- effect
def test_the_same_mix_changes_nothing(world):
    e = mix_effect(world, "CHN", power_mix("CHN", 2011).mix)
    assert e.scale == e.scale_low == e.scale_high == 1.0
    assert_allclose(e.after, e.before)
    assert (e.produced, e.footprint) == (e.produced_after, e.footprint_after)


@pytest.mark.parametrize("region", ["CHN", "DEU"])
def test_intensities_are_those_of_other_emissions(world, region):
    """Recomputed by solving the whole world again with the emissions of the power industry scaled."""
    e = mix_effect(world, region, CLEAN)
    r, u = world.regions.index(region), world.industries.index("c17")
    F = world.satellite("co2").values.copy()
    F[r * world.S + u] *= CLEAN["coal"] * factors().value[0] / (power_mix(region, 2011).now @ factors().value)
    f = np.divide(F, world.x, out=np.zeros_like(F), where=world.x > 0)
    chain = np.linalg.solve(np.eye(world.n) - world.A.T, f)
    cells = slice(r * world.S, (r + 1) * world.S)
    assert_allclose(e.after, chain[cells], rtol=1e-9)  # kt per million USD are kg per USD
    footprint = (chain @ world.Yr[:, r] + world.final("co2")[r]) / 1e3
    assert e.footprint_after == pytest.approx(footprint)
    assert e.produced_after == pytest.approx((F[cells].sum() + world.final("co2")[r]) / 1e3)
    assert ((e.power_share >= 0) & (e.power_share <= 1)).all()


def test_the_range_holds_the_middle_and_it_is_said_what_it_is(world):
    e = mix_effect(world, "CHN")
    assert e.mix_year == power_mix("CHN").year
    assert e.explained == pytest.approx(
        power_mix("CHN").generated[11]
        @ factors().value
        * 1e3
        / world.satellite("co2").values[world.industries.index("c17")]
    )
    assert np.isnan(mix_effect(world, "CHN", CLEAN, base=power_mix("CHN", 2011).mix).explained)
    assert e.scale_low <= e.scale <= e.scale_high
    assert (e.low <= e.high).all()
    table = e.table()
    assert set(table["status"]) == {"simulated"}
    assert set(table["unit"]) == {"kg/USD"}
    assert "proxy" in e.note["en"]
    assert "2011" in e.note["zh"]
    assert isinstance(e.chart(), Bars)
    assert e.chart().rows[0].code == "c17"
    assert e.power_chart().parts is not None


def test_a_scenario_counts_with_its_last_year(world):
    s = mix_scenario("CHN", draws=20)
    e = mix_effect(world, "CHN", s)
    assert e.mix_year == 2035
    assert e.scale == pytest.approx(s.factor[-1] / power_mix("CHN", 2011).factor[11])
    assert e.scale_low < e.scale < e.scale_high


def test_a_table_with_a_boundary_gives_the_own_chain():
    """Attach CO2 to the national table: along the chain in China only, no footprint."""
    w = ni.load("china", 2017)
    F = np.where(np.arange(w.n) < w.S, 1000.0, 0.0)
    w = w._replace(satellites={**w.satellites, "co2": ni.Satellite(F, unit="kt", final=np.zeros(w.R))})
    e = mix_effect(w, "CHN", CLEAN)
    assert np.isnan(e.footprint)
    assert e.unit == "kg/CNY"
    assert "lower bound" in e.note["en"]
    A = w.A[: w.S, : w.S]
    f = np.divide(F, w.x, out=np.zeros_like(F), where=w.x > 0)[: w.S]
    assert_allclose(e.before, np.linalg.solve(np.eye(w.S) - A.T, f), rtol=1e-9)


def test_without_co2_a_power_industry_or_a_mix_it_is_refused(world):
    with pytest.raises(DataError, match="accounts of 2020 have no CO2"):
        mix_effect(ni.load("china"), "CHN")
    with pytest.raises(DataError, match=r"shares sum to 1\.2"):
        mix_effect(world, "CHN", {"coal": 0.7, "wind": 0.5})
    with pytest.raises(DataError, match=r"accounts of 1999 have no CO2.*to 2022"):
        mix_effect(ni.load("world", 1999), "CHN")
    with pytest.raises(DataError, match="nothing to scale"):
        mix_effect(world, "CHN", CLEAN, base={"hydro": 1.0})
    with pytest.raises(UnknownNameError, match="CHM"):
        mix_effect(world, "CHM")


def test_a_panel_names_its_last_year_with_co2(world):
    with pytest.raises(DataError, match=r"accounts of 2012 have no CO2.*The last year with CO2 is 2011\."):
        mix_effect(ni.Panel([world, world._replace(year=2012, satellites={})]), "CHN")


def test_regions_without_a_mix_must_bring_one():
    from newind.analyses.green.energy_effect import _mixes

    with pytest.raises(DataError, match=r"CN-GD: no power mix is shipped.*base= \(of 2017\)"):
        _mixes(SimpleNamespace(year=2017), "CN-GD", CLEAN, None)
