"""Equilibria that are solved together beside the same ones alone: ranges of packages, and losses of suppliers.

Run: python benchmarks/many.py [--repeats N]
"""

from __future__ import annotations

from functools import partial
from typing import Any

import newind as ni
from common import Row, arguments, blas_threads, report, timed
from newind.analyses.losses import HORIZONS, Cut, corners as loss_corners
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_many
from newind.equilibrium.path import solve_in_steps
from newind.policy.posing import build_problem
from newind.policy.ranges import corners

Case = tuple[Any, Any]


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


def main() -> None:
    """Print what each takes."""
    given = arguments(__doc__ or "").parse_args()
    w = ni.load("world").last
    tariff = ni.Package([ni.Shock("tariff", 0.1, region="USA", partner="CHN")])
    with blas_threads(given.threads) as machine:
        rows = []
        for what, cases in (
            ("range of a tariff", of_range(w, tariff)),
            ("range of all families", of_range(w, ni.package("all-families").select_shocks(w))),
            ("losses of six inputs", of_losses(w)),
        ):
            ours, peer = (timed(partial(run, cases), given.repeats) for run in (together, alone))
            rows.append(Row(f"{what}, {len(cases)} equilibria", ours, peer, note="peer: each alone"))
        report("Many equilibria at once", machine, rows)


if __name__ == "__main__":
    main()
