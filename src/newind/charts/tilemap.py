"""Provinces as squares on a map: places that are shipped, figures that are given."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newind.charts.proofs import Tile
from newind.datafiles import read_yaml
from newind.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping


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
