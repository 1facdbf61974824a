"""The shipped set growth: whole, its identities, what its sources say, and refused where a source does not fit."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders import growth as growth_build, now_sources
from builders.catalogue import build
from builders.growth_sources import PANELS, build_figures, build_projections, extend_figures, read
from each import check_each
from newind.accounts.classification import concordance
from newind.accounts.groups import group
from newind.data import reference
from newind.data.reference import facts, growth, now_layouts
from newind.data.reference.growth import aggregate_economies, labels, projected_figures, yearly_figures
from newind.errors import DataError, UnknownNameError

ROUNDING = 10.0**-5
LEVELS = ["gdp_volume", "gdp_ppp", "population", "persons_engaged", "capital", "co2"]
SAID = reference.package("growth")
COLUMNS = SAID["growth"]["columns"]


@pytest.fixture(scope="module")
def panels(shared):
    return read(shared)


@pytest.fixture(scope="module")
def penn(panels):
    """Return both editions of the Penn World Table, by the name that the figures have for them."""
    return {name: panels.panels[name].set_index(["countrycode", "year"]) for name in ("penn", "penn10")}


def edition(name):
    """Return the edition of the Penn World Table that a figure is of, what it is called there, and its last year."""
    said = growth_build.definition()["columns"][name]
    which = next((e for e in ("penn", "penn10") if e in said), None)
    return which, said.get(which), said["last"]


def row(name, economy):
    g = yearly_figures()
    return g.values[name][g.at(economy)]


# ---- what is shipped
def test_it_is_whole_and_small():
    g = yearly_figures()
    assert g.years == tuple(range(1990, 2026))
    assert g.economies == concordance("wiod41_to_wiod20").sources
    assert set(g.values) == set(COLUMNS) == set(g.unit) == set(g.source) == set(g.status) == set(g.coverage)
    assert all(v.shape == (41, 36) and not v.flags.writeable for v in g.values.values())
    assert sum(p.stat().st_size for p in reference.folder("growth").iterdir()) < 2e5
    assert growth.verify() == []


@check_each("name", COLUMNS)
def test_figures_are_known_where_the_package_says(name):
    g = yearly_figures()
    lacks = COLUMNS[name]["unknown_for"]
    want = np.array(
        [[g.status_in(name, y) != "unknown" and y not in lacks.get(c, []) for y in g.years] for c in g.economies]
    )
    assert (np.isfinite(g.values[name]) == want).all()
    assert (g.values[name][want] > 0).all()
    assert set(lacks) <= set(g.economies) - {growth.REST}


def test_who_is_unknown():
    lacks = {name: set(of["unknown_for"]) for name, of in COLUMNS.items()}
    alone = {name for name, who in lacks.items() if who == {"TWN"}}
    assert alone == {"gdp_reported"}
    assert {name for name, who in lacks.items() if who - {"TWN"}} == {"hours", "tfp_level"}


def test_status_by_year():
    g = yearly_figures()
    for name in ("gdp_volume", "gdp_reported", "population"):
        assert [g.status_in(name, y) for y in (2024, 2025)] == ["observed", "estimated"]
    assert [g.status_in("co2", y) for y in (2024, 2025)] == ["observed", "unknown"]
    assert [g.status_in("capital", y) for y in (2023, 2024)] == ["observed", "unknown"]
    assert {name: g.find_last_observed_year(name) for name in ("gdp_volume", "co2", "human_capital")} == {
        "gdp_volume": 2024,
        "co2": 2024,
        "human_capital": 2019,
    }
    assert {status for spans in g.status.values() for *_, status in spans} == {"observed", "estimated"}


def test_all_is_named_in_both_languages():
    for part in ("column", "source", "unit"):
        assert set(labels(part)) == set(COLUMNS)
        assert all(names["en"] and names["zh"] for names in labels(part).values())
    assert "自2023年起按国际货币基金组织" in labels("source")["gdp_volume"]["zh"]


def test_units_and_sources_are_those_of_the_facts_of_the_world():
    for name, (code, unit, _) in facts.VARIABLES.items():
        if name in COLUMNS and edition(name)[0] == "penn10":
            assert COLUMNS[name]["unit"] == unit
            assert COLUMNS[name]["source"].startswith(f"{facts.PENN}, {code}")


def test_it_agrees_with_the_facts_of_the_shipped_world():
    w = ni.load("world", 2011)
    g = yearly_figures().growth_of(w.regions.codes)
    for name in ("population", "persons_engaged"):
        known = np.isfinite(w.facts[name].values)
        assert [c for c, there in zip(w.regions.codes, known, strict=True) if not there] == ["ROW"]
        assert_allclose(g.values[name][known, g.year_at(2011)], w.facts[name].values[known], rtol=ROUNDING)


def test_a_change_is_seen_and_line_ends_are_not(tmp_path, monkeypatch):
    shutil.copytree(reference.folder("growth"), tmp_path / "growth")
    monkeypatch.setattr(reference, "folder", lambda name: tmp_path / name)
    path = tmp_path / "growth" / growth.FILE
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert growth.verify() == []
    path.write_bytes(text.replace(b"AUS,1990,", b"AUS,1990,1"))
    assert growth.verify() == ["growth growth.csv: the figures are not those of datapackage.json"]


def test_names_that_are_not_there_are_refused():
    g = yearly_figures()
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'\. Did you mean 'CHN'"):
        g.at("CHM")
    with pytest.raises(UnknownNameError, match=r"unknown figure 'gdp_ppq'\. Did you mean 'gdp_ppp'"):
        g.rate("gdp_ppq")
    with pytest.raises(UnknownNameError, match="Figures are gdp_volume, gdp_reported"):
        g.status_in("gdp", 2000)
    with pytest.raises(DataError, match=r"no figures of 2026\. Years are 1990 to 2025"):
        g.year_at(2026)


# ---- identities
def test_an_index_is_the_product_of_its_growth():
    g = yearly_figures()
    for name in LEVELS:
        levels = g.values[name]
        grown = levels[:, :1] * np.cumprod(1 + g.rate(name)[:, 1:], axis=1)
        assert_allclose(grown, levels[:, 1:], rtol=1e-12)
        assert np.isnan(g.rate(name)[:, 0]).all()


def test_the_other_members_of_the_union_are_one_row():
    g = yearly_figures()
    inside = [g.at(c) for c in concordance("wiod41_to_wiod20").sources_of["REU"]]
    reu = g.growth_of(["REU"])
    assert len(inside) == 22
    for name, values in g.values.items():
        if name not in g.weight:
            assert_allclose(reu.values[name][0], values[inside].sum(axis=0), rtol=1e-12)
    work = g.values["persons_engaged"][inside]
    hours = (work * g.values["hours"][inside]).sum(axis=0)
    assert_allclose(reu.values["hours"][0] * reu.values["persons_engaged"][0], hours, rtol=1e-12)
    assert np.isnan(reu.values["hours"][0, :5]).all()
    assert np.isfinite(reu.values["hours"][0, 5:30]).all()


def test_groups_and_codes_that_are_not_known():
    g = yearly_figures()
    got = g.growth_of(["USA", "EU-2007", "asean", "CN-ZJ", "manufacturing", "USA"])
    assert got.economies == ("USA", "EU-2007", "asean", "CN-ZJ", "manufacturing", "USA")
    union = [g.at(c) for c in group("eu-2007").members]
    assert_allclose(got.values["gdp_volume"][1], g.values["gdp_volume"][union].sum(axis=0), rtol=1e-12)
    assert all(np.isnan(v[2:5]).all() for v in got.values.values())
    assert all(np.array_equal(v[0], v[5], equal_nan=True) for v in got.values.values())
    assert np.array_equal(got.values["co2"][0], row("co2", "USA"), equal_nan=True)
    assert got.unit is g.unit
    assert g.growth_of([]).values["co2"].shape == (0, 36)


def test_a_mean_lies_between_its_parts_and_one_economy_is_itself(rng_values):
    values, weights = rng_values
    mean = aggregate_economies(values, weights)
    assert (mean >= values.min(axis=0)).all()
    assert (mean <= values.max(axis=0)).all()
    assert_allclose(aggregate_economies(values[:1], weights[:1]), values[0])
    values[2, 1] = np.nan
    assert np.isnan(aggregate_economies(values, weights)).tolist() == [False, True, False, False]


@pytest.fixture
def rng_values():
    rng = np.random.default_rng(4)
    return rng.uniform(0.2, 0.8, (5, 4)), rng.uniform(1, 9, (5, 4))


def test_figures_go_on_from_the_last_year_known():
    have = pd.DataFrame({2018: [4.0, 5.0], 2019: [5.0, 6.0], 2020: [9.0, 9.0]}, index=["A", "B"])
    by = pd.DataFrame({2018: [1.0], 2019: [2.0], 2020: [3.0]}, index=["A"])
    got = extend_figures(have, by, 2019)
    assert got.loc["A"].tolist() == [4.0, 5.0, 7.5]
    assert np.isnan(got.loc["B", 2020])


# ---- the sources
def test_it_is_built_again_as_it_is_shipped(shared, tmp_path):
    for path in build("growth", shared, tmp_path):
        shipped = reference.folder("growth") / path.name
        assert path.read_bytes() == shipped.read_bytes().replace(b"\r\n", b"\n")


@pytest.mark.parametrize("economy", ["CHN", "USA"])
def test_figures_of_the_sources(panels, penn, economy):
    for name in COLUMNS:
        which, code, last = edition(name)
        if which:
            want = penn[which].loc[[(economy, y) for y in range(1990, last + 1)], code].astype(float)
            assert_allclose(row(name, economy)[: len(want)], want, rtol=ROUNDING)
    total = panels.panels["gapminder"].set_index(["iso3", "year"]).loc[economy, "total_gdp_us_inflation_adjusted"]
    assert_allclose(row("gdp_reported", economy)[:11], total.loc[1990:2000] / 1e6, rtol=ROUNDING)


@pytest.mark.parametrize("economy", ["CHN", "DEU", "IND", "TWN"])
def test_the_last_years_are_those_of_the_official_figures(shared, economy):
    """What a path meets is what ``newind now`` prints: CO2 to its last year, growth and people to the estimate."""
    g = yearly_figures()
    said = now_layouts.definition()
    co2 = now_sources.carbon(shared, "territorial", said).loc[
        economy, range(1990, g.find_last_observed_year("co2") + 1)
    ]
    assert_allclose(row("co2", economy)[: len(co2)], co2, rtol=ROUNDING)
    growth_of, people = (now_sources.outlook(shared, item).loc[economy] for item in ("ngdp_rpch", "lp"))
    since = growth_build.definition()["columns"]["gdp_volume"]["last"] + 1
    for year in range(since, g.years[-1] + 1):
        at = g.year_at(year)
        for name in ("gdp_volume", "gdp_reported"):
            rate = 100 * g.rate(name)[g.at(economy), at]
            assert np.isnan(rate) if name in "gdp_reported" and economy == "TWN" else abs(rate - growth_of[year]) < 0.01
        grown = people[year] / people[year - 1] - 1
        assert g.rate("population")[g.at(economy), at] == pytest.approx(grown, abs=2 * ROUNDING)


def test_the_named_and_the_rest_are_the_world_of_the_source_but_for_what_is_said(penn):
    g = yearly_figures()
    inside = [*g.economies[:-1], *SAID["members"]]
    for name in ("gdp_volume", "gdp_ppp", "population", "persons_engaged", "capital"):
        which, code, last = edition(name)
        world = penn[which][code].astype(float).unstack().loc[:, 1990:last]
        assert_allclose(g.values[name][:, : world.shape[1]].sum(axis=0), world.loc[inside].sum(), rtol=ROUNDING)
        part = g.values[name][:, [0, world.shape[1] - 1]].sum(axis=0) / world[[1990, last]].sum()
        assert (part > 0.985).all()
        if g.find_last_observed_year(name) == last:
            assert_allclose(part, COLUMNS[name]["rest"]["world"], atol=6e-5)


def test_carbon_of_the_rest_leaves_out_who_has_no_accounts(shared):
    g = yearly_figures()
    year = g.find_last_observed_year("co2")
    rows = now_sources.carbon(shared, "territorial", now_layouts.definition())[year]
    at = g.year_at(year)
    assert_allclose(g.values["co2"][-1, at], rows.loc[SAID["members"]].sum(), rtol=ROUNDING)
    others = rows.drop(["WLD", *g.economies[:-1]]).sum()
    assert g.values["co2"][-1, at] / others == pytest.approx(g.coverage["co2"], abs=6e-5)
    assert rows["WLD"] - g.values["co2"][:, at].sum() < 0.05 * rows["WLD"]


def test_rates_of_the_rest_are_means_over_those_that_have_them(panels):
    figures = build_figures(panels, growth_build.definition())
    for name, weight in {"labour_share": "gdp_ppp", "depreciation": "capital"}.items():
        values, weights = (figures[n].loc[SAID["members"], 1990:2019] for n in (name, weight))
        has = values.notna().all(axis=1)
        assert has.sum() == COLUMNS[name]["rest"]["economies"]
        want = (values[has] * weights[has]).sum() / weights[has].sum()
        assert_allclose(row(name, "ROW")[:30], want, rtol=ROUNDING)


def test_growth_as_reported_and_of_the_penn_world_table_are_told_apart():
    g = yearly_figures()
    chn = g.at("CHN")
    apart = (g.rate("gdp_reported") - g.rate("gdp_volume"))[chn]
    said = SAID["comparisons"][2]["largest"]
    assert apart[g.year_at(2022)] * 100 == pytest.approx(said["CHN 2022"], abs=0.006)
    assert_allclose(apart[g.year_at(2023) :], 0, atol=2e-5)


@pytest.mark.parametrize(
    ("panel", "broken", "said"),
    [
        ("penn", lambda f: f.drop(columns="rgdpna"), "pwt_11_0.parquet: columns missing: 'rgdpna'"),
        (
            "penn",
            lambda f: f[~((f["countrycode"] == "CHN") & (f["year"] == 2010))],
            "growth: no gdp_volume of 'CHN 2010'",
        ),
        ("budget", lambda f: f[f["economy"] != "MLT"], "growth: no co2 of 'MLT 1990'"),
    ],
)
def test_a_source_that_does_not_fit_is_refused(panels, monkeypatch, panel, broken, said):
    rows = {**panels.panels, panel: broken(panels.panels[panel])}
    monkeypatch.setattr(growth_build, "read", lambda _: type(panels)(rows, panels.paths))
    with pytest.raises(DataError, match=said):
        growth_build.build("anywhere")


def test_a_source_that_is_missing_is_named(tmp_path):
    with pytest.raises(DataError, match=PANELS["penn"][0]):
        growth_build.build(tmp_path)


# ---- what is projected
def test_projections_go_on_from_what_is_estimated():
    g, seen = projected_figures(), yearly_figures()
    assert g.economies == seen.economies
    assert g.years == tuple(range(2025, 2032))
    assert all(np.isfinite(v).all() for v in g.values.values())
    assert [g.status_in("gdp_volume", y) for y in (2025, 2026, 2031)] == ["estimated", "projected", "projected"]
    named = [g.at(c) for c in g.economies if c != growth.REST]
    for name in ("gdp_volume", "population"):
        assert_allclose(g.values[name][named, 0], seen.values[name][named, -1], rtol=ROUNDING)


def test_projections_are_those_of_the_source(shared):
    g = projected_figures()
    rows = pd.read_parquet(shared / now_sources.FILES["weo"])
    for code in ("CHN", "USA", "TWN", "DEU"):
        of = rows[rows["iso"] == code].pivot_table(index="year", columns="indicator", values="value").loc[2025:]
        at = g.at(code)
        growth_of = of["ngdp_r"].to_numpy()[1:] / of["ngdp_r"].to_numpy()[:-1] - 1
        assert_allclose(g.rate("gdp_volume")[at, 1:], growth_of, atol=2 * ROUNDING)
        assert_allclose(g.values["investment_ratio"][at] * 100, of["nid_ngdp"], rtol=ROUNDING)
        assert_allclose(g.values["current_account"][at] * 100, of["bca_ngdpd"], rtol=ROUNDING)


def test_economies_that_are_projected_together_add_up():
    g = projected_figures()
    members = [g.at(c) for c in ("AUT", "BEL")]
    both = aggregate_economies(g.values["investment_ratio"][members], g.values["gdp_volume"][members])
    assert (both <= g.values["investment_ratio"][members].max(axis=0)).all()
    reu = g.growth_of(["REU"])
    assert np.isfinite(reu.values["current_account"]).all()
    assert reu.values["gdp_volume"][0, 0] < g.values["gdp_volume"][:, 0].sum()


def test_nothing_is_projected_where_the_source_lacks_an_economy(panels):
    said = growth_build.definition()
    figures = build_figures(panels, said)
    ahead = build_projections(panels, said, figures)
    ahead["population"].loc["CHN", 2030] = np.nan
    with pytest.raises(DataError, match="nothing is projected of 'CHN'"):
        growth_build.build_projected_table(ahead, growth_build.members(figures))
