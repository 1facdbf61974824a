"""Policies of the past in every member of the family of market structures, beside what published studies found.

Each on the last shipped table before it, or undone on one after it. An event is missed where most of its measures are
outside of what was published; a member that misses two of the tariffs of 2018, decoupling and the carbon market is left
out of headlines. Events with cases of their own vary what they depend on instead: the family does not differ in it.

Run: python benchmarks/backcasts.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

import newind as ni
from newind.accounts.groups import resolve
from newind.equilibrium.levers.technology import LOST, compute_done, compute_induced_research
from newind.equilibrium.quantities import Quantities
from newind.equilibrium.structure import LEFT_OUT, list_members
from newind.errors import NewindError
from newind.pathways.comparing import compare_emissions
from newind.policy.packages import package
from newind.policy.posing import ground_of
from newind.policy.schema import Package, Shock
from newind.policy.simulate import Simulation, simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EVENTS = Path(__file__).with_name("backcasts.yaml")
DECISIVE = ("tariffs-2018", "decoupling", "carbon-market")
"""Events of which a member may miss one."""
BALANCED = tuple({"trade_balance": "zero", "phi": phi} for phi in (0.0, 0.5))
"""Members without trade deficits."""
HEAD = ("event", "measure", "accepted", "central case", "all cases", "cases inside")

Measure = dict[str, Any]


def events() -> list[dict[str, Any]]:
    """Return the events: shocks, and measures with what was published."""
    found: list[dict[str, Any]] = yaml.safe_load(EVENTS.read_text(encoding="utf-8"))
    return found


# ---- what is measured
def real_income(s: Simulation, said: Measure) -> float:
    """Return the log change of real income of a region, a group or the world."""
    at = resolve(said["region"], s.baseline.regions.codes)
    final = s.laboratory.benchmark.final[at]
    return float(np.log1p(s.welfare[at]) @ final / final.sum())


def real_product(s: Simulation, said: Measure) -> float:
    """Return the log change of real income without the part that is terms of trade."""
    (at,) = resolve(said["region"], s.baseline.regions.codes)
    return float(sum(v[at] for name, v in s.decomposition.components.items() if name != "terms of trade"))


def co2(s: Simulation, said: Measure) -> float:
    """Return the log change of emissions of a region."""
    (at,) = resolve(said["region"], s.baseline.regions.codes)
    return float(np.log1p(compare_emissions(s.baseline, s.accounts)[at]))


def landed(s: Simulation, said: Measure) -> float:
    """Return the log change of what a region pays for manufactures of a partner, duties included."""
    before, after, _ = _trade(s, said)
    return float(np.log(after.sum() / before.sum()))


def imports(s: Simulation, said: Measure) -> float:
    """Return the log change of imports of manufactures from a partner before duties."""
    before, after, (made, at, partner) = _trade(s, said)
    old, new = s.laboratory.benchmark.tariff, s.solution.problem.tariff
    rates = [1.0 + t[made, at, partner] for t in (old, new)]
    return float(np.log((after / rates[1]).sum() / (before / rates[0]).sum()))


def employment(s: Simulation, said: Measure) -> float:
    """Return the log change of work in manufacturing."""
    (at,) = resolve(said["region"], s.baseline.regions.codes)
    made, b = resolve("manufacturing", s.baseline.industries), s.laboratory.benchmark
    paid = (b.value_added * b.labour_share)[at, made]
    return float(np.log(Quantities(s.solution, s.baseline).labour[at, made] @ paid / paid.sum()))


def _trade(s: Simulation, said: Measure) -> tuple[np.ndarray, np.ndarray, tuple[list[int], int, int]]:
    """Return manufactures of a partner landed in a region before and after, and where they are."""
    w = s.baseline
    made, at, partner = resolve("manufacturing", w.industries), *map(w.regions.index, (said["region"], said["partner"]))
    before = s.laboratory.benchmark.landed[made, at, partner]
    return before, s.solution.state.sales.landed[made, at, partner], (made, at, partner)


def borne(s: Simulation, said: Measure) -> float:
    """Return the part of a duty that producers bear, %: the fall of their price against prices where they sell."""
    before, _, (made, at, partner) = _trade(s, said)
    state = s.solution.state
    price = state.at.q[partner, made] - state.prices.final[at]
    return -100 * float(price @ before / before.sum() / np.log1p(said["rate"]))


def explained(s: Simulation, said: Measure) -> float:
    """Return the part of imports of manufactures that would not be there without the policy that is undone, %."""
    return -100 * float(np.expm1(imports(s, said)))


def reported(s: Simulation, _: Measure) -> float:
    """Return the elasticity of research on paper to its cost, with its sign turned."""
    paid = _paid(s)
    return float(compute_induced_research(paid, ground_of(s.laboratory)) / -np.log1p(-paid))


def done(s: Simulation, _: Measure) -> float:
    """Return the elasticity of research that is done to its cost, with its sign turned."""
    paid = _paid(s)
    return float(compute_done(paid, ground_of(s.laboratory)) / -np.log1p(-paid))


def doubled(s: Simulation, said: Measure) -> float:
    """Return how much more a firm makes of the same inputs with twice the research, %, from a share of its sales on."""
    ground, (at,) = ground_of(s.laboratory), resolve(said["region"], s.baseline.regions.codes)
    in_use = said["of_sales"] / (ground.parameter(LOST) + ground.growth[at])
    return 100 * float(2.0 ** (ground.parameter("rd_return") * in_use) - 1)


def _paid(s: Simulation) -> np.ndarray:
    return np.array(s.package.shocks[0].value)


CHANGES: dict[str, Callable[[Simulation, Measure], float]] = {
    f.__name__: f for f in (real_income, real_product, co2, landed, imports, employment)
}
"""Measures that are log changes, which undoing a policy turns."""
OTHERS = {f.__name__: f for f in (borne, explained, reported, done, doubled)}


def measure(s: Simulation, said: Measure, *, undone: bool = False) -> float:
    """Return what a simulation says of a measure: changes in per cent."""
    if said["measure"] in OTHERS:
        return OTHERS[said["measure"]](s, said)
    change = CHANGES[said["measure"]](s, said)
    return 100 * float(np.expm1(-change if undone else change))


# ---- events
def list_cases(event: Measure, industries: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the members of the family and those left out of it, or the cases that an event has of its own."""
    return event.get("cases") or [*list_members(industries), *BALANCED, *LEFT_OUT]


def backcast(w: ni.Accounts, event: Measure) -> list[np.ndarray | None]:
    """Return the measures of an event in the central case and in each other one; None where there is no equilibrium."""
    shocks = [Shock(**shock) for shock in event.get("shocks", ())]
    tried = package(event["package"]) if "package" in event else Package(shocks, name=event["id"])
    found = simulate(w, None, horizon=event.get("horizon", "medium")).rerun_many(
        (tried, case) for case in [{}, *list_cases(event, w.industries)]
    )
    undone = event.get("undone", False)
    return [
        None
        if isinstance(s, NewindError)
        else np.array([measure(s, said, undone=undone) for said in event["measures"]])
        for s in found
    ]


def misses(event: Measure, found: np.ndarray | None) -> bool:
    """Return whether a member is outside of what was published in most measures, or has no equilibrium."""
    if found is None:
        return True
    ends = np.array([said["published"] for said in event["measures"]], dtype=float)
    return bool(((found < ends[:, 0]) | (found > ends[:, 1])).mean() > 0.5)


def list_rows(event: Measure, central: np.ndarray | None, others: list[np.ndarray | None]) -> list[tuple[str, ...]]:
    """Return the lines of the table on an event."""
    known = np.array([one for one in others if one is not None])
    rows = []
    for k, said in enumerate(event["measures"]):
        low, high = said["published"]
        inside = int(((known[:, k] >= low) & (known[:, k] <= high)).sum())
        middle = "–" if central is None else f"{central[k]:+.2f}"
        span = f"{known[:, k].min():+.2f} … {known[:, k].max():+.2f}"
        row = event["label"], said["label"], f"{low:g} … {high:g}", middle, span, f"{inside} of {len(others)}"
        rows.append(tuple(cell.replace("-", "−") if k > 1 else cell for k, cell in enumerate(row)))
    return rows


def find_missed(event: Measure, w: ni.Accounts, others: list[np.ndarray | None]) -> list[dict[str, Any]]:
    """Return the members that miss an event."""
    return [case for case, one in zip(list_cases(event, w.industries), others, strict=True) if misses(event, one)]


def run(only: Sequence[str] = ()) -> tuple[list[tuple[str, ...]], list[tuple[dict[str, Any], list[str]]]]:
    """Return the lines of the table on all events or some, and members with the decisive ones that they miss."""
    rows: list[tuple[str, ...]] = []
    missed: list[tuple[dict[str, Any], list[str]]] = []
    for event in (e for e in events() if not only or e["id"] in only):
        w = ni.load("world", year=event["year"])
        central, *others = backcast(w, event)
        rows += list_rows(event, central, others)
        for member in find_missed(event, w, others) if event["id"] in DECISIVE else ():
            known = [names for one, names in missed if one == member]
            known[0].append(event["id"]) if known else missed.append((member, [event["id"]]))
    return rows, missed


def name(member: dict[str, Any]) -> str:
    """Return a member in words."""
    said = {k: "by industry" if isinstance(v, dict) else f"{v}" for k, v in member.items() if v is not None}
    return ", ".join(f"{k} {v}" for k, v in said.items())


def main() -> None:
    """Print the table, and the members that miss events."""
    rows, missed = run()
    for line in (HEAD, ["---"] * len(HEAD), *rows):
        print("| " + " | ".join(line) + " |")
    for member, named in missed:
        print(f"{'left out' if len(named) > 1 else 'misses'}: {name(member)}: {', '.join(named)}")


if __name__ == "__main__":
    main()
