"""Policies simulated together: each gets its own answer or its own error, and what is cancelled leaves nothing."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from interrupted import interrupted_at
from newind.equilibrium.many import run_in_lockstep
from newind.errors import PolicyError
from newind.policy.simulate import simulate_cases, simulate_many
from newind.testing import REGIONS, Structure, build

w = ni.load("world", 2011)
CHN = w.regions.index("CHN")
UNPAYABLE = ni.Package(
    [ni.Shock("production_subsidy", 0.5, region="CHN"), ni.Shock("consumption_tax", -0.5, region="CHN")]
)


def raise_tariff(rate):
    return ni.Shock("tariff", rate, region="USA", partner="CHN")


def test_packages_that_make_no_sense_have_an_error_each_and_the_others_are_solved():
    sensible = [raise_tariff(0.1), raise_tariff(0.2), ni.Shock("productivity", 0.02, region="CHN")]
    senseless = {
        "unknown label or group 'FIN'": ni.Shock("tariff", 0.1, region="FIN"),
        "shock 2 sets tariff where shock 1 does already": [
            ni.Shock("tariff", 0.1, region="rcep"),
            ni.Shock("tariff", 0.2, region="CHN", partner="USA"),
        ],
        "costs regions more than 90% of their income": UNPAYABLE,
    }
    mixed = [sensible[0], *senseless.values(), *sensible[1:]]
    found = list(simulate_many(w, [(package, "medium", {}) for package in mixed]))
    for said, error in zip(senseless, found[1:4], strict=True):
        assert isinstance(error, PolicyError)
        assert said in str(error)
    for s, package in zip([found[0], *found[4:]], sensible, strict=True):
        np.testing.assert_allclose(s.welfare, ni.simulate(w, package).welfare, rtol=0, atol=1e-9)


@pytest.mark.parametrize("at", [1, 4, 9])
def test_a_batch_that_is_cancelled_leaves_nothing(at):
    """Cancelled in the middle of steps: what is asked again is found as if nothing had been asked before."""
    shocks = [ni.Shock("tariff", 0.05 * k, region="USA", partner="CHN") for k in (1, 2, 3)]
    shocks += [ni.Shock("trade_cost", 0.05 * k, region="USA", partner="CHN") for k in (1, 2)]
    cases = [(shock, horizon, {}) for shock in shocks for horizon in ("medium", "long")]
    here, afresh = (build(Structure(REGIONS[:3], ("c14", "c27", "c30"), inventories=False), 3) for _ in range(2))
    with interrupted_at(at):
        list(simulate_many(here, cases))
    for s, expected in zip(simulate_many(here, cases), simulate_many(afresh, cases), strict=True):
        assert np.array_equal(s.solution.x, expected.solution.x)
        assert np.array_equal(s.accounts.Z, expected.accounts.Z)


# ---- searches side by side
def collect_incomes(rates):
    """Find real income at each rate, one after the other."""
    found = []
    for rate in rates:
        s = yield w, raise_tariff(rate), "medium", {}
        found.append(s.welfare[CHN])
    return found


def fail():
    try:
        yield w, UNPAYABLE, "medium", {}
    except PolicyError as error:
        return str(error)
    return None


def test_searches_go_on_in_rounds_each_with_its_own_answers():
    asked = []

    def simulate(cases):
        asked.append(list(cases))
        return simulate_cases(asked[-1])

    rates = [(0.1,), (0.1, 0.2, 0.3), (), (0.2, 0.1)]
    first, *found, last = run_in_lockstep([fail(), *map(collect_incomes, rates), fail()], simulate)
    assert [len(cases) for cases in asked if cases] == [5, 2, 1]
    assert first == last
    assert "costs regions more than 90%" in first
    alone = {
        rate: ni.simulate(w, ni.Shock("tariff", rate, region="USA", partner="CHN")).welfare[CHN] for rate in rates[1]
    }
    for incomes, tried in zip(found, rates, strict=True):
        assert len(incomes) == len(tried)
        assert all(abs(income - alone[rate]) < 1e-9 for income, rate in zip(incomes, tried, strict=True))


def test_no_searches_come_to_nothing():
    assert run_in_lockstep([], simulate_cases) == []
