"""A drawn economy with everything that levers may ask for, and moves on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from drawn_benchmark import R, S, drawn, responses
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.levers import LeverContext, Move, build_shocks
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import Solution, set_up, solve
from newind.typing import Array

PARAMETERS = {
    "process_abatement": 0.4,
    "rd_cost_elasticity": -1.0,
    "rd_return": 0.5,
    "rd_relabelled": 0.2,
    "researcher_supply": 1.0,
    "knowledge_depreciation": 0.15,
    "data_sharing": 0.05,
    "data_sharing_cost": 0.1,
    "public_capital": 0.08,
    "public_investment": 0.04,
    "recycling_price": 1.0,
    "migration_elasticity": 1.5,
}
REGIONS, INDUSTRIES = ("AAA", "BBB", "CCC"), ("c1", "c2", "c3", "c4")
PEOPLE = np.array([[9.0, 1.0, 0.0], [0.5, 6.0, 0.0], [0.0, 0.0, 4.0]])


def emitting(b: Benchmark) -> Benchmark:
    """Return a benchmark whose goods c1 and c2 are burnt, and whose output emits, too."""
    rng = np.random.default_rng(3)
    fuel = np.zeros((S, R, S + 1))
    fuel[:2] = rng.uniform(0.5, 2.0, (2, R, S + 1))
    return replace(b, fuel_emissions=fuel, process_emissions=rng.uniform(0.0, 1.0, (R, S)))


def ground(*, common: bool = False, horizon: str = "medium", policies: bool = True, **stated: Any) -> LeverContext:
    b = emitting(drawn(5, common=common, policies=policies))
    rng = np.random.default_rng(4)
    known = {
        "services": np.array([False, False, True, True]),
        "energy": np.array([True, True, False, False]),
        "information": np.array([False, False, False, True]),
        "recycling": 3,
        "government": rng.uniform(0.1, 0.5, (S, R, R)),
        "knowledge": rng.uniform(0.01, 0.1, (R, S)),
        "countries": ("X", "X", "Y"),
    }
    parameters = dict(PARAMETERS)
    return LeverContext(b, responses(horizon != "short"), horizon, parameters.__getitem__, stated=known | stated)


def picked(labels: tuple[str, ...], chosen: str) -> Array:
    return np.array([chosen == "*" or label in chosen.split() for label in labels])


def move(
    lever: str,
    value: float,
    region: str = "*",
    partner: str = "*",
    industry: str = "*",
    user: str = "*",
    mode: str = "set",
    name: str = "",
    **options: Any,
) -> Move:
    return Move(
        lever, value, mode, picked(REGIONS, region), picked(REGIONS, partner), picked(INDUSTRIES, industry),
        picked((*INDUSTRIES, "final"), user), options, name or f"shock 1 ({lever})",
    )  # fmt: skip


def shocks(*moves: Move, on: LeverContext | None = None) -> Shocks:
    return build_shocks(moves, on or ground())[0]


def log(*moves: Move, on: LeverContext | None = None) -> str:
    return " ".join(build_shocks(moves, on or ground())[1])


def moved(found: Shocks) -> set[str]:
    """Return the names of the arrays that are there."""
    return {k for k, v in vars(found).items() if v is not None and k not in ("migration_elasticity", "output_tax")}


def solved(*moves: Move, on: LeverContext | None = None) -> Solution:
    g = on or ground()
    return solve(set_up(g.benchmark, g.elasticities), build_shocks(moves, g)[0], tolerance=1e-11)


def effect(*moves: Move, on: LeverContext | None = None) -> Array:
    """Return log changes of real income."""
    return solved(*moves, on=on).real_income
