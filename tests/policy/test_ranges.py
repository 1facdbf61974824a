"""How far a result depends on what is assumed: the corners, and what is said about them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.equilibrium import path as module
from newind.equilibrium.structure import FAMILY, list_members
from newind.parameters import parameter
from newind.policy.ranges import Range, corners, join_pieces, try_piece
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
def test_corners_are_some_members_of_the_family_and_what_is_varied_alone(world):
    found = list(corners(ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"))))
    members, alone = found[:12], found[12:]
    assert all(member in list_members(world.industries) for member in members)
    assert {m["phi"] for m in members} == {0.0, 0.5, 0.7}
    assert alone == [
        *({n: parameter(n).at("medium").range[end] for n in NESTS} for end in (0, 1)),
        *({"labour_share_shift": v} for v in parameter("labour_share_shift").range),
    ]


def test_the_range_of_real_income_is_that_of_the_whole_family(world, tried):
    found = tried.range()
    said = [(c["trade_elasticity"], c["phi"], c["chi"], c["kappa"], c["scale_in"]) for c in found.corners]
    assert len(found.corners) + len(found.verdicts.left_out) >= 55
    for m in list_members(world.industries):
        named = (m["trade_elasticity"], m["phi"], m.get("chi", 0.0), m.get("kappa"), m.get("scale_in", "manufacturing"))
        assert named in said
    assert {c["trade_balance"] for c in found.corners} == {"share", "zero"}
    assert {c["resource_share"] for c in found.corners} == {0.0, "shipped"}
    assert {c["financing"] for c in found.corners} == {"lump_sum", "output_tax"}
    fgo = parameter("trade_elasticity_fgo2022").expand_by_industry(world.industries)
    assert sum(c["trade_elasticity"] == dict(zip(world.industries, fgo, strict=True)) for c in found.corners) == 2


def test_at_the_short_horizon_entry_is_fixed(world):
    found = list(corners(ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), "short")))
    ends = parameter("trade_elasticity").at("short").range
    both = [{"trade_elasticity": v, **entry} for v in ends for entry in ({}, {"phi": parameter("phi").value})]
    assert found[:4] == both


def test_what_levers_assume_is_varied_alone(world):
    found = list(corners(ni.simulate(world, ni.Shock("data_sharing", 0.1, region="CHN"))))
    assumed = ("data_sharing", "data_sharing_cost")
    assert found[-4:] == [{name: v} for name in assumed for v in parameter(name).range]


def test_what_is_given_is_not_varied(world):
    given = {"trade_elasticity": 4.0, "substitution_inputs": 0.5, "phi": 0.3, "labour_share_shift": 0.0}
    s = ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), parameters=given)
    assert list(corners(s)) == [
        {n: parameter(n).at("medium").range[end] for n in NESTS[1:]} for end in (0, 1)
    ]  # fmt: skip
    every = given | dict.fromkeys(NESTS, 0.5)
    fixed = ni.simulate(world, s.package, parameters=every)
    found = fixed.range()
    assert [c["financing"] for c in found.corners] == ["lump_sum", "output_tax"]
    assert_allclose(found.values, [fixed.welfare, fixed.otherwise_financed.welfare], rtol=0, atol=1e-10)
    assert all(c["trade_elasticity"] == 4.0 for c in found.corners)


def test_an_elasticity_that_is_given_leaves_structures_to_be_varied(world):
    s = ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), parameters={"trade_elasticity": 4.0})
    assert [c for c in corners(s) if "phi" in c] == list(FAMILY)


def test_scale_is_not_tried_beside_mark_ups(world):
    given = {"markup": 1.1, "labour_share_shift": 0.0}
    found = ni.simulate(world, ni.Shock("tariff", 0.1, region="CHN"), parameters=given).range()
    assert not found.failed
    assert not any(c["phi"] or c["scale"] for c in found.corners)


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
    for k in (5, *range(-9, 0)):
        names = [n for n in found.corners[k] if n not in ("markup", "scale", "financing")]
        paid = tried.package.model_copy(update={"financing": found.corners[k]["financing"]})
        again = ni.simulate(world, paid, parameters={n: found.corners[k][n] for n in names})
        assert_allclose(found.values[k], again.welfare, rtol=0, atol=1e-10)


def test_ranges_are_the_same_again_and_kept(world, tried):
    assert tried.range() is tried.range()
    again = ni.simulate(world, tried.package).range().values
    assert_allclose(again, tried.range().values, rtol=0, atol=1e-12)


def test_pieces_join_to_the_range_of_the_whole(world, tried):
    pieces = [try_piece(tried, k, 3, lambda s: s.welfare) for k in range(3)]
    found, otherwise = join_pieces(tried, pieces)
    whole = tried.range()
    assert_allclose(found.values, whole.values, atol=1e-9)
    assert found.sign.tolist() == whole.sign.tolist()
    assert_allclose(otherwise, tried.otherwise_financed.welfare, atol=1e-9)
    measured = dict(sorted((at, v) for piece in pieces for at, v in piece.measured.items()))
    assert list(measured) == list(range(len(measured)))
    assert_allclose(list(measured.values()), whole.values[: len(measured)], atol=1e-9)


def test_a_measure_of_ones_own(tried):
    """Any array that follows from a simulation, here prices of output in CHN."""
    found = tried.range(lambda s: s.prices["output"][0])
    assert found.central.shape == (tried.baseline.S,)
    assert_array_equal(found.central, tried.prices["output"][0])
    assert (found.low < found.high).any()
    assert found.noise == 0.0


def test_what_one_assumption_alone_makes_of_the_range(tried):
    found = tried.range()
    by = found.by("chi")
    assert set(by) == {0.0, 1.0}
    assert_array_equal(np.min([low for low, _ in by.values()], axis=0), found.low)
    assert_array_equal(np.max([high for _, high in by.values()], axis=0), found.high)


def test_values_by_industry_can_be_told_apart():
    one, other = {"scale": {"c3": 0.1}}, {"scale": {"c3": 0.2}}
    found = Range(np.zeros(1), np.zeros(1), np.ones(1), (one, other, one), np.array([[0.0], [1.0], [0.5]]))
    by = found.by("scale")
    assert [(low[0], high[0]) for low, high in by.values()] == [(0.0, 0.5), (1.0, 1.0)]


@pytest.mark.parametrize(
    ("values", "stated"),
    [((1.0, 2.0), True), ((-1.0, -2.0), True), ((1.0, -1e-6), False), ((0.0, 0.0), True), ((0.0, 1.0), False)],
)
def test_a_sign_is_stated_where_all_corners_agree(values, stated):
    assert made(*values).stated == [stated]


def test_what_is_below_noise_is_none():
    assert made(1e-10, -1e-10, noise=1e-8).stated == [True]
    assert made(1e-10, -1e-10).stated == [False]
    assert made(1e-10, 1e-3, noise=1e-8).stated == [False]


# ---- where there is nothing
def test_corners_without_an_equilibrium_are_said(world, monkeypatch):
    """A solver that gives up early where there are economies of scale."""
    s = ni.simulate(world, ni.package("green-turn"), parameters={"trade_elasticity": 3.0})
    real = module.solve

    def impatient(model, problem, **given):
        return real(model, problem, **{**given, "most": 0 if problem.elasticities.delta.any() else 140})

    replace_solver(monkeypatch, impatient)
    found = s.range()
    assert len(found.failed) == len(FAMILY) + 1  # all but Armington; balanced trade and resources with scale
    assert all("phi" in f and "no equilibrium found in 0 iterations" in f for f in found.failed)
    scales = [c["phi"].values() if isinstance(c["phi"], dict) else [c["phi"]] for c in found.corners]
    assert not any(phi for values in scales for phi in values)
    assert "structure" not in found.sign
    assert_allclose(found.central, s.welfare)


def test_a_range_without_any_corner_is_refused(world, monkeypatch):
    s = ni.simulate(world, ni.package("green-turn"), parameters={"trade_elasticity": 3.0, "phi": 0.0})
    real = module.solve
    replace_solver(monkeypatch, lambda model, problem, **_: real(model, problem, most=0))
    with pytest.raises(
        ni.ConvergenceError, match="no parameter combination of the range has an equilibrium; first substitution_inputs"
    ):
        s.range()
