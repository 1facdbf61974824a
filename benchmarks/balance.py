"""RAS, GRAS and multi-regional GRAS at 520 and 1,302 industries; a textbook loop over the dense table in the same run.

Run: python benchmarks/balance.py [--threads N] [--repeats N]
"""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from common import Row, arguments, blas_threads, report, synthetic, timed
from newind.kernels.balance import BalanceResult, gras, mrgras, ras

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.typing import Array, IntArray

SIZES = ((20, 26, 5.0), (31, 42, 60.0))
"""Regions, industries and the seconds that multi-regional GRAS may take."""
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Task:
    """A table beside final demand, later totals, and regions of rows and columns (inputs, then final demand)."""

    X: Array
    rows: Array
    columns: Array
    blocks: Array
    row_groups: IntArray
    column_groups: IntArray


def task(R: int, S: int, negative: float, seed: int = 2) -> Task:
    """Return a made-up economy, a share of its final demand negative, and totals of one with other cells."""
    Z, Y = synthetic(R, S, 0.8)
    rng = np.random.default_rng(seed)
    Y = np.where(rng.random(Y.shape) < negative, -0.1 * Y, Y)
    X = np.hstack([Z, Y])
    later = X * rng.lognormal(0.0, 0.5, X.shape)
    rows, columns = np.repeat(np.arange(R), S), np.concatenate([np.repeat(np.arange(R), S), R + np.arange(R)])
    return Task(X, later.sum(axis=1), later.sum(axis=0), sums(later, rows, columns), rows, columns)


def sums(X: Array, rows: IntArray, columns: IntArray) -> Array:
    """Return the totals of blocks."""
    return np.eye(rows.max() + 1)[rows].T @ X @ np.eye(columns.max() + 1)[columns]


def textbook(t: Task, blocks: bool) -> Array:
    """Scale rows, columns and, where asked, blocks of the dense table in turn until all are met."""
    up, down = np.maximum(t.X, 0), np.maximum(-t.X, 0)
    scale = np.abs(t.rows).sum()
    row_of, column_of = np.ix_(t.row_groups, t.column_groups)
    while True:
        up, down = turn(up, down, root(up.sum(axis=1), down.sum(axis=1), t.rows)[:, None])
        up, down = turn(up, down, root(up.sum(axis=0), down.sum(axis=0), t.columns))
        if blocks:
            p, n = (sums(part, t.row_groups, t.column_groups) for part in (up, down))
            up, down = turn(up, down, root(p, n, t.blocks)[row_of, column_of])
        X = up - down
        missed = [X.sum(axis=1) - t.rows, X.sum(axis=0) - t.columns]
        if max(np.abs(miss).max() for miss in missed) <= TOLERANCE * scale:
            return X


def turn(up: Array, down: Array, factor: Array) -> tuple[Array, Array]:
    """Return positive cells multiplied and negative ones divided."""
    return up * factor, down / factor


def root(p: Array, n: Array, u: Array) -> Array:
    """Return the textbook's multiplier, 1 where there is no positive cell."""
    return np.divide(u + np.sqrt(u * u + 4 * p * n), 2 * p, out=np.ones_like(p), where=p > 0)


def memory(work: Callable[[], object], size: int) -> float:
    """Return the most memory that work takes beside what it is given, in multiples of the table."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / size


def row(t: Task, name: str, ours: Callable[[], BalanceResult], blocks: bool, goal: float, repeats: int) -> Row:
    """Check that both give the same table, then time them."""
    made = ours()
    np.testing.assert_allclose(made.values, textbook(t, blocks), rtol=0, atol=1e-5 * np.abs(t.X).max())
    peak = memory(ours, t.X.nbytes)
    note = f"peer: textbook loop, same table; {made.iterations} rounds, memory {peak:.1f} × the table"
    what = f"{name}, {t.X.shape[0]:,} × {t.X.shape[1]:,}"
    return Row(what, timed(ours, repeats), timed(lambda: textbook(t, blocks), repeats), goal, note)


def main() -> None:
    """Compare at both sizes."""
    options = arguments(__doc__ or "").parse_args()
    with blas_threads(options.threads) as machine:
        rows = []
        for R, S, goal in SIZES:
            plain, signed = task(R, S, 0.0), task(R, S, 0.02)
            work: dict[str, tuple[Task, Callable[[], BalanceResult], bool]] = {
                "RAS": (plain, lambda t=plain: ras(t.X, t.rows, t.columns), False),
                "GRAS": (signed, lambda t=signed: gras(t.X, t.rows, t.columns), False),
                "MR-GRAS": (
                    signed,
                    lambda t=signed: mrgras(t.X, t.rows, t.columns, t.blocks, t.row_groups, t.column_groups),
                    True,
                ),
            }
            rows += [row(t, name, ours, blocks, goal, options.repeats) for name, (t, ours, blocks) in work.items()]
        report("Balancing", machine, rows)


if __name__ == "__main__":
    main()
