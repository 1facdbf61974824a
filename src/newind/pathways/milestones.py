"""Milestones: a target at one of its years, how far it is by what was observed, and what a path leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newind.pathways.figures import FIGURES, course, find_last_observed_year
from newind.pathways.progress import NAN, assess_progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.pathways.pathway import Pathway
    from newind.pathways.progress import Goal, Progress, Seen
    from newind.pathways.targets import RoadmapTarget


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
    found = Milestone(t, year, goal, seen, assess_progress(goal, seen, limits))
    if not t.is_projectable or (seen is not None and seen[0] >= year):
        return found
    projected, without = (project_value(p, t, region, year, found.anchor) for p in (path, path.baseline))
    return replace(found, projected=projected, without=without)


def _find_last_observation(path: Pathway, t: RoadmapTarget, region: int) -> Seen | None:
    """Return the last value observed: what the target states, else what its path was calibrated to."""
    if t.observed:
        return max(t.observed.items())
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
    if t.observed or not t.is_projectable:
        return {since: value, **(t.observed or {})}
    known = find_last_observed_year(path, t.indicator, region) if t.indicator in FIGURES else since
    found = way_to(path.baseline, t, region, range(since + 1, known + 1), (since, value))
    return {since: value} | {year: v for year, v in found.items() if v == v}


def _scale_proportionally(value: float, before: float, after: float) -> float:
    """Return a value moved in the proportion in which another moves, NaN where that starts from nothing."""
    return value * after / before if before else NAN
