"""Totals that a table is to meet, and messages on those that it cannot meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import ConvergenceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray, IntArray


@dataclass(frozen=True)
class Miss:
    """One target and by how much a table misses it.

    Attributes
    ----------
    kind : ``row``, ``column``, ``block``, ``sum 0``, ``sum 1``, …, ``rows of group``, ``columns of group`` or
        ``sum of rows against columns``.
    index : position among the targets of its kind, for blocks row by row.
    by : what the table has less the target.
    """

    kind: str
    index: int
    by: float

    def __str__(self) -> str:
        """Say which target is missed and by how much."""
        return f"{self.kind} {self.index} by {self.by:.6g}"


class BalanceError(ConvergenceError):
    """Raise when targets cannot be met; `misses` names them, those missed most first."""

    def __init__(self, what: str, misses: Sequence[Miss]) -> None:
        self.misses = tuple(sorted(misses, key=lambda miss: (-abs(miss.by), miss.kind, miss.index)))
        first = "; ".join(map(str, self.misses[:3]))
        super().__init__(f"{what}: {len(self.misses)} missed, first {first}. Targets must not contradict.")


@dataclass(frozen=True, eq=False)
class BlockSums:
    """Totals of sets of blocks, sets which do not overlap.

    Parameters
    ----------
    groups : (P, Q) int array
        Number of the set that a block belongs to, -1 for a block that no set counts.
    totals : (K,) array
        Target of each set, NaN where free.
    """

    groups: IntArray
    totals: Array

    @cached_property
    def block_sets(self) -> IntArray:
        """Set of each block in one row, K where no set with a target counts it; (P*Q,)."""
        groups, free = self.groups.ravel(), np.append(np.isnan(self.totals), True)
        return np.where(free[groups], len(self.totals), groups)

    def sum(self, blocks: Array) -> Array:
        """Return the total of each set; (K,)."""
        return count(self.block_sets, blocks.ravel(), len(self.totals) + 1)[:-1]

    def spread(self, factors: Array) -> Array:
        """Return the factor of each block's set, 1 where none counts it; (P, Q)."""
        return np.append(factors, 1.0)[self.block_sets].reshape(self.groups.shape)

    def covers(self, sets: BoolArray) -> BoolArray:
        """Return which blocks the sets cover; (P, Q)."""
        return np.append(sets, False)[self.block_sets].reshape(self.groups.shape)


@dataclass(frozen=True, eq=False)
class BalanceTargets:
    """Targets of rows (n,), columns (m,), single blocks (the first of `sums`) and sets of blocks; NaN where free."""

    rows: Array
    columns: Array
    sums: tuple[BlockSums, ...]

    @property
    def each(self) -> tuple[tuple[str, Array], ...]:
        """Every kind of target by name."""
        names = ("block", *(f"sum {k}" for k in range(len(self.sums) - 1)))
        more = zip(names, (one.totals for one in self.sums), strict=True)
        return (("row", self.rows), ("column", self.columns), *more)

    @cached_property
    def scale(self) -> float:
        """Scale that misses are measured against: the largest sum of absolute targets of one kind."""
        return max(float(np.nansum(np.abs(target))) for _, target in self.each) or 1.0

    def sums_of(self, by_row: Array, by_column: Array, blocks: Array) -> list[Array]:
        """Return what stands against each kind of target, from sums by row, column and block."""
        return [by_row, by_column, *(one.sum(blocks) for one in self.sums)]


def count(places: IntArray, sizes: Array, length: int) -> Array:
    """Return the sum of sizes at each place."""
    return np.bincount(places, sizes, length).astype(np.float64, copy=False)
