"""A search as a run: every point is a path, kept in the store of the run, so that it can be resumed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from newind.errors import NewindError
from newind.kernels.pareto import nearest_ideal, select_points, unbeaten
from newind.parameters import parameter
from newind.pathways.aims import KEPT, SearchGoals
from newind.pathways.baseline import PROSPECTS
from newind.pathways.choices import FINE, ActionChoice, compose_package
from newind.pathways.drivers import SearchSpace, evolve_population, grid, solve_epsilon_constraint
from newind.pathways.outlook import Outlook
from newind.pathways.pathway import pathways
from newind.pathways.processes import Together
from newind.pathways.recommendations import INCOME, agrees, refuses, rests
from newind.pathways.scenarios import Scenario
from newind.policy.assumed import list_assumed
from newind.policy.schema import Package, Shock
from newind.policy.verdicts import ASSUMED, KINDS, NOISE, NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.pathways.compute import Computation
    from newind.pathways.processes import CaseResult
    from newind.pathways.recommendations import Recommendations
    from newind.pathways.running import RunExecution
    from newind.typing import Array

CENTRAL = ""
"""Name of the case as it is shipped."""
FROM = " from"
"""Ending of an action's name where its first year is meant."""
CASE = "case"
PLAIN = "-"
"""Name of the case in which effects that are assumed are none."""
LEVELS = (5, 25)
"""Fewest and most levels at which the second of two goals is held; between, a third of the slopes that are granted."""
SHOWN = 9
"""Points of a front that are looked at."""


@dataclass(frozen=True)
class CandidatePackage:
    """A package of a search, and what it comes to.

    Parameters
    ----------
    sizes : mapping of str to float
        Of every action, 0 where it is not taken.
    starts : mapping of str to int
        First year of actions, where it is searched for.
    figures : mapping of str to float
        As of `SearchGoals.figures`; empty where there is no path.
    verdict : str
        What may be said of the sign of real income of the region, as of `Pathway.verdicts`; ``ambiguous`` where the
        sign of another goal is; empty where it was not asked.
    """

    sizes: Mapping[str, float]
    starts: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    verdict: str = field(default="", compare=False)

    @property
    def active_sizes(self) -> dict[str, float]:
        """Sizes of what is done."""
        return {n: s for n, s in self.sizes.items() if s}

    def without(self, name: str) -> CandidatePackage:
        """Return the point with an action left out, not evaluated."""
        return CandidatePackage({**self.sizes, name: 0.0}, self.starts)

    def alone(self, name: str) -> CandidatePackage:
        """Return the point with one action alone, not evaluated."""
        return CandidatePackage({n: s if n == name else 0.0 for n, s in self.sizes.items()}, self.starts)


class Evaluator(Protocol):
    """Who evaluates packages: a run that is kept, or one of which nothing stays."""

    def evaluate(self, cases: Sequence[Mapping[str, Any]]) -> list[CaseResult]:
        """Return what comes of further cases, in order: figures by name, each a number or an array of one."""
        ...


class LocalEvaluator:
    """A run of which nothing is kept, in this process.

    Parameters
    ----------
    computing : Computation
        Who does it.
    """

    def __init__(self, computing: Computation) -> None:
        self.computing, self.asked = computing, 0

    def evaluate(self, cases: Sequence[Mapping[str, Any]]) -> list[CaseResult]:
        """Return what comes of further cases, in order."""
        numbered = dict(enumerate(cases, self.asked))
        self.asked += len(numbered)
        found = {o.index: o for several in self.computing.outcomes(numbered) for o in several}
        return [found[k] for k in numbered]


class EvaluationLimitError(Exception):
    """All evaluations that were granted are used."""


class Search:
    """A search under way: what is asked, by whom it is evaluated, and what is known.

    Parameters
    ----------
    request : mapping
        What is asked, as `newind.pathways.search.search` writes it down.
    run : Evaluator
        Who evaluates.
    rule : Recommendations
        Who says what may be recommended.
    """

    def __init__(self, request: Mapping[str, Any], run: Evaluator, rule: Recommendations) -> None:
        self.request, self.run, self.rule = request, run, rule
        self.choices = tuple(ActionChoice.from_dict(c) for c in request["choices"])
        self.aims = SearchGoals(request["region"], tuple(request["goals"]), dict(request["limits"]))
        self.starts = tuple(request["starts"])
        self.points: dict[str, CandidatePackage] = {}
        self.screened: set[str] = set()
        self.judged: set[str] = set()
        self.errors: dict[str, str] = {}
        self.granted: float = np.inf

    # ---- points
    @property
    def space(self) -> SearchSpace:
        """Sizes of all actions, then the position of their first year where it is searched for."""
        n, dated = len(self.choices), bool(self.starts)
        high = [float(self.request["most"])] * n + [len(self.starts) - 1.0] * (n * dated)
        return SearchSpace(np.zeros(len(high)), np.array(high), np.arange(len(high)) >= n)

    @property
    def nothing(self) -> CandidatePackage:
        """The point at which nothing is done."""
        return CandidatePackage(
            {c.name: 0.0 for c in self.choices}, {c.name: self.starts[0] for c in self.choices if self.starts}
        )

    def at(self, row: Array) -> CandidatePackage:
        """Return the point of a row of the space, not evaluated; what is not done begins in the first year."""
        n = len(self.choices)
        sizes = {c.name: round(float(v), FINE) + 0.0 for c, v in zip(self.choices, row[:n], strict=True)}
        if not self.starts:
            return CandidatePackage(sizes)
        places = np.clip(np.rint(row[n:]), 0, len(self.starts) - 1).astype(int)
        begun = zip(self.choices, places.tolist(), strict=True)
        return CandidatePackage(sizes, {c.name: self.starts[k if sizes[c.name] else 0] for c, k in begun})

    def row(self, point: CandidatePackage) -> Array:
        """Return a point as a row of the space."""
        dates = [float(self.starts.index(point.starts[c.name])) for c in self.choices if self.starts]
        return np.array([*(point.sizes[c.name] for c in self.choices), *dates])

    def evaluate_points(self, points: Sequence[CandidatePackage], case: str = CENTRAL) -> list[CandidatePackage]:
        """Return points with their figures; those that are known are not asked again.

        Raises
        ------
        EvaluationLimitError
            Where more are asked than are granted; those that are granted are done.
        """
        keys = [_key(p, case) for p in points]
        new = {k: p for k, p in zip(keys, points, strict=True) if k not in self.points}
        room = int(min(len(new), self.granted))
        asked = dict(list(new.items())[:room])
        self.granted -= len(asked)
        outcomes = self.run.evaluate([_case(p, case) for p in asked.values()]) if asked else []
        for (key, p), o in zip(asked.items(), outcomes, strict=True):
            found = {} if o.value is None else {name: float(np.ravel(v)[0]) for name, v in o.value.items()}
            self.points[key] = CandidatePackage(p.sizes, p.starts, found)
            if o.error is not None:
                self.errors[key] = o.error
        if room < len(new):
            raise EvaluationLimitError
        return [self.points[k] for k in keys]

    def ask(self, rows: Array) -> tuple[Array, Array]:
        """Return losses and excesses of rows of the space, infinite where there is no path."""
        found = self.evaluate_points([self.at(row) for row in rows])
        return self.compute_losses(found)

    def compute_losses(self, points: Sequence[CandidatePackage]) -> tuple[Array, Array]:
        """Return losses (n, m) and excesses (n, c) of points."""
        m, c = len(self.aims.goals), len(self.aims.limits)
        losses, beyond = np.full((len(points), m), np.inf), np.full((len(points), c), np.inf)
        for k, p in enumerate(points):
            if p.figures:
                losses[k], beyond[k] = self.aims.losses(p.figures), self.aims.beyond(p.figures)
        return losses, beyond

    @property
    def central(self) -> list[CandidatePackage]:
        """Every point that has a path in the case as it is shipped."""
        return [p for k, p in self.points.items() if p.figures and json.loads(k)[CASE] == CENTRAL]

    def select_feasible(self, points: Sequence[CandidatePackage]) -> list[CandidatePackage]:
        """Return the points that keep all limits."""
        beyond = self.compute_losses(points)[1] if points else np.empty((0, 0))
        return [p for p, b in zip(points, beyond, strict=True) if b.max(initial=0.0) <= KEPT]

    # ---- what may be recommended
    def may_stand(self, p: CandidatePackage) -> bool:
        """Return whether a point may be recommended, as far as is known."""
        return not refuses(self.aims.goals, self.points[self.key(p)].verdict)

    @staticmethod
    def key(p: CandidatePackage) -> str:
        """Return the name of a point in the case as it is shipped."""
        return _key(p, CENTRAL)

    def package(self, p: CandidatePackage) -> Package:
        """Return the package of a point."""
        return package_at(self.choices, self.request, p)

    def screen(self, points: Sequence[CandidatePackage]) -> None:
        """Give points a verdict where too much is assumed, or a few market structures refuse a statement."""
        new = {k: p for p in points if (k := self.key(p)) not in self.screened and p.active_sizes}
        plain = dict(zip(new, self.evaluate_points(list(new.values()), PLAIN), strict=True))
        told = {k: ASSUMED for k, p in new.items() if rests(p.figures, plain[k].figures)}
        left = [k for k in new if not refuses(self.aims.goals, told.get(k, ""))]
        told |= zip(left, self.rule.screen([self.package(new[k]) for k in left]), strict=True)
        for key, said in told.items():
            if refuses(self.aims.goals, said):
                self.points[key] = replace(self.points[key], verdict=said)
        self.screened |= set(new)

    def confirm(self, points: Sequence[CandidatePackage]) -> bool:
        """Give points that may stand a verdict of the whole family; return whether all may still stand."""
        self.judge([p for p in points if self.may_stand(p)])
        return all(map(self.may_stand, points))

    def judge(self, points: Sequence[CandidatePackage]) -> None:
        """Give points the verdict of the whole family."""
        new = {k: p for p in points if (k := self.key(p)) not in self.judged}
        active = {k: p for k, p in new.items() if p.active_sizes}
        told = dict(zip(active, self.rule.confirm(list(map(self.package, active.values()))), strict=True))
        for key, p in new.items():
            said = told.get(key, "zero")
            mine = set(self.aims.goals) & set(INCOME)
            changes = [p.figures[g] for g in (INCOME[0], *mine)] if mine else []
            if said not in KINDS and not all(agrees(said, change) for change in changes):
                said = NOTHING
            self.points[key] = replace(self.points[key], verdict=said)
        self.judged |= set(new)

    def find_first(self, points: Sequence[CandidatePackage]) -> CandidatePackage | None:
        """Return the first of several points that may be recommended, None where none may."""
        at, many = 0, 1
        while at < len(points):
            some = points[at : at + many]
            self.screen(some)
            for p in some:
                if self.may_stand(p) and self.confirm([p]):
                    return self.points[self.key(p)]
            at, many = at + many, 2 * many
        return None

    def settle(self) -> tuple[CandidatePackage, list[CandidatePackage]] | None:
        """Return the best point that may be recommended, and some of the front of such points; None where none may."""
        many = 1
        while front := self.front:
            chosen = self._or_nothing(self.choose_point(front))
            shown = self.some(front, chosen) if chosen in front else [chosen]
            self.screen([*shown, *self.rank(self.standing)[:many]])
            many *= 2
            if all(map(self.may_stand, shown)) and self.confirm([chosen]) and self.confirm(shown):
                return self.points[self.key(chosen)], [self.points[self.key(p)] for p in shown]
        return None

    def _or_nothing(self, best: CandidatePackage) -> CandidatePackage:
        """Return doing nothing in place of a point that has no effect on its goals, where all are of real income."""
        (nothing,) = self.evaluate_points([self.nothing])
        idle = all(g in INCOME and abs(best.figures[g]) <= NOISE for g in self.aims.goals)
        return nothing if idle and self.select_feasible([nothing]) else best

    def drop_actions(self) -> None:
        """Try some of the best points without one action, then another, until what is left may stand in a few cases."""
        self.granted = self.request.get("reasons", np.inf)
        with suppress(EvaluationLimitError):
            front = self.find_front(self.select_feasible(self.central))
            for start in self.some(front, self.choose_point(front)):
                some = [start]
                while some and some[0].active_sizes:
                    self.screen(some)
                    if any(map(self.may_stand, some)):
                        break
                    some = self._drop_one(some[0])
        self.granted = np.inf

    def _drop_one(self, start: CandidatePackage) -> list[CandidatePackage]:
        """Return a point without each of its actions, the best first; without all that harm where these are several."""
        names, (mine,) = list(start.active_sizes), self.compute_losses([start])[0]
        fewer = self.evaluate_points([start.without(n) for n in names])
        harm = [n for n, loss in zip(names, self.compute_losses(fewer)[0], strict=True) if loss[0] <= mine[0]]
        if len(harm) > 1:
            fewer = self.evaluate_points([reduce(CandidatePackage.without, harm, start)])
        return self.rank(self.select_feasible([p for p in fewer if p.figures]))

    def rank(self, points: Iterable[CandidatePackage]) -> list[CandidatePackage]:
        """Return points by the first goal, the best first."""
        return sorted(points, key=lambda p: tuple(self.compute_losses([p])[0][0]))

    # ---- the way
    @property
    def method(self) -> str:
        """How the space is searched: ``grid``, ``held`` or ``evolved``."""
        given = str(self.request["method"])
        if given != "auto":
            return given
        if len(self.choices) <= 3 and not self.starts:
            return "grid"
        return "held" if len(self.aims.goals) <= 2 and not self.starts else "evolved"

    def drive(self, seed: int) -> None:
        """Search, within the evaluations that are granted."""
        many = int(self.request["evaluations"])
        (nothing,) = self.evaluate_points([self.nothing])
        self.granted = many - 1
        everything = CandidatePackage({c.name: float(self.request["most"]) for c in self.choices}, self.nothing.starts)
        try:
            if self.method == "grid":
                grid(self.space, self.ask, many)
            elif self.method == "held":
                levels = int(np.clip(many // (3 * (len(self.choices) + 1)), *LEVELS))
                solve_epsilon_constraint(self.space, self.ask, len(self.aims.goals), levels, self.row(nothing))
            else:
                evolve_population(self.space, self.ask, many, seed, [self.row(p) for p in (nothing, everything)])
        except EvaluationLimitError:
            pass
        self.granted = np.inf

    @property
    def standing(self) -> list[CandidatePackage]:
        """Points within the limits that may be recommended, as far as is known."""
        return list(filter(self.may_stand, self.select_feasible(self.central)))

    @property
    def front(self) -> list[CandidatePackage]:
        """Points that may be recommended of which none beats another, by the first goal, the best first."""
        return self.find_front(self.standing)

    def find_front(self, kept: Sequence[CandidatePackage]) -> list[CandidatePackage]:
        """Return the points of which none beats another, by the first goal, the best first."""
        if not kept:
            return []
        losses = self.compute_losses(kept)[0]
        of = sorted(np.flatnonzero(unbeaten(losses)).tolist(), key=lambda k: tuple(losses[k]))
        return [kept[k] for k in of]

    def choose_point(self, front: Sequence[CandidatePackage]) -> CandidatePackage:
        """Return the best point of one goal, or the one nearest to the best of all goals."""
        return front[nearest_ideal(self.compute_losses(front)[0])]

    def some(
        self, front: Sequence[CandidatePackage], chosen: CandidatePackage, many: int = SHOWN
    ) -> list[CandidatePackage]:
        """Return points of a front that are far from each other, the chosen one among them."""
        front = front if chosen in front else [*front, chosen]
        return [front[k] for k in select_points(self.compute_losses(front)[0], many, [front.index(chosen)])]


def package_at(choices: Sequence[ActionChoice], request: Mapping[str, Any], p: CandidatePackage) -> Package:
    """Return the package of a point of a search."""
    sizes, starts = [p.sizes[c.name] for c in choices], [p.starts.get(c.name) for c in choices]
    return compose_package(choices, sizes, starts, "found", int(request["outlook"]["phase_in"]))


def prepare_search(w: Accounts, request: Mapping[str, Any]) -> Together:
    """Return the function from packages of a search to their figures."""
    choices = [ActionChoice.from_dict(c) for c in request["choices"]]
    aims = SearchGoals(request["region"], tuple(request["goals"]), dict(request["limits"]))
    met = Outlook(accounts=w, **request["outlook"])
    every = compose_package(choices, [1.0] * len(choices), [None] * len(choices), "search")
    nothing = {name: parameter(name).without for name in list_assumed(every, met.parameters, PROSPECTS)}
    own = {CENTRAL: {"parameters": {}, "shocks": []}, PLAIN: {"parameters": nothing, "shocks": []}}
    scenes = {name: _set_scene(case, met) for name, case in ({c["name"]: c for c in request["cases"]} | own).items()}

    def ask(case: Mapping[str, Any]) -> dict[str, Any]:
        sizes, starts = [case[c.name] for c in choices], [case.get(c.name + FROM) for c in choices]
        package = compose_package(choices, sizes, starts, "search", met.phase_in)
        world, parameters = scenes[case[CASE]]
        return {"package": package, "outlook": met, "scenario": world, "parameters": parameters}

    def measure(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any] | NewindError]:
        return [p if isinstance(p, NewindError) else aims.figures(p) for p in pathways(w, map(ask, cases))]

    return Together(measure)


def _set_scene(case: Mapping[str, Any], met: Outlook) -> tuple[Scenario | None, dict[str, Any]]:
    """Return the scenario of a case, its shocks beginning with the package where they do not say when; and parameters.

    What the outlook says goes before what the case says, as in :func:`newind.pathways.pathway.pathway`.
    """
    shocks = [Shock(**{**s, "start": s.get("start") or met.start}) for s in case["shocks"]]
    answered = case.get("response")
    world = Scenario(Package(shocks, name="case"), response=answered) if shocks or answered else None
    return world, {name: value for name, value in case["parameters"].items() if name not in met.parameters}


def search_on(run: RunExecution) -> None:
    """Search, and ask for all that an answer needs: what `newind runs resume` does."""
    from newind.pathways.search import found_by

    found_by(run)


def _case(point: CandidatePackage, case: str) -> dict[str, Any]:
    return {**point.sizes, **{name + FROM: year for name, year in point.starts.items()}, CASE: case}


def _key(point: CandidatePackage, case: str) -> str:
    return json.dumps(_case(point, case))
