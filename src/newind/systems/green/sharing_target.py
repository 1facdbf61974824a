"""The nation's target: peak year, later levels, and the path that follows, with the peak level computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.errors import PolicyError, offenders
from newind.kernels import peaking
from newind.systems.phrases import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.systems.green.sharing_parts import Parts
    from newind.systems.phrases import Text
    from newind.typing import Array

FASTEST = 0.2
"""Growth above 20 % a year is taken for a slip (2 for 2 %)."""
FREE = 2 / 5
"""Where in the longest stretch without a stated level, after the peak, a budget puts the level that meets it."""


@dataclass(frozen=True)
class Target:
    """What a nation sets itself.

    Parameters
    ----------
    peak : int
        Year of the peak; the first year where emissions already fall.
    levels : mapping of int to float or str
        Emissions of later years, in the unit of the parts, or relative to the peak as in ``"-10%"``.
    growth : float, optional
        Recent growth of emissions per year, 0.02 for 2 %; from the parts or the accounts where left out.
    top : float, optional
        Level of the peak; computed from growth that dies out evenly where left out.
    budget : float, optional
        Emissions of all years after the first; met by the level between the peak and the first stated level.
    base : tuple of int and float, optional
        A later first year and the nation's emissions in it, to which all parts are scaled.
    """

    peak: int
    levels: Mapping[int, float | str]
    growth: float | None = None
    top: float | None = None
    budget: float | None = None
    base: tuple[int, float] | None = None


@dataclass(frozen=True, eq=False)
class National:
    """The path of the whole, and what parts would emit without a target.

    Attributes
    ----------
    years : tuple of int
    total : (T,) array
    reference : (N, T) array
    peak : int
    top : float
        Level of the peak.
    growth : float
        At the start, per year (logarithmic).
    levels : dict of int to float
        Stated later levels, and the one that meets a budget.
    computed : bool
        Whether the level of the peak was computed.
    notes : tuple of Text
    """

    years: tuple[int, ...]
    total: Array
    reference: Array
    peak: int
    top: float
    growth: float
    levels: Mapping[int, float]
    computed: bool
    notes: tuple[Text, ...] = field(default=())

    @property
    def budget(self) -> float:
        """Emissions of all years after the first."""
        return float(self.total[1:].sum())


def national(parts: Parts, target: Target) -> National:
    """Return the path of a target, starting from what the parts emit.

    Raises
    ------
    PolicyError
        For a peak before the first year or below it, growth that is unknown or negative before a peak, levels that rise
        or come before the peak, a budget out of reach, or floors above the path.
    """
    start, base, notes = _start(parts, target)
    if target.peak < start:
        raise PolicyError(
            f"a peak in {target.peak} is before the first year, {start}. Give a year from {start} on; {start} itself "
            f"where emissions already fall."
        )
    each = _growth(parts, target, start)
    size = parts.emissions / parts.emissions.sum() * base
    growth, top = _top(float((each * size).sum() / base), base, target, start)
    each = each + (growth - float((each * size).sum() / base))
    levels = _levels(target, top)
    levels = levels if target.budget is None else _met(start, base, target, top, levels)
    total = peaking.national_path(start, base, target.peak, top, levels)
    years = tuple(range(start, start + len(total)))
    _floors(parts, total, years)
    after = np.arange(len(total), dtype=float)
    rest = peaking.REST * (target.peak - start)
    reference = np.maximum(size[:, None] * peaking.decelerating(each, after, rest), _floor(parts)[:, None])
    return National(
        years, readonly(total), readonly(reference), target.peak, top, growth, levels, target.top is None, notes
    )


def _floor(parts: Parts) -> Array:
    return parts.figures.get("floor", np.zeros(len(parts)))


def _start(parts: Parts, target: Target) -> tuple[int, float, tuple[Text, ...]]:
    """Return the first year, the emissions in it, and what must be said of them."""
    if target.base is None:
        return parts.year, float(parts.emissions.sum()), ()
    year, base = target.base
    if year < parts.year or not base > 0:
        raise PolicyError(
            f"base {year}={base:g}: the first year is not before the parts' own, {parts.year}, and has emissions above "
            f"zero. Correct it."
        )
    said = text(
        f"Parts start from {base:g} {parts.unit} in {year}, shared out as they emitted in {parts.year}: a proxy.",
        f"起点为{year}年{base:g} {parts.unit}，按{parts.year}年的排放构成分摊，为代理口径。",
    )
    return year, base, (said,)


def _growth(parts: Parts, target: Target, start: int) -> Array:
    """Return the growth of each part at the start; (N,)."""
    if target.peak == start or (target.top is not None and "growth" not in parts.figures):
        return np.zeros(len(parts))
    if target.growth is None and "growth" in parts.figures:
        each = np.log1p(parts.figures["growth"])
    elif target.growth is not None or parts.growth is not None:
        each = np.full(len(parts), np.log1p(target.growth) if target.growth is not None else parts.growth)
    else:
        raise PolicyError(
            "the level of the peak follows from recent growth, which is not known. Give growth (--growth 0.02), a "
            "column growth, or the level of the peak (--top)."
        )
    if (np.abs(each) > np.log1p(FASTEST)).any():
        worst = float(each[np.abs(each).argmax()])
        raise PolicyError(f"growth of {np.expm1(worst):.0%} a year is out of bounds. Write 0.02 for 2 %.")
    return each


def _top(growth: float, base: float, target: Target, start: int) -> tuple[float, float]:
    """Return growth at the start and the level of the peak."""
    years = target.peak - start
    if target.top is not None:
        if not target.top >= base or (years == 0 and target.top > base):
            why = "below the start" if target.top < base else "another level in the same year"
            told = f"a peak of {target.top:g} does not fit {base:g} in {start}: it is {why}"
            raise PolicyError(f"{told}. Give at least that, or a peak in {start}.")
        return peaking.growth_for(base, target.top, years), target.top
    if years and growth < 0:
        raise PolicyError(
            f"emissions fall by {-growth:.1%} a year: no later peak follows. Give peak {start}, or --growth."
        )
    return growth, peaking.peak_level(base, growth, years)


def _levels(target: Target, top: float) -> dict[int, float]:
    """Return later levels in emissions, falling."""
    if not target.levels:
        raise PolicyError("no level after the peak. Give at least one, as in 2060=-90% of the peak, or in emissions.")
    found = {int(y): _level(v, top, y) for y, v in sorted(target.levels.items())}
    if early := [y for y in found if y <= target.peak]:
        raise PolicyError(
            f"levels not after the peak in {target.peak}: {offenders(early)}. Leave them out, or use top."
        )
    before = top
    for year, value in found.items():
        if not 0 <= value <= before * (1 + 1e-12):
            raise PolicyError(
                f"{value:g} in {year} is {'below zero' if value < 0 else f'above the {before:g} before it'}: emissions "
                f"fall after the peak, to zero at most. Correct the levels."
            )
        before = value
    return found


def _level(value: float | str, top: float, year: int) -> float:
    said = str(value).strip().replace("−", "-")
    try:
        if not said.endswith("%"):
            return float(said)
        if said[0] in "+-":
            return top * (1 + float(said[:-1]) / 100)
    except ValueError:
        pass
    raise PolicyError(f"level {value!r} of {year} is neither emissions nor a change from the peak such as -10%.")


def _met(start: int, base: float, target: Target, top: float, levels: dict[int, float]) -> dict[int, float]:
    """Return the levels with one more that meets the budget.

    Raises
    ------
    PolicyError
        For a budget that no fall from the peak meets, with what is feasible.
    """
    before, after = max(pairwise([target.peak, *sorted(levels)]), key=lambda years: years[1] - years[0])
    year = before + max(1, round(FREE * (after - before)))
    if year >= after:
        raise PolicyError(
            f"no year between the peak and {max(levels)} is free to meet a budget. Leave out one of the levels."
        )
    budget = float(target.budget or 0.0)
    low, high = peaking.budget_range(start, base, target.peak, top, levels, year)
    if not low <= budget <= high:
        side = "below" if budget < low else "above"
        raise PolicyError(
            f"a budget of {budget:,.6g} for {start + 1}-{max(levels)} is {side} what is feasible: {low:,.6g} to "
            f"{high:,.6g} with this peak and these levels. Change the budget, the peak or the levels."
        )
    return {**levels, year: peaking.level_for_budget(start, base, target.peak, top, levels, year, budget)}


def _floors(parts: Parts, total: Array, years: tuple[int, ...]) -> None:
    """Refuse floors that leave no room."""
    floor = _floor(parts)
    if (low := np.flatnonzero(floor.sum() > total * (1 + 1e-12))).size:
        largest = [f"{parts.codes[i]} {floor[i]:g}" for i in np.argsort(-floor)[:3]]
        raise PolicyError(
            f"floors sum to {floor.sum():g}, above the path of {total[low[0]]:g} in {years[low[0]]}: the target is "
            f"below what is feasible. Largest floors {', '.join(largest)}; lower them or raise the level."
        )
