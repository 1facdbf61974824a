"""Paths from a product back through what it is made of: a row a branch, indented by its depth, ribbons between.

Ribbons are as thick as all that is behind a branch, the dots of branches as large as what arises in them. What is not
drawn stands in a hatched row, so that the figures add up to the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import PAD, ChartContext
from newind.language.words import percent
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.proofs import PathTree
    from newind.language.words import Scale

MOST = 30
"""Branches that are drawn."""
ROW, LINE, TOP = 18.0, 13.5, 20.0
INDENT, WIDE_INDENT = 18.0, 40.0
THICK, WIDE_THICK = 14.0, 22.0
DOT, LEAST_DOT = 6.0, 1.2
ROUND = 6.0
GAP = 8.0
OWN = message("charts.tree.own")
SHARE = message("charts.tree.share")
OTHER_PATHS = message("charts.tree.other_paths")
WHOLE = message("charts.tree.whole")


@dataclass(frozen=True)
class _BranchPosition:
    """A branch where it stands."""

    index: int
    depth: int
    y: float
    words: tuple[str, ...]


def tree(proof: PathTree, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw the largest branches as rows below each other, each led to from its parent."""
    kept = largest(proof, MOST)
    own = sum(proof.branches[i].own for i in kept)
    rest = proof.total - own if proof.total - own > 1e-9 * proof.total else 0.0
    scale = frame.scale([*(proof.branches[i].own for i in kept), rest, proof.total], proof.unit)
    order = _order(proof, kept)
    ends = _ends(proof, [i for i, _ in order], rest, scale, wide, frame)
    rows, bottom = _rows(proof, order, ends[0], frame, wide)
    marks = [draw.hatch(frame.key)] if rest else []
    marks += _header(scale, ends, frame)
    marks += _ribbons(proof, rows, wide)
    for row in rows:
        marks += _draw_branch(proof, row, scale, ends, frame, wide)
    foot, bottom = _sums(proof, rest, bottom, scale, ends, frame, wide)
    said = [frame.pair(_path(proof, i, frame), scale.text(proof.branches[i].own)) for i, _ in order]
    return draw.svg(bottom, [*marks, *foot], frame.label([*said, *_describe_rest(rest, scale, frame)]), wide)


def largest(proof: PathTree, most: int) -> tuple[int, ...]:
    """Return the indices of the branches worth most, none without its parent.

    Examples
    --------
    >>> from newind.charts.proofs import Branch, PathTree
    >>> values = ((-1, 9.0), (0, 2.0), (0, 5.0), (2, 4.0))
    >>> largest(PathTree(tuple(Branch("x", p, v, {}, 0.0) for p, v in values), "kt", 9.0), 3)
    (0, 2, 3)
    """
    worth: list[float] = []
    for b in proof.branches:
        worth.append(min(b.value, worth[b.parent]) if b.parent >= 0 else b.value)
    order = sorted(range(len(worth)), key=lambda i: (-worth[i], i))
    return tuple(sorted(order[:most]))


def _order(proof: PathTree, kept: Sequence[int]) -> list[tuple[int, int]]:
    """Return index and depth of branches as they stand below each other: the larger child first."""
    waiting = [(i, 0) for i in kept if proof.branches[i].parent < 0]
    found: list[tuple[int, int]] = []
    while waiting:
        i, depth = waiting.pop()
        found.append((i, depth))
        children = [k for k in kept if proof.branches[k].parent == i]
        waiting += [(k, depth + 1) for k in sorted(children, key=lambda k: (proof.branches[k].value, -k))]
    return found


def _ends(
    proof: PathTree, shown: Sequence[int], rest: float, scale: Scale, wide: float, frame: ChartContext
) -> tuple[float, float, float]:
    """Return where names end, and the right ends of the two columns of figures."""
    figures = [*(proof.branches[i].own for i in shown), rest, proof.total]
    shares = max(draw.width(_share(v, proof, frame), bold=True) for v in figures)
    shares = max(shares, draw.width(SHARE[frame.lang]))
    numbers = max(draw.width(scale.number(v), bold=True) for v in figures)
    right = wide - 2
    middle = right - shares - GAP
    return middle - numbers - GAP, middle, right


def _share(value: float, proof: PathTree, frame: ChartContext) -> str:
    return percent(value / proof.total, frame.lang) if proof.total > 0 else "–"


def _step(wide: float) -> float:
    return INDENT if wide <= draw.WIDTH else WIDE_INDENT


def _thick(wide: float) -> float:
    return THICK if wide <= draw.WIDTH else WIDE_THICK


def _node(depth: int, wide: float) -> float:
    """Return where the dot of a branch stands."""
    return PAD + _thick(wide) / 2 + min(depth * _step(wide), wide * 0.4)


def _rows(
    proof: PathTree, order: Sequence[tuple[int, int]], end: float, frame: ChartContext, wide: float
) -> tuple[list[_BranchPosition], float]:
    """Return the rows with the lines of their names, and where they end."""
    rows, y = [], TOP
    for i, depth in order:
        b = proof.branches[i]
        room = max(end - _node(depth, wide) - DOT - 7, 20.0)
        words = draw.wrap(frame.select_label(b.code, b.label), room, bold=depth == 0)
        high = ROW + LINE * (len(words) - 1)
        rows.append(_BranchPosition(i, depth, y + high / 2, tuple(words)))
        y += high
    return rows, y


def _header(scale: Scale, ends: tuple[float, float, float], frame: ChartContext) -> list[str]:
    unit = scale.unit
    title = frame.join_clauses((OWN[frame.lang], unit))
    room = ends[2] - draw.width(SHARE[frame.lang]) - GAP
    return [
        draw.text(min(ends[1], room), 11, draw.fit(title, min(ends[1], room)), "ax", "end", full=title),
        draw.text(ends[2], 11, SHARE[frame.lang], "ax", "end"),
    ]


def _ribbons(proof: PathTree, rows: Sequence[_BranchPosition], wide: float) -> list[str]:
    """Return a ribbon to each branch from its parent: side by side on the way down, the farthest one at the left."""
    top = max((b.value for b in proof.branches), default=0.0)
    if top <= 0:
        return []
    place = {r.index: r for r in rows}
    used: dict[int, float] = {}
    marks = []
    for r in reversed(rows):
        b = proof.branches[r.index]
        if b.parent < 0:
            continue
        parent, high = place[b.parent], b.value / top * _thick(wide)
        whole = proof.branches[b.parent].value / top * _thick(wide)
        start = _node(parent.depth, wide) - whole / 2 + used.get(b.parent, 0.0) + high / 2
        used[b.parent] = used.get(b.parent, 0.0) + high
        marks.append(_ribbon(start, parent.y, _node(r.depth, wide), r.y, max(high, 0.8)))
    return marks


def _ribbon(x1: float, y1: float, x2: float, y2: float, high: float) -> str:
    n, turn = draw.n, max(min(ROUND, x2 - x1, y2 - y1), 0.0)
    way = f"M{n(x1)} {n(y1)}V{n(y2 - turn)}Q{n(x1)} {n(y2)} {n(x1 + turn)} {n(y2)}H{n(x2)}"
    return f'<path d="{way}" class="branch" stroke-width="{high:.2f}"/>'


def _draw_branch(
    proof: PathTree,
    row: _BranchPosition,
    scale: Scale,
    ends: tuple[float, float, float],
    frame: ChartContext,
    wide: float,
) -> list[str]:
    """Return the dot of a branch, its name and its figures."""
    b = proof.branches[row.index]
    most = max((v.own for v in proof.branches), default=0.0)
    x = _node(row.depth, wide)
    marks = [draw.dot(x, row.y, max(DOT * sqrt(b.own / most), LEAST_DOT), "tip me")] if b.own > 0 else []
    marks += [] if marks else [draw.dot(x, row.y, 1.6, "tip")]
    css, full = "lb me" if row.depth == 0 else "lb", frame.select_label(b.code, b.label)
    first = row.y + 4 - LINE * (len(row.words) - 1) / 2
    at = x + DOT + 5
    marks += [draw.text(at, first + LINE * k, t, css, full="" if k else full) for k, t in enumerate(row.words)]
    marks.append(draw.text(ends[1], row.y + 4, scale.number(b.own), "lb num", "end"))
    return [*marks, draw.text(ends[2], row.y + 4, _share(b.own, proof, frame), "lb num", "end")]


def _sums(
    proof: PathTree,
    rest: float,
    y: float,
    scale: Scale,
    ends: tuple[float, float, float],
    frame: ChartContext,
    wide: float,
) -> tuple[list[str], float]:
    """Return the hatched row of other paths and the row of the total, and where they end."""
    marks = []
    if rest:
        marks.append(draw.rect(PAD, y + ROW / 2 - 5, 10, 10, "hatched", frame.hatch_fill(), radius=1))
        marks += _sum_row(OTHER_PATHS[frame.lang], rest, y, "lb", proof, scale, ends, frame)
        y += ROW
    marks.append(draw.line(PAD, y + 1, wide - 2, y + 1, "base"))
    marks += _sum_row(WHOLE[frame.lang], proof.total, y + 2, "lb me", proof, scale, ends, frame)
    return marks, y + ROW + 4


def _sum_row(
    name: str,
    value: float,
    y: float,
    css: str,
    proof: PathTree,
    scale: Scale,
    ends: tuple[float, float, float],
    frame: ChartContext,
) -> list[str]:
    numbers = css.replace("lb", "lb num")
    return [
        draw.text(PAD + 16, y + ROW / 2 + 4, name, css),
        draw.text(ends[1], y + ROW / 2 + 4, scale.number(value), numbers, "end"),
        draw.text(ends[2], y + ROW / 2 + 4, _share(value, proof, frame), numbers, "end"),
    ]


def _path(proof: PathTree, index: int, frame: ChartContext) -> str:
    names = []
    while index >= 0:
        b = proof.branches[index]
        names.append(frame.select_label(b.code, b.label))
        index = b.parent
    return " ← ".join(reversed(names))


def _describe_rest(rest: float, scale: Scale, frame: ChartContext) -> list[str]:
    return [frame.pair(OTHER_PATHS[frame.lang], scale.text(rest))] if rest else []
