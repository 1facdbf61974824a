"""Shares by which industries of the OECD are divided (``dividers.csv``), from their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual import anchors, sources
from builders.annual.concordances import ECONOMIES, INDUSTRIES, codes, economies, split
from newind.data.reference.observed import DIVIDED

if TYPE_CHECKING:
    from pathlib import Path

    from newind.typing import Array

FIRST = {"C13T15": "c4", "E": "c17", "J58T60": "J58"}
"""The first of both among the 34 industries."""
DECIMALS = 4


def from_sources(source: Path) -> Array:
    """Return the same from the sources, (20, 3): output of 2011 (textiles and leather) and of 2014 (WIOD).

    Raises
    ------
    DataError
        When a source is missing.
    """
    from newind.data.readers import wiod2013

    w = wiod2013.read(source / sources.FILES["wiod13"].format(year=2011))
    textiles = (economies(w.regions.codes) @ w.x.reshape(w.R, -1))[:, 3:5]
    regions, output, _ = sources.read_wiod2016_totals(source, 2014)
    found = split("icio50", anchors.dividers(output, regions, textiles))
    parts = [found[:, INDUSTRIES.index(FIRST[code]), codes("icio50").index(code)] for code in DIVIDED]
    shares: Array = np.stack(parts, axis=1).round(DECIMALS)
    return shares


def as_csv(values: Array) -> str:
    """Return shares as the file has them."""
    rows = [f"{code},{','.join(f'{v:.{DECIMALS}f}' for v in row)}" for code, row in zip(ECONOMIES, values, strict=True)]
    return "\n".join([f"economy,{','.join(DIVIDED)}", *rows, ""])
