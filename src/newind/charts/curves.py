"""Production by day after an event, cumulated cost against expected loss, and steps from value to value.

A rise has the hue, a fall a lighter tone of it, which says nothing of better or worse; what is not explained is
hatched. Bars start from zero unless the steps would not be seen: then the axis is cut, and says so.
"""

from __future__ import annotations

from itertools import accumulate
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import (
    PAD,
    TALL,
    ChartContext,
    column,
    draw_vertical_axis,
    names_of_rows,
    row_label,
    tick_texts,
)
from newind.language.words import Scale, decimal, mark, percent
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis, Point
    from newind.charts.proofs import ChartRow, Curve, Frontier, FrontierStep, Waterfall


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
    marks, left = draw_vertical_axis(y, Scale(1.0, "", 0, frame.lang), wide - 8, distinct=False)
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


def _event(proof: Curve, x: Axis, y: Axis, frame: ChartContext) -> list[str]:
    """Return the days of the shock as a shaded area, named at its foot."""
    start, end = (min(max(d, x.low), x.high) for d in proof.event)
    if end <= start:
        return []
    area = draw.rect(x(start), TOP - 4, x(end) - x(start), y.start - TOP + 4, "hl", radius=0)
    name, place = EVENT[frame.lang], min(x(start) + 3, x.end - draw.width(EVENT[frame.lang]))
    return [area, draw.text(place, y.start - 5, name, "ax lb")]


def _days(x: Axis, high: float, frame: ChartContext) -> list[str]:
    figures = draw.ticks(x.low, x.high, max(int((x.end - x.start) // 50), 2))
    marks = []
    for f in figures:
        shown = decimal(f, draw.decimals(figures), frame.lang)
        half = draw.width(shown) / 2
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
    marks, left = draw_vertical_axis(y, share, wide - 8, unit=True, distinct=False)
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
        half = draw.width(shown) / 2
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
        shown = draw.fit(name, x.end - x.start)
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


BAR, WATERFALL_FOOT, WATERFALL_TOP = 11.0, 17.0, 17.0
WATERFALL_GAP, APART = 7.0, 5.0
"""Space beside figures, and between names of two lines."""
MOST_NAME, MOST_WIDE_NAME = 120.0, 260.0
CUT = 0.3
"""Share of the highest level that all levels must span for the axis to start at zero."""
MOST_DIGITS = 4
"""Decimals of figures, however small the steps."""
CHANGES = message("charts.waterfall.changes")


def waterfall(proof: Waterfall, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw the start, the steps below each other and the end, joined by lines, with figures at the right."""
    levels = list(accumulate((r.value for r in proof.steps), initial=proof.start))
    scale = _scale(proof, levels, frame)
    names = [proof.ends[0][frame.lang], *(frame.row(r) for r in proof.steps), proof.ends[1][frame.lang]]
    shown = _figures(proof, scale)
    most = MOST_NAME if wide <= draw.WIDTH else MOST_WIDE_NAME
    left = column(names, most) + PAD + 4
    right = wide - max(draw.width(t, bold=True) for t in shown) - WATERFALL_GAP - 2
    placed = names_of_rows(names, left - PAD - 6, WATERFALL_TOP, two=TALL + APART)
    bottom, middles = placed.bottom, placed.middles
    x, cut = _axis(proof, levels, left, right)
    marks = [draw.hatch(frame.key)] if any(r.hatched for r in proof.steps) else []
    zero = x(min(max(0.0, x.low), x.high))
    marks.append(draw.line(zero, WATERFALL_TOP - 2, zero, bottom, "base"))
    marks += [
        draw.line(x(v), a + BAR / 2, x(v), b - BAR / 2, "lead")
        for v, a, b in zip(levels, middles, middles[1:], strict=False)
    ]
    marks += _bars(proof, levels, middles, x, frame)
    for words, text, y, name in zip(placed.lines, shown, middles, names, strict=True):
        end = y in (middles[0], middles[-1])
        marks += row_label(words, y, "lb me" if end else "lb", name)
        marks.append(draw.text(wide - 2, y + 4, text, "lb num me" if end else "lb num", "end"))
    marks += _notes(x if cut else None, scale, frame, wide)
    ends = {0, len(names) - 1}
    said = [
        frame.pair(n, t + (scale.suffix if k in ends else ""))
        for k, (n, t) in enumerate(zip(names, shown, strict=True))
    ]
    return draw.svg(bottom + 4, marks, frame.label(said), wide)


def _scale(proof: Waterfall, levels: Sequence[float], frame: ChartContext) -> Scale:
    """Return how figures are written: with so many decimals that the largest step has two digits, four at most."""
    values = [*levels, *(r.value for r in proof.steps)]
    scale = frame.scale(values, proof.unit)
    widest = max((abs(r.value * scale.factor) for r in proof.steps), default=0.0)
    need = min(1 - floor(log10(widest)), MOST_DIGITS) if widest > 0 else 0
    return frame.scale_with(values, proof.unit, max(scale.digits, need))


def _figures(proof: Waterfall, scale: Scale) -> list[str]:
    """Return the figures of the rows: levels at the ends, signed contributions between."""
    steps = [scale.number(r.value, sign=True) for r in proof.steps]
    return [scale.number(proof.start), *steps, scale.number(proof.end)]


def _axis(proof: Waterfall, levels: Sequence[float], left: float, right: float) -> tuple[draw.Axis, bool]:
    """Return the axis, from zero or cut where the steps would not be seen, and whether it is cut."""
    ranges = [b + v for b, r in zip(levels, proof.steps, strict=False) for v in r.range or () if isfinite(v)]
    low, high = min([*levels, *ranges]), max([*levels, *ranges])
    if low > 0 and 0 < high - low < CUT * high:
        start = _below(low - (high - low) / 2, high - low)
        return draw.Axis(start, high, left, right), True
    low, high = min(low, 0.0), max(high, 0.0)
    return draw.Axis(low, high if high > low else low + 1.0, left, right), False


def _below(value: float, span: float) -> float:
    """Return a round figure not above a value.

    Examples
    --------
    >>> _below(93.7, 4.0), _below(0.3, 5.0)
    (93.0, 0.0)
    """
    step = 10.0 ** ceil(log10(span)) / 10
    return max(floor(value / step) * step, 0.0)


def _bars(
    proof: Waterfall, levels: Sequence[float], middles: Sequence[float], x: draw.Axis, frame: ChartContext
) -> list[str]:
    """Return the bars of all rows, with ranges where there are."""
    zero = min(max(0.0, x.low), x.high)
    marks = [_bar(x(zero), x(proof.start), middles[0], "fill")]
    for r, before, after, y in zip(proof.steps, levels, levels[1:], middles[1:], strict=False):
        css = "hatched" if r.hatched else "rise" if r.value >= 0 else "drop"
        marks.append(_bar(x(before), x(after), y, css, frame.hatch_fill() if r.hatched else ""))
        marks += _range(r, before, y, x)
    return [*marks, _bar(x(zero), x(proof.end), middles[-1], "fill")]


def _bar(start: float, end: float, y: float, css: str, fill: str = "") -> str:
    return draw.rect(min(start, end), y - BAR / 2, abs(end - start), BAR, css, fill, radius=1)


def _range(row: ChartRow, before: float, y: float, x: draw.Axis) -> list[str]:
    if row.range is None or not all(map(isfinite, row.range)):
        return []
    low, high = (x(before + v) for v in row.range)
    return [draw.line(low, y, high, y, "other")]


def _notes(cut: draw.Axis | None, scale: Scale, frame: ChartContext, wide: float) -> list[str]:
    """Return the unit at the right and, where the axis does not start at zero, where it does."""
    unit = CHANGES[frame.lang] if scale.unit == "%" else scale.unit
    marks = [draw.text(wide - 2, 11, draw.fit(unit, wide * 0.55), "ax", "end")] if unit else []
    if cut is not None:
        start = cut.low * scale.factor
        shown = decimal(start, draw.decimals([start]), frame.lang) + ("%" if scale.unit == "%" else "")
        text = say("charts.waterfall.axis_from", frame.lang, start=shown)
        marks.append(draw.text(PAD, 11, draw.fit(text, wide * 0.42), "ax"))
    return marks
