"""Charts with a row an economy, partner or part: ranked dots, bars, two-sided bars, segments."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import MOST_NAME, PAD, ChartContext, caption, column, names_of_rows, row_label, tick_texts
from newind.language.words import Scale, rank as in_rank
from newind.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.proofs import Bars, ChartRow, DotRanking, PartnerBars, Profile, RankRows, Segments
    from newind.messages import Text

RIGHT = draw.WIDTH - 2
BAR = 12.0
"""Height of a bar."""
WIDER = 168.0
"""Widest label column of a chart with many rows, all of which get higher where one label takes two lines."""


def draw_ranked_dots(proof: DotRanking, frame: ChartContext) -> str:
    """Draw a ranked dot plot: dot for the headline value, thick bar for its range, the focus row shaded.

    A second measure is a stroke; the two are named over the dots.
    """
    rows = [r for r in proof.rows if isfinite(r.value)]
    ends = [v for r in rows for v in (r.value, *(r.range or ()), *(() if r.other is None else (r.other,)))]
    scale = frame.scale([r.value for r in rows], proof.unit)
    span = draw.domain([v * scale.factor for v in ends])
    label = frame.label(_describe_ranks(rows, proof.focus, scale, frame))
    legend = _name_measures(proof.measures, frame) if proof.measures else ()
    return _dots(rows, scale, span, frame, label, focus=proof.focus, legend=legend)


def _name_measures(measures: tuple[Text, Text], frame: ChartContext) -> list[str]:
    """Return the legend of a dot and of a stroke."""
    first, second = (m[frame.lang] for m in measures)
    shown = draw.fit(first, (RIGHT - PAD - 14) / 2 - 16)
    shift = PAD + 14 + draw.width(shown) + 16
    return [
        draw.dot(PAD + 5, 8, 5, "dot me"),
        draw.text(PAD + 14, 11, shown, "ax", full=first),
        draw.line(shift, 2, shift, 14, "other"),
        draw.text(shift + 7, 11, draw.fit(second, RIGHT - shift - 7), "ax", full=second),
    ]


def places(proof: RankRows, frame: ChartContext) -> str:
    """Draw ranks: dot for the rank, thick bar for its interval, the focus row shaded."""
    rows = [replace(r, other=None) for r in proof.rows if isfinite(r.value)]
    scale = Scale(1.0, "", 0, frame.lang)
    said = [frame.pair(frame.row(r), _with_ends(r, scale, frame)) for r in rows]
    return _dots(rows, scale, (0.5, proof.of + 0.5), frame, frame.label(said), focus=proof.focus, most=WIDER)


def profile(proof: Profile, frame: ChartContext) -> str:
    """Draw scores part by part: dot for the economy, thick bar for its range, a line for the others."""
    scale, others = Scale(1.0, "", 0, frame.lang), proof.others[frame.lang]
    legend = _name_measures((proof.own, proof.others), frame)
    said = [frame.pair(frame.row(r), f"{_with_ends(r, scale, frame)}, {_other(r, scale)}") for r in proof.rows]
    label = frame.label([frame.pair(others, say("charts.rows.second", frame.lang)), *said])
    return _dots(proof.rows, scale, (0.0, 100.0), frame, label, legend=legend, most=WIDER)


def _with_ends(row: ChartRow, scale: Scale, frame: ChartContext) -> str:
    """Return a figure and its range."""
    if row.range is None:
        return scale.number(row.value)
    shown, low, high = (scale.number(v) for v in (row.value, *row.range))
    return say("charts.frame.with_range", frame.lang, shown=shown, low=low, high=high)


def _other(row: ChartRow, scale: Scale) -> str:
    return scale.number(row.value if row.other is None else row.other)


def _dots(
    rows: Sequence[ChartRow],
    scale: Scale,
    span: tuple[float, float],
    frame: ChartContext,
    label: str,
    *,
    focus: str = "",
    legend: Sequence[str] = (),
    most: float = MOST_NAME,
) -> str:
    """Draw a row each: its name, its marks on one axis, its figure; without a focus all rows have the hue."""
    numbers = [scale.number(r.value) for r in rows]
    left, right = column([frame.row(r) for r in rows], most) + 12, RIGHT - column(numbers) - 10
    x = draw.Axis(*span, left, right)
    unit = caption(scale, 34)
    top = 34.0 if legend else 30.0 if unit else 17.0
    placed = names_of_rows([frame.row(r) for r in rows], left - 12, top)
    marks = [*legend, draw.text(RIGHT, 11, unit, "ax", "end")] if unit else [*legend]
    marks += _ticks(x, scale, top, placed.bottom, unit=not unit)
    for row, number, name, y, high in zip(rows, numbers, placed.lines, placed.middles, placed.heights, strict=True):
        own = " me" if focus and row.code == focus else ""
        if own:
            marks.append(draw.rect(0, y - high / 2, draw.WIDTH, high, "hl", radius=3))
        marks += row_label(name, y, "lb" + own, frame.row(row))
        marks += _dot_marks(row, y, own if focus else " me", x, scale)
        marks.append(draw.text(RIGHT, y + 4, number, "lb num" + own, "end"))
    return draw.svg(placed.bottom + 3, marks, label)


def _dot_marks(row: ChartRow, y: float, own: str, x: draw.Axis, scale: Scale) -> list[str]:
    at = x(row.value * scale.factor)
    marks = [draw.dot(at, y, 5.2 if own else 4, "dot" + own)]
    if row.range is not None and row.range[0] != row.range[1]:
        low, high = (x(v * scale.factor) for v in row.range)
        marks.insert(0, draw.line(low, y, high, y, "range" + own))
    if row.other is not None:
        other = x(row.other * scale.factor)
        marks.append(draw.line(other, y - 6, other, y + 6, "other"))
    return marks


def _describe_ranks(rows: Sequence[ChartRow], focus: str, scale: Scale, frame: ChartContext) -> list[str]:
    if not rows:
        return []
    said = [frame.pair(frame.row(r), scale.text(r.value)) for r in rows]
    place = next((i for i, r in enumerate(rows) if r.code == focus), None)
    mine = []
    if place is not None:
        ranked = in_rank(place + 1, len(rows), frame.lang)
        mine = [say("charts.rows.ranked", frame.lang, shown=said[place], rank=ranked)]
    return [*mine, say("charts.rows.ends", frame.lang, first=said[0], last=said[-1])]


def _ticks(x: draw.Axis, scale: Scale, top: float, bottom: float, *, unit: bool) -> list[str]:
    figures = draw.ticks(x.low, x.high, 3 if x.end - x.start < 150 else 4)
    marks = [draw.line(x(f), top - 2, x(f), bottom, "grid") for f in figures]
    for f, shown in zip(figures, tick_texts(scale, figures, unit=unit), strict=True):
        half = draw.width(shown) / 2
        marks.append(draw.text(min(max(x(f), half), RIGHT - half), top - 6, shown, "ax", "middle"))
    return marks


def bars(proof: Bars, frame: ChartContext) -> str:
    """Draw bars from zero, in two parts where the rows have them; below zero they run to the left."""
    rows = [r for r in proof.rows if isfinite(r.value)]
    scale = frame.scale([r.value for r in rows], proof.unit)
    numbers = [scale.number(r.value) for r in rows]
    left, right = column([frame.row(r) for r in rows]) + 10, RIGHT - column(numbers) - 6
    ends = [e for r in rows for e in (r.value, *((r.range or ()) if proof.ranges else ()))]
    low, high = draw.domain([e * scale.factor for e in ends], zero=True, pad=0.0)
    x = draw.Axis(low, high, left, right)
    marks = [draw.hatch(frame.key)] if any(r.hatched for r in rows) else []
    top = 2.0
    if proof.parts:
        legend, top = _legend(proof, scale, frame)
        marks += legend
    elif scale.unit:
        marks.append(draw.text(RIGHT, 11, scale.unit, "ax", "end"))
        top = 17.0
    placed = names_of_rows([frame.row(r) for r in rows], left - 8, top)
    for row, number, name, y in zip(rows, numbers, placed.lines, placed.middles, strict=True):
        own = " me" if row.code == proof.focus else ""
        marks += row_label(name, y, "lb" + own, frame.row(row))
        marks += _bar(row, y - BAR / 2, own, x, scale, frame)
        if proof.ranges and row.range is not None:
            start, end = (x(e * scale.factor) for e in row.range)
            marks.append(draw.line(start, y, end, y, "other"))
        marks.append(draw.text(RIGHT, y + 4, number, "lb num" + own, "end"))
    marks.append(draw.line(x(0), top, x(0), placed.bottom, "base"))
    said = [frame.pair(frame.row(r), scale.text(r.value)) for r in rows]
    return draw.svg(placed.bottom + 3, marks, frame.label(said))


def _legend(proof: Bars, scale: Scale, frame: ChartContext) -> tuple[list[str], float]:
    """Return the names of the two parts, on two lines where they need them, and where the bars begin."""
    first, second = (p[frame.lang] for p in proof.parts or ())
    beside = PAD + 13 + draw.width(first) + 14
    fits = beside + 13 + draw.width(second) + draw.width(scale.unit) + 6 <= RIGHT
    shift, down = (beside, 0.0) if fits else (PAD, 15.0)
    marks = [
        draw.rect(PAD, 3, 9, 9, "fill me"),
        draw.text(PAD + 13, 11, first, "ax"),
        draw.rect(shift, 3 + down, 9, 9, "fill me second"),
        draw.text(shift + 13, 11 + down, second, "ax"),
        draw.text(RIGHT, 11 + down, scale.unit, "ax", "end"),
    ]
    return marks, 18.0 + down


def _bar(row: ChartRow, y: float, own: str, x: draw.Axis, scale: Scale, frame: ChartContext) -> list[str]:
    paint = frame.hatch_fill() if row.hatched else ""
    css = "hatched" if row.hatched else "fill" + own
    start, end = sorted((x(0), x(row.value * scale.factor)))
    if row.other is None or not isfinite(row.other):
        return [draw.rect(start, y, end - start, BAR, css, paint)]
    cut = x(row.other * scale.factor)
    first = draw.rect(start, y, cut - start, BAR, css, paint)
    return [first, draw.rect(cut + 0.8, y, end - cut - 0.8, BAR, css + " second", paint)]


def draw_two_sided_bars(proof: PartnerBars, frame: ChartContext) -> str:
    """Draw out (to the right) and in (to the left) by partner, on one scale."""
    rows = [r for r in proof.rows if isfinite(r.value)]
    outs, ins = [max(r.value, 0.0) for r in rows], [max(r.other or 0.0, 0.0) for r in rows]
    scale = frame.scale([*outs, *ins], proof.unit)
    left = column([frame.row(r) for r in rows]) + 6
    placed = names_of_rows([frame.row(r) for r in rows], left - 6, 18)
    wide_in, wide_out = (column([scale.number(v) for v in side]) + 4 for side in (ins, outs))
    room = RIGHT - left - wide_in - wide_out
    each = room / max(max(ins, default=0.0) + max(outs, default=0.0), 1e-12)
    zero = left + wide_in + max(ins, default=0.0) * each
    right = proof.right[frame.lang] + " →"
    at = min(zero + 5, RIGHT - draw.width(right))
    marks = [
        draw.text(PAD, 11, scale.unit, "ax"),
        draw.text(at - 10, 11, "← " + proof.left[frame.lang], "ax", "end"),
        draw.text(at, 11, right, "ax"),
    ]
    for row, out, back, name, y in zip(rows, outs, ins, placed.lines, placed.middles, strict=True):
        marks += row_label(name, y, "lb", frame.row(row))
        marks += [
            draw.rect(zero + 1, y - BAR / 2, out * each, BAR, "fill me"),
            draw.rect(zero - 1 - back * each, y - BAR / 2, back * each, BAR, "fill me second"),
            draw.text(zero + out * each + 6, y + 4, scale.number(out), "lb num"),
            draw.text(zero - back * each - 6, y + 4, scale.number(back), "lb num", "end"),
        ]
    marks.append(draw.line(zero, 17, zero, placed.bottom, "base"))
    said = [
        frame.pair(frame.row(r), f"{scale.text(o)} {proof.right[frame.lang]}, {scale.text(b)} {proof.left[frame.lang]}")
        for r, o, b in zip(rows, outs, ins, strict=True)
    ]
    return draw.svg(placed.bottom + 3, marks, frame.label(said))


def segments(proof: Segments, frame: ChartContext) -> str:
    """Draw the shares of a whole in one bar, each named below it; what is not named is hatched."""
    rows = [r for r in proof.rows if isfinite(r.value) and r.value > 0]
    total = sum(r.value for r in rows) or 1.0
    scale = frame.scale([r.value for r in rows], proof.unit)
    marks, x, y = [draw.hatch(frame.key)] if any(r.hatched for r in rows) else [], PAD, 50.0
    plain = [r for r in rows if not r.hatched]
    for row in rows:
        css = "hatched" if row.hatched else f"fill me p{min(plain.index(row), 4)}"
        paint = frame.hatch_fill() if row.hatched else ""
        w, name = row.value / total * (RIGHT - PAD), frame.row(row)
        number = scale.text(row.value)
        lines = draw.wrap(name, RIGHT - 26 - draw.width(number))
        marks += [
            draw.rect(x, 4, w - 1.5, 26, css, paint),
            draw.rect(PAD, y - 9, 10, 10, css, paint),
            *(draw.text(20, y + draw.LEAD * k, t, full=name) for k, t in enumerate(lines)),
            draw.text(RIGHT, y, number, "lb num", "end"),
        ]
        x, y = x + w, y + 18 + draw.LEAD * (len(lines) - 1)
    said = [frame.pair(frame.row(r), scale.text(r.value)) for r in rows]
    return draw.svg(y - 10, marks, frame.label(said))
