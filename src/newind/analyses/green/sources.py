"""Assumptions on each source of power: cost, learning, carbon, lifetime, each with its range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.satellite import readonly
from newind.data.reference.power import labels
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders, unknown
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import Array

SOURCES = (
    "coal", "gas", "other_fossil", "nuclear", "hydro", "wind", "solar", "bioenergy", "other_renewables",
)  # fmt: skip
"""Sources of power, from the bottom of a chart upwards."""
FOSSIL = ("coal", "gas", "other_fossil")
SLACK = 1e-6
"""By how much shares that are given may miss one."""
TONNES = 3.6e-3
"""GJ per MWh over kg per tonne."""


@dataclass(frozen=True, eq=False)
class SourceProperty(Frozen):
    """A property of the sources of power; (K,) each.

    Parameters
    ----------
    value, low, high : (K,) array
    """

    value: Array
    low: Array
    high: Array

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Return values drawn evenly from the range of each source; (draws, K)."""
        return np.asarray(rng.uniform(self.low, self.high, (draws, len(self.value))))


@cache
def read_source_property(name: str) -> SourceProperty:
    """Return a property of all sources.

    Parameters
    ----------
    name : {"cost", "learning", "lifetime", "efficiency"}
        USD/MWh; share per doubling; years; 1 (NaN where nothing is burnt).

    Examples
    --------
    >>> read_source_property("cost").value[:2]
    array([70., 75.])
    """
    listed = definition()["sources"]
    said = [listed[k].get(name, {}) for k in SOURCES]
    none = (np.nan, np.nan)
    figures = [(s.get("value", np.nan), *s.get("range", none)) for s in said]
    value, low, high = (readonly(np.array(c, dtype=np.float64)) for c in zip(*figures, strict=True))
    return SourceProperty(value, low, high)


@cache
def factors() -> SourceProperty:
    """Return CO2 from burning fuel by source; t/MWh, 0 where nothing fossil is burnt.

    The lowest figure is that of the most efficient plants.

    Examples
    --------
    >>> factors().value[:2].round(3)
    array([0.946, 0.404])
    """
    heat = np.array([definition()["sources"][k].get("carbon", {}).get("value", 0.0) for k in SOURCES])
    e = read_source_property("efficiency")
    value, low, high = (readonly(np.where(heat > 0, heat * TONNES / w, 0.0)) for w in (e.value, e.high, e.low))
    return SourceProperty(value, low, high)


@cache
def definition() -> dict[str, Any]:
    """Return what is assumed, with notes on each property (``power.yaml``)."""
    content: dict[str, Any] = read_yaml("newind.analyses.green", "power.yaml")
    return content


def check_mix(mix: Mapping[str, float]) -> Array:
    """Return a mix as shares by source, in the order of `SOURCES`; (K,).

    Raises
    ------
    UnknownNameError
        For a source that there is not.
    DataError
        For shares that are no shares, or do not sum to one.

    Examples
    --------
    >>> check_mix({"coal": 0.6, "solar": 0.4}).sum()
    np.float64(1.0)
    """
    for name in mix:
        if name not in SOURCES:
            raise unknown("source of power", name, SOURCES, f"Sources are {', '.join(SOURCES)}.")
    shares = np.array([mix.get(k, 0.0) for k in SOURCES], dtype=np.float64)
    if not ((shares >= 0) & (shares <= 1)).all():
        wrong = [f"{k} {v:g}" for k, v in mix.items() if not 0 <= v <= 1]
        raise DataError(f"power mix: shares must be from 0 to 1: {offenders(wrong)}. Give shares, not per cent.")
    if abs(shares.sum() - 1.0) > SLACK:
        raise DataError(f"power mix: shares sum to {shares.sum():g}, not 1. Scale them, or add the source left out.")
    return np.asarray(shares / shares.sum())


def source_labels() -> dict[str, dict[str, str]]:
    """Return what sources are called, in ``en`` and ``zh``."""
    said = labels()
    return {k: said[k] for k in SOURCES}
