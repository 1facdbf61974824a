"""How far a result depends on what is assumed: the corners, and what is said about them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.equilibrium import path as module
from newind.parameters import parameter
from newind.policy.ranges import FROM_BOUND, Range, corners
from solved import replace_solver

NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


@pytest.fixture(scope="module")
def tried(world):
    return ni.simulate(world, ni.package("all-families"))


def made(*values, **more):
    """A range of one element with a value in each corner."""
    found = np.array(values)[:, None]
    names = tuple({"theta": float(k)} for k in range(len(values)))
    return Range(found[0], found.min(axis=0), found.max(axis=0), names, found, **more)


# ---- which corners there are
def test_corners_are_every_combination_of_the_ends(world):
    """Trade elasticity × substitution, all nests together × scale; then the split of value added, alone."""
    found = list(corners(ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"))))
    joint, alone = found[:8], found[8:]
    theta = parameter("trade_elasticity").at("medium").range
    ends = {n: parameter(n).at("medium").range for n in NESTS}
    assert {c["trade_elasticity"] for c in joint} == set(theta)
    for corner in joint:
        end = ends[NESTS[0]].index(corner[NESTS[0]])
        assert all(corner[n] == ends[n][end] for n in NESTS)
    most = parameter("scale_elasticity").range[1]
    assert all(c["scale"] in (0.0, min(most, FROM_BOUND / c["trade_elasticity"])) for c in joint)
    assert len({tuple(c.items()) for c in joint}) == 8
    assert alone == [{"labour_share_shift": v} for v in parameter("labour_share_shift").range]


def test_what_levers_assume_is_varied_alone(world):
    found = list(corners(ni.simulate(world, ni.Shock("data_sharing", 0.1, region="CHN"))))
    assumed = ("data_sharing", "data_sharing_cost")
    assert found[-4:] == [{name: v} for name in assumed for v in parameter(name).range]
    assert all(len(c) == 1 for c in found[8:])


def test_what_is_given_is_not_varied(world):
    given = {"trade_elasticity": 4.0, "substitution_inputs": 0.5, "scale": 0.05, "labour_share_shift": 0.0}
    s = ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), parameters=given)
    assert list(corners(s)) == [
        {n: parameter(n).at("medium").range[end] for n in NESTS[1:]} for end in (0, 1)
    ]  # fmt: skip
    every = given | dict.fromkeys(NESTS, 0.5)
    found = ni.simulate(world, s.package, parameters=every).range()
    assert_array_equal(found.low, found.high)
    assert all(c["trade_elasticity"] == 4.0 for c in found.corners)


def test_scale_is_not_tried_beside_mark_ups(world):
    given = {"markup": 1.1, "labour_share_shift": 0.0}
    found = ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), parameters=given).range()
    assert not found.failed
    assert not any(c["scale"] for c in found.corners)


def test_elasticities_by_industry_bound_scale_industry_by_industry(world):
    s = ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), "long", {"trade_elasticity": "cp2015"})
    (scale,) = [c["scale"] for c in corners(s) if isinstance(c.get("scale"), dict)][:1]
    theta = dict(zip(s.baseline.industries, s.laboratory.model.elasticities.theta.tolist(), strict=True))
    most = parameter("scale_elasticity").range[1]
    assert scale == {k: min(most, FROM_BOUND / theta[k]) for k in scale}
    assert set(scale) == set(ni.group("manufacturing").select_members(s.baseline.industries))


# ---- what is found
@pytest.mark.parametrize("horizon", ["short", "medium", "long"])
def test_the_central_case_lies_within(world, horizon):
    s = ni.simulate(world, ni.package("green-turn"), horizon)
    found = s.range()
    assert not found.failed
    assert_array_equal(found.central, s.welfare)
    assert (found.low <= s.welfare).all()
    assert (s.welfare <= found.high).all()
    assert found.values.shape == (len(found.corners), s.baseline.R)
    assert_array_equal(found.values.min(axis=0), found.low)


def test_every_corner_is_the_simulation_that_it_says(world, tried):
    found = tried.range()
    names = [n for n in found.corners[5] if n != "markup"]
    again = ni.simulate(world, tried.package, parameters={n: found.corners[5][n] for n in names})
    assert_allclose(found.values[5], again.welfare, rtol=0, atol=1e-10)


def test_ranges_are_the_same_again_and_kept(world, tried):
    assert tried.range() is tried.range()
    assert_array_equal(ni.simulate(world, tried.package).range().values, tried.range().values)


def test_a_measure_of_ones_own(tried):
    """Any array that follows from a simulation, here prices of output in CHN."""
    found = tried.range(lambda s: s.prices["output"][0])
    assert found.central.shape == (tried.baseline.S,)
    assert_array_equal(found.central, tried.prices["output"][0])
    assert (found.low < found.high).any()
    assert found.noise == 0.0


def test_what_one_assumption_alone_makes_of_the_range(tried):
    found = tried.range()
    by = found.by("trade_elasticity")
    assert set(by) == {c["trade_elasticity"] for c in found.corners}
    assert_array_equal(np.min([low for low, _ in by.values()], axis=0), found.low)
    assert_array_equal(np.max([high for _, high in by.values()], axis=0), found.high)


def test_values_by_industry_can_be_told_apart():
    one, other = {"scale": {"c3": 0.1}}, {"scale": {"c3": 0.2}}
    found = Range(np.zeros(1), np.zeros(1), np.ones(1), (one, other, one), np.array([[0.0], [1.0], [0.5]]))
    by = found.by("scale")
    assert [(low[0], high[0]) for low, high in by.values()] == [(0.0, 0.5), (1.0, 1.0)]


@pytest.mark.parametrize(
    ("values", "sure"),
    [((1.0, 2.0), True), ((-1.0, -2.0), True), ((1.0, -1e-6), False), ((0.0, 0.0), True), ((0.0, 1.0), False)],
)
def test_the_sign_is_sure_where_all_corners_agree(values, sure):
    assert made(*values).sure == [sure]


def test_what_solves_cannot_tell_from_none_is_none():
    assert made(1e-10, -1e-10, noise=1e-8).sure == [True]
    assert made(1e-10, -1e-10).sure == [False]
    assert made(1e-10, 1e-3, noise=1e-8).sure == [False]


# ---- where there is nothing
def test_corners_without_an_equilibrium_are_said(world, monkeypatch):
    """Economies of scale near what is possible, and a solver that gives up early there."""
    s = ni.simulate(world, ni.package("green-turn"))
    real = module.solve

    def impatient(model, problem, **given):
        return real(model, problem, **{**given, "most": 0 if problem.elasticities.psi.any() else 140})

    replace_solver(monkeypatch, impatient)
    found = s.range()
    assert len(found.failed) == 4
    assert all("scale" in f and "no equilibrium found in 0 iterations" in f for f in found.failed)
    assert not any(c["scale"] for c in found.corners)
    assert_allclose(found.central, s.welfare)


def test_a_range_without_any_corner_is_refused(world, monkeypatch):
    s = ni.simulate(world, ni.package("green-turn"))
    real = module.solve
    replace_solver(monkeypatch, lambda model, problem, **_: real(model, problem, most=0))
    with pytest.raises(
        ni.ConvergenceError, match="no parameter combination of the range has an equilibrium; first trade_elasticity"
    ):
        s.range()


def test_support_is_also_tried_with_economies_of_scale_only_where_it_goes(world):
    s = ni.simulate(world, ni.Shock("production_subsidy", 0.05, region="IDN", industry="high-tech"), "medium")
    scales = [c["scale"] for c in corners(s) if "scale" in c]
    only = [v for v in scales if isinstance(v, dict)]
    assert len(scales) == 3 * len(only) == 12
    assert all(set(v) == set(ni.group("high-tech").select_members(world.industries)) for v in only)
    assert not s.range().sure[world.regions.index("IDN")]
    assert not any(isinstance(c.get("scale"), dict) for c in corners(ni.simulate(world, ni.Shock("tariff", 0.1))))
