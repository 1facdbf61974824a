"""Value in steps: bars for nodes with few crossings, ribbons for what goes between them, names beside them.

What comes from the economy in focus, or goes to it, has the hue; others are grey, what is not named is hatched.
Names of the first and last step stand at the sides, those of steps between above their bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from newind.charts import draw
from newind.charts.draw import lines as cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newind.charts.frame import ChartContext
    from newind.charts.proofs import Flows, Link, Node
    from newind.language.words import Scale


Steps = list[list[str]]
SWEEPS = 6


def steps_of(proof: Flows) -> Steps:
    """Return the codes of each step in an order with few crossings; what is not named stands last.

    From the order given, and from the distances to every node in turn, sweeps by barycentre go to the right and back;
    then single nodes of the best order found change places as long as this helps. The order given decides between
    equals, so that the result does not depend on chance.
    """
    count = max((n.step for n in proof.nodes), default=-1) + 1
    given: Steps = [[n.code for n in proof.nodes if n.step == k and not n.hatched] for k in range(count)]
    last: Steps = [[n.code for n in proof.nodes if n.step == k and n.hatched] for k in range(count)]
    if crossing(_join_steps(given, last), proof.links) == 0:
        return _join_steps(given, last)
    starts = [given, *(_by_distance(given, k, code, proof.links) for k, step in enumerate(given) for code in step)]
    tried = [order for start in starts for order in _sweeps(start, proof.links)]
    best = min(tried, key=lambda s: crossing(_join_steps(s, last), proof.links))
    return _join_steps(_reduce_crossings(best, last, proof.links), last)


def _sweeps(start: Steps, links: Sequence[Link]) -> Iterator[Steps]:
    """Yield a start and what sweeps make of it."""
    now = start
    yield now
    for sweep in range(SWEEPS):
        now = _swept(now, links, forward=sweep % 2 == 0)
        yield now


def _by_distance(steps: Steps, step: int, code: str, links: Sequence[Link]) -> Steps:
    """Return steps ordered by how many links lie between each node and one of them."""
    far = {(step, code): 0}
    edge = [(step, code)]
    while edge:
        beside = {(k.step + 1, k.target) for k in links if k.value > 0 and (k.step, k.source) in edge}
        beside |= {(k.step, k.source) for k in links if k.value > 0 and (k.step + 1, k.target) in edge}
        edge = sorted(beside - set(far))
        far |= dict.fromkeys(edge, max(far.values()) + 1)
    far |= {(k, c): far.get((k, c), len(far)) for k, codes in enumerate(steps) for c in codes}
    return [[c for _, _, c in sorted((far[k, c], i, c) for i, c in enumerate(s))] for k, s in enumerate(steps)]


def _join_steps(steps: Steps, last: Steps) -> Steps:
    return [[*a, *b] for a, b in zip(steps, last, strict=True)]


def crossing(steps: Sequence[Sequence[str]], links: Sequence[Link]) -> float:
    """Return how much value crosses other value: over crossing pairs of links, the product of the two.

    Examples
    --------
    >>> from newind.charts.proofs import Link
    >>> both = [Link(0, "a", "d", 2.0), Link(0, "b", "c", 3.0)]
    >>> crossing([["a", "b"], ["c", "d"]], both), crossing([["a", "b"], ["d", "c"]], both)
    (6.0, 0.0)
    """
    at = [{code: i for i, code in enumerate(step)} for step in steps]
    known = [k for k in links if k.value > 0]
    gap, value = np.array([k.step for k in known]), np.array([k.value for k in known])
    start = np.array([at[k.step][k.source] for k in known])
    end = np.array([at[k.step + 1][k.target] for k in known])
    across = (start[:, None] - start) * (end[:, None] - end) < 0
    return float((np.outer(value, value) * (across & (gap[:, None] == gap))).sum() / 2) if known else 0.0


def _swept(steps: Steps, links: Sequence[Link], *, forward: bool) -> Steps:
    """Return steps of which each is ordered by the middle of its neighbours in the one before (or after) it."""
    found = [list(s) for s in steps]
    way = range(1, len(found)) if forward else range(len(found) - 2, -1, -1)
    for k in way:
        beside = {code: i for i, code in enumerate(found[k - 1 if forward else k + 1])}
        found[k].sort(key=_middles(found[k], beside, links, k, forward=forward).__getitem__)
    return found


def _middles(
    codes: Sequence[str], beside: Mapping[str, int], links: Sequence[Link], step: int, *, forward: bool
) -> dict[str, float]:
    found = {}
    for i, code in enumerate(codes):
        own = [
            (beside[k.source if forward else k.target], k.value)
            for k in links
            if ((k.step + 1, k.target) == (step, code) and forward and k.source in beside)
            or ((k.step, k.source) == (step, code) and not forward and k.target in beside)
        ]
        whole = sum(v for _, v in own)
        found[code] = sum(p * v for p, v in own) / whole if whole > 0 else float(i)
    return found


def _reduce_crossings(steps: Steps, last: Steps, links: Sequence[Link]) -> Steps:
    """Return steps in which no node could stand elsewhere in its step and cross less."""
    best, least, better = steps, crossing(_join_steps(steps, last), links), True
    while better and least > 0:
        better = False
        for tried in _moves(best):
            value = crossing(_join_steps(tried, last), links)
            if value < least * (1 - 1e-12):
                best, least, better = tried, value, True
                break
    return best


def _moves(steps: Steps) -> Iterator[Steps]:
    """Yield the steps with one node moved to another place of its step."""
    for k, step in enumerate(steps):
        for i, to in permutations(range(len(step)), 2):
            rest = [*step[:i], *step[i + 1 :]]
            yield [*steps[:k], [*rest[:to], step[i], *rest[to:]], *steps[k + 1 :]]


def stack_boxes(heights: Sequence[float], labels: Sequence[float], gap: float) -> list[float]:
    """Return the tops of boxes one below the other, so far apart that a label beside the middle of each has room.

    Parameters
    ----------
    heights : sequence of float
        Of the boxes.
    labels : sequence of float
        Heights of their labels.
    gap : float
        Least distance of boxes.

    Examples
    --------
    >>> stack_boxes([40.0, 2.0, 2.0], [14.0, 14.0, 14.0], 4.0)
    [0.0, 44.0, 58.0]
    """
    tops: list[float] = []
    for k, (high, label) in enumerate(zip(heights, labels, strict=True)):
        if not tops:
            tops.append(max((label - high) / 2, 0.0))
            continue
        before = tops[-1] + heights[k - 1]
        apart = (label + labels[k - 1]) / 2 - (high + heights[k - 1]) / 2
        tops.append(before + max(gap, apart))
    return tops


BAR = 8.0
GAP, LINE = 5.0, 13.5
"""Least distance of bars, and of the lines of a name."""
BETWEEN = 4.0
"""Distance of a name from its bar."""
TALL, WIDE_TALL = 190.0, 260.0
"""Height of all value together."""
MOST_SIDE, MOST_WIDE_SIDE = 88.0, 170.0
HEAD = 12.0
WHOLE = 0.01
"""Least share up to which shares are written without decimals."""


@dataclass(frozen=True)
class _Box:
    """A node where it stands: the lines of its name, and its place."""

    node: Node
    lines: tuple[str, ...]
    x: float
    y: float
    high: float


def flows(proof: Flows, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw the nodes of each step as bars, and what goes between them as ribbons."""
    scale = _scale(proof, frame)
    steps = _nodes(proof)
    sides = [_side(s, proof, scale, frame, wide) for s in (steps[0], steps[-1])] if steps else [0.0, 0.0]
    places = _across(len(steps), sides, wide)
    heads, top = _heads(proof, places, frame, wide)
    columns = [_column(k, steps, places, proof, scale, frame, wide) for k in range(len(steps))]
    whole = max((c[-1].y + c[-1].high + _foot(c, k, len(columns)) for k, c in enumerate(columns) if c), default=0.0)
    boxes = {(b.node.step, b.node.code): b for b in _centre_columns(columns, top, whole)}
    marks = [draw.hatch(frame.key)] if any(n.hatched for n in proof.nodes) else []
    marks += [*_ribbons(proof, boxes), *heads]
    for box in boxes.values():
        marks += _draw_node(box, len(steps), proof, frame)
    unit = "" if scale.unit == "%" else scale.unit
    foot = 18.0 if unit else 4.0
    marks += [draw.text(0, top + whole + 15, unit, "ax")] if unit else []
    return draw.svg(top + whole + foot, marks, frame.label(_describe_chart(proof, scale, frame)), wide)


def _nodes(proof: Flows) -> list[list[Node]]:
    """Return the known nodes of each step in their order."""
    found = {(n.step, n.code): n for n in proof.nodes if isfinite(n.value) and n.value > 0}
    steps = [[found[k, c] for c in codes if (k, c) in found] for k, codes in enumerate(steps_of(proof))]
    return [s for s in steps if s]


def _most(wide: float) -> float:
    return MOST_SIDE if wide <= draw.WIDTH else MOST_WIDE_SIDE


def _scale(proof: Flows, frame: ChartContext) -> Scale:
    """Return how figures are written: shares without decimals unless some would read as nothing."""
    known = [n.value for n in proof.nodes if isfinite(n.value) and n.value > 0]
    whole = proof.unit == "1" and min(known, default=1.0) >= WHOLE
    return frame.scale_with(known, proof.unit, 0) if whole else frame.scale(known, proof.unit)


def _label_node(node: Node, proof: Flows, scale: Scale, frame: ChartContext, room: float) -> tuple[str, ...]:
    """Return the name and the figure of a node, on as many lines as they need."""
    bold = node.code == proof.focus
    number = scale.number(node.value) + (scale.suffix if scale.unit == "%" else "")
    name = frame.select_label(node.code, node.label)
    return tuple(draw.name_with_number(name, number, room, bold=bold))


def _side(nodes: Sequence[Node], proof: Flows, scale: Scale, frame: ChartContext, wide: float) -> float:
    """Return the width of the names at a side."""
    lines = [(t, n.code == proof.focus) for n in nodes for t in _label_node(n, proof, scale, frame, _most(wide))]
    return max((draw.width(t, bold=bold) for t, bold in lines), default=0.0) + BETWEEN


def _across(count: int, sides: Sequence[float], wide: float) -> list[float]:
    """Return where the bars of each step begin."""
    first, last = sides[0], wide - sides[1] - BAR
    return [first + (last - first) * k / max(count - 1, 1) for k in range(count)]


def _heads(proof: Flows, places: Sequence[float], frame: ChartContext, wide: float) -> tuple[list[str], float]:
    """Return the names of the steps, each on as many lines as it needs, and where the bars begin."""
    if not proof.heads or not places:
        return [], 4.0
    room = wide / len(places) - 6
    lines = [cut(h[frame.lang], room) or [""] for h in proof.heads[: len(places)]]
    high, marks = max(map(len, lines)), []
    for k, t in enumerate(lines):
        last = k == len(places) - 1
        x, anchor = (0.0, "start") if k == 0 else (wide, "end") if last else ((k + 0.5) * (room + 6), "middle")
        marks += [draw.text(x, 11 + HEAD * (j + high - len(t)), words, "ax", anchor) for j, words in enumerate(t)]
    return marks, 11 + HEAD * high


def _column(
    k: int,
    steps: Sequence[Sequence[Node]],
    places: Sequence[float],
    proof: Flows,
    scale: Scale,
    frame: ChartContext,
    wide: float,
) -> list[_Box]:
    """Return the boxes of a step from the top of the chart on, high in proportion to their value."""
    inner = 0 < k < len(steps) - 1
    room = places[k + 1] - places[k - 1] - BAR - 6 if inner else _most(wide)
    lines = [_label_node(n, proof, scale, frame, room) for n in steps[k]]
    total = max(sum(n.value for n in s) for s in steps)
    highs = [max(n.value / total * (TALL if wide <= draw.WIDTH else WIDE_TALL), 1.0) for n in steps[k]]
    if inner:
        tops, y = [], 0.0
        for high, text in zip(highs, lines, strict=True):
            tops.append(y + LINE * len(text) + 3)
            y = tops[-1] + high + GAP
    else:
        tops = stack_boxes(highs, [LINE * len(t) + 2 for t in lines], GAP)
    return [_Box(n, t, places[k], y, h) for n, t, y, h in zip(steps[k], lines, tops, highs, strict=True)]


def _foot(boxes: Sequence[_Box], k: int, count: int) -> float:
    """Return how far the name of the last box reaches below it."""
    last = boxes[-1]
    return 0.0 if 0 < k < count - 1 else max((LINE * len(last.lines) - last.high) / 2, 0.0)


def _centre_columns(columns: Sequence[Sequence[_Box]], top: float, whole: float) -> list[_Box]:
    """Return all boxes, each step in the middle of the height."""
    found = []
    for k, boxes in enumerate(columns):
        shift = top + (whole - boxes[-1].y - boxes[-1].high - _foot(boxes, k, len(columns))) / 2
        found += [_Box(b.node, b.lines, b.x, b.y + shift, b.high) for b in boxes]
    return found


def _ribbons(proof: Flows, boxes: dict[tuple[int, str], _Box]) -> list[str]:
    """Return what goes between nodes, in the order of the nodes at either end; those of the focus on top."""
    out, into = dict.fromkeys(boxes, 0.0), dict.fromkeys(boxes, 0.0)
    known = [k for k in proof.links if k.value > 0 and {(k.step, k.source), (k.step + 1, k.target)} <= set(boxes)]
    leaves, enters = {}, {}
    for k in sorted(known, key=lambda k: boxes[k.step + 1, k.target].y):
        leaves[k] = out[k.step, k.source]
        out[k.step, k.source] += _high(k, boxes)
    for k in sorted(known, key=lambda k: boxes[k.step, k.source].y):
        enters[k] = into[k.step + 1, k.target]
        into[k.step + 1, k.target] += _high(k, boxes)
    last = max((step for step, _ in boxes), default=0)
    marks = []
    for k in sorted(known, key=lambda k: _css(k, proof, boxes, last) == "flow me"):
        one, other = boxes[k.step, k.source], boxes[k.step + 1, k.target]
        start, end = (one.x + BAR, one.y + leaves[k]), (other.x, other.y + enters[k])
        marks.append(_ribbon(start, end, _high(k, boxes), _css(k, proof, boxes, last)))
    return marks


def _high(k: Link, boxes: dict[tuple[int, str], _Box]) -> float:
    box = boxes[k.step, k.source]
    return k.value / box.node.value * box.high


def _css(k: Link, proof: Flows, boxes: dict[tuple[int, str], _Box], last: int) -> str:
    """Return how a ribbon looks by its ends: what the focus sends in the first step or receives in the last one."""
    if (k.step == 0 and k.source == proof.focus) or (k.step + 1 == last and k.target == proof.focus):
        return "flow me"
    unnamed = boxes[k.step, k.source].node.hatched or boxes[k.step + 1, k.target].node.hatched
    return "flow unnamed" if unnamed else "flow"


def _ribbon(start: draw.Point, end: draw.Point, high: float, css: str) -> str:
    (x1, y1), (x2, y2) = start, end
    high, half = max(high, 0.4), (x1 + x2) / 2
    n = draw.n
    there = f"M{n(x1)} {n(y1)}C{n(half)} {n(y1)} {n(half)} {n(y2)} {n(x2)} {n(y2)}"
    back = f"L{n(x2)} {n(y2 + high)}C{n(half)} {n(y2 + high)} {n(half)} {n(y1 + high)} {n(x1)} {n(y1 + high)}Z"
    return f'<path d="{there}{back}" class="{css}"/>'


def _draw_node(box: _Box, count: int, proof: Flows, frame: ChartContext) -> list[str]:
    """Return the bar of a node and its name."""
    inner = 0 < box.node.step < count - 1
    own = box.node.code == proof.focus or inner
    paint = frame.hatch_fill() if box.node.hatched else ""
    css = "hatched" if box.node.hatched else "fill me" if own else "fill"
    name = frame.select_label(box.node.code, box.node.label)
    marks = [draw.rect(box.x, box.y, BAR, box.high, css, paint, radius=1)]
    if inner:
        x, anchor, y = box.x + BAR / 2, "middle", box.y - 4 - LINE * (len(box.lines) - 1)
    else:
        left = box.node.step == 0
        x, anchor = (box.x - BETWEEN, "end") if left else (box.x + BAR + BETWEEN, "start")
        y = box.y + box.high / 2 + 4 - LINE * (len(box.lines) - 1) / 2
    label = "lb me" if box.node.code == proof.focus else "lb"
    return marks + [
        draw.text(x, y + LINE * j, t, label, anchor, full=name if j == 0 and not t.startswith(name) else "")
        for j, t in enumerate(box.lines)
    ]


def _describe_chart(proof: Flows, scale: Scale, frame: ChartContext) -> list[str]:
    names = {(n.step, n.code): frame.select_label(n.code, n.label) for n in proof.nodes}
    known = [k for k in proof.links if isfinite(k.value) and k.value > 0]
    return [
        frame.pair(f"{names[k.step, k.source]} → {names[k.step + 1, k.target]}", scale.text(k.value)) for k in known
    ]
