"""Runs for tests: cheap ones and real ones, and programs that do them until they are killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np

import newind as ni
from newind.pathways import runstore
from newind.pathways.draws import draws_of
from newind.pathways.runfolder import WORKS, RunKind, create_run, open_run
from newind.pathways.running import go_on
from newind.pathways.runstore import RunStore
from newind.pathways.sampling import hypercube, ranges_of
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:2], ("c14", "c27", "c30"), inventories=False)
PACKAGE = Package([Shock("productivity", 0.02, region="CHN", industry="c14")], name="better")
CHEAP = "cheap"
WORKS[CHEAP] = RunKind("manyruns:cheaply", {"en": "Cheap", "zh": "快"})


def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


# ---- runs that are kept
def cheaply(w, request):
    def work(case, rng):
        if case["x"] in request.get("fails", ()):
            raise ni.ConvergenceError(f"no equilibrium at {case['x']}.")
        rows = 1 + case["x"] % 3
        return {"year": 2030, "value": rng.normal(size=rows), "name": ["中", "b", "c"][:rows], "good": rows > 1}

    return work


def cheap_run(runs: Path, name: str, many: int = 12, **request) -> RunStore:
    store = create_run(CHEAP, request, economy(), seed=5, runs=runs, name=name)
    store.add_cases([{"x": k, "label": f"k{k}"} for k in range(many)], 0)
    return store


def draws_run(runs: Path, name: str, many: int = 6) -> RunStore:
    cases = hypercube(ranges_of(), many, 1)
    return draws_of(economy(), PACKAGE, cases, 2010, start=2009, history=True, regions=["CHN"], runs=runs, name=name)


def changes_counted(step) -> None:
    """Call a function before and after every change that a run makes to its folder."""

    def counted(original):
        def call(*given, **more):
            step()
            found = original(*given, **more)
            step()
            return found

        return call

    Path.replace, Path.unlink = counted(Path.replace), counted(Path.unlink)
    os.fsync = counted(os.fsync)


def count_changes(runs: str, name: str, told) -> None:
    """Do a run in a process of its own, and tell how many steps its changes are."""
    steps = []
    changes_counted(lambda: steps.append(1))
    runstore.MOST = 3
    go_on(open_run(name, runs))
    told.send(len(steps))


def be_killed(runs: str, name: str, at: int) -> None:
    """Do a run in a process of its own, which is killed at a step."""
    steps = []

    def step():
        steps.append(1)
        if len(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    changes_counted(step)
    runstore.MOST = 3
    go_on(open_run(name, runs))


def same(found: RunStore, expected: RunStore) -> None:
    """Check that two runs hold the same, each draw once."""
    done = sorted(found.draws()["draw"].tolist())
    assert done == list(range(len(found.cases())))
    assert found.errors() == expected.errors()
    assert found.values().keys() == expected.values().keys()
    for k, columns in expected.values().items():
        assert found.values()[k].keys() == columns.keys()
        for name, column in columns.items():
            assert np.array_equal(found.values()[k][name], column, equal_nan=column.dtype.kind == "f")
