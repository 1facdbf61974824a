"""The equilibrium model: set-up, solve, and solve with checks and accounts, at every horizon.

Each case runs in a process of its own, for its memory. Beside each solve (at the larger sizes, beside that of tariffs)
stands a plain damped iteration of the same equations to the same tolerance, and beside NAFTA's pair the R package
cp2015 where it is installed.

Run: python benchmarks/equilibrium.py [--threads N] [--repeats N] [--case NAME] [--no-peers]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import equilibrium_cases as cases
import newind as ni
from common import Row, Timing, arguments, blas_threads, cold, peak_memory, report, timed
from newind.equilibrium import guards
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.counterfactual import accounts_after
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.problem import Problem, size, split
from newind.equilibrium.sales import new_benchmark
from newind.equilibrium.solve import TOLERANCE, Model, rebase_benchmark, set_up, solve
from newind.equilibrium.system import State
from newind.parameters import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.shocks import Shocks

DAMPINGS, MOST = (0.3, 0.1, 0.03), 3000
"""Shares of each step that the damped iteration goes, the first that converges counts; and its most iterations."""
ITERATIONS = 15
PER_SECOND = 60
R_TIMES = """
library(cp2015)
took <- system.time(run_cp2015(cp2015_nafta, zero_aggregate_deficit = TRUE, tol = 1e-9, verbose = FALSE, nthreads = 1))
cat(took[["elapsed"]])
"""


@dataclass(frozen=True)
class Size:
    """A case: how its benchmark is made, and the goals in seconds and GB."""

    accounts: Callable[[], ni.Accounts]
    shares: str
    solve: float
    set_up: float | None = None
    memory: float | None = None


@dataclass
class Measured:
    """Results that a process hands over: rows as plain data, and remarks."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, *row: Any, **more: Any) -> None:
        """Add a row."""
        self.rows.append(asdict(Row(*row, **more)))


SIZES = {
    "world": Size(cases.world, "user", 0.008, 0.04),
    "wiod": Size(cases.wiod_size, "user", 0.06, 0.6),
    "icio": Size(lambda: cases.made_up(*cases.ICIO), "user", 0.3, 6.0, 1.5),
    "wiod-common": Size(cases.wiod_size, "common", 0.01),
}
CASES = (*SIZES, "nafta", "gloria-common", "scenarios")


# ---- the peer
def damped(problem: Problem, damping: float) -> int | None:
    """Iterate plainly from no change, going a share of each step; return how often, None without an equilibrium."""
    b, mobile = problem.benchmark, problem.elasticities.mobile
    x = np.zeros(size(b.R, b.S, mobile))
    with np.errstate(all="ignore"):
        for iteration in range(MOST):
            f = State(problem, split(x, b.R, b.S, mobile)).residual
            if not np.isfinite(f).all():
                return None
            if np.abs(f).max() < TOLERANCE:
                return iteration
            x = x + damping * f
    return None


def beside(problem: Problem) -> tuple[Timing | None, str]:
    """Return what the damped iteration takes, how often it iterates and how far it goes each time."""
    for damping in DAMPINGS:
        found: list[int | None] = []
        took = cold(lambda damping=damping, found=found: found.append(damped(problem, damping)))
        if found[0] is not None:
            return took, f"damped at {damping:g}: {found[0]}"
    return None, f"damped: none in {MOST} at {', '.join(map(str, DAMPINGS))}"


# ---- economies of accounts
def of_size(name: str, repeats: int, peers: bool) -> Measured:
    """Measure a case that starts from accounts."""
    goals, out = SIZES[name], Measured()
    w = goals.accounts()
    made: list[Any] = []
    took = cold(lambda: made.append(cases.started(w, goals.shares, known=name == "world")))
    b, base = made[0]
    title = f"{name} {b.R} × {b.S}"
    out.add(f"{title}: from accounts to benchmark", took)
    for horizon in HORIZONS:
        solved_at(out, goals, (title, horizon), b, base, repeats, peers)
    note = "" if goals.memory is None else f", goal {goals.memory:g} GB"
    out.remarks.append(f"{title}: peak memory {peak_memory():.2f} GB with the table{note}")
    if w.R * w.S <= 10_000:
        for horizon in HORIZONS[-1:]:
            with_accounts(out, (title, horizon), b, base, repeats)
        out.remarks.append(f"{title}: peak memory {peak_memory():.2f} GB with accounts after the solve")
    return out


def solved_at(
    out: Measured, goals: Size, said: tuple[str, str], b: Benchmark, base: ni.Accounts, repeats: int, peers: bool
) -> None:
    """Measure set-up and solves at a horizon."""
    title, horizon = said
    e = Assumptions(horizon).elasticities(base.industries)
    out.add(f"{title}, {horizon}: set-up", timed(lambda: set_up(b, e), repeats), goal=goals.set_up)
    model = set_up(b, e)
    for name, shocks in cases.SHOCKS.items():
        compared = peers and (b.R * b.S < 3000 or name.startswith("tariffs"))
        problem = settle(Problem(b, e, shocks(b)))
        one(out, f"{title}, {horizon}: {name}", model, problem, goals.solve, repeats, compared)


def one(out: Measured, what: str, model: Model, problem: Problem, goal: float, repeats: int, peers: bool) -> None:
    """Measure one solve, the damped iteration beside it."""
    iterations = solve(model, problem).iterations
    took = timed(lambda: solve(model, replace(problem)), repeats)
    peer, said = beside(problem) if peers else (None, "")
    many = "" if iterations <= ITERATIONS else f" (goal {ITERATIONS})"
    note = f"{took.least * 1e3:.1f} ms; iterations {iterations}{many}; {said}".rstrip("; ")
    out.add(what, took, peer, goal, note)


def with_accounts(out: Measured, said: tuple[str, str], b: Benchmark, base: ni.Accounts, repeats: int) -> None:
    """Measure solves with all checks before and after, and the accounts."""
    title, horizon = said
    e = Assumptions(horizon).elasticities(base.industries)
    model = set_up(b, e)

    def answer(shocks: Shocks) -> object:
        problem = Problem(b, e, shocks)
        guards.check(problem)
        solution = solve(model, settle(problem))
        guards.check_after(solution, model)
        return accounts_after(solution, base, scenario="benchmark")

    for name, shocks in cases.SHOCKS.items():
        given = shocks(b)
        took = timed(lambda given=given: answer(given), repeats)
        out.add(f"{title}, {horizon}: {name}, checks and accounts", took, note=f"{took.least * 1e3:.1f} ms")


# ---- common shares without accounts
def nafta(repeats: int, peers: bool) -> Measured:
    """Measure the pair of solves of the published case: deficits to zero, then NAFTA's tariffs."""
    out, given = Measured(), cases.nafta()
    if given is None:
        out.remarks.append("nafta: collected figures not found")
        return out
    b, e, tariff = given
    out.add(f"nafta {b.R} × {b.S}: set-up", timed(lambda: set_up(b, e), repeats))
    model = set_up(b, e)
    shocks = cases.Shocks(tariff=tariff)
    zero = cases.Shocks(deficit=np.zeros(b.R))
    pair = lambda: solve(model, Problem(new_benchmark(solve(model, zero)), e, shocks))  # noqa: E731
    took, base = timed(pair, repeats), rebase_benchmark(model)
    own = set_up(base, e)
    off = np.abs(pair().real_income - solve(own, shocks).real_income).max()
    out.add("nafta: pair, one matrix", took, r_package() if peers else None, 0.03, f"{took.least * 1e3:.1f} ms")
    out.remarks.append(
        f"nafta: the pair sets deficits to zero, then NAFTA's tariffs; off by {off:.0e} from 1e-12 first"
    )
    one(out, "nafta: tariffs of NAFTA alone", own, Problem(base, e, shocks), 0.03, repeats, peers)
    if peers and out.rows[1]["peer"] is None:
        out.remarks.append("nafta: R (with the package cp2015) not present")
    return out


def r_package() -> Timing | None:
    """Return what the R package cp2015 takes for the same pair, None where it is absent."""
    if shutil.which("Rscript") is None:
        return None
    done = subprocess.run(["Rscript", "-e", R_TIMES], capture_output=True, text=True, check=False)
    return Timing(*[float(done.stdout.split()[-1])] * 2) if done.returncode == 0 else None


def gloria(repeats: int, peers: bool) -> Measured:
    """Measure the largest size, without a matrix and without accounts."""
    out = Measured()
    b = cases.common_size(*cases.GLORIA)
    for horizon in HORIZONS:
        e = Assumptions(horizon).elasticities([f"c{k + 1}" for k in range(b.S)])
        model = set_up(b, e)
        for name, shocks in cases.SHOCKS.items():
            what = f"gloria {b.R} × {b.S}, {horizon}: {name}"
            one(
                out,
                what,
                model,
                settle(Problem(b, e, shocks(b))),
                1.0,
                repeats,
                peers and (name, horizon) == ("tariffs CHN-USA", "medium"),
            )
    shares = b.S * b.R**2 * (b.S + 1) * 8 / 1e9
    out.remarks.append(
        f"gloria: peak memory {peak_memory():.2f} GB; user-specific shares alone were {shares:.1f} GB: unsupported"
    )
    return out


# ---- scenarios a second
def scenarios(repeats: int, _: bool) -> Measured:
    """Measure whole simulations of the shipped world with the six headline indicators, none like the one before."""
    from newind.measures.headline import changes

    out, w = Measured(), cases.world()
    for horizon in HORIZONS:
        values = iter(np.linspace(0.01, 0.2, 2 * (4 + repeats * 10)).tolist())

        def some(count: int = 10, horizon: str = horizon, values: Any = values) -> None:
            for _ in range(count):
                shocks = [
                    ni.Shock("tariff", next(values), region=r, partner=p) for r, p in (("CHN", "USA"), ("USA", "CHN"))
                ]
                result = ni.simulate(w, shocks, horizon)
                changes(result.baseline, result.accounts)

        some(4)
        took = cold(some, repeats)
        each = Timing(took.least / 10, took.median / 10)
        out.add(
            f"world, {horizon}: scenario with indicators",
            each,
            goal=1 / PER_SECOND,
            note=f"{1 / each.median:.0f} a second",
        )
    return out


# ---- all of it
def measured(case: str, repeats: int, peers: bool) -> Measured:
    """Measure a case in this process."""
    if case in SIZES:
        return of_size(case, repeats, peers)
    return {"nafta": nafta, "gloria-common": gloria, "scenarios": scenarios}[case](repeats, peers)


def in_process(case: str, options: argparse.Namespace) -> Measured:
    """Measure a case in a process of its own."""
    command = [sys.executable, __file__, "--inner", case, "--threads", str(options.threads)]
    command += ["--repeats", str(options.repeats), *([] if options.peers else ["--no-peers"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    if done.returncode:
        return Measured(remarks=[f"{case}: failed: {done.stderr.strip().splitlines()[-1]}"])
    return Measured(**json.loads(done.stdout))


def as_row(row: dict[str, Any]) -> Row:
    """Return a row again from plain data."""
    peer = row.pop("peer")
    return Row(ours=Timing(**row.pop("ours")), peer=None if peer is None else Timing(**peer), **row)


def main() -> None:
    parser = arguments(__doc__.partition("\n")[0])
    parser.add_argument("--case", choices=CASES, help="one case only")
    parser.add_argument("--inner", choices=CASES, help=argparse.SUPPRESS)
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="without the damped iteration and R")
    options = parser.parse_args()
    with blas_threads(options.threads) as machine:
        if options.inner:
            print(json.dumps(asdict(measured(options.inner, options.repeats, options.peers))))
            return
        for case in [options.case] if options.case else CASES:
            found = in_process(case, options)
            title = f"{case} (peer: plain damped iteration of the same equations, tolerance {TOLERANCE:g})"
            report(title, "\n".join([*found.remarks, machine]), [as_row(r) for r in found.rows])


if __name__ == "__main__":
    main()
