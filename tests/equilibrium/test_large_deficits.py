"""Large trade deficits and surpluses: an equilibrium, or a refusal where a plain iteration finds none either."""

from __future__ import annotations

import numpy as np
import pytest

from each import check_each
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.problem import Problem, size, split
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.system import State
from newind.errors import NewindError
from newind.testing import INDUSTRIES, REGIONS, Structure, build

DAMPING, MOST = 0.7, 250


def damped(problem):
    """Return where a plain damped iteration ends, None where it does not settle."""
    b, mobile = problem.benchmark, problem.elasticities.mobile
    x = np.zeros(size(b.R, b.S, mobile))
    with np.errstate(all="ignore"):
        for _ in range(MOST):
            state = State(problem, split(x, b.R, b.S, mobile))
            off = np.abs(state.residual).max()
            if not np.isfinite(off) or off < 1e-9:
                return state if off < 1e-9 else None
            x = x + DAMPING * state.residual
    return None


@check_each("seed", [0, 1, 2, 9])
@check_each("horizon", ["short", "medium"])
@check_each("share", [-0.85, -0.35, 0.35, 0.85])
def test_what_is_refused_has_no_equilibrium_that_a_plain_iteration_finds(seed, horizon, share):
    """Where it settles all the same, a region is left without income and the world's books do not close."""
    w = build(Structure(regions=REGIONS[:2], industries=INDUSTRIES[:3]), seed)
    model = laboratory(w, Assumptions(horizon, {})).model
    deficit = share * model.benchmark.value_added[0].sum() * np.array([1.0, -1.0])
    problem = Problem(model.benchmark, model.elasticities, Shocks(deficit=deficit))
    other = damped(problem)
    try:
        found = solve_in_steps(model, problem).state
    except NewindError:
        assert other is None or (other.income < other.least).any() or np.abs(other.log_level).max() > 1e-6
        return
    np.testing.assert_allclose(found.income, np.exp(found.at.income) * model.benchmark.final, rtol=1e-7)
    assert (found.income > 0).all()
    assert abs(float(found.log_level.max())) < 1e-7


NEAR = [  # regions, industries, seed, horizon, assumptions, region, deficit over value added
    (3, 3, 6, "short", {"markup": 1.2}, 2, -0.85),
    (2, 3, 106, "medium", {"scale": 0.1}, 0, -0.9),
    (2, 2, 113, "short", {"trade_elasticity": 1.5}, 1, -1.098),
    (2, 4, 114, "medium", {"trade_elasticity": 0.5}, 1, -0.41),
]
SPARSE = 0.7


@pytest.mark.parametrize("case", NEAR, ids=lambda c: f"{c[2]}-{c[3]}")
def test_an_equilibrium_near_which_an_income_vanishes_is_found(case):
    """A region keeps about a hundredth of its income: derivatives taken at the benchmark lead astray."""
    R, S, seed, horizon, given, region, share = case
    w = build(Structure(regions=REGIONS[:R], industries=INDUSTRIES[:S], sparse=SPARSE), seed)
    model = laboratory(w, Assumptions(horizon, given)).model
    earned = model.benchmark.value_added.sum(axis=1)
    payers = np.where(np.arange(R) == region, 0.0, earned)
    asked = share * earned[region] * (np.eye(R)[region] - payers / payers.sum())
    problem = Problem(model.benchmark, model.elasticities)
    problem = Problem(model.benchmark, model.elasticities, Shocks(deficit=problem.deficit + asked))
    found, plain = solve_in_steps(model, problem).state, damped(problem)
    assert found.at.income.min() < -4
    np.testing.assert_allclose(found.at.income, plain.at.income, atol=1e-6)
