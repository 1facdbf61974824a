"""Searches side by side: each gets what it asks for, in rounds, whatever becomes of the others."""

from __future__ import annotations

import newind as ni
from newind.equilibrium.many import run_in_lockstep
from newind.errors import PolicyError
from newind.policy.simulate import simulate_cases

w = ni.load("world", 2011)
CHN = w.regions.index("CHN")
UNPAYABLE = ni.Package(
    [ni.Shock("production_subsidy", 0.5, region="CHN"), ni.Shock("consumption_tax", -0.5, region="CHN")]
)


def raise_tariff(rate):
    return ni.Shock("tariff", rate, region="USA", partner="CHN")


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
