"""The profile of a unit over the parts of an index, against the median of all and one or more others.

For reports on an index; a brief compares by rows, where lengths can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, isfinite, pi, sin
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.wrapped import lines
from newind.language.words import decimal
from newind.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Point
    from newind.charts.frame import ChartContext
    from newind.messages import Text

SIZE = 72.0
"""Distance from the middle to the top score."""
AWAY = 8.0
"""Distance of a label from the tip of its axis."""
MIDDLE = draw.WIDTH / 2
RINGS = (25.0, 50.0, 75.0, 100.0)
LEAST = 3
"""Parts below which there is no shape."""
MOST_OTHERS = 3
LINE = 14.0


@dataclass(frozen=True)
class Radar:
    """Scores of units on the same parts, on a scale: `focus` has the hue, the median is dashed, others are grey."""

    axes: tuple[Text, ...]
    scores: dict[str, tuple[float, ...]]
    focus: str
    median: tuple[float, ...] = ()
    scale: tuple[float, float] = (0.0, 100.0)
    digits: int = 0

    def at(self, value: float) -> float:
        """Return where a score is on the scale, from 0 to 1."""
        low, high = self.scale
        return min(max((value - low) / (high - low), 0.0), 1.0)


def radar(proof: Radar, frame: ChartContext) -> str:
    """Draw the shape of a unit's scores, the median of all dashed, others as thin lines.

    Raises
    ------
    ValueError
        For fewer than three parts.
    """
    if len(proof.axes) < LEAST:
        raise ValueError(f"{len(proof.axes)} parts have no shape; draw {LEAST} or more.")
    labels = [_axis_label(proof, k, frame.lang) for k in range(len(proof.axes))]
    y0 = len(labels[0]) * LINE + SIZE + 8
    marks = _web(len(proof.axes), y0)
    others = [c for c in proof.scores if c != proof.focus][:MOST_OTHERS]
    for k, code in enumerate(others):
        marks += _shape(proof, proof.scores[code], y0, f"shape other{k}")
    if proof.median:
        marks += _shape(proof, proof.median, y0, "shape middle")
    marks += _shape(proof, proof.scores[proof.focus], y0, "shape me", filled=True)
    for k, label in enumerate(labels):
        marks += _draw_axis_texts(label, k, len(labels), y0)
    legend, bottom = _legend(proof, others, y0 + SIZE + _below(labels) + 32, frame)
    return draw.svg(bottom, [*marks, *legend], frame.label(_describe_chart(proof, frame)))


def _below(labels: Sequence[Sequence[str]]) -> float:
    """Return how high the labels of the lowest axes are."""
    heights = [_at(k, len(labels), 1, 0)[1] for k in range(len(labels))]
    lowest = max(heights)
    return LINE * max(len(t) for t, y in zip(labels, heights, strict=True) if y > lowest - 0.01)


def _at(k: int, of: int, r: float, y0: float) -> Point:
    angle = -pi / 2 + 2 * pi * k / of
    return MIDDLE + r * cos(angle), y0 + r * sin(angle)


def _web(n: int, y0: float) -> list[str]:
    rings = [draw.path([_at(k, n, SIZE * r / 100, y0) for k in range(n)], "web", closed=True) for r in RINGS]
    spokes = [draw.line(MIDDLE, y0, *_at(k, n, SIZE, y0), "grid") for k in range(n)]
    return [*rings, *spokes]


def _shape(proof: Radar, values: Sequence[float], y0: float, css: str, *, filled: bool = False) -> list[str]:
    """Return the line through known scores, closed where all are known, with a dot each where it is filled."""
    n = len(values)
    known = [isfinite(v) for v in values]
    points = [_at(k, n, SIZE * proof.at(v), y0) if isfinite(v) else (0.0, 0.0) for k, v in enumerate(values)]
    if all(known):
        marks = [draw.path(points, css + (" filled" if filled else ""), closed=True)]
    else:
        around = [*range(n), 0]
        marks = [draw.path([points[a], points[b]], css) for a, b in pairwise(around) if known[a] and known[b]]
    return marks + [
        draw.dot(*p, 3.4, "tip me") for p, is_known in zip(points, known, strict=True) if is_known and filled
    ]


def _axis_label(proof: Radar, k: int, lang: str) -> list[str]:
    """Return the lines beside an axis: the name of the part, then the score of the unit in focus."""
    off = abs(_at(k, len(proof.axes), SIZE + AWAY, 0)[0] - MIDDLE)
    room = 2 * MIDDLE - 20 if off < 1 else MIDDLE - off
    value = proof.scores[proof.focus][k]
    return [*lines(proof.axes[k][lang], room), decimal(value, proof.digits, lang) if isfinite(value) else "–"]


def _draw_axis_texts(texts: Sequence[str], k: int, of: int, y0: float) -> list[str]:
    """Return the texts of an axis outside its tip, kept on the chart."""
    x, y = _at(k, of, SIZE + AWAY, y0)
    side = (x > MIDDLE + 1) - (x < MIDDLE - 1)
    anchor = {-1: "end", 0: "middle", 1: "start"}[side]
    widest = max(draw.width(t, bold=t == texts[-1]) for t in texts)
    x = min(max(x, widest if side < 0 else 0), draw.WIDTH - (widest if side > 0 else 0))
    first = (
        y - LINE * (len(texts) - 1) - 2
        if side == 0 and y < y0
        else y + 12
        if side == 0
        else y - LINE * (len(texts) - 2) / 2
    )
    css = ["lb"] * (len(texts) - 1) + ["lb num me hue"]
    return [draw.text(x, first + LINE * i, t, c, anchor) for i, (t, c) in enumerate(zip(texts, css, strict=True))]


def _legend(proof: Radar, others: Sequence[str], y: float, frame: ChartContext) -> tuple[list[str], float]:
    """Return what the lines are, in as many rows as they need, and where they end."""
    entries = [(frame.names(proof.focus), "shape me")]
    entries += [(say("charts.radar.median", frame.lang), "shape middle")] if proof.median else []
    entries += [(frame.names(c), f"shape other{k}") for k, c in enumerate(others)]
    marks, x = [], 4.0
    for name, css in entries:
        shown = draw.fit(name, 150)
        wide = 26 + draw.width(shown, bold=css == "shape me") + 14
        if x > 4 and x + wide - 14 > draw.WIDTH:
            x, y = 4.0, y + 18
        marks += [draw.line(x, y - 4, x + 20, y - 4, css), draw.text(x + 26, y, shown, "lb", full=name)]
        x += wide
    return marks, y + 6


def _describe_chart(proof: Radar, frame: ChartContext) -> list[str]:
    said = [frame.names(proof.focus)]
    for k, axis in enumerate(proof.axes):
        own = decimal(proof.scores[proof.focus][k], proof.digits, frame.lang)
        middle = decimal(proof.median[k], proof.digits, frame.lang) if proof.median else ""
        against = say("charts.radar.against", frame.lang, middle=middle) if middle else ""
        said.append(frame.pair(axis[frame.lang], own + against))
    return said
