"""The best use of a budget: which actions, how far and from when, within limits, and whether that holds elsewhere."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.accounts import Accounts
from newind.errors import DataError, PolicyError, RunError, join_items, tell
from newind.messages import list_languages
from newind.pathways.aims import SearchGoals, budget_limit, parse_goals
from newind.pathways.choices import ActionChoice, choices_of, compose_package
from newind.pathways.compute import BLOCK, Computation
from newind.pathways.outlook import settle
from newind.pathways.reasons import (
    WORTH,
    MarginalContribution,
    RobustnessResult,
    SearchConstraint,
    bounds_of,
    conflict_of,
    refine_choice,
    robust_of,
    runner_up_of,
)
from newind.pathways.recommendations import Recommendations, refuses
from newind.pathways.runfolder import create_run, open_run, runs_folder
from newind.pathways.running import running
from newind.pathways.searching import CandidatePackage, LocalEvaluator, Search, package_at, prepare_search
from newind.policy.schema import Package, Shock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    from newind.pathways.compute import RunProgress, Watch, Workers
    from newind.pathways.outlook import Outlook
    from newind.pathways.running import RunExecution
    from newind.pathways.searching import Evaluator
    from newind.policy.register import Register

METHODS = ("auto", "grid", "held", "evolved")
"""How a space is searched."""
EVALUATIONS = 400
"""Paths that a search may take, where nobody says how many."""
KIND = "search"


@dataclass(frozen=True, eq=False)
class SearchResult:
    """Result of a search.

    Parameters
    ----------
    request : mapping
        What was asked.
    choices : tuple of ActionChoice
        What was chosen from.
    aims : SearchGoals
        Goals and limits.
    method : str
        How it was searched.
    nothing : CandidatePackage
        Where nothing is done.
    tried : tuple of CandidatePackage
        All packages within the limits.
    front : tuple of CandidatePackage
        Packages within the limits that may be recommended and of which none beats another, the best in the first goal
        first; some of them, far from each other, where there are many.
    chosen : CandidatePackage
        The best one of these; of several goals the one nearest to the best of all. Where none may be recommended, not
        even doing nothing, the best one all the same.
    marginals : tuple of MarginalContribution
        What each action of it adds.
    bounds : tuple of SearchConstraint
        Limits, and what relaxing them would bring.
    runner_up : CandidatePackage or None
        The best package within the limits that is another one.
    robust : RobustnessResult or None
        How packages do in other cases.
    evaluated, failed : int
        Packages followed, and paths without an equilibrium.
    left_out : tuple of CandidatePackage
        Packages within the limits that the chosen one does not beat, but that may not be recommended; the best first.
    numbered : tuple of CandidatePackage
        The front and the runner-up in the order of their numbers: what is reported first keeps its number to the end.
    """

    request: Mapping[str, Any]
    choices: tuple[ActionChoice, ...]
    aims: SearchGoals
    method: str
    nothing: CandidatePackage
    tried: tuple[CandidatePackage, ...]
    front: tuple[CandidatePackage, ...]
    chosen: CandidatePackage
    marginals: tuple[MarginalContribution, ...]
    bounds: tuple[SearchConstraint, ...]
    runner_up: CandidatePackage | None
    robust: RobustnessResult | None
    evaluated: int
    failed: int
    left_out: tuple[CandidatePackage, ...] = ()
    numbered: tuple[CandidatePackage, ...] = ()

    def number(self, point: CandidatePackage) -> int:
        """Return the number by which a package of the front, or the runner-up, is called."""
        return self.numbered.index(point) + 1

    @property
    def verdict(self) -> str:
        """What may be said of the sign of real income of the region with the chosen package."""
        return self.chosen.verdict

    @property
    def is_recommended(self) -> bool:
        """Whether the chosen package does something, and may be recommended."""
        return bool(self.chosen.active_sizes) and not refuses(self.aims.goals, self.verdict)

    def package(self, point: CandidatePackage | None = None) -> Package:
        """Return a package that was found, to be saved, simulated or followed; the chosen one by default."""
        return package_at(self.choices, self.request, self.chosen if point is None else point)

    def __repr__(self) -> str:
        """Say what is done, and what it gives."""
        done = ", ".join(f"{n} {s:g}" for n, s in self.chosen.active_sizes.items()) or "nothing"
        gives = ", ".join(f"{g} {self.chosen.figures[g]:+.2%}" for g in self.aims.goals)
        return f"SearchResult({done}: {gives}; {self.evaluated} paths, {self.method})"


def search(
    w: Accounts,
    region: str,
    goals: str | Iterable[str] = "real_income",
    actions: Package | Register | Sequence[Package] | None = None,
    *,
    budget: str | float | None = None,
    limits: Mapping[str, float] | None = None,
    tags: Iterable[str] | None = None,
    outlook: Outlook | None = None,
    until: int | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    start: int | None = None,
    history: bool | None = None,
    starts: Sequence[int] = (),
    most: float = 1.0,
    method: str = "auto",
    evaluations: int = EVALUATIONS,
    reasons: int = WORTH,
    cases: Sequence[Any] = (),
    seed: int | None = None,
    workers: Workers | None = None,
    watch: Watch | None = None,
    front: Callable[[SearchResult], None] | None = None,
    runs: str | PathLike[str] | None = None,
    name: str | None = None,
) -> SearchResult:
    """Search for the package that serves goals best within a budget and other limits.

    Parameters
    ----------
    w : Accounts
        Closed accounts, the benchmark.
    region : str
        Whose goals and budget are meant.
    goals : str or iterable of str
        ``real_income``, ``gdp``, ``consumption``, ``capital`` (large), ``co2`` (small) in the last year; ``welfare``
        (consumption), ``cumulative_co2`` and ``bill`` over all years; or a characteristic by its headline indicator.
    actions : Package, Register or packages, optional
        Parts of a package, actions of a register, or whole packages; the six families of policy by default.
    budget : str or float, optional
        Largest fiscal cost to the government, of GDP: ``1%GDP`` in present value, ``1%GDP/year`` in every year.
    limits : mapping, optional
        ``peak`` (year by which CO2 is highest), ``gap`` (at most, change of inequality between regions), ``bill``,
        ``bill_largest``, or a goal: at least, at most where it is to be small.
    tags : iterable of str, optional
        Of the preliminary WTO classification, that may be taken; for a register.
    outlook, until, horizon, parameters, start, history
        As of :func:`newind.pathway`.
    starts : sequence of int, optional
        Years from which actions can begin; `start` for all by default.
    most : float
        Largest size of an action, 1 being what it says.
    method : {"auto", "grid", "held", "evolved"}
        Grid: all combinations of levels, by default up to three actions. Held: one goal pushed while the other is held
        at levels (epsilon-constraint), by default up to two goals. Evolved: NSGA-II.
    evaluations : int
        Paths that the search may take; reasons and other cases come on top.
    reasons : int
        Further paths that it may take to find what a wider limit would bring, for each limit that binds; with 0 only
        the packages that were tried are looked at.
    cases : sequence of mapping or scenarios, optional
        Cases in which it is to hold: ``name``, and ``parameters``, ``shocks``, ``label`` or ``weight``.
    seed : int, optional
        Of random numbers; that of the outlook by default.
    workers, watch
        As of `newind.pathways.running.running`.
    front : callable, optional
        Called with what is found before reasons and other cases are looked at.
    runs, name : optional
        Folder and name of the run in which all paths are kept; one of the name and of the same request is resumed.
        Without both, nothing is kept.

    Returns
    -------
    SearchResult
        Packages that none beats, the chosen one, why, and how it does elsewhere.

    Raises
    ------
    DataError, UnknownNameError
        For what makes no sense.
    PolicyError
        Where no package keeps the limits: the fewest that contradict each other.
    RunError
        Where work cannot go on.

    References
    ----------
    Haimes, Lasdon & Wismer (1971), IEEE Transactions on Systems, Man, and Cybernetics 1(3), 296. Deb, Pratap, Agarwal &
    Meyarivan (2002), IEEE Transactions on Evolutionary Computation 6(2), 182.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.packages import package
    >>> three = [package(n) for n in ("opening-up", "shared-data")]
    >>> found = search(load("world", year=2022), "CHN", actions=three, budget="0.03%GDP", until=2027, evaluations=9)
    >>> found.method, found.chosen.active_sizes["opening-up"]
    ('grid', 1.0)
    """
    if not isinstance(w, Accounts):
        raise DataError(tell("path.one_year", kind=type(w).__name__))
    if method not in METHODS:
        raise DataError(tell("search.method", method=method, known=join_items(METHODS)))
    if evaluations < 2 or not most > 0:
        raise DataError(tell("search.effort", evaluations=evaluations, most=most))
    found = choices_of(w, _families() if actions is None else actions, tags)
    bounded = {**budget_limit(budget), **(limits or {})}
    aims = SearchGoals(region, parse_goals(goals), bounded)
    aims.check(w)
    given = {"until": until, "horizon": horizon, "parameters": parameters, "start": start, "history": history}
    met = settle(w, outlook, region=region, seed=seed, **given)
    first, until, seed = met.start, met.until, met.seed
    if until < first:
        raise DataError(tell("search.until", first=first, until=until))
    dates = sorted(set(starts))
    if dates and not first <= dates[0] <= dates[-1] <= until:
        raise DataError(tell("search.starts", first=first, until=until))
    if "peak" in bounded and not bounded["peak"] < until:
        raise DataError(tell("search.peak", year=int(bounded["peak"]), until=until))
    if method == "held" and (dates or len(aims.goals) > 2):
        raise DataError(tell("search.held"))
    for choice in found:
        met.admit(compose_package([choice], [most], [None], choice.name))
    request = {
        "choices": [c.to_dict() for c in found], "region": region, "goals": list(aims.goals), "limits": bounded,
        "until": until, "horizon": met.horizon, "parameters": dict(met.parameters), "start": first, "starts": dates,
        "outlook": met.settings, "outlook_hash": met.hash, "outlook_note": met.describe(),
        "most": most, "method": method, "evaluations": evaluations,
        "reasons": reasons, "cases": [_plain(c, k, met.horizon) for k, c in enumerate(cases)],
    }  # fmt: skip
    if all(given is None for given in (runs, name, workers, watch)):  # here, and nothing stays
        with Computation(partial(prepare_search, w, request), None, seed, BLOCK) as computing:
            return found_of(w, request, LocalEvaluator(computing), seed, front)
    with _store(w, request, seed, runs, name) as store, running(store, workers, _towards(watch, evaluations)) as run:
        answer = found_by(run, front)
        store.merge()
    return answer


def found_by(run: RunExecution, told: Callable[[SearchResult], None] | None = None) -> SearchResult:
    """Return what a kept run of a search comes to; what it has done already is not done again. As `found_of`."""
    return found_of(run.store.accounts, run.store.request, run, run.store.seed, told)


def found_of(
    w: Accounts,
    request: Mapping[str, Any],
    run: Evaluator,
    seed: int,
    told: Callable[[SearchResult], None] | None = None,
) -> SearchResult:
    """Return what a search comes to.

    `told` is called with what is found before reasons and other cases are looked at.

    Raises
    ------
    PolicyError
        Where no package keeps the limits.
    RunError
        Where no package has a path.
    """
    s = Search(request, run, Recommendations(w, request))
    s.drive(seed)
    if not s.central:
        raise RunError(tell("search.no_path", first=next(iter(s.errors.values()))))
    if not s.select_feasible(s.central):
        raise PolicyError(conflict_of(s))
    s.drop_actions()
    found = _result_of(s)
    if told is not None:
        told(found)
    chosen, marginals = refine_choice(s, found.chosen)
    found = _result_of(s, found.numbered)
    bounds, shown, other = bounds_of(s, chosen), list(found.front), found.runner_up
    robust = robust_of(s, shown if len(shown) > 1 or other is None else [*shown, other], chosen)
    return replace(found, marginals=marginals, bounds=bounds, robust=robust)


def _result_of(s: Search, before: Sequence[CandidatePackage] = ()) -> SearchResult:
    """Return what a search comes to so far, without reasons and other cases; `before` has numbers already."""
    while True:
        settled, kept = s.settle(), s.select_feasible(s.central)
        chosen, shown = settled or (best := s.choose_point(s.find_front(kept)), [best])
        (mine,) = s.compute_losses([chosen])[0]
        refused = s.rank(p for p in kept if not s.may_stand(p) and (s.compute_losses([p])[0] < mine).any())
        first = [s.choose_point(s.find_front(refused))] if refused else []
        s.judge(doubted := [*first, *([] if settled else [chosen])])
        if not any(map(s.may_stand, doubted)):  # in the whole family, too
            break
    other, (nothing,) = runner_up_of(s, chosen), s.evaluate_points([s.nothing])
    left = dict.fromkeys(map(s.key, (*first, *refused)))
    tried, shown = ([s.points[s.key(p)] for p in some] for some in (kept, shown))  # with their verdicts
    numbered = {s.key(p): s.points[s.key(p)] for p in (*before, *shown, *([] if other is None else [other]))}
    return SearchResult(
        s.request, s.choices, s.aims, s.method, nothing, tuple(tried), tuple(shown), s.points[s.key(chosen)], (), (),
        other, None, len(s.central), len(s.errors), tuple(s.points[k] for k in left), tuple(numbered.values()),
    )  # fmt: skip


def save_package(found: SearchResult, path: str | PathLike[str]) -> Path:
    """Write the package that was found; errors as of `Package.save`."""
    return found.package().save(path)


def _families() -> Package:
    from newind.policy.packages import desk, package

    return package(desk().together)


def _plain(case: Any, number: int, horizon: str) -> dict[str, Any]:
    """Return a case as plain data: a mapping, or a scenario with a package and parameters."""
    if hasattr(case, "parameters_at"):
        given = case.parameters_at(horizon)
        about = {"name": case.name, "label": case.label, "response": case.response}
        case = about | {"parameters": given, "shocks": case.package.shocks}
    shocks = [s.to_dict() if isinstance(s, Shock) else Shock(**s).to_dict() for s in case.get("shocks", ())]
    name = str(case.get("name") or number + 1)
    return {
        "name": name, "label": dict(case.get("label") or dict.fromkeys(list_languages(), name)),
        "parameters": dict(case.get("parameters", {})), "shocks": shocks, "response": case.get("response"),
        "weight": float(case.get("weight", 1.0)),
    }  # fmt: skip


def _towards(watch: Watch | None, evaluations: int) -> Watch | None:
    """Return the progress of a run whose later points are not known yet: so many are to come."""
    if watch is None:
        return None
    told = watch

    def report_progress(p: RunProgress) -> None:
        told(replace(p, total=max(p.total, evaluations)))

    return report_progress


@contextmanager
def _store(
    w: Accounts, request: dict[str, Any], seed: int, runs: str | PathLike[str] | None, name: str | None
) -> Iterator[Any]:
    """Yield the store of a search: a new one, one that asks the same, or one that does not stay."""
    if runs is None and name is None:
        with tempfile.TemporaryDirectory() as folder:
            yield create_run(KIND, request, w, seed=seed, runs=folder, name=KIND)
        return
    if name is not None and (runs_folder(runs) / name / "run.json").exists():
        store = open_run(name, runs)
        if (store.work, store.request, store.seed) != (KIND, request, seed):
            raise DataError(tell("search.other", name=name))
        yield store
        return
    yield create_run(KIND, request, w, seed=seed, runs=runs, name=name)
