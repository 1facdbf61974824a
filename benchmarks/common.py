"""Parts that all benchmarks share: BLAS threads, repeats, economies, one table of ours, the peer's and the goal."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import resource
import statistics
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_info, threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.typing import Array


@dataclass(frozen=True)
class Timing:
    """Seconds over several repeats."""

    least: float
    median: float


@dataclass(frozen=True)
class Row:
    """One line of the result: a workload, what it took, and what it is measured against."""

    what: str
    ours: Timing
    peer: Timing | None = None
    goal: float | None = None
    note: str = ""


def arguments(description: str) -> argparse.ArgumentParser:
    """Return a parser with the options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--threads", type=int, default=1, help="BLAS threads (default 1)")
    parser.add_argument("--repeats", type=int, default=5, help="times each workload runs (default 5)")
    return parser


@contextmanager
def blas_threads(count: int) -> Iterator[str]:
    """Set the number of BLAS threads and yield a line that states them and what runs."""
    with threadpool_limits(count, user_api="blas"):
        blas = sorted({f"{i['internal_api']} {i['version']}, {i['num_threads']} thread(s)" for i in threadpool_info()})
        versions = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in ("numpy", "scipy"))
        yield f"Python {sys.version.split()[0]}, {versions}; BLAS {'; '.join(blas)}; {os.cpu_count()} cores"


def timed(work: Callable[[], object], repeats: int) -> Timing:
    """Run once to warm up, then time."""
    work()
    return cold(work, repeats)


def cold(work: Callable[[], object], repeats: int = 1) -> Timing:
    """Time without a warm-up, for work that takes many seconds."""
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return Timing(min(took), statistics.median(took))


def peak_memory() -> float:
    """Return the largest resident memory of this process so far, in GB.

    On Linux from /proc, as getrusage counts in what the parent held when it started this process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e9
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e9


def report(title: str, machine: str, rows: list[Row]) -> None:
    """Print the rows as a table: least (median) seconds, the peer's, their ratio, the goal."""
    console = Console(width=140)
    table = Table(title=title, caption=machine, title_justify="left", caption_justify="left")
    for head in ("workload", "ours, s", "peer, s", "peer / ours", "goal, s", "met", "note"):
        table.add_column(head, justify="left" if head in ("workload", "note") else "right")
    for row in rows:
        ratio = f"{row.peer.least / row.ours.least:.1f}" if row.peer else ""
        met = "" if row.goal is None else "yes" if row.ours.median <= row.goal else "NO"
        goal = "" if row.goal is None else f"{row.goal:g}"
        table.add_row(row.what, _seconds(row.ours), _seconds(row.peer), ratio, goal, met, row.note)
    console.print(table)


def _seconds(timing: Timing | None) -> str:
    return "" if timing is None else f"{timing.least:.3f} ({timing.median:.3f})"


def wiod(year: int = 2008) -> tuple[Array, Array, list[str], list[str]] | None:
    """Return Z, F, countries and industries of a WIOD 2013 year, or None where the collected figures are absent."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("NEWIND_SHARED", beside)) / "world" / "wiod2013"
    if not folder.is_dir():
        return None
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / f"wiot_{year}.npz") as file:
        Z, F = file["Z"].astype(np.float64), file["F"].astype(np.float64)
    return Z, F, labels["countries"], labels["industries"]


def synthetic(R: int, S: int, density: float, seed: int = 1) -> tuple[Array, Array]:
    """Return flows (n, n) and final demand by region (n, R) of a made-up economy.

    Domestic cells are ten times as likely and fifty times as large as foreign ones; inputs cost between 0.3 and 0.8 of
    output (as in published multi-regional tables); output follows from final demand.
    """
    rng = np.random.default_rng(seed)
    n = R * S
    foreign = density * R / (R + 9)
    Z = np.empty((n, n))
    for r in range(R):
        rows = slice(r * S, (r + 1) * S)
        block = rng.exponential(size=(S, n)) * (rng.random((S, n)) < foreign)
        block[:, rows] = 50 * rng.exponential(size=(S, S)) * (rng.random((S, S)) < min(1.0, 10 * foreign))
        Z[rows] = block
    Z *= rng.uniform(0.3, 0.8, n) / Z.sum(axis=0)
    final = rng.lognormal(mean=5, size=n)
    output = final
    for _ in range(100):
        output = final + Z @ output
    Z *= output
    left = output - Z.sum(axis=1)
    shares = np.full((n, R), 0.2 / R)
    shares[np.arange(n), np.arange(n) // S] += 0.8
    return Z, shares * left[:, None]
