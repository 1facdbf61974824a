"""The numbers of contributions, bubbles, paths and trajectories as tables."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from newind.charts.proofs import PathTree, Scatter, Waterfall
from newind.charts.tree import MOST, OTHER_PATHS, WHOLE, largest
from newind.language.scales import Column, ColumnTable
from newind.language.words import scale_of
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.proofs import Fan
    from newind.language.scales import ColumnLabels

LARGEST = 20
"""Bubbles of a scatter plot that are given where not all are."""
ARROW = " ← "
SUMMED = message("documents.plottable.summed.sum_of_lowest"), message("documents.plottable.summed.sum_of_highest")


def plot_grid(proof: Waterfall | Scatter | PathTree | Fan, say: ColumnLabels, *, full: bool = False) -> ColumnTable:
    """Return the numbers of a waterfall, a scatter plot, a tree of paths or a fan as columns of figures.

    Parameters
    ----------
    proof : Waterfall, Scatter, PathTree or Fan
        Data of the diagram.
    say : ColumnLabels
        Names and headers in a language.
    full : bool
        Whether all bubbles and branches are given, and a fan year by year with its lowest and highest sums.
    """
    match proof:
        case Waterfall():
            return _steps(proof, say)
        case Scatter():
            return _bubbles(proof, say, full=full)
        case PathTree():
            return _paths(proof, say, full=full)
        case _:
            return _yearly(proof, say) if full else _turns(proof, say)


def _steps(proof: Waterfall, say: ColumnLabels) -> ColumnTable:
    """Return the start, each contribution and the end, and the level that is reached with each."""
    levels = list(accumulate((r.value for r in proof.steps), initial=proof.start))
    values = (proof.start, *(r.value for r in proof.steps), proof.end)
    scale = scale_of([*values, *levels], proof.unit, say.lang)
    first, last = (end[say.lang] for end in proof.ends)
    columns = (
        Column(say.header("part"), (first, *(say.name(r.code, r.label) for r in proof.steps), last)),
        Column(say.header("contribution"), values, scale),
        Column(say.header("level"), (*levels, proof.end), scale),
    )
    return ColumnTable(columns)


def _bubbles(proof: Scatter, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return the places of bubbles, the largest first, and their shares of the size of all."""
    points = sorted(proof.points, key=lambda p: -p.size)[: None if full else LARGEST]
    whole = sum(p.size for p in proof.points)
    regions = [p.region for p in points]
    shares = tuple(p.size / whole if whole else math.nan for p in points)
    across = scale_of([p.x for p in points], "", say.lang)
    along = scale_of([p.y for p in points], proof.unit, say.lang)
    columns = [
        Column(say.header(say.kind(p.code for p in points)), tuple(say.name(p.code, p.label) for p in points)),
        *([Column(say.header("region"), tuple(say.name(r) or "–" for r in regions))] if any(regions) else []),
        Column(_capital(proof.x[say.lang]), tuple(p.x for p in points), across),
        Column(_capital(proof.y[say.lang]), tuple(p.y for p in points), along),
        Column(say.header("size"), shares, scale_of(shares, "1", say.lang)),
    ]
    return ColumnTable(tuple(columns), frozenset(i for i, r in enumerate(regions) if proof.focus and r == proof.focus))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _paths(proof: PathTree, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return branches by their paths from the root, what is behind them, what arises in them, and all others."""
    names: list[str] = []
    for b in proof.branches:
        name = say.name(b.code, b.label)
        names.append(f"{names[b.parent]}{ARROW}{name}" if b.parent >= 0 else name)
    shown = largest(proof, len(names) if full else MOST)
    kept = [proof.branches[i] for i in shown]
    rest = max(proof.total - sum(b.own for b in kept), 0.0)
    behind, own = (*(b.value for b in kept), rest), (*(b.own for b in kept), rest)
    scale = scale_of([*behind, *own], proof.unit, say.lang)
    shares = tuple(v / proof.total if proof.total else math.nan for v in own)
    columns = (
        Column(say.header("path"), (*(names[i] for i in shown), OTHER_PATHS[say.lang])),
        Column(say.header("within"), behind, scale),
        Column(say.header("own"), own, scale),
        Column(say.header("share"), shares, scale_of(shares, "1", say.lang)),
    )
    return ColumnTable(columns)


def _list_part_names(proof: Fan, say: ColumnLabels) -> list[str]:
    return [say.name(code, proof.labels.get(code)) for code, _ in proof.parts]


def _turns(proof: Fan, say: ColumnLabels) -> ColumnTable:
    """Return the first year, the highest and the last one of each part and of the whole."""
    rows = [*(list(v) for _, v in proof.parts), list(proof.whole)]
    scale = scale_of([v for r in rows for v in r], proof.unit, say.lang)
    tops = [max(range(len(r)), key=r.__getitem__) if r else -1 for r in rows]
    names = Column(say.header("part"), (*_list_part_names(proof, say), WHOLE[say.lang]))
    if not proof.years:
        return ColumnTable((names,))
    columns = (
        names,
        Column(say.year(proof.years[0]), tuple(r[0] for r in rows), scale),
        Column(say.header("high"), tuple(r[t] for r, t in zip(rows, tops, strict=True)), scale),
        Column(say.header("year of high"), tuple(str(proof.years[t]) for t in tops)),
        Column(say.year(proof.years[-1]), tuple(r[-1] for r in rows), scale),
    )
    return ColumnTable(columns if len(proof.years) > 1 else (columns[0], columns[-1]))


def _yearly(proof: Fan, say: ColumnLabels) -> ColumnTable:
    """Return parts and their sum year by year, with the sums of the lowest and highest where there are."""
    sums = [_sum(side, len(proof.years)) for side in (proof.low, proof.high) if side]
    whole = proof.whole
    scale = scale_of([v for r in (*(v for _, v in proof.parts), whole, *sums) for v in r], proof.unit, say.lang)
    parts = zip(_list_part_names(proof, say), (v for _, v in proof.parts), strict=True)
    columns = (
        Column(say.header("year"), tuple(map(str, proof.years))),
        *(Column(name, values, scale) for name, values in parts),
        Column(say.header("total"), whole, scale),
        *(Column(_capital(t[say.lang]), s, scale) for t, s in zip(SUMMED, sums, strict=False)),
    )
    return ColumnTable(columns)


def _sum(rows: Sequence[Sequence[float]], count: int) -> tuple[float, ...]:
    return tuple(sum(r[i] for r in rows) for i in range(count))
