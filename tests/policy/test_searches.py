"""Searches side by side: each gets what it asks for, in rounds, whatever becomes of the others."""

from __future__ import annotations

import newind as ni
from newind.errors import PolicyError
from newind.policy import searches
from newind.policy.searches import search_together, try_case

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
        s = yield from try_case(w, raise_tariff(rate), "medium", {})
        found.append(s.welfare[CHN])
    return found


def fail():
    try:
        yield from try_case(w, UNPAYABLE, "medium", {})
    except PolicyError as error:
        return str(error)
    return None


def test_searches_go_on_in_rounds_each_with_its_own_answers(monkeypatch):
    asked = []

    def simulate(cases):
        asked.append(list(cases))
        return searches_simulate(asked[-1])

    searches_simulate = searches.simulate_cases
    monkeypatch.setattr(searches, "simulate_cases", simulate)
    rates = [(0.1,), (0.1, 0.2, 0.3), (), (0.2, 0.1)]
    first, *found, last = search_together([fail(), *map(collect_incomes, rates), fail()])
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
    assert search_together([]) == []
