"""Structural change of a baseline: final users apart, what is invested and borrowed, and drift of recipes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import newind as ni
from newind.data.reference.growth import projected_figures
from newind.data.reference.now import weighted_share
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.dynamics import finish, run
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.nests import ces
from newind.equilibrium.problem import Problem
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import solve
from newind.equilibrium.structural import StructuralChange, TradeBalance
from newind.equilibrium.users import GOVERNMENTS, HOUSEHOLDS, INVESTORS, FinalDemand, FinalUsers, find_purchases
from newind.errors import DataError
from newind.kernels.nonhomothetic import demand, equivalent_variation
from newind.measures.measure import measure, wide
from newind.pathways.baseline import BaselineRequest, follow_growth, mechanisms_of, observer_of
from newind.pathways.drift import GROUPS, drift_until, read_rates
from newind.pathways.growthpath import growth_path
from newind.pathways.hindcast import MADE, MEAN, hindcast
from newind.pathways.pathway import pathway, pathways
from newind.pathways.prospects import PathwayAssumptions
from newind.pathways.spending import project_deficits, project_investment
from newind.pathways.structural import final_demand, list_purposes, structural_change
from newind.policy.packages import package

AT = 2011
OFF = {"structural_change": "off", "current_account": "table"}


def users_of(demanded: FinalDemand, e: np.ndarray, s: float, people: float = 0.0, invested: float = 0.0) -> FinalUsers:
    R = demanded.goods.shape[-1]
    return FinalUsers(demanded, e, s, np.full(R, people), np.full(R, invested))


# ---- final users
@pytest.mark.parametrize("s", [0.3, 0.5, 0.9])
def test_without_income_effects_the_equivalent_variation_is_income_over_price(s: float) -> None:
    w = ni.load("world", year=AT)
    model = laboratory(w, Assumptions("medium", {})).model
    b = model.benchmark
    none = 0.0 * b.spend[:, :, -1]
    alone = users_of(FinalDemand(np.stack([b.spend[:, :, -1], none, none])), np.ones((b.S, 1)), s, people=0.2)
    shocks = Shocks(productivity=np.random.default_rng(3).normal(0.0, 0.1, (b.R, b.S)))
    found = solve(model, Problem(b, model.elasticities, shocks, users=alone))
    share = b.spend[:, :, -1] / b.spend[:, :, -1].sum(axis=0)
    price = ces(share, found.state.prices.user[..., -1], s)[0]
    np.testing.assert_allclose(found.real_income, found.state.at.income - price, atol=1e-10)


def test_real_income_is_what_households_gain_in_worth_and_what_the_others_get() -> None:
    w, chosen = ni.load("world", year=AT), ni.Shock("productivity", 0.05, region="CHN", industry="c3")
    path = pathway(w, chosen, 2013, start=2012, history=True, phase_in=0)
    state = path.followed.run[2013].solution.state
    p, users = state.problem, state.problem.users
    assert users is not None
    assert p.origins_by_user is not None
    weight = np.einsum("kni,knif->knf", state.prices.weight, p.origins_by_user)
    price = np.log(weight + (weight == 0)) / -p.iceberg
    spent = state.at.income + users.growth
    share = p.goods_by_user
    utility = demand(share[HOUSEHOLDS], price[..., HOUSEHOLDS], spent[HOUSEHOLDS], 0.5, users.effects)[0]
    worth = 1.0 + equivalent_variation(share[HOUSEHOLDS], utility, 0.5, users.effects)
    rest = [spent[f] - ces(share[f], price[..., f], p.elasticities.sigma_f)[0] for f in (GOVERNMENTS, INVESTORS)]
    got = [np.exp(users.people) * worth, *np.exp(rest)]
    real = sum(part * one for part, one in zip(users.of.parts, got, strict=True))
    np.testing.assert_allclose(path.series("real_income")[-1], real, rtol=1e-9)
    consumed = (users.of.parts[:INVESTORS] * got[:INVESTORS]).sum(axis=0) / users.of.parts[:INVESTORS].sum(axis=0)
    np.testing.assert_allclose(path.series("consumption")[-1], consumed, rtol=1e-9)
    assert path.change()[-1, 0] > 0


def test_what_households_buy_follows_their_income_and_prices() -> None:
    rng = np.random.default_rng(4)
    w = ni.load("world", year=AT)
    model = laboratory(w, Assumptions("medium", {})).model
    b = model.benchmark
    e = rng.uniform(0.3, 1.6, (b.S, 1))
    demanded = final_demand(b, w)
    users = users_of(demanded, e, 0.5, people=0.1)
    problem = Problem(b, model.elasticities, users=users)
    price, income = rng.normal(0, 0.2, (3, b.S, b.R)), rng.normal(0.5, 0.1, b.R)
    found = find_purchases(problem, income, price)
    np.testing.assert_allclose(found.shares.sum(axis=0), 1.0, atol=1e-13)
    np.testing.assert_allclose(found.spending.sum(axis=1), users.parts, atol=1e-13)
    goods = demanded.goods / demanded.goods.sum(axis=1, keepdims=True)
    bought = demand(goods[HOUSEHOLDS], price[HOUSEHOLDS], income - 0.1, 0.5, e)[1]
    np.testing.assert_allclose(found.spending[HOUSEHOLDS], users.parts[HOUSEHOLDS] * bought, atol=1e-12)
    index, others = ces(goods[INVESTORS], price[INVESTORS], model.elasticities.sigma_f)
    np.testing.assert_allclose(found.spending[INVESTORS], users.parts[INVESTORS] * others, atol=1e-12)
    np.testing.assert_allclose(found.volumes[INVESTORS], income - index, atol=1e-12)


def test_what_is_invested_is_as_given_and_the_others_share_the_rest() -> None:
    goods = np.array([[[3.0], [1.0]], [[1.0], [1.0]], [[0.0], [2.0]]])
    for more, part in ((0.0, 0.25), (np.log(1.5), 0.375), (9.0, 0.9)):
        users = users_of(FinalDemand(goods), np.ones((2, 1)), 0.5, invested=more)
        np.testing.assert_allclose(users.parts[:, 0], [(1 - part) * 2 / 3, (1 - part) / 3, part])
    nobody = users_of(FinalDemand(goods * [[[1.0]], [[1.0]], [[0.0]]]), np.ones((2, 1)), 0.5, invested=1.0)
    np.testing.assert_allclose(nobody.parts[:, 0], [2 / 3, 1 / 3, 0.0])
    assert np.isfinite(nobody.growth).all()


@pytest.mark.parametrize("one_purpose", [True, False])
def test_volumes_are_real_where_nobody_is_known_to_invest(one_purpose: bool) -> None:
    w = ni.load("world", year=AT).aggregate(regions={"CHN": "CHN", "USA": "USA", "others": "*"})
    Y = np.array(w.Y4)
    at = list(w.demand)
    households, invested = list_purposes(w)
    if one_purpose:
        Y, at = Y.sum(axis=3, keepdims=True), ["final demand"]
    else:
        Y[:, :, 0, households[0]] += Y[:, :, 0, invested].sum(axis=-1)
        Y[:, :, 0, invested] = 0.0
    plain = {name: replace(s, final=None) for name, s in w.satellites.items()}
    w = w._replace(Y=Y.reshape(w.n, -1), demand=tuple(at), satellites=plain)
    nobody, last = slice(None) if one_purpose else slice(0, 1), pathway(w, None, 2014).base.run[2014]
    real = last.figures["real_income"]
    np.testing.assert_allclose(last.figures["investment"][nobody], real[nobody], rtol=1e-12)
    assert np.abs(last.figures["investment"] / np.exp(last.solution.state.at.income) - 1).min() > 1e-3
    if one_purpose:
        np.testing.assert_allclose(last.figures["consumption"], real, rtol=1e-9)


def test_users_of_the_benchmark_are_final_demand_with_origins_of_their_own() -> None:
    w = ni.load("world", year=AT)
    b = laboratory(w, Assumptions("medium", {})).benchmark
    found = final_demand(b, w)
    assert found.origins is not None
    np.testing.assert_allclose(found.goods.sum(axis=0), b.spend[:, :, -1], rtol=1e-12)
    flows = np.einsum("fkn,knif->kni", found.goods, found.origins)
    np.testing.assert_allclose(flows, b.final_origins * b.spend[:, :, None, -1], atol=1e-6 * b.spend.max())
    assert np.abs(found.origins[..., HOUSEHOLDS] - found.origins[..., INVESTORS]).max() > 0.1
    assert final_demand(laboratory(w, Assumptions("medium", {"shares": "common"})).benchmark, w).origins is None


def test_drivers_that_change_nothing_give_the_years_without_them() -> None:
    w = ni.load("world", year=AT)
    lab, prospects = laboratory(w, Assumptions("long", {})), PathwayAssumptions(OFF)
    ahead = growth_path(w, 2014, prospects)
    plain = finish(follow_growth(BaselineRequest(lab, 2014, prospects), ahead)).run
    b, final = lab.benchmark, lab.model.elasticities.sigma_f
    assert final == 1.0  # all final users together buy as one
    observe = observer_of(b, lab.baseline)
    invested = 0.05 * b.final * observe.invested
    assert (invested <= b.spend[:, :, -1]).all()
    others = b.spend[:, :, -1] - invested
    goods = np.stack([0.7 * others, 0.3 * others, invested])
    still = 0.0 * ahead.population
    users = users_of(FinalDemand(goods), np.ones((w.S, 1)), final)
    structure = StructuralChange(np.zeros(w.S), users, still, still, still, np.zeros((len(still), w.S, w.S)))
    drivers = replace(plain.drivers, product=ahead.product, productivity=0 * ahead.labour, structure=structure)
    moved = finish(run(lab.model, drivers, mechanisms_of(lab, ahead, prospects), observe))
    for one, other in zip(plain.years, moved.years, strict=True):
        np.testing.assert_allclose(other.x, one.x, atol=1e-10)


def test_a_package_meets_the_investment_and_deficits_of_its_baseline() -> None:
    w, chosen = ni.load("world", year=AT), package("more-research")
    path = pathway(w, chosen, 2018, start=2012, history=True)
    for year, beside in zip(path.followed.run.years, path.base.run.years, strict=True):
        one, other = year.problem, beside.problem
        assert one.users is not None
        assert other.users is not None
        assert one.users.of is other.users.of
        np.testing.assert_array_equal(one.users.investment, other.users.investment)
        np.testing.assert_array_equal(one.deficit, other.deficit)
    assert path.change()[-1].max() > 0


def test_paths_with_other_demand_are_the_same_beside_each_other_and_alone() -> None:
    w = ni.load("world", year=AT)
    given = ({}, {"demand_substitution": 0.3}, {"income_effect_services": 0.4}, {"current_account": "table"})
    cases = [
        {"package": package("more-research"), "until": 2014, "start": 2012, "history": True, "parameters": one}
        for one in given
    ]
    for case, many in zip(cases, pathways(w, cases), strict=True):
        alone = pathway(ni.load("world", year=AT), **case)
        np.testing.assert_allclose(many.series("real_income"), alone.series("real_income"), rtol=1e-9)


# ---- uneven progress
def shares_of(economy: ni.Accounts) -> np.ndarray:
    return wide(measure(economy, [MADE]))[MADE].to_numpy()


def test_industries_that_progress_faster_lose_shares_and_gdp_is_met_all_the_same() -> None:
    w = ni.load("world", year=AT)
    plain, moved = pathway(w, None, 2020, parameters=OFF), pathway(w, None, 2020)
    np.testing.assert_allclose(moved.series("gdp"), plain.series("gdp"), rtol=1e-8)
    shares = [shares_of(p[2020]) for p in (plain, moved)]
    assert (shares[1] < shares[0]).mean() > 0.7


def test_an_income_effect_that_makes_people_buy_none_is_refused() -> None:
    with pytest.raises(DataError, match=r"an income effect of -0.6 .* demand_substitution − 1, -0.5"):
        pathway(ni.load("world", year=AT), None, 2013, parameters={"income_effect_food": -0.6})


def test_uneven_progress_brings_shares_nearer_in_the_years_it_may_be_fitted_to() -> None:
    early = ni.load("world").databases[0]
    errors = [hindcast(early, 2005, parameters={"uneven_progress": pace}).errors() for pace in (0.0, 0.01)]
    even, uneven = (e.set_index(["measure", "region"]).loc[(MADE, MEAN), "conditional"] for e in errors)
    assert uneven < even


# ---- investment
def test_investment_is_as_observed_then_as_projected_then_follows_capital() -> None:
    w = ni.load("world", year=2022)
    ahead = growth_path(w, 2034, PathwayAssumptions())
    found, at = project_investment(w, ahead), w.regions.index("CHN")
    seen, told = weighted_share("investment_share", "CHN"), projected_figures()
    last = min(int(ahead.known[at]), max(seen))
    np.testing.assert_allclose(found[last - 2022, at], np.log(seen[last] / seen[2022]))
    ratio = told.values["investment_ratio"][told.at("CHN")]
    np.testing.assert_allclose(found[9, at] - found[last - 2022, at], np.log(ratio[-1] / ratio[0]))
    assert np.isnan(found[10:]).all()
    assert np.isfinite(found[:10]).all()
    blind = project_investment(w, replace(ahead, foreseen=False))
    assert np.isnan(blind[last - 2022 + 1 :, at]).all()


def test_beyond_projections_investment_comes_half_the_way_in_eight_years() -> None:
    """Where capital has what it needs to grow with product already, nothing changes; else the gap halves."""
    path = pathway(ni.load("world", year=2022), None, 2040)
    drivers, structure = path.base.run.drivers, path.base.run.drivers.structure
    assert structure is not None
    assert drivers.investment is not None
    for t in (12, 18):
        year, invested = path.base.run.years[t - 1], drivers.investment
        capital = path.base.run.years[t].stocks["capital"]
        needed = structure.renewal[t] * capital / (year.figures["investment"] / np.exp(invested[t - 1]))
        gap = (np.exp(invested[t]) - needed) / (np.exp(invested[t - 1]) - needed)
        np.testing.assert_allclose(gap, 0.5 ** (1 / 8), rtol=1e-9)


def test_capital_is_built_from_what_is_invested_at_its_own_price_a_year_later() -> None:
    """Better machines are cheaper machines: more of them is there from the year after on, none before."""
    w = ni.load("world", year=AT)
    cheaper = ni.Shock("productivity", 0.1, region="CHN", industry="c13")
    path, at = pathway(w, cheaper, 2016, start=2013, history=True, phase_in=0), w.regions.index("CHN")
    change = path.change("capital")[:, at]
    assert abs(change[2]) < 1e-12
    assert 0 < change[3] < change[4] < change[5]
    for k in (3, 4):
        run_, invests = path.followed.run.years, path.base.growth
        built = invests.investment[at] * run_[k].figures["investment"][at]
        kept = (1 - invests.depreciation[at]) * run_[k].stocks["capital"][at]
        assert run_[k + 1].stocks["capital"][at] == pytest.approx(kept + built, rel=1e-12)
    state = path.followed.run[2014].solution.state
    volume = path.followed.run[2014].figures["investment"][at]
    assert np.log(volume) > state.at.income[at] + state.problem.users.growth[INVESTORS, at] - state.prices.final[at]


def test_accounts_of_a_year_have_what_each_user_spends() -> None:
    w = ni.load("world", year=AT)
    path = pathway(w, None, 2020)
    found, at = path[2020], w.regions.index("CHN")
    _, invested = list_purposes(w)
    spent = found.Y4.sum(axis=(0, 1))
    share = spent[at, invested].sum() / spent[at].sum()
    users = path.base.run[2020].problem.users
    assert users is not None
    assert share == pytest.approx(users.parts[INVESTORS, at], rel=0.02)
    first = path[AT].Y4.sum(axis=(0, 1))
    assert abs(share - first[at, invested].sum() / first[at].sum()) > 0.01


# ---- trade deficits
def test_deficits_follow_the_current_account_and_fall_to_zero() -> None:
    w = ni.load("world", year=2022)
    ahead = growth_path(w, 2041, PathwayAssumptions())
    first = np.linspace(-0.1, 0.1, w.R)
    found, at = project_deficits(w, ahead, first), w.regions.index("DEU")
    sold, bought = (weighted_share(f"{name}_share", "DEU") for name in ("exports", "imports"))
    gap = {year: (bought[year] - sold[year]) / 100 for year in sold}
    last = min(int(ahead.known[at]), max(gap))
    np.testing.assert_allclose(found[last - 2022, at] - first[at], gap[last] - gap[2022])
    account = projected_figures().values["current_account"][projected_figures().at("DEU")]
    np.testing.assert_allclose(found[9, at] - found[last - 2022, at], account[0] - account[-1])
    np.testing.assert_allclose(found[14] / found[9], 0.5)
    np.testing.assert_allclose(found[19] / found[9], 0.25)


def test_deficits_of_a_path_sum_to_zero_and_are_those_of_the_table_where_wanted() -> None:
    w = ni.load("world", year=2022)
    path, kept = pathway(w, None, 2036), pathway(w, None, 2036, parameters={"current_account": "table"})
    deficit = path.base.run.drivers.deficit
    assert deficit is not None
    scale = np.abs(deficit).sum(axis=1)
    assert (np.abs(deficit.sum(axis=1)) < 1e-12 * scale).all()
    assert np.abs(deficit[-1]).sum() < 0.75 * np.abs(deficit[9]).sum()
    for year, money in zip(path.base.run.years[1:], deficit[1:], strict=True):
        np.testing.assert_array_equal(year.problem.deficit, money)
    for year in kept.base.run.years:
        assert year.problem.shocks.deficit is None
    np.testing.assert_allclose(path.series("gdp"), kept.series("gdp"), rtol=1e-8)
    assert np.abs(path.series("consumption") / kept.series("consumption") - 1).max() > 0.005
    plain = ni.outlook(w)
    assert plain.hash != plain.replace(parameters={"current_account": "table"}).hash


def test_what_deficits_miss_zero_by_is_spread_by_value_added() -> None:
    year: Any = SimpleNamespace(figures={"value_added": np.array([100.0, 300.0])})
    found = TradeBalance(np.array([[0.0, 0.0], [0.04, 0.0]])).find_deficit(1, year)
    np.testing.assert_allclose(found, [3.0, -3.0])


def test_balanced_trade_stays_balanced() -> None:
    path = pathway(ni.load("world", year=AT), None, 2013, parameters={"trade_balance": "zero"})
    assert path.base.run.drivers.deficit is None


def test_food_is_found_in_other_classifications() -> None:
    keep = {code: code for code in ("c1", "c3", "c14")}
    w = ni.load("world", year=AT).aggregate(regions={"CHN": "CHN", "others": "*"}, industries={**keep, "c30": "*"})
    renamed, asked = w._replace(industries=("A01", "C10T12", "C26", "M")), PathwayAssumptions()
    first, second = (
        structural_change(laboratory(of, Assumptions()), growth_path(of, 2013, asked), asked, None)
        for of in (w, renamed)
    )
    assert first is not None
    assert second is not None
    assert second.users.effects[1] == first.users.effects[1] != 1.0


# ---- recipes
def test_drift_begins_at_half_its_rate_and_halves_in_ten_years() -> None:
    codes = ni.load("world", year=AT).industries
    found = drift_until(codes, 31)
    step, rate = np.diff(found, axis=0), read_rates()[GROUPS.index("industry"), GROUPS.index("manufacturing")]
    k, s = codes.index("c2"), codes.index("c12")
    assert found[0, k, s] == 0.0
    assert step[0, k, s] == pytest.approx(0.5 * rate * 0.5**0.1)
    np.testing.assert_allclose(step[10:20], 0.5 * step[:10])


def test_recipes_drift_where_that_is_wanted() -> None:
    w = ni.load("world", year=AT)
    plain, moved = pathway(w, None, 2016), pathway(w, None, 2016, parameters={"recipe_drift": "on"})
    assert plain.base.run[2016].problem.shocks.mix is None
    p = moved.base.run[2016].problem
    b = p.benchmark
    share, before = (1 - p.value_added_share) * p.input_shares, (1 - b.value_added_share) * b.cost_shares[:, :, :-1]
    change = np.log(share[1, 0, 11] / before[1, 0, 11])
    assert change == pytest.approx(drift_until(b.industries, 6)[5, 1, 11])
    assert (p.value_added_share >= 0.5 * b.value_added_share - 1e-12).all()
    np.testing.assert_allclose(moved.series("gdp"), plain.series("gdp"), rtol=1e-8)
