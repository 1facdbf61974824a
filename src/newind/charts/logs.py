"""A scale of tens for figures that differ by orders of magnitude, and how such figures are written."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from newind.language.words import decimal

if TYPE_CHECKING:
    from collections.abc import Iterable

DECADES = 5
"""Powers of ten that a scale spans at most; what is smaller stands at its left end."""
STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class LogScale:
    """A scale on which every power of ten is as long as the next; figures below its low end stand at the end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a figure, one of the ends where it lies beyond."""
        if value <= self.low:
            return self.start
        share = log10(min(value, self.high) / self.low) / log10(self.high / self.low)
        return self.start + share * (self.end - self.start)


def ends(values: Iterable[float]) -> tuple[float, float]:
    """Return round ends (1, 2 or 5 times a power of ten) around known positive figures.

    Examples
    --------
    >>> ends([0.3, 28.0, float("nan"), -1.0]), ends([]), ends([1e-9, 1.0])
    ((0.2, 50.0), (0.1, 10.0), (1e-05, 1.0))
    """
    known = [v for v in values if isfinite(v) and v > 0]
    if not known:
        return 0.1, 10.0
    high = _round(max(known), up=True)
    low = max(_round(min(known), up=False), high / 10**DECADES)
    return (low, high) if low < high else (_less(low), high)


def _round(value: float, *, up: bool) -> float:
    power = floor(log10(value) + 1e-12)
    steps = [float(f"{k}e{p}") for p in (power, power + 1) for k in (1, 2, 5)]
    near = [s for s in steps if (s >= value * (1 - 1e-9) if up else s <= value * (1 + 1e-9))]
    return near[0] if up else near[-1]


def _less(value: float) -> float:
    return _round(value / 1.5, up=False)


def marks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return round figures on a scale of tens: every power of ten, with 2 and 5 times it where these are few.

    Examples
    --------
    >>> marks(0.02, 50.0, 5), marks(0.2, 5.0, 5), marks(1e-4, 10.0, 3)
    ((0.1, 1.0, 10.0), (0.2, 0.5, 1.0, 2.0, 5.0), (0.001, 0.1, 10.0))
    """
    first, last = floor(log10(low) - 1e-9), floor(log10(high) + 1e-9)
    powers = range(first, last + 1)
    fine = _inside([float(f"{k:.0f}e{p}") for p in powers for k in STEPS], low, high)
    if len(fine) <= most:
        return fine
    whole = _inside([float(f"1e{p}") for p in powers], low, high)
    every = -(-len(whole) // most)
    return tuple(reversed(whole[::-1][::every]))


def _inside(figures: Iterable[float], low: float, high: float) -> tuple[float, ...]:
    return tuple(f for f in figures if low * (1 - 1e-9) <= f <= high * (1 + 1e-9))


def short(value: float, lang: str) -> str:
    """Return a figure with as many decimals as its size asks for, four at most.

    Examples
    --------
    >>> [short(v, "en") for v in (28.4, 1.41, 0.2, 0.093, 0.0012, 0.0, -0.5)]
    ['28', '1.4', '0.20', '0.09', '0.001', '0', '−0.50']
    """
    if not isfinite(value) or value == 0:
        return decimal(value, 0, lang)
    size = abs(value)
    places = 0 if size >= 10 else 1 if size >= 1 else 2 if size >= 0.01 else 3 if size >= 0.001 else 4
    return decimal(value, places, lang)


def tick(value: float, lang: str) -> str:
    """Return a round figure of an axis without needless zeros.

    Examples
    --------
    >>> [tick(v, "en") for v in (1000.0, 10.0, 0.5, 1e-05)]
    ['1,000', '10', '0.5', '0.00001']
    """
    shown = decimal(value, 6, lang)
    return shown.rstrip("0").rstrip(".")
