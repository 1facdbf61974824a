"""Footprints of thirty pressures at EXIOBASE size (9,800), sparse and dense.

The economy is made up: 49 regions × 200 industries, one cell in ten filled, more of them at home. From flows and output
to footprints by region, each case in a process of its own for its memory. Peers compute the same footprints: pymrio's
way (the dense inverse) and SciPy's BiCGSTAB, one right-hand side at a time.

Run: python benchmarks/footprint_large.py [--threads N] [--density 0.1] [--no-peers]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, bicgstab

from common import Row, Timing, arguments, blas_threads, cold, peak_memory, report, synthetic
from newind.kernels import carbon
from newind.kernels.leontief import Leontief, coefficients

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.typing import Array

R, S, PRESSURES = 49, 200, 30
GOALS = {"sparse": 5.0, "dense": 15.0}
MEMORY_GOAL = 2.0
SHOWN = {"sparse": "sparse, BiCGSTAB in blocks", "dense": "dense, float32 LU refined", "series": "sparse, power series"}


def write_economy(folder: Path, density: float) -> None:
    """Store the economy, dense and sparse, so that each case reads only what it needs."""
    Z, Y = synthetic(R, S, density)
    np.save(folder / "dense.npy", Z)
    sparse.save_npz(folder / "sparse.npz", sparse.csr_array(Z), compressed=False)
    x = Z.sum(axis=1) + Y.sum(axis=1)
    f = np.random.default_rng(2).random((PRESSURES, R * S))
    np.savez(folder / "rest.npz", Y=Y, x=x, f=f)


def read_flows(folder: Path, case: str) -> Array | sparse.csr_array:
    """Return flows as the case wants them."""
    if case in ("dense", "pymrio"):
        return np.load(folder / "dense.npy")
    return sparse.csr_array(sparse.load_npz(folder / "sparse.npz"))


def ours(flows: list, x: Array, f: Array, Y: Array, method: str) -> Array:
    """Return footprints (30, R). The list hands the flows over, so that they are freed once coefficients exist."""
    A = coefficients(flows.pop(), x)
    return carbon.footprint(f, Leontief(A, method), Y)


def pymrio_way(flows: list, x: Array, f: Array, Y: Array) -> Array:
    """Return footprints from the dense inverse, as pymrio forms it (np.linalg.inv of I - A)."""
    A = flows.pop() / x
    return f @ np.linalg.inv(np.eye(len(x)) - A) @ Y


def scipy_bicgstab(flows: list, x: Array, f: Array, Y: Array) -> Array:
    """Return footprints by SciPy's solver, one pressure after the other."""
    transposed = sparse.csr_array(coefficients(flows.pop(), x).T)
    system = LinearOperator((len(x), len(x)), matvec=lambda u: u - transposed @ u, dtype=np.float64)
    total = [bicgstab(system, row, rtol=1e-12)[0] for row in f]
    return np.stack(total) @ Y


def run_case(case: str, folder: Path, threads: int) -> None:
    """Run one case in this process; print seconds and peak memory, leave the footprints in the folder."""
    with np.load(folder / "rest.npz") as file:
        Y, x, f = file["Y"], file["x"], file["f"]
    flows = [read_flows(folder, case)]
    method = {"dense": "mixed", "sparse": "auto", "series": "series"}.get(case)
    results: list[Array] = []
    work: Callable[[], object] = {
        "pymrio": lambda: results.append(pymrio_way(flows, x, f, Y)),
        "scipy": lambda: results.append(scipy_bicgstab(flows, x, f, Y)),
    }.get(case, lambda: results.append(ours(flows, x, f, Y, method or "auto")))
    with blas_threads(threads) as machine:
        took = cold(work)
    np.save(folder / f"result_{case}.npy", results[0])
    print(json.dumps({"seconds": took.least, "memory": peak_memory(), "machine": machine}))


def start(case: str, folder: Path, threads: int) -> dict:
    """Run a case in a fresh process."""
    command = [sys.executable, __file__, "--case", case, "--folder", str(folder), "--threads", str(threads)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def compare(folder: Path, options: argparse.Namespace) -> tuple[list[Row], str]:
    """Run all cases, check that they agree, return the rows."""
    cases = ["sparse", "series", "dense", *([] if options.no_peers else ["scipy", "pymrio"])]
    took = {case: start(case, folder, options.threads) for case in cases}
    expected = np.load(folder / "result_dense.npy")
    for case in cases:
        np.testing.assert_allclose(np.load(folder / f"result_{case}.npy"), expected, rtol=1e-9)
    rows = []
    for case, shown in SHOWN.items():
        peer = took.get("pymrio" if case == "dense" else "scipy")
        memory = took[case]["memory"]
        note = f"peak {memory:.2f} GB (goal {MEMORY_GOAL:g}: {'met' if memory < MEMORY_GOAL else 'NOT met'}); "
        if peer is None:
            note += "peers left out by --no-peers (the dense inverse takes minutes on few cores)"
        else:
            note += f"peer {'inverts densely' if case == 'dense' else 'SciPy BiCGSTAB'}, {peer['memory']:.2f} GB"
        seconds = [Timing(t["seconds"], t["seconds"]) if t else None for t in (took[case], peer)]
        rows.append(Row(f"{PRESSURES} footprints, {shown}", seconds[0], seconds[1], GOALS.get(case), note))
    return rows, took["dense"]["machine"]


def main() -> None:
    """Make the economy, run every case in its own process, print the table."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--density", type=float, default=0.1, help="share of cells filled (default 0.1)")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        run_case(options.case, options.folder, options.threads)
        return
    with tempfile.TemporaryDirectory() as folder:
        write_economy(Path(folder), options.density)
        rows, machine = compare(Path(folder), options)
    report(f"Footprints at EXIOBASE size, n = {R * S:,}, density {options.density:g}", machine, rows)


if __name__ == "__main__":
    main()
