"""How far an estimate like ``world-2014e`` has been from the truth in earlier years, by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.backcast import Backcast, backcast
from newind.accounts.classification import concordance
from newind.accounts.reference.world2014_estimate import update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.reference.building import Measure
    from newind.typing import Array

    Bands = Mapping[str, Mapping[str, Any]]

PAIRS = ((2000, 2005), (2008, 2011))
"""Years of the backcasts: the structure of the first, what is known of the second, compared with the second."""
LEVELS = ("s3.carbon_consumption",)
"""Indicators that are amounts: their errors are relative to the truth, those of shares and ratios are differences."""
INFORMATION = "domestic inputs, final use, and imported and exported inputs of all economies but ROW"
DECIMALS = 6
"""Decimals of errors and ranges."""


def backcasts(tables: Mapping[int, Accounts], measure: Measure) -> list[Backcast]:
    """Return estimates of known years, made as that of 2014 is, beside the truth.

    Parameters
    ----------
    tables : mapping of int to Accounts
        Published tables of the years of `PAIRS`, 41 economies; estimated at this level, compared at 20 economies.
    measure : callable
        Headline indicators of accounts.
    """
    shown = {year: shown_regions(w) for year, w in tables.items()}

    def estimate(start: Accounts, truth: Accounts) -> Accounts:
        return shown_regions(update(tables[start.year], tables[truth.year]))

    return [backcast(shown[first], shown[last], measure, INFORMATION, estimate) for first, last in PAIRS]


def shown_regions(w: Accounts) -> Accounts:
    """Return accounts of the 41 economies of the tables as accounts of the 20 that are shown."""
    return w.aggregate({k: list(v) for k, v in concordance("wiod41_to_wiod20").sources_of.items()})


def bands(found: Sequence[Backcast]) -> dict[str, dict[str, Any]]:
    """Return the errors of backcasts beside those of no update, by indicator.

    Returns
    -------
    dict
        Indicator → ``relative``; ``estimate`` and ``no_update``, by pair of years the mean and the largest error over
        the economies shown, and the error of the rest of the world, which is the last; ``beats`` in every backcast, by
        the means over all and over GDP; ``beats_rest``, whether it does so for the rest of the world alone; and
        ``band`` and ``band_rest``, the largest error of the estimate in any backcast.
    """
    return {id: _entry(id, found) for id in found[0].truth}


def beats(judged: Bands) -> bool:
    """Tell whether the estimate beats no update on every indicator."""
    return bool(judged) and all(entry["beats"] for entry in judged.values())


def ranges(values: Mapping[str, Array], judged: Bands, regions: Sequence[str]) -> dict[str, dict[str, list[float]]]:
    """Return indicator → region → [low, high]: the figure less and plus the largest error of the backcasts.

    Parameters
    ----------
    values : mapping of str to (R,) array
        Headline indicators of the estimate.
    judged : mapping
        What `bands` returned.
    regions : sequence of str
        The R regions; the last is the rest of the world.
    """
    return {
        id: {
            code: _around(float(value), entry, rest=code == regions[-1])
            for code, value in zip(regions, values[id], strict=True)
            if np.isfinite(value)
        }
        for id, entry in judged.items()
        if id in values
    }


def _entry(id: str, found: Sequence[Backcast]) -> dict[str, Any]:
    relative = id in LEVELS
    pairs = {f"{b.start}-{b.year}": (b, np.abs(b.truth[id]) if relative else np.ones(len(b.regions))) for b in found}
    tried = {pair: _errors(b.error(id) / scale) for pair, (b, scale) in pairs.items()}
    idle = {pair: _errors(b.error_unchanged(id) / scale) for pair, (b, scale) in pairs.items()}
    return {
        "relative": relative,
        "estimate": tried,
        "no_update": idle,
        "beats": all(b.beats(id) for b in found),
        "beats_rest": all(tried[pair]["rest_of_world"] < idle[pair]["rest_of_world"] for pair in pairs),
        "band": max(errors["largest"] for errors in tried.values()),
        "band_rest": max(errors["rest_of_world"] for errors in tried.values()),
    }


def _errors(errors: Array) -> dict[str, float]:
    off = np.abs(errors)
    figures = {"mean": np.nanmean(off[:-1]), "largest": np.nanmax(off[:-1]), "rest_of_world": off[-1]}
    return {name: round(float(figure), DECIMALS) for name, figure in figures.items()}


def _around(value: float, entry: Mapping[str, Any], *, rest: bool) -> list[float]:
    band = entry["band_rest" if rest else "band"]
    wide = band * abs(value) if entry["relative"] else band
    return [round(value - wide, DECIMALS), round(value + wide, DECIMALS)]
