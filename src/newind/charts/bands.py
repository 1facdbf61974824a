"""A line over years within bands, years whose growth is observed distinguished from those for which it is assumed."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import ChartContext, column, select_distinct_ticks, tick_texts
from newind.language.words import Scale
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis
    from newind.charts.proofs import Bands

HEIGHT, WIDE_HEIGHT, FOOT, TOP = 170.0, 270.0, 20.0, 38.0
MOST_END = 120.0
"""Widest column of names at the ends of lines."""
GAP = 13.5
OBSERVED = message("charts.bands.observed")
ASSUMED = message("charts.bands.assumed")
SIDE = 9.0
"""Side of the squares of the legend."""


def bands(proof: Bands, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a line and the bands around it, their names above, those of lines at their ends."""
    high = HEIGHT if wide <= draw.WIDTH else WIDE_HEIGHT
    every = [*proof.middle, *proof.beside, *(v for _, low, up in proof.bands for v in (*low, *up))]
    scale = frame.scale(every, proof.unit) if proof.unit else Scale(1.0, "", 2, frame.lang)
    y = draw.Axis(*draw.domain([v * scale.factor for v in every if isfinite(v)]), high - FOOT, TOP)
    lines = {"middle": proof.middle, **({"beside": proof.beside} if proof.beside else {})}
    names = {k: f"{proof.labels[k][frame.lang]} {scale.text(v[-1])}" for k, v in lines.items()}
    right = wide - column(list(names.values()), MOST_END) - 8
    marks, left = _rows(y, scale, right)
    x = draw.Axis(proof.years[0], max(proof.years[-1], proof.years[0] + 1), left, right)
    marks = [*_draw_observed_years(proof, x, y, frame), *marks, *_legend(proof, scale, frame, wide)]
    for _, low, up in proof.bands:
        marks += _band(proof.years, low, up, x, y, scale.factor)
    for key in reversed(lines):
        css = "ln me" if key == "middle" else "ln dash"
        marks += _line(proof.years, lines[key], x, y, scale.factor, css)
    marks += _ends(lines, names, y, right, high, scale.factor)
    marks += [draw.text(x(t), high - 4, str(t), "ax", "middle") for t in _select_tick_years(proof.years, x)]
    return draw.svg(high, marks, frame.label(_describe_chart(proof, lines, scale, frame)), wide)


def _draw_observed_years(proof: Bands, x: Axis, y: Axis, frame: ChartContext) -> list[str]:
    """Return the shade of the years whose growth is observed, and the names of both parts."""
    end = min(max(proof.observed, proof.years[0]), proof.years[-1])
    marks = []
    if end > proof.years[0]:
        marks.append(draw.rect(x.start, TOP - 4, x(end) - x.start, y.start - TOP + 4, "hl", radius=0))
        room = x(end) - x.start - 6
        if draw.width(OBSERVED[frame.lang], 11) <= room:
            marks.append(draw.text(x.start, TOP - 9, OBSERVED[frame.lang], "ax"))
    if end < proof.years[-1] and draw.width(ASSUMED[frame.lang], 11) <= x.end - x(end) - 6:
        marks.append(draw.text(x(end) + 3, TOP - 9, ASSUMED[frame.lang], "ax"))
    return marks


def _rows(y: Axis, scale: Scale, right: float) -> tuple[list[str], float]:
    figures = draw.ticks(min(y.low, y.high), max(y.low, y.high), 5)
    texts = tick_texts(scale, figures, unit=False)
    left = max((draw.width(t, 11) for t in texts), default=0.0) + 10
    marks = []
    for f, shown in select_distinct_ticks(figures, texts):
        marks.append(draw.line(left - 3, y(f), right, y(f), "base" if f == 0 else "grid"))
        marks.append(draw.text(left - 6, y(f) + 4, shown, "ax", "end"))
    return marks, left


def _legend(proof: Bands, scale: Scale, frame: ChartContext, wide: float) -> list[str]:
    """Return the unit and the names of bands, in one line above the plot."""
    marks, at = [draw.text(0, 11, scale.unit, "ax")], draw.width(scale.unit, 11) + 14 if scale.unit else 0.0
    for k, (name, _, _) in enumerate(proof.bands):
        shown = draw.fit(name[frame.lang], (wide - at) / (len(proof.bands) - k) - SIDE - 18, 11)
        marks += [draw.rect(at, 3, SIDE, SIDE, "area band")] * (k + 1)  # as they lie on each other
        marks.append(draw.text(at + SIDE + 4, 11, shown, "ax", full=name[frame.lang]))
        at += SIDE + 4 + draw.width(shown, 11) + 14
    return marks if scale.unit else marks[1:]


def _band(
    years: Sequence[int], low: Sequence[float], up: Sequence[float], x: Axis, y: Axis, factor: float
) -> list[str]:
    known = [(t, a * factor, b * factor) for t, a, b in zip(years, low, up, strict=True) if isfinite(a) and isfinite(b)]
    if len(known) < 2:
        return []
    ends = [*((x(t), y(a)) for t, a, _ in known), *((x(t), y(b)) for t, _, b in reversed(known))]
    return [draw.path(ends, "area band", closed=True)]


def _line(years: Sequence[int], values: Sequence[float], x: Axis, y: Axis, factor: float, css: str) -> list[str]:
    known = [(x(t), y(v * factor)) for t, v in zip(years, values, strict=True) if isfinite(v)]
    return [draw.path(known, css)] if len(known) > 1 else []


def _ends(
    lines: dict[str, tuple[float, ...]], names: dict[str, str], y: Axis, right: float, high: float, factor: float
) -> list[str]:
    wanted = {k: y(v[-1] * factor) for k, v in lines.items() if isfinite(v[-1])}
    places = draw.spread(list(wanted.values()), GAP, TOP, high - FOOT)
    marks = []
    for (key, at), place in zip(wanted.items(), places, strict=True):
        css = "lb me hue" if key == "middle" else "lb"
        marks.append(draw.dot(right, at, 3.6 if key == "middle" else 2.6, "tip me" if key == "middle" else "tip"))
        shown = draw.fit(names[key], MOST_END, bold=key == "middle")
        marks.append(draw.text(right + 8, place + 4, shown, css, full=names[key]))
    return marks


def _select_tick_years(years: Sequence[int], x: Axis) -> list[int]:
    """Return the years that are written below: round ones, and the ends where they leave room."""
    figures = [int(t) for t in draw.ticks(years[0], years[-1], max(int((x.end - x.start) // 44), 2)) if t == int(t)]
    inner = [t for t in figures if x(t) - x.start >= 36 and x.end - x(t) >= 36]
    return list(dict.fromkeys([years[0], *inner, years[-1]]))


def _describe_chart(proof: Bands, lines: dict[str, tuple[float, ...]], scale: Scale, frame: ChartContext) -> list[str]:
    """Return the last figures of lines and bands in words."""
    last = proof.years[-1]
    ends = [(proof.labels[k][frame.lang], scale.text(v[-1])) for k, v in lines.items()]
    spans = [
        (
            name[frame.lang],
            say("charts.frame.from_to", frame.lang, low=scale.text(low[-1]), high=scale.text(up[-1])),
        )
        for name, low, up in proof.bands
    ]
    told = say("charts.bands.last_observed", frame.lang, year=proof.observed)
    named = [(say("charts.bands.of_year", frame.lang, year=last, name=name), shown) for name, shown in (*ends, *spans)]
    return [*(frame.pair(*each) for each in named), told]
