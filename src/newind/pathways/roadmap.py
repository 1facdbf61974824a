"""A roadmap: how far each target is, how likely it is reached, which actions close its gap, and when they are done."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from newind.errors import ConvergenceError, PolicyError, tell, unknown
from newind.pathways.chances import Chance, chance_of, draws_of
from newind.pathways.figures import FIGURES, course, known_until
from newind.pathways.pathway import pathway
from newind.pathways.progress import NAN, THRESHOLDS, judged, thresholds
from newind.pathways.targets import with_own
from newind.pathways.workers import mapped
from newind.policy.packages import package as shipped_package
from newind.policy.posing import as_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.pathways.pathway import Pathway
    from newind.pathways.progress import Goal, Progress, Seen
    from newind.pathways.targets import Owner, Target, Targets, Timing
    from newind.policy.schema import Package, Shock

LEVELS: dict[str, Owner] = {"national": "ministry"}
"""Who carries out an action of a level of government, where the roadmap does not say; other levels are ``local``."""
KEPT = "_baselines"
"""Where accounts keep the baselines of their paths."""
EACH = 50
"""Solves that a draw is the work of, about: a baseline and a path."""


@dataclass(frozen=True)
class Milestone:
    """A target at one of its years.

    Parameters
    ----------
    target : Target
    year : int
    goal : Goal
        What is to be reached, from where.
    seen : (year, value), optional
        Last value observed.
    progress : Progress
        How far it is by what was observed.
    projected, without : float
        Value that the path leads to with the package and without it; NaN where no model follows it.
    """

    target: Target
    year: int
    goal: Goal
    seen: Seen | None
    progress: Progress
    projected: float = NAN
    without: float = NAN

    @property
    def anchor(self) -> Seen:
        """What is projected from: the last value observed, else the baseline."""
        return self.seen or (self.goal.since, self.goal.baseline)

    @property
    def pace(self) -> float:
        """Yearly pace at which the path with the package leads there."""
        return self.goal.pace(self.anchor, (self.year, self.projected))

    @property
    def pace_without(self) -> float:
        """The same without the package."""
        return self.goal.pace(self.anchor, (self.year, self.without))

    @property
    def gap(self) -> float:
        """What the path without the package lacks of the target, negative beyond it."""
        return self.goal.missing(self.without)

    @property
    def remains(self) -> float:
        """What the path with the package lacks of the target."""
        return self.goal.missing(self.projected)

    def closes(self, other: float) -> float:
        """Return by how much the path comes nearer to the target than a value of another path."""
        return self.goal.missing(other) - self.remains


@dataclass(frozen=True)
class Action:
    """When an action of the package, or a family of them, is carried out.

    Parameters
    ----------
    name : str
        Family, or id of the action.
    start, full : int
        First year, and the first in which it is in force in full.
    until : int or None
        Last year.
    owners : tuple of str
        Who carries it out; empty where nobody says.
    levers : tuple of str
        What it moves.
    """

    name: str
    start: int
    full: int
    until: int | None
    owners: tuple[str, ...]
    levers: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Roadmap:
    """Targets of an economy against a path.

    Parameters
    ----------
    targets : Targets
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

    targets: Targets
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
    def followed(self) -> tuple[Milestone, ...]:
        """Milestones that the path leads to some value of."""
        return tuple(m for m in self.milestones if m.projected == m.projected)

    @property
    def chances(self) -> dict[tuple[str, int], Chance]:
        """How likely each is reached, by target and year; only those that the path follows, empty without draws."""
        if not self.draws:
            return {}
        found = {}
        for place, m in enumerate(self.milestones):
            if m.projected == m.projected:
                values = (None if row is None else row[place] for row in self.drawn)
                found[m.target.id, m.year] = chance_of(
                    None if v is None or v != v else m.goal.reached(v) for v in values
                )
        return found

    @cached_property
    def contributions(self) -> dict[tuple[str, int], dict[str, float]]:
        """What each action closes of each gap, in the unit of the target, above 0 towards it.

        What is lost when the action alone is left out of the package; ``together`` is what the actions do only with
        each other. They add up to what the package closes.
        """
        found: dict[tuple[str, int], dict[str, float]] = {(m.target.id, m.year): {} for m in self.followed}
        names = groups(self.path.package)
        for name in names:
            rest = self.path.again(_without(self.path.package, name)) if len(names) > 1 else self.path.baseline
            for m in self.followed:
                found[m.target.id, m.year][name] = m.closes(_projected(rest, m.target, self._at(m), m.year, m.anchor))
        for m in self.followed:
            parts = found[m.target.id, m.year]
            parts["together"] = m.closes(m.without) - sum(parts.values())
        return found

    @property
    def actions(self) -> tuple[Action, ...]:
        """When the actions of the package are carried out, the first ones first."""
        found = [_action(name, self.path, self.targets.actions) for name in groups(self.path.package)]
        return tuple(sorted(found, key=lambda a: a.start))

    def _at(self, m: Milestone) -> int:
        return self.path.regions.index(m.target.region or self.targets.region)

    def __repr__(self) -> str:
        """Say how many targets stand how."""
        many: dict[str, int] = {}
        for m in self.milestones:
            many[m.progress.status] = many.get(m.progress.status, 0) + 1
        said = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in many.items())
        return f"Roadmap({self.region}, {len(self.milestones)} milestones: {said})"


def roadmap(
    w: Accounts,
    targets: Targets | Mapping[str, Any] | str | PathLike[str],
    package: Package | Shock | Iterable[Shock] | None = None,
    until: int | None = None,
    horizon: str = "medium",
    parameters: Mapping[str, Any] | None = None,
    *,
    start: int | None = None,
    draws: int | Iterable[Mapping[str, float]] = 0,
    seed: int = 0,
    processes: int = 1,
    watch: Callable[[str], None] | None = None,
) -> Roadmap:
    """Set targets against the path that leads to them.

    Parameters
    ----------
    w : Accounts
        Closed accounts, the benchmark.
    targets : Targets, mapping, path or str
        What is to be reached; the code of an economy stands for those that come with newind.
    package : Package, Shock or shocks, optional
        What is done; by default the package that the targets name. Shocks without a start are dated as the targets say.
    until : int, optional
        Last year; by default that of the last target.
    horizon, parameters, start
        As of :func:`newind.pathway`; parameters stand above those that the targets state. ``progress_on_track`` and
        ``progress_lagging`` part the statuses.
    draws : int or iterable of mappings
        How many draws over what is assumed, or the draws themselves.
    seed : int
        Of the draws.
    processes : int
        How many to start for draws.
    watch : callable, optional
        Told what is done next.

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
    >>> from newind.accounts.reference import load
    >>> found = roadmap(load("world", year=2011), "CHN", until=2026)
    >>> [m.progress.status for m in found.milestones if m.target.id == "patents"]
    ['met']
    """
    own = with_own(targets)
    given = {**own.parameters, **(parameters or {})}
    limits = _limits(given)
    chosen = _dated(_chosen(own, package), own.actions)
    _known_regions(own, w)
    path = pathway(w, chosen, until or max(own.last, w.year + 1), horizon, given, start=start)
    if watch is not None:
        watch("milestones")
    milestones = tuple(_milestone(path, own, t, year, limits) for t in own.targets for year in t.values)
    found = Roadmap(own, path, milestones, limits=limits)
    if isinstance(draws, int) and draws == 0:
        return found
    cases = draws_of(path, draws, seed) if isinstance(draws, int) else tuple(dict(d) for d in draws)
    if watch is not None:
        watch("draws")
    work = partial(_prepared, path.base.lab.origin, own, path.package, path.years[-1], horizon, path.given, path.start,
                   tuple((m.target, m.year, m.anchor) for m in milestones))  # fmt: skip
    return replace(found, draws=cases, drawn=tuple(mapped(work, cases, processes, EACH)))


def groups(package: Package) -> tuple[str, ...]:
    """Return what the shocks of a package are counted with, in order: actions, else families."""
    return tuple(dict.fromkeys(s.group for s in package.shocks))


def _without(package: Package, group: str) -> Package:
    """Return a package without the shocks of one group."""
    return package.model_copy(update={"shocks": tuple(s for s in package.shocks if s.group != group)})


def _limits(given: dict[str, Any]) -> tuple[float, float]:
    """Take the thresholds of the statuses out of parameters."""
    on_track, lagging = (given.pop(name, usual) for name, usual in zip(THRESHOLDS, thresholds(), strict=True))
    return float(on_track), float(lagging)


def _chosen(own: Targets, package: Package | Shock | Iterable[Shock] | None) -> Package:
    if package is None and own.package:
        return shipped_package(own.package)
    return as_package(package)


def _dated(package: Package, timings: Mapping[str, Timing]) -> Package:
    """Return a package whose shocks without a start are dated as a roadmap says."""
    return package.model_copy(update={"shocks": tuple(_timed(s, timings.get(s.group)) for s in package.shocks)})


def _timed(shock: Shock, timing: Timing | None) -> Shock:
    if timing is None or timing.start is None or shock.start is not None:
        return shock
    dated = {"start": timing.start, "phase_in": shock.phase_in or timing.phase_in, "until": timing.until}
    return shock.model_copy(update=dated)


def _known_regions(own: Targets, w: Accounts) -> None:
    for code in dict.fromkeys((own.region, *(t.region for t in own.targets if t.region))):
        if code not in w.regions.codes:
            raise unknown("region", code, w.regions.codes, tell("roadmap.region"))


def _milestone(path: Pathway, own: Targets, t: Target, year: int, limits: tuple[float, float]) -> Milestone:
    """Return how far a target is at one of its years, and what the path leads to."""
    r = path.regions.index(t.region or own.region)
    goal, seen = t.goal(year), _seen(path, t, r)
    found = Milestone(t, year, goal, seen, judged(goal, seen, limits))
    if not t.followed:
        return found
    projected, without = (_projected(p, t, r, year, found.anchor) for p in (path, path.baseline))
    return replace(found, projected=projected, without=without)


def _seen(path: Pathway, t: Target, region: int) -> Seen | None:
    """Return the last value observed: what the target states, else what its path was calibrated to."""
    if t.observed:
        return max(t.observed.items())
    if not t.followed:
        return None
    known = known_until(path, t.indicator, region)
    if known <= t.baseline.year:
        return t.baseline.year, t.baseline.value
    figure = course(path.baseline, t.indicator, region, (t.baseline.year, known))
    value = t.baseline.value * figure[known] / figure[t.baseline.year]
    return (known, value) if value == value else None


def _projected(path: Pathway, t: Target, region: int, year: int, anchor: Seen) -> float:
    """Return what a path leads to: the anchor, moved as the indicator moves."""
    figure = course(path, t.indicator, region, (anchor[0], year))
    return anchor[1] * figure[year] / figure[anchor[0]]


def _action(name: str, path: Pathway, timings: Mapping[str, Timing]) -> Action:
    shocks = [s for s in path.package.shocks if s.group == name]
    starts = [path.start if s.start is None else s.start for s in shocks]
    ends = [s.until for s in shocks]
    return Action(
        name,
        min(starts),
        max(first + s.phase_in for first, s in zip(starts, shocks, strict=True)),
        None if None in ends else max(e for e in ends if e is not None),
        timings[name].owners if name in timings and timings[name].owners else _owners(name, shocks),
        tuple(dict.fromkeys(s.lever for s in shocks)),
    )


def _owners(name: str, shocks: list[Shock]) -> tuple[str, ...]:
    """Return who carries out an action that comes with newind, by its level of government; nobody for a family."""
    from newind.policy.actions import action, names

    if not any(s.action == name for s in shocks) or name not in names():
        return ()
    return (LEVELS.get(action(name).level, "local"),)


# ---- draws
Wanted = tuple[tuple["Target", int, "Seen"], ...]


def _prepared(
    w: Accounts, own: Targets, package: Package, until: int, horizon: str, given: Mapping[str, Any], start: int,
    wanted: Wanted,
) -> Callable[[Mapping[str, float]], tuple[float, ...] | None]:  # fmt: skip
    """Return the function from a draw to what its path leads to; baselines of draws are not kept."""

    def of(draw: Mapping[str, float]) -> tuple[float, ...] | None:
        try:
            with _passing(w):
                path = pathway(w, package, until, horizon, {**given, **draw}, start=start)
        except (ConvergenceError, PolicyError):
            return None
        return tuple(
            _projected(path, t, path.regions.index(t.region or own.region), year, anchor) if t.followed else NAN
            for t, year, anchor in wanted
        )

    return of


@contextmanager
def _passing(w: Accounts) -> Iterator[None]:
    """Keep no baseline that is computed within: each draw has one that nobody asks for again."""
    before = set(w.__dict__.get(KEPT, ()))
    try:
        yield
    finally:
        kept = w.__dict__.get(KEPT, {})
        for name in set(kept) - before:
            del kept[name]


def label_of(indicator: str) -> Mapping[str, str]:
    """Return the name of a yearly figure or an indicator, in ``en`` and ``zh``."""
    from newind.systems.registry import indicators

    return FIGURES[indicator].label if indicator in FIGURES else indicators()[indicator].label
