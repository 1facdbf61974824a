"""How far a target is: share of the way against share of the time; a target at one of its years."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from newind.aliases import alias
from newind.data.reference.now import edition
from newind.parameters import parameter
from newind.pathways.figures import FIGURES, course, find_last_observed_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.pathways.pathway import Pathway
    from newind.pathways.targets import RoadmapTarget


NAN = float("nan")
Status = Literal["met", "on_track", "lagging", "off_track", "not_computable"]
STATUSES: tuple[Status, ...] = ("met", "on_track", "lagging", "off_track", "not_computable")
Verdict = Literal["met", "on_track", "lagging", "off_track", "missed", "due", "not_computable"]
VERDICTS: tuple[Verdict, ...] = ("met", "on_track", "lagging", "off_track", "missed", "due", "not_computable")
ENDED: dict[str, Verdict] = {"deadline": "missed", "lost": "missed", "due": "due"}
"""Reasons that say of a target whose year is over more than its status."""
NEARLY = "nearly"
"""Reason of a target that is on track though slower than needed: it has nearly gone the way of an even pace."""
RECORD = "record"
"""Reason of a target of which no pace tells, as a peak is between."""
THRESHOLDS = ("progress_on_track", "progress_lagging")
"""Parameters that part the statuses, the higher one first."""
Seen = tuple[int, float]
"""A year and the value in it."""


@dataclass(frozen=True)
class Goal:
    """Target with its year, and where it began.

    Parameters
    ----------
    since : int
        Year of the baseline.
    baseline : float
        Value in it.
    year : int
        Year of the target, after that of the baseline.
    value : float
        What is to be reached.
    better : {"higher", "lower"}
        Direction.
    tolerance : float
        By how much the value may be missed.
    points : bool
        Whether the pace is reported in units per year rather than as a yearly rate.
    record : bool
        Whether values are in relation to the highest of the years before: no even pace leads over a peak.
    """

    since: int
    baseline: float
    year: int
    value: float
    better: str = "higher"
    tolerance: float = 0.0
    points: bool = False
    record: bool = False

    def missing(self, value: float) -> float:
        """Return what a value lacks of the target, negative beyond it.

        Examples
        --------
        >>> Goal(2020, 100.0, 2025, 82.0, "lower").missing(90.0)
        8.0
        """
        return self.value - value if self.better == "higher" else value - self.value

    def meets_target(self, value: float) -> bool:
        """Tell whether a value reaches the target, or misses it by no more than the tolerance."""
        return self.missing(value) <= self.tolerance + 1e-9 * abs(self.value)

    @property
    def way(self) -> float:
        """Distance of the baseline from the target, 0 or less where it was there already."""
        return self.missing(self.baseline)

    def compute_achieved_share(self, value: float) -> float:
        """Return the share of the way from the baseline that a value has gone; NaN where there was no way to go.

        The way is counted in units where the pace is, else in logs, so that an even pace is an even share.

        Examples
        --------
        >>> Goal(2020, 60.0, 2025, 65.0, points=True).compute_achieved_share(63.0)
        0.6
        >>> round(Goal(2020, 100.0, 2030, 25.0, "lower").compute_achieved_share(50.0), 10)
        0.5
        """
        if self.way <= 0:
            return NAN
        start, here, end = self.baseline, value, self.value
        if not self.points and min(start, here, end) > 0:
            start, here, end = math.log(start), math.log(here), math.log(end)
        return (here - start) / (end - start)

    def compute_elapsed_share(self, year: int) -> float:
        """Return the share of the time from the baseline that has passed in a year.

        Examples
        --------
        >>> Goal(2020, 100.0, 2025, 80.0).compute_elapsed_share(2023)
        0.6
        """
        return (year - self.since) / (self.year - self.since)

    def pace(self, start: Seen, end: Seen) -> float:
        """Return the yearly change between two values: a rate, or units a year; NaN where it does not exist.

        Examples
        --------
        >>> round(Goal(2020, 100.0, 2025, 121.0).pace((2020, 100.0), (2022, 121.0)), 10)
        0.1
        >>> Goal(2020, 60.0, 2025, 65.0, points=True).pace((2020, 60.0), (2022, 61.0))
        0.5
        """
        (first, before), (last, after) = start, end
        if last <= first or not math.isfinite(after - before):
            return NAN
        if self.points:
            return (after - before) / (last - first)
        if before <= 0 or after <= 0:
            return NAN
        return float((after / before) ** (1.0 / (last - first)) - 1.0)

    reached = alias("meets_target")
    achieved = alias("compute_achieved_share")
    elapsed = alias("compute_elapsed_share")


@dataclass(frozen=True)
class Progress:
    """How far a target is.

    Parameters
    ----------
    status : {"met", "on_track", "lagging", "off_track", "not_computable"}
    reason : str
        Why, where paces do not tell: ``nearly`` (on track, though slower than needed: see `thresholds`),
        ``unobserved``, ``too_early``, ``deadline`` (passed), ``lost`` (was met at the baseline and is no longer),
        ``held`` (no way to go), ``due`` (its year is over without a figure of it: see `mark_due`), ``record`` (its
        values are in relation to the highest before); empty otherwise.
    achieved, elapsed : float
        Shares of the way and of the time.
    needed : float
        Yearly pace from the last value observed to the target; NaN when it is met or its year has passed.
    paced : float
        Yearly pace from the baseline to the last value observed.
    """

    status: Status
    reason: str = ""
    achieved: float = NAN
    elapsed: float = NAN
    needed: float = NAN
    paced: float = NAN

    @property
    def verdict(self) -> Verdict:
        """Status as it is shown: a target whose year is over is met, missed or due, and never on track.

        Examples
        --------
        >>> Progress("off_track", "deadline").verdict, Progress("on_track", "due").verdict, Progress("met").verdict
        ('missed', 'due', 'met')
        """
        return ENDED.get(self.reason, self.status)

    @property
    def ratio(self) -> float:
        """Share of the way over share of the time: 1 is the straight line to the target."""
        return self.achieved / self.elapsed if self.elapsed > 0 else NAN


def thresholds() -> tuple[float, float]:
    """Return from where on a target is on track, and lagging.

    Examples
    --------
    >>> thresholds()
    (0.95, 0.6)
    """
    on_track, lagging = (parameter(name).value for name in THRESHOLDS)
    assert on_track is not None
    assert lagging is not None
    return on_track, lagging


def split_thresholds(given: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the thresholds of statuses among parameters, and the other parameters.

    Examples
    --------
    >>> split_thresholds({"progress_on_track": 0.9, "discount_rate": 0.03})
    ({'progress_on_track': 0.9}, {'discount_rate': 0.03})
    """
    said = dict(given or {})
    return {n: said.pop(n) for n in THRESHOLDS if n in said}, said


def assess_progress(goal: Goal, seen: Seen | None, limits: tuple[float, float] | None = None) -> Progress:
    """Return how far a target is.

    Parameters
    ----------
    goal : Goal
    seen : (year, value), optional
        Last value observed; None where none is.
    limits : tuple of two floats, optional
        Share of the way over share of the time from which it is on track, and lagging; by default `thresholds`.

    Notes
    -----
    With baseline b of year t₀, target v of year T and value x of year t the share of the way is ln(x/b) / ln(v/b), for
    shares in per cent (x − b) / (v − b), and that of the time (t − t₀) / (T − t₀): at the constant pace that leads to
    the target they are equal. A target is met when x reaches it, on track when the first share is at least 0.95 of the
    second, lagging from 0.6 on, else off track, as it is when its year has passed. Of a peak no pace tells.

    Examples
    --------
    >>> assess_progress(Goal(2020, 100.0, 2030, 50.0, "lower"), (2024, 82.0)).status
    'lagging'
    """
    if seen is None or not math.isfinite(seen[1]):
        return Progress("not_computable", "unobserved")
    year, value = seen
    achieved, elapsed = goal.compute_achieved_share(value), goal.compute_elapsed_share(year)
    paced = goal.pace((goal.since, goal.baseline), seen)
    if goal.meets_target(value):
        return Progress("met", "held" if goal.way <= 0 else "", achieved, elapsed, NAN, paced)
    over, had = year >= goal.year, goal.way <= goal.tolerance
    needed = NAN if over else goal.pace(seen, (goal.year, goal.value))
    if over or had:
        return Progress("off_track", "lost" if had else "deadline", achieved, elapsed, needed, paced)
    if year <= goal.since:
        return Progress("not_computable", "too_early", achieved, elapsed, needed, paced)
    if goal.record:
        return Progress("not_computable", RECORD, achieved, elapsed, needed, paced)
    on_track, lagging = limits or thresholds()
    ratio = achieved / elapsed + 1e-12
    status: Status = "on_track" if ratio >= on_track else "lagging" if ratio >= lagging else "off_track"
    reason = NEARLY if status == "on_track" and ratio < 1 - 1e-9 else ""
    return Progress(status, reason, achieved, elapsed, needed, paced)


def mark_due(progress: Progress, goal: Goal, seen: Seen | None, year: int) -> Progress:
    """Return progress whose reason is ``due`` where, in a year, that of the goal is over and no figure of it is known.

    Examples
    --------
    >>> goal, seen = Goal(2020, 100.0, 2025, 86.5, "lower"), (2024, 89.2)
    >>> [mark_due(assess_progress(goal, seen), goal, seen, year).reason for year in (2025, 2026)]
    ['nearly', 'due']
    """
    open_ = seen is not None and seen[0] < goal.year < year and progress.status != "met"
    return replace(progress, reason="due") if open_ else progress


@dataclass(frozen=True)
class Milestone:
    """A target at one of its years.

    Parameters
    ----------
    target : RoadmapTarget
    year : int
    goal : Goal
        What is to be reached, from where.
    seen : (year, value), optional
        Last value observed.
    progress : Progress
        How far it is by what was observed.
    projected, without : float
        Value that the path leads to with the package and without it; NaN where no model follows it, and where its year
        has been observed.
    """

    target: RoadmapTarget
    year: int
    goal: Goal
    seen: Seen | None
    progress: Progress
    projected: float = NAN
    without: float = NAN

    @property
    def anchor(self) -> Seen:
        """Point that the projection starts from: the last value observed, else the baseline."""
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
    def turn(self) -> Literal["slower", "faster"] | None:
        """Whether the path leads to the target more slowly or faster than so far; None where a pace is not known."""
        ahead, before = ((v if self.goal.better == "higher" else -v) for v in (self.pace, self.progress.paced))
        return "slower" if ahead < before else "faster" if ahead > before else None

    @property
    def gap(self) -> float:
        """Distance of the path without the package from the target, negative beyond it."""
        return self.goal.missing(self.without)

    @property
    def remains(self) -> float:
        """Distance of the path with the package from the target."""
        return self.goal.missing(self.projected)

    def closes(self, other: float) -> float:
        """Return by how much the path comes nearer to the target than a value of another path."""
        return self.goal.missing(other) - self.remains


def milestone_of(path: Pathway, t: RoadmapTarget, region: int, year: int, limits: tuple[float, float]) -> Milestone:
    """Return how far a target is at one of its years, and what the path leads to."""
    goal, seen = t.goal(year), _find_last_observation(path, t, region)
    progress = mark_due(assess_progress(goal, seen, limits), goal, seen, edition().year)
    found = Milestone(t, year, goal, seen, progress)
    if not t.is_projectable or (seen is not None and seen[0] >= year):
        return found
    projected, without = (project_value(p, t, region, year, found.anchor) for p in (path, path.baseline))
    return replace(found, projected=projected, without=without)


def _find_last_observation(path: Pathway, t: RoadmapTarget, region: int) -> Seen | None:
    """Return the last value observed: what the target states, else what its path was calibrated to."""
    if t.seen:
        return max(t.seen.items())
    if not t.is_projectable:
        return None
    known = find_last_observed_year(path, t.indicator, region)
    if known <= t.baseline.year:
        return t.baseline.year, t.baseline.value
    figure = course(path.baseline, t.indicator, region, (t.baseline.year, known))
    value = _scale_proportionally(t.baseline.value, figure[t.baseline.year], figure[known])
    return (known, value) if value == value else None


def project_value(path: Pathway, t: RoadmapTarget, region: int, year: int, anchor: Seen) -> float:
    """Return what a path leads to in a year: the anchor, moved as the indicator moves; NaN where that is not known."""
    return way_to(path, t, region, (year,), anchor)[year]


def way_to(path: Pathway, t: RoadmapTarget, region: int, years: Iterable[int], anchor: Seen) -> dict[int, float]:
    """Return what a path leads to in some years, as `project_value` does for one."""
    wanted = tuple(years)
    figure = course(path, t.indicator, region, (anchor[0], *wanted))
    return {year: _scale_proportionally(anchor[1], figure[anchor[0]], figure[year]) for year in wanted}


def collect_observations(path: Pathway, t: RoadmapTarget, region: int) -> dict[int, float]:
    """Return all that was observed of a target, its baseline first: what it states, else what its path meets."""
    since, value = t.baseline.year, t.baseline.value
    if t.seen or not t.is_projectable:
        return {since: value, **t.seen}
    known = find_last_observed_year(path, t.indicator, region) if t.indicator in FIGURES else since
    found = way_to(path.baseline, t, region, range(since + 1, known + 1), (since, value))
    return {since: value} | {year: v for year, v in found.items() if v == v}


def _scale_proportionally(value: float, before: float, after: float) -> float:
    """Return a value moved in the proportion in which another moves, NaN where that starts from nothing."""
    return value * after / before if before else NAN
