"""Parts that add up to a whole along years, named at their ends, with the years of their peaks.

What is below zero is stacked downwards; small parts beyond eight are one. Dashed lines are the sums of the lowest and
of the highest of all parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import ChartContext, column_of_lines, draw_vertical_axis, rooms
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis
    from newind.charts.proofs import Fan
    from newind.language.words import Scale

HEIGHT, WIDE_HEIGHT, FOOT = 190.0, 270.0, 20.0
MOST_END, MOST_WIDE_END = 108.0, 210.0
GAP, SIGN = 13.5, 8.0
"""Distance of names at the ends, and side of the squares before them."""
MOST = 8
"""Parts that are drawn; the smaller ones are one."""
LONE = 26.0
"""Width of the bar that a single year is."""
REST = ""
"""Code of what the smaller parts make together."""
OTHERS = message("charts.fan.others")
WHOLE = message("charts.fan.whole")
DASHED = message("charts.fan.dashed")
PEAKS = message("charts.fan.peaks")


@dataclass(frozen=True)
class _Plot:
    """Axes and what is drawn on them, in the unit of the axis."""

    x: Axis
    y: Axis
    years: tuple[int, ...]
    parts: dict[str, list[float]]
    lower: dict[str, list[float]]
    upper: dict[str, list[float]]


def fan(proof: Fan, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw stacked areas of parts over years, their names at the right ends."""
    scale = frame.scale([*proof.whole, *(v for _, row in proof.parts for v in row)], proof.unit)
    parts = {k: [v * scale.factor for v in row] for k, row in group_parts(proof, MOST).items()}
    lower, upper = _stack(parts, len(proof.years))
    sums = [
        [sum(r[i] for r in side) * scale.factor for i in range(len(proof.years))] for side in (proof.low, proof.high)
    ]
    sums = [s for s, side in zip(sums, (proof.low, proof.high), strict=True) if side]
    names = _names(proof, parts, scale, frame, wide)
    high = max(HEIGHT if wide <= draw.WIDTH else WIDE_HEIGHT, 12 + sum(rooms(names.values(), GAP)) + FOOT)
    head, top = _head(proof, scale, frame, wide)
    ends = [0.0, *(v for s in (*lower.values(), *upper.values(), *sums) for v in s)]
    y = draw.Axis(*_reach(min(ends), max(ends)), high - FOOT, top)
    right = wide - column_of_lines(names.values(), MOST_END if wide <= draw.WIDTH else MOST_WIDE_END) - SIGN - 12
    marks, left = draw_vertical_axis(y, scale, right)
    plot = _Plot(_across(proof.years, left, right), y, proof.years, parts, lower, upper)
    marks = [*head, *marks, *_areas(plot), *_whole(plot, sums), *_columns(plot, high)]
    marks += _ends(plot, names, right, high)
    marks += _peaks(plot, proof, (left, top - 8, right, y.start - 1))
    return draw.svg(high, marks, frame.label(_describe_chart(proof, parts, scale, frame)), wide)


def group_parts(proof: Fan, most: int) -> dict[str, list[float]]:
    """Return the parts in their order, the smaller ones beyond a number as one at the end.

    Examples
    --------
    >>> from newind.charts.proofs import Fan
    >>> parts = (("a", (1.0,)), ("b", (5.0,)), ("c", (2.0,)))
    >>> group_parts(Fan((2020,), parts, "kt", {}), 2)
    {'b': [5.0], '': [3.0]}
    """
    if len(proof.parts) <= most:
        return {k: list(row) for k, row in proof.parts}
    sizes = {k: sum(map(abs, row)) for k, row in proof.parts}
    kept = set(sorted(sizes, key=lambda k: -sizes[k])[: most - 1])
    small = [row for k, row in proof.parts if k not in kept]
    return {k: list(row) for k, row in proof.parts if k in kept} | {REST: [sum(v) for v in zip(*small, strict=True)]}


def _stack(parts: dict[str, list[float]], count: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return where each part begins and ends: upwards from zero, or downwards where it is below."""
    above, below = [0.0] * count, [0.0] * count
    lower: dict[str, list[float]] = {}
    upper: dict[str, list[float]] = {}
    for code, row in parts.items():
        lower[code] = [b + v if v < 0 else a for v, a, b in zip(row, above, below, strict=True)]
        upper[code] = [b if v < 0 else a + v for v, a, b in zip(row, above, below, strict=True)]
        above = [a + max(v, 0.0) for v, a in zip(row, above, strict=True)]
        below = [b + min(v, 0.0) for v, b in zip(row, below, strict=True)]
    return lower, upper


def _reach(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high > low else (low, low + 1.0)


def _across(years: Sequence[int], left: float, right: float) -> Axis:
    if len(years) > 1:
        return draw.Axis(years[0], years[-1], left, right)
    year = years[0] if years else 0
    return draw.Axis(year, year + 1, (left + right) / 2, (left + right) / 2 + 1)


def _names(
    proof: Fan, parts: dict[str, list[float]], scale: Scale, frame: ChartContext, wide: float
) -> dict[str, list[str]]:
    """Return what stands at the ends of parts: the name with its last figure."""
    most = MOST_END if wide <= draw.WIDTH else MOST_WIDE_END
    found = {}
    for code, row in parts.items():
        name = _name(code, proof, frame)
        number = scale.number(row[-1] / scale.factor) if row else ""
        found[code] = draw.name_with_number(name, number, most) if number else draw.wrap(name, most)
    return found


def _name(code: str, proof: Fan, frame: ChartContext) -> str:
    return OTHERS[frame.lang] if code == REST else frame.select_label(code, proof.labels.get(code))


def _head(proof: Fan, scale: Scale, frame: ChartContext, wide: float) -> tuple[list[str], float]:
    """Return the unit and what lines and dots mean, and where the plot begins."""
    told = [scale.unit, DASHED[frame.lang] if proof.low else "", PEAKS[frame.lang] if proof.marks else ""]
    marks, at, y = [], 0.0, 11.0
    for text in (t for t in told if t):
        if at and at + draw.width(text) > wide:
            at, y = 0.0, y + 14
        marks.append(draw.text(at, y, draw.fit(text, wide - at), "ax"))
        at += draw.width(text) + 14
    return marks, y + 16


def _points(plot: _Plot, row: Sequence[float]) -> list[draw.Point]:
    """Return the places of values by year; of a single year, the upper edge of a bar."""
    if len(plot.years) == 1:
        return [(plot.x.start - LONE / 2, plot.y(row[0])), (plot.x.start + LONE / 2, plot.y(row[0]))]
    return [(plot.x(t), plot.y(v)) for t, v in zip(plot.years, row, strict=True)]


def _areas(plot: _Plot) -> list[str]:
    if not plot.years:
        return []
    return [
        draw.path(
            [*_points(plot, plot.upper[k]), *reversed(_points(plot, plot.lower[k]))],
            f"area {_css(k, plot)}",
            closed=True,
        )
        for k in plot.parts
    ]


def _css(code: str, plot: _Plot) -> str:
    return "fan rest" if code == REST else f"fan k{list(plot.parts).index(code)}"


def _sum(plot: _Plot) -> list[float]:
    return [sum(row[i] for row in plot.parts.values()) for i in range(len(plot.years))]


def _whole(plot: _Plot, sums: Sequence[Sequence[float]]) -> list[str]:
    """Return the line of the whole, and those of its lowest and highest sums."""
    if not plot.years:
        return []
    lines = [draw.path(_points(plot, s), "ln bound dash") for s in sums]
    return [*lines, draw.path(_points(plot, _sum(plot)), "ln whole")] if plot.parts else lines


def _columns(plot: _Plot, high: float) -> list[str]:
    years, x = plot.years, plot.x
    if len(years) < 2:
        return [draw.text(x.start, high - 4, str(t), "ax", "middle") for t in years]
    figures = [t for t in draw.ticks(years[0], years[-1], max(int((x.end - x.start) // 40), 2)) if t == int(t)]
    inner = [int(t) for t in figures if x(t) - x.start >= 36 and x.end - x(t) >= 36]
    return [
        draw.text(max(x(t), x.start), high - 4, str(t), "ax", "middle")
        for t in dict.fromkeys([years[0], *inner, years[-1]])
        if t != years[0] or x.end - x.start >= 36
    ]


def _ends(plot: _Plot, names: dict[str, list[str]], right: float, high: float) -> list[str]:
    """Return the names of parts beside the middles of their ends, as far apart as needed."""
    if not plot.years:
        return []
    at = {k: (plot.y(plot.lower[k][-1]) + plot.y(plot.upper[k][-1])) / 2 for k in names}
    order = sorted(names, key=lambda k: plot.lower[k][-1] + plot.upper[k][-1])
    wanted = [at[k] - i * 1e-6 for i, k in enumerate(order)]
    places = draw.spread(wanted, rooms([names[k] for k in order], GAP), 8.0, high - FOOT - 2)
    marks = []
    edge = right if len(plot.years) > 1 else plot.x.start + LONE / 2
    for code, middle, y in zip(order, wanted, places, strict=True):
        if abs(y - middle) > 3 or edge < right:
            marks.append(draw.line(edge + 1, middle, right + 7, y, "lead"))
        marks.append(draw.rect(right + 8, y - SIGN / 2, SIGN, SIGN, _css(code, plot), radius=1))
        marks += draw.stack(right + SIGN + 12, y + 4, names[code], "lb")
    return marks


def _peaks(plot: _Plot, proof: Fan, room: draw.Box) -> list[str]:
    """Return dots at the peaks of parts, on their upper edges, with the year where it covers no other."""
    marks: list[str] = []
    taken: list[draw.Box] = []
    for year, code in sorted(proof.marks, key=lambda m: (m[1] != REST, m)):
        if code and code not in plot.parts:
            continue
        row = plot.upper[code] if code else _sum(plot)
        x, y = (plot.x(year) if len(plot.years) > 1 else plot.x.start), plot.y(_at(plot.years, row, year))
        marks.append(draw.dot(x, y, 3.0, "tip" if code else "tip me"))
        shown, css = str(year), "lb" if code else "lb me"
        boxes = draw.list_label_boxes(x, y, 3.0, draw.width(shown, bold=not code))
        box = draw.free([boxes[k] for k in (2, 4, 6, 0, 1, 3, 5, 7)], taken, room)
        if box is not None:
            taken.append(box)
            marks.append(draw.draw_boxed_text(box, shown, css))
    return marks


def _at(years: Sequence[int], row: Sequence[float], year: int) -> float:
    """Return the value in a year, between two years on the line that joins them.

    Examples
    --------
    >>> _at((2020, 2030), (1.0, 3.0), 2025)
    2.0
    """
    after = next(i for i, t in enumerate(years) if t >= year)
    if years[after] == year:
        return row[after]
    part = (year - years[after - 1]) / (years[after] - years[after - 1])
    return row[after - 1] + part * (row[after] - row[after - 1])


def _describe_chart(proof: Fan, parts: dict[str, list[float]], scale: Scale, frame: ChartContext) -> list[str]:
    """Return the first and the last figure of the whole and of each part in words, and the peaks."""
    if not proof.years:
        return []
    first, last = proof.years[0], proof.years[-1]
    peaks = {code: year for year, code in proof.marks}
    whole = [sum(row[i] for row in parts.values()) for i in range(len(proof.years))]
    said = []
    for name, code, row in [
        (WHOLE[frame.lang], "", whole),
        *((_name(k, proof, frame), k, r) for k, r in parts.items()),
    ]:
        a, b = (scale.text(v / scale.factor) for v in (row[0], row[-1]))
        told = say("charts.frame.over_years", frame.lang, a=a, first=first, b=b, last=last)
        peak = peaks.get(code) if code != REST or name == WHOLE[frame.lang] else None
        told += say("charts.fan.peak", frame.lang, year=peak) if peak else ""
        said.append(frame.pair(name, told))
    return said
