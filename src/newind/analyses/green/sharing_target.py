"""The nation's target: peak year, later levels, the path that follows, and the emissions without a policy before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.aliases import alias
from newind.errors import DataError, PolicyError, join_items, offenders, tell
from newind.frozen import Frozen
from newind.kernels import division
from newind.language.scales import mark
from newind.language.words import scale_of
from newind.messages import NOTHING, in_each, message, message_group

if TYPE_CHECKING:
    from newind.analyses.green.sharing_parts import TargetParts
    from newind.messages import Text
    from newind.typing import Array, BoolArray


ASSUMED: dict[str, Text] = message_group("green.carbon_baseline.assumed")
OTHERS = message("green.carbon_baseline.others")
"""Assumptions of a baseline, by name; the rest in one word."""


def format_assumptions(given: Iterable[str], lang: str) -> str:
    """Return what is assumed in words, with its value where that is a word.

    Examples
    --------
    >>> format_assumptions({"product": "reported", "congestion": 0.2}, "en")
    'series of real GDP: as reported, other parameters'
    """
    values = given if isinstance(given, Mapping) else {}
    found = []
    for name in given:
        value = ASSUMED.get(str(values.get(name)))
        found.append(ASSUMED.get(name, OTHERS)[lang] + (mark("colon", lang) + value[lang] if value else ""))
    return mark("comma", lang).join(dict.fromkeys(found))


@dataclass(frozen=True, eq=False)
class ReferenceEmissions(Frozen):
    """Emissions of the parts of a target without it, a column a year; the target starts in the first of them.

    Attributes
    ----------
    years : tuple of int
    emissions : (N, T) array
        Unit of the parts.
    said : Text
        The basis.
    high : int
        Year in which all emissions of the baseline are highest, on its pathway.
    """

    years: tuple[int, ...]
    emissions: Array
    said: Text
    high: int

    def at(self, year: int) -> float:
        """Return what all parts emit in a year; beyond the last one, what they emit in it."""
        return float(self.emissions[:, self._position(year)].sum())

    def until(self, year: int) -> Array:
        """Return emissions up to a year; beyond the last one they stay; (N, T)."""
        return np.asarray(self.emissions[:, [self._position(y) for y in range(self.years[0], year + 1)]])

    def _position(self, year: int) -> int:
        return min(year - self.years[0], len(self.years) - 1)


@dataclass(frozen=True, eq=False)
class CarbonBaseline(Frozen):
    """CO2 of an economy without a policy: that of the accounts, then as observed, on the pathway, and beyond it.

    Attributes
    ----------
    region : str
    years : tuple of int
        From that of the accounts on.
    industries : tuple of str
    emissions : (S, T) array, Mt
        Of industries.
    households : (T,) array, Mt
        What final users emit themselves.
    observed : int
        Last year whose total is observed.
    followed : int
        Last year of the pathway.
    given : mapping
        Parameters in place of the shipped ones.
    source : str
        Of what is observed after the accounts.
    """

    region: str
    years: tuple[int, ...]
    industries: tuple[str, ...]
    emissions: Array
    households: Array
    observed: int
    followed: int
    given: Mapping[str, object] = field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        """Keep arrays as they are."""
        object.__setattr__(self, "emissions", readonly(np.array(self.emissions, dtype=float)))
        object.__setattr__(self, "households", readonly(np.array(self.households, dtype=float)))

    @property
    def total(self) -> Array:
        """CO2 of industries and households; (T,), Mt."""
        return np.asarray(self.emissions.sum(axis=0) + self.households)

    @property
    def high(self) -> int:
        """Year in which the total is highest, up to the last one of the pathway."""
        return self.years[int(self.total[: self.years.index(self.followed) + 1].argmax())]

    def select_projection(self, kept: BoolArray) -> ReferenceEmissions:
        """Return what some industries emit from the last observed year on; (S,) which."""
        at = self.years.index(self.observed)
        return ReferenceEmissions(self.years[at:], readonly(self.emissions[kept, at:]), self.basis, self.high)

    @property
    def less(self) -> Text:
        """How much of the total households emit in the last observed year: what a target of industries leaves out."""
        at = self.years.index(self.observed)
        part, whole = float(self.households[at]), float(self.total[at])
        scales = in_each(partial(scale_of, [part, whole], "Mt"))
        said = {name: {lang: s.text(v) for lang, s in scales.items()} for name, v in (("part", part), ("whole", whole))}
        return message("green.carbon_baseline.less", observed=self.observed, **said)

    @property
    def basis(self) -> Text:
        """The basis of a target that starts from the series."""
        given = in_each(partial(format_assumptions, self.given))
        under = message("green.carbon_baseline.under", given=given) if self.given else NOTHING
        years = {"first": self.years[0], "observed": self.observed, "followed": self.followed}
        return message("green.carbon_baseline.basis", under=under, less=self.less, **years)

    @property
    def beside(self) -> Text:
        """Note beside a path that has the same series."""
        return message("green.carbon_baseline.beside.same_baseline_without_households", less=self.less)

    ahead = alias("select_projection")
    said = alias("basis")


FASTEST = 0.2
"""Growth above 20 % a year is taken for a slip (2 for 2 %)."""
SLACK = 5e-3
"""By how much a path may be above the baseline without a word."""
FREE = 2 / 5
"""Where in the longest stretch without a stated level, after the peak, a budget puts the level that meets it."""


@dataclass(frozen=True)
class Target:
    """Emission target of a nation.

    Parameters
    ----------
    peak : int
        Year of the peak; the first year where emissions already fall.
    levels : mapping of int to float or str
        Emissions of later years, in the unit of the parts, or relative to the peak as in ``"-10%"``.
    growth : float, optional
        Growth of emissions per year at first, 0.02 for 2 %; where left out, that of the baseline until the peak, else
        recent growth of the parts or the accounts.
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
class NationalPath(Frozen):
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


def national(parts: TargetParts, target: Target) -> NationalPath:
    """Return the path of a target, starting from what the parts emit.

    Parts that know what they emit without a target start from that, unless the target states growth or a base of its
    own.

    Raises
    ------
    DataError
        Where nothing is emitted.
    PolicyError
        For a peak before the first year or below it, growth that is unknown or negative before a peak, levels that rise
        or come before the peak, a budget out of reach, or floors above the path.
    """
    ahead = parts.ahead if target.growth is None and target.base is None else None
    start, base, notes = _start(parts, target) if ahead is None else (*parts.start, ())
    if not base > 0:
        raise DataError(tell("green.no_co2", region=", ".join(dict.fromkeys(parts.regions))))
    if target.peak < start:
        raise PolicyError(tell("green.early_peak", peak=target.peak, start=start))
    size = parts.emissions / parts.emissions.sum() * base
    each = _growth(parts, target, start) if ahead is None else np.full(len(parts), parts.growth_to(target.peak))
    growth, top = _top(float((each * size).sum() / base), base, target, start)
    levels, fall = _levels(target, top), _fall(ahead, target.peak)
    levels = levels if target.budget is None else _add_budget_level(start, base, target, top, levels, fall)
    total = division.national_path(start, base, target.peak, top, levels, fall)
    years = tuple(range(start, start + len(total)))
    _floors(parts, total, years)
    if ahead is None:
        each = each + (growth - float((each * size).sum() / base))
        rest = division.REST * (target.peak - start)
        reference = size[:, None] * division.decelerating(each, np.arange(len(total), dtype=float), rest)
        notes = (_describe_basis(parts, start, base, growth), *notes)
    else:
        reference = ahead.until(years[-1])
        notes = (ahead.said, *_above(total, reference, years))
    reference = np.maximum(reference, _floor(parts)[:, None])
    return NationalPath(
        years, readonly(total), readonly(reference), target.peak, top, growth, levels, target.top is None, notes
    )


def _fall(ahead: ReferenceEmissions | None, peak: int) -> float:
    """Return the slope with which a path that falls at once leaves its first year: that of the baseline."""
    if ahead is None or peak > ahead.years[0]:
        return 0.0
    return min(ahead.at(peak + 1) - ahead.at(peak), 0.0)


def _describe_basis(parts: TargetParts, start: int, base: float, growth: float) -> Text:
    """Return the basis of a path that starts from the parts' own figures."""
    said = [f"{base:,.4g} {parts.unit}", f"{np.expm1(growth):.1%}"]
    return message("green.sharing_target.describe_basis.own_baseline", said=said[0], start=start, said_2=said[1])


def _above(total: Array, reference: Array, years: tuple[int, ...]) -> tuple[Text, ...]:
    """Return in which years the path is above the baseline, where it is."""
    high = [y for y, over in zip(years, total > reference.sum(axis=0) * (1 + SLACK), strict=True) if over]
    if not high:
        return ()
    return (message("green.sharing_target.above.above_baseline", n_high=len(high), high=high[0]),)  # fmt: skip


def _floor(parts: TargetParts) -> Array:
    return parts.figures.get("floor", np.zeros(len(parts)))


def _start(parts: TargetParts, target: Target) -> tuple[int, float, tuple[Text, ...]]:
    """Return the first year, the emissions in it, and what must be said of them."""
    emitted = float(parts.emissions.sum())
    year, base = target.base or (parts.year, emitted)
    if year < parts.year or not (base > 0 and emitted > 0):
        raise PolicyError(tell("green.base", year=year, base=base, first=parts.year))
    if target.base is None:
        return year, base, ()
    said = message(
        "green.sharing_target.start.start_shared_out", base=base, unit=parts.unit, year=year, year_2=parts.year
    )
    return year, base, (said,)


def _growth(parts: TargetParts, target: Target, start: int) -> Array:
    """Return the growth of each part at the start; (N,)."""
    if target.peak == start or (target.top is not None and "growth" not in parts.figures):
        return np.zeros(len(parts))
    if target.growth is None and "growth" in parts.figures:
        each = _log_growth(parts.figures["growth"])
    elif target.growth is not None or parts.growth is not None:
        each = np.full(len(parts), parts.growth if target.growth is None else _log_growth(np.array(target.growth)))
    else:
        raise PolicyError(tell("green.no_growth"))
    if (np.abs(each) > np.log1p(FASTEST)).any():
        worst = float(each[np.abs(each).argmax()])
        raise PolicyError(tell("green.growth", growth=np.expm1(worst)))
    return each


def _log_growth(rates: Array) -> Array:
    """Return growth in logs; nothing shrinks by more than all of it."""
    if (gone := rates <= -1).any():
        raise PolicyError(tell("green.growth", growth=float(rates[gone].min())))
    return np.log1p(rates)


def _top(growth: float, base: float, target: Target, start: int) -> tuple[float, float]:
    """Return growth at the start and the level of the peak."""
    years = target.peak - start
    if target.top is not None:
        if not target.top >= base or (years == 0 and target.top > base):
            why = "green.top_below" if target.top < base else "green.top_other"
            raise PolicyError(tell(why, top=target.top, base=base, start=start))
        return division.growth_for(base, target.top, years), target.top
    if years and growth < 0:
        raise PolicyError(tell("green.falls", fall=-growth, start=start, peak=target.peak))
    return growth, division.peak_level(base, growth, years)


def _levels(target: Target, top: float) -> dict[int, float]:
    """Return later levels in emissions, falling."""
    if not target.levels:
        raise PolicyError(tell("green.no_level"))
    found = {int(y): _level(v, top, y) for y, v in sorted(target.levels.items())}
    if early := [y for y in found if y <= target.peak]:
        raise PolicyError(tell("green.early_levels", peak=target.peak, which=offenders(early)))
    before = top
    for year, value in found.items():
        if not 0 <= value <= before * (1 + 1e-12):
            why = "green.below_zero" if value < 0 else "green.above_before"
            raise PolicyError(tell(why, value=value, year=year, before=before))
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
    raise PolicyError(tell("green.level", value=value, year=year))


def _add_budget_level(
    start: int, base: float, target: Target, top: float, levels: dict[int, float], fall: float
) -> dict[int, float]:
    """Return the levels with one more that meets the budget.

    Raises
    ------
    PolicyError
        For a budget that no fall from the peak meets, with what is feasible.
    """
    before, after = max(pairwise([target.peak, *sorted(levels)]), key=lambda years: years[1] - years[0])
    year = before + max(1, round(FREE * (after - before)))
    if year >= after:
        raise PolicyError(tell("green.budget_fixed", last=max(levels)))
    budget = float(target.budget or 0.0)
    low, high = division.budget_range(start, base, target.peak, top, levels, year, fall)
    if not low <= budget <= high:
        side = tell("green.side_below" if budget < low else "green.side_above")
        raise PolicyError(
            tell("green.budget", budget=budget, start=start + 1, last=max(levels), side=side, low=low, high=high)
        )
    return {**levels, year: division.level_for_budget(start, base, target.peak, top, levels, year, budget, fall)}


def _floors(parts: TargetParts, total: Array, years: tuple[int, ...]) -> None:
    """Refuse floors that leave no room."""
    floor = _floor(parts)
    if (low := np.flatnonzero(floor.sum() > total * (1 + 1e-12))).size:
        largest = [f"{parts.codes[i]} {floor[i]:g}" for i in np.argsort(-floor)[:3]]
        raise PolicyError(
            tell(
                "green.floors", floors=floor.sum(), level=total[low[0]], year=years[low[0]], largest=join_items(largest)
            )
        )
