"""The small drawings of a brief: gauges, bars of ranges in tables, and progress to a target."""

from __future__ import annotations

from math import isfinite
from statistics import median
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.losses import LogScale, ends, marks, tick
from newind.charts.spans import tone

if TYPE_CHECKING:
    from newind.charts.proofs import ChangeRanges, LossChart
    from newind.documents.sheets.model import BriefTable, Gauge

WIDE, EDGE = 196.0, 6.0
"""Width of a gauge, and room at its ends."""
BETWEEN = 8.0
"""Space between two labels."""
LINE, COURSE = 28.0, 30.0
"""Heights of the line of peers, and of the course."""
BAR, HIGH = 138.0, 14.0
"""Width and height of the bar of a range."""
NARROW = 84.0
"""Width of a bar that stands beside its text."""
LOSSES, STEP, THICK, CLEAR = 156.0, 8.0, 6.0, 10.0
"""Width of the bars of a loss, their distance and their height, and what stays clear before the next column."""
TIP = 6.0
"""Length of the tip of a bar without an end."""
HORIZONS = ("short", "medium", "long")
TARGET = 112.0
PERCENT = 100.0
WIDTHS = {
    2: (1.25, 1.0),
    4: (1.4, 1.0, 1.0, 1.0),
    5: (1.45, 1.08, 1.0, 1.0, 0.6),
    7: (1.4, 1.75, 1.0, 0.9, 0.85, 1.4, 0.65),
}
"""Shares of the width that columns of tables with bars take, by how many they are."""


def share_width(table: BriefTable) -> tuple[float, ...]:
    """Return the part of the width that each column takes on every form; none where contents decide."""
    if table.beside:
        return ()
    many, bars = len(table.header), any(c.bar or c.losses for row in table.rows for c in row)
    wide = WIDTHS.get(many, ()) if bars else (1.0,) * 2 if many == 2 else ()
    return tuple(w / sum(wide) for w in wide)


def gauge_line(g: Gauge, alt: str) -> str:
    """Draw the economy with its range among its peers: ends named, the median as dashes."""
    values = [*g.peers.values(), g.own, *(g.range or ())]
    x = draw.Axis(*_apart(values), EDGE + 4, WIDE - EDGE - 4)
    parts = [draw.line(EDGE, 9, WIDE - EDGE, 9, "grid")]
    if g.range is not None:
        parts.append(draw.line(x(g.range[0]), 9, x(g.range[1]), 9, "range me"))
    parts += [draw.dot(x(v), 9, 3.6, "dot") for v in g.peers.values()]
    middle = median(g.peers.values())
    parts += [draw.line(x(middle), 2, x(middle), 16, "med"), draw.dot(x(g.own), 9, 6, "dot me")]
    named = list(dict.fromkeys(f(g.peers, key=lambda k: g.peers[k]) for f in (min, max)))
    labels = [f"{k} {g.shown[k]}" for k in named]
    if sum(draw.width(t) for t in labels) + BETWEEN > WIDE:
        labels = [_short(t, WIDE / 2 - 4) for t in labels]
    middles = set_apart([x(g.peers[k]) for k in named], [draw.width(t) for t in labels])
    parts += [draw.text(at, 27, t, anchor="middle") for at, t in zip(middles, labels, strict=True)]
    return draw.svg(LINE, parts, alt, WIDE)


def set_apart(places: list[float], widths: list[float]) -> list[float]:
    """Return the middles of one or two labels under their places: inside the drawing, and apart.

    Examples
    --------
    >>> set_apart([2.0, 100.0], [40.0, 60.0]), set_apart([100.0, 104.0], [40.0, 60.0]), set_apart([190.0], [40.0])
    ([20.0, 100.0], [73.0, 131.0], [176.0])
    """
    ends = [w / 2 for w in widths]
    first, last = (min(max(p, e), WIDE - e) for p, e in ((places[0], ends[0]), (places[-1], ends[-1])))
    lacking = ends[0] + ends[-1] + BETWEEN - (last - first)
    if len(places) > 1 and lacking > 0:
        first = min(max(first - lacking / 2, ends[0]), WIDE - widths[-1] - BETWEEN - ends[0])
        last = first + ends[0] + ends[-1] + BETWEEN
    return [first, last][: len(places)]


def _short(label: str, room: float) -> str:
    """Return a label that fits: the number alone where the name has no room."""
    return label if draw.width(label) <= room else label.rpartition(" ")[2]


def _apart(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if low < high else (low - abs(low or 1.0) / 2, high + abs(high or 1.0) / 2)


def gauge_course(g: Gauge, alt: str) -> str:
    """Draw the course of a gauge over the years, the first and the last one named."""
    known = sorted((y, v) for y, v in g.series.items() if v == v)
    x = draw.Axis(known[0][0], known[-1][0], EDGE, WIDE - EDGE)
    y = draw.Axis(*_apart([v for _, v in known]), 15, 4)
    points = [(x(year), y(v)) for year, v in known]
    parts = [
        draw.line(0, 17, WIDE, 17, "grid"), draw.path(points, "ln me"), draw.dot(*points[-1], 3.4, "tip me"),
        draw.text(0, 29, str(known[0][0])), draw.text(WIDE, 29, str(known[-1][0]), anchor="end"),
    ]  # fmt: skip
    return draw.svg(COURSE, parts, alt, WIDE)


def range_bar(column: ChangeRanges, k: int, alt: str, key: str, room: float = BAR) -> str:
    """Draw the range of a row on the scale of its column, which has zero on it; hatched where the sign differs."""
    known = [r.range for r in column.rows if r.range is not None]
    low, high = min(min(a for a, _ in known), 0.0), max(max(b for _, b in known), 0.0)
    x = draw.Axis(*_apart([low, high]), 2, room - 2)
    a, b = column.rows[k].range or (0.0, 0.0)
    wide = max(x(b) - x(a), 3.0)
    mood, left = tone(a, b, column.better), min(x(a), room - wide)
    parts = [draw.line(x(0), 0, x(0), HIGH, "base")]
    if mood == "unclear":
        parts = [draw.hatch(key), draw.rect(left, 2, wide, 10, "hatched", f"url(#hatch-{key})"), *parts]
    else:
        parts.insert(0, draw.rect(left, 2, wide, 10, f"span {mood}"))
        middle = column.rows[k].value
        if isfinite(middle) and wide > 8:
            parts.append(draw.rect(x(middle) - 1, 0, 2, HIGH, f"mid {mood}", radius=0))
    return draw.svg(HIGH, parts, alt, room)


def _loss_scale(chart: LossChart) -> LogScale:
    spans = [row.drawn(h) for row in chart.rows for h in HORIZONS]
    return LogScale(*ends(PERCENT * v for span in spans for v in span), 4, LOSSES - CLEAR - TIP)


def loss_bars(chart: LossChart, k: int, alt: str) -> str:
    """Draw a bar for each horizon of a loss, its middle as a tick, on a scale of tens; an arrow where it has no end."""
    x, row = _loss_scale(chart), chart.rows[k]
    high = STEP * len(HORIZONS) + 2
    parts = [draw.line(x(f), 0, x(f), high, "grid") for f in loss_ticks(x)]
    for at, h in enumerate(HORIZONS):
        low, middle, top = row.drawn(h)
        if not isfinite(row.spans.get(h, (middle, middle))[1]):
            continue
        y, left = 1 + STEP * at, x(PERCENT * low)
        if not isfinite(top):
            end, half = LOSSES - CLEAR, y + THICK / 2
            tip = [(end - TIP, y + THICK), (end, half), (end - TIP, y)]
            parts.append(draw.path([(left, y), (left, y + THICK), *tip], f"loss {h}", closed=True))
            continue
        parts.append(draw.rect(left, y, max(x(PERCENT * top) - left, 3.0), THICK, f"loss {h}"))
        parts.append(draw.line(x(PERCENT * middle), y - 0.5, x(PERCENT * middle), y + THICK + 0.5, "tickmark"))
    return draw.svg(high, parts, alt, LOSSES)


def loss_ticks(x: LogScale) -> tuple[float, ...]:
    """Return the figures that the scale of losses names."""
    return marks(x.low, x.high, 5)


def loss_axis(chart: LossChart, lang: str) -> str:
    """Draw the figures of the scale of losses, in per cent."""
    x, parts = _loss_scale(chart), []
    for f in loss_ticks(x):
        label = tick(f, lang) + "%"
        half = draw.width(label) / 2
        parts.append(draw.text(min(max(x(f), half), LOSSES - CLEAR - half), 12, label, anchor="middle"))
    return draw.svg(16, parts, "%", LOSSES)


def target_bar(course: tuple[float, float, float, float], mood: str, alt: str) -> str:
    """Draw progress from the baseline to the last value, a line at the goal, a diamond where the path leads."""
    start, seen, goal, path = course
    known = [v for v in course if isfinite(v)]
    x = draw.Axis(*_apart([min(known), max(known)]), 7, TARGET - 7)
    left, right = sorted((x(start), x(seen)))
    parts = [
        draw.line(2, 9, TARGET - 2, 9, "grid"),
        draw.rect(left, 5.5, max(right - left, 3.0), 7, f"span {mood}", radius=0),
        draw.rect(x(goal) - 1.3, 0, 2.6, 18, "goal", radius=0),
    ]  # fmt: skip
    if isfinite(path):
        at = x(path)
        parts.append(draw.path([(at, 3), (at + 6, 9), (at, 15), (at - 6, 9)], "aim", closed=True))
    return draw.svg(18, parts, alt, TARGET)
