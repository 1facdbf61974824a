"""Actions over years, and below them targets: bars that fade in, and marks that say how each target stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.language.words import join_list
from newind.messages import message_group, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.charts.frame import ChartContext
    from newind.messages import Text

WIDE, ROW, TOP, BAR, MARK = 620.0, 34.0, 26.0, 14.0, 10.0
NAMES = 250.0
"""Width of the names on the left."""
STYLES = {
    "met": "mid better", "on_track": "span better", "lagging": "span worse", "off_track": "mid worse",
    "missed": "mid worse", "due": "span neither", "not_computable": "span neither",
}  # fmt: skip
"""How a mark of a status looks."""
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "met": (), "on_track": ((-1, -1), (1, 0), (-1, 1)), "lagging": ((-1, -1), (1, -1), (0, 1)),
    "off_track": ((-1, -0.4), (-0.4, -1), (0, -0.6), (0.4, -1), (1, -0.4), (0.6, 0), (1, 0.4), (0.4, 1), (0, 0.6),
                  (-0.4, 1), (-1, 0.4), (-0.6, 0)),
    "missed": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "due": ((-0.35, -1), (0.35, -1), (0.35, 1), (-0.35, 1)),
    "not_computable": ((-1, -0.35), (1, -0.35), (1, 0.35), (-1, 0.35)),
}  # fmt: skip
"""Outlines of the marks, so that colour is not their only distinction; a dot where there is none."""
HEADS: dict[str, Text] = message_group("charts.gantt.heads")
BARS = {"phase": "fill me second", "full": "fill me"}
LEGEND: dict[str, Text] = message_group("charts.gantt.legend")


@dataclass(frozen=True)
class ActionBar:
    """An action: first year, first year in force in full, last year, and who carries it out."""

    label: Text
    start: int
    full: int
    until: int | None
    owners: Text


@dataclass(frozen=True)
class TargetMark:
    """A target: its years, and how it stands at each, by `STYLES`."""

    label: Text
    years: tuple[int, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class Gantt:
    """Actions and targets over years.

    Parameters
    ----------
    bars : tuple of ActionBar
    marks : tuple of TargetMark
    years : tuple of two ints
        First and last year that are drawn.
    statuses : mapping
        What a status is called.
    """

    bars: tuple[ActionBar, ...]
    marks: tuple[TargetMark, ...]
    years: tuple[int, int]
    statuses: dict[str, Text]


def gantt(proof: Gantt, frame: ChartContext, wide: float = WIDE) -> str:
    """Draw actions as bars, fainter while they are phased in, and targets as marks in their years."""
    first, last = proof.years
    x = draw.Axis(first, last + 1, NAMES, wide - 8)
    legend = _place_legend(proof, frame, wide)
    foot = draw.LEAD * max((row for *_, row in legend), default=0)
    high = _height(proof, frame) + foot
    marks = _grid(x, first, last, high - foot)
    y = TOP
    for title, rows in (("actions", proof.bars), ("targets", proof.marks)):
        if not rows:
            continue
        marks.append(draw.text(0, y + 12, HEADS[title][frame.lang], "lb me"))
        y += 18
        for row in rows:
            marks += _bar(row, x, y, last, frame) if isinstance(row, ActionBar) else _marks(row, x, y, frame)
            y += _high(row, frame)
        y += 8
    marks += _legend(legend, y + 6)
    return draw.svg(high, marks, frame.label(_describe_chart(proof, frame)), wide)


def _lines(text: Text, frame: ChartContext) -> list[str]:
    return draw.wrap(text[frame.lang], NAMES - 12)


def _high(row: ActionBar | TargetMark, frame: ChartContext) -> float:
    """Return the height of a row: what its name, and who carries it out, take."""
    texts = (row.label, row.owners) if isinstance(row, ActionBar) else (row.label,)
    more = sum(len(_lines(t, frame)) - 1 for t in texts)
    return (ROW if isinstance(row, ActionBar) else ROW - 12) + draw.LEAD * more


def _height(proof: Gantt, frame: ChartContext) -> float:
    parts = [18 + sum(_high(r, frame) for r in rows) + 8 if rows else 0.0 for rows in (proof.bars, proof.marks)]
    return TOP + sum(parts) + 24


def _grid(x: draw.Axis, first: int, last: int, high: float) -> list[str]:
    marks = []
    for year in range(first, last + 1):
        if year % 5 == 0:
            marks.append(draw.line(x(year), TOP - 6, x(year), high - 24, "grid"))
            marks.append(draw.text(x(year), TOP - 10, str(year), "ax", "middle"))
    return marks


def _bar(row: ActionBar, x: draw.Axis, y: float, last: int, frame: ChartContext) -> list[str]:
    end = min(row.until or last, last) + 1
    full = min(max(row.full, row.start), end)
    middle = y + 5
    found = [
        draw.text(4, middle + 4 + draw.LEAD * k, t, css)
        for k, (t, css) in enumerate(
            [*((t, "lb") for t in _lines(row.label, frame)), *((t, "ax") for t in _lines(row.owners, frame))]
        )
    ]
    if full > row.start:
        found.append(draw.rect(x(row.start), middle - BAR / 2 + 3, x(full) - x(row.start), BAR, "fill me second"))
    if end > full:
        found.append(draw.rect(x(full), middle - BAR / 2 + 3, x(end) - x(full), BAR, "fill me"))
    return found


def _marks(row: TargetMark, x: draw.Axis, y: float, frame: ChartContext) -> list[str]:
    middle = y + 6
    found = [draw.text(4, middle + 4 + draw.LEAD * k, t, "lb") for k, t in enumerate(_lines(row.label, frame))]
    found.append(draw.line(x(x.low), middle, x(row.years[-1]), middle, "lead"))
    for year, status in zip(row.years, row.statuses, strict=True):
        found.append(_mark(status, x(year), middle))
    return found


def _mark(status: str, x: float, y: float) -> str:
    half = MARK / 2 + 0.5
    outline = [(x + dx * half, y + dy * half) for dx, dy in SHAPES[status]]
    return draw.path(outline, STYLES[status], closed=True) if outline else draw.dot(x, y, half, STYLES[status])


Placed = tuple[str, str, float, int]
"""What stands in a legend: a kind of mark, its words, where it begins, and in which line."""


def _place_legend(proof: Gantt, frame: ChartContext, wide: float) -> list[Placed]:
    """Return what stands in the legend, in as many lines as it takes."""
    used = {s for m in proof.marks for s in m.statuses}
    entries = [(kind, LEGEND[kind][frame.lang]) for kind in LEGEND if proof.bars]
    entries += [(s, proof.statuses[s][frame.lang]) for s in STYLES if s in used]
    found: list[Placed] = []
    at, row = 4.0, 0
    for kind, words in entries:
        room = MARK + 5 + draw.width(words)
        if at + room > wide and at > 4.0:
            at, row = 4.0, row + 1
        found.append((kind, words, at, row))
        at += room + 14
    return found


def _legend(placed: Sequence[Placed], top: float) -> list[str]:
    found = []
    for kind, words, at, row in placed:
        y = top + draw.LEAD * row
        sign = draw.rect(at, y, MARK, MARK, BARS[kind]) if kind in BARS else _mark(kind, at + MARK / 2, y + MARK / 2)
        found += [sign, draw.text(at + MARK + 5, y + 9, words, "ax")]
    return found


def _describe_chart(proof: Gantt, frame: ChartContext) -> Sequence[str]:
    lang = frame.lang
    told = [frame.pair(b.label[lang], say("charts.gantt.phased", lang, start=b.start, full=b.full)) for b in proof.bars]
    for m in proof.marks:
        each = [
            say("charts.gantt.in_year", lang, year=year, status=proof.statuses[s])
            for year, s in zip(m.years, m.statuses, strict=True)
        ]
        told.append(frame.pair(m.label[lang], join_list(each, lang)))
    return told
