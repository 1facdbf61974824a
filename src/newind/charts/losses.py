"""Costs of supply disruption: a row for each input with a bar for each span of time, on a scale of tens.

Range bars need no zero, and losses differ a hundredfold: each grid line is ten times the one before, and the axis says
so. What reaches below the axis (nothing lost, or a gain) has an arrow at its left end; what is known in part, because
some cases have no equilibrium or the input is not replaced, reaches the end and has one there.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, isinf, log10
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.draw import LEAD
from newind.charts.frame import PAD, ChartContext
from newind.language.words import UNKNOWN, decimal, join_list, mark
from newind.messages import message, message_group, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.charts.frame import Names
    from newind.charts.proofs import LossChart, LossRow
    from newind.language.words import Scale
    from newind.messages import Text


DECADES = 5
"""Powers of ten that a scale spans at most; what is smaller stands at its left end."""
STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class LogScale:
    """A scale on which every power of ten is as long as the next; figures below its low end stand at the end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a figure, one of the ends where it lies beyond."""
        if value <= self.low:
            return self.start
        share = log10(min(value, self.high) / self.low) / log10(self.high / self.low)
        return self.start + share * (self.end - self.start)


def ends(values: Iterable[float]) -> tuple[float, float]:
    """Return round ends (1, 2 or 5 times a power of ten) around known positive figures.

    Examples
    --------
    >>> ends([0.3, 28.0, float("nan"), -1.0]), ends([]), ends([1e-9, 1.0])
    ((0.2, 50.0), (0.1, 10.0), (1e-05, 1.0))
    """
    known = [v for v in values if isfinite(v) and v > 0]
    if not known:
        return 0.1, 10.0
    high = _round(max(known), up=True)
    low = max(_round(min(known), up=False), high / 10**DECADES)
    return (low, high) if low < high else (_less(low), high)


def _round(value: float, *, up: bool) -> float:
    power = floor(log10(value) + 1e-12)
    steps = [float(f"{k}e{p}") for p in (power, power + 1) for k in (1, 2, 5)]
    near = [s for s in steps if (s >= value * (1 - 1e-9) if up else s <= value * (1 + 1e-9))]
    return near[0] if up else near[-1]


def _less(value: float) -> float:
    return _round(value / 1.5, up=False)


def marks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return round figures on a scale of tens: every power of ten, with 2 and 5 times it where these are few.

    Examples
    --------
    >>> marks(0.02, 50.0, 5), marks(0.2, 5.0, 5), marks(1e-4, 10.0, 3)
    ((0.1, 1.0, 10.0), (0.2, 0.5, 1.0, 2.0, 5.0), (0.001, 0.1, 10.0))
    """
    first, last = floor(log10(low) - 1e-9), floor(log10(high) + 1e-9)
    powers = range(first, last + 1)
    fine = _inside([float(f"{k:.0f}e{p}") for p in powers for k in STEPS], low, high)
    if len(fine) <= most:
        return fine
    whole = _inside([float(f"1e{p}") for p in powers], low, high)
    every = -(-len(whole) // most)
    return tuple(reversed(whole[::-1][::every]))


def _inside(figures: Iterable[float], low: float, high: float) -> tuple[float, ...]:
    return tuple(f for f in figures if low * (1 - 1e-9) <= f <= high * (1 + 1e-9))


def short(value: float, lang: str) -> str:
    """Return a figure with as many decimals as its size asks for, four at most.

    Examples
    --------
    >>> [short(v, "en") for v in (28.4, 1.41, 0.2, 0.093, 0.0012, 0.0, -0.5)]
    ['28', '1.4', '0.20', '0.09', '0.001', '0', '−0.50']
    """
    if not isfinite(value) or value == 0:
        return decimal(value, 0, lang)
    size = abs(value)
    places = 0 if size >= 10 else 1 if size >= 1 else 2 if size >= 0.01 else 3 if size >= 0.001 else 4
    return decimal(value, places, lang)


def tick(value: float, lang: str) -> str:
    """Return a round figure of an axis without needless zeros.

    Examples
    --------
    >>> [tick(v, "en") for v in (1000.0, 10.0, 0.5, 1e-05)]
    ['1,000', '10', '0.5', '0.00001']
    """
    shown = decimal(value, 6, lang)
    return shown.rstrip("0").rstrip(".")


HORIZONS = ("long", "medium", "short", "quarter")
NAMED: dict[str, Text] = message_group("charts.losses.named")
TICK = message("charts.losses.tick")
DIAMOND = message("charts.losses.diamond")
BELOW = message("charts.losses.below")
BEYOND = message("charts.losses.beyond")
TENTHS = message("charts.losses.tenths")
UNFOUND = message("charts.losses.unfound")
BAR, STACK = 4.5, 5.5
"""Height of a bar, and distance of the bars of a row."""
GAP = 10.0
MOST_NAME, MOST_PARTNER = 190.0, 126.0
"""Widest column of names beside the bars of a wide chart, and of suppliers in a narrow one."""
FIGURES = 112.0
"""Width of the figures beside the bars of a wide chart."""
LINE = 15.0
HALF = 5.0
"""Half of the height of a diamond."""


def losses(proof: LossChart, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a row an input: its name, who is lost, a bar a horizon, the middle in figures."""
    scale = frame.scale([max(s[2] for s in row.spans.values()) for row in proof.rows if row.spans], proof.unit)
    narrow = wide <= draw.WIDTH
    left, right = _column(proof, frame, narrow=narrow), wide - (4.0 if narrow else FIGURES)
    x = LogScale(*ends(_figures(proof, scale)), left, right)
    head, top = _head(proof, x, scale, frame, wide)
    body, y = [], top
    for row in proof.rows:
        drawn, high = (_low_row if narrow else _wide_row)(row, y, x, proof, scale, frame)
        body += drawn
        y += high
    bottom = y if proof.rows else top + 4
    grid = [draw.line(x(f), top - 4, x(f), bottom - 2, "grid") for f in _ticks(x)]
    said = [_describe_row(row, proof, scale, frame) for row in proof.rows]
    return draw.svg(bottom + 2, [*head, *grid, *body], frame.label(said), wide)


def _figures(proof: LossChart, scale: Scale) -> list[float]:
    """Return every figure that is drawn, in the unit of the axis."""
    ends = [v for row in proof.rows for h in row.spans for v in row.drawn(h)]
    return [v * scale.factor for v in [*ends, *(r.bottleneck for r in proof.rows if r.bottleneck is not None)]]


def join_lost_partners(row: LossRow, proof: LossChart, names: Names, lang: str) -> str:
    """Return who no longer sells or buys, one after the other."""
    return join_list(map(names, row.partners), lang) or proof.everyone[lang]


def _join_partners(row: LossRow, proof: LossChart, frame: ChartContext) -> str:
    return join_lost_partners(row, proof, frame.names, frame.lang)


def _column(proof: LossChart, frame: ChartContext, *, narrow: bool) -> float:
    partners = [draw.width(_join_partners(r, proof, frame)) for r in proof.rows]
    names = [] if narrow else [draw.width(frame.select_label(r.code, r.label), bold=True) for r in proof.rows]
    return min(max([*partners, *names], default=0.0), MOST_PARTNER if narrow else MOST_NAME) + PAD + 8


def _ticks(x: LogScale) -> tuple[float, ...]:
    return marks(x.low, x.high, max(int((x.end - x.start) // 38), 2))


def _low_row(
    row: LossRow, y: float, x: LogScale, proof: LossChart, scale: Scale, frame: ChartContext
) -> tuple[list[str], float]:
    """Return a row whose name stands above its bars, and its height."""
    name, shown = frame.select_label(row.code, row.label), _middle(row, scale, frame)
    room = draw.WIDTH - 2 * PAD - draw.width(shown, bold=True) - 6
    under = _join_partners(row, proof, frame)
    lines, sellers = draw.wrap(name, room), draw.wrap(under, x.start - PAD - 6)
    down = LEAD * (len(lines) - 1)
    marks = [
        *(draw.text(PAD, y + 11 + LEAD * k, t, "lb", full=name) for k, t in enumerate(lines)),
        draw.text(draw.WIDTH - PAD, y + 11, shown, "lb num me", "end"),
        *(draw.text(PAD, y + down + 26 + LEAD * k, t, "ax", full=under) for k, t in enumerate(sellers)),
        *_bars(row, y + down + 17, x, scale),
    ]
    return marks, down + max(36, 17 + LEAD * len(sellers)) + GAP


def _wide_row(
    row: LossRow, y: float, x: LogScale, proof: LossChart, scale: Scale, frame: ChartContext
) -> tuple[list[str], float]:
    """Return a row whose name stands left of its bars, and its height."""
    name, under, room = frame.select_label(row.code, row.label), _join_partners(row, proof, frame), x.start - PAD - 8
    lines, sellers = draw.wrap(name, room), draw.wrap(under, room)
    high = LEAD * (len(lines) + len(sellers)) + GAP
    marks = [draw.text(PAD, y + 11 + LEAD * k, t, "lb", full=name) for k, t in enumerate(lines)]
    below = y + 11 + LEAD * len(lines)
    marks += [draw.text(PAD, below + LEAD * k, t, "ax", full=under) for k, t in enumerate(sellers)]
    at = y + (high - GAP) / 2
    shown, span = _middle(row, scale, frame), _range(row, scale, frame)
    marks += _bars(row, at - STACK * 2 + 1, x, scale)
    marks.append(draw.text(x.end + 10, at - 1 if span else at + 4, shown, "lb num me"))
    marks += [draw.text(x.end + 10, at + 12, span, "ax num")] if span else []
    return marks, high


def _middle(row: LossRow, scale: Scale, frame: ChartContext) -> str:
    if not isfinite(row.middle):
        return UNFOUND[frame.lang] if not isfinite(row.range[0]) else UNKNOWN[frame.lang]
    return short(row.middle * scale.factor, frame.lang) + scale.suffix


def _range(row: LossRow, scale: Scale, frame: ChartContext) -> str:
    if not all(map(isfinite, row.range)):
        return ""
    low, high = (short(v * scale.factor, frame.lang) for v in row.range)
    if row.partial:
        return say("charts.losses.from", frame.lang, low=low, unit=scale.suffix)
    kind, percent = "plain" if row.range[0] >= 0 else "signed", "%" if scale.unit == "%" else ""
    return say(f"charts.losses.span.{kind}", frame.lang, low=low, high=high, percent=percent, unit=scale.suffix)


def _bars(row: LossRow, y: float, x: LogScale, scale: Scale) -> list[str]:
    """Return the bars of a row from long to short, each with the tick of its middle, and the bottleneck's diamond."""
    marks: list[str] = []
    for k, horizon in enumerate(h for h in HORIZONS if h in row.spans):
        marks += _bar(row, horizon, y + STACK * k, x, scale)
    middle = y + STACK * 2 - 0.5
    if row.bottleneck is not None and isfinite(row.bottleneck):
        marks.append(_diamond(x(row.bottleneck * scale.factor), middle))
    return marks


def _bar(row: LossRow, horizon: str, y: float, x: LogScale, scale: Scale) -> list[str]:
    low, middle, high = (v * scale.factor for v in row.drawn(horizon))
    if not isfinite(low):
        return []
    marks = [draw.rect(x(low), y, max(x(high) - x(low), 1.5), BAR, f"loss {horizon}", radius=1)]
    if low < x.low * (1 - 1e-9):
        marks.append(_arrow(x.start - 1, y + BAR / 2, -5))
    if isfinite(middle):
        marks.append(draw.line(x(middle), y - 0.8, x(middle), y + BAR + 0.8, "other"))
    if not isfinite(high):
        marks.append(_arrow(x.end - 2, y + BAR / 2, 5))
    return marks


def _arrow(x: float, y: float, reach: float) -> str:
    return draw.path([(x, y - 3.2), (x + reach, y), (x, y + 3.2)], "arrow", closed=True)


def _diamond(x: float, y: float) -> str:
    return draw.path([(x - HALF, y), (x, y - HALF), (x + HALF, y), (x, y + HALF)], "hollow", closed=True)


def _head(proof: LossChart, x: LogScale, scale: Scale, frame: ChartContext, wide: float) -> tuple[list[str], float]:
    """Return the legend and the figures of the axis, and where the rows begin."""
    marks, y = _legend(proof, x, scale, frame, wide)
    ticks = _ticks(x)
    y += 6
    title = frame.join_clauses((proof.measure[frame.lang], TENTHS[frame.lang]))
    marks.append(draw.text(PAD, y + 11, draw.fit(title, wide - 2 * PAD), "ax", full=title))
    for k, f in enumerate(ticks):
        shown = tick(f, frame.lang) + (scale.suffix if scale.unit == "%" or k == len(ticks) - 1 else "")
        half = draw.width(shown) / 2
        marks.append(draw.text(min(max(x(f), half), wide - half), y + 25, shown, "ax", "middle"))
    return marks, y + 36


def _legend(proof: LossChart, x: LogScale, scale: Scale, frame: ChartContext, wide: float) -> tuple[list[str], float]:
    """Return what the marks mean, on as many lines as the width asks for, and where it ends."""
    shown = [h for h in HORIZONS if any(h in r.spans for r in proof.rows)]
    items = [(f"loss {h}", NAMED[h][frame.lang]) for h in shown] + [("tick", TICK[frame.lang])]
    items += [("diamond", DIAMOND[frame.lang])] if any(r.bottleneck is not None for r in proof.rows) else []
    lows = [s[0] * scale.factor for r in proof.rows for s in r.spans.values()]
    items += [("left", BELOW[frame.lang])] if any(v < x.low * (1 - 1e-9) for v in lows) else []
    items += [("right", BEYOND[frame.lang])] if any(isinf(r.drawn(h)[2]) for r in proof.rows for h in r.spans) else []
    marks, at, y = [], PAD, 0.0
    for kind, name in items:
        need = 16 + draw.width(name)
        if at > PAD and at + need > wide - 2:
            at, y = PAD, y + LINE
        marks += [_sign(kind, at, y + 7), draw.text(at + 15, y + 11, draw.fit(name, wide - at - 17), "ax")]
        at += need + 10
    return marks, y + LINE


def _sign(kind: str, x: float, y: float) -> str:
    """Return a mark as it stands in the legend."""
    if kind == "tick":
        return draw.line(x + 5, y - 3.5, x + 5, y + 3.5, "other")
    if kind == "diamond":
        return _diamond(x + 5, y)
    if kind in ("left", "right"):
        return _arrow(x + (8 if kind == "left" else 3), y, -5 if kind == "left" else 5)
    return draw.rect(x, y - 3, 11, 6, kind, radius=1)


def _describe_row(row: LossRow, proof: LossChart, scale: Scale, frame: ChartContext) -> str:
    """Return a row in words."""
    name, span = frame.select_label(row.code, row.label), _range(row, scale, frame)
    who, middle = _join_partners(row, proof, frame), _middle(row, scale, frame)
    ends = say("charts.frame.in_brackets", frame.lang, shown=span) if span else ""
    rest = ""
    if row.bottleneck is not None and isfinite(row.bottleneck):
        shown = short(row.bottleneck * scale.factor, frame.lang) + scale.suffix
        rest = frame.pair(DIAMOND[frame.lang], shown)
    return frame.join_clauses((name, who)) + mark("colon", frame.lang) + frame.join_clauses((middle + ends, rest))
