"""Which scenario is ahead: by its difference from the others in every case, not by ranges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from newind.policy.packages import package
from newind.questions.policies.ahead import COMPARED, find_ahead, list_cases, say_ahead, subtract_cases
from newind.questions.policies.scenarios import try_scenarios
from newind.web.requests import ScenarioCases

NAN = float("nan")


def test_one_is_ahead_though_ranges_overlap():
    low, high = {"": (1.0,), "phi 0.7": (5.0,)}, {"": (2.0,), "phi 0.7": (6.0,)}
    assert find_ahead([low, high], 1, 0.0) == (1, 2)
    assert find_ahead([low, high], -1, 0.0) == (0, 2)
    assert find_ahead([low, high, {"": (1.5,), "phi 0.7": (9.0,)}], 1, 0.0) == (None, 2)


def test_a_difference_that_counts_as_none_puts_nobody_ahead():
    assert find_ahead([{"": (0.0003,), "phi 0.7": (0.001,)}, {"": (0.0,), "phi 0.7": (0.0009,)}], 1, 2e-4)[0] is None


def test_a_case_that_is_not_known_of_one_puts_nobody_ahead():
    for lacking in ({"": (0.0,)}, {"": (0.0,), "phi 0.7": (NAN,)}):
        assert find_ahead([{"": (1.0,), "phi 0.7": (1.0,)}, lacking], 1, 0.0)[0] is None


def test_what_only_levers_of_one_assume_leaves_the_other_as_it_is():
    assert subtract_cases({"": (1.0,), "rd_return 0.2": (3.0,)}, {"": (0.5,)}).tolist() == [0.5, 2.5]
    assert np.isnan(subtract_cases({"": (1.0,), "rd_return 0.2, phi 0.5": (3.0,)}, {"": (0.5,)})[1])


def test_partners_that_answer_to_one_are_compared_with_those_that_have_nothing_to_answer_to():
    assert subtract_cases({"": (1.0, -1.0)}, {"": (0.5,)}).tolist() == [0.5, -1.5]


def test_nothing_is_said_of_one_scenario_or_of_what_is_not_known_of_all():
    known = {"": (1.0,)}
    assert say_ahead({"co2": [known]}, "en") == say_ahead({"co2": [known, None]}, "en") == ""
    assert say_ahead({"co2": [{"": (-1.0,)}, known]}, "zh") == "碳排放：1种情形下A均占优。"


@pytest.fixture(scope="module")
def tried():
    names = ("more-research", "opening-up")
    return try_scenarios(ni.load("world", year=2022), "CHN", tuple(map(package, names)), (("phi", 0.0),))


def test_cases_have_the_ends_of_the_range(tried):
    for trial in tried:
        for name in COMPARED:
            values = [v[0] for v in trial.own.cases[name].values()]
            e = trial.own.outcomes[name]
            assert (min(values), max(values)) == pytest.approx((e.low, e.high), abs=1e-12)
            assert trial.own.cases[name][""][0] == pytest.approx(e.central, abs=1e-12)


def test_scenarios_of_the_same_structures_have_no_case_that_cannot_be_compared(tried):
    for name in COMPARED:
        one, other = (t.own.cases[name] for t in tried)
        assert np.isfinite(subtract_cases(one, other)).all()
        assert {k.partition(" ")[0] for k in one.keys() - other.keys()} <= {
            "rd_cost_elasticity", "rd_return", "rd_relabelled", "researcher_supply",
        }  # fmt: skip


def test_a_case_without_an_equilibrium_is_not_known():
    s = ni.simulate(ni.load("world", year=2022), package("shared-data"), parameters={"phi": 0.0, "trade_elasticity": 3})
    cases = list_cases(replace(s.range(), failed=("phi 0.9: no equilibrium was found. " * 9,)), 0)
    assert np.isnan(list(cases.values())[-1][0])
    ScenarioCases(real_income={name: [0.0] for name in cases})  # names are as short as the page may send
