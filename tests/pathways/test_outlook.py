"""One outlook behind every door: its hash, what it refuses, and one figure for a package wherever it is asked for."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

import newind as ni
from newind.data.reference.growth import projected_figures, yearly_figures
from newind.errors import DataError, PolicyError, UnknownNameError, in_chinese
from newind.pathways import defaults, growthpath, prospects
from newind.pathways.growthpath import FADES
from newind.pathways.outlook import Outlook
from newind.pathways.pathway import pathways
from newind.pathways.projections import ProjectionRow, Projections
from newind.pathways.roadmap import roadmap
from newind.pathways.search import search
from newind.pathways.targets import parse_targets
from newind.policy.schema import Package, Shock
from newind.questions.paths.declared import OutlookOptions
from newind.testing import REGIONS, Structure, build
from newind.web.requests import PathwayRequest

SHAPE = Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False)
BETTER = Package([Shock("production_subsidy", 0.02, "add", region="CHN", industry="c14")], name="better")
TARGETS = """\
name: own
region: CHN
targets:
  - id: income
    label: {en: Income, zh: 收入}
    indicator: path.gdp_per_person
    unit: index
    kind: expected
    baseline: {year: 2020, value: 100}
    values: {2030: 140}
    observed: {2022: 111}
    owners: [firm]
    sources: [{title: A plan, date: 2021}]
"""


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


@pytest.fixture(scope="module")
def met(economy: ni.Accounts) -> Outlook:
    return ni.outlook(economy, "CHN", until=2030)


# ---- partners and market structure
def test_partners_answer_in_every_path_of_an_outlook(economy: ni.Accounts, met: Outlook) -> None:
    higher = Package([Shock("tariff", 0.2, "add", region="CHN")])
    alone, answered = (
        ni.pathway(economy, higher, outlook=met),
        ni.pathway(economy, higher, outlook=met.replace(response="mirror")),
    )
    assert answered.package == alone.package
    assert answered.rerun().change()[-1] == pytest.approx(answered.change()[-1])
    table = met.replace(until=2008)
    static = [ni.simulate(economy, higher, outlook=o) for o in (table, table.replace(response="mirror"))]
    assert static[1].welfare[0] < static[0].welfare[0]
    assert answered.change()[-1, 0] < alone.change()[-1, 0]
    assert met.replace(response="mirror").hash != met.hash


def test_a_structure_is_one_wherever_it_is_given(met: Outlook) -> None:
    melitz = met.replace(structure="melitz")
    said = met.replace(parameters={"structure": "melitz"})
    assert (said.structure, said.hash) == ("melitz", melitz.hash)
    assert melitz.replace(parameters={"structure": "krugman"}).structure == "krugman"
    assert melitz.replace(structure="krugman").parameters["structure"] == "krugman"
    assert melitz.replace(structure="family").hash == met.hash
    assert melitz.replace(until=2029, parameters={"discount_rate": 0.04}).structure == "melitz"
    with pytest.raises(DataError, match="structure is melitz, and krugman among"):
        met.replace(structure="melitz", parameters={"structure": "krugman"})


def test_what_is_not_usual_is_described(met: Outlook) -> None:
    said = met.replace(structure="melitz", response="mirror", phase_in=1).describe()["en"]
    assert "in force in full after one year, to 2030; market structure melitz; partners answer in kind." in said
    assert "in force in full at once" in met.replace(phase_in=0).describe()["en"]


def test_a_market_structure_is_that_of_every_year(economy: ni.Accounts, met: Outlook) -> None:
    melitz = met.replace(structure="melitz")
    assert melitz.assumptions.structure.kappa == 1.1
    path = ni.pathway(economy, BETTER, outlook=melitz)
    assert path.base.lab.model.elasticities.eta.any()
    assert path.change()[-1, 0] != ni.pathway(economy, BETTER, outlook=met).change()[-1, 0]
    with pytest.raises(UnknownNameError, match="unknown structure 'cournot'"):
        met.replace(structure="cournot")


# ---- one answer
def test_a_package_has_one_figure_through_all_doors(economy: ni.Accounts, met: Outlook) -> None:
    path = ni.pathway(economy, BETTER, outlook=met)
    real_income = path.change()[-1, 0]
    assert real_income != 0.0
    simulated = ni.simulate(economy, BETTER, outlook=met)
    mapped = roadmap(economy, parse_targets(TARGETS, "own.yaml"), BETTER, outlook=met)
    tried = search(economy, "CHN", actions=[BETTER], outlook=met, evaluations=2).tried
    (whole,) = (p for p in tried if p.sizes["better"] == 1.0)
    request = PathwayRequest(package="none", until=2030).outlook(economy)
    (served,) = pathways(economy, [{"package": BETTER, "outlook": request}])
    typed = ni.pathway(economy, BETTER, outlook=OutlookOptions(until=2030).outlook(economy, "CHN"))
    keywords = ni.pathway(economy, BETTER, 2030)
    figures = (
        simulated.welfare[0], mapped.path.change()[-1, 0], whole.figures["real_income"], served.change()[-1, 0],
        typed.change()[-1, 0], keywords.change()[-1, 0],
    )  # fmt: skip
    assert np.allclose(figures, real_income, rtol=0, atol=1e-12)
    assert {p.outlook.hash for p in (path, mapped.path, served, typed, keywords)} == {met.hash}
    assert simulated.outlook is path.outlook is met


@pytest.mark.parametrize("name", [p.name for p in ni.packages()])
def test_a_shipped_package_has_one_figure_through_all_doors(name: str) -> None:
    w, package = ni.load("world", year=2022), ni.package(name)
    met = ni.outlook(w, "CHN", until=2028, parameters={"markup": 1.1} if name == "fair-competition" else {})
    real_income = ni.pathway(w, package, outlook=met).change()[-1]
    (served,) = pathways(w, [{"package": package, "outlook": met}])
    mapped = roadmap(w, parse_targets(TARGETS, "own.yaml"), package, outlook=met).path
    for found in (ni.simulate(w, package, outlook=met).welfare, served.change()[-1], mapped.change()[-1]):
        assert np.allclose(found, real_income, rtol=0, atol=1e-12)


def test_without_an_outlook_a_simulation_is_that_of_the_table_as_it_is(economy: ni.Accounts) -> None:
    usual = ni.simulate(economy, BETTER)
    static = ni.simulate(economy, BETTER, outlook=ni.outlook(economy, until=2008))
    assert np.array_equal(usual.welfare, static.welfare)
    assert np.array_equal(usual.prices["wages"], static.prices["wages"])


def test_a_simulated_year_is_two_economies_and_what_happened(economy: ni.Accounts, met: Outlook) -> None:
    found = ni.simulate(economy, BETTER, outlook=met)
    assert (found.year, found.accounts.year, found.baseline.scenario) == (2030, 2030, "baseline")
    assert found.bill[0] > 0.0
    assert np.array_equal(found.change("gdp"), found.path.change("gdp")[-1])
    told = found.to_dict()
    assert told["welfare"]["CHN"] == found.welfare[0]
    assert told["outlook_hash"] == met.hash
    assert "better" in repr(found)


# ---- dates
def test_undated_shocks_come_into_force_as_the_outlook_says(met: Outlook) -> None:
    own = Shock("tariff", 0.1, region="CHN", phase_in=1)
    dated = met.date(Package([*BETTER.shocks, own, Shock("tariff", 0.2, region="USA", start=2029)]))
    assert [(s.start, s.phase_in) for s in dated.shocks] == [(2027, 3), (2027, 1), (2029, 0)]


def test_policies_of_the_past_are_history(economy: ni.Accounts, met: Outlook) -> None:
    past = Shock("tariff", 0.1, region="CHN", start=2026)
    with pytest.raises(PolicyError, match="tariff starts in 2026, before the first policy year, 2027") as told:
        ni.pathway(economy, past, outlook=met)
    assert "早于首个政策年2027" in in_chinese(told.value)
    with pytest.raises(PolicyError, match="before the first policy year"):
        ni.simulate(economy, past, outlook=met)
    with pytest.raises(PolicyError, match="before the first policy year"):
        search(economy, "CHN", actions=[Package([past], name="past")], outlook=met)
    for one in (ni.outlook, ni.pathway):
        with pytest.raises(DataError, match="first policy year, 2020, is in the past; the next one is 2027") as told:
            one(economy, start=2020)
        assert "首个政策年2020已成过去" in in_chinese(told.value)
    with pytest.raises(DataError, match="is in the past"):
        search(economy, "CHN", actions=[BETTER], start=2020)
    assert ni.outlook(economy, start=2020, history=True).start == 2020
    allowed = ni.pathway(economy, past, outlook=met, history=True)
    assert abs(allowed.change()[allowed.years.index(2026), 0]) > 1e-6


def test_a_policy_after_the_last_year_is_refused(economy: ni.Accounts) -> None:
    with pytest.raises(PolicyError, match="first policy year is 2027, after the last year, 2026"):
        ni.pathway(economy, BETTER, 2026)
    assert ni.pathway(economy, None, 2009).years == (2008, 2009)


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"until": 2007}, DataError, "from the year of the table, 2008, to 2100 at most, not to 2007"),
        ({"until": 2101}, DataError, "not to 2101"),
        ({"region": "ATL"}, UnknownNameError, "ATL"),
        ({"phase_in": -1}, DataError, "0 to 30 years, not -1"),
        ({"horizon": "soon"}, UnknownNameError, "horizon 'soon'"),
        ({"financing": "debt"}, UnknownNameError, "financing 'debt'"),
        ({"phase_in": 1.5}, DataError, "phase_in must be a whole number of years, not 1.5"),
        ({"start": "2027"}, DataError, "start must be a whole number of years, not '2027'"),
        ({"response": "retaliate"}, UnknownNameError, "response 'retaliate'"),
        ({"parameters": {"product": "guess"}}, DataError, "product 'guess' is not one of"),
        ({"untill": 2030}, UnknownNameError, "untill"),
    ],
)
def test_what_makes_no_sense_is_refused(economy: ni.Accounts, given: dict, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        ni.outlook(economy, **given)


def test_an_outlook_without_gdp_of_a_region_is_refused(economy: ni.Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="no GDP is known from 1980 on of CHN, USA, DEU"):
        ni.pathway(build(SHAPE, 3, year=1980), None, 1985)
    grown = growthpath.of_regions(economy, "weo")[0]
    without = np.where(np.arange(3)[:, None] == 1, np.nan, grown.values["gdp_volume"])
    lacking = replace(grown, values={**grown.values, "gdp_volume": without})
    monkeypatch.setattr(growthpath, "of_regions", lambda *_: (lacking, ()))
    with pytest.raises(DataError, match="no GDP is known from 2008 on of USA") as told:
        ni.outlook(economy).table()
    assert "缺少USA自2008年起" in in_chinese(told.value)


def test_an_outlook_of_another_table_is_refused(economy: ni.Accounts, met: Outlook) -> None:
    with pytest.raises(DataError, match="another table"):
        ni.pathway(build(SHAPE, 4, year=2009), BETTER, outlook=met)


# ---- the hash
def test_the_hash_says_everything(economy: ni.Accounts, met: Outlook, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = {
        "until": 2031, "start": 2028, "phase_in": 2, "horizon": "long", "structure": "melitz",
        "financing": "output_tax", "seed": 1, "history": True, "parameters": {"discount_rate": 0.03},
        "response": "mirror",
    }  # fmt: skip
    assert set(changes) == {f.name for f in fields(Outlook)} - {"accounts", "region"}
    hashes = {met.replace(**{name: value}).hash for name, value in changes.items()}
    assert len(hashes | {met.hash}) == len(changes) + 1
    assert met.replace(region="USA").hash == met.hash
    assert met.replace(parameters={"capital_depreciation": 0.05}).hash != met.hash
    assert ni.outlook(economy, "CHN", until=2030).hash == met.hash
    assert Outlook(accounts=economy, **met.settings).hash == met.hash
    assert ni.outlook(build(SHAPE, 4, year=2008), "CHN", until=2030).hash != met.hash
    usual = prospects.parameter
    monkeypatch.setattr(
        prospects, "parameter", lambda n: replace(usual(n), value=0.03) if n == "long_run_growth" else usual(n)
    )
    assert ni.outlook(economy, "CHN", until=2030).hash != met.hash


def test_the_first_policy_year_follows_that_of_the_projections() -> None:
    first_projected = next(
        first for first, _, status in projected_figures().status["gdp_volume"] if status == "projected"
    )
    assert first_projected + 1 == defaults.START


# ---- tariffs
def test_tariffs_in_force_are_those_of_the_model(economy: ni.Accounts, met: Outlook) -> None:
    table, benchmark = met.table().set_index(["region", "year"])["tariff"], met.laboratory.benchmark
    foreign = benchmark.border * ~np.eye(economy.R, dtype=bool)
    mean = (foreign * benchmark.tariff).sum(axis=(0, 2)) / foreign.sum(axis=(0, 2))
    assert np.allclose(table.xs(2030, level="year"), mean, rtol=1e-12)
    assert mean.max() > 0
    assert not met.replace(parameters={"tariffs": "none"}).table()["tariff"].any()


# ---- growth
def test_growth_is_as_projected_and_then_comes_to_the_stated_one(economy: ni.Accounts) -> None:
    for name, goal in (("low", 0.02), ("high", 0.03)):
        met = ni.outlook(economy, "CHN", until=2060, parameters={"long_run_growth": goal})
        table = met.table(["CHN"]).set_index("year")
        ahead = projected_figures()
        rate = ahead.rate("gdp_volume")[ahead.at("CHN")]
        assert np.allclose(table.loc[2026:2031, "gdp_growth"], rate[1:], atol=1e-12), name
        steps, goes_to = np.log1p(table["gdp_growth"]), np.log1p(goal)
        beyond = np.arange(2032, 2061)
        want = goes_to + (steps[2031] - goes_to) * np.exp(-FADES * (beyond - 2031))
        assert np.allclose(steps.loc[2032:], want, atol=1e-12), name
    assert set(table.loc[2026:2031, "basis"]) == {"projected"}
    assert set(table.loc[2032:, "basis"]) == {"assumed"}


def test_shares_of_gdp_are_carried(met: Outlook) -> None:
    ahead = projected_figures()
    table = ni.outlook(met.accounts, until=2036).table(["USA"]).set_index("year")
    for name in ("investment_ratio", "current_account"):
        assert np.allclose(table.loc[2025:2031, name], ahead.values[name][ahead.at("USA")])
    assert table.loc[2036, "current_account"] == pytest.approx(table.loc[2031, "current_account"] / 2)
    assert np.isnan(table.loc[2036, "investment_ratio"])
    assert np.isnan(table.loc[2024, "investment_ratio"])


def test_growth_of_penn_is_a_variant(economy: ni.Accounts) -> None:
    met = ni.outlook(economy, until=2024, parameters={"product": "penn"})
    figures = yearly_figures()
    grown = figures.growth_of(["CHN"]).values["gdp_volume"][0]
    table = met.table(["CHN"]).set_index("year")
    assert table.loc[2024, "gdp"] == pytest.approx(grown[figures.year_at(2024)] / grown[figures.year_at(2008)])
    assert met.gdp_source == "penn"


def test_what_is_in_force_is_that_of_the_benchmark(met: Outlook) -> None:
    assert met.observed_until == 2024
    assert met.hash.startswith(met.fingerprint.replace("-", ""))
    assert met.describe()["en"].startswith(f"Outlook {met.fingerprint}: table of 2008")


def test_projections_of_ones_own_take_the_place_of_those_that_are_shipped(economy: ni.Accounts) -> None:
    rows = tuple(ProjectionRow("CHN", y, "gdp", 9.0, "%/year", line=k) for k, y in enumerate((2028, 2029), 2))
    table = ni.outlook(economy, until=2030, projections=Projections(rows)).table(["CHN"]).set_index("year")
    ahead = projected_figures()
    rate = ahead.rate("gdp_volume")[ahead.at("CHN")]
    assert np.allclose(table.loc[2026:2027, "gdp_growth"], rate[1:3], atol=1e-12)
    assert np.allclose(table.loc[2028:2029, "gdp_growth"], 0.09, atol=1e-12)
    assert 0.08 < table.loc[2030, "gdp_growth"] < 0.09
