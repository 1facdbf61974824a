"""Equilibria and paths that are found together beside the same ones alone: ranges, losses of suppliers, draws.

Beside a single equilibrium stands plain damped iteration of the same equations, as of benchmarks/equilibrium.py.

Run: python benchmarks/many.py [--threads N] [--repeats N] [--wiod FILE]
"""

from __future__ import annotations

import resource
from functools import partial
from typing import Any

import newind as ni
from common import Row, arguments, blas_threads, report, timed
from equilibrium import beside as by_damping
from newind.analyses.losses import HORIZONS, Cut, corners as loss_corners
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_many
from newind.equilibrium.path import solve_in_steps
from newind.pathways.baseline import discard_new_baselines
from newind.pathways.draws import ranges_in
from newind.pathways.pathway import pathways
from newind.pathways.sampling import sample_cases
from newind.policy.packages import package
from newind.policy.posing import build_problem
from newind.policy.ranges import corners

Case = tuple[Any, Any]
UNTIL, EARLY, MANY = 2036, 2012, 32
"""25 years from 2011, with the package in force in all of them but the first; and how many paths at once."""


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
        for path in pathways(w, ({"until": UNTIL, "start": EARLY, **case} for case in cases)):
            path.change()


def one_by_one(w: ni.Accounts, cases: list[dict[str, Any]]) -> None:
    """Follow paths one after the other."""
    for case in cases:
        beside(w, [case])


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
    next(iter(pathways(w, [{"package": every, "until": UNTIL, "start": EARLY}])))
    drawn = sample_cases(ranges_in(), MANY, 0)
    for what, cases in (
        ("paths with one baseline", [{"rd_cost_elasticity": -1.0 - 0.001 * k} for k in range(MANY)]),
        ("draws", drawn),
    ):
        asked = [{"package": every, "parameters": case} for case in cases]
        ours, peer = (timed(partial(run, w, asked), repeats) for run in (beside, one_by_one))
        found.append(Row(f"{MANY} {what}, 25 years", ours, peer, note="peer: each alone"))
    return found


def main() -> None:
    """Print what each takes."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--wiod", metavar="FILE", help="a table of the WIOD release of 2013 to time in full detail")
    given = parser.parse_args()
    with blas_threads(given.threads) as machine:
        rows = rows_of_equilibria(ni.load("world").last, given.repeats)
        rows += rows_of_paths(ni.load("world", year=2011), given.repeats)
        if given.wiod:
            full = ni.read(given.wiod, format="wiod2013")
            tariff = ni.Package([ni.Shock("tariff", 0.01 * k, region="USA", partner="CHN") for k in (1,)])
            cases = [pose(full, tariff, "medium", {"trade_elasticity": 3.0 + 0.05 * k}) for k in range(MANY)]
            ours, peer = (timed(partial(run, cases), 1) for run in (together, alone))
            rows.append(Row(f"41 × 35, {MANY} equilibria", ours, peer, note="peer: each alone"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        report("Many at once", f"{machine}; peak memory {peak:.0f} MB", rows)


if __name__ == "__main__":
    main()
