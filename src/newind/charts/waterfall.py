"""From one value to another by signed contributions: a row a step, so that long names have room on a phone.

A rise has the hue, a fall a lighter tone of it, which says nothing of better or worse; what is not explained is
hatched. Bars start from zero unless the steps would not be seen: then the axis is cut, and says so.
"""

from __future__ import annotations

from itertools import accumulate
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import PAD, TALL, ChartContext, column, names_of_rows, row_label
from newind.language.words import decimal
from newind.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.proofs import ChartRow, Waterfall
    from newind.language.words import Scale

BAR, FOOT, TOP = 11.0, 17.0, 17.0
GAP, APART = 7.0, 5.0
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
    right = wide - max(draw.width(t, bold=True) for t in shown) - GAP - 2
    lines, high = names_of_rows(names, left - PAD - 6)
    high += APART if high == TALL else 0.0
    x, cut = _axis(proof, levels, left, right)
    marks = [draw.hatch(frame.key)] if any(r.hatched for r in proof.steps) else []
    bottom = TOP + high * len(names)
    zero = x(min(max(0.0, x.low), x.high))
    marks.append(draw.line(zero, TOP - 2, zero, bottom, "base"))
    middles = [TOP + high * (k + 0.5) for k in range(len(names))]
    marks += [
        draw.line(x(v), a + BAR / 2, x(v), b - BAR / 2, "lead")
        for v, a, b in zip(levels, middles, middles[1:], strict=False)
    ]
    marks += _bars(proof, levels, middles, x, frame)
    for words, text, y, name in zip(lines, shown, middles, names, strict=True):
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
    marks = [draw.text(wide - 2, 11, draw.fit(unit, wide * 0.55, 11), "ax", "end")] if unit else []
    if cut is not None:
        start = cut.low * scale.factor
        shown = decimal(start, draw.decimals([start]), frame.lang) + ("%" if scale.unit == "%" else "")
        text = say("charts.waterfall.axis_from", frame.lang, start=shown)
        marks.append(draw.text(PAD, 11, draw.fit(text, wide * 0.42, 11), "ax"))
    return marks
