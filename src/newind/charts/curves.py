"""Production by day after an event, and cumulated cost against the share of expected loss removed."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import ChartContext, tick_texts
from newind.language.words import Scale, decimal, mark, percent
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis, Point
    from newind.charts.proofs import Curve, Frontier, FrontierStep

HEIGHT, WIDE_HEIGHT, FOOT, TOP = 170.0, 240.0, 34.0, 22.0
GAP = 14.0
UNITS = message("charts.curves.units")
PRODUCTION = message("charts.curves.production")
EVENT = message("charts.curves.event")
REMOVED = message("charts.curves.removed")
COST = message("charts.curves.cost")


def curve(proof: Curve, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw production by day with its band; the shock is shaded, the lowest day of the middle course named."""
    high = HEIGHT if wide <= draw.WIDTH else WIDE_HEIGHT
    known = [v for line in (proof.low, proof.middle, proof.high) for v in line if isfinite(v)]
    y = draw.Axis(*draw.domain([*known, proof.before]), high - FOOT, TOP)
    marks, left = _vertical(y, Scale(1.0, "", 0, frame.lang), wide)
    x = draw.Axis(*_reach(proof.days), left, wide - 8)
    name = say("charts.curves.production_before", frame.lang, production=PRODUCTION, before=decimal(proof.before, 0))
    marks = [*_event(proof, x, y, frame), *marks, draw.text(0, 11, name, "ax")]
    marks.append(draw.line(left, y(proof.before), x.end, y(proof.before), "base"))
    marks += _days(x, high, frame)
    marks.append(_band(proof.days, proof.low, proof.high, x, y))
    line = [(x(d), y(v)) for d, v in zip(proof.days, proof.middle, strict=True) if isfinite(v)]
    marks += [draw.path(line, "ln me")] if len(line) > 1 else []
    marks += _lowest(proof, x, y, frame)
    return draw.svg(high, marks, frame.label(_describe_curve(proof, frame)), wide)


def lowest(proof: Curve) -> int | None:
    """Return which day of the middle course is the lowest, the first of equal ones, None where none is known."""
    known = [i for i, v in enumerate(proof.middle) if isfinite(v)]
    return min(known, key=lambda i: (proof.middle[i], i), default=None)


def _reach(figures: Sequence[float]) -> tuple[float, float]:
    low, high = min(figures, default=0.0), max(figures, default=1.0)
    return low, high if high > low else low + 1.0


def _vertical(y: Axis, scale: Scale, wide: float, *, unit: bool = False) -> tuple[list[str], float]:
    figures = draw.ticks(min(y.low, y.high), max(y.low, y.high), 5)
    texts = tick_texts(scale, figures, unit=unit)
    left = max((draw.width(t, 11) for t in texts), default=0.0) + 8
    marks = []
    for f, shown in zip(figures, texts, strict=True):
        marks.append(draw.line(left - 3, y(f), wide - 8, y(f), "base" if f == 0 else "grid"))
        marks.append(draw.text(left - 6, y(f) + 4, shown, "ax", "end"))
    return marks, left


def _event(proof: Curve, x: Axis, y: Axis, frame: ChartContext) -> list[str]:
    """Return the days of the shock as a shaded area, named at its foot."""
    start, end = (min(max(d, x.low), x.high) for d in proof.event)
    if end <= start:
        return []
    area = draw.rect(x(start), TOP - 4, x(end) - x(start), y.start - TOP + 4, "hl", radius=0)
    name, place = EVENT[frame.lang], min(x(start) + 3, x.end - draw.width(EVENT[frame.lang], 11))
    return [area, draw.text(place, y.start - 5, name, "ax lb")]


def _days(x: Axis, high: float, frame: ChartContext) -> list[str]:
    figures = draw.ticks(x.low, x.high, max(int((x.end - x.start) // 50), 2))
    marks = []
    for f in figures:
        shown = decimal(f, draw.decimals(figures), frame.lang)
        half = draw.width(shown, 11) / 2
        marks.append(draw.text(min(x(f), x.end + 8 - half), high - FOOT + 15, shown, "ax", "middle"))
    name = UNITS[frame.lang]
    return [*marks, draw.text(x.end, high - 4, name, "ax", "end")]


def _band(places: Sequence[float], low: Sequence[float], high: Sequence[float], x: Axis, y: Axis) -> str:
    known = [(d, a, b) for d, a, b in zip(places, low, high, strict=True) if isfinite(a) and isfinite(b)]
    if len(known) < 2:
        return ""
    points: list[Point] = [(x(d), y(a)) for d, a, _ in known]
    return draw.path([*points, *((x(d), y(b)) for d, _, b in reversed(known))], "area band", closed=True)


def _lowest(proof: Curve, x: Axis, y: Axis, frame: ChartContext) -> list[str]:
    """Return the lowest point of the middle course and its name, where the band leaves room for it."""
    at = lowest(proof)
    if at is None:
        return []
    day, value = proof.days[at], proof.middle[at]
    shown = _describe_lowest(day, value, frame)
    wide = draw.width(shown, bold=True)
    place, anchor = (x(day) + 7, "start") if x(day) + 9 + wide <= x.end + 8 else (x(day) - 7, "end")
    start = max(place - wide, 0.0) if anchor == "end" else place
    height = min(y(value) + 15, y.start - 6)
    return [draw.dot(x(day), y(value), 3.6, "tip me"), draw.text(start, height, shown, "lb me hue")]


def _describe_lowest(day: float, value: float, frame: ChartContext) -> str:
    shown, when = decimal(value, 1, frame.lang), decimal(day, 0, frame.lang)
    return say("charts.curves.on_day", frame.lang, shown=shown, day=when)


def _describe_curve(proof: Curve, frame: ChartContext) -> list[str]:
    at = lowest(proof)
    if at is None:
        return []
    low, high = (decimal(line[at], 1, frame.lang) for line in (proof.low, proof.high))
    deepest = _describe_lowest(proof.days[at], proof.middle[at], frame)
    last, final = decimal(proof.days[-1], 0, frame.lang), decimal(proof.middle[-1], 1, frame.lang)
    return [
        say("charts.curves.lowest", frame.lang, deepest=deepest, low=low, high=high),
        say("charts.curves.on_day", frame.lang, shown=final, day=last),
    ]


def frontier(proof: Frontier, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw the course of cumulated cost and loss removed, measure by measure, with ranges both ways."""
    high = HEIGHT + 20 if wide <= draw.WIDTH else WIDE_HEIGHT
    steps = [s for s in proof.steps if all(map(isfinite, (s.cost[1], s.removed[1])))]
    scale = frame.scale([v for s in steps for v in s.cost], proof.unit)
    share = Scale(100.0, "%", 0, frame.lang)
    tops = [100 * v for s in steps for v in s.removed if isfinite(v)]
    y = draw.Axis(0.0, max(tops, default=100.0) * 1.04 or 1.0, high - FOOT, TOP)
    marks, left = _vertical(y, share, wide, unit=True)
    costs = [v * scale.factor for s in steps for v in s.cost if isfinite(v)]
    x = draw.Axis(min([0.0, *costs]), max([0.0, *costs]) * 1.02 or 1.0, left, wide - 8)
    marks.append(draw.text(0, 11, REMOVED[frame.lang], "ax"))
    marks += _costs(x, scale, high, frame)
    course = [(0.0, 0.0, 0.0, 0.0), *((s.cost[1] * scale.factor, *(100 * v for v in s.removed)) for s in steps)]
    marks.append(_band([c[0] for c in course], [c[1] for c in course], [c[3] for c in course], x, y))
    marks.append(draw.path([(x(c), y(m)) for c, _, m, _ in course], "ln me"))
    for s in steps:
        low, middle, upper = (v * scale.factor for v in s.cost)
        marks += (
            [draw.line(x(low), y(100 * s.removed[1]), x(upper), y(100 * s.removed[1]), "whisker")]
            if low < upper
            else []
        )
        marks.append(draw.dot(x(middle), y(100 * s.removed[1]), 3.4, "tip me"))
    marks += _names(steps[: proof.named], course, x, y, scale, frame)
    return draw.svg(high, marks, frame.label([_describe_step(s, scale, frame) for s in steps]), wide)


def _costs(x: Axis, scale: Scale, high: float, frame: ChartContext) -> list[str]:
    figures = draw.ticks(x.low, x.high, max(int((x.end - x.start) // 56), 2))
    marks = []
    for f, shown in zip(figures, tick_texts(scale, figures, unit=scale.unit == "%"), strict=True):
        half = draw.width(shown, 11) / 2
        marks.append(draw.text(min(x(f), x.end + 8 - half), high - FOOT + 15, shown, "ax", "middle"))
    unit = "" if scale.unit == "%" else scale.unit
    name = frame.join_clauses((COST[frame.lang], unit))
    return [*marks, draw.text(x.end, high - 4, name, "ax", "end")]


def _names(
    steps: Sequence[FrontierStep],
    course: Sequence[tuple[float, ...]],
    x: Axis,
    y: Axis,
    scale: Scale,
    frame: ChartContext,
) -> list[str]:
    """Return the names of the first measures below the course, each led to its point."""
    texts, places, wanted = [], [], []
    for k, s in enumerate(steps, 1):
        name = f"{k} {frame.select_label(s.code, s.label)}"
        shown = draw.fit(name, (x.end - x.start) * 0.66)
        at = min(x(s.cost[1] * scale.factor) + 10, x.end + 6 - draw.width(shown))
        texts.append((shown, name, s))
        places.append(at)
        wanted.append(_under(at, course, x, y) + 13)
    heights = _apart(wanted, y.end + 10, y.start - 5)
    marks = []
    for (shown, name, s), at, height in zip(texts, places, heights, strict=True):
        point = x(s.cost[1] * scale.factor), y(100 * s.removed[1])
        marks.append(draw.line(*point, at - 2, height - 4, "lead"))
        marks.append(draw.text(at, height, shown, "lb", full=name))
    return marks


def _under(at: float, course: Sequence[tuple[float, ...]], x: Axis, y: Axis) -> float:
    """Return the height of the lower end of the band at a place."""
    before = [c for c in course if x(c[0]) <= at]
    return y(before[-1][1]) if before else y.start


def _apart(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Return heights that keep the order of the points: later measures stand higher."""
    found = draw.spread([w - k * 1e-6 for k, w in enumerate(wanted)], GAP, low, high)
    return sorted(found, reverse=True) if len(found) > 1 else found


def _describe_step(s: FrontierStep, scale: Scale, frame: ChartContext) -> str:
    cost, removed = scale.text(s.cost[1]), percent(s.removed[1], frame.lang, 0)
    name = frame.select_label(s.code, s.label)
    return name + mark("colon", frame.lang) + frame.join_clauses((cost, removed))
