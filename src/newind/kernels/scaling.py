"""The engine of :mod:`.balance`: totals to meet, and one multiplier per row, column and block, updated in turn.

A table is split once into its positive cells (dense) and its negative cells (a list). Blocks are groups of rows by
groups of columns; both are put in order of group, so that every sum over a group is a product with a slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newind.errors import ConvergenceError
from newind.kernels.anderson import Anderson

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


MOST_ROUNDS = 20_000
"""Rounds over all multipliers after which balancing gives up."""
PATIENCE = 20
"""Rounds after which multipliers are also extrapolated: easy tables are done by then."""
MEMORY = 8
"""Rounds that extrapolation looks back on."""
FIRST_LOOK = 250
"""Rounds after which progress is first judged, and again whenever they have doubled."""
LEAST_PROGRESS = 0.9
"""Largest ratio of the least misses after and before rounds have doubled; slower than that is no convergence."""


class Multipliers(NamedTuple):
    """Factors of rows (n,), columns (m,) and blocks (P, Q); negative cells are divided by them."""

    r: Array
    s: Array
    T: Array


class SignPartition:
    """A table as positive cells and a list of negative ones, in order of its groups.

    Parameters
    ----------
    X : (n, m) array
        Not changed.
    row_groups, column_groups : (n,), (m,) int array
    shape : (int, int)
        Number P of row groups and Q of column groups.
    """

    def __init__(self, X: Array, row_groups: IntArray, column_groups: IntArray, shape: tuple[int, int]) -> None:
        self.shape = shape
        self.row_order = np.argsort(row_groups, kind="stable")
        self.column_order = np.argsort(column_groups, kind="stable")
        self.row_groups, self.column_groups = row_groups[self.row_order], column_groups[self.column_order]
        self.row_slices, self.column_slices = _slices(self.row_groups), _slices(self.column_groups)
        self.positive = _order_table(X, self.row_order, self.column_order, copy=True)
        self.i, self.j = np.nonzero(self.positive < 0)
        self.size = -self.positive[self.i, self.j]
        self.positive[self.i, self.j] = 0.0

    def ones(self) -> Multipliers:
        """Return the multipliers that change nothing."""
        n, m = self.positive.shape
        return Multipliers(np.ones(n), np.ones(m), np.ones(self.shape))

    def over_columns(self, s: Array) -> Array:
        """Return the sums of positive cells times s, by row and group of columns; (n, Q)."""
        sums = np.zeros((len(self.positive), self.shape[1]))
        for q, part in self.column_slices:
            sums[:, q] = self.positive[:, part] @ s[part]
        return sums

    def over_rows(self, r: Array) -> Array:
        """Return the sums of positive cells times r, by group of rows and column; (P, m)."""
        sums = np.zeros((self.shape[0], self.positive.shape[1]))
        for p, part in self.row_slices:
            sums[p] = r[part] @ self.positive[part]
        return sums

    def sum_column_groups(self, by_column: Array) -> Array:
        """Return sums over each group of columns; (P, m) to (P, Q)."""
        sums = np.zeros(self.shape)
        for q, part in self.column_slices:
            sums[:, q] = by_column[:, part].sum(axis=1)
        return sums

    def shrunk(self, by: Multipliers) -> Array:
        """Return the sizes of the negative cells under multipliers."""
        blocks = by.T[self.row_groups[self.i], self.column_groups[self.j]]
        return np.asarray(self.size / (by.r[self.i] * by.s[self.j] * blocks))

    def negative(self, by: Multipliers) -> tuple[Array, Array, Array]:
        """Return the sums of sizes of negative cells under multipliers, by row, column and block."""
        (n, m), (P, Q), sizes = self.positive.shape, self.shape, self.shrunk(by)
        block = self.row_groups[self.i] * Q + self.column_groups[self.j]
        return count(self.i, sizes, n), count(self.j, sizes, m), count(block, sizes, P * Q).reshape(self.shape)

    def clear(self, rows: BoolArray, columns: BoolArray, blocks: BoolArray) -> None:
        """Set all cells of some rows, columns and blocks to zero."""
        self.positive[rows], self.positive[:, columns] = 0.0, 0.0
        for p, part in self.row_slices:
            self.positive[part, blocks[p][self.column_groups]] = 0.0
        gone = rows[self.i] | columns[self.j] | blocks[self.row_groups[self.i], self.column_groups[self.j]]
        self.i, self.j, self.size = self.i[~gone], self.j[~gone], self.size[~gone]

    def apply_multipliers(self, by: Multipliers) -> Array:
        """Return the table under multipliers, in the order in which it was given; (n, m). Uses the table up."""
        values = self.positive
        values *= by.r[:, None]
        values *= by.s
        for p, rows in self.row_slices:
            for q, columns in self.column_slices:
                values[rows, columns] *= by.T[p, q]
        values[self.i, self.j] = -self.shrunk(by)
        return _order_table(values, np.argsort(self.row_order), np.argsort(self.column_order), copy=False)

    def order_targets(self, targets: BalanceTargets) -> BalanceTargets:
        """Return targets in the order of the groups."""
        return BalanceTargets(targets.rows[self.row_order], targets.columns[self.column_order], targets.sums)


def multiplier(p: Array, n: Array, u: Array) -> Array:
    """Return the r > 0 that solves ``r p - n / r = u``; 1 where u is NaN or there are no cells.

    Parameters
    ----------
    p, n : (k,) array, >= 0
        Sums of the positive cells and of the sizes of the negative ones.
    u : (k,) array
        Targets; where ``n = 0`` they must be > 0, where ``p = 0`` they must be < 0.

    Notes
    -----
    ``r = (u + sqrt(u² + 4 p n)) / (2 p)``, where u < 0 in its other form ``2 n / (sqrt(u² + 4 p n) - u)``, which loses
    no digits and holds at p = 0: there r = -n / u.

    Examples
    --------
    >>> multiplier(np.array([2.0, 0.0, 3.0]), np.array([0.0, 2.0, 2.0]), np.array([4.0, -1.0, 1.0]))
    array([2., 2., 1.])
    """
    root, up, down = np.sqrt(u * u + 4 * p * n), u >= 0, u < 0
    top, bottom = np.where(up, u + root, 2 * n), np.where(up, 2 * p, root - u)
    return np.divide(top, bottom, out=np.ones_like(p), where=(up | down) & (p + n > 0))


def settle(table: SignPartition, targets: BalanceTargets, slack: float) -> None:
    """Set to zero what targets of zero leave no choice; `targets` in the order of the table.

    Raises
    ------
    BalanceError
        For targets with a sign that none of the cells they sum has.
    """
    ones = table.ones()
    while True:
        wide, tall = table.over_columns(ones.s), table.over_rows(ones.r)
        up = targets.sums_of(wide.sum(axis=1), tall.sum(axis=0), table.sum_column_groups(tall))
        down = targets.sums_of(*table.negative(ones))
        stuck = [
            ((n == 0) & (u <= 0)) | ((p == 0) & (u >= 0)) for (_, u), p, n in zip(targets.each, up, down, strict=True)
        ]
        _refuse_signs(table, targets, stuck, slack)
        forced = [one & (p + n > 0) for one, p, n in zip(stuck, up, down, strict=True)]
        if not any(one.any() for one in forced):
            return
        blocks = [one.covers(sets) for one, sets in zip(targets.sums, forced[2:], strict=True)]
        table.clear(forced[0], forced[1], np.any([np.zeros(table.shape, dtype=bool), *blocks], axis=0))


def _refuse_signs(table: SignPartition, targets: BalanceTargets, stuck: list[BoolArray], slack: float) -> None:
    missed = [np.where(one & (np.abs(u) > slack), -u, 0.0) for one, (_, u) in zip(stuck, targets.each, strict=True)]
    if wrong := misses(table, targets, missed):
        raise BalanceError("no cell has the sign of the target", wrong)


def refuse_different_totals(targets: BalanceTargets, tol: float) -> None:
    """Refuse rows and columns that do not add up to the same, by more than all their misses together could hide."""
    gap = float(targets.columns.sum() - targets.rows.sum())
    if abs(gap) > tol * targets.scale * (len(targets.rows) + len(targets.columns)):
        raise BalanceError("rows and columns add up to different totals", [Miss("sum of rows against columns", 0, gap)])


def misses(table: SignPartition, targets: BalanceTargets, by: Sequence[Array], above: float = 0.0) -> list[Miss]:
    """Return the misses above a size, with positions as in the table that was given."""
    places = [table.row_order, table.column_order, *(np.arange(len(one.totals)) for one in targets.sums)]
    return [
        Miss(kind, int(place[k]), float(miss[k]))
        for (kind, _), place, miss in zip(targets.each, places, by, strict=True)
        for k in np.flatnonzero(~(np.abs(miss) <= above))
    ]


def balance(table: SignPartition, targets: BalanceTargets, tol: float) -> tuple[Array, int, float]:
    """Return the scaled table, the rounds it took and its largest miss relative to the targets' scale.

    Parameters
    ----------
    table : SignPartition
        Settled.
    targets : BalanceTargets
        In the order of the table.
    tol : float
        Largest miss, relative to ``targets.scale``.

    Raises
    ------
    BalanceError
        When the multipliers do not settle.
    """
    progress, guess = ConvergenceMonitor(), Anderson(MEMORY)
    by, wide = table.ones(), table.over_columns(np.ones(table.positive.shape[1]))
    with np.errstate(all="ignore"):
        for rounds in range(1, MOST_ROUNDS + 1):
            start = by
            by, tall = _turn(table, targets, start, wide)
            wide = table.over_columns(by.s)
            missed = _compute_misses(table, targets, by, wide, tall)
            worst = max(float(np.abs(miss).max(initial=0.0)) for miss in missed) / targets.scale
            if worst <= tol:
                return table.apply_multipliers(by), rounds, worst
            if progress.should_stop(rounds, worst):
                break
            if rounds >= PATIENCE:
                by = _ahead(guess, start, by)
                wide = table.over_columns(by.s)
    what = f"balancing stopped after {rounds} rounds at {worst:.3g} of the total instead of {tol:g}"
    raise BalanceError(what, misses(table, targets, missed, tol * targets.scale))


@dataclass
class ConvergenceMonitor:
    """Judge whether misses still shrink, each time the rounds have doubled."""

    look: int = FIRST_LOOK
    before: float = np.inf
    best: float = np.inf

    def should_stop(self, rounds: int, worst: float) -> bool:
        """Tell whether there is no use in going on."""
        if not np.isfinite(worst):
            return True
        self.best = min(self.best, worst)
        if rounds < self.look:
            return False
        slow = self.best > LEAST_PROGRESS * self.before
        self.look, self.before = 2 * rounds, self.best
        return slow


def _ahead(guess: Anderson, start: Multipliers, by: Multipliers) -> Multipliers:
    """Return multipliers of columns and blocks further on the way; those of rows follow from them in the next round."""
    x, g = (np.log(np.concatenate([one.s, one.T.ravel()])) for one in (start, by))
    ahead = np.exp(guess.step(x, g))
    m = len(by.s)
    return Multipliers(by.r, ahead[:m], ahead[m:].reshape(by.T.shape)) if np.isfinite(ahead).all() else by


def _turn(table: SignPartition, targets: BalanceTargets, by: Multipliers, wide: Array) -> tuple[Multipliers, Array]:
    """Return new multipliers of rows, then columns, then sets of blocks, and the sums over rows behind them."""
    _, s, T = by
    low = table.negative(by._replace(r=np.ones_like(by.r)))[0]
    r = multiplier(np.sum(wide * T[table.row_groups], axis=1), low, targets.rows)
    tall = table.over_rows(r)
    low = table.negative(Multipliers(r, np.ones_like(s), T))[1]
    s = multiplier(np.sum(tall * T[:, table.column_groups], axis=0), low, targets.columns)
    up, down = table.sum_column_groups(tall * s) * T, table.negative(Multipliers(r, s, T))[2]
    for one in targets.sums:
        factor = one.spread(multiplier(one.sum(up), one.sum(down), one.totals))
        T, up, down = T * factor, up * factor, down / factor
    return Multipliers(r, s, T), tall


def _compute_misses(
    table: SignPartition, targets: BalanceTargets, by: Multipliers, wide: Array, tall: Array
) -> list[Array]:
    """Return what the table under multipliers has less each target, 0 where free."""
    up = (
        by.r * np.sum(wide * by.T[table.row_groups], axis=1),
        by.s * np.sum(tall * by.T[:, table.column_groups], axis=0),
        table.sum_column_groups(tall * by.s) * by.T,
    )
    found = targets.sums_of(*(p - n for p, n in zip(up, table.negative(by), strict=True)))
    return [np.where(np.isnan(u), 0.0, got - u) for got, (_, u) in zip(found, targets.each, strict=True)]


def _slices(groups: IntArray) -> list[tuple[int, slice]]:
    """Return each group that occurs and where it stands, for groups in order."""
    found, starts = np.unique(groups, return_index=True)
    ends = np.append(starts[1:], len(groups))
    return [(int(g), slice(int(a), int(b))) for g, a, b in zip(found, starts, ends, strict=True)]


def _order_table(X: Array, rows: IntArray, columns: IntArray, *, copy: bool) -> Array:
    """Return a table with rows and columns in an order; not copied, unless asked, where it has that order."""
    if np.any(np.diff(rows) < 0) or np.any(np.diff(columns) < 0):
        return X[np.ix_(rows, columns)]
    return np.array(X, dtype=np.float64) if copy else X
