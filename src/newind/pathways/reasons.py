"""Why a package is chosen, what comes next, which limits contradict, and how packages do in other cases."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.aliases import alias
from newind.errors import BilingualMessage, join_items, tell
from newind.kernels.pareto import Criteria, criteria
from newind.messages import message
from newind.pathways.aims import KEPT, LIMITS, PER, STEP, better
from newind.pathways.drivers import climb, one
from newind.pathways.searching import CandidatePackage, EvaluationLimitError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.pathways.searching import Search
    from newind.typing import Array


APART = 0.25
"""Size by which one action at least differs in another package."""
RELAXED = 0.1
"""Share by which a limit is relaxed to see what it costs."""
NEAR = 0.02
"""Share of a limit within which it binds."""
YEARS = 1
"""Years by which a peak is relaxed."""
LITTLE = 1e-3
"""By which limits on changes are relaxed where they are zero."""
NEXT = 64
"""Packages among which the next best one is looked for."""
WORTH = 60
"""Paths that looking for what a relaxed limit brings, or whether limits contradict, may take each."""


@dataclass(frozen=True)
class MarginalContribution:
    """Contribution of an action to the chosen package: the loss when it alone is left out.

    Parameters
    ----------
    name : str
    size : float
    start : int or None
    adds : tuple of float
        To each goal.
    cost : float
        To the fiscal cost, share of GDP in present value.
    verdict : str
        What may be said of the sign of real income with the action by itself, in full on the table.
    """

    name: str
    size: float
    start: int | None
    adds: tuple[float, ...]
    cost: float
    verdict: str = ""

    @property
    def per_cost(self) -> float:
        """Contribution to the first goal per unit of fiscal cost; infinite for what costs nothing, or brings money."""
        if self.cost > NOTHING:
            return self.adds[0] / self.cost
        return float(np.inf) if self.adds[0] > 0 else float(np.nan)


NOTHING = 1e-7
"""Fiscal cost, as a share of GDP, up to which an action costs nothing, and gain up to which a limit does not bind."""


@dataclass(frozen=True)
class SearchConstraint:
    """A limit at the chosen package.

    Parameters
    ----------
    name : str
    limit, value : float
        What is asked, and what there is.
    binds : bool
        Whether more room would help: next to nothing is left, or it alone bars a better package that was tried.
    relaxed : float
        The limit a little wider.
    gain : float
        By how much the first goal would be better then; NaN where the limit does not bind.
    """

    name: str
    limit: float
    value: float
    binds: bool
    relaxed: float
    gain: float


def marginals_of(s: Search, chosen: CandidatePackage) -> tuple[MarginalContribution, ...]:
    """Return what each action adds, those that add most to the first goal first."""
    taken = list(chosen.active_sizes)
    found = []
    alone = s.rule.judge_alone([s.package(chosen.alone(n)) for n in taken])
    for name, said, p in zip(taken, alone, s.evaluate_points([chosen.without(n) for n in taken]), strict=True):
        adds = tuple(chosen.figures[g] - p.figures[g] if p.figures else np.nan for g in s.aims.goals)
        cost = chosen.figures["bill"] - p.figures["bill"] if p.figures else np.nan
        found.append(MarginalContribution(name, chosen.sizes[name], chosen.starts.get(name), adds, cost, said))
    sign = float(s.aims.signs[0])
    return tuple(sorted(found, key=lambda m: sign * m.adds[0] if np.isfinite(m.adds[0]) else np.inf))


def refine_choice(s: Search, chosen: CandidatePackage) -> tuple[CandidatePackage, tuple[MarginalContribution, ...]]:
    """Return the chosen package with what each action adds; where leaving one out is better, that is the chosen one."""
    for _ in range(len(chosen.active_sizes) + 1):  # one action less a round
        s.evaluate_points([chosen.without(n) for n in chosen.active_sizes])
        settled = s.settle()
        if settled is None or settled[0] == chosen:
            break
        chosen = settled[0]
    return chosen, marginals_of(s, chosen)


def bounds_of(s: Search, chosen: CandidatePackage) -> tuple[SearchConstraint, ...]:
    """Return every limit, and for those that bind what the first goal would gain if they were a little wider."""
    found = []
    for k, (name, limit) in enumerate(s.aims.limits.items()):
        value = float(chosen.figures["peak" if name == "peak" else name])
        wider = _wider(name, limit)
        near = bool(s.compute_losses([chosen])[1][0, k] > -_near(name, limit))
        barred = _find_limit_relaxation(s, chosen, k, name)
        gain = _gain(s, chosen, name, wider) if near or barred else 0.0
        if gain <= NOTHING and barred:  # sizes in steps: the next package lies further off
            wider, gain = barred
        binds = gain > NOTHING
        found.append(SearchConstraint(name, limit, value, binds, wider, gain if binds else np.nan))
    return tuple(found)


def _find_limit_relaxation(s: Search, chosen: CandidatePackage, k: int, name: str) -> tuple[float, float] | None:
    """Return what a limit would have to be for the nearest better package that it alone bars, and what that gains."""
    points = s.central
    losses, over = s.compute_losses(points)
    mine = s.compute_losses([chosen])[0][0]
    better_one = (losses[:, 0] < mine[0] - NOTHING) & (losses[:, 1:] <= mine[1:] + KEPT).all(axis=1)
    alone = (over[:, k] > KEPT) & (np.delete(over, k, axis=1).max(axis=1, initial=0.0) <= KEPT)
    if not (found := np.flatnonzero(better_one & alone)).size:
        return None
    nearest = s.find_first([points[n] for n in found[np.argsort(over[found, k], kind="stable")]])
    if nearest is None:
        return None
    return float(nearest.figures[name]), float(mine[0] - s.compute_losses([nearest])[0][0, 0])


def runner_up_of(s: Search, chosen: CandidatePackage) -> CandidatePackage | None:
    """Return the best package that may be recommended, keeps the limits and differs in one action at least."""
    mine = s.row(chosen)[: len(s.choices)]
    others = [p for p in s.standing if np.abs(s.row(p)[: len(s.choices)] - mine).max() >= APART]
    return s.find_first(s.rank(others)[:NEXT])


def conflict_of(s: Search) -> BilingualMessage:
    """Return which limits contradict each other: the fewest that no package keeps together."""
    names = list(s.aims.limits)
    points = s.central
    beyond = s.compute_losses(points)[1]
    for many in range(1, len(names) + 1):
        for chosen in combinations(range(len(names)), many):
            least = _least(s, beyond, list(chosen))
            if least > KEPT:
                said = join_items(format_limit(names[k], s.aims.limits[names[k]]) for k in chosen)
                best = points[int(beyond[:, list(chosen)].max(axis=1).argmin())]
                nearest = join_items(format_limit(names[k], best.figures[names[k]], reached=True) for k in chosen)
                return tell("search.conflict" if many > 1 else "search.unkept", limits=said, nearest=nearest)
    every = join_items(format_limit(n, limit) for n, limit in s.aims.limits.items())
    return tell("search.not_found", limits=every, evaluated=len(s.points))


def format_limit(name: str, value: float, *, reached: bool = False) -> BilingualMessage:
    """Return a limit, or what is reached of it, in words."""
    if name == "peak":
        return tell("search.limit_peak", year=int(value))
    if name in ("bill", "bill_largest", "gap"):
        return tell(f"search.limit_{name}", value=f"{100 * value:.3g}%")
    at = "at" if reached else "least" if better(name) == "higher" else "most"
    return tell(f"search.limit_{at}", name=tell(f"search.limit_of_{name}"), value=f"{100 * value:.3g}%")


# ---- the same search with other limits
def _gain(s: Search, chosen: CandidatePackage, name: str, wider: float) -> float:
    """Return how much better the first goal becomes where a limit is wider, other goals held at what they are."""
    held = {**s.aims.limits, name: wider}
    for goal in s.aims.goals[1:]:
        held.setdefault(goal, chosen.figures[goal])
    aims = type(s.aims)(s.aims.region, s.aims.goals[:1], held)

    def ask(rows: Array) -> tuple[Array, Array]:
        points = s.evaluate_points([s.at(_full(s, row, chosen)) for row in rows])
        ok = [p.figures for p in points]
        losses = np.array([aims.losses(f) if f else [np.inf] for f in ok])
        return losses, np.array([aims.beyond(f) if f else np.full(len(held), np.inf) for f in ok])

    n = len(s.choices)
    s.granted = s.request.get("reasons", WORTH)
    with suppress(EvaluationLimitError):
        climb(_sizes(s), ask, s.row(chosen)[:n])
    s.granted = np.inf
    mine = float(aims.losses(chosen.figures)[0])
    ahead = sorted((p for p in s.central if _loss(aims, p) < mine - NOTHING), key=lambda p: _loss(aims, p))
    best = s.find_first(ahead)
    return 0.0 if best is None else mine - _loss(aims, best)


def _loss(aims: Any, p: CandidatePackage) -> float:
    return float(aims.losses(p.figures)[0]) if aims.beyond(p.figures).max(initial=0.0) <= KEPT else np.inf


def _least(s: Search, beyond: Array, chosen: list[int]) -> float:
    """Return the least by which some limits are exceeded together, over all that is known and a climb."""
    known = float(beyond[:, chosen].max(axis=1).min())
    if known <= KEPT:
        return known
    best = s.central[int(beyond[:, chosen].max(axis=1).argmin())]
    lowest = [known]

    def ask(rows: Array) -> tuple[Array, Array]:
        points = s.evaluate_points([s.at(_full(s, row, best)) for row in rows])
        found = s.compute_losses(points)[1][:, chosen]
        lowest.append(float(found.max(axis=1).min()))
        return np.zeros((len(rows), 1)), found

    s.granted = WORTH
    with suppress(EvaluationLimitError):
        climb(_sizes(s), one(ask, 0), s.row(best)[: len(s.choices)])
    s.granted = np.inf
    return min(lowest)


def _full(s: Search, sizes: Array, like: CandidatePackage) -> Array:
    """Return a row of the space with other sizes and the first years of a point."""
    return np.concatenate([sizes, s.row(like)[len(s.choices) :]])


def _sizes(s: Search) -> Any:
    whole, n = s.space, len(s.choices)
    return type(whole)(whole.low[:n], whole.high[:n], whole.whole[:n])


def _wider(name: str, limit: float) -> float:
    if name == "peak":
        return limit + YEARS
    off = max(RELAXED * abs(limit), LITTLE if not limit else 0.0)
    return limit + off if name in LIMITS or better(name) == "lower" else limit - off


def _near(name: str, limit: float) -> float:
    """Return how many steps of a limit count as next to nothing."""
    return 1.0 if name == "peak" else max(NEAR * abs(limit), 1e-6) / PER.get(name, STEP)


ENOUGH = 0.9
"""Share of what the chosen package gives in the central case that counts as enough."""
YEAR_FIGURES = ("peak", "late")
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
    return {n: v if n in YEAR_FIGURES else v - nothing.figures[n] for n, v in p.figures.items()}


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
