"""Answers year by year: a package, targets, what an outcome depends on, the best use of a budget."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.errors import DataError, tell
from newind.measures.references import WORLD
from newind.pathways.chances import draws_of as sample_draws
from newind.pathways.choices import find_actions
from newind.pathways.draws import draws_of, ranges_in
from newind.pathways.hindcast import TO, hindcast
from newind.pathways.pathway import pathway
from newind.pathways.prospects import with_projections
from newind.pathways.reasons import build_draw_cases
from newind.pathways.roadmap import prepare_draws, roadmap
from newind.pathways.running import HERE
from newind.pathways.sampling import hypercube, ranges_of, sample_cases
from newind.pathways.scenarios import scenario, scenarios
from newind.pathways.search import search
from newind.pathways.sensitivity import check_outcome, percentiles_of, sensitivity, sensitivity_run
from newind.pathways.targets import read_targets, targets_of
from newind.policy.registerfile import holds_register
from newind.questions.options import read_package, read_register
from newind.questions.paths.pathways import pathway_of
from newind.questions.paths.pictures import caption_path, draw_front, draw_influence, draw_path, draw_roadmap
from newind.questions.paths.roadmaps import roadmap_of
from newind.questions.paths.searches import search_of
from newind.questions.paths.uncertainty import sensitivity_of
from newind.questions.policies.answers import add_assumption, build_economy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.pathways.hindcast import Hindcast
    from newind.pathways.pathway import Pathway
    from newind.pathways.running import WorkOrder
    from newind.pathways.scenarios import Scenario
    from newind.pathways.sensitivity import Percentiles
    from newind.pathways.targets import RoadmapTargets
    from newind.policy.register import Register
    from newind.policy.schema import Package
    from newind.questions.answers import Answer
    from newind.questions.options import PackageBody
    from newind.questions.paths.declared import PathwayOptions, RoadmapOptions, SearchOptions, SensitivityOptions

LATE = 2060
REAL = "real_income"
"""Series of which a path has a range."""
SINCE = (2000,)
"""Years that hindcasts beside a roadmap start from."""
NONE = "none"
INCOME, BOTH = ("real_income",), ("real_income", "co2")
"""Goals that nobody chose, without and with emissions in the accounts."""


def complete_answer(found: Answer, w: Accounts, **more: Any) -> Answer:
    """Return an answer with its status, its picture, and what is assumed of an economy abroad."""
    return add_assumption(replace(found, about={**found.about, "status": "simulated"}, **more), w)


def list_hindcasts(
    panel: Panel, horizon: str, parameters: Mapping[str, Any] | None, since: Iterable[int] = TO
) -> list[Hindcast]:
    """Return what the method would have said of years that are known, on the shipped world."""
    from newind.data.reference import load

    world, last = load(WORLD), panel.last
    if last.year not in world.years or last.hash != world[last.year].hash:
        return []
    return [hindcast(world, first, TO[first], horizon, parameters) for first in since]


# ---- a package year by year


def follow_package(panel: Panel, region: str, asked: PathwayOptions, order: WorkOrder = HERE) -> Answer:
    """Return a package year by year, beside a baseline."""
    check_outcome(asked.outcome)
    w = build_economy(panel, asked)
    path = pathway(
        w, read_package(asked.package, w), LATE if asked.to_2060 else asked.until, asked.horizon, asked.parameters,
        start=asked.start, off=asked.off or (), scenario=asked.scenario, projections=asked.projections,
    )  # fmt: skip
    past = list_hindcasts(panel, asked.horizon, asked.parameters)
    ranged = path.range(watch=order.count) if asked.ranged else None
    drawn = None if asked.draws is None else draw_percentiles(path, region, asked, asked.draws, order)
    told, level = pathway_of(path, region, ranged, past, drawn), asked.level
    span = ranged if asked.outcome == REAL else None
    return complete_answer(
        told,
        w,
        result=path,
        chart=draw_path(path, region, asked.outcome, drawn, span, level=level),
        caption=caption_path(path, region, asked.outcome, drawn, level=level),
    )


def draw_percentiles(path: Pathway, region: str, asked: PathwayOptions, many: int, order: WorkOrder) -> Percentiles:
    """Return percentiles of a figure of a path over draws of the parameters."""
    given = with_projections(asked.parameters, asked.projections)
    cases = sample_cases(ranges_in(None, asked.horizon, given, path.scenario), many, asked.seed)
    begin = partial(
        draws_of, path.base.lab.origin, path.package, cases, path.years[-1], asked.horizon, given, start=path.start,
        off=path.off, scenario=path.scenario, regions=[region], seed=asked.seed,
    )  # fmt: skip
    with order.run(begin) as store:
        return percentiles_of(store, region, asked.outcome, level=asked.level)


# ---- what an outcome depends on


def find_influence(panel: Panel, region: str, asked: SensitivityOptions, order: WorkOrder = HERE) -> Answer:
    """Return what an outcome of a path depends on most."""
    check_outcome(asked.outcome)
    w, given = build_economy(panel, asked), with_projections(asked.parameters, asked.projections)
    ranges = ranges_in(asked.vary, asked.horizon, given, asked.scenario)
    begin = partial(
        sensitivity_run, w, read_package(asked.package, w), ranges, asked.draws, asked.method, seed=asked.seed,
        until=asked.until, horizon=asked.horizon, parameters=given, scenario=asked.scenario, regions=[region],
    )  # fmt: skip
    with order.run(begin) as store:
        found = sensitivity(store, region, asked.outcome, asked.until, level=asked.level)
    told = sensitivity_of(
        found, store, region, asked.outcome, asked.until, level=asked.level, kept=bool(order.name)
    )  # fmt: skip
    return complete_answer(told, w, chart=draw_influence(found), caption=(told.title, *told.notes[:2]))


# ---- targets against a path


class RoadmapWork:
    """Targets against the path that leads to them: a part for each draw of what is assumed."""

    def __init__(self, panel: Panel, region: str, asked: RoadmapOptions) -> None:
        own, self.w = find_targets(asked.targets, region), build_economy(panel, asked)
        package = None if asked.package is None else read_package(asked.package, self.w)
        given = with_projections(asked.parameters, asked.projections)
        self.found = roadmap(
            self.w, own, package, asked.until, asked.horizon, given, start=asked.start, scenario=asked.scenario
        )
        self.panel, self.asked = panel, asked
        self.parts = sample_draws(self.found.path, asked.draws, asked.seed) if asked.draws else ()
        self.prepare: Callable[[], Callable[..., Any]] = prepare_draws(self.found)

    def answer(self, found: Sequence[Any]) -> Answer:
        """Return how targets stand, and how likely they are over draws."""
        made = replace(self.found, draws=tuple(self.parts), drawn=tuple(found))
        ahead = made.projected_milestones
        past = list_hindcasts(self.panel, self.asked.horizon, made.path.given, SINCE) if ahead else ()
        told = roadmap_of(made, self.asked.seed, past)
        caption = (told.title, *told.lead, *told.notes[:1])
        return complete_answer(told, self.w, chart=draw_roadmap(made), caption=caption)


def find_targets(file: str | None, region: str) -> RoadmapTargets:
    """Return the targets of a file, or those that come with newind for a region.

    Raises
    ------
    DataError
        For a file with targets of another economy.
    """
    if file is None:
        return targets_of(region)
    found = read_targets(file)
    if region != found.region:
        raise DataError(tell("roadmap.other", file=file, given=found.region, asked=region))
    return found


# ---- the best use of a budget


def search_budget(panel: Panel, region: str, asked: SearchOptions, order: WorkOrder = HERE) -> Answer:
    """Return the best use of a budget among actions."""
    w, given = build_economy(panel, asked), with_projections(asked.parameters, asked.projections)
    limits = {
        **(asked.limit or {}),
        **{k: float(v) for k, v in (("peak", asked.peak), ("gap", asked.gap)) if v is not None},
    }
    drawn = hypercube(ranges_of(horizon=asked.horizon, given=given), asked.cases, asked.seed) if asked.cases else []
    goals = asked.goal or (BOTH if "co2" in w.satellites else INCOME)
    found = search(
        w, region, goals, list_choices(asked.actions, asked.tags, w), limits=limits,
        budget=None if asked.budget == NONE else asked.budget, tags=asked.tags, until=asked.until,
        horizon=asked.horizon, parameters=given, starts=asked.starts or (), most=asked.most, method=asked.method,
        evaluations=asked.evaluations, cases=[*list_scenarios(asked.scenarios, w), *build_draw_cases(drawn)],
        seed=asked.seed, workers=order.workers, watch=order.watch,
        runs=order.folder, name=order.name if order.asked else None,
    )  # fmt: skip
    told = search_of(found, list_hindcasts(panel, asked.horizon, given))
    caption = (told.title, *told.lead, *told.notes)
    return complete_answer(told, w, chart=draw_front(found), caption=caption, result=found)


def list_scenarios(names: tuple[str, ...] | None, w: Accounts) -> tuple[Scenario, ...]:
    """Return the scenarios that were named, or all that can happen on the accounts where none was named."""
    if names is None:
        return scenarios(w)
    return () if names == (NONE,) else tuple(map(scenario, names))


def list_choices(
    given: tuple[str | PackageBody, ...] | None, tags: tuple[str, ...] | None, w: Accounts
) -> Package | Register | list[Package] | None:
    """Return what can be chosen from: parts of a package, packages, or a register; None for the six families."""
    if given is None:
        return None if tags is None else read_register(None)
    names = [one for one in given if isinstance(one, str)]
    if len(names) == len(given) and (known := find_actions(names)) is not None:
        return known
    if len(given) == len(names) == 1 and _holds_register(names[0]):
        return read_register((names[0],))
    found = [read_package(one, w) for one in given]
    return found[0] if len(found) == 1 else found


def _holds_register(name: str) -> bool:
    """Return whether a name is that of a file with policy actions."""
    path = Path(name)
    return path.suffix.lower() in (".yaml", ".yml", ".xlsx") and holds_register(path)
