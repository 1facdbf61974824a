"""What a simulation assumes: shipped values by horizon, what is put in their place, what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from each import check_each
from newind.equilibrium.assumptions import CHOICES, ESTIMATES, NESTS, OTHERS, PARAMETERS, Assumptions, manufacturing
from newind.equilibrium.structure import SETTINGS
from newind.parameters import HORIZONS, parameter

INDUSTRIES = ("c1", "c3", "c14", "c30")


@check_each("horizon", HORIZONS)
@check_each("name", PARAMETERS)
def test_shipped_values_and_ranges_hold_at_each_horizon(horizon, name):
    a, stated = Assumptions(horizon), parameter(name).at(horizon)
    assert a.value(name) == stated.value
    assert a.range(name) == stated.range
    low, high = a.range(name)
    assert low <= a.value(name) <= high


def test_capital_stays_in_its_industry_at_the_short_horizon_only():
    assert [Assumptions(h).mobile for h in HORIZONS] == [False, True, True]


@pytest.mark.parametrize("number", [2, 2.0, np.float64(2.0), np.int64(2)])
def test_numbers_of_every_kind_take_the_place_of_shipped_ones(number):
    a = Assumptions("long", {"trade_elasticity": number})
    assert a.value("trade_elasticity") == 2.0
    assert a.range("trade_elasticity") == (2.0, 2.0)
    assert_array_equal(a.elasticities(INDUSTRIES).theta, 2.0)
    assert type(a.to_dict()["trade_elasticity"]) is float


def test_numbers_by_industry_leave_the_others_as_shipped():
    a = Assumptions("long", {"trade_elasticity": {"c14": 9}, "markup": {"c3": 1.2}, "scale": {"c30": 0.1}})
    assert_array_equal(a.elasticities(INDUSTRIES).theta, [5.0, 5.0, 9.0, 5.0])
    assert_array_equal(a.expand_by_industry("markup", INDUSTRIES), [1.0, 1.2, 1.0, 1.0])
    assert_array_equal(a.elasticities(INDUSTRIES).delta, [0.0, 0.0, 0.0, 0.1])


@pytest.mark.parametrize("name", ESTIMATES)
def test_shipped_elasticities_by_industry_go_by_the_name_of_their_source(name):
    some = (*INDUSTRIES, "tea")
    theta = Assumptions("long", {"trade_elasticity": name}).elasticities(some).theta
    listed = parameter(f"trade_elasticity_{name}").expand_by_industry(some)
    assert len(set(theta)) > 2
    assert_array_equal(theta, listed)


@pytest.mark.parametrize(
    ("scale", "delta"),
    [(False, 0.0), (True, parameter("scale_elasticity").value), (0.05, 0.05), (0, 0.0)],
)
def test_scale_is_that_of_manufacturing(scale, delta):
    assert_array_equal(Assumptions("long", {"scale": scale}).elasticities(INDUSTRIES).delta, [0.0, delta, delta, 0.0])


def test_a_structure_by_name_is_what_its_figures_say_and_these_may_be_given():
    named = Assumptions("medium", {"structure": "melitz"}).elasticities(INDUSTRIES)
    by_figures = Assumptions("medium", {"phi": 0.5, "kappa": 1.1}).elasticities(INDUSTRIES)
    for name in ("theta", "delta", "eta", "chi"):
        assert_array_equal(getattr(named, name), getattr(by_figures, name))
    # θ = κ σ − 1 and δ = φ / θ, η = (1 − 1/κ) / (σ − 1); what melts is answered with κ (σ − 1)
    sigma = 4.0 / 1.1
    assert_allclose(named.delta, [0.0, 0.5 / 3.0, 0.5 / 3.0, 0.0])
    assert_allclose(named.eta[1], (1.0 - 1.0 / 1.1) / (sigma - 1.0))
    assert_allclose(named.iceberg, [3.0, 1.1 * (sigma - 1.0), 1.1 * (sigma - 1.0), 3.0])
    assert Assumptions("medium", {"structure": "melitz", "chi": 1}).elasticities(INDUSTRIES).chi == 1.0


def test_at_the_short_horizon_entry_is_fixed_and_paid_for_by_a_mark_up():
    a = Assumptions("short", {"phi": 0.3})
    assert not a.elasticities(INDUSTRIES).delta.any()
    assert_allclose(a.markups(INDUSTRIES), [1.0, 1.1, 1.1, 1.0])
    assert_array_equal(Assumptions("medium", {"phi": 0.3}).markups(INDUSTRIES), 1.0)
    assert_array_equal(Assumptions("short", {"phi": 0.3, "markup": 1.2}).markups(INDUSTRIES), 1.2)


def test_scale_is_that_of_all_where_no_manufacturing_is_known():
    assert not manufacturing(("tea", "books")).any()
    assert_array_equal(Assumptions("long", {"scale": 0.1}).elasticities(("tea", "books")).delta, 0.1)


def test_replacing_leaves_the_rest():
    a = Assumptions("short", {"scale": 0.1, "shares": "common"}).replacing(scale=0.2)
    assert (a.horizon, a.given) == ("short", {"scale": 0.2, "shares": "common"})


def test_options_have_defaults():
    a = Assumptions()
    usual = {"shares": "user", "trade_balance": "share", "tariffs": "applied"}
    assert {n: a.choice(n) for n in CHOICES} == {**usual, "structure": "armington", "scale_in": "manufacturing"}
    assert a.choice("migration") is None
    assert Assumptions(given={"shares": "common"}).choice("shares") == "common"


def test_plain_data_says_everything_and_a_matrix_by_its_hash():
    matrices = (np.eye(2), 2 * np.eye(2))
    said = [Assumptions("long", {"migration": m, "scale": {"c3": np.float64(0.1)}}).to_dict() for m in matrices]
    assert json.loads(json.dumps(said)) == said
    assert set(PARAMETERS) | set(CHOICES) | set(SETTINGS) | {"horizon", "migration"} == set(said[0])
    assert said[0]["migration"].startswith("sha256:")
    assert said[0]["migration"] != said[1]["migration"]
    assert said[0]["scale"] == {"c3": 0.1}
    assert said[0] == Assumptions("long", {"migration": np.eye(2).tolist(), "scale": {"c3": 0.1}}).to_dict()


@check_each(
    ("given", "error", "said"),
    [
        ({"trade_elastic": 3}, ni.UnknownNameError, "Did you mean 'trade_elasticity'?"),
        ({"shares": "own"}, ni.DataError, "shares 'own' is not one of 'user', 'common'."),
        ({"tariffs": 2005}, ni.DataError, "tariffs 2005 is not one of 'applied', '2005', 'none'."),
        ({"trade_elasticity": 0}, ni.DataError, "trade_elasticity 0 is out of bounds. Give a number above 0"),
        ({"trade_elasticity": {"c3": -1}}, ni.DataError, "trade_elasticity of c3 -1 is out of bounds"),
        (
            {"trade_elasticity": "high"},
            ni.DataError,
            "Give a number or numbers by industry or 'cp2015' or 'fgo2022' or 'll2023'.",
        ),
        ({"trade_elasticity": True}, ni.DataError, "trade_elasticity True makes no sense"),
        ({"substitution_inputs": -0.1}, ni.DataError, "Give a number of 0 to 100."),
        ({"substitution_inputs": {"c3": 0.1}}, ni.DataError, "makes no sense. Give a number."),
        ({"substitution_final": float("nan")}, ni.DataError, "substitution_final nan makes no sense"),
        ({"markup": 0.98}, ni.DataError, "markup 0.98 is out of bounds. Give a number of 1 or more."),
        ({"trade_elasticity": 1e4}, ni.DataError, "10000 is out of bounds. Give a number above 0, 100 at most."),
        ({"substitution_inputs": 101}, ni.DataError, "Give a number of 0 to 100."),
        ({"trade_elasticity": np.ones(3)}, ni.DataError, "or 'fgo2022' or 'll2023', as {'c14'"),
        ({"shares": np.ones(3)}, ni.DataError, "is not one of 'user', 'common'."),
        ({"tariffs": ["none"]}, ni.DataError, "tariffs ['none'] is not one of 'applied', '2005', 'none'."),
        ({"migration": "all"}, ni.DataError, "migration 'all' is no matrix of numbers. Give people by origin"),
        (["trade_elasticity"], ni.DataError, "parameters must be a mapping of names to values, not list."),
        ({"land_share": 1.5}, ni.DataError, "land_share 1.5 is out of bounds. Give a number of 0 to 1."),
        ({"scale": -0.1}, ni.DataError, "scale -0.1 is out of bounds"),
        ({"phi": 1.2}, ni.DataError, "phi 1.2 is out of bounds. Give a number of 0 to 1."),
        ({"kappa": 1.0}, ni.DataError, "kappa 1 is out of bounds. Give a number above 1, 100 at most."),
        ({"phi": 0.5, "scale": 0.1}, ni.DataError, "phi and scale are both given"),
        ({"structure": "cournot"}, ni.DataError, "structure 'cournot' is not one of 'armington', 'two_tiers',"),
        ({"both_distortions": 1}, ni.DataError, "both_distortions 1 makes no sense. Give True or False."),
    ],
)
def test_what_makes_no_sense_is_refused(given, error, said):
    with pytest.raises(error) as caught:
        Assumptions("long", given)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["trade_elasticity", "scale", "markup"])
def test_unknown_industries_are_refused_when_they_meet_the_accounts(name):
    a = Assumptions("long", {name: {"c99": 1.1}})
    with pytest.raises(ni.UnknownNameError, match=f"unknown industry 'c99'.*parameter {name}"):
        a.elasticities(INDUSTRIES) if name != "markup" else a.expand_by_industry(name, INDUSTRIES)


def test_an_unknown_horizon_is_refused():
    with pytest.raises(ni.UnknownNameError, match=r"unknown horizon 'shrt'\. Did you mean 'short'"):
        Assumptions("shrt")


def test_every_name_is_of_one_kind():
    names = [*PARAMETERS, *CHOICES, *OTHERS]
    assert len(set(names)) == len(names)
    assert set(NESTS) < set(PARAMETERS)
