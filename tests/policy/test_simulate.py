"""A policy goes in, a new economy comes out: what a simulation promises, and what is refused."""

from __future__ import annotations

import json
import pickle
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.equilibrium import path as module
from newind.policy.posing import list_acting_regions
from newind.testing import REGIONS, Structure, assert_balanced, build, economies
from solved import replace_solver

CONTRACT = ("baseline", "accounts", "welfare", "prices", "government", "residual", "iterations", "log")
HORIZONS = ("short", "medium", "long")


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def tried(world):
    return ni.simulate(world, ni.package("all-families"))


@pytest.fixture
def small():
    """Two regions, three industries; CHN makes no c27."""
    return build(Structure(REGIONS[:2], ("c14", "c27", "c30"), idle=frozenset({(0, 1)})), 1)


def steps(w):
    """A small package that names what every drawn economy has."""
    one, two = w.regions.codes[:2]
    return ni.Package(
        [
            ni.Shock("tariff", 0.05, mode="add", region=one, partner=two),
            ni.Shock("trade_cost", 0.02, region=two),
            ni.Shock("productivity", 0.01, region=two),
            ni.Shock("production_subsidy", 0.01, region=one, industry=w.industries[0]),
        ],
        name="steps",
    )


# ---- what is promised
def test_a_simulation_has_all_of_the_contract(tried):
    for name in CONTRACT:
        assert getattr(tried, name) is not None
    w = tried.baseline
    assert tried.welfare.shape == (w.R,)
    assert {k: v.shape for k, v in tried.government.items()} == dict.fromkeys(tried.government, (w.R,))
    assert tried.prices["output"].shape == (w.R, w.S)
    assert 0 <= tried.residual < 1e-9
    assert tried.iterations > 0
    fresh = repr(ni.simulate(tried.laboratory.origin, tried.package))
    assert "all-families" in fresh
    assert ".range()" in fresh
    assert "%" not in fresh
    tried.range()
    assert "%" not in repr(tried)
    assert "direction open: market structure" in repr(tried)


def test_the_new_economy_is_made_when_asked_for_and_kept(world):
    s = ni.simulate(world, ni.package("all-families"))
    assert "accounts" not in vars(s)
    assert s.accounts is s.accounts
    assert s.accounts.labels().keys() == s.baseline.labels().keys()
    assert (s.accounts.regions.codes, s.accounts.industries) == (s.baseline.regions.codes, s.baseline.industries)
    assert (s.accounts.demand, s.accounts.year) == (s.baseline.demand, s.baseline.year)
    assert s.accounts.scenario == "all-families"
    assert_balanced(s.accounts)


def test_what_notebooks_show(tried):
    shown = tried._repr_html_()
    codes = tried.baseline.regions.codes
    sure = tried.range().stated
    assert shown.count("<tr>") == 1 + len(codes)
    assert shown.count("<td>–</td>") == (~sure).sum()
    assert shown.count("direction open: market structure") == (tried.range().sign == "structure").sum() > 0
    r = int(np.flatnonzero(sure)[0])
    assert f"<td>{codes[r]}</td><td>{100 * tried.welfare[r]:+.3f}</td>" in shown
    assert repr(tried.range()).startswith(
        f"Range({tried.range().stated.sum()} of 20 with a sign that may be stated, in "
    )
    assert repr(tried.decomposition).startswith("Decomposition(terms of trade, ")
    assert repr(tried.attribution).endswith("; Shapley value)")


@pytest.mark.parametrize("nothing", [None, (), ni.Package(), ni.Package(financing="output_tax")])
def test_nothing_changes_nothing(world, nothing):
    s = ni.simulate(world, nothing)
    assert s.accounts.equals(s.baseline)
    assert_allclose(s.welfare, 0.0, atol=1e-12)
    assert_allclose(s.bill, 0.0, atol=1e-12 * s.baseline.gdp.max())


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(economies(min_regions=2, max_industries=4), st.sampled_from(HORIZONS))
def test_every_closed_economy_is_a_laboratory(w, horizon):
    """Balanced to 1e-9, with finite results, and without a package as it was.

    No region gives away most of what it earns, or its tariffs may bring more than it spends.
    """
    spent = w.Y.sum(axis=0).reshape(w.R, -1).sum(axis=1)
    assume((np.abs(w.gdp - spent) < 0.4 * spent).all())
    s, none = ni.simulate(w, steps(w), horizon), ni.simulate(w, None, horizon)
    assert np.isfinite(s.welfare).all()
    assert np.isfinite(s.accounts.Y).all()
    assert_balanced(s.accounts, rtol=1e-9)
    assert none.accounts.equals(none.baseline)
    assert_allclose(none.welfare, 0.0, atol=1e-12)


def test_every_measure_works_on_the_new_economy(tried):
    before, after = ni.measure(tried.baseline), ni.measure(tried.accounts)
    assert list(after.columns) == list(before.columns)
    keys = ["region", "industry", "partner", "year", "indicator", "unit"]
    assert after[keys].equals(before[keys])
    assert set(after.scenario) == {"all-families"}
    assert after.value.isna().equals(before.value.isna())
    assert "observed" not in set(after.status[after.value.notna()])


def test_welfare_is_income_over_the_price_of_final_demand(world):
    """Without tariffs, final demand at basic prices is all that a region spends."""
    shock = ni.Shock("productivity", 0.01, region="CHN")
    s = ni.simulate(world, shock, "long", {"tariffs": "none"})
    spent = [w.Y.sum(axis=0).reshape(w.R, -1).sum(axis=1) for w in (s.baseline, s.accounts)]
    assert s.welfare[0] > 0.01
    assert_allclose(1.0 + s.welfare, spent[1] / spent[0] / s.prices["final"], rtol=1e-8)


def test_where_it_comes_from_adds_up(tried):
    assert_allclose(sum(tried.decomposition.components.values()), np.log1p(tried.welfare), atol=1e-8)


def test_what_governments_take_is_the_bill_turned_round(tried):
    before = ni.simulate(tried.laboratory.origin).government
    moved = sum(tried.government.values()) - sum(before.values())
    assert_allclose(tried.bill, -moved, atol=1e-6 * np.abs(moved).max())
    for source, change in tried.revenue_changes.items():
        assert_allclose(change, tried.government[source] - before[source], atol=1e-6 * np.abs(moved).max())


def test_the_other_financing_stands_beside(tried):
    other = tried.otherwise_financed
    assert (tried.package.financing, other.package.financing) == ("lump_sum", "output_tax")
    assert other.otherwise_financed.package == tried.package
    assert_array_equal(other.otherwise_financed.welfare, tried.welfare)
    assert_allclose(other.bill, 0.0, atol=1e-6 * tried.baseline.gdp.max())
    assert np.abs(other.welfare - tried.welfare).max() > 1e-5


# ---- the same again
def test_the_same_input_gives_the_same_to_the_last_bit(world, tried):
    """Whatever was simulated before: matrices that are kept do not depend on what was asked first."""
    fresh = ni.load("world", year=2011)._replace()
    ni.simulate(fresh, ni.Shock("tariff", 0.5), parameters={"trade_elasticity": 9.0, "substitution_inputs": 0.1})
    ni.simulate(fresh, None, parameters={"scale": True, "trade_elasticity": 2.0}).range()
    again, first = (ni.simulate(w, ni.package("all-families")) for w in (fresh, ni.load("world", year=2011)._replace()))
    assert_array_equal(again.welfare, tried.welfare)
    assert again.iterations == tried.iterations
    assert again.accounts.equals(tried.accounts)
    assert again.to_json() == first.to_json()


def test_the_economy_without_deficits_is_that_of_its_elasticities(world):
    """Other elasticities lead to another economy without deficits, and none is taken for another."""
    one, other = ({"trade_balance": "zero", "substitution_inputs": v} for v in (0.3, 0.9))
    first = ni.simulate(world, None, parameters=one).baseline
    second = ni.simulate(world, None, parameters=other).baseline
    assert not first.equals(second)
    assert ni.simulate(world, None, parameters=one).baseline.equals(first)


def test_a_simulation_can_be_sent_to_another_process(small):
    s = ni.simulate(small, steps(small), "short")
    twin = pickle.loads(pickle.dumps(s))
    assert_array_equal(twin.welfare, s.welfare)
    assert twin.accounts.equals(s.accounts)
    assert_array_equal(twin.rerun(trade_elasticity=3.0).welfare, s.rerun(trade_elasticity=3.0).welfare)


def test_accounts_are_sent_without_what_is_kept_for_simulations(small):
    fresh = small._replace()
    size = len(pickle.dumps(fresh))
    ni.simulate(fresh, steps(fresh))
    twin = pickle.loads(pickle.dumps(fresh))
    assert len(pickle.dumps(twin)) < 2 * size
    assert_array_equal(ni.simulate(twin, steps(twin)).welfare, ni.simulate(fresh, steps(fresh)).welfare)


# ---- what is written down
def test_json_is_plain_and_finite(tried):
    found = json.loads(tried.to_json(), parse_constant=pytest.fail)
    assert found["schema_version"] == 1
    assert found == {"schema_version": 1, **json.loads(json.dumps(tried.to_dict()))}
    assert list(found["welfare"]) == list(tried.baseline.regions.codes)
    assert_array_equal(list(found["welfare"].values()), tried.welfare)


def test_every_result_carries_what_it_rests_on(tried):
    """The list of the design: benchmark, horizon, closure, range, limits, concept, what reproduces it."""
    said = tried.carries()
    assert said["benchmark"]["year"] == 2011
    assert said["benchmark"]["status"] == "observed"
    assert (said["horizon"], said["capital"]) == ("medium", "moves between industries")
    assert (said["trade_balance"], said["financing"]) == ("share", "lump_sum")
    assert said["otherwise_financed"]["financing"] == "output_tax"
    assert set(said["otherwise_financed"]["welfare"]) == set(tried.baseline.regions.codes)
    assert set(said["range"]) == {"low", "high", "sign_sure", "sign", "headline", "corners", "failed", "verdict"}
    assert said["assumed"] == tried.assumed.to_dict(tried.baseline.regions.codes)
    assert said["limits"] == "static comparison: no adjustment cost, no new trade links, industry averages"
    assert "equivalent variation" in said["welfare_concept"]
    assert said["data_hash"] == tried.laboratory.origin.hash
    assert ni.Package(**said["package"]) == tried.package
    assert said["package_hash"] == tried.package.hash
    assert said["assumptions"]["trade_elasticity"] == 3.0
    assert said["given"] == []
    assert {"seed", "version", "residual", "iterations", "log"} <= set(said)


def test_what_is_carried_reproduces_the_result(world, tried):
    said = json.loads(tried.to_json(complete=False))
    names = {"horizon", "scale"}
    given_again = {k: v for k, v in said["assumptions"].items() if k not in names}
    again = ni.simulate(world, ni.Package(**said["package"]), said["horizon"], given_again)
    assert_array_equal(again.welfare, list(said["welfare"].values()))


def test_there_is_no_headline_where_the_sign_may_not_be_stated_or_most_is_assumed(tried):
    found, said = tried.range(), tried.carries()["range"]
    assert not found.stated.all()
    for i, code in enumerate(tried.baseline.regions.codes):
        assert not (found.stated[i] and tried.assumed.rests[i])
        assert said["headline"][code] == (tried.welfare[i] if found.stated[i] else None)


def test_a_quick_answer_leaves_out_what_takes_more_solves(world):
    s = ni.simulate(world, ni.package("green-turn"))
    said = json.loads(s.to_json(complete=False))
    assert not {"range", "otherwise_financed"} & set(said)
    assert not {"_range", "otherwise_financed"} & set(vars(s))


def test_what_has_no_equilibrium_is_said_in_the_result(world, monkeypatch):
    s = ni.simulate(world, ni.package("carbon-market"))
    real = module.solve
    replace_solver(monkeypatch, lambda model, problem, **_: real(model, problem, most=0))
    monkeypatch.setattr(module, "_solve_by_damping", lambda *_: None)  # which ends with the same, after long
    said = json.loads(s.to_json())
    assert "no equilibrium found in 0 iterations" in said["range"]["failed"][0]
    assert "no equilibrium found in 0 iterations" in said["otherwise_financed"]["failed"]


def test_who_acts_is_told_in_the_order_of_the_accounts(world):
    p = [ni.Shock("tariff", 0.1, region=["USA", "CHN"]), ni.Shock("productivity", 0.1, region="JPN")]
    assert list_acting_regions(ni.Package(p), world) == (0, 1, 2)


# ---- what is refused
def refused(error, call, *said):
    """Check that a call raises one clear error."""
    with pytest.raises(error) as caught:
        call()
    for words in said:
        assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("shocks", "error", "said"),
    [
        ([("tariff", 0.1, {"region": "FIN"})], ni.PolicyError, ["shock 1", "unknown label or group 'FIN'"]),
        (
            [("tariff", 0.1, {"region": "rcep"}), ("tariff", 0.2, {"region": "CHN", "partner": "USA"})],
            ni.PolicyError,
            ["shock 2 sets tariff where shock 1 does already", "'CHN USA c1'", "Keep one of the two"],
        ),
        ([("tariff", -2, {"region": "CHN"})], ni.PolicyError, ["value -2 is out of bounds for tariff", "-0.5 to 10"]),
        (
            [("production_subsidy", 0.5, {"region": "CHN"})],
            ni.PolicyError,
            ["costs regions more than 90% of their income", "CHN: 11,130,000, 157% of 7,113,000", "Lower its rates"],
        ),
    ],
    ids=["labels", "contradiction", "tariff -2", "ruin"],
)
def test_a_package_that_makes_no_sense_is_refused(world, shocks, error, said):
    refused(error, lambda: ni.simulate(world, [ni.Shock(a, b, **more) for a, b, more in shocks]), *said)


@pytest.mark.parametrize(
    ("parameters", "error", "said"),
    [
        ({"scale": 0.4}, ni.PolicyError, ["below 1 / trade elasticity", ": c3: 0.4, bound 0.333", "Lower the scale"]),
        ({"scale": 0.1, "markup": 1.2}, ni.PolicyError, ["scale and mark-ups are both on", "'CHN c1: 1.2'"]),
        (["scale"], ni.DataError, ["parameters must be a mapping of names to values, not list."]),
        ({"theta": 3}, ni.UnknownNameError, ["unknown parameter of a simulation 'theta'", "trade_elasticity"]),
        ({"trade_elasticity": -1}, ni.DataError, ["trade_elasticity -1 is out of bounds"]),
        ({"scale": {"c99": 0.1}}, ni.UnknownNameError, ["unknown industry 'c99'", "parameter scale"]),
        ({"migration": [[1, 2], [3, 4]]}, ni.PolicyError, ["migration matrix has the shape (2, 2)", "20 regions"]),
    ],
)
def test_parameters_that_make_no_sense_are_refused(world, parameters, error, said):
    refused(error, lambda: ni.simulate(world, ni.Shock("tariff", 0.1), parameters=parameters), *said)


def test_an_unknown_horizon_is_refused(world):
    refused(ni.UnknownNameError, lambda: ni.simulate(world, None, "longest"), "'longest'", "Did you mean 'long'?")


def test_a_cut_off_that_strands_users_names_cells_and_values(small):
    call = partial(ni.simulate, small, ni.Shock("cut_off", 1, region="CHN", partner="USA", industry="c27"))
    value = small.Y4[1, 1, 0].sum()
    bought = f": c27 bought by CHN final demand: {value:,.4g}"
    refused(ni.PolicyError, call, "without any supplier", bought, "% of cost")


def test_subsidies_on_inputs_beyond_what_is_sold_are_refused_before_there_is_a_table(world):
    call = partial(ni.simulate, world, ni.Shock("energy_cost", -0.45), horizon="long")
    refused(ni.PolicyError, call, "use more than they sell", ": CHN c8: -", "Lower the subsidy")
    assert_balanced(ni.simulate(world, ni.Shock("energy_cost", -0.2), horizon="long").accounts)


@pytest.mark.parametrize("shock", [("demand_shift", "c14"), ("procurement", "c31t35")])
def test_demand_may_end_altogether(world, shock):
    lever, good = shock
    s, near = (ni.simulate(world, ni.Shock(lever, v, region="CHN", industry=good)) for v in (-1, -1 + 1e-7))
    assert_allclose(s.welfare, near.welfare, atol=1e-8)
    assert_balanced(s.accounts)
    assert s.decomposition.error < 1e-8


def test_what_is_no_accounts_or_no_package_is_refused(world):
    refused(ni.DataError, lambda: ni.simulate(ni.load("world"), None), "not a Panel", "panel.last")
    refused(ni.PolicyError, lambda: ni.simulate(world, "green-turn"), "is a name", "newind.package('green-turn')")
    refused(ni.PolicyError, lambda: ni.simulate(world, [0.1]))


def test_boundary_accounts_are_refused():
    w = ni.load("china", year=2017)
    refused(ni.DataError, lambda: ni.simulate(w, ni.Shock("tariff", 0.1)), "boundary", "'ROW'", "Use closed accounts",
            "newind.with_abroad(accounts)")  # fmt: skip


def test_no_partial_result_without_an_equilibrium(world, monkeypatch):
    real = module.solve
    replace_solver(monkeypatch, lambda model, problem, **_: real(model, problem, most=1))
    call = partial(ni.simulate, world, ni.Shock("tariff", 0.5))
    refused(ni.ConvergenceError, call, "no equilibrium found in 1 iterations", "residual ", "furthest off is ")


def test_what_governments_take_cannot_be_written_over():
    s = ni.simulate(ni.load("world", year=2011), ni.Shock("tariff", 0.1, region="USA"))
    with pytest.raises(ValueError, match="read-only"):
        s.government["tariffs"][0] = 0.0


def test_a_simulation_is_no_accounts_and_another_name_no_package():
    s = ni.simulate(ni.load("world", year=2011), ni.Shock("tariff", 0.1, region="USA"))
    with pytest.raises(ni.DataError, match=r"not Simulation\. Of a Simulation give its accounts"):
        ni.diagnose(s, "CHN")
    with pytest.raises(ni.PolicyError, match="is a name, not a package"):
        s.rerun("green-turn")
