"""A search among twenty actions with two goals at world size: what an evaluation costs, and what 5,000 would take.

Run: python benchmarks/search.py [--evaluations N] [--workers N]
"""

from __future__ import annotations

import argparse
import time

import newind as ni
from newind.pathways.compute import Workers
from newind.policy.register import Register

ACTIONS, GOAL, MINUTES = 20, 5000, 12.0


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--evaluations", type=int, default=200)
    given.add_argument("--workers", type=int, default=2)
    asked = given.parse_args()
    w = ni.load("world", 2011)
    meant = [a for a in ni.actions() if a.package.select_shocks(w).shocks and a.family != "trade"][:ACTIONS]
    ni.search(w, "CHN", actions=Register(meant), until=2035, evaluations=2, method="evolved")  # compiled, imported
    begun = time.perf_counter()
    found = ni.search(
        w, "CHN", "real_income,co2", Register(meant), budget="0.5%GDP", evaluations=asked.evaluations,
        method="evolved", workers=Workers.from_options(asked.workers), seed=1,
    )  # fmt: skip
    took = time.perf_counter() - begun
    each = took / found.evaluated
    print(f"{len(meant)} actions, 2 goals, {found.evaluated} paths in {took:.1f} s on {asked.workers} workers")
    print(f"{1000 * each:.0f} ms a path; {GOAL} paths: {each * GOAL / 60:.1f} min (goal {MINUTES:.0f} min)")


if __name__ == "__main__":
    main()
