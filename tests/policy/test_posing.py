"""Packages are posed once for all assumptions that their levers do not look at."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import numpy as np
import pytest

import newind as ni
from newind.equilibrium.assumptions import NESTS, PARAMETERS, Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.shocks import Shocks
from newind.errors import PolicyError
from newind.parameters import parameter
from newind.policy.posing import SETTLED, build_problem

w = ni.load("world", 2011)
PEOPLE = np.ones((20, 20))
VARIED = [{name: end} for name in PARAMETERS for end in parameter(name).at("medium").range or ()]
CASES = [
    *product(("medium",), [{}, {"scale": 0.05}, dict.fromkeys(NESTS, 0.4), {"trade_elasticity": "cp2015"}, *VARIED]),
    ("medium", {"migration": PEOPLE}),
    ("medium", {"migration": PEOPLE, "migration_elasticity": 3.0}),
    ("short", {}),
    ("long", {}),
]


def pose(lever, case, known=None):
    lab = laboratory(w, Assumptions(*case))
    try:
        return build_problem(lab, lever, known)
    except (PolicyError, ni.DataError) as error:
        return str(error)


def assert_same_shocks(one, other):
    for field in fields(Shocks):
        a, b = (getattr(found.shocks, field.name) for found in (one, other))
        assert (a is None) == (b is None), field.name
        if a is not None:
            np.testing.assert_array_equal(a, b, err_msg=field.name)
    for name in SETTLED:
        np.testing.assert_array_equal(*(getattr(found, name) for found in (one, other)), err_msg=name)


def test_what_is_shared_is_what_each_case_makes_alone():
    """One dictionary for all levers and cases, in an order that puts each next to others of its lever."""
    shocks = [*(ni.Shock(**lever.example) for lever in ni.levers()), ni.Shock("cut_off", 0.5, region="CHN")]
    known, packages, posed = {}, [ni.Package([shock]) for shock in shocks], 0
    for package, case in product(packages, CASES):
        shared, alone = pose(package, case, known), pose(package, case)
        if isinstance(alone, str):
            assert shared == alone
            continue
        posed += 1
        assert_same_shocks(shared[0], alone[0])
        assert shared[1] == alone[1]
    assert posed > 500
    assert len(known) < 0.5 * posed


@pytest.mark.parametrize("parameters", [{}, {"trade_elasticity": 3.0}])
def test_corners_of_elasticities_within_industries_share_their_shocks(parameters):
    known, package = {}, ni.package("all-families")
    found = [pose(package, ("medium", parameters | dict.fromkeys(NESTS, e)), known)[0] for e in (0.3, 0.5, 0.9)]
    assert found[0].shocks is found[1].shocks is found[2].shocks
    assert len({problem.elasticities.sigma for problem in found}) == 3


def test_a_cost_that_depends_on_elasticities_is_looked_at_in_each_case():
    """Subsidised imports cost more than there is where buyers turn to them easily, whatever was posed before."""
    gift, known = ni.Package([ni.Shock("tariff", -0.5, "set", region="USA", industry="*")]), {}
    three = w.aggregate(regions={"USA": ["USA"], "CHN": ["CHN"], "ROW": "*"})
    few, many = (laboratory(three, Assumptions("medium", {"trade_elasticity": theta})) for theta in (1.75, 8.0))
    build_problem(few, gift, known)
    for shared in (known, None):
        with pytest.raises(PolicyError, match="costs regions more than 90% of their income"):
            build_problem(many, gift, shared)
