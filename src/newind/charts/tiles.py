"""Provinces as squares on a map, five classes of one hue with the figure in each; what is not known is hatched.

Classes are fifths of the provinces with known figures, cut at round figures that the legend states.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from newind.charts import draw
from newind.charts.frame import PAD, ChartContext
from newind.charts.proofs import Tile
from newind.datafiles import read_yaml
from newind.errors import unknown
from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.charts.proofs import Tiles
    from newind.language.words import Scale
    from newind.messages import Text


@cache
def places() -> dict[str, tuple[int, int]]:
    """Return column and row of each province, by code.

    Examples
    --------
    >>> places()["CN-HL"]
    (7, 0)
    """
    return {code: (int(at[0]), int(at[1])) for code, at in read_yaml("newind.charts", "tilemap.yaml").items()}


def province_tiles(figures: Mapping[str, float]) -> tuple[Tile, ...]:
    """Return a square for every province, with NaN for those without a figure.

    Parameters
    ----------
    figures : mapping of str to float
        Code of a province → its figure.

    Returns
    -------
    tuple of Tile
        From north to south, west to east.

    Raises
    ------
    UnknownNameError
        For a code that has no place on the map.

    Examples
    --------
    >>> tiles = province_tiles({"CN-BJ": 2.5})
    >>> len(tiles), [(t.column, t.row, t.value) for t in tiles if t.value == t.value]
    (31, [(5, 2, 2.5)])
    """
    for code in figures:
        if code not in places():
            raise unknown("province", code, places(), "The map has the provinces of China, by ISO 3166-2 code.")
    order = sorted(places().items(), key=lambda p: (p[1][1], p[1][0]))
    return tuple(Tile(code, column, row, float(figures.get(code, float("nan")))) for code, (column, row) in order)


CLASSES = 5
SHADES = ((), (3,), (2, 4), (1, 3, 5), (1, 2, 4, 5), (1, 2, 3, 4, 5))
"""Shades of as many classes as there are."""
LARGEST = 54.0
"""Side of a square at most."""
LETTERS = 3
"""Characters of the longest Chinese name that is written out."""
BETTER: dict[str, Text] = message_group("charts.tiles.better")
UNKNOWN = message("charts.tiles.unknown")
LEGEND = 40.0


def tiles(proof: Tiles, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a square a province with its short name and its figure; the one in focus has an outline."""
    known = [t.value for t in proof.tiles if isfinite(t.value)]
    columns = max((t.column for t in proof.tiles), default=0) + 1
    side = min((wide - 2) / columns, LARGEST)
    scale = _scale(known, proof.unit, side - 3, frame)
    cuts = breaks([_round_value(v, scale) for v in known])
    left = (wide - side * columns) / 2
    marks = [draw.hatch(frame.key)] if len(known) < len(proof.tiles) else []
    for tile in sorted(proof.tiles, key=lambda t: t.code == proof.focus):
        x, y = left + side * tile.column, 1 + side * tile.row
        marks += _square(tile, x, y, side, cuts, scale, proof, frame)
    bottom = 1 + side * (max((t.row for t in proof.tiles), default=-1) + 1) + 10
    legend, high = _legend(cuts, known, scale, proof, bottom, frame, wide)
    said = [frame.pair(frame.names(t.code), scale.text(t.value)) for t in proof.tiles]
    return draw.svg(bottom + high, [*marks, *legend], frame.label(said), wide)


def _scale(known: Sequence[float], unit: str, room: float, frame: ChartContext) -> Scale:
    """Return a scale whose figures fit into a square, with as many decimals as there is room for."""
    scale = frame.scale(known, unit)
    for digits in range(scale.digits, -1, -1):
        scale = frame.scale_with(known, unit, digits)
        if all(draw.width(scale.number(v)) <= room for v in known):
            break
    return scale


def _round_value(value: float, scale: Scale) -> float:
    """Return a figure as it is read in its square."""
    return round(value * scale.factor, scale.digits)


def breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Return where classes begin: at the fifths of known figures, rounded as far as they stay apart.

    Parameters
    ----------
    values : sequence of float
        As they are read in the squares; in the unit that is shown.

    Returns
    -------
    tuple of float
        Four or fewer rising figures, no class between them empty; a figure belongs to the class of the last one that it
        reaches.

    Examples
    --------
    >>> breaks([float(v) for v in range(1, 31)]), breaks([3.0, 3.0]), breaks([1.0, 2.0]), breaks([])
    ((7.0, 13.0, 18.0, 24.0), (), (1.8,), ())
    """
    if not values:
        return ()
    quantiles = [float(q) for q in np.quantile(values, [k / CLASSES for k in range(1, CLASSES)], method="linear")]
    span = max(values) - min(values)
    for digits in range(-12, 4):
        cuts = [round(q, digits) + 0.0 for q in quantiles]
        if all(a < b for a, b in pairwise(cuts)) and all(
            abs(c - q) <= 0.04 * span for c, q in zip(cuts, quantiles, strict=True)
        ):
            break
    ends = [*cuts[1:], float("inf")]
    return tuple(c for c, end in zip(cuts, ends, strict=True) if c > min(values) and any(c <= v < end for v in values))


def shade(value: float, cuts: Sequence[float]) -> int:
    """Return the shade of a figure, 1 the lowest and 5 the highest; fewer classes keep the ends apart.

    Examples
    --------
    >>> [shade(v, (7.0, 13.0, 18.0, 24.0)) for v in (1.0, 7.0, 30.0)], [shade(v, (2.0,)) for v in (1.0, 2.0)]
    ([1, 2, 5], [2, 4])
    """
    return SHADES[len(cuts) + 1][sum(value >= c for c in cuts)]


def short_name(tile: Tile, frame: ChartContext) -> str:
    """Return what stands in a square: the end of the code in English, the name or two characters of it in Chinese."""
    if tile.short:
        return tile.short[frame.lang]
    name = frame.names(tile.code)
    if frame.lang != "zh":
        return tile.code.rpartition("-")[2][:3]
    return name if len(name) <= LETTERS else name[:2]


def _square(
    tile: Tile, x: float, y: float, side: float, cuts: Sequence[float], scale: Scale, proof: Tiles, frame: ChartContext
) -> list[str]:
    own, rim = tile.code == proof.focus, 3.0 if tile.code == proof.focus else 1.0
    whole = side - 2 * rim
    marks = [draw.rect(x + 0.5, y + 0.5, side - 1, side - 1, "outline", radius=3)] if own else []
    full = frame.pair(frame.names(tile.code), scale.text(tile.value))
    own_name, middle = short_name(tile, frame), x + side / 2
    name = draw.fit(own_name, side - 1, bold=own)
    own_css = " strong" if own else ""
    if not isfinite(tile.value):
        marks.append(draw.rect(x + rim, y + rim, whole, whole, "hatched", frame.hatch_fill()))
        return [*marks, draw.text(middle, y + side / 2 + 4, name, "lb name" + own_css, "middle", full=full)]
    k = shade(_round_value(tile.value, scale), cuts)
    marks.append(draw.rect(x + rim, y + rim, whole, whole, f"heat h{k} tile"))
    marks.append(draw.text(middle, y + side / 2 - 2, name, f"on{k} name{own_css}", "middle", full=full))
    number = scale.number(tile.value)
    if draw.width(number) <= side - 2:
        marks.append(draw.text(middle, y + side / 2 + 12, number, f"on{k} ax num", "middle"))
    return marks


def _legend(
    cuts: Sequence[float],
    known: Sequence[float],
    scale: Scale,
    proof: Tiles,
    y: float,
    frame: ChartContext,
    wide: float,
) -> tuple[list[str], float]:
    """Return the classes with the figures between them, the unit, the declared direction, what is hatched."""
    marks, right = [], wide - PAD
    count = len(cuts) + 1 if known else 0
    each = min((wide - 2 * PAD) / CLASSES, 46.0)
    digits = draw.decimals(cuts)
    marks += [
        draw.rect(PAD + each * k, y, each - 1, 10, f"heat tile h{shade}", radius=1.5)
        for k, shade in enumerate(SHADES[count])
    ]
    for k, cut in enumerate(cuts, 1):
        shown = scale.number(cut / scale.factor, digits)
        marks.append(draw.text(PAD + each * k, y + 23, shown, "ax", "middle"))
    said = [scale.unit, BETTER[proof.better][frame.lang] if proof.better in BETTER else ""]
    if len(known) < len(proof.tiles):
        right -= draw.width(UNKNOWN[frame.lang])
        marks.append(draw.text(right, y + LEGEND - 3, UNKNOWN[frame.lang], "ax"))
        right -= 19
        marks.append(draw.rect(right, y + LEGEND - 12, 14, 10, "hatched", frame.hatch_fill(), radius=1.5))
    words = frame.join_clauses(said)
    marks.append(draw.text(PAD, y + LEGEND - 3, draw.fit(words, right - PAD - 6), "ax", full=words))
    return marks, LEGEND + 2
