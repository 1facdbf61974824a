"""A roadmap: how far each target is, how likely it is reached, which actions close its gap, and when they are done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from newind.aliases import alias
from newind.errors import ConvergenceError, NewindError, PolicyError, tell, unknown, unless_error
from newind.pathways.baseline import discard_new_baselines
from newind.pathways.chances import Chance, chance_of, draws_of
from newind.pathways.compute import BLOCK, Workers, results
from newind.pathways.defaults import START, STRUCTURE
from newind.pathways.hindcast import is_refused
from newind.pathways.outlook import settle
from newind.pathways.pathway import find_verdicts, pathway, pathways
from newind.pathways.processes import Together
from newind.pathways.progress import NAN, THRESHOLDS, milestone_of, project_value, thresholds
from newind.pathways.recommendations import INCOME, refuses
from newind.pathways.scenarios import as_scenario
from newind.pathways.targets import action_of, date_shocks, groups, left_out, with_own
from newind.policy.effects import part
from newind.policy.packages import package as shipped_package
from newind.policy.posing import as_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.pathways.outlook import Outlook
    from newind.pathways.pathway import Pathway
    from newind.pathways.progress import Milestone, Seen
    from newind.pathways.scenarios import Scenario
    from newind.pathways.targets import ActionSchedule, RoadmapTarget, RoadmapTargets
    from newind.policy.schema import Package, Shock


@dataclass(frozen=True, eq=False)
class Roadmap:
    """Targets of an economy against a path.

    Parameters
    ----------
    targets : RoadmapTargets
    path : Pathway
        With the package; its ``baseline`` is without.
    milestones : tuple of Milestone
        Every target at each of its years, in order.
    draws : tuple
        What was assumed in each draw.
    drawn : tuple
        Value of each milestone in each draw; None for a draw without a path.
    limits : tuple of two floats
        Share of the way over share of the time from which a target is on track, and lagging.
    """

    targets: RoadmapTargets
    path: Pathway
    milestones: tuple[Milestone, ...]
    draws: tuple[dict[str, float], ...] = ()
    drawn: tuple[tuple[float, ...] | None, ...] = ()
    limits: tuple[float, float] = field(default_factory=thresholds)

    @property
    def region(self) -> str:
        """Code of the economy."""
        return self.targets.region

    @property
    def projected_milestones(self) -> tuple[Milestone, ...]:
        """Milestones that the path leads to some value of."""
        return tuple(m for m in self.milestones if m.projected == m.projected)

    @property
    def stated_milestones(self) -> tuple[Milestone, ...]:
        """All milestones, without what the path leads to where its level is refused: it was further off in the past."""
        return tuple(replace(m, projected=NAN, without=NAN) if self.refuses(m) else m for m in self.milestones)

    def refuses(self, m: Milestone) -> bool:
        """Tell whether the level that the path leads a milestone to may not be stated."""
        return is_refused(m.target.indicator, self.region)

    @property
    def chances(self) -> dict[tuple[str, int], Chance]:
        """How likely each is reached, by target and year; only those that the path follows, empty without draws.

        Below `newind.pathways.chances.LEAST` draws with a path a chance has no probability.
        """
        if not self.draws:
            return {}
        found = {}
        for place, m in enumerate(self.milestones):
            if m.projected == m.projected:
                values = (None if row is None else row[place] for row in self.drawn)
                found[m.target.id, m.year] = chance_of(
                    None if v is None or v != v else m.goal.meets_target(v) for v in values
                )
        return found

    @cached_property
    def contributions(self) -> dict[tuple[str, int], dict[str, float]]:
        """Part of each gap that each action closes, in the unit of the target, above 0 towards it.

        The loss when the action alone is left out of the package; ``together`` is the interaction of the actions. They
        add up to the part that the package closes.
        """
        left = {}
        names = groups(self.path.package)
        without = [{"package": left_out(self.path.package, name)} for name in names]
        others = self.path.rerun_many(without) if len(names) > 1 else [self.path.baseline]
        for name, other in zip(names, others, strict=True):
            rest = unless_error(other)
            left[name] = [
                project_value(rest, m.target, self._at(m), m.year, m.anchor) for m in self.projected_milestones
            ]
        return attribute_gaps(self.projected_milestones, left)

    @cached_property
    def verdicts(self) -> dict[str, str]:
        """What may be said of the sign of real income with each action by itself, as of `judge_action`."""
        p = self.path
        return {n: judge_action(p.base.lab.origin, p.package, n, p.horizon, p.given, self.region)
                for n in groups(p.package)}  # fmt: skip

    @property
    def actions(self) -> tuple[ActionSchedule, ...]:
        """When the actions of the package are carried out, the first ones first."""
        package, start = self.path.dated, self.path.start
        found = [action_of(name, package, start, self.targets.actions) for name in groups(package)]
        return tuple(sorted(found, key=lambda a: a.start))

    def table(self) -> pd.DataFrame:
        """Return a row a milestone: status, shares of way and time, yearly paces, what the path leads to, probability.

        Columns are ``target``, ``year``, ``goal``, ``observed_year``, ``observed``, ``status``, ``reason``,
        ``achieved``, ``elapsed``, ``needed``, ``paced``, ``pace``, ``projected``, ``without``, ``remains``,
        ``probability`` and ``error``; what is not known is NaN.
        """
        import pandas as pd

        chances = self.chances
        nobody = Chance(0, 0)
        rows = [
            {
                "target": m.target.id, "year": m.year, "goal": m.goal.value,
                "observed_year": m.seen[0] if m.seen else NAN, "observed": m.seen[1] if m.seen else NAN,
                "status": m.progress.verdict, "reason": m.progress.reason, "achieved": m.progress.achieved,
                "elapsed": m.progress.elapsed, "needed": m.progress.needed, "paced": m.progress.paced,
                "pace": m.pace, "projected": m.projected, "without": m.without, "remains": m.remains,
                "probability": (chance := chances.get((m.target.id, m.year), nobody)).probability,
                "error": chance.error,
            }
            for m in self.milestones
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def _at(self, m: Milestone) -> int:
        return _position(self.path, self.targets, m.target)

    def __repr__(self) -> str:
        """Say how many targets stand how."""
        many: dict[str, int] = {}
        for m in self.milestones:
            many[m.progress.verdict] = many.get(m.progress.verdict, 0) + 1
        said = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in many.items())
        return f"Roadmap({self.region}, {len(self.milestones)} milestones: {said})"

    followed = alias("projected_milestones")


def judge_action(w: Accounts, package: Package, name: str, horizon: str, given: Mapping[str, Any], region: str) -> str:
    """Return what may be said of the sign of real income of a region with one action of a package alone, in full."""
    return find_verdicts(w, part(package, [name]), horizon, given)[w.regions.index(region)]


INCOMES = ("path.real_income", "path.gdp", "path.gdp_per_person", "path.consumption")
"""Figures that stand or fall with the verdict on real income."""


def rank_actions(
    parts: Mapping[str, float], verdicts: Mapping[str, str], indicator: str | None = INCOMES[0]
) -> list[tuple[str, float]]:
    """Return actions with the part of a gap that each closes, the largest first; last, without a figure, those refused.

    As in a search: what is at others' expense, and for targets of income whatever refuses a statement on real income.

    Examples
    --------
    >>> verdicts = {"a": "positive", "b": "structure"}
    >>> rank_actions({"a": 1.0, "b": 2.0, "together": 0.5}, verdicts)
    [('a', 1.0), ('together', 0.5), ('b', nan)]
    >>> rank_actions({"a": 1.0, "b": 2.0, "together": 0.5}, verdicts, "path.co2")
    [('b', 2.0), ('a', 1.0), ('together', 0.5)]
    """
    goals = [INCOME[0] if indicator in INCOMES else ""]
    known = {name: closes for name, closes in parts.items() if not refuses(goals, verdicts.get(name, ""))}
    ranked = sorted(known.items(), key=lambda p: -p[1])
    return [*ranked, *((name, NAN) for name in parts if name not in known)]


def attribute_gaps(
    followed: Sequence[Milestone], left: Mapping[str, Sequence[float]]
) -> dict[tuple[str, int], dict[str, float]]:
    """Return the part of each gap that each action closes, and their interaction as ``together``.

    Parameters
    ----------
    followed : sequence of Milestone
        Those that the path leads to some value of.
    left : mapping
        Action → value of each of them where it alone is left out.
    """
    found = {}
    for place, m in enumerate(followed):
        parts = {name: m.closes(values[place]) for name, values in left.items()}
        found[m.target.id, m.year] = parts | {"together": m.closes(m.without) - sum(parts.values())}
    return found


def roadmap(
    w: Accounts,
    targets: RoadmapTargets | Mapping[str, Any] | str | PathLike[str],
    package: Package | Shock | Iterable[Shock] | None = None,
    until: int | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    outlook: Outlook | None = None,
    start: int | None = None,
    history: bool | None = None,
    draws: int | Iterable[Mapping[str, float]] = 0,
    seed: int | None = None,
    scenario: Scenario | str | None = None,
    processes: int = 1,
    watch: Callable[[object], None] | None = None,
) -> Roadmap:
    """Set targets against the path that leads to them.

    Parameters
    ----------
    w : Accounts
        Closed accounts, the benchmark.
    targets : RoadmapTargets, mapping, path or str
        What is to be reached; the code of an economy stands for those that come with newind.
    package : Package, Shock or shocks, optional
        What is done; by default the package that the targets name. Shocks without a start are dated as the targets say.
    until : int, optional
        Last year; by default that of the outlook that is given, else that of the last target.
    outlook, horizon, parameters, start, history
        As of :func:`newind.pathway`; parameters stand above those that the targets state. ``progress_on_track`` and
        ``progress_lagging`` part the statuses.
    draws : int or iterable of mappings
        How many draws over what is assumed, or the draws themselves.
    seed : int, optional
        Of the draws; that of the outlook by default.
    scenario : Scenario or str, optional
        World of the path and its baseline, as of :func:`newind.pathway`; it holds in every draw.
    processes : int
        How many to start for draws.
    watch : callable, optional
        Called after each year of the path, as of :func:`newind.pathway`.

    Returns
    -------
    Roadmap

    Raises
    ------
    DataError
        For targets that make no sense, naming file, line and column.
    UnknownNameError
        For a region that the accounts lack, and as of :func:`newind.pathway`.
    PolicyError, ConvergenceError
        As of :func:`newind.pathway`.

    Notes
    -----
    A target that the model follows is projected from the last value observed, x, in the proportion in which the
    indicator moves on the path from that year on: x f(T) / f(t). One that it does not follow has a status and paces by
    what was observed, and no probability.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = roadmap(load("world", year=2011), "CHN", until=2028)
    >>> [m.progress.status for m in found.milestones if m.target.id == "patents"]
    ['met']
    """
    own = with_own(targets)
    given = {**own.parameters, **(outlook.parameters if outlook else {}), **(parameters or {})}
    limits = _limits(given)
    chosen = date_shocks(_choose_package(own, package), own.actions)
    _check_regions(own, w)
    world = as_scenario(scenario)
    last = until or (max(own.last, start or START, w.year + 1) if outlook is None else None)
    met = settle(w, outlook, region=own.region, until=last, horizon=horizon, start=start, history=history, seed=seed)
    met = replace(met, parameters=given, structure=STRUCTURE)
    path = pathway(w, chosen, outlook=met, scenario=world, watch=watch)
    milestones = tuple(
        milestone_of(path, t, _position(path, own, t), year, limits) for t in own.targets for year in t.values
    )
    found = Roadmap(own, path, milestones, limits=limits)
    if isinstance(draws, int) and draws == 0:
        return found
    cases = draws_of(path, draws, met.seed) if isinstance(draws, int) else tuple(dict(d) for d in draws)
    work = prepare_draws(found)
    drawn = results(work, list(cases), Workers.from_options(processes), met.seed, BLOCK)
    return replace(found, draws=cases, drawn=tuple(drawn))


def prepare_draws(found: Roadmap) -> Callable[[], Together]:
    """Return what returns the function from a draw to what its path leads to; it pickles."""
    path = found.path
    wanted = tuple((m.target, m.year, m.anchor) for m in found.milestones)
    return partial(_prepare_draws, path.outlook, found.targets, path.package, path.given, path.scenario, wanted)


def _limits(given: dict[str, Any]) -> tuple[float, float]:
    """Take the thresholds of the statuses out of parameters."""
    on_track, lagging = (given.pop(name, usual) for name, usual in zip(THRESHOLDS, thresholds(), strict=True))
    return float(on_track), float(lagging)


def _choose_package(own: RoadmapTargets, package: Package | Shock | Iterable[Shock] | None) -> Package:
    if package is None and own.package:
        return shipped_package(own.package)
    return as_package(package)


def _position(path: Pathway, own: RoadmapTargets, t: RoadmapTarget) -> int:
    """Return the position of the region of a target."""
    return path.regions.index(t.region or own.region)


def _check_regions(own: RoadmapTargets, w: Accounts) -> None:
    for code in dict.fromkeys((own.region, *(t.region for t in own.targets if t.region))):
        if code not in w.regions.codes:
            raise unknown("region", code, w.regions.codes, tell("roadmap.region"))


# ---- draws
Wanted = tuple[tuple["RoadmapTarget", int, "Seen"], ...]


def _prepare_draws(
    met: Outlook, own: RoadmapTargets, package: Package, given: Mapping[str, Any], world: Scenario | None,
    wanted: Wanted,
) -> Together:  # fmt: skip
    """Return the function from a draw to what its path leads to; baselines of draws are not kept."""
    asked, w = {"package": package, "outlook": met, "scenario": world}, met.accounts

    def run_draws(draws: Sequence[Mapping[str, float]]) -> list[tuple[float, ...] | NewindError | None]:
        cases = ({**asked, "parameters": {**given, **draw}} for draw in draws)
        with discard_new_baselines(w):
            return [look(p) for p in pathways(w, cases)]

    def look(path: Pathway | NewindError) -> tuple[float, ...] | NewindError | None:
        if isinstance(path, NewindError):
            return None if isinstance(path, (ConvergenceError, PolicyError)) else path
        return tuple(
            project_value(path, t, _position(path, own, t), year, anchor) if t.is_projectable else NAN
            for t, year, anchor in wanted
        )

    return Together(run_draws)
