"""Figures of a path, of targets and of a search, as rows of the measure table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.pathways.aims import budget_of
from newind.pathways.followed import SERIES
from newind.pathways.hindcast import GUESSES, read_errors
from newind.questions.model import MeasureRow
from newind.questions.paths.pathways import PER_MT
from newind.questions.policies.section_words import SIMULATED, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.pathways.search import SearchResult
    from newind.policy.ranges import Range
    from newind.questions.paths.section_trials import FamilyPathway

CENTRAL = "central"
"""Name of the world as it is assumed."""


def path_figures(found: FamilyPathway) -> Iterator[MeasureRow]:
    """Yield every figure of a path: yearly changes and levels, ranges, mechanisms, carbon, targets, hindcasts."""
    p, r = found.path, found.at
    name = p.name
    for t, year in enumerate(p.years):
        if year < p.begins:
            continue
        for series in SERIES:
            ranged = {"real_income": found.real_income, "co2": found.co2}.get(series)
            yield from _list_range_figures(name, year, f"path.{series}", float(p.change(series)[t, r]), ranged, (t, r))
        levels = (("gdp_level", p, "gdp"), ("co2_level", p, "co2"), ("co2_baseline", p.baseline, "co2"))
        yield from (
            MeasureRow(name, year, f"path.{id}", float(one.series(series)[t, r]), "1", SIMULATED)
            for id, one, series in levels
        )
    last = p.years[-1]
    yield MeasureRow(name, last, "path.welfare", float(p.welfare[r]), "1", SIMULATED)
    for part, adds in found.mechanisms.items():
        yield MeasureRow(name, last, "path.mechanism", adds, "1", SIMULATED, part)
    yield from _carbon(found)
    for m in () if found.roadmap is None else found.roadmap.projected_milestones:
        yield MeasureRow(name, m.year, "roadmap.projected", m.projected, m.target.unit, SIMULATED, m.target.id)
    for row in read_errors().to_dict("records"):
        for guess in GUESSES:
            note = f"{row['measure']} {row['first']} {guess}"
            yield MeasureRow("hindcast", int(row["last"]), "path.hindcast", float(row[guess]), "1", SIMULATED, note)


def _list_range_figures(
    scenario: str, year: int, id: str, value: float, found: Range | None, at: tuple[int, int]
) -> Iterator[MeasureRow]:
    sure = found is None or bool(found.sure[at])
    why = "" if sure else UNSURE["en"]
    yield MeasureRow(scenario, year, id, value if sure else float("nan"), "1", SIMULATED, why)
    if found is not None:
        yield MeasureRow(scenario, year, f"{id}.low", float(found.low[at]), "1", SIMULATED)
        yield MeasureRow(scenario, year, f"{id}.high", float(found.high[at]), "1", SIMULATED)


def _carbon(found: FamilyPathway) -> Iterator[MeasureRow]:
    """Yield peaks and cumulative carbon, with the package and without, of the whole and of industries."""
    p, r = found.path, found.at
    w = p.base.lab.baseline
    if not p.followed.emissions[:, r].any():
        return
    per = PER_MT.get(w.satellites["co2"].unit, float("nan"))
    for scenario, one in ((p.name, p), (p.baseline.name, p.baseline)):
        budget = budget_of(one, p.begins)
        last = budget.until
        yield MeasureRow(scenario, last, "path.peak", float(budget.total_peak[r]), "year", SIMULATED)
        yield MeasureRow(scenario, last, "path.cumulative", float(budget.cumulative[r].sum()) * per, "Mt", SIMULATED)
        for k, code in enumerate(w.industries):
            value = float(budget.cumulative[r, k]) * per
            if value > 0:
                yield MeasureRow(scenario, last, "path.cumulative", value, "Mt", SIMULATED, industry=code)


def search_figures(found: SearchResult) -> Iterator[MeasureRow]:
    """Yield every figure of a search: what was tried, and what packages add and miss in each world."""
    last = int(found.request["until"])
    for p in found.tried:
        for name, value in p.figures.items():
            if name in ("real_income", "co2", "bill"):
                yield MeasureRow(_sizes(p.sizes), last, f"search.{name}", value, "1", SIMULATED, CENTRAL)
    if found.robust is None:
        return
    missed = found.robust.values.max(axis=0) - found.robust.values
    for n, p in enumerate(found.robust.points):
        for k, world in enumerate(found.robust.cases):
            for id, values in (("adds", found.robust.values), ("regret", missed)):
                yield MeasureRow(_sizes(p.sizes), last, f"search.{id}", float(values[n, k]), "1", SIMULATED, world)


def _sizes(sizes: Mapping[str, float]) -> str:
    """Return a package by the sizes of its actions.

    Examples
    --------
    >>> _sizes({"innovation": 2.0, "environment": 1.0})
    'innovation 2, environment 1'
    """
    return ", ".join(f"{name} {size:g}" for name, size in sizes.items())
