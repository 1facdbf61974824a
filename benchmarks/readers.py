"""Readers: a table of the OECD's ICIO at full size (77 economies × 45 industries, 3,465 rows), time and memory.

The table is made up (common.synthetic) and written as the edition of 2023 has it, in a temporary folder; figures are
rounded so that the file is about as large as a published one. Each reader runs in a process of its own, for its
memory: what it holds at most, less what its imports hold, beside the size of the table (flows and final demand).

Run: python benchmarks/readers.py [--repeats N] [--digits 3] [--no-peers]
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

from common import Row, Timing, arguments, blas_threads, cold, peak_memory, report, synthetic

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.typing import Array

R = 77
DEMAND = {"HFCE": 0.55, "NPISH": 0.02, "GGFC": 0.18, "GFCF": 0.22, "INVNT": 0.01, "DPABR": 0.02}
"""Categories of final demand, and their shares of it in the made-up table."""
DENSITY = 0.8
GOAL, MEMORY_GOAL = 6.0, 3.0
PEERS = ("pandas.read_csv", "pymrio.parse_oecd")


def write_icio(path: Path, digits: int) -> float:
    """Write the made-up table; return the size of its flows and final demand in GB."""
    from newind.accounts.classification import load

    industries = tuple(load("icio45"))
    Z, final = synthetic(R, len(industries), DENSITY)
    Y = (final[:, :, None] * np.array(list(DEMAND.values()))).reshape(len(Z), -1)
    Z, Y = Z.round(digits), Y.round(digits)
    x = Z.sum(axis=1) + Y.sum(axis=1)
    regions = [f"{chr(65 + k // 26)}{chr(65 + k % 26)}X" for k in range(R)]
    rows = [f"{r}_{i}" for r in regions for i in industries]
    head = ["V1", *rows, *[f"{r}_{d}" for r in regions for d in DEMAND], "OUT"]
    zeros = np.zeros(Y.shape[1] + 1)
    taxes = np.append(0.01 * x, zeros)
    below = {"TLS": taxes, "VA": np.append(0.99 * x - Z.sum(axis=0), zeros), "OUT": np.append(x, zeros)}
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(head) + "\n")
        for label, figures in [*zip(rows, np.column_stack([Z, Y, x]), strict=True), *below.items()]:
            file.write(f"{label},{_cells(figures)}\n")
    return (Z.nbytes + Y.nbytes) / 1e9


def _cells(figures: Array) -> str:
    return ",".join(["0" if v == 0 else f"{v:.9g}" for v in figures.tolist()])


def reader(name: str, path: Path) -> Callable[[], object]:
    """Import what a reader needs and return the reading."""
    if name == "newind":
        import pandas  # noqa: F401 - imported by the reader when it needs it

        from newind.data.readers import icio

        return lambda: icio.read(path)
    if name == "pandas.read_csv":
        import pandas as pd

        return lambda: pd.read_csv(path, index_col=0)
    import pymrio

    return lambda: pymrio.parse_oecd(path)


def one_case(name: str, path: Path, repeats: int) -> None:
    """Read in this process and print seconds and GB."""
    work = reader(name, path)
    imported = peak_memory()
    first = cold(work)
    held = peak_memory() - imported
    rest = cold(work, repeats - 1) if repeats > 1 else first
    print(json.dumps({"least": min(first.least, rest.least), "median": rest.median, "memory": held}))


def in_process(name: str, path: Path, repeats: int) -> dict[str, float]:
    """Read in a process of its own."""
    command = [sys.executable, __file__, "--case", name, "--path", str(path), "--repeats", str(repeats)]
    out = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(out.stdout.splitlines()[-1]))


def measured(path: Path, table: float, args: argparse.Namespace) -> list[Row]:
    """Measure every reader."""
    ours = in_process("newind", path, args.repeats)
    size = f"file {path.stat().st_size / 1e6:,.0f} MB"
    said = f"{size}; memory {ours['memory'] / table:.1f} tables (goal {MEMORY_GOAL:g})"
    rows = [Row("ICIO 3,465 rows", Timing(ours["least"], ours["median"]), goal=GOAL, note=said)]
    for name in () if args.no_peers else PEERS:
        theirs = in_process(name, path, 1)
        note = f"{name}; memory {theirs['memory'] / table:.1f} tables"
        rows.append(Row("", rows[0].ours, Timing(theirs["least"], theirs["median"]), note=note))
    return rows


def main() -> None:
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--digits", type=int, default=3, help="decimals of the made-up figures (default 3)")
    parser.add_argument("--no-peers", action="store_true", help="newind only")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.case:
        one_case(args.case, args.path, args.repeats)
        return
    with tempfile.TemporaryDirectory() as folder, blas_threads(args.threads) as machine:
        path = Path(folder) / "ICIO2023_2018.csv"
        table = write_icio(path, args.digits)
        report("Readers", machine, measured(path, table, args))


if __name__ == "__main__":
    main()
