"""An index in pictures: scores over years with grades as bands, and the profile of a unit over its parts.

For reports on an index; a brief compares by rows, where lengths can be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, isfinite, pi, sin
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.draw import lines
from newind.charts.frame import rooms
from newind.language.words import decimal
from newind.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis, Point
    from newind.charts.frame import ChartContext
    from newind.messages import Text


WIDE = 480.0
"""Width of the chart where it may be wide: grades are then named beside their bands."""
HIGHEST = 210.0
FOOT, TOP, GAP = 20.0, 10.0, 13.5
SHORT = 60.0
"""Names of grades narrower than this stand beside their bands on any chart."""
MOST_END = 118.0
"""Widest column of names at the ends of lines."""
HUES = 3
"""Lines distinguished by their stroke: full, dashed, dotted."""


@dataclass(frozen=True)
class GradeLines:
    """Values over years.

    Attributes
    ----------
    years : tuple of int
    series : code → value of each year, NaN where unknown
    focus : codes that have the hue, three at most; others are grey
    named : grey codes that are named at their end
    grades : lowest value of each grade, ascending, with its name; none where there are no grades
    spans : code → lowest and highest value of each year; drawn as an area
    digits : decimals of the figures
    labels : names of series that are no units
    """

    years: tuple[int, ...]
    series: dict[str, tuple[float, ...]]
    focus: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    grades: tuple[tuple[float, Text], ...] = ()
    spans: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    digits: int = 1
    labels: dict[str, Text] = field(default_factory=dict)


def courses(proof: GradeLines, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a line a series; those in focus in the hue with their last figure, named ones grey, others thin."""
    names = {c: _end_name(c, proof, frame) for c in (*proof.focus, *proof.named)}
    right = wide - min(max((draw.width(t, bold=True) for n in names.values() for t in n), default=0.0), MOST_END) - 16
    y = draw.Axis(*_domain(proof), HIGHEST - FOOT, TOP)
    marks, left = _behind(proof, y, right, frame)
    grades = _grade_names(proof, y, left, right, frame)
    x = draw.Axis(proof.years[0], max(proof.years[-1], proof.years[0] + 1), left, right)
    marks += [*_x_axis(x, proof.years), *(_area(proof, code, x, y) for code in proof.spans)]
    found: list[tuple[str, float]] = []
    for code in sorted(proof.series, key=lambda c: (c in proof.focus, c in proof.named)):
        drawn, last = _line(code, proof, x, y)
        marks += drawn
        if last is not None and code in names:
            found.append((code, last))
    marks += [*grades, *_ends(found, names, proof, right)]
    return draw.svg(HIGHEST, marks, frame.label(_describe_chart(proof, frame)), wide)


def _name(code: str, proof: GradeLines, frame: ChartContext) -> str:
    return frame.select_label(code, proof.labels.get(code))


def _end_name(code: str, proof: GradeLines, frame: ChartContext) -> list[str]:
    name, known = _name(code, proof, frame), [v for v in proof.series[code] if isfinite(v)]
    if code not in proof.focus or not known:
        return draw.wrap(name, MOST_END)
    number = decimal(known[-1], proof.digits, frame.lang)
    return draw.name_with_number(name, number, MOST_END, bold=True)


def _domain(proof: GradeLines) -> tuple[float, float]:
    """Return the ends of the scale: of all figures, with whole grades where there are any."""
    values = [v for s in proof.series.values() for v in s] + [v for s in proof.spans.values() for e in s for v in e]
    known = [v for v in values if isfinite(v)] or [0.0]
    low, high = min(known), max(known)
    if proof.grades:
        starts = [start for start, _ in proof.grades]
        return max((s for s in starts if s <= low), default=low), min((s for s in starts if s > high), default=1.0)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _behind(proof: GradeLines, y: Axis, right: float, frame: ChartContext) -> tuple[list[str], float]:
    """Return what lies behind the lines, grades or round figures, and where the plot begins."""
    figures = [s for s, _ in proof.grades if y.low <= s <= y.high] or list(draw.ticks(y.low, y.high, 5))
    if proof.grades and 1.0 not in figures and y.high == 1.0:
        figures.append(1.0)
    texts = [decimal(f, draw.decimals(figures), frame.lang) for f in figures]
    left = max((draw.width(t) for t in texts), default=0.0) + 8 + _aside(proof, frame, right)
    marks = _bands(proof, y, left, right)
    for f, shown in zip(figures, texts, strict=True):
        marks.append(draw.line(left - 3, y(f), right, y(f), "base" if f == 0 else "grid"))
        marks.append(draw.text(left - 6, min(max(y(f) + 4, 9), HIGHEST - FOOT), shown, "ax", "end"))
    return marks, left


def _heights(proof: GradeLines, y: Axis) -> list[tuple[int, float, float]]:
    """Return the grades that are on the scale: number, and the heights of their upper and lower ends."""
    ends = [*(s for s, _ in proof.grades[1:]), max(1.0, y.high)]
    cut = [
        (k, min(end, y.high), max(s, y.low)) for k, ((s, _), end) in enumerate(zip(proof.grades, ends, strict=False))
    ]
    return [(k, y(high), y(low)) for k, high, low in cut if low < high]


def _bands(proof: GradeLines, y: Axis, left: float, right: float) -> list[str]:
    return [
        draw.rect(left, above, right - left, below - above, "grade odd" if k % 2 else "grade", radius=0)
        for k, above, below in _heights(proof, y)
    ]


def _grade_names(proof: GradeLines, y: Axis, left: float, right: float, frame: ChartContext) -> list[str]:
    """Return the names of grades whose band is high enough: beside it where there is room, else within it."""
    marks, aside = [], _aside(proof, frame, right)
    for k, above, below in _heights(proof, y):
        name = proof.grades[k][1][frame.lang]
        if below - above >= GAP and aside:
            marks.append(draw.text(0, (above + below) / 2 + 4, name, "ax"))
        elif below - above >= GAP:
            marks.append(draw.text(left + 5, above + 11.5, draw.fit(name, right - left - 8), "ax lb", full=name))
    return marks


def _aside(proof: GradeLines, frame: ChartContext, right: float) -> float:
    """Return the width of the column of grades left of the axis, 0 where they stand within their bands."""
    widest = max((draw.width(name[frame.lang]) for _, name in proof.grades), default=0.0)
    return widest + 12 if widest and (right > draw.WIDTH or widest < SHORT) else 0.0


def _line(code: str, proof: GradeLines, x: Axis, y: Axis) -> tuple[list[str], float | None]:
    """Return the line of a series, in pieces where a year is not known, and the height of its end."""
    css = f"ln me k{min(proof.focus.index(code), HUES - 1)}" if code in proof.focus else "ln"
    css += "" if code in proof.focus or code in proof.named else " faint"
    tip, size = ("tip me", 3.6) if code in proof.focus else ("tip", 2.4)
    marks, last = [], None
    for run in runs(proof.years, proof.series[code], x, y):
        marks.append(draw.path(run, css) if len(run) > 1 else draw.dot(*run[0], 2, tip))
        last = run[-1]
    if last is not None:
        marks.append(draw.dot(*last, size, tip))
    return marks, last[1] if last else None


def runs(years: Sequence[int], values: Sequence[float], x: Axis, y: Axis) -> list[list[Point]]:
    """Return the points of a line, in pieces where a year is not known.

    Examples
    --------
    >>> from newind.charts.draw import Axis
    >>> runs((2000, 2001, 2002), (1.0, float("nan"), 2.0), Axis(2000, 2002, 0, 2), Axis(0, 2, 2, 0))
    [[(0.0, 1.0)], [(2.0, 0.0)]]
    """
    found: list[list[Point]] = [[]]
    for year, value in zip(years, values, strict=True):
        if isfinite(value):
            found[-1].append((x(year), y(value)))
        elif found[-1]:
            found.append([])
    return [r for r in found if r]


def _area(proof: GradeLines, code: str, x: Axis, y: Axis) -> str:
    known = [(t, a, b) for t, (a, b) in zip(proof.years, proof.spans[code], strict=True) if isfinite(a) and isfinite(b)]
    if len(known) < 2:
        return ""
    points = [(x(t), y(a)) for t, a, _ in known] + [(x(t), y(b)) for t, _, b in reversed(known)]
    return draw.path(points, "area band", closed=True)


def _ends(
    found: Sequence[tuple[str, float]], names: dict[str, list[str]], proof: GradeLines, right: float
) -> list[str]:
    places = draw.spread([y for _, y in found], rooms([names[c] for c, _ in found], GAP), 8.0, HIGHEST - FOOT + 2)
    marks = []
    for (code, wanted), place in zip(found, places, strict=True):
        if abs(place - wanted) > 4:
            marks.append(draw.line(right + 3, wanted, right + 9, place, "lead"))
        marks += draw.stack(right + 11, place + 4, names[code], "lb me hue" if code in proof.focus else "lb")
    return marks


def _x_axis(x: Axis, years: Sequence[int]) -> list[str]:
    room = max(int((x.end - x.start) // 44), 2)
    step = max(-(-(len(years) - 1) // (room - 1)), 1)
    early = [t for t in years[:-1:step] if x(years[-1]) - x(t) >= 40]
    shown = dict.fromkeys([*early, years[-1]])
    return [draw.text(max(x(t), x.start + 9), HIGHEST - 4, str(t), "ax", "middle") for t in shown]


def _describe_chart(proof: GradeLines, frame: ChartContext) -> list[str]:
    said = []
    for code in (*proof.focus, *(c for c in proof.series if c not in proof.focus)):
        known = [(t, v) for t, v in zip(proof.years, proof.series[code], strict=True) if isfinite(v)]
        if known:
            (a, first), (b, last) = ((t, decimal(v, proof.digits, frame.lang)) for t, v in (known[0], known[-1]))
            told = say("charts.frame.over_years", frame.lang, a=first, first=a, b=last, last=b)
            said.append(frame.pair(_name(code, proof, frame), told))
    return said


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
    return draw.svg(bottom, [*marks, *legend], frame.label(_describe_profile(proof, frame)))


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


def _describe_profile(proof: Radar, frame: ChartContext) -> list[str]:
    said = [frame.names(proof.focus)]
    for k, axis in enumerate(proof.axes):
        own = decimal(proof.scores[proof.focus][k], proof.digits, frame.lang)
        middle = decimal(proof.median[k], proof.digits, frame.lang) if proof.median else ""
        against = say("charts.radar.against", frame.lang, middle=middle) if middle else ""
        said.append(frame.pair(axis[frame.lang], own + against))
    return said
