"""CO2 and facts of the annual world: sums are those of the sources, what is published stands beside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.annual import carbonchecks, emissions, facts, labour
from builders.annual.build import add_figures, read_carbon
from builders.annual.concordances import ECONOMIES, economies
from builders.annual.emissions import EMITTERS, SECTORS, Carbon, GlobalCarbonBudget
from newind.accounts.classification import load
from newind.accounts.satellite import Facts
from newind.data.reference import package
from newind.errors import DataError
from newind.measures.measure import explain_missing_data
from newind.measures.registry import indicators

NAME = "world-annual"
NEEDS = ("satellite:co2", "fact:gdp_ppp", "fact:population", "fact:rd_intensity", "fact:urbanisation")
RNG = np.random.default_rng(11)


@pytest.fixture(scope="module")
def world() -> ni.Panel:
    return ni.load(NAME)


def made(w: ni.Accounts) -> np.ndarray:
    """CO2 by economy, households among it, Mt."""
    co2 = w.satellites["co2"]
    return (co2.values.reshape(w.R, -1).sum(axis=1) + co2.final.reshape(w.R, -1).sum(axis=1)) / 1e3


# ---- what is shipped


def test_every_year_has_carbon_and_facts_in_the_units_of_the_world_and_measures_alike(world: ni.Panel) -> None:
    like = ni.load("world", year=2009)
    ids = [e.id for e in indicators() if {*e.needs} & {*NEEDS} and {*e.needs} <= {*NEEDS, "closed"}]
    assert len(ids) > 10
    for w in world:
        for name, fact in w.facts.items():
            assert (fact.unit, fact.combine, fact.follows) == (
                like.facts[name].unit,
                like.facts[name].combine,
                like.facts[name].follows,
            )
        co2 = w.satellites["co2"]
        assert (co2.unit, co2.follows, co2.status) == ("kt", "emissions", "estimated")
        assert (co2.values >= 0).all()
        assert all(not explain_missing_data(indicators()[id], w, None) for id in ids)
    shown = ni.measure(world[2022], ids, "CHN")
    assert shown["value"].notna().any()
    assert set(ids) <= set(shown["id"] if "id" in shown else shown["indicator"])


def test_carbon_at_home_and_of_carriers_adds_up_to_what_is_shipped(world: ni.Panel) -> None:
    stated = package(NAME)["carbon_footprints"]
    for w in world:
        of_year = stated[str(w.year)]
        both = [of_year[code]["produced"] + of_year[code]["bunkers"] for code in w.regions]
        assert_allclose(made(w), both, atol=0.11)
        produced, consumed = (sum(f[name] for f in of_year.values()) for name in ("produced", "consumed"))
        assert consumed == pytest.approx(produced, abs=2.0)  # nothing is lost between makers and users
        assert sum(f["consumed_in_budget"] for f in of_year.values()) == pytest.approx(produced, abs=2.0)


def test_the_band_of_carbon_is_no_narrower_than_the_difference_to_the_budget() -> None:
    stated = package(NAME)
    band = stated["bands"]["s3.carbon_consumption"]
    for of_year in stated["carbon_footprints"].values():
        for code, figures in of_year.items():
            if code != "TWN":
                limit = band["band_rest" if code == "ROW" else "band"]
                assert abs(carbonchecks.difference(figures)) <= limit + 1e-6
    china = stated["carbon_footprints"]["2022"]["CHN"]
    assert abs(carbonchecks.difference(china)) < 0.07


def test_widening_keeps_other_bands_and_never_narrows() -> None:
    figures = {code: {"consumed": 11.0, "consumed_in_budget": 10.0} for code in ECONOMIES}
    figures |= {"TWN": {"consumed": 2.0, "consumed_in_budget": 10.0}}
    bands = {
        "s3.carbon_consumption": {"band": 0.05, "band_rest": 0.2},
        "s4.dva_share": {"band": 0.01, "band_rest": 0.0},
    }
    wide = carbonchecks.widen(bands, {"2022": figures})
    assert wide["s3.carbon_consumption"] == {"band": pytest.approx(0.1), "band_rest": 0.2}
    assert wide["s4.dva_share"] == bands["s4.dva_share"]
    assert bands["s3.carbon_consumption"]["band"] == 0.05


def test_industries_of_the_largest_economies_lie_near_gases_of_the_oecd() -> None:
    """Within industries whose gases are mostly CO2; economies with less than 100 Mt in one are not judged."""
    beside = package(NAME)["greenhouse_gases_2022"]
    assert "ROW" not in beside
    for region in ("CHN", "USA", "JPN", "KOR", "EU27"):
        for industry in ("c11", "c12", "c17"):
            co2, gases = beside[region][industry]
            if gases > 100:
                assert 0.75 < co2 / gases < 1.25, (region, industry)


def test_labour_is_known_to_2014_and_earns_less_than_there_is(world: ni.Panel) -> None:
    for w in world:
        assert ("labour_compensation" in w.satellites) == (w.year <= labour.LAST)
        if w.year <= labour.LAST:
            paid = w.satellites["labour_compensation"]
            share = paid.values.reshape(w.R, -1).sum(axis=1) / w.value_added.reshape(w.R, -1).sum(axis=1)
            unknown = [code for code, v in zip(w.regions, share, strict=True) if np.isnan(v)]
            assert unknown == ["TWN", "ROW"]
            assert 0.3 < np.nanmin(share) < np.nanmax(share) < 0.7
            assert (paid.status, paid.unit) == ("estimated", "M.USD")


def test_sources_are_told_in_chinese_too(world: ni.Panel) -> None:
    told = (Path(ni.__file__).parent / "measures" / "zh.yaml").read_text("utf-8")
    stated = {figure.source for w in world for figure in (*w.satellites.values(), *w.facts.values())}
    assert not [source for source in stated if f'"{source}":' not in told]


# ---- steps


def test_emitters_are_those_of_the_pattern() -> None:
    for row in SECTORS.values():
        main, minor = row["main"].split(), row["minor"].split()
        assert {*main, *minor} <= {*EMITTERS}
        assert not {*main} & {*minor}
    assert (emissions.weights() > 0).all()


def drawn() -> tuple[np.ndarray, np.ndarray, GlobalCarbonBudget]:
    pattern = RNG.uniform(1, 5, (20, 57))
    edgar = RNG.uniform(1, 2, (20, 8))
    edgar *= (pattern.sum(axis=1) / edgar.sum(axis=1))[:, None]
    return pattern, edgar, GlobalCarbonBudget(RNG.uniform(5, 9, 20), RNG.uniform(5, 9, 20), {"H50": 3.0, "H51": 8.0})


def test_carbon_meets_totals_and_sectors_move_their_emitters_alike() -> None:
    pattern, edgar, budget = drawn()
    waste = list(SECTORS).index("Waste")
    later = edgar.copy()
    later[:, waste] *= 1.5
    of_year = {2014: edgar, 2022: later}
    found = emissions.estimate({2014: pattern}, of_year, dict.fromkeys(of_year, budget), (2014, 2022))
    for c in found.values():
        assert_allclose(c.home.sum(axis=1), budget.territorial)
        assert_allclose([c.bunkers[:, EMITTERS.index(code)].sum() for code in budget.bunkers], [3.0, 8.0])
        assert c.bunkers.sum() == pytest.approx(11.0)
        assert_allclose(c.all, c.home + c.bunkers)
    growth = found[2022].home / found[2014].home
    most = EMITTERS.index("E37-E39")
    assert (growth[:, most] > growth[:, EMITTERS.index("D35")]).all()


def test_shares_of_emitters_are_kept_in_economies_but_not_in_the_rest() -> None:
    pattern, edgar, _ = drawn()
    within = emissions.shares(pattern, edgar)
    assert_allclose(within.sum(axis=1), 1.0)
    kept = np.einsum("ris,rs->ri", within, edgar)
    assert_allclose(kept[:-1], pattern[:-1], rtol=1e-3)
    assert not np.allclose(kept[-1], pattern[-1], rtol=1e-2)


def test_carriers_burn_no_more_than_they_emit() -> None:
    pattern = np.ones((20, 57))
    home, abroad = emissions.at_home(pattern, {"H50": 10.0, "H51": 99.0})
    assert_allclose(home + abroad, pattern)
    assert_allclose(abroad[:, EMITTERS.index("H50")], 0.5)
    assert_allclose(home[:, EMITTERS.index("H51")], 0.0)
    assert (abroad > 0).any(axis=0).sum() == 2


def test_the_satellite_loses_nothing_and_divides_textiles_by_output(world: ni.Panel) -> None:
    w = world[2014]
    emitted = RNG.uniform(1, 5, (20, 57))
    co2 = emissions.satellite(w, emitted)
    assert_allclose(co2.values.reshape(20, -1).sum(axis=1), emitted[:, :-1].sum(axis=1), atol=0.01)
    assert_allclose(co2.final.reshape(20, -1)[:, w.demand.index("c37")], emitted[:, -1], atol=1e-4)
    c4, c5 = (load_index(w, code) for code in ("c4", "c5"))
    x, values = w.x.reshape(20, -1), co2.values.reshape(20, -1)
    assert_allclose(values[:, c4] / values[:, c5], x[:, c4] / x[:, c5], rtol=1e-3)


def load_index(w: ni.Accounts, code: str) -> int:
    assert code in load("wiod26")
    return w.industries.index(code)


def test_footprints_share_out_all_carbon(world: ni.Panel) -> None:
    w = world[2020]
    home = emissions.satellite(w, RNG.uniform(1, 5, (20, 57)))
    assert carbonchecks.compute_carbon_footprint(w, home).sum() == pytest.approx(home.total, rel=1e-9)
    zero = Carbon(np.ones((20, 57)), np.zeros((20, 57)))
    beside = carbonchecks.footprints(w, home, zero, GlobalCarbonBudget(np.ones(20), np.ones(20), {}))
    assert list(beside) == list(w.regions)
    assert {f["bunkers"] for f in beside.values()} == {0.0}


# ---- sources


def test_reunion_is_not_the_rest_of_the_european_union() -> None:
    """EDGAR calls Réunion REU, the code of 22 members of the European Union here."""
    assert economies(["REU", "AUT"]).argmax(axis=0).tolist() == [ECONOMIES.index("ROW"), ECONOMIES.index("REU")]


def test_missing_sources_are_named(tmp_path: Path) -> None:
    for read in (emissions.read_edgar, emissions.read_budget, facts.facts_by_year):
        with pytest.raises(DataError, match="there is no such file"):
            read(tmp_path)
    frame = pd.DataFrame({"type": ["territorial"], "year": [2022], "country": ["World"], "mtco2": [1.0]})
    path = tmp_path / emissions.BUDGET
    path.parent.mkdir(parents=True)
    frame.to_parquet(path)
    with pytest.raises(DataError, match="economies missing"):
        emissions.read_budget(tmp_path, [2022])
    frame = pd.DataFrame(
        {"substance": ["CO2"], "iso3": ["CHN"], "year": [2022], "sector": ["Waste"], "mt_co2eq": [1.0]}
    )
    frame.to_parquet(tmp_path / emissions.EDGAR)
    with pytest.raises(DataError, match="sectors missing"):
        emissions.read_edgar(tmp_path, [2022])


@pytest.fixture(scope="module")
def again(shared: Path) -> tuple[dict[int, Carbon], dict[int, GlobalCarbonBudget], dict[int, Facts]]:
    for file in (emissions.EDGAR, emissions.BUDGET, facts.PENN, facts.OUTLOOK):
        if not (shared / file).is_file():
            pytest.skip(f"the collected figures lack {file}")
    years = (2014, 2022)
    return *read_carbon(shared, years), facts.facts_by_year(shared, years)


def test_carbon_and_facts_made_again_are_the_shipped_ones(
    again: tuple[dict[int, Carbon], dict[int, GlobalCarbonBudget], dict[int, Facts]], world: ni.Panel, shared: Path
) -> None:
    carbon, budget, known = again
    for year in carbon:
        paid = labour.read_shares(shared, year) if year <= labour.LAST else None
        w = add_figures(world[year], carbon[year], known[year], paid)
        assert set(w.satellites) == set(world[year].satellites)
        for name, one in world[year].satellites.items():
            assert_allclose(w.satellites[name].values, one.values, rtol=1e-9, atol=1e-3)
        assert_allclose(w.satellites["co2"].values, world[year].satellites["co2"].values, atol=1e-3)
        for name, fact in world[year].facts.items():
            assert_allclose(w.facts[name].values, fact.values, rtol=1e-9)
            assert (w.facts[name].status, w.facts[name].source) == (fact.status, fact.source)
        home = emissions.satellite(w, carbon[year].home)
        beside = carbonchecks.footprints(w, home, carbon[year], budget[year])
        stated = package(NAME)["carbon_footprints"][str(year)]
        for code in w.regions:
            assert beside[code] == pytest.approx(stated[code], abs=0.11)


def test_world_totals_are_those_of_the_budget(
    again: tuple[dict[int, Carbon], dict[int, GlobalCarbonBudget], dict[int, Facts]], shared: Path
) -> None:
    carbon = again[0]
    frame = pd.read_parquet(shared / emissions.BUDGET)
    world = frame[(frame["country"].astype(str) == "World") & (frame["type"].astype(str) == "territorial")]
    for year, c in carbon.items():
        assert c.all.sum() / 1e3 == pytest.approx(float(world.loc[world["year"] == year, "mtco2"].iloc[0]), rel=1e-6)


def test_the_table_of_gases_is_computed(world: ni.Panel, shared: Path) -> None:
    if not (shared / carbonchecks.GASES).is_file():
        pytest.skip(f"the collected figures lack {carbonchecks.GASES}")
    found = carbonchecks.gases(shared, world[2022].satellites["co2"])
    for region, figures in package(NAME)["greenhouse_gases_2022"].items():
        for name, pair in figures.items():
            assert found[region][name] == pytest.approx(pair, abs=0.11)
    frame = pd.read_parquet(shared / carbonchecks.GASES)
    china = frame[frame["region"].astype(str) == "CHN"]["mt_co2e"].sum()
    assert found["CHN"]["all"][1] == pytest.approx(china, abs=0.1)


def test_products_join_the_prices_of_the_set_world(
    again: tuple[dict[int, Carbon], dict[int, GlobalCarbonBudget], dict[int, Facts]], shared: Path
) -> None:
    old, new = (facts.read_penn(shared, "rgdpo", [2017]), facts.facts_by_year(shared, [2017])[2017]["gdp_ppp"].values)
    usa = facts.REGIONS.index("USA")
    assert new[ECONOMIES.index("USA")] == pytest.approx(old[usa, 0], rel=1e-9)
    late, early = again[2][2022]["persons_engaged"], again[2][2014]["persons_engaged"]
    assert (late.status, early.status) == ("estimated", "observed")
    assert np.isfinite(late.values[:-1]).all()
