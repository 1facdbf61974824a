"""Which provinces are neighbours, for Moran's I and spatial Markov chains."""

from __future__ import annotations

from functools import cache
from typing import Any

from newind.datafiles import read_yaml


@cache
def neighbours() -> dict[str, tuple[str, ...]]:
    """Return the neighbours of each province of China: those across a land border, and Guangdong for Hainan.

    Returns
    -------
    dict
        ISO 3166-2 code → codes of its neighbours, by code; mutual, and no province is alone.

    Examples
    --------
    >>> neighbours()["CN-HI"], neighbours()["CN-SH"]
    (('CN-GD',), ('CN-JS', 'CN-ZJ'))
    """
    content: dict[str, Any] = read_yaml("newind.index.tables", "contiguity_cn.yaml")
    pairs = [(a, b) for part in ("borders", "convention") for a, found in content[part].items() for b in found]
    both = pairs + [(b, a) for a, b in pairs]
    return {unit: tuple(sorted(b for a, b in both if a == unit)) for unit in sorted({a for a, _ in both})}
