"""Ranks with their intervals: a row a unit, the bar from the 5th to the 95th percentile, first place at the left."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import PAD, ChartContext, column, names_of_rows, row_label
from newind.messages import message, message_group, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.proofs import ChartRow

RIGHT = draw.WIDTH - 2
TOP = 38.0
WIDEST = 118.0
"""Widest column of names."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST_TICKS = 6
LEGEND = message_group("charts.ranks.legend")


@dataclass(frozen=True)
class RankIntervals:
    """Ranks of units: value the rank itself, range its interval, other the median over replications."""

    rows: tuple[ChartRow, ...]
    of: int
    focus: str = ""


def intervals(proof: RankIntervals, frame: ChartContext) -> str:
    """Draw a row a unit, by rank: a dot for the rank, a bar for its interval, a line for the median."""
    rows = sorted((r for r in proof.rows if isfinite(r.value)), key=lambda r: (r.value, r.other or r.value))
    shown = [ends(r, frame.lang) for r in rows]
    left, right = column([frame.row(r) for r in rows], WIDEST) + 10, RIGHT - column(shown) - 8
    x = draw.Axis(1.0, max(float(proof.of), 2.0), left, right)
    names, high_row = names_of_rows([frame.row(r) for r in rows], left - 10)
    bottom = TOP + high_row * len(rows)
    marks = [*_legend(frame), *_places(x, proof.of, bottom)]
    for i, (row, text, name) in enumerate(zip(rows, shown, names, strict=True)):
        own, y = " me" if not proof.focus or row.code == proof.focus else "", TOP + high_row * (i + 0.5)
        if own and proof.focus:
            marks.append(draw.rect(0, y - high_row / 2, draw.WIDTH, high_row, "hl", radius=3))
        bold = own if proof.focus else ""
        marks += [*row_label(name, y, "lb" + bold, frame.row(row)), *_marks(row, y, own, x)]
        marks.append(draw.text(RIGHT, y + 4, text, "lb num" + bold, "end"))
    return draw.svg(bottom + 3, marks, frame.label(_describe_ranks(rows, frame)))


def ends(row: ChartRow, lang: str) -> str:
    """Return the interval of a rank as it is written, the rank alone where it is one place.

    Examples
    --------
    >>> from newind.charts.proofs import ChartRow
    >>> ends(ChartRow("A", 3, (2, 5)), "en"), ends(ChartRow("A", 1, (1, 1)), "en"), ends(ChartRow("A", 3, (2, 5)), "zh")
    ('2–5', '1', '2—5')
    """
    low, high = row.range or (row.value, row.value)
    return f"{low:.0f}" if low == high else say("charts.ranks.span", lang, low=f"{low:.0f}", high=f"{high:.0f}")


def _marks(row: ChartRow, y: float, own: str, x: draw.Axis) -> list[str]:
    low, high = row.range or (row.value, row.value)
    marks = [draw.line(x(low), y, x(high), y, "range" + own)] if low < high else []
    marks.append(draw.dot(x(row.value), y, 4.6, "dot" + own))
    if row.other is not None and isfinite(row.other):
        marks.append(draw.line(x(row.other), y - 6, x(row.other), y + 6, "median"))
    return marks


def _legend(frame: ChartContext) -> list[str]:
    rank, span, middle = (LEGEND[k][frame.lang] for k in ("rank", "span", "middle"))
    second = PAD + 16 + draw.width(rank, 11) + 14
    third = second + 30 + draw.width(span, 11) + 14
    return [
        draw.dot(PAD + 5, 7.5, 4.6, "dot me"),
        draw.text(PAD + 16, 11, rank, "ax"),
        draw.line(second + 3, 7.5, second + 22, 7.5, "range me"),
        draw.text(second + 30, 11, span, "ax"),
        draw.line(third, 1.5, third, 13.5, "median"),
        draw.text(third + 7, 11, middle, "ax"),
    ]


def _places(x: draw.Axis, of: int, bottom: float) -> list[str]:
    """Return the lines and numbers of round places, the first and the last among them."""
    marks = []
    for place in select_ticks(of):
        marks.append(draw.line(x(place), TOP - 4, x(place), bottom, "grid"))
        marks.append(draw.text(x(place), TOP - 8, str(place), "ax", "middle"))
    return marks


def select_ticks(of: int) -> tuple[int, ...]:
    """Return the places that an axis names.

    Examples
    --------
    >>> select_ticks(19), select_ticks(31), select_ticks(5), select_ticks(1)
    ((1, 5, 10, 15, 19), (1, 10, 20, 31), (1, 2, 3, 4, 5), (1,))
    """
    step = next(s for s in STEPS if of / s <= MOST_TICKS - 1 or s == STEPS[-1])
    inner = [p for p in range(step, of, step) if p > 1 and of - p >= 0.6 * step]
    return tuple(dict.fromkeys([1, *inner, of]))


def _describe_ranks(rows: Sequence[ChartRow], frame: ChartContext) -> list[str]:
    named = message("charts.ranks.describe_ranks.named.interval")[frame.lang]
    return [frame.pair(frame.row(r), named.format(rank=f"{r.value:.0f}", ends=ends(r, frame.lang))) for r in rows]
