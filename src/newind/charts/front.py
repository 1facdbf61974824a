"""The front of a search: what was tried in grey, what none beats in hue, the chosen package named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import select_distinct_ticks, tick_texts
from newind.messages import message

if TYPE_CHECKING:
    from newind.charts.frame import ChartContext
    from newind.language.words import Scale
    from newind.messages import Text

HIGH, WIDE, TOP, FOOT = 320.0, 560.0, 24.0, 36.0
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
    y = draw.Axis(*_reach([p[1] * scale.factor for p in every]), HIGH - FOOT, TOP)
    marks, left = _rows(y, scale, wide)
    x = draw.Axis(*_reach([p[0] * across.factor for p in every]), left + 6, wide - 10)
    names = proof.along[frame.lang], proof.upwards[frame.lang]
    marks += [draw.text(0, 12, names[1], "ax"), *_columns(x, across)]
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


def _rows(y: draw.Axis, scale: Scale, wide: float) -> tuple[list[str], float]:
    figures = draw.ticks(min(y.low, y.high), max(y.low, y.high), 5)
    texts = tick_texts(scale, figures, unit=True)
    left = max((draw.width(t, 11) for t in texts), default=0.0) + 8
    marks = []
    for f, shown in select_distinct_ticks(figures, texts):
        marks.append(draw.line(left - 3, y(f), wide - 4, y(f), "base" if f == 0 else "grid"))
        marks.append(draw.text(left - 6, y(f) + 4, shown, "ax", "end"))
    return marks, left


def _columns(x: draw.Axis, scale: Scale) -> list[str]:
    figures = draw.ticks(x.low, x.high, 6)
    told = select_distinct_ticks(figures, tick_texts(scale, figures, unit=True))
    return [draw.text(x(f), HIGH - FOOT + 16, shown, "ax", "middle") for f, shown in told]


def _format_point(p: Place, names: tuple[str, str], scales: tuple[Scale, Scale], frame: ChartContext) -> str:
    along, upwards = (frame.pair(name, scale.text(v)) for v, name, scale in zip(p, names, scales, strict=True))
    return frame.join_clauses((upwards, along))
