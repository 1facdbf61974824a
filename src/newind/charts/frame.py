"""Common parts of all charts: names, number scale, language, and the words that a screen reader says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.language import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.charts.proofs import ChartRow
    from newind.messages import Text

Names = Callable[[str], str]
PAD = 4.0
ROW = 19.0
TALL = 29.0
"""Heights of a row whose label takes one line, and two; a third one adds ``draw.LEAD``."""
MOST_NAME = 122.0
"""Widest label column of rows, in chart units."""


@dataclass(frozen=True)
class ChartContext:
    """How a chart is to speak.

    Parameters
    ----------
    names : callable
        From the code of an economy or industry to its name.
    lang : {"en", "zh"}
    title : str
        What the chart shows, for those who do not see it.
    key : str
        Unique on the page; makes ids unique.
    """

    names: Names
    lang: str
    title: str
    key: str = "0"

    def scale(self, values: Iterable[float], unit: str) -> words.Scale:
        """Return how the chart's figures are written."""
        return words.scale_of(values, unit, self.lang)

    def scale_with(self, values: Iterable[float], unit: str, digits: int) -> words.Scale:
        """Return how the chart's figures are written with so many decimals."""
        return words.scale_of(values, unit, self.lang, digits)

    def select_label(self, code: str, label: Text | None = None) -> str:
        """Return the label of a row or series: its own, or the name of its code."""
        return label[self.lang] if label else self.names(code)

    def row(self, row: ChartRow) -> str:
        """Return the label of a row."""
        return self.select_label(row.code, row.label)

    def label(self, parts: Iterable[str]) -> str:
        """Return what the chart shows in one sentence."""
        told, stop = [p for p in parts if p], words.mark("sentence", self.lang)
        ended = not told or self.title.endswith((".", stop.strip()))
        return self.title + ("" if ended else stop) + words.mark("semicolon", self.lang).join(told)

    def join_clauses(self, parts: Iterable[str]) -> str:
        """Return parts of a sentence, those that are empty left out."""
        return words.mark("clause", self.lang).join(p for p in parts if p)

    def pair(self, name: str, shown: str) -> str:
        """Return a name and its figure."""
        return name + words.mark("before_unit", self.lang) + shown

    def hatch_fill(self) -> str:
        """Return the paint of what is not named."""
        return f"url(#hatch-{self.key})"


def column(labels: Sequence[str], most: float = MOST_NAME) -> float:
    """Return how wide a column of labels must be, the widest label bold: wide enough for every single word."""
    words = [word for t in labels for word in draw.PIECES.findall(t)]
    least = max((draw.width(word.strip(), bold=True) for word in words), default=0.0)
    return min(max((draw.width(t, bold=True) for t in labels), default=0.0), max(most, least)) + PAD


def column_of_lines(names: Iterable[Sequence[str]], most: float = MOST_NAME) -> float:
    """Return how wide a column of labels of several lines must be."""
    return column([t for lines in names for t in lines], most)


def rooms(names: Iterable[Sequence[str]], each: float) -> list[float]:
    """Return the heights that labels take, one line with its gap and what further lines add."""
    return [each + draw.LEAD * (len(lines) - 1) for lines in names]


@dataclass(frozen=True)
class NamedRows:
    """Labels of rows on one line to four, where the rows stand, and where they end."""

    lines: list[list[str]]
    middles: list[float]
    heights: list[float]
    bottom: float


def names_of_rows(labels: Sequence[str], room: float, top: float, one: float = ROW, two: float = TALL) -> NamedRows:
    """Return the labels of rows in a room from a top, each row as high as its label needs."""
    lines = [draw.wrap(t, room, bold=True) for t in labels]
    heights = [one if len(t) == 1 else two + draw.LEAD * (len(t) - 2) for t in lines]
    ends = [*accumulate(heights, initial=top)]
    return NamedRows(lines, [(a + b) / 2 for a, b in pairwise(ends)], heights, ends[-1])


def row_label(lines: Sequence[str], y: float, css: str, full: str) -> list[str]:
    """Return the marks of a row's label, its lines around the row's middle."""
    return draw.stack(PAD, y + 4, lines, css, full=full if len(lines) == 1 else "")


def caption(scale: words.Scale, room: float = 60.0) -> str:
    """Return the unit where it is too long to follow a tick."""
    return scale.unit if draw.width(scale.suffix) > room else ""


def tick_texts(scale: words.Scale, figures: Sequence[float], *, unit: bool) -> list[str]:
    """Return the texts of ticks (in the scale's unit); the last one carries the unit if asked for."""
    places = draw.decimals(figures)
    shown = [words.decimal(f, places, scale.lang) for f in figures]
    if unit and shown:
        shown[-1] += scale.suffix
    return shown


def select_distinct_ticks(figures: Sequence[float], texts: Sequence[str]) -> list[tuple[float, str]]:
    """Return ticks with their texts, of those that read alike the first one.

    Examples
    --------
    >>> select_distinct_ticks((0.0, 0.0001, 0.002), ("0.000", "0.000", "0.002"))
    [(0.0, '0.000'), (0.002, '0.002')]
    """
    return [(f, t) for k, (f, t) in enumerate(zip(figures, texts, strict=True)) if t not in texts[:k]]


def draw_vertical_axis(
    y: draw.Axis, scale: words.Scale, right: float, *, unit: bool = False, most: int = 5, distinct: bool = True,
    gap: float = 8,
) -> tuple[list[str], float]:  # fmt: skip
    """Return the lines and figures of a vertical axis up to the right end, and where the plot begins."""
    figures = draw.ticks(min(y.low, y.high), max(y.low, y.high), most)
    texts = tick_texts(scale, figures, unit=unit)
    left = max((draw.width(t) for t in texts), default=0.0) + gap
    marks = []
    for f, shown in select_distinct_ticks(figures, texts) if distinct else zip(figures, texts, strict=True):
        marks.append(draw.line(left - 3, y(f), right, y(f), "base" if f == 0 else "grid"))
        marks.append(draw.text(left - 6, y(f) + 4, shown, "ax", "end"))
    return marks, left
