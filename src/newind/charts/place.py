"""Where texts beside marks go so that none lies on another: the first free place of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.charts import draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def list_label_boxes(x: float, y: float, reach: float, wide: float, size: float = draw.FONT) -> tuple[Box, ...]:
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
    return draw.text(box[0], box[1] + (box[3] - box[1]) * 0.87, words, css, full=full)
