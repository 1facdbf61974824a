"""Targets of an economy that are still to be reached, and how far each is by figures that were published."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.errors import UnknownNameError
from newind.frozen import Frozen

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from newind.pathways.targets import RoadmapTarget, RoadmapTargets

PRODUCT = {"reported": "gdp_reported"}
"""How targets count GDP → the yearly figure, where it is not that of the Penn World Table."""


@dataclass(frozen=True)
class Aim(Frozen):
    """A target and how far it is: the next value from the day on, what was seen last, and what follows from both.

    ``computed`` tells that what was seen is no published value of the target but follows from yearly figures of GDP,
    people and CO2, as in a roadmap; ``reason`` says why no status follows.
    """

    label: Mapping[str, str]
    unit: str
    kind: str
    baseline: tuple[int, float]
    goal: tuple[int, float]
    seen: tuple[int, float] | None
    status: str
    achieved: float
    elapsed: float
    source: str
    date: str
    computed: bool = False
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        points = {name: point(getattr(self, name)) for name in ("baseline", "goal", "seen")}
        return {**self.__dict__, "label": dict(self.label), **points}


def point(found: tuple[int, float] | None) -> dict[str, float] | None:
    """Return a year and a value as plain data."""
    return None if found is None else {"year": found[0], "value": found[1]}


def aims(code: str, day: datetime.date) -> tuple[Aim, ...]:
    """Return the shipped targets of an economy that are still to be reached on a day."""
    from newind.pathways.targets import targets_of

    try:
        given = targets_of(code)
    except UnknownNameError:
        return ()
    return tuple(made for target in given.targets if (made := _aim(target, given, code, day)) is not None)


def _aim(target: RoadmapTarget, given: RoadmapTargets, code: str, day: datetime.date) -> Aim | None:
    """Return how far a target is at the next of its years; None where all have passed."""
    from newind.pathways.progress import assess_progress

    ahead = [year for year in target.values if year >= day.year]
    if not ahead:
        return None
    values = target.observed or compute_observed_values(target, given, code)
    start = (target.baseline.year, target.baseline.value)
    seen = max(((y, v) for y, v in values.items() if y <= day.year), default=None)
    waits = seen is None and target.is_projectable and start[0] <= day.year
    progress = assess_progress(target.goal(ahead[0]), start if waits else seen)
    source = target.sources[0]
    return Aim(
        {str(lang): text for lang, text in target.label.items()},
        target.unit,
        target.kind,
        start,
        (ahead[0], target.values[ahead[0]]),
        seen,
        progress.status,
        progress.achieved,
        progress.elapsed,
        source.title,
        str(source.date or ""),
        computed=seen is not None and not target.observed,
        reason=progress.reason,
    )


def compute_observed_values(target: RoadmapTarget, given: RoadmapTargets, code: str) -> dict[int, float]:
    """Return what was observed of a target since its baseline by the yearly figures that roadmaps are calibrated to.

    Empty where no yearly figure follows the target, or none is known after its baseline.
    """
    from newind.data.reference.growth import yearly_figures
    from newind.pathways.figures import FIGURES

    grown = yearly_figures()
    if target.indicator not in FIGURES or code not in grown.economies:
        return {}
    row, since = grown.at(code), target.baseline.year
    names = {"gdp": PRODUCT.get(str(given.parameters.get("product")), "gdp_volume")}
    figures = {name: names.get(name, name) for name in FIGURES[target.indicator].needs}
    parts = {name: grown.values[figure][row] for name, figure in figures.items()}
    until = min(grown.find_last_observed_year(figure) for figure in figures.values())
    if since not in grown.years:
        return {}
    values = FIGURES[target.indicator].of(parts)
    moved = target.baseline.value * values / values[grown.year_at(since)]
    return {y: float(v) for y, v in zip(grown.years, moved, strict=True) if since < y <= until and math.isfinite(v)}
