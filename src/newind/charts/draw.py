"""Marks of a chart as SVG text: 300 units wide, colours are variables of the page, texts cut and placed.

Figures come in already placed; nothing here knows what they mean. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


WIDTH = 300.0
FONT = 12.0
MOST_LINES = 4
LEAD = 13.0
"""Distance of the lines of a label."""
TABLE: dict[str, Any] = json.loads((files("newind.charts") / "widths.json").read_text(encoding="utf-8"))
EM: dict[bool, dict[str, float]] = {
    bold: {c: int(wide) / 1000 for wide, chars in TABLE[weight].items() for c in chars}
    for bold, weight in ((False, "regular"), (True, "bold"))
}
"""Widths of characters in em, those of the widest of the usual faces; Chinese, and whatever is not here, 1."""
SEAM: float = TABLE["seam"] / 1000
"""Space that browsers put between Chinese and Latin text, in em."""
BETWEEN = "".join(message("charts.draw.cut_after").values())
"""Characters after which a Chinese name is cut first."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """A straight scale from figures to places on the chart."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a figure."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def width(text: str, size: float = FONT, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in chart units.

    Examples
    --------
    >>> width("中国"), width("Germany") < 60
    (24.0, True)
    """
    chinese = [ord(c) > 0x2E7F for c in text]
    of = EM[bold]
    em = sum(of.get(c) or of.get(normalize("NFD", c)[0], 1.0) for c in text)
    seams = sum(a != b for a, b in pairwise(chinese))
    return round((em + SEAM * seams) * size, 2)


def fit(text: str, room: float, size: float = FONT, *, bold: bool = False) -> str:
    """Return a text shortened with an ellipsis to the room there is.

    Examples
    --------
    >>> fit("Germany", 80), fit("Other members of the European Union", 80)
    ('Germany', 'Other me…')
    """
    if width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and width(cut + "…", size, bold=bold) > room:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def wrap(text: str, room: float, size: float = FONT, *, bold: bool = False) -> list[str]:
    """Return a text on one line, or on two to four where it does not fit: cut between words, the last one shortened.

    Examples
    --------
    >>> wrap("Germany", 80), wrap("electricity, gas and water", 110), wrap("非金属矿物制品业", 60)
    (['Germany'], ['electricity, gas', 'and water'], ['非金属矿物', '制品业'])
    >>> wrap("租赁、计算机和商务服务", 130)
    ['租赁、计算机和', '商务服务']
    """
    if width(text, size, bold=bold) <= room:
        return [text]
    cuts = [i for i, c in enumerate(text) if i and (c == " " or ord(c) > 0x2E7F)]
    fitting = [i for i in cuts if width(text[:i].rstrip(), size, bold=bold) <= room]
    if not fitting:
        return [fit(text, room, size, bold=bold)]
    whole = [i for i in fitting if text[i - 1] in BETWEEN and width(text[i:], size, bold=bold) <= room]
    at = [*fitting, *whole][-1]
    rest = text[at:].lstrip()
    if width(rest, size, bold=bold) > room:
        *first, last = lines(text, room, size, bold=bold)[:MOST_LINES]
        all_said = len("".join((*first, last)).replace(" ", "")) >= len(text.replace(" ", ""))
        return [*first, last if all_said else fit(last + "…", room, size, bold=bold)]
    return [text[:at].rstrip(), rest]


def name_with_number(name: str, number: str, room: float, *, bold: bool = False) -> list[str]:
    """Return a name and its figure on as many lines as they need.

    Examples
    --------
    >>> name_with_number("Germany", "12", 80), name_with_number("Oil and other fossil fuels", "3.4", 100)
    (['Germany 12'], ['Oil and other', 'fossil fuels 3.4'])
    """
    if width(f"{name} {number}", bold=bold) <= room:
        return [f"{name} {number}"]
    *above, last = wrap(name, room, bold=bold)
    both = f"{last} {number}"
    return [*above, both] if above and width(both, bold=bold) <= room else [*above, last, number]


def stack(
    x: float, y: float, lines: Sequence[str], css: str = "lb", anchor: str = "start", full: str = ""
) -> list[str]:
    """Return the lines of a label around the place where one line alone would stand."""
    first = y - LEAD * (len(lines) - 1) / 2
    return [text(x, first + LEAD * k, t, css, anchor, full=full) for k, t in enumerate(lines)]


def ticks(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """Return round figures between two ends, at most as many as asked for.

    Examples
    --------
    >>> ticks(0, 0.36), ticks(32, 75, 3), ticks(-4, 9)
    ((0.0, 0.1, 0.2, 0.3), (40.0, 60.0), (0.0, 5.0))
    """
    span = high - low
    power = 10.0 ** math.floor(math.log10(span / most)) if span > 0 else 1.0
    for step in (power * k for k in (1, 2, 2.5, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return tuple(round(k * step, 10) + 0.0 for k in range(first, last + 1))
    return ()


def decimals(figures: Iterable[float]) -> int:
    """Return the decimals that write all figures exactly, three at most.

    Examples
    --------
    >>> decimals([0.0, 2.5, 5.0]), decimals([10.0, 20.0])
    (1, 0)
    """
    known = list(figures)
    return next((d for d in range(3) if all(abs(f - round(f, d)) < 1e-9 for f in known)), 3)


def domain(values: Iterable[float], *, zero: bool = False, pad: float = 0.06) -> tuple[float, float]:
    """Return the ends of a scale around known figures; from zero if asked for, or if the figures come near it.

    Examples
    --------
    >>> domain([4.0, 16.0], pad=0.0), domain([20.0, 24.0], pad=0.0), domain([20.0, 24.0], zero=True, pad=0.0)
    ((0.0, 16.0), (20.0, 24.0), (0.0, 24.0))
    """
    known = [v for v in values if math.isfinite(v)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if zero or (low >= 0 and low < 0.4 * high) or low < 0 < high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if low else (0.0, 1.0)
    room = (high - low) * pad
    return (low if low == 0 else low - room), (high if high == 0 else high + room)


def spread(places: Sequence[float], gap: float | Sequence[float], low: float, high: float) -> list[float]:
    """Move places apart as little as possible so that neighbours keep a gap, within two ends.

    The least squares solution: places less their offset are averaged where they are out of order.

    Parameters
    ----------
    places : sequence of float
        Wanted places, in any order.
    gap : float or sequence of float
        Least distance, or the room that each place takes; less where it would not fit between the ends.
    low, high : float
        Ends.

    Returns
    -------
    list of float
        A place for each, in the order given.

    Examples
    --------
    >>> spread([10.0, 10.0, 40.0], 12.0, 0.0, 100.0)
    [4.0, 16.0, 40.0]
    >>> spread([99.0, 98.0], 12.0, 0.0, 100.0), spread([50.0, 50.0], [12.0, 24.0], 0.0, 100.0)
    ([100.0, 88.0], [41.0, 59.0])
    """
    if not places:
        return []
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    takes = [gap] * len(places) if isinstance(gap, float | int) else [gap[i] for i in order]
    if not isinstance(gap, float | int):  # where one line alone would stand, a label of several needs more room
        low, high = low + max(takes[0] - LEAD, 0.0) / 2, high - max(takes[-1] - LEAD, 0.0) / 2
    ways = [0.0, *accumulate((a + b) / 2 for a, b in pairwise(takes))]
    ways = [w * min(1.0, (high - low) / (ways[-1] or 1.0)) for w in ways]
    blocks: list[list[float]] = []
    for k, i in enumerate(order):
        blocks.append([places[i] - ways[k], 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            value, size = blocks.pop()
            before, count = blocks[-1]
            blocks[-1] = [(before * count + value * size) / (count + size), count + size]
    level = [value for value, size in blocks for _ in range(int(size))]
    top = high - ways[-1]
    found = [0.0] * len(places)
    for k, i in enumerate(order):
        found[i] = min(max(level[k], low), top) + ways[k]
    return found


def n(value: float) -> str:
    """Return a coordinate with one decimal, without a trailing zero.

    Examples
    --------
    >>> n(12.04), n(12.25), n(-0.01)
    ('12', '12.2', '0')
    """
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def text(x: float, y: float, words: str, css: str = "lb", anchor: str = "start", full: str = "") -> str:
    """Return a text; ``full`` is what it says in full where it was shortened."""
    title = f"<title>{escape(full)}</title>" if full and full != words else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{n(x)}" y="{n(y)}" class="{css}"{place}>{title}{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Return a straight line."""
    return f'<line x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}" class="{css}"/>'


def rect(x: float, y: float, w: float, h: float, css: str, fill: str = "", radius: float = 2) -> str:
    """Return a rectangle, at least half a unit wide."""
    paint = f' fill="{fill}"' if fill else ""
    size = f'width="{n(max(w, 0.5))}" height="{n(h)}"'
    return f'<rect x="{n(x)}" y="{n(y)}" {size} rx="{n(radius)}" class="{css}"{paint}/>'


def dot(x: float, y: float, r: float, css: str) -> str:
    """Return a dot."""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" class="{css}"/>'


def path(points: Sequence[Point], css: str, *, closed: bool = False) -> str:
    """Return a line through points, or the area that they enclose."""
    way = "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + ("Z" if closed else "")
    return f'<path d="{way}" class="{css}"/>'


def hatch(key: str) -> str:
    """Return the pattern of what the data cannot name; ``key`` makes its id unique on the page."""
    return (
        f'<defs><pattern id="hatch-{key}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="2" height="5" class="hatch"/></pattern></defs>'
    )


def svg(height: float, body: Iterable[str], label: str, wide: float = WIDTH) -> str:
    """Return a chart whose label says what it shows."""
    marks = "".join(body)
    box = f"0 0 {n(wide)} {n(math.ceil(height))}"
    return f'<svg class="ch" viewBox="{box}" role="img" aria-label="{escape(label)}">{marks}</svg>'


COUNTERS = "".join(message("charts.wrapped.counters").values())
PIECES = re.compile(rf"[（《「“]*(?:[^\s\u2e80-\uffef“”]+[{COUNTERS}]?|[\u2e80-\uffef])[，。；：、）》」”]*\s*|[“”]")
"""Pieces that are not cut: a word, a character, a figure with its unit, with the marks around it."""


def lines(text: str, room: float, size: float = FONT, *, bold: bool = False) -> list[str]:
    """Return a text cut into lines that fit, between words or Chinese characters; a longer word is shortened.

    Examples
    --------
    >>> lines("One two three", 64, 14), lines("甲乙，丙丁", 45, 14), lines("", 60, 14)
    (['One two', 'three'], ['甲乙，', '丙丁'], [])
    >>> lines("最大（14分）。", 92, 14)
    ['最大', '（14分）。']
    >>> lines("实施“甲乙”后", 75, 14)
    ['实施“甲', '乙”后']
    """
    found, now = [], ""
    for piece in PIECES.findall(text):
        if now and width((now + piece).rstrip(), size, bold=bold) > room:
            found.append(now.rstrip())
            now = ""
        now += piece
    whole = [*found, now.rstrip()] if now.strip() else found
    return [fit(line, room, size, bold=bold) for line in whole]


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
AIR = 1.5
"""Space between boxes."""


def meets(one: Box, other: Box) -> bool:
    """Tell whether two boxes overlap or nearly touch.

    Examples
    --------
    >>> meets((0, 0, 10, 10), (5, 5, 20, 20)), meets((0, 0, 10, 10), (12, 0, 20, 10))
    (True, False)
    """
    return min(one[2], other[2]) - max(one[0], other[0]) > -AIR and min(one[3], other[3]) - max(one[1], other[1]) > -AIR


def list_label_boxes(x: float, y: float, reach: float, wide: float, size: float = FONT) -> tuple[Box, ...]:
    """Return the boxes that a text of a width may take beside a round mark: right, left, above, below, and aslant.

    Examples
    --------
    >>> list_label_boxes(50.0, 50.0, 4.0, 20.0)[0]
    (57.0, 44.48, 77.0, 55.52)
    """
    high, near, slant = size * 0.92, reach + 3.0, reach * 0.7 + 2.0
    half = high / 2
    corners = [
        (x + near, y - half),
        (x - near - wide, y - half),
        (x - wide / 2, y - reach - 2 - high),
        (x - wide / 2, y + reach + 2),
        *((x + slant if right else x - slant - wide, y + v) for right in (True, False) for v in (-slant - high, slant)),
    ]
    return tuple((a, b, a + wide, round(b + high, 6)) for a, b in corners)


def free(places: Iterable[Box], taken: Sequence[Box], room: Box) -> Box | None:
    """Return the first place within a room that meets nothing, None where there is none.

    Examples
    --------
    >>> free(list_label_boxes(50.0, 50.0, 4.0, 20.0), [(60.0, 40.0, 80.0, 60.0)], (0.0, 0.0, 100.0, 100.0))
    (23.0, 44.48, 43.0, 55.52)
    """
    for box in places:
        inside = room[0] <= box[0] and room[1] <= box[1] and box[2] <= room[2] and box[3] <= room[3]
        if inside and not any(meets(box, t) for t in taken):
            return box
    return None


def draw_boxed_text(box: Box, words: str, css: str, full: str = "") -> str:
    """Return a text in its box."""
    return text(box[0], box[1] + (box[3] - box[1]) * 0.87, words, css, full=full)
