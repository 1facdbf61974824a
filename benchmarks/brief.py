"""``newind brief CHN`` as a whole process, and its phases inside one process.

No other program writes such a brief; the first row is the whole command as a user waits for it.

Run: python benchmarks/brief.py [--threads N] [--repeats N]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import newind as ni
from common import Row, Timing, arguments, blas_threads, cold, report, timed
from newind.documents.decision.build import build_decision
from newind.documents.policy.write import policy_brief
from newind.documents.write import brief
from newind.policy.packages import package

GOAL, GOAL_HELP, GOAL_POLICY = 6.0, 0.2, 5.0
TRIED = ("more-research", "carbon-market")
"""Scenarios of the policy brief."""


def command(threads: int, *words: str) -> None:
    """Run newind in a process of its own, its files written to a folder that is thrown away."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    script = "import sys; from newind.cli import main; sys.argv[0] = 'newind'; sys.exit(main())"
    with tempfile.TemporaryDirectory() as folder:
        words = (sys.executable, "-c", script, *words)
        subprocess.run(words, check=True, capture_output=True, cwd=folder, env=environment)


def written(world: ni.Panel) -> None:
    """Build and write the brief once more, with everything about the accounts remembered."""
    with tempfile.TemporaryDirectory() as folder:
        brief(world, "CHN", out=Path(folder))


def time_policy_brief(repeats: int) -> Timing:
    """Time the policy brief of two scenarios as PDF, the equilibria without a policy known, and say what it took."""
    took = []
    for _ in range(repeats):
        world = ni.load("world", year=2022)._replace()
        for horizon in ("short", "medium", "long"):
            ni.simulate(world, None, horizon)
        start, used = time.perf_counter(), time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            simulations = [ni.simulate(world, package(name)) for name in TRIED]
            policy_brief(simulations, "CHN", out=Path(folder) / "brief.pdf", question="Research or carbon first?")
        took.append(time.perf_counter() - start)
        used = time.process_time() - used
        print(f"policy brief: {took[-1]:.1f} s, {used:.1f} s of this process, load {os.getloadavg()[0]:.1f}")
    return Timing(min(took), statistics.median(took))


def fresh() -> ni.Panel:
    """Return a copy of the shipped world, of which nothing is remembered."""
    return ni.Panel.from_panels(*(ni.Panel(w._replace() for w in p) for p in ni.load("world").databases))


def main() -> None:
    options = arguments(__doc__.partition("\n")[0]).parse_args()
    with blas_threads(options.threads) as machine:
        world, run = fresh(), partial(command, options.threads)
        rows = [
            Row("newind --help, process", timed(lambda: run("--help"), options.repeats), goal=GOAL_HELP),
            Row("newind brief CHN, process", timed(lambda: run("brief", "CHN"), options.repeats), goal=GOAL),
            Row("diagnose CHN, nothing remembered", cold(lambda: ni.diagnose(fresh(), "CHN"), options.repeats)),
            Row(
                "content of the brief, accounts remembered",
                timed(lambda: build_decision(world, "CHN"), options.repeats),
            ),
            Row("policy brief of two scenarios, PDF, warm", time_policy_brief(options.repeats), goal=GOAL_POLICY),
            Row("content and files, accounts remembered", timed(lambda: written(world), options.repeats)),
        ]
    report("The brief", machine, rows)


if __name__ == "__main__":
    main()
