"""Policies of the past in every member of the family of market structures, beside what published studies found.

Each on the last shipped table before it. An event is missed where most of its measures are outside of what was
published; a member that misses two of the tariffs of 2018, decoupling and the carbon market is left out of headlines.

Run: python benchmarks/backcasts.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml

import newind as ni
from newind.accounts.groups import resolve
from newind.equilibrium.structure import LEFT_OUT, list_members
from newind.errors import NewindError
from newind.pathways.comparing import compare_emissions
from newind.policy.schema import Package, Shock
from newind.policy.simulate import Simulation, simulate

EVENTS = Path(__file__).with_name("backcasts.yaml")
DECISIVE = ("tariffs-2018", "decoupling", "carbon-market")
"""Events of which a member may miss one."""


def events() -> list[dict[str, Any]]:
    """Return the events: shocks, and measures with what was published."""
    found: list[dict[str, Any]] = yaml.safe_load(EVENTS.read_text(encoding="utf-8"))
    return found


def measure(s: Simulation, said: dict[str, Any]) -> float:
    """Return what a simulation says of a measure, in per cent."""
    w, b, state = s.baseline, s.laboratory.benchmark, s.solution.state
    at = resolve(said["region"], w.regions.codes)
    if said["measure"] == "real_income":
        return 100 * float(np.expm1(np.log1p(s.welfare[at]) @ b.final[at] / b.final[at].sum()))
    if said["measure"] == "co2":
        return 100 * float(compare_emissions(s.baseline, s.accounts)[at[0]])
    partner, made = w.regions.index(said["partner"]), resolve("manufacturing", w.industries)
    before, after = b.landed[made, at[0], partner], state.sales.landed[made, at[0], partner]
    if said["measure"] == "landed":
        return 100 * float(after.sum() / before.sum() - 1)
    price = state.at.q[partner, made] - state.prices.final[at[0]]  # against prices where it is sold
    return -100 * float(price @ before / before.sum() / np.log1p(said["rate"]))


def backcast(w: ni.Accounts, event: dict[str, Any]) -> list[np.ndarray | None]:
    """Return the measures of an event in the central case and in each member; None where there is no equilibrium."""
    package = Package([Shock(**shock) for shock in event["shocks"]], name=event["id"])
    cases = [{}, *list_members(w.industries), *LEFT_OUT]
    found = simulate(w, None).rerun_many((package, case) for case in cases)
    return [
        None if isinstance(s, NewindError) else np.array([measure(s, said) for said in event["measures"]])
        for s in found
    ]


def misses(event: dict[str, Any], found: np.ndarray | None) -> bool:
    """Return whether a member is outside of what was published in most measures, or has no equilibrium."""
    if found is None:
        return True
    ends = np.array([said["published"] for said in event["measures"]], dtype=float)
    return bool(((found < ends[:, 0]) | (found > ends[:, 1])).mean() > 0.5)


def name(member: dict[str, Any]) -> str:
    """Return a member in words."""
    said = {k: "by industry" if isinstance(v, dict) else f"{v}" for k, v in member.items() if v is not None}
    return ", ".join(f"{k} {v}" for k, v in said.items())


def main() -> None:
    """Print the table, and the members that miss events."""
    members = [*list_members(ni.load("world", year=2011).industries), *LEFT_OUT]
    missed: dict[str, list[str]] = {}
    print("| event | measure | accepted | Armington, θ 3 | family | members inside |\n|---|---|---|---|---|---|")
    for event in events():
        central, *others = backcast(ni.load("world", year=event["year"]), event)
        known = np.array([one for one in others if one is not None])
        for k, said in enumerate(event["measures"]):
            low, high = said["published"]
            inside = int(((known[:, k] >= low) & (known[:, k] <= high)).sum())
            middle = "–" if central is None else f"{central[k]:+.2f}"
            print(f"| {event['label']} | {said['label']} | {low:g} … {high:g} | {middle} | "
                  f"{known[:, k].min():+.2f} … {known[:, k].max():+.2f} | {inside} of {len(members)} |")  # fmt: skip
        for member, one in zip(members, others, strict=True):
            if event["id"] in DECISIVE and misses(event, one):
                missed.setdefault(name(member), []).append(event["id"])
    for said, named in missed.items():
        print(f"{'left out' if len(named) > 1 else 'misses'}: {said}: {', '.join(named)}")


if __name__ == "__main__":
    main()
