"""How packages do in other cases: expected, in the worst one, in regret, and in how many they are good enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.aliases import alias
from newind.kernels.pareto import Criteria, criteria
from newind.messages import message
from newind.pathways.aims import KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.pathways.searching import CandidatePackage, Search
    from newind.typing import Array

ENOUGH = 0.9
"""Share of what the chosen package gives in the central case that counts as enough."""
YEARS = ("peak", "late")
"""Figures that are no changes."""


@dataclass(frozen=True, eq=False)
class RobustnessResult:
    """Packages over cases.

    Parameters
    ----------
    points : tuple of CandidatePackage
        Packages, as in the central case.
    cases : tuple of str
        Names; those without a path for every package are left out.
    values : (n, k) array
        Of the first goal, what each package adds to doing nothing in each case; larger is better.
    kept : (n, k) bool array
        Whether all limits are kept.
    weights : (k,) array
        Of cases, adding up to one.
    enough : float
        What counts as good enough.
    judged : Criteria
        The four criteria.
    failed : tuple of str
        Cases that were left out.
    """

    points: tuple[CandidatePackage, ...]
    cases: tuple[str, ...]
    values: Array
    kept: Array
    weights: Array
    enough: float
    judged: Criteria
    failed: tuple[str, ...]

    def gap(self, one: int, other: int, goal: str) -> float:
        """Return by how much two packages differ at most in a goal, in the central case and in all others."""
        here = self.points[one].figures[goal] - self.points[other].figures[goal]
        return float(max(abs(here), np.abs(self.values[one] - self.values[other]).max()))

    def is_indifferent(self, chosen: int, goal: str) -> bool:
        """Tell whether a goal does not tell the chosen package from any other.

        The largest gap is below the tenth of what it gives here that still counts as enough, and all keep the limits
        in the same cases.
        """
        others = [k for k in range(len(self.points)) if k != chosen]
        slack = abs(self.enough) * (1 - ENOUGH) / ENOUGH
        near = all(self.gap(chosen, k, goal) < slack for k in others)
        return bool(others) and near and bool((self.kept == self.kept[chosen]).all())

    alike = alias("is_indifferent")


def build_draw_cases(drawn: Sequence[Mapping[str, float]]) -> list[dict[str, Any]]:
    """Return draws of parameters as cases of a search.

    Examples
    --------
    >>> build_draw_cases([{"trade_elasticity": 4.0}])[0]["label"]
    {'en': 'draw 1', 'zh': '抽样1'}
    """
    return [
        {"name": f"draw {k}", "label": message("pathways.robust.build_draw_cases.draw", k=k), "parameters": dict(d)}
        for k, d in enumerate(drawn, 1)
    ]


def _beside(p: CandidatePackage, nothing: CandidatePackage) -> dict[str, float]:
    """Return the figures of a package in a case, changes against doing nothing in it; when CO2 peaks stays a year."""
    return {n: v if n in YEARS else v - nothing.figures[n] for n, v in p.figures.items()}


def robust_of(s: Search, points: Sequence[CandidatePackage], chosen: CandidatePackage) -> RobustnessResult | None:
    """Return how packages do in the cases of a search; None where there are none.

    What a package gives in a case is the difference from doing nothing in the same case, so that a bad case is not held
    against it. Good enough: nine tenths of what the chosen package gives in the central case, within all limits.
    """
    cases = s.request["cases"]
    if not cases:
        return None
    sign = -float(s.aims.signs[0])
    goal = s.aims.goals[0]
    names, weights, values, kept, failed = [], [], [], [], []
    for case in cases:
        nothing, *found = s.evaluate_points([s.nothing, *points], case["name"])
        if not (nothing.figures and all(p.figures for p in found)):
            failed.append(case["name"])
            continue
        names.append(case["name"])
        weights.append(case["weight"])
        values.append([sign * (p.figures[goal] - nothing.figures[goal]) for p in found])
        kept.append([s.aims.beyond(_beside(p, nothing)).max(initial=0.0) <= KEPT for p in found])
    if not names:
        return None
    (nothing,) = s.evaluate_points([s.nothing])
    enough = ENOUGH * sign * (chosen.figures[goal] - nothing.figures[goal])
    table, within, share = np.array(values).T, np.array(kept).T, np.array(weights) / np.sum(weights)
    judged = criteria(table, share, within & (table >= enough))
    return RobustnessResult(tuple(points), tuple(names), table, within, share, enough, judged, tuple(failed))
