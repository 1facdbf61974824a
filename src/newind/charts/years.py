"""Charts over years: lines with their names at the ends, slopes, stacked areas, a line within bands."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.courses import runs
from newind.charts.frame import ChartContext, caption, column, column_of_lines, draw_vertical_axis, rooms
from newind.language.words import Scale
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.draw import Axis
    from newind.charts.proofs import AreaStack, Bands, Lines, SlopeChart


HEIGHT = 150.0
FOOT = 18.0
EACH = 27.0
"""Room for the name of an area and its figure below it."""
MOST_END = 132.0
"""Widest column of names at the ends of lines."""
GAP = 13.5


def lines(proof: Lines, frame: ChartContext) -> str:
    """Draw a line a series, named at its end; a band fills what lies between two definitions."""
    scale = frame.scale([v for s in proof.series.values() for v in s], proof.unit)
    figures = {k: [v * scale.factor for v in s] for k, s in proof.series.items()}
    hued = {proof.focus, *(proof.band or ())}
    names = {k: _end_name(k, proof, frame, scale, k in hued) for k in figures}
    unit = caption(scale, 14)
    top = 26.0 if unit else 12.0
    low, high = draw.domain([v for s in figures.values() for v in s])
    height = max(HEIGHT, sum(rooms(names.values(), GAP)) + 14)
    y = draw.Axis(low, high, height - FOOT, top)
    right = draw.WIDTH - column_of_lines(names.values(), MOST_END) - 8
    marks, left = _y_axis(y, scale, right, unit=unit)
    x = draw.Axis(proof.years[0], max(proof.years[-1], proof.years[0] + 1), left, right)
    marks += _x_axis(x, proof.years, height)
    if proof.band:
        marks += _band(proof, figures, x, y)
    ends: list[tuple[str, float]] = []
    for code in sorted(figures, key=lambda k: k in hued):
        css = ("ln me" + (" dash" if code != proof.focus else "")) if code in hued else "ln"
        for run in runs(proof.years, figures[code], x, y):
            marks.append(draw.path(run, css) if len(run) > 1 else draw.dot(*run[0], 2, "tip"))
            last = run[-1]
        if any(map(isfinite, figures[code])):
            marks.append(draw.dot(*last, 3.6 if code in hued else 2.6, "tip me" if code in hued else "tip"))
            ends.append((code, last[1]))
    marks += _end_names(ends, names, hued, right, height)
    return draw.svg(height, marks, frame.label(_describe_lines(proof, scale, frame)))


def _end_name(code: str, proof: Lines, frame: ChartContext, scale: Scale, hued: bool) -> list[str]:
    """Return what stands at the end of a line: its name, in hue with its last figure."""
    name = frame.select_label(code, proof.labels.get(code))
    known = [v for v in proof.series[code] if isfinite(v)]
    if not (hued and known):
        return draw.wrap(name, MOST_END, bold=hued)
    return draw.name_with_number(name, scale.number(known[-1]), MOST_END, bold=hued)


def _end_names(
    ends: Sequence[tuple[str, float]], names: dict[str, list[str]], hued: set[str], right: float, height: float
) -> list[str]:
    places = draw.spread([y for _, y in ends], rooms([names[k] for k, _ in ends], GAP), 8.0, height - 12)
    marks = []
    for (code, wanted), place in zip(ends, places, strict=True):
        if abs(place - wanted) > 4:
            marks.append(draw.line(right + 2, wanted, right + 8, place, "lead"))
        marks += draw.stack(right + 10, place + 4, names[code], "lb me hue" if code in hued else "lb")
    return marks


def _band(proof: Lines, figures: dict[str, list[float]], x: Axis, y: Axis) -> list[str]:
    one, other = (figures[k] for k in proof.band or ())
    both = [(t, a, b) for t, a, b in zip(proof.years, one, other, strict=True) if isfinite(a) and isfinite(b)]
    if len(both) < 2:
        return []
    points = [(x(t), y(a)) for t, a, _ in both] + [(x(t), y(b)) for t, _, b in reversed(both)]
    return [draw.path(points, "area band", closed=True)]


def _y_axis(y: Axis, scale: Scale, right: float, *, unit: str) -> tuple[list[str], float]:
    """Return the lines and figures of the vertical axis, and where the plot begins."""
    marks, left = draw_vertical_axis(y, scale, right, unit=not unit, most=4, distinct=False)
    return [*([draw.text(0, 11, unit, "ax")] if unit else []), *marks], left


def _x_axis(x: Axis, years: Sequence[int], height: float = HEIGHT) -> list[str]:
    shown = list(dict.fromkeys([years[0], years[len(years) // 2], years[-1]]))
    if len(shown) == 3 and x(years[-1]) - x(years[0]) < 96:
        del shown[1]
    marks = []
    for year in shown:
        anchor = "start" if year == shown[0] and len(shown) > 1 else "end" if year == shown[-1] else "middle"
        shift = -4 if anchor == "start" else 4 if anchor == "end" else 0
        marks.append(draw.text(x(year) + shift, height - 3, str(year), "ax", anchor))
    return marks


def _describe_lines(proof: Lines, scale: Scale, frame: ChartContext) -> list[str]:
    said = []
    for code, values in proof.series.items():
        known = [(t, v) for t, v in zip(proof.years, values, strict=True) if isfinite(v)]
        if known:
            (a, first), (b, last) = known[0], known[-1]
            name = frame.select_label(code, proof.labels.get(code))
            told = say("charts.frame.over_years", frame.lang, a=scale.text(first), first=a, b=scale.text(last), last=b)
            said.append(frame.pair(name, told))
    return said


def slope(proof: SlopeChart, frame: ChartContext) -> str:
    """Draw two moments of several economies, named at the second one."""
    known = {k: p for k, p in proof.series.items() if isfinite(p[0]) and isfinite(p[1])}
    scale = frame.scale([v for p in known.values() for v in p], proof.unit)
    figures = {k: (a * scale.factor, b * scale.factor) for k, (a, b) in known.items()}
    unit = caption(scale, 14)
    numbers = {k: scale.number(p[1]) for k, p in known.items()}
    names = {k: draw.name_with_number(frame.names(k), v, 148, bold=True) for k, v in numbers.items()}
    takes = rooms(names.values(), GAP)
    bottom = max(HEIGHT, 22 + sum(takes)) - 6
    top = 32.0 if unit else 20.0
    y = draw.Axis(*draw.domain([v for p in figures.values() for v in p], pad=0.02), bottom - 4, top + 4)
    left = column([scale.number(p[0]) for k, p in known.items() if k == proof.focus]) + 16
    right = draw.WIDTH - column_of_lines(names.values(), 160.0) - 10
    marks = [draw.text(draw.WIDTH - 2, 11, scale.unit, "ax", "end")] if scale.unit else []
    for x, year in zip((left, right), proof.years, strict=True):
        marks += [draw.line(x, top - 4, x, bottom, "grid"), draw.text(x, top - 9, str(year), "ax", "middle")]
    for code in sorted(figures, key=lambda k: k == proof.focus):
        own = " me" if code == proof.focus else ""
        first, last = y(figures[code][0]), y(figures[code][1])
        marks += [draw.path([(left, first), (right, last)], "ln" + own)]
        marks += [draw.dot(left, first, 3 + bool(own), "tip" + own), draw.dot(right, last, 3 + bool(own), "tip" + own)]
        if own:
            marks.append(draw.text(left - 8, first + 4, scale.number(known[code][0]), "lb num me", "end"))
    places = draw.spread([y(p[1]) for p in figures.values()], takes, top, bottom - 2)
    for code, place in zip(figures, places, strict=True):
        if abs(place - y(figures[code][1])) > 4:
            marks.append(draw.line(right + 3, y(figures[code][1]), right + 8, place, "lead"))
        marks += draw.stack(right + 10, place + 4, names[code], "lb me hue" if code == proof.focus else "lb")
    ends = {k: (scale.text(a), scale.text(b)) for k, (a, b) in known.items()}
    said = [frame.pair(frame.names(k), say("charts.years.from_to", frame.lang, a=a, b=b)) for k, (a, b) in ends.items()]
    return draw.svg(bottom + 6, marks, frame.label(said))


def draw_stacked_areas(proof: AreaStack, frame: ChartContext) -> str:
    """Draw parts of a whole over years; an axis that starts above zero says so."""
    scale = frame.scale([v for s in proof.series.values() for v in s], proof.unit)
    parts = {k: [v * scale.factor if isfinite(v) else 0.0 for v in s] for k, s in proof.series.items()}
    names = {k: frame.select_label(k, proof.labels.get(k)) for k in parts}
    lines = {k: draw.wrap(name, MOST_END) for k, name in names.items()}
    takes = rooms(lines.values(), EACH)
    numbers = {k: scale.text(s[-1]) for k, s in proof.series.items()}
    sums = [sum(p) for p in zip(*parts.values(), strict=True)]
    low = _cut(min(next(iter(parts.values()))), max(sums))
    top = 24.0 if low else 10.0
    height = max(HEIGHT, 14 + sum(takes) + FOOT)
    y = draw.Axis(low, max(sums) or 1.0, height - FOOT, top)
    right = draw.WIDTH - column_of_lines([*lines.values(), list(numbers.values())], MOST_END) - 8
    axis, left = _y_axis(y, scale, right, unit="")
    x = draw.Axis(proof.years[0], max(proof.years[-1], proof.years[0] + 1), left, right)
    marks, base, middles = [*axis], [low] * len(sums), []
    for i, (_, values) in enumerate(parts.items()):
        up = [max(b, low) + v if i else max(v, low) for b, v in zip(base, values, strict=True)]
        points = [(x(t), y(v)) for t, v in zip(proof.years, up, strict=True)]
        points += [(x(t), y(v)) for t, v in reversed(list(zip(proof.years, base, strict=True)))]
        marks.append(draw.path(points, f"area part p{min(i, 4)}", closed=True))
        middles.append((y(up[-1]) + y(base[-1])) / 2)
        base = up
    for code, place in zip(parts, draw.spread(middles, takes, 14.0, height - FOOT - 12), strict=True):
        down = draw.LEAD * (len(lines[code]) - 1) / 2
        marks += draw.stack(right + 8, place - 1, lines[code])
        marks.append(draw.text(right + 8, place + down + 12, numbers[code], "lb num me"))
    if low:
        from_here = scale.number(low / scale.factor, 0) + scale.suffix
        marks.append(draw.text(0, 11, say("charts.years.axis_from", frame.lang, start=from_here), "ax"))
    marks += _x_axis(x, proof.years, height)
    last = proof.years[-1]
    said = [frame.pair(names[k], say("charts.frame.in_year", frame.lang, shown=numbers[k], year=last)) for k in parts]
    return draw.svg(height, marks, frame.label(said))


def _cut(lowest: float, highest: float) -> float:
    """Return where a stacked axis starts: above zero only where the first part fills more than half at all times.

    Examples
    --------
    >>> _cut(71.6, 100.0), _cut(80.0, 90.4), _cut(40.0, 100.0)
    (60.0, 70.0, 0.0)
    """
    if lowest < 0.5 * highest:
        return 0.0
    if highest <= 0:
        return 0.0
    step = 10.0 ** ceil(log10(highest * 0.999)) / 10
    return max(floor((lowest - step / 2) / step) * step, 0.0)


BAND_HEIGHT, WIDE_HEIGHT, BAND_FOOT, TOP = 170.0, 270.0, 20.0, 38.0
MOST_BAND_END = 120.0
"""Widest column of names at the ends of lines."""
YEAR = 24.0
"""Width of a year below an axis."""
OBSERVED = message("charts.bands.observed")
ASSUMED = message("charts.bands.assumed")
SIDE = 9.0
"""Side of the squares of the legend."""


def bands(proof: Bands, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a line and the bands around it, their names above, those of lines at their ends."""
    high = BAND_HEIGHT if wide <= draw.WIDTH else WIDE_HEIGHT
    every = [*proof.middle, *proof.beside, *(v for _, low, up in proof.bands for v in (*low, *up))]
    scale = frame.scale(every, proof.unit) if proof.unit else Scale(1.0, "", 2, frame.lang)
    y = draw.Axis(*draw.domain([v * scale.factor for v in every if isfinite(v)]), high - BAND_FOOT, TOP)
    lines = {k: v for k, v in (("middle", proof.middle), ("beside", proof.beside)) if v}
    names = {
        k: draw.name_with_number(proof.labels[k][frame.lang], scale.text(v[-1]), MOST_BAND_END, bold=k == "middle")
        for k, v in lines.items()
    }
    right = wide - max(column_of_lines(names.values(), MOST_BAND_END), YEAR / 2) - 8
    marks, left = draw_vertical_axis(y, scale, right, gap=10)
    x = draw.Axis(proof.years[0], max(proof.years[-1], proof.years[0] + 1), left, right)
    marks = [*_draw_observed_years(proof, x, y, frame), *marks, *_legend(proof, scale, frame, wide)]
    for _, low, up in proof.bands:
        marks += _draw_band(proof.years, low, up, x, y, scale.factor)
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
        if draw.width(OBSERVED[frame.lang]) <= room:
            marks.append(draw.text(x.start, TOP - 9, OBSERVED[frame.lang], "ax"))
    if end < proof.years[-1] and draw.width(ASSUMED[frame.lang]) <= x.end - x(end) - 6:
        marks.append(draw.text(x(end) + 3, TOP - 9, ASSUMED[frame.lang], "ax"))
    return marks


def _legend(proof: Bands, scale: Scale, frame: ChartContext, wide: float) -> list[str]:
    """Return the unit and the names of bands, in one line above the plot."""
    marks, at = [draw.text(0, 11, scale.unit, "ax")], draw.width(scale.unit) + 14 if scale.unit else 0.0
    for k, (name, _, _) in enumerate(proof.bands):
        shown = draw.fit(name[frame.lang], (wide - at) / (len(proof.bands) - k) - SIDE - 18)
        marks += [draw.rect(at, 3, SIDE, SIDE, "area band")] * (k + 1)  # as they lie on each other
        marks.append(draw.text(at + SIDE + 4, 11, shown, "ax", full=name[frame.lang]))
        at += SIDE + 4 + draw.width(shown) + 14
    return marks if scale.unit else marks[1:]


def _draw_band(
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
    lines: dict[str, tuple[float, ...]], names: dict[str, list[str]], y: Axis, right: float, high: float, factor: float
) -> list[str]:
    wanted = {k: y(v[-1] * factor) for k, v in lines.items() if isfinite(v[-1])}
    places = draw.spread(list(wanted.values()), rooms([names[k] for k in wanted], GAP), TOP, high - BAND_FOOT)
    marks = []
    for (key, at), place in zip(wanted.items(), places, strict=True):
        css = "lb me hue" if key == "middle" else "lb"
        marks.append(draw.dot(right, at, 3.6 if key == "middle" else 2.6, "tip me" if key == "middle" else "tip"))
        marks += draw.stack(right + 8, place + 4, names[key], css)
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
