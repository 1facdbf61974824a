"""Answers year by year, each with its picture: a package, targets, what an outcome depends on, a budget."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.charts.gantt import ActionBar, Gantt, TargetMark
from newind.charts.proofs import Bands, Bars, ChartRow
from newind.charts.scatter import ParetoFront
from newind.errors import DataError, tell
from newind.language.words import mark
from newind.messages import complete_text, fill, in_each
from newind.pathways.chances import draws_of as sample_draws
from newind.pathways.choices import find_actions
from newind.pathways.compute import BLOCK
from newind.pathways.draws import draws_of, ranges_in
from newind.pathways.hindcast import is_refused
from newind.pathways.pathway import pathway
from newind.pathways.progress import split_thresholds
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
from newind.questions.paths import roadmaps, searches, uncertainty
from newind.questions.paths.pathways import pathway_of
from newind.questions.paths.roadmaps import action_label, owners_label, roadmap_of
from newind.questions.paths.searches import search_of
from newind.questions.paths.skills import refuse_carbon
from newind.questions.paths.uncertainty import sensitivity_of
from newind.questions.policies.answers import add_assumption, build_economy
from newind.questions.words import name_place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.pathway import Pathway
    from newind.pathways.roadmap import Roadmap
    from newind.pathways.running import WorkOrder
    from newind.pathways.scenarios import Scenario
    from newind.pathways.search import SearchResult
    from newind.pathways.searching import CandidatePackage
    from newind.pathways.sensitivity import OutcomeSensitivity, Percentiles
    from newind.pathways.targets import RoadmapTargets
    from newind.policy.ranges import Range
    from newind.policy.register import Register
    from newind.policy.schema import Package
    from newind.questions.answers import Answer
    from newind.questions.options import PackageBody
    from newind.questions.paths.declared import PathwayOptions, RoadmapOptions, SearchOptions, SensitivityOptions


BEFORE = 5
"""Years before the last observed one from which changes are drawn: there are none earlier."""
EARLIER = 1
"""Years that are drawn before the first action or target."""
BILL = "bill"


def draw_path(
    p: Pathway, region: str, outcome: str = "real_income", drawn: Percentiles | None = None,
    ranged: Range | None = None, *, level: bool = False,
) -> Bands:  # fmt: skip
    """Return a path as it is drawn: percentiles over draws, else the range over assumptions, else the line alone.

    Parameters
    ----------
    p : Pathway
        The path.
    region : str
        Code.
    outcome : str
        Yearly figure.
    drawn : Percentiles, optional
        Of the same figure.
    ranged : Range, optional
        Of its change, as of `Pathway.range`.
    level : bool
        Whether it is the figure over that of the benchmark year, beside the baseline's, rather than its change; it is
        the change where no level may be stated.
    """
    r, words = p.regions.index(region), uncertainty.load_words()
    level = level and states_level(outcome, region)
    values = (p.series(outcome) if level else p.change(outcome))[:, r]
    known = int(p.base.growth.known[r])
    first = 0 if level else max(min(known, p.begins) - BEFORE - p.years[0], 0)
    first = min(first, len(p.years) - 2)
    spans: list[tuple[Text, Any, Any]] = []
    if drawn is not None:
        values = drawn.values[2]
        spans = [
            (fill(words["bands"]["outer"], n=drawn.draws), drawn.values[0], drawn.values[4]),
            (words["bands"]["inner"], drawn.values[1], drawn.values[3]),
        ]
    elif ranged is not None and not level:
        spans = [(words["bands"]["range"], ranged.low[:, r], ranged.high[:, r])]
    named = words["picture"]["median" if drawn is not None else "central"]
    return Bands(
        p.years[first:],
        _cut(values, first),
        tuple((name, _cut(low, first), _cut(high, first)) for name, low, high in spans),
        known,
        "" if level else "1",
        {"middle": named, "beside": words["picture"]["baseline"]},
        _cut(p.baseline.series(outcome)[:, r], first) if level and p.package.shocks else (),
    )


def states_level(outcome: str, region: str) -> bool:
    """Return whether the level of a yearly figure may be stated of a region."""
    return not is_refused(f"path.{outcome}", region)


def _cut(values: Any, first: int) -> tuple[float, ...]:
    return tuple(float(v) for v in np.asarray(values)[first:])


def caption_path(
    p: Pathway, region: str, outcome: str = "real_income", drawn: Percentiles | None = None, *, level: bool = False
) -> tuple[Text, ...]:
    """Return what a path as it is drawn is of, its scenario, and how sure it is."""
    words = uncertainty.load_words()
    title = fill(
        words["picture"]["level" if level and states_level(outcome, region) else "change"],
        who=name_place(region),
        outcome=words["outcomes"][outcome],
        first=p.years[0],
        package=complete_text(p.package.label, p.name),
    )
    scenario = p.scenario
    world = () if scenario is None else (in_each(lambda lang: scenario.label[lang] + mark("stop", lang)),)
    refused = refuse_carbon(p, p.regions.index(region)) if level and outcome == "co2" else None
    said = (*world, *(() if drawn is None else (uncertainty.doubt(drawn),)))
    return (title, *said, *(() if refused is None else (refused,)))


def draw_influence(found: OutcomeSensitivity) -> Bars:
    """Return what an outcome depends on as bars with their Monte Carlo error; of Sobol's method in two parts."""
    names, parts = uncertainty.load_words()["parameters"], uncertainty.load_words()["parts"]
    both = found.method == "sobol"
    size, error = (found.found[n] for n in (("total", "total_error") if both else ("size", "size_error")))
    low, high = np.maximum(size - error, 0.0), size + error
    if both:
        high = np.minimum(high, np.maximum(size, 1.0))  # a share of variance
    lines = tuple(
        ChartRow(
            found.names[k], float(max(size[k], 0.0)), (float(low[k]), float(high[k])),
            float(np.clip(found.found["first"][k], 0.0, max(size[k], 0.0))) if both else None, names[found.names[k]],
        )
        for k in found.order
    )  # fmt: skip
    return Bars(lines, found.names[found.order[0]], "1", (parts["first"], parts["rest"]) if both else None, ranges=True)


def draw_roadmap(found: Roadmap) -> Gantt:
    """Return the actions and targets of a roadmap as data of a chart."""
    bars = tuple(
        ActionBar(action_label(a.name), a.start, a.full, a.until, owners_label(a.owners)) for a in found.actions
    )
    marks = []
    for t in found.targets.targets:
        own = [m for m in found.milestones if m.target is t]
        statuses = tuple(m.progress.verdict for m in own)
        marks.append(TargetMark(complete_text(t.label, t.id), tuple(m.year for m in own), statuses))
    years = [m.year for m in found.milestones] + [a.start for a in found.actions]
    reach = min(years) - EARLIER, max(*years, found.path.years[-1])
    return Gantt(bars, tuple(marks), reach, roadmaps.load_words()["values"]["status"])


def draw_front(f: SearchResult) -> ParetoFront:
    """Return packages by the first goal and the second, or what they cost where there is one goal."""
    up = f.aims.goals[0]
    along = f.aims.goals[1] if len(f.aims.goals) > 1 else BILL

    def place(p: CandidatePackage) -> tuple[float, float]:
        return p.figures[along], p.figures[up]

    words, last = searches.load_words()["goals"], f.request["until"]
    names = [fill(words[n], last=last) for n in (along, up)]
    tried, front = (tuple(map(place, points)) for points in (f.tried, f.front))
    return ParetoFront(tried, front, place(f.nothing), place(f.chosen), *names)


LATE = 2060
REAL = "real_income"
"""Series of which a path has a range."""
NONE = "none"
INCOME, BOTH = ("real_income",), ("real_income", "co2")
"""Goals that nobody chose, without and with emissions in the accounts."""


def complete_answer(found: Answer, w: Accounts, **more: Any) -> Answer:
    """Return an answer with its status, its picture, and what is assumed of an economy abroad."""
    return add_assumption(replace(found, about={**found.about, "status": "simulated"}, **more), w)


# ---- a package year by year


def follow_package(panel: Panel, region: str, asked: PathwayOptions, order: WorkOrder = HERE) -> Answer:
    """Return a package year by year, beside a baseline."""
    check_outcome(asked.outcome)
    w = build_economy(panel, asked)
    met = asked.outlook(w, region, until=LATE if asked.to_2060 else None)
    path = pathway(w, read_package(asked.package, w), outlook=met, off=asked.off or (), scenario=asked.scenario)
    ranged = path.range(watch=order.count) if asked.ranged else None
    drawn = None if asked.draws is None else draw_percentiles(path, region, asked, asked.draws, order)
    told, level = pathway_of(path, region, ranged, drawn), asked.level
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
    met = path.outlook
    cases = sample_cases(ranges_in(None, met.horizon, met.parameters, path.scenario), many, met.seed)
    begin = partial(
        draws_of, path.base.lab.origin, path.package, cases, path.years[-1], outlook=met, off=path.off,
        scenario=path.scenario, regions=[region], seed=met.seed,
    )  # fmt: skip
    with order.run(begin) as store:
        level = asked.level and states_level(asked.outcome, region)
        return percentiles_of(store, region, asked.outcome, level=level)


# ---- what an outcome depends on


def find_influence(panel: Panel, region: str, asked: SensitivityOptions, order: WorkOrder = HERE) -> Answer:
    """Return what an outcome of a path depends on most."""
    check_outcome(asked.outcome)
    w = build_economy(panel, asked)
    met = asked.outlook(w, region)
    ranges = ranges_in(asked.vary, met.horizon, met.parameters, asked.scenario)
    begin = partial(
        sensitivity_run, w, read_package(asked.package, w), ranges, asked.draws, asked.method, seed=met.seed,
        outlook=met, scenario=asked.scenario, regions=[region],
    )  # fmt: skip
    with order.run(begin) as store:
        level = asked.level and states_level(asked.outcome, region)
        found = sensitivity(store, region, asked.outcome, asked.until, level=level)
    told = sensitivity_of(
        found, store, region, asked.outcome, asked.until, level=level, kept=bool(order.name)
    )  # fmt: skip
    return complete_answer(told, w, chart=draw_influence(found), caption=(told.title, *told.notes[:2]))


# ---- targets against a path


class RoadmapWork:
    """Targets against the path that leads to them: a part for each draw of what is assumed."""

    block = BLOCK

    def __init__(self, panel: Panel, region: str, asked: RoadmapOptions) -> None:
        own, self.w = find_targets(asked.targets, region), build_economy(panel, asked)
        package = None if asked.package is None else read_package(asked.package, self.w)
        met = asked.outlook(self.w, region, until=asked.until or max(own.last, asked.start))
        limits, _ = split_thresholds(asked.parameters)
        self.found = roadmap(self.w, own, package, outlook=met, scenario=asked.scenario, parameters=limits)
        self.asked = asked
        self.parts = sample_draws(self.found.path, asked.draws, asked.seed) if asked.draws else ()
        self.prepare: Callable[[], Callable[..., Any]] = prepare_draws(self.found)

    def answer(self, found: Sequence[Any]) -> Answer:
        """Return how targets stand, and how likely they are over draws."""
        made = replace(self.found, draws=tuple(self.parts), drawn=tuple(found))
        told = roadmap_of(made, self.asked.seed)
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
    w = build_economy(panel, asked)
    met = asked.outlook(w, region)
    limits = {
        **(asked.limit or {}),
        **{k: float(v) for k, v in (("peak", asked.peak), ("gap", asked.gap)) if v is not None},
    }
    drawn = (
        hypercube(ranges_of(horizon=met.horizon, given=met.parameters), asked.cases, met.seed) if asked.cases else []
    )
    goals = asked.goal or (BOTH if "co2" in w.satellites else INCOME)
    found = search(
        w, region, goals, list_choices(asked.actions, asked.tags, w), limits=limits,
        budget=None if asked.budget == NONE else asked.budget, tags=asked.tags, outlook=met,
        starts=asked.starts or (), most=asked.most, method=asked.method,
        evaluations=asked.evaluations, cases=[*list_scenarios(asked.scenarios, w), *build_draw_cases(drawn)],
        workers=order.workers, watch=order.watch,
        runs=order.folder, name=order.name if order.asked else None,
    )  # fmt: skip
    told = search_of(found)
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
