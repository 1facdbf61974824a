"""Bubbles by two measures with a fitted line, and the front of a search with the chosen package named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import ChartContext, draw_vertical_axis, select_distinct_ticks, tick_texts
from newind.language.words import mark
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis
    from newind.charts.proofs import Bubble, Scatter
    from newind.language.words import Scale
    from newind.messages import Text


HEIGHT, WIDE_HEIGHT, FOOT = 240.0, 320.0, 34.0
LARGEST, WIDE_LARGEST, LEAST = 11.0, 18.0, 1.6
"""Radii of the largest and the least bubble."""
NAMED, WIDE_NAMED = 7, 14
"""Most names on the plot; of others than the focus, a third of them."""
MOST_NAME, MOST_WIDE_NAME = 112.0, 230.0
LINE = 15.0
AREA = message("charts.scatter.area")
FITTED = message("charts.scatter.fitted")
OTHERS = message("charts.scatter.others")


def scatter(proof: Scatter, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw bubbles, the largest at the back, those of the focus in front, and a fitted line."""
    narrow = wide <= draw.WIDTH
    high = HEIGHT if narrow else WIDE_HEIGHT
    scale = frame.scale([*(p.y for p in proof.points), *proof.curve[1]], proof.unit)
    across = frame.scale([*(p.x for p in proof.points), *proof.curve[0]], "")
    head, top = _head(proof, scale, frame, wide)
    most = LARGEST if narrow else WIDE_LARGEST
    y = draw.Axis(
        *_domain([*(p.y for p in proof.points), *proof.curve[1]], scale.factor), high - FOOT - most, top + most
    )
    marks, left = _rows(y, scale, wide, most)
    x = draw.Axis(
        *_domain([*(p.x for p in proof.points), *proof.curve[0]], across.factor), left + most, wide - 4 - most
    )
    marks = [*head, *marks, *_columns(x, across, proof, frame, high, wide)]
    radii = _radii(proof.points, most)
    drawn = sorted(range(len(proof.points)), key=lambda i: (_own(proof.points[i], proof), -radii[i], i))
    spots = [(x(p.x * across.factor), y(p.y * scale.factor)) for p in proof.points]
    for i in drawn:
        marks.append(draw.dot(*spots[i], radii[i], "bubble me" if _own(proof.points[i], proof) else "bubble"))
    line = [(x(a * across.factor), y(b * scale.factor)) for a, b in zip(*proof.curve, strict=True)]
    marks += [draw.path(line, "ln fitted")] if len(line) > 1 else []
    room = (left + 2, top, wide - 2, high - FOOT - 1)
    marks += _labels(proof, spots, radii, room, frame, narrow=narrow)
    return draw.svg(high, marks, frame.label(_describe_points(proof, scale, across, frame)), wide)


def _own(point: Bubble, proof: Scatter) -> bool:
    return not proof.focus or proof.focus in (point.region, point.code)


def _domain(values: Sequence[float], factor: float) -> tuple[float, float]:
    """Return the ends of an axis: those of the figures, for places need no zero."""
    known = [v * factor for v in values]
    low, high = min(known, default=0.0), max(known, default=1.0)
    return (low, high) if high - low > 1e-9 * max(abs(low), abs(high)) else draw.domain(known)


def _radii(points: Sequence[Bubble], most: float) -> list[float]:
    largest = max((p.size for p in points), default=0.0)
    return [max(most * sqrt(p.size / largest), LEAST) if largest > 0 else LEAST for p in points]


def _name(point: Bubble, proof: Scatter, frame: ChartContext) -> str:
    """Return the name of a bubble, with its region where this is not the focus."""
    name = frame.select_label(point.code, point.label)
    if not point.region or proof.focus == point.region:
        return name
    region = frame.names(point.region)
    return say("charts.scatter.of_region", frame.lang, region=region, name=name)


def _head(proof: Scatter, scale: Scale, frame: ChartContext, wide: float) -> tuple[list[str], float]:
    """Return the title of the vertical axis and the legend, and where the plot begins."""
    unit = "" if scale.unit == "%" else scale.unit
    title = frame.join_clauses((proof.y[frame.lang], unit))
    items = [("bubble me", frame.names(proof.focus)), ("bubble", OTHERS[frame.lang])] if proof.focus else []
    items += [("ln", FITTED[frame.lang])] if len(proof.curve[0]) > 1 else []
    items += [("", AREA[frame.lang])]
    marks = [draw.text(0, 11, draw.fit(title, wide), "ax", full=title)]
    at, y = 0.0, 11.0 + LINE
    for css, name in items:
        shift = 14.0 if css.startswith("bubble") else 20.0 if css else 0.0
        need = shift + draw.width(name)
        if at and at + need > wide:
            at, y = 0.0, y + LINE
        marks += _sign(css, at, y)
        marks.append(draw.text(at + shift, y, draw.fit(name, wide - at - shift), "ax", full=name))
        at += min(need, wide) + 12
    return marks, y + 6


def _sign(css: str, x: float, y: float) -> list[str]:
    if css == "ln":
        return [draw.line(x, y - 4, x + 15, y - 4, "ln fitted")]
    return [draw.dot(x + 5, y - 4, 4.5, css)] if css else []


def _rows(y: Axis, scale: Scale, wide: float, most: float) -> tuple[list[str], float]:
    """Return the figures and lines of the vertical axis, and where the plot begins."""
    marks, left = draw_vertical_axis(y, scale, wide - 4, unit=scale.unit == "%")
    return [draw.line(left, y.start + most, wide - 4, y.start + most, "base"), *marks], left


def _columns(x: Axis, scale: Scale, proof: Scatter, frame: ChartContext, high: float, wide: float) -> list[str]:
    """Return the figures and the title of the horizontal axis."""
    marks = [draw.text(at, high - FOOT + 15, shown, "ax", "middle") for at, shown in _apart(x, scale, wide)]
    title = proof.x[frame.lang]
    return [*marks, draw.text(wide - 4, high - 4, draw.fit(title, wide - 8), "ax", "end", full=title)]


def _apart(x: Axis, scale: Scale, wide: float) -> list[tuple[float, str]]:
    """Return the places and texts of as many ticks of the horizontal axis as stand apart within the chart."""
    found: list[tuple[float, str]] = []
    for most in range(max(int((x.end - x.start) // 52), 2), 0, -1):
        figures = draw.ticks(x.low, x.high, most)
        told = select_distinct_ticks(figures, tick_texts(scale, figures, unit=False))
        room = max((draw.width(t) for _, t in told), default=0.0)
        found = [(min(max(x(f), room / 2), wide - room / 2), t) for f, t in told]
        if all(b - a >= room + 6 for (a, _), (b, _) in pairwise(found)):
            return found
    return found[:1]


def _labels(
    proof: Scatter,
    spots: Sequence[draw.Point],
    radii: Sequence[float],
    room: draw.Box,
    frame: ChartContext,
    *,
    narrow: bool,
) -> list[str]:
    """Return names of the largest bubbles, the focus first, each where it covers no other name and no large bubble."""
    order = sorted(range(len(spots)), key=lambda i: (not _own(proof.points[i], proof), -radii[i], i))
    most, longest = (NAMED, MOST_NAME) if narrow else (WIDE_NAMED, MOST_WIDE_NAME)
    large = sorted(range(len(spots)), key=lambda i: -radii[i])[: 2 * most]
    bubbles = {i: _square(spots[i], radii[i] * 0.8) for i in large if radii[i] > 3}
    taken: list[draw.Box] = []
    marks: list[str] = []
    left = {True: most, False: most // 3}
    for i in order[: 3 * most]:
        own = _own(proof.points[i], proof)
        if not left[own] or len(marks) >= most:
            continue
        full = _name(proof.points[i], proof, frame)
        lines = draw.wrap(full, longest)
        others = [b for k, b in bubbles.items() if k != i]
        wide, high = max(map(draw.width, lines)), draw.FONT * len(lines)
        places = draw.list_label_boxes(*spots[i], radii[i], wide, high)
        box = draw.free(places, [*taken, *others], room)
        if box is not None:
            taken.append(box)
            left[own] -= 1
            css = "lb hue" if own and proof.focus else "lb"
            each = (box[3] - box[1]) / len(lines)
            marks.append(
                "".join(
                    draw.draw_boxed_text((box[0], box[1] + each * k, box[2], box[1] + each * (k + 1)), t, css)
                    for k, t in enumerate(lines)
                )
            )
    return marks


def _square(spot: draw.Point, reach: float) -> draw.Box:
    return spot[0] - reach, spot[1] - reach, spot[0] + reach, spot[1] + reach


def _describe_points(proof: Scatter, scale: Scale, across: Scale, frame: ChartContext) -> list[str]:
    """Return the largest bubbles in words."""
    order = sorted(proof.points, key=lambda p: (not _own(p, proof), -p.size))[:6]
    x, y = proof.x[frame.lang], proof.y[frame.lang]
    return [
        _name(p, proof, frame)
        + mark("colon", frame.lang)
        + frame.join_clauses((frame.pair(x, across.text(p.x)), frame.pair(y, scale.text(p.y))))
        for p in order
    ]


HIGH, WIDE, TOP, FRONT_FOOT = 320.0, 560.0, 24.0, 36.0
CHOSEN = message("charts.front.chosen")
NOTHING = message("charts.front.nothing")
Place = tuple[float, float]
"""A package by two figures: along, upwards; fractions."""


@dataclass(frozen=True)
class ParetoFront:
    """Packages by two figures.

    Parameters
    ----------
    tried, front : tuple of Place
        All that keep the limits, and those that none beats.
    nothing, chosen : Place
    along, upwards : Text
        What the figures are.
    """

    tried: tuple[Place, ...]
    front: tuple[Place, ...]
    nothing: Place
    chosen: Place
    along: Text
    upwards: Text


def draw_front(proof: ParetoFront, frame: ChartContext, wide: float = WIDE) -> str:
    """Draw packages by two figures, those that none beats joined by a line."""
    every = [proof.nothing, *proof.tried]
    across, scale = (frame.scale([p[k] for p in every], "1") for k in (0, 1))
    y = draw.Axis(*_reach([p[1] * scale.factor for p in every]), HIGH - FRONT_FOOT, TOP)
    marks, left = draw_vertical_axis(y, scale, wide - 4, unit=True)
    x = draw.Axis(*_reach([p[0] * across.factor for p in every]), left + 6, wide - 10)
    names = proof.along[frame.lang], proof.upwards[frame.lang]
    marks += [draw.text(0, 12, names[1], "ax"), *_place_columns(x, across)]
    marks.append(draw.text(wide - 4, HIGH - 4, names[0], "ax", "end"))

    def spot(p: Place) -> draw.Point:
        return x(p[0] * across.factor), y(p[1] * scale.factor)

    marks += [draw.dot(*spot(p), 2.0, "bubble") for p in proof.tried]
    marks.append(draw.path([spot(p) for p in sorted(proof.front, key=lambda p: p[0])], "ln me"))
    marks += [draw.dot(*spot(p), 3.4, "tip me") for p in proof.front]
    for p, words, size in ((proof.nothing, NOTHING, 3.0), (proof.chosen, CHOSEN, 5.5)):
        at, height = spot(p)
        own = words is CHOSEN
        marks.append(draw.dot(at, height, size, "tip me" if own else "tip"))
        room = draw.width(words[frame.lang], bold=own)
        side = at + 9 if at + 9 + room < wide else at - 9 - room
        marks.append(draw.text(side, max(height - 7, TOP), words[frame.lang], "lb hue" if own else "lb"))
    said = [_format_point(p, names, (across, scale), frame) for p in proof.front]
    return draw.svg(HIGH, marks, frame.label(said), wide)


def _reach(values: list[float]) -> tuple[float, float]:
    low, high = draw.domain(values)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _place_columns(x: draw.Axis, scale: Scale) -> list[str]:
    figures = draw.ticks(x.low, x.high, 6)
    told = select_distinct_ticks(figures, tick_texts(scale, figures, unit=True))
    return [draw.text(x(f), HIGH - FRONT_FOOT + 16, shown, "ax", "middle") for f, shown in told]


def _format_point(p: Place, names: tuple[str, str], scales: tuple[Scale, Scale], frame: ChartContext) -> str:
    along, upwards = (frame.pair(name, scale.text(v)) for v, name, scale in zip(p, names, scales, strict=True))
    return frame.join_clauses((upwards, along))
