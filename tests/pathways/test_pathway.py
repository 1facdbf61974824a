"""Packages year by year: the baseline meets what is known, policies build up, errors keep the years before."""

from __future__ import annotations

import json

import numpy as np
import pytest

import newind as ni
from newind.data.reference.growth import yearly_figures
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.contributions import list_combinations
from newind.equilibrium.laboratory import laboratory
from newind.errors import DataError, PolicyError, UnknownNameError
from newind.pathways.aims import budget_of
from newind.pathways.followed import SERIES
from newind.pathways.growthpath import extrapolate_growth, fading, growth_path, recent
from newind.pathways.pathway import Pathway, list_off, list_working, pathway
from newind.pathways.prospects import NAMES, PathwayAssumptions, split_parameters
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, assert_balanced, build

SHAPE = Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False)
UNTIL = 2030
BETTER = Shock("productivity", 0.02, region="CHN", industry="c14")
RESEARCH = Shock("rd_subsidy", 0.1, region="CHN", industry="c14")


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


@pytest.fixture(scope="module")
def followed(economy: ni.Accounts) -> Pathway:
    return pathway(economy, Package([BETTER, RESEARCH], name="both"), UNTIL)


def test_the_baseline_meets_observed_product(followed: Pathway) -> None:
    figures = yearly_figures()
    grown = figures.growth_of(followed.regions.codes).values
    volume = np.where(np.isfinite(grown["gdp_reported"]), grown["gdp_reported"], grown["gdp_volume"])
    at = [figures.year_at(y) for y in followed.years if y <= 2024]
    seen = (volume[:, at] / volume[:, [at[0]]]).T
    assert np.allclose(followed.baseline.series("gdp")[: len(at)], seen, rtol=1e-6)


def test_the_baseline_meets_observed_emissions(followed: Pathway) -> None:
    figures = yearly_figures()
    carbon = figures.growth_of(followed.regions.codes).values["co2"]
    at = [figures.year_at(y) for y in followed.years if y <= 2024]
    assert np.allclose(followed.baseline.series("co2")[: len(at)], (carbon[:, at] / carbon[:, [at[0]]]).T, rtol=1e-9)


@pytest.mark.parametrize("product", ["weo", "reported"])
def test_product_as_reported_is_met_unless_that_of_penn_is_asked_for(economy: ni.Accounts, product: str) -> None:
    figures = yearly_figures()
    found = pathway(economy, None, 2024, parameters={"product": product})
    reported = figures.growth_of(["CHN"]).values["gdp_reported"][0]
    grown = reported[figures.year_at(2024)] / reported[figures.year_at(2008)]
    assert found.series("gdp")[-1, found.regions.index("CHN")] == pytest.approx(grown, rel=1e-6)
    volume = figures.growth_of(["CHN"]).values["gdp_volume"][0]
    usual = volume[figures.year_at(2024)] / volume[figures.year_at(2008)]
    other = pathway(economy, None, 2024, parameters={"product": "penn"})
    assert other.series("gdp")[-1, found.regions.index("CHN")] == pytest.approx(usual, rel=1e-6)
    assert usual != pytest.approx(grown, rel=1e-4)


def test_no_package_is_the_baseline(economy: ni.Accounts) -> None:
    none = pathway(economy, Package([]), UNTIL)
    still = pathway(economy, Shock("productivity", 0.0, region="CHN"), UNTIL)
    assert np.abs(none.change()).max() == 0.0
    assert max(np.abs(still.change(name)).max() for name in SERIES) < 1e-10


def test_nothing_changes_before_a_package_starts(followed: Pathway) -> None:
    change = followed.change()
    before = [t for t, year in enumerate(followed.years) if year < followed.start]
    assert followed.start == 2027
    assert np.abs(change[before]).max() < 1e-8
    assert (np.abs(change[len(before) :, 0]) > 1e-4).all()


def test_the_first_year_is_the_single_simulation(economy: ni.Accounts) -> None:
    """At the benchmark a path of one final user is a simulation: what builds up has had no time to."""
    at_once = pathway(
        economy, BETTER, 2009, start=2008, history=True, phase_in=0, parameters={"structural_change": "off"}
    )
    assert np.allclose(at_once.change()[0], ni.simulate(economy, BETTER).welfare, atol=1e-8)


def test_every_year_is_an_economy(followed: Pathway) -> None:
    last = followed[UNTIL]
    assert_balanced(last)
    assert (last.year, last.scenario) == (UNTIL, "both")
    assert (followed.baseline[UNTIL].scenario, followed.baseline[UNTIL].year) == ("baseline", UNTIL)
    assert last.gdp.sum() == pytest.approx(followed.followed.level[-1] * followed[2008].gdp.sum(), rel=1e-9)
    people = followed.base.growth.population[-1]
    assert np.allclose(last.facts["population"].values / followed[2008].facts["population"].values, np.exp(people))


def test_carbon_of_the_accounts_is_that_of_the_path(followed: Pathway) -> None:
    last = followed[UNTIL]
    made = last.satellites["co2"].values.reshape(3, 4).sum(axis=1) + last.final("co2")
    assert np.allclose(made, followed.followed.emissions[-1].sum(axis=1), rtol=1e-9)


def test_indicators_work_unchanged_on_a_year(followed: Pathway) -> None:
    table = followed.table(["s2.manufacturing_share"], regions=["CHN"])
    assert set(table["scenario"]) == {"both", "baseline"}
    assert table["value"].between(0, 1).all()
    assert len(table[table["industry"].isna()]) == 2 * len(followed.years)


def test_knowledge_builds_up_slowly(economy: ni.Accounts) -> None:
    path = pathway(economy, RESEARCH, 2040, start=2012, history=True, phase_in=0)
    gain = path.change("gdp")[:, 0]
    assert gain[5] < gain[4] < 0.0  # research is paid for at once, and brings nothing for two years
    assert gain[5] < gain[6] < gain[7] < gain[9]
    assert gain[5] < 0.0 < gain[9]
    stock = path.followed.run[2040].stocks["knowledge"] / path.base.run[2040].stocks["knowledge"]
    done = (1 + 0.76 * (1 / 0.9 - 1)) ** 0.75  # η = −1; 24 % relabelled, a quarter of the rest higher wages
    assert stock[0, 0, 0] == pytest.approx(done, rel=0.03)


def test_capital_is_paid_for_before_it_is_there(economy: ni.Accounts) -> None:
    for horizon in ("short", "medium"):
        path = pathway(
            economy, Shock("capital_supply", 0.05, region="CHN"), 2060, horizon, start=2012, history=True, phase_in=0
        )
        capital, income = path.change("capital")[:, 0], path.change()[:, 0]
        assert np.abs(capital[:5]).max() < 1e-9
        assert income[4] < -0.002
        assert (np.diff(capital[4:]) > 0).all()
        assert capital[-1] == pytest.approx(0.05, rel=0.3)  # and what more income invests
        assert income[4] < income[10] < income[-1]


def test_shocks_are_phased_in_and_end(economy: ni.Accounts) -> None:
    ramp = Shock("tariff", 0.2, region="USA", partner="CHN", mode="add", start=2012, phase_in=3, until=2020)
    rates = [
        y.problem.tariff[0, 1, 0] for y in pathway(economy, ramp, 2022, start=2012, history=True).followed.run.years
    ]
    base = rates[0]
    assert np.allclose(np.array(rates[3:9]) - base, [0.0, 0.05, 0.1, 0.15, 0.2, 0.2], atol=1e-12)
    assert np.allclose(np.array(rates[12:]) - base, [0.2, 0.0, 0.0], atol=1e-12)


def test_what_each_mechanism_adds_sums_to_the_whole(followed: Pathway) -> None:
    parts = followed.mechanisms
    assert np.allclose(sum(parts.values()), followed.change(), atol=1e-12)
    assert parts["knowledge"][-1, 0] > 0.0
    assert np.abs(parts["data"]).max() < 1e-8  # nothing is shared
    none, *others = list_off(followed)
    assert len(others) == len(list_combinations(list_working(followed))) - 2
    assert np.allclose(followed.rerun(off=none).change(), parts["at once"], atol=1e-12)


def test_welfare_counts_consumption_since_the_start(followed: Pathway) -> None:
    years = np.array(followed.years)
    weight = np.where(years >= 2027, 1.02 ** (2027.0 - years), 0.0)
    made, base = (weight @ p.series("consumption")[:, 0] for p in (followed, followed.baseline))
    assert followed.welfare[0] == pytest.approx(made / base - 1.0, rel=1e-12)


def test_peaks_and_budgets(followed: Pathway) -> None:
    found, made = budget_of(followed), followed.followed.emissions
    years = np.array(followed.years)
    assert np.allclose(found.cumulative, made[years >= 2027].sum(axis=0))
    assert found.total_peak.tolist() == [int(years[k]) for k in made.sum(axis=2).argmax(axis=0)]
    assert found.rising.tolist() == (found.total_peak == UNTIL).tolist()


def test_charges_on_carbon_follow_emissions_per_unit(economy: ni.Accounts) -> None:
    path = pathway(economy, Shock("carbon_price", 50.0, region="CHN"), 2024, start=2009, history=True, phase_in=0)
    first, last = (path.followed.run[y].policy.shocks.process_carbon for y in (2009, 2024))
    made = path.base.intensity[path.years.index(2024), 0] / path.base.intensity[path.years.index(2009), 0]
    used = first[0] > 0
    assert used.any()
    assert np.allclose(last[0][used] / first[0][used], made)


def test_the_range_covers_every_assumption(economy: ni.Accounts) -> None:
    path = pathway(economy, RESEARCH, 2012, start=2009, history=True)
    told: list[tuple[int, int]] = []
    found = path.range("gdp", lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told) == len(found.corners) + len(found.failed) - 1
    assert (found.low <= found.central + 1e-12).all()
    assert (found.central <= found.high + 1e-12).all()
    assert {"knowledge_depreciation", "energy_saving", "rd_return"} <= {
        n for corner in found.corners for n in corner if corner[n] != found.corners[0][n]
    }


def test_two_paths_side_by_side(followed: Pathway, economy: ni.Accounts) -> None:
    other = pathway(economy, Package([BETTER], name="one"), UNTIL)
    table = followed.compare(other)
    row = table[(table["year"] == UNTIL) & (table["region"] == "CHN") & (table["series"] == "gdp")].iloc[0]
    assert row["difference"] == pytest.approx(followed.change("gdp")[-1, 0] - other.change("gdp")[-1, 0])
    with pytest.raises(DataError, match="Compare pathways of the same years"):
        followed.compare(pathway(economy, BETTER, UNTIL - 1))


def test_the_result_as_json(followed: Pathway) -> None:
    told = json.loads(followed.to_json())
    assert told["schema_version"] == 1
    assert told["observed_until"] == 2024
    assert told["change"]["real_income"]["CHN"][-1] == pytest.approx(followed.change()[-1, 0])
    assert told["package_hash"] == followed.package.hash
    assert set(NAMES) <= set(told["prospects"])


def test_bad_questions(economy: ni.Accounts) -> None:
    with pytest.raises(DataError, match=r"leads from 2008 to a later year, 2100 at most, not to 2008"):
        pathway(economy, None, 2008)
    with pytest.raises(UnknownNameError, match="mechanism"):
        pathway(economy, BETTER, UNTIL, off=["weather"])
    with pytest.raises(DataError, match="energy_saving"):
        pathway(economy, BETTER, UNTIL, parameters={"energy_saving": "much"})
    with pytest.raises(DataError, match="product 'true' is not one of 'weo', 'penn', 'reported'"):
        pathway(economy, BETTER, UNTIL, parameters={"product": "true"})
    with pytest.raises(UnknownNameError, match="series"):
        pathway(economy, None, 2009).series("happiness")
    with pytest.raises(DataError, match="Take one"):
        pathway(ni.Panel([economy]), BETTER)  # type: ignore[arg-type]


def test_a_year_that_cannot_be_paid_for_keeps_the_years_before(economy: ni.Accounts) -> None:
    ruin = Shock("production_subsidy", 0.3, mode="add", region="CHN", start=2012)
    more = Shock("consumption_tax", -0.5, mode="add", region="CHN", start=2013)
    with pytest.raises(PolicyError, match=r"^201[23]: ") as caught:
        pathway(economy, Package([ruin, more]), UNTIL, start=2012, history=True)
    reached = caught.value.reached
    assert isinstance(reached, Pathway)
    assert reached.years[0] == 2008
    assert reached.years[-1] in (2011, 2012)
    assert reached.change().shape == (len(reached.years), 3)
    assert (reached.welfare < 0).any()


# ---- growth that is assumed
def test_recent_growth_fades() -> None:
    series = np.log(np.array([[1.0, 1.1, 1.21, np.nan]]))
    assert recent(series[0]) == pytest.approx(np.log(1.1))
    carried = extrapolate_growth(series, 6, 1.0)
    assert np.allclose(np.diff(carried[0]), np.log(1.1) * np.array([1.0, 1.0, 0.5, 0.25, 0.125]))
    assert np.allclose(fading(3, 2.0), [2**-0.5, 0.5, 2**-1.5])


def test_far_from_the_frontier_growth_is_faster(economy: ni.Accounts) -> None:
    found = growth_path(economy, 2060, PathwayAssumptions({"product": "penn", "growth_memory": 0.1}))
    per_worker = np.diff((found.product - found.labour)[-3:], axis=0)[-1]
    china, states, germany = per_worker
    assert china > germany > states - 1e-9
    assert states == pytest.approx(0.01, abs=1e-6)
    still = {"product": "penn", "growth_memory": 0.1, "convergence_speed": 0.0}
    slow = growth_path(economy, 2060, PathwayAssumptions(still))
    assert np.allclose(np.diff((slow.product - slow.labour)[-3:], axis=0), 0.01, atol=1e-6)


def test_provinces_grow_as_their_country(economy: ni.Accounts) -> None:
    parts = ni.Regions([ni.Region("CN-GD", "Guangdong", "广东", "province", "CHN"), *REGIONS[1:3]])
    w = economy._replace(regions=parts)
    found = growth_path(w, 2020, PathwayAssumptions())
    assert np.allclose(found.product[:, 0], growth_path(economy, 2020, PathwayAssumptions()).product[:, 0])
    assert found.log[0] == "Growth is assumed to be that of the country: 'CN-GD'."
    assert "growth of China comes to 2.5 % a year" in found.log[1]


def test_parameters_of_both_kinds_are_told_apart() -> None:
    assert split_parameters({"trade_elasticity": 4.0, "discount_rate": 0.01, "product": "penn"}) == (
        {"trade_elasticity": 4.0},
        {"discount_rate": 0.01, "product": "penn"},
    )
    with pytest.raises(DataError, match="must be a mapping"):
        split_parameters([1])  # type: ignore[arg-type]


def test_elasticities_of_the_horizon_hold(economy: ni.Accounts) -> None:
    short = pathway(economy, BETTER, 2012, "short", start=2009, history=True)
    stock, b = short.followed.run[2012].stocks["capital"], short.base.lab.benchmark
    earned = b.value_added * (1.0 - b.labour_share)
    assert stock.shape == (3, 4)
    assert np.allclose(short.series("capital")[-1], (stock * earned).sum(axis=1) / earned.sum(axis=1), rtol=1e-12)
    assert laboratory(economy, Assumptions("short", {})).assumptions.mobile is False


def test_power_is_built_cleaner_under_a_price_of_carbon() -> None:
    w = build(Structure(REGIONS[:3], ("c14", "c17", "c8"), inventories=False), 5, year=2011)
    path = pathway(w, Shock("carbon_price", 40.0, region="CHN"), 2035)
    at = w.industries.index("c17")
    factor = path.followed.intensity[:, 0, at] / path.base.intensity[:, 0]
    assert np.allclose(factor[: path.start - 2011], 1.0)
    assert (np.diff(factor[path.start - 2011 :]) < 0).all()
    off = path.rerun(off=["energy"])
    assert np.allclose(off.followed.intensity[:, 0, at], path.base.intensity[:, 0])
    assert path.series("co2")[-1, 0] < off.series("co2")[-1, 0] < path.baseline.series("co2")[-1, 0]
    assert path.mechanism_names[-2:] == ("energy", "abatement")


def test_scale_and_abatement_can_be_switched_off(economy: ni.Accounts) -> None:
    priced = Package([Shock("carbon_price", 40.0, region="CHN", start=2009), BETTER], name="priced")
    path = pathway(economy, priced, 2011, parameters={"scale": 0.1}, start=2009, history=True)
    assert path.mechanism_names[-3:] == ("energy", "abatement", "scale")
    small = path.rerun(off=["scale"])
    assert np.allclose(small.change(), pathway(economy, priced, 2011, start=2009, history=True).change(), atol=1e-12)
    assert path.rerun(off=["abatement"]).series("co2")[-1, 0] > path.series("co2")[-1, 0]


def test_scrap_grows_with_what_was_made_before(economy: ni.Accounts) -> None:
    figures = yearly_figures()
    volume = figures.growth_of(["CHN"]).values["gdp_reported"][0]
    scrap = growth_path(economy, 2030, PathwayAssumptions()).scrap[:, 0]
    assert scrap[0] == 0.0
    assert scrap[10] == pytest.approx(np.log(volume[figures.year_at(2003)] / volume[figures.year_at(1993)]))
