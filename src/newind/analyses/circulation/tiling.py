"""A grid with one tile for each province of China, and the four economic regions that provinces belong to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.datafiles import read_yaml
from newind.messages import complete_text

if TYPE_CHECKING:
    from newind.messages import Text


@dataclass(frozen=True)
class TilePosition:
    """A province on the grid.

    Parameters
    ----------
    code : str
        ISO 3166-2.
    column, row : int
        From the west, from the north; from 0.
    group : str
        Economic region; empty where the division leaves it out.
    name : dict
        Short name in ``en`` and ``zh``.
    """

    code: str
    column: int
    row: int
    group: str
    name: Text


@cache
def province_tiles() -> tuple[TilePosition, ...]:
    """Return all tiles, in rows from the north-west.

    Examples
    --------
    >>> len(province_tiles()), province_tiles()[0].name["zh"]
    (34, '黑龙江')
    """
    return tuple(
        TilePosition(t["code"], int(t["column"]), int(t["row"]), t.get("group", ""), complete_text(t, t["en"]))
        for t in _read_tiles()["tiles"]
    )


def tiles() -> dict[str, tuple[int, int]]:
    """Return the place of each province on the grid: code → (column, row).

    Examples
    --------
    >>> tiles()["CN-BJ"], tiles()["CN-HI"]
    ((4, 2), (2, 8))
    """
    return {t.code: (t.column, t.row) for t in province_tiles()}


def province_groups() -> dict[str, str]:
    """Return the economic region of each province: code → east, central, west or northeast.

    Examples
    --------
    >>> province_groups()["CN-SC"], len(province_groups())
    ('west', 31)
    """
    return {t.code: t.group for t in province_tiles() if t.group}


def group_names() -> dict[str, Text]:
    """Return the names of the economic regions in English and Chinese.

    Examples
    --------
    >>> group_names()["northeast"]["zh"]
    '东北'
    """
    return {name: dict(label) for name, label in _read_tiles()["groups"].items()}


@cache
def _read_tiles() -> Any:
    return read_yaml(__package__, "tiles.yaml")
