"""Range bars around zero, and ranks with their intervals: a row a unit.

A bar wears better, worse or neither by the declared direction of what changes; where the sign changes within the range
it is hatched, and no number stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import PAD, ChartContext, column, names_of_rows, row_label
from newind.language.words import span as said
from newind.messages import message, message_group, say
from newind.policy.signs import AMBIGUOUS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.proofs import ChangeRanges, ChartRow


STRIP, HIGH, BAR, TICK = 240.0, 22.0, 12.0, 3.0
"""Width and height of one bar that stands in a table, height of the bar, width of the mark of its middle."""
GAP = 6.0
MOST = 3
"""Most decimals."""
UNCLEAR = SIGNS[AMBIGUOUS]
TONES = {
    "better": message("charts.spans.tones.better"),
    "worse": message("charts.spans.tones.worse"),
    "neither": message("charts.spans.tones.neither"),
    "unclear": UNCLEAR,
    "none": message("charts.spans.tones.none"),
}


def tone(low: float, high: float, better: str) -> str:
    """Return what a range means: better, worse, neither (no direction is declared), unclear (its sign changes), none.

    Examples
    --------
    >>> tone(0.1, 0.2, "higher"), tone(-0.2, -0.1, "lower"), tone(-0.1, 0.1, "higher"), tone(0.1, 0.2, "none")
    ('better', 'better', 'unclear', 'neither')
    """
    if low == high == 0:
        return "none"
    if low <= 0 <= high:
        return "unclear"
    if better not in ("higher", "lower"):
        return "neither"
    return "better" if (low > 0) == (better == "higher") else "worse"


def digits(low: float, high: float) -> int:
    """Return the decimals, in per cent or points, that a range of fractions needs; an end of a sure sign is no zero.

    Examples
    --------
    >>> digits(-0.2, -0.02), digits(-0.02, 0.001), digits(0.00004, 0.0009), digits(0.00001, 0.00004)
    (1, 2, 3, 3)
    """
    peak, least = max(abs(low), abs(high)), min(abs(low), abs(high))
    places = 1 if peak >= 0.05 else 2 if peak >= 0.0001 else MOST
    while low * high > 0 and places < MOST and round(100 * least, places) == 0:
        places += 1
    return places


def format_range(low: float, high: float, lang: str, *, unit: str = "1") -> str:
    """Return a range as text, in per cent or, of ``points``, without a unit.

    Examples
    --------
    >>> format_range(-0.284, -0.022, "en"), format_range(0.00123, 0.00144, "zh")
    ('−28.4 to −2.2%', '0.12%至0.14%')
    >>> format_range(-0.001, 0.001, "en", unit="points")
    '−0.10 to 0.10'
    """
    if unit not in ("1", "points"):
        return said(low, high, unit, lang)
    text = said(low, high, "1", lang, digits(low, high))
    return text if unit == "1" else text.replace("%", "")


def strip(proof: ChangeRanges, i: int, shown: Sequence[str], frame: ChartContext) -> str:
    """Draw the bar of one row on the scale of all rows, with what is shown of it to its right."""
    row, middle = proof.rows[i], HIGH / 2
    x = _axis(proof.rows, [draw.width(t, bold=True) for t in shown], 2.0, STRIP)
    marks = [draw.hatch(frame.key)] if _is_hatched(row) else []
    marks += [draw.line(x(0), 0, x(0), HIGH, "base"), *_bar(row, middle, x, proof.better, frame)]
    marks.append(_figure(row, middle, x, shown[i], proof.better))
    return draw.svg(HIGH, marks, frame.title, STRIP)


def spans(proof: ChangeRanges, frame: ChartContext) -> str:
    """Draw a row a case: its name, its bar, and the range in figures."""
    rows = [r for r in proof.rows if r.range is not None]
    shown = [format_range(*(r.range or (0.0, 0.0)), frame.lang, unit=proof.unit) for r in rows]
    left = column([frame.row(r) for r in rows], 120.0) + 6
    placed = names_of_rows([frame.row(r) for r in rows], left - 6, 2)
    x = _axis(rows, [draw.width(t, bold=True) for t in shown], left, draw.WIDTH)
    marks = [draw.hatch(frame.key)] if any(map(_is_hatched, rows)) else []
    for row, text, name, y in zip(rows, shown, placed.lines, placed.middles, strict=True):
        marks += row_label(name, y, "lb", frame.row(row))
        marks += _bar(row, y, x, proof.better, frame)
        marks.append(_figure(row, y, x, text, proof.better))
    marks.append(draw.line(x(0), 2, x(0), placed.bottom, "base"))
    told = [
        frame.pair(frame.row(r), f"{t}, {describe_range(r, proof, frame.lang)}")
        for r, t in zip(rows, shown, strict=True)
    ]
    return draw.svg(placed.bottom + 3, marks, frame.label(told))


def describe_range(row: ChartRow, proof: ChangeRanges, lang: str) -> str:
    """Return what the range of a row means, in words."""
    return TONES[tone(*(row.range or (0.0, 0.0)), proof.better)][lang]


def _is_hatched(row: ChartRow) -> bool:
    return tone(*(row.range or (0.0, 0.0)), "none") == "unclear"


def _axis(rows: Sequence[ChartRow], widths: Sequence[float], left: float, right: float) -> draw.Axis:
    """Return a scale that has zero on it and room for a text to the right of every bar."""
    ends = [r.range or (0.0, 0.0) for r in rows]
    low = min((min(a, 0.0) for a, _ in ends), default=0.0)
    reach = [max(b, 0.0) - low for _, b in ends]
    room = [(right - left - GAP - w - 2) / r for r, w in zip(reach, widths, strict=True) if r > 0]
    per = min(room, default=1.0)
    return draw.Axis(low, low + (right - left) / per, left, right)


def _bar(row: ChartRow, y: float, x: draw.Axis, better: str, frame: ChartContext) -> list[str]:
    low, high = row.range or (0.0, 0.0)
    meaning = tone(low, high, better)
    if meaning == "none":
        return []
    if meaning == "unclear":
        fill = frame.hatch_fill()
        return [draw.rect(x(low), y - BAR / 2, x(high) - x(low), BAR, "hatched", fill)]
    marks = [draw.rect(x(low), y - BAR / 2, x(high) - x(low), BAR, f"span {meaning}")]
    if isfinite(row.value):
        marks.append(draw.rect(x(row.value) - TICK / 2, y - BAR / 2 - 3, TICK, BAR + 6, f"mid {meaning}", radius=1.5))
    return marks


def _figure(row: ChartRow, y: float, x: draw.Axis, shown: str, better: str) -> str:
    high = max((row.range or (0.0, 0.0))[1], 0.0)
    return draw.text(x(high) + GAP, y + 4, shown, f"num said {tone(*(row.range or (0.0, 0.0)), better)}")


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
    placed = names_of_rows([frame.row(r) for r in rows], left - 10, TOP)
    marks = [*_legend(frame), *_places(x, proof.of, placed.bottom)]
    for row, text, name, y, high in zip(rows, shown, placed.lines, placed.middles, placed.heights, strict=True):
        own = " me" if not proof.focus or row.code == proof.focus else ""
        if own and proof.focus:
            marks.append(draw.rect(0, y - high / 2, draw.WIDTH, high, "hl", radius=3))
        bold = own if proof.focus else ""
        marks += [*row_label(name, y, "lb" + bold, frame.row(row)), *_marks(row, y, own, x)]
        marks.append(draw.text(RIGHT, y + 4, text, "lb num" + bold, "end"))
    return draw.svg(placed.bottom + 3, marks, frame.label(_describe_ranks(rows, frame)))


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
    second = PAD + 16 + draw.width(rank) + 14
    third = second + 30 + draw.width(span) + 14
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
