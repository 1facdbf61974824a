"""Which of several scenarios is ahead on an outcome: compared case by case, as all are solved in the same cases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import permutations
from string import ascii_uppercase
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from newind.language.words import mark
from newind.messages import say
from newind.pathways.comparing import CO2, NOISE, REAL_INCOME
from newind.policy.levers import levers
from newind.policy.ranges import FINANCING, label_cases
from newind.policy.signs import sign
from newind.policy.verdicts import NOISE as NONE
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.policy.ranges import Range
    from newind.typing import Array

Cases: TypeAlias = Mapping[str, tuple[float, ...]]
"""An outcome by case, the central one under no name: where partners do nothing and, of real income that they have
something to answer to, where they answer in kind; NaN where there is no equilibrium."""
UNKNOWN = (float("nan"),)
"""Of a case in which nothing is known."""
COMPARED = {CO2: (-1, NOISE), REAL_INCOME: (1, NONE)}
"""Outcomes that are compared, in order: whether more is better or less, and up to which a difference counts as none."""


def list_cases(found: Range, at: int) -> Cases:
    """Return an element of a range case by case, and that cases without an equilibrium are not known."""
    ways = [found.values] if found.answered is None else [found.values, found.answered]
    rows = zip(*([float(v) for v in way[:, at]] for way in ways), strict=True)
    unsolved = {f"unsolved {k}": UNKNOWN for k in range(len(found.failed))}
    return dict(zip(label_cases(found.corners), rows, strict=True)) | unsolved


def find_ahead(found: Sequence[Cases], way: int, noise: float) -> tuple[int | None, int]:
    """Return the place of the scenario that is ahead of each other one in every case, and in how many cases.

    Parameters
    ----------
    found : sequence of Cases
        By scenario.
    way : {1, -1}
        Whether more is better, or less.
    noise : float
        Up to which a difference counts as none.

    Examples
    --------
    >>> find_ahead([{"": (1.0,), "phi 0": (3.0,)}, {"": (0.0,), "phi 0": (2.0,)}], 1, 0.0)
    (0, 2)
    >>> find_ahead([{"": (1.0,), "phi 0": (3.0,)}, {"": (0.0,), "phi 0": (4.0,)}], 1, 0.0)
    (None, 2)
    """
    gaps = {(a, b): way * subtract_cases(found[a], found[b]) for a, b in permutations(range(len(found)), 2)}
    leads = {pair: sign(float(gap.min()), float(gap.max()), noise) == "positive" for pair, gap in gaps.items()}
    places = (a for a in range(len(found)) if all(leads[a, b] for b in range(len(found)) if b != a))
    return next(places, None), max(map(len, gaps.values()))


def subtract_cases(one: Cases, other: Cases) -> Array:
    """Return the difference of two scenarios in every case; NaN where one of them is not known.

    What only the levers of one of them assume leaves the other as it is in its central case.

    Examples
    --------
    >>> subtract_cases({"": (1.0,), "rd_return 0.2": (2.0,)}, {"": (0.5,)}), subtract_cases({"phi 0.7": (1.0,)}, {})
    (array([0.5, 1.5]), array([nan]))
    """
    pairs = [(_find(one, name), _find(other, name)) for name in dict.fromkeys((*one, *other))]
    return np.concatenate([np.subtract(*np.broadcast_arrays(a, b)) for a, b in pairs])


def _find(cases: Cases, name: str) -> tuple[float, ...]:
    central = cases.get("", UNKNOWN) if "," not in name and name.partition(" ")[0] in _of_levers() else UNKNOWN
    return cases.get(name, central)


@cache
def _of_levers() -> frozenset[str]:
    """Return the assumptions that matter to levers alone, and how a package is paid for."""
    return frozenset(name for lever in levers() for name in lever.assumes) - {"markup"} | {FINANCING}


def say_ahead(found: Mapping[str, Sequence[Cases | None]], lang: str) -> str:
    """Return in a sentence which scenario is ahead on each outcome; nothing of one that is not known of all.

    Parameters
    ----------
    found : mapping
        By outcome: cases of each scenario, which are called A, B and so on.
    lang : str
    """
    told = []
    for name, (way, noise) in COMPARED.items():
        each = [cases for cases in found.get(name, ()) if cases]
        if len(each) < max(len(found.get(name, ())), 2):
            continue
        place, n = find_ahead(each, way, noise)
        who = "" if place is None else ascii_uppercase[place]
        what = say(f"policybrief.lead.{name}", lang)
        told.append(say(f"policybrief.lead.{'ahead' if who else 'level'}", lang, who=who, what=what, n=n))
    return capital(mark("semicolon", lang).join(told)) + mark("stop", lang) if told else ""
