"""Emissions of an economy without a policy, by year: the one series that targets, paths and roadmaps start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.aliases import alias
from newind.frozen import Frozen
from newind.language.scales import mark
from newind.language.words import scale_of
from newind.messages import NOTHING, in_each, message, message_group

if TYPE_CHECKING:
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
        return message("green.carbon_baseline.beside.a_target_is_divided", less=self.less)

    ahead = alias("select_projection")
    said = alias("basis")
