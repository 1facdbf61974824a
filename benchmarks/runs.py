"""Many runs: what it costs to hand out a draw, two cores against one, memory, questions to a million rows, a kill.

Efficiency is the time that paths take on one core, over twice the time on two, both with their start; it says something
on a machine that does nothing else. No other program does these.

Run: python benchmarks/runs.py [--paths N] [--repeats N]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

import newind as ni
from common import Row, Timing, arguments, blas_threads, cold, peak_memory, report, timed
from newind.pathways import compute
from newind.pathways.compute import Workers, results
from newind.pathways.draws import draws_of, prepare_draws
from newind.pathways.parquet import as_columns
from newind.pathways.processes import CaseResult
from newind.pathways.runfolder import WORKS, RunKind, create_run, open_run
from newind.pathways.running import go_on
from newind.pathways.sampling import hypercube, ranges_of
from newind.testing import REGIONS, Structure, build

if TYPE_CHECKING:
    from newind.pathways.runstore import RunStore

HANDED, ROWS, BESIDE = 20_000, 1_000_000, 0.200
GOALS = {"draw": 0.002, "efficiency": 0.85, "sql": 1.0}
WORKS["nothing"] = RunKind("runs:nothing", {"en": "Nothing", "zh": "无"})
KINDS = {"processes": Workers("processes", 2), "dask": Workers("dask", 2)}


# ---- work
def nothing(*_):
    """Give a row at once."""
    return lambda case, _: {"year": 2030, "value": case["x"]}


def idle():
    """Give back what came."""
    return lambda case, _: case


def loaded():
    """Return the memory of a worker that has nothing to do, in GB."""
    return lambda *_: peak_memory()


def heaviest(w, request):
    """Follow paths, and return the memory that it took, in GB."""
    followed = prepare_draws(w, request)

    def work(case, rng):
        followed(case, rng)
        return peak_memory()

    return work


# ---- what is measured
def small() -> ni.Accounts:
    return build(Structure(REGIONS[:2], ("c14", "c27"), inventories=False), 1)


def handed_out(kind: str, repeats: int) -> Row:
    """Time a draw that does nothing, started workers and all."""
    took = cold(lambda: results(idle, range(HANDED), KINDS[kind]), repeats)
    return _dispatch(kind, took)


def kept(repeats: int) -> Row:
    """Time a draw that does nothing and is kept."""

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = create_run("nothing", {}, small(), runs=folder)
            store.add_cases([{"x": float(k)} for k in range(HANDED)], 0)
            go_on(store, KINDS["processes"])

    return _dispatch("processes, kept", cold(run, repeats))


def efficiency(paths: int, repeats: int) -> list[Row]:
    """Time paths of the shipped world on one core and on two."""
    w, package = ni.load("world", year=2011), ni.package("all-families")
    cases = hypercube(ranges_of(), paths, 1)

    def once(workers: Workers) -> float:
        with tempfile.TemporaryDirectory() as folder:
            store = draws_of(w, package, cases, regions=["CHN"], runs=folder)
            start = time.perf_counter()
            go_on(store, workers)
            return time.perf_counter() - start

    one = [once(Workers("serial")) for _ in range(repeats)]
    two = [once(Workers("processes", 2)) for _ in range(repeats)]
    share = statistics.median(a / (2 * b) for a, b in zip(one, two, strict=True))
    met = "met" if share >= GOALS["efficiency"] else "NOT met"
    return [
        Row(f"{paths} paths, one core", _timing(one), note=f"{statistics.median(one) / paths:.2f} s a path"),
        Row(f"{paths} paths, two cores", _timing(two), note=f"efficiency {share:.0%}, goal 85 %: {met}"),
    ]


def memory() -> Row:
    """Return the memory of a worker beyond one that does nothing, and what its benchmark takes of that."""
    w, package = ni.load("world", year=2011), ni.package("all-families")
    request = {"package": package.select_shocks(w).to_dict(), "until": 2035, "horizon": "medium", "parameters": {},
               "start": None, "off": [], "regions": ["CHN"]}  # fmt: skip
    (without,) = results(loaded, [0], Workers("processes", 1))
    start = time.perf_counter()
    found = results(partial(heaviest, w, request), hypercube(ranges_of(), 4, 1), Workers("processes", 1))
    took = time.perf_counter() - start
    met = "met" if found[-1] <= without + BESIDE else "NOT met"
    note = f"{1e3 * found[-1]:.0f} MB a worker, {1e3 * without:.0f} MB without work; goal at most 200 MB more: {met}"
    return Row("memory, 4 paths of the world", Timing(took, took), note=note)


def sql(repeats: int) -> Row:
    """Time a summary of a million rows."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_run("nothing", {}, small(), runs=folder)
        _filled(store)
        asked = "select year, region, median(value), quantile_cont(value, 0.9) from results group by all order by all"
        return Row(f"SQL, {ROWS:,} rows", timed(lambda: store.sql(asked), repeats), goal=GOALS["sql"],
                   note=f"{sum(p.stat().st_size for p in store.folder.iterdir()) / 1e6:.0f} MB")  # fmt: skip


def _filled(store: RunStore) -> None:
    rng, years = np.random.default_rng(0), np.repeat(np.arange(2011, 2036), 20)
    region = [f"R{k:02}" for k in range(20)] * 25
    many, parts = ROWS // len(years), 20
    for part in np.array_split(np.arange(many), parts):
        values = {int(k): rng.normal(size=len(years)) for k in part}
        store.write(
            [CaseResult(k, as_columns({"year": years, "region": region, "value": v})) for k, v in values.items()]
        )


def killed(draws: int = 60) -> Row:
    """Kill a run in its middle and take it up again; what is lost is what was computed and not kept."""
    w = build(Structure(REGIONS[:4], ("c14", "c27", "c1", "c30"), inventories=False), 1)
    with tempfile.TemporaryDirectory() as folder:
        cases = hypercube(ranges_of(), draws, 1)
        store = draws_of(w, ni.Shock("productivity", 0.01, region="CHN"), cases, runs=folder)
        process = get_context("spawn").Process(target=_go_on, args=(store.name, folder))
        process.start()
        while store.counts()[0] < draws // 2:
            time.sleep(0.02)
        process.kill()
        process.join()
        done, spent = store.counts()[0], float(store.draws()["seconds"].mean())
        start = time.perf_counter()
        go_on(store, KINDS["processes"])
        took = time.perf_counter() - start
        each = float(store.draws()["seconds"].mean())
        beyond = took - (draws - done) * each / 2
        note = f"{done} of {draws} kept; {beyond:.1f} s beyond what was left, start and all; a draw {spent:.2f} s"
    return Row("kill and resume", Timing(took, took), note=note)


def _go_on(name: str, folder: str) -> None:
    go_on(open_run(name, folder), KINDS["processes"])


def _dispatch(kind: str, took: Timing) -> Row:
    each = Timing(took.least / HANDED, took.median / HANDED)
    note = f"{1e3 * each.median:.2f} ms a draw"
    return Row(f"dispatch, {HANDED:,} draws, {kind}", each, goal=GOALS["draw"], note=note)


def in_chunks_of_one(kind: str, many: int = 400) -> Row:
    """Time a chunk: what it takes to hand one out, fetch it and keep it, without anything done."""
    with tempfile.TemporaryDirectory() as folder, patch.multiple(compute, CHUNK=0.0, EACH=0.0):
        store = create_run("nothing", {}, small(), runs=folder)
        store.add_cases([{"x": float(k)} for k in range(many)], 0)
        told: list[float] = []
        spent = time.process_time()
        go_on(store, KINDS[kind], lambda _: told.append(time.perf_counter()))
        spent, took = (time.process_time() - spent) / many, (told[-1] - told[0]) / many
    note = f"{1e3 * spent:.1f} ms of processor time here"
    return Row(f"a chunk of one draw, {kind}, kept", Timing(took, took), note=note)


def _timing(took: list[float]) -> Timing:
    return Timing(min(took), statistics.median(took))


def main() -> None:
    """Time everything."""
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--paths", type=int, default=1000, help="paths on one core and on two (default 1000; 0: none)")
    asked = parser.parse_args()
    with blas_threads(asked.threads) as machine:
        rows = [handed_out(kind, asked.repeats) for kind in KINDS]
        rows += [in_chunks_of_one(kind) for kind in KINDS]
        rows += [kept(asked.repeats), sql(asked.repeats), memory(), killed()]
        rows += efficiency(asked.paths, asked.repeats) if asked.paths else []
        report("Many runs", machine, rows)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
