"""Equilibria and paths that are found together beside the same ones alone: ranges, losses of suppliers, draws.

Beside a single equilibrium stands plain damped iteration of the same equations, as of benchmarks/equilibrium.py; beside
a tariff with common shares the exact-hat model of Caliendo & Parro (2015) of puremacro, where it is installed. That has
one factor, Cobb-Douglas inputs and final demand, and deficits that stay constant in world value added: so has newind's
case. It finds the equilibrium by wages alone, to 1e-8 of incomes.

Run: python benchmarks/many.py [--threads N] [--repeats N] [--wiod FILE]
"""

from __future__ import annotations

import resource
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

import newind as ni
from common import Row, arguments, blas_threads, cold, report, timed
from equilibrium import beside as by_damping
from equilibrium_cases import everything, started, tariffs
from newind.analyses.losses import HORIZONS, Cut, corners as loss_corners
from newind.equilibrium.assumptions import Assumptions, Elasticities
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_many
from newind.equilibrium.path import solve_in_steps
from newind.equilibrium.problem import Problem
from newind.equilibrium.solve import set_up, solve
from newind.pathways.baseline import discard_new_baselines
from newind.pathways.draws import ranges_in
from newind.pathways.pathway import pathways
from newind.pathways.sampling import sample_cases
from newind.policy.packages import package
from newind.policy.posing import build_problem
from newind.policy.ranges import corners

Case = tuple[Any, Any]
UNTIL, EARLY, MANY = 2036, 2012, 32
"""25 years from 2011, with the package in force in all of them but the first; and how many problems or paths at once.
"""
BY_USER, COMMON = 0.015, 0.012
"""Goals at WIOD's size, seconds a problem: a tariff with shares by user, every lever with common shares."""


def pose(w: ni.Accounts, package: ni.Package, horizon: str, parameters: dict[str, Any]) -> Case:
    """Return what steers, and the problem."""
    lab = laboratory(w, Assumptions(horizon, parameters))
    return lab.model, build_problem(lab, package)[0]


def of_range(w: ni.Accounts, package: ni.Package) -> list[Case]:
    """Return every case of a package's range."""
    s = ni.simulate(w, package)
    return [pose(w, s.package, "medium", corner) for corner in corners(s)]


def of_losses(w: ni.Accounts) -> list[Case]:
    """Return every case of what losing six inputs from abroad costs China."""
    others = tuple(c for c in w.regions if c != "CHN")
    cuts = [Cut("CHN", others, (k,)).package for k in ("c2", "c9", "c12", "c13", "c14", "c15")]
    return [pose(w, cut, h, c) for h in HORIZONS for cut in cuts for c in loss_corners(h, {})]


def fresh(cases: list[Case]) -> list[Case]:
    """Return problems of which nothing is computed yet."""
    return [(m, type(p)(p.benchmark, p.elasticities, p.shocks, p.lost, p.idle)) for m, p in cases]


def together(cases: list[Case]) -> None:
    """Solve all at once."""
    models, problems = zip(*fresh(cases), strict=True)
    solve_many(models, problems)


def alone(cases: list[Case]) -> None:
    """Solve one after the other."""
    for model, problem in fresh(cases):
        solve_in_steps(model, problem)


def beside(w: ni.Accounts, cases: list[dict[str, Any]]) -> None:
    """Follow paths beside each other, to their figures; baselines of draws are not kept."""
    with discard_new_baselines(w):
        for path in pathways(
            w, ({"until": UNTIL, "start": EARLY, "phase_in": 0, "history": True, **case} for case in cases)
        ):
            path.change()


def one_by_one(w: ni.Accounts, cases: list[dict[str, Any]]) -> None:
    """Follow paths one after the other."""
    for case in cases:
        beside(w, [case])


def row_of_puremacro(w: ni.Accounts, repeats: int) -> Row:
    """Return what a tariff with common shares takes, and the same by puremacro."""
    b = replace(started(w, "common", known=True)[0], labour_share=np.ones((w.R, w.S)), land_share=0.0)
    theta = np.full(b.S, Assumptions("medium").value("trade_elasticity"))
    model = set_up(b, Elasticities(theta, 1.0, 1.0, 1.0, np.zeros(b.S), mobile=False))
    shocks = tariffs(b)
    what = f"{b.R} × {b.S}, a tariff with common shares"
    ours = timed(partial(solve, model, shocks), repeats)
    if find_spec("puremacro") is None:
        return Row(what, ours, note="peer: puremacro is not installed")
    from puremacro.trade.caliendo_parro import CaliendoParroModel

    added, world = b.value_added_share, b.value_added.sum()
    inputs = (1.0 - added)[:, :, None] * b.cost_shares[:, :, :-1].transpose(1, 2, 0)
    incomes = b.value_added.sum(axis=1) / world
    shares = b.shares[..., 0], added, inputs, b.cost_shares[:, :, -1].T, theta, incomes, b.deficit / world
    peer = CaliendoParroModel(*shares, 1.0 + b.tariff)
    found: list[Any] = []
    took = cold(lambda: found.append(peer.solve_counterfactual(1.0 + shocks.tariff, deficit_rule="scaled")))
    off = np.abs(np.log(found[0].welfare_hat) - solve(model, shocks).real_income).max()
    return Row(what, ours, took, note=f"peer: puremacro, {found[0].iterations} iterations; apart by {off:.0e}")


def rows_of_equilibria(w: ni.Accounts, repeats: int) -> list[Row]:
    """Return what ranges and losses take."""
    tariff = ni.Package([ni.Shock("tariff", 0.1, region="USA", partner="CHN")])
    every = package("all-families").select_shocks(w)
    ranged = of_range(w, every)
    peer, said = by_damping(fresh(ranged[:1])[0][1])
    found = [
        Row("one equilibrium, all families", timed(partial(alone, ranged[:1]), repeats), peer, note=f"peer: {said}")
    ]
    for what, cases in (
        ("range of a tariff", of_range(w, tariff)),
        ("range of all families", ranged),
        ("losses of six inputs", of_losses(w)),
    ):
        ours, peer = (timed(partial(run, cases), repeats) for run in (together, alone))
        found.append(Row(f"{what}, {len(cases)} equilibria", ours, peer, note="peer: each alone"))
    return found


def rows_of_paths(w: ni.Accounts, repeats: int) -> list[Row]:
    """Return what paths of 25 years take: with one baseline, and draws that have a baseline each."""
    every, found = package("all-families"), []
    next(iter(pathways(w, [{"package": every, "until": UNTIL, "start": EARLY, "phase_in": 0, "history": True}])))
    drawn = sample_cases(ranges_in(), MANY, 0)
    for what, cases in (
        ("paths with one baseline", [{"rd_cost_elasticity": -1.0 - 0.001 * k} for k in range(MANY)]),
        ("draws", drawn),
    ):
        asked = [{"package": every, "parameters": case} for case in cases]
        ours, peer = (timed(partial(run, w, asked), repeats) for run in (beside, one_by_one))
        found.append(Row(f"{MANY} {what}, 25 years", ours, peer, note="peer: each alone"))
    return found


def rows_of_full_size(path: str) -> list[Row]:
    """Return what equilibria take in a table of WIOD: a tariff with shares by user, every lever with common shares."""
    full, found = ni.read(path, format="wiod2013"), []
    for shares, goal, what, shocks_of in (
        ("user", BY_USER, "a tariff", tariffs),
        ("common", COMMON, "all levers", everything),
    ):
        cases, shocks = [], None
        for k in range(MANY):
            lab = laboratory(full, Assumptions("medium", {"shares": shares, "trade_elasticity": 3.0 + 0.05 * k}))
            model, shocks = lab.model, shocks or shocks_of(lab.benchmark)
            cases.append((model, settle(Problem(model.benchmark, model.elasticities, shocks))))
        ours, peer = (timed(partial(run, cases), 1) for run in (together, alone))
        title = f"{full.R} × {full.S}, {what}, {shares} shares, {MANY} equilibria"
        found.append(Row(title, ours, peer, MANY * goal, "peer: each alone"))
    return found


def main() -> None:
    """Print what each takes."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--wiod", metavar="FILE", help="a table of the WIOD release of 2013 to time in full detail")
    given = parser.parse_args()
    with blas_threads(given.threads) as machine:
        start = ni.load("world", year=2011)
        rows = rows_of_equilibria(ni.load("world").last, given.repeats)
        rows.append(row_of_puremacro(start, given.repeats))
        rows += rows_of_paths(start, given.repeats)
        if given.wiod:
            rows += rows_of_full_size(given.wiod)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        report("Many at once", f"{machine}; peak memory {peak:.0f} MB", rows)


if __name__ == "__main__":
    main()
