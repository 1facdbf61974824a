"""What of a result is assumed, and the value from which on it pays for itself."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.policy.assumed import MOST, AssumedPart, drop, list_assumed
from newind.policy.schema import Package, Shock
from newind.questions.assumed import describe_assumed

RESEARCH, TARIFF = Shock("rd_subsidy", 0.1, region="CHN"), Shock("tariff", 0.1, region="USA", partner="CHN")
DATA, CARBON = Shock("data_sharing", 0.1, region="CHN"), Shock("carbon_price", 30.0, region="CHN")


def sentences(part: AssumedPart | None, r: int) -> list[str]:
    return [text["en"] for text in describe_assumed(part, r, 2)]


@pytest.fixture(scope="module")
def world() -> ni.Accounts:
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def china(world: ni.Accounts) -> int:
    return world.regions.index("CHN")


def test_a_result_without_an_assumed_effect_stands(world, china):
    part = ni.simulate(world, TARIFF).assumed
    assert part.names == ()
    assert not part.rests.any()
    assert sentences(part, china) == []
    assert list_assumed(Package([TARIFF]), ()) == []


def test_research_alone_has_a_break_even_and_no_headline(world, china):
    s = ni.simulate(world, RESEARCH, "long")
    part = s.assumed
    assert part.names == ("rd_return",)
    assert part.without[china] == pytest.approx(s.rerun(rd_return=0.0).welfare[china], abs=1e-12)
    assert part.share[china] == pytest.approx(1.0 - part.without[china] / s.welfare[china])
    assert part.share[china] > MOST
    assert part.rests[china]
    found = s.range()
    assert (found.sign[china], found.verdicts.kinds[china]) == ("assumed", "assumed")
    assert np.isnan(found.headline[china])
    even = part.break_even(0, china)
    assert 0.15 < even < 0.5
    assert abs(s.rerun(rd_return=even).welfare[china]) < 0.02 * s.welfare[china]
    said = sentences(part, china)
    assert "return to research 0.5 (evidence class B, 0.15 to 0.8)" in said[0]
    assert f"once return to research is {even:.2g} or more" in said[1]
    plain = part.to_dict(s.baseline.regions.codes)
    assert plain["parameters"] == {"rd_return": 0.5}
    assert plain["by_region"]["CHN"]["break_even"]["rd_return"] == pytest.approx(even, rel=1e-5)


def test_an_elasticity_that_is_given_is_what_is_assumed(world, china):
    part = ni.simulate(world, RESEARCH, "long", {"rd_output_elasticity": 0.08}).assumed
    assert part.names == ("rd_output_elasticity",)
    assert 0.0 < part.break_even(0, china) < 0.08


def test_shared_data_count_as_nothing_and_say_when_they_pay(world, china):
    s = ni.simulate(world, [TARIFF, DATA])
    part = s.assumed
    assert s.laboratory.assumptions.value("data_sharing") == 0.0
    assert not part.rests.any()
    even = part.break_even(0, china)
    assert 0.0 < even < 0.01
    assert s.rerun(data_sharing=even).welfare[china] == pytest.approx(
        s.rerun(Package([TARIFF])).welfare[china], abs=1e-5
    )
    (said,) = sentences(part, china)
    assert said.startswith("Counted as nothing: effect of shared data 0 (evidence class C, 0 to 0.1); from ")


def test_parts_of_a_result_that_stands_are_named(world, china):
    s = ni.simulate(world, CARBON)
    part = s.assumed
    assert part.names == ("process_abatement",)
    assert not part.rests[china]
    whole, rest = 100 * s.welfare[china], 100 * part.without[china]
    (said,) = sentences(part, china)
    assert f"{abs(rest):.2f}%" in said
    assert f"{abs(whole - rest):.2f}%" in said


def test_a_path_rests_on_what_builds_up(world, china):
    cheap = Shock("carbon_price", 3.0, region="CHN")
    p = ni.pathway(world, Package([RESEARCH, cheap], name="both"), 2030)
    part = p.assumed
    assert part.names == ("rd_return", "process_abatement", "digital_elasticity", "diffusion_imports")
    none = p.rerun(**dict.fromkeys(part.names, 0.0)).change()[-1]
    assert np.allclose(part.without, none, atol=1e-12)
    assert np.allclose(part.dropped[0], p.rerun(Package([cheap])).change()[-1], atol=1e-12)
    assert part.main(china) == 0
    assert p.to_dict()["assumed"]["by_region"]["CHN"]["share"] == pytest.approx(part.share[china], abs=1e-6)


def test_what_is_dropped_is_what_rests_on_a_parameter():
    both = Package([RESEARCH, TARIFF], financing="output_tax")
    assert drop(both, "rd_return") == drop(both, "rd_output_elasticity") == Package([TARIFF], financing="output_tax")
    assert drop(both, "digital_elasticity") is None


def test_more_of_an_effect_that_harms_never_pays():
    one = np.ones((1, 1))
    part = AssumedPart(("rd_return",), (0.5,), np.array([1.0]), np.array([2.0]), 2 * one, (0.5,), one, 0 * one)
    assert np.isnan(part.break_even(0, 0))
    assert part.share[0] == -1.0
    assert not part.rests[0]
    assert part.to_dict(["CHN"])["by_region"]["CHN"]["break_even"] == {}


def test_without_an_equilibrium_nothing_is_known():
    assert sentences(None, 0) == []
