"""Sectors of the 42 that belong to two of the 26 industries, divided so that every published cell stays as it is.

A part is a sector (08) with the industry (c4, c5) that takes it; most sectors are one part. Finer tables show the
parts; for years without one they are estimated from the finer tables of the years before and after, and fitted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance
from newind.data.single import sum_parts
from newind.kernels.balance import mrgras

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.data.single import Single
    from newind.typing import Array, IntArray

    Finer = Mapping[str, Sequence[tuple[Single, "SectorParts", float]]]

CONSUMPTION = ("rural", "urban", "government")
"""Categories that tables with imports by user show together."""
SIGNED = ("inventories", "error")
"""Categories of which cells have any sign, so that shares of them say nothing."""
Part = tuple[str, str]


@dataclass(frozen=True)
class SectorParts:
    """Parts of the 42 sectors of a list.

    Parameters
    ----------
    coarse : tuple of str
        Codes of the sectors.
    every : tuple of (str, str)
        Sector and industry of each part, in the order of the sectors.
    """

    coarse: tuple[str, ...]
    every: tuple[Part, ...]

    @classmethod
    def from_sectors(cls, name: str, coarse: Sequence[str]) -> SectorParts:
        """Return the parts of a list of sectors that has a concordance with the 26 industries."""
        targets = concordance(f"{name}_to_wiod26").targets_of
        return cls(tuple(coarse), tuple((s, c) for s in coarse for c in targets[s]))

    @cached_property
    def groups(self) -> IntArray:
        """Position of the sector of each part."""
        return np.array([self.coarse.index(s) for s, _ in self.every])

    @cached_property
    def divided(self) -> tuple[bool, ...]:
        """Whether the sector of each part has several."""
        counts = np.bincount(self.groups)
        return tuple(bool(counts[g] > 1) for g in self.groups)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the parts, as ``n08.c5``."""
        return tuple(f"{s}.{c}" for s, c in self.every)

    def from_fine(self, fine: str, coarse: str) -> Array:
        """Return the 0/1 matrix that sums the sectors of a fine list to the parts, (parts, fine)."""
        to_coarse, to_industry = concordance(f"{fine}_to_{coarse}"), concordance(f"{fine}_to_wiod26")
        position = {part: k for k, part in enumerate(self.every)}
        matrix = np.zeros((len(self.every), len(to_coarse.sources)))
        for k, source in enumerate(to_coarse.sources):
            matrix[position[to_coarse.target(source), to_industry.target(source)], k] = 1.0
        return matrix


def aggregate_table(single: Single, matrix: Array, industries: Sequence[str]) -> Single:
    """Return a table with its sectors put together by a 0/1 matrix, (new, old)."""
    M = matrix
    return replace(
        single,
        industries=tuple(industries),
        Z=M @ single.Z @ M.T,
        F=M @ single.F,
        x=M @ single.x,
        outflows={p: M @ v for p, v in single.outflows.items()},
        inflows={p: M @ v for p, v in single.inflows.items()},
        imports={p: (M @ Z @ M.T, M @ F) for p, (Z, F) in single.imports.items()},
        primary={n: M @ v for n, v in single.primary.items()},
    )


def to_industries(parts: SectorParts, industries: Sequence[str]) -> Array:
    """Return the 0/1 matrix that sums parts to the 26 industries, (26, parts)."""
    return np.array([[float(c == industry) for _, c in parts.every] for industry in industries])


# ---- imports by user as published for sectors, by part


def by_user(fine: Single, published: Single, parts: SectorParts) -> Single:
    """Return a table of parts with imports by user that sum to the published ones of the sectors.

    Parameters
    ----------
    fine : Single
        Competitive table of the parts, whose exports and imports hold re-exports.
    published : Single
        Non-competitive table of the sectors of the same year, which shows imports by user and no re-exports.
    parts : SectorParts
        The parts of the sectors.

    Returns
    -------
    Single
        Parts of a sector start with the published share of imports in each use and are fitted (MR-GRAS) to their own
        imports less re-exports. Re-exports of a sector are divided among its parts by the smaller of exports and
        imports.
    """
    M, G = published.imports["ROW"], np.array([parts.groups == g for g in range(len(parts.coarse))], dtype=np.float64)
    blocks = np.hstack(M)
    columns = _column_groups(parts, fine.demand, published.demand)
    uses = np.hstack([fine.Z, fine.F])
    passed = np.minimum(fine.outflows["ROW"], fine.inflows["ROW"])
    again = G @ fine.outflows["ROW"] - published.outflows["ROW"]
    reexports = (again / np.maximum(G @ passed, 1e-300))[parts.groups] * passed
    wanted = np.where(parts.divided, fine.inflows["ROW"] - reexports, np.nan)
    start = _split_blocks(uses, blocks, parts.groups, columns)
    free = np.full(uses.shape[1], np.nan)
    imports = mrgras(start, wanted, free, blocks, parts.groups, columns).values
    Z, F = imports[:, : len(parts.every)], imports[:, len(parts.every) :]
    return replace(
        fine,
        Z=fine.Z - Z, F=fine.F - F,
        outflows={"ROW": fine.outflows["ROW"] - reexports},
        inflows={}, imports={"ROW": (Z, F)},
    )  # fmt: skip


def _column_groups(parts: SectorParts, demand: Sequence[str], published: Sequence[str]) -> IntArray:
    """Return the published column to which each column of parts and categories belongs."""
    names = ["consumption" if d in CONSUMPTION else d for d in demand]
    return np.concatenate([parts.groups, [len(parts.coarse) + published.index(d) for d in names]])


def _split_blocks(uses: Array, blocks: Array, rows: IntArray, columns: IntArray) -> Array:
    """Return published blocks divided among their cells: by uses, or by their sizes where signs differ."""
    rows_of = np.array([rows == g for g in range(blocks.shape[0])], dtype=np.float64)
    columns_of = np.array([columns == g for g in range(blocks.shape[1])], dtype=np.float64)
    size = np.abs(uses) + 1e-9 * (uses == 0)
    alike = (np.sign(rows_of @ uses @ columns_of.T) == np.sign(blocks))[np.ix_(rows, columns)]
    weights = np.where(alike & (uses * blocks[np.ix_(rows, columns)] >= 0), size, np.where(alike, 0.0, size))
    total = rows_of @ weights @ columns_of.T
    return weights * np.divide(blocks, total, out=np.zeros_like(blocks), where=total > 0)[np.ix_(rows, columns)]


# ---- years without a finer table


def split_table(coarse: Single, parts: SectorParts, finer: Finer) -> Single:
    """Return a table of parts for a year that only shows sectors.

    Parameters
    ----------
    coarse : Single
        Competitive table of the sectors.
    parts : SectorParts
        Their parts.
    finer : mapping of str to sequence of (Single, SectorParts, float)
        For the number of a divided sector (``08``): tables of parts of other years and their weights, which add up
        to 1.

    Returns
    -------
    Single
        Output, primary inputs, exports and imports of a sector are divided by the shares of its parts in those years;
        so are its cells, which are then fitted (MR-GRAS): cells of a sector keep their sum, rows and columns of parts
        meet output.
    """
    shares = Shares(parts, finer)
    vector = {"x": coarse.x, "in": coarse.inflows["ROW"], "out": coarse.outflows["ROW"], **coarse.primary}
    split = {name: v[parts.groups] * shares.of_vector(name) for name, v in vector.items()}
    blocks = np.hstack([coarse.Z, coarse.F])
    columns = np.concatenate([parts.groups, len(parts.coarse) + np.arange(len(coarse.demand))])
    start = blocks[np.ix_(parts.groups, columns)] * shares.of_rows(coarse.demand) * shares.of_columns(coarse.demand)
    primary = {name: split[name] for name in coarse.primary}
    rows = np.where(parts.divided, split["x"] - split["out"] + split["in"], np.nan)
    inputs = np.where(parts.divided, split["x"] - sum_parts(primary, split["x"]), np.nan)
    targets = np.concatenate([inputs, np.full(len(coarse.demand), np.nan)])
    fitted = mrgras(start, rows, targets, blocks, parts.groups, columns).values
    return replace(
        coarse,
        industries=parts.names,
        Z=fitted[:, : len(parts.every)], F=fitted[:, len(parts.every) :],
        x=split["x"], outflows={"ROW": split["out"]}, inflows={"ROW": split["in"]}, primary=primary,
    )  # fmt: skip


@dataclass(frozen=True)
class Shares:
    """Shares of parts in their sectors, from tables of other years; 1 for a sector of one part.

    Parameters
    ----------
    parts : SectorParts
        The parts of which shares are wanted.
    finer : mapping of str to sequence of (Single, SectorParts, float)
        As in `split_table`.
    """

    parts: SectorParts
    finer: Finer

    def of_vector(self, name: str) -> Array:
        """Return shares in output (``x``), imports (``in``), exports (``out``) or a primary input, (parts,)."""
        return self._each(1, lambda table, _: _vector(table, name)[:, None])[:, 0]

    def of_rows(self, demand: Sequence[str]) -> Array:
        """Return shares in what each industry and category buys of a sector, (parts, parts + D)."""

        def stack_uses(table: Single, parts: SectorParts) -> Array:
            final = [_category(table, d) for d in demand]
            return np.hstack([self._by_industry(table.Z, parts), np.column_stack(final)])

        return self._each(len(self.parts.every) + len(demand), stack_uses)

    def of_columns(self, demand: Sequence[str]) -> Array:
        """Return shares in what a sector buys of each sector, (parts, parts + D); 1 for demand."""
        inputs = self._each(len(self.parts.every), lambda table, parts: self._by_sector(table.Z.T, parts)).T
        return np.hstack([inputs, np.ones((len(self.parts.every), len(demand)))])

    def _by_industry(self, Z: Array, parts: SectorParts) -> Array:
        """Return columns of another table's parts as columns of the industries of these parts."""
        return _put_together(Z, [[c == industry for _, industry in self.parts.every] for _, c in parts.every])

    def _by_sector(self, Z: Array, parts: SectorParts) -> Array:
        """Return the same as columns of the sectors of these parts; of their industries where not divided."""
        here = list(zip(self.parts.every, self.parts.divided, strict=True))
        return _put_together(
            Z, [[s[1:] == sector[1:] if d else c == industry for (sector, industry), d in here] for s, c in parts.every]
        )

    def _each(self, size: int, figures: Callable[[Single, SectorParts], Array]) -> Array:
        shares = np.ones((len(self.parts.every), size))
        for k, (sector, industry) in enumerate(self.parts.every):
            if self.parts.divided[k]:
                tables = self.finer[sector[1:]]
                shares[k] = sum(w * _share(figures(t, p), t, p, sector, industry) for t, p, w in tables)
        return shares


def _put_together(Z: Array, belongs: list[list[bool]]) -> Array:
    columns: Array = Z @ np.array(belongs, dtype=np.float64)
    return columns


def _share(figures: Array, table: Single, parts: SectorParts, sector: str, industry: str) -> Array:
    """Return the share of a part in its sector in (parts, m) figures of another table; where zero, in its output."""
    own = [i for i, (s, _) in enumerate(parts.every) if s[1:] == sector[1:]]
    mine = next(i for i in own if parts.every[i][1] == industry)
    whole = figures[own].sum(axis=0)
    usual = np.full(whole.shape, table.x[mine] / table.x[own].sum())
    shares: Array = np.clip(np.divide(figures[mine], whole, out=usual, where=whole > 0), 0.0, 1.0)
    return shares


def _vector(table: Single, name: str) -> Array:
    known = {"x": table.x, "in": table.inflows["ROW"], "out": table.outflows["ROW"]}
    return known[name] if name in known else table.primary[name]


def _category(table: Single, name: str) -> Array:
    """Return what a category buys, nothing where it is not there or its cells have any sign."""
    if name in SIGNED or name not in table.demand:
        return np.zeros(len(table.x))
    return table.F[:, table.demand.index(name)]
