"""The ranges of an estimate: its figures, less and plus the largest error of what it was tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.typing import Array

    Bands = Mapping[str, Mapping[str, Any]]

LEVELS = ("s3.carbon_consumption",)
"""Indicators that are amounts: their errors are relative to the truth, those of shares and ratios are differences."""
DECIMALS = 6
"""Decimals of errors and ranges."""


def by_partner(id: str) -> str:
    """Return the name under which errors of an indicator's figures by partner are kept beside those of its totals."""
    return f"{id} by partner"


def ranges(
    values: Mapping[str, Array], bands: Bands, regions: Sequence[str], of: str = "band"
) -> dict[str, dict[str, list[float]]]:
    """Return indicator → region → [low, high]: the figure less and plus the band, or that of its change.

    Parameters
    ----------
    values : mapping of str to (R,) array
        Headline indicators of the estimate; NaN where there is none.
    bands : mapping
        Indicator → ``band``, and ``band_rest`` of the rest of the world; ``relative`` where they are parts of it.
    regions : sequence of str
        The R regions; the last is the rest of the world.
    of : {"band", "change"}
        Of the figure, or of its change between two years; the band where that is not known.

    Examples
    --------
    >>> band = {"relative": False, "band": 0.1, "band_rest": 0.2}
    >>> ranges({"share": np.array([0.5, 0.5])}, {"share": band}, ["CHN", "ROW"])
    {'share': {'CHN': [0.4, 0.6], 'ROW': [0.3, 0.7]}}
    """
    return {
        id: {
            code: _around(float(value), entry, "band_rest" if code == regions[-1] else of)
            for code, value in zip(regions, values[id], strict=True)
            if np.isfinite(value)
        }
        for id, entry in bands.items()
        if id in values
    }


def _around(value: float, entry: Mapping[str, Any], of: str) -> list[float]:
    band = entry.get(of, entry["band"])
    wide = band * abs(value) if entry["relative"] else band
    return [round(value - wide, DECIMALS), round(value + wide, DECIMALS)]
