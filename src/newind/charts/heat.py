"""Scores of units on the parts of an index as a grid: the number in each cell, five steps of one hue."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import cos, isfinite, pi
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import PAD, ChartContext, column
from newind.language.words import decimal, join_list, mark
from newind.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.messages import Text

WIDE = 700.0
HIGH = 21.0
MOST_NAME, MOST_NARROW = 160.0, 92.0
"""Width of the chart where it may be wide, height of a row, and the widest column of names in either width."""
CLASSES = 5
SLANT = pi / 4
"""Of column names that do not fit above their column."""
LONGEST = 190.0
"""Longest slanted name, in chart units."""
LEGEND = 34.0


@dataclass(frozen=True)
class HeatMap:
    """Scores on a scale: a row a unit, a column a part; columns before `apart` are set off (the index itself)."""

    columns: tuple[Text, ...]
    rows: dict[str, tuple[float, ...]]
    focus: str = ""
    apart: int = 0
    scale: tuple[float, float] = (0.0, 100.0)
    digits: int = 0


def heat(proof: HeatMap, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a cell a score, with the number in it; unknown ones are empty."""
    names = {code: frame.names(code) for code in proof.rows}
    most = MOST_NAME if wide > draw.WIDTH else MOST_NARROW
    left = column(list(names.values()), most) + PAD
    each = (wide - left) / max(len(proof.columns), 1)
    marks, top = heads([c[frame.lang] for c in proof.columns], left, each)
    for i, (code, values) in enumerate(proof.rows.items()):
        y, own = top + HIGH * i, " me" if code == proof.focus else ""
        shown = draw.fit(names[code], left - 2 * PAD, bold=bool(own))
        marks.append(draw.text(PAD, y + HIGH / 2 + 4, shown, "lb" + own, full=names[code]))
        for j, value in enumerate(values):
            marks += _cell(
                value, proof, left + each * j + (4 if proof.apart and j >= proof.apart else 0), y, each, frame
            )
    bottom = top + HIGH * len(proof.rows) + 8
    marks += _legend(proof, bottom, frame)
    return draw.svg(bottom + LEGEND, marks, frame.label(_describe_chart(proof, names, frame)), wide)


def shade(value: float, scale: tuple[float, float] = (0.0, 100.0)) -> int:
    """Return the class of a score, 1 the lowest fifth of the scale and 5 the highest.

    Examples
    --------
    >>> [shade(v) for v in (0, 19.9, 20, 100, 120, -3)]
    [1, 1, 2, 5, 5, 1]
    """
    return min(max(int((value - scale[0]) / (scale[1] - scale[0]) * CLASSES), 0), CLASSES - 1) + 1


def _cell(value: float, proof: HeatMap, x: float, y: float, each: float, frame: ChartContext) -> list[str]:
    if not isfinite(value):
        return [draw.text(x + each / 2, y + HIGH / 2 + 4, "–", "ax", "middle")]
    wide = each - (5 if proof.apart else 1)
    css = f"heat h{shade(value, proof.scale)}"
    number = decimal(value, proof.digits, frame.lang)
    return [
        draw.rect(x, y, wide, HIGH - 1, css, radius=1.5),
        draw.text(x + wide / 2, y + HIGH / 2 + 3.6, number, f"on{shade(value, proof.scale)} num", "middle"),
    ]


def heads(names: Sequence[str], left: float, each: float) -> tuple[list[str], float]:
    """Return the names above the columns and where the rows begin: upright where all fit, else slanted."""
    lines = [draw.wrap(name, each - 1) for name in names]
    if all("".join(t).replace(" ", "") == n.replace(" ", "") for t, n in zip(lines, names, strict=True)):
        high = 14.0 * max(map(len, lines), default=1)
        return [
            draw.text(left + each * (j + 0.5), 11 + 14 * k + (high - 14 * len(t)), part, "lb", "middle")
            for j, t in enumerate(lines)
            for k, part in enumerate(t)
        ], high + 5
    shown = [draw.fit(name, min((left + each * j) / cos(SLANT) + 8, LONGEST)) for j, name in enumerate(names)]
    high = max((draw.width(t) for t in shown), default=0.0) * cos(SLANT) + 16
    return [
        _draw_slanted_text(left + each * (j + 0.5), high - 7, t, n)
        for j, (t, n) in enumerate(zip(shown, names, strict=True))
    ], high


def _draw_slanted_text(x: float, y: float, shown: str, name: str) -> str:
    """Return a text that runs down to the top of its column."""
    place = f'x="{draw.n(x)}" y="{draw.n(y)}" transform="rotate(45 {draw.n(x)} {draw.n(y)})"'
    title = f"<title>{escape(name)}</title>" if shown != name else ""
    return f'<text {place} class="lb" text-anchor="end">{title}{escape(shown)}</text>'


def _legend(proof: HeatMap, y: float, frame: ChartContext) -> list[str]:
    """Return the five classes with the scores between them."""
    each = 34.0
    marks = [draw.rect(PAD + each * k, y, each - 1, 10, f"heat h{k + 1}", radius=1.5) for k in range(CLASSES)]
    for k in range(CLASSES + 1):
        anchor = "start" if k == 0 else "middle"
        bound = proof.scale[0] + (proof.scale[1] - proof.scale[0]) * k / CLASSES
        marks.append(draw.text(PAD + each * k, y + 23, decimal(bound, proof.digits, frame.lang), "ax", anchor))
    marks.append(draw.text(PAD + each * CLASSES + 16, y + 9, say("charts.heat.score", frame.lang), "ax"))
    return marks


def _describe_chart(proof: HeatMap, names: dict[str, str], frame: ChartContext) -> list[str]:
    said = []
    for code, values in proof.rows.items():
        parts = [
            frame.pair(c[frame.lang], _number(v, proof, frame)) for c, v in zip(proof.columns, values, strict=True)
        ]
        said.append(names[code] + mark("colon", frame.lang) + join_list(parts, frame.lang))
    return said


def _number(value: float, proof: HeatMap, frame: ChartContext) -> str:
    return decimal(value, proof.digits, frame.lang)
